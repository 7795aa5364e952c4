"""Where a resident comes back to after a choice."""

from __future__ import annotations

import re
from urllib.parse import quote

_PATH = re.compile(r"/(?!/)[^\x00-\x1f\x7f\\]*")
#: RFC 3986, section 2: what an address contains as it is. A `%` begins what is encoded already.
_KEPT = "!#$%&'()*+,/:;=?@[]~"


def back(sent: str | None, otherwise: str) -> str:
    """Give the address that was sent, if it is a path of this site, with other letters encoded.

    Args:
        sent: Path and query, as a form sent them; anybody may have written them. Frameworks give
            templates a decoded path: `/päiväkodit`.
        otherwise: Where to go instead.
    """
    if sent is None or not _PATH.fullmatch(sent):
        return otherwise
    return quote(sent, safe=_KEPT, errors="replace")
