// A button that opens every section or closes them, addresses that open their section and, where it
// is asked for, a memory of what is open. The sections themselves are the browser's own.
class CityAccordion extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    const button = this.button;
    if (button) button.hidden = false;
    button?.addEventListener("click", () => this.all(!this.isOpen), { signal });
    addEventListener("hashchange", () => this.arrived(), { signal });
    // A toggle doesn't bubble.
    this.addEventListener("toggle", () => this.changed(), { capture: true, signal });
    // Moved in the page it keeps what is open, and only the first time an address opens anything.
    if (!this.seen) {
      this.recall();
      this.arrived();
    }
    this.seen = true;
    this.named();
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  /** @returns {HTMLButtonElement | null} */
  get button() {
    return this.querySelector(":scope > .city-accordion__all");
  }

  /** @returns {HTMLDetailsElement[]} */
  get sections() {
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const sections = this.querySelectorAll(":scope > details");
    return [...sections];
  }

  get isOpen() {
    return this.sections.every((section) => section.open);
  }

  all(open) {
    for (const section of this.sections) section.open = open;
  }

  changed() {
    this.named();
    this.keep();
  }

  named() {
    const words = this.isOpen ? this.dataset.hide : this.dataset.show;
    if (this.button && words) this.button.textContent = words;
  }

  // The address names a section, or something in it.
  arrived() {
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      // An address that somebody cut off in the middle names nothing.
    }
    const target = id ? document.getElementById(id) : null;
    const section = target && this.sections.find((one) => one.contains(target));
    if (!section) return;
    section.open = true;
    target.scrollIntoView();
  }

  get key() {
    return `city-accordion ${location.pathname} ${this.id}`;
  }

  keep() {
    if (this.dataset.remember === undefined) return;
    const open = this.sections.filter((section) => section.open).map((section) => section.id);
    try {
      sessionStorage.setItem(this.key, open.join(" "));
    } catch {
      // The resident's browser stores nothing.
    }
  }

  recall() {
    if (this.dataset.remember === undefined) return;
    let kept = null;
    try {
      kept = sessionStorage.getItem(this.key);
    } catch {
      // The resident's browser stores nothing.
    }
    if (kept === null) return;
    const open = kept.split(" ");
    for (const section of this.sections) section.open = open.includes(section.id);
  }
}

if (!customElements.get("city-accordion")) {
  customElements.define("city-accordion", CityAccordion);
}
