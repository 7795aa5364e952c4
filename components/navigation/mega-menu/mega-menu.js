// Escape closes the open menu, from anywhere in the header, and gives the focus back to its button.
// The browser opens and closes it by itself; it covers nothing, so nothing else has to close it.
class CityMegaMenu extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    const area = this.closest(".city-header") ?? this;
    area.addEventListener("keydown", (event) => this.pressed(event, area), this.listeners);
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  pressed(event, area) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const open = ".city-mega-menu__disclosure[open], .city-header__disclosure--menu[open]";
    for (const details of area.querySelectorAll(open)) {
      details.open = false;
      // Only that of this width can take it.
      details.querySelector("summary").focus();
    }
  }
}

if (!customElements.get("city-mega-menu")) {
  customElements.define("city-mega-menu", CityMegaMenu);
}
