"""An application on paper and in archives, as a reader of PDF finds it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

pytest.importorskip("typst")
pytest.importorskip("wtforms")
pytest.importorskip("pypdf")

import pypdf
import wtforms
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from tests.clock import Clock
from tests.forms.browser import Browser, straight, to_check
from tests.forms.filed import uploads
from tests.forms.office import SECRET, letters, office
from tests.forms.permit import permit

from citydesign.exchange import File
from citydesign.exchange import Page as HtmlPage
from citydesign.forms.core.journey import Page
from citydesign.forms.journey import Flow, Journey, MemoryStore, Submission, copies
from citydesign.forms.journey.sent import Row, parts
from citydesign.forms.pdf import application_pdf
from citydesign.forms.replies import ReplyFlow
from citydesign.forms.wtforms import CityMeta, UploadField

HELSINKI = ZoneInfo("Europe/Helsinki")
AT = datetime(2027, 3, 1, 22, 15, tzinfo=UTC)
CHILD = {"name": ["Äiti <b>"], "born-day": ["1"], "born-month": ["5"], "born-year": ["2024"]}
DATA: dict[str, Any] = {
    "home": {"where": ["here"]},
    "children": [
        {
            "child": {**CHILD, "diet": ["yes"]},
            "diet": {"kind": ["vegan", "milk"], "note": ["#let x = 1\n*b* $a$ \\ @x <y>"]},
        },
        {"child": {"name": ["Eino"], "diet": ["no"]}},
    ],
    "hours": {"when": ["days", "nights"]},
    "guardian": {"name": ["Aino"], "email": ["aino@example.fi"]},
}


def sent(data: Any = DATA, language: str = "en") -> Submission:
    return Submission("0" * 32, "permit", "ABCDE-12345", language, data, AT)


def read(made: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(made))


def write(data: Any = DATA, language: str = "en", **more: Any) -> Any:
    return read(application_pdf(sent(data, language), permit(), zone=HELSINKI, author="K", **more))


def tags(reader: Any) -> list[tuple[int, str, Any]]:
    """Depth, role and element of each tag, in the order in which a screen reader meets them."""

    def walk(element: Any, depth: int) -> Iterator[tuple[int, str, Any]]:
        element = element.get_object()
        if isinstance(element, list):
            for one in element:
                yield from walk(one, depth)
        elif isinstance(element, dict):
            if "/S" in element:
                yield depth, str(element["/S"]), element
                depth += 1
            if "/K" in element:
                yield from walk(element["/K"], depth)

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"], 0))


def text(reader: Any) -> str:
    return " ".join("".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Reference number: ABCDE-12345", "Sent on 2 March 2027 at 0:15", "Question", "Answer",
                "Not given"]),
        ("fi", ["Asianumero: ABCDE-12345", "Lähetetty 2. maaliskuuta 2027", "0.15", "Kysymys",
                "Vastaus", "Ei annettu"]),
        ("sv", ["Ärendenummer: ABCDE-12345", "Skickad den 2 mars 2027", "0.15", "Fråga", "Svar",
                "Inte angivet"]),
    ],
)  # fmt: skip
def test_a_document_says_its_title_and_language_and_has_its_parts_tagged(
    language: str, words: list[str]
) -> None:
    reader = write(language=language)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Apply for a place"
    assert reader.metadata.author == "K"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    found = [role for _, role, _ in tags(reader)]
    headings = [role for role in found if role in {"/H1", "/H2", "/H3", "/Title"}]
    # Home, two children, a diet, hours, guardian.
    assert headings == ["/H1", *["/H2"] * 6]
    assert found.count("/Table") == 6
    assert found.count("/L") == 2, "both diets, and both times of day"
    assert found.count("/LI") == 4
    heads = [one for _, role, one in tags(reader) if role == "/TH"]
    assert len(heads) == 12
    for one in heads:
        about = one["/A"]
        given = about if isinstance(about, list) else [about]
        assert any(part.get_object().get("/Scope") == "/Column" for part in given)
    whole = text(reader)
    for word in (*words, f"Home {language}", "Äiti <b>", "Eino", "aino@example.fi", "Vegan"):
        assert word in whole
    assert "#let x = 1 *b* $a$ \\ @x <y>" in whole, "what residents type is never run"


def test_staff_read_it_in_their_own_language() -> None:
    assert "Asianumero" in text(write(language="sv", tag="fi"))
    assert "Reference number" in text(write(language="de")), "the first that the form has"


def test_a_letter_that_no_font_has_is_written_by_its_number() -> None:
    whole = text(
        write({"guardian": {"name": ["\U0010abcd x \U0010abce \x07 \ud800"], "email": ["عربي"]}})
    )
    assert "[U+10ABCD] x [U+10ABCE] [U+0007] [U+D800]" in whole


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_whatever_was_typed_becomes_a_document(typed: str) -> None:
    assert len(write({"guardian": {"name": [typed]}}).pages) == 1


def test_a_long_application_is_on_several_pages_with_its_columns_named_on_each() -> None:
    reader = write({"children": [DATA["children"][0]] * 30})
    assert len(reader.pages) > 5
    assert f"1 / {len(reader.pages)}" in text(reader)


def test_what_the_flow_sends_is_what_the_document_says() -> None:
    store = MemoryStore(debug=True)
    browser = Browser(straight(Flow(permit(), store, store.receive, b"s" * 32)))
    to_check(browser)
    browser.press()
    (got,) = store.received
    rows = [row for part in parts(permit(), got.data, "en") for row in part.rows]
    assert Row("Date of birth (en)", ("1 May 2024",)) in rows
    assert Row("When is care needed (en)", ("Days",), several=True) in rows
    assert Row("We may call (en)", ("Yes",)) in rows
    whole = text(read(application_pdf(got, permit(), zone=HELSINKI, author="K")))
    assert got.reference in whole


def test_files_are_named_as_they_were_sent(tmp_path: Path) -> None:
    class Rota(wtforms.Form):
        class Meta(CityMeta):
            pass

        papers = UploadField("Papers", uploads=uploads(tmp_path))

    page = Page(name="rota", title="Rota", form=Rota)
    journey = Journey(name="filed", title="Filed", pages=[page])
    files = [
        {"owner": "journey-x", "id": "1", "name": f"{n}.pdf", "type": "t", "size": 1} for n in "ab"
    ]
    ((row,),) = [
        [one for one in part.rows if one.several]
        for part in parts(journey, {"rota": {"papers": files}}, "en")
    ]
    assert row.lines == ("a.pdf", "b.pdf")


def test_the_resident_saves_what_was_sent_from_the_receipt_and_from_their_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = Clock(AT)
    city = office(tmp_path, clock=wall)
    copy = copies([permit()], city.store.received, zone=HELSINKI, author="City of Rantakylä")
    more: dict[str, Any] = {"copy": copy}
    flow = Flow(permit(), city.store, city.store.receive, SECRET, clock=wall, **more)
    replies = ReplyFlow(permit(), city.replies, SECRET, zone=HELSINKI, **more)
    saved: list[File] = []

    def browser_of(pages: Any, root: str) -> Browser:
        def answer(asked: Any) -> Any:
            made = pages.answer(asked)
            if isinstance(made, File):
                saved.append(made)
                return HtmlPage("Saved", Markup("<h1>Saved</h1>"))
            return made

        return Browser(straight(SimpleNamespace(answer=answer), root), root)  # type: ignore[arg-type]

    resident = browser_of(flow, "/apply/")
    to_check(resident)
    early = resident.url.replace("check", "copy")
    assert resident.ask(early).status == 200
    assert saved == [], "before it is sent there is no copy"
    assert resident.at == "check"
    resident.press()
    receipt = resident.url
    resident.follow("Save a copy (PDF)")
    stranger = browser_of(flow, "/apply/")
    assert stranger.ask(resident.url).status == 404
    at_home = browser_of(replies, "/sent/")
    (letter,) = letters(city)
    at_home.ask(f"/sent/resume/{letter.token}")
    at_home.press()
    at_home.press(code=letters(city)[-1].code)
    page = at_home.url
    at_home.follow("Save a copy (PDF)")
    first, second = saved
    reference = letter.submission.reference
    assert first.name == second.name == f"{reference}.pdf"
    for one in saved:
        assert one.type == "application/pdf"
        assert "Äiti <b>" in text(read(one.content))
    # Where nobody writes documents, none is offered.
    for pages, there, jar in ((city.flow, receipt, resident), (city.reply, page, at_home)):
        plain = browser_of(pages, urlsplit(there).path[: there.index("/", 1) + 1])
        plain.jar = jar.jar
        plain.ask(there)
        assert (plain.reply.status, "Save a copy (PDF)" in plain.links()) == (200, False)
        plain.ask(f"{there.removesuffix('receipt')}copy")
        assert (plain.reply.status, plain.url, len(saved)) == (200, there, 2)
    # On its day nobody saves it, whether or not it is deleted yet.
    wall.now += timedelta(days=29)
    resident.ask(receipt)
    wall.now += timedelta(days=62)
    for one in (resident, at_home):
        one.ask(receipt.replace("receipt", "copy") if one is resident else f"{page}copy")
    assert len(saved) == 2
    # Where the extra is not installed, nothing is offered.
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.delitem(sys.modules, "citydesign.forms.pdf")
    assert copies([permit()], city.store.received, zone=HELSINKI, author="K") is None
    city.engine.dispose()


def test_a_copy_is_written_as_the_city_says(monkeypatch: pytest.MonkeyPatch) -> None:
    def written(got: Submission, journey: Journey, **how: Any) -> bytes:
        return repr((got.id, journey.version, how)).encode()

    monkeypatch.setattr("citydesign.forms.pdf.application_pdf", written)
    how: dict[str, Any] = {"zone": HELSINKI, "author": "City of Rantakylä", "fonts": ["/fonts"]}
    newer, older = permit(version="2"), permit()
    copy = copies([newer, older], lambda id: replace(sent(), id=id, version="1"), **how)
    assert copy is not None
    assert copy("x") == repr(("x", "1", how)).encode()


def test_a_copy_of_what_is_past_its_day_is_not_given(tmp_path: Path) -> None:
    wall = Clock(AT)
    city = office(tmp_path, clock=wall)
    copy = copies([permit()], city.store.received, zone=HELSINKI, author="K")
    visit, _ = city.store.begin("permit", "en")
    assert city.store.receive(replace(sent(), id=visit.id))
    assert copy is not None
    assert (copy("f" * 32), copy(visit.id) is None) == (None, False)
    other, _ = city.store.begin("permit", "en")
    assert city.store.receive(replace(sent(), id=other.id, version="gone", reference="B"))
    assert copy(other.id) is None, "nobody knows any more what it asked"
    wall.now += timedelta(days=90)
    assert copy(visit.id) is None
    city.engine.dispose()
