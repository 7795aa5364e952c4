"""Style sheets: tokens, base, components and utilities, compiled by libsass in this process.

There is one for each folder of components, `shared` among them, and one of all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from citydesign import contrast, themes, tokens, toml_file
from citydesign.errors import BuildError, nearest
from citydesign.extras import extra
from citydesign.library import OURS, Pack
from citydesign.paths import COMPONENTS, TOKENS

#: Later layers win over earlier ones, and a host's unlayered rules over all of them.
LAYERS = ("tokens", "base", "components", "packs", "utilities")

_REFUSED = {
    "@use": "the shared mixins are already there",
    "@forward": "the shared mixins are already there",
    "@import": "the shared mixins are already there",
    "@layer": "the builder puts each file in its layer",
}


@dataclass(frozen=True)
class Sheet:
    """One Sass text made of several files.

    Attributes:
        text: What is compiled.
        lines: For each line of it: the file and line it came from.
    """

    text: str
    lines: tuple[tuple[Path, int], ...]

    def origin(self, line: int) -> str:
        """Where a line of the text, counted from 1, was written."""
        file, number = self.lines[min(line, len(self.lines)) - 1]
        return f"{file}:{number}"


def sources(components: Path = COMPONENTS) -> dict[str, list[Path]]:
    """The style files by layer, in the order of the bundle."""
    shared = _shared(components)
    return shared | {"components": [*shared["components"], *_own(components)]}


def bundle(components: Path = COMPONENTS, folder: Path = TOKENS) -> Sheet:
    """Put the whole default look together, before it is compiled.

    Raises:
        BuildError: A source can't be read, or holds what the builder would get wrong.
        TokenError: A token is wrong, or a pair of colours breaks its contrast.
    """
    _require(components, folder)
    return _sheet(sources(components), components, folder)


def by_folder(components: Path = COMPONENTS, folder: Path = TOKENS) -> dict[str, Sheet]:
    """Put the default look together, a sheet for each folder of components that has styles.

    `shared` comes first: tokens, base, what components share, and utilities. Together the sheets
    say what `bundle` says, and a page links those it needs.

    Raises:
        BuildError: A source can't be read, or holds what the builder would get wrong.
        TokenError: A token is wrong, or a pair of colours breaks its contrast.
    """
    _require(components, folder)
    groups: dict[str, list[Path]] = {}
    for file in _own(components):
        groups.setdefault(file.parents[1].name, []).append(file)
    return {
        "shared": _sheet(_shared(components), components, folder),
        **{name: _sheet({"components": files}, components) for name, files in groups.items()},
    }


def of_pack(pack: Pack) -> dict[str, Sheet]:
    """Put the styles of a pack together: a sheet for each of its groups, and one of all.

    Its styles read our tokens and have our mixins, and none of them can reach our own components.

    Raises:
        BuildError: A source can't be read, holds what the builder would get wrong, or has a class
            or an animation that does not begin with the pack's prefix, or a rule for elements of
            other components.
    """
    files = _own(pack.folder)
    mixins = OURS.folder / "shared" / "mixins.scss"
    _refuse_unknown_tokens([mixins, *files], TOKENS)
    for file in files:
        _refuse_foreign(file, pack)
    groups: dict[str, list[Path]] = {}
    for file in files:
        groups.setdefault(file.parents[1].name, []).append(file)
    if files:
        groups[pack.name] = files
    return {name: _sheet({"packs": some}, OURS.folder) for name, some in groups.items()}


def _refuse_foreign(file: Path, pack: Pack) -> None:
    # The source and not what the mixins make of it, among which are animations of ours.
    for name in re.findall(r"@keyframes\s+([\w-]+)", toml_file.text_of(file, BuildError)):
        if not name.startswith(f"{pack.prefix}-"):
            raise BuildError(
                f"{_line_of(name, file)}: @keyframes {name} is of the whole page: begin its name "
                f"with {pack.prefix}-"
            )
    css = re.sub(r"\"[^\"]*\"", '""', compiled(_sheet({"packs": [file]}, OURS.folder)))
    css = re.sub(r"@keyframes[^{]+\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", css)
    for rule in re.findall(r"(?<![^{};])([^{};@]+)\{", css):
        for name in re.findall(r"\.([A-Za-z_][\w-]*)", rule):
            if not name.startswith(f"{pack.prefix}-"):
                raise BuildError(
                    f"{_line_of(f'.{name}', file)}: .{name} is no class of this pack: its classes "
                    f"begin with {pack.prefix}-"
                )
        # What is in parentheses, such as :not(), says nothing about where a rule ends up.
        while rule != (rule := re.sub(r"(:[\w-]+)?\([^()]*\)", "", rule)):
            pass
        for selector in (part.strip() or "*" for part in rule.split(",")):
            if not re.search(rf"(^|[.\s>+~]){pack.prefix}-", selector):
                raise BuildError(
                    f"{_line_of(selector, file)}: {selector} reaches other components: begin with "
                    f"a class of this pack, .{pack.prefix}-{file.stem} {selector}"
                )


def _line_of(text: str, file: Path) -> str:
    for number, line in enumerate(toml_file.text_of(file, BuildError).splitlines(), 1):
        if text in line:
            return f"{file}:{number}"
    return str(file)


def overlay(theme: str, folder: Path = TOKENS, *, partial: bool = False) -> Sheet:
    """Put together what a theme changes; link it after the bundle.

    Raises:
        TokenError: There is no such theme, a token is wrong, a pair breaks its contrast, or the
            theme is half and `partial` is not set.
    """
    themes.require(theme, folder, partial=partial)
    writer = _Writer()
    writer.add_text("@layer citydesign.tokens {")
    writer.add_text(tokens.css(theme, folder), folder)
    writer.add_text("}")
    return writer.sheet()


def display(components: Path = COMPONENTS, folder: Path = TOKENS) -> Sheet:
    """Put together what a page wears only where its reader chose so in the display settings.

    Raises:
        BuildError: Its style file can't be read, or holds what the builder would get wrong.
    """
    writer = _Writer()
    writer.add_text("@layer citydesign.tokens {")
    writer.add_text(tokens.more_contrast(folder), folder)
    writer.add_file(components / "shared" / "display.scss")
    writer.add_text("}")
    return writer.sheet()


def face(name: str, folder: Path = TOKENS) -> Sheet:
    """Put together what a face brings; link it after the default look and before a theme.

    Raises:
        BuildError: Its style file can't be read, or holds what the builder would get wrong.
    """
    writer = _Writer()
    writer.add_text("@layer citydesign.tokens {")
    writer.add_file(folder / "faces" / f"{name}.scss")
    writer.add_text("}")
    return writer.sheet()


def compiled(sheet: Sheet) -> str:
    """Compile to compressed CSS of ASCII characters only.

    Raises:
        BuildError: libsass refuses the text; names file and line.
        MissingExtra: libsass is missing.
    """
    with extra("sass", "styles of your own"):
        import sass
    try:
        css: str = sass.compile(string=sheet.text, output_style="compressed")
    except sass.CompileError as error:
        raise BuildError(_explain(str(error), sheet)) from None
    css = css.removeprefix("\ufeff").removeprefix('@charset "UTF-8";').strip()
    # A style sheet with other characters depends on the host's encoding header.
    return re.sub(r"[^\x00-\x7f]", lambda m: f"\\{ord(m[0]):x} ", css)


def _shared(components: Path) -> dict[str, list[Path]]:
    shared = components / "shared"
    return {
        "base": [shared / "base.scss", shared / "prose.scss"],
        "components": [shared / "icon.scss", shared / "parts.scss"],
        "utilities": [shared / "utilities.scss"],
    }


def _own(components: Path) -> list[Path]:
    return sorted(components.glob("*/*/*.scss"))


def _require(components: Path, folder: Path) -> None:
    contrast.require(None, folder)
    mixins = components / "shared" / "mixins.scss"
    _refuse_unknown_tokens([mixins, *chain(*sources(components).values())], folder)


def _sheet(layers: dict[str, list[Path]], components: Path, folder: Path | None = None) -> Sheet:
    """Write files into their layers; with the default tokens if their folder is given."""
    writer = _Writer()
    # In each sheet, so that their order on a page and their number don't matter.
    names = ",".join(f"citydesign.{layer}" for layer in LAYERS)
    writer.add_text(f"@layer {names};")
    writer.add_file(components / "shared" / "mixins.scss")
    if folder:
        writer.add_text("@layer citydesign.tokens {")
        writer.add_text(tokens.css(None, folder), folder)
        writer.add_text("}")
    for layer, files in layers.items():
        writer.add_text(f"@layer citydesign.{layer} {{")
        for file in files:
            writer.add_file(file)
        writer.add_text("}")
    return writer.sheet()


class _Writer:
    def __init__(self) -> None:
        self._text: list[str] = []
        self._lines: list[tuple[Path, int]] = []

    def add_text(self, text: str, file: Path = Path(__file__)) -> None:
        for number, line in enumerate(text.splitlines(), 1):
            self._text.append(line)
            self._lines.append((file, number))

    def add_file(self, file: Path) -> None:
        text = toml_file.text_of(file, BuildError)
        _refuse(text, file)
        self.add_text(text, file)

    def sheet(self) -> Sheet:
        return Sheet("\n".join(self._text) + "\n", tuple(self._lines))


def _refuse(text: str, file: Path) -> None:
    # libsass passes a bare @use into the CSS without a word.
    for number, line in enumerate(_without_comments(text).splitlines(), 1):
        if match := re.search(r"@(?:use|forward|import|layer)\b", line):
            raise BuildError(f"{file}:{number}: take {match[0]} away: {_REFUSED[match[0]]}")
        if re.search(r"url\(\s*[\"']?(?:data|https?):|url\(\s*[\"']?//", line):
            raise BuildError(
                f"{file}:{number}: url() names a file of this package:"
                " a strict content security policy blocks data: and other sites"
            )


def _refuse_unknown_tokens(files: Sequence[Path], folder: Path) -> None:
    texts = {file: _without_comments(toml_file.text_of(file, BuildError)) for file in files}
    known = {token.variable for token in tokens.load(None, folder).values()}
    known.add("--city-edge-shape")
    # What the style sheets set themselves, a component's own measure for example.
    own = {m for text in texts.values() for m in re.findall(r"(--city-[\w-]+)\s*:", text)}
    for file, text in texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            for name in re.findall(r"var\(\s*(--city-[\w-]+)(?![\w-]|#\{)", line):
                if name not in known | own:
                    raise BuildError(f"{file}:{number}: no token {name}{nearest(name, known)}")


def _without_comments(text: str) -> str:
    """Blank out comments and keep the lines."""
    pattern = r"/\*.*?\*/|(?<![:\"'(/])//[^\n]*"
    return re.sub(pattern, lambda m: "\n" * m[0].count("\n"), text, flags=re.S)


def _explain(message: str, sheet: Sheet) -> str:
    first = message.strip().splitlines()[0].removeprefix("Error: ").strip().rstrip(".")
    match = re.search(r"on line (\d+)", message)
    return f"{sheet.origin(int(match[1])) if match else 'styles'}: {first}"
