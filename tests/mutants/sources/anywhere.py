"""Faults that any component can have."""

from tests.mutants.sources import Mutant
from tests.mutants.sources import broken as m

__all__ = ["anywhere"]


def anywhere(
    component: str, example: str = "default", *, paper: bool = True, opening: str = ""
) -> tuple[Mutant, ...]:
    """What may go wrong in any of them; `paper` where it is content and so has to be printed.

    `opening` is how the example's box begins, where the template holds others before it.
    """
    page, css, html = f"{component}/{example}", f"{component}.scss", f"{component}.html"
    block = f".city-{component}.city-{component}"
    opening = opening or f'class="city-{component}'
    printed = f"@media print {{ {block} {{ display: none; }} }}"
    bare = f"{block} :focus-visible {{ outline: 0; box-shadow: none; }}"
    faint = f"{block}, {block} * {{ color: var(--city-color-border-default); }}"
    wide = f"{block} {{ min-inline-size: 44rem; max-inline-size: none; }}"
    return (
        m("contrast", "faint", page, css, "", faint),
        m("reflow", "of a fixed width", page, css, "", wide),
        m("direction", "pushed to the right", page, css, "", f"{block} {{ margin-left: 2rem; }}"),
        m("policy", "style in an attribute", page, html, opening, f'style="gap: 1rem" {opening}'),
        m("motion", "missing on paper", page, css, "", printed)
        if paper
        else m("contrast", "ring taken away", page, css, "", bare),
    )
