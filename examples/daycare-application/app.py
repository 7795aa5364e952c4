"""Apply for early childhood education: one real form on Flask with WTForms.

Start it with `make demo`. It keeps what is sent in `build/daycare.sqlite3`; another place is named
by `DAYCARE_DATABASE`. `SECRET_KEY` keeps open pages valid when the server restarts.
"""

import os
import secrets
import sys
import uuid
from functools import cache
from pathlib import Path

from flask import Flask, abort, redirect, render_template, request, url_for

import citydesign.flask
from citydesign.forms.wtforms import field, stale, summary
from citydesign.locale import Language, read_texts, use_locale
from citydesign.navigation import Page, Tree, from_routes

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from form import application_form  # noqa: E402

from store import Store  # noqa: E402

TEXTS = read_texts(HERE / "texts.toml")


@cache
def form_of(tag: str):
    """The form in one language."""
    with use_locale(tag):
        return application_form(Language(messages=TEXTS).text)


def named(key: str, url: str | None = None, **options) -> Page:
    """A page of the tree whose name is one of our texts."""
    return Page({tag: words[key] for tag, words in TEXTS.items()}, url, **options)


def tree(app: Flask) -> Tree:
    """The service and the pages of the city around it."""
    service = from_routes(
        citydesign.flask.routes(app),
        {
            "application": named("service"),
            "statement": named("statement_title", menus=["accessibility"]),
        },
    )
    families = "https://www.tampere.fi/varhaiskasvatus-ja-koulutus"
    law = named("data_protection", "https://www.tampere.fi/tietosuoja", menus=["legal"])
    pages = [named("families", families, pages=[service]), law]
    return Tree(named("front", "https://www.tampere.fi/", pages=pages), ["fi", "sv", "en"])


def create_app(database: Path | None = None) -> Flask:
    app = Flask(HERE.name, root_path=str(HERE))
    app.secret_key = os.environ.get("SECRET_KEY") or secrets.token_hex(32)
    app.config |= {"SESSION_COOKIE_SAMESITE": "Lax", "SESSION_COOKIE_HTTPONLY": True}
    default = HERE.parents[1] / "build" / "daycare.sqlite3"
    store = Store(database or Path(os.environ.get("DAYCARE_DATABASE", default)))
    app.extensions["store"] = store

    languages = citydesign.flask.Languages(app, ["fi", "sv", "en"])
    citydesign.flask.install(app, locale=languages, theme="tampere", face="inter")
    citydesign.flask.protect(app)
    app.jinja_env.globals |= {"say": Language(languages, TEXTS).text, "field": field}

    @app.context_processor
    def every_page():
        menus = citydesign.flask.menus(site, request)
        return {"failed": False, "menus": menus, "here": languages.links("application")}

    @app.get("/")
    def start():
        return redirect(url_for("application"))

    @app.route("/<language:language>/", methods=["GET", "POST"])
    def application():
        form = form_of(languages())()
        if request.method == "GET":
            form.key.data = str(uuid.uuid4())
        elif form.validate():
            reference, same = store.send(form.key.data or str(uuid.uuid4()), form.answers())
            twice = {} if same else {"twice": 1}
            return redirect(url_for("receipt", reference=reference, **twice), code=303)
        errors = summary(form)
        old = stale(form)
        html = render_template("application.html", form=form, errors=errors, stale=old)
        return html, 422 if errors or old else 200

    @app.get("/<language:language>/receipt/<reference>")
    def receipt(reference: str):
        if not store.knows(reference):
            abort(404)
        return render_template("receipt.html", reference=reference, twice="twice" in request.args)

    @app.get("/<language:language>/accessibility")
    def statement():
        return render_template("statement.html")

    @app.errorhandler(404)
    def not_found(error):
        return render_template("message.html", key="not_found"), 404

    @app.errorhandler(500)
    def trouble(error):
        return render_template("message.html", key="trouble"), 500

    site = tree(app)
    return app
