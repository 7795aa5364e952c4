"""What the guides around the store and the pages show is what happens."""

import contextlib
import io
import re
from pathlib import Path

import pytest

BOOKING = Path(__file__).parents[2] / "docs" / "booking"
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.S | re.M)


@pytest.mark.parametrize("name", ["from-free-times-to-the-page"])
def test_the_code_of_a_guide_runs_and_prints_what_the_guide_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "guide"}
    printed, compared = "", 0
    for kind, text in BLOCK.findall((BOOKING / f"{name}.md").read_text("utf-8")):
        if kind == "python":
            assert not printed, f"{name} does not show what this prints: {printed}"
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(text, name, "exec"), names)
            printed = out.getvalue()
        else:
            assert printed == text
            printed, compared = "", compared + 1
    assert compared
    assert not printed
