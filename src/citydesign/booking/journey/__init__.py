"""The pages of a booking, on any provider: service, place, time, details, receipt, cancelling.

Where the provider can do more, so can they: hold a time, give more of it, move, wait, go into a
calendar. `Journey` is a pure function from a `Request` to a `Page`, a `Redirect` or a `File`. It
knows no web framework and keeps nothing: what is chosen is in the address and in the form, and what
is booked or held is asked of the provider. `citydesign.flask`, `citydesign.django` and
`citydesign.starlette` connect it.
"""

from citydesign.booking.journey.journey import Journey
from citydesign.booking.journey.visitors import COOKIE
from citydesign.exchange import Answer, File, Page, Redirect, Request

__all__ = ["COOKIE", "Answer", "File", "Journey", "Page", "Redirect", "Request"]
