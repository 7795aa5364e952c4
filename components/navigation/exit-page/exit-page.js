// Leaves at once, and so that the back button does not lead here again. Three times Shift does the
// same from anywhere on the page. Without this script the button is a link.
class CityExitPage extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    this.pressed = [];
    this.addEventListener("click", (event) => this.clicked(event), this.listeners);
    document.addEventListener("keydown", (event) => this.keyed(event), this.listeners);
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  get link() {
    return this.querySelector("a");
  }

  clicked(event) {
    if (!this.link?.contains(event.target)) return;
    event.preventDefault();
    this.leave();
  }

  // A capital letter is Shift and another key: that begins again.
  keyed({ key, repeat, timeStamp }) {
    if (repeat) return;
    this.pressed = key === "Shift" ? [...this.pressed, timeStamp].slice(-3) : [];
    if (this.pressed.length === 3 && timeStamp - this.pressed[0] < 2000) this.leave();
  }

  // The page is gone before the next one has come, however slow the network.
  leave() {
    if (!this.link) return;
    const { href } = this.link;
    document.title = "";
    document.body.replaceChildren();
    location.replace(href);
  }
}

if (!customElements.get("city-exit-page")) {
  customElements.define("city-exit-page", CityExitPage);
}
