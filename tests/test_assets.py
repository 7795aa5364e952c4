"""Assets: hashed, whole or not at all, and found by name."""

import base64
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import brotli
import pytest
from bench.weight import pages as weight_of_pages

import citydesign
from citydesign import assets, cli, contracts, contrast, styles, tokens, values
from citydesign.built import code
from citydesign.errors import BuildError, CityDesignError, TokenError
from citydesign.library import LIBRARY, OURS, component_folders
from citydesign.paths import COMPONENTS, TOKENS
from citydesign.scripts import scripts

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("built") / "dist"
    return out, assets.build(out)


@pytest.fixture
def sources(tmp_path):
    shutil.copytree(COMPONENTS / "shared", tmp_path / "components" / "shared")
    shutil.copytree(TOKENS, tmp_path / "tokens")
    return tmp_path / "components", tmp_path / "tokens"


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_every_file_of_the_manifest_is_there_with_its_digest(built):
    out, manifest = built
    assert json.loads((out / "manifest.json").read_text("utf-8")) == manifest
    for name in ("citydesign.css", "citydesign.js", "citydesign-tampere.css", "icon-check.svg"):
        assert name in manifest
    for name, entry in manifest.items():
        data = (out / entry["file"]).read_bytes()
        digest = base64.b64encode(hashlib.sha384(data).digest()).decode()
        assert entry["integrity"] == f"sha384-{digest}", name
        stem, _, suffix = name.rpartition(".")
        assert re.fullmatch(rf"{re.escape(stem)}-[0-9a-f]{{10}}\.{suffix}", entry["file"])


def test_every_image_in_the_styles_is_a_hashed_file_that_is_there(built):
    out, manifest = built
    seen = 0
    for name, entry in manifest.items():
        if name.endswith(".css"):
            for url in re.findall(r"url\(([^)]*)\)", (out / entry["file"]).read_text("utf-8")):
                assert re.fullmatch(r"[a-z-]+-[0-9a-f]{10}\.(svg|woff2)", url), url
                assert (out / url).exists()
                seen += 1
    assert seen >= 1


def test_design_tools_and_sass_find_their_files(built):
    out, _ = built
    for theme in ("default", *tokens.themes()):
        assert (out / "tokens" / f"{theme}.scss").exists()
        for mode in tokens.MODES:
            json.loads((out / "tokens" / f"{theme}.{mode}.tokens.json").read_text("utf-8"))


def test_two_builds_are_the_same(built, tmp_path):
    out, _ = built
    assets.build(tmp_path / "again")
    assert files(out) == files(tmp_path / "again")


def test_a_changed_token_changes_the_name_of_the_file(sources, tmp_path):
    components, folder = sources
    before = assets.build(tmp_path / "out", components, folder)
    file = folder / "shape.tokens.json"
    text = file.read_text("utf-8")
    file.write_text(text.replace('"value": 12,', '"value": 10,', 1), "utf-8")
    assert file.read_text("utf-8") != text
    after = assets.build(tmp_path / "out", components, folder)
    assert before["citydesign.css"] != after["citydesign.css"]
    assert not (tmp_path / "out" / before["citydesign.css"]["file"]).exists()
    assert before["icon-check.svg"] == after["icon-check.svg"]


def test_scripts_are_one_module_whose_parts_keep_their_names_apart(sources, tmp_path):
    components, folder = sources
    for name in ("one", "two"):
        (components / "forms" / name).mkdir(parents=True)
        script = f"const same = '{name}';\nglobalThis.seen.push(same);\n"
        (components / "forms" / name / f"{name}.js").write_text(script, "utf-8")
    manifest = assets.build(tmp_path / "out", components, folder)
    text = (tmp_path / "out" / manifest["citydesign.js"]["file"]).read_text("utf-8")
    assert text.index('"one"') < text.index('"two"')
    assert re.fullmatch(r"\{.*\}\n;\{.*\}\n", text)


def content_of(built, name):
    out, manifest = built
    return (out / manifest[name]["file"]).read_bytes()


def brotli_of(built, name):
    return len(brotli.compress(content_of(built, name)))


def test_the_scripts_are_light(built):
    scripts = {n: f.parent.name for n, f in component_folders().items() if any(f.glob("*.js"))}
    weight = {name: brotli_of(built, f"{name}.js") for name in scripts}
    assert brotli_of(built, "citydesign.js") <= 16_000
    assert max(weight.values()) <= 4_000
    fields = [n for n, group in scripts.items() if group in ("forms", "page")]
    assert len(brotli.compress(b"".join(content_of(built, f"{n}.js") for n in fields))) <= 9_000
    # A page links only its own: what a resident waits for.
    assert max(page.scripts for page in weight_of_pages()) <= 9_000


SHIPPED = [
    ("// a\nb();\n  // c\nd(); // e", "b(),d()"),
    ("/** a\n * b\n */\nc();\n  /* d */\ne();", "c(),e()"),
    # What only looks like a comment
    ("a = `\n  // b\n`;", "a=`\n  // b\n`"),
    ("a = `${b + `//c`}` + d // e", "a=`${b+`//c`}`+d"),
    ("a = 'b\\\n// c';", 'a="b// c"'),
    ("a = /[/]\\/\\/ b/.test(c)", "a=/[/]\\/\\/ b/.test(c)"),
    ("const c = 1; a(c, c)", "{const e=1;a(e,e)}"),
    ("function f() { a(f) } a(f)", "{function f(){a(f)}a(f)}"),
    ("class C extends B {} a(C)", "{class e extends B{}a(e)}"),
    # tdewolff/minify#958
    (
        "function f(a) { const b = g(a); const [, c] = h(a) ?? [...b]; return c } f(0)",
        "{function f(e){const t=g(e),[,n]=h(e)??[...t];return n}f(0)}",
    ),
    ("", ""),
]


def test_scripts_ship_without_comments_and_do_what_they_did(sources):
    components, _ = sources
    (components / "forms" / "one").mkdir(parents=True)
    for number, (script, _) in enumerate(SHIPPED):
        (components / "forms" / "one" / f"{number:02}.js").write_text(script, "utf-8")
    assert list(scripts(components).values()) == [f"{shipped}\n" for _, shipped in SHIPPED]


def test_a_mistake_in_a_script_names_its_line(sources):
    components, _ = sources
    (components / "forms" / "one").mkdir(parents=True)
    (components / "forms" / "one" / "a.js").write_text("a();", "utf-8")
    file = components / "forms" / "one" / "one.js"
    file.write_text("b();\nlet ä = ;\n", "utf-8")
    with pytest.raises(BuildError) as caught:
        scripts(components)
    assert str(caught.value) == f"{file}:2: unexpected ; in expression"
    file.write_text("b();\nfunction c() {", "utf-8")
    with pytest.raises(BuildError, match=r"one\.js:\d: unexpected"):
        scripts(components)


def test_the_worker_of_a_server_builds_after_its_parent_did(sources):
    components, _ = sources
    (components / "forms" / "one").mkdir(parents=True)
    (components / "forms" / "one" / "one.js").write_text("a();", "utf-8")
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from citydesign.scripts import scripts\n"
        "made = scripts(Path(sys.argv[1]))\n"
        "if child := os.fork(): os.waitpid(child, 0)\n"
        "else: print(scripts(Path(sys.argv[1])) == made, flush=True); os._exit(0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, components],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "True\n"


@pytest.mark.parametrize("line", ["import x from './x.js';", "  export const a = 1;"])
def test_a_script_that_imports_is_refused(sources, tmp_path, line):
    components, folder = sources
    (components / "forms" / "one").mkdir(parents=True)
    file = components / "forms" / "one" / "one.js"
    file.write_text(f"'use strict';\n{line}\n", "utf-8")
    with pytest.raises(BuildError) as caught:
        assets.build(tmp_path / "out", components, folder)
    assert str(caught.value).startswith(f"{file}:2: ")
    assert not (tmp_path / "out").exists()


def test_an_unknown_image_names_the_nearest(sources, tmp_path):
    components, folder = sources
    (components / "forms" / "one").mkdir(parents=True)
    (components / "forms" / "one" / "one.scss").write_text(
        ".city-one::before{@include icon(chek)}", "utf-8"
    )
    with pytest.raises(BuildError, match=r"icon-chek\.svg.*did you mean 'icon-check\.svg'"):
        assets.build(tmp_path / "out", components, folder)


# Whole or not at all


def test_a_broken_theme_leaves_the_old_build_as_it_was(sources, tmp_path):
    components, folder = sources
    out = tmp_path / "out"
    assets.build(out, components, folder)
    before = files(out)
    red = {"colorSpace": "srgb", "components": [1, 0, 0], "hex": "#ff0000"}
    (folder / "themes" / "red.tokens.json").write_text(
        json.dumps({"color": {"text": {"default": {"$value": red}}}}), "utf-8"
    )
    with pytest.raises(TokenError, match=r"red\.tokens\.json: color\.text\.default #ff0000"):
        assets.build(out, components, folder)
    assert files(out) == before
    assert {p.name for p in tmp_path.iterdir()} == {"components", "tokens", "out"}


def test_a_folder_of_someone_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(BuildError, match="holds something else; name an empty folder"):
        assets.build(tmp_path)
    assert files(tmp_path) == {"letter.txt": b"mine"}


def test_an_output_below_a_file_is_one_line(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(BuildError, match="can't be written: ") as caught:
        assets.build(tmp_path / "file" / "out")
    assert "\n" not in str(caught.value)


def test_a_disk_that_fills_up_leaves_the_old_build_as_it_was(sources, tmp_path, monkeypatch):
    components, folder = sources
    out = tmp_path / "out"
    assets.build(out, components, folder)
    before, real, written = files(out), Path.write_bytes, []

    def full(self, *args, **kwargs):
        written.append(self)
        if len(written) == 5:
            raise OSError(28, "No space left on device", str(self))
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BuildError, match="No space left on device"):
        assets.build(out, components, folder)
    monkeypatch.undo()
    assert files(out) == before
    assert {p.name for p in tmp_path.iterdir()} == {"components", "tokens", "out"}


def test_several_workers_may_write_the_same_folder_at_once(tmp_path):
    errors = []
    gate = threading.Barrier(8)

    def work(number):
        gate.wait()
        try:
            for turn in range(20):
                data = str((number + turn) % 3).encode()
                assets._replace(tmp_path / "out", {"manifest.json": data, "a/b": data})
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(set(files(tmp_path / "out").values())) == 1
    assert {p.name for p in tmp_path.iterdir()} == {"out"}


# Found by name


def test_a_page_links_to_files_that_are_served():
    for name in ("citydesign.css", "citydesign.js", "citydesign-helsinki.css"):
        url = citydesign.asset_url(name, "/city/files/")
        assert url.startswith("/city/files/citydesign")
        assert (citydesign.assets_path() / url.removeprefix("/city/files/")).exists()
        assert citydesign.integrity(name).startswith("sha384-")


def test_an_unknown_asset_names_the_nearest():
    with pytest.raises(CityDesignError, match=r"no asset 'citydesgn\.css'; did you mean"):
        citydesign.asset_url("citydesgn.css")


def test_an_unknown_theme_names_the_nearest():
    assets.check_theme("tampere")
    with pytest.raises(CityDesignError, match="no theme 'tamper'; did you mean 'tampere'"):
        assets.check_theme("tamper")


def test_the_policy_allows_this_site_and_nothing_else():
    policy = citydesign.csp()
    assert policy["default-src"] == ["'self'"]
    assert not re.search(r"unsafe|data:|http|\*", str(policy))


def test_without_libsass_a_checkout_says_what_to_install(tmp_path):
    shutil.copytree(COMPONENTS, tmp_path / "components")
    shutil.copytree(TOKENS, tmp_path / "tokens")
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "dist")
    )
    script = (
        "import sys; sys.modules['sass'] = None\n"
        "import citydesign\n"
        "try: citydesign.asset_url('citydesign.css')\n"
        "except citydesign.CityDesignError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert 'pip install "citydesign[sass]"' in done.stdout
    assert done.stdout.count("\n") == 1


# A city's own theme

OWN = {
    "color": {
        "action": {
            "primary": {
                "$value": {
                    "colorSpace": "srgb",
                    "components": [0, 0.3412, 0.2706],
                    "hex": "#005745",
                },
                "$extensions": {"citydesign": {"dark": "{palette.spruce.300}"}},
            }
        }
    },
    "edge": {
        "size": {
            "$value": {"value": 18, "unit": "px"},
            "$extensions": {"citydesign": {"shape": "wave"}},
        }
    },
}


def test_a_city_writes_its_own_theme_without_touching_the_package(tmp_path, capsys):
    file = tmp_path / "espoo.tokens.json"
    file.write_text(json.dumps(OWN), "utf-8")
    css = ["tokens", "css", str(file), "--assets-url", "/files/"]
    assert cli.main(css) == 1
    assert "half a theme" in capsys.readouterr().err
    assert cli.main([*css, "--partial"]) == 0
    css = capsys.readouterr().out
    assert css.startswith("@layer citydesign.tokens{")
    assert "--city-color-action-primary:#005745" in css
    edge = citydesign.asset_url("edge-wave.svg", "/files")
    assert f"--city-edge-shape:url({edge})" in css
    assert "--city-space" not in css


def test_a_theme_of_your_own_is_measured_too(tmp_path, capsys):
    file = tmp_path / "espoo.tokens.json"
    pale = {"colorSpace": "srgb", "components": [0.8, 0.8, 0.8], "hex": "#cccccc"}
    file.write_text(json.dumps({"color": {"text": {"link": {"$value": pale}}}}), "utf-8")
    assert cli.main(["tokens", "css", str(file)]) == 1
    seen = capsys.readouterr()
    assert seen.out == ""
    assert re.search(r"color\.text\.link #cccccc .*nearest that passes: #", seen.err)
    # What is missing comes first: a theme that says it has other pairs to look at.
    first, second, *pairs = seen.err.splitlines()
    assert first.startswith(f"citydesign: {file}: half a theme: color.surface.tint, ")
    assert second == f"{len(pairs)} pairs of colours are broken"
    assert cli.main(["tokens", "check", "--theme", str(file)]) == 1
    seen = capsys.readouterr().out
    assert "broken; nearest that passes: #" in seen
    assert seen.index("half a theme") < seen.index("broken; nearest")


def test_a_theme_that_is_not_there_is_one_line(capsys):
    assert cli.main(["tokens", "css", "nowhere/espoo.tokens.json"]) == 1
    assert "nowhere/espoo.tokens.json: No such file" in capsys.readouterr().err


def test_the_theme_of_the_guide_works(tmp_path):
    guide = (ROOT / "docs" / "change-the-look.md").read_text("utf-8")
    blocks = [b for b in re.findall(r"```json\n(.*?)```", guide, re.S) if b.startswith("{")]
    css = ""
    for number, theme in enumerate(blocks):
        file = tmp_path / f"rantakyla{number}.tokens.json"
        file.write_text(theme, "utf-8")
        css += assets.theme_css(str(file))
    assert "--city-radius-control:12px" in css
    assert "--city-font-family-heading:" in css


def test_the_ten_minutes_of_the_guide_go_as_it_says(tmp_path, monkeypatch, capsys):
    guide = (ROOT / "docs" / "change-the-look.md").read_text("utf-8")
    ten = guide[: guide.index("## You write a theme by hand")]
    monkeypatch.chdir(tmp_path)
    tried = 0
    for block in re.findall(r"```console\n(.*?)```", ten, re.S):
        for command, shown in re.findall(r"^\$ citydesign (.*)\n((?:(?!\$ ).*\n)*)", block, re.M):
            if command.startswith("theme show"):
                continue
            assert cli.main(shlex.split(command.partition(" >")[0])) == 0, command
            printed = capsys.readouterr().out
            assert [line for line in shown.splitlines() if line not in printed] == [], command
            tried += 1
    assert tried == 6


def test_the_options_of_the_guide_do_what_its_table_says(tmp_path, monkeypatch):
    guide = (ROOT / "docs" / "change-the-look.md").read_text("utf-8")
    rows = re.findall(r"^\| `--(corners|density|weight)` \| (.*?) \|", guide, re.M)
    assert [name for name, _ in rows] == ["corners", "density", "weight"]
    paths = {
        "corners": ("radius.control", "radius.surface"),
        "density": ("space.6", "space.7"),
        "weight": ("font.weight.heading",),
    }
    monkeypatch.chdir(tmp_path)
    new = ["theme", "new", "rantakyla", "--color", "#7a2e8e", "--force"]
    file = tmp_path / "tokens" / "themes" / "rantakyla.tokens.json"
    for name, said in rows:
        choices = re.findall(r"`(\w+)`", said)
        numbers = re.findall(r"\d+", said)
        if name == "corners":
            numbers.insert(0, numbers[0])
        assert len(choices) == 3
        for place, choice in enumerate(choices):
            assert cli.main([*new, f"--{name}", choice]) == 0
            known = tokens.load(str(file))
            own = [re.match(r"\d+", known[path].css())[0] for path in paths[name]]
            assert own == numbers[place * len(own) : (place + 1) * len(own)], choice


def test_the_line_of_the_guide_goes_into_the_file(tmp_path, monkeypatch):
    guide = (ROOT / "docs" / "change-the-look.md").read_text("utf-8")
    line = re.search(r'```json\n("control": .*)\n```', guide)[1]
    monkeypatch.chdir(tmp_path)
    assert cli.main(["theme", "new", "rantakyla", "--color", "#7a2e8e", "--edge", "arch"]) == 0
    file = tmp_path / "tokens" / "themes" / "rantakyla.tokens.json"
    before = file.read_text("utf-8")
    own = '"control": {\n      "$value": {"value": 6, "unit": "px"}\n    }'
    assert before.count(own) == 1
    file.write_text(before.replace(own, line), "utf-8")
    assert "--city-radius-control:4px" in assets.theme_css(str(file))


def test_what_the_guide_prints_is_what_is_printed(tmp_path):
    guide = (ROOT / "docs" / "change-the-look.md").read_text("utf-8")
    shown = re.search(r"\(light\): ([\d.]+):1, needs 7:1\n.*passes: (#\w+)", guide)
    pale = {"colorSpace": "srgb", "components": [0.2235, 0.6549, 0.8431], "hex": "#39a7d7"}
    file = tmp_path / "pale.tokens.json"
    file.write_text(json.dumps({"color": {"text": {"link": {"$value": pale}}}}), "utf-8")
    pairs = contrast.check(str(file))
    pair = next(p for p in pairs if not p.passes)
    assert f"against {pair.against} {pair.colors[1]} " in guide
    assert f"{pair.ratio:.3f}"[:-1] == shown[1]
    assert contrast.nearest_passing(pair, pairs) == shown[2]


@pytest.fixture
def read(monkeypatch):
    """What is read as bytes."""
    found, sound = [], Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: found.append(path) or sound(path))
    return found


def test_whatever_the_assets_are_made_of_is_part_of_their_state(read, monkeypatch):
    """Else a checkout would go on serving what was built before the change."""
    state = assets._fingerprint(OURS)
    code = {Path(one.__file__) for one in (assets, styles, tokens, values)}
    parts = {p for end in ("scss", "js", "svg") for p in COMPONENTS.rglob(f"*.{end}")}
    looks = {*TOKENS.rglob("*.tokens.json"), *(TOKENS / "faces").iterdir()}
    sources = code | parts | looks
    assert set(read) >= sources
    sound = Path.read_bytes
    for end in {path.suffix for path in sources}:
        changed = next(path for path in sorted(sources) if path.suffix == end)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "read_bytes", lambda p, c=changed: sound(p) + b"x" * (p == c))
            assert assets._fingerprint(OURS) != state, end
    assert assets._fingerprint(OURS) == state


def test_whatever_every_contract_depends_on_is_part_of_its_state(read):
    contracts._common.__wrapped__(LIBRARY)
    # Taken once, when the process begins: of the code at work.
    code.__wrapped__()
    assert set(read) >= {*Path(assets.__file__).parent.glob("*.py")}
    assert set(read) >= {*(COMPONENTS / "shared").glob("*.toml")}
