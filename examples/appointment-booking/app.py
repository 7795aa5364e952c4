"""Book an appointment: a small real service on Flask, on top of `citydesign.booking`.

Start it with `make booking`. It keeps bookings in `build/appointments.sqlite3`. For PostgreSQL name
the database: `BOOKING_DATABASE=postgresql+psycopg://user@host/name make booking`.
`SECRET_KEY` (32 bytes or more) keeps links and open pages valid when the server restarts.

Studios cost a fee, which a stand-in for a payment service takes. `SITE` says where the pages are,
seen from outside.

Staff see the day at `/en/staff/`, if `create_app(who=...)` says who sends a request. With
`FLASK_DEBUG=1` you choose whom you pretend to be.
"""

import os
import secrets
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask import Flask, redirect, render_template, request, url_for

import citydesign.flask
from citydesign.booking import Code, heading, sentence
from citydesign.booking.journey import Journey
from citydesign.booking.provider import Provider
from citydesign.booking.store import Store, booking_engine, migrate
from citydesign.identity import FakeIdentity, Who
from citydesign.locale import Language, read_texts
from citydesign.navigation import Page, Tree, from_routes
from citydesign.store import StoreUnavailable, utc_now

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from offer import provider, till  # noqa: E402
from plan import plan  # noqa: E402
from seed import seed  # noqa: E402
from staff import PEOPLE, add_staff  # noqa: E402

TEXTS = read_texts(HERE / "texts.toml")


def named(key: str, url: str | None = None, **options) -> Page:
    """A page of the tree whose name is one of our texts."""
    return Page({tag: words[key] for tag, words in TEXTS.items()}, url, **options)


def tree(app: Flask) -> Tree:
    """The pages that have one address each; those of a booking are below the front page."""
    pages = {
        "appointments.page": named("title"),
        "statement": named("statement_title", menus=["accessibility"]),
        "law": named("data_protection", "https://www.hel.fi/tietosuoja", menus=["legal"]),
    }
    return Tree(from_routes(citydesign.flask.routes(app), pages), ["fi", "sv", "en"])


def create_app(
    database: str | None = None,
    clock: Callable[[], datetime] = utc_now,
    seeded: bool = True,
    who: Who | None = None,
    other: Provider | None = None,
) -> Flask:
    """Make the service; `other` is a provider to book with instead of the store."""
    app = Flask(HERE.name, root_path=str(HERE))
    app.secret_key = os.environ.get("SECRET_KEY") or secrets.token_hex(32)
    app.config |= {"SESSION_COOKIE_SAMESITE": "Lax", "SESSION_COOKIE_HTTPONLY": True}

    build = HERE.parents[1] / "build"
    default = f"sqlite:///{build / 'appointments.sqlite3'}"
    url = database or os.environ.get("BOOKING_DATABASE", default)
    if url == default:
        build.mkdir(exist_ok=True)
    engine = booking_engine(url)
    migrate(engine)
    secret = app.secret_key.encode()
    store = Store(engine, plan(), secret, clock=clock)
    app.extensions["store"] = store
    if seeded:
        seed(store, clock())

    languages = citydesign.flask.Languages(app, ["fi", "sv", "en"])
    own = {tag: {"booking.page-neutral-text": words["neutral"]} for tag, words in TEXTS.items()}
    citydesign.flask.install(app, locale=languages, theme="helsinki", face="inter", messages=own)
    citydesign.flask.protect(app)
    say = Language(languages, TEXTS).text
    app.jinja_env.globals["say"] = say

    money, gateway = till(store, secret)
    journey = Journey(other or provider(store, money, TEXTS), secret, clock=clock)
    pages = citydesign.flask.booking_pages(journey, "journey.html")
    app.register_blueprint(pages, url_prefix="/<language:language>")
    service = citydesign.flask.choice_pages(gateway, "journey.html", "pay")
    app.register_blueprint(service, url_prefix="/pay")

    @app.context_processor
    def every_page():
        here = languages.links("appointments.page")
        return {"failed": False, "here": here, "menus": citydesign.flask.menus(site, request)}

    @app.get("/")
    def front():
        return redirect(url_for("appointments.page"))

    @app.get("/<language:language>/accessibility")
    def statement():
        return message(say("statement_title"), say("statement"))

    def message(title: str, text: str, status: int = 200):
        return render_template("message.html", title=title, text=text), status

    @app.errorhandler(404)
    def not_found(error):
        return message(say("neutral_title"), say("neutral"), 404)

    @app.errorhandler(StoreUnavailable)
    @app.errorhandler(500)
    def trouble(error):
        status = 503 if isinstance(error, StoreUnavailable) else 500
        code, tag = Code.TRY_AGAIN, languages()
        return message(heading(code, tag), sentence(code, tag), status)

    if who is None and app.debug:
        who = FakeIdentity(PEOPLE, debug=app.debug)
    if who is not None:
        add_staff(app, store, who, say, clock)

    @app.cli.command("tend")
    def tend():
        """End what has expired, offer it to those who wait, return fees; run it every minute."""
        print(store.tend(), money.work())

    site = tree(app)
    return app
