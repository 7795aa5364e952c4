(a, task) => {
  a.remember();
  const found = [];
  const letter = /[\p{L}\p{N}]/u;

  // WAI-ARIA 1.2, aria-expanded: supported roles.
  const expandable =
    /^(application|button|checkbox|combobox|gridcell|link|listbox|menuitem|menuitemcheckbox|menuitemradio|popupbutton|row|rowheader|columnheader|switch|tab|treeitem)$/;
  for (const element of a.all("[aria-expanded]").filter(a.shown)) {
    a.judge("roles", element);
    const role = a.role(element);
    const state = element.getAttribute("aria-expanded");
    if (!expandable.test(role) && !element.matches("button, a[href], select")) {
      found.push(
        a.fault(
          "4.1.2",
          element,
          `aria-expanded on ${role || element.localName}, which has no such state`,
          "Put aria-expanded on the button that opens, or use details and summary.",
        ),
      );
    }
    const id = element.getAttribute("aria-controls");
    const target = id && document.getElementById(id.split(" ")[0]);
    if (target) {
      if (state === "true" && !a.shown(target)) {
        found.push(
          a.fault(
            "4.1.2",
            element,
            "aria-expanded says true, but what it controls is not shown",
            "Change aria-expanded and the visibility in one place.",
          ),
        );
      }
      if (state === "false" && a.seen(target) && a.visibleText(target)) {
        found.push(
          a.fault(
            "4.1.2",
            element,
            "aria-expanded says false, but what it controls is shown",
            "Change aria-expanded and the visibility in one place.",
          ),
        );
      }
    }
  }

  for (const list of a.all("ul, ol").filter(a.shown)) {
    const given = list.getAttribute("role");
    if (
      /^(none|presentation)$/.test(given ?? "") &&
      [...list.children].filter((item) => item.localName === "li" && !item.role && a.shown(item))
        .length > 1
    ) {
      found.push(
        a.fault(
          "1.3.1",
          list,
          "a list that says it is none: nobody hears how many things there are",
          "Leave the role out, or set role=list.",
        ),
      );
    }
    if (given && given !== "list") continue;
    a.judge("roles", list);
    if (list.children.length === 0) {
      found.push(
        a.fault("best", list, "an empty list", "Leave the list out when it has no items."),
      );
    }
    // Safari drops the list role with list-style none, except inside nav or with role=list.
    const bare = getComputedStyle(list).listStyleType === "none";
    if (bare && given !== "list" && !a.closest(list, "nav, [role=navigation]")) {
      found.push(
        a.fault(
          "best",
          list,
          "list-style: none takes the list role away in Safari",
          'Add role="list" to the list.',
        ),
      );
    }
    if (a.role(list) !== "list") {
      found.push(
        a.fault(
          "1.3.1",
          list,
          `the browser sees this list as "${a.role(list)}"`,
          "Keep list semantics: no display or role that removes them.",
        ),
      );
    }
    for (const item of list.children) {
      if (item.localName !== "li" || !a.shown(item)) continue;
      if (!/^(listitem)$/.test(a.role(item))) {
        found.push(
          a.fault(
            "1.3.1",
            item,
            `the browser sees this list item as "${a.role(item)}"`,
            "Leave the role of the list item alone.",
          ),
        );
      }
    }
  }

  const expected = {
    table: "table|grid|treegrid",
    thead: "rowgroup",
    tbody: "rowgroup",
    tr: "row",
    td: "cell|gridcell",
    th: "columnheader|rowheader",
  };
  for (const table of a.all("table").filter(a.shown)) {
    if (table.matches("[role=presentation], [role=none]")) continue;
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, td, th")]) {
      if (!a.shown(part) || a.closest(part, "table") !== table) continue;
      a.judge("roles", part);
      const role = a.role(part);
      // Before Safari 17 and Chrome 80, display other than table removed the role; Safari still
      // does for display: contents and grid.
      const display = getComputedStyle(part).display;
      const restyled = !/^(inline-)?table|^none/.test(display) && !part.hasAttribute("role");
      // What its author calls it, the author means.
      if (/^(cell|gridcell|columnheader|rowheader|row|rowgroup)$/.test(part.role ?? "")) continue;
      // A table of one column and without a header is laid out, as the browser guesses too.
      if (part === table && !role) break;
      if (!new RegExp(`^(${expected[part.localName]})$`).test(role) || restyled) {
        found.push(
          a.fault(
            "1.3.1",
            part,
            restyled
              ? `display: ${display} takes the role of <${part.localName}> away in Safari`
              : `the browser sees <${part.localName}> as "${role}"`,
            "Write the table roles out (role=table, row, cell, ...) when display is changed.",
          ),
        );
        break;
      }
    }
    const head = table.tHead?.rows[0];
    const bare =
      head &&
      head.cells.length > 1 &&
      ![...head.cells].some((cell) => cell.matches("th, [role=columnheader]"));
    if (bare || !table.querySelector("th, [role=columnheader], [role=rowheader]")) {
      // Without any sign of data it may be there for the layout alone.
      const data = table.matches(":has(> caption, > thead, > tfoot, [scope], [headers])");
      found.push(
        a.fault(
          data || a.name(table) ? "1.3.1" : "best",
          table,
          "a table without a header cell",
          "Mark header cells with th and scope.",
        ),
      );
    }
    if (!a.name(table)) {
      found.push(a.fault("best", table, "a table without a name", "Give it a caption."));
    }
  }

  const look = (element) =>
    [element, ...element.querySelectorAll("*")]
      .slice(0, 8)
      .flatMap((part) =>
        [null, "::before", "::after"].map((pseudo) => {
          const style = getComputedStyle(part, pseudo);
          return [
            style.color,
            style.backgroundColor,
            style.backgroundImage,
            style.fontWeight,
            style.fontSize,
            style.borderColor,
            style.borderWidth,
            style.borderStyle,
            style.boxShadow,
            style.textDecoration,
            style.outline,
            style.opacity,
            style.maskImage,
            pseudo ? style.content : "",
          ].join();
        }),
      )
      .join("|");
  for (const current of a
    .all(
      '[class*="--current"], [class*="__current"], [class*="--today"], [class*="--active"], [class*="--selected"]',
    )
    .filter(a.seen)) {
    const says =
      "[aria-current]:not([aria-current=false]), [aria-selected=true], [aria-checked=true], [aria-pressed=true], :checked";
    // At some widths the class of a selected tab draws nothing.
    const twin =
      current.matches('[class*="--selected"]') &&
      [...(current.parentElement ? a.children(current.parentElement) : [])].find(
        (other) => other !== current && other.localName === current.localName && a.seen(other),
      );
    if (twin && look(twin) === look(current)) continue;
    // A panel shows what its tab says.
    const opener = current.id ? a.all(`[aria-controls~="${CSS.escape(current.id)}"]`)[0] : null;
    if (opener?.matches(says)) continue;
    // Only one among several can be the current one: a number in a heading counts steps.
    if (
      !a.closest(current, "li, a, button, td, th, nav, [role]") &&
      ![...(current.parentElement ? a.children(current.parentElement) : [])].some(
        (other) =>
          other !== current &&
          [...other.classList].some((name) => current.classList.contains(name)),
      )
    )
      continue;
    if (!current.matches(says) && !current.querySelector(says) && !a.closest(current, says)) {
      found.push(
        a.fault(
          "best",
          current,
          "drawn as current or selected, but only for the eye",
          "Say it too: aria-current, aria-selected or aria-pressed.",
        ),
      );
    }
  }
  for (const nav of a.all("nav, [role=navigation]").filter(a.shown)) {
    if (![...nav.querySelectorAll(a.anyControl)].some(a.shown)) {
      found.push(
        a.fault(
          "1.3.1",
          nav,
          "a navigation with nothing in it that is shown",
          "Hide the whole landmark, or leave something to follow.",
        ),
      );
    }
    const current = [...nav.querySelectorAll("[aria-current]:not([aria-current=false])")].filter(
      a.shown,
    );
    for (const kind of new Set(current.map((one) => one.getAttribute("aria-current")))) {
      const same = current.filter((one) => one.getAttribute("aria-current") === kind);
      if (same.length > 1) {
        found.push(
          a.fault(
            "4.1.2",
            same[1],
            `${same.length} items of one navigation are current (${kind})`,
            "Mark one item as current.",
          ),
        );
      }
    }
    // "You are here" for the eye alone: one heavy entry among links, or the page's own address.
    const links = [...nav.querySelectorAll("a[href]")].filter(a.seen);
    const here = links.filter((link) => !link.hash && link.href === location.href);
    // Where several things lead here, their addresses are still to be written.
    const things = new Set(here.map(a.visibleText));
    for (const link of here) {
      if (current.length || things.size > 1) continue;
      found.push(
        a.fault(
          "best",
          link,
          "a navigation link to this very page without aria-current",
          'Add aria-current="page".',
        ),
      );
    }
    const items = links.map((link) => Number(getComputedStyle(link).fontWeight));
    const heavy = links.filter((_, index) => items[index] >= 600);
    if (links.length > 2 && heavy.length === 1 && !current.length && Math.min(...items) < 600) {
      found.push(
        a.fault(
          "best",
          heavy[0],
          "one navigation link is drawn apart, but nothing says it is current",
          'Add aria-current="page".',
        ),
      );
    }
  }

  for (const link of a.all("nav a[hreflang], header a[hreflang]").filter(a.shown)) {
    const own = link.hreflang.split("-")[0] === document.documentElement.lang.split("-")[0];
    if (own && !a.closest(link, "[aria-current]") && !link.querySelector("[aria-current]")) {
      found.push(
        a.fault(
          "1.3.1",
          link,
          "a link to the language of this page that doesn't say it is current",
          'Add aria-current="true".',
        ),
      );
    }
  }

  // A field in error must say so and why (WCAG 3.3.1).
  for (const field of a.all("[aria-invalid=true]").filter(a.shown)) {
    a.judge("roles", field);
    const ids =
      `${field.getAttribute("aria-describedby") ?? ""} ${field.getAttribute("aria-errormessage") ?? ""}`.trim();
    const group = a.closest(
      field,
      "fieldset[aria-describedby], [role=group][aria-describedby], [role=radiogroup][aria-describedby]",
    );
    const told = `${ids} ${group?.getAttribute("aria-describedby") ?? ""}`
      .trim()
      .split(/\s+/)
      .map((id) => id && document.getElementById(id))
      .filter((e) => e && a.seen(e) && letter.test(e.textContent));
    if (!told.length) {
      found.push(
        a.fault(
          "3.3.1",
          field,
          "marked as wrong, but no visible message is tied to it",
          "Give the message an id and name it in aria-describedby.",
        ),
      );
    }
  }
  const described = new Set(
    a
      .all("[aria-describedby], [aria-errormessage]")
      .flatMap((e) =>
        `${e.getAttribute("aria-describedby") ?? ""} ${e.getAttribute("aria-errormessage") ?? ""}`
          .trim()
          .split(/\s+/),
      ),
  );
  const messages = a
    .all('[class*="error-message"], [class*="__error"]')
    .filter(a.seen)
    .filter((e) => !e.querySelector("input, select, textarea, a[href]"))
    .filter((e) => !a.closest(e, "[role=alert], a, button, label, legend"));
  for (const message of messages) {
    if (!letter.test(a.visibleText(message))) continue;
    // The whole message speaks for its parts.
    if (messages.some((other) => other !== message && other.contains(message))) continue;
    // Drawn for the eye, and said in the same words by a live region.
    const same = (region) =>
      !a.closest(region, "[aria-hidden=true]") &&
      a.tidy(region.textContent).includes(a.visibleText(message));
    if (a.closest(message, "[aria-hidden=true]") && a.all(a.live).some(same)) continue;
    a.judge("roles", message);
    const inside = message.querySelector("[id]");
    if (!described.has(message.id) && !(inside && described.has(inside.id))) {
      found.push(
        a.fault(
          "best",
          message,
          "an error message that no field points to",
          "Name its id in aria-describedby of the field or fieldset.",
        ),
      );
      continue;
    }
    const owner = a.all(`[aria-describedby~="${CSS.escape(message.id)}"]`)[0];
    // A message about a group is tied to the group; which of its fields is wrong, its words say.
    if (owner?.matches("input, select, textarea") && !owner.matches("[aria-invalid=true]")) {
      found.push(
        a.fault(
          "best",
          owner,
          "its error message is shown, but the field doesn't say it is wrong",
          'Set aria-invalid="true" on the field that must be corrected.',
        ),
      );
    }
  }

  for (const hint of a.all('[class*="hint"][id]').filter(a.shown)) {
    if (
      described.has(hint.id) ||
      hint.querySelector("input, select, textarea") ||
      a.closest(hint, "label, legend, button, a")
    )
      continue;
    // Drawn for the eye, and told to each field of the group in words of its own.
    const group =
      a.closest(hint, "[aria-hidden=true]") &&
      a.closest(hint, "fieldset, [role=group], [role=radiogroup]");
    const asked = [
      ...(group?.querySelectorAll("input:not([type=hidden]), select, textarea") ?? []),
    ];
    const told = (field) =>
      (field.getAttribute("aria-describedby") ?? "")
        .split(/\s+/)
        .some((id) => letter.test((id && document.getElementById(id)?.textContent) || ""));
    if (asked.length && asked.every(told)) continue;
    found.push(
      a.fault(
        "best",
        hint,
        "a hint that no field points to: nobody hears it at the field",
        "Name its id in aria-describedby of the field or fieldset.",
      ),
    );
  }

  // A unit beside a field: 80 of what?
  for (const field of a.all("input, select, textarea").filter(a.seen)) {
    if (
      field.matches(
        "[type=checkbox], [type=radio], [type=hidden], [type=submit], [type=button], [type=reset]",
      )
    )
      continue;
    const beside = a.box(field);
    for (const text of a.children(field.parentElement ?? field.getRootNode())) {
      if (
        text === field ||
        text.matches("label, legend, button, a, datalist, [role=status], [aria-hidden=true]") ||
        text.querySelector(a.anyControl)
      )
        continue;
      if (!a.seen(text) || text.matches("output") || text.childElementCount > 3) continue;
      // A sign is no word, and what its own label holds is read with it.
      if (!/[\p{L}\p{N}]/u.test(a.visibleText(text))) continue;
      if ([...(field.labels ?? [])].some((label) => label.contains(text))) continue;
      const its = a.box(text);
      if (Math.min(its.bottom, beside.bottom) - Math.max(its.top, beside.top) < its.height / 2)
        continue;
      const ids =
        `${field.getAttribute("aria-describedby") ?? ""} ${field.getAttribute("aria-labelledby") ?? ""}`.split(
          /\s+/,
        );
      if (!ids.some((id) => id && (text.id === id || text.querySelector(`#${CSS.escape(id)}`)))) {
        found.push(
          a.fault(
            "1.3.1",
            text,
            `"${a.visibleText(text)}" is beside a field that does not point to it`,
            "Name its id in aria-describedby of the field.",
          ),
        );
      }
    }
  }

  // A choice that opens something says so before it is made.
  for (const choice of a.all("input[type=radio], input[type=checkbox]").filter(a.shown)) {
    const was = choice.checked;
    choice.checked = false;
    const opens = [...a.children(choice.parentElement ?? choice.getRootNode())].find(
      (e) => !a.shown(e) && e.querySelector("input:not([type=hidden]), select, textarea"),
    );
    choice.checked = was;
    const tells = ["aria-describedby", "aria-controls", "aria-expanded", "aria-details"].some(
      (name) => choice.hasAttribute(name),
    );
    if (opens && !tells) {
      found.push(
        a.fault(
          "4.1.2",
          choice,
          "choosing it opens a further question, and nothing says so",
          "Say it in a description, or with aria-expanded and aria-controls on a checkbox.",
        ),
      );
    }
  }

  // Why can't it be used? A person who meets it has nobody to ask.
  for (const still of a
    .all(
      "button:disabled, input:disabled, select:disabled, textarea:disabled, [aria-disabled=true]",
    )
    .filter(a.seen)) {
    if (a.closest(still, "fieldset:disabled, [aria-busy=true], [data-loading], option")) continue;
    const words =
      `${still.getAttribute("aria-describedby") ?? ""} ${still.getAttribute("aria-errormessage") ?? ""}`
        .trim()
        .split(/\s+/)
        .map((id) => id && document.getElementById(id))
        .filter((e) => e && letter.test(e.textContent));
    if (!words.length && !still.title) {
      found.push(
        a.fault(
          "house",
          still,
          "it can't be used and doesn't say why",
          "Tie a hint to it that says why, and what to do instead.",
        ),
      );
    }
  }

  // A header of a column in which no row has a cell.
  for (const grid of a.all("[role=table], [role=grid], [role=treegrid]").filter(a.shown)) {
    const rows = [...grid.querySelectorAll("[role=row]")].filter(a.shown);
    const cells = rows.map((row) =>
      [...row.children].filter((e) =>
        /^(cell|gridcell|columnheader|rowheader)$/.test(e.role ?? ""),
      ),
    );
    const plain = rows.every((row, index) => row.children.length === cells[index].length);
    if (!plain || grid.querySelector("[aria-colspan], [aria-rowspan], [aria-colindex]")) continue;
    const widest = Math.max(
      0,
      ...cells.filter((row) => row.some((e) => e.role !== "columnheader")).map((row) => row.length),
    );
    for (const header of cells.flatMap((row) => row.slice(widest))) {
      if (!widest || header.role !== "columnheader") continue;
      found.push(
        a.fault(
          "1.3.1",
          header,
          "a column header without a cell in its column",
          "Give each row a cell for it, empty if need be, or leave the header out.",
        ),
      );
    }
  }

  // Text that only looks like a heading.
  const base = parseFloat(getComputedStyle(document.body).fontSize);
  for (const question of a.all("label, legend").filter(a.seen)) {
    if (
      question.querySelector("h1, h2, h3, h4, h5, h6, [role=heading]") ||
      a.closest(question, "h1, h2, h3, h4, h5, h6, [role=heading]")
    )
      continue;
    const style = getComputedStyle(question);
    if (parseFloat(style.fontSize) >= 1.4 * base && Number(style.fontWeight) >= 600) {
      // What it names is known all the same, so the criterion is met.
      found.push(
        a.fault(
          "best",
          question,
          `"${a.visibleText(question)}" is drawn as a heading but isn't one`,
          "Put the question into a heading: h1 in the legend, or the label in an h1.",
        ),
      );
    }
  }
  for (const block of a.all("p, div, span, b, strong").filter(a.seen)) {
    a.judge("roles", block);
    const text = [...block.childNodes]
      .filter((n) => n.nodeType === 3)
      .map((n) => n.data)
      .join("")
      .trim();
    if (text.length < 3 || text.length > 80 || !letter.test(text)) continue;
    if (
      a.closest(
        block,
        "h1, h2, h3, h4, h5, h6, [role=heading], a, button, label, legend, summary, caption, th, td, dt, dd, li, figcaption, blockquote, nav, footer, header, fieldset > legend, [role=alert], [role=status], output, time, dialog > p, table",
      )
    )
      continue;
    const style = getComputedStyle(block);
    let next = block;
    while (
      next &&
      !next.nextElementSibling &&
      a.tidy(next.parentElement?.textContent ?? "") === a.tidy(block.textContent)
    )
      next = next.parentElement;
    next = next?.nextElementSibling;
    if (!next || !a.seen(next)) continue;
    const reader = [next, ...next.querySelectorAll("p, li, div, span, a")].find((e) =>
      [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim().length > 20),
    );
    if (!reader) continue;
    const below = getComputedStyle(reader);
    const larger = parseFloat(style.fontSize) >= 1.1 * parseFloat(below.fontSize);
    const heavier = Number(style.fontWeight) >= 600;
    if (larger && heavier) {
      found.push(
        a.fault(
          "1.3.1",
          block,
          `"${text}" is drawn as a heading but isn't one`,
          "Use h1 to h6 at the right level.",
        ),
      );
    }
  }

  // Required and its word (3.3.2), input purpose (1.3.5) stay with axe and the contracts.
  for (const tab of a.all("[role=tab]").filter(a.shown)) {
    if (!tab.hasAttribute("aria-selected")) {
      found.push(
        a.fault(
          "4.1.2",
          tab,
          "a tab that doesn't say whether it is selected",
          "Set aria-selected.",
        ),
      );
    }
  }

  // A script may teach a link the space bar. A click that comes of it leads nowhere here.
  function answersSpace(link) {
    let done = false;
    const caught = (event) => {
      done = true;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    addEventListener("click", caught, true);
    for (const kind of ["keydown", "keyup"]) {
      const key = {
        key: " ",
        code: "Space",
        keyCode: 32,
        which: 32,
        bubbles: true,
        cancelable: true,
        composed: true,
      };
      if (!link.dispatchEvent(new KeyboardEvent(kind, key))) done = true;
    }
    removeEventListener("click", caught, true);
    return done;
  }
  for (const link of a.all("a[href][role=button]").filter(a.shown)) {
    if (task.presses && answersSpace(link)) continue;
    const unless = task.presses ? "" : " unless a script sees to it";
    found.push(
      a.fault(
        "best",
        link,
        `a link that calls itself a button: the space bar does nothing${unless}`,
        "Leave the role out, or write a button.",
      ),
    );
  }
  // A header of a table that heads nothing: no cell is below or beside it, or its cells name others.
  for (const table of a.all("table").filter(a.shown)) {
    if (/^(presentation|none)$/.test(table.getAttribute("role") ?? "")) continue;
    const cells = [];
    const taken = [];
    [...table.rows].forEach((row, top) => {
      let left = 0;
      for (const cell of row.cells) {
        while (taken[top]?.[left]) left += 1;
        // Without bounds, two numbers in the HTML could keep a browser busy for minutes.
        const rest = table.rows.length - top;
        const [wide, high] = [cell.colSpan, Math.min(cell.rowSpan || rest, rest)];
        for (let y = top; y < top + high; y += 1) {
          taken[y] ??= [];
          for (let x = left; x < left + wide; x += 1) taken[y][x] = true;
        }
        cells.push({ cell, top, left, right: left + wide, bottom: top + high });
        left += wide;
      }
    });
    if (!cells.some(({ cell }) => cell.localName === "td")) continue;
    for (const head of cells) {
      const { cell } = head;
      if (cell.localName !== "th" || !a.shown(cell) || !a.tidy(cell.textContent)) continue;
      if (!/^(|columnheader|rowheader)$/.test(cell.getAttribute("role") ?? "")) continue;
      const heads = (other) => {
        const named = other.cell.getAttribute("headers");
        if (named !== null) return cell.id !== "" && named.split(/\s+/).includes(cell.id);
        const below =
          other.top >= head.bottom && other.left < head.right && other.right > head.left;
        const beside =
          other.cell.localName === "td" && other.top < head.bottom && other.bottom > head.top;
        return below || beside;
      };
      if (cells.some((other) => other !== head && heads(other))) continue;
      found.push(
        a.fault(
          "1.3.1",
          cell,
          `the header "${a.tidy(cell.textContent).slice(0, 40)}" heads no cell`,
          "Give each header its cells; where cells have `headers`, name every header there.",
        ),
      );
    }
  }
  return found;
};
