"""The pages under "Forms" are true: what they tell you to paste runs as it is."""

import datetime as dt
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from jinja2 import Environment
from tests import django_site  # noqa: F401 - before Django's own modules
from tests.markup import document
from werkzeug.datastructures import MultiDict

import citydesign
from citydesign import CityDesignError, use_locale
from citydesign.forms import django as dj
from citydesign.forms import pydantic as py
from citydesign.forms import wtforms as wt
from citydesign.forms.components import OTHERS as COMPONENTS
from citydesign.forms.words import explain
from citydesign.locale import Language, read_texts

ROOT = Path(__file__).parents[1]
FORMS = ROOT / "docs" / "forms"
FIRST = "your-first-form.md"
#: Where a block says which file it is.
PLACE = re.compile(r"(?:\{#|#) (\S+\.\w+)(?: #\})?\n")


def section(page, title=None):
    """The text of a page below a heading; of its whole beginning, before the hosts, unless given."""
    text = (FORMS / page).read_text("utf-8")
    if title is None:
        return re.split(r"^## Flask$", text, flags=re.MULTILINE)[0]
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)[1]


def files(text):
    """The blocks that are files, by their paths."""
    blocks = re.findall(r"```\w+\n(.*?)```", text, re.DOTALL)
    return {found[1]: block for block in blocks if (found := PLACE.match(block))}


def save(folder, *texts):
    for text in texts:
        for place, block in files(text).items():
            path = folder / place
            path.parent.mkdir(exist_ok=True)
            path.write_text(block, "utf-8")


def run(folder, *parts, **environment):
    """Run code in a folder, warnings being errors; give what it printed."""
    (folder / "visit.py").write_text("\n".join(parts), "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "visit.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "SECRET_KEY": "only for this test", **environment},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


#: A browser's part of a visit: cookies, redirects followed by hand, forms read from the page.
BROWSER = '''
import html5lib, http.client, http.cookiejar, re, threading
from urllib.parse import urlencode, urlsplit

class Page:
    def __init__(self, status, location, text):
        self.status, self.location, self.text = status, location, text
        self.tree = html5lib.parse(text, namespaceHTMLElements=False)

    def one(self, path):
        return self.tree.find(f".//{path}")

    @property
    def title(self):
        return self.one("title").text

    @property
    def hidden(self):
        found = self.tree.iter("input")
        return {one.get("name"): one.get("value") for one in found if one.get("type") == "hidden"}

    @property
    def links(self):
        """Each link of the error summary, with the element to which it leads."""
        summary = next((one for one in self.tree.iter() if "city-error-summary" in (one.get("class") or "").split()), None)
        links = [] if summary is None else [a.get("href") for a in summary.iter("a")]
        ids = {one.get("id"): one for one in self.tree.iter()}
        return [ids[link.removeprefix("#")] for link in links]

    def value(self, name):
        return self.one(f"*[@name='{name}']").get("value") or ""


class Server:
    """A real server of a WSGI application, and a browser with cookies."""

    def __init__(self, app):
        from werkzeug.serving import make_server
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.cookies = {}

    def __call__(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        headers.setdefault("Accept_Language", "en")
        headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if isinstance(body, dict):
            body = urlencode(body)
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        self.headers = answer.headers
        raw = self.raw = answer.read()
        connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return Page(answer.status, answer.headers.get("Location"), raw.decode("utf-8", "replace"))


class Asgi(Server):
    """The same of an ASGI application."""

    def __init__(self, app):
        import socket, uvicorn
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        self.cookies = {}
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()


class Client:
    """The same for an ASGI application that wants HTTPS, without a server."""

    def __init__(self, app):
        from starlette.testclient import TestClient
        self.client = TestClient(app, follow_redirects=False)

    def __call__(self, method, path, body=None, **headers):
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        given = {"data": body} if isinstance(body, dict) else {"content": body}
        answer = self.client.request(method, path, headers=headers, **given)
        self.headers, self.raw = answer.headers, answer.content
        return Page(answer.status_code, answer.headers.get("location"), answer.text)


def multipart(data, *sent):
    """The body of a form with files, and its type."""
    body = b""
    for name, value in data.items():
        body += f'--X\\r\\nContent-Disposition: form-data; name="{name}"\\r\\n\\r\\n{value}\\r\\n'.encode()
    for name, file, content in sent:
        body += f'--X\\r\\nContent-Disposition: form-data; name="{name}"; filename="{file}"\\r\\nContent-Type: text/plain\\r\\n\\r\\n'.encode() + content + b"\\r\\n"
    return body + b"--X--\\r\\n", "multipart/form-data; boundary=X"
'''

FIRST_FORM = """
SAID = {
    "fi": ("Kirjastokortti – Tampereen kaupunki", "Virhe: ", "Kiitos", ["Täytä kohta ”Nimesi”.",
        "Kirjoita koko sähköpostiosoite kohtaan ”Sähköpostiosoite”, esimerkiksi nimi@example.fi.",
        "Lisää kuukausi kohtaan ”Syntymäaika”."]),
    "sv": ("Bibliotekskort – Tammerfors stad", "Fel: ", "Tack", ["Fyll i ”Ditt namn”.",
        "Skriv hela e-postadressen i ”E-postadress”, till exempel namn@example.fi.",
        "Lägg till månaden i ”Födelsedatum”."]),
    "en": ("Library card – City of Tampere", "Error: ", "Thank you", ["Fill in “Your name”.",
        "Enter the e-mail address in “E-mail address” in full, such as name@example.fi.",
        "Add the month to “Date of birth”."]),
}

def visit(browser):
    for tag, (title, error, thanks, texts) in SAID.items():
        front = browser("GET", "/", Accept_Language=tag)
        assert (front.status, front.location) == (302, f"/{tag}/card"), front.location
        page = browser("GET", front.location)
        assert page.status == 200 and page.title == title and page.links == []
        assert page.tree.get("lang") == tag
        form = page.one("form")
        assert form.get("action") == f"/{tag}/card" and form.get("novalidate") is not None
        typed = {"name": " ", "email": "aino <b>", "born-day": "24", "born-month": "", "born-year": "2010"}
        wrong = browser("POST", form.get("action"), {**page.hidden, **typed})
        assert wrong.status == 422, (wrong.status, wrong.text)
        assert wrong.title == error + title
        assert [one.get("name") for one in wrong.links] == ["name", "email", "born-month"]
        for text in texts:
            assert wrong.text.count(text) == 2, text
        for name, value in typed.items():
            assert wrong.value(name) == value, name
        right = {"name": "Aino", "email": "aino@example.fi", "born-day": "24", "born-month": "3", "born-year": "2010"}
        sent = browser("POST", form.get("action"), {**wrong.hidden, **right})
        assert sent.status in (302, 303) and sent.location == f"/{tag}/thanks", sent.text
        done = browser("GET", sent.location)
        assert done.status == 200 and done.one("h1").text == thanks
    return right
"""


def own_lines(host):
    """The lines of a form and its views that say something: without imports."""
    code = files(section(FIRST, host))["views.py" if host == "Django" else "card.py"]
    body = code[code.index("\nclass ") :]
    assert "import" not in body
    return [line for line in body.splitlines() if line.strip()]


@pytest.mark.parametrize(("host", "most"), [("Flask", 15), ("Django", 12), ("FastAPI", 14)])
def test_a_form_and_its_views_are_fifteen_lines(host, most):
    lines = own_lines(host)
    assert len(lines) <= most
    # Readable, never squeezed.
    assert max(map(len, lines)) <= 100
    assert not [line for line in lines if ";" in line or re.search(r"^\s*(if|for|def)\b.*:\s*\S", line)]  # fmt: skip


def test_the_first_form_on_flask(tmp_path):
    save(tmp_path, section(FIRST), section(FIRST, "Flask"))
    run(
        tmp_path,
        BROWSER,
        FIRST_FORM,
        "import card",
        "browser = Server(card.app)",
        "right = visit(browser)",
        # Without the token of the page, nothing is taken and nothing is lost.
        "old = browser('POST', '/fi/card', {**right, 'csrf_token': 'x'})",
        "assert old.status == 422 and 'Kirjoittamasi on tallessa.' in old.text, old.text",
        "assert old.title.startswith('Virhe: ') and old.value('name') == 'Aino'",
        "assert browser('POST', old.one('form').get('action'), {**right, **old.hidden}).status == 303",
    )


def test_the_first_form_on_django(tmp_path):
    save(tmp_path, section(FIRST), section(FIRST, "Django"))
    run(
        tmp_path,
        BROWSER,
        FIRST_FORM,
        "from django.core.wsgi import get_wsgi_application",
        "browser = Server(get_wsgi_application())",
        "right = visit(browser)",
        "assert browser('POST', '/fi/card', right).status == 403",
        DJANGO_SETTINGS_MODULE="settings",
    )


def test_the_first_form_on_fastapi(tmp_path):
    save(tmp_path, section(FIRST), section(FIRST, "FastAPI"))
    run(
        tmp_path,
        BROWSER,
        FIRST_FORM,
        "import card",
        "browser = Asgi(card.app)",
        "right = visit(browser)",
        "assert browser('GET', '/de/card').status == 404",
        "for forged in ({'Sec_Fetch_Site': 'cross-site'}, {'Origin': 'https://elsewhere.example'}):",
        "    assert browser('POST', '/fi/card', right, **forged).status == 403",
        "assert browser('POST', '/fi/card', right, Sec_Fetch_Site='same-origin').status == 303",
    )


def test_the_page_lists_every_other_component_of_a_field():
    rows = re.findall(r"^\| ([^|]+) \| (`[^|]+) \|$", section(FIRST, "Another component for the same field"), re.MULTILINE)  # fmt: skip
    listed = [re.findall(r"`([\w-]+)`", others) for _, others in rows]
    assert listed == [[*others] for others in COMPONENTS.values()]


# Limits.

LIMITS = "limit-what-is-sent.md"
TOO_LARGE = """
def too_large(browser):
    for tag, heading in (("fi", "Lähetit liikaa kerralla"), ("sv", "Det var för mycket att skicka på en gång")):
        for form in ({f"a{number}": "x" for number in range(10_000)}, {"name": "x" * 1_000_000}):
            answer = browser("POST", f"/{tag}/card", form)
            assert answer.status == 413, answer.status
            assert answer.one("h1").text == heading and answer.tree.get("lang") == tag, answer.text
    assert browser("GET", "/fi/card").status == 200
"""


def add(folder, text):
    """Put each block that names a file below what is in that file already."""
    for name, code in re.findall(r"```python\n# at the end of (\S+)\n(.*?)```", text, re.DOTALL):
        (folder / name).write_text((folder / name).read_text("utf-8") + "\n" + code, "utf-8")


@pytest.mark.parametrize("host", ["Flask", "Django", "FastAPI"])
def test_a_form_that_is_too_large_gets_a_page_that_says_so(tmp_path, host):
    save(tmp_path, section(FIRST), section(FIRST, host), section(LIMITS))
    add(tmp_path, section(LIMITS, host))
    start = {
        "Flask": "import card; browser = Server(card.app)",
        "Django": "from django.core.wsgi import get_wsgi_application; browser = Server(get_wsgi_application())",
        "FastAPI": "import card; browser = Asgi(card.app)",
    }
    debug = "import django.conf; django.conf.settings.DEBUG = False; django.conf.settings.ALLOWED_HOSTS = ['*']"
    run(
        tmp_path,
        BROWSER,
        FIRST_FORM,
        TOO_LARGE,
        start[host],
        debug if host == "Django" else "",
        "visit(browser)",
        "too_large(browser)",
        **({"DJANGO_SETTINGS_MODULE": "settings"} if host == "Django" else {}),
    )


# Files.

FILES = "files.md"
#: A daemon on a real socket that finds one mark.
CLAMD = """
import os, socket
listening = socket.create_server(("127.0.0.1", 0))
os.environ["CLAMAV_PORT"] = str(listening.getsockname()[1])

def scan():
    while True:
        connection, _ = listening.accept()
        with connection, connection.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\\0"
            body = b""
            while size := int.from_bytes(sent.read(4), "big"):
                body += sent.read(size)
            connection.sendall(b"stream: Mark FOUND\\0" if b"pretended" in body else b"stream: OK\\0")

threading.Thread(target=scan, daemon=True).start()
"""
SEND_FILES = r"""
from pathlib import Path
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"

def visit(browser):
    def post(data, *sent, path="/apply"):
        body, kind = multipart(data, *[("papers", *one) for one in sent])
        return browser("POST", path, body, Content_Type=kind)

    def names(page):
        return ["".join(one.itertext()) for one in page.tree.iter() if one.get("class") == "city-file-upload__name"]

    def removing(page, name):
        for one in page.tree.iter("button"):
            if "".join(one.itertext()).split() == ["Remove", *name.split()]:
                return {one.get("name"): one.get("value")}
        raise AssertionError(name)

    first = browser("GET", "/apply")
    assert first.status == 200 and "up to 10 MB" in first.text
    # An error elsewhere, and files good and bad.
    wrong = post({**first.hidden, "name": ""}, ("../../plan.pdf", PDF), ("plan.pdf", PDF + b"2"),
                 ("photo.png", b"<svg><script>"), ("bad.pdf", PDF + b"pretended"), ("empty.pdf", b""))
    assert wrong.status == 422 and wrong.title.startswith("Error: "), wrong.text
    assert names(wrong) == ["plan.pdf", "plan (2).pdf", "photo.png", "bad.pdf", "empty.pdf"], names(wrong)
    assert "may contain a virus" in wrong.text and "This one is empty" in wrong.text
    assert [one.get("name") for one in wrong.links] == ["name", "papers"]
    # At once, by scripts.
    added = post(wrong.hidden, ("third.pdf", PDF), path="/apply/files")
    assert names(added) == ["plan.pdf", "plan (2).pdf", "third.pdf"], names(added)
    # Removed, without scripts and without a word about the rest.
    removed = post({**wrong.hidden, "name": "", **removing(added, "plan.pdf")})
    assert removed.status == 200 and removed.links == [] and not removed.title.startswith("Error")
    assert names(removed) == ["plan (2).pdf", "third.pdf"]
    sent = post({**removed.hidden, "name": "Aino"}, ("", b""))
    assert sent.status in (302, 303) and sent.location == "/thanks", sent.text
    assert browser("GET", "/thanks").status == 200
    # Who goes back can change nothing.
    late = post({**removed.hidden, "name": "Aino"}, ("", b""))
    assert late.status == 422 and names(late) == []

    key = answers.files_of(1)
    kept = certificates.files(key)
    assert [one.name for one in kept] == ["plan (2).pdf", "third.pdf"]
    browser("GET", f"/staff/1/{kept[0].id}")
    assert browser.raw == PDF + b"2"
    assert browser.headers["Content-Disposition"].startswith('attachment; filename="plan (2).pdf"')
    assert browser.headers["X-Content-Type-Options"] == "nosniff"
    assert browser.headers["Content-Type"] == "application/pdf"
    for gone in ("/staff/1/x", f"/staff/2/{kept[0].id}", f"/staff/1/..%2f{key}"):
        assert browser("GET", gone).status == 404, gone

    # Too large: refused, and nothing of it stays.
    large = post({**first.hidden, "name": "Aino"}, ("large.pdf", PDF.ljust(10_000_001)))
    assert large.status == 422 and "at most 10 MB" in large.text
    on_disk = [one for one in Path(os.environ["FILES"]).rglob("*") if one.is_file()]
    assert len(on_disk) == 4 and not [one for one in on_disk if "plan" in one.name]

    post(first.hidden, ("draft.pdf", PDF), path="/apply/files")
    return key
"""
FORGET = """
import datetime as _dt
certificates.forget_abandoned(yesterday, answers.has_files)
assert len(certificates.files(key)) == 2
certificates.forget_abandoned(_dt.datetime.now(_dt.UTC) + _dt.timedelta(days=1), answers.has_files)
assert len(certificates.files(key)) == 2
assert len([*Path(os.environ["FILES"]).iterdir()]) == 1
delete(1)
assert [*Path(os.environ["FILES"]).iterdir()] == [] and answers.files_of(1) is None
"""


def send_files(folder, host, *start, **environment):
    save(folder, section(FILES), section(FILES, host))
    forget = re.findall(r"```python\n(.*?)```", section(FILES, "Deleting"), re.DOTALL)
    run(
        folder,
        BROWSER,
        CLAMD,
        *start,
        "import answers; from setup_uploads import certificates",
        SEND_FILES,
        "key = visit(browser)",
        *forget,
        FORGET,
        FILES=str(folder / "kept"),
        ANSWERS=str(folder / "answers.sqlite3"),
        **environment,
    )


def test_files_on_flask(tmp_path):
    send_files(tmp_path, "Flask", "import app", "browser = Server(app.app)")


def test_files_on_django(tmp_path):
    save(tmp_path, section(FIRST), section(FIRST, "Django"))
    start = [
        "from django.core.wsgi import get_wsgi_application",
        "browser = Server(get_wsgi_application())",
    ]
    send_files(tmp_path, "Django", *start, DJANGO_SETTINGS_MODULE="settings")


def test_files_on_fastapi(tmp_path):
    send_files(tmp_path, "FastAPI", "import app", "browser = Client(app.app)")


# Error messages, and other libraries.

ERRORS, MOVE = "write-error-messages.md", "move-from-another-library.md"


def blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", (FORMS / page).read_text("utf-8"), re.DOTALL)


def made(code, name="Card", **given):
    """What a block of code makes under a name."""
    exec(compile(code, name, "exec"), given)
    return given[name]


@pytest.fixture
def words():
    """The answers' own words of the page, said in the language of the moment."""
    (text,) = blocks(ERRORS, "toml")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "texts.toml")
        path.write_text(text, "utf-8")
        return Language(messages=read_texts(path)).text


def of_wtforms(code, sent, say):
    form = made(code, say=say)(MultiDict(sent))
    form.validate()
    return wt.summary(form)


def of_django(code, sent, say):
    from django.utils.functional import lazy

    return dj.summary(made(code, text=lazy(say, str))(sent))


def of_pydantic(code, sent, say):
    return py.summary(py.Form(made(code, say=say), MultiDict(sent)))


@pytest.mark.parametrize("library", ["wtforms", "django", "pydantic"])
def test_a_rule_of_ones_own_answers_in_the_language_of_the_page(library, words):
    code = dict(zip(["replace", "wtforms", "django", "pydantic"], blocks(ERRORS, "python"), strict=False))[library]  # fmt: skip
    read = {"wtforms": of_wtforms, "django": of_django, "pydantic": of_pydantic}[library]
    for tag, missing in [("fi", "Täytä kohta ”Postinumero”."), ("sv", "Fyll i ”Postnummer”."), ("en", "Fill in “Postal code”.")]:  # fmt: skip
        with use_locale(tag):
            assert read(code, {"code": "33100"}, words) == []
            assert read(code, {"code": ""}, words) == [{"text": missing, "url": "#code"}]
            said = [{"text": words("postal_code_wrong"), "url": "#code"}]
            assert read(code, {"code": "00100"}, words) == said


def test_a_text_of_the_catalogue_is_replaced_by_its_key():
    messages = made(blocks(ERRORS, "python")[0], "messages")
    env = Environment(autoescape=True)
    citydesign.install(env, messages=messages)
    for tag, said in [("fi", "Vastaa kohtaan ”Nimi”."), ("sv", "Svara på ”Nimi”."), ("en", "Answer “Nimi”.")]:  # fmt: skip
        with citydesign.using(env), use_locale(tag):
            assert explain("required_text", label="Nimi") == said
    assert explain("required_text", label="Nimi") == "Fill in “Nimi”."
    for wrong in ({"forms.required_txt": "x"}, {"forms.required_text": "Answer."}):
        with pytest.raises(CityDesignError, match="required"):
            citydesign.install(Environment(autoescape=True), messages={"en": wrong})


def test_a_text_of_the_catalogue_is_used_by_its_code():
    assert made(blocks(ERRORS, "python")[-1], "text") == blocks(ERRORS, "text")[-1].strip()


def test_the_messages_after_are_those_that_residents_read():
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", section(ERRORS), re.MULTILINE)
    after = [one[1].strip() for one in rows[1:]]
    assert len(after) == 7
    day = dt.date(2027, 3, 24)
    assert after == [
        explain("required_text", label="Your name"),
        explain("email", label="E-mail address"),
        explain("too_long", label="What happened", count=3),
        explain("date_missing_month", label="Date of birth"),
        explain("date_not_before", label="First day", date=day),
        explain("not_a_choice", label="Where do you live?"),
        explain("page_too_old"),
    ]


def test_a_form_moved_from_govuk_frontend_wtf_shows_all_of_it(tmp_path):
    code, _ = blocks(MOVE, "python")
    run(
        tmp_path,
        BROWSER,
        code,
        "import citydesign.flask",
        "from citydesign import ui",
        "from citydesign.forms.wtforms import field, summary",
        "from flask import Flask",
        "from markupsafe import Markup",
        "app = Flask(__name__); app.secret_key = 'only for this test'",
        "citydesign.flask.install(app)",
        "with app.test_request_context(method='POST', data={'email': 'aino'}):",
        "    form = Card(); assert not form.validate()",
        "    wrong = [one['url'] for one in summary(form)]",
        "    assert wrong == ['#name', '#email', '#born-day', '#branch'], wrong",
        "    page = Page(422, None, str(Markup().join(field(one) for one in form if one.name != 'csrf_token')))",
        "assert page.value('email') == 'aino'",
        "names = [one.get('name') for one in page.tree.iter() if one.get('name')]",
        "assert names == ['name', 'email', 'born-day', 'born-month', 'born-year', 'branch', 'branch', 'submit'], names",
    )


def test_a_form_moved_from_crispy_forms_shows_all_of_it(tmp_path):
    save(tmp_path, section(FIRST, "Django"))
    _, code = blocks(MOVE, "python")
    (template,) = blocks(MOVE, "django")
    (tmp_path / "card.html").write_text(template, "utf-8")
    printed = run(
        tmp_path,
        "import django; from django.conf import settings",
        "settings.configure(LANGUAGE_CODE='en', INSTALLED_APPS=['citydesign.django'], STATIC_URL='/static/', TEMPLATES=["
        "{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': ['.']}])",
        "django.setup()",
        code,
        "from django.template.loader import render_to_string",
        "print(render_to_string('card.html', {'form': Card({'name': 'Aino', 'town': ''})}))",
    )
    tree = document(printed)
    summary = next(one for one in tree.iter() if "city-error-summary" in one.get("class", ""))
    assert [a.get("href") for a in summary.iter("a")] == ["#address", "#town", "#born-day"]
    group = next(tree.iter("fieldset"))
    assert [one.get("name") for one in group.iter("input")] == ["address", "town"]
    assert [one.get("name") for one in tree.iter("input")] == ["name", "address", "town", "born-day", "born-month", "born-year"]  # fmt: skip
    assert tree.find(".//*[@name='name']").get("value") == "Aino"


def test_the_forms_before_are_python():
    before = blocks(MOVE, "text")
    assert len(before) == 2
    assert all(compile(one, "before", "exec") for one in before)


def test_every_link_of_the_pages_leads_somewhere():
    for page in FORMS.glob("*.md"):
        for target, place in re.findall(r"\]\(([\w./-]+\.md)(?:#([\w-]+))?\)", page.read_text("utf-8")):  # fmt: skip
            found = (page.parent / target).resolve()
            assert found.exists(), f"{page.name}: {target}"
            heads = re.findall(r"^#+ (.+)$", found.read_text("utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w-]+", "-", one.lower()).strip("-") for one in heads}
            assert not place or place in slugs, f"{page.name}: {target}#{place}"


# Journeys.

PAGES, RETURN, KEEP = "a-form-of-several-pages.md", "save-and-return.md", "keep-and-delete.md"
WALK = r"""
import os
from pathlib import Path
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"

class Resident:
    def __init__(self, browser):
        self.browser, self.page, self.at = browser, None, None

    def go(self, method, url, body=None, **headers):
        self.page, self.at = self.browser(method, url, body, **headers), url
        while self.page.status == 303:
            self.at = self.page.location
            self.page = self.browser("GET", self.at)
        return self

    def press(self, *sent, **typed):
        form = next(one for one in self.page.tree.iter("form") if "city-form-wrapper" in one.get("class", ""))
        hidden = {one.get("name"): one.get("value") for one in form.iter("input") if one.get("type") == "hidden"}
        data = {**hidden, **{name.replace("_", "-"): value for name, value in typed.items()}}
        if not sent:
            return self.go("POST", form.get("action"), data)
        body, kind = multipart(data, *sent)
        return self.go("POST", form.get("action"), body, Content_Type=kind)

CHILD = {"name": "Aino", "born_day": "1", "born_month": "5", "born_year": "2024"}

def to_rota(browser):
    visit = Resident(browser).go("GET", "/apply/").press()
    assert visit.page.title == "Child 1: Your child – City of Tampere", visit.page.text
    assert visit.press(name="").page.status == 422
    visit.press(**CHILD, diet="yes").press(about="Nuts")
    assert visit.page.title.startswith("Your children")
    visit.press(city_action="add").press(**{**CHILD, "name": "Eino"}, diet="no").press()
    visit.press(hours="shifts")
    assert visit.page.title.startswith("Your rotas"), visit.page.text
    assert visit.press().page.status == 422
    return visit

def finish(visit):
    visit.press(("rotas", "rota.pdf", PDF)).press(name="Aino", email="aino")
    assert visit.page.status == 422
    visit.press(name="Aino", email="aino@example.fi")
    assert visit.page.title.startswith("Check your answers") and "rota.pdf" in visit.page.text
    visit.press()
    assert visit.page.title.startswith("We have received your answers"), visit.page.text

def read(store):
    from citydesign.store import send_due
    letters = []
    send_due(store.due, letters.append, store.sent)
    return letters
"""


def on_a_journey(folder, host, start, *parts, pages=(), **environment):
    """Run the guide's service on a host, and what residents do there."""
    if host == "Django":
        save(folder, section(FIRST), section(FIRST, "Django"))
    save(folder, section(PAGES), section(PAGES, host), section(PAGES, "Files"), *pages)
    (folder / "key").write_bytes(b"k" * 32)
    run(
        folder,
        BROWSER,
        WALK,
        start,
        "from place_setup import store",
        *parts,
        FILES=str(folder / "kept"),
        DATABASE=f"sqlite:///{folder / 'forms.db'}",
        KEY=str(folder / "key"),
        **environment,
    )


JOURNEY_HOSTS = {
    "Flask": "import app; browser = Server(app.app)",
    "Django": "from django.core.wsgi import get_wsgi_application; browser = Server(get_wsgi_application())",
    "FastAPI": "import app; browser = Client(app.app); browser.client.base_url = 'https://testserver'",
}


@pytest.mark.parametrize("host", JOURNEY_HOSTS)
def test_a_form_of_several_pages_on_each_host(tmp_path, host):
    on_a_journey(
        tmp_path,
        host,
        JOURNEY_HOSTS[host],
        "finish(to_rota(browser))",
        "(letter,) = read(store)",
        "sent = letter.submission",
        "assert [list(child) for child in sent.data['children']] == [['child', 'diet'], ['child']]",
        "import staff",
        "((headers, pieces),) = staff.open_files(sent)",
        "assert b''.join(pieces) == PDF and 'rota.pdf' in headers['Content-Disposition']",
        **({"DJANGO_SETTINGS_MODULE": "settings"} if host == "Django" else {}),
    )


def test_the_journey_of_the_guide_has_no_fault_and_can_be_drawn(tmp_path):
    for command in ("check", "draw"):
        on_a_journey(
            tmp_path,
            "Flask",
            "import sys; from citydesign.cli import main",
            f"assert main(['journey', '{command}', 'place.toml']) in (0, None)",
        )


def test_what_is_said_before_and_after_and_in_several_languages(tmp_path):
    (head,) = re.findall(r"```toml\n(.*?)```", section(PAGES, "Before and after"), re.DOTALL)
    form, roots = re.findall(
        r"```python\n(.*?)```", section(PAGES, "In several languages"), re.DOTALL
    )
    (switch,) = re.findall(r"```jinja\n(.*?)```", section(PAGES, "In several languages"), re.DOTALL)
    on_a_journey(
        tmp_path,
        "Flask",
        "from pathlib import Path; place = Path('place.toml')\n"
        f"place.write_text({head!r} + place.read_text('utf-8'), 'utf-8')\n"
        + JOURNEY_HOSTS["Flask"],
        "visit = Resident(browser).go('GET', '/apply/')",
        "assert 'The work rotas of all guardians' in visit.page.text, visit.page.text",
        "from place_forms import *; from place_setup import *",
        form,
        "assert child('sv')().name.label.text == 'Namn'",
        roots,
        "with app.app.test_request_context('/'):",
        "    links = [{'language': tag, 'url': f'/{tag}/apply/'} for tag in ('fi', 'sv')]",
        "    env = app.app.jinja_env",
        f"    made = env.from_string('{{% from \"citydesign/all.html\" import header %}}' + {switch!r})",
        "    assert 'formaction=\"/sv/apply/\"' in made.render(links=links, form_id='city-form')",
        pages=[section(PAGES, "Before and after")],
    )


def test_save_and_return_keep_and_delete(tmp_path):
    on_a_journey(
        tmp_path,
        "Flask",
        JOURNEY_HOSTS["Flask"],
        "import datetime as dt, letters, smtplib",
        "mails, texts = [], []",
        "class Mailbox:",
        "    def __init__(self, host): pass",
        "    def __enter__(self): return self",
        "    def __exit__(self, *error): pass",
        "    def send_message(self, mail): mails.append((mail['To'], mail.get_body(('plain',)).get_content()))",
        "smtplib.SMTP = Mailbox",
        "os.environ['MAIL_HOST'] = 'mail.example'",
        "letters.send_text = lambda *sent: texts.append(sent)",
        "def post(): letters.send_due(store.due, letters.send, store.sent, store.failed)",
        "visit = to_rota(browser)",
        "assert 'The form will be closed on this device at' in visit.page.text",
        "visit.press(('rotas', 'first.pdf', PDF), city_action='save')",
        "assert visit.page.title.startswith('Continue later'), visit.page.text",
        "visit.press(email='aino@example.fi', phone='040 123 4567'); post()",
        "((to, text),) = mails",
        "assert to == 'aino@example.fi' and texts == []",
        "path = text.split('https://city.example')[1].split()[0]",
        "device = Resident(Server(app.app)).go('GET', path).press(); post()",
        "((number, text),) = texts",
        "assert number == '+358401234567'",
        "device.press(code=text.split()[0])",
        "assert device.page.title.startswith('Your rotas') and 'first.pdf' in device.page.text",
        "assert visit.go('GET', device.at).page.status == 404",
        "finish(device)",
        # To another program: the letter that waits is read, and left for the mail.
        "Path('hook').write_bytes(b'h' * 32); os.environ.update(HOOK_KEY='hook', OUT='out')",
        "import handover, json",
        "(letter,) = store.due(lease=dt.timedelta(0))",
        "handover.leave(letter)",
        "posted = []",
        "handover.hook._post = lambda id, content: posted.append((id, content)) or 204",
        "handover.post(letter)",
        "(file,) = Path('out').iterdir()",
        "assert posted == [(file.stem, file.read_bytes())]",
        "assert json.loads(file.read_bytes())['answers']['guardian']['name'] == ['Aino']",
        "post()",
        "assert mails[1][0] == 'daycare@city.example' and 'has been received' in mails[1][1]",
        # A document, and figures.
        "import copies, figures",
        "assert copies.copy_of('0' * 32) is None",
        "assert copies.copy_of(letter.submission.id).startswith(b'%PDF')",
        "from citydesign.identity import Person",
        "(event,) = figures.desk._cases.read(lambda c, now: c.exec_driver_sql("
        "\"SELECT sum(number) FROM form_count WHERE kind = 'sent'\").scalars().all())",
        "assert event == 1",
        "page = figures.figures_page(Person('p', 'P', {'daycare-staff'}))",
        "assert 'Forms sent' in page and '>0<' in page.replace(chr(10), '')",
        # On its day.
        "import daily",
        "def on_disk(): return [one for one in Path(os.environ['FILES']).rglob('*') if one.is_file()]",
        "assert len(on_disk()) == 4",
        "store._clock = lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=89)",
        "assert store.forget() == 1 and len(on_disk()) == 4",
        "store._clock = lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=91)",
        "assert store.forget() == 1 and on_disk() == []",
        pages=(section(RETURN), section(KEEP)),
    )


OFFICE = r"""
import letters, smtplib
mails = []

class Mailbox:
    def __init__(self, host): pass
    def __enter__(self): return self
    def __exit__(self, *error): pass
    def send_message(self, mail): mails.append((mail["To"], mail.get_body(("plain",)).get_content()))

smtplib.SMTP = Mailbox
os.environ["MAIL_HOST"] = "mail.example"

def post():
    for outbox in (store, letters.replies):
        letters.send_due(outbox.due, letters.send, outbox.sent, outbox.failed)
    return mails

def as_person(visitor, id):
    name = "citydesign-fake-person"
    if isinstance(visitor, Client):
        visitor.client.cookies.set(name, id)
    else:
        visitor.cookies[name] = id
    return Resident(visitor)

def link(text):
    return text.split("https://city.example")[1].split()[0]

def handled():
    finish(to_rota(browser))
    office, resident = post()
    assert office[0] == "daycare@city.example" and resident[0] == "aino@example.fi"
    assert "Aino" not in resident[1] and "Nuts" not in resident[1]
    assert other()("GET", "/staff/").status == 401
    aino = as_person(other(), "1").go("GET", link(office[1]))
    case = aino.at
    assert "Nuts" in aino.page.text and "rota.pdf" in aino.page.text, aino.page.text
    aino.press()
    saved = aino.browser("GET", f"{case}/file/1")
    assert aino.browser.raw == PDF and "rota.pdf" in aino.browser.headers["Content-Disposition"]
    assert aino.browser("GET", f"{case}/decide").status == 403
    aino.go("GET", f"{case}/ask").press(text="Which days?")
    mikael = as_person(other(), "2").go("GET", f"{case}/decide")
    home = Resident(other()).go("GET", link(post()[-1][1])).press()
    home.press(code=re.search(r'\b[0-9]{6}\b', post()[-1][1])[0])
    assert "Which days?" in home.page.text, home.page.text
    home.press(text="Mondays")
    assert "Thank you for your answer" in home.page.text
    mikael.press(text="Granted.")
    assert mikael.page.status == 409 and "Answer received" in mikael.page.text
    mikael.press(text="Granted.").press()
    assert "Decided" in mikael.page.text, mikael.page.text
    assert "A decision on your form" in post()[-1][1]
    assert "Granted." in home.go("GET", home.at).page.text

handled()
"""

OTHERS = {
    "Flask": "other = lambda: Server(app.app)",
    "Django": "other = lambda: Server(get_wsgi_application())",
    "FastAPI": "def other():\n    made = Client(app.app); made.client.base_url = 'https://testserver'\n    return made",
}


@pytest.mark.parametrize("host", JOURNEY_HOSTS)
def test_receive_and_answer_on_each_host(tmp_path, host):
    office = "receive-and-answer.md"
    (head,) = re.findall(r"```toml\n(.*?)```", section(office, "Where letters go"), re.DOTALL)
    first = head.replace('contact = "guardian.email"\n', "")
    assert first != head
    prepare = [
        "from pathlib import Path",
        "place = Path('place.toml'); text = place.read_text('utf-8')",
        f"assert {first!r} in text",
        f"place.write_text(text.replace({first!r}, {head!r}), 'utf-8')",
    ]
    (copies,) = [one for one in blocks(KEEP, "python") if "copies([journey]" in one]
    if host == "Django":
        prepare += [
            "settings = Path('settings.py'); text = settings.read_text('utf-8')",
            "settings.write_text(text + 'MIDDLEWARE = [*MIDDLEWARE, \"doors.Doors\"]\\n', 'utf-8')",
        ]
    on_a_journey(
        tmp_path,
        host,
        "\n".join([*prepare, JOURNEY_HOSTS[host], OTHERS[host]]),
        OFFICE,
        "from citydesign.forms.journey import Flow; from citydesign.forms.replies import ReplyFlow",
        "from place_setup import flow, secret, zone; from office_setup import replies; journey = flow.journey"
        if host == "Flask"
        else "",
        copies if host == "Flask" else "",
        pages=(section(RETURN), section(office), section(office, host), whole(office)),
        **({"DJANGO_SETTINGS_MODULE": "settings"} if host == "Django" else {}),
    )


def whole(page):
    """What a guide says after its hosts."""
    return "".join(
        section(page, title) for title in ("Who may do what", "The page of staff", "The letters")
    )
