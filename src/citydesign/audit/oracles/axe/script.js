async ({ again, without }) => {
  // The window's own rules, every one of them: also the nine that are off by default.
  const rules = Object.fromEntries(
    axe.getRules().map(({ ruleId }) => [ruleId, { enabled: !without.includes(ruleId) }]),
  );
  // Asked again, only what was decided in the meantime differs.
  const result = again
    ? cityAudit.axeSaid
    : await axe.run(document, {
        rules,
        resultTypes: ["violations", "incomplete"],
        elementRef: true,
      });
  cityAudit.axeSaid = result;
  const deciders = {
    "color-contrast": "contrast",
    "color-contrast-enhanced": "contrast",
    "target-size": "targets",
    "label-content-name-mismatch": "names",
    "link-in-text-block": "links",
    "css-orientation-lock": "reflow",
    "avoid-inline-spacing": "spacing",
    "p-as-heading": "roles",
    "hidden-content": "states",
  };
  // Hidden words that only name or describe something are read there.
  const read = (element) =>
    element.id &&
    ["labelledby", "describedby", "errormessage"].some((kind) =>
      document.querySelector(`[aria-${kind}~="${CSS.escape(element.id)}"]`),
    );
  // The stand-in behind a widget is never shown to anybody.
  const standIn = (element) =>
    element.matches("input, select") &&
    element.tabIndex < 0 &&
    element.closest("[aria-hidden=true]");
  // Suggestions are shown by the browser, under the field that names them.
  const suggested = (element) =>
    element.matches("datalist") &&
    element.id &&
    document.querySelector(`input[list="${CSS.escape(element.id)}"]`);
  const row = (rule, node, verdict) => {
    // What is in a frame is reported at the frame, with its place inside.
    const outer =
      typeof node.target[0] === "string" ? document.querySelector(node.target[0]) : null;
    const element = node.element ?? outer ?? document.documentElement;
    const framed = node.element ? "" : `in the frame, ${node.target.slice(1).join(" ")}: `;
    const told = (checks, how) => {
      const messages = checks.map((check) => check.message);
      return messages.length > 1 ? `${how} of these: ${messages.join("; ")}` : messages.join("");
    };
    const mend = [told([...node.all, ...node.none], "Fix all"), told(node.any, "Fix one")];
    const decider = deciders[rule.id] ?? "";
    return {
      rule: rule.id,
      impact: node.impact,
      verdict,
      tags: rule.tags,
      decider,
      saw: framed + rule.help,
      mend: mend.filter(Boolean).join(". "),
      decided:
        Boolean(cityAudit.judged.get(decider)?.has(element)) ||
        (rule.id === "hidden-content" &&
          Boolean(read(element) || standIn(element) || suggested(element))),
      selector: cityAudit.selector(element),
      html: cityAudit.snippet(element),
    };
  };
  // What nobody can reach is not judged; what it holds is once it is open.
  const reached = (node) => {
    const outer =
      typeof node.target[0] === "string" ? document.querySelector(node.target[0]) : null;
    const element = node.element ?? outer;
    return !element || element === document.documentElement || !cityAudit.inert(element);
  };
  return {
    version: axe.version,
    rules: axe.getRules().length,
    rows: [
      ...result.violations.flatMap((rule) =>
        rule.nodes.filter(reached).map((node) => row(rule, node, "fails")),
      ),
      ...result.incomplete.flatMap((rule) =>
        rule.nodes.filter(reached).map((node) => row(rule, node, "undecided")),
      ),
    ],
  };
};
