"""A PostgreSQL cluster of our own: started in a temporary folder, stopped at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import psycopg

WHERE = (
    "No PostgreSQL server found: looked in /usr/lib/postgresql/*/bin and on PATH. "
    "Install it (Debian: apt install postgresql) or these tests prove SQLite only."
)


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`, newest version first."""
    found = sorted(
        (p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        key=lambda p: float(p.parent.name),
        reverse=True,
    )
    if found:
        return found[0]
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Cluster:
    """Starts at once; `stop()` ends it and removes its folder.

    Listens on a Unix socket in its own folder only, so two runs never meet on a port.
    """

    def __init__(self, *, fsync: bool = False, connections: int = 300) -> None:
        where = binaries()
        if where is None:
            raise RuntimeError(WHERE)
        self._bin = where
        self._user = "postgres" if os.geteuid() == 0 else None
        # A socket path may have 107 bytes at most: a short folder name, not pytest's.
        self.folder = Path(tempfile.mkdtemp(prefix="cdpg-"))
        self._options = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' "
            f"-c max_connections={connections} -c shared_buffers=64MB "
            f"-c fsync={'on' if fsync else 'off'} "
            f"-c full_page_writes={'on' if fsync else 'off'} -c timezone=UTC"
        )
        if self._user:
            shutil.chown(self.folder, self._user, self._user)
        try:
            self._run(
                "initdb", "-D", str(self.data), "-A", "trust", "-U", "citydesign",
                "-E", "UTF8", "--locale=C", "--no-sync",
            )  # fmt: skip
            self.start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.data), "-l", log, "-w", "-o", self._options, "start")

    def halt(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop")

    def stop(self) -> None:
        try:
            if (self.data / "postmaster.pid").exists():
                self.halt()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def database(self, template: str = "template1") -> str:
        """Create an empty database (or a copy of `template`) and return its URL."""
        name = f"t{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, url: str) -> None:
        name = url.split("/")[3].split("?")[0]
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def dsn(self, name: str) -> str:
        return f"host={self.folder} user=citydesign dbname={name}"

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://citydesign@/{name}?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        # pg_ctl hands its own output to the server it starts: a pipe would never close.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [str(self._bin / program), *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                user=self._user,
                check=False,
                timeout=120,
            )
            if done.returncode:
                output.seek(0)
                text = output.read().decode(errors="replace")
                raise RuntimeError(f"{program} failed with {done.returncode}: {text[-2000:]}")
