// Keeps the settings in the browser, on a site without a server. page.js wears them.
const KEY = "citydesign-display";

class CityDisplaySettings extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    if (!form || !this.show(form)) return;
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    form.addEventListener("submit", (event) => this.submitted(event, form), { signal });
    addEventListener("storage", () => this.show(form), { signal });
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  // Where storage is blocked, the line that says so stays.
  show(form) {
    try {
      let chosen = {};
      try {
        chosen = JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
      // The first of each group is "default"; it stays chosen where nothing that is offered was.
      for (const radio of form.querySelectorAll("input[type=radio]")) {
        radio.disabled = false;
        if (["default", chosen[radio.name]].includes(radio.value)) radio.checked = true;
      }
    } catch {
      return false;
    }
    form.querySelector("[hidden]")?.removeAttribute("hidden");
    this.querySelector(".city-display-settings__unkept")?.remove();
    return true;
  }

  submitted(event, form) {
    event.preventDefault();
    const chosen = Object.fromEntries(
      [...new FormData(form)].filter(([, value]) => value !== "default"),
    );
    const reset = event.submitter?.value === "reset";
    localStorage.setItem(KEY, JSON.stringify(reset ? {} : chosen));
    // The browser tells only other tabs.
    dispatchEvent(new StorageEvent("storage", { key: KEY }));
    const status = this.querySelector(".city-display-settings__status");
    const words = this.querySelector("template")?.content.childNodes ?? [];
    // Put there again, it is said again.
    status?.replaceChildren(...(words.length ? words : status.childNodes));
  }
}

if (!customElements.get("city-display-settings")) {
  customElements.define("city-display-settings", CityDisplaySettings);
}
