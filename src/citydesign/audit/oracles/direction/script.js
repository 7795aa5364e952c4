(a) => {
  a.remember();
  const found = [];
  const pairs = [
    ["margin-left", "margin-right"],
    ["padding-left", "padding-right"],
    ["left", "right"],
    ["border-left-width", "border-right-width"],
    ["border-left-style", "border-right-style"],
    ["border-left-color", "border-right-color"],
    ["border-top-left-radius", "border-top-right-radius"],
    ["border-bottom-left-radius", "border-bottom-right-radius"],
    ["border-left", "border-right"],
    ["scroll-margin-left", "scroll-margin-right"],
    ["scroll-padding-left", "scroll-padding-right"],
  ];
  function* rules(list) {
    for (const rule of list) {
      if (rule.style) yield rule;
      if (rule.cssRules) yield* rules(rule.cssRules);
    }
  }
  const told = new Set();
  const physical = (rule, saw) => {
    const key = `${rule.selectorText} ${saw}`;
    if (told.has(key)) return;
    told.add(key);
    found.push({
      criterion: "house",
      selector: rule.selectorText ?? "@",
      html: rule.cssText.slice(0, 240),
      saw: `physical property: ${saw}`,
      mend: "Use logical properties: margin-inline-start, inset-inline-end, text-align: start.",
    });
  };
  for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) {
    let list;
    try {
      list = sheet.cssRules;
    } catch {
      continue;
    }
    for (const rule of rules(list)) {
      const s = rule.style;
      for (const [left, right] of pairs) {
        const [l, r] = [left, right].map((name) => s.getPropertyValue(name));
        if (l !== r) physical(rule, `${left}: ${l || "(none)"}, ${right}: ${r || "(none)"}`);
      }
      // With a variable in it, a shorthand hides its four sides.
      for (const short of [
        "margin",
        "padding",
        "inset",
        "border-width",
        "border-style",
        "border-color",
        "scroll-margin",
        "scroll-padding",
      ]) {
        const sides =
          s
            .getPropertyValue(short)
            .match(/(?:[^\s(]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+/g) ?? [];
        if (sides.length === 4 && sides[1] !== sides[3])
          physical(rule, `${short}: ${s.getPropertyValue(short)}`);
      }
      for (const property of ["text-align", "float", "clear"]) {
        if (/^(left|right)$/.test(s.getPropertyValue(property)))
          physical(rule, `${property}: ${s.getPropertyValue(property)}`);
      }
    }
  }

  // Turned around, every block must be where a mirror shows it.
  const root = document.documentElement;
  const was = root.getAttribute("dir");
  const flow =
    /^(block|flex|grid|list-item|table|table-row|table-cell|table-(row|header|footer)-group|flow-root|inline-flex|inline-grid)$/;
  const blocks = a.all("body *").filter((e) => {
    if (!a.seen(e) || a.closest(e, "[dir]:not(html), svg svg, svg *, option, optgroup, bdi"))
      return false;
    return [e, ...a.ancestors(e)].every(
      (p) => p === root || flow.test(getComputedStyle(p).display),
    );
  });
  const place = () =>
    blocks.map((e) => {
      const b = e.getBoundingClientRect();
      return [b.left, b.right, b.width];
    });
  root.dir = "ltr";
  a.remember();
  const one = place();
  root.dir = "rtl";
  a.remember();
  const two = place();
  const aligned = blocks.map((e) => getComputedStyle(e).textAlign);
  if (was === null) root.removeAttribute("dir");
  else root.setAttribute("dir", was);
  a.remember();
  const wide = root.clientWidth;
  const wrong = [];
  // Words that turn around can make a column wider, and with it all columns move.
  const moved = new Set();
  blocks.forEach((element, index) => {
    const turned = Math.abs(one[index][2] - two[index][2]) > 0.5;
    if (turned && element.matches("table td, table th")) moved.add(a.closest(element, "table"));
  });
  blocks.forEach((element, index) => {
    if (moved.has(a.closest(element, "td, th") && a.closest(element, "table"))) return;
    const [left, right, width] = one[index];
    const [newLeft, newRight, newWidth] = two[index];
    if (Math.abs(width - newWidth) > 3) return;
    const off = Math.max(Math.abs(newLeft - (wide - right)), Math.abs(newRight - (wide - left)));
    if (off > 3 && !wrong.some((w) => w.contains(element))) {
      wrong.push(element);
      found.push(
        a.fault(
          "house",
          element,
          `from right to left it is ${Math.round(off)} px from its mirror place`,
          "Use logical properties and let flex and grid follow the direction.",
        ),
      );
    } else if (/^(left|right)$/.test(aligned[index]) && a.visibleText(element) && !wrong.length) {
      found.push(
        a.fault(
          "house",
          element,
          `text-align: ${aligned[index]} doesn't follow the direction`,
          "Use start or end.",
        ),
      );
    }
  });

  // Arrows that point along the line must turn with it.
  root.dir = "rtl";
  a.remember();
  for (const icon of a
    .all(
      '[class*="arrow"]:not([class*="narrow"]), [class*="chevron"], [class*="previous"] svg, [class*="next"] svg, [class*="back"]:not([class*="background"], [class*="feedback"]) svg',
    )
    .filter(a.seen)) {
    if (!/svg|i|span/.test(icon.localName) || icon.querySelector("svg") || a.visibleText(icon))
      continue;
    if (/(up|down)/.test(icon.className.baseVal ?? icon.className)) continue;
    const turned = [icon, ...a.ancestors(icon)].slice(0, 4).some((e) => {
      const style = getComputedStyle(e);
      return (
        /matrix\(-1|matrix3d\(-1/.test(style.transform) ||
        /^-1/.test(style.scale) ||
        style.rotate !== "none"
      );
    });
    if (!turned && !/matrix/.test(getComputedStyle(icon).transform)) {
      found.push(
        a.fault(
          "house",
          icon,
          "this arrow points the same way from right to left",
          "Mirror it: [dir=rtl] with scale: -1 1.",
        ),
      );
    }
  }
  // Arrows drawn before or after something; their pictures say by name where they point.
  const drawn = new Set();
  for (const element of a.all("body *").filter(a.seen)) {
    for (const part of ["::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const picture = /(?:arrow|chevron|caret)-?(left|right|back|forward|next|previous)/.exec(
        `${style.maskImage} ${style.backgroundImage}`,
      );
      const look = `${element.className} ${part}`;
      if (style.content === "none" || !picture || drawn.has(look)) continue;
      drawn.add(look);
      const turns = (s) =>
        /matrix\(-1|matrix3d\(-1/.test(s.transform) || /^-1/.test(s.scale) || s.rotate !== "none";
      if (!turns(style) && !turns(getComputedStyle(element))) {
        found.push(
          a.fault(
            "house",
            element,
            `the arrow drawn in ${part} points the same way from right to left`,
            "Mirror it: [dir=rtl] with scale: -1 1.",
          ),
        );
      }
    }
  }
  if (was === null) root.removeAttribute("dir");
  else root.setAttribute("dir", was);
  a.remember();

  return found;
};
