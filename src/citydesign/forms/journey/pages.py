"""The pages of a journey, made of components, in the words of the application at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from citydesign import ui
from citydesign.calls import given
from citydesign.exchange import Page
from citydesign.forms.bound import Bound
from citydesign.forms.words import spoken
from citydesign.fragments import hidden as fields_of
from citydesign.fragments import lead, lines, paragraph
from citydesign.fragments import title as title_of

#: Names of what a form sends beside its answers; no field of a form has such a name.
TOKEN, VERSION, ACTION, CHANGE = "city-token", "city-version", "city-action", "city-change"
#: The language that the page was shown in.
LANGUAGE = "city-language"
#: Id of the form of a page that asks, which a switch of the language sends along.
FORM_ID = "city-form"
#: Says that files of a form could not be kept, so that its page is shown again.
LOST = "city-lost"


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around the content of a page.

    Attributes:
        url: The address of the page, where its form is sent.
        back: Where the back link leads; None where there is none.
        steps: Parameters of the step indicator; empty where there is none.
        entry: Name of the entry of a group that it asks about; None outside of groups.
        hidden: What the form sends beside the answers.
        saves: Whether the resident can save, and go on later on another device.
        timeout: Parameters of the session timeout; None where the time does not end soon.
    """

    url: str
    back: str | None = None
    steps: Mapping[str, Any] | None = None
    entry: str | None = None
    hidden: Mapping[str, str | Sequence[str]] | None = None
    saves: bool = False
    timeout: Mapping[str, Any] | None = None


def question(
    frame: Frame,
    title: str,
    form: Bound,
    notice: str | None = None,
    other: Markup | None = None,
    more: Sequence[Mapping[str, str]] = (),
    status: int = 200,
) -> Page:
    """A page that asks. A field that asks alone, in the words of the title, is the heading.

    Args:
        frame: What is around it.
        title: What it asks, or what its questions have in common.
        form: What it asks, with what was typed.
        notice: What is the matter with the whole page.
        other: What to show below the heading.
        more: What is the matter besides, as items of the error summary.
        status: Of HTTP.
    """
    page_title = f"{frame.entry}: {title}" if frame.entry else title
    heading: str | None = f"{_unbroken(frame.entry)}: {title}" if frame.entry else title
    problems = [{"text": notice}, *more] if notice else form.errors
    save = ui.button(spoken("save"), name=ACTION, value="save", variant="quiet")
    content = form.content
    if other is None and (alone := form.question(title)) is not None:
        content, heading = ui.question(alone, caption=frame.entry), None
    asked = ui.form_wrapper(
        frame.url,
        lines(other, content),
        heading=heading,
        errors=given(problems),
        fields=fields_of(**(frame.hidden or {})),
        button_text=spoken("continue"),
        buttons=save if frame.saves else "",
        files=form.takes_files,
        id=FORM_ID,
    )
    content = lines(_around(frame), asked)
    return Page(page_title, content, status, bool(problems), form_id=FORM_ID)


def group(
    frame: Frame, title: str, cards: Sequence[Markup], more: bool, notice: str | None = None
) -> Page:
    """The entries of a group, with what can be done about them.

    Args:
        frame: What is around it.
        title: Its heading.
        cards: One for each entry.
        more: Whether another may be added.
        notice: What is the matter.
    """
    add = ui.button(spoken("add"), name=ACTION, value="add", variant="secondary")
    entries = ui.form_wrapper(
        frame.url,
        lines(*(cards or [paragraph(spoken("none"))])),
        heading=title,
        errors=given([{"text": notice}] if notice else []),
        fields=fields_of(**(frame.hidden or {})),
        button_text=spoken("continue"),
        buttons=add if more else "",
    )
    return Page(title, lines(_around(frame), entries), 422 if notice else 200, bool(notice))


def remove(frame: Frame, entry: str, hidden: Mapping[str, str], keep: str) -> Page:
    """Asks before an entry is removed."""
    title = spoken("remove_title", entry=entry)
    buttons = lines(
        ui.button(spoken("remove"), variant="danger"),
        ui.button(spoken("keep"), url=keep, variant="secondary"),
    )
    asked = ui.form_wrapper(
        frame.url,
        lines(lead(spoken("remove_text")), ui.button_group(buttons)),
        heading=title,
        fields=fields_of(**(frame.hidden or {}), **hidden),
    )
    return Page(title, lines(_around(frame), asked))


def check(frame: Frame, cards: Sequence[Markup], notice: str | None = None) -> Page:
    """All answers, to be looked through before they are sent."""
    title = spoken("check")
    answers = ui.form_wrapper(
        frame.url,
        lines(*cards),
        heading=title,
        errors=given([{"text": notice}] if notice else []),
        fields=fields_of(**(frame.hidden or {})),
        button_text=spoken("send"),
        loading_text=spoken("sending"),
    )
    return Page(title, lines(_around(frame), answers), 422 if notice else 200, bool(notice))


def tasks(frame: Frame, title: str, items: Sequence[Any], ready: str | None) -> Page:
    """The parts of the whole, each with its state."""
    content = lines(
        _around(frame),
        title_of(title),
        ui.task_list(given(items)),
        paragraph(ui.button(spoken("check"), url=ready)) if ready else None,
    )
    return Page(title, content)


def stop(frame: Frame, title: str, text: str, url: str | None, link: str | None) -> Page:
    """Where the journey ends without anything being sent."""
    on = paragraph(ui.button(link, url=url)) if url and link else None
    return Page(title, lines(_around(frame), title_of(title), lead(text), on))


def time_left(frame: Frame) -> Page:
    """How much time there is, and a way back."""
    on = paragraph(ui.button(spoken("continue"), url=frame.url, variant="secondary"))
    title = spoken("more_time")
    return Page(title, lines(title_of(title), _around(frame), on))


def receipt(
    reference: str, twice: bool, steps: Sequence[str] = (), copy: str | None = None
) -> Page:
    """What was sent, and the number to quote.

    Args:
        reference: The number.
        twice: Whether something else was sent before, which counts.
        steps: What happens next.
        copy: The address of a document with what was sent; None where there is none.
    """
    title = spoken("sent")
    text = spoken("twice") if twice else ""
    sent = ui.confirmation(title, reference=reference, content=text, steps=list(steps))
    return Page(title, lines(sent, copy_button(copy)))


def copy_button(url: str | None) -> Markup | None:
    """The button that saves what was sent as a document; None where there is none."""
    if url is None:
        return None
    return paragraph(ui.button(spoken("copy"), url=url, variant="secondary"))


def start(
    url: str, title: str, resume: str | None, about: str | None, needs: Sequence[str]
) -> Page:
    """Where a journey begins: by a press, since no GET changes anything.

    Args:
        url: Its address, where that press is sent.
        title: Its heading.
        resume: Where a resident goes on with what was saved; None where nothing can be.
        about: What it is for.
        needs: What a resident must have at hand.
    """
    back = paragraph(ui.button(spoken("resume"), url=resume, variant="quiet")) if resume else None
    item = Markup("<li>{}</li>")
    listed = Markup("<h2>{}</h2>\n<ul>\n{}\n</ul>").format(
        spoken("needs"), lines(*(item.format(one) for one in needs))
    )
    content = lines(lead(about) if about else None, listed if needs else None)
    begin = ui.form_wrapper(url, content, heading=title, button_text=spoken("begin"))
    return Page(title, lines(begin, back))


def message(
    title: str,
    text: str,
    url: str,
    link: str,
    status: int,
    content: Markup | None = None,
    timeout: Mapping[str, Any] | None = None,
) -> Page:
    """A page that says one thing, and leads on.

    Args:
        title: Its heading.
        text: What it says.
        url: Where it leads.
        link: The text of that link.
        status: Of HTTP.
        content: What to show below the text.
        timeout: As `Frame` has it.
    """
    on = paragraph(ui.button(link, url=url, variant="secondary"))
    around = _around(Frame(url, timeout=timeout))
    return Page(title, lines(around, title_of(title), lead(text), content, on), status)


def asking(
    frame: Frame,
    title: str,
    text: str,
    form: Bound | None,
    button: str,
    notice: str | None = None,
    status: int = 200,
) -> Page:
    """A page beside the journey that asks one thing."""
    problems = [{"text": notice}] if notice else form.errors if form else []
    asked = ui.form_wrapper(
        frame.url,
        lines(lead(text), form.content if form else None),
        heading=title,
        errors=given(problems),
        fields=fields_of(**(frame.hidden or {})),
        button_text=button,
    )
    return Page(title, lines(_around(frame), asked), status, bool(problems))


def rescue(frame: Frame, typed: Markup | None, lost: Sequence[str]) -> Page:
    """Keeps what was typed on a page that is not asked now, by one press.

    Args:
        frame: What is around it. Its form sends what was typed, and is sent where that was.
        typed: What was typed, to be read.
        lost: What of it can't be kept, each with what to do.
    """
    title = spoken("not_asked")
    asked = ui.form_wrapper(
        frame.url,
        lines(lead(spoken("not_asked_late")), typed),
        heading=title,
        errors=given([{"text": text} for text in lost]),
        fields=fields_of(**(frame.hidden or {})),
        button_text=spoken("keep_typed"),
    )
    return Page(title, lines(_around(frame), asked), 409, bool(lost))


def card(rows: Sequence[Any], id: str, title: str | None = None, **more: Any) -> Markup:
    """Answers below each other, under a name if they have one."""
    return ui.summary_list(given(rows), id=id, heading=title, **given(more))


def _unbroken(entry: str) -> str:
    """The name of an entry whose number stays in its line."""
    return "\u00a0".join(entry.rsplit(" ", 1))


def _around(frame: Frame) -> Markup:
    return lines(
        ui.back_link(frame.back) if frame.back else None,
        ui.step_indicator(**given(frame.steps)) if frame.steps else None,
        ui.session_timeout(**given(frame.timeout)) if frame.timeout else None,
    )
