"""`a11y(page)` in the tests of a city, which knows nothing of ours but the fixture."""

import json
import subprocess
import sys

import pytest

from citydesign.audit.verdict.report import read

pytestmark = pytest.mark.browser

CONFTEST = '''
import os
import pytest
from playwright.sync_api import sync_playwright
from citydesign.audit.stage.browser import executable

HTML = """<!doctype html><html lang="en"><head><title>Fees</title>
<meta name="viewport" content="width=device-width">
<style>html { color-scheme: light dark } button { font-size: 1rem; min-height: 44px; min-width: 44px }
p { margin-top: 900px }</style></head><body><main><h1>Fees</h1>
<button type="button" aria-expanded="false" aria-controls="more">More</button>
<div id="more" hidden><input id="child" size="30"></div><p>What a place costs</p></main>
<script>
  const button = document.querySelector("button"), more = document.querySelector("#more");
  button.onclick = () => {
    more.hidden = false; button.setAttribute("aria-expanded", "true"); more.firstChild.focus();
  };
  more.addEventListener("focusout", () => { more.hidden = true; });
</script></body></html>"""

@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=executable(playwright), args=flags)
        yield browser
        browser.close()

@pytest.fixture
def page(browser):
    context = browser.new_context(color_scheme="dark", viewport={"width": 700, "height": 500})
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(body=HTML, content_type="text/html"))
    page.goto("http://city.test:4711/fees?year=2027")
    yield page
    context.close()
'''
TESTS = '''
STATE = """() => [innerWidth, innerHeight, scrollY, document.activeElement.id,
  matchMedia("(prefers-color-scheme: dark)").matches, document.querySelector("#more").hidden,
  matchMedia("(forced-colors: active)").matches]"""

def test_at_rest(page, a11y):
    a11y(page)

def test_opened(page, a11y):
    page.click("button")
    page.evaluate("scrollTo(0, 120)")
    before = page.evaluate(STATE)
    try:
        a11y.check(page, level="A", widths=(320,), schemes=("light",))
    finally:
        assert page.evaluate(STATE) == before == [700, 500, 120, "child", True, False, False]
'''


@pytest.fixture
def city(tmp_path):
    (tmp_path / "conftest.py").write_text(CONFTEST, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\n", "utf-8")
    (tmp_path / "test_fees.py").write_text(TESTS, "utf-8")
    return tmp_path


def _pytest(folder, *arguments):
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_live_page_is_judged_in_its_state_and_left_in_it(city):
    done = _pytest(city, "-n", "2", "--a11y-report", "json=out/a.json", "--a11y-report", "html=web")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed" in done.stdout
    assert "1 accessibility fault on http://city.test:4711/fees?year=2027" in done.stdout
    assert "test_fees.py::test_opened/fees?year=2027 [live 320] #child" in done.stdout
    assert "this control has no accessible name" in done.stdout
    assert "Error" not in done.stdout, "the state of the page has changed"
    report = read(city / "out" / "a.json")
    at_rest, opened = sorted(report.pages, key=lambda page: page.page)
    assert not at_rest.faults
    assert at_rest.checks > 15
    assert {fault.selector for fault in opened.faults} == {"#child"}
    assert opened.pictures
    assert "#child" in (city / "web" / "index.html").read_text("utf-8")


def test_what_is_accepted_does_not_fail_and_what_is_fixed_does(city):
    opened = "-k", "opened"
    report = _pytest(city, *opened, "--a11y-report", "json=a.json")
    assert report.returncode == 1
    accept = subprocess.run(
        [sys.executable, "-m", "citydesign", "audit", "--from", "a.json", "--baseline", "known.toml",
         "--accept", "--reason", "first audit", "--owner", "web team", "--expires", "2999-01-01"],
        cwd=city, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert accept.returncode == 0, accept.stderr
    done = _pytest(city, *opened, "--a11y-baseline", "known.toml")
    assert done.returncode == 0, done.stdout
    page = (city / "conftest.py").read_text("utf-8")
    mended = page.replace('<input id="child"', '<input aria-label="Child" id="child"')
    (city / "conftest.py").write_text(mended, "utf-8")
    done = _pytest(city, *opened, "--a11y-baseline", "known.toml")
    assert "known issue is fixed, remove it" in done.stdout


def test_a_budget_lets_so_many_faults_of_an_impact_pass(city):
    opened = "-k", "opened"
    allowed = _pytest(city, *opened, "--a11y-budget", "critical=1")
    assert allowed.returncode == 0, allowed.stdout
    done = _pytest(city, *opened, "--a11y-budget", "critical=0", "--a11y-budget", "serious=9")
    assert "1 failed" in done.stdout
    (city / "test_strict.py").write_text(STRICT, "utf-8")
    done = _pytest(city, "-k", "strict", "--a11y-budget", "critical=1")
    assert "1 failed" in done.stdout, "a test may allow less than the command"
    done = _pytest(city, "--a11y-budget", "nice=1")
    assert done.returncode == 4
    assert "--a11y-budget: unknown level or impact 'nice'" in done.stderr


WRITTEN = '''
import pytest
HTML = """<!doctype html><html lang="en"><head><title>Fees</title>
<meta name="viewport" content="width=device-width">%s</head>
<body><main><h1>Fees</h1><p>What a place costs</p></main></body></html>"""
DARK = "<style>html { color-scheme: dark } p { color: #555 }</style>"

@pytest.mark.parametrize("head", ["", DARK], ids=["plain", "dark"])
def test_written(page, a11y, head):
    page.goto("about:blank")
    page.set_content(HTML % head)
    before = page.screenshot()
    try:
        a11y(page)
    finally:
        assert page.screenshot() == before
'''


def test_a_page_that_a_test_wrote_itself_is_judged_on_paper(city):
    (city / "test_written.py").write_text(WRITTEN, "utf-8")
    done = _pytest(city, "-k", "written")
    assert "1 failed, 1 passed" in done.stdout, done.stdout
    assert "test_written[dark]" in done.stdout
    assert "has contrast" in done.stdout
    assert "Error" not in done.stdout, "the page looks as before"


STRICT = """
def test_strict(page, a11y):
    page.click("button")
    a11y.check(page, budgets={}, widths=(320,), schemes=("light",))
"""
PRESSED = '''
SCRIPT = """() => {
  document.querySelector("main").innerHTML = "<h1>Fees</h1><a href='/' role='button'>Leave</a>";
  addEventListener("keydown", () => { document.title = "pressed"; });
}"""

def test_leaving(page, a11y):
    page.evaluate(SCRIPT)
    try:
        a11y.check(page, level="best", widths=(320,), schemes=("light",))
    finally:
        print("the title is", page.title())
'''


def test_no_key_is_sent_to_a_live_page(city):
    (city / "test_fees.py").write_text(PRESSED, "utf-8")
    done = _pytest(city)
    assert "the space bar does nothing unless a script sees to it" in done.stdout
    assert "the title is Fees" in done.stdout


def test_a_page_of_another_kind_is_refused_in_one_line(city):
    (city / "test_fees.py").write_text(
        "def test_async(a11y):\n"
        "    from playwright.async_api import Page\n"
        "    a11y(object.__new__(Page))\n",
        "utf-8",
    )
    done = _pytest(city)
    assert "a11y needs a page of playwright.sync_api, not playwright.async_api" in done.stdout


def test_a_report_that_cannot_be_written_is_said_before_the_first_test(city):
    done = _pytest(city, "--a11y-report", "html=conftest.py")
    assert done.returncode == 4
    assert "conftest.py: a file; html is a folder" in done.stderr


def test_without_the_audit_extra_other_tests_run_as_ever(tmp_path):
    missing = "numpy", "PIL", "playwright", "psutil", "html5lib", "axe_playwright_python"
    blocked = "\n".join(f"sys.modules[{name!r}] = None" for name in missing)
    (tmp_path / "sitecustomize.py").write_text(f"import sys\n{blocked}\n", "utf-8")
    (tmp_path / "test_sum.py").write_text(
        "def test_sum():\n    assert 1 + 1 == 2\n\ndef test_page(a11y):\n    a11y(None)\n", "utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], cwd=tmp_path,
        capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    assert 'pip install "citydesign[audit]"' in done.stdout
    assert json.dumps(done.stderr) == '""'
