"""What it costs to compile every style sheet, that of each theme included.

    python -m bench compiling

CPU time of one process: for all files into an empty folder, and for each theme by itself.
"""

import sys
import tempfile
import time
from pathlib import Path

from citydesign import assets, tokens


def compiled() -> tuple[float, int]:
    """Seconds of CPU to build all assets into an empty folder, and how many sheets there are."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        assets.build(Path(folder))
        return time.process_time() - start, len(list(Path(folder).glob("*.css")))


def themed() -> dict[str, float]:
    """Seconds of CPU to check and write the sheet of each theme."""
    taken = {}
    for theme in tokens.themes():
        start = time.process_time()
        assets.theme_css(theme)
        taken[theme] = time.process_time() - start
    return taken


def main() -> int:
    """Print both."""
    first, count = compiled()
    again, _ = compiled()
    print(f"all {count} sheets: {first:.2f} s of CPU, again in the same process {again:.2f} s")
    for theme, seconds in themed().items():
        print(f"  {theme}: {seconds:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
