"""Pieces of HTML that the gallery's Markdown pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from citydesign.extras import extra


def code(text: str, language: str) -> Markup:
    """Colour source code; the classes are Pygments', the colours are in `gallery.css`."""
    with extra("docs", "the gallery"):
        from pygments import highlight
        from pygments.formatters import HtmlFormatter
        from pygments.lexers import get_lexer_by_name

    inner = highlight(text, get_lexer_by_name(language), HtmlFormatter(nowrap=True))
    return Markup('<pre class="gallery-code" tabindex="0"><code>{}</code></pre>').format(
        Markup(inner.rstrip("\n"))
    )


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], kind: str = ""
) -> Markup:
    """Lay out a table in a box that scrolls sideways, reached by keyboard.

    Args:
        caption: What the table shows; also the name of the box.
        heads: Heads of the columns.
        rows: Cells; the first of each row is its head. A `str` is escaped, `Markup` passes.
        kind: Suffix of its class name, for a layout of its own.
    """
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(text) for text in heads)
    body = Markup("\n").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0], Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row[1:])
        )
        for row in rows
    )
    modifier = f" gallery-table--{kind}" if kind else ""
    return Markup(
        '<div class="gallery-scroll" role="region" aria-label="{}" tabindex="0">\n'
        '<table class="gallery-table{}">\n<caption>{}</caption>\n'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>\n</div>"
    ).format(caption, modifier, caption, head, body)


def swatch(color: str) -> Markup:
    """Show a colour; an attribute of SVG, as a content security policy blocks inline styles."""
    return Markup(
        '<svg class="gallery-swatch" viewBox="0 0 40 24" aria-hidden="true" focusable="false">'
        '<rect width="40" height="24" rx="5" fill="{}"/></svg>'
    ).format(color)


def inline_code(text: str) -> Markup:
    """Mark a word of code."""
    return Markup("<code>{}</code>").format(text)


def frame(source: str, title: str) -> Markup:
    """Frame a page of the gallery's own; `gallery.js` fits its height and gives it the look."""
    return Markup(
        '<div class="gallery-frame"><iframe src="{}" title="{}" loading="lazy"></iframe></div>'
    ).format(source, title)
