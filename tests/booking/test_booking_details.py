"""What a service must know of its resident: questions that depend on answers."""

from __future__ import annotations

import pytest

pytest.importorskip("wtforms")

from hypothesis import given
from hypothesis import strategies as st
from tests.booking.test_journey import ROOT, Browser, City, town  # noqa: F401 - a fixture
from tests.test_appointments import parse

from citydesign.booking import State
from citydesign.booking.journey.details import Details
from citydesign.booking.provider import Field, missing
from citydesign.booking.store import StoreProvider

ASKED = [
    Field("name", "Name"),
    Field(
        "interpreter",
        "Do you need an interpreter?",
        "choice",
        options=(("no", "No"), ("yes", "Yes")),
    ),
    Field("tongue", "Language", when=("interpreter", "yes")),
    Field("behalf", "Whom is it for?", "choice", options=(("me", "Me"), ("other", "Another"))),
    Field("whom", "Their name", when=("behalf", "other")),
    Field("email", "Their e-mail", "email", False, when=("behalf", "other")),
    Field("access", "What else should we know?", "long", required=False),
    Field("quiet", "I need a quiet room", "check", required=False),
]
SENT = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["", "Aino"]),
        "interpreter": st.sampled_from(["no", "yes", "perhaps"]),
        "tongue": st.sampled_from(["", "so"]),
        "behalf": st.sampled_from(["me", "other"]),
        "whom": st.sampled_from(["", "Eino"]),
        "email": st.sampled_from(["", "not an address", "eino@example.fi"]),
        "access": st.sampled_from(["", "A dog comes along."]),
        "quiet": st.just("yes"),
    },
)


@given(SENT)
def test_only_what_is_asked_is_judged_and_only_that_is_handed_on(sent: dict[str, str]) -> None:
    speaks = sent.get("interpreter") == "yes"
    other = sent.get("behalf") == "other"
    right = (
        bool(sent.get("name"))
        and sent.get("interpreter") in ("no", "yes")
        and (not speaks or bool(sent.get("tongue")))
        and "behalf" in sent
        and (not other or bool(sent.get("whom")))
        and not (other and sent.get("email") == "not an address")
    )
    details = Details(ASKED, sent)
    assert details.validate() == right
    assert bool(details.errors) != right
    if not right:
        return
    asked = {name for name, value in sent.items() if value}
    asked -= set() if speaks else {"tongue"}
    asked -= set() if other else {"whom", "email"}
    assert details.answers == {name: sent[name] for name in asked}
    assert missing(ASKED, details.answers) is None


def test_a_question_that_depends_on_an_answer_is_shown_below_it() -> None:
    body = parse(f"<form>{Details(ASKED).content}</form>")
    names = [box.get("name") for box in body.iter("input")]
    assert names == [
        "name",
        "interpreter",
        "interpreter",
        "tongue",
        "behalf",
        "behalf",
        "whom",
        "email",
        "quiet",
    ]
    assert [area.get("name") for area in body.iter("textarea")] == ["access"]


def test_what_was_said_before_is_in_the_form_again() -> None:
    known = {"name": "Aino", "interpreter": "yes", "tongue": "so", "quiet": "yes"}
    body = parse(f"<form>{Details(ASKED, known=known).content}</form>")
    boxes = list(body.iter("input"))
    assert [box.get("value") for box in boxes if box.get("checked") is not None] == ["yes", "y"]
    assert [box.get("value") for box in boxes if box.get("name") == "tongue"] == ["so"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: Field("a", "A", "choice"), "Field 'a': give options to a choice"),
        (lambda: Field("a", "A", options=(("x", "X"),)), "Field 'a': give options to a choice"),
        (lambda: Details([*ASKED, Field("z", "Z", when=("behalf", "x"))]), "after 'x' to 'behalf'"),
        (lambda: Details([*ASKED, Field("z", "Z", when=("gone", "x"))]), "after 'x' to 'gone'"),
        (lambda: Details([*ASKED, Field("z", "Z", when=("name", "x"))]), "after 'x' to 'name'"),
    ],
)
def test_a_question_that_nobody_would_ever_see_is_refused(wrong, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        wrong()


@pytest.mark.parametrize("town", ["sqlite", "postgresql"], indirect=True)
def test_staff_read_the_answers_and_nothing_of_what_was_not_asked(town: City) -> None:  # noqa: F811
    assert isinstance(town.provider, StoreProvider)
    town.provider._fields = lambda product, locale: ASKED
    store = town.provider._store
    browser = Browser(town)
    browser.to_details()
    said = {"name": "Aino", "interpreter": "yes", "tongue": "", "behalf": "me", "whom": "Eino"}
    page = browser.send(**said)
    assert page.status == 422
    assert 'href="#tongue"' in page.content
    assert town.kept() == set()
    browser.send(**{**said, "tongue": "Somali"})
    assert browser.page.title == "Your appointment is booked"
    ((name, _),) = town.kept()
    told = store.details(name)
    assert told is not None
    assert told == {
        "name": "Aino",
        "interpreter": "yes",
        "tongue": "Somali",
        "behalf": "me",
        "language": "en",
    }
    assert store.booking(name).state is State.CONFIRMED  # type: ignore[union-attr]
    assert browser.url.startswith(f"{ROOT}booking/")
