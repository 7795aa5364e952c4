"""The site of a city: sixty pages in three languages from one tree, on Flask or as files.

`make city` serves it on http://localhost:5002. `make site` writes the same pages as files into
`build/site`, without what needs a server, and says what that is.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

import citydesign.flask
from citydesign.locale import Language, read_texts
from citydesign.navigation import read_tree, sitemap

HERE = Path(__file__).parent
TREE = read_tree(HERE / "site.toml")
TEXTS = read_texts(HERE / "texts.toml")
#: Pages by their English address, and that by each of their addresses.
PAGES = {node.entries["en"].url: node for node in TREE}
ENGLISH = {entry.url: key for key, node in PAGES.items() for entry in node.entries.values()}
#: Those with a template of their own. All others are a service or, with pages below, a section.
TEMPLATES = {
    "/en/": "front.html",
    "/en/transport-and-streets/report-a-fault/": "form.html",
    "/en/give-feedback/": "form.html",
    "/en/search/": "search.html",
    "/en/a-z/": "index.html",
    "/en/site-map/": "map.html",
    "/en/accessibility/": "statement.html",
}
#: What most residents come for, and its sign.
POPULAR = {
    "/en/families-and-education/early-childhood-education/apply/": "users",
    "/en/transport-and-streets/report-a-fault/": "warning",
    "/en/transport-and-streets/buses/": "bus",
    "/en/culture-and-leisure/library/card/": "document",
    "/en/housing-and-environment/waste-and-recycling/": "delete",
    "/en/city-and-decision-making/contact/": "phone",
}


def create_app(messages: Path = HERE.parents[1] / "build" / "messages.jsonl") -> Flask:
    """Make the site; what residents write is added to the file `messages`, a line of JSON each."""
    app = Flask(HERE.name, root_path=str(HERE))
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    languages = citydesign.flask.Languages(app, TREE.languages)
    citydesign.flask.install(app, locale=languages)
    citydesign.flask.protect(app)
    say = Language(languages, TEXTS).text
    app.jinja_env.globals["say"] = say

    def link(address):
        """The page at an English address, in the language of the request."""
        return PAGES[address].entries[languages()]._asdict()

    def lead_of(url):
        """What the page at an address says first."""
        return say(ENGLISH[url])

    @app.context_processor
    def every_page():
        menus = citydesign.flask.menus(TREE, request)
        here = menus.place.page and menus.place.page.entries[languages()]
        return {
            "menus": menus,
            "link": link,
            "lead_of": lead_of,
            "title": here and here.text,
            "lead": here and lead_of(here.url),
            "served": lambda what: citydesign.flask.served(request, what),
        }

    @app.after_request
    def keep(response):
        """Let browsers keep for five minutes what every visitor sees alike."""
        response.headers.setdefault("Cache-Control", "public, max-age=300")
        return response

    def show(template):
        return render_template(template, popular=POPULAR)

    def find(template):
        words = request.args.get("q", "").strip()
        links = map(link, PAGES) if words else ()
        found = [
            one
            for one in links
            if words.casefold() in f"{one['text']} {lead_of(one['url'])}".casefold()
        ]
        return render_template(template, words=words, found=found)

    def ask(template):
        sent = {name: request.form.get(name, "").strip() for name in ("message", "email")}
        if sent["message"]:
            at = datetime.now(UTC).isoformat(timespec="seconds")
            messages.parent.mkdir(exist_ok=True)
            with messages.open("a", encoding="utf-8") as file:
                line = {"at": at, "page": request.path, **sent}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            return redirect(url_for("sent"), 303)
        error = say("message_missing") if request.method == "POST" else None
        page = render_template(template, sent=sent, error=error)
        return page, 422 if error else 200

    views = {"form.html": ask, "search.html": find}
    for address, node in PAGES.items():
        template = TEMPLATES.get(address, "section.html" if node.page.pages else "service.html")
        view = views.get(template, show)
        methods = ["GET", "POST"] if view is ask else ["GET"]
        for tag, (_, url) in node.entries.items():
            values = {"language": tag, "template": template}
            app.add_url_rule(url, f"page{node.order}", view, defaults=values, methods=methods)

    @app.get("/")
    def front():
        return redirect(f"/{languages()}/")

    @app.get("/<language:language>/sent/")
    def sent():
        return render_template("sent.html")

    @app.get("/sitemap.xml")
    def addresses():
        return app.response_class(sitemap(TREE)["sitemap.xml"], mimetype="application/xml")

    @app.get("/robots.txt")
    def robots():
        return app.response_class(f"Sitemap: {TREE.site}/sitemap.xml\n", mimetype="text/plain")

    @app.errorhandler(HTTPException)
    def failed(error):
        status = error.code if error.code in (404, 413) else 400 if error.code < 500 else 500
        return render_template("error.html", status=status), error.code

    return app
