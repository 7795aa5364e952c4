// A button in place of the link that leads to the same content without scripts. Everything else is
// the browser's own dialog.
class CityDialog extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    // The address may name it, and nothing else would show it then.
    const asked = this.upgrade() && this.dialog?.matches(":target");
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    // Safari gives no focus to a button that is clicked, so the browser doesn't know where it was.
    this.dialog?.addEventListener("close", () => this.opener?.focus(), { signal });
    if (asked) this.dialog?.showModal();
  }

  disconnectedCallback() {
    this.listeners?.abort();
    this.dialog?.close();
  }

  /** @returns {HTMLDialogElement | null} */
  get dialog() {
    return this.querySelector(":scope > dialog");
  }

  /** @returns {HTMLButtonElement | null} */
  get opener() {
    return this.querySelector(":scope > button");
  }

  // True where the link was still there: not when the element is moved.
  upgrade() {
    const link = this.querySelector(":scope > a");
    if (!link) return false;
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    button.setAttribute("aria-haspopup", "dialog");
    button.append(...link.childNodes);
    const focused = link === document.activeElement;
    link.replaceWith(button);
    if (focused) button.focus();
    return true;
  }

  clicked(event) {
    const button = event.target.closest?.("button");
    if (!button || button.closest("city-dialog") !== this) return;
    if (button === this.opener) this.dialog?.showModal();
    else if (button.matches(".city-dialog__close, .city-dialog__back")) this.dialog?.close();
  }
}

if (!customElements.get("city-dialog")) customElements.define("city-dialog", CityDialog);
