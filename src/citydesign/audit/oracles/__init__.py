"""The seventeen oracles. axe comes last: it asks the others about what it could not decide."""

from citydesign.audit.oracles.oracle import Oracle
from citydesign.audit.oracles import (
    announcements,
    axe,
    contrast,
    direction,
    forced_colours,
    handover,
    keyboard,
    language,
    lifecycle,
    motion,
    names,
    policy,
    reflow,
    roles,
    scriptless,
    targets,
    validity,
)

__all__ = ["ORACLES", "by_number"]

ORACLES: tuple[Oracle, ...] = tuple(
    sorted(
        (
            module.ORACLE
            for module in (
                axe, validity, names, roles, keyboard, handover, announcements, reflow, targets,
                forced_colours, contrast, direction, language, scriptless, policy, lifecycle,
                motion,
            )
        ),
        key=lambda oracle: oracle.number,
    )
)  # fmt: skip


def by_number(number: int) -> Oracle:
    """The oracle of a number, 1 to 17.

    Raises:
        KeyError: when there is none.
    """
    return {oracle.number: oracle for oracle in ORACLES}[number]
