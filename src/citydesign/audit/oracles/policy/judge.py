"""What a page asks for: its own policy kept, every file there, no script that breaks down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.oracles.oracle import Fault, Oracle, faults
from citydesign.audit.pages.subject import ORIGIN

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]

INLINE = """() => {
  const a = cityAudit;
  const names = a.past(Element, "getAttributeNames");
  const inline = a.all("*").filter(e =>
    a.matches(e, "[style]") || e.localName === "style"
    || (e.localName === "script" && !e.src && !/json|template/.test(e.type) && e.text.trim())
    || names(e).some(name => /^on/.test(name)));
  return inline.map(e => a.fault("house", e, "inline style, script or event attribute",
    "Move it to a file of its own; the policy default-src 'self' blocks it."));
}"""


REFUSED = """() => {
  const a = cityAudit, kinds = { link: "style sheet", img: "image" };
  return [...new Set(a.log.refused)].map(e => ({
    what: kinds[e.localName] ?? e.localName,
    // What refers to a picture in a drawing is no text.
    url: e.currentSrc || e.src || e.data || (e.href?.baseVal ?? e.href) || "",
    selector: a.selector(e.isConnected ? e : document.documentElement), html: a.snippet(e),
  })).filter(({ url }) => url);
}"""


def _judge(stage: Stage) -> Iterator[Fault]:
    # A city's own page has a policy of its own, and we stop what its scripts send.
    ours = stage.subject.html is not None
    if ours:
        yield from _policy(stage)
    yield from _refused(stage)
    if ours:
        # What it breaks, the other oracles see; no criterion asks for a quiet console.
        for error in dict.fromkeys(stage.window.errors):
            yield Fault("best", "html", f"script error: {error[:200]}", "Fix the script.")


def _policy(stage: Stage) -> Iterator[Fault]:
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
    for url, status in stage.traffic.requests:
        if status != 200:
            what = "asked another origin" if status == 0 else "got no answer"
            yield Fault("house", "html", f"{what}: {url}", "Ship the file with the page's assets.")


def _refused(stage: Stage) -> Iterator[Fault]:
    for row in stage.js(REFUSED):
        address = row["url"].removeprefix(ORIGIN)
        # Residents may get what we did not, and then another page than this was judged.
        if row["what"] in {"style sheet", "script"} and row["url"] in stage.traffic.missed:
            yield Fault(
                "check", row["selector"],
                f"not checked: judged without its {row['what']} {address}, which did not come",
                "Audit the page where its files are, or take them out of it.", row["html"],
            )  # fmt: skip
        else:
            yield Fault(
                "best", row["selector"], f"its {row['what']} was refused or not found: {address}",
                "Fix the address, its integrity, or the policy.", row["html"],
            )  # fmt: skip


ORACLE = Oracle(
    "policy", "Content-Security-Policy",
    "inline styles and scripts, foreign origins, missing files, script errors",
    ("locale", "theme*width-320", "state"), _judge,
    together=("locale", "theme*width-320"),
)  # fmt: skip
