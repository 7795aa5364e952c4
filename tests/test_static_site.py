"""What an application serves becomes files, or the command says why not."""

import asyncio
import gc
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from flask import Flask, redirect, request, session
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, StreamingResponse
from starlette.routing import Route

from citydesign import cli, flask, starlette, static_site, ui
from citydesign.errors import BuildError


@pytest.fixture
def app():
    """Two pages that link each other, and no page for what is not found."""
    app = Flask("pages")
    app.secret_key = "for these tests"
    app.register_error_handler(404, lambda _: ("-", 404, {"Content-Type": "text/plain"}))
    add(app, "/", '<a href="times/#monday">Times</a><a href="https://other.example/">Other</a>')
    add(app, "/times/", '<h2 id="monday">Monday</h2><a href="/">Front page</a>')
    return app


def add(app, path, html, **options):
    app.add_url_rule(path, path, lambda: html, **options)


def files(out):
    return {str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()} - {".citydesign"}


def faults(app, tmp_path):
    with pytest.raises(BuildError) as caught:
        static_site.write(app, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    first, *found = str(caught.value).splitlines()
    assert first == "no file was written:"
    return found


def test_each_page_that_a_link_leads_to_becomes_a_file(app, tmp_path):
    site = static_site.write(app, tmp_path / "out")
    assert files(tmp_path / "out") == {"index.html", "times/index.html"}
    assert site.pages == ["/", "/times/"]
    assert "Monday" in (tmp_path / "out" / "times" / "index.html").read_text("utf-8")


def test_a_page_without_a_slash_and_a_name_with_letters_of_finnish(app, tmp_path):
    app.view_functions["/times/"] = lambda: '<b id="monday"></b><a href="/päiväkoti">Day care</a>'
    add(app, "/päiväkoti", '<a href="/p%C3%A4iv%C3%A4koti">Itself</a>')
    static_site.write(app, tmp_path / "out")
    assert "päiväkoti/index.html" in files(tmp_path / "out")


def test_styles_bring_what_they_name(app, tmp_path):
    app.view_functions["/"] = lambda: '<link rel="stylesheet" href="/look/site.css?v=3">'
    css = "a { background: url('sea.svg') } b { background: url(data:,x) }"
    app.add_url_rule("/look/site.css", "css", lambda: app.response_class(css, mimetype="text/css"))
    svg = app.response_class("<svg/>", mimetype="image/svg+xml")
    app.add_url_rule("/look/sea.svg", "svg", lambda: svg)
    site = static_site.write(app, tmp_path / "out")
    assert files(tmp_path / "out") == {"index.html", "look/site.css", "look/sea.svg"}
    assert site.files == 2


def test_pages_that_only_the_sitemap_names_and_the_sitemap_itself(app, tmp_path):
    xml = "<urlset><url><loc>https://www.city.example/hidden/</loc></url></urlset>"
    app.add_url_rule(
        "/sitemap.xml", "map", lambda: app.response_class(xml, mimetype="application/xml")
    )
    add(app, "/hidden/", "Hidden")
    static_site.write(app, tmp_path / "out")
    assert {"sitemap.xml", "hidden/index.html"} <= files(tmp_path / "out")


def test_what_is_not_found_is_a_page_for_the_site_and_for_each_language(app, tmp_path):
    app.register_error_handler(404, lambda _: (f"<p>Nothing at {request.path}</p>", 404))
    app.view_functions["/"] = lambda: '<html lang="fi"><a href="/sv/">Svenska</a></html>'
    add(app, "/sv/", '<html lang="sv"></html>')
    static_site.write(app, tmp_path / "out")
    assert files(tmp_path / "out") == {"index.html", "404.html", "sv/index.html", "sv/404.html"}
    assert "/sv/404.html" in (tmp_path / "out" / "sv" / "404.html").read_text("utf-8")


def test_a_redirect_becomes_a_page_that_leads_on_without_scripts(app, tmp_path):
    app.view_functions["/"] = lambda: redirect("/times/")
    site = static_site.write(app, tmp_path / "out")
    assert site.forwarded == {"/": "/times/"}
    html = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert 'content="0; url=/times/"' in html
    assert '<a href="/times/">' in html


def test_a_slash_that_web_servers_add_themselves_is_no_page_of_its_own(app, tmp_path):
    app.view_functions["/"] = lambda: '<a href="/times">Times</a>'
    site = static_site.write(app, tmp_path / "out")
    assert site.forwarded == {}
    assert "Monday" in (tmp_path / "out" / "times" / "index.html").read_text("utf-8")


def test_what_needs_a_server_is_left_out_and_named(app, tmp_path):
    def times():
        form = '<form method="post"></form>' if flask.served(request, "the form") else "Call us."
        return f'<b id="monday"></b>{form}'

    app.view_functions["/times/"] = times
    site = static_site.write(app, tmp_path / "out")
    assert site.left_out == {"the form": ["/times/"]}
    assert "Call us." in (tmp_path / "out" / "times" / "index.html").read_text("utf-8")
    assert "Call us." not in app.test_client().get("/times/").text


@pytest.mark.parametrize("action", ["", ' action="/send"', ' action="send" method="post"'])
def test_a_form_that_nobody_would_answer_is_refused(app, tmp_path, action):
    app.view_functions["/"] = lambda: f"<form{action}></form>"
    (fault,) = faults(app, tmp_path)
    assert fault.startswith("/: the form to ")
    assert "needs a server" in fault


@pytest.mark.parametrize("form", ['action="https://pay.example/"', 'method="dialog"'])
def test_a_form_that_another_site_or_the_page_itself_answers_stays(app, tmp_path, form):
    app.view_functions["/"] = lambda: f"<form {form}></form>"
    assert static_site.write(app, tmp_path / "out").pages == ["/"]


def test_a_link_that_leads_nowhere_is_refused(app, tmp_path):
    app.view_functions["/"] = lambda: '<a href="/gone">Gone</a><a href="/times/#sunday">Sunday</a>'
    assert faults(app, tmp_path) == [
        "/: the link to /gone is answered with 404",
        "/: /times/#sunday leads to no id of that page",
    ]


def test_a_query_with_an_answer_of_its_own_is_refused(app, tmp_path):
    app.view_functions["/"] = lambda: '<a href="/times/?week=2">Next week</a>'
    app.view_functions["/times/"] = lambda: f"Week {request.args.get('week', 1)}"
    (fault,) = faults(app, tmp_path)
    assert fault.startswith("/: /times/?week=2 has an answer of its own")


def test_nothing_is_written_outside_the_folder(app, tmp_path):
    app.view_functions["/"] = lambda: '<a href="/a%2f..%2f..%2fx.txt">Out</a>'
    app.add_url_rule("/<path:any>", "any", lambda any: "out")
    assert faults(app, tmp_path) == ["/: /a%2F..%2F..%2Fx.txt would be a file outside the site"]


def test_headers_and_cookies_that_a_file_has_not_are_named(app, tmp_path):
    @app.after_request
    def add_header(response):
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def counted():
        session["visits"] = 1
        return "Front page"

    app.view_functions["/"] = counted
    site = static_site.write(app, tmp_path / "out")
    assert site.headers == {"x-content-type-options": "nosniff"}
    assert site.left_out == {"the cookie session": ["/"]}


def test_a_folder_of_somebody_else_is_not_replaced(app, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "photo.jpg").touch()
    with pytest.raises(BuildError, match="holds something else"):
        static_site.write(app, tmp_path / "out")
    static_site.write(app, tmp_path / "new")
    app.view_functions["/"] = lambda: "No links any more."
    static_site.write(app, tmp_path / "new")
    assert files(tmp_path / "new") == {"index.html"}


def test_the_command_says_what_it_wrote_and_what_is_missing(tmp_path, monkeypatch, capsys):
    (tmp_path / "small_site.py").write_text(
        "from citydesign.static_site import is_served\n"
        "def app(environ, start):\n"
        "    found = environ['PATH_INFO'] == '/'\n"
        "    kind = [('Content-Type', 'text/html')]\n"
        "    start('200 OK' if found else '404 Not Found', kind)\n"
        "    is_served(environ, 'the search')\n"
        "    return [b'Page']\n"
        "def create(): return app\n"
        "nothing = 3\n",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    for name in ("small_site:app", "small_site:create()"):
        assert cli.main(["build", "--site", name, "--out", "public"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "public: 2 pages and 0 other files",
        "left out, because it needs a server: the search: /404.html, /",
    ]
    for wrong in ("small_site:nothing", "small_site:gone", "no_such_site:app", ":", "small_site"):
        assert cli.main(["build", "--site", wrong]) == 1
        assert capsys.readouterr().err.startswith(f"citydesign: {wrong}")
    sys.modules.pop("small_site")
    assert Path("public", "404.html").read_text("utf-8") == "Page"


def test_a_site_and_a_pack_are_not_built_by_one_command(capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["build", "--site", "app:app", "--pack", "rantakyla"])
    assert caught.value.code == 2


def test_django_asks_the_same():
    from citydesign import django

    request = SimpleNamespace(META={})
    assert django.served(request, "the form")
    request.META["citydesign.left_out"] = left_out = []
    assert not django.served(request, "the form")
    assert not django.served(request, "the form")
    assert left_out == ["the form"]


@pytest.fixture(params=[Starlette, FastAPI])
def asgi(request):
    """The same pages as of `app`, by a server of another kind; one of them answers in pieces."""
    life = []

    @asynccontextmanager
    async def lifespan(app):
        life.append("started")
        yield {"desk": "Monday"}
        life.append("stopped")

    async def front(request):
        return HTMLResponse('<a href="/päiväkoti/?">Day care</a><a href="/times">Times</a>')

    async def times(request):
        async def pieces():
            for piece in ("<b id=monday>", request.state.desk, "</b>"):
                yield piece
                await asyncio.sleep(0)

        left = starlette.served(request, "the form")
        assert not left
        return StreamingResponse(pieces(), media_type="text/html")

    async def day_care(request):
        response = HTMLResponse(f'<a href="/times/#monday">{request.url.path}</a>')
        response.set_cookie("visits", "1")
        return response

    app = request.param(lifespan=lifespan)
    app.add_route("/", front)
    app.add_route("/times/", times)
    app.add_route("/päiväkoti/", day_care)
    # One that takes each answer apart and puts it together again.
    app.add_middleware(BaseHTTPMiddleware, dispatch=lambda request, call: call(request))
    app.life = life
    return app


def test_starlette_and_fastapi_become_files_too(asgi, tmp_path):
    site = static_site.write(asgi, tmp_path / "out")
    assert files(tmp_path / "out") == {
        "index.html", "times/index.html", "päiväkoti/index.html"
    }  # fmt: skip
    assert asgi.life == ["started", "stopped"]
    assert site.left_out == {
        "the form": ["/times/"],
        "the cookie visits": ["/p%C3%A4iv%C3%A4koti/"],
    }
    assert (tmp_path / "out" / "times" / "index.html").read_text("utf-8") == (
        "<b id=monday>Monday</b>"
    )
    assert "/päiväkoti/" in (tmp_path / "out" / "päiväkoti" / "index.html").read_text("utf-8")


def test_a_page_on_which_it_fails_is_named(asgi, tmp_path, caplog):
    async def broken(request):
        raise RuntimeError("no database")

    asgi.add_route("/broken/", broken)
    asgi.router.routes.insert(0, Route("/", lambda _: HTMLResponse('<a href="/broken/">B</a>')))
    assert faults(asgi, tmp_path) == ["/: the link to /broken/ is answered with 500"]
    assert "no database" in caplog.text
    assert asgi.life == ["started", "stopped"]


def test_who_can_not_start_writes_nothing_and_says_why_once(tmp_path, caplog):
    @asynccontextmanager
    async def lifespan(app):
        raise OSError("no such database: city.db")
        yield

    with pytest.raises(BuildError, match=r"can't start: OSError: no such database: city\.db"):
        static_site.write(Starlette(lifespan=lifespan), tmp_path / "out")
    assert not (tmp_path / "out").exists()
    # Python reports a failure that nobody has asked for when it is cleared away, at any later time.
    gc.collect()
    assert caplog.text == ""


def test_an_application_that_knows_nothing_of_a_life_is_asked_all_the_same(tmp_path):
    async def app(scope, receive, send):
        assert scope["type"] == "http"
        assert (await receive())["type"] == "http.request"
        found = scope["path"] == "/"
        kind = [(b"content-type", b"text/html")]
        status = 200 if found else 404
        await send({"type": "http.response.start", "status": status, "headers": kind})
        await send({"type": "http.response.body", "body": b"Page"})

    assert static_site.write(app, tmp_path / "out").pages == ["/404.html", "/"]


def test_a_request_of_starlette_knows_whether_it_is_served():
    request = Request({"type": "http"})
    assert starlette.served(request, "the form")
    left_out = []
    request = Request({"type": "http", "citydesign.left_out": left_out})
    assert not starlette.served(request, "the form")
    assert left_out == ["the form"]


def test_a_form_that_a_script_keeps_in_the_browser_stays(app, tmp_path):
    app.view_functions["/"] = lambda: str(ui.display_settings())
    assert static_site.write(app, tmp_path / "out").pages == ["/"]
