"""Pages on which the city's staff handle what residents sent, ready to use.

`Inbox` answers a `Request` of somebody who is signed in. `citydesign.flask`, `citydesign.django`
and `citydesign.starlette` connect it.
"""

from citydesign.forms.inbox.inbox import Inbox

__all__ = ["Inbox"]
