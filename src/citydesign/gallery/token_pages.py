"""The pages of the tokens: colours, contrast, type, space, shape, icons, and the workbench."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from markupsafe import Markup

from citydesign import assets, contrast, tokens
from citydesign.gallery.markup import frame, inline_code, swatch, table
from citydesign.icons import icon, icon_names

#: Modes as people read them.
MODES = {
    "light": "Light",
    "dark": "Dark",
    "more": "More contrast",
    "more-dark": "More contrast, dark",
}
#: Groups of colours, with what they are for.
_COLOURS = {
    "surface": "Surfaces: what is behind everything else",
    "text": "Text",
    "border": "Borders",
    "action": "Actions: buttons and what is pressed",
    "selected": "What is selected",
    "focus": "The focus ring",
    "status": "Status: information, success, warning, error",
    "brand": "The city: header, hero, footer",
}


def token_pages() -> dict[str, str]:
    """Write the token pages: Markdown by file name without suffix, in reading order.

    Raises:
        TokenError: A token is wrong.
    """
    return {
        "colours": _colours(),
        "contrast": _contrast(),
        "type": _type(),
        "space": _space(),
        "shape": _shape(),
        "icons": _icons(),
        "try": _try(),
    }


def theme_names() -> dict[str | None, str]:
    """The default look and the city themes, as people read them."""
    return {None: "Default", **{name: name.replace("-", " ").title() for name in tokens.themes()}}


def samples() -> str:
    """Write the style sheet of the samples on these pages, a class for each token."""
    rules = []
    for token in _tokens(None).values():
        name = f".gallery-sample--{_id(token.path)}"
        value = f"var({token.variable})"
        for start, rule in _SAMPLES.items():
            if token.path.startswith(start):
                rules.append(f"{name}{{{rule.format(value)}}}")
                break
    for shape in tokens.shapes():
        if shape != "straight":
            url = assets.asset_url(f"edge-{shape}.svg", "../citydesign")
            rules.append(f".gallery-edge--{shape}::after{{mask-image:url({url})}}")
    return "\n".join(rules) + "\n"


_SAMPLES = {
    "font.family": "font-family:{0}",
    "font.size.heading-xl": "font-size:{0};font-weight:var(--city-font-weight-heading);"
    "line-height:var(--city-font-line-height-heading-xl);"
    "letter-spacing:calc(var(--city-font-tracking-heading)*1em)",
    "font.size.heading": "font-size:{0};font-weight:var(--city-font-weight-heading);"
    "line-height:var(--city-font-line-height-heading)",
    "font.size": "font-size:{0};line-height:var(--city-font-line-height-body)",
    "font.weight": "font-weight:{0}",
    "font.line-height": "line-height:{0}",
    "font.tracking": "letter-spacing:calc({0}*1em)",
    "space": "inline-size:{0}",
    "size": "inline-size:min({0},100%)",
    "radius": "border-radius:{0}",
    "border.width": "border-width:{0}",
    "shadow": "box-shadow:{0}",
}


def data() -> dict[str, Any]:
    """Give what the workbench computes with: colours of each theme by mode, and their pairs."""
    themes = {
        theme or "default": {
            token.path: {mode: tokens.hex_of(token.values[mode]) for mode in tokens.MODES}
            for token in _colour_tokens(theme)
        }
        for theme in theme_names()
    }
    pairs = [
        {"token": token.path, "against": other, "least": least}
        | ({} if greatest == float("inf") else {"greatest": greatest})
        | ({"bold": token.bold[0]} if token.bold else {})
        for token in _tokens(None).values()
        for other, (least, greatest) in token.against.items()
    ]
    # Which themes have a header in bold: there, pairs with `bold` are looser in light and dark.
    bold = [
        theme or "default"
        for theme in theme_names()
        if all(
            _tokens(theme)[path].values["light"] >= tokens.BOLD
            for token in _colour_tokens(None)
            if token.bold
            for path in token.bold[1]
        )
    ]
    return {"modes": MODES, "themes": themes, "pairs": pairs, "bold": bold}


@cache
def _tokens(theme: str | None) -> Mapping[str, tokens.Token]:
    return tokens.load(theme)


def _colour_tokens(theme: str | None) -> list[tokens.Token]:
    return [t for t in _tokens(theme).values() if t.path.startswith("color.")]


def _id(path: str) -> str:
    return path.replace(".", "-")


def _page(title: str, opening: str, *parts: str, wide: bool = False) -> str:
    head = ["---\nhide: [toc]\n---"] if wide else []
    return "\n\n".join([*head, f"# {title}", opening, *map(str, parts)]) + "\n"


def _name(token: tokens.Token) -> Markup:
    return Markup('<span id="{}" class="gallery-token">{}</span><small>{}</small>').format(
        _id(token.path), inline_code(token.path), token.description
    )


def _colour_cell(token: tokens.Token, mode: str) -> Markup:
    color = tokens.hex_of(token.values[mode])
    return Markup('<span class="gallery-colour">{}{}</span>').format(swatch(color), color)


def _colours() -> str:
    names = theme_names()
    columns = [(theme, mode) for theme in names for mode in ("light", "dark")]
    heads = ["Token", *(f"{names[theme]}, {mode}" for theme, mode in columns)]
    groups: dict[str, list[str]] = {}
    for token in _colour_tokens(None):
        groups.setdefault(token.path.split(".")[1], []).append(token.path)
    parts = []
    for group, paths in groups.items():
        title = _COLOURS.get(group, group.title())
        rows = (
            [
                _name(_tokens(None)[path]),
                *(_colour_cell(_tokens(theme)[path], mode) for theme, mode in columns),
            ]
            for path in paths
        )
        parts += [f"## {title}", table(title, heads, rows, "colours")]
    return _page(
        "Colours",
        "You choose a colour by what it means, never by how it looks: then every city's theme, the "
        "dark scheme and more contrast follow by themselves. In CSS a token is "
        "`var(--city-color-text-default)`, in Sass `$city-color-text-default`.",
        *parts,
        "## The palette",
        "The meanings take their values from here. Components never do, so it has no names in CSS.",
        _palette(),
        wide=True,
    )


def _palette() -> Markup:
    families: dict[str, list[tokens.Token]] = {}
    for token in _tokens(None).values():
        if token.path.startswith("palette."):
            families.setdefault(token.path.split(".")[1], []).append(token)
    items = Markup("\n").join(
        Markup("<li><h3>{}</h3><ul>{}</ul></li>").format(
            family.title(),
            Markup("").join(
                Markup("<li>{}<span>{}</span><code>{}</code></li>").format(
                    swatch(tokens.hex_of(t.values["light"])),
                    t.path.split(".")[2],
                    tokens.hex_of(t.values["light"]),
                )
                for t in some
            ),
        )
        for family, some in families.items()
    )
    return Markup('<ul class="gallery-palette">\n{}\n</ul>').format(items)


def _contrast() -> str:
    parts: list[str | Markup] = []
    for theme, name in theme_names().items():
        pairs = contrast.check(theme)
        broken = sum(not pair.passes for pair in pairs)
        parts += [
            f"## {name}",
            f"{len(pairs)} measured, "
            + (f"**{broken} broken**." if broken else "all within their limits."),
            # Hundreds of rows for each theme: only the one you came for is laid out.
            Markup("<details{}>\n<summary>Every pair of {}</summary>\n{}\n</details>").format(
                Markup("") if theme and not broken else Markup(" open"),
                name,
                table(
                    f"Contrast, {name}",
                    ("Token", "Against", "Needs", *MODES.values()),
                    _contrast_rows(pairs),
                    "contrast",
                ),
            ),
        ]
    return _page(
        "Contrast",
        "You want to know whether a colour can be read. Each token says what it must be seen "
        "against and how well; a theme that breaks a pair is not built. Ratios are those of WCAG 2 "
        "(1.4.3, 1.4.6, 1.4.11), cut to two decimals, not rounded up.",
        *parts,
        wide=True,
    )


def _contrast_rows(pairs: list[contrast.Pair]) -> Iterator[list[str]]:
    rows: dict[tuple[str, str], list[contrast.Pair]] = {}
    for pair in pairs:
        rows.setdefault((pair.token, pair.against), []).append(pair)
    for (token, against), modes in rows.items():
        first = modes[0]
        limit = f"{first.least:g}"
        if first.greatest != float("inf"):
            limit += f" to {first.greatest:g}"
        yield [
            inline_code(token.removeprefix("color.")),
            inline_code(against.removeprefix("color.")),
            limit,
            *map(_ratio_cell, modes),
        ]


def _ratio_cell(pair: contrast.Pair) -> Markup:
    ratio = f"{int(pair.ratio * 100) / 100:.2f}"
    return Markup(
        '<span class="gallery-ratio" data-passes="{}">'
        '<svg class="gallery-swatch" viewBox="0 0 40 24" aria-hidden="true" focusable="false">'
        '<rect width="40" height="24" rx="5" fill="{}"/>'
        '<path d="M13 18l4.500-12h5L27 18h-3l-1-3h-6l-1 3zm4.700-5.400h4.600L20 6.500z" fill="{}"/>'
        "</svg>{} <span>{}</span></span>"
    ).format(
        "yes" if pair.passes else "no",
        pair.colors[1],
        pair.colors[0],
        ratio,
        "passes" if pair.passes else "fails",
    )


def _listing(start: str, kind: str, sample: str = "") -> Markup:
    """List the tokens of a group, each with a sample that wears its class."""
    items = Markup("\n").join(
        Markup(
            '<li id="{0}"><div class="gallery-sample gallery-sample--{0}">{1}</div>'
            '<div class="gallery-about">{2}<span>{3}</span><small>{4}</small></div></li>'
        ).format(_id(t.path), sample, inline_code(t.path), _value(t), t.description)
        for t in _tokens(None).values()
        if t.path.startswith(f"{start}.") or t.path == start
    )
    return Markup('<ul class="gallery-samples gallery-samples--{}">\n{}\n</ul>').format(kind, items)


def _value(token: tokens.Token) -> str:
    if token.narrow is not None:
        wide, narrow = token.values["light"], token.narrow
        px = [f"{v['value'] * (tokens.REM if v['unit'] == 'rem' else 1):g}" for v in (narrow, wide)]
        return f"{px[0]} px at 320 px, {px[1]} px at 1440 px"
    value = token.values["light"]
    if token.type == "dimension" and value["unit"] == "rem":
        return f"{value['value']:g} rem, {value['value'] * tokens.REM:g} px"
    if token.type == "dimension":
        return f"{value['value']:g} px"
    return token.css()


def _type() -> str:
    return _page(
        "Type",
        "You have six sizes and three weights. Sizes grow evenly between a phone and a desktop, "
        "and with the text size that the reader has chosen.",
        "## Sizes",
        _listing("font.size", "type", "Näin varaat ajan lapsellesi"),
        "## Weights",
        _listing("font.weight", "type", "Näin varaat ajan lapsellesi"),
        "## Line height",
        _listing(
            "font.line-height",
            "lines",
            "Ansök om plats minst fyra månader innan barnet börjar. Om du plötsligt får arbete "
            "eller en studieplats räcker två veckor.",
        ),
        "## Letter space",
        _listing("font.tracking", "type", "Varhaiskasvatus"),
        "## Faces",
        _listing("font.family", "type", "Åbo, Ähtäri, Överby 0123456789"),
    )


def _space() -> str:
    return _page(
        "Space and size",
        "You take every distance from one scale on four pixels. Inside a group it is tighter than "
        "between groups, so that what belongs together is seen together.",
        "## Space",
        _listing("space", "bars"),
        "## Size",
        "A control is 48 px high, and whatever can be pressed has at least 44 by 44 px.",
        _listing("size", "bars"),
    )


def _shape() -> str:
    return _page(
        "Shape",
        "You recognise a city at its edges: the lower edge of a section, the corner of a card, the "
        "depth of a shadow.",
        "## Edges",
        "A theme names one of these drawings in `edge.size`. It is drawn below a hero and above "
        "the footer.",
        _edges(),
        "## Radii",
        _listing("radius", "boxes"),
        "## Border widths",
        _listing("border.width", "boxes"),
        "## Shadows",
        _listing("shadow", "boxes"),
        "## Motion",
        "Nothing needs motion to be understood; who asks for less gets none.",
        _listing("motion", "plain"),
    )


def _icons() -> str:
    items = Markup("\n").join(
        Markup('<li id="icon-{0}">{1}<div class="gallery-about">{2}</div></li>').format(
            name, icon(name), inline_code(name)
        )
        for name in icon_names()
    )
    return _page(
        "Icons",
        "You want a drawing beside some words. Give its name to "
        "[the icon](../components/icon.md), or to a parameter of the type `Icon`.",
        Markup('<ul class="gallery-samples gallery-samples--icons">\n{}\n</ul>').format(items),
    )


_EDGES = {
    "arch": "A row of wide, round arches",
    "peak": "A row of small, sharp peaks",
    "pulse": "A straight line with a round dip now and then",
    "step": "Even steps, down and up again",
    "straight": "A straight line",
    "tide": "Long, slanted waves",
    "wave": "Even, round waves",
}


def _edges() -> Markup:
    by_shape: dict[str, list[str]] = {shape: [] for shape in tokens.shapes()}
    for theme, name in theme_names().items():
        if shape := _tokens(theme)["edge.size"].shape:
            by_shape[shape].append(name)
    items = Markup("\n").join(
        Markup(
            '<li><div class="gallery-edge gallery-edge--{0}" role="img" aria-label="{2}"></div>'
            '<div class="gallery-about"><code>{0}</code><small>{1}</small></div></li>'
        ).format(shape, ", ".join(names) or "No theme yet", _EDGES[shape])
        for shape, names in by_shape.items()
    )
    return Markup(
        '<ul class="gallery-samples gallery-samples--edges" id="edge-size">\n{}\n</ul>'
    ).format(items)


#: Examples that show most colours at once, as far as they are there.
_SHOWN = (
    "button/default",
    "text-input/with-error",
    "radios/default",
    "notification/default",
    "time-slots/default",
    "header/default",
    "footer/default",
)


def _try() -> str:
    from citydesign.examples import all_examples

    known = {example.id: example for example in all_examples()}
    frames = Markup("\n").join(
        frame(f"../../previews/{name}.en.html", f"Example: {known[name].caption}")
        for name in _SHOWN
        if name in known
    )
    return _page(
        "Try your colours",
        "You have a city's colours and want to see them in use. Change a meaning and every frame "
        "follows at once; a pair that can no longer be read is named, with the nearest colour that "
        "can. When you are done, copy the theme into `tokens/themes/<city>.tokens.json`.",
        Markup(
            '<div class="gallery-workbench" data-workbench="../../assets/tokens.json">\n'
            '<div class="gallery-workbench__controls" data-controls>'
            "<p>This page needs scripts.</p></div>\n"
            '<div class="gallery-workbench__frames">\n{}\n</div>\n</div>'
        ).format(frames),
        wide=True,
    )


def data_json() -> str:
    """Write `data` as JSON."""
    return json.dumps(data(), separators=(",", ":"))
