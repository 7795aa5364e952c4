// Browsers heed autofocus when a page opens; what a script inserts later needs this.
class CityErrorSummary extends HTMLElement {
  connectedCallback() {
    if (this.met || !this.hasAttribute("autofocus")) return;
    this.met = true;
    if (!this.contains(document.activeElement)) this.focus();
  }
}

if (!customElements.get("city-error-summary")) {
  customElements.define("city-error-summary", CityErrorSummary);
}
