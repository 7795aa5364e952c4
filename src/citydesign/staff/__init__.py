"""What pages of the city's own staff have in common: where one is, lists, and the log."""

from citydesign.staff.pretend import Pretend, not_allowed
from citydesign.staff.shell import Column, List, Shell, log

__all__ = ["Column", "List", "Pretend", "Shell", "log", "not_allowed"]
