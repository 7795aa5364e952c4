"""Components from outside this package: a project's own, and other cities' packs."""

import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape

import pytest
from jinja2 import DictLoader, Environment, TemplateNotFound
from tests.everything import EVERYTHING
from tests.everything import RANTAKYLA as SOURCES

import citydesign
from citydesign import assets, built, cli, pack_files, packs, styles
from citydesign.calls import Calls
from citydesign.contracts import all_components, component
from citydesign.errors import BuildError, CityDesignError, ContractError, UsageError
from citydesign.gallery.component_page import component_page
from citydesign.library import Library
from citydesign.locale import _messages_of, use_locale

ALERT = """\
{#
title = "Tram alert"
status = "draft"
since = "1"
summary = "Says which tram does not run."
uses = ["attrs"]

[parameters]
line = { type = "str", text = "The line." }
kind = { type = "Literal['late', 'gone']", text = "What is wrong." }
#}
{% macro tram_alert(
    line,
    kind="late",
    attrs=None
) %}
<p class="NAME-tram-alert{{ html_classes(attrs) }}"{{ html_attributes(attrs) }}>{{ t("NAME.tram_alert.news", line=line) }}</p>
{% endmacro %}
"""
NEWS = """\
[news]
en = "Tram {line} does not run"
fi = "Raitiolinja {line} ei kulje"
sv = "Spårvagn {line} går inte"
"""


def write_alert(root, name="own", folder="navigation/tram-alert"):
    """A component of a project's own, in a folder of components."""
    home = root / folder
    (home / "examples").mkdir(parents=True)
    (home / "tram-alert.html").write_text(ALERT.replace("NAME", name), "utf-8")
    (home / "tram-alert.scss").write_text(f".{name}-tram-alert {{ margin: 0; }}\n", "utf-8")
    (home / "messages.toml").write_text(NEWS, "utf-8")
    example = (
        '{# A tram #}\n{% from "NAME/tram-alert.html" import tram_alert %}\n{{ tram_alert("3") }}'
    )
    (home / "examples" / "default.html").write_text(example.replace("NAME", name), "utf-8")
    if name != "own":
        (root / "pack.toml").write_text(f'name = "{name}"\n', "utf-8")
    return home


def environment(templates=None, **options):
    env = Environment(autoescape=True, loader=DictLoader(templates or {}))
    citydesign.install(env, **options)
    return env


def distribution(site, name, package, project="x"):
    """What pip leaves behind when it installs a pack."""
    info = site / f"{project}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[citydesign.packs]\n{name} = {package}\n")


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The pack of the examples, as a wheel installs it."""
    site = tmp_path / "site"
    shutil.copytree(SOURCES, site / "rantakyla", ignore=shutil.ignore_patterns("__pycache__"))
    distribution(site, "rantakyla", "rantakyla", "rantakyla_components")
    monkeypatch.syspath_prepend(site)
    for name in ("rantakyla", "rantakyla.ui"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return site / "rantakyla"


@pytest.fixture
def rantakyla():
    return EVERYTHING


# Found, and used only by name

DEPARTURES = (
    "{% from 'rantakyla/departures.html' import departures %}"
    "{{ departures('Harbour', [{'line': '3', 'destination': 'Library', 'leaves': '09:15'}]) }}"
)


def test_an_installed_pack_is_used_only_where_a_host_names_it(installed):
    text = environment(packs=["rantakyla"]).from_string(DEPARTURES).render()
    assert '<table class="rantakyla-departures__table"' in text
    with pytest.raises(
        TemplateNotFound, match=r"^<template>:1: .*: use the pack by install\(packs="
    ):
        environment().from_string(DEPARTURES).render()
    with pytest.raises(TemplateNotFound, match=r"^rantakyla/departures\.html$"):
        environment(strict=False).from_string(DEPARTURES).render()


def test_ours_and_the_hosts_own_templates_stay_where_they_are(installed):
    both = (
        "{% from 'citydesign/button.html' import button %}{{ button('Send') }}"
        "{% include 'mine.html' %}"
    )
    env = environment({"mine.html": "of the host"}, packs=["rantakyla"])
    html = env.from_string(both).render()
    assert 'class="city-button' in html
    assert html.endswith("of the host")
    assert "rantakyla/departures.html" in env.list_templates()


def test_a_project_uses_a_folder_of_its_own(tmp_path):
    write_alert(tmp_path)
    env = environment(components=[tmp_path])
    call = "{% import 'own/all.html' as own %}{{ own.tram_alert('3', attrs={'class': 'mine'}) }}"
    html = '<p class="own-tram-alert mine">Tram 3 does not run</p>'
    assert env.from_string(call).render().strip() == html
    with citydesign.use_locale("fi"):
        assert "Raitiolinja 3 ei kulje" in env.from_string(call).render()


def test_a_component_of_ones_own_without_its_folder_says_how_to_name_it():
    page = "\n{% from 'own/tram-alert.html' import tram_alert %}"
    env = environment({"page.html": page})
    with pytest.raises(TemplateNotFound, match=r"page\.html:2: .*install\(components=\[\.\.\.\]"):
        env.get_template("page.html").render()
    # In production a host's loader says it, and a file of the host's own name is found.
    with pytest.raises(TemplateNotFound, match=r"^own/x\.html$"):
        environment(strict=False).get_template("own/x.html")
    assert environment({"own/x.html": "the host's"}).get_template("own/x.html").render()


def test_two_packs_may_have_components_of_one_name(tmp_path):
    for name in ("rantakyla", "merikyla"):
        write_alert(tmp_path / name, name)
    env = environment(components=[tmp_path / "rantakyla", tmp_path / "merikyla"])
    for name in ("rantakyla", "merikyla"):
        call = f"{{% from '{name}/tram-alert.html' import tram_alert %}}{{{{ tram_alert('3') }}}}"
        assert f'class="{name}-tram-alert"' in env.from_string(call).render()


def test_a_host_may_say_a_pack_s_words_in_its_own_way(tmp_path):
    write_alert(tmp_path)
    call = "{% from 'own/tram-alert.html' import tram_alert %}{{ tram_alert('3') }}"
    words = {"en": {"own.tram_alert.news": "No {line} today"}}
    env = environment(components=[tmp_path], messages=words)
    assert "No 3 today" in env.from_string(call).render()
    wrong = {"en": {"own.tram_alert.nws": "No {line} today"}}
    with pytest.raises(CityDesignError, match=r"did you mean 'own.tram_alert.news'"):
        environment(components=[tmp_path], messages=wrong)


# Checked as ours are


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("tram_alert()", "tram_alert: line is missing"),
        ("tram_alert('3', kin='late')", "has no parameter 'kin'; did you mean 'kind'"),
        ("tram_alert('3', kind='lte')", "kind"),
        ("tram_alert(3)", "line"),
    ],
)
def test_a_wrong_call_names_the_host_s_own_line(call, message, tmp_path):
    write_alert(tmp_path)
    page = f"{{% from 'own/tram-alert.html' import tram_alert %}}\n\n{{{{ {call} }}}}"
    env = environment({"page.html": page}, components=[tmp_path])
    with pytest.raises(UsageError, match=rf"page\.html:3: tram_alert: .*{message.split(': ')[-1]}"):
        env.get_template("page.html").render()
    fast = environment({"page.html": page.replace(call, "tram_alert(line)")},
                       components=[tmp_path], strict=False)  # fmt: skip
    unsafe = fast.get_template("page.html").render(line="<b>")
    assert "<b>" not in unsafe


def test_a_misspelt_component_names_the_nearest(tmp_path):
    write_alert(tmp_path)
    env = environment(components=[tmp_path])
    with pytest.raises(TemplateNotFound, match=r"did you mean 'own/tram-alert\.html'"):
        env.get_template("own/tram-alrt.html")
    with pytest.raises(TemplateNotFound):
        env.get_template("own/../navigation/tram-alert/tram-alert.html")


def test_typed_calls_follow_the_application_at_work(tmp_path):
    write_alert(tmp_path)
    own = Calls("own")
    with citydesign.using(environment(components=[tmp_path])):
        assert own.tram_alert("3") == '<p class="own-tram-alert">Tram 3 does not run</p>\n'
        assert dir(own) == ["tram_alert"]
        with pytest.raises(UsageError, match="no component own/tram-alrt; did you mean"):
            own.tram_alrt("3")
    with pytest.raises(UsageError, match=r"no pack 'own'; give it to install\(packs="):
        own.tram_alert("3")


@pytest.mark.parametrize(("strict", "shown"), [(True, "changed"), (False, "own-tram-alert")])
def test_a_changed_template_is_seen_where_calls_are_checked_and_nowhere_else(
    strict, shown, tmp_path
):
    template = write_alert(tmp_path) / "tram-alert.html"
    with citydesign.using(environment(components=[tmp_path], strict=strict)):
        assert 'class="own-tram-alert"' in Calls("own").tram_alert("3")
        text = template.read_text("utf-8").replace('"own-tram-alert{{', '"changed{{')
        template.write_text(text, "utf-8")
        os.utime(template, (0, 0))
        assert f'class="{shown}"' in Calls("own").tram_alert("3")


def test_the_pack_of_the_examples_is_called_from_python(installed):
    from rantakyla import ui

    with citydesign.using(environment(packs=["rantakyla"])), use_locale("sv"):
        html = ui.departures("Hamnen", [])
    assert "Avgångar från hållplatsen Hamnen" in html
    assert "Inga fler avgångar i dag." in html


# One clear line for what is wrong


def test_a_missing_pack_names_the_nearest(installed):
    with pytest.raises(
        CityDesignError, match=r"^no installed pack 'rantakila'; did you mean 'rant"
    ):
        environment(packs=["rantakila"])


def test_where_no_pack_is_installed_it_says_so():
    with pytest.raises(CityDesignError, match=r"^no pack 'rantakyla': none is installed; pip inst"):
        environment(packs=["rantakyla"])


def test_two_packs_of_one_name_are_refused(tmp_path, installed, monkeypatch):
    distribution(tmp_path / "site", "rantakyla", "other", "another_one")
    with pytest.raises(
        CityDesignError, match=r"^two packs are called 'rantakyla': another_one and"
    ):
        environment(packs=["rantakyla"])
    with pytest.raises(CityDesignError, match=r"^two packs are called 'rantakyla': .*pack\.toml$"):
        environment(components=[installed, installed])


@pytest.mark.parametrize(
    "name", ["citydesign", "city", "shared", "forms", "services", "button", "text_input", "booking"]
)
def test_a_name_of_ours_can_t_be_taken(name, tmp_path):
    write_alert(tmp_path)
    (tmp_path / "pack.toml").write_text(f'name = "{name}"', "utf-8")
    with pytest.raises(CityDesignError, match=r"own; choose another|write small letters"):
        environment(components=[tmp_path])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name = "Rantakylä"', "write small letters and digits: rantakyla"),
        ('nam = "rantakyla"', "unknown key 'nam'; did you mean 'name'"),
        ("name = 3", "name is a text, not 3"),
        ("name = ", r"pack\.toml:1: not TOML: "),
        ('requires = "citydesign"', "write bounds, such as"),
        ('requires = "django>=5"', "write bounds, such as"),
        ('requires = "citydesign~=0.2"', "write bounds, such as"),
        ('requires = "citydesign>=99"', r"requires citydesign>=99, and citydesign \d"),
        ('requires = "citydesign >= 0.1, < 0.2"', "install versions that fit"),
        ('requires = "citydesign!=VERSION"', "install versions that fit"),
    ],
)
def test_a_wrong_pack_toml_is_one_line(text, message, tmp_path):
    write_alert(tmp_path)
    (tmp_path / "pack.toml").write_text(text.replace("VERSION", built.version()), "utf-8")
    with pytest.raises(CityDesignError, match=message) as caught:
        environment(components=[tmp_path])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "bounds", [">=0.2,<1", "==VERSION", "<=VERSION", ">=VERSION", " > 0.1 , != 0.1.5"]
)
def test_bounds_that_hold_are_passed_over(bounds, tmp_path):
    write_alert(tmp_path)
    said = bounds.replace("VERSION", built.version())
    (tmp_path / "pack.toml").write_text(f'requires = "citydesign{said}"', "utf-8")
    environment(components=[tmp_path])


def test_a_zero_at_the_end_of_a_version_means_nothing():
    assert packs._numbers("0.2.0") == packs._numbers("0.2") != packs._numbers("0.20")


def test_an_entry_point_that_names_no_package_is_one_line(tmp_path, monkeypatch):
    distribution(tmp_path, "rantakyla", "no_such_package")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(CityDesignError, match="names 'no_such_package', which is no package here"):
        environment(packs=["rantakyla"])


def test_an_entry_point_and_pack_toml_say_one_name(installed):
    (installed / "pack.toml").write_text('name = "merikyla"', "utf-8")
    with pytest.raises(CityDesignError, match='write name = "rantakyla", which is what the entry'):
        environment(packs=["rantakyla"])


@pytest.mark.parametrize("option", ["components", "packs"])
def test_a_text_instead_of_a_list_is_refused(option):
    with pytest.raises(CityDesignError, match=rf"^{option}: write a list, \['rantakyla'\]$"):
        environment(**{option: "rantakyla"})


def no_header(home):
    (home / "tram-alert.html").write_text("{% macro tram_alert() %}{% endmacro %}", "utf-8")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (no_header, r"tram-alert\.html: begin with a comment that holds the TOML header"),
        (lambda home: (home / "tram-alert.html").unlink(), r"tram-alert: no tram-alert\.html"),
        (lambda home: home.parent.rename(home.parents[1] / "navigaton"),
         "'navigaton' is no group; did you mean 'navigation'"),
        (lambda home: shutil.rmtree(home.parent), "no components; they belong in page, navigation"),
        (lambda home: shutil.copytree(home, home.parents[1] / "content" / "tram-alert"),
         "has the same name"),
    ],
)  # fmt: skip
def test_a_broken_folder_is_seen_at_install(spoil, message, tmp_path):
    home = write_alert(tmp_path)
    spoil(home)
    with pytest.raises(ContractError, match=message) as caught:
        environment(components=[tmp_path])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ({"packs": [3]}, "packs: 3 is no name of a pack"),
        ({"components": [None]}, "components: None is no folder"),
    ],
)
def test_what_is_no_name_and_no_folder_is_one_line(option, says):
    with pytest.raises(CityDesignError, match=says):
        environment(**option)


def test_a_folder_that_is_not_there_is_one_line():
    with pytest.raises(CityDesignError, match=r"^components: no folder 'nowhere'$"):
        environment(components=["nowhere"])


def test_after_a_refused_install_nothing_has_changed(tmp_path):
    env = environment()
    before = env.loader
    with pytest.raises(CityDesignError):
        citydesign.install(env, packs=["none"])
    assert env.loader is before


# Styles and scripts


def test_a_page_links_a_pack_s_sheets_after_ours_and_only_where_used(rantakyla):
    env = environment(components=[SOURCES])
    from_pack = "{% from 'citydesign/page.html' import page %}" + DEPARTURES.replace(
        "{{ departures", "{% set body %}{{ departures"
    ) + "{% endset %}{{ page('Harbour', body) }}"  # fmt: skip
    html = env.from_string(from_pack).render()
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)" integrity="([^"]+)"', html)
    names = [re.sub(r"-[0-9a-f]{10}", "", url) for url, _ in sheets]
    assert names == [f"/citydesign/{n}.css" for n in ("shared", "page", "rantakyla/content")]
    for url, digest in sheets:
        folder, file = assets.located(url.removeprefix("/citydesign/"), rantakyla)
        assert assets.digest((folder / file).read_bytes()) == digest
        assert "immutable" in assets.cache_control(url.removeprefix("/citydesign/"), rantakyla)
    plain = env.from_string("{% from 'citydesign/page.html' import page %}{{ page('Plain') }}")
    assert "rantakyla" not in plain.render()
    named = env.from_string(
        "{% from 'citydesign/page.html' import page %}"
        "{{ page('Plain', groups=['rantakyla/services']) }}"
    ).render()
    assert "/citydesign/rantakyla/services-" in named


def test_a_pack_s_rules_stand_in_their_layer_above_ours(rantakyla):
    (pack,) = rantakyla.packs
    assert styles.LAYERS.index("packs") == styles.LAYERS.index("components") + 1
    for name, sheet in styles.of_pack(pack).items():
        css = styles.compiled(sheet)
        order = ",".join(f"citydesign.{layer}" for layer in styles.LAYERS)
        assert css.startswith(f"@layer {order};@layer citydesign.packs{{"), name
        assert css.count("@layer") == 2


def test_a_pack_s_script_is_linked_where_its_element_is(tmp_path):
    home = write_alert(tmp_path)
    (home / "tram-alert.js").write_text("customElements.define('own-tram-alert', class {});")
    template = home / "tram-alert.html"
    template.write_text(
        template.read_text("utf-8").replace("<p ", "<own-tram-alert ").replace("</p>", "</own-tram-alert>"),
        "utf-8",
    )  # fmt: skip
    env = environment(components=[tmp_path])
    call = (
        "{% from 'citydesign/page.html' import page %}{% from 'own/tram-alert.html' import "
        "tram_alert %}{% call page('Trams') %}{{ tram_alert('3') }}{% endcall %}"
    )
    assert re.search(
        r'<script type="module" src="/citydesign/own/tram-alert-\w{10}\.js" integrity="sha384-',
        env.from_string(call).render(),
    )


@pytest.mark.parametrize(
    ("css", "message"),
    [
        (".own-tram-alert .city-button { margin: 0; }", r":1: \.city-button is no class of this"),
        (".own-x { margin: 0; }\n.card { margin: 0; }", r":2: \.card is no class of this pack"),
        (".own-x { margin: 0; }\nbutton { all: unset; }", ":2: button reaches other components"),
        ("[class^='city-'] { margin: 0; }", "reaches other components: begin with"),
        (":root { --city-color-text-default: red; }", ":1: :root reaches other components"),
        (".own-x, * { margin: 0; }", r":1: \* reaches other components.* \.own-tram-alert \*"),
        ("body:not(.own-x) { margin: 0; }", "body reaches other components"),
        ("@media print { :not(:is(.own-x)) { margin: 0; } }", r"\* reaches other components"),
        (
            "@keyframes city-turn { to { top: 0; } }",
            ":1: @keyframes city-turn is of the whole page",
        ),
        (".own-tram-alert:not(.other) { margin: 0; }", r"\.other is no class"),
        (".own { &-x { margin: 0; } &__y { margin: 0; } }", r"\.own__y is no class"),
        (".own-tram-alert { color: var(--city-color-txt); }", "no token --city-color-txt"),
        (".own-tram-alert { background: url(none.svg); }", "names no image"),
    ],
)
def test_a_pack_s_styles_reach_nothing_else(css, message, tmp_path):
    home = write_alert(tmp_path)
    (home / "tram-alert.scss").write_text(css, "utf-8")
    with pytest.raises(BuildError, match=message):
        citydesign.assets_path(tmp_path)


@pytest.mark.parametrize(
    "css",
    [
        "@media (min-width: 1.5em) { .own-tram-alert { margin: 0; } }",
        '.own-tram-alert[data-x=".city-button {"]::before { content: ".card {"; }',
        "@include until-width(small) { .own-tram-alert { @include motion(opacity); } }",
        "[data-scheme=dark] .own-tram-alert { inline-size: 12.5%; }",
        "own-tram-alert, .own-x > p { margin: 0; }",
        ".own-tram-alert:is(:hover, :focus) { @include turning; @include turn; }",
        "@keyframes own-x { 50% { top: 0; } to { top: 1px; } } .own-x { animation: own-x 1s; }",
    ],
)
def test_what_only_looks_like_a_foreign_class_passes(css, tmp_path):
    home = write_alert(tmp_path)
    (home / "tram-alert.scss").write_text(css, "utf-8")
    assert citydesign.assets_path(tmp_path).is_dir()


def test_what_a_pack_draws_of_ours_goes_with_it(tmp_path):
    home = write_alert(tmp_path)
    (home / "tram-alert.scss").write_text(
        ".own-tram-alert::before { content: ''; @include icon(check, 1em); }", "utf-8"
    )
    folder = citydesign.assets_path(tmp_path)
    manifest = json.loads((folder / assets.MANIFEST).read_text("utf-8"))
    assert [name for name in manifest if name.endswith(".svg")] == ["icon-check.svg"]
    css = (folder / manifest["navigation.css"]["file"]).read_text("utf-8")
    assert f"url({manifest['icon-check.svg']['file']})" in css


def test_a_change_of_a_pack_s_styles_is_a_new_file(tmp_path):
    home = write_alert(tmp_path)
    before = assets.folder_of(packs.at(tmp_path))
    assert before.is_relative_to(tmp_path.parent / "build")
    (home / "tram-alert.scss").write_text(".own-tram-alert { margin: 1px; }", "utf-8")
    assert assets.folder_of.__wrapped__(packs.at(tmp_path)) != before


# Read by tools and designers


def test_contracts_types_and_styles_are_written_for_the_wheel(tmp_path, rantakyla):
    pack_files.write(packs.at(SOURCES), tmp_path / "out")
    dist = tmp_path / "out" / "dist"
    data = json.loads((dist / "citydesign.json").read_text("utf-8"))
    assert [(c["pack"], c["template"]) for c in data["components"]] == [
        ("rantakyla", "rantakyla/departures.html"),
        ("rantakyla", "rantakyla/swimming-water.html"),
    ]
    assert {p.stem for p in (dist / "contracts").iterdir()} == {"departures", "swimming-water"}
    assert {p.stem for p in (dist / "messages").iterdir()} == {
        "rantakyla.departures",
        "rantakyla.swimming_water",
    }
    types = (tmp_path / "out" / "ui.pyi").read_text("utf-8")
    compile(types, "ui.pyi", "exec")
    assert "class Departure(_t.TypedDict):" in types
    assert "class Choice" not in types
    assert "from citydesign.ui import Icon as Icon" in types


def test_a_shipped_contract_is_read_anew_by_another_version(tmp_path, monkeypatch):
    folder = tmp_path / "rantakyla"
    shutil.copytree(SOURCES, folder)
    pack_files.write(packs.at(SOURCES), tmp_path / "out")
    shutil.copytree(tmp_path / "out" / "dist", folder / "dist")
    pack = packs.at(folder)
    assert pack.shipped
    file = folder / "dist" / "contracts" / "departures.json"
    held = json.loads(file.read_text("utf-8"))

    def title(state):
        held["data"]["title"] = f"Kept of {state}"
        file.write_text(json.dumps({**held, "state": state}), "utf-8")
        # A library of its own each time, because contracts are kept by library.
        library = Library(packs=(pack._replace(folder=folder / f"../rantakyla/x{state}/.."),))
        (folder / f"x{state}").mkdir(exist_ok=True)
        return component("rantakyla/departures", library).title

    assert title(built.version()) == f"Kept of {built.version()}"
    before = sorted(folder.rglob("*.json"))
    assert title("0.0.1") == "Departures"
    assert sorted(folder.rglob("*.json")) == before


def test_shipped_words_are_read_anew_by_another_version_and_kept_beside_none(tmp_path):
    folder = tmp_path / "rantakyla"
    shutil.copytree(SOURCES, folder)
    pack_files.write(packs.at(SOURCES), tmp_path / "out")
    shutil.copytree(tmp_path / "out" / "dist", folder / "dist")
    key, file = "rantakyla.departures.heading", folder / "dist/messages/rantakyla.departures.json"
    held = json.loads(file.read_text("utf-8"))
    first = held["data"][key]["en"]
    held["data"][key]["en"] = "Of the wheel"
    for state, shown in ((built.version(), "Of the wheel"), ("0.0.1", first)):
        file.write_text(json.dumps({**held, "state": state}), "utf-8")
        before = {path: path.read_bytes() for path in folder.rglob("*.json")}
        found = _messages_of.__wrapped__("rantakyla", Library(packs=(packs.at(folder),)))
        assert found[key]["en"] == shown
        assert {path: path.read_bytes() for path in folder.rglob("*.json")} == before


def test_changed_words_of_a_project_are_said_when_it_starts_again(tmp_path):
    file = write_alert(tmp_path / "components") / "messages.toml"
    library = packs.library([tmp_path / "components"])
    for words in ("Tram {line} does not run", "No tram {line}", "Tram {line} does not run"):
        file.write_text(re.sub(r'en = ".*"', f'en = "{words}"', NEWS), "utf-8")
        assert _messages_of.__wrapped__("own", library)["own.tram_alert.news"]["en"] == words


def unprefixed(home):
    file = home / "tram-alert.html"
    file.write_text(file.read_text("utf-8").replace('"own-tram-alert{{', '"card{{'), "utf-8")


def untranslated(home):
    file = home / "examples" / "default.html"
    file.write_text(file.read_text("utf-8").replace('"3"', '"The tram"'), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (unprefixed, r"tram-alert\.html:17: class 'card': the classes of this pack begin with own-"),
        (untranslated, r"examples/fi\.toml: 'The tram' is missing"),
        (lambda home: (home / "examples" / "default.html").unlink(), r"write examples/default\.html"),
        (lambda home: (home / "messages.toml").write_text('[news]\nen = "{line}"'),
         "'news' has no text in fi, sv"),
        (lambda home: (home / "messages.toml").unlink(), "no text 'own.tram_alert.news'"),
        (lambda home: (home / "tram-alert.scss").write_text(".card { color: red }"),
         r"^/\S+/tram-alert\.scss:1: \.card is no class of this pack"),
        (lambda home: (home / "tram-alert.scss").write_text(".own-tram-alert { color: "),
         r"^/\S+/tram-alert\.scss:1: Invalid CSS"),
    ],
)  # fmt: skip
def test_a_wheel_of_what_is_broken_is_not_built(spoil, message, tmp_path):
    home = write_alert(tmp_path / "components")
    spoil(home)
    with pytest.raises(CityDesignError, match=message):
        pack_files.write(packs.at(tmp_path / "components"), tmp_path / "out")


@pytest.mark.parametrize(
    "file",
    ["tram-alert.html", "tram-alert.scss", "tram-alert.js", "messages.toml",
     "examples/default.html", "examples/sv.toml"],
)  # fmt: skip
@pytest.mark.parametrize("wrong", [b"\xff", b"\xe4"], ids=["no text", "Latin-1"])
def test_a_file_that_is_not_in_utf_8_is_named_with_its_line(file, wrong, tmp_path):
    home = write_alert(tmp_path / "components")
    with (home / file).open("ab") as end:
        end.write(b"\n" + wrong)
    line = (home / file).read_bytes().count(b"\n") + 1
    with pytest.raises(CityDesignError) as caught:
        pack_files.write(packs.at(tmp_path / "components"), tmp_path / "out")
    assert str(caught.value) == f"{home / file}:{line}: is not in UTF-8; save it as UTF-8"


def test_a_pack_installed_without_the_build_hook_says_so(tmp_path):
    folder = tmp_path / "site-packages" / "rantakyla"
    write_alert(folder, "rantakyla")
    with pytest.raises(CityDesignError, match=r"built without \[tool\.hatch\.build\.hooks\.city"):
        environment(components=[folder])


def test_the_gallery_has_a_page_for_each_component_of_a_pack(rantakyla):
    for one in all_components(rantakyla)[-2:]:
        text = component_page(one, library=rantakyla)
        plain = unescape(re.sub("<[^>]+>", "", text))
        assert f'from "rantakyla/{one.name}.html" import {one.macro}' in plain
        assert f"html = rantakyla.{one.macro}(" in plain
        assert f"previews/rantakyla-{one.name}/default.en.html" in text
        assert 'rantakyla = Calls("rantakyla")' in plain
    assert "Opens and closes the earlier measurements." in text


def test_the_command_line_takes_a_pack(tmp_path, capsys):
    assert cli.main(["contracts", "--pack", str(SOURCES)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[0] for line in said] == [
        "content/departures",
        "services/swimming-water",
    ]
    root = tmp_path / "project" / "components"
    write_alert(root)
    assert cli.main(["build", "--pack", str(root), "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "manifest.json").exists()
    assert "def tram_alert(" in (root / "ui.pyi").read_text("utf-8")
    assert cli.main(["contracts", "--pack", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err.endswith("no folder '" + str(tmp_path / "none") + "'\n")


# On each host

PAGE = (
    "{% from 'citydesign/page.html' import page %}"
    "{% from 'rantakyla/departures.html' import departures %}"
    "{% call page('Harbour') %}<h1>Harbour</h1>{{ departures('Harbour', []) }}{% endcall %}"
)


def linked(page):
    """The address of the pack's sheet, as a page links it."""
    (found,) = re.findall(r'<link rel="stylesheet" href="([^"]*/rantakyla/[^"]+)"', page)
    return found


def test_flask_serves_the_files_of_a_pack(installed):
    from flask import Flask, render_template_string

    from citydesign import flask

    app = Flask(__name__)
    flask.install(app, packs=["rantakyla"])
    app.add_url_rule("/", "home", lambda: render_template_string(PAGE))
    client = app.test_client()
    address = linked(client.get("/").text)
    with client.get(address) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert b"rantakyla-departures" in answer.data
    for wrong in ("rantakyla/none.css", "rantakyla/../pack.toml", "merikyla/content.css"):
        assert client.get(f"/citydesign/{wrong}").status_code == 404, wrong
    flask.install(app)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("mounted", [False, True])
def test_starlette_serves_the_files_of_a_pack(mounted, installed, tmp_path):
    from starlette.applications import Starlette
    from starlette.responses import HTMLResponse
    from starlette.routing import Mount, Route
    from starlette.templating import Jinja2Templates
    from starlette.testclient import TestClient

    from citydesign import starlette

    templates = Jinja2Templates(env=Environment(autoescape=True))

    def home(request):
        return HTMLResponse(templates.env.from_string(PAGE).render())

    app = Starlette(routes=[Route("/", home)])
    starlette.install(app, templates, packs=["rantakyla"])
    client = TestClient(Starlette(routes=[Mount("/city", app)]) if mounted else app)
    address = linked(client.get("/city/" if mounted else "/").text)
    assert address.startswith("/city/citydesign/") == mounted
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert "rantakyla-departures" in answer.text
    base = address.rpartition("rantakyla/")[0]
    for wrong in ("rantakyla/none.css", "rantakyla/%2e%2e/pack.toml", "merikyla/content.css"):
        assert client.get(base + wrong).status_code == 404, wrong


def test_django_takes_packs_from_its_settings(installed):
    code = f"""
import re, sys
sys.path.insert(0, {str(installed.parent)!r})
import citydesign
import django
from django.conf import settings
settings.configure(
    DEBUG=True,
    STATIC_URL="/static/",
    INSTALLED_APPS=["django.contrib.staticfiles", "citydesign.django"],
    CITYDESIGN_PACKS=["rantakyla"],
    STATICFILES_DIRS=[
        ("citydesign", citydesign.assets_path()),
        ("citydesign/rantakyla", citydesign.assets_path("rantakyla")),
    ],
    TEMPLATES=[
        {{"BACKEND": "django.template.backends.jinja2.Jinja2",
          "OPTIONS": {{"environment": "citydesign.django.environment"}}}},
        {{"BACKEND": "django.template.backends.django.DjangoTemplates"}},
    ],
)
django.setup()
from django.contrib.staticfiles import finders
from django.template import engines
page = engines["jinja2"].from_string({PAGE!r}).render()
(sheet,) = re.findall(r'href="/static/(citydesign/rantakyla/[^"]+)"', page)
assert finders.find(sheet), sheet
tag = "{{% load citydesign %}}{{% citydesign 'rantakyla/departures' stop='Harbour' departures=none %}}"
print(engines["django"].from_string(tag).render({{"none": []}}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Departures from Harbour" in done.stdout
