"""Who sets something up wrongly reads one line: what, where, and what to do."""

import json
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from flask import Flask
from starlette.applications import Starlette

import citydesign.flask
import citydesign.starlette
from citydesign import CityDesignError

ROOT = Path(__file__).parents[1]
#: What an installation without any extra has.
RUNTIME = {"jinja2", "markupsafe", "babel", "citydesign"}

BARE = """
import sys
sys.modules.update(dict.fromkeys({missing}))
from citydesign.cli import main
sys.exit(main({command}))
"""


@pytest.mark.parametrize(
    "command",
    [
        ["audit", "page.html"],
        ["build", "--out", "site"],
        ["gallery", "--out", "site"],
        ["theme", "new", "rantakyla", "--color", "#005a9c"],
        ["theme", "show", "helsinky"],
        ["tokens", "check"],
        ["tokens", "css", "helsinki"],
        ["statement", "result.json", "--answers", "answers.toml"],
        ["conformance", "--out", "site"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_a_command_without_its_extra_is_one_line(command, tmp_path):
    missing = sorted(
        {
            name
            for name, owners in packages_distributions().items()
            if name not in sys.stdlib_module_names
            and not RUNTIME & {owner.lower() for owner in owners}
        }
    )
    done = subprocess.run(
        [sys.executable, "-c", BARE.format(missing=missing, command=command)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stderr.count("\n") <= 1, done.stderr
    assert done.returncode == 0 or done.stderr.startswith("citydesign"), done.stderr


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: citydesign.flask.protect("x"), "protect takes a Flask application, not str 'x'"),
        (lambda: citydesign.flask.Languages("x", ["fi"]), "Languages takes a Flask application"),
        (lambda: citydesign.starlette.protect("x"), "protect takes a Starlette or FastAPI"),
        (lambda: citydesign.flask.protect(Flask("x"), ["img-src"]), "give sources by directive"),
        (lambda: citydesign.starlette.protect(Starlette(), "img-src"), "give sources by directive"),
        (lambda: citydesign.flask.install(Flask("x"), theme=3), "no theme 3; known: espoo"),
        (lambda: citydesign.flask.install(Flask("x"), face=3), "no face 3"),
        (
            lambda: citydesign.flask.install(Flask("x"), locale=["fi"]),
            "['fi'] is no language tag or callable",
        ),
        (lambda: citydesign.flask.install(Flask("x"), url_prefix=None), "url_prefix is None"),
    ],
)
def test_a_wrong_setting_is_one_line(wrong, says):
    with pytest.raises(CityDesignError) as caught:
        wrong()
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_of_more_names_than_anybody_reads_only_the_nearest_is_named():
    from citydesign.errors import nearest

    many = [f"name-{number}" for number in range(100)]
    assert nearest("quite different", many) == ""
    assert nearest("name-9", many[:10] + many[90:]) == "; did you mean 'name-9'?"
    assert nearest("quite different", many[:3]) == "; known: name-0, name-1, name-2"


DJANGO = """
import json, sys
import citydesign
from django.conf import settings

settings.configure(
    SECRET_KEY="x" * 50, STATIC_URL="/static/",
    INSTALLED_APPS=["django.contrib.staticfiles", "citydesign.django"], **eval(sys.argv[1]),
)
import django
django.setup()
from django.core.checks import run_checks
print(json.dumps([[found.id, found.msg, found.hint] for found in run_checks()]))
"""
VISITORS = 'MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"]'
SPOKEN = '[("en", "English"), ("fi", "Suomi"), ("sv", "Svenska")]'
SERVED = 'STATICFILES_DIRS=[("citydesign", citydesign.assets_path())]'


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        (SERVED, []),
        (
            "",
            [
                [
                    "citydesign.W002",
                    "no static files are found under 'citydesign', so pages have no styles",
                    'Add ("citydesign", citydesign.assets_path()) to STATICFILES_DIRS.',
                ]
            ],
        ),
        (
            SERVED + ", CITYDESIGN_PACKS=['rantakyla']",
            [
                [
                    "citydesign.W002",
                    "no static files are found under 'citydesign/rantakyla', so pages have no styles",
                    'Add ("citydesign/rantakyla", citydesign.assets_path("rantakyla")) '
                    "to STATICFILES_DIRS.",
                ]
            ],
        ),
        (
            SERVED + ", CITYDESIGN_THEEM='helsinki'",
            [
                [
                    "citydesign.W001",
                    "CITYDESIGN_THEEM is no setting of citydesign; "
                    "did you mean 'CITYDESIGN_THEME'?",
                    None,
                ]
            ],
        ),
        (f"{SERVED}, {VISITORS}, LANGUAGES={SPOKEN}", []),
        (
            f"{SERVED}, {VISITORS}",
            [
                [
                    "citydesign.W004",
                    "LANGUAGES is not set, so 94 languages without words are offered; "
                    "pages in them have the words of LANGUAGE_CODE",
                    f"Write those that your site speaks: LANGUAGES = {SPOKEN}",
                ]
            ],
        ),
        # Where visitors choose none, only the site's own language is spoken.
        (SERVED + ", LANGUAGES=[('en', 'English'), ('et', 'Eesti')]", []),
        (
            f"{SERVED}, {VISITORS}, LANGUAGES=[('en', 'English'), ('et', 'Eesti')]",
            [
                [
                    "citydesign.W004",
                    "LANGUAGES offers languages without words: et; "
                    "pages in them have the words of LANGUAGE_CODE",
                    f"Write those that your site speaks: LANGUAGES = {SPOKEN}",
                ]
            ],
        ),
        (
            SERVED + ", LANGUAGE_CODE='et'",
            [
                [
                    "citydesign.W003",
                    "LANGUAGE_CODE is 'et', which has no words",
                    "Choose among en, fi, sv, or add words: citydesign messages et",
                ]
            ],
        ),
    ],
    ids=[
        "right",
        "no files",
        "no files of a pack",
        "misspelt",
        "languages with words",
        "every language of Django's",
        "none to choose",
        "one without words",
        "a site without words",
    ],
)
def test_django_names_a_setting_that_is_wrong_or_missing(settings, found, tmp_path):
    pack = ROOT / "examples" / "component-pack"
    facts = tmp_path / "pack-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: pack\nVersion: 1.0\n", "utf-8")
    (facts / "entry_points.txt").write_text("[citydesign.packs]\nrantakyla = rantakyla\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", DJANGO, f"dict({settings})"],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{pack}:{tmp_path}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == found
