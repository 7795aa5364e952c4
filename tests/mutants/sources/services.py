"""Services: what a city and others offer, the way through them, and what came of it."""

from tests.mutants.sources import broken as m
from tests.mutants.sources.anywhere import anywhere

MUTANTS = (
    *anywhere("service-card"),
    *anywhere("service-tray", opening='class="city-service-tray{{'),
    *anywhere("life-situations"),
    *anywhere("service-pathway"),
    *anywhere("contact-channels"),
    *anywhere("event-card"),
    *anywhere("story-card"),
    *anywhere("feedback-effect"),
    *anywhere("ai-notice"),
    *anywhere("case-status"),
    m("language", "price in English", "event-card/default", "event-card.html", 't("event_card.price")', '"Price to pay"'),
    m("language", "answer in English", "feedback-effect/default", "feedback-effect.html", 't("feedback_effect.did")', '"What we have done"'),
    m("targets", "low link to object", "ai-notice/default", "ai-notice.scss", "  @include target;\n", ""),
    m("language", "next stage in English", "case-status/default", "case-status.html", 't("case_status.next")', '"What comes next"'),
)  # fmt: skip
