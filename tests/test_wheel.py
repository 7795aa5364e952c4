"""What a city installs: the wheel, in an environment of its own."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.xdist_group("wheel")


def build(project, out, **environment):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(out),
            str(project),
        ],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    done = build(ROOT, out)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = out.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A Python that has the wheel and its three dependencies, and no Sass and no checkout."""
    folder = tmp_path_factory.mktemp("city")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip_install(python, f"{wheel}[prose]")

    def run(*arguments):
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        return subprocess.run(
            [str(python), "-I", "-W", "error", *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            env=environment,
        )

    run.python = python
    run.site = next(folder.glob("lib/python*/site-packages"))
    return run


def pip_install(python, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
        + [str(one) for one in arguments],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_the_wheel_holds_templates_styles_scripts_tokens_and_types(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "citydesign/components/forms/text-input/text-input.html",
        "citydesign/components/forms/text-input/text-input.scss",
        "citydesign/components/forms/text-input/examples/fi.toml",
        "citydesign/components/shared/mixins.scss",
        "citydesign/tokens/themes/tampere.tokens.json",
        "citydesign/tokens/faces/inter.OFL.txt",
        "citydesign/dist/inter.OFL.txt",
        "citydesign/dist/manifest.json",
        "citydesign/dist/citydesign.json",
        "citydesign/dist/contracts/text-input.json",
        "citydesign/dist/messages/header.json",
        "citydesign/py.typed",
        "citydesign/ui.pyi",
    ):
        assert name in names, name
    manifest = json.loads(zipfile.ZipFile(wheel).read("citydesign/dist/manifest.json"))
    assert any("citydesign.css" in str(key) for key in manifest)
    assert not [name for name in names if "/tests/" in name or name.startswith("docs")]


def test_every_file_of_the_tree_is_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for top, inside in (
        ("components", "citydesign"),
        ("tokens", "citydesign"),
        ("src/citydesign", ""),
    ):
        for path in (ROOT / top).rglob("*"):
            if path.name.startswith("test_"):
                assert not any(path.name in name for name in names), f"{path} is in the wheel"
            elif path.is_file() and "__pycache__" not in path.parts:
                relative = path.relative_to(ROOT / ("src" if top.startswith("src") else "."))
                name = "/".join(part for part in (inside, str(relative)) if part)
                assert name in names, f"{path} is not in the wheel"


RENDER_ALL = """
from citydesign import assets_path, asset_url
from citydesign.examples import all_examples, page
from citydesign.contracts import all_components

assert "components" not in str(assets_path())
pages = [page(e, locale=l) for e in all_examples() for l in ("en", "fi", "sv")]
assert len(pages) > 3 * len(all_components()) - 1
for name in ("citydesign.css", "citydesign.js"):
    file = asset_url(name, "").lstrip("/")
    assert (assets_path() / file).stat().st_size > 100, file
print(len(pages))
"""


def test_every_example_renders_from_the_wheel(installed):
    done = installed("-c", RENDER_ALL)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0


def test_a_wheel_without_sass_says_what_to_install(installed):
    done = installed("-m", "citydesign", "build", "--out", "dist")
    assert done.returncode == 1
    assert "citydesign[sass]" in done.stderr
    assert done.stderr.count("\n") == 1


# A pack, built by the hook of our wheel and used from its own


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rantakyla") / "project"
    ignored = shutil.ignore_patterns("__pycache__", "build")
    shutil.copytree(ROOT / "examples" / "component-pack", folder, ignore=ignored)
    return folder


@pytest.fixture(scope="module")
def pack(installed, project, tmp_path_factory):
    out = tmp_path_factory.mktemp("pack")
    # Our wheel comes before the checkout; hatchling and libsass are those of the tests.
    done = build(project, out, PYTHONPATH=str(installed.site))
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = out.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def with_pack(installed, pack):
    pip_install(installed.python, "--no-deps", pack)
    return installed


def test_the_hook_puts_styles_contracts_and_types_into_a_pack_s_wheel(pack):
    archive = zipfile.ZipFile(pack)
    names = set(archive.namelist())
    for name in (
        "rantakyla/pack.toml",
        "rantakyla/py.typed",
        "rantakyla/ui.py",
        "rantakyla/ui.pyi",
        "rantakyla/content/departures/departures.html",
        "rantakyla/content/departures/messages.toml",
        "rantakyla/dist/manifest.json",
        "rantakyla/dist/citydesign.json",
        "rantakyla/dist/contracts/departures.json",
        "rantakyla/dist/messages/rantakyla.departures.json",
    ):
        assert name in names, name
    manifest = json.loads(archive.read("rantakyla/dist/manifest.json"))
    assert set(manifest) == {"content.css", "services.css", "rantakyla.css"}
    assert {f"rantakyla/dist/{entry['file']}" for entry in manifest.values()} <= names
    assert not [name for name in names if "test" in name or "merikyla" in name]


def test_another_city_s_page_uses_a_pack_from_its_wheel(with_pack, project, tmp_path):
    installed_files = lambda: sorted(  # noqa: E731
        path for path in with_pack.site.rglob("*") if "__pycache__" not in path.parts
    )
    before = installed_files()
    done = with_pack(str(project / "merikyla" / "beaches.py"), str(tmp_path))
    assert done.returncode == 0, done.stderr
    for language, words in (
        ("fi", ("Veden lämpötila", "6 minuuttia myöhässä")),
        ("sv", ("Vattentemperatur", "6 minuter försenad")),
        ("en", ("Water temperature", "6 minutes late")),
    ):
        page = tmp_path / language / "index.html"
        html = page.read_text("utf-8")
        assert all(text in html for text in words), language
        links = re.findall(r'<link rel="stylesheet" href="([^"]+)" integrity="([^"]+)"', html)
        assert len([url for url, _ in links if "/rantakyla/" in url]) == 2
        for url, integrity in links:
            data = (page.parent / url).read_bytes()
            assert integrity == "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()
    assert installed_files() == before, "nothing is built where packages are installed"


def test_a_pack_that_nobody_names_stays_unused(with_pack):
    done = with_pack("-c", (
        "from jinja2 import Environment; import citydesign, sys; e = Environment(autoescape=True);"
        "citydesign.install(e); assert 'rantakyla' not in sys.modules;"
        "e.get_template('rantakyla/departures.html')"
    ))  # fmt: skip
    assert done.returncode == 1
    assert "use the pack by install(packs=['rantakyla'])" in done.stderr


def test_typed_calls_of_a_pack_are_checked_where_they_are_written(with_pack, tmp_path):
    (tmp_path / "page.py").write_text(
        "from rantakyla import ui\n"
        "ui.departures('Harbour', [{'line': '3', 'destination': 'Home', 'leaves': '09:15'}])\n"
        "ui.departures('Harbour', [{'line': '3'}])\n"
        "ui.swimming_water('Cape', {'day': '2027-07-12', 'algae': 'mch'})\n",
        "utf-8",
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            f"--python-executable={with_pack.python}",
            f"--cache-dir={tmp_path / 'cache'}",
            "page.py",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert re.findall(r"page\.py:(\d+): error", done.stdout) == ["3", "4"], done.stdout


def test_a_broken_pack_is_not_built_and_says_where(installed, project, tmp_path):
    broken = tmp_path / "project"
    shutil.copytree(project, broken)
    scss = broken / "rantakyla" / "content" / "departures" / "departures.scss"
    scss.write_text(".city-button { margin: 0; }\n", "utf-8")
    done = build(broken, tmp_path / "out", PYTHONPATH=str(installed.site))
    assert done.returncode != 0
    said = done.stdout + done.stderr
    place = re.escape(str(scss))
    assert re.search(rf"^citydesign: {place}:1: \.city-button is no class of", said, re.M), said
    assert "Traceback" not in said


def test_the_guide_to_sharing_is_true(installed, tmp_path):
    """Paste what a reader pastes, with the wheel of citydesign and in a folder of one's own."""
    guide = (ROOT / "docs" / "share-a-component.md").read_text("utf-8")
    shell = re.findall(r"```sh\n(.*?)```", guide, re.DOTALL)
    python = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    jinja = re.findall(r"```jinja\n(.*?)```", guide, re.DOTALL)
    pack_toml, pyproject, words = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    own, module, shared, typed, files = python
    bin_folder = installed.python.parent

    def paste(folder, text):
        path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-e", "-c", text],
            cwd=folder,
            capture_output=True,
            text=True,
            env={**os.environ, "PATH": path, "PYTHONPATH": str(installed.site)},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def render(folder, install, template, *more):
        (folder / "templates").mkdir()
        (folder / "templates" / "page.html").write_text(template, "utf-8")
        show = 'print(env.get_template("page.html").render())'
        (folder / "page.py").write_text("\n".join([install, show, *more]), "utf-8")
        return paste(folder, "python -W error page.py")

    # A component of a project's own.
    mine = tmp_path / "mine"
    mine.mkdir()
    paste(mine, shell[0])
    assert (mine / "components" / "content" / "parking-places").is_dir()
    assert '<div class="own-parking-places">' in render(mine, own, jinja[0])

    # A pack, from the hands of its makers to another city.
    makers = tmp_path / "merikyla-components"
    package = makers / "merikyla"
    package.mkdir(parents=True)
    (makers / "pyproject.toml").write_text(pyproject, "utf-8")
    (package / "pack.toml").write_text(pack_toml, "utf-8")
    (package / "ui.py").write_text(module, "utf-8")
    for name in ("__init__.py", "py.typed"):
        (package / name).touch()
    new, make = shell[1].splitlines()
    paste(makers, new)
    assert (package / "content" / "parking-places").is_dir()
    parking = package / "content" / "parking-places"
    (parking / "messages.toml").write_text(words, "utf-8")
    (call,) = re.findall(r"`(\{\{ t\(.*?\}\})`", guide)
    macro = (parking / "parking-places.html").read_text("utf-8")
    given = macro.replace("</div>", f"{call.replace('=free', '=3')}</div>")
    (parking / "parking-places.html").write_text(given, "utf-8")
    assert make == "python -m build --wheel --no-isolation"
    done = build(makers, makers / "dist", PYTHONPATH=str(installed.site))
    assert done.returncode == 0, done.stdout + done.stderr
    pip_install(installed.python, "--no-deps", *makers.glob("dist/*.whl"))
    other = tmp_path / "other"
    other.mkdir()
    printed = render(
        other, shared, jinja[1], typed, "print(html)", files, "print(STATICFILES_DIRS)"
    )
    assert printed.count('<div class="merikyla-parking-places">') == 2
    assert printed.count("3 places free") == 2
    assert re.search(r'href="/citydesign/merikyla/content-\w{10}\.css"', printed)
    assert f"{installed.site}/merikyla/dist" in printed
    contracts, _, audit = shell[2].splitlines()
    assert paste(other, contracts) == "content/parking-places (draft): title, content, attrs\n"
    assert audit == "citydesign audit --pack merikyla"
