"""A form of several pages, ready to use: from the first question to the receipt.

`Flow` is a pure function from a `Request` to a `Page` or a `Redirect`: what it must remember is in
its `Store`. `citydesign.flask`, `citydesign.django` and `citydesign.starlette` connect it.
"""

from citydesign.forms.core.journey import Group, Journey, Page, Section, Stop
from citydesign.forms.journey.binding import all_faults
from citydesign.forms.journey.copies import copies
from citydesign.forms.journey.file import read_journey
from citydesign.forms.journey.flow import Flow
from citydesign.forms.journey.memory import MemoryStore
from citydesign.forms.journey.port import Store, Submission, Visit

__all__ = [
    "Flow",
    "Group",
    "Journey",
    "MemoryStore",
    "Page",
    "Section",
    "Stop",
    "Store",
    "Submission",
    "Visit",
    "all_faults",
    "copies",
    "read_journey",
]
