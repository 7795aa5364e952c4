// Sorts in place, by the same link that works without scripts: the page of its address is asked
// for, and its table takes the place of this one. The server alone knows the order.
class CityTable extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    this.addEventListener("change", (event) => this.changed(event.target), { signal });
    this.count();
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  get boxes() {
    /** @type {NodeListOf<HTMLInputElement>} */
    const boxes = this.querySelectorAll("tbody .city-table__box");
    return [...boxes];
  }

  // The box above the others is there where it works, and ticked if all are.
  count() {
    /** @type {HTMLElement | null} */
    const label = this.querySelector(".city-table__all");
    /** @type {HTMLInputElement | null | undefined} */
    const all = label?.querySelector("input");
    if (!label || !all) return;
    label.hidden = false;
    all.checked = this.boxes.every((box) => box.checked);
  }

  changed(box) {
    if (box.closest(".city-table__all")) {
      for (const other of this.boxes) other.checked = box.checked;
    }
    this.count();
  }

  clicked(event) {
    const link = event.target.closest?.(".city-table__sort");
    const other = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || other || event.defaultPrevented) return;
    event.preventDefault();
    this.sort(link.href, link.closest("th").cellIndex);
  }

  // What can't be fetched is opened as any link is.
  async sort(url, column) {
    this.turn = (this.turn ?? 0) + 1;
    const turn = this.turn;
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn !== this.turn) return;
      const fresh = page.getElementById(this.id);
      const table = fresh?.querySelector("table");
      if (!answer.ok || !table) throw new Error("no table");
      const chosen = new Set(this.boxes.filter((box) => box.checked).map((box) => box.value));
      this.querySelector("table")?.replaceWith(document.adoptNode(table));
      for (const box of this.boxes) box.checked = chosen.has(box.value);
      this.count();
      history.replaceState(history.state, "", url);
      const status = this.querySelector(":scope > [role=status]");
      if (status) status.textContent = fresh?.dataset.sorted ?? "";
      const head = this.querySelectorAll("thead th")[column];
      head?.querySelector("a")?.focus();
    } catch {
      if (turn === this.turn) location.assign(url);
    }
  }
}

if (!customElements.get("city-table")) {
  customElements.define("city-table", CityTable);
}
