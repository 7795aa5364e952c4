"""City themes are judged where a component's examples stand together: nothing is missed there."""

import re
import shutil
from dataclasses import replace

import pytest

from citydesign.assets import assets_path
from citydesign.audit.oracles import ORACLES, by_name
from citydesign.audit.pages.subjects import THEMES, subject_of, subjects, themed
from citydesign.audit.pages.together import together
from citydesign.audit.run.matrix import settings
from citydesign.contracts import all_components, component
from citydesign.examples import examples_of
from citydesign.tokens import themes

#: What a city's own sheet may do wrong, and a component that shows it.
FAULTS = {
    "pale text": ("text-input", "html body .city-label { color: #bbb }"),
    "pale text in the dark": (
        "checkboxes",
        "@media (prefers-color-scheme: dark) { html body .city-choice__label { color: #444 } }",
    ),
    "an edge that is hardly there": (
        "select", "html body select { border-color: #eee; box-shadow: none }",
    ),
    "no focus ring": (
        "button", "html body button:focus-visible { outline: none; box-shadow: none }",
    ),
    "text that goes under the pointer": (
        "button", "html body button:hover { background: #fff; color: #eee }",
    ),
    "a choice that doesn't show": (
        "radios", "html body .city-choice__input { appearance: none; background: none }",
    ),
}  # fmt: skip


def test_every_component_has_a_page_for_the_themes_of_every_city():
    names = {f"{s.component}/{s.example}": s for s in subjects()}
    for one in all_components():
        page = names[f"{one.name}/{THEMES}"]
        seen = {(s.theme, s.scheme) for o in ORACLES for s in settings(o, page)}
        assert {(t, s) for t in themes() for s in ("light", "dark")} == seen
        assert [part.example for part in page.parts] == [e.name for e in examples_of(one)]


def test_an_example_by_itself_is_not_looked_at_in_each_theme_again():
    example = subject_of(examples_of(component("radios"))[0])
    assert {s.theme for o in ORACLES for s in settings(o, example)} == {""}


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
    name, css = FAULTS[fault]
    shutil.copytree(assets_path(), tmp_path, dirs_exist_ok=True)
    sheet = next(tmp_path.glob("citydesign-helsinki-*.css"))
    sheet.write_text(sheet.read_text("utf-8") + css, "utf-8")
    page = themed(component(name))

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
    page = replace(changed(page), parts=parts, themes=("helsinki",))
    contrast = by_name("contrast")
    where = settings(contrast, page)
    alone = [f for p in parts for f in audit.inspect(p, [contrast], lambda *_: where).findings]
    found = audit.inspect(page, [contrast]).findings
    assert [f.saw for f in [*alone, *found] if f.criterion == "check"] == []
    assert alone
    assert {f.key for f in found} == {f.key for f in alone}
