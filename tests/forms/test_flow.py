"""What a resident notices on the way through a form of several pages, scripts or not."""

from __future__ import annotations

import itertools
import re
import secrets
import threading
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")

import wtforms
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.browser import CHILD, Browser, Reply, begin, straight, to_check, to_hours
from tests.forms.permit import PAGES, asks, form, permit
from tests.test_appointments import parse

from citydesign.errors import CityDesignError
from citydesign.exchange import Request
from citydesign.forms.core.journey import Group, Journey, Page, Section, Stop
from citydesign.forms.journey import Flow, MemoryStore
from citydesign.forms.journey.binding import bind
from citydesign.forms.journey.port import Changed
from citydesign.forms.wtforms import CityMeta, DatePartsField, FieldList, Optional, Required
from citydesign.locale import use_locale
from citydesign.store import Reason, StoreUnavailable, utc_now

SECRET = b"s" * 32
HOSTILE = '</textarea><script>alert(1)</script> & "quoted" {{ 7*7 }} \u202e'


class Turning(MemoryStore):
    """Gives a new key at each save, as `CookieStore` does: a page that keeps something sends it.

    Its forms close soon, so that each page has to say when.
    """

    idle = timedelta(minutes=30)  # type: ignore[assignment]

    def open(self, journey: str, id: str, cookie: str) -> Any:
        visit = super().open(journey, id, cookie)
        return visit and replace(visit, ends=utc_now() + self.idle)

    def save(self, visit: Any) -> str:  # type: ignore[override]
        super().save(visit)
        key = secrets.token_hex(8)
        self._visits[visit.id] = (key, self._visits[visit.id][1])
        return key


def flow(journey: Journey | None = None, store: Any = None, **more: Any) -> Flow:
    store = store or Turning(debug=True)
    receive = more.pop("receive", None) or store.receive
    return Flow(journey or permit(), store, receive, SECRET, **{"zone": UTC, **more})


def opened(**more: Any) -> tuple[Browser, Flow]:
    made = flow(**more)
    return Browser(straight(made)), made


def received(made: Flow) -> list[Any]:
    return made._store.received  # type: ignore[attr-defined]


def summary(browser: Browser) -> list[tuple[str, str | None]]:
    """The items of the error summary: text and where it leads."""
    for one in parse(browser.reply.html).iter("city-error-summary"):
        return [
            ("".join(item.itertext()), next((a.get("href") for a in item.iter("a")), None))
            for item in one.iter("li")
        ]
    return []


def test_a_resident_gets_from_the_first_question_to_the_receipt() -> None:
    browser, made = opened()
    to_check(browser)
    assert (browser.title, browser.at) == ("Check your answers", "check")
    assert "Äiti &lt;b&gt;" in browser.reply.html
    assert "1 May 2024" in browser.reply.html
    browser.press()
    assert (browser.title, browser.at) == ("We have received your answers", "receipt")
    (sent,) = received(made)
    whole = " ".join(" ".join(parse(browser.reply.html).itertext()).split())
    assert whole.endswith(f"We have received your answers Reference number : {sent.reference}")
    assert sent.data["children"] == [
        {"child": {"name": ("Äiti <b>",), "born-day": ("1",), "born-month": ("5",),
                   "born-year": ("2024",), "diet": ("no",)}}
    ]  # fmt: skip
    assert list(sent.data) == ["home", "children", "hours", "guardian"]
    assert "city-" not in str(sent.data)


def test_what_is_sent_says_where_letters_and_codes_go_and_when_it_came() -> None:
    asked = form(
        mail=asks(wtforms.EmailField, "Mail"),
        call=asks(wtforms.TelField, "Phone", Optional()),
    )
    pages = [Page(name="you", title="You", form=asked)]
    journey = Journey(
        name="told", title="Told", pages=pages, languages=["en", "sv"], version="2027-2",
        contact="you.mail", phone="you.call",
    )  # fmt: skip
    for call, told in ((" 040 123\u200b", "040 123"), ("", None)):
        with use_locale("sv"):
            browser, made = opened(journey=journey)
            begin(browser)
            browser.press(mail="a@b.fi ", call=call)
            browser.press()
        (sent,) = received(made)
        assert (sent.contact, sent.phone) == ("a@b.fi", told)
        assert (sent.language, sent.version, sent.journey) == ("sv", "2027-2", "told")
        assert sent.at.utcoffset() == timedelta(0)


def test_a_reference_has_nothing_that_is_mistaken_when_it_is_read_aloud() -> None:
    _, made = opened()
    given = {made.reference(f"{number:032x}") for number in range(300)}
    assert len(given) == 300
    assert all(re.fullmatch("[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}", one) for one in given)


def test_opening_the_start_keeps_nothing() -> None:
    browser, made = opened()
    browser.ask("/apply/")
    browser.ask("/apply/")
    assert made._store._visits == {}  # type: ignore[attr-defined]
    assert browser.jar == {}


def test_f2_a_page_that_can_not_be_reached_yet_leads_to_where_one_goes_on() -> None:
    browser, _ = opened()
    begin(browser)
    base = browser.url.removesuffix("home")
    for key in ("guardian", "check", "receipt", "", "children/9/child", "nothing", "tasks", "save"):
        browser.ask(base + key)
        assert (browser.reply.status, browser.at) == (200, "home"), key


def test_f3_each_failing_field_has_one_link_in_the_summary_and_its_target_is_there() -> None:
    browser, _ = opened()
    begin(browser)
    browser.press()
    assert browser.reply.status == 422
    browser.press(where="here")
    browser.press(name="", born_day="99")
    assert (browser.reply.status, browser.at) == (422, "children/1/child")
    links = [url for _, url in summary(browser)]
    assert len(links) == len(set(links)) == 3
    ids = {one.get("id") for one in parse(browser.reply.html).iter()}
    assert {str(url).removeprefix("#") for url in links} <= ids
    assert "city-back-link" in browser.reply.html


def test_f4_what_was_typed_survives_an_error_and_leaving_and_coming_back() -> None:
    browser, _ = opened()
    begin(browser)
    browser.press(where="here")
    browser.press(name=HOSTILE, born_day=" 99x ")
    assert browser.reply.status == 422
    for _ in range(2):
        data = browser.fill()
        assert data["name"] == [HOSTILE]
        assert data["born-day"] == [" 99x "]
        assert "<script>alert" not in browser.reply.html
        browser.follow("Back")
        assert browser.at == "home"
        browser.press()


ROOTS = {"en": "/en/apply/", "fi": "/fi/hae/"}


def in_two_languages(made: Flow) -> Browser:
    """A browser that sees each address in its language, and has opened the first page."""
    plain = straight(made, *ROOTS.values())

    def send(method: str, url: str, *rest: Any) -> Reply:
        with use_locale(urlsplit(url).path[1:3]):
            return plain(method, url, *rest)

    browser = Browser(send, "/en/apply/")
    begin(browser)
    return browser


def switch_language(browser: Browser, tag: str, **typed: Any) -> None:
    """Press a language of the header: it is before the form, and sends it along."""
    assert browser.form().get("id") == "city-form"
    data = browser.fill(**typed)
    chosen = [tag, *data.pop("language", ())]
    id = browser.url.split("/", 3)[3]
    browser.ask(ROOTS[tag] + id, {"language": chosen, **data})


def test_f4_the_language_can_be_switched_without_losing_what_is_typed() -> None:
    browser = in_two_languages(flow(roots=ROOTS))
    browser.press(where="here")
    switch_language(browser, "fi", name=HOSTILE, born_day="x")
    assert browser.reply.status == 200, "what is unfinished is not judged"
    assert browser.url.startswith("/fi/hae/")
    assert browser.title == "Kunta 1: Child fi"
    assert browser.fill()["name"] == [HOSTILE]
    assert browser.fill()["born-day"] == ["x"]
    browser.press(**CHILD)
    assert browser.at == "children"
    browser.follow("Takaisin")
    assert browser.fill()["name"] == [CHILD["name"]]


def test_f4_who_changes_an_answer_comes_back_to_the_check_in_the_other_language() -> None:
    browser = in_two_languages(flow(roots=ROOTS))
    to_check(browser)
    browser.ask(f"{browser.url.removesuffix('check')}children/1/child?change")
    switch_language(browser, "fi", name="Eino")
    assert browser.url.startswith("/fi/hae/")
    browser.press()
    assert browser.at == "check"
    assert "Eino" in browser.reply.html


@pytest.mark.parametrize(
    ("tag", "title"), [("sv-SE", "Home sv"), ("fi", "Home fi"), ("en-GB", "Home en")]
)
def test_a_form_is_in_the_nearest_language_that_it_has(tag: str, title: str) -> None:
    with use_locale(tag):
        browser, made = opened()
        begin(browser)
        assert browser.title == title
    (kept,) = made._store._visits.values()  # type: ignore[attr-defined]
    assert kept[1].language == title[-2:], "so do its letters"


def test_a_wish_that_nobody_made_is_no_answer() -> None:
    centres = [("", "Choose a centre"), ("kaleva", "Kaleva")]
    asked = form(
        first=asks(wtforms.SelectField, "First", choices=centres),
        second=asks(wtforms.SelectField, "Second", Optional(), choices=centres),
    )
    page = Page(name="centres", title="Centres", form=asked)
    browser, _ = opened(journey=Journey(name="wishes", title="Wishes", pages=[page]))
    begin(browser)
    browser.press(first="kaleva", second="")
    assert browser.at == "check"
    assert "Kaleva" in browser.reply.html
    assert "Not given" in browser.reply.html
    assert "Choose a centre" not in browser.reply.html


def test_a_question_may_be_called_change() -> None:
    asked = form(change=asks(wtforms.StringField, "What has changed"))
    pages = [Page(name=name, title=name, form=asked) for name in ("first", "last")]
    browser, _ = opened(journey=Journey(name="named", title="Named", pages=pages))
    begin(browser)
    browser.press(change="The address")
    assert browser.at == "last", "nothing is changed that was answered before"
    browser.follow("Back")
    assert browser.at == "first"
    assert browser.fill()["change"] == ["The address"]


def test_what_nobody_sees_is_no_answer_anywhere() -> None:
    asked = form(
        name=asks(wtforms.StringField, "Name"),
        more=asks(wtforms.TextAreaField, "More", Optional()),
        born=asks(DatePartsField, "Born", Optional()),
    )
    last = form(why=asks(wtforms.StringField, "Why"))
    pages = [
        Page(name="who", title="Who", form=asked),
        Page(name="why", title="Why", form=last, when={"who.more": True}),
    ]
    browser, made = opened(journey=Journey(name="unseen", title="Unseen", pages=pages))
    begin(browser)
    browser.press(name="\u200b\ufeff")
    assert browser.reply.status == 422
    assert [url for _, url in summary(browser)] == ["#name"]
    browser.press(name="Aino", more="\u2060\r\n\u202e", born_day="\u200b")
    assert browser.at == "check", "and no page is asked because of it"
    assert browser.reply.html.count("Not given") == 2
    browser.press()
    (sent,) = received(made)
    assert list(sent.data) == ["who"]


def test_an_entry_of_a_list_is_added_and_removed_and_the_rest_of_the_page_stays() -> None:
    entries = FieldList(wtforms.StringField("Allergy"), "Allergies", min_entries=1)
    fields = {"name": wtforms.StringField("Name", [Required()]), "foods": entries}
    made = type("Made", (wtforms.Form,), {"Meta": type("Meta", (CityMeta,), {}), **fields})
    pages = [Page(name=name, title=name.capitalize(), form=made) for name in ("first", "last")]
    browser, made_flow = opened(journey=Journey(name="list", title="List", pages=pages))
    begin(browser)
    browser.ask(browser.url, browser.fill(foods_0="Milk", list_action="add foods"))
    assert (browser.reply.status, browser.at) == (200, "first"), "nothing is judged yet"
    assert browser.title == "First"
    assert browser.fill()["foods-0"] == ["Milk"]
    browser.ask(
        browser.url, browser.fill(foods_1="Nuts", name="Aino", list_action="remove foods-0")
    )
    foods = {name: given for name, given in browser.fill().items() if name.startswith("foods")}
    assert list(foods.values()) == [["Nuts"]]
    browser.ask(browser.url)
    assert browser.fill()["name"] == ["Aino"], "it is kept as it was typed"
    browser.press()
    assert browser.at == "last"
    browser.press(name="Eino", foods_0="")
    assert (browser.at, "Nuts" in browser.reply.html) == ("check", True)
    browser.press()
    (sent,) = received(made_flow)
    assert [one for name, one in sent.data["first"].items() if name != "name"] == [("Nuts",)]


def test_a_section_that_goes_on_after_a_group_has_no_second_card_of_its_name() -> None:
    asked = form(name=asks(wtforms.StringField, "Name"))
    journey = Journey(
        name="people", title="People", sections=[Section(name="all", title="People")],
        groups=[Group(name="others", title="Others", entry="Other")],
        pages=[
            Page(name="you", title="You", form=asked, section="all"),
            Page(name="other", title="The other", form=asked, group="others", section="all"),
            Page(name="last", title="Anybody else", form=asked, section="all"),
        ],
    )  # fmt: skip
    browser, _ = opened(journey=journey)
    begin(browser)
    for _ in range(2):
        browser.press(name="Aino")
    browser.press()
    browser.press(name="Aino")
    assert browser.at == "check"
    titles = ["".join(one.itertext()).strip() for one in browser.page.iter("h2")]
    assert titles == ["People", "Other 1", "Anybody else"]


@pytest.mark.parametrize("answers", [["fi"], ["sv", "fi"], []])
def test_f4_an_answer_about_languages_survives_a_switch_of_the_language(answers: list[str]) -> None:
    tongues = form(
        language=asks(
            wtforms.SelectMultipleField,
            "Languages that the child speaks",
            choices=[("sv", "Swedish"), ("fi", "Finnish"), ("ar", "Arabic")],
        ),
        more=asks(wtforms.StringField, "More", Optional()),
    )
    pages = [Page(name=name, title=name, form=tongues) for name in ("child", "other")]
    asked = Journey(name="tongues", title="Tongues", languages=["en", "fi"], pages=pages)
    browser = in_two_languages(flow(asked, roots=ROOTS))
    switch_language(browser, "fi", language=answers, more="Sami")
    assert browser.at == "child"
    assert browser.fill().get("language", []) == answers
    assert browser.fill()["more"] == ["Sami"]
    browser.press(language=["fi"])
    assert browser.at == "other"


def test_f5_two_journeys_in_two_tabs_never_mix() -> None:
    browser, made = opened()
    other = browser.tab()
    for one in (browser, other):
        begin(one)
        one.press(where="here")
    browser.press(**{**CHILD, "name": "Aino"})
    other.press(**{**CHILD, "name": "Eino"})
    for one, name in ((browser, "Aino"), (other, "Eino")):
        one.press()
        one.press(when=["days"])
        one.press(name=name, email="a@example.fi")
        assert name in one.reply.html
        one.press()
    assert [one.data["guardian"]["name"] for one in received(made)] == [("Aino",), ("Eino",)]
    assert len({one.reference for one in received(made)}) == 2


def test_f5_a_page_changed_in_another_tab_shows_both_and_loses_neither() -> None:
    browser, _ = opened()
    to_hours(browser)
    browser.press(when=["nights"])
    assert browser.at == "shifts"
    browser.follow("Back")
    other = browser.tab()
    other.press(when=["days"])
    browser.press(when=["days", "nights"])
    assert browser.reply.status == 409
    assert "In the other tab" in browser.reply.html
    assert browser.fill()["when"] == ["days", "nights"]
    keep = browser.tab()
    keep.follow("Keep the answers of the other tab")
    assert keep.fill()["when"] == ["days"]
    browser.press()
    assert browser.at == "shifts"
    browser.follow("Back")
    assert browser.fill()["when"] == ["days", "nights"]


@pytest.mark.parametrize("name", ["other", "typed", "entry", "answers"])
def test_f5_a_question_of_any_name_is_shown_beside_the_answer_of_the_other_tab(name: str) -> None:
    pages = [
        Page(name=one, title=one, form=form(**{name: asks(wtforms.StringField, "Other guardian")}))
        for one in ("first", "last")
    ]
    browser, _ = opened(journey=Journey(name="named", title="Named", pages=pages))
    begin(browser)
    other, gone = browser.tab(), browser.tab()
    other.press(**{name: "Liisa"})
    browser.press(**{name: "Mikko"})
    ids = [one.get("id") for one in parse(browser.reply.html).iter() if one.get("id")]
    assert (browser.reply.status, len(ids)) == (409, len(set(ids)))
    assert "Liisa" in browser.reply.html
    assert browser.fill()[name] == ["Mikko"]
    # The first page has an error now, so the last is not asked; what was typed there is kept.
    other.ask(re.sub("last$", "first", other.url))
    data = {**gone.fill(), name: ["Eino"], "city-token": ["old"]}
    gone.ask(re.sub("first$", "last", gone.url), data)
    assert (gone.reply.status, "Eino" in gone.reply.html) == (422, True)


def test_the_same_page_sent_twice_goes_on_as_once() -> None:
    browser, _ = opened()
    begin(browser)
    twice = browser.tab()
    data = browser.fill(where="here")
    browser.ask(browser.url, data)
    twice.ask(twice.url, data)
    assert (browser.at, twice.at) == ("children/1/child", "children/1/child")


def test_f6_a_double_click_sends_once_and_shows_one_reference() -> None:
    browser, made = opened(store=MemoryStore(debug=True))
    to_check(browser)
    data, url = browser.fill(), browser.url
    tabs = [browser.tab() for _ in range(8)]
    threads = [threading.Thread(target=tab.ask, args=(url, data)) for tab in tabs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    (sent,) = received(made)
    for tab in tabs:
        assert tab.at == "receipt"
        assert sent.reference in tab.reply.html


def test_going_back_after_sending_shows_the_receipt_and_keeps_no_answer() -> None:
    browser, made = opened()
    to_check(browser)
    old = browser.tab()
    browser.press()
    for key in ("check", "home", "children/1/child", ""):
        browser.ask(browser.url.rpartition(browser.at)[0] + key)
        assert browser.at == "receipt"
    old.press()
    assert old.at == "receipt"
    (kept,) = made._store._visits.values()  # type: ignore[attr-defined]
    assert kept[1].kept.written() == "{}"


def test_other_answers_sent_a_second_time_say_that_the_first_count() -> None:
    calls = itertools.count()
    browser, _ = opened(receive=lambda submission: next(calls) > 0)
    to_check(browser)
    browser.press()
    assert browser.at == "receipt?twice"
    assert "The answers that you sent first count." in browser.reply.html


def test_f7_answers_of_pages_that_fell_away_come_back_with_them_and_are_not_sent() -> None:
    browser, made = opened()
    to_hours(browser)
    browser.press(when=["nights"])
    browser.press(both="yes")
    browser.press(name="Aino", email="a@example.fi")
    browser.follow("Change: When is care needed")
    browser.press(when=["days"])
    assert browser.at == "check"
    assert "Do both guardians" not in browser.reply.html
    again = browser.tab()
    again.follow("Change: When is care needed")
    again.press(when=["nights"])
    assert again.at == "check", "it was answered before"
    assert "Yes &amp; yes" in again.reply.html
    again.follow("Change: When is care needed")
    again.press(when=["days"])
    again.press()
    assert "shifts" not in received(made)[0].data


def test_a_change_that_makes_the_way_longer_asks_only_what_is_new() -> None:
    browser, _ = opened()
    to_check(browser)
    browser.follow("Change: When is care needed")
    assert browser.at == "hours?change"
    browser.press(when=["nights"])
    assert browser.at == "shifts?change"
    browser.press(both="no")
    assert browser.at == "check"


def test_back_from_a_change_leads_to_the_check() -> None:
    browser, _ = opened()
    to_check(browser)
    browser.follow("Change: When is care needed")
    browser.follow("Back")
    assert browser.at == "check"


def test_a_second_child_is_added_named_changed_and_taken_out() -> None:
    browser, made = opened()
    to_check(browser)
    browser.follow("Change: Your children")
    browser.press(action="add")
    assert (browser.at, browser.title) == ("children/2/child?change", "Child 2: Child en")
    browser.press(**{**CHILD, "name": "Eino", "diet": "yes"})
    assert browser.at == "children/2/diet?change"
    browser.press(kind=["vegan", "milk"], note="a\r\nb")
    assert browser.at == "children?change"
    browser.press()
    assert browser.at == "check"
    assert "No &lt;milk&gt;" in browser.reply.html
    names = [name for name in browser.links() if name.startswith("Change: Name")]
    assert names == ["Change: Name (en), Child 1", "Change: Name (en), Child 2"], "whose, and once"
    browser.follow("Change: Your children")
    assert "add" not in [one.get("value") for one in parse(browser.reply.html).iter("button")]
    before = browser.tab()
    browser.follow("Remove: Child 2")
    assert browser.title == "Do you want to remove “Child 2”?"
    unsure = browser.tab()
    unsure.follow("No, keep it")
    assert "Eino" in unsure.reply.html
    unsure.press()
    assert unsure.at == "check", "who changes an answer comes back, also after a second thought"
    browser.press()
    assert "Eino" not in browser.reply.html
    assert before.press().status == 200
    assert before.at == "children?change", "another tab sees what there is now first"
    browser.press()
    browser.press()
    assert len(received(made)[0].data["children"]) == 1


def test_add_pressed_twice_adds_one() -> None:
    browser, made = opened()
    to_check(browser)
    browser.follow("Change: Your children")
    twice = browser.tab()
    browser.press(action="add")
    twice.press(action="add")
    (kept,) = made._store._visits.values()  # type: ignore[attr-defined]
    assert kept[1].kept.numbers(made.journey.groups[0]) == (1, 2)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ({"city-action": ["add"]}, "You can add 2 at most."),
        ({"city-action": ["add"], "city-token": ["old"]}, "The page was open for so long"),
    ],
)
def test_a_group_says_why_nothing_is_added(form: dict[str, list[str]], text: str) -> None:
    browser, _ = opened()
    to_check(browser)
    browser.follow("Change: Your children")
    browser.press(action="add")
    browser.press(**{**CHILD, "name": "Eino"})
    browser.ask(browser.url, {**browser.fill(), **form})
    assert browser.reply.status == 422
    assert text in browser.reply.html


def test_the_only_child_can_not_be_taken_out() -> None:
    browser, _ = opened()
    to_hours(browser)
    browser.follow("Back")
    assert "Remove" not in " ".join(browser.links())
    browser.ask(browser.url + "?remove=1")
    assert browser.title == "Your children"
    browser.ask(browser.url, {**browser.fill(), "city-remove": ["1"]})
    assert browser.title == "Your children"
    assert "Äiti" in browser.reply.html


@pytest.mark.parametrize("token", [None, "", "old", "\ud800"])
def test_a_form_without_its_token_says_so_and_keeps_what_was_typed(token: str | None) -> None:
    browser, _ = opened()
    begin(browser)
    browser.press(where="here")
    data = browser.fill(**{**CHILD, "name": HOSTILE})
    del data["city-token"]
    browser.ask(browser.url, data if token is None else {**data, "city-token": [token]})
    assert browser.reply.status == 422
    assert summary(browser)[0][0].startswith("The page was open for so long")
    assert browser.fill()["name"] == [HOSTILE]
    browser.press()
    assert browser.at == "children"


def test_a_form_of_another_site_is_not_taken_and_nothing_is_sent() -> None:
    browser, made = opened()
    to_check(browser)
    browser.press(headers={"Sec-Fetch-Site": "cross-site"})
    assert browser.reply.status == 422
    assert received(made) == []
    stranger = Browser(browser.send)
    stranger.ask("/apply/", {}, **{"Sec-Fetch-Site": "cross-site"})
    assert stranger.reply.status == 404


def test_another_browser_with_the_address_sees_nothing() -> None:
    browser, made = opened()
    to_check(browser)
    other, third = Browser(browser.send), Browser(browser.send)
    begin(third)
    other.jar = {name: third.jar[only] for name in browser.jar for only in third.jar}
    for one in (Browser(browser.send), other):
        reply = one.ask(browser.url)
        assert (reply.status, one.title) == (404, "We can't find your form")
        assert "Äiti" not in reply.html
        one.ask(browser.url, browser.fill())
        assert one.reply.status == 404
    assert received(made) == []


@pytest.mark.parametrize(
    "path",
    [
        "x",
        "0" * 32,
        "0" * 31 + "\x00/home",
        "resume",
        "resume/abc",
        "../etc",
        "é" * 32,
        "/",
        "0" * 32 + "/",
    ],
)
def test_forged_addresses_look_alike(path: str) -> None:
    _, made = opened()
    replies = {made.answer(Request("/apply/", one)) for one in (path, "gone")}
    assert len(replies) == 1, "no address says more than another"


def test_a_page_that_left_the_way_in_another_tab_keeps_what_was_typed_there() -> None:
    browser, _ = opened()
    to_hours(browser)
    browser.press(when=["nights"])
    late = browser.tab()
    browser.follow("Back")
    browser.press(when=["days"])
    late.press(both="yes")
    assert (late.reply.status, late.title) == (409, "This page can't be answered now")
    late.follow("Continue")
    assert late.at == "guardian"
    late.follow("Back")
    late.press(when=["nights"])
    assert late.fill()["both"] == ["yes"]


def test_tampered_hidden_fields_reach_no_answer_of_another_page() -> None:
    browser, made = opened()
    begin(browser)
    data = browser.fill(where="here")
    extra = {"name": ["x"], "consent": ["y"], "city-action": ["rm"], "city-version": ["1"]}
    browser.ask(browser.url, {**data, **extra})
    (kept,) = made._store._visits.values()  # type: ignore[attr-defined]
    assert kept[1].kept.answers == {"home": {"where": ("here",)}}


def test_only_what_a_field_sends_is_kept_of_a_form() -> None:
    part = type("Part", (wtforms.Form,), {"street": wtforms.StringField("Street")})
    fields = form(
        name=asks(wtforms.StringField, "Name"),
        born=asks(DatePartsField, "Born"),
        home=(lambda label: wtforms.FormField(part, label), "Home", [], {}),
        more=(lambda label: wtforms.FieldList(wtforms.StringField("One"), label), "More", [], {}),
    )
    bound = bind(page("a", fields), "en")
    ours = ["name", "born-day", "born-month", "born-year", "home-street", "more-0", "more-11"]
    others = ["name-x", "born", "born-hour", "home", "home-city", "more", "more-x", "more-0x", "x"]
    assert list(bound.own({name: ["y"] for name in [*ours, *others]})) == ours


def test_an_answer_that_has_become_wrong_is_asked_again_before_it_is_sent() -> None:
    allowed = [True]

    class Picky:
        def __call__(self, form: Any, field: Any) -> None:
            if not allowed[0]:
                raise wtforms.ValidationError("The day has passed.")

    journey = Journey(
        name="day",
        title="Day",
        pages=[
            Page(name="day", title="Day", form=form(day=asks(wtforms.StringField, "Day", Picky()))),
            Page(
                name="more",
                title="More",
                form=form(text=asks(wtforms.StringField, "More", Optional())),
            ),
        ],
    )
    browser, made = opened(journey=journey)
    begin(browser)
    browser.press(day="Monday")
    browser.press(text="")
    assert browser.at == "check"
    assert "Not given" in browser.reply.html
    allowed[0] = False
    browser.press()
    assert (browser.at, browser.title) == ("day?change&errors", "Day")
    assert summary(browser) == [("The day has passed.", "#day")]
    allowed[0] = True
    browser.press()
    browser.press()
    assert browser.at == "receipt"
    assert len(received(made)) == 1


def test_a_stop_says_where_to_go_and_leads_back() -> None:
    browser, _ = opened()
    begin(browser)
    browser.press(where="there")
    assert (browser.at, browser.title) == ("elsewhere", "Ask your own municipality")
    assert browser.links()["Municipalities"] == "https://city.example/"
    browser.follow("Back")
    browser.press(where="here")
    assert browser.at == "children/1/child"


def test_tasks_can_be_done_in_any_order() -> None:
    browser, made = opened(journey=permit(tasks=True))
    begin(browser)
    assert browser.at == "tasks"
    browser.follow("People")
    browser.press(name="Aino", email="a@example.fi")
    assert browser.at == "tasks"
    assert "Completed" in browser.reply.html or "Done" in browser.reply.html
    browser.follow("Start")
    browser.press(where="here")
    browser.follow("Family")
    browser.press(**CHILD)
    browser.press()
    browser.follow("Care")
    browser.press(when=["nights"])
    browser.follow("Back")
    browser.press(when=["days"])
    browser.follow("Check your answers")
    browser.press()
    assert len(received(made)) == 1


def test_the_steps_show_where_one_is() -> None:
    browser, _ = opened()
    to_hours(browser)
    (here,) = [
        one for one in parse(browser.reply.html).iter("li") if one.get("aria-current") == "step"
    ]
    assert "Care" in "".join(here.itertext())
    assert "Family" in " ".join(browser.links())
    assert "People" not in " ".join(browser.links())


def off_the_way() -> tuple[Browser, Browser, Flow]:
    """Two tabs: in the second, the page that the first shows is not asked any more."""
    browser, made = opened()
    to_hours(browser)
    browser.press(when=["nights"])
    assert browser.at == "shifts"
    other = browser.tab()
    other.follow("Back")
    other.press(when=["days"])
    return browser, other, made


def test_a_page_that_is_too_old_and_not_asked_any_more_keeps_what_was_typed_by_one_press() -> None:
    browser, other, _ = off_the_way()
    browser.press(city_token="wrong", both="yes")
    assert browser.reply.status == 409
    assert "Yes &amp; yes" in browser.reply.html, "what was typed can be read"
    back = other.tab()
    back.follow("Back")
    back.press(when=["nights"])
    assert "checked" not in back.reply.html, "another site can't have it kept"
    back.follow("Back")
    back.press(when=["days"])
    browser.press()
    assert browser.title == "This page can't be answered now"
    assert "What you entered is kept" in browser.reply.html
    back.follow("Back")
    back.press(when=["nights"])
    assert back.fill()["both"] == ["yes"]


def test_all_of_several_answers_are_kept_by_that_press() -> None:
    browser, _ = opened()
    begin(browser)
    browser.press(where="here")
    browser.press(**{**CHILD, "diet": "yes"})
    assert browser.at == "children/1/diet"
    other = browser.tab()
    other.follow("Back")
    other.press(**CHILD)
    browser.press(city_token="", kind=["vegan", "milk"], note="å\r\n<b>")
    browser.press()
    other.follow("Back")
    other.press(**{**CHILD, "diet": "yes"})
    # A browser writes line ends its own way.
    assert other.fill()["note"][0].split() == ["å", "<b>"]
    assert other.fill()["kind"] == ["vegan", "milk"]


def test_what_was_typed_about_an_entry_that_was_removed_meanwhile_can_still_be_read() -> None:
    browser, _ = opened()
    begin(browser)
    browser.press(where="here")
    browser.press(**CHILD)
    browser.press(action="add")
    browser.press(**CHILD)
    other = browser.tab()
    browser.ask(re.sub("children.*", "children/2/child", other.url))
    other.ask(re.sub("children.*", "children?remove=2", other.url))
    other.press()
    browser.press(**{**CHILD, "name": "Eino"})
    assert browser.reply.status == 409
    assert "This part has been removed" in browser.reply.html
    assert "Eino" in browser.reply.html
    browser.follow("Continue")
    assert browser.at == "children"


class Broken(MemoryStore):
    """A store that can't do it, or that others are always faster at."""

    error: Exception | None = None

    def save(self, visit: Any) -> None:
        if self.error:
            raise self.error
        return super().save(visit)


@pytest.mark.parametrize(
    "error", [StoreUnavailable(Reason.FULL, "disk"), Changed()], ids=["full", "others"]
)
def test_a_store_that_can_not_answer_is_a_page_that_says_try_again(error: Exception) -> None:
    store = Broken(debug=True)
    browser, _ = opened(store=store)
    begin(browser)
    store.error = error
    browser.press(where="here")
    assert (browser.reply.status, browser.title) == (503, "We can't save your answers right now")
    browser.press()
    assert browser.reply.status == 503, "again, and nothing is lost"
    store.error = None
    browser.press()
    assert browser.at == "children/1/child"
    browser.follow("Back")
    assert browser.fill()["where"] == ["here"]


def test_no_form_is_opened_below_the_address_of_another_one() -> None:
    store = MemoryStore(debug=True)
    browser, _ = opened(store=store)
    begin(browser)
    other = flow(replace(permit(), name="other"), store)
    assert Browser(straight(other), jar=browser.jar).ask(browser.url).status == 404
    assert browser.ask(browser.url).status == 200


def test_memory_is_for_debug_mode_only() -> None:
    for debug in (False, None, "1"):
        with pytest.raises(CityDesignError, match="MemoryStore loses all answers"):
            MemoryStore(debug=debug)  # type: ignore[arg-type]


def page(name: str, made: Any, **more: Any) -> Page:
    return Page(name=name, title=name, form=made, **more)


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        (
            [page("a", "tests.forms.gone:Form")],
            "page 'a': there is no module 'tests.forms.gone'; is it on Python's path?",
        ),
        (
            [page("a", "tests.forms.permit:Journy")],
            "page 'a': tests.forms.permit has no form 'Journy'; did you mean 'Journey'?",
        ),
        ([page("a", dict)], "page 'a': dict is no form of WTForms or Django, and no pydantic model"),
        ([page("a", lambda tag: tag)], "page 'a': the form is 'en'; give a class, or a function"),
        (
            [page("a", form(cv=asks(wtforms.FileField, "CV")))],
            "page 'a': 'cv' asks for files, which a journey does not keep like this; use UploadField",
        ),
        (
            [page("a", form(key=asks(wtforms.PasswordField, "Key")))],
            "page 'a': 'key' asks for passwords, which a journey does not keep",
        ),
        (
            [page("a", form(main=asks(wtforms.StringField, "Main language")))],
            "page 'a': 'main' has the id of a part of each page; name it otherwise",
        ),
        (
            [page("a", PAGES["home"]), page("b", PAGES["hours"], when={"a.wher": "here"})],
            "page 'b': when asks a.wher, and the form has no such field; did you mean 'where'?",
        ),
        (
            [page("a", PAGES["home"]), page("b", PAGES["hours"], when={"a.where": "her"})],
            "page 'b': when wants a.where to be 'her', which is no choice; did you mean 'here'?",
        ),
        (
            [page("a", PAGES["home"]), Stop(name="b", title="B", text="No", when={"a.where": "there"})],
            "stop 'b': a dead end: nothing leads on from it; give it url and link",
        ),
    ],
)  # fmt: skip
def test_a_journey_that_can_not_work_is_refused_when_the_service_starts(
    pages: Any, text: str
) -> None:
    with pytest.raises(CityDesignError) as caught:
        flow(Journey(name="bad", title="Bad", pages=pages))
    assert str(caught.value).startswith(text)


def test_several_answers_of_checkboxes_may_be_asked_for_at_once() -> None:
    both = {"a.when": "days", "any": [{"a.when": "nights"}]}
    flow(
        Journey(
            name="ok",
            title="Ok",
            pages=[page("a", PAGES["hours"]), page("b", PAGES["home"], when=both)],
        )
    )


def asking(*questions: str, kind: Any = wtforms.StringField) -> Journey:
    """A journey whose only page, of an entry of a group, is called "Name"."""
    fields = {f"q{number}": kind(label, [Required()]) for number, label in enumerate(questions)}
    made = type("Made", (wtforms.Form,), fields)
    return Journey(
        name="names",
        title="Names",
        pages=[Page(name="name", title="Name", form=made, group="children")],
        groups=[Group(name="children", title="Your children", entry="Child")],
    )


def headings(browser: Browser) -> list[str]:
    texts = ["".join(one.itertext()) for one in parse(browser.reply.html).iter("h1")]
    # The number of an entry stays in the line of its name.
    return [one.replace("\u00a0", " ") for one in texts]


def test_a_page_that_asks_only_its_title_says_it_once_as_the_heading() -> None:
    browser, _ = opened(journey=asking("Name"))
    begin(browser)
    assert browser.title == "Child 1: Name"
    assert headings(browser) == ["Name"]
    (heading,) = parse(browser.reply.html).iter("h1")
    (label,) = heading.iter("label")
    assert label.get("for") == "q0"
    assert browser.reply.html.index("Child 1</p>") < browser.reply.html.index("<h1")


@pytest.mark.parametrize(
    "journey",
    [
        asking("Your name"),
        asking("Name", "Nickname"),
        asking("Name", kind=wtforms.BooleanField),
    ],
    ids=["another question", "two questions", "a single box"],
)
def test_a_page_that_asks_something_else_keeps_its_own_heading(journey: Journey) -> None:
    browser, _ = opened(journey=journey)
    begin(browser)
    assert headings(browser) == ["Child 1: Name"]
    assert ">Child\u00a01: Name<" in browser.reply.html, "no line ends before the number"
    assert not list(next(parse(browser.reply.html).iter("h1")).iter("label"))


def test_a_conflict_keeps_the_heading_above_both_answers() -> None:
    browser, _ = opened(journey=asking("Name"))
    begin(browser)
    other = browser.tab()
    other.press(q0="Aino")
    browser.press(q0="Eino")
    assert browser.reply.status == 409
    html = browser.reply.html
    assert html.index("<h1") < html.index("Aino") < html.index("Eino")


def test_every_form_has_the_address_of_its_page_so_that_no_fragment_is_sent_along() -> None:
    browser, _ = opened()
    begin(browser)
    browser.press()
    assert browser.reply.status == 422
    to_check(browser)
    browser.follow("Change")
    for _ in range(2):
        (sent_to,) = [one.get("action") for one in browser.page.iter("form")]
        assert sent_to == urlsplit(browser.url).path
        browser.press(where="")


_KEYS = st.sampled_from(
    ["home", "child", "children", "children/1/child", "children/1/diet", "children/99/child", "hours",
     "shifts", "guardian", "check", "tasks", "save", "receipt", "more-time", "ended", "..", "%00", ""]
)  # fmt: skip
_NAMES = st.sampled_from(
    ["city-token", "city-version", "city-language", "city-action", "city-change", "city-remove", "city-lost", "name",
     "where", "born-day", "kind", "when", "email", "diet", "__class__", "children-1-name"]
)  # fmt: skip
_VALUES = st.one_of(
    st.text(st.characters(), max_size=12),
    st.sampled_from([HOSTILE, "add", "save", "en", "fi", "1", "-1", "9" * 40]),
)


@settings(max_examples=40, deadline=None)
@given(_KEYS, st.dictionaries(_NAMES, st.lists(_VALUES, max_size=3), max_size=8), st.booleans())
def test_whatever_is_sent_is_answered_and_nothing_of_it_is_run_or_named(
    key: str, sent: dict[str, list[str]], ours: bool
) -> None:
    browser, made = opened(roots={"en": "/apply/", "fi": "/hae/"})
    to_hours(browser)
    id = browser.url.split("/")[2]
    if ours:
        sent = {**sent, "city-token": [made.token(id)]}
    reply = browser.send(
        "POST", f"/apply/{id}/{key}", sent, {n: v for n, (v, _) in browser.jar.items()}, {}
    )
    assert reply.status in (200, 303, 403, 404, 409, 410, 422)
    assert "<script>alert" not in reply.html
    typed = [one for values in sent.values() for one in values if len(one) > 5]
    title = reply.html.partition("</title>")[0]
    for one in typed:
        assert one not in title
        assert one not in (reply.location or "")
    browser.jar |= {name: (value, under) for name, value, under in reply.cookies}
    browser.ask(f"/apply/{id}/")
    assert browser.reply.status == 200, "and the form goes on"


def test_the_first_page_says_what_is_needed_and_the_receipt_what_comes_next() -> None:
    journey = permit(
        lead={"en": "It takes <10> minutes.", "fi": "Kymmenen minuuttia.", "sv": "Tio minuter."},
        needs=["A rota", "Your phone"],
        next=["We read it.", "You hear from us."],
    )
    browser, made = opened(journey=journey)
    browser.ask("/apply/")
    tree = parse(browser.reply.html)
    said = [
        " ".join("".join(one.itertext()).split()) for one in tree.iter() if one.tag in ("p", "li")
    ]
    assert said[:3] == ["It takes <10> minutes.", "A rota", "Your phone"]
    with use_locale("fi"):
        browser.ask("/apply/")
    assert "Kymmenen minuuttia." in browser.reply.html
    to_check(browser)
    browser.press()
    steps = [one.text for one in parse(browser.reply.html).iter("li")]
    assert steps == ["We read it.", "You hear from us."]
    assert received(made)


def test_what_the_other_tab_has_is_kept_and_the_change_ends_where_it_began() -> None:
    browser, _ = opened()
    to_check(browser)
    browser.ask(f"{browser.url.removesuffix('check')}children/1/child?change")
    other = browser.tab()
    other.press(name="Eino")
    browser.press(name="Olli")
    assert browser.reply.status == 409
    browser.follow("Keep the answers of the other tab")
    assert "Eino" in browser.reply.html
    browser.press()
    assert browser.at == "check"


@pytest.mark.parametrize("least", [0, 1])
def test_a_group_of_which_no_page_is_asked_is_left_out(least: int) -> None:
    times = [("days", "Days"), ("shifts", "Shifts")]
    care = form(when=asks(wtforms.RadioField, "When", Required(), choices=times))
    rota = form(name=asks(wtforms.StringField, "Name", Required()))
    journey = Journey(
        name="care",
        title="Care",
        groups=[Group(name="rotas", title="Rotas", entry="Rota", least=least)],
        pages=[
            Page(name="care", title="Care", form=care),
            Page(name="rota", title="Rota", form=rota, group="rotas", when={"care.when": "shifts"}),
        ],
    )
    browser, made = opened(journey=journey)
    begin(browser)
    browser.press(when="days")
    assert browser.at == "check"
    assert "Rotas" not in browser.reply.html
    browser.press()
    assert received(made)[0].data == {"care": {"when": ("days",)}}
    asked, made = opened(journey=journey)
    begin(asked)
    asked.press(when="shifts")
    if not least:
        asked.press("add")
    asked.press(name="Aino")
    asked.press()
    assert (asked.at, "Aino" in asked.reply.html) == ("check", True)
