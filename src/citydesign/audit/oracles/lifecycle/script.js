async (a, html) => {
  const found = [];
  const pick = (doc) => doc.querySelector("main, [role=main]") ?? doc.body;
  const main = pick(document);
  const server = pick(new DOMParser().parseFromString(html, "text/html")).innerHTML;
  // What was put off to the next frame was asked for earlier, so it is done before this is.
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const global = () =>
    JSON.stringify([a.listening(document), a.listening(window), a.listening(document.body)]);
  const mend = "Do the work in connectedCallback once, undo it in disconnectedCallback.";
  const put = async () => {
    main.innerHTML = server;
    await frame();
  };

  await put();
  const first = main.innerHTML;
  const listenedFirst = global();
  for (let turn = 0; turn < 2; turn += 1) await put();
  if (main.innerHTML !== first) {
    found.push(
      a.fault("house", main, "inserted a third time, it is not the same as the first time", mend),
    );
  }
  if (global() !== listenedFirst) {
    found.push(
      a.fault(
        "house",
        main,
        `listeners on the document pile up: ${listenedFirst} became ${global()}`,
        mend,
      ),
    );
  }

  // Moved: out and in again, the same nodes.
  const parts = [...main.querySelectorAll("*")];
  const counted = () => parts.map((e) => JSON.stringify(a.listening(e)));
  const before = counted();
  const children = [...main.children];
  for (let turn = 0; turn < 3; turn += 1) {
    for (const child of children) child.remove();
    await frame();
    main.append(...children);
    await frame();
  }
  const after = counted();
  const doubled = parts.findIndex((_, index) => after[index] !== before[index]);
  if (doubled >= 0) {
    found.push(
      a.fault(
        "house",
        parts[doubled],
        `moved three times, its listeners went from ${before[doubled]} to ${after[doubled]}`,
        mend,
      ),
    );
  }
  const clean = (text) => text.replace(/>\s+</g, "><");
  const now = [...main.children].map((e) => e.outerHTML).join("");
  const want = (() => {
    const box = document.createElement("div");
    box.innerHTML = first;
    return [...box.children].map((e) => e.outerHTML).join("");
  })();
  if (clean(now) !== clean(want)) {
    found.push(a.fault("house", main, "moved three times, it is not the same as before", mend));
  }
  if (global() !== listenedFirst) {
    found.push(
      a.fault("house", main, "moved three times, listeners on the document pile up", mend),
    );
  }

  // A switch pressed once must switch once.
  for (const toggle of main.querySelectorAll("button[aria-expanded], button[aria-pressed]")) {
    if (!a.shown(toggle) || toggle.disabled) continue;
    const attribute = toggle.hasAttribute("aria-expanded") ? "aria-expanded" : "aria-pressed";
    const was = toggle.getAttribute(attribute);
    toggle.click();
    await frame();
    if (toggle.isConnected && toggle.getAttribute(attribute) === was) {
      found.push(
        a.fault("house", toggle, `after moving, one press leaves ${attribute} at ${was}`, mend),
      );
    }
    toggle.click();
    await frame();
  }

  // A node moved by moveBefore keeps its focus; a component must not take it away.
  if ("moveBefore" in Element.prototype) {
    const holder = [...main.children].find((e) =>
      a.controls().some((c) => e.contains(c) && a.enabled(c) && a.seen(c)),
    );
    const control =
      holder &&
      a
        .controls()
        .find(
          (c) => holder.contains(c) && c !== holder && a.enabled(c) && a.seen(c) && c.tabIndex >= 0,
        );
    if (control) {
      control.focus();
      const had = document.activeElement === control;
      main.moveBefore(holder, null);
      await frame();
      if (had && document.activeElement !== control) {
        found.push(
          a.fault(
            "2.4.3",
            control,
            "moved within the page, it loses the focus",
            "Keep the node; don't build it again when it is moved.",
          ),
        );
      }
    }
  }
  // A node moved elsewhere must not draw the focus to itself.
  if ("moveBefore" in Element.prototype) {
    for (const holder of [...main.children].slice(0, 12)) {
      const other = a
        .controls()
        .find((c) => !holder.contains(c) && a.enabled(c) && c.tabIndex >= 0);
      if (!other) continue;
      other.focus();
      if (document.activeElement !== other) continue;
      main.moveBefore(holder, null);
      // Only a custom element can learn of it.
      if ([holder, ...holder.querySelectorAll("*")].some((e) => e.localName.includes("-")))
        await frame();
      if (document.activeElement !== other) {
        found.push(
          a.fault(
            "2.4.3",
            holder,
            "moved within the page, it takes the focus from where somebody works",
            "Take the focus once, when the page opens.",
          ),
        );
        break;
      }
    }
  }
  main.innerHTML = "";
  await frame();
  if (a.log.errors.length) {
    found.push(a.fault("house", main, `script error: ${a.log.errors[0]}`, mend));
  }
  return found;
};
