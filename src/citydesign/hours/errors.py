"""The error for a rule that cannot be meant."""

from __future__ import annotations

from citydesign.errors import CityDesignError


class BadRule(CityDesignError, ValueError):  # noqa: N818 - as staff would say it
    """A rule of opening, space, service or policy that contradicts itself.

    ``rule`` names it, ``problem`` says what is wrong, ``remedy`` what to do.
    """

    def __init__(self, rule: str, problem: str, remedy: str) -> None:
        super().__init__(f"{rule}: {problem}. {remedy}.")
        self.rule = rule
        self.problem = problem
        self.remedy = remedy
