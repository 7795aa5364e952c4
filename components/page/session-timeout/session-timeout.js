// Warns before the time ends, once at each of the minutes given, and asks the server for more. What
// the server answers decides: a page that holds this element again. Without this script the line
// says when the time ends, and its button opens a new tab.
const MINUTE = 60_000; // milliseconds, as all times here
const LONGEST = 30_000; // between two looks at the clock: timers stop while a device sleeps
const PATIENCE = 10_000; // for an answer
const ENDED = [401, 403, 410]; // statuses that say that there is no time left

class CitySessionTimeout extends HTMLElement {
  end = 0; // on the clock of this device
  turn = 0; // of asking: only the last answer counts

  connectedCallback() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    this.addEventListener("submit", (event) => this.submitted(event), { signal });
    this.addEventListener("close", () => this.closed(), { capture: true, signal });
    document.addEventListener("visibilitychange", () => this.returned(), { signal });
    // Back on a page that the browser had kept: more may have happened than time.
    addEventListener("pageshow", (event) => event.persisted && this.check(), { signal });
    this.upgrade(this);
    if (!this.end) {
      // The page was made after it was asked for, so this is rather too early than too late.
      const loading = document.readyState === "complete" ? 0 : performance.now();
      this.renew(this, Date.now() - loading);
    }
    this.look();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.turn += 1;
    this.listeners?.abort();
    this.putBack();
  }

  // Only while it is open.
  /** @returns {HTMLDialogElement | null} */
  get dialog() {
    return this.querySelector("dialog");
  }

  get template() {
    return this.querySelector("template");
  }

  get left() {
    return this.end - Date.now();
  }

  get language() {
    return this.closest("[lang]")?.getAttribute("lang") || undefined;
  }

  // Where this script runs, no tab is opened.
  upgrade(one) {
    one.querySelector(".city-session-timeout__tab")?.remove();
    const button = one.querySelector(".city-session-timeout__ask button");
    button?.setAttribute("aria-haspopup", "dialog");
  }

  // Takes the end from an element that the server made at `made` on the clock of this device.
  // Whether it became longer: by more than an answer may be on its way.
  renew(fresh, made) {
    const before = this.end;
    this.end = made + Date.parse(fresh.dataset.ends ?? "") - Date.parse(fresh.dataset.now ?? "");
    const longer = this.end - before > MINUTE / 2;
    if (longer) {
      const minutes = (this.dataset.warnings ?? "").split(" ").filter(Boolean).map(Number);
      this.ahead = minutes.map((each) => each * MINUTE).filter((each) => each < this.left);
    }
    return longer;
  }

  // Whether anything is due, and when to look again.
  look() {
    const { left } = this;
    if (left <= 0 || this.ahead?.some((each) => left <= each)) this.check();
    else this.wait(left - Math.max(0, ...(this.ahead ?? [])));
  }

  wait(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), Math.min(time, LONGEST));
  }

  // In another tab the time may have become longer meanwhile.
  returned() {
    if (document.hidden) return;
    if (this.dialog) this.check();
    else this.look();
  }

  // Asks how long there is, then warns if it is so. Without an answer what was known counts.
  async check() {
    clearTimeout(this.timer);
    const answer = await this.ask("GET");
    if (answer === "late" || answer === "ended") return;
    const { left } = this;
    const due = this.ahead?.filter((each) => left <= each) ?? [];
    this.ahead = this.ahead?.filter((each) => left > each);
    if (due.length && left > 0) this.warn();
    else if (answer === "longer") this.dialog?.close();
    if (left > 0) this.look();
    else this.wait(LONGEST);
  }

  // Gives `longer`, `same`, `ended`, `failed` or, if something else was asked since, `late`.
  async ask(method, body) {
    this.turn += 1;
    const { turn } = this;
    const made = Date.now();
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    let answer = "failed";
    try {
      const response = await fetch(this.dataset.url ?? "", {
        method,
        body,
        cache: "no-store",
        headers: { Accept: "text/html" },
        signal: patience.signal,
      });
      const text = await response.text();
      if (turn !== this.turn) return "late";
      if (ENDED.includes(response.status)) answer = "ended";
      else if (response.ok) answer = this.read(text, made);
    } catch {
      if (turn !== this.turn) return "late";
    } finally {
      clearTimeout(timer);
    }
    if (answer === "ended") this.finish();
    return answer;
  }

  // Without a page to go to, what was typed stays, and the line says what is so.
  finish() {
    const { ended, endedUrl } = this.dataset;
    if (ended === undefined) return location.replace(endedUrl ?? "");
    const ends = this.querySelector(".city-session-timeout__ends");
    if (ends) ends.textContent = ended;
    this.querySelector(".city-session-timeout__ask")?.replaceChildren();
    this.dialog?.close();
    this.announce();
  }

  // A page without this element is another one, such as that for signing in.
  read(text, made) {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(this.id);
    const left = Date.parse(fresh?.dataset.ends ?? "") - Date.parse(fresh?.dataset.now ?? "");
    if (!fresh || !(left > 0)) return "ended";
    this.upgrade(fresh);
    for (const part of ["ends", "ask"]) replace(this, fresh, `.city-session-timeout__${part}`);
    const ours = this.dialog ?? this.template?.content;
    const next = fresh.querySelector("template")?.content;
    for (const part of ["heading", "actions"])
      if (ours && next) replace(ours, next, `.city-session-timeout__${part}`);
    return this.renew(fresh, made) ? "longer" : "same";
  }

  warn() {
    if (!this.dialog) this.open();
    else this.say(this.sentence());
  }

  open() {
    const dialog = this.template?.content.querySelector("dialog");
    if (!dialog) return;
    this.append(dialog);
    this.fail(false);
    this.say("");
    dialog.showModal();
    // Many readers say only what changes in a line that they have met: one frame later.
    requestAnimationFrame(() => requestAnimationFrame(() => this.say(this.sentence())));
  }

  putBack() {
    const { dialog } = this;
    if (!dialog) return;
    // What is taken off the page while it is open stays open, and can't be opened again.
    dialog.open = false;
    this.template?.content.append(dialog);
  }

  sentence() {
    const count = Math.max(1, Math.round(this.left / MINUTE));
    const form = new Intl.PluralRules(this.language).select(count);
    const words = this.getAttribute(`data-left-${form}`) ?? this.dataset.leftOther;
    return (words ?? "").replace("{count}", new Intl.NumberFormat(this.language).format(count));
  }

  // In the dialog: the page behind it is silent meanwhile.
  say(words) {
    const line = this.querySelector(".city-session-timeout__left");
    if (line) line.textContent = words;
  }

  fail(failed) {
    /** @type {HTMLElement | null} */
    const line = this.querySelector(".city-session-timeout__failed");
    if (line) line.textContent = failed ? (line.dataset.words ?? "") : "";
  }

  clicked(event) {
    const button = event.target.closest?.(".city-session-timeout__ask button");
    if (!button) return;
    event.preventDefault();
    this.opened = true;
    this.warn();
  }

  // Safari gives no focus to a button that is clicked, and the server may have sent another one, so
  // the browser doesn't know where the focus was.
  closed() {
    /** @type {HTMLElement | null} */
    const button = this.querySelector(".city-session-timeout__ask button");
    this.putBack();
    if (this.opened) button?.focus();
    this.opened = false;
  }

  async submitted(event) {
    if (!event.target.matches(".city-session-timeout__continue")) return;
    event.preventDefault();
    this.fail(false);
    const fields = /** @type {any} */ (new FormData(event.target));
    const answer = await this.ask("POST", new URLSearchParams(fields));
    if (answer === "late" || answer === "ended") return;
    // What can't be made longer has lost its button, and the words say the rest.
    const more = this.querySelector(".city-session-timeout__continue");
    if (answer === "failed") {
      this.fail(true);
    } else if (!more) {
      this.say(this.sentence());
    } else {
      this.dialog?.close();
      this.announce();
    }
    this.look();
  }

  announce() {
    const status = this.querySelector(".city-session-timeout__status");
    const ends = this.querySelector(".city-session-timeout__ends");
    if (status) status.textContent = ends?.textContent ?? "";
  }
}

// Parts that are the same stay, and with them the focus.
function replace(ours, fresh, part) {
  const one = ours.querySelector(part);
  const other = fresh.querySelector(part);
  if (!one || !other || one.innerHTML === other.innerHTML) return;
  const focused = one.contains(document.activeElement);
  one.replaceChildren(...document.adoptNode(other).childNodes);
  if (focused) one.querySelector("button")?.focus();
}

if (!customElements.get("city-session-timeout"))
  customElements.define("city-session-timeout", CitySessionTimeout);
