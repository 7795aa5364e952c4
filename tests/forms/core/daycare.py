"""A journey with everything in it: branches, a stop, several children, sections."""

from __future__ import annotations

from typing import Any

from citydesign.forms.core.journey import Group, Journey, Page, Section, Stop

FORM = "daycare.forms:Form"


def page(name: str, **more: Any) -> Page:
    return Page(name=name, title=name.capitalize(), form=FORM, **more)


def children(**more: Any) -> Group:
    return Group(name="children", title="Children", entry="Child", **more)


def daycare(tasks: bool = False, **more: Any) -> Journey:
    """Home, then each child with a diet of its own, then shift care and the guardians."""
    sections = ["home", "child", "care", "people"]
    names = {name: f"the-{name}" for name in sections}
    return Journey(
        name="daycare",
        title="Apply for early childhood education",
        pages=[
            page("municipality", section=names["home"]),
            Stop(
                name="elsewhere",
                title="Apply to your own municipality",
                text="We take applications from our own residents.",
                url="https://city.example/",
                link="All municipalities",
                when={"not": {"municipality.where": "here"}, "municipality.where": True},
                section=names["home"],
            ),
            page("child", group="children", section=names["child"]),
            page("diet", group="children", section=names["child"], when={"child.diet": "yes"}),
            page("hours", section=names["care"]),
            page("shifts", section=names["care"], when={"hours.when": ["nights", "weekends"]}),
            page("meals", section=names["care"], when={"diet": {"kind": True}}),
            page("guardian", section=names["people"]),
            page(
                "other",
                section=names["people"],
                when={"any": [{"guardian.other": "yes"}, {"shifts.both": "yes"}]},
            ),
        ],
        groups=[children(most=3)],
        sections=[Section(name=names[name], title=name.capitalize()) for name in sections],
        tasks=tasks,
        **more,
    )
