"""What was sent, as somebody reads it: each section, or page, and each entry a card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from citydesign.exchange import Sent
from citydesign.forms.core.answers import is_answered
from citydesign.forms.core.journey import Group, Journey, Page
from citydesign.forms.journey import pages
from citydesign.forms.journey.binding import bind
from citydesign.forms.journey.shown import Row, entry_name, rows_of

#: Gives the address of a file by its number, from 1; None where files can't be opened.
FileUrl = Callable[[int], str] | None


def files(data: Any) -> list[dict[str, Any]]:
    """Give the files of what was sent, in the order in which it has them."""
    if isinstance(data, Mapping):
        if "owner" in data:
            return [dict(data)]
        data = list(data.values())
    if isinstance(data, Sequence) and not isinstance(data, str):
        return [file for one in data for file in files(one)]
    return []


def cards(journey: Journey, data: Mapping[str, Any], tag: str, url: FileUrl) -> list[Markup]:
    """Give what was sent as cards, in the words of the form as it is now.

    What the form does not ask any more is shown all the same, under its name.

    Args:
        journey: The declaration.
        data: What was sent; see `Way.payload`.
        tag: The tag of the language of the reader, one of the journey's.
        url: Gives the addresses of files.
    """
    sheet = _Sheet(journey, tag, url, [(one["owner"], one["id"]) for one in files(data)])
    titled = [(title, sheet.rows(page, answers)) for title, page, answers in sheet.pages(data)]
    merged: dict[str, list[Row]] = {}
    for title, rows in titled:
        merged.setdefault(title, []).extend(rows)
    return [
        pages.card(rows, f"sent-{number}", title)
        for number, (title, rows) in enumerate(merged.items(), 1)
        if rows
    ]


class _Sheet:
    def __init__(
        self, journey: Journey, tag: str, url: FileUrl, order: list[tuple[str, str]]
    ) -> None:
        self._journey, self._tag, self._url = journey, tag, url
        self._order = order

    def pages(self, data: Mapping[str, Any]) -> Iterator[tuple[str, Page | None, Any]]:
        groups: dict[str, Group] = {one.name: one for one in self._journey.groups}
        blocks = self._journey.blocks
        for name in _in_order(data, [(one.group or one.parts[0]).name for one in blocks]):
            sent = data[name]
            if isinstance(sent, Mapping):
                page = self._journey.page(name)
                yield self._title(page) if page else name, page, sent
                continue
            for number, entry in enumerate(sent, 1):
                group = groups.get(name)
                title = (
                    entry_name(self._journey, group, number, self._tag)
                    if group
                    else f"{name} {number}"
                )
                for inner in _in_order(entry, [page.name for page in self._journey.pages]):
                    yield title, self._journey.page(inner), entry[inner]

    def _title(self, page: Page) -> str:
        """The section, as on the check that the resident has seen; the page where there is none."""
        named = {one.name: one for one in self._journey.sections}
        part = page if page.section is None else named[page.section]
        return self._journey.text(part.title, self._tag)

    def rows(self, page: Page | None, answers: Mapping[str, Any]) -> list[Row]:
        sent_files = {name: kept for name, given in answers.items() if (kept := files(given))}
        left = {name: given for name, given in answers.items() if name not in sent_files}
        found: list[Row] = []
        if page is not None:
            # Judged, because an answer that the form does not offer any more is no fault of ours.
            bound = bind(page, self._tag, Sent(left), judge=True)
            for field in bound.fields:
                if field.name in sent_files:
                    links = self._links(sent_files.pop(field.name))
                    found.append({"label": field.label, "value": links})
                    continue
                for row in rows_of((field,), None):
                    # A choice that the form no longer offers is shown as it was sent.
                    raw = _raw(left.get(field.name, ()))
                    found.append(row if row["value"] is not None else {**row, "value": raw})
            left = {name: given for name, given in left.items() if name not in bound.own(left)}
        found += [{"label": name, "value": self._links(one)} for name, one in sent_files.items()]
        found += [{"label": name, "value": _raw(given)} for name, given in left.items()]
        return found

    def _links(self, found: Sequence[dict[str, Any]]) -> Markup:
        shown = [Markup.escape(one["name"]) for one in found]
        if self._url is not None:
            shown = [
                Markup('<a href="{}">{}</a>').format(
                    self._url(self._order.index((one["owner"], one["id"])) + 1), name
                )
                for one, name in zip(found, shown, strict=True)
            ]
        return Markup("<br>").join(shown)


def _in_order(names: Iterable[str], order: Sequence[str]) -> list[str]:
    """Give names as the form asks for them; the database has them by the alphabet."""
    return sorted(names, key=lambda one: order.index(one) if one in order else len(order))


def _raw(given: Any) -> str | None:
    values = [given] if isinstance(given, str) else given
    return "; ".join(str(one) for one in values if is_answered(str(one))) or None
