"""The inbox in detail: long lists, files, forms of before, what is tampered with; in a browser too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")

import wtforms
from tests.clock import Clock
from tests.forms import filed
from tests.forms.browser import Browser, Reply, begin, straight, whole
from tests.forms.office import (
    ADA,
    ANU,
    EVE,
    LIISA,
    OTTO,
    PEOPLE,
    SECRET,
    fill_in,
    letters,
    office,
    said,
    signed_in,
)
from tests.forms.permit import asks, form, permit
from tests.forms.walk import TEMPLATE
from tests.served import served
from tests.test_appointments import parse
from tests.test_forms_files import PDF

from citydesign import CityDesignError
from citydesign.exchange import File, Redirect, Request, Sent
from citydesign.forms import sheet
from citydesign.forms.core.handling import MOST
from citydesign.forms.core.journey import Group, Journey, Page
from citydesign.forms.inbox import Inbox
from citydesign.forms.journey import Submission
from citydesign.forms.replies import ReplyFlow
from citydesign.forms.store import Desk
from citydesign.forms.wtforms import Required, UploadField
from citydesign.identity import FAKE_COOKIE, NotAllowed, Person
from citydesign.locale import use_locale
from citydesign.store import Reason, StoreUnavailable

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def ask(city: SimpleNamespace, everybody: Iterable[Person] = PEOPLE) -> Any:
    """Ask the pages themselves, without a host."""
    people = {one.id: one for one in everybody}

    def send(method: str, url: str, form: Any, cookies: dict[str, str], headers: Any) -> Reply:
        parts = urlsplit(url)
        root = "/staff/" if parts.path.startswith("/staff/") else "/sent/"
        pages = city.inbox if root == "/staff/" else city.reply
        answer = pages.answer(
            Request(
                root,
                parts.path.removeprefix(root),
                dict(parse_qsl(parts.query, keep_blank_values=True)),
                Sent(form) if method == "POST" else None,
                headers.get("Sec-Fetch-Site", "same-origin") == "same-origin",
                cookies,
                person=people.get(cookies.get(FAKE_COOKIE, "")),
            )
        )
        found = [(one.name, one.value, one.path) for one in answer.cookies]
        if isinstance(answer, Redirect):
            return Reply(303, "", answer.location, found)
        if isinstance(answer, File):
            city.files.append(answer)
            return Reply(200, "<title>file</title>", None, found)
        return Reply(answer.status, whole(answer), None, found)

    city.files = []
    return send


@pytest.fixture
def city(tmp_path: Path) -> Any:
    made = office(tmp_path, clock=Clock(NOW))
    yield made
    made.engine.dispose()


def let_in(city: SimpleNamespace, browser: Browser) -> None:
    """Open the newest link in a browser."""
    browser.ask(f"/sent/resume/{letters(city)[-1].token}")
    browser.press()
    browser.press(code=letters(city)[-1].code)
    assert browser.reply.status == 200


def receive(
    city: SimpleNamespace,
    number: int,
    journey: str = "permit",
    contact: str | None = "aino@example.fi",
    **data: Any,
) -> str:
    """Keep a form that was sent, without filling it in; gives its id."""
    visit, _ = city.store.begin(journey, "fi")
    at = NOW + timedelta(minutes=number)
    sent = Submission(visit.id, journey, f"AAAAA-{number:05}", "fi", data, at, contact=contact)
    assert city.store.receive(sent)
    return str(visit.id)


def test_a_long_list_is_read_page_by_page_narrowed_and_turned_round(city: Any) -> None:
    ids = [receive(city, number) for number in range(27)]
    city.desk.assign(LIISA, ids[3], 0, LIISA.id)
    city.desk.decide(OTTO, ids[3], 1, "Granted")
    city.desk.assign(OTTO, ids[4], 0, LIISA.id)
    liisa = signed_in(ask(city), LIISA, "/staff/")
    liisa.ask("/staff/")
    assert "26 results" in said(liisa)
    assert said(liisa).count("AAAAA-") == 25, "on one page"
    assert "AAAAA-00003" not in said(liisa), "what is decided needs nobody"
    assert ("AAAAA-00000" in said(liisa), "AAAAA-00026" in said(liisa)) == (True, False)
    liisa.follow("Next")
    assert "AAAAA-00026" in said(liisa)
    city.desk.decide(OTTO, ids[4], 1, "Granted")
    liisa.ask("/staff/")
    assert "25 results" in said(liisa)
    assert "Next" not in said(liisa), "one page is enough for as many as it has"
    for page in ("99", "0", "-1", "x", "9" * 40):
        assert liisa.ask(f"/staff/?page={page}").status == 200
        assert "AAAAA-" in said(liisa)
    liisa.ask("/staff/")
    liisa.follow("Sent")
    assert "AAAAA-00026" in said(liisa)
    liisa.ask("/staff/?state=all&who=me&sort=newest")
    assert "2 results" in said(liisa)
    assert said(liisa).index("AAAAA-00004") < said(liisa).index("AAAAA-00003")
    liisa.ask("/staff/?state=decided")
    assert "2 results" in said(liisa)
    liisa.ask("/staff/?reference=aaaaa-00017")
    assert "1 result" in said(liisa)
    for odd in ("/staff/?state=lost&form=other&who=x", "/staff/?reference=%25%00%F0%9F%99%82"):
        assert liisa.ask(odd).status == 200
    assert "There is nothing here that fits." in said(liisa)


def test_the_directory_of_people_is_asked_once_for_a_page(
    city: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = receive(city, 1)
    asked = []
    monkeypatch.setattr(city.inbox, "_people", lambda: asked.append(1) or PEOPLE)
    liisa = signed_in(ask(city), LIISA, "/staff/")
    for page in ("", id, f"{id}/assign"):
        asked.clear()
        assert liisa.ask(f"/staff/{page}").status == 200
        assert len(asked) == 1


def test_times_are_on_the_clock_of_the_city_and_the_day_of_deletion_is_said(city: Any) -> None:
    id = receive(city, 0)
    with use_locale("fi"):
        liisa = signed_in(ask(city), LIISA, "/staff/")
        liisa.ask(f"/staff/{id}")
    assert "1. maaliskuuta 2027 klo 11.00" in said(liisa).replace("\xa0", " ")
    assert "Poistetaan 30. toukokuuta 2027" in said(liisa)
    assert "Lomakkeen kieli Suomi" in said(liisa)
    city.store._clock.now = NOW + timedelta(days=90)
    assert liisa.ask(f"/staff/{id}").status == 404


def test_staff_read_in_figures_what_becomes_of_a_form_and_of_nobody(city: Any) -> None:
    def begun(number: int) -> None:
        for _ in range(number):
            city.store.begin("permit", "fi")

    def figures(browser: Browser) -> dict[str, str]:
        listed = parse(browser.reply.html)
        labels, values = (
            ["".join(one.itertext()).strip() for one in listed.iter(tag)] for tag in ("dt", "dd")
        )
        return dict(zip(labels, values, strict=True))

    begun(11)
    city.store._clock.now = NOW + timedelta(days=29, hours=14, minutes=59)
    begun(6)
    for number in range(5):
        receive(city, number, name="Salla Salainen")
    anu = signed_in(ask(city), ANU, "/staff/")
    anu.ask("/staff/")
    anu.follow("Figures")
    assert (anu.url, anu.title) == ("/staff/figures", "Figures")
    # A reader may not export, and the page that is open says so in the menu.
    assert anu.links()["Figures"] == "/staff/figures"
    assert 'aria-current="page"' in anu.reply.html
    assert "Export to a file" not in anu.links()
    assert figures(anu) == {"Forms begun": "22", "Forms sent": "5"}
    assert "From 1 March 2027 to 30 March 2027. Days begin at midnight UTC." in said(anu)
    assert "Errors that residents saw: none" in said(anu)
    assert "Salla" not in anu.reply.html
    # A minute later it is the next day, and the first of them is 31 days ago.
    city.store._clock.now += timedelta(minutes=1)
    anu.ask("/staff/figures")
    assert figures(anu) == {"Forms begun": "11", "Forms sent": "5"}
    assert anu.fill()["days"] == ["30"]
    anu.press(days="90")
    assert figures(anu) == {"Forms begun": "22", "Forms sent": "5"}
    assert anu.fill()["days"] == ["90"], "what was chosen stays chosen"
    # Those that were not sent are deleted on their day, and counted where they stopped.
    city.store._clock.now += timedelta(days=1)
    city.store.forget()
    anu.ask("/staff/figures?days=365")
    assert "Where residents stopped Page Number Home en 11" in said(anu)
    assert "A form that was begun and never sent is counted" in said(anu)
    for odd in ("days=31", "days=-1", "days=%00", "form=parking", "form=%F0%9F%99%82&days=x"):
        assert anu.ask(f"/staff/figures?{odd}").status == 200
        assert (anu.fill()["days"], anu.title) == (["30"], "Figures")
    assert anu.ask("/staff/figures", {"days": ["30"]}).status == 404
    with pytest.raises(NotAllowed):
        signed_in(ask(city), EVE, "/staff/").ask("/staff/figures")
    for tag, title, period in (
        ("fi", "Tilastot", "Viimeiset 365 päivää"),
        ("sv", "Statistik", "De senaste 365 dagarna"),
    ):
        with use_locale(tag):
            anu.ask("/staff/figures")
            assert anu.title == title
            assert period in said(anu)


def test_figures_are_of_the_forms_that_somebody_handles(tmp_path: Path) -> None:
    other = replace(permit(), name="parking")
    city = office(tmp_path, clock=Clock(NOW))
    mine, both = {"reader": {"auditors", "leads"}}, {"reader": {"leads"}, "admin": {"admins"}}
    roles = {"permit": mine, "parking": both, "gone": {"reader": {"admins", "parking"}}}
    desk = Desk(city.engine, SECRET, roles, sent_days=90, clock=Clock(NOW))
    zone = ZoneInfo("Europe/Helsinki")
    city.inbox = Inbox(desk, [permit(), other], SECRET, people=lambda: PEOPLE, zone=zone)
    for _ in range(7):
        city.store.begin("parking", "fi")
    otto = signed_in(ask(city), OTTO, "/staff/")
    otto.ask("/staff/figures")
    assert set(otto.fill()) == {"form", "days"}
    assert "Forms begun 0" in said(otto)
    otto.press(form="parking")
    assert "Forms begun 7" in said(otto)
    assert otto.fill()["form"] == ["parking"]
    anu = signed_in(ask(city), ANU, "/staff/")
    anu.ask("/staff/figures?form=parking")
    assert "Forms begun 0" in said(anu), "she may see the permits only"
    assert set(anu.fill()) == {"days"}
    ada = signed_in(ask(city), ADA, "/staff/")
    ada.ask("/staff/figures?form=gone")
    assert "Forms begun 7" in said(ada), "of a form that is declared no more, no words are left"
    eve = signed_in(ask(city), EVE, "/staff/")
    eve.ask("/staff/")
    assert "Figures" not in eve.links()
    assert eve.ask("/staff/figures").status == 404
    city.engine.dispose()


def test_a_file_is_saved_by_those_who_may_see_it_and_nobody_else(tmp_path: Path) -> None:
    took = filed.uploads(tmp_path / "files")
    pages = form(
        name=asks(wtforms.StringField, "Name"),
        papers=asks(UploadField, "Papers", Required(), uploads=took),
    )
    parts = [Page(name="a", title="A", form=pages)]
    with pytest.raises(CityDesignError, match="nobody gets a link"):
        office(tmp_path, Journey(name="filed", title="Filed", pages=parts), files=took.store)
    journey = Journey(name="filed", title="Filed", pages=parts, contact="a.name")
    city = office(tmp_path, journey, files=took.store, clock=Clock(NOW))
    resident = Browser(straight(city.flow))
    begin(resident)
    name = 'ä "1"\\.pdf'
    resident.press(name="Aino", papers=[(name, PDF), ("b.pdf", PDF + b"2")])
    resident.press()
    (found,) = city.desk.inbox(LIISA)
    liisa = signed_in(ask(city), LIISA, "/staff/")
    liisa.ask(f"/staff/{found.case.id}")
    liisa.follow("b.pdf")
    (file,) = city.files
    assert (file.name, file.type, file.content) == ("b.pdf", "application/pdf", PDF + b"2")
    for number in ("0", "3", "x", "99999999999", "-1"):
        assert liisa.ask(f"/staff/{found.case.id}/file/{number}").status == 404
    # The resident sees what was sent by name.
    (letter,) = letters(city)
    aino = Browser(ask(city), "/sent/")
    aino.ask(f"/sent/resume/{letter.token}")
    aino.press()
    aino.press(code=letters(city)[-1].code)
    assert "b.pdf" in said(aino)
    assert "b.pdf" not in aino.links()
    took.store.forget(file_owner(found.sent.data))
    assert liisa.ask(f"/staff/{found.case.id}/file/1").status == 404
    city.engine.dispose()


def file_owner(data: Any) -> str:
    return str(sheet.files(data)[0]["owner"])


def test_nothing_that_was_sent_is_lost_when_the_form_changes(city: Any) -> None:
    data = {
        "guardian": {"name": ["Äiti <b>"], "email": ["a@b.fi"], "shoe": ["43"]},
        "home": {"where": ["on the moon"]},
        "children": [{"child": {"name": ["Eino"]}, "gone": {"toy": ["bear", "car"]}}],
        "pets": [{"dog": {"name": ["Musti"]}}],
        "old": {"why": ["Because"], "empty": [""]},
    }
    id = receive(city, 1, **data)
    liisa = signed_in(ask(city), LIISA, "/staff/")
    liisa.ask(f"/staff/{id}")
    for text in ("Äiti <b>", "shoe 43", "on the moon", "Eino", "toy bear; car", "Musti", "Because"):
        assert text in said(liisa), text
    cards = [said(liisa).index(f" {one} ") for one in ("Start", "Child 1", "People")]
    assert cards == sorted(cards), "under the names of the check that the resident has seen"
    other = receive(city, 2, "permit")
    city.inbox._journeys.clear()
    liisa.ask(f"/staff/{other}")
    assert "no longer in use" in said(liisa)
    liisa.ask("/staff/")
    assert liisa.reply.status == 200


def test_what_was_sent_is_shown_in_the_order_in_which_it_was_asked() -> None:
    def asked(name: str, **more: Any) -> Page:
        asks_it = form(it=asks(wtforms.StringField, f"The {name}"))
        return Page(name=name, title=name.capitalize(), form=asks_it, **more)

    children = Group(name="children", title="Your children", entry="Child", most=2)
    pages = [asked("wish", group="children"), asked("care", group="children"), asked("adult")]
    journey = Journey(name="permit", title="Permit", groups=[children], pages=pages)
    # A database may give names by the alphabet.
    entry = {"care": {"it": ["days"]}, "wish": {"it": ["kaleva"]}}
    data = {"adult": {"it": ["Aino"]}, "children": [entry]}
    html = "".join(sheet.cards(journey, data, "en", None))
    places = [html.index(one) for one in ("Child 1", "kaleva", "days", "Aino")]
    assert places == sorted(places)


def test_each_file_is_opened_by_the_link_of_its_own_name(tmp_path: Path) -> None:
    def asked(name: str, **more: Any) -> Page:
        papers = asks(UploadField, "Papers", uploads=filed.uploads(tmp_path))
        it = asks(wtforms.StringField, "It")
        return Page(name=name, title=name.capitalize(), form=form(it=it, papers=papers), **more)

    def kept(*names: str) -> dict[str, Any]:
        owner = names[0]
        return {"papers": [{"owner": owner, "id": one[:1], "name": one} for one in names]}

    children = Group(name="children", title="Your children", entry="Child", most=2)
    pages = [asked("wish"), asked("rota", group="children"), asked("care"), asked("none")]
    journey = Journey(name="permit", title="Permit", groups=[children], pages=pages)
    data = {
        "care": kept("b <i>.pdf", "a.pdf"),
        "children": [{"rota": kept("c.pdf")}, {"rota": kept("a of the second.pdf")}],
        "gone": {"old": kept("d.pdf")["papers"]},
        "none": {"it": ["No papers"]},
        "wish": {"it": ["Kaleva"], **kept("a of the wish.pdf", "e.pdf")},
    }
    html = "".join(sheet.cards(journey, data, "en", lambda number: f"/file/{number}"))
    links = Browser(lambda *_: Reply(0, ""), reply=Reply(200, f"<div>{html}</div>")).links()
    stored = [one["name"] for one in sheet.files(data)]
    assert len(stored) == 7
    assert {stored[int(url.removeprefix("/file/")) - 1]: url for url in links.values()} == links
    in_order = ["a of the wish.pdf", "e.pdf", "c.pdf", "a of the second.pdf", "b <i>.pdf", "a.pdf"]
    assert list(links) == [*in_order, "d.pdf"], "as they were asked for, and then what is no more"
    unlinked = "".join(sheet.cards(journey, data, "en", None))
    assert "<a" not in unlinked
    for name in ("b &lt;i&gt;.pdf<br>a.pdf", "a of the wish.pdf<br>e.pdf", "d.pdf"):
        assert name in unlinked
    titles = [html.index(one) for one in ("Wish", "Child 1", "Child 2", "Care", "None", "gone")]
    assert titles == sorted(titles)


@pytest.mark.parametrize(
    "path",
    ["x", "export", "0" * 32, "{id}/export", "{id}/answer", "{id}/file", "{id}/file/1/2", "{id}/x",
     "{id}//ask", "%00", "\x00", "\ud800", "\ud800/ask", "\ud800/copy", "\ud800/file/1",
     "{id}/file/" + "9" * 5000],
    ids=lambda path: ascii(path[:12]),
)  # fmt: skip
def test_an_address_that_leads_nowhere_says_so(city: Any, path: str) -> None:
    id = receive(city, 1)
    liisa = signed_in(ask(city), LIISA, "/staff/")
    assert liisa.ask(f"/staff/{path.format(id=id)}").status == 404
    assert liisa.ask(f"/staff/{path.format(id=id)}", {"text": ["x"]}).status == 404


@pytest.mark.parametrize(
    "changes",
    [{"city-token": ["x"]}, {"city-token": []}, {"city-token": ["\ud800"]}],
)
def test_a_form_that_is_not_ours_changes_nothing_and_keeps_what_was_written(
    city: Any, changes: Any
) -> None:
    id = receive(city, 1)
    city.desk.assign(LIISA, id, 0, LIISA.id)
    liisa = signed_in(ask(city), LIISA, "/staff/")
    liisa.ask(f"/staff/{id}/ask")
    data = {**liisa.fill(text="Which days?"), **changes}
    liisa.ask(f"/staff/{id}/ask", data)
    assert (liisa.reply.status, liisa.fill()["text"]) == (422, ["Which days?"])
    # Somebody else's page is no page of hers.
    otto = signed_in(ask(city), OTTO, "/staff/")
    otto.ask(f"/staff/{id}/ask")
    liisa.ask(f"/staff/{id}/ask", otto.fill(text="Which days?"))
    assert liisa.reply.status == 422
    assert city.desk.look(LIISA, id).case.sequence == 1


@pytest.mark.parametrize("sequence", ["", "x", "-1", "9" * 30, "7"])
def test_a_page_of_another_time_is_judged_by_what_is_true_now(city: Any, sequence: str) -> None:
    id = receive(city, 1)
    liisa = signed_in(ask(city), LIISA, "/staff/")
    liisa.ask(f"/staff/{id}/assign")
    data = {**liisa.fill(), "city-sequence": [sequence], "text": [OTTO.id]}
    liisa.ask(f"/staff/{id}/assign", data)
    assert liisa.reply.status == 409
    assert "Received: The resident, 1 March 2027 at 11:01" in said(liisa)
    liisa.press(text=OTTO.id)
    assert city.desk.look(LIISA, id).case.assignee == OTTO.id


def test_another_question_from_a_second_tab_is_not_taken_for_the_first(city: Any) -> None:
    id = receive(city, 1)
    city.desk.assign(LIISA, id, 0, LIISA.id)
    one, other = (signed_in(ask(city), LIISA, "/staff/") for _ in range(2))
    for tab in (one, other):
        tab.ask(f"/staff/{id}/ask")
    one.press(text="Which days?")
    other.press(text="And when?")
    assert (other.reply.status, other.fill()["text"]) == (409, ["And when?"])
    other.press()
    assert [one.text for one in city.desk.look(LIISA, id).log if one.act == "ask"] == [
        "Which days?", "And when?"
    ]  # fmt: skip


def test_a_case_goes_only_to_somebody_who_may_handle_it(city: Any) -> None:
    id = receive(city, 1)
    liisa = signed_in(ask(city), LIISA, "/staff/")
    liisa.ask(f"/staff/{id}/assign")
    assert "Otto <b>" in said(liisa)
    assert "Anu" not in said(liisa), "who only reads handles nothing"
    for nobody in (ANU.id, "p-99", "", "resident"):
        liisa.press(text=nobody)
        assert liisa.reply.status == 422
    assert city.desk.look(LIISA, id).case.assignee is None


def test_words_that_can_not_be_kept_are_refused_beside_the_field(city: Any) -> None:
    id = receive(city, 1)
    city.desk.assign(LIISA, id, 0, LIISA.id)
    otto = signed_in(ask(city), OTTO, "/staff/")
    for act in ("ask", "decide"):
        for text, why in ((" ", "before you send"), ("\u200b", "before you send"), ("a\x01", "can't be shown"),
                          ("a" * (MOST + 1), "20,000")):  # fmt: skip
            otto.ask(f"/staff/{id}/{act}")
            otto.press(text=text)
            assert otto.reply.status == 422, (act, text[:5])
            assert said(otto).count(why) == 2, "above the form and beside the field"
    assert city.desk.look(LIISA, id).case.sequence == 1
    # Where it comes too late besides, there is nothing to be kept.
    otto.ask(f"/staff/{id}/ask")
    city.desk.decide(OTTO, id, 1, "Yes")
    otto.press(text="\u200b")
    assert (otto.reply.status, "What you wrote" in said(otto)) == (409, False)


def asked_in_two_tabs(city: Any) -> tuple[str, Browser, Browser]:
    """A resident who reads one question in two tabs; with the id of the case."""
    id = receive(city, 1)
    city.desk.assign(LIISA, id, 0, LIISA.id)
    city.desk.ask(LIISA, id, 1, "Which days?")
    aino = Browser(ask(city))
    let_in(city, aino)
    other = aino.tab()
    return id, aino, other


def test_an_answer_that_can_not_be_kept_is_refused_beside_the_field(city: Any) -> None:
    id, aino, _ = asked_in_two_tabs(city)
    for text, why in (
        (" ", "Write your answer before you send it."),
        ("a\x01", "It has characters that can't be shown."),
        ("a" * (MOST + 1), "Shorten your answer to 20,000 characters or fewer."),
    ):
        aino.press(text=text)
        assert aino.reply.status == 422
        assert said(aino).count(why) == 2, "above the form and beside the field"
        assert aino.reply.html.count('href="#text"') == 1
        assert aino.fill()["text"] == [text.replace("\x01", "")]
    aino.press(text="a" * MOST)
    assert city.desk.look(LIISA, id).last.text == "a" * MOST


def test_an_answer_that_comes_second_is_not_sent_and_can_be_copied(city: Any) -> None:
    id, aino, other = asked_in_two_tabs(city)
    aino.press(text="Monday")
    assert (aino.reply.status, "Monday" in said(aino)) == (200, True)
    assert "Thank you for your answer." in said(aino)
    other.press(text="Friday <b>")
    assert other.reply.status == 409
    told = said(other).index("This question has been answered already.")
    assert told < said(other).index("Your answer Friday <b>"), "first why, then what was written"
    assert not list(parse(other.reply.html).iter("textarea"))
    assert city.desk.look(LIISA, id).last.text == "Monday"


def test_an_answer_to_a_question_that_is_over_is_not_sent_and_can_be_copied(city: Any) -> None:
    id, aino, _ = asked_in_two_tabs(city)
    city.desk.decide(OTTO, id, 2, "Granted")
    aino.press(text="Friday <b>")
    assert aino.reply.status == 409
    assert "Your answer was not sent: we no longer need it." in said(aino)
    assert "Your answer Friday <b>" in said(aino)
    assert "The decision has been made." in said(aino)
    assert "Granted" in said(aino)


def test_an_answer_to_another_question_waits_for_the_resident_to_read_it(city: Any) -> None:
    id, aino, _ = asked_in_two_tabs(city)
    city.desk.ask(LIISA, id, 2, "And which hours?")
    aino.press(text="Friday")
    assert aino.reply.status == 409
    assert "The question has changed since you opened the page." in said(aino)
    assert "And which hours?" in said(aino)
    assert 'aria-invalid="true"' not in aino.reply.html, "what was written is not wrong"
    assert aino.fill()["text"] == ["Friday"]
    aino.press()
    assert (aino.reply.status, city.desk.look(LIISA, id).last.text) == (200, "Friday")


def test_a_database_that_is_down_is_a_page_that_says_try_again(
    city: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = receive(city, 1)

    def down(*_: Any, **__: Any) -> Any:
        raise StoreUnavailable(Reason.BUSY, "locked")

    monkeypatch.setattr(city.desk._cases, "read", down)
    monkeypatch.setattr(city.replies._cases, "read", down)
    liisa = signed_in(ask(city), LIISA, "/staff/")
    assert liisa.ask(f"/staff/{id}").status == 503
    assert "Nothing was changed" in said(liisa)
    assert Browser(ask(city)).ask(f"/sent/{id}/").status == 503


def test_what_was_written_while_the_database_was_down_is_sent_with_one_press(
    city: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = receive(city, 1)
    city.desk.assign(LIISA, id, 0, LIISA.id)
    liisa, aino = signed_in(ask(city), LIISA, "/staff/"), Browser(ask(city))

    def down(*_: Any, **__: Any) -> Any:
        raise StoreUnavailable(Reason.BUSY, "locked")

    def sent_at_the_second_try(browser: Browser, text: str, title: str) -> None:
        with monkeypatch.context() as broken:
            for store in (city.desk, city.replies):
                broken.setattr(store._cases, "read", down)
            browser.press(text=text)
            assert (browser.reply.status, browser.title) == (503, title)
        browser.press()
        assert browser.reply.status == 200

    liisa.ask(f"/staff/{id}/ask")
    sent_at_the_second_try(liisa, "Which days?", "The inbox is not working right now")
    let_in(city, aino)
    sent_at_the_second_try(aino, "Monday\nand Friday", "We can't save your answers right now")
    assert "Sender (you)" in said(aino)
    assert said(aino).count("(you)") == 1, "the question is not hers"
    liisa.ask(f"/staff/{id}")
    assert "Monday" in said(liisa)
    assert "(you)" not in said(liisa), "nobody but the resident wrote the answer"
    asked, answered = [one for one in city.desk.look(LIISA, id).log if one.text][-2:]
    assert (asked.text, answered.text) == ("Which days?", "Monday\nand Friday")


def test_what_was_written_for_too_long_is_there_to_be_copied(city: Any) -> None:
    id = receive(city, 1)
    city.desk.assign(LIISA, id, 0, LIISA.id)
    city.desk.ask(LIISA, id, 1, "Which days?")
    liisa, aino = signed_in(ask(city), LIISA, "/staff/"), Browser(ask(city))
    let_in(city, aino)
    city.replies._cases._clock.now += timedelta(minutes=31)
    data = aino.fill(text="Monday <b>")
    aino.ask(f"{aino.url}answer", data)
    assert aino.reply.status == 404
    assert "Your answer Monday <b>" in said(aino)
    aino.ask(aino.url, data, **{"Sec-Fetch-Site": "cross-site"})
    assert "Monday" not in said(aino), "another site puts no words on a page of the city"

    liisa.ask(f"/staff/{id}/ask")
    city.desk._cases._clock.now += timedelta(days=91)
    liisa.press(text="Which hours?")
    assert liisa.reply.status == 404
    assert "What you wrote Which hours?" in said(liisa)


@pytest.mark.parametrize("given", ["form=parking", "form=%00", "reference=%00", "reference=%ED%A0"])
def test_what_the_list_is_narrowed_by_is_what_the_page_says(city: Any, given: str) -> None:
    receive(city, 1)
    liisa = signed_in(ask(city), LIISA, "/staff/")
    liisa.ask(f"/staff/?{given}")
    assert ("AAAAA-00001" in said(liisa)) == ("1 choice" not in said(liisa))


def test_each_look_at_a_case_has_its_reader_and_is_nobodys_act(city: Any) -> None:
    id = receive(city, 1)
    liisa, otto = (signed_in(ask(city), one, "/staff/") for one in (LIISA, OTTO))
    liisa.ask("/staff/")
    assert [one.act for one in city.desk.look(LIISA, id).log] == ["receive"], "a list reads nobody"
    for one in (liisa, otto, liisa):
        one.ask(f"/staff/{id}")
    readers = said(liisa).partition("Who has read this")[2]
    at = "Read 1 March 2027, 11:00"
    assert readers.startswith(f" {at} Otto <b> {at} Liisa Laine Signed in")
    # He exports and reads it while she writes: nothing of that keeps her from asking.
    liisa.press()
    liisa.follow("Ask the resident")
    city.desk.export(ADA, "permit", "json")
    city.store._clock.now += timedelta(hours=1)
    otto.ask(f"/staff/{id}")
    liisa.press(text="Which days?")
    assert liisa.url == f"/staff/{id}"
    # Of two at once, the second hears of the act, not of who looked or exported since.
    otto.follow("Ask the resident")
    liisa.follow("Ask the resident")
    liisa.press(text="And when?")
    city.desk.read(ANU, id)
    city.desk.export(ADA, "permit", "csv")
    otto.press(text="Why?")
    assert otto.reply.status == 409
    assert "Question sent: Liisa Laine," in said(otto)


def test_a_case_is_saved_as_a_document_and_its_log_says_who(city: Any) -> None:
    id, gone = receive(city, 1), receive(city, 2)
    send = ask(city)
    liisa = signed_in(send, LIISA, "/staff/")
    liisa.ask(f"/staff/{id}")
    assert "Save a copy (PDF)" not in liisa.links(), "nobody writes documents here"
    assert liisa.ask(f"/staff/{id}/copy").status == 404
    city.inbox._copy = lambda one: b"%PDF" if one == id else None
    liisa.ask(f"/staff/{id}")
    liisa.follow("Save a copy (PDF)")
    (saved,) = city.files
    assert (saved.name, saved.type, saved.content) == (
        "AAAAA-00001.pdf",
        "application/pdf",
        b"%PDF",
    )
    done = [(one.act, one.by) for one in city.desk.look(LIISA, id).log]
    assert done == [("receive", "resident"), ("read", "p-1"), ("export", "p-1")]
    assert liisa.ask(f"/staff/{gone}/copy").status == 404
    assert [one.act for one in city.desk.look(LIISA, gone).log] == ["receive"]
    with pytest.raises(NotAllowed):
        signed_in(send, EVE, "/staff/").ask(f"/staff/{id}/copy")
    assert len(city.files) == 1


def test_a_switch_of_the_language_needs_no_new_link_and_keeps_the_answer(city: Any) -> None:
    roots = {"en": "/en/sent/", "fi": "/fi/sent/"}
    pages = ReplyFlow(permit(), city.replies, SECRET, zone=city.inbox._zone, roots=roots)
    fill_in(city)
    (letter,) = letters(city)
    aino = Browser(straight(pages, *roots.values()))
    aino.ask("/en/sent/")
    assert (aino.url, "Back" in aino.links()) == ("/en/sent/resume", False), "nothing is before it"
    aino.ask(f"/en/sent/resume/{letter.token}")
    aino.press()
    aino.press(code=letters(city)[-1].code)
    assert aino.reply.status == 200
    with use_locale("fi"):
        aino.ask(aino.url.replace("/en/", "/fi/"))
    assert aino.reply.status == 200
    assert aino.title.startswith("Lomakkeesi ")
    assert city.desk.assign(LIISA, letter.submission.id, 0, LIISA.id)
    assert city.desk.ask(LIISA, letter.submission.id, 1, "Which days?")
    aino.ask(aino.url)
    written = {"language": ["en"], **aino.fill(text="Maanantaisin <b>")}
    aino.ask(aino.url.replace("/fi/", "/en/"), written)
    assert (aino.reply.status, aino.fill()["text"]) == (200, ["Maanantaisin <b>"])
    assert aino.title.startswith("Your form "), "and nothing was sent"
    aino.ask(aino.url, written, Sec_Fetch_Site="cross-site")
    assert aino.fill()["text"] == [""]


def test_the_file_for_other_programs_goes_with_its_day_into_each_log(city: Any) -> None:
    receive(city, 1, guardian={"name": ["=cmd|' /C calc'!A0"]})
    ada = signed_in(ask(city), ADA, "/staff/")
    for kind in ("csv", "json"):
        ada.ask("/staff/export")
        ada.press(form="permit", kind=kind)
    table, records = city.files
    assert (table.name, table.type) == ("permit.csv", "text/csv")
    assert "'=cmd" in table.content.decode("utf-8-sig")
    assert (records.name, records.type) == ("permit.json", "application/json")
    ada.ask("/staff/export")
    token = ada.fill()["city-token"]
    for name, kind, label in (("other", "csv", "Form"), ("permit", "exe", "Type of file")):
        ada.ask("/staff/export", {"city-token": token, "form": [name], "kind": [kind]})
        assert ada.reply.status == 422
        wrong = f"Choose an answer to “{label}”."
        assert said(ada).count(wrong) == 2, "above the form and beside the question"
        assert said(ada).count("Choose an answer") == 2
        kept = {one: given for one, given in ada.fill().items() if one != "city-token"}
        assert kept == ({"kind": ["csv"]} if label == "Form" else {"form": ["permit"]})
    ada.ask("/staff/export", {"form": ["permit"], "kind": ["csv"]})
    assert ada.reply.status == 422
    assert "Choose an answer" not in said(ada)
    ada.press()
    assert len(city.files) == 3, "what was chosen is kept"


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_the_inbox_and_the_answer_work_on_a_phone(
    tmp_path: Path, chromium: Any, a11y: Any, scripts: bool
) -> None:
    from flask import Flask

    import citydesign.flask

    (tmp_path / "form.html").write_text(TEMPLATE, "utf-8")
    city = office(tmp_path)
    app = Flask(__name__, template_folder=str(tmp_path))
    app.debug = True
    citydesign.flask.install(app, strict=True)
    citydesign.flask.protect(app)
    staff = citydesign.flask.inbox_pages(city.inbox, "form.html", city.who)
    app.register_blueprint(staff, url_prefix="/staff")
    app.register_blueprint(
        citydesign.flask.reply_pages(city.reply, "form.html"), url_prefix="/sent"
    )
    reference = fill_in(city)
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=scripts
    )

    def judge(page: Any) -> None:
        if scripts:
            a11y.check(page, widths=(320, 1280), schemes=("light", "dark"))

    def go(role: Any, name: str) -> None:
        with page.expect_navigation():
            page.get_by_role(role, name=name).click()

    try:
        with served(app) as origin:
            # Who decides may do all but export.
            context.add_cookies([{"name": FAKE_COOKIE, "value": OTTO.id, "url": origin}])
            page = context.new_page()
            page.goto(f"{origin}/staff/")
            judge(page)
            go("link", reference)
            go("button", "I will handle this")
            judge(page)
            go("link", "Ask the resident")
            go("button", "Send the question")
            judge(page)
            page.get_by_label("Your question").fill("Which days?")
            go("button", "Send the question")
            assert page.get_by_text("Waiting for an answer").is_visible()
            case = page.url
            page.goto(f"{origin}/sent/resume/{letters(city)[-1].token}")
            judge(page)
            go("button", "Send the code")
            judge(page)
            page.get_by_label("Code").fill(str(letters(city)[-1].code))
            go("button", "Continue")
            judge(page)
            go("button", "Send the answer")
            assert page.title().startswith("Error: ")
            judge(page)
            page.get_by_label("Your answer").fill("Mondays")
            go("button", "Send the answer")
            assert page.get_by_text("Thank you for your answer").is_visible()
            judge(page)
            page.goto(f"{case}/decide")
            page.get_by_label("The decision").fill("Granted.")
            go("button", "Check the decision")
            judge(page)
            go("button", "Send the decision")
            assert page.get_by_text("Decided").first.is_visible()
            judge(page)
            page.goto(f"{case}/assign")
            assert "can't be done" in page.inner_text("main")
    finally:
        context.close()
        city.engine.dispose()
