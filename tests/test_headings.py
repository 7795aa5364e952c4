"""The heading of no page is cut on a phone: of examples, services and what claims publish."""

import datetime
import re
from types import SimpleNamespace

import pytest
from flask import abort, request, template_rendered
from tests import daycare, test_appointments
from tests.audit.results import whole
from tests.claims import test_statement
from tests.forms.browser import Browser

from citydesign import assets, examples, tokens
from citydesign.audit.pages.subject import ORIGIN
from citydesign.audit.pages.together import together
from citydesign.audit.stage.server import Server, Site
from citydesign.claims import statement
from citydesign.claims.answers import read
from citydesign.identity import FakeIdentity

LANGUAGES = ("fi", "sv", "en")
WIDTHS = (320, 360)
#: The system's face comes first; here it is wider than those of phones.
FACES = ("system", "inter")

#: What is wrong with the headings that are seen. A word that has no room must have a joint: no
#: browser divides words in all three languages, so what only `hyphens: auto` saves is a fault too.
JUDGE = r"""() => [...document.querySelectorAll("h1")].flatMap((h1) => {
  if (h1.closest(".city-visually-hidden")) return [];
  const range = document.createRange();
  range.selectNodeContents(h1);
  const style = getComputedStyle(h1), box = h1.getBoundingClientRect();
  const start = box.left + parseFloat(style.paddingLeft);
  const end = box.right - parseFloat(style.paddingRight);
  const over = (left, right) =>
    [...range.getClientRects()].some((r) => r.width && (r.left < left - 1 || r.right > right + 1));
  const faults = [], text = h1.textContent.trim();
  if (over(start, end)) faults.push("overflows");
  if (over(0, document.documentElement.clientWidth)) faults.push("leaves the window");
  for (let e = h1; e && e !== document.body; e = e.parentElement) {
    const { overflowX, overflowY, clipPath } = getComputedStyle(e);
    if (overflowX === "visible" && overflowY === "visible" && clipPath === "none") continue;
    const edge = e.getBoundingClientRect(), all = range.getBoundingClientRect();
    if (over(edge.left, edge.right) || all.top < edge.top - 8 || all.bottom > edge.bottom + 8)
      faults.push(`is cut by ${e.tagName}.${e.className}`);
  }
  const parts = [h1, ...h1.querySelectorAll("*")];
  if (parts.some((e) => /break|anywhere/.test(getComputedStyle(e).wordBreak)))
    faults.push("breaks words anywhere");
  const styles = parts.map((e) => e.getAttribute("style") ?? "");
  for (const e of parts) {
    e.style.setProperty("overflow-wrap", "normal", "important");
    e.style.setProperty("hyphens", "manual", "important");
  }
  if (over(start, end)) faults.push("breaks inside a word");
  parts.forEach((e, n) => e.setAttribute("style", styles[n]));
  return faults.map((fault) => `${text.replaceAll("\u00ad", "|")}: ${fault}`);
})"""

DRESS = """async (inter) => {
  document.getElementById("face").media = inter ? "all" : "not all";
  if (inter) await document.fonts.load("700 32px Inter", "hämärä");
  return inter === [...document.fonts].some((f) => f.family === "Inter" && f.status === "loaded");
}"""


@pytest.fixture(scope="module")
def judge(chromium):
    """What is wrong with the headings of a page, by width and face; one window for all pages."""
    context = chromium.new_context(viewport={"width": WIDTHS[0], "height": 640})
    page = context.new_page()
    Server(Site({"/": "<!doctype html>"}.get, assets.assets_path(), "/citydesign")).attach(page)
    page.goto(ORIGIN)
    face = f'<link id="face" rel="stylesheet" href="{assets.asset_url("face-inter.css")}"'

    def judge(html):
        # Scripts change no heading, and each page would start them again. A service's own link
        # to the face would leave nothing to compare.
        html = re.sub(r"<script.*?</script>|<link[^>]*inter[-.][^>]*>", "", html, flags=re.S)
        page.set_content(html.replace("</head>", f'{face} media="not all"></head>', 1))
        found = []
        # A face is changed for less than a window.
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 640})
            for name in FACES:
                assert page.evaluate(DRESS, name == "inter"), name
                found += [f"{fault} ({name}, {width} px)" for fault in page.evaluate(JUDGE)]
        return found

    yield judge
    context.close()


def title(html):
    return re.search(r"<h1(?![^>]*city-visually-hidden)[^>]*>.*?</h1>", html, re.S)


def heaviest():
    """The theme whose headings are widest: what has room in it has room in all."""

    def width(theme):
        known = tokens.load(theme)
        paths = ("font.weight.heading", "font.tracking.heading")
        return [known[path].values["light"] for path in paths]

    return max([None, *tokens.themes()], key=width)


@pytest.mark.browser
@pytest.mark.parametrize("locale", LANGUAGES)
def test_no_examples_heading_is_cut_on_a_phone(judge, locale):
    theme = heaviest()
    pages = [examples.page(e, locale=locale, theme=theme) for e in examples.all_examples()]
    titled = [html for html in pages if title(html)]
    assert len(titled) > 20
    # Below each other they are as wide as by themselves.
    assert not [fault for some in batched(titled, 20) for fault in judge(together(some))]


def batched(items, number):
    return [items[n : n + number] for n in range(0, len(items), number)]


def test_pages_below_each_other_keep_all_their_headings(judge):
    sheet = f'<link rel="stylesheet" href="{assets.asset_url("citydesign.css")}">'
    page = (
        f'<!doctype html><html lang="fi"><head><title>T</title>{sheet}</head>'
        '<body class="city-page"><main class="city-container"><h1>{}</h1></main></body></html>'
    )
    words = ["Varhaiskasvatusmaksupäätös", "Ajanvaraus", "Ansök om småbarnspedagogikplats"]
    alone = [fault for word in words for fault in judge(page.format(word))]
    assert len(alone) >= 8
    assert sorted(judge(together([page.format(word) for word in words]))) == sorted(alone)


class Walk:
    """Every page that a service showed, by language and heading, and the templates it came from."""

    def __init__(self, app):
        self.pages, self.templates, self.seen = {}, set(), set()
        self.failed = set()
        template_rendered.connect(self._rendered, app)
        app.after_request(self._keep)

    def _rendered(self, sender, template, context, **extra):
        self.templates.add(template.name)

    def _keep(self, answer):
        shown = answer.mimetype == "text/html" and not answer.location
        html = answer.get_data(as_text=True) if shown else ""
        if found := title(html):
            language = re.search(r'<html lang="(\w+)', html)[1]
            self.pages.setdefault((language, found[0]), html)
        if answer.status_code == 500 and not request.path.endswith("/fails"):
            self.failed.add(request.path)
        return answer

    def follow(self, client, path):
        """Open a page and whatever it leads to; a week or a language is the same page."""
        path = path.partition("#")[0]
        if path in self.seen:
            return
        self.seen.add(path)
        answer = client.get(path)
        if answer.location:
            self.follow(client, answer.location)
        elif answer.mimetype == "text/html":
            for link in re.findall(r'href="(/(?:fi|sv|en)/[^"?]*)"', answer.text):
                self.follow(client, link)

    def whole(self, folder):
        """Each page once, when every template that holds a heading has been seen."""
        assert not self.failed
        files = (folder / "templates").glob("*.html")
        there = {path.name for path in files if "<h1" in path.read_text("utf-8")}
        assert there <= self.templates, there - self.templates
        assert {language for language, _ in self.pages} == set(LANGUAGES)
        return self.pages


def fails(app):
    @app.get("/<language:language>/fails")
    def fails():
        abort(500)


@pytest.mark.browser
def test_no_heading_of_the_application_is_cut_on_a_phone(judge, tmp_path, monkeypatch):
    service = daycare.loaded(tmp_path / "kept", monkeypatch, DEBUG="1")
    fails(service.app)
    walk = Walk(service.app)
    for tag in LANGUAGES:
        visit = Browser(daycare.straight(service.app))
        daycare.sent(visit, tag)
        for path in ("accessibility/", "apply/resume", "sent/resume", "nowhere/", "fails"):
            visit.ask(f"/{tag}/{path}")
        visit.ask(f"/{tag}/apply/")
        visit.press()
        visit.press(lives="no")
        visit.ask("town")
        visit.press(action="save")
        office = Browser(daycare.straight(service.app))
        for person in service.service.PEOPLE:
            office.ask(f"/{tag}/pretend/", {"person": [person.id], "to": [f"/{tag}/staff/"]})
        office.ask(f"/{tag}/pretend/", {"person": ["2"], "to": [f"/{tag}/staff/"]})
        case = service.service.desk.inbox(service.service.PEOPLE[0])[0].case.id
        office.ask(f"/{tag}/staff/{case}")
        if tag == LANGUAGES[0]:
            office.press()
        for act in ("assign", "ask", "decide"):
            office.ask(f"/{tag}/staff/{case}/{act}")
        office.press(text="Kyllä")
    pages = walk.whole(daycare.HERE)
    service.service.engine.dispose()
    assert len(pages) > 60
    assert not [fault for html in pages.values() for fault in judge(html)]


@pytest.mark.browser
def test_no_heading_of_the_booking_service_is_cut_on_a_phone(judge, tmp_path):
    service = test_appointments.load()
    people = service.PEOPLE
    time = SimpleNamespace(now=test_appointments.MONDAY)
    app = service.create_app(
        f"sqlite:///{tmp_path}/city.db",
        lambda: time.now,
        seeded=False,
        who=FakeIdentity(people, debug=True),
    )
    fails(app)
    walk = Walk(app)
    for tag in LANGUAGES:
        resident = test_appointments.Resident(SimpleNamespace(app=app), tag)
        walk.follow(resident.client, f"/{tag}/")
        for name in app.extensions["store"].plan.service:
            walk.follow(resident.client, f"/{tag}/?product={name}")
            for office in app.extensions["store"].plan.offices:
                there = f"product={name}&place={office.id}"
                walk.follow(resident.client, f"/{tag}/?{there}")
                walk.follow(resident.client, f"/{tag}/wait?{there}")
        walk.follow(resident.client, resident.hold().location)
        given_up = resident.hold().location
        sent = test_appointments.hidden(resident.client.get(given_up).text)
        time.now += datetime.timedelta(minutes=1)
        resident.client.post(f"{given_up}time", data=sent)
        resident.client.post(f"{given_up}release", data=sent)
        walk.follow(resident.client, given_up)
        page = resident.book().location
        for path in ("", "move", "cancel", "nothing"):
            walk.follow(resident.client, page + path)
        sent = test_appointments.hidden(resident.client.get(f"{page}cancel").text)
        resident.client.post(f"{page}cancel", data=sent)
        walk.follow(resident.client, f"/{tag}/staff/")
        for person in people:
            resident.client.post(f"/{tag}/staff/pretend/", data={"person": person.id})
            resident.client.get(f"/{tag}/staff/")
        resident.client.get(f"/{tag}/fails")
    pages = walk.whole(test_appointments.HERE)
    assert not [fault for html in pages.values() for fault in judge(html)]


@pytest.mark.browser
@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_title_of_the_accessibility_statement_is_not_cut_on_a_phone(judge, locale, tmp_path):
    file = tmp_path / "answers.toml"
    file.write_text(test_statement.ANSWERS, "utf-8")
    html = statement.page(statement.statement(whole(), read(file), locale))
    assert title(html)
    assert not judge(html)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("h1", "fault"),
    [
        ("<h1>Varhaiskasvatusmaksupäätös</h1>", "breaks inside a word"),
        ("<h1>Ansök om småbarnspedagogikplats</h1>", "breaks inside a word"),
        ('<h1 style="white-space:nowrap">Ansök om en plats för barnet</h1>', "overflows"),
        (
            '<h1 style="overflow-wrap:normal;hyphens:manual">Varhaiskasvatusmaksupäätösvalitusosoitus</h1>',
            "leaves the window",
        ),
        ('<h1 style="word-break:break-all">Ansök om en plats</h1>', "breaks words anywhere"),
        ('<h1 style="overflow:hidden;height:2rem">Ansök om en plats för barnet</h1>', "is cut by"),
        (
            '<div style="overflow:clip;width:6rem"><h1 style="white-space:nowrap">'
            "Ansök om en plats</h1></div>",
            "is cut by",
        ),
        ("<h1>Varhais&shy;kasvatus&shy;maksu&shy;päätös</h1>", None),
        ("<h1>Mobil- och datanät, e-tjänster</h1>", None),
    ],
)
def test_what_is_cut_is_found(judge, h1, fault):
    sheet = assets.asset_url("citydesign.css")
    found = judge(
        '<!doctype html><html lang="fi"><head><title>T</title>'
        f'<link rel="stylesheet" href="{sheet}"></head><body class="city-page">'
        f'<main class="city-container city-prose">{h1}</main></body></html>'
    )
    assert bool(found) == bool(fault), found
    if fault:
        for face in FACES:
            for width in WIDTHS:
                assert any(fault in f and f"({face}, {width} px)" in f for f in found), found
