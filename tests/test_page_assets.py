"""Page assets: each page links what it uses and nothing else."""

import re
from pathlib import Path

import pytest
from bench import weight
from jinja2 import DictLoader, Environment
from tests.markup import document

from citydesign import assets, install, ui
from citydesign.errors import CityDesignError
from citydesign.examples import all_examples, page
from citydesign.library import LIBRARY, OURS, component_folders
from citydesign.page_assets import _sheets, page_assets
from citydesign.paths import COMPONENTS

GUIDE = Path(__file__).parents[1] / "docs" / "start" / "what-a-page-weighs.md"
#: The components that have a sheet of their group; the others are styled by the shared one.
FOLDERS = {n: f for n, f in component_folders().items() if (f / f"{n}.scss").exists()}


def linked(html):
    """Names, without hash, of the sheets and the scripts that a page links."""
    names = {entry["file"]: name for name, entry in assets._manifest(OURS).items()}
    files = re.findall(
        r'<(?:link rel="stylesheet" href|script(?: type="module")? src)="([^"]+)"', html
    )
    found = [names[file.rpartition("/")[2]] for file in files if file.startswith("/citydesign/")]
    assert len(found) == len(set(found))
    found = [name for name in found if not name.startswith("citydesign-")]  # a theme's
    return [n for n in found if n.endswith(".css")], [n for n in found if n.endswith(".js")]


def used(html):
    """Components whose block, or an element of it, is in the tree of a page."""
    tree = document(html)
    names = {c for e in tree.iter() for c in e.get("class", "").split()}
    names |= {e.tag for e in tree.iter() if isinstance(e.tag, str) and "-" in e.tag}
    blocks = {re.split("__|--", name)[0].removeprefix("city-") for name in names if "city-" in name}
    # The parts of a block have its name in front: city-button-group.
    return {
        max(owners, key=len)
        for block in blocks
        if (owners := [n for n in FOLDERS if f"{block}-".startswith(f"{n}-")])
    }


@pytest.mark.parametrize("example", all_examples(), ids=lambda example: example.id)
def test_an_example_links_the_groups_and_scripts_it_uses_and_no_other(example):
    html = page(example)
    blocks = used(html)
    sheets, scripts = linked(html)
    # What few choose is linked for them alone, and last.
    kept = 'display="browser"' in example.path.read_text("utf-8")
    chosen = kept or re.search(r"<html[^>]* data-(?:contrast|size|spacing|motion)=", html)
    groups = sorted({f"{FOLDERS[b].parent.name}.css" for b in blocks})
    assert sheets == ["shared.css", *groups, *(["display.css"] if chosen else [])]
    # A group that the example names comes with all its scripts.
    named = re.findall(r'groups=\["(\w+)"\]', example.path.read_text("utf-8"))
    assert set(scripts) == {
        f"{name}.js"
        for name, folder in FOLDERS.items()
        if (folder / f"{name}.js").exists()
        and ((name in blocks and f"</city-{name}>" in html) or folder.parent.name in named)
    } | ({"page.js"} if kept else set())


def test_every_group_and_script_is_linked_by_some_example():
    sheets, scripts = set(), set()
    for example in all_examples():
        mine = linked(page(example))
        sheets.update(mine[0])
        scripts.update(mine[1])
    groups = {f"{p.parents[1].name}.css" for p in STYLES}
    assert sheets == {"shared.css", "display.css", *groups}
    assert scripts == {p.name for p in COMPONENTS.glob("*/*/*.js")}


STYLES = list(COMPONENTS.glob("*/*/*.scss"))


def of(html, *groups):
    return page_assets(html, groups, LIBRARY)


@pytest.mark.parametrize(
    ("html", "group"),
    [
        ('<a class="city-button">', "forms"),
        ('<a class="mine city-button--quiet">', "forms"),
        ("<div class=city-button-group>", "forms"),
        ('<p class="city-time-slots__day">', "booking"),
        ('<nav class="city-pagination"', "navigation"),
    ],
)
def test_markup_of_any_hand_counts(html, group):
    assert of(html)["styles"] == ["shared.css", f"{group}.css"]


@pytest.mark.parametrize(
    "html", ["", '<p class="city-hint city-field city-icon--check">', '<p class="city-buttons">']
)
def test_what_no_component_owns_needs_the_shared_sheet_only(html):
    assert of(html) == {"styles": ["shared.css"], "scripts": []}


def test_a_script_is_linked_for_its_element_and_not_for_its_class():
    assert of('<a class="city-button">')["scripts"] == []
    assert of('<city-button><button class="city-button">')["scripts"] == ["button.js"]


def test_a_group_that_is_named_comes_with_all_its_scripts():
    found = of("", "forms")
    assert found["styles"] == ["shared.css", "forms.css"]
    assert set(found["scripts"]) == {p.name for p in (COMPONENTS / "forms").glob("*/*.js")}
    assert of("<city-button>", "forms") == found


def test_an_unknown_group_names_the_nearest():
    with pytest.raises(CityDesignError, match="no group 'frms'; did you mean 'forms'"):
        of("", "frms")


PAGE = """{% from "citydesign/page.html" import page -%}
{% from "citydesign/button.html" import button -%}
{% call page("Title", groups=groups) %}<h1>Title</h1>{{ button("Send", loading_text="Sending") }}{% endcall %}"""


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("enable_async", [True, False])
def test_a_call_block_links_what_it_holds(strict, enable_async):
    env = Environment(
        loader=DictLoader({"a.html": PAGE}), autoescape=True, enable_async=enable_async
    )
    install(env, strict=strict)
    html = env.get_template("a.html").render(groups=["booking"])
    sheets = ["shared.css", "booking.css", "forms.css", "page.css"]
    assert linked(html) == (sheets, ["date-picker.js", "button.js"])
    assert html.count("<body") == html.count("</body>") == html.count("</html>") == 1


def test_a_typed_call_links_what_it_holds():
    install(Environment(autoescape=True))
    sheets, _ = linked(ui.page("Title", content=ui.pagination(1, 3, "/?page={page}")))
    assert sheets == ["shared.css", "navigation.css", "page.css"]


# The figures of the guide


def kilobytes(row):
    return [float(cell) for cell in re.findall(r"(?<=\| )\d+\.\d(?= \|)", row)]


def test_the_guide_tells_what_pages_weigh_now():
    """To within a tenth or 200 bytes, so that not each changed line changes the guide."""
    rows = GUIDE.read_text("utf-8").splitlines()
    shown = {m[1]: kilobytes(row) for row in rows if (m := re.match(r"\| `([\w.]+)` \|", row))}
    assert set(shown) == set(weight.sheets())
    for name, now in weight.sheets().items():
        assert shown[name] == [pytest.approx(now / 1000, rel=0.1, abs=0.2)], name
    found = weight.pages()
    for word, now in (("Heaviest", found[0]), ("Lightest", found[-1])):
        (row,) = [row for row in rows if row.startswith(f"| {word}: ")]
        parts = [now.html, now.styles, now.scripts, now.total]
        assert kilobytes(row) == pytest.approx([p / 1000 for p in parts], rel=0.1, abs=0.2), row


def test_the_sheets_of_a_pack_follow_all_of_ours_whatever_their_names():
    named = ["rantakyla/content", "services", "page", "aalto/forms"]
    assert _sheets(named) == [
        "shared.css", "page.css", "services.css", "aalto/forms.css", "rantakyla/content.css",
    ]  # fmt: skip
