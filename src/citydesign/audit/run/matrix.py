"""Which circumstances each oracle needs: what can differ, not the full product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, product
from typing import TYPE_CHECKING

from citydesign.audit.pages.setting import Setting

if TYPE_CHECKING:
    from citydesign.audit.oracles.oracle import Oracle
    from citydesign.audit.pages.subject import Subject

__all__ = ["WIDTHS", "full", "settings"]

WIDTHS = (1280, 320)


def _values(subject: Subject) -> dict[str, tuple[str | int, ...]]:
    return {
        "locale": subject.locales,
        "theme": subject.themes,
        "state": ("rest", *subject.states),
        "width": WIDTHS,
        "scheme": ("light", "dark"),
        "contrast": ("normal", "more", "forced"),
    }


def settings(oracle: Oracle, subject: Subject) -> tuple[Setting, ...]:
    """The settings in which an oracle looks at a subject, each once, in a steady order.

    Where several subjects are together, they are looked at in the groups that an oracle names
    for it; where they wear themes, in each other theme and in the modes. A subject of which there
    are such pages is looked at by itself in all other settings.

    Raises:
        KeyError: when the oracle names a circumstance that does not exist.
    """
    plain = Setting(locale=subject.locales[0], theme=subject.themes[0])
    values = _values(subject)

    def of_group(group: str) -> Iterator[Setting]:
        names, choices = [], []
        for part in group.split("*"):
            name, _, fixed = part.partition("-")
            names.append(name)
            choices.append(tuple(v for v in values[name] if str(v) == fixed or not fixed))
        for chosen in product(*choices):
            setting = plain.but(**dict(zip(names, chosen, strict=True)))
            width = subject.widths.get(setting.state)
            if width is None or width == setting.width:
                yield setting
            elif "width" not in names:
                yield setting.but(width=width)

    def of(groups: Iterable[str]) -> dict[Setting, None]:
        every = ([plain] if group == "plain" else of_group(group) for group in groups)
        return dict.fromkeys(chain.from_iterable(every))

    if subject.parts and len(subject.themes) > 1:
        themed = of(group for group in oracle.sees if "theme" in group.split("*"))
        worn = [setting for setting in themed if setting.theme != plain.theme]
        return (*of(oracle.modes), *worn)
    if subject.parts:
        return tuple(of(oracle.together))
    elsewhere = of((*oracle.together, *oracle.modes)) if subject.apart else {}
    return tuple(setting for setting in of(oracle.sees) if setting not in elsewhere)


def full(oracle: Oracle, subject: Subject) -> tuple[Setting, ...]:
    """The full product, by which the pruning is proved.

    Forced colours replace what a theme, a scheme or contrast could change, so the oracle of
    forced colours sees those settings alone and the others don't see them.
    """
    values = _values(subject)
    forced = all("contrast-forced" in group for group in oracle.sees)
    return tuple(
        setting
        for chosen in product(*values.values())
        if ((setting := Setting(**dict(zip(values, chosen, strict=True)))).contrast == "forced")  # type: ignore[arg-type]
        is forced
    )
