"""Services: what a city and others offer, and the way through them."""

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


MUTANTS = (
    *_anywhere("service-card", ".city-service-card", '<dl class="city-service-card"'),
    *_anywhere("service-tray", ".city-service-tray", '<section class="city-service-tray{{ html_classes(attrs) }}"'),
    *_anywhere("life-situations", ".city-life-situations", '<div class="city-life-situations{{ html_classes(attrs) }}"'),
    *_anywhere("service-pathway", ".city-service-pathway", '<ol class="city-service-pathway city-timeline{{ html_classes(attrs) }}"'),
    *_anywhere("contact-channels", ".city-contact-channels", '<section class="city-contact-channels{{ html_classes(attrs) }}"'),
)  # fmt: skip
