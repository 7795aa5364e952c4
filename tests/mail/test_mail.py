"""A letter is read on a phone, in the dark, by a screen reader and as plain text; it leaks nothing."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from tests.markup import document

from citydesign import CityDesignError, tokens
from citydesign.mail import Code, Facts, Letter, Link, Paragraph, Said, Stationery

ROOT = Path(__file__).parents[2]
HOSTILE = "</p><script>alert(1)</script>\r\nBcc: eve@example.fi\r\n\u202ereversed\x00"
CITY = Stationery(
    {"en": "City of Tampere", "fi": "Tampereen kaupunki"},
    "noreply@tampere.fi",
    contact={"en": "Questions? Call 03 565 6400.", "fi": "Kysyttävää? Soita 03 565 6400."},
    theme="tampere",
)
ASKED = (
    "We have a question about your application.",
    "Meillä on kysymys hakemuksestasi, johon toivomme sinulta vastausta.",
)
APPLICATION = ("Your application", "Hakemuksesi numero")
LONG = "Varhaiskasvatuspaikkahakemuksesi kaupunginvaltuustonpäätöksentekomenettelyssä"


def letter(language: str = "en", said: str = "First\nSecond", subject: str = "We ask") -> Letter:
    return Letter(
        subject,
        [
            Paragraph(ASKED[language == "fi"]),
            Facts([(APPLICATION[language == "fi"], "ABCDE-FGHJK"), ("Name", said)]),
            Said(said),
            Code("Your code", "012345"),
            Link("Read and answer", "https://city.example/reply/a?b=1&c=2"),
        ],
        language,
    )


def parse(html: str) -> Any:
    return document(html)


def shown(html: str) -> str:
    body = parse(html).find("body")
    return " ".join(" ".join(body.itertext()).split())


def test_html_and_text_say_the_same_and_only_the_text_has_the_bare_address() -> None:
    html, text = CITY.html(letter()), CITY.text(letter())
    for words in (
        "We ask", "We have a question about your application.", "Your application", "ABCDE-FGHJK",
        "First", "Second", "012345", "Read and answer", "City of Tampere",
        "Questions? Call 03 565 6400.", "You can't reply to it.",
    ):  # fmt: skip
        assert words in shown(html), words
        assert words in text, words
    assert "Read and answer:\nhttps://city.example/reply/a?b=1&c=2\n" in text
    assert "https://" not in shown(html)
    (link,) = parse(html).iter("a")
    assert link.get("href") == "https://city.example/reply/a?b=1&c=2"
    assert "> First\n> Second\n" in text
    (said,) = parse(html).iter("blockquote")
    assert said.get("dir") == "auto", "words in Arabic read from the right in an English letter too"


def test_a_letter_word_for_word() -> None:
    automatic = "This message was sent automatically. You can't reply to it.\n"
    foot = f"-- \nCity of Tampere\nQuestions? Call 03 565 6400.\n{automatic}"
    parts = (
        "We ask\n\nWe have a question about your application.\n\n"
        "Your application: ABCDE-FGHJK\nName: First Second\n\n> First\n> Second\n\n"
        "Your code\n012345\n\nRead and answer:\nhttps://city.example/reply/a?b=1&c=2\n\n"
    )
    assert CITY.text(letter()) == f"{parts}{foot}"
    assert shown(CITY.html(letter())) == (
        "City of Tampere We ask We have a question about your application. "
        "Your application ABCDE-FGHJK Name First Second First Second Your code 012345 "
        f"Read and answer Questions? Call 03 565 6400. {automatic}".strip()
    )
    plain = Stationery("Espoo", "noreply@espoo.fi", reply_to="help@espoo.fi")
    assert plain.text(letter()) == f"{parts}-- \nEspoo\n"
    assert parse(CITY.html(letter())).find("head/title").text == "We ask"


def test_each_piece_of_a_letter_is_drawn_once_and_dark_colours_reach_it() -> None:
    html = CITY.html(letter())
    for tag in re.findall(r"<[a-z][^>]*>", html):
        names = re.findall(r" ([a-z-]+)=", tag)
        assert len(names) == len(set(names)), tag
    drawn = {one.get("class") for one in parse(html).iter() if one.get("style")}
    styled = set(re.findall(r"(?m)^\.(city-mail-[a-z]+)\{", html))
    assert styled <= drawn, "no rule of the dark is about nothing"
    dark = tokens.load("tampere")["color.text.default"].css("dark")
    assert ".city-mail-sheet{background-color:" in html
    assert f"color:{dark}!important" in html
    assert html.partition("</style>")[0].endswith("}\n}\n"), "nothing after the last rule"
    assert all("!important" in rule for rule in re.findall(r"(?m)^\.city-mail-.*$", html))


@pytest.mark.parametrize(
    ("tag", "direction", "said"),
    [
        ("fi", "ltr", ["Siihen ei voi vastata.", "Tampereen kaupunki", "Kysyttävää?"]),
        ("fi-FI", "ltr", ["Siihen ei voi vastata.", "Tampereen kaupunki", "Kysyttävää?"]),
        ("sv", "ltr", ["Det går inte att svara på det.", "City of Tampere", "Questions?"]),
        ("ar-XB", "rtl", ["City of Tampere"]),
    ],
)
def test_a_letter_is_in_the_language_of_its_reader(
    tag: str, direction: str, said: list[str]
) -> None:
    html = CITY.html(letter(tag))
    root = parse(html)
    assert (root.get("lang"), root.get("dir")) == (tag, direction)
    for words in said:
        assert words in shown(html)
        assert words in CITY.text(letter(tag))


def test_a_letter_fetches_nothing_and_needs_no_sheet_to_be_seen() -> None:
    root = parse(CITY.html(letter()))
    for one in root.iter():
        assert one.tag not in ("img", "link", "script", "iframe", "object"), one.tag
        assert not {name for name in one.attrib if name in ("src", "srcset") or name[:2] == "on"}
    assert "url(" not in CITY.html(letter())
    assert "var(" not in CITY.html(letter())
    light = {name: token.css() for name, token in tokens.load("tampere").items()}
    body = root.find("body").get("style")
    assert f"background-color:{light['color.surface.page']}" in body
    assert f"color:{light['color.text.default']}" in body


def test_what_a_resident_wrote_stays_text_and_adds_no_line_to_the_head() -> None:
    made = letter(said=HOSTILE, subject=f"About {HOSTILE}")
    html = CITY.html(made)
    assert not list(parse(html).iter("script"))
    for hidden in ("\x00", "\u202e"):
        assert hidden not in html
        assert hidden not in CITY.text(made)
    sent = message_from_bytes(bytes(CITY.message(made, "aino@example.fi")), policy=policy.SMTP)
    assert sent["Bcc"] is None
    assert sent["To"] == "aino@example.fi"
    assert sent["Subject"].startswith("About </p><script>alert(1)</script> Bcc:")
    assert "Name: </p><script>alert(1)</script> Bcc: eve@example.fi reversed\n" in CITY.text(made)


@pytest.mark.parametrize(
    "to",
    ["", "aino", "@example.fi", "a@example.fi, eve@example.fi", "a@example.fi\r\nBcc: eve@example.fi",
     "Aino <a@example.fi>", "a@"],
)  # fmt: skip
def test_a_letter_goes_to_one_address_or_nowhere(to: str) -> None:
    with pytest.raises(CityDesignError, match="one mail address") as error:
        CITY.message(letter(), to)
    assert "eve" not in str(error.value)
    assert error.value.__cause__ is None


def test_a_mail_server_gets_both_parts_and_knows_a_second_copy() -> None:
    made = CITY.message(letter("fi"), "aino@example.fi", "form-17")
    sent = message_from_bytes(made.as_bytes(policy=policy.SMTP), policy=policy.default)
    assert sent.get_content_type() == "multipart/alternative"
    text, html = sent.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().replace("\r\n", "\n") == CITY.text(letter("fi"))
    assert html.get_content().replace("\r\n", "\n") == CITY.html(letter("fi"))
    assert sent["From"] == "Tampereen kaupunki <noreply@tampere.fi>"
    assert sent["Message-ID"] == "<form-17@tampere.fi>"
    assert (sent["Auto-Submitted"], sent["Content-Language"]) == ("auto-generated", "fi")
    about = "Subject From To Date Message-ID Auto-Submitted MIME-Version Content-Type"
    assert sent.keys() == [*about.split(), "Content-Language"], "no answers go anywhere, no copies"
    assert "Message-ID" not in CITY.message(letter(), "a@example.fi"), "a mail server gives one"
    assert max(map(len, made.as_bytes(policy=policy.SMTP).split(b"\r\n"))) <= 998


def test_who_can_be_answered_does_not_say_otherwise() -> None:
    open_to_answers = Stationery("Espoo", "noreply@espoo.fi", reply_to="help@espoo.fi")
    assert "can't reply" not in open_to_answers.text(letter())
    assert open_to_answers.message(letter(), "a@example.fi")["Reply-To"] == "help@espoo.fi"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Link("Open", "/reply/x"),
        lambda: Link("Open", "javascript:alert(1)"),
        lambda: Link("Open", "https://[city.example/"),
        lambda: Stationery({}, "a@espoo.fi"),
        lambda: Stationery({"in Finnish": "Espoon kaupunki"}, "a@espoo.fi"),
        lambda: Stationery("Espoo", "nobody"),
        lambda: Stationery("Espoo", "a@espoo.fi", reply_to="b"),
        lambda: Stationery("Espoo", "a@espoo.fi", theme="atlantis"),
    ],
)
def test_what_no_letter_can_be_is_refused_in_one_line(make: Any) -> None:
    with pytest.raises(CityDesignError) as error:
        make()
    assert "\n" not in str(error.value)


def test_the_guide_prints_what_it_says(capsys: Any) -> None:
    guide = (ROOT / "docs" / "forms" / "write-a-letter.md").read_text("utf-8")
    names: dict[str, Any] = {}
    said = ""
    for kind, block in re.findall(r"```(python|text)\n(.*?)```", guide, re.DOTALL):
        if kind == "text":
            # print adds a line end to the letter's own.
            assert said.rstrip("\n") == block.rstrip("\n")
            continue
        exec(compile(block, "write-a-letter.md", "exec"), names)
        said = capsys.readouterr().out
    assert said


@pytest.mark.browser
@pytest.mark.parametrize("theme", [None, *tokens.themes()])
def test_a_letter_is_readable_on_a_phone_in_the_dark_and_in_every_theme(
    chromium: Any, a11y: Any, theme: str | None
) -> None:
    city = Stationery("Kaupunki", "noreply@city.example", contact="Soita 09 310.", theme=theme)
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    try:
        page = context.new_page()
        page.set_content(city.html(letter("fi", said=f"{LONG}\n{HOSTILE}", subject=LONG)))
        # The rest of the matrix is the same in every theme.
        widths = (320, 1280) if theme is None else (320,)
        a11y.check(page, widths=widths, schemes=("light", "dark"), keyboard=theme is None)
        page.emulate_media(color_scheme="dark")
        dark = tokens.load(theme)["color.surface.page"].css("dark").removeprefix("#")
        wide = "".join(one * 2 for one in dark) if len(dark) == 3 else dark
        painted = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert painted == f"rgb{tuple(int(wide[at : at + 2], 16) for at in (0, 2, 4))}"
    finally:
        context.close()
