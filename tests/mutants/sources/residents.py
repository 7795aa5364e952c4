"""Services: what the city tells residents about events, their feedback and their applications."""

from tests.mutants.sources import Mutant
from tests.mutants.sources import broken as m


def _anywhere(component: str, block: str, opening: str) -> tuple[Mutant, ...]:
    """What may go wrong in any of them; `opening` is where its box begins in the template."""
    page, css, html = f"{component}/default", f"{component}.scss", f"{component}.html"
    twice = f"{block}{block}"
    printed = f"@media print {{ {twice} {{ display: none; }} }}"
    faint = f"{twice}, {twice} * {{ color: var(--city-color-border-default); }}"
    wide = f"{twice} {{ min-inline-size: 44rem; max-inline-size: none; }}"
    return (
        m("contrast", "faint", page, css, "", faint),
        m("reflow", "of a fixed width", page, css, "", wide),
        m("direction", "pushed to the right", page, css, "", f"{twice} {{ margin-left: 2rem; }}"),
        m("policy", "style in an attribute", page, html, opening, f'{opening} style="gap: 1rem"'),
        m("motion", "missing on paper", page, css, "", printed),
    )


MUTANTS = (*_anywhere("event-card", ".city-event-card", '<div class="city-event-card"'),)
