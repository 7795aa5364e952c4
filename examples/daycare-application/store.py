"""Applications that were sent, each once."""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

#: Letters and digits that are not mistaken for each other, read aloud or on paper.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Store:
    """Applications in an SQLite file."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        with self._write() as database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS application ("
                "key TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, answers TEXT NOT NULL)"
            )

    def send(self, key: str, answers: dict[str, object]) -> tuple[str, bool]:
        """Keep an application under the key of its page, unless that was sent before.

        Returns:
            Its reference, and whether these very answers are what is kept.
        """
        text = json.dumps(answers, ensure_ascii=False, sort_keys=True)
        reference = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(2))
        with self._write() as database:
            database.execute(
                "INSERT INTO application VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING",
                (key, reference, text),
            )
            kept = database.execute(
                "SELECT reference, answers FROM application WHERE key = ?", (key,)
            ).fetchone()
        return kept[0], kept[1] == text

    def knows(self, reference: str) -> bool:
        """True if such an application was sent."""
        with closing(sqlite3.connect(self.path)) as database:
            query = "SELECT 1 FROM application WHERE reference = ?"
            return database.execute(query, (reference,)).fetchone() is not None

    def count(self) -> int:
        """How many were sent."""
        with closing(sqlite3.connect(self.path)) as database:
            return database.execute("SELECT count(*) FROM application").fetchone()[0]

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=10, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
                database.execute("COMMIT")
            except BaseException:
                database.execute("ROLLBACK")
                raise
