"""The pages of a booking, on any provider: service, place, time, details, receipt, cancelling.

`Journey` is a pure function from a `Request` to a `Page` or a `Redirect`. It knows no web framework
and keeps nothing: what is chosen is in the address and in the form, and what is booked is asked of
the provider. `citydesign.flask`, `citydesign.django` and `citydesign.starlette` connect it.
"""

from citydesign.booking.journey.journey import Journey
from citydesign.exchange import Answer, Page, Redirect, Request

__all__ = ["Answer", "Journey", "Page", "Redirect", "Request"]
