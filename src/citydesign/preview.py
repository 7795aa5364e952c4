"""Preview: whole pages that wear a theme, as a folder to serve."""

import shutil
from pathlib import Path

import babel
from markupsafe import Markup

from citydesign import assets
from citydesign.examples import CITIES, Example, all_examples, of_city, page
from citydesign.folders import whole_folder
from citydesign.locale import LOCALES

#: What shows most of a look: whole pages, a form with an error, chosen times, every button.
SHOWN = (
    "page/service-page",
    "hero/default",
    "page/with-error",
    "card/list",
    "time-slots/chosen",
    "radios/with-hints",
    "checkboxes/default",
    "button/default",
    "button/secondary",
    "button/quiet",
    "table/default",
    "tabs/default",
    "pagination/default",
    "notification/default",
    "footer/default",
)
#: What each example is shown in, side by side, with its scheme. The last frame is 320 px wide.
_VIEWS = {"light": "light", "dark": "dark", "phone": "light"}
_INDEX = "index.html"
#: How a Finnish place name that ends so has its genitive; others add n, or in to a consonant.
_GENITIVES = {
    **{"niemi": "niemen", "joki": "joen", "jarvi": "jarven", "lahti": "lahden", "maki": "maen"},
    **{"salmi": "salmen", "koski": "kosken", "lampi": "lammen", "saari": "saaren"},
    **{"ranta": "rannan", "silta": "sillan", "pelto": "pellon", "kaupunki": "kaupungin"},
    "nen": "sen",
}
_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 1rem }
nav { display: flex; gap: 1rem }
h2 { font-size: 1rem; margin-block: 2rem .5rem }
section > div { display: grid; gap: .5rem; grid-template-columns: 1fr 1fr 320px }
iframe { block-size: 26rem; border: 0; inline-size: 100% }
iframe:is(.hero, .page) { block-size: 44rem }
iframe:is(.button, .pagination, .notification) { block-size: 12rem }
[aria-current] { color: inherit; font-weight: bold; text-decoration: none }
@media (max-width: 60rem) {
  section > div { grid-template-columns: minmax(0, 1fr) }
  iframe:last-child { max-inline-size: 320px }
}
"""


def write(theme: str, out: Path, *, face: str | None = None, partial: bool = False) -> Path:
    """Write example pages in a theme: in each language, light, dark and as wide as a phone.

    Args:
        theme: Its name, or the path of a `….tokens.json`.
        out: Folder to write. An earlier preview is replaced.
        face: A face that ships; None for the reader's system face.
        partial: Take a theme that says only some of the tokens that carry the city's colour.

    Returns:
        Its first page. A browser shows edges and icons over HTTP only, not from a file.

    Raises:
        CityDesignError: The theme or face is wrong, or `out` holds something else.
        OSError: It can't be written.
    """
    with whole_folder(out, _INDEX) as draft:
        css = assets.theme_css(theme, partial=partial)
        name = Path(theme).name.removesuffix(".tokens.json")
        city = CITIES.get(name) or _city(name)
        shutil.copytree(assets.assets_path(), draft / "citydesign")
        (draft / "theme.css").write_text(css, "utf-8")
        known = {example.id: example for example in all_examples()}
        shown = [known[name] for name in SHOWN]
        for locale in LOCALES:
            for example in shown:
                for scheme in sorted(set(_VIEWS.values())):
                    html = of_city(_dressed(example, locale, scheme, face), city)
                    (draft / _file(example, locale, scheme)).write_text(html, "utf-8")
            (draft / _front(locale)).write_text(_overview(name, shown, locale), "utf-8")
    return out / _INDEX


def _file(example: Example, locale: str, scheme: str) -> str:
    return f"{locale}-{example.id.replace('/', '-')}-{scheme}.html"


def _front(locale: str) -> str:
    return _INDEX if locale == LOCALES[0] else f"{locale}.html"


def _dressed(example: Example, locale: str, scheme: str, face: str | None) -> str:
    html = page(example, locale=locale, scheme=scheme, face=face, assets_url="/citydesign")
    return html.replace("</head>", '<link rel="stylesheet" href="/theme.css">\n</head>', 1)


def _city(name: str) -> tuple[str, str, str]:
    """A city's name, its genitive in Finnish and its name in Swedish, from a theme's name."""
    own = name.replace("_", "-").title()
    for end, genitive in _GENITIVES.items():
        if own.lower().endswith(end):
            return own, own[: -len(end)] + _like(own[-len(end) :], genitive), own
    return own, own + ("n" if own[-1:].lower() in "aeiouyåäö" else "in"), own


def _like(end: str, genitive: str) -> str:
    return genitive.capitalize() if end[0].isupper() else genitive


def _overview(name: str, shown: list[Example], locale: str) -> str:
    languages = Markup("\n").join(
        Markup('<a href="/{}" lang="{}"{}>{}</a>').format(
            _front(tag),
            tag,
            Markup(' aria-current="page"') if tag == locale else "",
            str(babel.Locale(tag).get_display_name()).capitalize(),
        )
        for tag in LOCALES
    )
    samples = [
        (
            example.caption,
            example.component.name,
            _file(example, locale, "{}"),
        )
        for example in shown
    ]
    rows = Markup("\n").join(
        Markup("<section><h2>{}</h2><div>{}</div></section>").format(
            caption,
            Markup().join(
                Markup('<iframe class="{}" src="/{}" title="{}, {}"></iframe>').format(
                    kind, file.format(scheme), caption, view
                )
                for view, scheme in _VIEWS.items()
            ),
        )
        for caption, kind, file in samples
    )
    return str(
        Markup(
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<title>{}</title><link rel="icon" href="data:,"><style>{}</style></head><body>'
            "<h1>{}</h1>\n<nav>{}</nav>\n{}\n"
            "</body></html>\n"
        ).format(name, Markup(_STYLE), name, languages, rows)
    )
