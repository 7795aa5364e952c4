"""Files and the time left in a real browser: at 320 px, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")

from flask import Flask
from tests.forms import filed
from tests.forms.test_flow_hosts import wtforms_of
from tests.forms.walk import TEMPLATE
from tests.served import served, usable_on_a_phone
from tests.test_forms_files import PDF

import citydesign.flask
from citydesign.forms.core.journey import Journey, Page
from citydesign.forms.journey import Flow
from citydesign.forms.store import SqlStore, migrate
from citydesign.store import send_due, store_engine


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[str, SqlStore]]:
    (tmp_path / "form.html").write_text(TEMPLATE, "utf-8")
    app = Flask(__name__, template_folder=str(tmp_path))
    app.debug = True
    citydesign.flask.install(app, strict=True)
    citydesign.flask.protect(app)
    engine = store_engine(f"sqlite:///{tmp_path / 'forms.db'}")
    migrate(engine)
    took = filed.uploads(tmp_path / "files")
    store = SqlStore(
        engine, b"s" * 32, days=30, sent_days=90, files=took.store, idle=timedelta(minutes=30)
    )
    page = Page(name="a", title="Papers", form=wtforms_of(took))
    journey = Journey(name="filed", title="Filed", pages=[page])
    zone = ZoneInfo("Europe/Helsinki")
    flow = Flow(journey, store, store.receive, b"s" * 32, zone=zone)
    app.register_blueprint(citydesign.flask.journey_pages(flow, "form.html"), url_prefix="/apply")
    with served(app) as origin:
        yield f"{origin}/apply/", store
    engine.dispose()


@pytest.mark.parametrize("scripts", [True, False])
def test_files_stay_and_more_time_is_given_on_a_phone(
    chromium: Any, service: tuple[str, SqlStore], scripts: bool
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

        def go(name: str) -> None:
            with page.expect_navigation():
                page.get_by_role("button", name=name, exact=True).click()
            judge()

        page.goto(url)
        go("Start")
        assert "The form will be closed on this device at" in page.content()
        files = [
            {"name": name, "mimeType": "application/pdf", "buffer": PDF}
            for name in ("ä <b>.pdf", "b.pdf")
        ]
        page.locator("#papers").set_input_files(files)
        go("Continue")
        assert page.title().startswith("Error: ")
        names = page.locator(".city-file-upload__name")
        assert names.all_text_contents() == ["ä <b>.pdf", "b.pdf"]
        page.locator("#name").fill("Aino")
        if scripts:
            page.locator(".city-session-timeout__ask button").click()
            judge()
            with page.expect_response(lambda one: one.url.endswith("/more-time")) as answer:
                page.get_by_role("dialog").or_(page.get_by_role("alertdialog")).get_by_role(
                    "button", name="Continue"
                ).click()
            assert answer.value.status == 200
            page.locator("dialog").wait_for(state="detached")
        else:
            with page.expect_popup() as tab:
                page.locator(".city-session-timeout__ask button").click()
            tab.value.locator(".city-session-timeout__ends").wait_for()
            assert tab.value.title() == "How much time you have – Rantakylä"
            tab.value.close()
        assert page.locator("#name").input_value() == "Aino"
        go("Continue")
        assert "ä &lt;b&gt;.pdf<br>b.pdf" in page.content()
        go("Send")
        assert page.title() == "We have received your answers – Rantakylä"
        letters: list[Any] = []
        send_due(store.due, letters.append, store.sent)
        assert len(letters[0].submission.data["a"]["papers"]) == 2
    finally:
        context.close()
