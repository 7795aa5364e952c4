// Shows what was typed for as long as the resident wants, and never beyond the page: browsers keep
// the text of a visible field for their suggestions.
class CityPasswordInput extends HTMLElement {
  connectedCallback() {
    const { button, input } = this;
    if (!button || !input) return;
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    button.hidden = input.disabled;
    button.addEventListener("click", () => this.toggle(), { signal });
    // Before any listener that sends the form by a script.
    addEventListener("submit", (event) => event.target === input.form && this.show(false), {
      capture: true,
      signal,
    });
    // The browser may keep the page as it was left.
    addEventListener("pagehide", () => this.show(false), { signal });
  }

  disconnectedCallback() {
    this.listeners?.abort();
    this.show(false);
  }

  get input() {
    return this.querySelector("input");
  }

  /** @returns {HTMLButtonElement | null} */
  get button() {
    return this.querySelector(".city-password-input__toggle");
  }

  toggle() {
    const shown = this.input?.type === "password";
    this.show(shown);
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = (shown ? this.dataset.shown : this.dataset.hidden) ?? "";
  }

  show(shown) {
    const { input } = this;
    if (input) input.type = shown ? "text" : "password";
    const words = this.querySelector(".city-password-input__act");
    if (words) words.textContent = (shown ? this.dataset.hide : this.dataset.show) ?? "";
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = "";
  }
}

if (!customElements.get("city-password-input")) {
  customElements.define("city-password-input", CityPasswordInput);
}
