"""What a browser hears about a window, and when; without a browser."""

import signal
from types import SimpleNamespace

import pytest
from playwright.sync_api import Error

from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Step, Subject
from citydesign.audit.stage import browser
from citydesign.audit.stage.browser import NoBrowserError, _switched_off, executable
from citydesign.audit.stage.media import HEIGHT, Media
from citydesign.audit.stage.own import OwnStage
from citydesign.audit.stage.window import OwnWindow, PageError, StateError, Window


class Told:
    """A window that keeps what it and its DevTools session hear."""

    def __init__(self, answers=()):
        self.cdp, self.page, self.said, self.asked, self._answers = self, 1, [], [], list(answers)

    def send(self, method, what=None):
        self.said.append((method, what))
        return {"root": {"nodeId": 7}, "nodeIds": [8, 9]}

    def js(self, expression, argument=None):
        self.asked.append(expression)
        return self._answers.pop(0) if self._answers else None

    def names(self):
        said, self.said = [method for method, _ in self.said], []
        return said


def worn(window):
    (_, told), *_ = reversed(window.said)
    return told["media"], {one["name"]: one["value"] for one in told["features"]}


@pytest.mark.parametrize(
    ("setting", "asked", "medium", "features"),
    [
        (Setting(), {}, "", ["light", "no-preference", "none", "reduce"]),
        (Setting(scheme="dark"), {}, "", ["dark", "no-preference", "none", "reduce"]),
        (Setting(contrast="more"), {}, "", ["light", "more", "none", "reduce"]),
        (Setting(contrast="forced"), {}, "", ["light", "custom", "active", "reduce"]),
        (Setting(), {"medium": "print"}, "print", ["light", "no-preference", "none", "reduce"]),
        (Setting(), {"reduced": False}, "", ["light", "no-preference", "none", "no-preference"]),
    ],
)
def test_a_setting_is_what_the_page_is_told_that_its_reader_prefers(
    setting, asked, medium, features
):
    window = Told()
    Media(window).dress(setting, **asked)
    names = ["prefers-color-scheme", "prefers-contrast", "forced-colors", "prefers-reduced-motion"]
    assert worn(window) == (medium, dict(zip(names, features, strict=True)))
    assert len(window.asked) == 1


def test_what_is_so_already_is_said_again_only_where_somebody_else_may_have_changed_it():
    window = Told()
    media = Media(window)

    def both(width=320, **more):
        media.resize(width)
        media.dress(Setting(), **more)
        return len(window.names())

    assert [both(), both(), both(400), both(320, reduced=False)] == [2, 0, 1, 2]
    assert both() == 0, "as it was said last"
    media.begin(motion=False)
    assert both() == 1
    media.begin(motion=True)
    assert both() == 1
    media.forget()
    assert both() == 2
    window.page = 2
    assert both() == 2
    media.resize(320, 256)
    media.resize(320)
    assert [one["height"] for _, one in window.said] == [256, HEIGHT]


def test_scripts_that_may_follow_a_scheme_are_waited_for_once():
    window = Told()
    media = Media(window)
    media.dress(Setting(), followed=True)
    media.dress(Setting(), followed=True)
    assert len(window.asked) == 2


def test_larger_text_and_poses_end_with_their_block_whatever_happens_in_it():
    window = Told([True, None, False])
    media = Media(window)
    with pytest.raises(ZeroDivisionError), media.enlarged(2):
        _ = 1 / 0
    sizes = [told["fontSizes"] for _, told in window.said]
    assert sizes == [{"standard": 32, "fixed": 26}, {"standard": 16, "fixed": 13}]
    window.names()
    with pytest.raises(ZeroDivisionError), media.pointed(["a", "b"]):
        _ = 1 / len(window.asked[1:])
    assert len(window.asked) == 2
    assert window.names() == []
    with pytest.raises(ZeroDivisionError), media.pointed(["a", "b"]):
        _ = 1 / 0
    poses = [told for method, told in window.said if method == "CSS.forcePseudoState"]
    assert poses == [{"nodeId": node, "forcedPseudoClasses": ["hover"]} for node in (8, 9)]
    assert ("DOM.querySelectorAll", {"nodeId": 7, "selector": "a, b"}) in window.said
    assert window.names()[-1] == "CSS.disable"
    assert len(window.asked) == 3
    with media.posing(["a"], ["focus"]):
        assert "DOM.getDocument" not in window.names(), "of one document"
    media.begin(motion=False)
    with media.posing(["a"], ["focus"]):
        assert "DOM.getDocument" in window.names()


class Asked:
    """A DevTools session that gives one answer to whatever is asked in a world of our own."""

    def __init__(self, answer=None, refuses=""):
        self.said, self._answer, self._refuses = [], answer, refuses

    def send(self, method, what=None):
        self.said.append(method)
        if method == "Page.getFrameTree":
            return {"frameTree": {"frame": {"id": "main"}}}
        if method == "Page.createIsolatedWorld":
            return {"executionContextId": 4}
        if self._refuses:
            raise Error(self._refuses)
        return self._answer


def _window(session, **more):
    page = SimpleNamespace(
        context=SimpleNamespace(new_cdp_session=lambda page: session), url="http://b.test/",
        is_closed=lambda: False,
    )  # fmt: skip
    return Window(page, **more)


def test_each_question_is_heard_and_a_world_is_made_for_each_document():
    heard, session = [], Asked({"result": {"value": 3}})
    window = _window(session, hear=lambda: heard.append(1))
    assert (window.js("1 + 2"), window.js("1 + 2"), window.alive) == (3, 3, True)
    assert session.said.count("Page.createIsolatedWorld") == 1
    assert len(heard) >= 2
    window.begin_document()
    window.js("1 + 2")
    assert session.said.count("Page.createIsolatedWorld") == 2


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"exception": {"description": "TypeError: a"}, "text": "Uncaught"}, "Page: TypeError: a"),
        ({"exception": {"value": "thrown"}, "text": "Uncaught"}, "Page: thrown"),
        ({"text": "Uncaught"}, "Page: Uncaught"),
    ],
)
def test_what_a_page_throws_is_told_in_its_words(details, words):
    window = _window(Asked({"result": {}, "exceptionDetails": details}))
    with pytest.raises(Error, match=words):
        window.js("nothing.there")


def test_a_page_that_led_elsewhere_is_told_apart_from_one_that_broke():
    for why in ("Cannot find context with specified id", "Inspected target navigated or closed"):
        with pytest.raises(PageError, match=r"the page led to http://b\.test/ while"):
            _window(Asked(refuses=why)).js("1")
    with pytest.raises(Error, match="Target crashed"):
        _window(Asked(refuses="Target crashed")).js("1")


def test_a_page_of_our_own_is_given_back_after_many_loads():
    class Counted(OwnWindow):
        closed = 0

        def close(self):
            self.closed += 1
            self._loads = 0

    window = Counted(None, None)
    window.errors = ["of the page before"]
    for _ in range(400):
        window.begin()
    assert (window.closed, window.errors) == (0, [])
    window.begin()
    assert window.closed == 1


class Page:
    """A page on which each step is written down, and one thing is not there."""

    def __init__(self):
        self.done, self.keyboard = [], SimpleNamespace(press=self._key, type=self._type)

    def click(self, target, timeout):
        self.done.append(f"click {target}")
        if target == "#gone":
            raise Error("Page.click: Timeout 2000ms exceeded.\nCall log")

    def focus(self, target, timeout):
        self.done.append(f"focus {target}")

    def _key(self, key):
        self.done.append(f"press {key}")

    def _type(self, text):
        self.done.append(f"type {text}")


def test_a_state_is_reached_by_its_steps_one_after_the_other():
    stage = OwnStage(None, "")
    page = Page()
    stage.window._page, page.is_closed = page, lambda: False
    stage.settle = lambda: page.done.append("settled")
    stage.untouched = True
    steps = [("focus", "#a"), ("type", "Kallio"), ("press", "Enter"), ("click", "#b")]
    stage.act([Step(*step) for step in steps])
    assert page.done == [*map(" ".join, steps), "settled"]
    assert not stage.untouched
    assert stage._pointed
    with pytest.raises(
        StateError, match=r"^`click #gone`: Page\.click: Timeout 2000ms exceeded\.$"
    ):
        stage.act([Step("click", "#gone"), Step("press", "Tab")])
    with pytest.raises(StateError, match="unknown step `swipe`"):
        stage.act([Step("swipe", "#a")])
    assert page.done[-1] == "click #gone"


def test_the_browser_is_the_one_that_is_named_then_what_is_on_the_path_then_playwrights(
    monkeypatch, tmp_path
):
    own = tmp_path / "own"
    playwright = SimpleNamespace(chromium=SimpleNamespace(executable_path=str(own)))
    there = {"chromium": "/usr/bin/chromium", "chromium-browser": "/usr/bin/another"}
    monkeypatch.setattr("citydesign.audit.stage.browser.shutil.which", there.get)
    monkeypatch.setenv("CITYDESIGN_CHROMIUM", str(own))
    with pytest.raises(NoBrowserError, match="which is not a file"):
        executable(playwright)
    monkeypatch.delenv("CITYDESIGN_CHROMIUM")
    assert executable(playwright) == "/usr/bin/chromium"
    there["chromium-headless-shell"] = "/usr/bin/shell"
    assert executable(playwright) == "/usr/bin/shell"
    there.clear()
    with pytest.raises(NoBrowserError, match="No Chromium found"):
        executable(playwright)
    own.write_text("")
    assert executable(playwright) == str(own)
    monkeypatch.setenv("CITYDESIGN_CHROMIUM", str(own))
    there["chromium"] = "/usr/bin/chromium"
    assert executable(playwright) == str(own)


def test_what_playwright_switches_off_is_read_from_the_last_of_its_lists(monkeypatch):
    line = ["chrome", "--disable-features=A", "--other=B", "--disable-features=C,D"]
    monkeypatch.setattr("psutil.Process", lambda process: SimpleNamespace(cmdline=lambda: line))
    assert _switched_off(1) == ["C", "D"]
    line.clear()
    assert _switched_off(1) == []


def test_a_subject_is_somebody_elses_where_it_has_an_address_or_no_policy_of_ours():
    plain = Subject("tag", "ä default")
    assert plain.address == "http://citydesign.test/tag/%C3%A4%20default"
    assert not plain.foreign
    assert Subject("a", "b", path="c/d.html").address == "http://citydesign.test/c/d.html"
    assert Subject("a", "b", url="http://city.test/").foreign
    assert Subject("a", "b", policy="").foreign


class Started:
    """A browser made up for a test, and Playwright, which starts it."""

    def __init__(self, begun):
        self.connected, self.process, self.given = True, len(begun) + 100, []
        begun.append(self)

    def is_connected(self):
        return self.connected

    def close(self):
        self.connected = False

    def new_browser_cdp_session(self):
        kinds = [{"type": "GPU", "id": 1}, {"type": "browser", "id": self.process}]
        return SimpleNamespace(
            send=lambda _: {"processInfo": kinds}, detach=lambda: self.given.append("detached")
        )

    def new_context(self, **options):
        return options


def test_a_browser_is_started_once_and_again_when_it_was_lost(monkeypatch):
    begun, flags, killed = [], [], []
    monkeypatch.setattr(browser.os, "kill", lambda *given: killed.append(given))

    def launch(executable_path, args):
        flags.append((executable_path, args))
        return Started(begun)

    monkeypatch.setattr(browser, "executable", lambda _: "chrome")
    monkeypatch.setattr(browser, "_is_root", lambda: True)
    monkeypatch.setattr(browser, "_switched_off", lambda process: ["A", f"of {process}"])
    monkeypatch.setattr(browser.Chromium, "_off", None)
    one = browser.Chromium(SimpleNamespace(chromium=SimpleNamespace(launch=launch)))
    assert not one.alive
    one.kill()
    assert not killed
    assert one.context(locale="fi") == {"locale": "fi"}
    assert (one.browser, one.starts, one.process, one.alive) == (begun[1], 1, 101, True)
    assert [path for path, _ in flags] == ["chrome"] * 2
    assert not any("--disable-features" in flag for flag in flags[0][1])
    assert flags[1][1][-1] == "--disable-features=A,of 100,RenderDocument"
    assert all("--no-sandbox" in given for _, given in flags)
    assert [one.connected for one in begun] == [False, True]
    one.kill()
    assert killed == [(101, signal.SIGKILL)]
    begun[1].connected = False
    assert not one.alive
    assert (one.browser, one.starts, one.process) == (begun[2], 2, 102)
    assert all(one.given == ["detached"] for one in begun)
    one.close()
    assert (begun[2].connected, one.alive) == (False, False)
