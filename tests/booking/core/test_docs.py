"""What the pages show is what happens."""

import contextlib
import io
import re
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[3] / "docs" / "booking").glob("*.md"))
OURS = ("take-bookings", "opening-hours-and-holidays", "keep-your-present-booking-provider")
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.S | re.M)


@pytest.mark.parametrize("name", OURS)
def test_the_code_of_a_page_runs_and_prints_what_the_page_says(name: str) -> None:
    (page,) = (page for page in PAGES if page.stem == name)
    names: dict[str, object] = {}
    printed, compared = "", 0
    for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "python":
            assert not printed, f"{page.name} does not show what this prints: {printed}"
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(text, page.name, "exec"), names)
            printed = out.getvalue()
        else:
            assert printed == text
            printed, compared = "", compared + 1
    assert compared
    assert not printed


def test_twenty_lines_are_enough_for_a_working_availability() -> None:
    page = next(page for page in PAGES if page.stem == "take-bookings").read_text(encoding="utf-8")
    code = BLOCK.findall(page)[0][1]
    assert sum(bool(line.strip()) for line in code.splitlines()) <= 20
