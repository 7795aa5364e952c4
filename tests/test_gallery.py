"""The gallery: what it shows is what there is, and everybody can use it."""

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from markupsafe import escape
from tests.audit.results import fault, put, whole
from tests.markup import document

from citydesign import gallery, tokens
from citydesign.assets import assets_path
from citydesign.audit.oracles import ORACLES
from citydesign.audit.verdict.criteria import criteria
from citydesign.audit.verdict.known import Known
from citydesign.contracts import all_components, component
from citydesign.contrast import ratio
from citydesign.errors import BuildError, CityDesignError
from citydesign.examples import all_examples, examples_of, fragment, source
from citydesign.gallery import board, journey_flow, own_city
from citydesign.gallery.accessibility_pages import accessibility_pages
from citydesign.gallery.browser import ORIGIN
from citydesign.gallery.component_page import component_page, tokens_of
from citydesign.gallery.html_source import html_source
from citydesign.gallery.python_source import python_source
from citydesign.gallery.results import Results, load
from citydesign.gallery.token_pages import data
from citydesign.locale import LOCALES, PSEUDO, use_locale
from citydesign.paths import TOKENS

ROOT = Path(__file__).parents[1]
ENV = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
examples = pytest.mark.parametrize("example", all_examples(), ids=lambda e: e.id)


def _without_space(html):
    return "".join(str(html).split())


@examples
def test_the_python_source_gives_the_same_html(example):
    names = {}
    with use_locale("en"):
        exec(python_source(source(example)), names)
    assert _without_space(names["html"]) == _without_space(fragment(example))


@examples
def test_the_html_source_is_the_html_with_other_white_space(example):
    html = fragment(example)
    shown = html_source(html)
    assert _without_space(shown) == _without_space(html)
    assert _as_seen(shown) == _as_seen(html)


def _as_seen(html):
    """The text with the white space that a browser would show."""

    text = []
    blocks = {"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "table", "tr", "td", "th"}
    blocks |= {"form", "fieldset", "legend", "main", "nav", "header", "footer", "section", "dl"}
    blocks |= {"dt", "dd", "body", "html", "head", "title", "meta", "link", "script", "option"}
    blocks |= {"details", "summary", "hr", "br", "aside", "thead", "tbody", "caption"}

    def walk(node):
        # A comment has a function for a tag.
        block = isinstance(node.tag, str) and node.tag.rpartition("}")[2] in blocks
        text.append("\0" if block else "")
        text.append(node.text or "")
        for child in node:
            walk(child)
            text.append(child.tail or "")
        text.append("\0" if block else "")

    walk(document(html))
    seen = re.sub(r"[ \t\n]+", " ", "".join(text))
    return re.sub(r"[ \0]*\0[ \0]*", "\0", seen)


def test_a_long_call_has_one_argument_on_a_line():
    text = python_source(
        '{% from "citydesign/text-input.html" import text_input %}'
        '{{ text_input("a", "A label that is long enough", hint="and a hint that fills the line") }}'
    )
    assert text == (
        "from citydesign import ui\n\nhtml = ui.text_input(\n"
        '    "a",\n    "A label that is long enough",\n    hint="and a hint that fills the line",\n)\n'
    )


def test_a_call_block_becomes_nested_calls():
    text = python_source(
        '{% from "citydesign/page.html" import page %}'
        '{% from "citydesign/text-input.html" import text_input %}'
        '{% call page(title="T") %}<h1>T</h1>{{ text_input("a", "A") }}{% endcall %}'
    )
    assert (
        'html = ui.page(title="T", content=Markup("<h1>T</h1>") + ui.text_input("a", "A"))' in text
    )
    assert "from markupsafe import Markup" in text


@pytest.mark.parametrize("one", all_components(), ids=lambda c: c.name)
def test_a_components_page_tells_everything_of_its_contract(one):
    text = component_page(one)
    fields = [f for record in one.records for f in record.fields]
    for parameter in (*one.parameters, *fields):
        assert f"<code>{parameter.name}</code>" in text
    for example in examples_of(one):
        assert f"{{#{example.name}}}" in text
        assert f"previews/{example.id}.en.html" in text
    for token in tokens_of(one):
        assert token.variable in text


@pytest.mark.parametrize("one", all_components(), ids=lambda c: c.name)
def test_a_components_page_shows_its_keyboard_table(one):
    text = component_page(one)
    for row in one.keyboard:
        assert str(escape(row.text)) in text
        for key in (*row.names, *row.names_rtl):
            assert f"<kbd>{key}</kbd>" in text
    if not one.keyboard:
        assert "no key does anything" in text


def test_a_page_says_plainly_that_nothing_was_checked():
    text = component_page(component("button"))
    assert "There are no results of the checks" in text
    assert "No fault was found" not in text
    part = whole()
    part.pages = [page for page in part.pages if page.page.startswith("radios/")]
    assert "There are no results of the checks" in component_page(
        component("button"), Results(part)
    )


def test_a_page_says_what_was_checked_where_when_and_with_what():
    text = component_page(component("button"), Results(whole()))
    number = len(examples_of(component("button")))
    for piece in (
        "Looked at on 27 November 2026 at 09:00 UTC, with citydesign 0.1.0, Chromium 143",
        f"{number} of {number}",
        "1280 px, 320 px",
        "No fault was found.",
        *(f">{oracle.title}<" for oracle in ORACLES),
    ):
        assert piece in text, piece
    assert "have changed since" not in text
    assert "not looked at" not in text


def test_a_page_says_that_its_result_is_old_or_not_whole():
    old = whole()
    for page in old.pages:
        page.files = "0" * 16
    assert "have changed since" in component_page(component("button"), Results(old))
    part = whole()
    part.pages = [page for page in part.pages if page.page != "button/danger"]
    assert "not looked at: danger" in component_page(component("button"), Results(part))
    broken = put(whole(), fault("button/default", "check", "keyboard", "html", "it broke down"))
    text = component_page(component("button"), Results(broken))
    assert "Not checked: button/default: it broke down" in text
    assert "No fault was found" not in text


def test_a_page_shows_findings_and_known_issues():
    seen = put(whole(), fault("button/default", saw="<b>grey</b> on grey"), fault("button/link"))
    place = ("button/link", "contrast", "1.4.3", "p")
    issue = Known(*place, "New grey.", "designer", dt.date(2027, 3, 1))
    text = component_page(component("button"), Results(seen, [issue]))
    findings, _, known = text.partition("Known issues of Button")
    assert "1.4.3 Contrast (Minimum)" in findings
    assert "&lt;b&gt;grey&lt;/b&gt; on grey" in findings
    assert "New grey. (designer)" in known
    assert "2027-03-01" in known
    assert "grey on grey" not in component_page(component("radios"), Results(seen, [issue]))


def test_the_files_of_a_component_tell_an_old_result_from_a_new_one(tmp_path):
    from citydesign.audit.verdict.fingerprint import fingerprint

    button = component("button").folder
    before = fingerprint(button)
    assert re.fullmatch(r"[0-9a-f]{16}", before)
    assert before != fingerprint(component("radios").folder)
    assert fingerprint(None) == ""
    tokens_now = tmp_path / "tokens"
    shutil.copytree(TOKENS, tokens_now)
    assert fingerprint(button, tokens_now) == before
    (tokens_now / "new.tokens.json").write_text("{}", "utf-8")
    assert fingerprint(button, tokens_now) != before


MUTANTS = [
    {"name": "a", "oracle": "contrast", "component": "button", "killed": True, "axe": False},
    {"name": "b", "oracle": "contrast", "component": "radios", "killed": True, "axe": True},
    {"name": "c", "oracle": "names", "component": "radios", "killed": False, "axe": False},
]


def test_the_page_of_checks_is_read_from_their_own_records(tmp_path):
    text = accessibility_pages(Results())["checks.md"]
    for oracle in ORACLES:
        assert f"## {oracle.title} {{#{oracle.id}}}" in text
        assert str(escape(oracle.catches)) in text
    assert "No result of a run is there" in text
    assert "No count of that is there" in text
    (tmp_path / "mutants.json").write_text(json.dumps(MUTANTS), "utf-8")
    (tmp_path / "audit.json").write_text(whole().json(), "utf-8")
    text = accessibility_pages(load(tmp_path, tmp_path))["checks.md"]
    assert "Of 3 faults put in, these checks noticed 2 (67%)" in text
    assert "noticed 1 (33%)" in text
    assert "Of 2 components broken on purpose for it, it noticed 2." in text
    assert "The latest run was on 27 November 2026" in text


def test_the_page_of_conformance_names_every_criterion_and_its_way():
    text = accessibility_pages(Results(whole()))["conformance.md"]
    for one in criteria():
        assert f'id="c-{one.number.replace(".", "-")}"' in text
        if one.check == "manual":
            assert f"{{#p-{one.number.replace('.', '-')}}}" in text
    assert "Supports" in text
    assert "Supports" not in accessibility_pages(Results())["conformance.md"]


def test_results_need_not_be_there_but_must_be_results(tmp_path):
    assert load(tmp_path, tmp_path) == Results()
    (tmp_path / "mutants.json").write_text('{"a": 1}', "utf-8")
    with pytest.raises(BuildError, match="no list of mutants; run `make mutants` again"):
        load(tmp_path, tmp_path)
    (tmp_path / "audit.json").write_text("{}", "utf-8")
    with pytest.raises(CityDesignError, match="no result of an audit"):
        load(tmp_path, tmp_path)


def test_the_tokens_of_a_component_are_those_it_reads_through_mixins_too():
    names = {token.path for token in tokens_of(component("text-input"))}
    assert "color.surface.sunken" in names  # in its own rule
    assert "font.size.body" in names  # by @include text


def test_a_guidance_link_leads_to_a_component():
    known = {c.name for c in all_components()}
    for one in all_components():
        guidance = (one.folder / f"{one.name}.md").read_text("utf-8")
        for name in re.findall(r"\]\(([\w-]+)\.md", guidance):
            assert name in known, f"{one.name}.md links to {name}.md"


def test_every_hand_written_page_stands_in_the_navigation():
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    named = set(re.findall(r"[\w/-]+\.md|[\w-]+/(?=')", str(config["nav"])))
    for page in (ROOT / "docs").rglob("*.md"):
        path = page.relative_to(ROOT / "docs")
        assert str(path) in named or f"{path.parts[0]}/" in named, f"name {path} in mkdocs.yml"


def test_the_builder_can_be_changed():
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    assert "hooks" not in config
    assert config["plugins"] == ["search"]
    assert config["theme"]["font"] is False


def test_the_workbench_knows_the_pairs_of_the_tokens():
    known = data()
    assert set(known["themes"]) == {"default", *tokens.themes()}
    for pair in known["pairs"]:
        for name, theme in known["themes"].items():
            for mode in tokens.MODES:
                got = ratio(theme[pair["token"]][mode], theme[pair["against"]][mode])
                loose = "bold" in pair and name in known["bold"] and not mode.startswith("more")
                least = pair["bold"] if loose else pair["least"]
                assert least <= got <= pair.get("greatest", 21)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work", "utf-8")
    for write in (gallery.write, board.write):
        with pytest.raises(BuildError, match="something else"):
            write(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The gallery, built once; what its builder complained about is in `complaints`."""
    out = tmp_path_factory.mktemp("gallery") / "gallery"
    results = out.parent / "results"
    results.mkdir()
    seen = put(whole(), fault("text-input/default"))
    (results / "audit.json").write_text(seen.json(), "utf-8")
    (results / "mutants.json").write_text(json.dumps(MUTANTS), "utf-8")
    script = "import sys; from pathlib import Path; from citydesign import gallery; gallery.build(Path(sys.argv[1]), print, Path(sys.argv[2]))"
    run = subprocess.run(
        [sys.executable, "-c", script, str(out), str(results)],
        capture_output=True,
        text=True,
        env=ENV,
    )
    assert run.returncode == 0, run.stderr
    (out / "complaints").write_text(
        "".join(s for s in (run.stdout + run.stderr).splitlines(True) if "arning" in s), "utf-8"
    )
    return out / "site"


# Built once, where a browser looks at it: building takes half a minute.
pytestmark_site = pytest.mark.xdist_group("gallery")


@pytestmark_site
@pytest.mark.browser
def test_no_link_of_the_gallery_leads_nowhere(site):
    assert (site.parent / "complaints").read_text("utf-8") == ""
    ids = {}
    for page in site.rglob("*.html"):
        if "previews" in page.parts:
            continue
        text = page.read_text("utf-8")
        for address in re.findall(r'(?:href|src)="([^"#?]+)(?:[#?][^"]*)?"', text):
            if re.match(r"[a-z]+:|/", address):
                continue
            target = (page.parent / address).resolve()
            target = target / "index.html" if target.is_dir() else target
            assert target.exists(), f"{page.relative_to(site)}: {address}"
            ids.setdefault(target, None)
    assert len(ids) > 50


@pytestmark_site
@pytest.mark.browser
def test_a_link_into_a_page_finds_its_place(site):
    ids, seen = {}, 0
    for page in [*site.glob("components/**/*.html"), *site.glob("accessibility/**/*.html")]:
        for address, place in re.findall(r'href="([^"#?:]*)#([\w-]+)"', page.read_text("utf-8")):
            target = (page.parent / address).resolve() if address else page
            target = target / "index.html" if target.is_dir() else target
            if target not in ids:
                ids[target] = set(re.findall(r'\sid="?([^"\s>]+)', target.read_text("utf-8")))
            assert place in ids[target], f"{page.relative_to(site)}: {address}#{place}"
            seen += 1
    assert seen > 500


@pytestmark_site
@pytest.mark.browser
def test_nothing_is_asked_of_another_host_when_you_look_at_it(site):
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        fetched = re.findall(r'<(?:script|img|iframe|source)\b[^>]*\ssrc="([^"]+)"', text)
        for tag in re.findall(r"<link\b[^>]*>", text):
            if re.search(r'rel="(?:stylesheet|icon|preload|preconnect)"', tag):
                fetched += re.findall(r'href="([^"]+)"', tag)
        assert not [url for url in fetched if re.match(r"(?:https?:)?//", url)], page


@pytestmark_site
@pytest.mark.browser
def test_every_example_has_its_page_in_every_language(site):
    for example in all_examples():
        for locale in (*LOCALES, PSEUDO):
            page = site / "previews" / example.component.name / f"{example.name}.{locale}.html"
            assert f'lang="{locale}"' in page.read_text("utf-8")


# The search reads all texts of the site again on each page, which is most of the work of a visit.
FIELDS = {"title": {"boost": 1}, "text": {"boost": 1}, "tags": {"boost": 1}}
HOW = {"lang": ["en"], "separator": " ", "pipeline": [], "fields": FIELDS}
NOTHING_TO_FIND = json.dumps({"config": HOW, "docs": []})


@pytest.fixture(scope="module")
def window(site, chromium):
    """A browser window that sees the built site and nothing else, and searches when it is to."""
    from mimetypes import guess_type

    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    asked = []

    def answer(route):
        from urllib.parse import unquote, urlsplit

        asked.append(route.request.url)
        file = site / unquote(urlsplit(route.request.url).path).lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        if not route.request.url.startswith(ORIGIN) or not file.is_file():
            return route.fulfill(status=404, body="")
        kind = guess_type(file)[0] or "text/plain"
        if file.name == "search_index.json" and not page.searches:
            return route.fulfill(body=NOTHING_TO_FIND, content_type=kind)
        return route.fulfill(body=file.read_bytes(), content_type=kind)

    context.route("**/*", answer)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.faults, page.searches = [], False
    page.asked = asked
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    yield page
    context.close()


def _visit(window, path, scheme="light", width=1280):
    window.faults.clear()
    window.emulate_media(color_scheme=scheme)
    window.set_viewport_size({"width": width, "height": 900})
    if window.url.startswith(ORIGIN):
        window.evaluate("localStorage.clear()")
    window.goto(f"{ORIGIN}/{path}", wait_until="load")
    assert window.faults == []


PAGES = [
    "",
    "start/flask/",
    "components/",
    "components/text-input/",
    "tokens/colours/",
    "tokens/contrast/",
    "tokens/type/",
    "tokens/shape/",
    "tokens/icons/",
    "tokens/try/",
    "change-the-look/",
    "accessibility/",
    "accessibility/checks/",
    "accessibility/conformance/",
    "accessibility/statement/",
]


# Rows of a table are written by one line of a template; axe looks at each of thousands of cells.
LEAVE_A_FEW_ROWS = """() => {
  for (const row of document.querySelectorAll("tbody > tr:nth-child(n + 9)")) row.remove();
}"""


# A scheme can change only the words about colours, a width all the rest. A change of scheme fades.
FOUND = """async ([scheme, width]) => {
  await Promise.allSettled(document.getAnimations().map((fading) => fading.finished));
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const rules = axe.getRules(tags).filter(
    ({ tags }) => (tags.includes("cat.color") ? width === 1280 : scheme === "light")
      && !tags.includes("experimental") && !tags.includes("deprecated"),
  );
  const { violations } = await axe.run(document, {
    iframes: false,
    resultTypes: ["violations"],
    runOnly: { type: "rule", values: rules.map((rule) => rule.ruleId) },
  });
  return violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 200))]);
}"""


@pytestmark_site
@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_the_gallerys_own_pages_pass_axe_and_fit(window, path):
    import axe_playwright_python

    axe = Path(axe_playwright_python.__file__).parent / "axe.min.js"
    _visit(window, path)
    if path.startswith("components/text"):
        window.wait_for_selector(".gallery-toolbar select")
    if path == "tokens/try/":
        window.wait_for_selector(".gallery-report h2")
    for width in (1280, 360):
        window.set_viewport_size({"width": width, "height": 900})
        assert window.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
    window.evaluate(LEAVE_A_FEW_ROWS)
    window.evaluate(axe.read_text("utf-8"))
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 360)):
        window.emulate_media(color_scheme=scheme)
        window.set_viewport_size({"width": width, "height": 900})
        assert window.evaluate(FOUND, [scheme, width]) == [], (scheme, width)


@pytestmark_site
@pytest.mark.browser
def test_the_toolbar_dresses_every_frame_and_is_remembered(window):
    _visit(window, "components/text-input/")
    window.wait_for_selector(".gallery-toolbar select")
    window.get_by_role("combobox", name="Theme", exact=True).select_option("tampere")
    window.get_by_role("combobox", name="Scheme", exact=True).select_option("dark")
    window.get_by_role("combobox", name="Language", exact=True).select_option("fi")
    window.get_by_role("combobox", name="Direction", exact=True).select_option("rtl")
    window.get_by_role("combobox", name="Width", exact=True).select_option("320")
    frame = "document.querySelector('.gallery-frame iframe')"
    window.wait_for_function(f"{frame}.contentDocument.documentElement.lang === 'fi'")
    root = f"{frame}.contentDocument.documentElement"
    window.wait_for_function(f"{root}.dataset.theme === 'tampere' && {root}.dir === 'rtl'")
    color = tokens.load("tampere")["color.surface.page"].css("dark")
    window.wait_for_function(
        f"getComputedStyle({root}).getPropertyValue('--city-color-surface-page').trim() === '{color}'"
    )
    assert window.evaluate(f"{frame}.clientWidth") == 320
    window.reload()
    window.wait_for_selector(".gallery-toolbar select")
    assert window.get_by_role("combobox", name="Theme", exact=True).input_value() == "tampere"
    window.wait_for_function(f"{root}.dataset.theme === 'tampere'")


@pytestmark_site
@pytest.mark.browser
def test_a_frame_is_as_high_as_what_it_shows(window):
    _visit(window, "components/text-input/")
    first = "document.querySelector('.gallery-frame iframe')"
    window.wait_for_function(f"{first}.style.blockSize !== ''")
    inner = f"{first}.contentDocument.documentElement"
    window.wait_for_function(
        f"Math.abs({inner}.getBoundingClientRect().height - {first}.clientHeight) < 2"
    )
    assert window.evaluate(f"{inner}.scrollHeight <= {inner}.clientHeight")


@pytestmark_site
@pytest.mark.browser
def test_sources_are_tabs_for_the_keyboard_and_can_be_copied(window):
    _visit(window, "components/text-input/")
    tabs = window.get_by_role("tablist").first
    tabs.get_by_role("tab", name="Jinja").focus()
    window.keyboard.press("ArrowRight")
    python = tabs.get_by_role("tab", name="Python")
    assert python.get_attribute("aria-selected") == "true"
    panel = window.get_by_role("tabpanel").first
    assert "ui.text_input(" in panel.inner_text()
    panel.get_by_role("button", name="Copy").click()
    window.wait_for_function("document.querySelector('[role=status]').textContent !== ''")
    expected = python_source(source(examples_of(component("text-input"))[0]))
    assert window.evaluate("navigator.clipboard.readText()") == expected
    window.keyboard.press("End")
    assert "Copied" in window.get_by_role("status").inner_text()


@pytestmark_site
@pytest.mark.browser
def test_a_designer_changes_a_colour_and_hears_what_can_no_longer_be_read(window, tmp_path):
    _visit(window, "tokens/try/")
    window.wait_for_selector("#token-color-text-link")
    assert "hold" in window.locator(".gallery-report h2").inner_text()
    window.locator("#token-color-text-link").fill("#39a7d7")
    report = window.locator(".gallery-report")
    assert "can't be read" in report.inner_text()
    assert "color.text.link in light" in report.inner_text()
    wanted = ratio("#39a7d7", tokens.hex_of(tokens.load()["color.surface.page"].values["light"]))
    assert (
        f"against color.surface.page: {int(wanted * 100) / 100:.2f}:1, needs 7:1"
        in report.inner_text()
    )
    frame = window.locator(".gallery-frame iframe").first.element_handle().content_frame()
    shown = "getComputedStyle(document.documentElement).getPropertyValue('--city-color-text-link')"
    frame.wait_for_function(f"{shown}.trim() === '#39a7d7'")
    report.get_by_role("button", name="Take").first.click()
    assert "hold" in window.locator(".gallery-report h2").inner_text()
    overlay = window.locator(".gallery-export code").inner_text()
    changed = json.loads(overlay)["color"]["text"]["link"]
    assert set(changed["$extensions"]["citydesign"]) == {"dark", "more", "more-dark"}
    # What is copied is a theme that builds.
    for file in (ROOT / "tokens").glob("*.tokens.json"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "mine.tokens.json").write_text(overlay, "utf-8")
    from citydesign import contrast

    contrast.require("mine", tmp_path)


@pytestmark_site
@pytest.mark.browser
def test_the_menu_of_a_phone_opens_by_keyboard(window):
    _visit(window, "components/", width=360)
    button = window.get_by_role("button", name="Menu")
    button.focus()
    window.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    link = window.get_by_role("link", name="Text input", exact=True).first
    link.wait_for(state="visible")
    window.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false"
    assert window.evaluate("document.activeElement.getAttribute('aria-label')") == "Menu"


@pytestmark_site
@pytest.mark.browser
def test_the_search_finds_a_component(window, monkeypatch):
    monkeypatch.setattr(window, "searches", True)
    _visit(window, "")
    box = window.get_by_role("textbox", name="Search")
    # Its own name, and what other systems call it.
    for written, found in (("pagination", "pagination"), ("carousel", "card-row")):
        box.fill("")
        box.press_sequentially(written)
        window.wait_for_selector(f".md-search-result__link[href*='components/{found}']")


@pytestmark_site
@pytest.mark.browser
def test_no_other_host_was_asked(window):
    _visit(window, "")
    assert all(url.startswith((ORIGIN, "blob:", "data:")) for url in window.asked)


@pytest.mark.browser
def test_the_board_draws_examples_and_what_people_do_to_them(tmp_path):
    out = tmp_path / "board"
    # A process of its own: one process holds one browser.
    command = [sys.executable, "-m", "citydesign.gallery.board", str(out), "text-input"]
    run = subprocess.run([*command, "--look", "light"], capture_output=True, text=True, env=ENV)
    assert run.returncode == 0, run.stderr
    from PIL import Image

    with Image.open(out / "light" / "text-input.png") as sheet:
        assert sheet.width > sum(board.WIDTHS)
    assert "light/text-input.png" in (out / "index.html").read_text("utf-8")


def test_the_guide_shows_an_invented_citys_crest_and_face_as_it_says(tmp_path):
    docs = tmp_path / "docs"
    shutil.copytree(ROOT / "docs", docs)
    own_city.show(docs)
    own = docs / "assets" / "rantakyla"
    guide = (docs / "change-the-look.md").read_text("utf-8")
    assert '<iframe src="../assets/rantakyla/index.html" title="The front page of R' in guide
    html = (own / "index.html").read_text("utf-8")
    assert re.search(r'class="city-header__name"[^>]*><img src="crest.svg" alt=""', html)
    css = (own / "rantakyla.css").read_text("utf-8")
    assert '--city-font-family-heading:"Rantakyl\\e4  Sans",sans-serif' in css
    # Nothing is asked of another address, and all of the city's own is beside the page.
    for name in re.findall(r'src="([^".]+\.svg)"|url\("([^"]+)"\)', html + css):
        assert (own / next(filter(None, name))).is_file(), name
    for name in re.findall(r"\.\./\.\./citydesign/([^\s\")]+)", html + css):
        assert (assets_path() / name).is_file(), name


def test_the_guide_shows_the_flow_of_the_application_and_the_same_in_words(tmp_path):
    docs = tmp_path / "docs"
    shutil.copytree(ROOT / "docs", docs)
    journey_flow.show(docs, ROOT)
    shown = (docs / journey_flow.GUIDE).read_text("utf-8")
    figure = shown.partition('<figure class="gallery-flow">')[2].partition("</details>")[0]
    # Markdown would end the HTML at an empty line.
    assert "\n\n" not in figure
    svg, listed = figure.partition("</svg>")[0], figure.partition("<pre>")[2]
    for step in ("2. Stop: Apply where the child lives (if town.lives is no)",
                 "3. Your children (1 to 8 times)", "3.2 Special diet (if child.diet is yes)",
                 "5. Shift care (if hours.hours is shifts)", "10. Check your answers"):  # fmt: skip
        assert step in svg, step
        assert step in listed, step
    assert journey_flow.PLACE not in shown
    with pytest.raises(BuildError, match="line <!-- journey --> is missing"):
        journey_flow.show(docs, ROOT)


@pytest.mark.parametrize(
    ("cut", "says"),
    [
        ("<!-- rantakyla -->", "the line <!-- rantakyla --> is missing"),
        ("```css", "snippet in css"),
    ],
)
def test_a_guide_that_lost_a_piece_of_the_invented_city_is_named(tmp_path, cut, says):
    text = (ROOT / "docs" / own_city.GUIDE).read_text("utf-8")
    (tmp_path / own_city.GUIDE).write_text(text.replace(cut, "", 1), "utf-8")
    with pytest.raises(BuildError, match=says):
        own_city.show(tmp_path)
