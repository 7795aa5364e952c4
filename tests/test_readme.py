"""The README is true."""

import importlib
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from citydesign import UsageError, install

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


class Page(HTMLParser):
    """What a page says of itself: its title, the element of each id, the value of each input."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.values, self.title = {}, {}, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids[found["id"]] = tag
        if tag == "input":
            self.values[found["name"]] = found.get("value", "")

    def handle_data(self, data):
        if self.lasttag == "title" and not self.title:
            self.title = data


@pytest.fixture
def client(tmp_path, monkeypatch):
    """A client of the first page, saved in a folder as the README says."""
    (script,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (template,) = re.findall(r"```jinja\n(.*?)```", README, re.DOTALL)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "card.html").write_text(template, "utf-8")
    (tmp_path / "card.py").write_text(script, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "card", raising=False)
    yield importlib.import_module("card").app.test_client()
    del sys.modules["card"]


def test_the_first_page_is_styled(client):
    html = client.get("/").text
    assert "<title>Library card – City of Tampere</title>" in html
    assert "Postal code</label>" in html
    assert "city-error-summary" not in html
    css = b""
    for sheet in re.findall(r'<link rel="stylesheet" href="([^"]+)"', html):
        with client.get(sheet) as answer:
            css += answer.data
    assert b"city-text-input" in css


@pytest.mark.parametrize("code", ["", "3310O", "331000", "<b>"])
def test_a_wrong_answer_is_explained_and_kept(client, code):
    wrong = client.post("/", data={"code": code})
    page = Page(wrong.text)
    assert wrong.status_code == 422
    assert page.title == "Error: Library card – City of Tampere"
    assert page.values["code"] == code
    (link,) = re.findall(r'<a [^>]*href="#([^"]+)"[^>]*>Enter the five digits', wrong.text)
    assert page.ids[link] == "input"


def test_a_right_answer_is_thanked_on_a_page_that_may_be_loaded_again(client):
    sent = client.post("/", data={"code": "33100"})
    assert (sent.status_code, sent.location) == (303, "/thanks")
    thanks = client.get(sent.location)
    assert thanks.status_code == 200
    assert "<h1>Thank you</h1>" in thanks.text


def test_every_target_and_file_that_it_names_is_there():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make ([a-z-]+)`", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_error_that_it_shows_is_the_error_that_you_get(tmp_path):
    (template,) = re.findall(r"```jinja\n(.*?)```", README, re.DOTALL)
    (shown,) = re.findall(r"^.*card\.html:.*$", README, re.MULTILINE)
    (tmp_path / "card.html").write_text(
        template.replace("value=code, error=", "value=code, eror="), "utf-8"
    )
    env = Environment(loader=FileSystemLoader(tmp_path), autoescape=True)
    install(env)
    with pytest.raises(UsageError) as caught:
        env.get_template("card.html").render(code="", error=None, url_for=str)
    assert str(caught.value) == shown.replace("/home/you/card/templates", str(tmp_path))
