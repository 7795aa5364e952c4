"""What the wheel of a pack brings beside its sources: styles, scripts, contracts and types."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from citydesign import assets, built, export, packs
from citydesign.contracts import Component, as_data, components_of
from citydesign.errors import ContractError
from citydesign.examples import examples_of, page, texts, translations
from citydesign.library import Library, Pack
from citydesign.locale import LOCALES, catalogue, message_files, read_messages

_CLASSES = re.compile(r'\bclass="([^"{}]*)')


def write(pack: Pack, out: Path) -> None:
    """Write the files that belong into the folder of a pack, as its wheel has it.

    Args:
        pack: The pack.
        out: An empty folder: `dist` and `ui.pyi` are written into it.

    Raises:
        CityDesignError: A component, example, text or style is wrong, or libsass is missing.
        OSError: The folder can't be written.
    """
    # What an earlier build left beside the sources is not asked.
    pack = pack._replace(build=packs.build_folder(pack), shipped=False)
    library = Library(packs=(pack,))
    packs.check(pack)
    catalogue(library)
    components = components_of(pack, library)
    for component in components:
        _check(component, library)
    dist = out / "dist"
    assets.build_pack(dist, pack)
    # Taken as it is by the same version of citydesign, and read again by any other.
    write_data(dist, pack, library, built.version())
    data = export.contracts(library, pack)
    (dist / "citydesign.json").write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    (out / "ui.pyi").write_text(export.stub(pack, library), "utf-8")


def write_data(dist: Path, pack: Pack, library: Library, state: str = "") -> None:
    """Write what a process would else read out of the sources of a pack: contracts and messages.

    Raises:
        CityDesignError: A contract or a `messages.toml` is wrong.
        OSError: The folder can't be written.
    """
    for component in components_of(pack, library):
        file = dist / "contracts" / f"{component.name}.json"
        built.write(file, as_data(component), state)
    for path, words in message_files(pack, library).items():
        built.write(dist / "messages" / f"{words}.json", read_messages(path, words), state)


def _check(component: Component, library: Library) -> None:
    """Refuse what the pages of another city would show wrongly.

    Raises:
        ContractError: A class has no prefix, an example does not render, or a text of one is in one
            language only.
    """
    own, ours = f"{component.pack.prefix}-", f"{library.base.prefix}-"
    for number, name in _classes(component.template):
        if not name.startswith((own, ours)):
            raise ContractError(
                f"{component.template}:{number}: class {name!r}: the classes of this pack begin "
                f"with {own}"
            )
    for example in examples_of(component):
        for locale in LOCALES:
            page(example, locale=locale, library=library)
        for locale in LOCALES[1:]:
            known = translations(component, locale)
            if missing := [text for text in texts(example) if text not in known]:
                raise ContractError(
                    f"{component.folder}/examples/{locale}.toml: {missing[0]!r} is missing"
                )


def _classes(template: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(template.read_text("utf-8").splitlines(), 1):
        for match in _CLASSES.finditer(line):
            yield from ((number, name) for name in match[1].split())
