"""What a city installs: the wheel, in an environment of its own."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(out),
            str(ROOT),
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = out.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A Python that has the wheel and its three dependencies, and no Sass and no checkout."""
    folder = tmp_path_factory.mktemp("city")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", str(wheel)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr

    def run(*arguments):
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        return subprocess.run(
            [str(python), "-I", "-W", "error", *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            env=environment,
        )

    return run


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
