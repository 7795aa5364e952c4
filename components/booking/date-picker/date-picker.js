// A calendar beside a field that can be typed into. The dialog, its focus and Escape are the
// browser's own. Days are counted in UTC, so that no change of the clock moves them.
const DAY = 86400000; // milliseconds
const KEYS = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const iso = (time) => new Date(time).toISOString().slice(0, 10);
const weekday = (time) => (new Date(time).getUTCDay() + 6) % 7;

// The same day of another month, or that month's last one.
function inMonth(time, months) {
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last));
}

// ISO 8601: the week of a year's first Thursday is its first.
function weekNumber(time) {
  const thursday = time + (3 - weekday(time)) * DAY;
  const first = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - first) / DAY / 7) + 1;
}

// A plain date as it is typed, only to know where to open: the server reads it.
function read(text) {
  const typed = /^\s*(\d{1,2})\s*[./ -]\s*(\d{1,2})\s*[./ -]\s*(\d{4})\s*$/.exec(text);
  const [, year, month, day] = /^\s*(\d{4})-(\d\d)-(\d\d)\s*$/.exec(text) ?? [
    "",
    ...(typed?.slice(1).reverse() ?? []),
  ];
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const real = new Date(time).getUTCDate() === Number(day);
  return real ? time : undefined;
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

class CityDatePicker extends HTMLElement {
  connectedCallback() {
    const { opener } = this;
    if (!this.field || !opener) return;
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    opener.hidden = false;
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    this.addEventListener("keydown", (event) => this.pressed(event), { signal });
  }

  disconnectedCallback() {
    this.listeners?.abort();
    this.dialog?.remove();
  }

  get field() {
    return this.querySelector("input");
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  /** @returns {HTMLButtonElement | null} */
  get opener() {
    return this.querySelector(".city-date-picker__open");
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (event.target === this.dialog || button?.matches(".city-date-picker__close")) {
      this.dialog?.close();
    } else if (!button || button.getAttribute("aria-disabled") === "true") return;
    else if (button === this.opener) this.open();
    else if (button.dataset.step) this.step(Number(button.dataset.step));
    else if (button.dataset.date) this.choose(Date.parse(button.dataset.date));
  }

  pressed(event) {
    const day = event.target.closest("[data-date]");
    if (!day || event.altKey || event.ctrlKey || event.metaKey) return;
    const time = Date.parse(day.dataset.date);
    const place = (weekday(time) - this.first + 7) % 7;
    const months = event.shiftKey ? 12 : 1;
    const sign = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const days = KEYS[event.key] * (Math.abs(KEYS[event.key]) === 1 ? sign : 1);
    const to = {
      Home: time - place * DAY,
      End: time + (6 - place) * DAY,
      PageUp: inMonth(time, -months),
      PageDown: inMonth(time, months),
    }[event.key];
    if (!days && to === undefined) return;
    event.preventDefault();
    this.show(this.within(to ?? time + days * DAY));
    this.focusDay();
  }

  // The first day of the week, counted from Monday.
  get first() {
    return Number(this.dataset.first) - 1;
  }

  get today() {
    const now = new Date();
    const here = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    return this.dataset.today ? Date.parse(this.dataset.today) : here;
  }

  within(time) {
    const { min, max } = this.dataset;
    if (max && time > Date.parse(max)) return Date.parse(max);
    return min && time < Date.parse(min) ? Date.parse(min) : time;
  }

  isOpen(time) {
    const { closed = "", closedWeekdays = "" } = this.dataset;
    return (
      time === this.within(time) &&
      !closed.split(" ").includes(iso(time)) &&
      !closedWeekdays.split(" ").includes(WEEKDAYS[weekday(time)] ?? "")
    );
  }

  open() {
    this.chosen = read(this.field?.value ?? "");
    let at = this.within(this.chosen ?? this.today);
    // Where nothing is chosen, at the first day that can be; a year on there is none.
    for (let days = 0; this.chosen === undefined && days < 366; days++) {
      if (!this.isOpen(at + days * DAY)) continue;
      at += days * DAY;
      break;
    }
    const template = this.querySelector("template");
    if (template) this.append(template.content.cloneNode(true));
    for (const part of ["month", "end", "off"]) {
      const named = this.querySelector(`.city-date-picker__${part}`);
      if (named) named.id = `${this.field?.id}-${part}`;
    }
    this.querySelector("[role=grid]")?.setAttribute("aria-labelledby", `${this.field?.id}-month`);
    const { dialog } = this;
    dialog?.addEventListener("close", () => {
      dialog.remove();
      // Safari gives no focus to a button that is clicked, so it doesn't know where it was.
      this.opener?.focus();
    });
    this.show(at);
    dialog?.showModal();
    this.focusDay();
  }

  choose(time) {
    const date = new Date(time);
    const { field } = this;
    if (!field) return;
    field.value = (this.dataset.written ?? "")
      .replace("{day}", String(date.getUTCDate()))
      .replace("{month}", String(date.getUTCMonth() + 1))
      .replace("{year}", String(date.getUTCFullYear()));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    const chosen = this.dataset.chosen ?? "";
    this.say(this, chosen.replace("{date}", `${date.getUTCDate()}${this.rest(time)}`));
    this.dialog?.close();
  }

  step(months) {
    this.show(this.within(inMonth(this.at, months)));
    this.say(this.dialog, this.monthOf(this.at));
  }

  say(within, text) {
    const status = within?.querySelector(":scope [role=status]");
    if (status) status.textContent = text;
  }

  monthOf(time) {
    const date = new Date(time);
    const name = (this.dataset.months ?? "").split("|")[date.getUTCMonth()] ?? "";
    return name.replace("{year}", String(date.getUTCFullYear()));
  }

  // What follows the number of a day in its name: ", Wednesday, March 2027".
  rest(time) {
    const names = this.querySelectorAll(".city-date-picker__weekday > :last-child");
    const name = names[(weekday(time) - this.first + 7) % 7]?.textContent ?? "";
    return `, ${name}, ${this.monthOf(time)}`;
  }

  focusDay() {
    /** @type {HTMLElement | null} */
    const day = this.querySelector("[data-date][tabindex='0']");
    day?.focus();
  }

  show(time) {
    this.at = time;
    const date = new Date(time);
    const month = date.getUTCMonth();
    const begin = Date.UTC(date.getUTCFullYear(), month, 1);
    const end = Date.UTC(date.getUTCFullYear(), month + 1, 1);
    const rows = [];
    const monday = begin - ((weekday(begin) - this.first + 7) % 7) * DAY;
    for (let week = monday; week < end; week += 7 * DAY) {
      const row = element("tr", "");
      if (this.dataset.week) row.append(this.week(week));
      for (let day = week; day < week + 7 * DAY; day += DAY) {
        const cell = element("td", "city-date-picker__cell");
        if (day >= begin && day < end) cell.append(this.day(day));
        row.append(cell);
      }
      rows.push(row);
    }
    this.querySelector("tbody")?.replaceChildren(...rows);
    const title = this.querySelector(".city-date-picker__month");
    if (title) title.textContent = this.monthOf(time);
    /** @type {NodeListOf<HTMLElement>} */
    const steps = this.querySelectorAll("[data-step]");
    for (const step of steps) {
      const beyond = step.dataset.step === "1" ? end : begin - DAY;
      this.able(step, this.within(beyond) === beyond, "end");
    }
  }

  // What can't be used says why.
  able(button, able, why) {
    button.setAttribute("aria-disabled", String(!able));
    if (able) button.removeAttribute("aria-describedby");
    else button.setAttribute("aria-describedby", `${this.field?.id}-${why}`);
  }

  week(time) {
    const number = String(weekNumber(time));
    const words = (this.dataset.week ?? "").replace("{number}", number);
    const seen = element("span", "", number);
    seen.ariaHidden = "true";
    const head = element(
      "th",
      "city-date-picker__week",
      seen,
      element("span", "city-visually-hidden", words),
    );
    head.setAttribute("scope", "row");
    return head;
  }

  day(time) {
    const button = element("button", "city-date-picker__day", String(new Date(time).getUTCDate()));
    button.append(element("span", "city-visually-hidden", this.rest(time)));
    button.setAttribute("type", "button");
    button.dataset.date = iso(time);
    button.tabIndex = time === this.at ? 0 : -1;
    if (time === this.chosen) button.setAttribute("aria-pressed", "true");
    if (time === this.today) button.setAttribute("aria-current", "date");
    if (!this.isOpen(time)) this.able(button, false, "off");
    return button;
  }
}

if (!customElements.get("city-date-picker")) {
  customElements.define("city-date-picker", CityDatePicker);
}
