"""What tests share: the audit's browser, one for each process, and its result at the end."""

import gc
import inspect
import re
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import settings

# A property is judged by its results, never by how long one case takes on a busy machine.
settings.register_profile("house", deadline=None, database=None)
settings.load_profile("house")

#: The parts of the result, one from each process that looked at examples, as JSON.
PARTS = pytest.StashKey()
RESULT = Path(__file__).parent / "build" / "audit.json"


@pytest.fixture(scope="session")
def audit():
    """A browser with proved checks; see `citydesign.audit.run.session.Session`."""
    from citydesign.audit.run.session import Session

    with Session() as session:
        yield session


@pytest.fixture(scope="session")
def audited(request, audit):
    """The result of this process: what is appended to its pages ends up in build/audit.json."""
    from citydesign.audit.verdict.report import Report

    report = Report([], versions=audit.versions)
    yield report
    report.seconds = sum(page.seconds for page in report.pages)
    if hasattr(request.config, "workeroutput"):
        request.config.workeroutput["audit"] = report.json()
    else:
        request.config.stash[PARTS].append(report.json())


@pytest.fixture(scope="session")
def chromium():
    """A browser for what is special to one component; one Playwright is all a thread can have."""
    from citydesign.audit.stage import browser

    with browser.chromium() as chromium:
        yield chromium.browser


#: A file without these words opens no browser; one with this line does nothing else.
MAY_OPEN = re.compile(r"\b(?:audit|browser|chromium|open_example)\b")
OPENS_ALWAYS = re.compile(r"(?m)^pytestmark = pytest\.mark\.browser$")


def pytest_ignore_collect(collection_path, config):
    """Leave files unread that have nothing of the half that is asked for: reading costs most."""
    half = config.option.markexpr
    if half not in {"browser", "not browser"} or not re.match("test_.*py", collection_path.name):
        return None
    text = collection_path.read_text("utf-8")
    other = OPENS_ALWAYS.search(text) if half == "not browser" else not MAY_OPEN.search(text)
    return True if other else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what opens a browser: it keeps an event loop in its thread, so it runs by itself."""
    for item in items:
        if {"audit", "chromium"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


#: What a test may do to a window that no other page takes back: such a file has new ones.
STAYS = re.compile(
    r"\.(?:on|once|route|clock|context|add_init_script|set_default_\w+)\b|new_cdp_session|Storage"
)
#: Circumstances of a window that the next test may want to be others.
SIZE = {"width": 1280, "height": 720}
PLAIN = {
    "media": "screen",
    "color_scheme": "light",
    "contrast": "no-preference",
    "forced_colors": "none",
    "reduced_motion": "no-preference",
}


@pytest.fixture(scope="session")
def windows():
    """Windows that nobody looks at, by what they were opened with: a new one costs three pages."""
    waiting = {}
    yield waiting
    for page in chain.from_iterable(waiting.values()):
        page.context.close()


@pytest.fixture
def open_example(request, chromium, windows):
    """Open an example's page by its id, under the policy that the components promise to keep."""
    from citydesign import assets, examples
    from citydesign.audit.pages.subject import ORIGIN, POLICY
    from citydesign.audit.stage.server import Server, Site

    keeps = not STAYS.search(inspect.getsource(request.module))
    used = []

    def open_example(name, viewport=SIZE, **context):
        example = next(e for e in examples.all_examples() if e.id == name)
        waiting = windows.setdefault(repr(sorted(context.items())), []) if keeps else []
        if waiting:
            page = waiting.pop()
        else:
            page = chromium.new_context(**context).new_page()
            page.server = Server()
            page.server.attach(page)
        used.append((page, waiting))
        page.set_viewport_size(viewport)
        page.emulate_media(**{k: v for k, v in PLAIN.items() if k not in context})
        pages = {"/": examples.page(example)}
        page.server.begin()
        page.server.site = Site(pages.get, assets.assets_path(), policy=POLICY)
        page.goto(ORIGIN)
        return page

    yield open_example
    for page, waiting in used:
        if keeps and page.context.pages == [page]:
            page.goto("about:blank")
            page.mouse.move(-10, -10)
            waiting.append(page)
        else:
            page.context.close()


def pytest_configure(config):
    config.stash[PARTS] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection():
    """Read all tests, and keep what is there then out of every search for garbage.

    Modules and tests stay until the end. To look through them again and again takes a tenth of all
    work, so that is left out, and the rest is searched less often.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give out the tests as `--dist loadgroup` does, from both ends, and forget what is done.

    pytest-xdist keeps it and counts it again after each test: half a minute for 20 000 tests. Tests
    that wait are beside each other; so that a core always has work, every second process begins at
    the last test.
    """
    from xdist.scheduler import LoadGroupScheduling

    class Scheduling(LoadGroupScheduling):
        def _assign_work_unit(self, node):
            if self.nodes.index(node) % 2:
                self.workqueue.move_to_end(next(reversed(self.workqueue)), last=False)
            super()._assign_work_unit(node)

        def mark_test_complete(self, node, item_index, duration=0):
            unit = self._split_scope(self.registered_collections[node][item_index])
            super().mark_test_complete(node, item_index, duration)
            if all(self.assigned_work[node][unit].values()):
                del self.assigned_work[node][unit]

    return Scheduling(config, log) if config.option.dist == "loadgroup" else None


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    if "audit" in getattr(node, "workeroutput", {}):
        node.config.stash[PARTS].append(node.workeroutput["audit"])


def pytest_terminal_summary(terminalreporter, config):
    if not config.stash[PARTS]:
        return
    from citydesign.audit.verdict import report
    from citydesign.examples import all_examples

    whole = report.merge([report.parse(part) for part in config.stash[PARTS]])
    terminalreporter.write_line(f"audit: {whole.pace}")
    missing = {e.id for e in all_examples()} - {page.page for page in whole.pages}
    if missing:
        kept = "is left as it was" if RESULT.exists() else "is not written"
        terminalreporter.write_line(
            f"audit: {len(missing)} examples not looked at; {RESULT} {kept}"
        )
    else:
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(whole.json(), "utf-8")
