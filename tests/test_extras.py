"""Who uses a part without its extra reads which line installs it."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from citydesign.extras import MissingExtra, extra

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "citydesign"
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]
STORE = "import citydesign.booking.store"
FORMS = "import citydesign.forms.wtforms"
CHECKS = "from citydesign.forms.core import checks; checks.{}('')"
AUDIT = "from citydesign.audit import audit"
GALLERY = "from citydesign import gallery; gallery.build(Path(folder))"
#: The way in to what each package of an extra is for.
DOORS = {
    "libsass": "from citydesign import styles; styles.compiled(styles.Sheet('', ()))",
    "coloraide": "from citydesign.contrast import nearest_color; nearest_color('#777777', [])",
    "tdewolff-minify": "from citydesign.library import OURS; "
    "from citydesign.scripts import scripts; scripts(OURS.folder)",
    "wtforms": FORMS,
    "email-validator": CHECKS.format("email"),
    "phonenumbers": CHECKS.format("phone"),
    "python-stdnum": CHECKS.format("personal_identity_code"),
    "regex": CHECKS.format("length"),
    "puremagic": "import io; from citydesign.forms.core.files import FileLimits, judge_file; "
    "judge_file('a.pdf', io.BytesIO(b'a'), FileLimits(('pdf',), 1))",
    "sqlalchemy": STORE,
    "alembic": STORE,
    "holidays": "from citydesign.booking import PublicHolidays; PublicHolidays('FI')",
    "icalendar": "import citydesign.booking.calendar",
    "typst": "import citydesign.forms.pdf",
    "cryptography": "import citydesign.forms.journey.cookie",
    "nh3": "from citydesign import ui; ui.prose(html='<p>Text</p>')",
    "psycopg": "from citydesign.booking.store import booking_engine as engine; "
    "engine('postgresql://host/name')",
    "playwright": "from citydesign.audit.stage.browser import chromium; chromium().__enter__()",
    "psutil": "from citydesign.audit.stage.browser import chromium; chromium().__enter__()",
    "axe-playwright-python": "from citydesign.audit.stage.axe_core import axe_source; axe_source()",
    "html5lib": "from citydesign.audit.oracles.validity.judge import judge_html; "
    "list(judge_html(''))",
    "turbohtml": "from citydesign.audit.pages.together import together; together(['<p>'])",
    "pillow": AUDIT,
    "numpy": AUDIT,
    "mkdocs": GALLERY,
    "mkdocs-material": GALLERY,
    "pygments": "from citydesign.gallery.markup import code; code('', 'html')",
    "flask": "import citydesign.flask",
    "django": "import citydesign.django",
    "starlette": "import citydesign.starlette",
    "python-multipart": "import citydesign.starlette",
    "pydantic": "import citydesign.forms.pydantic",
}
#: Data for the standard library, and an extension that MkDocs itself asks for.
SILENT = {"tzdata", "markdown"}
BLOCKED = """
import sys, tempfile
from pathlib import Path
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {modules}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
from citydesign.extras import MissingExtra
with tempfile.TemporaryDirectory() as folder:
    try:
        {door}
    except MissingExtra as error:
        print(error.name, error, sep="|")
"""


def _needs():
    for name, packages in EXTRAS.items():
        for package in packages:
            distribution = re.match(r"[\w-]+", package)[0]
            if name not in {"demo", "test"} and distribution not in SILENT:
                yield pytest.param(name, distribution, id=f"{name}-{distribution}")


@pytest.mark.parametrize(("name", "distribution"), [*_needs()])
def test_a_part_without_its_extra_says_which_line_installs_it(name, distribution):
    wanted = distribution.replace("-", "_")
    modules = {
        module
        for module, owners in packages_distributions().items()
        if wanted in {owner.lower().replace("-", "_") for owner in owners}
    }
    assert modules, f"{distribution} is not installed"
    code = BLOCKED.format(modules=modules, door=DOORS[distribution])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    module, _, text = done.stdout.strip().partition("|")
    assert module.split(".")[0] in modules
    assert text.count("\n") == 0
    assert text.endswith(f': pip install "citydesign[{name}]"')


def test_every_extra_that_the_code_names_is_one():
    named = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r'\b(?:extra|install_line)\("(\w+)"', path.read_text("utf-8"))
    }
    assert named <= set(EXTRAS)
    assert {*EXTRAS} - named == {"demo", "test"}


def test_only_one_function_writes_the_line_that_installs_an_extra():
    written = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"pip install.*citydesign\[", path.read_text("utf-8"))
    ]
    assert written == ["extras.py"]


def test_the_innermost_extra_is_the_one_to_install():
    missing = ModuleNotFoundError("No module named 'sqlalchemy'", name="sqlalchemy")
    with (
        pytest.raises(MissingExtra) as caught,
        extra("audit", "the audit"),
        extra("booking", "links"),
    ):
        raise missing
    assert str(caught.value) == (
        'sqlalchemy is missing; for links: pip install "citydesign[booking]"'
    )


def test_what_goes_wrong_otherwise_stays_what_it_is():
    with pytest.raises(ZeroDivisionError), extra("booking", "links"):
        1 / 0  # noqa: B018


#: The modules that ask for an extra, by their names on a page.
ASKING = {
    "flask": r"citydesign\.flask",
    "django": r"citydesign\.django",
    "starlette": r"citydesign\.starlette",
    "pydantic": r"citydesign\.forms\.pydantic",
    "forms": r"citydesign\.forms\.wtforms",
    "booking": r"citydesign\.booking\.store",
    "cookies": r"\bCookieStore\b",
    "pdf": r"\bapplication_pdf\b",
    "audit": r"citydesign\.audit",
    "prose": r"\bprose\(html=",
}
PAGES = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "components").rglob("*.md"), ROOT / "README.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_page_names_the_extra_that_its_code_needs(page):
    text = page.read_text("utf-8")
    code = "\n".join(re.findall(r"```[\w-]*[^\n]*\n(.*?)```", text, re.DOTALL))
    for name, module in ASKING.items():
        if re.search(module, code):
            assert re.search(rf"`{name}`|\[[a-z,]*\b{name}\b[a-z,]*\]", text), name
