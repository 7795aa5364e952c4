"""Boxes are judged where a component's examples are together: nothing is missed there."""

import re
import shutil
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pytest
import turbohtml
from tests.everything import EVERYTHING

from citydesign.assets import assets_path
from citydesign.audit.oracles import ORACLES, by_name
from citydesign.audit.oracles.oracle import Fault, Oracle
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.pages.subjects import THEMES, TOGETHER, assembled, subject_of, subjects
from citydesign.audit.pages.targets import examples
from citydesign.audit.pages.together import IDREFS, together
from citydesign.audit.run.inspection import inspect
from citydesign.audit.run.matrix import settings
from citydesign.audit.stage.server import Site
from citydesign.contracts import all_components, component
from citydesign.examples import all_examples, examples_of
from citydesign.tokens import themes

#: What a sheet may do wrong: the theme, who must see it, and a component that shows it.
FAULTS = {
    "pale text": ("helsinki", "contrast", "text-input", "html body .city-label { color: #bbb }"),
    "pale text in the dark": (
        "helsinki", "contrast", "checkboxes",
        "@media (prefers-color-scheme: dark) { html body .city-choice__label { color: #444 } }",
    ),
    "an edge that is hardly there": (
        "helsinki", "contrast", "select",
        "html body select { border-color: #eee; box-shadow: none }",
    ),
    "no focus ring": (
        "helsinki", "contrast", "button",
        "html body button:focus-visible { outline: none; box-shadow: none }",
    ),
    "no focus ring in one place": (
        "helsinki", "contrast", "radios",
        "html body fieldset:has([value=email]) input:focus-visible { outline: 0; box-shadow: none }",
        2,
    ),
    "text that goes under the pointer": (
        "helsinki", "contrast", "button", "html body button:hover { background: #fff; color: #eee }",
    ),
    "a choice that doesn't show": (
        "helsinki", "contrast", "radios",
        "html body .city-choice__input { appearance: none; background: none }",
    ),
    "a field wider than a phone": (
        "", "reflow", "text-input", "html body input { inline-size: 40rem; max-inline-size: none }",
    ),
    "letters that don't grow": ("", "reflow", "tag", "html body .city-tag { font-size: 16px }"),
    "small buttons": (
        "", "targets", "button",
        "html body button { min-block-size: 0; block-size: 20px; padding-block: 0 }",
    ),
    "a margin on the left": (
        "", "direction", "notification", "html body .city-notification { margin-left: 3rem }",
    ),
    "a ring drawn by shadow alone": (
        "", "forced-colours", "select",
        "html body select:focus-visible { outline: none; box-shadow: 0 0 0 4px #000 }",
    ),
    "left out on paper": (
        "", "motion", "card", "@media print { html body .city-card__heading { display: none } }",
    ),
    "pale on paper": ("", "motion", "task-list", "@media print { html body li * { color: #ccc } }"),
}  # fmt: skip


@cache
def every():
    return list(subjects())


MAIN = r"(<main[^>]*>)"
#: What the second of two examples may say: the oracle, a component, and what is put for what.
WRONG_HTML = {
    "a field without a name": ("names", "text-input", r"<label[^>]*>.*?</label>", ""),
    "two navigations of one name": (
        "names", "breadcrumbs", r"(<nav.*?</nav>)", r"\1 <nav aria-label='Breadcrumbs'></nav>" * 2,
    ),
    "two fields of one name in no group": (
        "names", "text-input", MAIN, r"\1<input aria-label='Age'><input aria-label='Age'>",
    ),
    "a disclosure that says it is closed": (
        "roles", "text-input", MAIN,
        r'\1<button type="button" aria-expanded="false" aria-controls="more">More</button>'
        '<p id="more">What a place costs.</p>',
    ),
    "an empty list": ("roles", "text-input", MAIN, r"\1<ul></ul>"),
    "a language that isn't said": (
        "language", "text-input", MAIN,
        r"\1<p>Voit varata ajan, kun olet kirjautunut, ja se on sinun.</p>",
    ),
    "a title in another language": ("language", "text-input", "<title>", "<title>Error: "),
    "a page that says another language": ("language", "text-input", r'lang="[^"]*"', 'lang="et"'),
    "a script in an attribute": ("policy", "text-input", "<input ", '<input onclick="go()" '),
    "a file that isn't there": (
        "policy", "text-input", MAIN,
        r'\1<img alt="" src="/citydesign/gone.png">',
    ),
    "a label for nothing": ("validity", "text-input", r'for="[^"]*"', 'for="nothing"'),
    "an id twice": ("validity", "text-input", MAIN, r'\1<p id="main"></p>'),
    "an attribute that there is none of": (
        "axe", "text-input", "<input ", '<input aria-requird="true" ',
    ),
}  # fmt: skip


def test_each_example_stands_on_a_page_with_others_or_is_as_large_as_one():
    pages = [s for s in every() if s.component == TOGETHER]
    placed = [(part.component, part.example) for page in pages for part in page.parts]
    whole = [(s.component, s.example) for s in every() if not s.parts and not s.apart]
    written = [(one.component.id, one.name) for one in all_examples()]
    assert sorted([*placed, *whole]) == sorted(written)
    assert {name for _, name in whole} == {"long"}
    assert len(pages) < len(all_components()) / 2
    for page in pages:
        seen = {(s.scheme, s.contrast) for o in ORACLES for s in settings(o, page)}
        assert seen == {("light", "normal"), ("dark", "normal"), ("dark", "forced")}


def test_every_component_is_seen_in_each_mode_and_in_the_theme_of_every_city():
    pages = [s for s in every() if s.component == THEMES]
    assert [part.component for page in pages for part in page.parts] == [
        one.id for one in all_components()
    ]
    for page in pages:
        looked = settings(by_name("contrast"), page)
        seen = {(s.theme, s.scheme) for s in looked if s.contrast == "normal" and s.width == 320}
        assert seen == {(t, s) for t in themes() for s in ("light", "dark")}
        modes = {(s.scheme, s.contrast, s.width) for s in looked if not s.theme}
        assert modes == {("light", "more", 320), ("dark", "more", 320), ("dark", "normal", 1280)}
        (forced,) = settings(by_name("forced-colours"), page)
        assert (forced.scheme, forced.contrast) == ("light", "forced")
        assert {s.theme for s in settings(by_name("policy"), page)} == set(themes())


def test_the_example_that_shows_most_wears_the_themes():
    (page,) = (s for s in subjects(["text-input", "checkboxes"]) if s.component == THEMES)
    html = [part.html(Setting()) for part in page.parts]
    assert 'type="checkbox"' in html[0]
    assert 'aria-invalid="true"' in html[1] or "city-text-input__affix" in html[1]


def test_what_is_not_judged_on_an_example_is_judged_where_it_stands_with_others():
    pages = [next(s for s in every() if s.component == group) for group in (TOGETHER, THEMES)]
    for example in (s for s in every() if not s.parts):
        for oracle in ORACLES:
            left_out = set(settings(oracle, replace(example, apart=False)))
            left_out -= set(settings(oracle, example))
            seen = {setting for page in pages for setting in settings(oracle, page)}
            assert left_out <= seen, oracle.id


@pytest.mark.parametrize("names", [["table", "tag"], ["tag"], ["themes"], ["together"]])
def test_the_command_judges_an_example_as_the_suite_does(names):
    def told(s):
        parts = [(part.component, part.example) for part in s.parts]
        return s.component, s.example, s.apart, s.themes, s.states, parts

    assert [told(t.subject()) for t in examples(names)] == [told(s) for s in subjects(names)]
    assert not next(iter(examples(["tag/default"]))).subject().apart


def test_an_example_that_is_asked_for_by_itself_is_judged_whole():
    (example,) = subjects(["radios/default"])
    assert all(settings(oracle, example) for oracle in ORACLES)


def test_pages_that_stand_together_keep_their_labels_and_choices_apart():
    page = (
        '<!doctype html><html><head><link href="a.css"></head><body><label for="a">A</label>'
        '<input id="a" name="n" type="radio" checked aria-describedby="a b"><p id="b">'
        '<a href="#b">B</a> <a href="#c">C</a></body></html>'
    )
    html = together([page, page.replace("a.css", "b.css")])
    assert re.findall(r'for="(.+?)"', html) == re.findall(r'<input[^>]*id="(.+?)"', html)
    assert len(set(re.findall(r' name="(.+?)"', html))) == 2
    assert len(set(re.findall(r' id="(.+?)"', html))) == 4
    assert 'aria-describedby="a-1 b-1"' in html
    assert 'href="#b-1"' in html
    assert html.count('href="#c"') == 2
    assert html.index("a.css") < html.index("b.css") < html.index("<body")


def test_what_opens_one_at_a_time_does_so_on_its_own_page_only():
    page = '<!doctype html><html><body><details name="q" open></details><details name="q">'
    html = together([page, page])
    assert re.findall(r"<details[^>]* name=.(.+?)[\"']", html) == ["q-0", "q-0", "q-1", "q-1"]


def test_whatever_names_another_element_names_the_one_of_its_own_page():
    named = sorted(IDREFS - {"for", "headers"})
    elements = [
        *(f'<i data-case="{name}" {name}="one  two gone"></i>' for name in named),
        '<label data-case="for" for="one  two gone"></label>',
        '<output data-case="words" for="one  two gone"></output>',
        '<table><tr><td data-case="headers" headers="one  two gone"></table>',
    ]
    page = "<title>x</title><b id=one></b><b id=two class='a  b'></b>" + "".join(elements)
    made = turbohtml.parse(together([page, page]))
    for case in [*named, "for", "words", "headers"]:
        said = [
            one.attr("for" if case == "words" else case)
            for one in made.select(f'[data-case="{case}"]')
        ]
        assert said == ["one-0 two-0 gone", "one-1 two-1 gone"], case
    assert [one.attr("class") for one in made.select("[id^=two]")] == ["a  b"] * 2


def test_text_of_its_own_and_each_script_come_along_once():
    page = '<title>x</title><script src="a.js"></script><script src="{}.js"></script>{} <p>p</p>'
    html = together([page.format("b", "First"), page.format("c", "Second")])
    assert re.findall(r'src="(.+?)"', html) == ["a.js", "b.js", "c.js"]
    assert "First" in html
    assert "Second" in html


def test_alone_an_example_is_asked_only_for_what_was_suspected_where_it_stands_with_others():
    """There not all of its states are looked at, so what stays hidden is no fault of it."""
    look = Setting()

    def judge(stage):
        yield Fault("1.4.3", "#pale", "pale", "Mend it.")
        yield Fault("1.4.3", "#hidden", "hidden", "Show it.", elsewhere=True)

    def stage():
        nothing = lambda *_: None  # noqa: E731
        return SimpleNamespace(
            camera=SimpleNamespace(height=0), turn=0, untouched=True, plain=True,
            open=nothing, dress=nothing, media=SimpleNamespace(resize=nothing),
        )  # fmt: skip

    oracle = Oracle("contrast", "Contrast", "", ("plain",), judge)
    part = Subject("tag", "default")
    whole = Subject(TOGETHER, "1", parts=(part,))
    found = inspect(stage(), whole, [oracle], lambda *_: (look,)).findings
    assert [(one.component, one.selector) for one in found] == [("tag", "#pale")]
    by_itself = inspect(stage(), part, [oracle], lambda *_: (look,)).findings
    assert [one.selector for one in by_itself] == ["#pale", "#hidden"]


@pytest.mark.browser
@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_seen_on_an_example_alone_is_found_where_all_stand_together(audit, tmp_path, fault):
    theme, oracle, name, css, *more = FAULTS[fault]
    first = more[0] if more else 0
    shutil.copytree(assets_path(), tmp_path, dirs_exist_ok=True)
    for sheet in tmp_path.glob(f"citydesign-{theme}*.css" if theme else "*.css"):
        sheet.write_text(sheet.read_text("utf-8") + css, "utf-8")
    page = assembled(
        "1", [subject_of(one) for one in examples_of(component(name))[first : first + 2]]
    )

    def changed(part):
        html = part.html
        return replace(
            part,
            assets=tmp_path,
            # Under an address of its own, or the browser takes the sheet that it keeps.
            assets_url=f"/{tmp_path.name}",
            html=lambda setting: re.sub(
                r' integrity="[^"]*"',
                "",
                html(setting).replace("/citydesign/", f"/{tmp_path.name}/"),
            ),
        )

    parts = tuple(changed(part) for part in page.parts)
    page = replace(changed(page), parts=parts, themes=(theme,))
    judge = by_name(oracle)
    where = settings(judge, page)
    alone = [f for p in parts for f in audit.inspect(p, [judge], lambda *_: where).findings]
    found = audit.inspect(page, [judge]).findings
    assert [f.saw for f in [*alone, *found] if f.criterion == "check"] == []
    assert alone
    assert {f.key for f in found} == {f.key for f in alone}


@pytest.mark.browser
@pytest.mark.parametrize("fault", WRONG_HTML)
def test_what_one_example_says_wrong_is_found_where_it_stands_with_others(audit, fault):
    oracle, name, old, new = WRONG_HTML[fault]
    first, second, *_ = [subject_of(one) for one in examples_of(component(name))]

    def wrong(setting, html=second.html):
        changed = re.sub(old, new, html(setting), count=1, flags=re.DOTALL)
        assert changed != html(setting)
        return changed

    page = assembled("1", [first, replace(second, html=wrong)])
    judge = by_name(oracle)
    where = settings(judge, page)
    alone = audit.inspect(page.parts[1], [judge], lambda *_: where).findings
    assert [f.saw for f in alone if f.criterion == "check"] == []
    assert alone
    assert {f.key for f in audit.inspect(page, [judge]).findings} == {f.key for f in alone}


@pytest.mark.browser
def test_a_look_that_was_judged_on_a_phone_is_known_on_the_same_page_in_a_wide_window(audit):
    example = subject_of(examples_of(component("tabs"))[0])
    asked = "turn => cityAudit.fresh([turn, 'dark'], 'a pale button')"

    def first_times(stage):
        found = []
        for width in (320, 1280):
            # A custom element: each width is a document of its own.
            stage.open(example, Setting(width=width, scheme="dark"))
            assert not stage.plain
            found.append(stage.js(asked, "1"))
        return [*found, stage.js(asked, "2")]

    assert audit.run(first_times) == [True, False, True]


@pytest.mark.parametrize(
    "name",
    [
        "for", "list", "form", "headers", "popovertarget", "commandfor", "aria-labelledby",
        "aria-describedby", "aria-controls", "aria-owns", "aria-activedescendant", "aria-details",
        "aria-errormessage", "aria-flowto",
    ],
)  # fmt: skip
def test_each_reference_is_kept_apart(name):
    page = f'<title>x</title><b id="one"></b><i {name}="one"></i>'
    html = together([page, page])
    assert f'{name}="one-0"' in html
    assert f'{name}="one-1"' in html


def test_the_audit_looks_at_a_pack_s_examples_alone():
    found = examples((), EVERYTHING)
    assert {target.group for target in found} == {
        "rantakyla/departures",
        "rantakyla/swimming-water",
        "themes",
        "together",
    }
    assert [t.page for t in examples(["rantakyla/departures"], EVERYTHING)] == [
        "themes/1",
        "together/1",
        *(f"rantakyla/departures/{name}" for name in ("default", "cancelled", "none")),
    ]
    assert not [t for t in examples() if "rantakyla" in t.group]
    subject = found[0].subject()
    site = Site(assets=subject.assets, assets_url=subject.assets_url, packs=subject.packs)
    html = subject.html(Setting())
    for url in re.findall(r'<link rel="stylesheet" href="([^"]+)"', html):
        assert site.file(url), url
    assert site.file("/citydesign/rantakyla/../manifest.json") is None
