// Browsers heed autofocus when a page opens; what a script inserts later needs this.
class CityErrorSummary extends HTMLElement {
  connectedCallback() {
    if (this.met || !this.hasAttribute("autofocus")) return;
    this.met = true;
    this.take();
    // A browser that was sent to a part of the page goes there when it has loaded.
    if (location.hash && document.readyState !== "complete") {
      addEventListener("load", () => this.take(), { once: true });
    }
  }

  take() {
    if (!this.contains(document.activeElement)) this.focus();
  }
}

if (!customElements.get("city-error-summary")) {
  customElements.define("city-error-summary", CityErrorSummary);
}
