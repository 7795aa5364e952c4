"""A folder for people: what was found, with a picture of each fault. It passes its own checks."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined

from citydesign.assets import asset_url, assets_path
from citydesign.audit.verdict.finding import criterion_title

if TYPE_CHECKING:
    from citydesign.audit.verdict.finding import Finding
    from citydesign.audit.verdict.report import Report

__all__ = ["MARKER", "html"]

#: A file by which a folder is known as a report of ours, which may be written again.
MARKER = "citydesign-audit.css"

_IMAGE = re.compile(r"url\(([^)]+)\)")


def html(report: Report, folder: Path) -> None:
    """Write ``index.html`` with its style sheets and pictures; needs no server and no script.

    Args:
        report: What to write.
        folder: Where; an earlier report in it is replaced.

    Raises:
        OSError: when the folder can't be written.
    """
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "pictures").mkdir(parents=True)
    here = files("citydesign.audit.verdict.formats")
    (folder / MARKER).write_text((here / "report.css").read_text("utf-8"), "utf-8")
    sheet = _style(folder)
    pages: list[dict[str, Any]] = []
    for page in report.pages:
        rows = [
            {"fault": fault, "times": times, "picture": _picture(folder, page.pictures.get(fault))}
            for fault, times in page.faults.items()
        ]
        pages.append({"result": page, "rows": rows})
    env = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    env.filters["title"] = criterion_title
    template = env.from_string((here / "report.html").read_text("utf-8"))
    text = template.render(report=report, pages=pages, sheet=sheet, kinds=_kinds(report))
    (folder / "index.html").write_text(text, "utf-8")


def _kinds(report: Report) -> list[tuple[str, str, int]]:
    """Criterion, level and number of its faults, the most first."""

    def kind(fault: Finding) -> tuple[str, str]:
        return criterion_title(fault.criterion), fault.level

    counted = Counter(map(kind, report.faults))
    return [(title, level, number) for (title, level), number in counted.most_common()]


def _picture(folder: Path, png: bytes | None) -> str:
    if png is None:
        return ""
    name = f"pictures/{hashlib.sha256(png).hexdigest()[:16]}.png"
    (folder / name).write_bytes(png)
    return name


def _style(folder: Path) -> str:
    """Copy the style sheet and its images. No integrity: a browser can't check it from a folder."""
    source = assets_path()
    name = asset_url("citydesign.css").rpartition("/")[2]
    text = (source / name).read_text("utf-8")
    for image in {name, *_IMAGE.findall(text)}:
        shutil.copyfile(source / image, folder / image)
    return name
