"""What a page of a form costs where the form has 5 pages, and where it has 100.

    python -m bench journeys

The page that is asked for is the same: four questions, answered and sent on. Whoever asks has
answered every page before it. All answers are kept in SQLite. Times are processor time; runs of the
two sizes are made in turns, and the ratio is the median of the ratios of pairs.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import wtforms
from wtforms import SelectChoice

from citydesign.exchange import Redirect, Request, Sent
from citydesign.forms.core.journey import Journey, Page, Section
from citydesign.forms.journey import Flow
from citydesign.forms.journey import pages as parts
from citydesign.forms.store import SqlStore, migrate
from citydesign.forms.wtforms import CityMeta, DatePartsField, Required
from citydesign.store import store_engine

SIZES = 5, 100
ROUNDS, REPEATS = 15, 20
#: At most so many times as dear in the form of 100 pages: to show a page, and to send it on. The way
#: is found again for each, because any answer may decide what is asked.
LIMIT = 1.3
ANSWER = {
    "name": "Aino Virtanen",
    "born-day": "1",
    "born-month": "5",
    "born-year": "2024",
    "diet": "no",
    "more": "Nothing that matters here, but some words all the same.",
}


class Asked(wtforms.Form):
    """Four questions."""

    class Meta(CityMeta):
        """Errors that say what to do."""

    name = wtforms.StringField("Name", [Required()])
    born = DatePartsField("Date of birth", [Required()])
    diet = wtforms.RadioField(
        "Special diet",
        [Required()],
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")],
    )
    more = wtforms.TextAreaField("More about it")


def journey(size: int) -> Journey:
    """So many pages in four sections; every third waits for the answer of the page before it."""
    pages = [
        Page(
            name=f"page-{number}",
            title=f"Page {number}",
            form=Asked,
            section=f"part-{number * 4 // size}",
            when={f"page-{number - 1}.diet": "no"} if number % 3 == 2 else None,
        )
        for number in range(size)
    ]
    sections = [Section(name=f"part-{number}", title=f"Part {number}") for number in range(4)]
    return Journey(name=f"of-{size}", title="Apply", pages=pages, sections=sections)


def at_the_last_page(size: int, folder: Path) -> dict[str, Callable[[], Any]]:
    """What a resident does at the last page of a form of so many pages."""
    engine = store_engine(f"sqlite:///{folder / f'{size}.db'}")
    migrate(engine)
    store = SqlStore(engine, b"s" * 32, days=30, sent_days=90)
    flow = Flow(journey(size), store, store.receive, b"s" * 32)
    begun = flow.answer(Request("/apply/", "", form={}))
    assert isinstance(begun, Redirect)
    jar = {one.name: one.value for one in begun.cookies}
    id = begun.location.split("/")[2]

    def ask(key: str, form: dict[str, str] | None = None) -> Any:
        sent = None if form is None else Sent({name: [value] for name, value in form.items()})
        return flow.answer(Request("/apply/", f"{id}/{key}", form=sent, cookies=jar))

    token = {parts.TOKEN: flow.token(id)}
    for number in range(size - 1):
        assert isinstance(ask(f"page-{number}", ANSWER | token), Redirect)
    last = f"page-{size - 1}"
    assert "Date of birth" in ask(last).content
    return {"shown": lambda: ask(last), "sent on": lambda: ask(last, ANSWER | token)}


def cost(work: Callable[[], Any]) -> float:
    """Milliseconds of processor time for one."""
    begin = time.process_time()
    for _ in range(REPEATS):
        work()
    return (time.process_time() - begin) / REPEATS * 1000


def main() -> None:
    """Measure, print, and fail where a form of 100 pages is dear."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (at_the_last_page(size, Path(folder)) for size in SIZES)
        dear = []
        for what in small:
            pairs = [(cost(small[what]), cost(large[what])) for _ in range(ROUNDS)]
            ratio = statistics.median(two / one for one, two in pairs)
            one, two = (statistics.median(times) for times in zip(*pairs, strict=True))
            print(f"a page {what:8} {one:6.2f} ms of 5, {two:6.2f} ms of 100: {ratio:.2f} times")
            if ratio > LIMIT:
                dear.append(what)
        if dear:
            raise SystemExit(f"above {LIMIT} times in the form of 100 pages: {', '.join(dear)}")


if __name__ == "__main__":
    main()
