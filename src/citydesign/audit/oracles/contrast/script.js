(a, task) => {
  a.remember();
  if (task.tell) return task.tell.map((index) => about(a.texts[index]));
  a.texts = [];
  // Colours as bytes, whatever notation the style sheet uses.
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const PAINT = [
    "color",
    "webkitTextFillColor",
    "backgroundColor",
    "backgroundImage",
    "opacity",
    "filter",
    "mixBlendMode",
    "borderColor",
    "borderWidth",
    "borderStyle",
    "boxShadow",
    "textShadow",
    "outline",
    "visibility",
  ];
  const LETTERS = ["fontSize", "fontWeight"];
  function bytes(colour) {
    if (!known.has(colour)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, alpha] = pen.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, alpha / 255]);
    }
    return known.get(colour);
  }
  function opacity(element) {
    let all = Number(getComputedStyle(element).opacity);
    for (const above of a.ancestors(element)) all *= Number(getComputedStyle(above).opacity);
    return all;
  }
  const textContent = a.past(Node, "textContent");
  function text(element, style, rects, part, what) {
    a.judge("contrast", element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const [r, g, b, alpha] = bytes(style.webkitTextFillColor || style.color);
    const words = a.tidy(textContent(element) || element.value || "");
    // One letter for a sign, and named otherwise: it must be seen like any other sign.
    const sign =
      words.length === 1 && Boolean(a.closest(element, "[aria-label], [aria-hidden=true]"));
    const least = large || sign ? 3 : 4.5;
    if (pointed && !changed(rects)) return;
    if (!a.fresh(task.once, `${part} ${least} ${chain(element)}`)) return;
    a.texts.push({ element, words, sign, what });
    texts.push({
      index: a.texts.length - 1,
      // Where letters have a halo, their colours alone don't tell how they are seen.
      halo: style.textShadow !== "none",
      away: Boolean(a.closest(element, "[aria-hidden=true]")),
      rects: rects.map((q) => [q.left, q.top, q.right, q.bottom]),
      colour: [r, g, b],
      alpha: alpha * opacity(element),
      least,
    });
  }
  function about({ element, words, sign, what }) {
    const still = ":disabled, [aria-disabled=true]";
    const label = a.closest(element, "label");
    const named = element.id
      ? a.all(`[aria-labelledby~="${CSS.escape(element.id)}"]`).some((e) => e.matches(still))
      : false;
    let criterion = "1.4.3";
    // WCAG spares what can't be used; this design system doesn't.
    if (a.closest(element, still) || label?.control?.matches(still) || named) criterion = "house";
    else if (sign) criterion = "1.4.11";
    else if (words && !/[\p{L}\p{N}]/u.test(words)) criterion = "best";
    return {
      criterion,
      selector: a.selector(element),
      html: a.snippet(element),
      what: what || a.visibleText(element).slice(0, 40),
    };
  }

  // How an element is painted by itself, and with all that is behind it. Letters that grow with
  // the window are painted as before.
  function paint(element, names = PAINT) {
    const drawn = [null, "::before", "::after"].map((part) => {
      const style = getComputedStyle(element, part);
      return part && style.content === "none" ? "" : names.map((name) => style[name]).join();
    });
    return drawn.join("|");
  }
  function chain(element) {
    if (!task.once || !element) return "";
    if (!chains.has(element))
      chains.set(element, `${chain(a.parent(element))}/${element.localName} ${paint(element)}`);
    return chains.get(element);
  }
  const chains = new Map();

  // What the pointer changes: where elements are drawn in another way than a moment before.
  function painted() {
    const all = a.all("body *").filter((e) => !(e instanceof SVGElement) && a.seen(e));
    return new Map(
      all.map((e) => [
        e,
        `${paint(e, [...PAINT, ...LETTERS])} ${Object.values(a.box(e)).map(Math.round).join()}`,
      ]),
    );
  }
  const pointed = task.pointed && [];
  if (pointed) {
    const before = a.painted_before;
    for (const [element, how] of painted()) {
      if (before.get(element) === how) continue;
      pointed.push(element.getBoundingClientRect());
      // What it draws before and after itself can be as large as what it is placed in.
      if (element.offsetParent) pointed.push(element.offsetParent.getBoundingClientRect());
    }
  } else if (task.pointing) {
    a.painted_before = painted();
  }
  const changed = (rects) =>
    rects.some((q) =>
      pointed.some(
        (p) =>
          q.left < p.right + 2 &&
          q.right > p.left - 2 &&
          q.top < p.bottom + 2 &&
          q.bottom > p.top - 2,
      ),
    );

  // Dimmed behind a modal dialog, on purpose: nobody can use it or read on there.
  const modal = a.all("dialog").some((e) => e.matches(":modal"));
  const below = (element) => modal && a.inert(element) && !a.closest(element, "[inert]");
  const texts = [];
  const holders = new Map();
  for (const node of a.textNodes(document.body)) {
    const holder = node.parentElement;
    if (!a.seen(holder) || below(holder) || a.closest(holder, "select, svg title")) continue;
    if (!holders.has(holder)) holders.set(holder, []);
    holders.get(holder).push(...a.painted(node).filter((q) => q.width > 1 && q.height > 1));
  }
  for (const [holder, rects] of holders) {
    if (rects.length) text(holder, getComputedStyle(holder), rects, "text", "");
  }
  for (const field of a.all("input, select, textarea").filter(a.seen)) {
    if (
      below(field) ||
      field.matches(
        "[type=checkbox], [type=radio], [type=range], [type=color], [type=file], [type=hidden], [type=image]",
      )
    )
      continue;
    const q = field.getBoundingClientRect();
    const rect = { left: q.left + 4, top: q.top + 4, right: q.right - 4, bottom: q.bottom - 4 };
    const empty = "value" in field && !field.value && field.placeholder;
    if (!field.value && !empty) continue;
    const style = getComputedStyle(field, empty ? "::placeholder" : null);
    const what = empty ? `placeholder ${field.placeholder}` : "its value";
    text(field, style, [rect], empty ? "placeholder" : "value", what);
  }

  // What must stand out as a thing: fields, choices, buttons without words, lone icons.
  const edges = [];
  const kinds =
    "input, select, textarea, button, summary, [role=button], [role=checkbox], [role=switch]";
  for (const control of pointed ? [] : a.all(kinds).filter(a.shown)) {
    if (
      control.matches(
        "[type=hidden], [type=range], [type=file], [type=image], :disabled, [aria-disabled=true]",
      )
    )
      continue;
    const words = control.matches("input, select, textarea")
      ? control.matches("[type=submit], [type=button], [type=reset]")
      : a.visibleText(control);
    if (words) continue;
    const q = control.getBoundingClientRect();
    if (q.width < 4 || q.height < 4 || q.right <= 0 || q.bottom <= 0 || a.clippedAway(control))
      continue;
    a.judge("contrast", control);
    if (!a.fresh(task.once, `edge ${chain(control)}`)) continue;
    // A control that is not seen itself is drawn at its label.
    const labels = a.seen(control) ? [] : [...(control.labels ?? [])].filter(a.seen);
    const around = [control, ...labels].map((e) => e.getBoundingClientRect());
    edges.push({
      selector: a.selector(control),
      html: a.snippet(control),
      box: [
        Math.min(...around.map((b) => b.left)),
        Math.min(...around.map((b) => b.top)),
        Math.max(...around.map((b) => b.right)),
        Math.max(...around.map((b) => b.bottom)),
      ],
      // Of a choice or an icon anything that is drawn will do, of a field its edge.
      anywhere: !control.matches("input:not([type=checkbox], [type=radio]), select, textarea"),
    });
  }
  const ratio = (one, two) => {
    const [dark, light] = [a.luminance(one), a.luminance(two)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };
  const links = [];
  const block = (element) => {
    let at = element;
    while (/^(inline|contents)$/.test(getComputedStyle(at).display) && a.parent(at))
      at = a.parent(at);
    return at;
  };
  for (const link of pointed ? [] : a.all("a[href]").filter(a.seen)) {
    const style = getComputedStyle(link);
    const plain =
      !/underline/.test(style.textDecorationLine) &&
      parseFloat(style.borderBlockEndWidth) === 0 &&
      style.backgroundImage === "none" &&
      style.boxShadow === "none";
    if (style.display !== "inline" || !link.parentElement) continue;
    a.judge("links", link);
    // Words of the same lines: a block of its own sets them apart.
    const lines = block(link);
    const words = [...a.textNodes(lines)].filter(
      (node) => a.seen(node.parentElement) && block(node.parentElement) === lines,
    );
    const around = words
      .filter((node) => !a.closest(node.parentElement, "a[href]"))
      .reduce((n, node) => n + a.tidy(node.data).length, 0);
    if (!plain || around <= 3 || !words.some((node) => link.contains(node))) continue;
    // Technique G183: colours 3:1 apart, and a further sign once it has the focus.
    const apart = ratio(bytes(style.color), bytes(getComputedStyle(lines).color)) >= 3;
    const same = style.fontWeight === getComputedStyle(link.parentElement).fontWeight;
    if (same)
      links.push(
        a.fault(
          apart ? "best" : "1.4.1",
          link,
          "a link in text told apart by colour alone",
          "Underline links inside text.",
        ),
      );
  }
  if (!texts.length && !edges.length) return { texts, edges, links };
  // Text only: `color` would take borders and icons that follow it along.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`*, *::before, *::after, *::placeholder, *::marker {
    -webkit-text-fill-color: transparent !important; text-shadow: none !important;
    text-decoration-color: transparent !important; caret-color: transparent !important;
    transition: none !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return { texts, edges, links };
};
