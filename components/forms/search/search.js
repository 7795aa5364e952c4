// Suggestions below the field of a search: those that the page brought, or those of an address of
// the site. Without this script the form opens the results all the same.
const PAUSE = 250; // milliseconds without a key before anything is asked or said
const MOST = 10; // suggestions that are shown

// Without case and accents: what is typed in a hurry finds what is written with care.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

class CitySearch extends HTMLElement {
  connectedCallback() {
    const { input } = this;
    if (!input || !(this.dataset.url || this.querySelector("option"))) return;
    // The browser's own list would lie over ours.
    input.removeAttribute("list");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    this.show([]);
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    input.addEventListener("input", () => this.typed(), { signal });
    input.addEventListener("keydown", (event) => this.pressed(event), { signal });
    input.addEventListener("blur", () => this.show([]), { signal });
    this.addEventListener("pointerdown", (event) => this.clicked(event), { signal });
    this.addEventListener("click", (event) => this.clicked(event), { signal });
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.listeners?.abort();
  }

  get input() {
    return this.querySelector("input");
  }

  /** @returns {HTMLElement | null} */
  get list() {
    return this.querySelector("[role=listbox]");
  }

  get options() {
    return [...this.querySelectorAll("[role=option]")];
  }

  get language() {
    return this.closest("[lang]")?.getAttribute("lang") || undefined;
  }

  // What the page brought is shown at once, what must be asked for after a pause.
  typed() {
    clearTimeout(this.timer);
    this.asked?.abort();
    const words = this.input?.value.trim() ?? "";
    if (!this.dataset.url) this.show(this.known(words));
    this.timer = setTimeout(() => this.suggest(words), PAUSE);
  }

  async suggest(words) {
    if (this.dataset.url) {
      const found = words.length < 2 ? [] : await this.ask(words).catch(() => []);
      // What was typed or left meanwhile needs no answer any more.
      if (words !== this.input?.value.trim() || document.activeElement !== this.input) return;
      this.show(found.filter((text) => typeof text === "string" && text !== words));
    }
    const number = this.options.length;
    const form = new Intl.PluralRules(this.language).select(number);
    const said =
      this.getAttribute(`data-suggestions-${form}`) ?? this.getAttribute("data-suggestions-other");
    if (number) this.say((said ?? "").replace("{count}", String(number)));
  }

  known(words) {
    if (words.length < 2) return [];
    const texts = [...this.querySelectorAll("option")].map((one) => one.value);
    return texts.filter((text) => plain(text).includes(plain(words)) && text !== words);
  }

  async ask(words) {
    this.asked = new AbortController();
    const url = new URL(this.dataset.url ?? "", location.href);
    url.searchParams.set(this.input?.name ?? "", words);
    const { signal } = this.asked;
    const answer = await fetch(url, { headers: { Accept: "application/json" }, signal });
    const found = answer.ok ? await answer.json() : [];
    return Array.isArray(found) ? found : [];
  }

  show(texts) {
    const { input } = this;
    if (!input) return;
    this.list?.remove();
    input.setAttribute("aria-expanded", String(texts.length > 0));
    for (const name of ["aria-activedescendant", "aria-controls"]) input.removeAttribute(name);
    if (!texts.length) return this.say("");
    const list = document.createElement("ul");
    list.className = "city-search__list";
    list.id = `${input.id}-suggestions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-labelledby", `${input.id}-label`);
    texts.slice(0, MOST).forEach((text, index) => {
      const row = document.createElement("li");
      row.className = "city-search__suggestion";
      row.id = `${input.id}-suggestion-${index + 1}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.textContent = text;
      list.append(row);
    });
    input.after(list);
    input.setAttribute("aria-controls", list.id);
  }

  say(text) {
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = text;
  }

  pressed(event) {
    const { input, options } = this;
    if (!input || !options.length || event.isComposing) return;
    const at = options.findIndex((one) => one.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      // Between the last and the first is what was typed.
      const places = options.length + 1;
      this.choose((at + 1 + step + places) % places);
    } else if (event.key === "Escape") {
      // The browser would empty the field.
      event.preventDefault();
      this.show([]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      this.take(options[at]);
    }
  }

  // The place of a suggestion from 1, or 0 for what was typed.
  choose(place) {
    this.options.forEach((one, index) => {
      one.setAttribute("aria-selected", String(index + 1 === place));
      if (index + 1 !== place) return;
      this.input?.setAttribute("aria-activedescendant", one.id);
      one.scrollIntoView({ block: "nearest" });
    });
    if (!place) this.input?.removeAttribute("aria-activedescendant");
  }

  clicked(event) {
    if (!this.list?.contains(event.target)) return;
    const option = event.target.closest("[role=option]");
    if (event.type === "click" && option) this.take(option);
    // The field keeps the focus, so that the list is still there when the press ends.
    else event.preventDefault();
  }

  take(option) {
    const { input } = this;
    if (!input) return;
    input.value = option.textContent ?? "";
    this.show([]);
    input.form?.requestSubmit();
  }
}

if (!customElements.get("city-search")) customElements.define("city-search", CitySearch);
