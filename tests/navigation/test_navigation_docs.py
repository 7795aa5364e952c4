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
GUIDE = (ROOT / "docs" / "navigation" / "menus-from-one-tree.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.S | re.M)
BLOCKS = BLOCK.findall(GUIDE)


def is_of_another_host(text):
    return "citydesign.django" in text or "citydesign.starlette" in text


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the files of the guide."""
    monkeypatch.chdir(tmp_path)
    for kind, text in BLOCKS:
        if kind in ("toml", "jinja"):
            path = Path(re.match(r"(?:# |\{# )(\S+)", text)[1])
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
    return tmp_path


def printed_by(work):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        work()
    return out.getvalue()


def test_the_guide_runs_and_prints_what_it_says(folder):
    names, printed, compared = {"__name__": "guide"}, "", 0
    for kind, text in BLOCKS:
        if kind == "python" and not is_of_another_host(text):
            assert not printed, f"the guide does not show what this prints: {printed}"
            code = compile(text, "guide", "exec")
            printed = printed_by(lambda code=code: exec(code, names))
        elif kind == "sh":
            printed = printed_by(lambda text=text: cli.main(text.split()[1:]))
        elif kind == "text" and printed:
            assert printed == text
            printed, compared = "", compared + 1
    assert compared == 7
    assert not printed
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


@pytest.mark.parametrize("host", RUNS)
def test_the_pages_of_the_guide_are_shown_by_the_other_hosts(host, folder):
    (code,) = (text for kind, text in BLOCKS if kind == "python" and f"import {host}\n" in text)
    name, run = RUNS[host]
    assert code.startswith(f"# {name}\n")
    Path(name).write_text(code, "utf-8")
    Path("run.py").write_text(run, "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "run.py"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r'href="[^"]*/families/?" aria-current="page">Perheet</a>', done.stdout)
