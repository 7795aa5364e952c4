// State signs: checked, current, selected, invalid, disabled. One of each kind is taken off and
// put back, and the picture must change.
(a, argument) => {
  if (!argument.indexes) {
    const kinds = [
      ["checked", "input[type=checkbox], input[type=radio]"],
      ["current", "[aria-current]:not([aria-current=false])"],
      ["selected", "[aria-selected=true]"],
      ["pressed", "[aria-pressed=true]"],
      ["invalid", "[aria-invalid=true]"],
      [
        "disabled",
        "button:disabled, input:disabled, select:disabled, textarea:disabled, [aria-disabled=true]",
      ],
    ];
    const seen = new Set();
    a.signs = [];
    for (const [kind, query] of kinds) {
      for (const element of a.all(query).filter(a.shown)) {
        // The last crumb is no link among links: that is its sign.
        if (kind === "current" && !element.matches("a[href], button, td, th, [tabindex]")) continue;
        const look = `${kind} ${a.look(element, Boolean(argument.once))}`;
        if (seen.has(look)) continue;
        seen.add(look);
        if (!a.fresh(argument.once, look)) continue;
        a.signs.push({ kind, element });
      }
    }
    for (const sign of a.signs) sign.holder = holderOf(sign);
    return a.signs.map((sign, index) => ({
      index,
      kind: sign.kind,
      selector: a.selector(sign.element),
      html: a.snippet(sign.element),
      box: place(sign),
    }));
  }
  // Those before are put back first, the last one first.
  for (const restore of (a.restores ?? []).toReversed()) restore();
  a.restores = [];
  for (const index of argument.indexes) a.restores.push(takeOff(a.signs[index]));
  return argument.indexes.map((index) => place(a.signs[index]));

  // What a state is drawn on, beside the element itself.
  function holderOf({ kind, element }) {
    if (kind === "invalid") {
      const query = 'fieldset, [class*="--error"], [class*="field"], [role=group]';
      return a.closest(element, query) ?? element.parentElement ?? element;
    }
    if (!/checked|current|selected/.test(kind)) return element;
    const holder = a.closest(element, "li, label, tr") ?? element.parentElement ?? element;
    return a.box(holder).height > 160 ? element : holder;
  }

  function place({ element, holder }) {
    const boxes = [element, holder, ...(element.labels ?? [])]
      .filter((e) => a.box(e).height <= 400 || e === element)
      .map(a.box);
    return [
      Math.min(...boxes.map((b) => b.left)),
      Math.min(...boxes.map((b) => b.top)),
      Math.max(...boxes.map((b) => b.right)),
      Math.max(...boxes.map((b) => b.bottom)),
    ];
  }

  function takeOff({ kind, element }) {
    if (kind === "checked") {
      const twins =
        element.type === "radio" && element.name
          ? [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(element.name)}"]`)]
          : [element];
      const before = twins.map((twin) => twin.checked);
      element.checked = !element.checked;
      return () =>
        twins.forEach((twin, index) => {
          twin.checked = before[index];
        });
    } else if (kind === "disabled") {
      const off = element.disabled,
        aria = element.getAttribute("aria-disabled");
      const group = a.closest(element, "fieldset:disabled");
      const look = element.className;
      if (group) group.disabled = false;
      element.className = look.replace?.(/\S+--(disabled|loading|busy)\S*/g, "") ?? look;
      if ("disabled" in element) element.disabled = false;
      element.removeAttribute("aria-disabled");
      // Work that goes on is drawn by one of these.
      const marks = ["aria-busy", "data-loading", "data-busy"].filter((name) =>
        element.hasAttribute(name),
      );
      const values = marks.map((name) => element.getAttribute(name));
      for (const name of marks) element.removeAttribute(name);
      return () => {
        for (const [index, name] of marks.entries()) element.setAttribute(name, values[index]);
        if (group) group.disabled = true;
        if ("disabled" in element && !group) element.disabled = off;
        if (aria !== null) element.setAttribute("aria-disabled", aria);
        element.className = look;
      };
    } else {
      const attribute = `aria-${kind}`;
      const value = element.getAttribute(attribute);
      // Classes that carry the state: on the element and around it, and for an error on its message.
      const told =
        kind === "invalid"
          ? (element.getAttribute("aria-describedby") ?? "")
              .split(/\s+/)
              .map((id) => id && document.getElementById(id))
              .filter(Boolean)
          : [];
      const sign = /\S*(--(error|current|selected|active|invalid)|error-message|__error)\S*/g;
      // Close by, also a class that ends in the word or is the word.
      const word = /(?<!\S)(\S*[-_])?(error|current|selected|active|invalid)(?!\S)/g;
      const item =
        kind === "invalid"
          ? holderOf({ kind, element })
          : (a.closest(element, "li, tr, label") ?? element);
      const near = (e) => item.contains(e);
      const marked = [element, ...a.ancestors(element), ...told].filter(
        (e) => e.className.search?.(sign) >= 0 || (near(e) && e.className.search?.(word) >= 0),
      );
      const classes = marked.map((e) => e.className);
      element.removeAttribute(attribute);
      for (const e of marked)
        e.className = e.className.replace(sign, "").replace(near(e) ? word : /^$/, "");
      return () => {
        element.setAttribute(attribute, value);
        marked.forEach((e, index) => {
          e.className = classes[index];
        });
      };
    }
  }
};
