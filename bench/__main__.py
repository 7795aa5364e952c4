"""Run every benchmark of this folder, or those that are named: `python -m bench rendering`."""

import runpy
import sys
from pathlib import Path

here = Path(__file__).parent
names = sys.argv[1:] or sorted(p.stem for p in here.glob("*.py") if not p.stem.startswith("_"))
sys.argv = sys.argv[:1]
for name in names:
    print(f"\n== {name}", flush=True)
    runpy.run_path(str(here / f"{name}.py"), run_name="__main__")
