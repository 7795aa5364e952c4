"""Where tests keep their files: `scripts/in-memory` runs a command and leaves nothing behind."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts/in-memory"
MEMORY = Path("/dev/shm")
ROOM = (
    "#!/bin/sh\necho Filesystem 1024-blocks Used Available Capacity Mounted\necho shm 0 0 {} 0% /\n"
)


def run(tmp_path, room, command):
    """Run a shell command on a machine that has so much room in memory, in kB."""
    df = tmp_path / "df"
    df.write_text(ROOM.format(room), "utf-8")
    df.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [SCRIPT, "sh", "-c", command],
        env=os.environ | {"PATH": path, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )


def plenty():
    """Whether this machine has room in memory, and may run programs there."""
    try:
        lines = Path("/proc/meminfo").read_text("utf-8").splitlines()
    except OSError:
        return False
    free = dict(line.split(":") for line in lines)["MemAvailable"].split()[0]
    return os.access(MEMORY, os.W_OK) and int(free) > 5_000_000


@pytest.mark.skipif(not plenty(), reason="there is no room in memory here")
def test_files_lie_in_memory_and_are_gone_afterwards(tmp_path):
    ran = run(tmp_path, 9_000_000, 'touch "$TMPDIR/left"; echo "$TMPDIR"; exit 7')
    folder = Path(ran.stdout.strip())
    assert (ran.returncode, ran.stderr) == (7, "")
    assert folder.parent == MEMORY
    assert not folder.exists()


@pytest.mark.skipif(not plenty(), reason="there is no room in memory here")
def test_the_user_of_a_database_gets_to_its_files(tmp_path):
    ran = run(tmp_path, 9_000_000, 'stat -c %a "$TMPDIR"')
    assert ran.stdout.strip() == "711"


@pytest.mark.parametrize("room", [4_000_000, 0, "-"])
def test_where_memory_is_short_files_lie_on_the_disk(tmp_path, room):
    ran = run(tmp_path, room, 'echo "$TMPDIR"; exit 7')
    assert (ran.returncode, ran.stdout.strip(), ran.stderr) == (7, str(tmp_path), "")
