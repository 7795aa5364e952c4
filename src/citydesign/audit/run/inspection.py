"""One subject through the oracles that see it, in every setting that matters."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence

from citydesign.audit.oracles.oracle import Fault, Oracle
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.run.matrix import settings
from citydesign.audit.stage.camera import TALLEST
from citydesign.audit.stage.stage import Stage
from citydesign.audit.stage.window import PageError, StateError
from citydesign.audit.verdict.finding import CRITERIA, Finding
from citydesign.audit.verdict.inspection import Inspection

__all__ = ["inspect"]

SHOWN = """() => cityAudit.all("body *").filter(cityAudit.shown).map(cityAudit.selector)"""


def inspect(
    stage: Stage,
    subject: Subject,
    oracles: Sequence[Oracle],
    matrix: Callable[[Oracle, Subject], Iterable[Setting]] = settings,
    witness: Callable[[Stage, Finding], Finding] = lambda stage, finding: finding,
    *,
    confirms: bool = False,
) -> Inspection:
    """Look at a subject.

    A step, page or oracle that breaks down is itself a finding, so that nothing counts as passed
    that was not checked.

    Args:
        stage: The browser page.
        subject: What to look at.
        oracles: Which oracles judge.
        matrix: Which settings each oracle sees; the pruned ones unless given.
        witness: Hears of each fault while its page is open; gives it back with what it knows.
        confirms: Only what was seen elsewhere is looked at once more. What another state would
            show is a question for where all states are looked at.
    """
    from playwright.sync_api import Error

    started = time.perf_counter()
    result = Inspection(subject, twins={rule: o.id for o in oracles for rule in o.twins})
    stage.camera.height = 0
    stage.turn += 1
    pending: list[Finding] = []
    shown: set[str] = set()
    layouts: set[Setting] = set()
    highest: tuple[int, Oracle, Setting] | None = None
    work: dict[Setting, list[Oracle]] = {}
    for oracle in oracles:
        for setting in matrix(oracle, subject):
            work.setdefault(setting, []).append(oracle)

    def note(oracle: Oracle, setting: Setting, fault: Fault) -> None:
        finding = witness(stage, _finding(fault.by or oracle, subject, setting, fault))
        (pending if fault.elsewhere else result.findings).append(finding)

    asks = any(oracle.asks for oracle in oracles)
    loaded: Setting | None = None
    for setting in sorted(work, key=_load_first):
        # What touches the page comes last. axe comes after those whom it asks.
        for oracle in sorted(work[setting], key=_calm_first):
            try:
                if (
                    loaded is None
                    or not _same_load(loaded, setting, stage)
                    or not (stage.untouched or stage.restored())
                ):
                    loaded = None
                    stage.open(subject, setting)
                else:
                    stage.media.resize(setting.width)
                    stage.dress(setting)
                layout = setting.but(scheme="", contrast="")
                if asks and layout not in layouts:
                    layouts.add(layout)
                    shown.update(stage.js(SHOWN))
                loaded = setting
                seen: list[Fault] = []
                try:
                    for fault in oracle.judge(stage):
                        seen.append(fault)
                finally:
                    for fault in seen:
                        note(oracle, setting, fault)
                    if stage.camera.height > (highest[0] if highest else TALLEST):
                        highest = stage.camera.height, oracle, setting
            except StateError as error:
                note(
                    oracle, setting, _broken(f"the state {setting.state} was not reached: {error}")
                )
                loaded = None
                break
            except PageError as error:
                # One word about it is enough: no other setting would fare better.
                note(oracle, setting, _broken(str(error)))
                result.seconds = time.perf_counter() - started
                return result
            except Error as error:
                note(oracle, setting, _ended(stage) or _crash(oracle, error))
                if not stage.window.alive:
                    result.seconds = time.perf_counter() - started
                    return result
                stage.close()
                loaded = None
            else:
                result.judged.setdefault(oracle.id, []).append(setting)
    if not confirms:
        result.findings += [finding for finding in pending if finding.selector not in shown]
    if subject.parts:
        result.findings = _alone(stage, subject.parts, result.findings, oracles, witness)
    if highest:
        # What lies below the picture was not measured, and must not count as passed.
        height, oracle, setting = highest
        why = f"the page is {height} px high, and only the first {TALLEST} are measured"
        result.findings.append(_finding(oracle, subject, setting, _broken(why)))
    result.seconds = time.perf_counter() - started
    return result


def _alone(
    stage: Stage,
    parts: Sequence[Subject],
    suspected: Sequence[Finding],
    oracles: Sequence[Oracle],
    witness: Callable[[Stage, Finding], Finding],
) -> list[Finding]:
    """What is wrong with the parts by themselves, where together they looked wrong."""
    broken = [finding for finding in suspected if finding.criterion == "check"]
    where: dict[str, list[Setting]] = {}
    for finding in suspected:
        if finding.setting not in where.setdefault(finding.oracle_id, []):
            where[finding.oracle_id].append(finding.setting)
    judges = [oracle for oracle in oracles if oracle.id in where]
    for part in parts if judges else ():
        found = inspect(
            stage, part, judges, lambda oracle, _: where[oracle.id], witness, confirms=True
        )
        broken += found.findings
    return broken


def _load_first(setting: Setting) -> tuple[object, ...]:
    load = (setting.locale, setting.theme, setting.state != "rest", setting.state, setting.width)
    return (*load, setting.contrast != "normal", setting.contrast, setting.scheme != "light")


def _calm_first(oracle: Oracle) -> tuple[object, ...]:
    return (oracle.disturbs, oracle.asks, oracle.id)


def _same_load(one: Setting, two: Setting, stage: Stage) -> bool:
    """Whether two settings differ only in what the browser emulates without a new page.

    A page with scripts is loaded at each width in its first language; in the others its window
    is only drawn narrower, as a phone is turned.
    """
    resized = two.state == "rest" and (stage.plain or two.locale != stage.subject.locales[0])
    one, two = one.but(scheme="", contrast=""), two.but(scheme="", contrast="")
    return one == two or (resized and one == two.but(width=one.width))


def _broken(saw: str) -> Fault:
    return Fault("check", "html", f"not checked: {saw}", "Fix the page or its declared state.")


def _ended(stage: Stage) -> Fault | None:
    """Why somebody ended the browser, where somebody did."""
    try:
        stage.window.hear()
    except PageError as error:
        return _broken(str(error))
    return None


def _crash(oracle: Oracle, error: Exception) -> Fault:
    """What an oracle that broke down says: that the fault is ours, where a script of ours threw."""
    why = str(error).splitlines()[0]
    if not re.search(r": (\w*Error|DOMException)\b", why):
        return _broken(why)
    return Fault(
        "check", "html", f"not checked: our own check {oracle.id} broke down: {why}",
        "This is a fault of citydesign, not of the page: report it with the page.",
    )  # fmt: skip


def _finding(oracle: Oracle, subject: Subject, setting: Setting, fault: Fault) -> Finding:
    return Finding(
        oracle_id=oracle.id,
        # axe also names what WCAG 2.2 has taken out and what only AAA asks for.
        criterion=fault.criterion if fault.criterion in CRITERIA else "best",
        saw=fault.saw,
        mend=fault.mend,
        selector=fault.selector,
        html=fault.html,
        component=subject.component,
        example=subject.example,
        setting=setting,
        impact=fault.impact,
        rule=fault.rule,
        person=fault.person and subject.foreign,
    )
