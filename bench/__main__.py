"""Run every benchmark of this folder, or those that are named: `python -m bench rendering`.

What follows the name of one goes to it: `python -m bench booking_store --databases postgresql`.
"""

import runpy
import sys
from itertools import takewhile
from pathlib import Path

here = Path(__file__).parent
every = sorted(path.stem for path in here.glob("*.py") if not path.stem.startswith("_"))
asked = sys.argv[1:]
named = list(takewhile(lambda word: not word.startswith("-"), asked))
options = asked[len(named) :]
wrong = sorted(set(named) - set(every))
if wrong:
    sys.exit(f"bench: no benchmark {wrong[0]!r}; there are {', '.join(every)}")
if options and len(named) != 1:
    sys.exit(f"bench: {options[0]} goes to one benchmark; name it before")
sys.argv = [sys.argv[0], *options]
for name in named or every:
    print(f"\n== {name}", flush=True)
    runpy.run_path(str(here / f"{name}.py"), run_name="__main__")
