"""The components as typed Python calls: `ui.departures("Harbour", departures)`."""

from citydesign.calls import Calls

_calls = Calls("rantakyla")
__getattr__, __dir__ = _calls.__getattr__, _calls.__dir__
