"""How the checks do on the W3C's ACT cases, beside axe alone: `make act CASES=folder`.

The folder holds ``cases.json`` and the pages; it is no part of this repository. A failed case is
found by a fault of one of its rule's A or AA criteria, and a sound one is accused by such a fault.
What needs a person is neither.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from typing import Any, ClassVar

from citydesign.audit.oracles import ORACLES
from citydesign.audit.oracles.axe.judge import criterion, raw
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.run.session import Session
from citydesign.audit.stage.stage import Stage
from citydesign.audit.stage.window import PageError
from citydesign.audit.verdict.finding import criterion_level

# Where the cases expect to be: some ask for files by their whole path.
HOME = "/WAI/content-assets/wcag-act-rules/"
#: What must hold: percent of the failed cases found, percent of the sound ones accused.
LEAST, MOST = 70.0, 2.0


@dataclass(frozen=True)
class Case:
    """One case: its rule, whether it is failed, its page, and the criteria that count for it."""

    rule: str
    name: str
    failed: bool
    file: str
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What was said of a case: the faults of its criteria, and why it was not looked at, if so."""

    file: str
    faults: tuple[str, ...]
    axe: tuple[str, ...]
    person: tuple[str, ...]
    unchecked: str = ""


def cases(folder: Path) -> list[Case]:
    """The cases whose rule says that a criterion of level A or AA is not met where it fails."""
    found = []
    for one in json.loads((folder / "cases.json").read_text("utf-8")):
        numbers = tuple(
            name.partition(":")[2]
            for name, kind in (one["requirements"] or {}).items()
            if name.startswith("wcag2") and kind == "conformance"
            and criterion_level(name.partition(":")[2]) in {"A", "AA"}
        )  # fmt: skip
        if numbers:
            failed = one["expected"] == "failed"
            found.append(Case(one["rule"], one["name"], failed, one["file"], numbers))
    return found


class _Handler(SimpleHTTPRequestHandler):
    extensions_map: ClassVar[dict[str, str]] = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
    }

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(HOME.rstrip("/")))

    def log_message(self, *arguments: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address below which the cases are, for the length of a ``with`` block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{HOME}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


_session: Session


def _begin() -> None:
    global _session
    _session = Session().__enter__()


def _look(case: Case, address: str) -> Outcome:
    """Look at one case, as `citydesign audit URL` would, and with axe alone."""
    subject = Subject("act", case.file, url=address + case.file, locales=("",))
    inspection = _session.inspect(subject, [o for o in ORACLES if not o.ours])
    told = [f for f in inspection.distinct if f.criterion in case.criteria]

    def alone(stage: Stage) -> list[dict[str, Any]]:
        stage.open(subject, Setting(locale=""))
        rows: list[dict[str, Any]] = raw(stage)["rows"]
        return rows

    try:
        rows = _session.run(alone)
    except PageError:
        rows = []
    unchecked = [f.saw for f in inspection.findings if f.criterion == "check"]
    return Outcome(
        case.file,
        tuple(f"{f.criterion} {f.oracle_id} {f.selector}: {f.saw}" for f in told if not f.person),
        tuple(
            f"{row['rule']} {row['selector']}"
            for row in rows
            if row["verdict"] == "fails" and criterion(row["tags"]) in case.criteria
        ),
        tuple(f"{f.criterion} {f.oracle_id} {f.selector}: {f.saw}" for f in told if f.person),
        unchecked[0] if unchecked else "",
    )


def _shares(of: list[Case], said: dict[str, tuple[str, ...]]) -> tuple[float, float]:
    failed = [case for case in of if case.failed]
    sound = [case for case in of if not case.failed]
    return (
        100 * sum(bool(said[case.file]) for case in failed) / max(1, len(failed)),
        100 * sum(bool(said[case.file]) for case in sound) / max(1, len(sound)),
    )


def _tell(title: str, of: list[Case], outcomes: dict[str, Outcome]) -> None:
    if not of:
        return
    rules = defaultdict(list)
    for case in of:
        rules[f"{case.rule} {case.name} ({', '.join(case.criteria)})"].append(case)
    print(f"\n{title}: {len(of)}")
    for rule, members in rules.items():
        print(f"  {rule}: {len(members)}")
        for case in members:
            outcome = outcomes[case.file]
            why = [*outcome.faults[:2], *(f"a person: {one}" for one in outcome.person[:2])]
            print(f"    {case.file}")
            for line in why:
                print(f"      {line}")


def main() -> int:
    """Look, print, and give 0 when both shares are as they must be."""
    parser = argparse.ArgumentParser(prog="make act", description=__doc__)
    parser.add_argument("folder", type=Path, help="the cases, with cases.json")
    parser.add_argument("--rule", action="append", help="only these rules")
    parser.add_argument("--shard", default="1/1", metavar="I/N", help="only the I-th of N parts")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes")
    parser.add_argument(
        "--keep", type=Path, metavar="FILE", help="add to the outcomes in this file, and tell all"
    )
    options = parser.parse_args()
    if not (options.folder / "cases.json").is_file():
        parser.error(
            f"{options.folder / 'cases.json'}: no such file. Name the folder that holds the cases: "
            "make act CASES=folder"
        )
    known = cases(options.folder)
    part, parts = map(int, options.shard.split("/"))
    wanted = [case for case in known if not options.rule or case.rule in options.rule]
    wanted = wanted[part - 1 :: parts]
    outcomes: dict[str, Outcome] = {}
    if options.keep and options.keep.exists():
        for row in json.loads(options.keep.read_text("utf-8")):
            outcomes[row["file"]] = Outcome(
                **{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
            )
    with (
        served(options.folder) as address,
        ProcessPoolExecutor(options.workers, get_context("spawn"), _begin) as pool,
    ):
        for outcome in pool.map(_look, wanted, [address] * len(wanted)):
            outcomes[outcome.file] = outcome
            print(".", end="", file=sys.stderr, flush=True)
            if options.keep:
                rows = [asdict(one) for one in outcomes.values()]
                options.keep.write_text(json.dumps(rows, indent=1), "utf-8")
    looked = [case for case in known if case.file in outcomes]
    found, accused = _shares(looked, {f: o.faults for f, o in outcomes.items()})
    axe_found, axe_accused = _shares(looked, {f: o.axe for f, o in outcomes.items()})
    said = {f: bool(o.faults) for f, o in outcomes.items()}
    _tell("Missed", [c for c in looked if c.failed and not said[c.file]], outcomes)
    _tell("Accused", [c for c in looked if not c.failed and said[c.file]], outcomes)
    for outcome in outcomes.values():
        if outcome.unchecked:
            print(f"\n{outcome.file}: {outcome.unchecked}")
    failed = sum(case.failed for case in looked)
    print(
        f"\n{failed} failed cases, {len(looked) - failed} sound ones, "
        f"of {len({case.rule for case in looked})} rules\n"
        f"found {found:.1f} %, accused {accused:.1f} %; "
        f"axe alone: found {axe_found:.1f} %, accused {axe_accused:.1f} %"
    )
    return 0 if found >= LEAST and accused <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
