"""What the guide shows is what happens."""

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from citydesign import cli

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.S | re.M)


def text_of(guide):
    return (ROOT / "docs" / "navigation" / f"{guide}.md").read_text("utf-8")


GUIDE = text_of("menus-from-one-tree")
BLOCKS = BLOCK.findall(GUIDE)


def is_of_another_host(text):
    return "citydesign.django" in text or "citydesign.starlette" in text


def save_files(blocks):
    for kind, text in blocks:
        if kind in ("toml", "jinja"):
            path = Path(re.match(r"(?:# |\{# )(\S+)", text)[1])
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the files of the guide."""
    monkeypatch.chdir(tmp_path)
    save_files(BLOCKS)
    return tmp_path


def run(blocks, folder):
    """Run a guide from its beginning; give its names and how often it showed what it prints."""
    names, printed, compared = {"__name__": "guide"}, "", 0
    for kind, text in blocks:
        if kind == "python" and not is_of_another_host(text):
            assert not printed, f"the guide does not show what this prints: {printed}"
            here = text.replace("Flask(__name__)", f"Flask(__name__, root_path={str(folder)!r})")
            code = compile(here, "guide", "exec")
            printed = printed_by(lambda code=code: exec(code, names))
        elif kind == "sh":
            printed = printed_by(lambda text=text: cli.main(text.split()[1:]))
        elif kind == "text" and printed:
            assert printed == text
            printed, compared = "", compared + 1
    assert not printed
    return names, compared


def printed_by(work):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        work()
    return out.getvalue()


def test_the_guide_runs_and_prints_what_it_says(folder):
    assert run(BLOCKS, folder)[1] == 7
    assert "sitemap.xml" in {path.name for path in Path("out").iterdir()}
    assert len(list(Path("out").rglob("index.html"))) == 14
    html = Path("out/sv/familjer/avgifter/index.html").read_text("utf-8")
    assert '<html lang="sv"' in html
    assert 'href="/sv/families" aria-current="true">Familjer</a>' in html
    assert "This page is not available in English." in html


def test_the_fault_that_the_guide_shows_is_found(folder, capsys):
    site = Path("site.toml")
    site.write_text(site.read_text("utf-8").replace('languages = ["fi", "sv"]\n', ""), "utf-8")
    assert cli.main(["navigation", "check", "site.toml"]) == 1
    line = capsys.readouterr().out.splitlines()[0]
    assert f"```text\n{line}\n```" in GUIDE


def test_the_pages_of_the_guide_are_shown_in_flask(folder):
    names = {"__name__": "guide"}
    (app,) = (text for kind, text in BLOCKS if kind == "python" and "Flask(__name__)" in text)
    (read,) = (
        text
        for kind, text in BLOCKS
        if text.startswith("from citydesign.navigation import read_tree")
    )
    exec(
        compile(app.replace("__name__", f"__name__, root_path={str(folder)!r}"), "guide", "exec"),
        names,
    )
    exec(compile(read, "guide", "exec"), names)
    html = names["app"].test_client().get("/sv/families").text
    assert '<link rel="canonical" href="https://www.rantakyla.fi/sv/families">' in html
    assert 'href="/sv/families" aria-current="page">Familjer</a>' in html
    assert html.count('rel="alternate"') == 3
    assert '<a class="city-footer__link" href="/sv/familjer/avgifter">Avgifter</a>' in html
    assert "Dataskydd" in html


RUNS = {
    "citydesign.django": (
        "urls.py",
        """
import os, sys
from django.conf import settings
settings.configure(DEBUG=True, ROOT_URLCONF="urls", ALLOWED_HOSTS=["*"], SECRET_KEY="for this test",
    INSTALLED_APPS=["citydesign.django"], MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"],
    LANGUAGES=[("fi", "Finnish"), ("sv", "Swedish")], LANGUAGE_CODE="fi", STATIC_URL="/static/",
    TEMPLATES=[{"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": ["templates"],
        "OPTIONS": {"environment": "citydesign.django.environment"}}])
import django
django.setup()
from django.test import Client
print(Client().get("/fi/families/").content.decode())
""",
    ),
    "citydesign.starlette": (
        "app.py",
        """
from app import app
from starlette.testclient import TestClient
print(TestClient(app).get("/families").text)
""",
    ),
}


def told_by(program):
    """What a program says in a process of its own, with warnings as errors."""
    Path("run.py").write_text(program, "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "run.py"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("host", RUNS)
def test_the_pages_of_the_guide_are_shown_by_the_other_hosts(host, folder):
    (code,) = (text for kind, text in BLOCKS if kind == "python" and f"import {host}\n" in text)
    name, run = RUNS[host]
    assert code.startswith(f"# {name}\n")
    Path(name).write_text(code, "utf-8")
    told = told_by(run)
    assert re.search(r'href="[^"]*/families/?" aria-current="page">Perheet</a>', told)


@pytest.mark.parametrize(
    ("guide", "shows"),
    [("lay-out-a-page", 1), ("languages-in-the-address", 2), ("error-pages", 1)],
)
def test_the_other_guides_run_and_print_what_they_say(guide, shows, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall(text_of(guide))
    save_files(blocks)
    assert run(blocks, tmp_path)[1] == shows
    if guide == "error-pages":
        for language, heading in (("fi", "Palvelu"), ("sv", "Tjänsten"), ("en", "The service")):
            html = Path(f"closed.{language}.html").read_text("utf-8")
            assert f'<html lang="{language}"' in html
            assert f"<title>{heading}" in html
            assert "2027-03-26T22:00" in html


ERRORS = {
    "django": """
import sys
from django.conf import settings
settings.configure(ROOT_URLCONF="__main__", ALLOWED_HOSTS=["*"], SECRET_KEY="for this test",
    INSTALLED_APPS=["citydesign.django"], MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"],
    LANGUAGES=[("fi", "Finnish"), ("sv", "Swedish")], LANGUAGE_CODE="fi", STATIC_URL="/static/",
    TEMPLATES=[{"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": ["templates"],
        "OPTIONS": {"environment": "citydesign.django.environment"}}])
import django
django.setup()
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.test import Client
from django.urls import path
urlpatterns = i18n_patterns(path("", lambda request: HttpResponse("page")))
answer = Client().get("/sv/gone/")
print(answer.status_code, answer.content.decode())
""",
    "starlette": """
from service import app
from starlette.testclient import TestClient
@app.get("/fi/card")
def card(): return 1 / 0
client = TestClient(app, raise_server_exceptions=False)
assert client.get("/fi/card").status_code == 500
assert "Palvelussa" in client.get("/fi/card").text
answer = client.get("/fi/gone", headers={"Accept-Language": "en"})
print(answer.status_code, answer.text)
""",
}


@pytest.mark.parametrize("host", ERRORS)
def test_the_error_pages_of_the_other_hosts_speak_the_language_of_the_address(
    host, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall(text_of("error-pages"))
    save_files(blocks)
    (service,) = (text for kind, text in blocks if text.startswith("# service.py"))
    Path("service.py").write_text(service, "utf-8")
    told = told_by(ERRORS[host])
    status, _, html = told.partition(" ")
    assert status == "404"
    assert "<h1" in html
    assert ("Sidan hittades inte" if host == "django" else "Sivua ei löytynyt") in html
