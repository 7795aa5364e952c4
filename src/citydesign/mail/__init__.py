"""Letters that look like the city's pages, as HTML and as plain text made of the same parts.

`Stationery` knows no mail server: it makes the message, and the host sends it.
"""

from citydesign.mail.parts import Code, Facts, Letter, Link, Paragraph, Said
from citydesign.mail.stationery import Stationery

__all__ = ["Code", "Facts", "Letter", "Link", "Paragraph", "Said", "Stationery"]
