"""The pages of a journey, made of components, in the words of the application at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from citydesign import fragments, ui
from citydesign.exchange import Page
from citydesign.forms.bound import Bound
from citydesign.forms.words import spoken
from citydesign.fragments import lead, lines, paragraph
from citydesign.fragments import title as title_of
from citydesign.locale import use_locale

#: Names of what a form sends beside its answers; no field of a form has such a name.
TOKEN, VERSION, ACTION, CHANGE = "city-token", "city-version", "city-action", "city-change"


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around the content of a page.

    Attributes:
        back: Where the back link leads; None where there is none.
        steps: Parameters of the step indicator; empty where there is none.
        hidden: What the form sends beside the answers.
        languages: The tags that the page can be switched to.
        saves: Whether the resident can save, and go on later on another device.
    """

    back: str | None = None
    steps: Mapping[str, Any] | None = None
    hidden: Mapping[str, str] | None = None
    languages: Sequence[str] = ()
    saves: bool = False


def question(
    frame: Frame,
    title: str,
    form: Bound,
    notice: str | None = None,
    other: Markup | None = None,
    status: int = 200,
) -> Page:
    """A page that asks.

    Args:
        frame: What is around it.
        title: Its heading.
        form: What it asks, with what was typed.
        notice: What is the matter with the whole page.
        other: What to show below the notice.
        status: Of HTTP.
    """
    problems = [{"text": notice}] if notice else form.errors
    buttons = [ui.button(spoken("continue"))]
    if frame.saves:
        buttons.append(_action(spoken("save"), "save"))
    # After the others: Enter in a field presses the first.
    for tag in frame.languages:
        with use_locale(tag):
            text = spoken("language")
        buttons.append(_action(text, f"language-{tag}", {"lang": tag}))
    content = lines(
        _around(frame),
        error_summary(problems),
        title_of(title),
        other,
        post(frame.hidden or {}, form.content, ui.button_group(lines(*buttons))),
    )
    return Page(title, content, status, bool(problems))


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
    buttons = [ui.button(spoken("continue"))]
    if more:
        add = ui.button(spoken("add"), name=ACTION, value="add", variant="secondary")
        buttons.append(add)
    content = lines(
        _around(frame),
        error_summary([{"text": notice}] if notice else []),
        title_of(title),
        *(cards or [paragraph(spoken("none"))]),
        post(frame.hidden or {}, ui.button_group(lines(*buttons))),
    )
    return Page(title, content, 422 if notice else 200, bool(notice))


def remove(frame: Frame, entry: str, hidden: Mapping[str, str], keep: str) -> Page:
    """Asks before an entry is removed."""
    title = spoken("remove_title", entry=entry)
    content = lines(
        _around(frame),
        title_of(title),
        lead(spoken("remove_text")),
        post(
            {**(frame.hidden or {}), **hidden},
            ui.button_group(
                lines(
                    ui.button(spoken("remove"), variant="danger"),
                    ui.button(spoken("keep"), url=keep, variant="secondary"),
                )
            ),
        ),
    )
    return Page(title, content)


def check(frame: Frame, cards: Sequence[Markup], notice: str | None = None) -> Page:
    """All answers, to be looked through before they are sent."""
    title = spoken("check")
    content = lines(
        _around(frame),
        error_summary([{"text": notice}] if notice else []),
        title_of(title),
        *cards,
        post(frame.hidden or {}, ui.button(spoken("send"), loading_text=spoken("sending"))),
    )
    return Page(title, content, 422 if notice else 200, bool(notice))


def tasks(frame: Frame, title: str, items: Sequence[Any], ready: str | None) -> Page:
    """The parts of the whole, each with its state."""
    content = lines(
        _around(frame),
        title_of(title),
        ui.task_list(_given(items)),
        paragraph(ui.button(spoken("check"), url=ready)) if ready else None,
    )
    return Page(title, content)


def stop(frame: Frame, title: str, text: str, url: str | None, link: str | None) -> Page:
    """Where the journey ends without anything being sent."""
    on = paragraph(ui.button(link, url=url)) if url and link else None
    return Page(title, lines(_around(frame), title_of(title), lead(text), on))


def receipt(reference: str, twice: bool) -> Page:
    """What was sent, and the number to quote."""
    title = spoken("sent")
    text = spoken("twice") if twice else ""
    return Page(title, ui.confirmation(title, reference=reference, content=text))


def start(title: str, resume: str | None) -> Page:
    """Where a journey begins: by a press, since no GET changes anything."""
    back = paragraph(ui.button(spoken("resume"), url=resume, variant="quiet")) if resume else None
    return Page(title, lines(title_of(title), post({}, ui.button(spoken("begin"))), back))


def message(title: str, text: str, url: str, link: str, status: int) -> Page:
    """A page that says one thing, and leads on."""
    on = paragraph(ui.button(link, url=url, variant="secondary"))
    return Page(title, lines(title_of(title), lead(text), on), status)


def asking(
    title: str,
    text: str,
    form: Bound | None,
    button: str,
    back: str | None = None,
    hidden: Mapping[str, str] | None = None,
    notice: str | None = None,
    status: int = 200,
) -> Page:
    """A page beside the journey that asks one thing."""
    problems = [{"text": notice}] if notice else form.errors if form else []
    content = lines(
        ui.back_link(back) if back else None,
        error_summary(problems),
        title_of(title),
        lead(text),
        post(hidden or {}, form.content if form else None, ui.button(button)),
    )
    return Page(title, content, status, bool(problems))


def card(rows: Sequence[Any], id: str, title: str | None = None, **more: Any) -> Markup:
    """Answers below each other, under a name."""
    if title is None:
        return ui.summary_list(_given(rows), id=id)
    return ui.summary_list(_given(rows), id=id, heading=title, **_given(more))


def error_summary(problems: Sequence[Any]) -> Markup | None:
    """What is wrong, at the top of the page; None if nothing is."""
    return ui.error_summary(_given(problems)) if problems else None


def post(hidden: Mapping[str, str], *parts: Markup | None) -> Markup:
    """A form that is sent to the address of its page."""
    fields = fragments.hidden(**hidden)
    return lines(Markup('<form method="post" novalidate>'), fields, *parts, Markup("</form>"))


def _action(text: str, value: str, attrs: Mapping[str, str] | None = None) -> Markup:
    given = dict(attrs) if attrs else None
    return ui.button(text, name=ACTION, value=value, variant="quiet", attrs=given)


def _around(frame: Frame) -> Markup:
    return lines(
        ui.back_link(frame.back) if frame.back else None,
        ui.step_indicator(**_given(frame.steps)) if frame.steps else None,
    )


def _given(records: object) -> Any:
    """Records as a component takes them: types of typed calls are there only once it was built."""
    return records
