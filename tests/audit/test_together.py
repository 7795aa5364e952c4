"""Boxes are judged where a component's examples are together: nothing is missed there."""

import re
import shutil
from dataclasses import replace

import pytest

from citydesign.assets import assets_path
from citydesign.audit.oracles import ORACLES, by_name
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subjects import THEMES, TOGETHER, assembled, subject_of, subjects
from citydesign.audit.pages.targets import examples
from citydesign.audit.pages.together import together
from citydesign.audit.run.matrix import settings
from citydesign.contracts import all_components, component
from citydesign.examples import examples_of
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


def test_a_page_of_each_component_holds_its_examples():
    names = {f"{s.component}/{s.example}": s for s in subjects()}
    for one in all_components():
        page = names[f"{one.name}/{TOGETHER}"]
        seen = {(s.scheme, s.contrast) for o in ORACLES for s in settings(o, page)}
        assert {("light", "more"), ("dark", "more"), ("dark", "forced")} <= seen
        apart = {s.example for s in subjects([one.name]) if not s.parts and not s.apart}
        assert [part.example for part in page.parts] == [
            e.name for e in examples_of(one) if e.name not in apart
        ]
        assert apart <= {"long"}


def test_every_component_is_seen_in_the_theme_of_every_city():
    pages = [s for s in subjects() if s.component == THEMES]
    assert [part.component for page in pages for part in page.parts] == [
        one.id for one in all_components()
    ]
    for page in pages:
        seen = {(s.theme, s.scheme) for s in settings(by_name("contrast"), page)}
        assert seen == {(t, s) for t in themes() for s in ("light", "dark")}
        assert {s.theme for s in settings(by_name("policy"), page)} == set(themes())


def test_the_example_that_shows_most_wears_the_themes():
    (page,) = (s for s in subjects(["text-input", "checkboxes"]) if s.component == THEMES)
    html = [part.html(Setting()) for part in page.parts]
    assert 'type="checkbox"' in html[0]
    assert 'aria-invalid="true"' in html[1] or "city-text-input__affix" in html[1]


def test_what_is_not_judged_on_an_example_is_judged_where_it_stands_with_others():
    pages = {s.component: s for s in subjects() if s.example == TOGETHER}
    for example in (s for s in subjects() if not s.parts):
        for oracle in ORACLES:
            left_out = set(settings(oracle, replace(example, apart=False)))
            left_out -= set(settings(oracle, example))
            assert left_out <= set(settings(oracle, pages[example.component])), oracle.id


@pytest.mark.parametrize("names", [["table", "tag"], ["tag"], ["themes"]])
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


@pytest.mark.browser
@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_seen_on_an_example_alone_is_found_where_all_stand_together(audit, tmp_path, fault):
    theme, oracle, name, css, *more = FAULTS[fault]
    first = more[0] if more else 0
    shutil.copytree(assets_path(), tmp_path, dirs_exist_ok=True)
    for sheet in tmp_path.glob(f"citydesign-{theme}*.css" if theme else "*.css"):
        sheet.write_text(sheet.read_text("utf-8") + css, "utf-8")
    page = assembled([subject_of(one) for one in examples_of(component(name))[first : first + 2]])

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
