// Copies the code as it is written. Without this script, or where the browser doesn't let a page copy,
// there is no button, and selecting works on its own.
class CityCodeBlock extends HTMLElement {
  connectedCallback() {
    const template = this.querySelector("template");
    if (!template || !navigator.clipboard) return;
    // It may be there already: moved, or restored from a saved page.
    if (!this.querySelector(".city-code-block__foot"))
      this.append(template.content.cloneNode(true));
    const button = this.querySelector(".city-code-block__copy");
    if (!button) return;
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    button.addEventListener("click", () => this.copy(), { signal });
    button.addEventListener("blur", () => this.say(""), { signal });
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  async copy() {
    const code = this.querySelector("code");
    if (!code) return;
    // Empty first: said again, it is heard again.
    this.say("");
    try {
      await navigator.clipboard.writeText(code.textContent);
      this.say(this.dataset.copied);
    } catch {
      // Not allowed here: the keys of the reader's own system still do it.
      getSelection()?.selectAllChildren(code);
      this.say(this.dataset.notCopied);
    }
  }

  /** @param {string | undefined} text */
  say(text) {
    const status = this.querySelector(".city-code-block__status");
    if (status) status.textContent = text ?? "";
  }
}

if (!customElements.get("city-code-block")) customElements.define("city-code-block", CityCodeBlock);
