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


MUTANTS = (
    *_anywhere("event-card", ".city-event-card", '<div class="city-event-card"'),
    *_anywhere("story-card", ".city-story-card", '<div class="city-story-card"'),
    *_anywhere("feedback-effect", ".city-feedback-effect", '<dl class="city-feedback-effect"'),
    *_anywhere("ai-notice", ".city-ai-notice", '<dl class="city-ai-notice__facts"'),
    *_anywhere("case-status", ".city-case-status", '<dl class="city-case-status__facts"'),
    m("language", "price in English", "event-card/default", "event-card.html", 't("event_card.price")', '"Price to pay"'),
    m("language", "answer in English", "feedback-effect/default", "feedback-effect.html", 't("feedback_effect.did")', '"What we have done"'),
    m("targets", "low link to object", "ai-notice/default", "ai-notice.scss", "  @include target;\n", ""),
    m("language", "next stage in English", "case-status/default", "case-status.html", 't("case_status.next")', '"What comes next"'),
)  # fmt: skip
