(a) => {
  a.remember();
  const found = [];
  const big = 44 - 0.5;
  const small = 24 - 0.5;
  const seenControls = a
    .controls()
    .filter((control) => a.enabled(control) && control.localName !== "iframe");
  const boxes = new Map();

  const owns = (control, hit) => {
    if (!hit) return false;
    if (control.contains(hit)) return true;
    return [...(control.labels ?? [])].some((label) => label.contains(hit));
  };
  // Also in open shadow trees: a document names the host alone.
  function at(x, y) {
    let hit = document.elementFromPoint(x, y);
    for (let inner = hit; inner; inner = hit.shadowRoot?.elementFromPoint(x, y)) {
      if (inner !== hit && inner.getRootNode().host !== hit) break;
      hit = inner;
    }
    return hit;
  }

  // How far a press counts from the middle of a control, along one axis. Between two pixels, a
  // browser takes the one that is hit: so the steps are whole pixels.
  function reach(control, spot, dx, dy) {
    let far = 0;
    const [x, y] = [Math.floor(spot.x), Math.floor(spot.y)];
    while (far < big && owns(control, at(x + dx * (far + 1), y + dy * (far + 1)))) far += 1;
    return far;
  }

  function measure(control, spot) {
    const { width, height } = spot.rect;
    return {
      width: width >= big ? width : 1 + reach(control, spot, -1, 0) + reach(control, spot, 1, 0),
      height: height >= big ? height : 1 + reach(control, spot, 0, -1) + reach(control, spot, 0, 1),
    };
  }

  function middle(control) {
    const rects = [...control.getClientRects()].filter((r) => r.width > 1 && r.height > 1);
    if (!rects.length) return null;
    const rect = rects.reduce((x, y) => (x.width * x.height >= y.width * y.height ? x : y));
    return {
      rect,
      x: rect.left + rect.width / 2,
      y: rect.top + rect.height / 2,
      lines: rects.length,
    };
  }

  for (const control of seenControls) {
    let spot = middle(control);
    const visual = a.seen(control) || (spot && owns(control, at(spot.x, spot.y)));
    if (!visual) {
      const label = [...(control.labels ?? [])].find(a.seen);
      if (!label) continue;
      spot = middle(label);
    }
    if (!spot) continue;
    if (!owns(control, at(spot.x, spot.y))) {
      // Off the picture or under something else: the keyboard oracle judges that.
      if (spot.x < 0 || spot.y < 0 || spot.x > innerWidth || spot.y > innerHeight) continue;
    }
    a.judge("targets", control);
    const style = getComputedStyle(control);
    const link = control.matches("a[href]");
    let holder = control.parentElement;
    let inText = false;
    if (link && style.display === "inline" && holder) {
      while (a.parent(holder) && getComputedStyle(holder).display === "inline")
        holder = a.parent(holder);
      const rest = a.visibleText(holder).length - a.visibleText(control).length;
      const others = a
        .all("a[href], button", holder)
        .filter((other) => other !== control)
        .reduce((n, other) => n + a.visibleText(other).length, 0);
      inText = rest - others > 3;
    }
    const size = measure(control, spot);
    boxes.set(control, { ...spot, ...size, visual, inText });
  }

  // Two circles of 24 px, or one and a target, that don't meet (WCAG 2.5.8, exception Spacing).
  function crowded(control, own) {
    for (const [other, its] of boxes) {
      if (other === control || control.contains(other) || other.contains(control)) continue;
      const dx = Math.max(its.rect.left - own.x, 0, own.x - its.rect.right);
      const dy = Math.max(its.rect.top - own.y, 0, own.y - its.rect.bottom);
      const undersized = its.width < small || its.height < small;
      if (Math.hypot(dx, dy) < 12 || (undersized && Math.hypot(its.x - own.x, its.y - own.y) < 24))
        return true;
    }
    return false;
  }

  for (const [control, own] of boxes) {
    const { rect, visual, inText, width, height } = own;
    if (inText) continue;
    const over = [0.08, 0.92]
      .map((part) => at(rect.left + part * rect.width, own.y))
      .find(
        (hit) =>
          hit &&
          visual &&
          !owns(control, hit) &&
          !hit.contains(control) &&
          !a.closest(hit, `${a.anyControl}, label`) &&
          rect.width >= big,
      );
    if (over && own.lines === 1 && rect.right <= innerWidth) {
      found.push(
        a.fault(
          "2.5.5",
          control,
          `${a.selector(over)} lies over a part of it: a press there does nothing`,
          "Set pointer-events: none on what only decorates.",
        ),
      );
    }
    if (width < big || height < big) {
      const little = width < small || height < small;
      const criterion = little && crowded(control, own) ? "2.5.8" : "2.5.5";
      found.push(
        a.fault(
          criterion,
          control,
          `target of ${Math.round(width)} x ${Math.round(height)} px, wanted 44 x 44`,
          "Give the control min-block-size and min-inline-size of 44 px, or padding that counts as target.",
        ),
      );
    }
  }

  // Links inside text: 24 px high, or a circle of 24 px around them meets no other target.
  for (const [control, own] of boxes) {
    if (!own.inText || (own.width >= small && own.height >= small)) continue;
    for (const [other, its] of boxes) {
      if (other === control || control.contains(other) || other.contains(control)) continue;
      const dx = Math.max(its.rect.left - own.x, 0, own.x - its.rect.right);
      const dy = Math.max(its.rect.top - own.y, 0, own.y - its.rect.bottom);
      const near = Math.hypot(dx, dy) < 12;
      const rows = its.inText && Math.hypot(its.x - own.x, its.y - own.y) < 24;
      if (near || rows) {
        // WCAG spares links in a sentence; this design system doesn't.
        found.push(
          a.fault(
            "house",
            control,
            "a small link in text with another target within 24 px",
            "Part the two links, or give them line height.",
          ),
        );
        break;
      }
    }
  }
  return found;
};
