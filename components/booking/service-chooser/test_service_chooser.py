"""What is special about choosing a service."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale


def service(value, **more):
    return {"value": value, "label": value.title(), **more}


def topics(*sizes):
    return [
        service(f"s{n}-{i}", topic=f"Topic {n}")
        for n, size in enumerate(sizes, 1)
        for i in range(size)
    ]


def parse(items, **more):
    with use_locale("en"):
        html = ui.service_chooser("service", "What is it about?", items, **more)
    return document(html).find("body")


def opened(tree):
    return [e.get("open") is not None for e in tree.iter("details")]


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_each_service_says_how_long_it_takes_and_what_it_costs():
    tree = parse([service("passport", minutes=15, price="52 euros", hint="Bring a photo.")])
    (radio,) = tree.iter("input")
    facts = tree.find(f".//*[@id='{radio.get('aria-describedby')}']")
    assert text(facts) == "15 minutes 52 euros Bring a photo."


@pytest.mark.parametrize(("locale", "words"), [("fi", "1 minuutti"), ("sv", "45 minuter")])
def test_minutes_are_counted_as_people_say_it(locale, words):
    with use_locale(locale):
        html = ui.service_chooser("s", "?", [service("a", minutes=1), service("b", minutes=45)])
    assert f">{words}<" in html


def test_twelve_services_are_all_in_sight_and_thirteen_fold_by_topic():
    assert opened(parse(topics(6, 6))) == []
    assert opened(parse(topics(6, 7))) == [False, False]


def test_the_topic_of_the_service_chosen_before_is_open():
    assert opened(parse(topics(6, 7), value="s2-3")) == [False, True]


def test_an_error_lands_on_a_service_in_sight():
    tree = parse(topics(6, 7), error="Choose what it is about.")
    assert opened(tree) == [True, False]
    first = next(tree.iter("details")).find(".//input")
    assert first.get("id") == "service"


def test_services_without_a_topic_come_first_and_stay_in_sight():
    tree = parse([*topics(13), service("other")], error="Choose what it is about.")
    assert next(e.get("value") for e in tree.iter("input")) == "other"
    assert opened(tree) == [False]


def test_two_services_of_one_value_are_refused():
    with pytest.raises(UsageError, match="value"):
        parse([service("a"), service("a")])
