"""One page and many oracles: who looks when, and what becomes of what breaks down."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Error

from citydesign.audit.oracles.oracle import Fault, Oracle
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.run.inspection import inspect
from citydesign.audit.stage.camera import TALLEST
from citydesign.audit.stage.window import PageError, StateError

LIGHT, DARK = Setting(), Setting(scheme="dark")
OPEN = Setting(state="open")


class Stage:
    """A stage without a browser; `opened` holds the settings for which a page was loaded."""

    def __init__(self, plain=True, shown=(), opens=lambda setting: None):
        self.camera, self.media = SimpleNamespace(height=0), SimpleNamespace(resize=lambda _: None)
        self.window = SimpleNamespace(alive=True, hear=lambda: None)
        self.turn, self.untouched, self.plain = 0, False, plain
        self.opened, self.closed, self._shown, self._opens = [], 0, shown, opens

    def open(self, subject, setting):
        self.opened.append(setting)
        self.subject, self.setting, self.untouched = subject, setting, True
        self._opens(setting)

    def dress(self, setting):
        self.setting = setting

    def restored(self):
        return False

    def js(self, expression):
        return self._shown

    def close(self):
        self.closed += 1


def oracle(name="names", judge=lambda stage: (), **more):
    return Oracle(name, name, "", ("plain",), judge, **more)


def telling(*faults):
    return lambda stage: iter(faults)


def fault(criterion="1.4.3", selector="p", **more):
    return Fault(criterion, selector, "pale", "Mend it.", **more)


def look(stage, *oracles, settings=(LIGHT,), subject=None, **more):
    subject = subject or Subject("tag", "default", states={"open": []})
    return inspect(stage, subject, oracles, lambda *_: settings, **more)


def test_who_only_looks_comes_first_and_who_asks_others_after_them():
    order = []

    def named(name, **more):
        return oracle(name, lambda stage: order.append(name) or (), **more)

    look(Stage(), named("a", disturbs=True), named("b", asks=True), named("d"), named("c"))
    assert order == ["c", "d", "b", "a"]


def test_a_page_is_loaded_again_for_another_state_language_or_theme_and_for_no_other_look():
    others = [
        DARK, Setting(contrast="more"), Setting(width=320), Setting(locale="fi"),
        Setting(theme="turku"), OPEN, Setting(state="open", width=320),
        Setting(state="open", width=320, scheme="dark"),
    ]  # fmt: skip
    for plain, loads in ((True, 5), (False, 6)):
        stage = Stage(plain)
        found = look(stage, oracle(), settings=[LIGHT, *others])
        assert len(stage.opened) == loads
        assert set(found.judged["names"]) == {LIGHT, *others}


def test_a_page_with_scripts_is_only_drawn_narrower_in_its_further_languages():
    settings = [Setting(locale=tag, width=width) for tag in ("en", "fi") for width in (1280, 320)]
    stage = Stage(plain=False)
    look(stage, oracle(), settings=settings)
    assert [(s.locale, s.width) for s in stage.opened] == [("en", 320), ("en", 1280), ("fi", 320)]


def test_what_was_touched_is_loaded_again_unless_it_can_be_taken_back():
    def touches(stage):
        stage.untouched = False
        return ()

    two = [oracle("a", touches), oracle("b", touches)]
    again, back = Stage(), Stage()
    back.restored = lambda: True
    for stage in (again, back):
        look(stage, *two)
    assert (len(again.opened), len(back.opened)) == (2, 1)


def test_a_state_that_is_not_reached_is_told_once_and_the_others_are_judged():
    def opens(setting):
        if setting.state == "open":
            raise StateError("`click #a`: nothing there")

    found = look(Stage(opens=opens), oracle("a"), oracle("b"), settings=[OPEN, LIGHT])
    (one,) = found.findings
    assert (one.criterion, one.setting) == ("check", OPEN)
    assert one.saw == "not checked: the state open was not reached: `click #a`: nothing there"
    assert found.judged == {"a": [LIGHT], "b": [LIGHT]}


def test_a_page_that_does_not_arrive_is_told_once():
    def opens(setting):
        raise PageError("http://city.test/ answered 500")

    stage = Stage(opens=opens)
    found = look(stage, oracle("a"), oracle("b"), settings=[LIGHT, OPEN])
    assert [one.saw for one in found.findings] == ["not checked: http://city.test/ answered 500"]
    assert len(stage.opened) == 1
    assert not found.judged
    assert 0 < found.seconds < 60


def _breaks(why):
    def judge(stage):
        yield fault()
        raise Error(why)

    return judge


def test_what_an_oracle_told_before_it_broke_down_counts_and_it_gave_no_verdict():
    stage = Stage()
    found = look(stage, oracle("a", _breaks("Page: TypeError: a is null\n  at x")), oracle("b"))
    assert [one.criterion for one in found.findings] == ["1.4.3", "check"]
    assert found.findings[1].saw == (
        "not checked: our own check a broke down: Page: TypeError: a is null"
    )
    assert found.judged == {"b": [LIGHT]}
    assert 0 < found.seconds < 60
    assert (stage.closed, len(stage.opened)) == (1, 2)


@pytest.mark.parametrize(
    ("why", "ours"),
    [
        ("Page: DOMException: no selector", True),
        ("Page.captureScreenshot: Target closed", False),
        ("Timeout 5000ms exceeded", False),
    ],
)
def test_only_a_script_of_ours_that_throws_is_a_fault_of_ours(why, ours):
    (_, broken) = look(Stage(), oracle("a", _breaks(why))).findings
    assert ("our own check a" in broken.saw) == ours
    assert why in broken.saw


def test_without_a_browser_nothing_more_is_asked():
    stage = Stage()
    stage.window.alive = False
    found = look(stage, oracle("a", _breaks("Target closed")), oracle("b"))
    assert not found.judged
    assert (stage.closed, len(stage.opened)) == (0, 1)
    assert 0 < found.seconds < 60


def test_whoever_ended_the_browser_says_why():
    def hear():
        raise PageError("http://city.test/ gave no answer")

    stage = Stage()
    stage.window.hear = hear
    (_, broken) = look(stage, oracle("a", _breaks("Target closed"))).findings
    assert broken.saw == "not checked: http://city.test/ gave no answer"


def test_hidden_content_is_a_fault_where_no_setting_shows_it():
    judge = telling(fault(selector="#a", elsewhere=True), fault(selector="#b", elsewhere=True))
    shows = Stage(shown=["#a"])
    found = look(shows, oracle("axe", judge, asks=True), settings=[LIGHT, DARK])
    assert [one.selector for one in found.findings] == ["#b", "#b"]
    again = look(shows, oracle("axe", judge, asks=True), confirms=True)
    assert not again.findings


def test_what_one_oracle_saw_for_another_is_told_by_the_one_that_saw_it():
    other = oracle("contrast")
    judge = telling(fault(by=other), fault())
    assert [f.oracle_id for f in look(Stage(), oracle("axe", judge)).findings] == [
        "contrast", "axe",
    ]  # fmt: skip


@pytest.mark.parametrize("url", ["", "http://city.test/"])
def test_what_an_oracle_says_of_a_fault_is_what_is_told(url):
    one = fault(
        "9.9.9", "#a", html="<a>", impact="minor", rule="link-name", person=True, elsewhere=False
    )
    subject = Subject("tag", "default", url=url)
    (found,) = look(Stage(), oracle("axe", telling(one)), subject=subject).findings
    assert (found.page, found.setting) == ("tag/default", LIGHT)
    assert (found.criterion, found.selector, found.html) == ("best", "#a", "<a>")
    assert (found.saw, found.mend, found.impact, found.rule) == (
        "pale", "Mend it.", "minor", "link-name",
    )  # fmt: skip
    assert found.person == bool(url), "what nobody could decide on a page of ours is a fault"


@pytest.mark.parametrize(("height", "told"), [(TALLEST, 0), (TALLEST + 1, 1)])
def test_what_is_higher_than_a_picture_was_not_measured(height, told):
    def judge(stage):
        stage.camera.height = height
        return ()

    assert len(look(Stage(), oracle("a", judge)).findings) == told


def test_what_broke_where_examples_stand_together_stays_told_and_the_rest_is_asked_of_each():
    asked = []

    def judge(stage):
        asked.append((stage.subject.example, stage.setting))
        yield fault()
        if stage.subject.parts:
            yield fault("check", "html")

    parts = tuple(Subject("tag", name) for name in ("one", "two"))
    whole = Subject("together", "1", parts=parts)
    judges = [oracle("contrast", judge), oracle("calm", lambda _: ())]
    found = look(Stage(), *judges, settings=[LIGHT, DARK], subject=whole).findings
    assert [(one.example, one.criterion) for one in found] == [
        ("1", "check"), ("1", "check"),
        *[(name, "1.4.3") for name in ("one", "one", "two", "two")],
    ]  # fmt: skip
    assert asked == [(name, s) for name in ("1", "one", "two") for s in (LIGHT, DARK)]
