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
      for (const radio of form.querySelectorAll("input[type=radio]")) {
        radio.checked = radio.value === (chosen[radio.name] ?? "default");
      }
    } catch {
      return false;
    }
    form.hidden = false;
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
    const saved = this.querySelector("template");
    // Said again, too, when it is saved again.
    if (saved) status?.replaceChildren(saved.content.cloneNode(true));
  }
}

if (!customElements.get("city-display-settings")) {
  customElements.define("city-display-settings", CityDisplaySettings);
}
