// Closes the actions by Escape, by a press elsewhere, and when the focus leaves them, so that they
// cover nothing. The browser opens and closes them by itself; without this script they cover
// nothing either, for they push aside what follows.
class CityButtonMenu extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    this.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.addEventListener("focusout", (event) => this.left(event.relatedTarget), { signal });
    document.addEventListener("pointerdown", (event) => this.left(event.target), { signal });
    // The browser may keep the page as it was left.
    addEventListener("pagehide", () => this.close(), { signal });
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  get details() {
    return this.querySelector("details");
  }

  close() {
    if (this.details) this.details.open = false;
  }

  pressed(event) {
    if (!this.details?.open) return;
    const items = [...this.querySelectorAll(".city-button-menu__item")];
    // Past the last action the focus may leave the page, and no other element gets it.
    if (event.key === "Tab" && !event.shiftKey && event.target === items.at(-1))
      this.left(document);
    if (event.key !== "Escape") return;
    // A dialog around the menu stays open.
    event.preventDefault();
    event.stopPropagation();
    this.close();
    this.querySelector("summary")?.focus();
  }

  // Where the focus goes nowhere, the window has lost it, and nothing is left. On a phone the
  // actions cover nothing; what follows stays where it is.
  left(where) {
    const list = this.querySelector(".city-button-menu__items");
    const covers = list && getComputedStyle(list).position === "absolute";
    if (covers && where && !this.contains(where)) this.close();
  }
}

if (!customElements.get("city-button-menu")) {
  customElements.define("city-button-menu", CityButtonMenu);
}
