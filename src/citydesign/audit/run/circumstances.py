"""The circumstances that a run is narrowed to: other widths, one scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from citydesign.audit.run.matrix import WIDTHS, settings

if TYPE_CHECKING:
    from citydesign.audit.oracles.oracle import Oracle
    from citydesign.audit.pages.setting import Setting
    from citydesign.audit.pages.subject import Subject

__all__ = ["SCHEMES", "narrowed"]

SCHEMES = ("light", "dark")


def narrowed(
    widths: Sequence[int] = WIDTHS, schemes: Sequence[str] = SCHEMES
) -> Callable[[Oracle, Subject], Iterable[Setting]]:
    """A matrix of other widths, in CSS pixels, and only some schemes.

    The narrowest takes the place of the phone. An oracle whose verdict can't differ by width or
    scheme looks once, at the widest and in the first scheme.
    """
    narrow, wide = min(widths), max(widths)

    def matrix(oracle: Oracle, subject: Subject) -> tuple[Setting, ...]:
        varied = {part for group in oracle.sees for part in group.split("*")}

        def of(setting: Setting) -> Iterator[Setting]:
            chosen: Iterable[int] = {wide}
            if setting.width == min(WIDTHS):
                chosen = {narrow}
            elif "width" in varied:
                chosen = sorted(set(widths) - {narrow}) or {narrow}
            scheme = setting.scheme
            if scheme not in schemes:
                if any(part.startswith("scheme") for part in varied):
                    return
                scheme = schemes[0]
            for width in chosen:
                yield setting.but(width=width, scheme=scheme)

        return tuple(dict.fromkeys(s for one in settings(oracle, subject) for s in of(one)))

    return matrix
