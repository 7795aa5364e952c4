async (a) => {
  const body = document.body;
  const letters = "abcdefghijklmnopqrstuvwxyzåäö";
  const keys = [
    ...letters,
    ...letters.toUpperCase(),
    ..."0123456789",
    ...`+-*/.,:;!?'"#%&()=<>[]@_`,
  ];
  const fields = a.all("input, select, textarea");
  // What is chosen or typed is no attribute, so nobody who watches a document hears of it.
  const state = () => fields.map((field) => (field.checked ? "x" : "") + field.value);

  let led = null;
  const lead = (event) => {
    if (event.cancelable) event.preventDefault();
    led = event.destination.url;
  };
  let records = [];
  const watcher = new MutationObserver((heard) => records.push(...heard));
  const roots = [document, ...a.all("*").flatMap((host) => host.shadowRoot ?? [])];
  for (const root of roots) {
    watcher.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeOldValue: true,
      characterDataOldValue: true,
    });
  }
  const same = ({ type, target, attributeName, oldValue }) =>
    type === "attributes"
      ? target.getAttribute(attributeName) === oldValue
      : type === "characterData" && target.data === oldValue;

  // What a key does: the elements that are other than before it. Only what its listeners do at
  // once and in the promises they keep counts: a clock that ticks meanwhile is none of its work.
  const pressed = async (key) => {
    const at = a.focused();
    const values = state();
    const [x, y] = [scrollX, scrollY];
    const sign = key.length === 1;
    const number = sign ? key.toUpperCase().charCodeAt(0) : 0;
    const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : `Digit${key}`;
    for (const type of sign ? ["keydown", "keypress", "keyup"] : ["keydown", "keyup"]) {
      const typed = type === "keypress" ? key.charCodeAt(0) : 0;
      const event = new KeyboardEvent(type, {
        key,
        code: /^[a-z\d]$/i.test(key) ? code : "",
        keyCode: typed || number,
        charCode: typed,
        shiftKey: sign && key !== key.toLowerCase(),
        bubbles: true,
        cancelable: true,
        composed: true,
      });
      body.dispatchEvent(event);
      for (let turn = 0; turn < 5; turn += 1) await null;
    }
    const changed = new Map();
    records.push(...watcher.takeRecords());
    for (const record of records) {
      if (same(record)) continue;
      const element = record.target.nodeType === 1 ? record.target : record.target.parentElement;
      if (element) changed.set(element, "changes");
    }
    records = [];
    const now = state();
    fields.forEach((field, index) => {
      if (now[index] !== values[index]) changed.set(field, "changes");
    });
    const focus = a.focused();
    if (focus !== at && focus !== body) changed.set(focus, "gets the focus");
    if (led !== null) changed.set(body, `is left for ${led}`);
    else if (x !== scrollX || y !== scrollY) changed.set(body, "is scrolled");
    led = null;
    focus?.blur?.();
    return changed;
  };

  a.focused()?.blur?.();
  window.navigation?.addEventListener("navigate", lead);
  const found = [];
  try {
    // What any key does, such as to note that there is a keyboard, is no shortcut.
    const any = await pressed("Shift");
    for (const key of keys) {
      for (const [element, what] of await pressed(key)) {
        if (any.has(element) || !element.isConnected) continue;
        found.push({ key, element, what });
        break;
      }
    }
  } finally {
    watcher.disconnect();
    window.navigation?.removeEventListener("navigate", lead);
  }
  if (!found.length) return [];

  // Whether one of these controls lets residents switch the shortcut off or change it, only a
  // person can tell.
  const speaks =
    /short-?\s?cut|hot-?\s?key|\bkeys?\b|keyboard|näppäi|näppäm|pikakomen|kortkommand|snabbkommand|tangent/i;
  const told = (control) =>
    [
      control.ariaLabel,
      control.title,
      control.matches("input[type=button], input[type=submit]") ? control.value : "",
      a.visibleText(control),
      ...[...(control.labels ?? [])].map(a.visibleText),
    ].join(" ");
  const setting = a.controls().find((control) => a.seen(control) && speaks.test(told(control)));
  const [{ element, what }] = found;
  const named = found.map(({ key }) => key);
  const more = named.length > 5 ? ` and ${named.length - 5} more` : "";
  const fault = a.fault(
    "2.1.4",
    element,
    `${setting ? `if ${a.selector(setting)} doesn't switch it off or change it: ` : ""}` +
      `it ${what} when ${named.slice(0, 5).join(", ")}${more} is typed while no field has the focus`,
    "Let a shortcut need Ctrl or Alt, or work in the focus of its own part alone; or let residents switch it off.",
  );
  return [{ ...fault, person: Boolean(setting) }];
};
