"""What judging examples costs, beside axe alone on the same pages.

    python -m bench checks

CPU time of this process and its browser. Axe alone opens each example once, on a laptop in light.
A verdict is one check of one example in one setting; on a page that holds many examples each of
them gets its own.
"""

import sys
from collections.abc import Sequence

import psutil

from citydesign.audit.oracles import ORACLES
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.pages.subjects import subjects
from citydesign.audit.run.session import Session

#: Milliseconds of CPU that a verdict may cost on two cores of a small machine.
LIMIT = 25
#: A field, a choice, a picker, ways, words and a dialog.
SAMPLE = (
    "text-input", "radios", "date-picker", "select", "header", "breadcrumbs", "tabs",
    "summary-list", "card", "tag", "notification", "dialog",
)  # fmt: skip


def cpu() -> float:
    """Seconds of CPU so far, of this process and all that it started."""
    total = 0.0
    me = psutil.Process()
    for process in (me, *me.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system
    return total


def judged(session: Session, found: Sequence[Subject]) -> tuple[float, int]:
    """Seconds of CPU and number of verdicts of the whole round."""
    before, verdicts = cpu(), 0
    for subject in found:
        result = session.inspect(subject)
        verdicts += result.checks * max(1, len(subject.parts))
    return cpu() - before, verdicts


def axe_alone(session: Session, found: Sequence[Subject]) -> float:
    """Seconds of CPU of axe alone, on each example."""
    axe = [oracle for oracle in ORACLES if oracle.id == "axe"]
    before = cpu()
    for subject in found:
        if not subject.parts:
            session.inspect(subject, axe, lambda oracle, subject: [Setting()])
    return cpu() - before


def main() -> None:
    """Print the cost of an example and of a verdict, and fail above the limit."""
    found = list(subjects(SAMPLE))
    examples = sum(not subject.parts for subject in found)
    with Session() as session:
        alone = axe_alone(session, found)
        whole, verdicts = judged(session, found)
    a_verdict = 1000 * whole / verdicts
    print(f"{examples} examples, {verdicts} verdicts, {verdicts / examples:.0f} for each example")
    print(f"axe alone, once     {1000 * alone / examples:7.0f} ms of CPU an example")
    print(f"the whole round     {1000 * whole / examples:7.0f} ms of CPU an example")
    print(f"ratio               {whole / alone:7.1f}")
    print(f"a verdict           {a_verdict:7.1f} ms of CPU, limit {LIMIT}")
    if a_verdict > LIMIT:
        sys.exit(f"a verdict costs {a_verdict:.1f} ms of CPU; at most {LIMIT}")


if __name__ == "__main__":
    main()
