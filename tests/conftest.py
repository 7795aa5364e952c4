"""What tests share: the audit's browser, one for each process, and its count at the end."""

import json

import pytest

PACE = pytest.StashKey()


@pytest.fixture(scope="session")
def audit(request):
    """A browser with proved checks; see `citydesign.audit.session.Session`."""
    from citydesign.audit.session import Session

    with Session() as session:
        yield session
    tally = [session.checks, session.subjects, session.seconds]
    if hasattr(request.config, "workeroutput"):
        request.config.workeroutput["audit"] = json.dumps(tally)
    else:
        request.config.stash[PACE] = [tally]


@pytest.fixture(scope="session")
def chromium():
    """A browser for what is special to one component; one Playwright is all a thread can have."""
    from citydesign.audit import browser

    with browser.chromium() as chromium:
        yield chromium.browser


@pytest.fixture(autouse=True)
def _settings_of_nobody(request):
    """Let each test begin as a process in which no host has installed anything yet."""
    from citydesign import environment

    environment._latest = environment.Settings()
    if "installed_host" in request.fixturenames:
        environment._latest = request.getfixturevalue("installed_host").settings


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what opens a browser: it keeps an event loop in its thread, so it runs by itself."""
    for item in items:
        if {"audit", "chromium"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def open_example(chromium):
    """Open an example's page by its id, under the policy that the components promise to keep."""
    from citydesign import assets, examples

    contexts = []

    def answer(route, html):
        _, found, name = route.request.url.partition("/citydesign/")
        if found:
            route.fulfill(path=assets.assets_path() / name)
        else:
            policy = {"Content-Security-Policy": "default-src 'self'"}
            route.fulfill(body=html, content_type="text/html", headers=policy)

    def open_example(name, **context):
        example = next(e for e in examples.all_examples() if e.id == name)
        contexts.append(chromium.new_context(**context))
        page = contexts[-1].new_page()
        page.route("http://city.test/**", lambda route: answer(route, examples.page(example)))
        page.goto("http://city.test/")
        return page

    yield open_example
    for context in contexts:
        context.close()


def pytest_configure(config):
    config.stash[PACE] = []


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    if "audit" in getattr(node, "workeroutput", {}):
        node.config.stash[PACE].append(json.loads(node.workeroutput["audit"]))


def pytest_terminal_summary(terminalreporter, config):
    tallies = config.stash[PACE]
    if tallies and any(seconds for _, _, seconds in tallies):
        checks = sum(tally[0] for tally in tallies)
        pages = sum(tally[1] for tally in tallies)
        longest = max(tally[2] for tally in tallies)
        terminalreporter.write_line(
            f"audit: {checks} checks of {pages} pages in {longest:.0f} s on {len(tallies)} "
            f"processes: {60 * checks / longest:.0f} checks a minute"
        )
