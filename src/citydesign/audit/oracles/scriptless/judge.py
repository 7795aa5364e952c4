"""Scripts off: the same task can be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.oracles.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]

SCRIPT = "oracles/scriptless/script.js"


# Nothing was run that changed the page: with and without scripts are one and the same. What is in
# a shadow tree is not in the text of the page, and what is for those without scripts is not shown.
SAME = """html => {
  const styled = rules => [...rules].some(rule =>
    rule instanceof CSSMediaRule && /scripting/.test(rule.conditionText)
      ? [...rule.cssRules].some(r => !r.selectorText || document.querySelector(r.selectorText))
      : styled(rule.cssRules ?? rule.styleSheet?.cssRules ?? []));
  if (document.querySelector("noscript")) return false;
  if ([...document.querySelectorAll("*")].some(e => e.shadowRoot)) return false;
  try {
    if ([...document.styleSheets].some(sheet => styled(sheet.cssRules))) return false;
    const plain = new DOMParser().parseFromString(html, "text/html").documentElement;
    return plain.outerHTML === document.documentElement.outerHTML;
  } catch {
    return false;  // The page's policy lets nobody parse text, or a sheet is not to be read.
  }
}"""


def _judge(stage: Stage) -> Iterator[Fault]:
    subject, setting = stage.subject, stage.setting
    with_scripts = None
    if not (stage.html and setting.state == "rest" and stage.js(SAME, stage.html)):
        with_scripts = stage.ask(SCRIPT, {"verb": "inventory"})
        stage.open(subject, setting.but(state="rest"), scripts=False)
        stage.untouched = False
    yield from faults(stage.ask(SCRIPT, {"verb": "compare", "with": with_scripts}))


ORACLE = Oracle(
    "scriptless", "Scripts off",
    "dead buttons, content and fields that only a script can show",
    ("state", "width"), _judge, disturbs=True,
)  # fmt: skip
