// "None of these" unticks the others, and any other unticks it; a screen reader hears which ones.
// Without this script both are sent, and the server asks which one is meant.
class CityCheckboxes extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    this.addEventListener("change", (event) => this.changed(event.target), { signal });
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  changed(box) {
    /** @type {NodeListOf<HTMLInputElement>} The boxes of this question; one inside a choice asks another. */
    const boxes = this.querySelectorAll(":scope > .city-choice > .city-choice__input");
    const all = [...boxes];
    if (!all.includes(box)) return;
    const rival = (other) => "exclusive" in box.dataset || "exclusive" in other.dataset;
    const gone = box.checked
      ? all.filter((other) => other !== box && other.checked && !other.disabled && rival(other))
      : [];
    for (const other of gone) other.checked = false;
    const labels = gone.map((other) => other.labels?.[0]?.textContent?.trim()).join(", ");
    const status = this.querySelector(":scope > [role=status]");
    const words = this.dataset.removed ?? "";
    if (status) status.textContent = labels && words.replace("{labels}", labels);
  }
}

if (!customElements.get("city-checkboxes")) {
  customElements.define("city-checkboxes", CityCheckboxes);
}
