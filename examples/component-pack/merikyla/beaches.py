"""The beaches of the invented city of Merikylä, as files: `python beaches.py out`.

Merikylä wears a look of its own and uses two components that Rantakylä built.
"""

import datetime as dt
import shutil
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

import citydesign

HERE = Path(__file__).parent
LANGUAGES = ("fi", "sv", "en")
TEXTS = {
    "fi": {"title": "Uimarannat", "beach": "Rantapuisto", "stop": "Rantapuisto"},
    "sv": {"title": "Badstränder", "beach": "Strandparken", "stop": "Strandparken"},
    "en": {"title": "Beaches", "beach": "Shore Park", "stop": "Shore Park"},
}
MEASURED = [
    {"day": dt.date(2027, 7, 12), "temperature": 19.5, "algae": "none"},
    {"day": dt.date(2027, 7, 5), "temperature": 18.0, "algae": "some"},
]
BUSES = [
    {"line": "7", "destination": "Merikylä", "leaves": dt.time(9, 15), "delay": 6},
    {"line": "7", "destination": "Merikylä", "leaves": dt.time(9, 45)},
]


def write(out: Path) -> None:
    """Write a page in each language, and the files that it links."""
    env = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True)
    for language in LANGUAGES:
        citydesign.install(
            env, locale=language, assets_url="../files", theme="turku", packs=["rantakyla"]
        )
        page = out / language / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        template = env.get_template("beaches.html")
        page.write_text(template.render(TEXTS[language], water=MEASURED, buses=BUSES), "utf-8")
    shutil.copytree(citydesign.assets_path(), out / "files", dirs_exist_ok=True)
    shutil.copytree(
        citydesign.assets_path("rantakyla"), out / "files" / "rantakyla", dirs_exist_ok=True
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
