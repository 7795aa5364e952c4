"""The oracles. A new one is a folder here: ``judge.py``, and a script if it asks the page."""

from citydesign.audit.oracles.catalogue import all_oracles, by_name

__all__ = ["ORACLES", "by_name"]

ORACLES = all_oracles()
