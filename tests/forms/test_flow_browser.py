"""F9: a form of several pages by keyboard, at 320 px, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")

from flask import Flask
from tests.forms.permit import permit
from tests.forms.walk import TEMPLATE
from tests.served import served, usable_on_a_phone

import citydesign.flask
from citydesign.forms.journey import Flow, MemoryStore


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[str, MemoryStore]]:
    """A city's service in two languages, on a port of its own."""
    (tmp_path / "form.html").write_text(TEMPLATE, "utf-8")
    app = Flask(__name__, template_folder=str(tmp_path))
    app.debug = True
    languages = citydesign.flask.Languages(app, ["en", "fi"])
    citydesign.flask.install(app, locale=languages, strict=True)
    citydesign.flask.protect(app)
    store = MemoryStore(debug=True)
    roots = {"en": "/en/apply/", "fi": "/fi/apply/"}
    flow = Flow(permit(), store, store.receive, b"s" * 32, roots=roots)
    app.context_processor(lambda: {"here": languages.links("journey.page")})
    pages = citydesign.flask.journey_pages(flow, "form.html")
    app.register_blueprint(pages, url_prefix="/<language:language>/apply")
    with served(app) as origin:
        yield f"{origin}/en/apply/", store


@pytest.mark.parametrize("scripts", [True, False])
def test_f9_a_form_is_filled_in_by_keyboard_on_a_phone(
    chromium: Any, service: tuple[str, MemoryStore], scripts: bool
) -> None:
    url, store = service
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=scripts, bypass_csp=True
    )
    try:
        page = context.new_page()

        def judge() -> None:
            if scripts:
                usable_on_a_phone(page)

        def go(key: str = "Enter") -> None:
            """Press a key on what has the focus, and wait for the page that it leads to."""
            with page.expect_navigation():
                page.keyboard.press(key)
            judge()

        def tab_to(name: str) -> None:
            """Walk to the control of this name, as somebody without a mouse does."""
            wanted = page.get_by_text(name, exact=True).or_(page.get_by_label(name, exact=True))
            for _ in range(40):
                page.keyboard.press("Tab")
                focus = page.locator(":focus")
                if focus.count() and focus.and_(wanted).count():
                    return
                if focus.count() and focus.get_by_text(name, exact=True).count():
                    return
            raise AssertionError(f"Tab does not reach {name!r} at {page.url}")

        page.goto(url)
        judge()
        tab_to("Start")
        go()
        tab_to("Continue")
        go()
        assert page.title() == "Error: Home en – Rantakylä"
        assert page.locator(":focus").get_attribute("id") == "error-summary"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.locator(":focus").get_attribute("id") == "where"
        page.keyboard.press("Space")
        go()
        tab_to("Name (en)")
        page.keyboard.insert_text("Äiti <b>")
        for part in ("1", "5", "2024"):
            page.keyboard.press("Tab")
            page.keyboard.insert_text(part)
        page.keyboard.press("Shift+Tab")
        for _ in range(9):
            if page.locator(":focus").text_content() == "Suomi":
                break
            page.keyboard.press("Shift+Tab")
        go()
        assert page.title() == "Kunta 1: Child fi – Rantakylä"
        assert page.locator("#name").input_value() == "Äiti <b>"
        tab_to("English")
        go()
        page.locator("#born-year").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        go()
        assert page.title() == "Your children – Rantakylä"
        tab_to("Continue")
        go()
        tab_to("Days")
        page.keyboard.press("Space")
        go()
        tab_to("Your name (en)")
        page.keyboard.insert_text("Aino")
        page.keyboard.press("Tab")
        page.keyboard.insert_text("aino@example.fi")
        go()
        assert page.title() == "Check your answers – Rantakylä"
        page.go_back()
        assert page.locator("#email").input_value() == "aino@example.fi"
        page.go_forward()
        tab_to("Send")
        go()
        assert page.title() == "We have received your answers – Rantakylä"
        page.go_back()
        assert page.title() == "We have received your answers – Rantakylä"
        assert len(store.received) == 1
    finally:
        context.close()
