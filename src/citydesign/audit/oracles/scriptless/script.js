(a, task) => {
  const fields = () =>
    a
      .all("input[name]:not([type=hidden]), select[name], textarea[name]")
      .filter((e) => a.shown(e) || [...(e.labels ?? [])].some(a.shown));
  // What a list offers for a field that takes any text can be typed; the field is compared.
  const suggested = (e) => {
    const list = a.closest(e, "[role=listbox]");
    return (
      list?.id &&
      a
        .all("input[name][role=combobox]")
        .some((field) => (field.getAttribute("aria-controls") ?? "").split(" ").includes(list.id))
    );
  };
  const key = (e) => `${e.name}=${/radio|checkbox/.test(e.type) ? e.value : ""}`;
  const inventory = () => ({
    fields: [...new Set(fields().map(key))],
    links: [
      ...new Set(
        a
          .all("a[href]")
          .filter(a.shown)
          .map((e) => e.getAttribute("href")),
      ),
    ],
    texts: [
      ...new Set(
        [...a.textNodes(document.body)]
          .filter(
            (n) =>
              a.seen(n.parentElement) &&
              !a.closest(
                n.parentElement,
                // A grid over the page, such as a calendar, is worked by keys of a script; the field
                // that it fills is compared.
                "button, [role=status], [role=alert], [aria-live], output, option, dialog [role=grid]",
              ) &&
              !suggested(n.parentElement),
          )
          .map((n) => a.tidy(n.data))
          .filter((t) => /[\p{L}]{2}/u.test(t)),
      ),
    ],
  });
  if (task.verb === "inventory") return inventory();

  const found = [];
  // What a person can open without a script: details, popovers, choices that reveal.
  // A disclosure with nothing in it shows what follows it.
  const empty = (d) => d.children.length === 1 && !d.open;
  const beside = (e) => {
    for (let at = e; at; at = a.parent(at)) {
      for (let before = at.previousElementSibling; before; before = before.previousElementSibling) {
        if (
          [before, ...before.querySelectorAll("details")].some(
            (d) => d.localName === "details" && empty(d),
          )
        )
          return true;
      }
    }
    return false;
  };
  const openable = (e) =>
    a.closest(e, "details:not([open])") ||
    beside(e) ||
    (a.closest(e, "[popover]") &&
      document.querySelector(`[popovertarget="${CSS.escape(a.closest(e, "[popover]").id)}"]`));
  const revealed = (e) => {
    for (let at = e; at; at = a.parent(at)) {
      const style = getComputedStyle(at);
      if (style.display !== "none") continue;
      const before = at.previousElementSibling;
      // A choice that is hidden itself reveals nothing.
      const choice = [at.parentElement, before]
        .filter(Boolean)
        .flatMap((p) => [p, ...p.querySelectorAll("*")])
        .some((p) => p.matches("input[type=radio], input[type=checkbox]") && !at.contains(p));
      return choice && !at.hidden;
    }
    return false;
  };
  // What was there with scripts, unless it is the same page.
  if (task.with) {
    lostFields(task.with.fields);
    lostLinks(task.with.links);
    lostTexts(task.with.texts);
  }
  deadButtons();
  return found;

  function lostFields(wantedFields) {
    const all = a.all("input[name], select[name], textarea[name]");
    const here = new Set(fields().map(key));
    for (const wanted of wantedFields) {
      if (here.has(wanted)) continue;
      const field = all.find((e) => key(e) === wanted);
      if (field && (openable(field) || revealed(field))) continue;
      found.push(
        a.fault(
          "house",
          field ?? document.body,
          `without scripts the field ${wanted.split("=")[0]} can't be used`,
          "Render it visible; let the script hide it.",
        ),
      );
    }
  }

  function lostLinks(wantedLinks) {
    const linked = new Set(
      a
        .all("a[href]")
        .filter((e) => a.shown(e) || openable(e) || revealed(e))
        .map((e) => e.getAttribute("href")),
    );
    for (const href of wantedLinks) {
      if (linked.has(href)) continue;
      const link = a.all("a[href]").find((e) => e.getAttribute("href") === href);
      found.push(
        a.fault(
          "house",
          link ?? document.body,
          `without scripts the link to ${href} can't be used`,
          "Render it visible; let the script hide it.",
        ),
      );
    }
  }

  function lostTexts(wantedTexts) {
    const shownText = new Set(inventory().texts);
    // What a list of a script offers is in the browser's own list too, if that can be opened.
    const offered = new Set(
      a
        .all("select")
        .filter(a.shown)
        .flatMap((select) => [...select.querySelectorAll("option, optgroup")])
        .map((one) => a.tidy(one.label)),
    );
    const anywhere = new Map(
      [...a.textNodes(document.body)].map((n) => [a.tidy(n.data), n.parentElement]),
    );
    for (const text of wantedTexts) {
      if (shownText.has(text) || offered.has(text)) continue;
      const holder = anywhere.get(text);
      if (holder && (openable(holder) || revealed(holder) || a.shown(holder))) continue;
      // A number that a script counts down from is in the text that it replaces.
      if (
        !holder &&
        (text.match(/\d+/g) ?? []).some((n) => [...shownText].some((t) => t.includes(n)))
      )
        continue;
      found.push(
        a.fault(
          "house",
          holder ?? document.body,
          `without scripts the text "${text.slice(0, 60)}" can't be read`,
          "Render it from the server, visible.",
        ),
      );
    }
  }

  function deadButtons() {
    for (const button of a.all("button, [role=button], input[type=button]").filter(a.shown)) {
      const live = button.matches("input[type=button], [role=button]:not(button, summary)")
        ? false
        : (button.type !== "button" && (button.form || button.closest("form"))) ||
          button.matches("[popovertarget], [commandfor], [formaction]") ||
          button.localName === "summary";
      if (button.matches("a[href]")) continue;
      // A lone submit button on a page without a form shows what it looks like, no task.
      if (button.type === "submit" && !document.querySelector("form")) continue;
      // What says that it can't be used promises nothing.
      if (!live && !button.disabled && button.ariaDisabled !== "true") {
        found.push(
          a.fault(
            "house",
            button,
            `without scripts the button "${a.visibleText(button)}" does nothing`,
            "Make it a submit button, a link, details, or let the script add it.",
          ),
        );
      }
    }
  }
};
