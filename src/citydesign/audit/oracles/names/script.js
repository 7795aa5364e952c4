(a) => {
  a.remember();
  const found = [];
  const words = (text) =>
    a.tidy(
      text
        .normalize("NFKC")
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, " "),
    );
  const letter = /[\p{L}\p{N}]/u;

  // Text runs of an element in order, each seen or hidden, to find words glued together.
  function glued(element) {
    let last = null;
    for (const node of a.textNodes(element)) {
      const holder = node.parentElement;
      if (!a.shown(holder) || a.closest(holder, "[aria-hidden=true]")) continue;
      const hidden = !a.seen(holder);
      if (last && last.hidden !== hidden) {
        const between = document.createRange();
        between.setStart(last.node, 0);
        between.setEnd(node, node.length);
        const text = between.toString();
        const at = last.node.length;
        // A box between the two would part them; one that is only hidden does not for all readers.
        const inline = [last.node.parentElement, holder].every((e) => {
          for (let at = e; at !== between.commonAncestorContainer && at; at = a.parent(at)) {
            const style = getComputedStyle(at);
            if (!/^(inline|contents)/.test(style.display) && !/absolute|fixed/.test(style.position))
              return false;
          }
          return true;
        });
        if (inline && letter.test(text[at - 1] ?? "") && letter.test(text[at] ?? "")) return text;
      }
      last = { node, hidden };
    }
    return null;
  }

  // The words that a control shows to everybody: what is hidden from readers is a drawing, and so
  // is a sign without a letter.
  function readable(control) {
    const parts = [...a.textNodes(control)].map((node) => node.parentElement);
    if (!parts.some((part) => a.closest(part, "[aria-hidden=true]"))) return a.visibleText(control);
    const told = parts.filter((part) => a.seen(part) && !a.closest(part, "[aria-hidden=true]"));
    return a.tidy([...new Set(told)].map(a.visibleText).join(" "));
  }

  for (const control of a.controls()) {
    a.judge("names", control);
    // Readers hear nothing of it; whether keys reach it, axe and the keyboard walk tell.
    if (a.closest(control, "[aria-hidden=true]")) continue;
    // What says itself that it is none, and can't be used.
    if (control.matches("[role=none]:disabled, [role=presentation]:disabled")) continue;
    // Their controls are the browser's, and what is between their tags is shown without them.
    if (control.matches("audio, video")) continue;
    const name = a.name(control);
    if (!name) {
      found.push(
        a.fault(
          "4.1.2",
          control,
          "this control has no accessible name",
          "Give it a label (for a field) or text (for a button or link).",
        ),
      );
      continue;
    }
    if (!letter.test(name)) {
      found.push(
        a.fault(
          "4.1.2",
          control,
          `its name is only "${name}"`,
          "Name the control in words; hide the sign from screen readers.",
        ),
      );
    }
    const labels = [...(control.labels ?? [])].filter(a.seen);
    const field = control.matches("input, select, textarea");
    const button = control.matches("input[type=submit], input[type=button], input[type=reset]");
    const unlabelled =
      field &&
      !button &&
      !control.labels?.length &&
      !control.matches("[aria-label], [aria-labelledby], [title]");
    if (unlabelled && control.placeholder && words(name) === words(control.placeholder)) {
      found.push(
        a.fault(
          "3.3.2",
          control,
          `only the placeholder "${control.placeholder}" names it, and that goes with the first letter`,
          "Give it a label that stays.",
        ),
      );
    }
    // The browser names it by its own button, which says how and not what.
    if (unlabelled && control.matches("[type=file]")) {
      found.push(
        a.fault(
          "3.3.2",
          control,
          `only the browser's button "${name}" names it`,
          "Give it a label that says which files are asked for.",
        ),
      );
    }
    let visible = "";
    if (button) visible = control.value;
    else if (labels.length) visible = a.visibleText(labels[0]);
    else if (!field && control.localName !== "iframe") visible = readable(control);
    // A skip link shows its words once it has the focus.
    if (!visible && !field && !a.seen(control)) visible = a.tidy(control.textContent);
    if (!visible || !letter.test(visible) || visible.length < 2) continue;
    if (control.hasAttribute("aria-label")) {
      // WCAG asks that the name holds the visible text; that nothing covers it is our own promise.
      found.push(
        a.fault(
          ` ${words(name)} `.includes(` ${words(visible)} `) ? "house" : "2.5.3",
          control,
          `aria-label "${control.getAttribute("aria-label")}" covers the visible text "${visible}"`,
          "Drop aria-label; add what is missing as visually hidden text after the visible text.",
        ),
      );
    }
    if (words(visible) && !`${words(name)} `.startsWith(`${words(visible)} `)) {
      // Holding it is the criterion, beginning with it is best practice.
      found.push(
        a.fault(
          ` ${words(name)} `.includes(` ${words(visible)} `) ? "best" : "2.5.3",
          control,
          `it reads "${visible}" but is named "${name}"`,
          "Begin the accessible name with the visible text, word for word.",
        ),
      );
    }
  }

  const glues = new Set();
  for (const text of a
    .all(
      "label, legend, h1, h2, h3, h4, h5, h6, p, li, td, th, dt, dd, summary, caption, a, button, time",
    )
    .filter(a.shown)) {
    const join = glued(text);
    if (!join || [...glues].some((inner) => text.contains(inner) || inner.contains(text))) continue;
    glues.add(text);
    found.push(
      a.fault(
        "4.1.2",
        text,
        `hidden and visible words are glued: "${a.tidy(join).slice(0, 80)}"`,
        "Put a space between the visible and the visually hidden text.",
      ),
    );
  }

  for (const text of a.all("[aria-label], [aria-labelledby]").filter(a.shown)) {
    if (!/^(generic|paragraph|none|presentation|strong|emphasis|)$/.test(a.role(text))) continue;
    if (text.matches(`${a.anyControl}, audio, video`)) continue;
    if (text.localName.includes("-") && !a.visibleText(text)) continue;
    const how = text.hasAttribute("aria-label") ? "aria-label" : "aria-labelledby";
    found.push(
      a.fault(
        "4.1.2",
        text,
        `${how} on an element without a role: many readers ignore it`,
        "Write the text into the page, visually hidden if it must be.",
      ),
    );
  }

  // One name, one place, one page, and yet two things: only the query tells them apart.
  const block = (element) => {
    let at = element.parentElement;
    while (at && a.parent(at) && /^(inline|contents)/.test(getComputedStyle(at).display))
      at = a.parent(at);
    return at;
  };
  const links = new Map();
  for (const link of a.all("a[href]").filter(a.shown)) {
    const address = link.href.baseVal ?? link.href;
    const url = URL.parse(address, location.href);
    const name = words(a.name(link));
    if (!url || !name || !/^https?:/.test(url.protocol)) continue;
    const place = block(link);
    if (!links.has(place)) links.set(place, new Map());
    const key = `${name} ${url.origin}${url.pathname}`;
    const other = links.get(place).get(key);
    if (other === undefined) links.get(place).set(key, url.search);
    else if (other !== url.search)
      found.push(
        a.fault(
          "2.4.4",
          link,
          `a second link named "${a.name(link)}" leads to something else`,
          "Say in each link where it leads.",
        ),
      );
  }

  const attribute = a.past(Element, "getAttribute");
  const landmarks = new Map();
  const roles = /^(navigation|complementary|region|form|search|main|banner|contentinfo)$/;
  const query = "nav, aside, section, form, search, main, header, footer, [role]";
  for (const landmark of a.all(query).filter(a.shown)) {
    // Without a name the browser takes the role away, and the author meant one all the same.
    const role =
      attribute(landmark, "role") === "region"
        ? "region"
        : a.role(landmark).replace(/^(sectionheader|sectionfooter)$/, "");
    if (!roles.test(role)) continue;
    // A form is a landmark only when it has a name (HTML-AAM).
    if (role === "form" && !a.name(landmark)) continue;
    a.judge("names", landmark);
    const key = `${role} ${a.part(landmark)}`;
    if (!landmarks.has(key)) landmarks.set(key, []);
    landmarks.get(key).push(landmark);
    if (role === "region" && !a.name(landmark)) {
      found.push(
        a.fault(
          "best",
          landmark,
          "a region without a name",
          "Name it by its heading with aria-labelledby.",
        ),
      );
    }
  }
  for (const [key, members] of landmarks) {
    if (members.length < 2) continue;
    const role = key.split(" ")[0];
    const names = members.map((member) => words(a.name(member)));
    members.forEach((member, index) => {
      if (!names[index]) {
        found.push(
          a.fault(
            "best",
            member,
            `one of ${members.length} ${role} landmarks, without a name`,
            "Name each landmark when a page has several of a kind.",
          ),
        );
      } else if (names.indexOf(names[index]) !== index) {
        found.push(
          a.fault(
            "best",
            member,
            `a second ${role} landmark named "${a.name(member)}"`,
            "Give each landmark of a kind a name of its own.",
          ),
        );
      }
    });
  }

  for (const group of a
    .all(
      "dialog, [role=dialog], [role=alertdialog], fieldset, [role=group], [role=radiogroup], [role=tablist], [role=toolbar], [role=menu], [role=listbox], [role=progressbar], [role=meter], progress, meter, [role=img]",
    )
    .filter(a.shown)) {
    a.judge("names", group);
    if (a.closest(group, "[aria-hidden=true]")) continue;
    if (!a.name(group)) {
      // A tab list, tool bar or menu may do without one (ARIA in HTML: name not required).
      const free =
        /^(tablist|toolbar|menu|group)$/.test(a.role(group)) || group.localName === "fieldset";
      found.push(
        a.fault(
          free ? "best" : "4.1.2",
          group,
          `this ${a.role(group) || group.localName} has no name`,
          "Name it: legend for a fieldset, aria-labelledby or aria-label for the rest.",
        ),
      );
    }
  }

  for (const group of a.all("optgroup").filter((g) => !a.tidy(g.label))) {
    found.push(
      a.fault("1.3.1", group, "a group of choices without a name", "Give the optgroup a label."),
    );
  }

  // Two fields that a screen-reader user can't tell apart: same name in the same group.
  const fields = new Map();
  for (const field of a
    .all("input:not([type=hidden], [type=submit], [type=button], [type=reset]), select, textarea")
    .filter(a.shown)) {
    const group = a.closest(field, "fieldset, [role=group], [role=radiogroup], form, tr, li");
    const key = `${a.role(field)} ${words(a.name(field))} ${group ? "" : a.part(field)}`;
    if (!fields.has(group)) fields.set(group, new Map());
    const twin = fields.get(group).get(key);
    if (twin && words(a.name(field))) {
      found.push(
        a.fault(
          group ? "3.3.2" : "best",
          field,
          `two fields of one group are named "${a.name(field)}"`,
          "Give each field a label that tells it from the others.",
        ),
      );
    }
    fields.get(group).set(key, field);
  }
  return found;
};
