"""Where tests keep their files: `scripts/in-memory` runs a command and leaves nothing behind."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts/in-memory"
MEMORY = Path("/dev/shm")
DF = (
    "#!/bin/sh\necho Filesystem 1024-blocks Used Available Capacity Mounted\necho shm 0 0 {} 0% /\n"
)
#: How much memory is free changes from one moment to the next, and is no matter of these tests.
AWK = '#!/bin/sh\ncase "$*" in *MemAvailable*) echo {};; *) exec {} "$@";; esac\n'


def run(tmp_path, room, free, command):
    """Run a shell command on a machine with so much room in memory and memory free, in kB."""
    programs = {"df": DF.format(room), "awk": AWK.format(free, shutil.which("awk"))}
    for name, text in programs.items():
        program = tmp_path / name
        program.write_text(text, "utf-8")
        program.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [SCRIPT, "sh", "-c", command],
        env=os.environ | {"PATH": path, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )


def runs_programs():
    """Whether there is such a place on this machine, and programs may run there."""
    return os.access(MEMORY, os.W_OK) and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC


@pytest.mark.skipif(not runs_programs(), reason="no program may run in memory here")
def test_files_lie_in_memory_and_are_gone_afterwards(tmp_path):
    ran = run(tmp_path, 9_000_000, 9_000_000, 'touch "$TMPDIR/left"; echo "$TMPDIR"; exit 7')
    folder = Path(ran.stdout.strip())
    assert (ran.returncode, ran.stderr) == (7, "")
    assert folder.parent == MEMORY
    assert not folder.exists()


@pytest.mark.skipif(not runs_programs(), reason="no program may run in memory here")
def test_the_user_of_a_database_gets_to_its_files(tmp_path):
    ran = run(tmp_path, 9_000_000, 9_000_000, 'stat -c %a "$TMPDIR"')
    assert ran.stdout.strip() == "711"


@pytest.mark.parametrize(
    ("room", "free"),
    [(4_000_000, 9_000_000), (0, 9_000_000), ("-", 9_000_000), (9_000_000, 4_000_000)],
)
def test_where_memory_is_short_files_lie_on_the_disk(tmp_path, room, free):
    ran = run(tmp_path, room, free, 'echo "$TMPDIR"; exit 7')
    assert (ran.returncode, ran.stdout.strip(), ran.stderr) == (7, str(tmp_path), "")
