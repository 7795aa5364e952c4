"""Where components and tokens are."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
if not _PACKAGE.is_dir():
    raise ImportError(
        f"{_PACKAGE}: citydesign can't run from a zip file, because hosts serve its files from a "
        "folder; install the wheel with pip"
    )
#: True in a checkout or editable install, where components are beside `src/`.
IN_CHECKOUT = not (_PACKAGE / "components").is_dir()
_ROOT = _PACKAGE.parents[1] if IN_CHECKOUT else _PACKAGE

COMPONENTS = _ROOT / "components"
TOKENS = _ROOT / "tokens"
#: What a build writes: inside the wheel it is shipped, in a checkout it is made at first use.
BUILD = _ROOT / "build" if IN_CHECKOUT else _PACKAGE / "dist"
