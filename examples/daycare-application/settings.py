"""What the service reads from its environment, and what every part of it shares."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

from citydesign.form_limits import FormLimits
from citydesign.locale import read_texts

HERE = Path(__file__).parent
LANGUAGES = ["fi", "sv", "en"]
TEXTS = read_texts(HERE / "texts.toml")
ZONE = ZoneInfo("Europe/Helsinki")

#: What the templates read of a page that says nothing else.
DEFAULTS = {"failed": False, "form_id": None}
#: A form may hold so many bytes of files.
LIMITS = FormLimits(files=60_000_000)

#: Whether residents' cookies travel without HTTPS, and anybody may be anyone of the staff.
DEBUG = os.environ.get("DEBUG") == "1"
#: Where the service is, as letters say it.
ORIGIN = os.environ.get("ORIGIN", "http://localhost:5000")
#: Where answers, files and the key are kept: out of reach of a web server.
FOLDER = Path(os.environ.get("FOLDER", HERE.parents[1] / "build" / "daycare"))
FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
DATABASE = os.environ.get("DATABASE", f"sqlite:///{FOLDER / 'forms.sqlite3'}")


def key() -> bytes:
    """The secret of the service; made when it starts for the first time."""
    path = FOLDER / "key"
    if not path.exists():
        made = FOLDER / f"key-{os.getpid()}"
        made.touch(0o600)
        made.write_bytes(secrets.token_bytes(32))
        # Of two that start at once, the second takes what the first has made.
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_bytes()
