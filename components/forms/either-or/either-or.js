// Ticking the box takes the answer back, and answering unticks the box; a screen reader hears what
// went. Unticked, the box brings back what it took. Without this script the server asks which one
// is meant.
class CityEitherOr extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    for (const name of ["input", "change"]) {
      // Calendars and lists of suggestions may tell of a change only.
      this.addEventListener(name, (event) => this.changed(event.target), { signal });
    }
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  changed(control) {
    /** @type {HTMLInputElement | null} */
    const box = this.querySelector(":scope > .city-choice > input");
    if (!box || this.busy) return;
    /** @type {NodeListOf<HTMLInputElement>} */
    const controls = this.querySelectorAll("input:not([type=hidden]), select, textarea");
    const fields = [...controls].filter(
      // What a choice asks further is judged with its choice.
      (one) => one !== box && !one.disabled && !this.contains(one.closest(".city-choice__content")),
    );
    if (control !== box) {
      if (!box.checked || !fields.includes(control) || !given(control)) return;
      this.take([box]);
      this.kept = null;
    } else if (box.checked) {
      this.kept ??= this.take(fields.filter(given));
    } else {
      this.put(this.kept ?? []);
      this.kept = null;
    }
  }

  take(controls) {
    const kept = controls.map((one) => [one, one.checked, one.value]);
    this.put(kept.map(([one, , value]) => [one, false, one.type in TICKED ? value : ""]));
    const labels = controls.map((one) => one.labels?.[0]?.textContent?.trim());
    const status = this.querySelector(":scope > [role=status]");
    if (status && labels.length) {
      status.textContent = (this.dataset.removed ?? "").replace("{labels}", labels.join(", "));
    }
    return kept;
  }

  put(values) {
    this.busy = true;
    for (const [one, checked, value] of values) {
      one.value = value;
      if (one.type in TICKED) one.checked = checked;
      // For a count of characters, or a list of what is chosen.
      one.dispatchEvent(new Event("input", { bubbles: true }));
      one.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.busy = false;
  }
}

const TICKED = { checkbox: true, radio: true };
const given = (one) => (one.type in TICKED ? one.checked : one.value !== "");

if (!customElements.get("city-either-or")) customElements.define("city-either-or", CityEitherOr);
