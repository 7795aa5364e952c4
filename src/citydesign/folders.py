"""Writing a folder whole or not at all."""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from citydesign.errors import BuildError

#: What a rename answers when another process was in between.
_BETWEEN = (errno.ENOENT, errno.EEXIST, errno.ENOTEMPTY)


@contextmanager
def whole_folder(out: Path, mark: str) -> Iterator[Path]:
    """Give an empty folder beside `out` that takes its place if the block ends well.

    Nobody finds half of it, and after an error `out` is as it was. Other processes may write the
    same folder: one that holds the same files already is left alone.

    Args:
        out: The folder to write; folders above it are made.
        mark: A file by which a folder that we wrote is known; any other is not replaced.

    Raises:
        BuildError: `out` is a file, or holds something else; before the block is run.
        OSError: It can't be written.
    """
    if _is_anothers(out, mark):
        raise BuildError(f"{out}: holds something else; name an empty folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        draft = made / out.name
        draft.mkdir()
        yield draft
        _put(draft, out, made)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _is_anothers(out: Path, mark: str) -> bool:
    while True:
        try:
            looked_at = out.stat().st_ino
            found = {path.name for path in out.iterdir()}
            if not found or mark in found:
                return False
            # Another process may have taken the folder away meanwhile, to delete it.
            if out.stat().st_ino == looked_at:
                return True
        except FileNotFoundError:
            return False
        except NotADirectoryError:
            return out.exists()  # Else a folder above it is a file, which making it will say.


def _put(draft: Path, out: Path, made: Path) -> None:
    # Whoever comes later finds it done, and tries again if the folder came or went between two
    # steps.
    for attempt in range(20):
        if _same(draft, out):
            return
        try:
            if out.exists():
                out.rename(made / f"old-{attempt}")
            draft.rename(out)
            return
        except OSError as error:
            if error.errno not in _BETWEEN:
                raise
    raise OSError(errno.EBUSY, "another process keeps writing it", str(out))


def _same(one: Path, other: Path) -> bool:
    try:
        files = _files(one)
        return files == _files(other) and all(
            (one / name).read_bytes() == (other / name).read_bytes() for name in files
        )
    except OSError:
        return False


def _files(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
