"""Consent to cookies: what is kept, what is proved, and what nobody can smuggle in."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from citydesign import use_locale
from citydesign.choices import Consent, Cookies, FileProofs
from citydesign.choices.cookies import COOKIE
from citydesign.choices.core.back import back
from citydesign.choices.core.consent import read
from citydesign.errors import CityDesignError
from citydesign.exchange import Page, Redirect, Request, Sent

NOW = datetime(2027, 3, 24, 22, 30, tzinfo=UTC)
OFFERED = frozenset({"visits", "videos"})


def purposes():
    return [
        {"value": "necessary", "label": "Necessary", "necessary": True,
         "cookies": [{"name": "session", "provider": "City", "text": "T", "lasts": "L"}]},
        {"value": "visits", "label": "Counting visits",
         "cookies": [{"name": "_pk_*", "provider": "City", "text": "T", "lasts": "L"}]},
        {"value": "videos", "label": "Videos",
         "cookies": [{"name": "vuid", "provider": "V", "text": "T", "lasts": "L"}]},
    ]  # fmt: skip


class Site:
    """A browser, a site and the drawer in which proofs are kept."""

    def __init__(self, version="2027-1", cookies=None):
        self.now, self.proofs, self.jar = NOW, [], cookies or {}
        self.cookies = self.again(version)

    def again(self, version):
        return Cookies(purposes, version, self.proofs.append, clock=lambda: self.now)

    def get(self, query=()):
        return self.cookies.answer(Request("/cookies/", query=dict(query), cookies=self.jar))

    def post(self, genuine=True, **form):
        lists = {name: [v] if isinstance(v, str) else v for name, v in form.items()}
        asked = Request("/cookies/", form=Sent(lists), genuine=genuine, cookies=dict(self.jar))
        answer = self.cookies.answer(asked)
        for one in answer.cookies:
            if one.lasting == 0:
                self.jar.pop(one.name, None)
            else:
                self.jar[one.name] = one.value
        return answer

    def allowed(self):
        return {p for p in sorted(OFFERED) if self.cookies.allows(p, self.jar)}


def test_nothing_is_allowed_before_a_choice_and_everybody_is_asked():
    site = Site()
    assert site.allowed() == set()
    assert site.cookies.consent(site.jar) is None
    page = site.get()
    assert isinstance(page, Page)
    assert not page.cookies
    assert " checked" not in page.content


def test_no_takes_one_press_like_yes_and_nobody_is_asked_again():
    for press, allowed in (("all", OFFERED), ("necessary", frozenset())):
        site = Site()
        answer = site.post(cookies=press, back="/events?week=13")
        assert isinstance(answer, Redirect)
        assert answer.location == "/events?week=13"
        assert site.allowed() == allowed
        assert site.cookies.consent(site.jar) is not None


def test_each_purpose_is_allowed_by_itself():
    site = Site()
    site.post(cookies="chosen", purpose=["videos"])
    assert site.allowed() == {"videos"}
    page = site.get({"saved": "1"})
    assert page.title == "Your choice is saved – Cookies on this site"
    (box,) = re.findall(r"<input[^>]* checked[^>]*>", page.content)
    assert 'value="videos"' in box


def test_what_is_not_offered_can_not_be_allowed():
    site = Site()
    site.post(cookies="chosen", purpose=["videos", "necessary", "ads", "a~b"])
    assert site.cookies.consent(site.jar).allowed == {"videos"}


def test_a_form_of_another_site_or_of_nobody_changes_nothing():
    site = Site()
    for answer in (
        site.post(genuine=False, cookies="all"),
        site.post(cookies="everything"),
        site.post(),
    ):
        assert answer == Redirect("/cookies/")
    assert site.jar == {}
    assert site.proofs == []


def test_a_yes_is_proved_under_the_number_that_the_resident_sees():
    site = Site()
    site.post(cookies="all")
    (proof,) = site.proofs
    assert proof == Consent(OFFERED, "2027-1", NOW, proof.reference)
    assert re.fullmatch(r"[0-9a-f]{16}", proof.reference)
    assert proof.reference in site.get().content


def test_taking_it_back_is_proved_too_and_leaves_no_number_in_the_browser():
    site = Site()
    site.post(cookies="all")
    site.now += timedelta(days=3)
    site.post(cookies="chosen", purpose=["visits"])
    site.post(cookies="necessary")
    assert [p.allowed for p in site.proofs] == [OFFERED, {"visits"}, frozenset()]
    assert len({p.reference for p in site.proofs}) == 1
    assert site.proofs[0].reference not in site.jar[COOKIE]


def test_who_never_allowed_anything_has_no_number_and_no_proof():
    site = Site()
    site.post(cookies="necessary")
    assert site.proofs == []
    assert re.fullmatch(r"2027-1~\d+~~", site.jar[COOKIE])


def test_cookies_of_what_is_refused_are_removed_and_no_others():
    site = Site(cookies={"_pk_id.1": "x", "vuid": "y", "session": "z", "language": "fi"})
    site.post(cookies="chosen", purpose=["videos"])
    assert set(site.jar) == {"vuid", "session", "language", COOKIE}


def test_a_cookie_that_serves_a_purpose_still_allowed_stays():
    site = Site(cookies={"vuid": "y"})
    both = purposes()
    both[1]["cookies"].append(both[2]["cookies"][0])
    site.cookies._purposes = lambda: both
    site.post(cookies="chosen", purpose=["visits"])
    assert "vuid" in site.jar


def test_new_texts_ask_again():
    site = Site()
    site.post(cookies="all")
    site.cookies = site.again("2027-2")
    assert site.allowed() == set()
    assert site.cookies.consent(site.jar) is None


def test_after_half_a_year_everybody_is_asked_again():
    site = Site()
    site.post(cookies="all")
    site.now += timedelta(days=180)
    assert site.allowed() == OFFERED
    site.now += timedelta(seconds=1)
    assert site.allowed() == set()


def test_the_day_is_that_of_the_clock():
    site = Site()
    site.now = NOW.astimezone(ZoneInfo("Europe/Helsinki"))
    site.post(cookies="all")
    assert "25 March 2027" in site.get().content


@pytest.mark.parametrize(
    "text",
    ["", "2027-1", "2027-1~x~~", "2027-1~1805927400~~a b", "2027-1~1805927400~XYZ~visits",
     "2027-1~99999999999~~visits", "2027-1~1805927400~~visits~", "2027-0~1805927400~~visits"],
)  # fmt: skip
def test_what_is_no_choice_counts_as_none(text):
    days = timedelta(days=180)
    assert read(text, version="2027-1", offered=OFFERED, now=NOW, keep=days) is None


def test_a_purpose_that_is_no_longer_offered_is_dropped():
    text = Consent(frozenset({"ads", "visits"}), "1", NOW).written()
    found = read(text, version="1", offered=OFFERED, now=NOW, keep=timedelta(1))
    assert found == Consent(frozenset({"visits"}), "1", NOW)


@pytest.mark.parametrize(
    ("sent", "to"),
    [
        ("/events?week=13", "/events?week=13"),
        ("/", "/"),
        (None, "/x"),
        ("", "/x"),
        ("https://evil.example", "/x"),
        ("//evil.example", "/x"),
        ("/\\evil.example", "/x"),
        ("/a\r\nSet-Cookie: a=b", "/x"),
        ("/\t/evil.example", "/x"),
        ("/päiväkodit?alue=länsi 1", "/p%C3%A4iv%C3%A4kodit?alue=l%C3%A4nsi%201"),
        ("/p%C3%A4iv%C3%A4kodit", "/p%C3%A4iv%C3%A4kodit"),
        ('/\u2028/\ud800<b>"', "/%E2%80%A8/?%3Cb%3E%22"),
        ("javascript:alert(1)", "/x"),
    ],
)
def test_a_resident_comes_back_only_to_a_page_of_this_site(sent, to):
    assert back(sent, "/x") == to


def test_a_purpose_that_no_cookie_can_keep_is_refused():
    with pytest.raises(CityDesignError, match="'käynnit' is written into a cookie"):
        Consent(frozenset({"käynnit"}), "1", NOW)
    with pytest.raises(CityDesignError, match="'1;2'"):
        Cookies(purposes, "1;2", print)
    with pytest.raises(CityDesignError, match="has no time zone"):
        Consent(frozenset(), "1", datetime(2027, 3, 24))
    site = Site()
    site.cookies._purposes = lambda: [{"value": "a b", "label": "A"}]
    with pytest.raises(CityDesignError, match="'a b'"):
        site.post(cookies="all")


def test_what_can_not_be_proved_is_not_kept(tmp_path):
    site = Site()
    site.cookies = Cookies(purposes, "1", FileProofs(tmp_path / "no" / "file"))
    with pytest.raises(OSError, match="no/file"):
        site.post(cookies="all")
    assert site.jar == {}


def test_proofs_are_lines_that_anybody_can_read_later(tmp_path):
    keep = FileProofs(tmp_path / "proofs.jsonl")
    keep(Consent(frozenset({"visits", "videos"}), "2027-1", NOW, "0" * 16))
    keep(Consent(frozenset(), "2027-1", NOW, "0" * 16))
    lines = (tmp_path / "proofs.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["allowed"] for line in lines] == [["videos", "visits"], []]
    assert json.loads(lines[0]) == {
        "reference": "0" * 16,
        "made": "2027-03-24T22:30:00+00:00",
        "version": "2027-1",
        "allowed": ["videos", "visits"],
    }
    assert (tmp_path / "proofs.jsonl").stat().st_mode & 0o077 == 0


def test_another_address_below_the_page_is_not_found():
    page = Site().cookies.answer(Request("/cookies/", "other"))
    assert page.status == 404


def test_the_page_speaks_the_language_of_the_request():
    with use_locale("fi"):
        assert Site().get().title == "Sivuston evästeet"


def test_the_buttons_of_the_components_are_those_that_the_logic_takes():
    from citydesign import ui

    settings = str(ui.cookie_settings("/c/", purposes()))
    banner = str(ui.cookie_banner("/c/", "/c/", back="/"))
    for html, values in (
        (settings, ["chosen", "all", "necessary"]),
        (banner, ["all", "necessary"]),
    ):
        assert re.findall(r'name="cookies" value="(\w+)"', html) == values
        for value in values:
            assert Site().post(cookies=value).cookies
    assert 'name="purpose"' in settings
    assert 'name="back"' in banner
