"""`sitemap.xml`: each page that everybody may see, with its languages, for search engines."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import escape

from citydesign.errors import CityDesignError
from citydesign.navigation.core.node import Node
from citydesign.navigation.core.tree import Tree
from citydesign.navigation.menus import whole_address

#: What one file may hold, by the protocol of sitemaps.org 0.9.
MOST_ADDRESSES = 50_000
MOST_BYTES = 50 * 1024 * 1024

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_BEGIN = f'{_HEAD}<urlset xmlns="{_SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
_END = "</urlset>\n"
_ROOM = MOST_BYTES - len(_BEGIN) - len(_END)


def sitemap(tree: Tree) -> dict[str, str]:
    """Write the sitemap of a tree.

    Pages that need a sign-in or a role are left out, and those of other sites.

    Returns:
        The files by their names, all to be served from the root of the tree: `sitemap.xml` and,
        where one file would hold too much, `sitemap-1.xml` and so on, which it then names.

    Raises:
        CityDesignError: The tree has no `site`.
    """
    if tree.site is None:
        raise CityDesignError(
            "a sitemap needs whole addresses; give Tree(site='https://www.rantakyla.fi')"
        )
    files: list[list[str]] = [[]]
    size = 0
    for node in tree:
        for text in _addresses(node, tree.site) if not node.needs else ():
            length = len(text.encode())
            if len(files[-1]) == MOST_ADDRESSES or size + length > _ROOM:
                files.append([])
                size = 0
            files[-1].append(text)
            size += length
    sets = [f"{_BEGIN}{''.join(texts)}{_END}" for texts in files]
    if len(sets) == 1:
        return {"sitemap.xml": sets[0]}
    named = {f"sitemap-{number}.xml": text for number, text in enumerate(sets, 1)}
    entries = "".join(
        f"<sitemap><loc>{escape(f'{tree.site}/{name}')}</loc></sitemap>\n" for name in named
    )
    index = f'{_HEAD}<sitemapindex xmlns="{_SPACE}">\n{entries}</sitemapindex>\n'
    return {"sitemap.xml": index, **named}


def _addresses(node: Node, site: str) -> Iterator[str]:
    """An element for each address of a page, which names those of its other languages."""
    found = {tag: url for tag in node.entries if (url := whole_address(node, tag, site))}
    distinct = dict.fromkeys(found.values())
    others = ""
    if len(distinct) == len(found) > 1:
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{escape(tag)}" href="{escape(url)}"/>\n'
            for tag, url in found.items()
        )
    for url in distinct:
        yield f"<url>\n<loc>{escape(url)}</loc>\n{others}</url>\n"
