// Keeps the settings in the browser, on a site without a server. page.js wears them.
class CityDisplaySettings extends HTMLElement {
  connectedCallback() {
    let kept;
    try {
      kept = localStorage.getItem("citydesign-display");
    } catch {
      // Storage is blocked: the line that says so stays.
      return;
    }
    this.onsubmit = this.save;
    const chosen = new URLSearchParams(kept ?? "");
    // The first of each group is chosen in the page already.
    for (const radio of this.querySelectorAll("input")) {
      radio.disabled = false;
      if (radio.value === chosen.get(radio.name)) radio.checked = true;
    }
    this.querySelector("form > [hidden]")?.removeAttribute("hidden");
    this.querySelector(".city-display-settings__unkept")?.remove();
  }

  save(event) {
    event.preventDefault();
    if (event.submitter?.value === "reset") event.target.reset();
    /** @type {any} */
    const form = new FormData(event.target);
    localStorage.setItem("citydesign-display", `${new URLSearchParams(form)}`);
    // The browser tells only other tabs.
    dispatchEvent(new Event("storage"));
    // Put there again, it is read again.
    const saved = this.querySelector("[role=status] > *");
    saved?.removeAttribute("hidden");
    saved?.replaceWith(saved);
  }
}

if (!customElements.get("city-display-settings"))
  customElements.define("city-display-settings", CityDisplaySettings);
