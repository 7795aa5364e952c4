"""What an audit is pointed at: a URL, a sitemap, a folder, one file, an example of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from citydesign.audit.pages.inert import inert
from citydesign.audit.pages.sitemap import is_sitemap, locations
from citydesign.audit.pages.subject import Subject
from citydesign.audit.pages.subjects import (
    THEMES,
    TOGETHER,
    assembled,
    in_themes,
    subject_of,
    subjects,
)
from citydesign.contracts import all_components, component
from citydesign.errors import nearest
from citydesign.examples import examples_of
from citydesign.library import LIBRARY, Library
from citydesign.paths import TOKENS

__all__ = ["Target", "TargetError", "examples", "pages", "pages_of"]

PAGES = {".html", ".htm"}


class TargetError(ValueError):
    """A target that names nothing to look at."""


@dataclass(frozen=True)
class Target:
    """One page to look at, as plain data that another process can be given.

    ``url`` is set for a page of a server, ``file`` and ``root`` for one of a folder, ``example``
    too for an example of the components of ``library``; ``among`` holds the ids of examples that
    are judged on one page. ``problem`` says why it can't be looked at, if so. ``apart`` says that
    the page on which an example is judged with others is a target too.
    """

    group: str
    name: str
    url: str = ""
    file: Path | None = None
    root: Path = field(default_factory=Path)
    example: str = ""
    problem: str = ""
    library: Library = LIBRARY
    apart: bool = False
    among: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """Name of the page in every report."""
        return inert(f"{self.group}/{self.name}")

    @property
    def address(self) -> str:
        """The URL, or the path of the file."""
        if self.file is None:
            return self.url
        path, here = self.file.absolute(), Path.cwd()
        return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()

    def subject(self) -> Subject:
        """What the stage opens."""
        if self.among:
            parts = [_subject(one, self.library) for one in self.among]
            return (in_themes if self.group == THEMES else assembled)(self.name, parts)
        if self.example:
            return replace(_subject(self.example, self.library), apart=self.apart)
        if self.file is None:
            return Subject(self.group, self.name, url=self.url, locales=("",))
        file = self.file
        return Subject(
            self.group,
            self.name,
            html=lambda _: _text(file),
            locales=("",),
            assets=self.root,
            assets_url="",
            policy="",
            path=file.relative_to(self.root).as_posix(),
        )


def pages(targets: Sequence[str]) -> list[Target]:
    """The pages that targets name, each once.

    Raises:
        TargetError: when a target names nothing that is there, or two files have one name.
        SitemapError: when a sitemap can't be read.
    """
    found: dict[str, Target] = {}
    for name in targets:
        for target in pages_of(name):
            other = found.setdefault(target.page, target)
            if target.file and other.file and not target.file.samefile(other.file):
                raise TargetError(
                    f"{other.file} and {target.file} are both called {target.page}: audit their "
                    "folders one after the other"
                )
    return list(found.values())


def pages_of(target: str) -> Iterator[Target]:
    """The pages that one target names.

    Args:
        target: A URL of a page, a URL or path of a sitemap, a folder of HTML files, or one file.

    Raises:
        TargetError: when there is no such thing, or no page in it.
        SitemapError: when a sitemap can't be read.
    """
    remote = bool(re.match(r"https?://", target))
    path = Path(target)
    if is_sitemap(target) and (remote or path.is_file()):
        yield from _of_sitemap(target)
    elif remote:
        yield _of_url(target)
    elif path.is_dir():
        files = sorted(file for file in path.rglob("*") if _is_page(file))
        if not files:
            raise TargetError(f"{target}: no .html file in this folder")
        yield from (_of_file(file, path) for file in files)
    elif _is_page(path):
        yield _of_file(path, path.parent)
    elif path.is_file():
        raise TargetError(f"{target}: neither an .html file nor a sitemap")
    else:
        raise TargetError(f"{target}: neither a URL nor a file or folder that is there")


def examples(names: Iterable[str] = (), library: Library = LIBRARY) -> list[Target]:
    """The examples of the components here, and the pages on which several are judged together.

    Of the components of the packs, or of ours where there is no pack.

    Args:
        names: Components, ``component/example``, ``together`` or ``themes``; all when empty.
        library: The components there are.

    Raises:
        TargetError: when a name is none.
    """
    here = {
        one.id: one
        for one in all_components(library)
        if not library.packs or one.pack in library.packs
    }
    ids = [example.id for one in here.values() for example in examples_of(one)]
    wanted = set(names)
    known = [*ids, *here, TOGETHER, THEMES]
    for name in wanted:
        if name not in known:
            raise TargetError(f"no component or example {name!r}{nearest(name, known)}")
    return [_of_example(one, library) for one in subjects(sorted(wanted) or [*here], library)]


def _subject(example: str, library: Library) -> Subject:
    folder, _, name = example.rpartition("/")
    known = {one.name: one for one in examples_of(component(folder, library))}
    return subject_of(known[name], library=library)


def _of_example(subject: Subject, library: Library) -> Target:
    folder, file = TOKENS, TOKENS / "themes"
    if subject.component != THEMES:
        # Where many are together, the first says where.
        first = (*subject.parts, subject)[0]
        assert first.folder is not None
        folder = first.folder
        file = folder / f"examples/{first.example}.html"
    return Target(
        subject.component,
        subject.example,
        file=file,
        root=folder,
        example=f"{subject.component}/{subject.example}",
        library=library,
        apart=subject.apart,
        among=tuple(f"{part.component}/{part.example}" for part in subject.parts),
    )


def _of_sitemap(sitemap: str) -> Iterator[Target]:
    home = _site(sitemap)
    for address in locations(sitemap):
        if not address.startswith(("http://", "https://")):
            raise TargetError(f"{sitemap}: {address} is no URL")
        target = _of_url(address)
        if home and _site(address) != home:
            # A copy for trying things often lists the pages of the real site.
            why = f"{address} is on another site than its sitemap: name it as a target of its own"
            target = Target(target.group, target.name, target.url, problem=why)
        yield target


def _site(address: str) -> str:
    """The host of a URL, and its port unless that is the usual one; empty for a path."""
    parts = urlsplit(address)
    usual = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return parts.netloc.lower().removesuffix(usual)


def _of_url(address: str) -> Target:
    address = urldefrag(address).url
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    host = parts.netloc.rpartition("@")[2]
    return Target(host, (parts.path.strip("/") or "/") + query, url=address)


def _is_page(file: Path) -> bool:
    return file.suffix.lower() in PAGES and file.is_file()


def _of_file(file: Path, root: Path) -> Target:
    return Target(root.resolve().name, file.relative_to(root).as_posix(), file=file, root=root)


def _text(file: Path) -> str:
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1252", "replace")
