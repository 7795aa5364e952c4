"""What the guides around the store and the pages show is what happens."""

import contextlib
import io
import os
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.booking.cluster import Cluster
from tests.booking.core.city import city

from citydesign.booking import Booking
from citydesign.booking.store import Store, booking_engine, migrate

BOOKING = Path(__file__).parents[2] / "docs" / "booking"
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.S | re.M)


@pytest.mark.parametrize(
    "name",
    [
        "from-free-times-to-the-page",
        "write-a-plan",
        "run-the-store",
        "replace-a-provider",
        "take-a-fee",
    ],
)
def test_the_code_of_a_guide_runs_and_prints_what_the_guide_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    guide = (BOOKING / f"{name}.md").read_text("utf-8")
    for path, text in re.findall(r"^```jinja\n\{# (\S+) #\}\n(.*?)^```$", guide, re.S | re.M):
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).write_text(text, "utf-8")
    names: dict[str, object] = {"__name__": "guide"}
    printed, compared = "", 0
    for kind, text in BLOCK.findall(guide):
        if "citydesign.django" in text:
            # Django's settings belong to the whole process: `test_journey_hosts` runs this.
            continue
        if kind == "python":
            assert not printed, f"{name} does not show what this prints: {printed}"
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(text, name, "exec"), names)
            printed = out.getvalue()
        else:
            assert printed == text
            printed, compared = "", compared + 1
    assert compared
    assert not printed
    if name == "replace-a-provider":
        page = names["app"].test_client().get("/appointments/").text  # type: ignore[attr-defined]
        assert "What is it about? – Rantakylä" in page
        with TestClient(names["site"]) as client:  # type: ignore[arg-type]
            assert "What is it about? – Rantakylä" in client.get("/appointments/").text


def test_a_backup_of_postgresql_is_restored_by_the_commands_of_the_guide(
    cluster: Cluster, migrated_template: str, tmp_path: Path
) -> None:
    guide = (BOOKING / "run-the-store.md").read_text("utf-8")
    dump, restore = re.findall(r"^```sh\n(.*?)^```$", guide, re.S | re.M)
    url, empty = cluster.database(migrated_template), cluster.database()
    now = datetime(2027, 3, 1, 6, 0, tzinfo=UTC)

    def run(command: str) -> None:
        names = {"DATABASE": url, "RESTORED": empty}
        plain = {name: value.replace("+psycopg", "") for name, value in names.items()}
        subprocess.run(["sh", "-ec", command], cwd=tmp_path, env=os.environ | plain, check=True)

    def store_in(address: str) -> Store:
        engine = booking_engine(address)
        migrate(engine)
        return Store(engine, city(), b"s" * 32, clock=lambda: now)

    store = store_in(url)
    slot = store.availability((now, now + timedelta(days=1)), "passport")[0]
    booking = store.book([slot], "person", "key", {"name": "Aino"})
    assert isinstance(booking, Booking)
    run(dump)
    store.engine.dispose()
    cluster.drop(url)
    run(restore)
    again = store_in(empty)
    assert again.booking(booking.id) == booking
    assert again.opened(store.token(booking)) == booking
    again.engine.dispose()
    cluster.drop(empty)
