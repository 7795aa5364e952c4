"""The pages under "Get started" are true: what they tell you to paste runs as it is."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from citydesign import UsageError, install

ROOT = Path(__file__).parents[1]
START = ROOT / "docs" / "start"


def blocks(page, language):
    """The code on a page in one language, in the order of the page."""
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
    """Save each template of a page under the path that its first line gives."""
    for text in blocks(page, "jinja") + blocks(page, "django"):
        path = folder / re.match(r"\{# (\S+) #\}", text)[1]
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


# Sends a form as a resident does, wrong and right, and says what came back.
JOURNEY = """
def journey(client, text, location, error):
    first = client.get('/')
    assert first.status_code == 200 and 'Postal code</label>' in text(first)
    assert 'city-error-summary' not in text(first) and '<title>Library' in text(first)
    for code in ('', '3310O'):
        wrong = client.post('/', data={'code': code})
        assert wrong.status_code == 422, wrong.status_code
        assert f'<title>{error} Library card – City of' in text(wrong), text(wrong)
        assert 'href="#code"' in text(wrong) and 'id="code"' in text(wrong)
        assert text(wrong).count('Enter the five digits') == 2
        assert not code or f'value="{code}"' in text(wrong)
    sent = client.post('/', data={'code': '33100'})
    assert sent.status_code in (302, 303), sent.status_code
    assert '<h1>Thank you</h1>' in text(client.get(location(sent)))
    return text(first)
"""


def test_flask(tmp_path):
    template(tmp_path)
    app, language, _ = blocks("flask.md", "python")
    printed = run(
        tmp_path,
        app,
        JOURNEY,
        "client = app.test_client()",
        "html = journey(client, lambda a: a.text, lambda a: a.location, 'Error:')",
        "css = html.split('rel=\"stylesheet\" href=\"')[1].split('\"')[0]",
        "with client.get(css) as answer: assert answer.status_code == 200",
        "print(html)",
        language,
        "with app.test_request_context('/'):",
        "    g.language = 'sv'",
        "    print(render_template('card.html', code='', error='Fel'))",
    )
    assert 'lang="sv"' in printed
    assert "<title>Fel: " in printed or "<title>Virhe: " in printed
    assert printed.count('data-theme="tampere"') == 2


DJANGO_SETTINGS = """

import django
from django.conf import settings
settings.configure(**{k: v for k, v in globals().items() if k.isupper()}, DEBUG=True,
    ROOT_URLCONF="urls", ALLOWED_HOSTS=["*"], SECRET_KEY="only for this test")
django.setup()
from django.test import Client
"""


@pytest.mark.parametrize("kind", [0, 1], ids=["jinja", "django"])
def test_django_in_both_kinds_of_template(tmp_path, kind):
    settings, views, urls, *templates, _, _ = blocks("django.md", "python")
    for name, text in (("views", views), ("urls", urls)):
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    template(tmp_path, "django.md")
    printed = run(
        tmp_path,
        settings,
        templates[kind],
        DJANGO_SETTINGS,
        JOURNEY,
        "client = Client()",
        "print(journey(client, lambda a: a.content.decode(), lambda a: a.url, 'Error:'))",
    )
    assert 'data-theme="helsinki"' in printed
    assert "csrfmiddlewaretoken" in printed
    assert "/static/citydesign/" in printed


@pytest.mark.parametrize(
    "storage",
    [None, "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"],
    ids=["whitenoise", "a web server of its own"],
)
def test_django_in_production_serves_hashed_files(tmp_path, storage):
    settings, views, urls, jinja, _, production, _ = blocks("django.md", "python")
    for name, text in (("views", views), ("urls", urls)):
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    template(tmp_path, "django.md")
    if storage:
        page = (START / "django.md").read_text("utf-8")
        assert f"`{storage}`" in page
        production = production.replace(
            "whitenoise.storage.CompressedManifestStaticFilesStorage", storage
        ).replace('    "whitenoise.middleware.WhiteNoiseMiddleware",\n', "")
    printed = run(
        tmp_path,
        settings,
        jinja,
        production,
        DJANGO_SETTINGS.replace("DEBUG=True,", "").replace('ALLOWED_HOSTS=["*"],', ""),
        JOURNEY,
        "from django.core.management import call_command",
        "call_command('collectstatic', interactive=False, verbosity=0)",
        "call_command('check', fail_level='WARNING')",
        "client = Client(headers={'host': 'www.example.fi'})",
        "html = journey(client, lambda a: a.content.decode(), lambda a: a.url, 'Error:')",
        "import re",
        'files = re.findall(r\'(?:href|src)="/static/([^"]+[.](?:css|js))"\', html)',
        "assert len(files) > 2",
        "for file in files:",
        "    assert re.search(r'[.][0-9a-f]{12}[.](css|js)$', file), file",
        "    assert (STATIC_ROOT / file).is_file()",
        "    answer = client.get(f'/static/{file}')",
        "    print(answer.status_code, answer.headers.get('Cache-Control'))",
        "    answer.close()",
    )
    kept = "404 None" if storage else "200 max-age=315360000, public, immutable"
    checked, *answers = printed.splitlines()
    assert "no issues" in checked
    assert set(answers) == {kept}


def test_several_sites_in_one_django_process(tmp_path):
    settings, *_, several = blocks("django.md", "python")
    printed = run(
        tmp_path,
        settings,
        DJANGO_SETTINGS,
        several,
        "page = \"{% from 'citydesign/page.html' import page %}{{ page('Card') }}\"",
        "print(west(autoescape=True).from_string(page).render())",
    )
    assert 'data-theme="tampere"' in printed
    assert 'lang="sv"' in printed


def test_fastapi_and_starlette(tmp_path):
    template(tmp_path, "starlette.md")
    app, language, below = blocks("starlette.md", "python")
    printed = run(
        tmp_path,
        app,
        language,
        JOURNEY,
        "from starlette.testclient import TestClient",
        "client = TestClient(app, follow_redirects=False)",
        "html = journey(client, lambda a: a.text, lambda a: a.headers['location'], 'Error:')",
        "css = html.split('rel=\"stylesheet\" href=\"')[1].split('\"')[0]",
        "assert client.get(css).status_code == 200",
        "print(html, client.get('/sv/').text)",
        "assert client.get('/xx/').status_code == 404",
    )
    assert printed.count("Postal code</label>") == 2
    assert 'lang="sv"' in printed
    (call,) = re.findall(r"^citydesign\.starlette\.install.*\n", app, re.MULTILINE)
    printed = run(
        tmp_path,
        app.replace(call, below),
        "from starlette.testclient import TestClient",
        "print(TestClient(app).get('/').text)",
    )
    assert "/services/citydesign/" in printed


THREE = "three-languages.md"
# A resident goes from the front page to the thanks in each language, below a path.
THREE_JOURNEYS = """
def three(get, post, below):
    for tag, title, wrong, thanks in [
        ('fi', 'Kirjastokortti – Tampereen kaupunki', 'Virhe: ', 'Kiitos'),
        ('sv', 'Bibliotekskort – Tammerfors stad', 'Fel: ', 'Tack'),
        ('en', 'Library card – City of Tampere', 'Error: ', 'Thank you'),
    ]:
        status, here, _ = get('/', tag)
        assert status == 302 and here == f'{below}/{tag}/card', here
        status, _, text = get(f'/{tag}/card', 'de')
        assert status == 200 and f'<title>{title}</title>' in text and f'lang="{tag}"' in text
        assert f'action="{below}/{tag}/card"' in text
        assert f'href="{below}/sv/card"' in text
        status, _, text = post(f'/{tag}/card', '3310O')
        assert status == 422 and f'<title>{wrong}{title}</title>' in text and '33100' in text
        status, here, _ = post(f'/{tag}/card', '33100')
        assert status in (302, 303) and here == f'{below}/{tag}/thanks', here
        status, _, text = get(f'/{tag}/thanks', 'de')
        assert f'<h1>{thanks}</h1>' in text and f'href="{below}/fi/thanks"' in text
"""


def three_languages(folder):
    """Save the words and templates of the guide; give its code."""
    (texts,) = blocks(THREE, "toml")
    (folder / "texts.toml").write_text(texts, "utf-8")
    template(folder, THREE)
    return blocks(THREE, "python")


def without_csrf(folder):
    path = folder / "templates" / "card.html"
    path.write_text(path.read_text("utf-8").replace("    {{ csrf_input }}\n", ""), "utf-8")


def test_three_languages_in_flask(tmp_path):
    flask, *_ = three_languages(tmp_path)
    without_csrf(tmp_path)
    _, _, proxy = blocks("flask.md", "python")
    run(
        tmp_path,
        flask,
        proxy,
        THREE_JOURNEYS,
        "client = app.test_client()",
        "def get(path, tag):",
        "    headers = {'Accept-Language': tag, 'X-Forwarded-Prefix': '/city'}",
        "    answer = client.get(path, headers=headers)",
        "    return answer.status_code, answer.location, answer.text",
        "def post(path, code):",
        "    headers = {'X-Forwarded-Prefix': '/city'}",
        "    answer = client.post(path, data={'code': code}, headers=headers)",
        "    return answer.status_code, answer.location, answer.text",
        "three(get, post, '/city')",
    )


def test_three_languages_in_fastapi(tmp_path):
    _, fastapi, *_ = three_languages(tmp_path)
    without_csrf(tmp_path)
    run(
        tmp_path,
        fastapi,
        THREE_JOURNEYS,
        "from starlette.testclient import TestClient",
        "outer = FastAPI()",
        "outer.mount('/city', app)",
        "client = TestClient(outer, follow_redirects=False)",
        "def get(path, tag):",
        "    answer = client.get('/city' + path, headers={'Accept-Language': tag})",
        "    return answer.status_code, answer.headers.get('location'), answer.text",
        "def post(path, code):",
        "    answer = client.post('/city' + path, data={'code': code})",
        "    return answer.status_code, answer.headers.get('location'), answer.text",
        "three(get, post, '/city')",
        "assert client.get('/city/de/card').status_code == 404",
    )


def test_three_languages_in_django(tmp_path):
    _, _, more, words, views, urls, _ = three_languages(tmp_path)
    for name, text in (("words", words), ("views", views), ("urls", urls)):
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    settings, *_ = blocks("django.md", "python")
    run(
        tmp_path,
        settings,
        more,
        DJANGO_SETTINGS.replace("DEBUG=True", "DEBUG=False, FORCE_SCRIPT_NAME='/city'"),
        THREE_JOURNEYS,
        "def get(path, tag):",
        "    answer = Client().get(path, headers={'Accept-Language': tag})",
        "    return answer.status_code, answer.headers.get('Location'), answer.content.decode()",
        "def post(path, code):",
        "    answer = Client().post(path, {'code': code})",
        "    return answer.status_code, answer.headers.get('Location'), answer.content.decode()",
        "three(get, post, '/city')",
        "page = Client().get('/fi/card').content.decode()",
        "assert 'csrfmiddlewaretoken' in page",
    )


def test_three_languages_in_a_static_site(tmp_path):
    *_, static = three_languages(tmp_path)
    run(tmp_path, static)
    for tag, thanks in [("fi", "Kiitos"), ("sv", "Tack"), ("en", "Thank you")]:
        html = (tmp_path / "site" / tag / "thanks.html").read_text("utf-8")
        assert f'lang="{tag}"' in html
        assert f"<h1>{thanks}</h1>" in html


# What a browser sends and a test client of a framework may leave out: an address with a port,
# cookies, the hidden fields of the form, and a request for each style sheet and script.
BROWSER = """
import re
import sys
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

class Stays(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None

opener = build_opener(Stays, HTTPCookieProcessor(CookieJar()))
files = set()

def ask(path, form=None, tag='de'):
    data = None if form is None else urlencode(form).encode()
    request = Request(urljoin(sys.argv[1], path), data, {'Accept-Language': tag})
    try:
        answer = opener.open(request)
    except HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers, answer.read().decode()

def get(path, tag='de'):
    status, headers, text = ask(path, tag=tag)
    linked = re.findall(r'(?:href|src)="([^"]+[.](?:css|js))"', text)
    assert linked or status != 200
    files.update(linked)
    return status, headers['Location'], text

def post(path, code):
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', get(path)[2])
    status, headers, text = ask(path, {**dict(hidden), 'code': code})
    return status, headers['Location'], text

three(get, post, '')
assert ask('/de/card')[0] == 404
for file in files:
    status, headers, text = ask(file)
    kind = 'css' if file.endswith('.css') else 'javascript'
    assert status == 200 and kind in headers['Content-Type'] and text, (file, status)
print(len(files), 'files')
"""


@contextmanager
def served(folder, *command):
    """Run a server in a folder, warnings being errors; give its address."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{folder}", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            found, printed = None, []
            for line in process.stdout:
                printed.append(line)
                if found := re.search(r"http://127\.0\.0\.1:[1-9]\d*", line):
                    break
            assert found, "".join(printed)
            yield found[0]
        finally:
            process.terminate()


@pytest.mark.parametrize("host", ["flask", "starlette", "django"])
def test_three_languages_on_a_real_server_of_each_host(host, tmp_path):
    flask, fastapi, more, words, views, urls, _ = three_languages(tmp_path)
    settings, *_ = blocks("django.md", "python")
    needed = 'DEBUG, ROOT_URLCONF, SECRET_KEY = True, "urls", "only for this test"'
    files, command = {
        "flask": ({"card": flask}, ("flask", "--app", "card", "run", "--port", "0")),
        "starlette": ({"card": fastapi}, ("uvicorn", "card:app", "--port", "0")),
        "django": (
            {"settings": f"{settings}{more}{needed}", "words": words, "views": views, "urls": urls},
            ("django", "runserver", "127.0.0.1:0", "--noreload", "--settings", "settings"),
        ),
    }[host]
    for name, text in files.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    if host != "django":
        without_csrf(tmp_path)
    browser = tmp_path / "browser"
    browser.mkdir()
    with served(tmp_path, *command) as address:
        printed = run(
            browser, "import sys", f"sys.argv.append({address!r})", THREE_JOURNEYS, BROWSER
        )
    assert re.fullmatch(r"[1-9]\d* files\n", printed)


HEADERS = "languages-and-headers.md"


def sent(page):
    """The headers that the page's table promises, each with its value or a part of it."""
    rows = re.findall(r"^\| `([\w-]+)` \| `([^`]+)`", page, re.MULTILINE)
    assert len(rows) == 4
    return [(n, "frame-ancestors 'none'" if "csp()" in v else v) for n, v in rows]


def test_languages_and_headers_in_flask(tmp_path):
    template(tmp_path, HEADERS)
    flask, *_ = blocks(HEADERS, "python")
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
    *_, starlette, public = blocks(HEADERS, "python")
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
        "answer = client.get('/sv/card?area=east&area=west')",
        "assert 'href=\"/fi/card?area=east&amp;area=west\"' in answer.text, answer.text",
        f"for name, value in {sent((START / HEADERS).read_text('utf-8'))!r}:",
        "    assert value in answer.headers[name], answer.headers[name]",
        "assert \"img-src 'self' https://map.example\" in answer.headers['Content-Security-Policy']",
        "print(answer.text, client.get('/public').headers['Cache-Control'])",
    )
    assert 'lang="sv"' in printed
    assert printed.rstrip().endswith("public, max-age=300")


def test_headers_in_django(tmp_path):
    _, settings, view, _, _ = blocks(HEADERS, "python")
    (tmp_path / "views.py").write_text(view, "utf-8")
    (tmp_path / "card.html").write_text("{{ links|safe }}", "utf-8")
    run(
        tmp_path,
        settings,
        "import sys",
        "from django.conf import settings",
        "settings.configure(MIDDLEWARE=MIDDLEWARE, CITYDESIGN_SOURCES=CITYDESIGN_SOURCES,",
        "    ROOT_URLCONF='__main__', ALLOWED_HOSTS=['*'], INSTALLED_APPS=['citydesign.django'],",
        "    LANGUAGES=[*LANGUAGES, ('zh-hant', 'zh')], LANGUAGE_CODE=LANGUAGE_CODE,",
        "    TEMPLATES=[{'BACKEND': 'django.template.backends.django.DjangoTemplates',",
        "        'DIRS': ['.']}])",
        "import django; django.setup()",
        "import views",
        "from django.http import HttpResponse",
        "from django.urls import path",
        "from django.test import Client",
        "from django.conf.urls.i18n import i18n_patterns",
        "def card(request, no=''): return HttpResponse('page')",
        "urlpatterns = [path('', card), *i18n_patterns(path('card/<str:no>/', card),",
        "    path('linked/', views.card, name='card'))]",
        "linked = Client().get('/sv/linked/?area=east&area=west').content.decode()",
        "assert '/fi/linked/?area=east&area=west' in linked, linked",
        "answer = Client().get('/')",
        f"for name, value in {sent((START / HEADERS).read_text('utf-8'))!r}:",
        "    assert value in answer.headers[name], answer.headers[name]",
        "for asked, sent in [('/SV/card/%C3%A4/?a=1&a=%20', '/sv/card/%C3%A4/?a=1&a=%20'),",
        "        ('/ZH-Hant/card/2/', '/zh-hant/card/2/')]:",
        "    other = Client().get(asked)",
        "    assert (other.status_code, other.headers['Location']) == (308, sent), other.headers",
        "    assert Client().post(asked).status_code == 308",
        "    assert Client().get(sent).content == b'page'",
        "raw = Client().get('/SV/card/2/', QUERY_STRING='q='+'ä'.encode().decode('latin-1'))",
        "assert raw.headers['Location'] == '/sv/card/2/?q=%C3%A4', raw.headers",
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
    template(tmp_path, "static.md")
    site, copied, languages, _ = blocks("static.md", "python")
    if prebuilt:
        site = site.replace('assets.build(site / "citydesign")\n', copied)
    run(tmp_path, site, languages)
    html = (tmp_path / "site" / "index.html").read_text("utf-8")
    sheets = re.findall(r'<link rel="stylesheet" href="/([^"]+)"', html)
    assert [re.sub(r".*/|-[0-9a-f]{10}\.css", "", sheet) for sheet in sheets] == [
        "shared",
        "page",
        "citydesign-helsinki",
    ]
    assert all((tmp_path / "site" / sheet).is_file() for sheet in sheets)
    assert 'lang="fi"' in html
    assert "helsinki" in html
    swedish = (tmp_path / "site" / "sv" / "index.html").read_text("utf-8")
    assert 'lang="sv"' in swedish
    assert re.findall(r'<link rel="stylesheet" href="/([^"]+)"', swedish) == sheets


def test_an_application_becomes_files_and_says_what_they_lack(tmp_path):
    template(tmp_path, "static.md")
    *_, app = blocks("static.md", "python")
    (tmp_path / "app.py").write_text(app, "utf-8")
    (command,) = (line for line in blocks("static.md", "sh") if "--site" in line)
    (shown,) = blocks("static.md", "text")
    printed = run(
        tmp_path, "from citydesign import cli", f"assert cli.main({command.split()[1:]}) == 0"
    )
    assert printed.endswith(shown)
    html = (tmp_path / "public" / "index.html").read_text("utf-8")
    assert "Call us" in html
    assert "<form" not in html
    assert 'href="/"' in (tmp_path / "public" / "404.html").read_text("utf-8")


def test_a_fragment_for_htmx(tmp_path):
    template(tmp_path, "htmx.md")
    printed = run(
        tmp_path,
        *blocks("htmx.md", "python"),
        "client = app.test_client()",
        "print(client.get('/').text)",
        "code = {'code': '33100'}",
        "part = client.post('/town', data=code, headers={'HX-Request': 'true'}).text",
        "assert part == 'Tampere', part",
        "whole = client.post('/town', data=code).text",
        "assert '>Tampere</p>' in whole and '<title>' in whole",
        "wrong = client.post('/code', data={'code': '3310O'}).text",
        "assert 'Enter five digits' in wrong and '<html' not in wrong and '3310O' in wrong",
        "assert 'Enter five digits' not in client.post('/code', data=code).text",
    )
    assert 'hx-post="/town"' in printed
    assert '<script src="/static/htmx.min.js" defer></script>' in printed


def test_any_jinja_environment_and_what_goes_wrong(tmp_path):
    (page,) = blocks("index.md", "jinja")
    call, script, host, language = blocks("index.md", "python")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "form.html").write_text(page, "utf-8")
    assert "<title>Library card – City of Tampere" in run(tmp_path, script, "print(html)")
    printed = run(tmp_path, call, host, "print(template.render())", language, "print(html)")
    assert printed.count("Your name</label>") == 2
    assert 'lang="fi"' in printed
    assert 'lang="sv"' in printed
    (shown,) = blocks("index.md", "text")
    wrong = Environment(
        loader=DictLoader({"form.html": page.replace("hint=", "hnit=")}), autoescape=True
    )
    install(wrong)
    with pytest.raises(UsageError) as caught:
        wrong.get_template("form.html").render()
    assert str(caught.value) == shown.strip()


def test_every_page_title_names_the_city():
    """A title is what the page is, then whose site it is."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    calls = re.compile(r"(?:\bpage\(\s*(?:title=)?|citydesign_call \"page\" title=)(\"[^\"\n]*\")")
    found = [
        (path.name, title) for path in pages for title in calls.findall(path.read_text("utf-8"))
    ]
    assert len(found) > 10
    assert [each for each in found if " – City of " not in each[1]] == []
