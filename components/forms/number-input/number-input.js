// Buttons that count up and down beside a field that is typed into. What was typed is read only to
// count on from it: the server judges it.
class CityNumberInput extends HTMLElement {
  connectedCallback() {
    const { field } = this;
    if (!field) return;
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    for (const button of this.buttons) button.hidden = false;
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    field.addEventListener("keydown", (event) => this.pressed(event), { signal });
    field.addEventListener("input", () => this.show(), { signal });
    // The browser fills in what was typed before, after this element is made.
    addEventListener("pageshow", () => this.show(), { signal });
    field.form?.addEventListener("reset", () => setTimeout(() => this.show()), { signal });
    this.show();
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  get field() {
    return this.querySelector("input");
  }

  get buttons() {
    /** @type {NodeListOf<HTMLButtonElement>} */
    const buttons = this.querySelectorAll("[data-by]");
    return [...buttons];
  }

  // As it is typed: spaces between thousands, a point or a comma, any minus. NaN where it is none.
  get number() {
    const text = (this.field?.value ?? "").replace(/\s/g, "").replace("\u2212", "-");
    return /^[+-]?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(",", ".")) : NaN;
  }

  within(number) {
    const { min = -Infinity, max = Infinity } = this.dataset;
    return Math.max(Number(min), Math.min(Number(max), number));
  }

  clicked(event) {
    const button = event.target.closest("[data-by]");
    if (button && button.getAttribute("aria-disabled") !== "true") this.count(button.dataset.by);
  }

  pressed(event) {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.count(by);
  }

  count(by) {
    const { field } = this;
    if (!field) return;
    const { step = "1", sign = "." } = this.dataset;
    const from = this.number || 0;
    // 0.1 + 0.2 has as many decimals as is written, and no more.
    const decimals = Math.max(
      ...[step, String(from)].map((text) => text.split(".")[1]?.length ?? 0),
    );
    const to = this.within(from + by * (Number(step) || 1));
    const text = to.toFixed(decimals).replace(".", sign);
    if (text === field.value) return;
    field.value = text;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    const unit = this.querySelector(".city-text-input__affix")?.textContent ?? "";
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = `${text} ${unit}`.trim();
  }

  // At a limit the button beyond it does nothing, and the hint says why.
  show() {
    const { number } = this;
    if (Number.isNaN(number)) delete this.dataset.value;
    else this.dataset.value = String(number);
    for (const button of this.buttons) {
      const by = Number(button.dataset.by);
      if (this.within(number + by) * by <= number * by) {
        button.setAttribute("aria-disabled", "true");
        button.setAttribute("aria-describedby", `${this.field?.id}-hint`);
      } else {
        button.removeAttribute("aria-disabled");
        button.removeAttribute("aria-describedby");
      }
    }
  }
}

if (!customElements.get("city-number-input")) {
  customElements.define("city-number-input", CityNumberInput);
}
