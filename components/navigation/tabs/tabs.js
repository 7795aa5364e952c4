// A row of links to parts of the page becomes tabs: one part in sight, arrows from tab to tab, and
// an address for each. Without this script the links lead to the parts, one below the other.
class CityTabs extends HTMLElement {
  connectedCallback() {
    const tabs = this.tabs;
    if (!tabs.length) return;
    const row = this.querySelector(".city-tabs__row");
    const list = this.querySelector(".city-tabs__list");
    // Moved in the page it has given its name away already.
    const label = row?.getAttribute("aria-label");
    if (label) list?.setAttribute("aria-label", label);
    row?.removeAttribute("aria-label");
    row?.removeAttribute("role");
    list?.setAttribute("role", "tablist");
    for (const tab of tabs) {
      tab.parentElement?.setAttribute("role", "presentation");
      tab.setAttribute("role", "tab");
      const panel = this.panel(tab);
      if (!panel) continue;
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.tabIndex = 0;
    }

    this.listeners = new AbortController();
    const { signal } = this.listeners;
    list?.addEventListener("click", (event) => this.clicked(event), { signal });
    list?.addEventListener("keydown", (event) => this.pressed(event), { signal });
    addEventListener("hashchange", () => this.arrived(), { signal });
    // Moved in the page it keeps what is in sight.
    const kept = tabs.find((tab) => tab.getAttribute("aria-selected") === "true");
    const first = tabs.find((tab) => this.panel(tab)?.id === this.dataset.value);
    this.select(kept ?? first ?? tabs[0]);
    if (!kept) this.arrived();
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  /** @returns {HTMLAnchorElement[]} */
  get tabs() {
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const tabs = this.querySelectorAll(".city-tabs__tab");
    return [...tabs].filter((tab) => tab.closest("city-tabs") === this);
  }

  panel(tab) {
    return document.getElementById(tab.getAttribute("href").slice(1));
  }

  select(chosen) {
    for (const tab of this.tabs) {
      const here = tab === chosen;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
      const panel = this.panel(tab);
      if (panel) panel.hidden = !here;
    }
  }

  // By the resident: the address says it, so that it can be sent and is there after a reload. Back
  // still leads to the page before, however many parts were looked at.
  choose(tab) {
    this.select(tab);
    tab.focus();
    history.replaceState(history.state, "", tab.hash);
  }

  // The address names a part, or something in it: a field with an error, a heading.
  arrived() {
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      // An address that somebody cut off in the middle names nothing.
    }
    const target = id ? document.getElementById(id) : null;
    const tab = target && this.tabs.find((one) => this.panel(one)?.contains(target));
    if (!tab) return;
    this.select(tab);
    target.scrollIntoView();
    if (this.panel(tab) !== target) target.focus();
  }

  clicked(event) {
    const tab = event.target.closest?.(".city-tabs__tab");
    const other = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!tab || other || event.defaultPrevented) return;
    event.preventDefault();
    this.choose(tab);
  }

  pressed(event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const tabs = this.tabs;
    const at = tabs.indexOf(event.target);
    if (at < 0) return;
    const step = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const places = new Map([
      ["ArrowRight", at + step],
      ["ArrowLeft", at - step],
      ["Home", 0],
      ["End", -1],
      [" ", at],
    ]);
    const to = places.get(event.key);
    if (to === undefined) return;
    event.preventDefault();
    this.choose(tabs.at(to % tabs.length));
  }
}

if (!customElements.get("city-tabs")) {
  customElements.define("city-tabs", CityTabs);
}
