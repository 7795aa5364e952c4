(a, task) => {
  const lost = (element) =>
    !element ||
    element === document.body ||
    element === document.documentElement ||
    !a.shown(element);
  const opened = () =>
    a
      .all("dialog[open], [role=dialog], [role=alertdialog], [role=menu], [popover]")
      .filter((e) => a.seen(e) && (!e.hasAttribute("popover") || e.matches(":popover-open")));

  if (task.verb === "arrived") {
    const at = a.focused();
    if (!lost(at)) return [];
    return [
      a.fault(
        "2.4.3",
        document.body,
        "after this state was reached, the focus is nowhere",
        "Move the focus to what replaced the control, or to the heading above it.",
      ),
    ];
  }

  if (task.verb === "plan") {
    const faults = [];
    const links = [],
      seen = new Set();
    for (const link of a
      .all('a[href*="#"]:not([role=tab], [role=button])')
      .filter((l) => a.shown(l) && l.getRootNode() === document)) {
      const id = a.fragment(link);
      const target = id && document.getElementById(id);
      if (
        link.host !== location.host ||
        link.pathname !== location.pathname ||
        link.search !== location.search ||
        !target ||
        seen.has(link.hash)
      )
        continue;
      if (link.tabIndex < 0) continue;
      seen.add(link.hash);
      if (!a.shown(target)) {
        faults.push(
          a.fault(
            "2.4.1",
            link,
            `the link to ${link.hash} leads to something hidden`,
            "Link to what is shown.",
          ),
        );
        continue;
      }
      if (!a.fresh(task.once, `link ${link.hash}`)) continue;
      links.push({
        selector: a.selector(link),
        href: link.hash,
        target: id,
        html: a.snippet(link),
      });
    }
    for (const summary of a.all('[role=alert], [class*="error-summary"]').filter(a.seen)) {
      for (const link of summary.querySelectorAll('a[href^="#"]')) {
        const target = document.getElementById(a.fragment(link));
        if (!target) continue;
        const field = target.matches(
          "input, select, textarea, fieldset, [role=group], [role=radiogroup]",
        )
          ? target
          : target.querySelector("input, select, textarea");
        const group = field && a.closest(field, "fieldset, [role=group], [role=radiogroup]");
        // What no field can correct leads to a link or button that helps.
        if (target.matches("a[href], button")) continue;
        const wrong =
          field &&
          (field.matches("[aria-invalid=true]") ||
            field.querySelector("[aria-invalid=true]") ||
            group?.querySelector("[aria-invalid=true]") ||
            group?.matches("[aria-invalid=true]"));
        const asked = new Set(
          [...target.querySelectorAll("input:not([type=hidden]), select, textarea")].map(
            (f) => a.closest(f, "fieldset, [role=group], [role=radiogroup]") ?? f,
          ),
        );
        const whole =
          target.matches("body, main, form, article, [role=main], [role=form]") ||
          (asked.size > 1 && !target.matches("fieldset, [role=group], [role=radiogroup]"));
        if (field && whole)
          faults.push(
            a.fault(
              "3.3.1",
              link,
              `the summary links to ${link.hash}, which is more than the field`,
              "Link to the id of the first field that must be corrected.",
            ),
          );
        else if (!field)
          faults.push(
            a.fault(
              "3.3.1",
              link,
              `the summary links to ${link.hash}, which is no field`,
              "Link to the id of the first field that must be corrected.",
            ),
          );
        else if (!wrong)
          faults.push(
            a.fault(
              "3.3.1",
              link,
              `the summary links to ${link.hash}, which isn't marked as wrong`,
              "Link to the field in error and mark it with aria-invalid.",
            ),
          );
      }
    }
    // A page that came back with errors begins at its summary (when the state is the page itself).
    for (const summary of a
      .all('[class*="error-summary"]')
      .filter((e) => a.seen(e) && !a.closest(e.parentElement, '[class*="error-summary"]'))) {
      const wrong = [...summary.querySelectorAll('a[href^="#"]')].some((l) =>
        document
          .getElementById(a.fragment(l))
          ?.matches("[aria-invalid=true], :has([aria-invalid=true])"),
      );
      if (
        task.rest &&
        wrong &&
        !summary.contains(a.focused()) &&
        !a.closest(summary, a.live) &&
        !summary.querySelector(a.live)
      ) {
        faults.push(
          a.fault(
            "3.3.1",
            summary,
            "the page came back with errors, and the focus is not on their summary",
            "Focus the summary when the page opens: tabindex=-1 and autofocus.",
          ),
        );
      }
    }
    a.buttons = a
      .all("button, summary, [role=button], input[type=submit], input[type=button]")
      .filter(
        (b) => a.shown(b) && a.enabled(b) && b.tabIndex >= 0 && !b.matches("[aria-disabled=true]"),
      );
    const looks = new Set();
    const buttons = [];
    a.buttons.forEach((button, index) => {
      const look = [
        button.localName,
        button.type,
        button.className,
        button.getAttribute("aria-haspopup"),
        button.hasAttribute("aria-expanded"),
        button.hasAttribute("popovertarget"),
      ].join(" ");
      if (looks.has(look) || !a.fresh(task.once, `button ${look}`)) return;
      looks.add(look);
      buttons.push({ index, selector: a.selector(button), html: a.snippet(button) });
    });
    a.before = document.body.innerHTML;
    a.dirty = () => document.body.innerHTML !== a.before;
    a.take = (index) => {
      a.pressed = a.buttons[index];
      a.openBefore = new Set(opened());
      a.pressed.focus();
    };
    return { faults, links, buttons };
  }

  if (task.verb === "landed") {
    const target = document.getElementById(task.target);
    const at = a.focused();
    const field = target.matches("input, select, textarea, button, a[href]");
    const there = at === target || (!field && target.contains(at));
    const after = Boolean(
      at &&
        at !== document.body &&
        (target.contains(at) ||
          target.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING),
    );
    const nothingAfter = !a
      .controls()
      .some(
        (c) =>
          a.enabled(c) &&
          (target.contains(c) ||
            target.compareDocumentPosition(c) & Node.DOCUMENT_POSITION_FOLLOWING),
      );
    return { field, there, beyond: after || nothingAfter };
  }

  const button = a.pressed;
  const at = a.focused();
  if (task.verb === "after") {
    const faults = [];
    // A link that leads away takes the page with it, also what a script hides meanwhile.
    if (task.left && button.matches("a[href]")) return { faults, opened: null };
    const news = opened().filter((e) => !a.openBefore.has(e));
    const modal = news.find((e) => e.matches("dialog:modal, [aria-modal=true]"));
    if (lost(at)) {
      faults.push({
        criterion: "2.4.3",
        selector: task.selector,
        html: task.html,
        saw:
          button.isConnected && a.shown(button)
            ? "after pressing it, the focus is nowhere"
            : "it took the focus with it when it went",
        mend: "Before something goes, move the focus to what replaces it: the next item, or the heading above.",
      });
    } else if (modal && !modal.contains(at)) {
      faults.push({
        criterion: "2.4.3",
        selector: task.selector,
        html: task.html,
        saw: "a modal dialog opened, but the focus stayed outside",
        mend: "Open it with showModal(), which moves the focus.",
      });
    }
    const expandable =
      button.getAttribute("aria-expanded") === "true" && button.hasAttribute("aria-haspopup");
    return { faults, opened: news.length ? news.map(a.selector) : expandable ? ["popup"] : null };
  }
  if (task.verb === "closed") {
    const faults = [];
    const still = opened().filter((e) => !a.openBefore.has(e));
    if (
      still.length ||
      (task.was[0] === "popup" && button.getAttribute("aria-expanded") === "true")
    ) {
      faults.push({
        criterion: "2.1.1",
        selector: task.selector,
        html: task.html,
        saw: "Escape doesn't close what it opened",
        mend: "Close dialogs, menus and popovers on Escape.",
      });
    } else if (lost(at)) {
      faults.push({
        criterion: "2.4.3",
        selector: task.selector,
        html: task.html,
        saw: "after Escape the focus is nowhere",
        mend: "Give the focus back to the control that opened it.",
      });
    } else if (at !== button && !button.contains(at)) {
      faults.push({
        criterion: "2.4.3",
        selector: task.selector,
        html: task.html,
        saw: `after Escape the focus is on ${a.selector(at)}, not on the control that opened it`,
        mend: "Give the focus back to the control that opened it.",
      });
    }
    return faults;
  }
  return [];
};
