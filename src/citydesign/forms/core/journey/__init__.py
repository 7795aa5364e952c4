"""A form of several pages, as pure values: what is asked, what was answered, what comes next."""

from citydesign.forms.core.journey.declaration import read
from citydesign.forms.core.journey.faults import Fault, faults
from citydesign.forms.core.journey.journey import FIRST, Journey
from citydesign.forms.core.journey.kept import Kept
from citydesign.forms.core.journey.page import Group, Page, Place, Section, Stop
from citydesign.forms.core.journey.way import CHECK, TASKS, Way

__all__ = [
    "CHECK",
    "FIRST",
    "TASKS",
    "Fault",
    "Group",
    "Journey",
    "Kept",
    "Page",
    "Place",
    "Section",
    "Stop",
    "Way",
    "faults",
    "read",
]
