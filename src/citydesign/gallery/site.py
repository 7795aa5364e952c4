"""The gallery as a folder: Markdown, preview pages and assets, then a site built from them."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from citydesign import assets
from citydesign.contracts import Component, all_components
from citydesign.errors import BuildError
from citydesign.examples import all_examples, page
from citydesign.extras import extra
from citydesign.folders import whole_folder
from citydesign.gallery import journey_flow, own_city
from citydesign.gallery.accessibility_pages import accessibility_pages
from citydesign.gallery.browser import FACE
from citydesign.gallery.checked import day
from citydesign.gallery.component_page import component_page, page_name, preview_path
from citydesign.gallery.results import Results, load
from citydesign.gallery.start_page import pictures
from citydesign.gallery.token_pages import data_json, samples, token_pages
from citydesign.library import GROUPS, LIBRARY, Library
from citydesign.locale import LOCALES, PSEUDO
from citydesign.paths import BUILD, COMPONENTS

Progress = Callable[[str], None]

_ROOT = COMPONENTS.parent
_MARK = ".citydesign-gallery"


def write(
    out: Path,
    progress: Progress = lambda text: None,
    results: Path = BUILD,
    library: Library = LIBRARY,
) -> Path:
    """Write everything that a builder of static sites needs, whole or not at all.

    Args:
        out: Folder to write. One that an earlier run wrote is replaced.
        progress: Called with one line for each step.
        results: Folder with what earlier runs found: `audit.json`, `mutants.json`.
        library: The components to show.

    Returns:
        The configuration for MkDocs, with `docs` beside it.

    Raises:
        CityDesignError: A component, example or token is wrong, or `out` holds something else.
    """
    config = _ROOT / "mkdocs.yml"
    if not config.exists():
        raise BuildError("the gallery is built from a checkout of the repository; there is none")
    try:
        with whole_folder(out, _MARK) as draft:
            docs = draft / "docs"
            shutil.copytree(_ROOT / "docs", docs)
            _write_assets(docs, progress, library)
            _write_previews(docs, progress, library)
            _write_pages(docs, progress, load(results), library)
            pictures(docs, progress)
            own_city.show(docs)
            journey_flow.show(docs, _ROOT)
            (draft / "mkdocs.yml").write_text(_config(config, docs, library), "utf-8")
            (draft / _MARK).touch()
    except OSError as error:
        raise BuildError(f"{error.filename or out}: can't be written: {error.strerror}") from None
    return out / "mkdocs.yml"


def build(
    out: Path,
    progress: Progress = lambda text: None,
    results: Path = BUILD,
    library: Library = LIBRARY,
) -> Path:
    """Write the gallery and build its site with MkDocs; the arguments are those of `write`.

    Returns:
        The folder to serve.

    Raises:
        CityDesignError: Something is wrong in the sources, or a link leads nowhere.
        MissingExtra: MkDocs is missing (extra `docs`).
    """
    # Material prints a notice about MkDocs 2, from which pyproject.toml keeps us.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    with extra("docs", "the gallery"):
        import material  # noqa: F401 - named by mkdocs.yml
        from mkdocs.commands.build import build as make
        from mkdocs.config import load_config
        from mkdocs.exceptions import MkDocsException

    config = write(out, progress, results, library)
    progress("building the site")
    faults = _Faults()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(faults)
    try:
        make(load_config(str(config)))
    except MkDocsException as error:
        raise BuildError(f"the gallery: {str(error).strip().splitlines()[0]}") from None
    finally:
        logger.removeHandler(faults)
    for text in faults.texts:
        progress(f"warning: {text}")
    site = out / "site"
    progress(f"written to {site}")
    return site


class _Faults(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def _write_assets(docs: Path, progress: Progress, library: Library) -> None:
    built = assets.assets_path()
    progress("copying styles and scripts")
    shutil.copytree(built, docs / "citydesign")
    for pack in library.packs:
        shutil.copytree(assets.folder_of(pack), docs / "citydesign" / pack.name)
    # The shell wears the same tokens; its configuration can't know the hash.
    for name in ("citydesign.css", f"face-{FACE}.css"):
        shutil.copyfile(built / assets.file_name(name), docs / "citydesign" / name)
    (docs / "assets" / "samples.css").write_text(samples(), "utf-8")
    (docs / "assets" / "tokens.json").write_text(data_json(), "utf-8")


def _write_previews(docs: Path, progress: Progress, library: Library) -> None:
    examples = all_examples(library)
    for number, example in enumerate(examples, 1):
        for locale in (*LOCALES, PSEUDO):
            path = docs / preview_path(example, locale)
            path.parent.mkdir(parents=True, exist_ok=True)
            html = page(
                example,
                locale=locale,
                face=FACE,
                assets_url="../../citydesign",
                library=library,
            )
            path.write_text(html, "utf-8")
        if number % 20 == 0 or number == len(examples):
            progress(f"previews: {number} of {len(examples)} examples")


def _write_pages(docs: Path, progress: Progress, results: Results, library: Library) -> None:
    components = all_components(library)
    folder = docs / "components"
    folder.mkdir(exist_ok=True)
    for component in components:
        text = component_page(component, results, library)
        (folder / f"{page_name(component)}.md").write_text(text, "utf-8")
    (folder / "index.md").write_text(_overview(library), "utf-8")
    (docs / "tokens").mkdir(exist_ok=True)
    for name, text in token_pages().items():
        (docs / "tokens" / f"{name}.md").write_text(text, "utf-8")
    for name, text in accessibility_pages(results).items():
        (docs / "accessibility" / name).write_text(text, "utf-8")
    when = day(results.report.when) if results.report else "none; `make test` writes one"
    progress(f"result of the checks: {when}")
    progress(f"pages: {len(components)} components")


def by_group(library: Library = LIBRARY) -> dict[str, list[Component]]:
    """Ours by the title of their group, in the order of `GROUPS`, then those of each pack."""
    groups: dict[str, list[Component]] = {name.title(): [] for name in GROUPS}
    groups |= {pack.name.title(): [] for pack in library.packs}
    for component in sorted(all_components(library), key=lambda c: c.title):
        ours = component.pack == library.base
        groups[(component.group if ours else component.pack.name).title()].append(component)
    return {name: some for name, some in groups.items() if some}


def _overview(library: Library) -> str:
    parts = [
        "# Components",
        f"{len(library.folders)} components, each a macro, a typed Python call, its styles, its "
        "guidance and its tests. All of them work without scripts.",
    ]
    for group, some in by_group(library).items():
        parts.append(f"## {group}")
        parts.append("\n".join(f"- [{c.title}]({page_name(c)}.md): {c.summary}" for c in some))
    return "\n\n".join(parts) + "\n"


def _config(path: Path, docs: Path, library: Library) -> str:
    """The configuration with the made pages in its navigation."""
    with extra("docs", "the gallery"):
        import yaml

    config: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    made: Mapping[str, Any] = {
        "components/": [
            "components/index.md",
            *(
                {group: [{c.title: f"components/{page_name(c)}.md"} for c in some]}
                for group, some in by_group(library).items()
            ),
        ],
        "tokens/": [f"tokens/{name}.md" for name in token_pages()],
    }
    config["nav"] = list(_filled(config["nav"], made, docs))
    config["docs_dir"] = "docs"
    config["site_dir"] = "site"
    text: str = yaml.safe_dump(config, sort_keys=False, allow_unicode=True)
    return text


def _filled(entries: list[Any], made: Mapping[str, Any], docs: Path) -> Any:
    for entry in entries:
        title, value = next(iter(entry.items())) if isinstance(entry, dict) else (None, entry)
        if isinstance(value, list):
            inner = list(_filled(value, made, docs))
            if inner:
                yield {title: inner}
        elif value in made:
            yield {title: made[value]}
        elif value.endswith("/"):
            files = sorted((docs / value).glob("*.md"), key=lambda p: (p.stem != "index", p.stem))
            if files:
                yield {title: [f"{value}{file.name}" for file in files]}
        else:
            yield entry
