"""Our components and those of another city: what is derived from ours is derived from theirs."""

from pathlib import Path

from citydesign import packs
from citydesign.library import Library

#: The pack of the examples.
RANTAKYLA = Path(__file__).parents[1] / "examples" / "component-pack" / "rantakyla"
EVERYTHING = Library(packs=(packs.at(RANTAKYLA),))
