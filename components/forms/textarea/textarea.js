// Counts what is left while the resident types. A screen reader hears of it only near the limit,
// and only after a pause. Without this script the sentence below the field stays.
const PAUSE = 1000; // milliseconds

class CityTextarea extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("textarea");
    const limit = this.querySelector(".city-textarea__limit");
    if (!field || !limit) return;
    this.field = field;
    // Both may be there already: moved, or restored from a saved page.
    this.count = this.line("city-textarea__count", "city-hint");
    this.status = this.line("city-textarea__status", "city-visually-hidden");
    this.status.setAttribute("role", "status");
    limit.classList.add("city-visually-hidden");

    this.listeners = new AbortController();
    const { signal } = this.listeners;
    const show = () => this.show();
    field.addEventListener("input", () => this.typed(), { signal });
    field.addEventListener("blur", () => this.say(""), { signal });
    // The browser fills in what was typed before, after this element is made.
    addEventListener("pageshow", show, { signal });
    field.form?.addEventListener("reset", () => setTimeout(show), { signal });
    this.show();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.listeners?.abort();
  }

  line(name, look) {
    const found = this.querySelector(`.${name}`);
    if (found) return found;
    const made = document.createElement("div");
    made.className = `${name} ${look}`;
    this.append(made);
    return made;
  }

  get language() {
    return this.closest("[lang]")?.getAttribute("lang") || undefined;
  }

  get left() {
    const { maxCharacters, maxWords } = this.dataset;
    const text = this.field?.value ?? "";
    if (maxWords) return Number(maxWords) - (text.match(/\S+/g)?.length ?? 0);
    // An e with its accent, or a flag, is one character to the person who typed it.
    const characters = Intl.Segmenter ? new Intl.Segmenter(this.language).segment(text) : text;
    return Number(maxCharacters) - [...characters].length;
  }

  sentence(left) {
    const kind = left < 0 ? "over" : "left";
    const number = Math.abs(left);
    const form = new Intl.PluralRules(this.language).select(number);
    const words =
      this.getAttribute(`data-${kind}-${form}`) ?? this.getAttribute(`data-${kind}-other`);
    return (words ?? "").replace("{count}", new Intl.NumberFormat(this.language).format(number));
  }

  show() {
    const { left } = this;
    if (this.count) this.count.textContent = this.sentence(left);
    this.toggleAttribute("data-over", left < 0);
    return left;
  }

  typed() {
    const left = this.show();
    const limit = Number(this.dataset.maxCharacters ?? this.dataset.maxWords);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.say(left <= limit / 10 ? this.sentence(left) : ""), PAUSE);
  }

  say(text) {
    clearTimeout(this.timer);
    if (this.status && this.status.textContent !== text) this.status.textContent = text;
  }
}

if (!customElements.get("city-textarea")) customElements.define("city-textarea", CityTextarea);
