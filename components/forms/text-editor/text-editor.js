// Writes the marks of Markdown around or before what is selected. The textarea is the truth.
class CityTextEditor extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("textarea");
    /** @type {HTMLElement | null} */
    const marks = this.querySelector(".city-text-editor__marks");
    if (!field || !marks) return;
    marks.hidden = false;
    marks.onclick = (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (!button) return;
      const { line, around = "", after = around } = button.dataset;
      if (line)
        field.selectionStart = field.value.slice(0, field.selectionStart).lastIndexOf("\n") + 1;
      const text = field.value.slice(field.selectionStart, field.selectionEnd);
      const written = line ? text.replace(/^/gm, line) : around + text + after;
      field.focus();
      // What the browser writes itself can be undone.
      if (document.execCommand("insertText", false, written)) return;
      field.setRangeText(written, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
  }
}

if (!customElements.get("city-text-editor"))
  customElements.define("city-text-editor", CityTextEditor);
