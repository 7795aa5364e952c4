"""The pages under "Get started" are true: what they tell you to paste runs as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

import citydesign
from citydesign import UsageError, install, ui

ROOT = Path(__file__).parents[1]
START = ROOT / "docs" / "start"


def blocks(page, language):
    """The code on a page in one language, in the order in which it stands there."""
    return re.findall(rf"```{language}\n(.*?)```", (START / page).read_text("utf-8"), re.DOTALL)


def run(folder, *parts):
    """Run code as a file of its own in a folder, warnings being errors; give what it printed."""
    (folder / "card.py").write_text("\n".join(parts), "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "card.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def template(folder, page="flask.md"):
    (text,) = blocks(page, "jinja")
    (folder / "templates").mkdir()
    (folder / "templates" / "card.html").write_text(text, "utf-8")


def test_flask(tmp_path):
    template(tmp_path)
    app, language, post = blocks("flask.md", "python")
    printed = run(
        tmp_path,
        app,
        post,
        language,
        "with app.test_request_context('/'):",
        "    g.language = 'sv'",
        "    print(render_template('card.html', errors={}))",
        "client = app.test_client()",
        "html = client.get('/').text",
        "css = html.split('rel=\"stylesheet\" href=\"')[1].split('\"')[0]",
        "with client.get(css) as answer: assert answer.status_code == 200",
        "wrong = client.post('/', data={'name': ' '})",
        "print(html, wrong.status_code, wrong.text)",
        "sent = client.post('/', data={'name': 'Aino'}, follow_redirects=True)",
        "print(sent.status_code, sent.text)",
    )
    assert "Your name</label>" in printed
    assert 'lang="sv"' in printed
    assert "422" in printed
    assert "<title>Virhe: Library card</title>" in printed
    assert "<h1>Thank you</h1>" in printed
    assert printed.count('data-theme="tampere"') == 4
    assert "Write your name." in printed


DJANGO = """
from pathlib import Path
BASE_DIR = Path(__file__).parent
{settings}
{templates}
TEMPLATES.append({{"BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [BASE_DIR / "plain"], "OPTIONS": {{}}}})
import django
from django.conf import settings
settings.configure(**{{k: v for k, v in globals().items() if k.isupper()}}, DEBUG=True)
django.setup()
from django.http import HttpRequest
from django.template import engines
class Form: errors = {{"name": ["Write your name."]}}
request = HttpRequest()
first, second = engines.all()
print(first.get_template("card.html").render({{"form": Form}}, request))
print(second.get_template("card.html").render({{}}, request))
"""


def test_django_in_both_kinds_of_template(tmp_path):
    settings, templates, several = blocks("django.md", "python")
    form, called = blocks("django.md", "django")
    for folder, text in (
        ("jinja", blocks("django.md", "jinja")[0]),
        ("plain", "{% load citydesign %}" + called + form),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "card.html").write_text(text, "utf-8")
    west = f"from jinja2 import Environment\nimport citydesign.django\n{several}"
    shown = "print(west(autoescape=True).from_string(\"{% from 'citydesign/page.html' import page %}{{ page(1|string) }}\").render())"
    printed = run(tmp_path, DJANGO.format(settings=settings, templates=templates), west, shown)
    assert 'data-theme="tampere"' in printed
    assert printed.count("Your name</label>") == 2
    assert printed.count("<title>Library card</title>") + printed.count("<title>Error: ") == 2
    assert "csrfmiddlewaretoken" in printed
    assert "Write your name." in printed
    assert "/static/citydesign/" in printed


def test_fastapi_and_starlette(tmp_path):
    template(tmp_path)
    app, language, below = blocks("starlette.md", "python")
    printed = run(
        tmp_path,
        app,
        language.replace("/{language}/", "/in/{language}/"),
        "from starlette.testclient import TestClient",
        "client = TestClient(app)",
        "html = client.get('/').text",
        "css = html.split('rel=\"stylesheet\" href=\"')[1].split('\"')[0]",
        "assert client.get(css).status_code == 200",
        "print(html, client.get('/in/sv/').text)",
        "assert client.get('/in/xx/').status_code == 404",
        "app = FastAPI()",
        "templates = Jinja2Templates('templates')",
        below,
        "from starlette.requests import Request",
        "scope = {'type': 'http', 'headers': [], 'method': 'GET', 'path': '/'}",
        "page = templates.TemplateResponse(Request(scope), 'card.html', {'errors': {}})",
        "print(page.body.decode())",
    )
    assert printed.count("Your name</label>") == 3
    assert 'lang="sv"' in printed
    assert "/services/citydesign/" in printed


HEADERS = "languages-and-headers.md"


def sent(page):
    """The headers that the page's table promises, each with its value or a part of it."""
    rows = re.findall(r"^\| `([\w-]+)` \| `([^`]+)`", page, re.MULTILINE)
    assert len(rows) == 4
    return [(n, "frame-ancestors 'none'" if "csp()" in v else v) for n, v in rows]


def test_languages_and_headers_in_flask(tmp_path):
    template(tmp_path, HEADERS)
    flask, _, _, _ = blocks(HEADERS, "python")
    printed = run(
        tmp_path,
        flask,
        "answer = app.test_client().get('/sv/card?area=east&area=west')",
        f"for name, value in {sent((START / HEADERS).read_text('utf-8'))!r}:",
        "    assert value in answer.headers[name], answer.headers[name]",
        "print(answer.text)",
        "with app.test_request_context('/'): print(languages.links('card')[0]['url'])",
    )
    assert 'lang="sv"' in printed
    assert 'href="/fi/card?area=east&amp;area=west"' in printed
    assert printed.rstrip().endswith("/fi/card")


def test_languages_and_headers_in_starlette(tmp_path):
    _, _, starlette, public = blocks(HEADERS, "python")
    printed = run(
        tmp_path,
        starlette,
        "from fastapi import Response",
        "@app.get('/public')",
        "async def shown(response: Response):",
        f"    {public.strip()}",
        "from starlette.testclient import TestClient",
        "client = TestClient(app)",
        "assert client.get('/xx/card').status_code == 404",
        "front = client.get('/', headers={'Accept-Language': 'fi;q=0'}, follow_redirects=False)",
        "assert front.headers['Location'].endswith('/sv/card')",
        "other = client.get('/SV/card?area=east', follow_redirects=False)",
        "assert other.status_code == 308",
        "assert other.headers['Location'].endswith('/sv/card?area=east')",
        "answer = client.get('/sv/card')",
        f"for name, value in {sent((START / HEADERS).read_text('utf-8'))!r}:",
        "    assert value in answer.headers[name], answer.headers[name]",
        "assert \"img-src 'self' https://map.example\" in answer.headers['Content-Security-Policy']",
        "print(answer.text, client.get('/public').headers['Cache-Control'])",
    )
    assert 'lang="sv"' in printed
    assert printed.rstrip().endswith("public, max-age=300")


def test_headers_in_django(tmp_path):
    _, settings, _, _ = blocks(HEADERS, "python")
    run(
        tmp_path,
        settings,
        "import sys",
        "from django.conf import settings",
        "settings.configure(MIDDLEWARE=MIDDLEWARE, CITYDESIGN_SOURCES=CITYDESIGN_SOURCES,",
        "    ROOT_URLCONF='__main__', ALLOWED_HOSTS=['*'], INSTALLED_APPS=['citydesign.django'],",
        "    LANGUAGES=[('fi', 'fi'), ('sv', 'sv'), ('zh-hant', 'zh')], LANGUAGE_CODE='fi')",
        "import django; django.setup()",
        "from django.http import HttpResponse",
        "from django.urls import path",
        "from django.test import Client",
        "from django.conf.urls.i18n import i18n_patterns",
        "def card(request, no=''): return HttpResponse('page')",
        "urlpatterns = [path('', card), *i18n_patterns(path('card/<str:no>/', card))]",
        "answer = Client().get('/')",
        f"for name, value in {sent((START / HEADERS).read_text('utf-8'))!r}:",
        "    assert value in answer.headers[name], answer.headers[name]",
        "for asked, sent in [('/SV/card/%C3%A4/?a=1&a=%20', '/sv/card/%C3%A4/?a=1&a=%20'),",
        "        ('/ZH-Hant/card/2/', '/zh-hant/card/2/')]:",
        "    other = Client().get(asked)",
        "    assert (other.status_code, other.headers['Location']) == (308, sent), other.headers",
        "    assert Client().post(asked).status_code == 308",
        "    assert Client().get(sent).content == b'page'",
        "below = Client().get('/SV/card/2/', SCRIPT_NAME='/city')",
        "assert below.headers['Location'] == '/city/sv/card/2/', below.headers",
        "for gone in ('/sv/none/', '/XX/card/2/', '/S/card/2/'):",
        "    assert Client().get(gone).status_code == 404, gone",
        "import asyncio",
        "from django.test import AsyncClient",
        "assert asyncio.run(AsyncClient().get('/SV/card/2/')).headers['Location'] == '/sv/card/2/'",
        "policy = answer.headers['Content-Security-Policy']",
        "assert \"form-action 'self' https://pay.example\" in policy",
    )


@pytest.mark.parametrize("prebuilt", [False, True])
def test_static_sites(tmp_path, prebuilt):
    (tmp_path / "templates").mkdir()
    for name in ("index.html", "hours.html"):
        (tmp_path / "templates" / name).write_text(blocks("flask.md", "jinja")[0], "utf-8")
    site, copied, languages = (
        block.replace(".render()", ".render(errors={})") for block in blocks("static.md", "python")
    )
    if prebuilt:
        site = site.replace('assets.build(site / "citydesign")', copied)
    run(tmp_path, site, languages)
    html = (tmp_path / "site" / "index.html").read_text("utf-8")
    sheets = re.findall(r'<link rel="stylesheet" href="/([^"]+)"', html)
    assert [re.sub(r".*/|-[0-9a-f]{10}\.css", "", sheet) for sheet in sheets] == [
        "shared",
        "forms",
        "page",
        "citydesign-helsinki",
    ]
    assert all((tmp_path / "site" / sheet).is_file() for sheet in sheets)
    assert 'lang="fi"' in html
    assert "helsinki" in html
    swedish = (tmp_path / "site" / "sv" / "index.html").read_text("utf-8")
    assert 'lang="sv"' in swedish
    assert re.findall(r'<link rel="stylesheet" href="/([^"]+)"', swedish) == sheets


def test_a_fragment_for_htmx():
    (fragment,) = blocks("htmx.md", "jinja")
    env = Environment(loader=DictLoader({"card.html": fragment}), autoescape=True)
    install(env)
    assert 'hx-get="/town"' in env.get_template("card.html").render()
    (view,) = blocks("htmx.md", "python")

    class App:
        def post(self, path):
            return lambda function: function

    class Request:
        form = {"postal-code": "3310O"}  # noqa: RUF012

    names = {"app": App(), "request": Request}
    exec(view, names)
    assert "Write five digits" in names["postal_code"]()


def test_any_jinja_environment_and_what_goes_wrong():
    (page,) = blocks("index.md", "jinja")
    call, script, host, language = blocks("index.md", "python")
    exec(call, {"ui": ui, "errors": {}})
    env = Environment(loader=DictLoader({"form.html": page}), autoescape=True)
    exec(host, {"env": env, "DEBUG": True, "get_locale": lambda: "fi"})
    typed = {"citydesign": citydesign, "ui": ui, "env": env}
    exec(script, typed)
    assert 'lang="fi"' in typed["html"]
    names = {"citydesign": citydesign, "template": env.get_template("form.html")}
    exec(language.replace("render()", "render(errors={})"), names)
    assert "Your name</label>" in names["html"]
    (shown,) = blocks("index.md", "text")
    wrong = Environment(
        loader=DictLoader({"form.html": page.replace("error=", "eror=")}), autoescape=True
    )
    install(wrong)
    with pytest.raises(UsageError) as caught:
        wrong.get_template("form.html").render(errors={})
    assert str(caught.value) == shown.strip()
