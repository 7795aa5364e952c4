// What a page does in windows of several sizes. What it said in the last one is kept on `a`.
async (a, task) => {
  const found = [];
  const holders = () =>
    [...new Set([...a.textNodes(document.body)].map((n) => n.parentElement))].filter(a.seen);
  a.remember();
  if (task.turned) return turned();
  if (task.wide) return wide();
  if (task.narrow) return narrow();
  if (!task.spaced) {
    look(task);
    if (task.fixed) fixed();
    // Script of somebody else may put others in their place, so they are known by where they are.
    if (task.sizes) a.sizes = new Map(holders().map((e) => [a.selector(e), size(e)]));
    if (task.grown) grown();
    return found;
  }
  // WCAG 2.2, 1.4.12 Text Spacing.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  // A script of somebody else may follow the size of what it set.
  if (task.followed)
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  a.remember();
  look(task);
  document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1);
  return found;

  // No window changes a name, and each costs a look at the whole page.
  function nameOf(box) {
    a.boxes ??= new WeakMap();
    if (!a.boxes.has(box)) a.boxes.set(box, a.name(box));
    return a.boxes.get(box);
  }

  function size(element) {
    return parseFloat(getComputedStyle(element).fontSize);
  }

  function fixed() {
    // Spacing that no style of a reader can widen (WCAG 1.4.12): what each text comes to, not what
    // an attribute says of it.
    const least = { "letter-spacing": 0.12, "word-spacing": 0.16, "line-height": 1.5 };
    for (const element of a.all("[style]")) a.judge("spacing", element);
    const told = new Set();
    for (const node of a.textNodes(document.body)) {
      const holder = node.parentElement;
      if (!a.seen(holder)) continue;
      const size = parseFloat(getComputedStyle(holder).fontSize);
      for (const [property, share] of Object.entries(least)) {
        const owner = [holder, ...a.ancestors(holder)].find((e) =>
          e.style?.getPropertyValue?.(property),
        );
        if (!owner || told.has(owner) || owner.style.getPropertyPriority(property) !== "important")
          continue;
        // What is taken from above has no value of its own that a reader's style would meet.
        if (/^(inherit|unset|revert)/.test(owner.style.getPropertyValue(property))) continue;
        const its = getComputedStyle(holder).getPropertyValue(property);
        if (its !== getComputedStyle(owner).getPropertyValue(property)) continue;
        const value =
          its === "normal" ? (property === "line-height" ? 1.2 * size : 0) : parseFloat(its);
        // Lines that don't wrap have no distance that matters.
        const range = document.createRange();
        range.selectNodeContents(node);
        const lines = new Set([...range.getClientRects()].map((q) => Math.round(q.top)));
        if (property === "line-height" && lines.size < 2) continue;
        if (value >= share * size - 0.01) continue;
        told.add(owner);
        found.push(
          a.fault(
            "1.4.12",
            owner,
            `${property} is fixed at ${Math.round((100 * value) / size) / 100} of the text size, wanted ${share}`,
            "Drop !important, so that a reader's own spacing can win.",
          ),
        );
      }
    }
  }

  // Told twice, in two windows: whether it is what it was the first time.
  function turned() {
    a.judge("reflow", document.documentElement);
    for (const frame of a.all("iframe")) a.judge("reflow", frame);
    const tilted = ["html", "body", "main"]
      .map((part) => document.querySelector(part))
      .filter(Boolean)
      .some(
        (e) =>
          /^matrix\(0,|^matrix\(-?[\de.-]+e-/.test(getComputedStyle(e).transform) ||
          !/^(none|0deg)$/.test(getComputedStyle(e).rotate),
      );
    const now = [tilted, ...holders().map((e) => a.selector(e))].join("\n");
    const same = a.turned === now;
    a.turned = now;
    return same;
  }

  function navs() {
    return a
      .all("nav, [role=navigation]")
      .filter((nav) => [...nav.querySelectorAll("a[href]")].some(a.shown));
  }

  function buttons() {
    return a
      .all("button, [role=button], label")
      .filter((e) => a.seen(e) && (e.localName !== "label" || e.control?.type === "checkbox"));
  }

  function wide() {
    a.navs = navs();
    a.wideButtons = new Set(buttons());
    return found;
  }

  function narrow() {
    const gone = (a.navs ?? []).filter((nav) => nav.isConnected && !navs().includes(nav));
    if (!gone.length) return found;
    // Opened for a moment: what stays away is lost.
    const closed = a.all("details:not([open])").filter(a.shown);
    closed.forEach((details) => {
      details.open = true;
    });
    const opened = navs();
    closed.forEach((details) => {
      details.open = false;
    });
    // What only a narrow window shows is there for what it hides; summaries were opened just now.
    const opener =
      a.all("button[aria-expanded=false], [popovertarget], [aria-haspopup]").some(a.shown) ||
      buttons().some((button) => !a.wideButtons.has(button));
    for (const nav of gone) {
      if (opened.includes(nav) || opener) continue;
      found.push(
        a.fault(
          "1.4.10",
          nav,
          "in a narrow window this navigation is gone, and nothing opens it",
          "Let it wrap, or put a disclosure before it.",
        ),
      );
    }
    return found;
  }

  function look({ criterion, how }) {
    const wide = document.documentElement.clientWidth;
    const rtl = getComputedStyle(document.documentElement).direction === "rtl";

    const scrollBox = (element) =>
      [element, ...a.ancestors(element)].find(
        (e) =>
          e !== document.documentElement &&
          e !== document.body &&
          /auto|scroll/.test(getComputedStyle(e).overflowX),
      );
    const cut = (element) =>
      [...a.ancestors(element)].find(
        (e) =>
          e !== document.documentElement &&
          e !== document.body &&
          /hidden|clip/.test(getComputedStyle(e).overflowX),
      );

    // A window that hides what is beside it doesn't scroll: then nothing to read may be there.
    const hidden = (element) => /hidden|clip/.test(getComputedStyle(element).overflowX);
    const still =
      hidden(document.documentElement) ||
      (getComputedStyle(document.documentElement).overflowX === "visible" && hidden(document.body));
    const beside = (b) => (rtl ? b.left < -2 : b.right > wide + 2);
    // What is fixed, a modal dialog too, never scrolls with the page. Put aside as a whole, it waits.
    const stuck = (element) => {
      const box = [element, ...a.ancestors(element)].find(
        (e) => getComputedStyle(e).position === "fixed",
      );
      const b = box?.getBoundingClientRect();
      return Boolean(b && b.left < wide && b.right > 0 && b.top < innerHeight && b.bottom > 0);
    };
    const outside = (e, out) =>
      [...e.childNodes].some((node) => {
        if (node.nodeType !== 3 || !node.data.trim()) return false;
        const range = document.createRange();
        range.selectNodeContents(node);
        return out(range.getBoundingClientRect());
      });
    const cutOff = (lost) => {
      if (!lost) return;
      found.push(
        a.fault(
          criterion,
          lost,
          `${how} it is cut off at the edge of the window`,
          "Let it wrap or shrink; wide tables go into a named scroll box.",
        ),
      );
    };
    const over = (b) => b.right > wide + 2 || b.left < -2;
    // A box that scrolls is of no help where it sticks out itself.
    const reached = (e) => scrollBox(e) && !over(scrollBox(e).getBoundingClientRect());
    const told = (e) =>
      !a.clippedAway(e) && !a.closest(e, "[inert], [aria-hidden=true]") && !cut(e);
    cutOff(holders().find((e) => stuck(e) && told(e) && !reached(e) && outside(e, over)));
    if (still && document.documentElement.scrollWidth > wide + 1) {
      cutOff(
        holders().find((e) => told(e) && !scrollBox(e) && outside(e, beside)) ??
          a.controls().find((e) => {
            const b = e.getBoundingClientRect();
            const middle = (b.left + b.right) / 2;
            return (
              a.seen(e) &&
              !a.closest(e, "[inert], [aria-hidden=true]") &&
              !scrollBox(e) &&
              !cut(e) &&
              (rtl ? middle < 0 : middle > wide)
            );
          }),
      );
    } else if (document.documentElement.scrollWidth > wide + 1) {
      const guilty = a.all("body *").filter((e) => {
        if (!a.shown(e) || a.clippedAway(e)) return false;
        const b = e.getBoundingClientRect();
        const out = rtl ? b.left < -1 : b.right > wide + 1;
        return out && b.width > 0 && !(scrollBox(e) && scrollBox(e) !== e) && !cut(e);
      });
      const inner = guilty.filter((e) => !guilty.some((o) => o !== e && e.contains(o)));
      const blamed = inner[0] ?? document.documentElement;
      found.push(
        a.fault(
          criterion,
          blamed,
          `${how} the page scrolls sideways (${document.documentElement.scrollWidth} px wide)`,
          "Let it wrap or shrink; wide tables go into a named scroll box.",
        ),
      );
    }
    for (const box of a.all("body *").filter(a.seen)) {
      const style = getComputedStyle(box);
      if (
        /auto|scroll/.test(style.overflowX) &&
        box.scrollWidth > box.clientWidth + 1 &&
        !box.matches("textarea, select, input")
      ) {
        const reach = box.tabIndex >= 0 && box.hasAttribute("tabindex");
        // With the focus on something inside, arrow keys move it too.
        const inside = a
          .controls()
          .some(
            (control) =>
              control !== box &&
              box.contains(control) &&
              a.enabled(control) &&
              control.tabIndex >= 0,
          );
        if (!reach || !nameOf(box)) {
          found.push(
            a.fault(
              reach ? "best" : inside ? "house" : "2.1.1",
              box,
              `${how} this scroll box ${reach ? "has no name" : inside ? "can only be reached through what it contains" : "can't be reached by keyboard"}`,
              'Give it tabindex="0", role="region" and a name.',
            ),
          );
        }
      }
      // Clipped text: an own box that hides what does not fit.
      const hides =
        /hidden|clip/.test(`${style.overflowX} ${style.overflowY}`) && !a.clippedAway(box);
      if (
        hides &&
        box.getClientRects().length &&
        !box.matches("input, textarea, select, svg, svg *")
      ) {
        const frame = box.getBoundingClientRect();
        for (const node of a.textNodes(box)) {
          if (!a.seen(node.parentElement) || a.wordless(node.parentElement)) continue;
          // What scrolls sideways alone may cut its lines off all the same.
          const scroll = scrollBox(node.parentElement);
          if (scroll && /auto|scroll/.test(getComputedStyle(scroll).overflowY)) continue;
          const range = document.createRange();
          range.selectNodeContents(node);
          const text = range.getBoundingClientRect();
          const lines = Math.max(
            4,
            parseFloat(getComputedStyle(node.parentElement).fontSize) * 0.3,
          );
          const overX =
            !scroll &&
            /hidden|clip/.test(style.overflowX) &&
            (text.right > frame.right + 2 || text.left < frame.left - 2);
          const overY =
            /hidden|clip/.test(style.overflowY) &&
            (text.bottom > frame.bottom + lines || text.top < frame.top - lines);
          if (overX || overY) {
            // Shortened on purpose, with the whole a link away.
            const whole =
              a.closest(box, "a[href]") ||
              box.nextElementSibling?.matches("a[href], :has(> a[href])");
            found.push(
              a.fault(
                whole ? "best" : criterion,
                box,
                `${how} text is cut off: "${a.tidy(node.data).slice(0, 50)}"`,
                "Give the box a min-block-size instead of a fixed height or width.",
              ),
            );
            break;
          }
        }
      }
      if (/fixed|sticky/.test(style.position)) {
        const b = box.getBoundingClientRect();
        // Nothing behind a modal dialog can be used: it may fill the window, as long as it is in it.
        if (box.matches("dialog:modal") && b.top >= 0 && b.bottom <= innerHeight + 1) continue;
        if (b.height > innerHeight * 0.34 && b.width > wide * 0.5 && innerHeight <= 300) {
          found.push(
            a.fault(
              criterion,
              box,
              `${how} a ${style.position} part covers ${Math.round((100 * b.height) / innerHeight)} % of the window`,
              "Let it scroll away in low windows.",
            ),
          );
        }
      }
    }

    // Words that run out of their box or over each other.
    const lines = [];
    for (const node of a.textNodes(document.body)) {
      const holder = node.parentElement;
      if (!a.seen(holder) || a.closest(holder, "select, svg, option")) continue;
      for (const q of a.painted(node)) {
        if (q.width > 3 && q.height > 3) lines.push({ node, holder, q });
      }
    }
    for (const { holder, q, node } of lines) {
      let own = holder;
      while (own && getComputedStyle(own).display === "inline") own = a.parent(own);
      if (!own || own === document.body || scrollBox(own)) continue;
      const b = own.getBoundingClientRect();
      const style = getComputedStyle(own);
      const drawn =
        parseFloat(style.borderBlockStartWidth) > 0 || style.backgroundColor !== "rgba(0, 0, 0, 0)";
      if (
        drawn &&
        (q.right > b.right + 2 ||
          q.left < b.left - 2 ||
          (q.top + q.bottom) / 2 > b.bottom ||
          (q.top + q.bottom) / 2 < b.top)
      ) {
        found.push(
          a.fault(
            criterion,
            own,
            `${how} the text "${a.tidy(node.data).slice(0, 50)}" runs out of its box`,
            "Let the box grow with its text.",
          ),
        );
        break;
      }
    }
    lines.sort((x, y) => x.q.top - y.q.top);
    outer: for (let i = 0; i < lines.length; i += 1) {
      for (let j = i + 1; j < lines.length; j += 1) {
        const one = lines[i],
          two = lines[j];
        if (two.q.top >= one.q.bottom) break;
        if (
          one.node === two.node ||
          one.holder.contains(two.holder) ||
          two.holder.contains(one.holder)
        )
          continue;
        const x = Math.min(one.q.right, two.q.right) - Math.max(one.q.left, two.q.left);
        const y = Math.min(one.q.bottom, two.q.bottom) - Math.max(one.q.top, two.q.top);
        const least = Math.min(one.q.height, two.q.height);
        if (x > 4 && y > 0.45 * least) {
          const floats = (e) =>
            [e, ...a.ancestors(e)].some(
              (p) =>
                /fixed|sticky/.test(getComputedStyle(p).position) || p.matches("dialog, [popover]"),
            );
          if (floats(one.holder) || floats(two.holder)) continue;
          found.push(
            a.fault(
              criterion,
              two.holder,
              `${how} "${a.tidy(two.node.data).slice(0, 40)}" lies over "${a.tidy(one.node.data).slice(0, 40)}"`,
              "Let blocks push each other; no fixed heights, no absolute text.",
            ),
          );
          break outer;
        }
      }
    }
  }

  function grown() {
    for (const holder of holders()) {
      const before = a.sizes.get(a.selector(holder));
      const now = size(holder);
      // A sign that stands for no word may stay as it is drawn.
      if (before && now < before * 1.5 && /[\p{L}\p{N}]/u.test(holder.textContent)) {
        // Zoom meets 1.4.4; that a text size set in the browser counts too is good practice.
        found.push(
          a.fault(
            "best",
            holder,
            `${task.how} its text grows from ${before} only to ${now} px`,
            "Set font sizes in rem or em.",
          ),
        );
        break;
      }
    }
  }
};
