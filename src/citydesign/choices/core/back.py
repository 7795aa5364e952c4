"""Where a resident comes back to after a choice."""

from __future__ import annotations

import re

_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def back(sent: str | None, otherwise: str) -> str:
    """Give the address that was sent, if it is a path of this site.

    Args:
        sent: Path and query, as a form sent them; anybody may have written them.
        otherwise: Where to go instead.
    """
    return sent if sent is not None and _PATH.fullmatch(sent) else otherwise
