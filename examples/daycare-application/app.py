"""Apply for early childhood education: one real form on Flask with WTForms.

Start it with `make demo`. It keeps what is sent in `build/daycare.sqlite3`; another place is named
by `DAYCARE_DATABASE`. `SECRET_KEY` keeps open pages valid when the server starts anew.
"""

import os
import secrets
import sys
import tomllib
import uuid
from functools import cache
from pathlib import Path

from flask import Flask, abort, g, redirect, render_template, request, url_for

import citydesign
import citydesign.flask
from citydesign.forms.wtforms import field, summary

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from form import application_form  # noqa: E402
from store import Store  # noqa: E402

LANGUAGES = ("fi", "sv", "en")
PAGES = ("application", "receipt", "statement")
TEXTS = tomllib.loads((HERE / "texts.toml").read_text("utf-8"))


def language() -> str:
    """The language of the address, else the best of those the browser asks for."""
    found = g.get("language") or request.accept_languages.best_match(LANGUAGES)
    return found or LANGUAGES[0]


def say(key: str, **values: str) -> str:
    """A text of the service in the language of the page."""
    return TEXTS[key][language()].format(**values)


@cache
def form_of(tag: str):
    return application_form(lambda key: TEXTS[key][tag])


def create_app(database: Path | None = None) -> Flask:
    app = Flask(__name__)
    app.secret_key = os.environ.get("SECRET_KEY") or secrets.token_hex(32)
    app.config |= {"SESSION_COOKIE_SAMESITE": "Lax", "SESSION_COOKIE_HTTPONLY": True}
    default = HERE.parents[1] / "build" / "daycare.sqlite3"
    store = Store(database or Path(os.environ.get("DAYCARE_DATABASE", default)))
    app.extensions["store"] = store
    citydesign.flask.install(app, locale=language, theme="tampere")
    app.jinja_env.globals |= {"say": say, "field": field}

    @app.context_processor
    def every_page():
        endpoint = request.endpoint if request.endpoint in PAGES else "application"
        values = request.view_args if request.endpoint in PAGES else {}
        return {
            "locale": language(),
            "failed": False,
            "above": "",
            "here": [
                {"language": tag, "url": url_for(endpoint, tag=tag, **(values or {}))}
                for tag in LANGUAGES
            ],
        }

    @app.url_value_preprocessor
    def take_language(endpoint, values):
        g.language = (values or {}).pop("tag", None)

    @app.after_request
    def protect(response):
        policy = "; ".join(f"{name} {' '.join(v)}" for name, v in citydesign.csp().items())
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if response.mimetype == "text/html":
            # What was typed must not stay in a library's computer.
            response.headers["Cache-Control"] = "no-store"
        return response

    @app.get("/")
    def start():
        return redirect(url_for("application", tag=language()))

    @app.route("/<any(fi, sv, en):tag>/", methods=["GET", "POST"])
    def application():
        form = form_of(language())()
        if request.method == "GET":
            form.key.data = str(uuid.uuid4())
        elif form.validate():
            reference, same = store.send(form.key.data or str(uuid.uuid4()), form.answers())
            twice = {} if same else {"twice": 1}
            page = url_for("receipt", tag=language(), reference=reference, **twice)
            return redirect(page, code=303)
        errors = summary(form)
        stale = form.csrf_token.errors[0] if form.csrf_token.errors else None
        failed = bool(errors or stale)
        html = render_template("application.html", form=form, errors=errors, stale=stale)
        return html, 422 if failed else 200

    @app.get("/<any(fi, sv, en):tag>/receipt/<reference>")
    def receipt(reference: str):
        if not store.knows(reference):
            abort(404)
        return render_template("receipt.html", reference=reference, twice="twice" in request.args)

    @app.get("/<any(fi, sv, en):tag>/accessibility")
    def statement():
        return render_template("statement.html")

    @app.errorhandler(404)
    def not_found(error):
        return render_template("message.html", key="not_found"), 404

    @app.errorhandler(500)
    def trouble(error):
        return render_template("message.html", key="trouble"), 500

    return app


app = create_app()
