"""The rules of the house: what belongs where, and what belongs nowhere."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from citydesign.contracts import all_components
from citydesign.locale import LOCALES
from citydesign.paths import COMPONENTS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "citydesign"
#: Endings of files that somebody writes.
TEXTS = {".md", ".py", ".html", ".scss", ".js", ".toml", ".json", ".yml"}

FLOORS = [
    {
        "paths",
        "errors",
        "exchange",
        "fragments",
        "extras",
        "folders",
        "identity",
        "library",
        "locale",
        "tags",
        "urls",
        "names",
        "plots",
        "values",
        "asgi",
        "built",
        "local_server",
        "toml_file",
    },
    {
        "keyboard",
        "contracts",
        "packs",
        "tokens",
        "icons",
        "attributes",
        "guards",
        "rules",
        "types",
        "untrusted_html",
        "hours",
        "forms.core",
        "booking.core",
        "navigation.core",
        "choices.core",
        "translation",
    },
    {
        "announcements",
        "contrast",
        "derivation",
        "themes",
        "usage",
        "styles",
        "scripts",
        "assets",
        "checks",
        "internals",
        "runtime",
        "macros",
        "parts",
        "compiler",
        "collection",
        "marks",
        "environment",
        "headers",
        "page_assets",
        "host",
        "forms.words",
        "booking.words",
        "navigation.words",
        "store",
        "mail",
    },
    {
        "examples",
        "calls",
        "ui",
        "form_limits",
        "forms",
        "booking",
        "navigation",
        "choices",
        "staff",
    },
    {
        "flask",
        "django",
        "starlette",
        "gallery",
        "audit",
        "claims",
        "export",
        "pack_files",
        "hatch",
        "preview",
        "scaffold",
        "static_site",
    },
    {"cli", "__main__"},
]
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}
#: Each has three floors of its own: core, words, and what shows and stores.
LOGICS = ("forms", "booking", "navigation")


def _floor(module):
    """A part of a package may be below the package: the longest name decides."""
    while module not in FLOOR_OF:
        module = module.rpartition(".")[0]
    return FLOOR_OF[module]


@cache
def _modules():
    """Each file of the package, and its dotted name below `citydesign`."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found.append((path, ".".join(p for p in parts if p != "__init__")))
    return tuple(found)


def _imports(path, module):
    """Modules of the package that a file imports, as dotted names below `citydesign`."""
    known = {name for _, name in _modules()}
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = ["citydesign", *package.split(".")] if package else ["citydesign"]
                above = above[: len(above) - node.level + 1]
                base = ".".join([*above, base]).rstrip(".")
            names = [f"{base}.{alias.name}" for alias in node.names] + [base]
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            names = [argument.value for argument in node.args if _text(argument)]
        else:
            continue
        for name in names:
            if name.startswith("citydesign."):
                below = name.removeprefix("citydesign.")
                if below in known and below != module:
                    yield below


def _called(call):
    return getattr(call.func, "attr", getattr(call.func, "id", None))


@pytest.mark.parametrize(
    "line",
    [
        "import citydesign.host",
        "from citydesign import host",
        "from citydesign.host import current",
        "from . import host",
        "from .host import current",
        "import importlib; importlib.import_module('citydesign.host')",
        "from importlib import import_module; import_module('citydesign.host')",
        "__import__('citydesign.host')",
    ],
)
@pytest.mark.parametrize("where", ["", "def later():\n    "], ids=["at once", "later"])
def test_an_import_is_seen_however_it_is_written(line, where, tmp_path):
    path = tmp_path / "tokens.py"
    path.write_text(f"{where}{line}\n", "utf-8")
    assert set(_imports(path, "tokens")) == {"host"}


def test_every_module_stands_on_a_floor():
    tops = {name.split(".")[0] for _, name in _modules() if name}
    assert tops <= set(FLOOR_OF), f"name a floor for {tops - set(FLOOR_OF)}"


def test_imports_go_down_only():
    for path, module in _modules():
        if not module:
            continue
        for other in _imports(path, module):
            mine, theirs = _floor(module), _floor(other)
            assert theirs <= mine, f"{module} (floor {mine}) imports {other} (floor {theirs})"


@pytest.mark.parametrize("logic", LOGICS)
def test_a_logic_stands_on_three_floors(logic):
    assert [_floor(f"{logic}.{part}") for part in ("core.any", "words", "shown")] == [1, 2, 3]
    core = [module for _, module in _modules() if module.startswith(f"{logic}.core.")]
    assert core
    # Python opens a package before its parts: its face must not bring higher floors along.
    code = (
        f"import sys, {', '.join(f'citydesign.{module}' for module in core)}; print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    ours = [name.removeprefix("citydesign.") for name in loaded if name.startswith("citydesign.")]
    for name in ours:
        assert name == logic or not name.startswith(f"{logic}.") or _floor(name) == 1, name


def test_no_import_runs_in_a_circle():
    graph = {module: set(_imports(path, module)) for path, module in _modules() if module}
    done = set()

    def visit(module, trail):
        assert module not in trail, " -> ".join([*trail, module])
        if module not in done:
            for other in graph.get(module, ()):
                # A package's face hands on the names of its own modules.
                if not other.startswith(f"{module}.") and not module.startswith(f"{other}."):
                    visit(other, [*trail, module])
            done.add(module)

    for module in graph:
        visit(module, [])


#: From the bottom up: a room of the audit imports from itself and from those before it.
ROOMS = ("pages", "stage", "oracles", "verdict", "run", "faces")


def test_the_rooms_of_the_audit_have_one_stair():
    found = set()
    for path, module in _modules():
        if not module.startswith("audit."):
            continue
        room = module.split(".")[1]
        if room == "plugin":  # Only hands on what the faces hold, under the name pytest looks for.
            continue
        found.add(room)
        for other in _imports(path, module):
            if other.startswith("audit."):
                theirs = other.split(".")[1]
                assert ROOMS.index(theirs) <= ROOMS.index(room), f"{module} imports {other}"
    assert found == set(ROOMS)


def test_every_oracle_is_a_folder_with_its_judge_and_its_name():
    from citydesign.audit.oracles import ORACLES

    folder = PACKAGE / "audit" / "oracles"
    names = {path.parent.name.replace("_", "-") for path in folder.glob("*/judge.py")}
    assert {oracle.id for oracle in ORACLES} == names
    assert len(ORACLES) == len(names)


#: Where no class is longer than 300 lines.
SHORT = ["audit", "booking/fake", "booking/journey", "booking/shown", "booking/store"]


@pytest.mark.parametrize("folder", SHORT)
def test_no_class_is_longer_than_300_lines(folder):
    paths = [*(PACKAGE / folder).rglob("*.py")]
    assert paths
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                long = node.end_lineno - node.lineno + 1
                assert long <= 300, f"{path}: {node.name} has {long} lines"


def test_nobody_in_the_audit_touches_the_private_attributes_of_another():
    for path in (PACKAGE / "audit").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and re.match(r"_[^_]", node.attr):
                own = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
                assert own, f"{path}:{node.lineno}: {node.attr}"


def test_words_have_one_home():
    for path in PACKAGE.rglob("*.toml"):
        if path.name != "messages.toml":
            assert not _languages(tomllib.loads(path.read_text("utf-8"))), f"{path} holds words"
    for path, module in _modules():
        if module != "locale":
            names = {n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if _text(n)}
            assert not {n for n in names if n.split("/")[-1] == "messages.toml"}, (
                f"{module} opens messages.toml; ask citydesign.locale"
            )


#: What makes a path, and opens it.
PATHS = {"Path", "glob", "iglob", "joinpath", "open", "rglob", "with_name", "with_stem"}


def _names_of_paths(source):
    """Each text of a file that becomes a part of a path."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            parts = [node.left, node.right]
        elif isinstance(node, ast.Call) and _called(node) in PATHS:
            parts = node.args
        else:
            continue
        for part in parts:
            if isinstance(part, ast.JoinedStr):
                part = part.values[0] if part.values else part
            if _text(part):
                yield part.value


def _is_words(name):
    return name.rpartition("/")[2].partition(".")[0] == "messages"


def test_no_path_to_words_is_put_together_elsewhere():
    """A name is the same file whether it is written whole, as a pattern or in parts."""
    found = {
        module
        for path, module in _modules()
        if any(map(_is_words, _names_of_paths(path.read_text("utf-8"))))
    }
    # Those two name a folder so: of a host's languages, and of what a pack's build has read.
    assert found - {"cli", "pack_files"} == {"locale"}


@pytest.mark.parametrize(
    "line",
    [
        "folder / 'messages.toml'",
        "folder / 'messages' / x",
        "folder.joinpath('messages').with_suffix('.toml')",
        "folder.rglob('messages.*')",
        "open(f'messages{ending}')",
        "Path('a/messages.toml')",
    ],
)
def test_a_path_to_words_is_seen_however_it_is_written(line):
    assert any(map(_is_words, _names_of_paths(line)))
    assert not any(map(_is_words, _names_of_paths(line.replace("messages", "tokens"))))


def test_no_module_keeps_what_an_application_fills_in():
    """What is empty when a module is read, or set by `global`, is filled later: for whom?"""
    makers = ("Counter", "OrderedDict", "WeakKeyDictionary", "WeakSet", "WeakValueDictionary")
    makers += ("defaultdict", "deque", "dict", "list", "set")
    found = set()
    for path, module in _modules():
        tree = ast.parse(path.read_text("utf-8"))
        assert not [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Global)], module
        for node in tree.body:
            match getattr(node, "value", None):
                case ast.List(elts=[]) | ast.Dict(keys=[]):
                    found.add(module)
                case ast.Call(args=args) as call if _called(call) in makers:
                    # A class such as in `defaultdict(list)` fills nothing yet.
                    if not args or _called(call) == "defaultdict":
                        found.add(module)
    # Django's one site in a process; and one that stays empty.
    assert found == {"host", "untrusted_html"}


def test_luminance_is_weighed_in_one_place():
    """WCAG's weights of red, green and blue."""
    weights = {0.2126, 0.7152, 0.0722}
    found = {
        module
        for path, module in _modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in weights
    }
    assert found == {"contrast"}


def test_languages_are_listed_once():
    listed = []
    for path, module in _modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            parts = [*getattr(node, "elts", []), *getattr(node, "keys", [])]
            if len({part.value for part in parts if _text(part)} & set(LOCALES)) > 1:
                listed.append(module)
    assert listed == ["locale"]


def _text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _languages(tables):
    """The languages that texts are written in, however deep they are."""
    found = {key for key in tables if key in LOCALES}
    for value in tables.values():
        if isinstance(value, dict):
            found |= _languages(value)
    return found


def _sources(pattern):
    return [pytest.param(p, id=str(p.relative_to(ROOT))) for p in sorted(COMPONENTS.rglob(pattern))]


@pytest.mark.parametrize("path", _sources("*.html"))
def test_no_template_marks_text_safe_or_holds_inline_code(path):
    text = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe\b", text)
    assert not re.search(r"\bautoescape\b", text)
    assert not re.search(r"""\sstyle\s*=\s*["']|<style\b|\son[a-z]+\s*=\s*["']""", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right|top|bottom)\b"
    r"|(?:^|[\s;{])(?:left|right|top|bottom)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius",
    re.MULTILINE,
)


@pytest.mark.parametrize("path", _sources("*.scss"))
def test_styles_know_no_left_and_right(path):
    text = re.sub(r"//[^\n]*|/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert not PHYSICAL.search(text), PHYSICAL.search(text)


@pytest.mark.parametrize("path", _sources("*.scss"))
def test_components_read_meanings_and_never_the_palette(path):
    text = path.read_text("utf-8")
    assert "--city-palette" not in text
    if path.parent.name != "shared":
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!\{)|\brgba?\(|\bhsla?\(", text), (
            "write a token"
        )


@pytest.mark.parametrize("path", _sources("*.scss"))
def test_no_image_is_a_data_address(path):
    assert "data:" not in path.read_text("utf-8")


def sheet(component):
    """Its styles: beside its macro, or shared where every page needs them."""
    own = component.folder / f"{component.name}.scss"
    return own if own.exists() else COMPONENTS / "shared" / own.name


@pytest.mark.parametrize("component", all_components(), ids=lambda c: c.name)
def test_a_component_is_a_whole_folder(component):
    for file in (component.template, sheet(component)):
        assert file.exists(), f"{file} is missing"
    guide = component.folder / f"{component.name}.md"
    assert guide.exists(), f"{guide} is missing"
    text = guide.read_text("utf-8")
    for heading in (
        "When to use it",
        "When to use something else",
        "How it behaves",
        "Accessibility",
    ):
        assert f"## {heading}" in text, f"{guide} lacks '## {heading}'"
    assert not re.search(r"^# ", text, re.MULTILINE), "the page has the title"
    known = {
        component.template.name,
        f"{component.name}.scss",
        f"{component.name}.md",
        f"{component.name}.js",
        "messages.toml",
        "examples",
        f"test_{component.macro}.py",
    }
    there = {p.name for p in component.folder.iterdir()} - {"__pycache__"}
    assert there <= known


@pytest.mark.parametrize("component", all_components(), ids=lambda c: c.name)
def test_class_names_begin_with_the_components_own(component):
    scss = sheet(component)
    text = re.sub(r"//[^\n]*|/\*.*?\*/", "", scss.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"(--|__)#\{.*?\}", "", text)
    for name in set(re.findall(r"\.(city-[a-z0-9_-]+)", text)):
        assert re.match(r"city-[a-z0-9]+(-[a-z0-9]+)*(__[a-z0-9-]+)?(--[a-z0-9-]+)?$", name), name
    assert f"city-{component.name}" in text


def test_nothing_in_the_project_is_unfinished():
    marks = re.compile(r"\b(?:TODO|FIXME|XXX)\b|raise NotImplementedError")
    for folder in (PACKAGE, COMPONENTS, ROOT / "docs"):
        for path in folder.rglob("*"):
            if path.suffix in {".py", ".html", ".scss", ".js", ".md", ".toml"}:
                assert not marks.search(path.read_text("utf-8")), path


def test_no_text_holds_what_a_merge_left_undecided():
    folders = ("components", "docs", "examples", "src", "tests", "tokens")
    files = [p for f in folders for p in (ROOT / f).rglob("*") if p.suffix in TEXTS]
    files += [p for p in ROOT.iterdir() if p.suffix in TEXTS]
    assert len(files) > 500
    marks = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
    assert [str(p) for p in files if marks.search(p.read_text("utf-8"))] == []


def test_each_file_of_tests_has_a_name_of_its_own():
    """Of two with one name, pytest reads the first alone, and stops."""
    files = [p for f in ("components", "examples", "tests") for p in (ROOT / f).rglob("test_*.py")]
    names = [path.name for path in files]
    assert len(names) > 150
    assert sorted(str(p) for p in files if names.count(p.name) > 1) == []


def test_what_no_test_takes_says_why():
    marks = re.compile(r"#\s*pragma:? no (?:cover|branch)\b(?!: \w.{9})", re.IGNORECASE)
    found = {
        f"{path.name}:{number}"
        for path in PACKAGE.rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if marks.search(line)
    }
    assert found == set()
    assert marks.search("x  # pragma: no cover")
    assert marks.search("x  # pragma: no branch: no")
    assert not marks.search("x  # pragma: no cover: only on Windows")


def test_every_module_and_test_of_the_gate_of_branches_is_there():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for pattern in project["tool"]["coverage"]["run"]["include"]:
        assert list(ROOT.glob(pattern.removeprefix("*/"))), pattern
    script = str(ROOT / "scripts" / "test-branches")
    listed = subprocess.run([script, "--list"], capture_output=True, text=True, check=True)
    for test in listed.stdout.split():
        assert (ROOT / test).exists(), test
