"""The service on Flask: `make demo`."""

from flask import Flask, redirect, render_template, request, url_for
from service import TREE, flow, inbox, reply_flow, who
from settings import DEBUG, DEFAULTS, LANGUAGES, LIMITS, TEXTS
from werkzeug.exceptions import HTTPException

from citydesign import flask
from citydesign.exchange import shown
from citydesign.identity import NotAllowed, NotSignedIn
from citydesign.locale import Language
from citydesign.staff import Pretend, not_allowed

app = Flask(__name__)
app.debug = DEBUG
languages = flask.Languages(app, LANGUAGES)
flask.install(app, locale=languages, theme="tampere", face="inter")
flask.protect(app)
flask.limit_forms(app, "form.html", LIMITS)
app.jinja_env.globals |= {"say": Language(languages, TEXTS).text, **DEFAULTS}

app.register_blueprint(
    flask.journey_pages(flow, "form.html"), url_prefix="/<language:language>/apply"
)
app.register_blueprint(
    flask.reply_pages(reply_flow, "form.html"), url_prefix="/<language:language>/sent"
)
if who:
    app.register_blueprint(
        flask.inbox_pages(inbox, "staff.html", who), url_prefix="/<language:language>/staff"
    )
    app.register_blueprint(
        flask.choice_pages(Pretend(who), "form.html", "pretend"),
        url_prefix="/<language:language>/pretend",
    )


@app.context_processor
def every_page():
    menus = flask.menus(TREE, request)
    return {"here": languages.links("start"), "menus": menus}


@app.get("/")
@app.get("/<language:language>/")
def start():
    return redirect(url_for("journey.page"))


@app.get("/<language:language>/accessibility/")
def statement():
    return render_template("statement.html")


@app.errorhandler(NotSignedIn)
def choose(error):
    return redirect(url_for("pretend.page", to=request.path), 303)


@app.errorhandler(NotAllowed)
def refused(error):
    return render_template("form.html", **shown(not_allowed())), 403


@app.errorhandler(HTTPException)
def failed(error):
    status = error.code if error.code in (404, 413) else 400 if error.code < 500 else 500
    return render_template("error.html", status=status), error.code
