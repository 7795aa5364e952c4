(a) => {
  const faults = [];
  const inside =
    "[role=tablist], [role=menu], [role=menubar], [role=listbox], [role=grid], [role=tree], [role=toolbar], [role=radiogroup], [role=treegrid]";
  const modal = a.all("dialog:modal, [aria-modal=true]").find(a.shown);
  const reachable = a
    .controls()
    .filter((control) => a.enabled(control) && (!modal || modal.contains(control)));
  const groups = new Map();
  const groupOf = (element) => {
    const form = element.form;
    const key =
      element.matches?.("input[type=radio]") && element.name
        ? `${form ? a.selector(form) : ""}|${element.name}`
        : element;
    if (!groups.has(key)) groups.set(key, groups.size);
    return groups.get(key);
  };
  const floats = (element) =>
    [element, ...a.ancestors(element)].some((e) =>
      /fixed|sticky/.test(getComputedStyle(e).position),
    );
  const frameStops = (frame) => {
    if (!a.seen(frame) || frame.clientWidth <= 1 || frame.clientHeight <= 1) return false;
    const inside = frame.contentDocument;
    if (!inside) return frame.tabIndex >= 0;
    return [...inside.querySelectorAll(a.native)].some(
      (e) => e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }),
    );
  };
  const expected = [];
  for (const control of reachable) {
    const composite = a.closest(control.parentElement ?? control, inside);
    if (control.matches("[role=option], [role=gridcell]")) continue;
    const radio = control.matches("input[type=radio]");
    const groupAlive =
      radio &&
      reachable.some(
        (other) =>
          other.tabIndex >= 0 &&
          other.matches("input[type=radio]") &&
          groupOf(other) === groupOf(control),
      );
    if (control.tabIndex < 0 && !(radio && !groupAlive)) {
      // One stop for the whole of a composite widget; a date button beside it is the author's choice.
      if (
        composite ||
        control.matches("[role=menuitem], [role=tab], [aria-hidden=true], [aria-hidden=true] *")
      )
        continue;
      // The button that opens a combobox is reached through its field (ARIA practices).
      const beside = control.localName === "button" && control.parentElement?.parentElement;
      if (
        beside &&
        beside !== document.body &&
        beside.querySelector("[role=combobox]:not([tabindex='-1'])")
      )
        continue;
      const twin =
        control.matches("a[href]") &&
        reachable.some((other) => other !== control && other.href === control.href);
      if (twin) continue;
    }
    // What is in a frame is reached, not the frame; of one that was left out on purpose, only
    // what can be looked into tells whether something is missed.
    if (control.localName === "iframe" && !frameStops(control)) continue;
    // A file field is reached through its own button, a scroll box by itself.
    if (!control.getClientRects().length) continue;
    groupOf(control);
    // Arrow keys walk through radios in the order in which they are written.
    const stop = radio
      ? { ...a.stop(control), floats: floats(control) }
      : { selector: a.selector(control), html: a.snippet(control) };
    // WCAG asks no key of what can't be used; here one reaches it, to learn why.
    const criterion = control.matches("[aria-disabled=true]") ? "house" : "2.1.1";
    expected.push({ ...stop, radio, criterion, group: groupOf(control) });
  }
  for (const early of a.all("[tabindex]").filter((e) => e.tabIndex > 0 && a.shown(e))) {
    faults.push(
      a.fault(
        "2.4.3",
        early,
        `tabindex="${early.tabIndex}" pulls it out of order`,
        "Use tabindex 0 or none, and write controls in order.",
      ),
    );
  }
  for (const label of a.all("label").filter(a.seen)) {
    const control = label.control;
    // Behind a modal dialog neither can be pressed.
    if (
      control &&
      !a.inert(label) &&
      !control.hidden &&
      control.type !== "hidden" &&
      !a.shown(control)
    ) {
      faults.push(
        a.fault(
          "2.1.1",
          label,
          "a press on the label works, but what it labels is not displayed, so no key reaches it",
          "Hide the drawing of a control with appearance: none or opacity over its place, never with display or visibility.",
        ),
      );
    }
  }
  const ahead = a.all("body > a[href^='#'], body > * > a[href^='#']")[0];
  // A link back to the top comes after what it leads back over.
  const behind =
    ahead &&
    a
      .controls()
      .some((control) => control.compareDocumentPosition(ahead) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (
    ahead &&
    !behind &&
    !a.shown(ahead) &&
    getComputedStyle(ahead).display === "none" &&
    a.shown(ahead.parentElement)
  ) {
    faults.push(
      a.fault(
        "2.4.1",
        ahead,
        "a skip link that is not displayed never gets the focus",
        "Hide it visually until it has the focus.",
      ),
    );
  }
  const pointer = (e) => getComputedStyle(e).cursor === "pointer";
  for (const element of a.pressed) {
    if (!(element instanceof HTMLElement) || element.contains(document.body) || !a.seen(element))
      continue;
    if (
      a.closest(element, `${a.anyControl}, label, [tabindex="0"]`) ||
      element.querySelector(a.anyControl)
    )
      continue;
    if (!pointer(element) && !element.hasAttribute("onclick")) continue;
    faults.push(
      a.fault(
        "2.1.1",
        element,
        "it can be clicked, but no key does the same",
        "Use a button or a link.",
      ),
    );
  }
  const first = a
    .all(`${a.anyControl}, [tabindex]`)
    .find((e) => e.tabIndex >= 0 && a.shown(e) && a.enabled(e));
  const numbers = new WeakMap();
  let next = 0;
  const numberOf = (element) => {
    if (!numbers.has(element)) {
      next += 1;
      numbers.set(element, next);
    }
    return numbers.get(element);
  };
  a.here = () => {
    const element = a.focused();
    if (!element || element === document.body || element === document.documentElement) return null;
    const rect = element.getBoundingClientRect();
    const points = [
      [0.5, 0.5],
      [0.1, 0.1],
      [0.9, 0.1],
      [0.1, 0.9],
      [0.9, 0.9],
    ].map(([x, y]) =>
      document.elementFromPoint(rect.left + rect.width * x, rect.top + rect.height * y),
    );
    const own = (hit) =>
      hit &&
      (element.contains(hit) ||
        hit.contains(element) ||
        [...(element.labels ?? [])].some((label) => label.contains(hit)));
    const over = points.every((hit) => hit && !own(hit))
      ? points.find((hit) => hit && floats(hit))
      : null;
    const stop = a.stop(element);
    // How far what it is in has been scrolled on the way.
    const scrolled = [...a.ancestors(element)].filter(
      (e) => e !== document.documentElement && e !== document.body,
    );
    return {
      ...stop,
      scrolled: scrolled.map((e) => [numberOf(e), ...a.scrolledBy(e)]),
      id: numberOf(element),
      group: groupOf(element),
      first: element === first,
      hidden: Boolean(a.closest(element, "[aria-hidden=true]")),
      parts: element.matches(
        "input[type=date], input[type=time], input[type=datetime-local], input[type=month], input[type=week], audio, video, iframe",
      ),
      modal: Boolean(a.closest(element, "dialog:modal, [aria-modal=true]")),
      floats: floats(element),
      covered:
        over && !a.closest(over, "dialog:modal") && !over.contains(element) ? a.selector(over) : "",
    };
  };
  return {
    expected,
    faults,
    floating: a
      .all("body *")
      .some((e) => /fixed|sticky/.test(getComputedStyle(e).position) && a.seen(e)),
  };
};
