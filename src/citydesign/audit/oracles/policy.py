"""Content-Security-Policy `default-src 'self'`: not one report, nothing missing, no error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage import Stage

__all__ = ["ORACLE"]

INLINE = """() => {
  const a = cityAudit;
  const inline = a.all("[style], style, script:not([src]), *").filter(e =>
    e.matches("[style]") || e.localName === "style"
    || (e.localName === "script" && !e.src && !/json|template/.test(e.type) && e.text.trim())
    || [...e.attributes].some(x => /^on/.test(x.name)));
  return inline.map(e => a.fault("house", e, "inline style, script or event attribute",
    "Move it to a file of its own; the policy default-src 'self' blocks it."));
}"""


def _judge(stage: Stage) -> Iterator[Fault]:
    if stage.subject.html is None:
        return  # A city's own page has a policy of its own.
    told = set()
    for fault in faults(stage.js(INLINE)):
        told.add(fault.selector)
        yield fault
    for report in stage.js("() => cityAudit.log.violations"):
        if report["selector"] not in told:
            yield Fault(
                "house", report["selector"],
                f"the policy default-src 'self' blocked {report['directive']} "
                f"({report['blocked']} {report['sample']})".rstrip(),
                "Serve it as a file from the same origin.",
            )  # fmt: skip
    for url, status in stage.requests:
        if status != 200:
            what = "asked another origin" if status == 0 else "got no answer"
            yield Fault("house", "html", f"{what}: {url}", "Ship the file with the page's assets.")
    for error in dict.fromkeys([*stage.errors, *stage.js("() => cityAudit.log.errors")]):
        # What it breaks, the other oracles see; no criterion asks for a quiet console.
        yield Fault("best", "html", f"script error: {error[:200]}", "Mend the script.")


ORACLE = Oracle(
    15, "policy", "Content-Security-Policy",
    "inline styles and scripts, foreign origins, missing files, script errors",
    ("locale", "theme*width-320", "state"), _judge,
)  # fmt: skip
