"""What one inspection saw: every sighting, and each fault once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from citydesign.audit.pages.inert import inert
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.verdict.finding import Finding

__all__ = ["Inspection"]


@dataclass
class Inspection:
    """What was found on a subject, and in which settings each oracle gave a verdict.

    ``pictures`` holds a PNG of a fault by its key, where pictures were asked for. ``twins`` maps
    each rule of axe that an oracle asks too to that oracle.
    """

    subject: Subject
    findings: list[Finding] = field(default_factory=list)
    judged: dict[str, list[Setting]] = field(default_factory=dict)
    seconds: float = 0.0
    pictures: dict[tuple[str, ...], bytes] = field(default_factory=dict)
    twins: Mapping[str, str] = field(default_factory=dict)

    @property
    def checks(self) -> int:
        """How many verdicts were given."""
        return sum(map(len, self.judged.values()))

    @property
    def page(self) -> str:
        """Name of the page: ``component/example``, or host and path."""
        return inert(f"{self.subject.component}/{self.subject.example}")

    @property
    def distinct(self) -> dict[Finding, int]:
        """Each finding once, with the number of settings in which it was seen.

        What both axe and an oracle of ours find is reported by ours.
        """
        ours = {(f.oracle_id, f.criterion, f.selector) for f in self.findings}
        first: dict[tuple[str, ...], Finding] = {}
        times: dict[tuple[str, ...], int] = {}
        for finding in self.findings:
            if (self.twins.get(finding.rule), finding.criterion, finding.selector) in ours:
                continue
            first.setdefault(finding.key, finding)
            times[finding.key] = times.get(finding.key, 0) + 1
        return {finding: times[key] for key, finding in first.items()}

    @property
    def oracles(self) -> set[str]:
        """Names of the oracles that found something."""
        return {finding.oracle_id for finding in self.findings}
