(a, verb) => {
  a.remember();
  const found = [];
  if (verb === "moving") {
    // What the style says, and not what still runs: a busy machine may look after its end.
    const lasting = (style) => {
      const times = (text) => text.split(",").map((t) => 1000 * parseFloat(t));
      const [durations, delays] = [times(style.animationDuration), times(style.animationDelay)];
      const turns = style.animationIterationCount.split(",").map((n) => parseFloat(n) || Infinity);
      const plays = style.animationPlayState.split(",").map((state) => state.trim() !== "paused");
      return style.animationName
        .split(",")
        .some(
          (name, index) =>
            name.trim() !== "none" &&
            plays[index % plays.length] &&
            delays[index % delays.length] +
              durations[index % durations.length] * turns[index % turns.length] >
              5000,
        );
    };
    const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const mend = "Set animation and transition to none under prefers-reduced-motion: reduce.";
    const endless = "it moves for more than five seconds with no way to stop it";
    const stop = "Let it stop by itself within five seconds, or give a control.";
    const busy =
      "progress, [role=progressbar], [role=status], [aria-busy=true], [aria-disabled=true], :disabled";
    for (const animation of document.getAnimations()) {
      const timing = animation.effect?.getComputedTiming();
      const target = animation.effect?.target;
      if (!target || !timing || timing.endTime <= 10) continue;
      if (animation.playState === "paused" || !a.shown(target)) continue;
      if (reduced) found.push(a.fault("2.3.3", target, "it still moves with reduced motion", mend));
      else if (timing.endTime > 5000 && !a.closest(target, busy))
        found.push(a.fault("2.2.2", target, endless, stop));
    }
    const animations = a.past(Element, "getAnimations");
    const held = (element) => {
      const own = animations(element);
      return own.length > 0 && own.every((animation) => animation.playState === "paused");
    };
    if (!reduced) {
      const told = new Set(found.map((fault) => fault.selector));
      for (const element of a.all("body, body *")) {
        if (told.has(a.selector(element)) || a.closest(element, busy)) continue;
        if (!a.shown(element) || held(element) || !lasting(getComputedStyle(element))) continue;
        found.push(a.fault("2.2.2", element, endless, stop));
      }
      return found;
    }
    const told = new Set();
    for (const element of a.all("body, body *")) {
      const style = getComputedStyle(element);
      const moves =
        /all|transform|translate|scale|rotate|inset|top|left|right|bottom|height|width|margin|block-size|inline-size/;
      const times = style.transitionDuration.split(",").map(parseFloat);
      const slow = style.transitionProperty
        .split(",")
        .some(
          (name, index) =>
            times[index % times.length] > 0.01 && moves.test(name) && !/-(color|style)$/.test(name),
        );
      const plays =
        style.animationName !== "none" &&
        parseFloat(style.animationDuration) > 0.01 &&
        /running/.test(style.animationPlayState);
      const look = element.className?.baseVal ?? element.className;
      if ((slow || plays) && !told.has(look)) {
        told.add(look);
        found.push(a.fault("2.3.3", element, "it would move with reduced motion", mend));
      }
    }
    if (getComputedStyle(document.documentElement).scrollBehavior === "smooth")
      found.push(
        a.fault("2.3.3", document.documentElement, "smooth scrolling with reduced motion", mend),
      );
    return found;
  }
  if (verb === "read") {
    const main = document.querySelector("main, [role=main]") ?? document.body;
    const rows = [];
    for (const node of a.textNodes(main)) {
      const holder = node.parentElement;
      if (
        !a.seen(holder) ||
        a.closest(holder, "button, nav, select, [role=button], .city-skip-link")
      )
        continue;
      // What explains a control goes with the control.
      const told = a.closest(holder, "[id]")?.id;
      if (told && main.querySelector(`button[aria-describedby~="${CSS.escape(told)}"]`)) continue;
      if (a.closest(holder, "a") && !a.closest(holder, "p, li, td, dd, h1, h2, h3, h4")) continue;
      rows.push(holder);
    }
    a.printed = [...new Set(rows)];
    return found;
  }
  // On paper nothing moves: each thing is where it begins, whenever this is asked.
  const moving = document
    .getAnimations()
    .filter((one) => one.playState === "running" && one.timeline === document.timeline);
  for (const one of moving) {
    one.pause();
    one.currentTime = 0;
  }
  const wide = document.documentElement.clientWidth;
  for (const holder of a.printed) {
    if (!a.seen(holder)) {
      found.push(
        a.fault(
          "house",
          holder,
          "text of the main content is missing in print",
          "Hide only navigation and controls in print.",
        ),
      );
    }
  }
  if (document.documentElement.scrollWidth > wide + 1)
    found.push(
      a.fault(
        "house",
        document.documentElement,
        `wider than a printed page (${document.documentElement.scrollWidth} px on ${wide})`,
        "Let wide content wrap in print.",
      ),
    );
  for (const element of a.all("body *").filter(a.seen)) {
    if (/fixed|sticky/.test(getComputedStyle(element).position))
      found.push(
        a.fault(
          "house",
          element,
          "fixed or sticky in print: it lies over every sheet",
          "Set position: static in print.",
        ),
      );
  }
  // Printers leave backgrounds out: ink must be dark by itself.
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    // Ink that lets the paper through is as pale as it looks.
    for (const layer of ["white", colour]) {
      pen.fillStyle = layer;
      pen.fillRect(0, 0, 1, 1);
    }
    return a.luminance([...pen.getImageData(0, 0, 1, 1).data].slice(0, 3));
  };
  for (const holder of a.printed.filter(a.seen)) {
    const style = getComputedStyle(holder);
    const kept = [holder, ...a.ancestors(holder)].some(
      (e) =>
        getComputedStyle(e).printColorAdjust === "exact" &&
        getComputedStyle(e).backgroundColor !== "rgba(0, 0, 0, 0)",
    );
    const ratio = 1.05 / (light(style.color) + 0.05);
    if (!kept && ratio < 4.5) {
      found.push(
        a.fault(
          "house",
          holder,
          `printed on white its ink has contrast ${ratio.toFixed(2)}`,
          "Use dark ink in print, whatever the scheme.",
        ),
      );
      break;
    }
  }
  for (const one of moving) one.play();
  return found;
};
