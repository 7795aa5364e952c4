"""A rule that cannot be meant is refused at once, by name, with what to do."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from citydesign.booking.core.plan import Days, Office, Plan, Policy, Resource, Service
from citydesign.hours import BadRule, Closure, Hours, Opening, Rule, SpecialDays, openings

MONDAY = frozenset({0})
NINE_TO_FIVE = openings("9:00-17:00")
HOURS = Hours((Rule("Weekdays", range(5), NINE_TO_FIVE),))
OFFICE = Office("kallio", "Europe/Helsinki", HOURS)
DESK = Resource("desk", "kallio", {"desk"})
HALF = timedelta(minutes=30)
CHRISTMAS = SpecialDays("Christmas", date(2026, 12, 23), date(2026, 12, 27))


def service(**change: object) -> Service:
    return Service("passport", ("desk",), HALF, **change)  # type: ignore[arg-type]


def plan(*resources: Resource, services: tuple[Service, ...] = (), **change: object) -> Plan:
    return Plan((OFFICE,), resources or (DESK,), services or (service(),), **change)  # type: ignore[arg-type]


BAD = {
    "rule 'Late': 16:00-09:00 ends before it starts": lambda: Rule(
        "Late", MONDAY, (Opening(time(16), time(9)),)
    ),
    "rule 'Twice': 09:00-12:00 and 11:00-15:00 overlap": lambda: Rule(
        "Twice", MONDAY, openings("9:00-12:00", "11:00-15:00")
    ),
    "rule 'None': has no weekday": lambda: Rule("None", (), NINE_TO_FIVE),
    "rule 'Eighth': has no weekday, or one outside": lambda: Rule("Eighth", {7}, NINE_TO_FIVE),
    "rule 'Empty': has no openings": lambda: Rule("Empty", MONDAY, ()),
    "rule 'Sixth': counts a weekday": lambda: Rule("Sixth", MONDAY, NINE_TO_FIVE, nth={6}),
    "closure 'Zoned': has a time zone": lambda: Closure(
        "Zoned", datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 2)
    ),
    "rule 'Zoned': 09:00-17:00 has a time zone": lambda: Rule(
        "Zoned", MONDAY, (Opening(time(9, tzinfo=UTC), time(17)),)
    ),
    "rule 'Never': comes less than every week": lambda: Rule(
        "Never", MONDAY, NINE_TO_FIVE, every=0
    ),
    "rule 'Second': skips weeks but": lambda: Rule("Second", MONDAY, NINE_TO_FIVE, every=2),
    "rule 'Season': ends before it begins": lambda: Rule(
        "Season", MONDAY, NINE_TO_FIVE, first=date(2027, 2, 1), last=date(2027, 1, 1)
    ),
    "opening 'nine to five': is not two times": lambda: openings("nine to five"),
    "special days 'Yule': end before they begin": lambda: SpecialDays(
        "Yule", date(2026, 12, 24), date(2026, 12, 23)
    ),
    "special days 'Christmas': share 2026-12-27": lambda: Hours(
        (), (SpecialDays("New Year", date(2026, 12, 27), date(2027, 1, 1)), CHRISTMAS)
    ),
    "closure 'Strike': ends before it starts": lambda: Closure(
        "Strike", datetime(2026, 5, 2), datetime(2026, 5, 1)
    ),
    "office 'kallio': time zone 'Europe/Helsingfors' is unknown": lambda: Office(
        "kallio", "Europe/Helsingfors", HOURS
    ),
    "office 'kallio': time zone '../etc/passwd' is unknown": lambda: Office(
        "kallio", "../etc/passwd", HOURS
    ),
    "resource 'desk': capacity -1 is negative": lambda: Resource(
        "desk", "kallio", {"desk"}, capacity=-1
    ),
    "resource 'a': is a part of itself": lambda: plan(
        DESK,
        Resource("a", "kallio", {"hall"}, parent="b"),
        Resource("b", "kallio", {"hall"}, parent="a"),
    ),
    "resource 'a': parent 'gym' is unknown": lambda: plan(
        DESK, Resource("a", "kallio", {"hall"}, parent="gym")
    ),
    "resource 'gym': has parts, so it is booked whole": lambda: plan(
        DESK,
        Resource("gym", "kallio", {"hall"}, capacity=2),
        Resource("a", "kallio", {"hall"}, parent="gym"),
    ),
    "resource 'desk': office 'malmi' is unknown": lambda: plan(Resource("desk", "malmi", {"desk"})),
    "resources 'desk': is there twice": lambda: plan(DESK, DESK),
    "resources 'the desk': is not usable as an id": lambda: plan(
        Resource("the desk", "kallio", {"desk"})
    ),
    "service 'passport': horizon ends before lead": lambda: service(
        policy=Policy(lead=Days(14), horizon=timedelta(days=7))
    ),
    "service 'passport': lead is negative": lambda: service(policy=Policy(lead=-HALF)),
    "service 'passport': hold has no length": lambda: service(policy=Policy(hold=HALF * 0)),
    "service 'passport': per_person lets nobody book": lambda: service(policy=Policy(per_person=0)),
    "service 'passport': group allows no time": lambda: service(policy=Policy(group=0)),
    "service 'passport': rest is negative": lambda: service(policy=Policy(rest=-HALF)),
    "service 'passport': extensions is negative": lambda: service(policy=Policy(extensions=-1)),
    "resource 'a': its parent is in another office": lambda: Plan(
        (OFFICE, Office("malmi", "Europe/Helsinki", HOURS)),
        (DESK, Resource("gym", "malmi", {"hall"}), Resource("a", "kallio", {"x"}, parent="gym")),
        (service(),),
    ),
    "service 'passport': a buffer is negative": lambda: service(after=-HALF),
    "service 'passport': step is not above 0": lambda: service(step=HALF * 0),
    "service 'passport': duration is not above 0": lambda: Service("passport", ("desk",), HALF * 0),
    "service 'passport': duration is 30. Write timedelta": lambda: Service(
        "passport",
        ("desk",),
        30,  # type: ignore[arg-type]
    ),
    "service 'passport': needs is one text. Write ('desk',).": lambda: Service(
        "passport",
        "desk",  # type: ignore[arg-type]
        HALF,
    ),
    "resource 'desk': roles is one text. Write {'desk'}.": lambda: Resource(
        "desk",
        "kallio",
        "desk",  # type: ignore[arg-type]
    ),
    "rule 'Text': '9:00-12:00' are no openings. Write openings(": lambda: Rule(
        "Text",
        MONDAY,
        "9:00-12:00",  # type: ignore[arg-type]
    ),
    "service 'clerk': no resource has the role 'dsek'; did you mean 'desk'?": lambda: plan(
        services=(Service("clerk", ("dsek",), HALF),)
    ),
    "service 'passport': needs nothing": lambda: Service("passport", (), HALF),
    "service 'passport': no resource has the role 'desk'": lambda: plan(
        Resource("room", "kallio", {"room"})
    ),
    "service 'passport': after is not a multiple of 5 minutes": lambda: plan(
        services=(service(after=timedelta(minutes=7)),)
    ),
    "office 'kallio', 'Weekdays': 09:00-09:07 is not in steps": lambda: Plan(
        (Office("kallio", "UTC", Hours((Rule("Weekdays", {0}, openings("9:00-9:07")),))),),
        (DESK,),
        (service(),),
    ),
    "plan: bucket does not divide 15 minutes": lambda: plan(bucket=timedelta(minutes=4)),
    "Days(-1): is negative": lambda: Days(-1),
}


@pytest.mark.parametrize("sentence", BAD)
def test_a_rule_that_cannot_be_meant_is_refused_by_name_with_what_to_do(sentence: str) -> None:
    with pytest.raises(BadRule) as refused:
        BAD[sentence]()
    said = str(refused.value)
    assert said.startswith(sentence)
    assert refused.value.remedy in said
    assert said.count("\n") == 0


def test_a_sound_plan_is_taken() -> None:
    sound = plan(
        Resource("gym", "kallio", {"hall"}),
        Resource("gym-a", "kallio", {"half"}, parent="gym", capacity=3),
        Resource("gym-b", "kallio", {"half"}, parent="gym"),
        DESK,
        services=(service(policy=Policy(lead=timedelta(hours=1), horizon=Days(0))),),
    )
    assert sound.seats["gym"] == {"gym-a": 3, "gym-b": 1}
    assert sound.seats["gym-a"] == {"gym-a": 1}
