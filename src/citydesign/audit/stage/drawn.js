// Has masks and backgrounds asked for before the page counts as loaded, so that it waits for them.
// Where a sheet comes after the page's end, the browser asks at its next frame; that may be later,
// and a picture would lack them.
(() => {
  function ask() {
    const sheets = [...document.querySelectorAll("link[rel~=stylesheet][href]:not([disabled])")];
    // Styles that arrive in two parts would start transitions from one to the other. One that did
    // not arrive is an empty sheet.
    if (sheets.every((link) => link.sheet)) document.body?.getBoundingClientRect();
  }
  document.addEventListener("load", ask, true);
  document.addEventListener("error", ask, true);
})();
