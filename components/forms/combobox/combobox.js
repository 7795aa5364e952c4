// A field with a list (ARIA practices: combobox) in the place of the browser's select, which stays,
// out of sight, and is what is sent; or over a field whose choices come from the server.
const PAUSE = 700; // milliseconds without a key, after which it says what was found
const SOON = 250; // milliseconds without a key, after which the server is asked
const PATIENCE = 8000; // milliseconds for its answer
const LEAST = 2; // letters before it is asked
const LETTERS = { ø: "o", æ: "ae", ß: "ss", đ: "d", ð: "d", ł: "l", þ: "th" };

// As it is typed on any keyboard: without accents, capitals and punctuation.
const fold = (text) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[øæßđðłþ]/g, (letter) => LETTERS[letter])
    .replace(/[:'’.]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

function element(role, className, text) {
  const made = document.createElement("div");
  if (role) made.setAttribute("role", role);
  made.className = className;
  made.textContent = text;
  return made;
}

class CityCombobox extends HTMLElement {
  connectedCallback() {
    const { select } = this;
    const template = this.querySelector("template");
    if (!this.querySelector("[role=combobox]") && template) {
      // Not `hidden`: what is sent has to be within reach of the browser's own messages.
      select?.parentElement?.classList.add("city-visually-hidden");
      select?.parentElement?.setAttribute("aria-hidden", "true");
      select?.setAttribute("tabindex", "-1");
      template.after(template.content.cloneNode(true));
      this.querySelector(".city-combobox__icon")?.remove();
      const { input } = this;
      if (!input) return;
      this.list?.remove();
      input.id ||= select?.id ?? "";
      if (select) select.id = `${input.id}-select`;
      for (const name of ["aria-describedby", "aria-invalid"]) {
        const value = select?.getAttribute(name);
        if (value) input.setAttribute(name, value);
      }
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
    }
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    for (const kind of ["input", "keydown", "click", "mousedown", "focusin", "focusout"])
      this.addEventListener(kind, (event) => this[`${kind}Heard`](event), { signal });
    // Back from the next page, the browser has put what was chosen into the select.
    addEventListener("pageshow", () => this.read(), { signal });
    this.closest("form")?.addEventListener("reset", () => setTimeout(() => this.read()), {
      signal,
    });
    this.close();
    this.read();
  }

  disconnectedCallback() {
    this.listeners?.abort();
    this.request?.abort();
    clearTimeout(this.timer);
    clearTimeout(this.asking);
  }

  get select() {
    return this.querySelector("select");
  }

  /** @returns {HTMLInputElement | null} */
  get input() {
    return this.querySelector("input[type=text]");
  }

  /** @returns {HTMLElement | null} */
  get list() {
    return this.querySelector("[role=listbox]");
  }

  /** @returns {HTMLInputElement | null} */
  get hiddenValue() {
    return this.querySelector(".city-combobox__value");
  }

  get several() {
    return this.select?.multiple;
  }

  /** @returns {HTMLElement[]} */
  get shown() {
    return [...(this.list?.querySelectorAll("[role=option]") ?? [])].filter(
      (one) => one instanceof HTMLElement,
    );
  }

  get isOpen() {
    return this.input?.ariaExpanded === "true";
  }

  get active() {
    return this.shown.find((one) => "active" in one.dataset);
  }

  get options() {
    return [...(this.select?.options ?? [])].filter((option) => option.value);
  }

  get chosen() {
    return this.options.filter((option) => option.selected);
  }

  // What the select holds, into the field and the choices below it.
  read() {
    const { input, chosen } = this;
    if (!input || !this.select) return;
    input.value = this.several ? "" : (chosen[0]?.label ?? "");
    const there = [...this.querySelectorAll(".city-combobox__remove")];
    const values = there.map((one) => one instanceof HTMLElement && one.dataset.value);
    // A button that has the focus stays, also when all of it is moved.
    if (`${values}` === `${chosen.map((option) => option.value)}`) return;
    this.querySelector(".city-combobox__chosen")?.replaceChildren(
      ...chosen.map((option) => {
        const row = document.createElement("li");
        const button = document.createElement("button");
        button.className = "city-combobox__remove";
        button.type = "button";
        button.dataset.value = option.value;
        const hint = document.createElement("span");
        hint.className = "city-visually-hidden";
        hint.textContent = `, ${this.dataset.remove}`;
        const text = document.createElement("span");
        text.append(option.label, hint);
        button.append(text);
        const icon = this.querySelector("template")?.content.querySelector(".city-combobox__icon");
        if (icon) button.append(...icon.cloneNode(true).childNodes);
        row.append(button);
        return row;
      }),
    );
  }

  inputHeard({ target }) {
    if (target !== this.input) return;
    // What is seen is what is sent: a text that was changed is no longer the choice.
    if (this.hiddenValue) this.hiddenValue.value = "";
    if (!this.several && this.chosen.length) {
      this.select?.options[0]?.toggleAttribute("selected", true);
      if (this.select) this.select.value = "";
      this.changed();
    }
    this.status?.classList.add("city-visually-hidden");
    this.open();
  }

  keydownHeard(event) {
    const { input, isOpen, shown, active } = this;
    if (event.target !== input || event.isComposing || event.ctrlKey || event.metaKey) return;
    const at = active ? shown.indexOf(active) : -1;
    const last = shown.length - 1;
    const act = {
      ArrowDown: () => {
        if (!isOpen) this.open(true);
        if (event.altKey) return;
        const was = this.shown.findIndex((one) => one.ariaSelected === "true");
        this.go(isOpen ? (at < last ? at + 1 : 0) : this.several ? 0 : Math.max(was, 0));
      },
      ArrowUp: () => {
        if (event.altKey) return this.close();
        if (!isOpen) this.open(true);
        this.go(isOpen && at > 0 ? at - 1 : this.shown.length - 1);
      },
      Home: active && (() => this.go(0)),
      End: active && (() => this.go(last)),
      // A single one that is left is meant by Enter, not by typing alone.
      Enter: isOpen && (() => this.choose(active ?? (last === 0 ? shown[0] : undefined))),
      Escape: (isOpen || input?.value) && (() => (isOpen ? this.close() : this.empty())),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  mousedownHeard(event) {
    // The focus stays in the field.
    if (this.list?.contains(event.target)) event.preventDefault();
  }

  clickHeard({ target }) {
    const remove = target.closest?.(".city-combobox__remove");
    if (remove) this.removeChoice(remove);
    else if (target === this.input && !this.isOpen) this.open(true);
    else this.choose(target.closest?.("[role=option]"));
  }

  // The browser's own suggestions would lie over the list. Firefox and Chrome bring back after
  // "back" only what isn't so marked.
  focusinHeard({ target }) {
    if (target === this.input) this.input?.setAttribute("autocomplete", "off");
  }

  focusoutHeard({ target, relatedTarget }) {
    if (target !== this.input) return;
    this.input?.removeAttribute("autocomplete");
    this.close();
    if (this.contains(relatedTarget) || this.dataset.source || !this.input?.value) return;
    if (this.several || !this.chosen.length) this.say(this.dataset.unchosen, true, 0);
  }

  empty() {
    if (!this.input) return;
    this.input.value = "";
    this.inputHeard({ target: this.input });
    this.close();
  }

  // Shows what fits; all of it where what is in the field was chosen before.
  open(all = false) {
    const { input } = this;
    if (!input) return;
    clearTimeout(this.asking);
    this.request?.abort();
    const whole = all && (this.several ? !input.value : this.chosen.length);
    const text = whole ? "" : fold(input.value);
    if (!this.dataset.source) return this.show(this.fitting(text));
    if (text.length < LEAST) return this.close();
    this.asking = setTimeout(() => this.ask(input.value.trim()), SOON);
  }

  fitting(text) {
    const grouped = this.querySelector("optgroup");
    const ranked = this.options.flatMap((option) => {
      const label = fold(option.label);
      const all = ` ${label} ${fold(option.dataset.synonyms ?? "")}`;
      if (!text.split(" ").every((word) => all.includes(word))) return [];
      const rank = label.startsWith(text) ? 0 : all.includes(` ${text}`) ? 1 : 2;
      return [{ option, rank: grouped ? 0 : rank }];
    });
    return ranked
      .sort((a, b) => a.rank - b.rank)
      .map(({ option }) => ({
        value: option.value,
        label: option.label,
        group: option.closest("optgroup")?.label,
        disabled: option.matches(":disabled"),
        selected: option.selected,
      }));
  }

  async ask(text) {
    const request = new AbortController();
    this.request = request;
    const late = setTimeout(() => request.abort(), PATIENCE);
    const failed = () => {
      // One that was overtaken by the next says nothing.
      if (this.request !== request || !this.isConnected || !this.contains(document.activeElement))
        return;
      this.close();
      this.say(this.dataset.failed, true, 0);
    };
    try {
      const url = new URL(this.dataset.source ?? "", document.baseURI);
      url.searchParams.set("q", text);
      const answer = await fetch(url, {
        signal: request.signal,
        headers: { Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      const choices = found.map(({ id, label }) => ({ value: String(id), label: String(label) }));
      if (this.request === request && this.contains(document.activeElement)) this.show(choices);
    } catch {
      if (this.input?.value.trim() === text) failed();
    } finally {
      clearTimeout(late);
    }
  }

  show(choices) {
    const { input } = this;
    /** @type {HTMLElement | null | undefined} */
    const made = this.querySelector("template")?.content.querySelector("[role=listbox]");
    if (!input || !made) return;
    this.close();
    const list = /** @type {HTMLElement} */ (made.cloneNode());
    list.id = `${input.id}-list`;
    let group = list;
    let title;
    const rows = choices.map((choice, index) => {
      const row = element("option", "city-combobox__option", choice.label);
      row.id = `${input.id}-option-${index}`;
      row.dataset.value = choice.value;
      row.ariaSelected = String(Boolean(choice.selected));
      if (choice.disabled) row.ariaDisabled = "true";
      return [choice, row];
    });
    for (const [choice, row] of rows) {
      if (choice.group !== title) {
        title = choice.group;
        group = list;
        if (title) {
          const name = element("", "city-combobox__group", title);
          name.id = `${row.id}-group`;
          group = element("group", "", "");
          group.setAttribute("aria-labelledby", name.id);
          group.append(name);
          list.append(group);
        }
      }
      group.append(row);
    }
    if (rows.length) {
      input.parentElement?.after(list);
      input.ariaExpanded = "true";
      input.setAttribute("aria-controls", list.id);
    }
    const count = new Intl.PluralRules(input.closest("[lang]")?.getAttribute("lang") ?? "en");
    const words = this.getAttribute(`data-results-${count.select(rows.length)}`);
    const text = (words ?? this.dataset.resultsOther ?? "").replace("{count}", `${rows.length}`);
    this.say(rows.length ? text : this.dataset.none, !rows.length);
  }

  close() {
    clearTimeout(this.timer);
    this.list?.remove();
    this.input?.setAttribute("aria-expanded", "false");
    for (const name of ["aria-activedescendant", "aria-controls"])
      this.input?.removeAttribute(name);
  }

  go(index) {
    const { shown } = this;
    for (const one of shown) delete one.dataset.active;
    const to = shown[index];
    if (!to) return;
    to.dataset.active = "";
    to.scrollIntoView({ block: "nearest" });
    this.input?.setAttribute("aria-activedescendant", to.id);
  }

  choose(row) {
    const { input, select, hiddenValue } = this;
    if (!input || !row || row.ariaDisabled === "true") return;
    const { value = "" } = row.dataset;
    const label = row.textContent ?? "";
    const option = this.options.find((one) => one.value === value);
    const gone = this.several && option?.selected;
    if (option) option.selected = !gone;
    if (hiddenValue) hiddenValue.value = value;
    if (!select) input.value = label;
    this.read();
    this.close();
    if (this.several) {
      const at = this.options.indexOf(/** @type {HTMLOptionElement} */ (option));
      this.show(this.fitting(""));
      this.go(this.shown.findIndex((one) => one.dataset.value === this.options[at]?.value));
    }
    const words = (gone ? this.dataset.removed : this.dataset.chosen) ?? "";
    this.say(words.replace("{label}", label), false, 0);
    this.changed();
  }

  removeChoice(button) {
    const option = this.options.find((one) => one.value === button.dataset.value);
    if (!option) return;
    const all = () => [...this.querySelectorAll(".city-combobox__remove")];
    const place = all().indexOf(button);
    option.selected = false;
    this.read();
    const left = all();
    const next = left[Math.min(place, left.length - 1)] ?? this.input;
    if (next instanceof HTMLElement) next.focus();
    this.say((this.dataset.removed ?? "").replace("{label}", option.label), false, 0);
    this.changed();
  }

  changed() {
    const control = this.select ?? this.hiddenValue;
    control?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  get status() {
    return this.querySelector("[role=status]");
  }

  // What was said already is not said again; what has to be seen is shown below the field.
  say(text = "", seen = false, after = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { status } = this;
      if (status && status.textContent !== text) status.textContent = text;
      status?.classList.toggle("city-visually-hidden", !seen);
    }, after);
  }
}

if (!customElements.get("city-combobox")) customElements.define("city-combobox", CityCombobox);
