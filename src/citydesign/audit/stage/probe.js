// What every oracle asks of a page, kept in its window under one name.
// Nothing here changes the document; listeners and observers only write down what happens.
(() => {
  if (window.cityAudit) return;

  const log = { violations: [], announcements: [], errors: [], refused: [] };
  function report(event) {
    log.violations.push({
      directive: event.effectiveDirective,
      blocked: event.blockedURI,
      sample: event.sample,
      selector: event.target instanceof Element ? selector(event.target) : "html",
    });
  }

  // Listeners as they are, by target and type: what is added twice shows up here.
  const listeners = new WeakMap();
  const add = EventTarget.prototype.addEventListener;
  const drop = EventTarget.prototype.removeEventListener;
  function key(type, options) {
    return `${type}${typeof options === "boolean" ? options : Boolean(options?.capture)}`;
  }
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? window;
    const entry = key(type, options);
    if (!listeners.has(target)) listeners.set(target, new Map());
    const kinds = listeners.get(target);
    if (!kinds.has(entry)) kinds.set(entry, new Set());
    kinds.get(entry).add(listener);
    options?.signal?.addEventListener?.call?.(options.signal, "abort", () =>
      kinds.get(entry).delete(listener),
    );
    return add.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    listeners
      .get(this ?? window)
      ?.get(key(type, options))
      ?.delete(listener);
    return drop.call(this ?? window, type, listener, options);
  };
  function listening(target) {
    return Object.fromEntries(
      [...(listeners.get(target) ?? [])].map(([kind, set]) => [kind, set.size]),
    );
  }

  // A form hides what its fields are called, such as `children` or `matches`, so none is asked
  // itself.
  function past(kind, name) {
    const { get, value } = Object.getOwnPropertyDescriptor(kind.prototype, name);
    return get ? (element) => get.call(element) : (element, given) => value.call(element, given);
  }
  const parentOf = past(Node, "parentElement");
  const slotOf = past(Element, "assignedSlot");
  const rootOf = past(Node, "getRootNode");
  const childrenOf = past(Element, "children");
  const localName = past(Element, "localName");
  const outerHTML = past(Element, "outerHTML");
  const matches = past(Element, "matches");
  const visible = past(Element, "checkVisibility");
  const rectOf = past(Element, "getBoundingClientRect");

  // Every element, also those in open shadow trees.
  function all(query, root = document) {
    const found = [...root.querySelectorAll(query)];
    for (const host of root.querySelectorAll("*")) {
      if (host.shadowRoot) found.push(...all(query, host.shadowRoot));
    }
    return found;
  }

  function parent(element) {
    const above = slotOf(element) ?? parentOf(element);
    if (above) return above;
    // A link that was taken out is its own root, and its host is a string.
    const root = rootOf(element);
    return root instanceof ShadowRoot ? root.host : null;
  }

  function* ancestors(element) {
    for (let at = parent(element); at; at = parent(at)) yield at;
  }

  // Which of the pages that are together on this one it belongs to; empty where it is the only one.
  function part(element) {
    return closest(element, "[data-part]")?.dataset.part ?? "";
  }

  // What looks alike on one page. Pages that are together stay apart, unless it is wanted `ofAll`.
  function look(element, ofAll = false) {
    const whose = ofAll ? "" : part(element);
    return [element.localName, element.type ?? "", element.className, whose].join(" ");
  }

  function closest(element, query) {
    for (let at = element; at; at = parent(at)) if (matches(at, query)) return at;
    return null;
  }

  function children(holder) {
    return holder instanceof Element ? childrenOf(holder) : holder.children;
  }

  // The place among siblings of its kind. To number all of them costs as much as to number one.
  function step(element) {
    const known = memory?.steps.get(element);
    if (known !== undefined) return known;
    const kin = new Map();
    const holder = parentOf(element);
    for (const other of holder ? childrenOf(holder) : [element]) {
      const kind = localName(other);
      if (!kin.has(kind)) kin.set(kind, []);
      kin.get(kind).push(other);
    }
    let step = "";
    for (const [kind, twins] of kin) {
      for (const [index, twin] of twins.entries()) {
        const its = twins.length > 1 ? `${kind}:nth-of-type(${index + 1})` : kind;
        memory?.steps.set(twin, its);
        if (twin === element) step = its;
      }
    }
    return step;
  }

  function path(element) {
    if (!element || element === document.documentElement) return "";
    const known = memory?.paths.get(element);
    if (known !== undefined) return known;
    const named = element.id && document.getElementById(element.id) === element;
    const steps = named
      ? `#${CSS.escape(element.id)}`
      : [path(parent(element)), step(element)].filter(Boolean).join(" > ");
    memory?.paths.set(element, steps);
    return steps;
  }

  function selector(element) {
    return path(element) || "html";
  }

  function snippet(element) {
    const html = outerHTML(element).replace(/\s+/g, " ");
    return html.length > 240 ? `${html.slice(0, 237)}...` : html;
  }

  function box(element) {
    const { left, top, right, bottom, width, height } = rectOf(element);
    return {
      left: left + scrollX,
      right: right + scrollX,
      top: top + scrollY,
      bottom: bottom + scrollY,
      width,
      height,
    };
  }

  // Rendered: a screen reader can meet it.
  function shown(element) {
    return visible(element, { visibilityProperty: true }) && !inert(element);
  }

  // Out of reach for everybody: inert itself, or below a modal dialog.
  const dialogs = document.getElementsByTagName("dialog");
  function inert(element) {
    if (closest(element, "[inert]")) return true;
    const modals = [...dialogs].filter((dialog) => dialog.matches(":modal"));
    // The one on top was opened last, wherever it is written, and nothing else can have the focus.
    const on = modals.filter((dialog) => dialog.contains(document.activeElement));
    const modal = on.at(-1) ?? modals.at(-1);
    return Boolean(modal && !element.contains(modal) && ![...ancestors(element)].includes(modal));
  }

  function clippedAway(element) {
    const style = getComputedStyle(element);
    const { width, height } = rectOf(element);
    if (/^rect\((0px|1px)[, ]/.test(style.clip) && style.position !== "static") return true;
    if (/inset\((50|100)%/.test(style.clipPath)) return true;
    // The window takes the body's over, and is never that small.
    if (element === document.body) return false;
    const clips = (overflow) => /hidden|clip/.test(overflow);
    return (width <= 1 && clips(style.overflowX)) || (height <= 1 && clips(style.overflowY));
  }

  // What was found out already. A script that changes nothing while it looks asks for a memory,
  // which ends with it.
  let memory = null;
  function remember() {
    memory = {
      hidden: new Map(),
      seen: new Map(),
      names: new Map(),
      roles: new Map(),
      steps: new Map(),
      paths: new Map(),
    };
    queueMicrotask(() => {
      memory = null;
    });
  }

  function hiddenIn(element) {
    const known = memory?.hidden.get(element);
    if (known !== undefined) return known;
    const above = parent(element);
    const hidden = clippedAway(element) || Boolean(above && hiddenIn(above));
    memory?.hidden.set(element, hidden);
    return hidden;
  }

  // Seen: it also leaves pixels where somebody can look.
  function seen(element) {
    const known = memory?.seen.get(element);
    if (known !== undefined) return known;
    const { right, bottom } = box(element);
    const seen =
      visible(element, { visibilityProperty: true, opacityProperty: true }) &&
      right > 0 &&
      bottom > 0 &&
      !hiddenIn(element);
    memory?.seen.set(element, seen);
    return seen;
  }

  // Also in open shadow trees; text that is in no element of its tree is left out.
  function* textNodes(root) {
    if (root.shadowRoot) yield* textNodes(root.shadowRoot);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Element) {
        if (node.shadowRoot) yield* textNodes(node.shadowRoot);
      } else if (
        node.data.trim() &&
        node.parentElement &&
        !/^(script|style|template|noscript)$/.test(node.parentElement.localName)
      ) {
        yield node;
      }
    }
  }

  // Where the text of a node is painted: what boxes around it clip away is left out.
  function painted(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    let rects = [...range.getClientRects()];
    let position = "static";
    for (
      let at = node.parentElement;
      at && at !== document.body && at !== document.documentElement;
      at = parent(at)
    ) {
      const style = getComputedStyle(at);
      // What is positioned is clipped only from the box on that it is positioned.
      const passed =
        position === "fixed" ||
        (position === "absolute" && style.position === "static" && style.transform === "none");
      if (!passed) {
        if (/hidden|clip/.test(`${style.overflowX} ${style.overflowY}`)) {
          const b = rectOf(at);
          rects = rects.filter(
            (q) => q.left < b.right && q.right > b.left && q.top < b.bottom && q.bottom > b.top,
          );
        }
        position =
          style.position === "fixed" || style.position === "absolute" ? style.position : "static";
      }
    }
    return rects;
  }

  // A control that clips all its words away and shows a drawing in their place.
  function wordless(element) {
    const control = closest(element, anyControl);
    const style = control && getComputedStyle(control);
    if (!control || !/hidden|clip/.test(style.overflowX)) return false;
    const nodes = [...textNodes(control)].filter((node) => shown(node.parentElement));
    if (!nodes.length || nodes.some((node) => painted(node).length)) return false;
    const draws = (part, pseudo) => {
      const its = getComputedStyle(part, pseudo);
      return (
        (!pseudo || its.content !== "none") &&
        `${its.backgroundImage} ${its.maskImage}`.replace(/none|,/g, "").trim() !== ""
      );
    };
    return (
      Boolean(control.querySelector("svg, img, i")) ||
      [control, ...control.querySelectorAll("*")].some((part) =>
        [null, "::before", "::after"].some((pseudo) => draws(part, pseudo)),
      )
    );
  }

  const tidy = (text) => text.replace(/[\s\u00ad\u200b]+/g, " ").trim();

  // The id that a link names. Not all that follows a "#" is written as an address asks for.
  function fragment({ hash = "" }) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return hash.slice(1);
    }
  }

  // The text as eyes read it: hidden parts left out.
  function visibleText(root) {
    let text = "";
    let last = null;
    const generated = (element, part) => {
      const value = getComputedStyle(element, part).content;
      return /^"(.*)"$/.test(value) ? value.slice(1, -1) : "";
    };
    if (root instanceof Element) text += generated(root, "::before");
    for (const node of textNodes(root)) {
      if (!seen(node.parentElement)) continue;
      if (closest(node.parentElement, "select, textarea") && node.parentElement !== root) continue;
      if (last && last.parentElement !== node.parentElement) {
        const [a, b] = [last.parentElement, node.parentElement].map(
          (e) => getComputedStyle(e).display,
        );
        if (!/^inline/.test(a) || !/^inline/.test(b)) text += " ";
      }
      text += node.data;
      last = node;
    }
    return tidy(text);
  }

  // Chromium's own computation where it is switched on, axe's elsewhere. Chromium goes through the
  // whole page for each question, so none is put twice.
  const computed = "computedName" in Element.prototype;
  const nameOf = computed && past(Element, "computedName");
  const roleOf = computed && past(Element, "computedRole");
  function name(element) {
    const known = memory?.names.get(element);
    if (known !== undefined) return known;
    const own = computed ? nameOf(element) : axe.commons.text.accessibleText(element);
    const name = tidy(own ?? "");
    memory?.names.set(element, name);
    return name;
  }

  function role(element) {
    const known = memory?.roles.get(element);
    if (known !== undefined) return known;
    const own = computed ? roleOf(element) : axe.commons.aria.getRole(element);
    const role = (own ?? "").toLowerCase();
    memory?.roles.set(element, role);
    return role;
  }

  const native =
    "a[href], area[href], button, input:not([type=hidden]), select, textarea, details > summary";
  const widgets = [
    "button",
    "link",
    "checkbox",
    "radio",
    "switch",
    "tab",
    "menuitem",
    "menuitemcheckbox",
    "menuitemradio",
    "option",
    "combobox",
    "slider",
    "spinbutton",
    "textbox",
    "searchbox",
    "treeitem",
    "gridcell",
  ];
  const anyControl = [
    native,
    "iframe",
    "[contenteditable=true]",
    "audio[controls]",
    "video[controls]",
    ...widgets.map((kind) => `[role=${kind}]`),
  ].join(", ");

  function enabled(element) {
    return !element.matches(":disabled") && !closest(element, "[inert]");
  }

  function controls() {
    return all(anyControl).filter(shown);
  }

  function focused() {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  }

  // A place where the focus is: its box, and the lines that its ring must go around.
  function stop(element) {
    const label = [...(element.labels ?? [])].find(seen);
    const drawn = seen(element) && box(element).width > 8 ? element : null;
    const around = drawn ?? label ?? element;
    const rects = drawn ? [...drawn.getClientRects()] : [];
    const boxes = (drawn ? [drawn] : [element, around]).map(box);
    // What a label draws in place of a control is at most as large as that, and seldom over 24 px.
    const { width, height } = element.getBoundingClientRect();
    const drawing = (size) => (size > 8 ? Math.min(24, size) : 24);
    return {
      selector: selector(element),
      html: snippet(element),
      seen: Boolean(drawn || label),
      name: tidy(element.textContent || element.getAttribute("name") || ""),
      box: [
        Math.min(...boxes.map((b) => b.left)),
        Math.min(...boxes.map((b) => b.top)),
        Math.max(...boxes.map((b) => b.right)),
        Math.max(...boxes.map((b) => b.bottom)),
      ],
      lines: rects.length
        ? rects.map((r) => [r.left, r.top, r.right, r.bottom])
        : [[0, 0, drawing(width), drawing(height)]],
      run: run(element),
    };
  }

  // Words of a line run as their letters do, whatever the page does: in which line they are, and
  // which way. Nothing of what is laid out as a box.
  const lines = new WeakMap();
  let held = 0;
  function run(element) {
    const inline = (e) => getComputedStyle(e).display === "inline";
    const letter = inline(element) && /\p{L}/u.exec(element.textContent)?.[0];
    if (!letter) return null;
    let around = element.parentElement ?? element;
    while (around.parentElement && inline(around)) around = around.parentElement;
    if (!lines.has(around)) {
      held += 1;
      lines.set(around, held);
    }
    return [lines.get(around), /[\u0590-\u08ff\ufb1d-\ufefc]/.test(letter) ? "rtl" : "ltr"];
  }

  // Relative luminance of red, green and blue, each 0 to 255 (WCAG 2.2).
  function luminance(bytes) {
    const [r, g, b] = bytes.map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  const judged = new Map();
  function judge(oracle, element) {
    if (!judged.has(oracle)) judged.set(oracle, new WeakSet());
    judged.get(oracle).add(element);
  }

  // Whether nothing on the page has had this look yet: of several under one name, the first one.
  let looks = { page: "", known: new Set() };
  function fresh(once, look) {
    if (!once) return true;
    const [page, mode] = once;
    if (looks.page !== page) looks = { page, known: new Set() };
    const name = short(`${mode} ${look}`);
    if (looks.known.has(name)) return false;
    looks.known.add(name);
    return true;
  }
  // What is known, for the next document, and there known again.
  function known() {
    return [looks.page, [...looks.known]];
  }
  function recall([page, names]) {
    looks = { page, known: new Set(names) };
  }
  // A hash of 53 bits: looks are some hundreds, and each may be a long text (cyrb53).
  function short(text) {
    let [one, two] = [0xdeadbeef, 0x41c6ce57];
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      one = Math.imul(one ^ code, 2654435761);
      two = Math.imul(two ^ code, 1597334677);
    }
    one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
    two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
    return 4294967296 * (2097151 & two) + (one >>> 0);
  }

  function fault(criterion, element, saw, mend) {
    return { criterion, selector: selector(element), html: snippet(element), saw, mend };
  }

  // What live regions say, with the time, as a screen reader would be told.
  const live =
    "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], [role=log], output";
  let watcher = null;
  function watchLive() {
    watcher?.disconnect();
    const spoken = new Map();
    const note = (region, inserted) => {
      if (getComputedStyle(region).display === "none") {
        const text = tidy(region.textContent);
        if (text) log.announcements.push({ selector: selector(region), text, unheard: true });
        return;
      }
      // biome-ignore lint/performance/useDomNodeTextContent: what is not displayed is not announced
      const text = tidy(region.innerText ?? region.textContent);
      if (!text || (spoken.get(region) === text && !inserted)) return;
      spoken.set(region, text);
      log.announcements.push({ selector: selector(region), text, inserted, at: performance.now() });
    };
    watcher = new MutationObserver((records) => {
      const regions = new Map();
      for (const record of records) {
        for (const node of record.addedNodes) {
          if (node.nodeType !== 1) continue;
          for (const region of [node, ...node.querySelectorAll("*")]) {
            if (region.matches(live) && tidy(region.textContent)) regions.set(region, true);
          }
        }
        const target = record.target.nodeType === 1 ? record.target : record.target.parentElement;
        const region = target && closest(target, live);
        if (region && !regions.has(region)) regions.set(region, false);
      }
      for (const [region, inserted] of regions) if (region.isConnected) note(region, inserted);
    });
    watcher.observe(document, { subtree: true, childList: true, characterData: true });
  }

  // Markup, whatever the order in which attributes were set.
  const childNodes = past(Node, "childNodes");
  const attributes = past(Element, "attributes");
  function markup(node) {
    if (!(node instanceof Element)) return node instanceof Text ? node.data : "";
    const its = [...attributes(node)].map(({ name, value }) => `${name}=${value}`).sort();
    const holder = node instanceof HTMLTemplateElement ? node.content : node;
    const inside = [...childNodes(holder)].map(markup).join("");
    return `<${node.tagName} ${its.join("\n")}>${inside}</>`;
  }

  const scrollLeft = past(Element, "scrollLeft");
  const scrollTop = past(Element, "scrollTop");
  function scrolledBy(element) {
    return [scrollLeft(element), scrollTop(element)];
  }

  // How the page is: markup, answers, what is open and how far it was scrolled.
  function standing() {
    const fields = all("input, select, textarea").map((e) => [e.value, e.checked, e.selectedIndex]);
    const open = all("dialog, [popover]").map((e) => e.matches(":modal, :popover-open"));
    const scrolled = all("body *")
      .map(scrolledBy)
      .filter(([x, y]) => x || y);
    return JSON.stringify([markup(document.documentElement), fields, open, scrolled]);
  }
  let marked = null;
  function mark() {
    const at = focused();
    marked = { state: standing(), at, ring: at.matches(":focus-visible"), url: location.href };
  }

  // Takes the focus away, so that Tab begins at the top again.
  function top() {
    const root = document.documentElement;
    const had = root.getAttribute("tabindex");
    focused()?.blur();
    root.tabIndex = -1;
    root.focus();
    root.blur();
    if (had === null) root.removeAttribute("tabindex");
    else root.setAttribute("tabindex", had);
    scrollTo(0, 0);
  }

  // Takes focus, scrolling and fragment back. True when the page is then as it was marked.
  function back() {
    if (!marked?.at.isConnected) return false;
    if (location.href !== marked.url) {
      const { hash } = new URL(marked.url);
      if (location.href.split("#")[0] !== marked.url.split("#")[0]) return false;
      location.hash = hash;
      history.replaceState(null, "", marked.url);
    }
    const root = document.documentElement;
    focused()?.blur();
    // Tab selects what is in a field, and it stays drawn so.
    getSelection()?.removeAllRanges();
    if (marked.at === document.body || marked.at === root) top();
    else marked.at.focus();
    scrollTo(0, 0);
    return (
      focused() === marked.at &&
      marked.at.matches(":focus-visible") === marked.ring &&
      standing() === marked.state
    );
  }

  // At the beginning of each document.
  function begin() {
    watcher?.disconnect();
    for (const list of Object.values(log)) list.length = 0;
    add.call(document, "securitypolicyviolation", report);
    add.call(
      window,
      "error",
      (event) => {
        // A file that was refused, by its integrity for example, tells nobody but its element.
        if (event.target instanceof Element) log.refused.push(event.target);
        else log.errors.push(String(event.message));
      },
      true,
    );
    add.call(window, "unhandledrejection", (event) => log.errors.push(String(event.reason)));
  }
  begin();

  window.cityAudit = {
    log,
    past,
    all,
    parent,
    children,
    painted,
    wordless,
    ancestors,
    part,
    look,
    matches,
    closest,
    selector,
    snippet,
    box,
    shown,
    inert,
    seen,
    clippedAway,
    textNodes,
    tidy,
    fragment,
    visibleText,
    name,
    role,
    native,
    anyControl,
    enabled,
    controls,
    focused,
    judged,
    judge,
    fresh,
    known,
    recall,
    fault,
    stop,
    luminance,
    live,
    watchLive,
    listening,
    begin,
    remember,
    scrolledBy,
    mark,
    back,
    top,
  };
})();
