"""What a resident and the office read in the mail about a form; nothing of the form is in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")

from tests.forms.browser import Browser, straight, to_check, to_hours
from tests.forms.office import LIISA, OTTO, fill_in, office
from tests.forms.permit import permit

from citydesign import CityDesignError
from citydesign.forms.journey import Submission
from citydesign.forms.letters import FormLetters
from citydesign.forms.store import Letter
from citydesign.locale import use_locale
from citydesign.mail import Stationery
from citydesign.store import send_due

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
CITY = Stationery("Rantakylä", "noreply@city.example")
FORM = {"en": "https://city.example/en/apply/", "fi": "https://city.example/fi/hae/"}


def writer(**more: Any) -> FormLetters:
    return FormLetters(
        CITY, permit(), office="daycare@city.example", form=FORM,
        **{"replies": "https://city.example/sent/", "inbox": "https://city.example/staff/", **more},
    )  # fmt: skip


def sent(city: Any, *stores: Any) -> list[Any]:
    """Write what is due as messages; a letter that can't be written would stay."""
    found: list[Any] = []
    for store in stores or (city.store, city.replies):
        send_due(store.due, lambda one: found.append((one, writer().message(one))), store.sent)
    return found


def plain(message: Any) -> str:
    return str(message.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def test_each_thing_that_happens_to_a_form_is_a_letter(tmp_path: Path) -> None:
    city = office(tmp_path)
    saved = Browser(straight(city.flow))
    to_hours(saved)
    saved.press(action="save")
    saved.press(email="aino@example.fi")
    ((link, back),) = sent(city)
    assert (back["To"], back["Subject"]) == ("aino@example.fi", "Continue your form")
    assert f"Continue the form:\n{FORM['en']}resume/{link.token}\n" in plain(back)
    assert "“Apply for a place”" in plain(back)
    saved.ask(f"/apply/resume/{link.token}")
    saved.press()
    ((code, opens),) = sent(city)
    assert f"Code for the form\n{code.code}\n" in plain(opens)
    assert code.code not in opens["Subject"]

    reference = fill_in(city)
    (_, to_office), (received, message) = sent(city)
    assert to_office["To"] == "daycare@city.example"
    assert to_office["Subject"] == "A new form: Apply for a place"
    id = city.desk.inbox(LIISA)[0].sent.id
    assert f"https://city.example/staff/{id}\n" in plain(to_office)
    assert message["Subject"] == f"We have received your form {reference}"
    assert f"Open the form:\nhttps://city.example/sent/resume/{received.token}\n" in plain(message)

    city.desk.assign(LIISA, id, 0, "p-1")
    city.desk.ask(LIISA, id, 1, "Which days?")
    ((_, question),) = sent(city)
    assert question["Subject"] == f"We have a question about your form {reference}"
    assert "Read and answer:\n" in plain(question)
    city.desk.decide(OTTO, id, 2, "Granted")
    ((_, decision),) = sent(city)
    assert decision["Subject"] == f"A decision on your form {reference}"
    city.replies.remind("permit", "aino@example.fi")
    ((asked, again),) = sent(city)
    assert again["Subject"] == f"Your form {reference}"
    assert city.replies.ask_code("permit", asked.token)
    ((_, enters),) = sent(city)
    # A mail server drops what it takes for a second copy, from whichever outbox it comes.
    every = (back, opens, to_office, message, question, decision, again, enters)
    ids = [one["Message-ID"] for one in every]
    assert len(set(ids)) == len(ids)
    for one in (to_office, message, question, decision, again):
        for secret in ("Äiti", "Which days", "Granted", "1 May", "Liisa"):
            assert secret not in plain(one), secret
            assert secret not in one["Subject"]
    city.engine.dispose()


@pytest.mark.parametrize(
    ("tag", "subject", "link"),
    [("fi", "Jatka lomakettasi", "Jatka lomaketta"),
     ("sv", "Fortsätt med din blankett", "Fortsätt med blanketten")],
)  # fmt: skip
def test_a_letter_is_in_the_language_of_the_form(
    tmp_path: Path, tag: str, subject: str, link: str
) -> None:
    city = office(tmp_path)
    with use_locale(tag):
        browser = Browser(straight(city.flow))
        to_hours(browser)
        browser.press(action="save")
        browser.press(email="aino@example.fi")
    ((letter, message),) = sent(city)
    assert (letter.language, message["Subject"], message["Content-Language"]) == (tag, subject, tag)
    # Where there are no pages in a language, those of the first open it.
    assert f"{link}:\n{FORM.get(tag, FORM['en'])}resume/" in plain(message)
    city.engine.dispose()


def test_a_tag_with_a_region_gets_the_words_and_pages_of_its_language() -> None:
    forms = {"fi": "https://city.example/fi/hae/", "sv": "https://city.example/sv/ansok/"}
    city = Stationery({"fi": "Kaupunki", "sv": "Stad"}, "noreply@city.example")
    letters = FormLetters(city, permit(), office="a@b.fi", form=forms, replies=forms)
    message = letters.message(Letter(1, "resume", "permit", "sv-FI", "a@b.fi", token="x"))
    assert "https://city.example/sv/ansok/resume/x" in plain(message)
    assert message["From"].startswith("Stad <")


def test_a_letter_in_a_log_names_nobody_and_opens_nothing() -> None:
    told = ("aino@example.fi", "T0KEN", "012345", "Salla")
    sent = Submission("0" * 32, "permit", "AAAAA-BBBBB", "fi", {"a": {"b": [told[3]]}}, NOW)
    letter = Letter(7, "received", "permit", "fi", *told[:1], "mail", *told[1:3], sent)
    for one in told:
        assert one not in repr(letter)
    assert repr(letter) == (
        "Letter(id=7, kind='received', journey='permit', language='fi', by='mail')"
    )


def test_a_code_for_a_phone_is_one_line(tmp_path: Path) -> None:
    letter = Letter(1, "code", "permit", "fi", "+358401234567", "sms", code="012345")
    assert writer().text(letter) == "012345 on koodisi lomakkeeseen. Se on voimassa 15 minuuttia."
    with pytest.raises(CityDesignError, match="text message"):
        writer().message(letter)


def test_what_nobody_could_follow_is_refused() -> None:
    with pytest.raises(CityDesignError, match="replies"):
        FormLetters(CITY, permit(), office="a@b.fi", form=FORM)
    with pytest.raises(CityDesignError, match="no letter of the kind 'figures'"):
        writer().letter(Letter(1, "figures", "permit", "en", "a@b.fi"))
    without = FormLetters(CITY, permit(contact=None), office="a@b.fi", form=FORM)
    with pytest.raises(CityDesignError, match="'question'"):
        without.letter(Letter(1, "question", "permit", "en", "a@b.fi"))


@pytest.mark.browser
def test_letters_of_forms_pass_the_audit_in_three_languages(
    tmp_path: Path, chromium: Any, a11y: Any
) -> None:
    city = office(tmp_path)
    browser = Browser(straight(city.flow))
    to_check(browser)
    browser.press()
    found: list[Letter] = []
    send_due(city.replies.due, found.append, city.replies.sent)
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    try:
        page = context.new_page()
        from dataclasses import replace

        for tag in ("en", "fi", "sv"):
            for kind in ("received", "question", "code"):
                one = replace(found[0], kind=kind, language=tag, code="012345")
                page.set_content(CITY.html(writer().letter(one)))
                a11y.check(page, widths=(320,), schemes=("light", "dark"))
    finally:
        context.close()
        city.engine.dispose()
