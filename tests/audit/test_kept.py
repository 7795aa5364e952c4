"""A verdict is kept only as long as all that it depends on is the same."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from citydesign.audit.oracles import by_name
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Step, Subject
from citydesign.audit.pages.subjects import assembled
from citydesign.audit.run import kept
from citydesign.audit.run.kept import Kept
from citydesign.audit.run.matrix import settings
from citydesign.audit.verdict.inspection import Inspection

VERSIONS = {"Chromium": "143", "axe": "4.14.1"}
ORACLES = [by_name("names"), by_name("contrast")]
OURS = [f"citydesign/{name}" for name in kept.MODULES]
PAGE = '<link rel="stylesheet" href="/citydesign/a-1.css"><p>A</p>'


@pytest.fixture
def subject(tmp_path):
    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / "a-1.css").write_text("p { background: url(sign.svg) }")
    (assets / "sign.svg").write_text("<svg/>")
    (assets / "b-1.css").write_text("b { color: red }")
    return Subject("a", "default", html=lambda _: PAGE, assets=assets)


@pytest.fixture
def looks(tmp_path):
    """Look at a subject; gives whether it had to be looked at."""

    def looks(subject, oracles=ORACLES, versions=VERSIONS, findings=()):
        asked = []

        def inspect():
            asked.append(subject)
            judged = {oracle.id: list(settings(oracle, subject)) for oracle in oracles}
            return Inspection(subject, list(findings), judged)

        found = Kept(versions, tmp_path / "kept").look(subject, oracles, settings, inspect)
        assert found.checks == sum(len(settings(o, subject)) for o in oracles)
        assert found.findings == list(findings)
        return bool(asked)

    return looks


def test_the_same_page_is_looked_at_once(looks, subject):
    assert looks(subject)
    assert not looks(subject)


@pytest.mark.parametrize(
    "change",
    [
        {"html": lambda _: PAGE.replace("A", "B")},
        {"html": lambda s: PAGE + s.locale, "locales": ("en", "fi")},
        {"policy": ""},
        {"states": {"open": [Step("click", "p")]}},
        {"source": lambda locale: "Some words"},
        {"path": "elsewhere"},
    ],
    ids=lambda change: "+".join(change),
)
def test_another_page_is_looked_at(looks, subject, change):
    looks(subject)
    assert looks(replace(subject, **change))
    assert not looks(subject)


def test_other_steps_lead_to_another_page_whatever_the_state_is_called(looks, subject):
    steps = [[Step("click", "#a")], [Step("click", "#b")], [Step("press", "Enter")], []]
    for one in steps:
        assert looks(replace(subject, states={"open": one}))
    assert not looks(replace(subject, states={"open": steps[0]}))


WRITTEN = """<!doctype html><html lang="en"><head><title>A</title></head><body><main>{}</main>
</body></html>"""


@pytest.mark.parametrize(
    "change",
    [
        {"html": lambda _: WRITTEN.format('<p class="k" class="k">Two</p></b>')},
        {"html": lambda _: WRITTEN.format('<p class="k">Two</p>').replace('"en"', '"sv"')},
        {"html": lambda _: WRITTEN.format('<p class="k">Two</p>').replace("<title>A", "<title>B")},
        {"source": lambda locale: "Some words"},
    ],
    ids=["repaired", "language", "title", "words"],
)
def test_a_page_of_many_is_another_where_the_text_of_one_is(looks, change):
    parts = [
        Subject("a", name, html=lambda _: WRITTEN.format('<p class="k">Two</p>'))
        for name in ("one", "two")
    ]
    looks(assembled("1", parts))
    assert not looks(assembled("1", parts))
    assert looks(assembled("1", [parts[0], replace(parts[1], **change)]))


@pytest.mark.parametrize("name", ["a-1.css", "sign.svg"])
def test_a_file_that_the_page_shows_has_changed(looks, subject, name):
    looks(subject)
    (subject.assets / name).write_text("another")
    assert looks(subject)


def test_two_files_of_one_name_are_two(looks, subject):
    for folder in ("light", "dark"):
        (subject.assets / folder).mkdir()
        (subject.assets / folder / "sign.svg").write_text("<svg/>")
    looks(subject)
    for folder in ("light", "dark", ""):
        (subject.assets / folder / "sign.svg").write_text("<svg></svg>")
        assert looks(subject), folder


def test_a_file_that_the_page_does_not_show_is_nothing_to_it(looks, subject):
    looks(subject)
    (subject.assets / "b-1.css").write_text("another")
    assert not looks(subject)


def test_other_oracles_another_browser_or_other_code_look_again(looks, subject, monkeypatch):
    looks(subject)
    assert looks(subject, [*ORACLES, by_name("roles")])
    assert looks(subject, versions=VERSIONS | {"Chromium": "144"})
    assert not looks(subject)
    monkeypatch.setattr(kept, "_code", lambda: "changed")
    assert looks(subject)


def test_a_fault_is_never_kept(looks, subject):
    assert looks(subject, findings=["a fault"])
    assert looks(subject, findings=["a fault"])


def test_a_page_of_a_server_is_always_looked_at(looks):
    page = Subject("city", "page", url="http://city.test/")
    assert looks(page)
    assert looks(page)


def test_nothing_is_kept_unless_a_folder_is_named(subject, monkeypatch, tmp_path):
    monkeypatch.delenv(kept.VARIABLE, raising=False)
    asked = []

    def inspect():
        asked.append(1)
        return Inspection(subject)

    for _ in range(2):
        Kept(VERSIONS).look(subject, ORACLES, settings, inspect)
    assert len(asked) == 2
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "named"))
    for _ in range(2):
        Kept(VERSIONS).look(subject, ORACLES, settings, inspect)
    assert len(asked) == 3


def test_what_is_asked_of_a_theme_is_part_of_the_page(looks, subject):
    themed = replace(subject, html=lambda s: PAGE + s.theme, themes=("turku",))
    assert looks(themed)
    assert looks(replace(themed, html=lambda s: PAGE + s.theme.upper()))
    assert Setting(theme="turku") in settings(by_name("names"), themed)


@pytest.fixture
def code(tmp_path, monkeypatch):
    """Write a file of a package that judges; gives the hash of all that does."""
    for name in ["citydesign.audit/oracles/names/judge.py", *OURS]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    monkeypatch.setattr(kept, "files", lambda package: tmp_path / package)

    def code(name, text):
        (tmp_path / name).write_text(text)
        return kept._code.__wrapped__()

    return code


@pytest.mark.parametrize(
    "name",
    [
        "citydesign.audit/a.py",
        "citydesign.audit/oracles/names/judge.py",
        "citydesign.audit/oracles/names/script.js",
        *OURS,
    ],
)
def test_whatever_judges_is_part_of_the_code(code, name):
    assert code(name, "one") != code(name, "two")


@pytest.mark.parametrize("name", kept.PACKAGES)
def test_another_version_of_what_reads_pages_and_pictures_looks_again(code, name, monkeypatch):
    before = code("citydesign.audit/a.py", "one")
    monkeypatch.setattr(kept, "version", {**dict.fromkeys(kept.PACKAGES, "1"), name: "2"}.get)
    after = kept._code.__wrapped__()
    monkeypatch.setattr(kept, "version", dict.fromkeys(kept.PACKAGES, "1").get)
    assert len({before, after, kept._code.__wrapped__()}) == 3


def test_oracles_and_stage_rest_on_nothing_else_of_ours():
    home = Path(kept.__file__).parents[1]
    modules = {name.removesuffix(".py") for name in kept.MODULES}
    texts = [
        file.read_text("utf-8")
        for room in ("oracles", "stage")
        for file in (home / room).rglob("*.py")
    ]
    used = {name for text in texts for name in re.findall(r"from citydesign\.(\w+)", text)}
    # Who names an extra or the library tells pages apart by nothing.
    assert used - {"audit", "extras", "library"} == modules


def test_a_changed_file_of_a_pack_is_looked_at(looks, subject, tmp_path):
    sheet = tmp_path / "pack/c-1.css"
    sheet.parent.mkdir()
    sheet.write_text("p { color: black }")
    packed = replace(
        subject, html=lambda _: PAGE + "/rantakyla/c-1.css", packs={"rantakyla": sheet.parent}
    )
    assert looks(packed)
    sheet.write_text("p { color: grey }")
    assert looks(packed)
    assert not looks(packed)
