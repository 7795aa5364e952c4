"""Preview: whole pages that wear a theme, as a folder to serve."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from citydesign import assets
from citydesign.examples import Example, all_examples, page
from citydesign.folders import whole_folder

#: What shows most of a look: a whole page, a form with an error, chosen times, every button.
SHOWN = (
    "page/service-page",
    "page/with-error",
    "time-slots/chosen",
    "radios/with-hints",
    "checkboxes/default",
    "button/default",
    "button/secondary",
    "button/quiet",
    "pagination/default",
    "notification/default",
    "footer/default",
)
_SCHEMES = ("light", "dark")
_INDEX = "index.html"


def write(theme: str, out: Path, *, partial: bool = False) -> Path:
    """Write example pages in a theme, in the light and the dark scheme.

    Args:
        theme: Its name, or the path of a `….tokens.json`.
        out: Folder to write. An earlier preview is replaced.
        partial: Take a theme that says only some of the tokens that carry the city's colour.

    Returns:
        Its first page. A browser shows edges and icons over HTTP only, not from a file.

    Raises:
        CityDesignError: The theme is wrong, or `out` holds something else.
        OSError: It can't be written.
    """
    with whole_folder(out, _INDEX) as draft:
        css = assets.theme_css(theme, partial=partial)
        shutil.copytree(assets.assets_path(), draft / "citydesign")
        (draft / "theme.css").write_text(css, "utf-8")
        shown = list(_shown())
        for example in shown:
            for scheme in _SCHEMES:
                (draft / _file(example, scheme)).write_text(_dressed(example, scheme), "utf-8")
        (draft / _INDEX).write_text(_index(theme, shown), "utf-8")
    return out / _INDEX


def _shown() -> Iterator[Example]:
    known = {example.id: example for example in all_examples()}
    return (known[name] for name in SHOWN if name in known)


def _file(example: Example, scheme: str) -> str:
    return f"{example.id.replace('/', '-')}-{scheme}.html"


def _dressed(example: Example, scheme: str) -> str:
    html = page(example, scheme=scheme, assets_url="/citydesign")
    return html.replace("</head>", '<link rel="stylesheet" href="/theme.css">\n</head>', 1)


def _index(theme: str, shown: list[Example]) -> str:
    rows = Markup().join(
        Markup("<tr><th>{}</th>{}</tr>\n").format(
            example.caption,
            Markup().join(
                Markup('<td><iframe class="{}" src="/{}" title="{}, {}"></iframe></td>').format(
                    example.component.name, _file(example, scheme), example.caption, scheme
                )
                for scheme in _SCHEMES
            ),
        )
        for example in shown
    )
    style = (
        "body{font:1rem/1.5 system-ui,sans-serif;margin:1rem}table{border-spacing:.5rem;"
        "inline-size:100%}th{text-align:start;vertical-align:top;inline-size:8rem}"
        "iframe{border:0;inline-size:100%;block-size:20rem}"
        "iframe.page{block-size:40rem}iframe:is(.button,.pagination,.notification){block-size:9rem}"
    )
    return str(
        Markup(
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            "<title>{}</title><style>{}</style></head><body><h1>{}</h1>\n<table>\n{}</table>\n"
            "</body></html>\n"
        ).format(theme, Markup(style), theme, rows)
    )
