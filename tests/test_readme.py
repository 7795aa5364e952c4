"""The README is true."""

import re
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from citydesign import UsageError, install

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_first_page_has_eight_lines_runs_and_is_styled():
    (script,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len([line for line in script.splitlines() if line.strip()]) == 8
    names = {"__name__": "page"}
    exec(compile(script, "README.md", "exec"), names)
    client = names["app"].test_client()
    html = client.get("/").text
    assert "Your name</label>" in html
    css = b""
    for sheet in re.findall(r'<link rel="stylesheet" href="([^"]+)"', html):
        with client.get(sheet) as answer:
            css += answer.data
    assert b"city-text-input" in css


def test_every_target_and_file_that_it_names_is_there():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make ([a-z]+)`", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_error_that_it_shows_is_the_error_that_you_get():
    (template,) = re.findall(r"```jinja\n(.*?)```", README, re.DOTALL)
    (shown,) = re.findall(r"^form\.html:.*$", README, re.MULTILINE)
    env = Environment(
        loader=DictLoader({"form.html": template.replace("error=", "eror=")}), autoescape=True
    )
    install(env)
    with pytest.raises(UsageError) as caught:
        env.get_template("form.html").render(errors={})
    assert str(caught.value) == shown
