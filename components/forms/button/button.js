// Says that the form is on its way, and ignores a second press. Without this script the server
// alone sees to it that nothing is done twice; it must do so anyway.
const PATIENCE = 15000; // milliseconds until the button is given back: an answer may never come

class CityButton extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    // Before every other listener, so that a second press reaches none of them.
    addEventListener("submit", (event) => this.submitted(event), { capture: true, signal });
    // Back from the next page, which the browser had kept as it was left.
    addEventListener("pageshow", (event) => event.persisted && this.stop(), { signal });
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  get button() {
    return this.querySelector("button");
  }

  submitted(event) {
    if (!this.button || event.target !== this.button.form) return;
    if (this.words || this.sending?.defaultPrevented === false) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (event.submitter === this.button) {
      // On a busy phone a second press may come before the words do.
      this.sending = event;
      // Who cancels it checks the form first, or sends it by a script that calls start and stop.
      setTimeout(() => {
        this.sending = null;
        if (!event.defaultPrevented) this.start();
      });
    }
  }

  start() {
    const text = this.querySelector(".city-button__text");
    if (this.words || !text) return;
    this.words = [...text.childNodes];
    const words = this.dataset.loadingText ?? "";
    this.show([words], true);
    this.say(words);
    this.timer = setTimeout(() => this.stop(), PATIENCE);
  }

  stop() {
    clearTimeout(this.timer);
    if (!this.words) return;
    this.show(this.words, false);
    this.say("");
    this.words = null;
  }

  say(words) {
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = words;
  }

  show(words, loading) {
    this.querySelector(".city-button__text")?.replaceChildren(...words);
    this.button?.toggleAttribute("data-loading", loading);
    if (loading) this.button?.setAttribute("aria-disabled", "true");
    else this.button?.removeAttribute("aria-disabled");
  }
}

if (!customElements.get("city-button")) customElements.define("city-button", CityButton);
