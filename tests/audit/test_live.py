"""What `a11y(page)` asks of a live page, and what it makes of the answer."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page
from tests.audit.results import fault

from citydesign.audit.faces import live, plugin
from citydesign.audit.faces.live import LivePageError, address, check_page, judge
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.verdict.known import accept
from citydesign.audit.verdict.output import Output
from citydesign.audit.verdict.report import PageResult

PAGE = "test_fees.py::test_fees/fees"


def seen(criterion="1.4.3", selector="p", **more):
    return replace(fault("fees/page", criterion, selector=selector), component="fees", **more)


@pytest.fixture
def a11y(monkeypatch):
    """The fixture in a run with some options, on a page in which some faults are found."""

    def a11y(found=None, outputs=(), budgets=None, level="AA", baseline=None):
        config = SimpleNamespace(stash=pytest.Stash())
        config.getoption = {"a11y_level": level, "a11y_baseline": baseline}.get
        config.stash[plugin._OUTPUTS], config.stash[plugin._BUDGETS] = outputs, budgets or {}
        one = plugin.A11y(SimpleNamespace(config=config, node=SimpleNamespace(nodeid="test")))
        one.asked = []

        def judge(page, name, **asked):
            one.asked.append((name, asked))
            faults = found or {}
            result = PageResult(
                "/".join(name),
                judged={"contrast": [Setting()]},
                faults={f: times for f, times in faults.items() if not f.person},
                undecided={f: times for f, times in faults.items() if f.person},
                pictures={f: b"" for f in faults if asked["pictured"](f)},
                seconds=2.0,
            )
            return result, {"Chromium": "143"}

        monkeypatch.setattr(live, "judge", judge)
        monkeypatch.setattr(live, "check_page", lambda page: None)
        one.report = lambda: config.stash[plugin._COLLECTED]
        return one

    return a11y


def at(url="http://127.0.0.1:4711/fees?year=2027"):
    return SimpleNamespace(url=url)


def test_what_a_test_does_not_say_is_as_the_command_line_says(a11y):
    usual = {"widths": (1280, 320), "schemes": ("light", "dark"), "keyboard": False}
    one = a11y()
    one(at())
    one(at(), widths=(400,), schemes=("dark",), keyboard=True)
    for (_, asked), wanted in zip(
        one.asked, [usual, {"widths": (400,), "schemes": ("dark",), "keyboard": True}], strict=True
    ):
        assert {name: asked[name] for name in wanted} == wanted


def test_each_look_of_a_test_has_a_name_of_its_own(a11y):
    one = a11y()
    for url in (
        "http://a.test/fees/",
        "http://b.test/fees",
        "http://a.test/",
        "http://a.test/?b=1",
    ):
        one(at(url))
    one(at("http://a.test/fees"))
    assert [name for name, _ in one.asked] == [
        ("test", "fees"), ("test", "fees (2)"), ("test", "/"), ("test", "/?b=1"),
        ("test", "fees (3)"),
    ]  # fmt: skip
    assert [page.page for page in one.report().pages] == [f"test/{n}" for (_, n), _ in one.asked]
    assert one.report().seconds == 10


@pytest.mark.parametrize(
    ("level", "asked", "fails"),
    [("AA", {}, False), ("best", {}, True), ("AA", {"level": "best"}, True),
     ("best", {"level": "AA"}, False), ("AA", {"budgets": {"best": 0}}, True),
     ("AA", {"budgets": {"best": 1}}, False)],
)  # fmt: skip
def test_a_test_counts_faults_up_to_its_own_level_or_that_of_the_command(a11y, level, asked, fails):
    one = a11y({seen("best"): 1}, level=level)
    if fails:
        with pytest.raises(pytest.fail.Exception, match="1 accessibility fault on"):
            one(at(), **asked)
    else:
        one(at(), **asked)
    assert bool(one.report().faults) == (fails or "budgets" in asked)


def test_a_failure_names_every_fault_and_in_how_many_settings_it_is(a11y):
    one = a11y({seen(): 3, seen(selector="a"): 1})
    with pytest.raises(pytest.fail.Exception) as failed:
        one(at())
    first, *lines = str(failed.value).splitlines()
    assert first == f"2 accessibility faults on {at().url}"
    assert [line for line in lines if "more settings" in line] == ["    and in 2 more settings"]
    assert len([line for line in lines if "grey on grey" in line]) == 2


@pytest.mark.parametrize(
    ("asked", "words"),
    [({"level": "AAAA"}, "unknown level 'AAAA'"), ({"budgets": {"nice": 1}}, "'nice'")],
)
def test_a_level_or_budget_that_is_none_is_refused(a11y, asked, words):
    one = a11y()
    with pytest.raises(ValueError, match=words):
        one(at(), **asked)
    assert not one.asked


@pytest.mark.parametrize(("form", "pictured"), [("html", True), ("json", True), ("junit", False)])
def test_pictures_are_taken_for_reports_that_show_them_and_of_faults_that_count(
    a11y, tmp_path, form, pictured
):
    one = a11y({seen("best"): 1, seen(): 1}, [Output(form, tmp_path)], {"AA": 1})
    one(at())
    (page,) = one.report().pages
    assert [*page.pictures] == ([seen()] if pictured else [])


def test_a_question_that_does_not_count_is_not_put(a11y):
    asked = seen(person=True)
    one = a11y({asked: 1, seen("best", person=True): 1})
    one(at())
    assert [*one.report().undecided] == [asked]


@pytest.mark.parametrize(("left", "stale"), [([], True), (["check"], False)])
def test_what_broke_down_tells_nothing_about_what_was_fixed(a11y, tmp_path, left, stale):
    known = tmp_path / "known.toml"
    old = replace(seen(), component="test", example="fees?year=2027")
    accept(known, [old], reason="old", owner="web", expires=dt.date(2999, 1, 1))
    one = a11y({seen(criterion): 1 for criterion in left}, baseline=known)
    with pytest.raises(pytest.fail.Exception) as failed:
        one(at())
    assert ("known issue is fixed" in str(failed.value)) == stale
    assert bool(one.report().complaints) == stale


def test_an_address_is_the_same_on_every_port():
    urls = ["http://a.test:1/fees/a?b=1#c", "https://b.test/fees/a/?b=1", "about:blank"]
    assert [address(url) for url in urls] == ["fees/a?b=1", "fees/a?b=1", "blank"]


def test_a_page_in_another_browser_is_refused():
    page = Page.__new__(Page)
    firefox = SimpleNamespace(browser_type=SimpleNamespace(name="firefox"))

    class Elsewhere(Page):
        context = SimpleNamespace(browser=firefox)

    page.__class__ = Elsewhere
    with pytest.raises(LivePageError, match="a11y needs Chromium: firefox can't"):
        check_page(page)
    firefox.browser_type.name = "chromium"
    check_page(page)
    Elsewhere.context.browser = None
    check_page(page)


LOST = """<!doctype html><html lang="en"><head><title>Fees</title><style>
@media (prefers-color-scheme: light) { p { color: #bbb; background: #fff } }</style></head>
<body><main><h1>Fees</h1><p>What a place costs</p><p><button style="outline: 0">Send</button></p></main></body></html>"""


@pytest.mark.browser
def test_with_the_keyboard_a_live_page_is_walked_through_too(audit):
    subject = Subject("page", "live", lambda setting: LOST, policy="")

    def look(stage):
        stage.open(subject, Setting(scheme="dark"))
        page = stage.window.page
        try:
            return [
                judge(page, ("test", "fees"), widths=(320,), schemes=("light",), **asked)
                for asked in ({}, {"keyboard": True})
            ]
        finally:
            stage.close()

    (still, _), (walked, versions) = audit.run(look)
    assert "keyboard" not in still.judged
    pale = {str(f.setting) for f in still.faults if f.oracle_id == "contrast"}
    assert pale == {"live 320"}, "it is seen in the light from the first look on"
    assert {*walked.judged} == {*still.judged, "keyboard"}
    assert {"2.4.7"} <= {f.criterion for f in walked.faults if f.oracle_id == "keyboard"}
    assert walked.checks == still.checks + 1
    assert not walked.pictures, "nobody asked for one"
    assert all(versions.values())
