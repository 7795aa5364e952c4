"""`citydesign journey check` and `draw`: a service's way looked at before residents walk it."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wtforms")

from tests.forms.permit import permit

from citydesign.cli import main
from citydesign.forms.core.journey import Group, Journey, Page, Stop, drawing

FORMS = """\
import wtforms
from citydesign.forms.wtforms import CityMeta, Required


class Home(wtforms.Form):
    class Meta(CityMeta):
        pass

    where = wtforms.RadioField(
        "Where do you live",
        [Required()],
        choices=[wtforms.SelectChoice("here", "Here"), wtforms.SelectChoice("there", "There")],
    )


class Child(wtforms.Form):
    name = wtforms.StringField("Name")
"""
JOURNEY = """\
name = "place"
title = { en = "Apply <for> a place", fi = "Hae paikkaa" }
languages = ["en", "fi"]

[[pages]]
name = "home"
title = { en = "Your home & you", fi = "Kotisi" }
form = "place_forms:Home"

[[pages]]
name = "elsewhere"
title = { en = "Ask your own municipality", fi = "Kysy omasta kunnastasi" }
text = { en = "We serve our residents.", fi = "Palvelemme asukkaitamme." }
url = "https://city.example/"
link = { en = "Municipalities", fi = "Kunnat" }
when = { home.where = "there" }

[[pages]]
name = "child"
title = { en = "Child", fi = "Lapsi" }
form = "place_forms:Child"
group = "children"

[groups.children]
title = { en = "Children", fi = "Lapset" }
entry = { en = "Child", fi = "Lapsi" }
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "place_forms", raising=False)
    Path("place_forms.py").write_text(FORMS, "utf-8")
    path = Path("place.toml")
    path.write_text(JOURNEY, "utf-8")
    return path


def test_a_journey_that_is_right_has_no_faults(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = list(sys.path)
    assert main(["journey", "check", str(file)]) == 0
    assert capsys.readouterr().out == "place.toml: 2 pages, 0 faults\n"
    assert sys.path == before


def test_each_fault_is_a_line_with_its_place(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = JOURNEY.replace('url = "https://city.example/"\n', "").replace(', fi = "Lapset"', "")
    text = re.sub("link = .*\n", "", text).replace('= "there"', '= "ther"')
    file.write_text(text, "utf-8")
    assert main(["journey", "check", str(file)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "place.toml:10: stop 'elsewhere': when wants home.where to be 'ther', which is no choice; "
        "did you mean 'there'?",
        "place.toml:22: group 'children': no title in 'fi'; write it",
        "place.toml:10: stop 'elsewhere': a dead end: nothing leads on from it; give it url and "
        "link",
        "place.toml: 2 pages, 3 faults",
    ]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("place_forms:Child", "place_forms:Chid", "place.toml:18: page 'child': place_forms has no"),
        ("place_forms:Child", "gone:Child", "place.toml:18: page 'child': there is no module 'gone'"),
        ('name = "home"', "name = 3", "place.toml:5: page 3: a name has small letters"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_one_line(
    file: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, text: str
) -> None:
    file.write_text(JOURNEY.replace(old, new), "utf-8")
    assert main(["journey", "check", str(file)]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"citydesign: {text}")
    assert error.count("\n") == 1


def test_a_form_of_django_is_found_by_its_settings(file: Path) -> None:
    # Django's settings belong to the whole process, so it has one of its own.
    Path("place_settings.py").write_text("SECRET_KEY = 'only for this test'\n", "utf-8")
    Path("place_forms.py").write_text(
        "from django import forms\n\n\nclass Home(forms.Form):\n"
        "    where = forms.ChoiceField(choices=[('here', 'Here'), ('there', 'There')])\n\n\n"
        "class Child(forms.Form):\n    name = forms.CharField()\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "citydesign", "journey", "check", str(file)]
    import os

    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "place_settings"}
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    assert (done.stdout, done.stderr) == ("place.toml: 2 pages, 0 faults\n", "")


WORDS = """\
1. Your home & you
2. Stop: Ask your own municipality (if home.where is there)
3. Children (1 to 10 times)
   3.1 Child
4. Check your answers
5. We have received your answers
"""


def test_the_picture_says_the_same_as_its_words(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journey", "draw", str(file)]) == 0
    assert capsys.readouterr().out == f"{WORDS}place.svg is written\n"
    space = "{http://www.w3.org/2000/svg}"
    root = ET.fromstring(Path("place.svg").read_text("utf-8"))
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == "Apply <for> a place"
    assert root.findtext(f"{space}desc") == WORDS
    drawn = " ".join(one.text or "" for one in root.iter(f"{space}text"))
    for word in WORDS.replace("(", "").replace(")", "").replace("Stop: ", "").split():
        assert word in drawn
    ids = {one.get("id") for one in root.iter() if one.get("id")}
    assert set((root.get("aria-labelledby") or "").split()) == ids
    boxes = list(root.iter(f"{space}rect"))
    assert len(boxes) == WORDS.count("\n")
    assert [box.get("stroke-dasharray") for box in boxes].count("6 4") == 1


def test_what_some_residents_only_are_asked_has_a_dashed_edge() -> None:
    journey = Journey(
        name="people",
        title="People",
        groups=[
            Group(name="others", title="Others", entry="Other", most=1, when={"you.more": "yes"}),
            Group(name="pets", title="Pets", entry="Pet"),
        ],
        pages=[
            Page(name="you", title="You", form="forms:You"),
            Page(name="other", title="Other", form="forms:Other", group="others"),
            Page(name="pet", title="Pet", form="forms:Pet", group="pets"),
            Page(name="dog", title="Dog", form="forms:Dog", group="pets", when={"pet.kind": "dog"}),
        ],
    )
    steps = drawing.steps(journey, "en", "Check", "Sent")
    boxes = ET.fromstring(drawing.svg("People", steps)).iter("{http://www.w3.org/2000/svg}rect")
    dashed = [
        step.title for step, box in zip(steps, boxes, strict=True) if box.get("stroke-dasharray")
    ]
    assert dashed == ["Others", "Other", "Dog"]
    assert steps[1].note == "once; if you.more is yes"


def test_nobody_goes_on_from_a_stop_and_the_others_pass_it_by() -> None:
    def page(name: str, **more: Any) -> Page:
        return Page(name=name, title=name, form="forms:One", **more)

    def stop(name: str, **more: Any) -> Stop:
        return Stop(name=name, title=name, text="No", **more)

    journey = Journey(
        name="stops",
        title="Stops",
        groups=[Group(name="each", title="Each", entry="One")],
        pages=[
            page("you"),
            stop("young", when={"you.age": "few"}),
            stop("far", when={"you.home": "far"}),
            page("one", group="each"),
            stop("old", when={"you.age": "many"}),
            page("more"),
        ],
    )
    steps = drawing.steps(journey, "en", "check", "sent")
    space = "{http://www.w3.org/2000/svg}"
    root = ET.fromstring(drawing.svg("Stops", steps))
    at = [
        {name: int(box.get(name, 0)) for name in ("x", "y", "width", "height")}
        for box in root.iter(f"{space}rect")
    ]

    def touched(x: int, y: int) -> str:
        """The box on whose edge a point is."""
        (found,) = [
            step.title
            for step, box in zip(steps, at, strict=True)
            if box["x"] <= x <= box["x"] + box["width"] and y - box["y"] in (0, box["height"])
        ]
        return found

    ways, branches, lines = set(), set(), []
    for path in root.iter(f"{space}path"):
        drawn = path.get("d", "").partition("m")[0]
        first, *turns = re.findall(r"([MHV])([\d ]+)", drawn)
        x, y = map(int, first[1].split())
        begin = (x, y)
        for turn, to in turns:
            old = (x, y)
            x, y = (int(to), y) if turn == "H" else (x, int(to))
            lines.append((old, (x, y)))
        if turns[-1][0] == "V":
            ways.add((touched(*begin), touched(x, y)))
        else:
            (into,) = [
                step.title
                for step, box in zip(steps, at, strict=True)
                if (x, y) == (box["x"], box["y"] + box["height"] // 2)
            ]
            branches.add(into)
    assert branches == {"young", "far", "old"}
    assert ways == {
        ("you", "Each"), ("Each", "one"), ("one", "more"), ("more", "check"), ("check", "sent"),
    }  # fmt: skip
    for (x, y), (to_x, to_y) in lines:
        for box in at:
            across = min(x, to_x) < box["x"] + box["width"] and max(x, to_x) > box["x"]
            within = min(y, to_y) < box["y"] + box["height"] and max(y, to_y) > box["y"]
            assert not (across and within), "no line crosses a box"


def test_no_box_and_no_text_leaves_the_picture() -> None:
    steps = drawing.steps(permit(), "en", "Check " * 40, "Sent")
    root = ET.fromstring(drawing.svg("Long", steps))
    space = "{http://www.w3.org/2000/svg}"
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    bottom = 0.0
    edge = min(float(box.get("x", 0)) for box in root.iter(f"{space}rect"))
    for box in root.iter(f"{space}rect"):
        left, top = float(box.get("x", 0)), float(box.get("y", 0))
        assert left + float(box.get("width", 0)) == width - edge, "as much room as on the left"
        assert top > bottom, "boxes lie below each other"
        bottom = top + float(box.get("height", 0))
    assert bottom == height - edge
    assert all(len(one.text or "") <= 50 for one in root.iter(f"{space}text"))


def test_it_is_drawn_in_a_language_that_the_journey_has(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journey", "draw", str(file), "--language", "fi", "--out", "kulku.svg"]) == 0
    assert "1. Kotisi\n" in capsys.readouterr().out
    assert "Tarkista vastauksesi" in Path("kulku.svg").read_text("utf-8")
    assert main(["journey", "draw", str(file), "--language", "sv"]) == 1
    assert capsys.readouterr().err == "citydesign: --language sv: known: en, fi\n"


def test_conditions_are_written_as_they_are_read() -> None:
    from citydesign.forms.core.journey import Group, Journey, Page

    def page(name: str, **more: object) -> Page:
        return Page(name=name, title=name, form=dict, **more)  # type: ignore[arg-type]

    journey = Journey(
        name="all",
        title="All",
        pages=[
            page("a"),
            page("b", when={"a.x": True, "not": {"a.y": ["1", "2"]}}),
            page("c", when={"any": [{"a.x": False}, {"a.y": "1"}]}, group="g"),
        ],
        groups=[Group(name="g", title="G", entry="E", least=2, most=2, when={"a.z": "1"})],
    )
    assert drawing.words(drawing.steps(journey, "en", "C", "S")).splitlines()[1:4] == [
        "2. b (if a.x is answered and a.y is not 1 or 2)",
        "3. g (2 times; if a.z is 1)".replace("g", "G"),
        "   3.1 c (if a.x is not answered, or if a.y is 1)",
    ]


def test_a_language_that_an_application_brings_is_checked_and_drawn(
    file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    german = file.read_text("utf-8").replace('"fi"', '"de"').replace("fi = ", "de = ")
    file.write_text(german, "utf-8")
    assert main(["journey", "check", str(file)]) == 0
    assert capfd.readouterr().out.endswith("2 pages, 0 faults\n")
    draw = ["journey", "draw", str(file), "--language", "de"]
    assert main(draw) == 0
    assert "4. Check your answers" in capfd.readouterr().out
    Path("de.toml").write_text('[de]\n"forms.journey_check" = "Angaben prüfen"\n', "utf-8")
    for command in (["journey", "check", str(file)], draw):
        assert main([*command, "--messages", "de.toml"]) == 0
    assert "4. Angaben prüfen" in capfd.readouterr().out
    assert main(["journey", "check", str(file), "--messages", "fr.toml"]) == 1
    assert capfd.readouterr().err.startswith("citydesign: fr.toml: ")


def test_a_form_that_breaks_in_one_language_is_named(
    file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said = '\n\ndef ask(language: str) -> type:\n    {"en": 1}[language]\n    return Child\n'
    Path("place_forms.py").write_text(FORMS + said, "utf-8")
    file.write_text(file.read_text("utf-8").replace("forms:Child", "forms:ask"), "utf-8")
    assert main(["journey", "check", str(file)]) == 1
    what = "page 'child': the form can't be made in 'fi': KeyError: 'fi'\n"
    assert capfd.readouterr().err == f"citydesign: place.toml:18: {what}"
