"""The layout of every letter: HTML with the city's colours, and its twin in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate

from markupsafe import Markup

from citydesign import host, tokens
from citydesign.errors import CityDesignError
from citydesign.fragments import lines
from citydesign.locale import direction, use_locale
from citydesign.mail.parts import Code, Facts, Letter, Link, Paragraph, Part, Said
from citydesign.tags import pick

#: What each piece of a letter looks like; the name of a token is its value. Widths in pixels and
#: blocks below each other are what every mail client draws.
_LOOK: Mapping[str, Mapping[str, str]] = {
    "page": {
        "margin": "0", "padding": "space.2", "background-color": "color.surface.page",
        "color": "color.text.default", "font-family": "font.family", "font-size": "font.size.body",
        "line-height": "font.line-height.body", "overflow-wrap": "break-word",
        "word-break": "break-word",
    },
    "letter": {"max-width": "600px", "margin": "0 auto"},
    "city": {
        "margin": "0", "padding": "space.4 space.6", "background-color": "color.brand.header",
        "color": "color.brand.on-header", "font-weight": "font.weight.strong",
    },
    "sheet": {
        "padding": "space.6", "background-color": "color.surface.raised",
        "color": "color.text.default",
    },
    "title": {
        "margin": "0", "font-family": "font.family.heading", "font-size": "font.size.heading-l",
        "line-height": "font.line-height.heading", "font-weight": "font.weight.heading",
    },
    "text": {"margin": "space.4 0 0"},
    "facts": {"margin": "space.4 0 0"},
    "name": {"color": "color.text.muted", "font-size": "font.size.small"},
    "value": {"margin": "0 0 space.2", "font-weight": "font.weight.strong"},
    "said": {
        "margin": "space.4 0 0", "padding": "space.4", "background-color": "color.surface.tint",
    },
    "code": {
        "display": "block", "font-size": "font.size.heading-l",
        "line-height": "font.line-height.heading", "font-weight": "font.weight.strong",
        "letter-spacing": "0.12em",
    },
    "link": {
        "display": "inline-block", "padding": "space.3 space.6",
        "background-color": "color.action.primary", "color": "color.action.on-primary",
        "border-radius": "radius.control", "font-weight": "font.weight.strong",
        "text-decoration": "none", "line-height": "24px",
    },
    "below": {
        "padding": "space.4 space.6", "color": "color.text.muted", "font-size": "font.size.small",
    },
}  # fmt: skip
_TOKEN = re.compile(r"[a-z]+(?:\.[a-z0-9-]+)+")
#: What no letter shows: it would end a line, or turn the direction of what follows.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"[ \t\r\n]+")
_PAGE = Markup(
    """\
<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{subject}</title>
<style>
{sheet}
</style>
</head>
<body{page}>
<div{letter}>
<header><p{city}>{name}</p></header>
<main{sheet_of_paper}>
<h1{title}>{subject}</h1>
{parts}
</main>
<footer{below}>
{foot}
</footer>
</div>
</body>
</html>
"""
)


@dataclass(frozen=True)
class Stationery:
    """How the letters of a service look, and who sends them.

    Attributes:
        name: Of the city or the service, by the tag of the language; a text if it has one name.
        address: The mail address that letters come from.
        contact: Whom to ask, below each letter: “Questions? Call 03 565 6400.” By language too.
        reply_to: Where answers go. Unless given, each letter says that nobody can reply.
        theme: A city theme, for the colours.

    Raises:
        CityDesignError: There is no such theme, the address is none, or a language is none.
    """

    name: str | Mapping[str, str]
    address: str
    contact: str | Mapping[str, str] | None = None
    reply_to: str | None = None
    theme: str | None = None
    _styles: Mapping[str, str] = field(init=False, repr=False, compare=False)
    _sheet: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for given in (self.address, *([self.reply_to] if self.reply_to else [])):
            _address(given)
        for by_language in (self.name, self.contact or ""):
            pick(by_language, "en")
        known = tokens.load(self.theme)
        look = {
            piece: {name: _value(known, value, "light") for name, value in rules.items()}
            for piece, rules in _LOOK.items()
        }
        object.__setattr__(self, "_styles", {one: _written(rules) for one, rules in look.items()})
        object.__setattr__(self, "_sheet", "\n".join(_dark(known, look)))

    def html(self, letter: Letter) -> str:
        """Give the letter as a whole page. It asks no server for anything: no picture, no sheet."""
        return _PAGE.format(
            language=letter.language,
            direction=direction(letter.language),
            subject=_line(letter.subject),
            # Our own tokens, and no text of anybody.
            sheet=Markup(self._sheet),
            name=pick(self.name, letter.language),
            parts=lines(*(self._part(one) for one in letter.parts)),
            foot=lines(*(self._block("p", "", one) for one in self._foot(letter))),
            sheet_of_paper=self._style("sheet"),
            **{one: self._style(one) for one in ("page", "letter", "city", "title", "below")},
        )

    def text(self, letter: Letter) -> str:
        """Give the letter as plain text: the same parts, and the bare address of each link."""
        parts = [_line(letter.subject), *(_plain(one) for one in letter.parts)]
        foot = "\n".join([pick(self.name, letter.language), *self._foot(letter)])
        # The line by which mail programs know a signature (RFC 3676, 4.3).
        return "\n\n".join(parts) + f"\n\n-- \n{foot}\n"

    def message(self, letter: Letter, to: str, id: str | None = None) -> EmailMessage:
        """Give the letter as a message for `smtplib`.

        Args:
            letter: What it says.
            to: One address.
            id: What is the same each time this letter is sent, such as `form-17`: mail servers know
                a second copy by it.

        Raises:
            CityDesignError: `to` is not one address.
        """
        made = EmailMessage()
        made["Subject"] = _line(letter.subject)
        made["From"] = _address(self.address, pick(self.name, letter.language))
        made["To"] = _address(to)
        if self.reply_to:
            made["Reply-To"] = _address(self.reply_to)
        made["Date"] = formatdate()
        if id:
            made["Message-ID"] = f"<{id}@{self.address.rpartition('@')[2]}>"
        # No machine answers it: RFC 3834.
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(self.text(letter))
        made.add_alternative(self.html(letter), subtype="html")
        made["Content-Language"] = letter.language
        return made

    def _part(self, part: Part) -> Markup:
        match part:
            case Paragraph(text):
                return self._block("p", "text", text)
            case Facts(rows):
                named = [
                    Markup("<dt{}>{}</dt>\n<dd{}>{}</dd>").format(
                        self._style("name"), _line(name), self._style("value"), _line(value)
                    )
                    for name, value in rows
                ]
                return Markup("<dl{}>\n{}\n</dl>").format(self._style("facts"), lines(*named))
            case Said(text):
                broken = Markup("<br>").join(_lines(text))
                return Markup('<blockquote dir="auto"{}>{}</blockquote>').format(
                    self._style("said"), broken
                )
            case Code(label, code):
                shown = Markup("{}<strong{}>{}</strong>").format(
                    _line(label), self._style("code"), _line(code)
                )
                return self._block("p", "text", shown)
            case Link(text, url):
                link = Markup('<a href="{}"{}>{}</a>').format(url, self._style("link"), _line(text))
                return self._block("p", "text", link)

    def _block(self, tag: str, piece: str, content: str | Markup) -> Markup:
        style = self._style(piece) if piece else ""
        return Markup("<{0}{1}>{2}</{0}>").format(tag, style, content)

    def _style(self, piece: str) -> Markup:
        return Markup(' class="city-mail-{}" style="{}"').format(piece, self._styles[piece])

    def _foot(self, letter: Letter) -> Iterator[str]:
        if self.contact:
            yield pick(self.contact, letter.language)
        if not self.reply_to:
            with use_locale(letter.language):
                yield host.current().language.text("mail.automatic")


def _address(given: str, name: str = "") -> Address:
    try:
        found = Address(name, addr_spec=given)
    except (ValueError, IndexError, MessageError):
        found = None
    if found is None or not (found.username and found.domain):
        # Not chained, and without the address: it is somebody's.
        raise CityDesignError("a letter goes to one mail address, name@city.example") from None
    return found


def _line(text: str) -> str:
    # Not split(): a space that must not break, as before a time, stays.
    return _SPACE.sub(" ", _HIDDEN.sub(" ", text)).strip()


def _lines(text: str) -> list[str]:
    return [_line(one) for one in text.strip().splitlines()]


def _plain(part: Part) -> str:
    match part:
        case Paragraph(text):
            return text
        case Facts(rows):
            return "\n".join(f"{_line(name)}: {_line(value)}" for name, value in rows)
        case Said(text):
            return "\n".join(f"> {one}".rstrip() for one in _lines(text))
        case Code(label, code):
            return f"{_line(label)}\n{_line(code)}"
        case Link(text, url):
            return f"{_line(text)}:\n{url}"


def _value(known: Mapping[str, tokens.Token], given: str, mode: str) -> str:
    def one(name: re.Match[str]) -> str:
        token = known[name[0]]
        size = token.narrow or token.values[mode]
        if token.type == "dimension" and size["unit"] == "rem":
            # Mail clients have root sizes of their own, and none grows with the window.
            return f"{round(size['value'] * 16)}px"
        return token.css(mode).replace('"', "'")

    return _TOKEN.sub(one, given)


def _written(rules: Mapping[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in rules.items())


def _dark(
    known: Mapping[str, tokens.Token], light: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """The rules that a dark scheme has instead. Only these must be in a sheet."""
    yield ":root{color-scheme:light dark}"
    yield "@media (prefers-color-scheme:dark){"
    for piece, rules in _LOOK.items():
        dark = {name: _value(known, value, "dark") for name, value in rules.items()}
        other = {
            name: f"{dark[name]}!important" for name in rules if dark[name] != light[piece][name]
        }
        if other:
            yield f".city-mail-{piece}{{{_written(other)}}}"
    yield "}"
