// Has masks and backgrounds asked for before the page counts as loaded, so that it waits for them.
// Where a sheet comes after the page's end, the browser asks at the next frame; that may be later,
// and a picture would lack them.
(() => {
  const missing = new WeakSet();
  function ask(event) {
    if (event.type === "error") missing.add(event.target);
    const sheets = [...document.querySelectorAll("link[rel~=stylesheet][href]:not([disabled])")];
    // Styles that arrive in two parts would start transitions from one to the other.
    const whole = sheets.every((link) => link.sheet || missing.has(link));
    if (whole) document.body?.getBoundingClientRect();
  }
  document.addEventListener("load", ask, true);
  document.addEventListener("error", ask, true);
})();
