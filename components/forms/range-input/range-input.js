// A slider beside a field that is typed into. The field alone is sent, and what is typed there
// stays as it is: a slider shows no number, and takes none that it lacks.
class CityRangeInput extends HTMLElement {
  connectedCallback() {
    const { field } = this;
    if (!field) return;
    this.slider = this.found ?? this.made();
    this.slider.disabled = field.disabled || field.readOnly;
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    for (const kind of ["input", "change"]) {
      this.slider.addEventListener(kind, (event) => this.slid(event), { signal });
    }
    field.addEventListener("input", () => this.show(), { signal });
    // The browser fills in what was typed before, after this element is made.
    addEventListener("pageshow", () => this.show(), { signal });
    field.form?.addEventListener("reset", () => setTimeout(() => this.show()), { signal });
    this.show();
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  /** @returns {HTMLInputElement | null} */
  get field() {
    return this.querySelector("input[name]");
  }

  // It is there already where it was moved, or restored from a saved page.
  /** @returns {HTMLInputElement | null} */
  get found() {
    return this.querySelector(".city-range-input__slider");
  }

  made() {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.className = "city-range-input__slider";
    slider.setAttribute("aria-label", this.dataset.label ?? "");
    for (const name of ["min", "max", "step"]) slider.setAttribute(name, this.dataset[name] ?? "");
    this.prepend(slider);
    return slider;
  }

  slid(event) {
    const { field, slider } = this;
    if (!field || !slider) return;
    // What is heard is an event of the field, which is what is sent.
    event.stopPropagation();
    field.value = slider.value;
    field.dispatchEvent(new Event(event.type, { bubbles: true }));
  }

  show() {
    const { field, slider } = this;
    if (!field || !slider) return;
    const typed = field.value.replace(/\s/g, "").replace("\u2212", "-");
    const known = /^[+-]?\d+$/.test(typed);
    slider.value = known ? typed : (this.dataset.min ?? "");
    if (known) this.dataset.value = slider.value;
    else delete this.dataset.value;
    const unit = this.querySelector(".city-text-input__affix")?.textContent ?? "";
    slider.setAttribute("aria-valuetext", `${known ? slider.value : "\u2013"} ${unit}`.trim());
  }
}

if (!customElements.get("city-range-input")) {
  customElements.define("city-range-input", CityRangeInput);
}
