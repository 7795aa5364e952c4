"""A draft of the accessibility statement that Finnish law asks for, in Finnish, Swedish, English.

Act on the Provision of Digital Services (306/2019), section 9; Commission Implementing Decision
(EU) 2018/1523. The law refers to EN 301 549 V3.2.1 and so to WCAG 2.1, A and AA.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from citydesign.audit.verdict.criteria import criteria
from citydesign.audit.verdict.known import Known
from citydesign.audit.verdict.report import Report
from citydesign.claims.acr.markdown import plain
from citydesign.claims.answers import Answers
from citydesign.claims.shortcoming import Shortcoming, shortcomings
from citydesign.environment import Installed
from citydesign.host import current
from citydesign.locale import catalogue, use_locale

__all__ = ["Link", "Statement", "html", "markdown", "page", "statement"]

#: As many places are named for one shortcoming; the rest are counted.
PLACES = 5


@dataclass(frozen=True)
class Link:
    """A link inside a text."""

    text: str
    url: str


#: A text with links in it.
Text = tuple[str | Link, ...]


@dataclass(frozen=True)
class Statement:
    """A statement as parts.

    ``status`` is ``full``, ``partial`` or ``none``. ``title`` has soft hyphens. ``sections`` holds
    a heading and what is below it: texts, and lists of texts.
    """

    lang: str
    title: str
    service: str
    owner: str
    url: str
    status: str
    draft_heading: str
    draft: tuple[str, ...]
    made: dt.date
    updated: dt.date
    opening: tuple[Text, ...]
    sections: tuple[tuple[str, tuple[Text | list[Text], ...]], ...]


def statement(
    report: Report, answers: Answers, lang: str, known: Sequence[Known] = ()
) -> Statement:
    """Draft a statement.

    Args:
        report: The result of an audit of the service's pages.
        answers: What the audit can't know.
        lang: ``fi``, ``sv``, ``en``, or another language of the application at work.
        known: Faults that are accepted for a while: their day is when they will be fixed.

    Raises:
        CityDesignError: There are no words in the language, or an answer is not given in it.
    """
    with use_locale(lang):
        return _statement(report, answers, lang, known)


def _statement(report: Report, answers: Answers, lang: str, known: Sequence[Known]) -> Statement:
    def said(value: Any) -> str:
        return answers.said(value, lang)

    found = [s for s in shortcomings(report, known) if _counts(s)]
    status = _status(report, answers, found)
    draft = [_say("draft")]
    if report.unchecked:
        pages = sorted({fault.page for fault in report.unchecked})
        draft.append(_say("unchecked", count=len(pages), pages=", ".join(pages)))
    listed = [*_told(answers, lang), *_found(found)]
    content: list[Text | list[Text]] = [listed] if listed else []
    if status != "full" and not answers.judged_by_person:
        content.append((_say("unjudged"),))
    sections: list[tuple[str, tuple[Text | list[Text], ...]]] = [
        (_part("status_heading"), ((_part(status),),)),
        (_part("content_heading"), tuple(content) or ((_part("nothing"),),)),
        (_part("alternative_heading"), ((said(answers.alternative),),)),
    ]
    if answers.out_of_scope:
        reasons = {"burden": _say("burden"), "law": _say("exempt")}
        items: list[Text] = [
            (f"{_sentence(said(one.text))} {reasons[one.reason]}",) for one in answers.out_of_scope
        ]
        sections.append((_part("scope_heading"), (items,)))
    sections += [
        (_part("method_heading"), tuple(_method(report, answers, lang))),
        (_part("feedback_heading"), (
            (_say("feedback", unit=said(answers.unit)),),
            _linked("give", form=answers.feedback_url, email=answers.email),
        )),
        (_part("authority_heading"), (
            (_say("authority"),),
            (_say("authority_name"),),
            _linked("contact"),
        )),
    ]  # fmt: skip
    opening: tuple[Text, ...] = (
        (_say("about", service=said(answers.service), owner=said(answers.owner)),),
        _linked("address", url=answers.url),
        _linked("law"),
        (_part("dates", made=_day(answers.made), updated=_day(answers.updated)),),
    )
    return Statement(
        lang, _say("title"), said(answers.service), said(answers.owner), answers.url, status,
        _say("draft_heading"), tuple(draft), answers.made, answers.updated, opening,
        tuple(sections),
    )  # fmt: skip


def html(found: Statement) -> str:
    """The statement as a piece of HTML, for a page of your own."""
    with use_locale(found.lang):
        return str(_content(found, _environment("/citydesign")))


def page(found: Statement, assets_url: str = "/citydesign") -> str:
    """The statement as a whole page, made of this design system's own components.

    Args:
        found: The statement.
        assets_url: Where the assets are served.
    """
    env = _environment(assets_url)
    with use_locale(found.lang):
        made: str = _macro(env, "page")(
            title=f"{_whole(found.title)} – {found.service}",
            header=_macro(env, "header")(found.owner, url=found.url, service=found.service),
            content=_content(found, env),
        )
    return str(made)


def markdown(found: Statement) -> str:
    """The statement as Markdown."""
    parts = [f"# {plain(_whole(found.title))}"]
    parts += [f"> **{plain(found.draft_heading)}**\n>\n> " + " ".join(map(plain, found.draft))]
    parts += [_markdown(text) for text in found.opening]
    for heading, blocks in found.sections:
        parts.append(f"## {plain(heading)}")
        for block in blocks:
            if isinstance(block, list):
                parts.append("\n".join(f"- {_markdown(item)}" for item in block))
            else:
                parts.append(_markdown(block))
    return "\n\n".join(parts)


def _say(key: str, /, **values: Any) -> str:
    return current().language.text(f"claims.{key}", **values)


def _part(key: str, /, **values: Any) -> str:
    """A word of the component that shows a statement."""
    return current().language.text(f"accessibility_statement.{key}", **values)


def _whole(text: str) -> str:
    """Text without the joints that a heading needs on a phone: to be searched for or copied."""
    return text.replace("\u00ad", "")


def _day(value: dt.date) -> str:
    return current().language.date(value)


@cache
def _legal() -> frozenset[str]:
    """Criteria that the law asks for: those of WCAG 2.1."""
    return frozenset(one.number for one in criteria() if one.clause)


def _counts(shortcoming: Shortcoming) -> bool:
    # Best practice and promises of the house are no requirement.
    return shortcoming.criterion in {c.number for c in criteria()}


def _status(report: Report, answers: Answers, found: Sequence[Shortcoming]) -> str:
    failed = {s.criterion for s in found if s.criterion in _legal()}
    failed |= {told.criterion for told in answers.shortcoming if told.criterion in _legal()}
    checked = [c for c in criteria() if c.check == "automated" and c.clause]
    if 2 * len(failed) > len(checked):
        return "none"
    # Checks alone prove no conformance: somebody must have judged what they can't see.
    clean = not failed and not report.unchecked and report.checks and answers.judged_by_person
    # At level A nothing of level AA was counted, and the law asks for both.
    return "full" if clean and report.level != "A" else "partial"


def _told(answers: Answers, lang: str) -> Iterator[Text]:
    for told in answers.shortcoming:
        text = _numbered(answers.said(told.text, lang), told.criterion)
        yield (f"{text} {_say('by', day=_day(told.mended_by))}",)


def _found(found: Sequence[Shortcoming]) -> Iterator[Text]:
    """One text for each criterion and each day by which it is to be fixed."""
    groups: dict[tuple[str, dt.date | None], list[Shortcoming]] = {}
    for one in sorted(found, key=lambda s: [int(part) for part in s.criterion.split(".")]):
        groups.setdefault((one.criterion, one.mended_by), []).append(one)
    for (number, until), some in groups.items():
        key = number if f"claims.{number}" in catalogue() else "fallback"
        said = _numbered(_say(key), number)
        pages = sorted({one.page for one in some})
        shown = ", ".join(pages[:PLACES])
        if len(pages) > PLACES:
            shown += f" {_say('more', count=len(pages) - PLACES)}"
        promise = _say("by", day=_day(until)) if until else _say("no_day")
        yield (f"{said} {_say('where', pages=shown)} {promise}",)


def _numbered(text: str, number: str) -> str:
    """A sentence with the number of its criterion at the end."""
    told = _say("criterion" if number in _legal() else "beyond", number=number)
    return f"{text.rstrip(' .')} ({told})."


def _method(report: Report, answers: Answers, lang: str) -> Iterator[Text]:
    evaluator = answers.said(answers.evaluator, lang) if answers.method == "expert" else ""
    yield (_say(answers.method, evaluator=evaluator),)
    yield (
        _say(
            "checks", day=_day(report.when.date()), tools=report.tools,
            pages=_say("checked_pages", count=len(report.pages)),
            checks=_say("checks_made", count=report.checks),
        ),
    )  # fmt: skip
    if answers.judged_by_person:
        yield (_say("person", day=_day(answers.judged_by_person)),)


def _linked(key: str, **values: str) -> Text:
    """A whole sentence, written with its links as `[text](address)`."""
    # Filled in afterwards, because a value may hold brackets.
    sentence = _say(key, **{name: f"{{{name}}}" for name in values})
    *parts, rest = re.split(r"\[([^\]]+)\]\(([^)]+)\)", sentence)
    text: list[str | Link] = []
    for before, shown, url in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        text += [before.format(**values), Link(shown.format(**values), url.format(**values))]
    return tuple(part for part in (*text, rest.format(**values)) if part)


def _sentence(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text.rstrip()}."


def _environment(assets_url: str) -> Environment:
    # The application at work decides all but where the page will find its files.
    return Installed(current().settings._replace(assets_url=assets_url)).calls


def _macro(env: Environment, name: str) -> Any:
    return getattr(env.get_template(f"citydesign/{name.replace('_', '-')}.html").module, name)


def _content(found: Statement, env: Environment) -> Markup:
    draft = _paragraphs([(text,) for text in found.draft])
    sections = dict(found.sections)

    def part(key: str) -> tuple[Text | list[Text], ...]:
        return sections.get(_part(f"{key}_heading"), ())

    listed = [_html(text) for block in part("content") if isinstance(block, list) for text in block]
    *about, _ = found.opening
    statement = _macro(env, "accessibility_statement")(
        about=_paragraphs(about),
        status=found.status,
        made=found.made,
        updated=found.updated,
        method=_paragraphs(part("method")),
        feedback=_paragraphs(part("feedback")),
        authority=_paragraphs(part("authority")),
        shortcomings=listed,
        content=_paragraphs(part("content")),
        alternative=_paragraphs(part("alternative")),
        out_of_scope=[_html(text) for block in part("scope") for text in block],
    )
    return Markup("\n").join(
        [
            Markup("<h1>{}</h1>").format(found.title),
            _macro(env, "notification")(found.draft_heading, content=draft, status="warning"),
            statement,
        ]
    )


def _paragraphs(blocks: Iterable[Text | list[Text]]) -> Markup:
    """Texts as paragraphs, without lists."""
    return Markup("\n").join(
        Markup("<p>{}</p>").format(_html(block)) for block in blocks if isinstance(block, tuple)
    )


def _html(text: Text) -> Markup:
    return Markup("").join(
        Markup('<a href="{}">{}</a>').format(part.url, part.text)
        if isinstance(part, Link)
        else escape(part)
        for part in text
    )


def _markdown(text: Text) -> str:
    return "".join(
        f"[{plain(part.text)}]({_address(part.url)})" if isinstance(part, Link) else _kept(part)
        for part in text
    ).strip()


def _kept(text: str) -> str:
    """Plain text whose space beside a link stays."""
    return f"{plain(text)} " if text.endswith(" ") else plain(text)


def _address(url: str) -> str:
    return url.translate({ord(sign): f"%{ord(sign):02X}" for sign in ' <>()"\\'})
