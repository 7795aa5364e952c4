"""Several processes that look side by side, each at one page at a time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from citydesign.audit.pages.targets import Target
from citydesign.audit.run.looker import Looker, Options, unchecked
from citydesign.audit.verdict.report import PageResult

__all__ = ["WorkerError", "look"]


class WorkerError(RuntimeError):
    """A process could not begin: no browser, no axe-core, blind checks."""


def look(
    pages: Sequence[Target],
    options: Options,
    workers: int,
    told: Callable[[PageResult], None] = lambda result: None,
) -> tuple[list[PageResult], dict[str, str]]:
    """Look at pages in several processes.

    A process that dies takes one page with it, which is reported as not checked.

    Args:
        pages: What to look at.
        options: How.
        workers: Number of processes.
        told: Given each result as it comes.

    Returns:
        The results in the order of the pages, and the versions of what looked.

    Raises:
        WorkerError: when no process could begin.
    """
    context = multiprocessing.get_context("spawn")
    todo = list(reversed(pages))
    found: dict[str, PageResult] = {}
    busy: dict[Connection, Target | None] = {}
    processes: list[SpawnProcess] = []
    versions: dict[str, str] = {}
    trouble = ""

    def keep(result: PageResult) -> None:
        found[result.page] = result
        told(result)

    for _ in range(min(workers, len(pages))):
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, options), daemon=True)
        process.start()
        theirs.close()
        processes.append(process)
        busy[ours] = None
    try:
        while busy:
            for connection in _ready(busy):
                page = busy[connection]
                try:
                    kind, value = connection.recv()
                except (EOFError, OSError):
                    kind, value = "gone", "its process was ended"
                if kind == "begun":
                    versions = value
                elif kind == "page":
                    keep(value)
                else:
                    trouble = trouble or value
                    if page is not None:
                        keep(unchecked(page, value))
                    del busy[connection]
                    continue
                page = busy[connection] = todo.pop() if todo else None
                try:
                    connection.send(page)
                except OSError:
                    # It ended after its last page: another one takes the next.
                    trouble = trouble or "its process was ended"
                    todo += [page] if page else []
                    page = None
                if page is None:
                    del busy[connection]
    finally:
        for process in processes:
            process.join(10)
            if process.is_alive():
                process.terminate()
    if not versions and pages:
        raise WorkerError(trouble)
    for page in todo:
        keep(unchecked(page, f"no process was left to look at it: {trouble}"))
    return [found[page.page] for page in pages], versions


def _ready(busy: dict[Connection, Target | None]) -> Iterator[Connection]:
    for connection in wait(list(busy)):
        assert isinstance(connection, Connection)
        yield connection


def _serve(connection: Connection, options: Options) -> None:
    """What a worker does: look at each page that it is given, until there is none."""

    def tell(kind: str, value: Any) -> None:
        connection.send((kind, value))

    try:
        with Looker(options) as looker:
            tell("begun", looker.versions)
            while (page := connection.recv()) is not None:
                tell("page", looker.look(page))
    except EOFError:
        return
    except Exception as error:
        tell("gone", str(error) or type(error).__name__)
