// Lets the resident close a notification, and hands the focus on so that it is never lost.
class CityNotification extends HTMLElement {
  connectedCallback() {
    /** @type {HTMLButtonElement | null} */
    const button = this.querySelector("button.city-notification__close");
    if (!button) return;
    button.hidden = false;
    button.onclick = () => {
      const named = document.getElementById(this.dataset.returnFocus ?? "");
      const next = named ?? document.querySelector("h1");
      this.remove();
      if (next && !next.matches("a, button, input, select, textarea, [tabindex]"))
        next.tabIndex = -1;
      next?.focus();
    };
  }
}

if (!customElements.get("city-notification")) {
  customElements.define("city-notification", CityNotification);
}
