"""The command line: `citydesign audit | build | gallery | theme | tokens | messages | new | …`.

Exit code 0: done. 1: something is wrong, said in one line. 2: the command was written wrongly.
The audit has codes of its own: see `citydesign audit --help`.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from citydesign.audit.faces import command as audit_command
from citydesign.errors import BuildError, CityDesignError, nearest
from citydesign.extras import MissingExtra, extra
from citydesign.folders import whole_folder
from citydesign.locale import LOCALES

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code."""
    arguments = _parser().parse_args(argv)
    command: Command = arguments.command
    try:
        code = command(arguments)
        sys.stdout.flush()
        return code
    except CityDesignError as error:
        print(f"citydesign: {error}", file=sys.stderr)
    except BrokenPipeError:
        # Whoever reads, such as `head`, has enough. What is left unwritten would be an error at
        # the end of the process.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"citydesign: {place}{error.strerror or error}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


class _Parser(argparse.ArgumentParser):
    """Says what is written wrongly in one line; the audit alone has fifteen options to list."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


class _Version(argparse.Action):
    """Asks for the version only when it is wanted."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from citydesign.built import version

        print(f"citydesign {version()}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="citydesign", description="Open City Design System: forms, booking, navigation."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    commands = parser.add_subparsers(required=True, metavar="command")

    audit = commands.add_parser("audit", help="look at pages with every accessibility check")
    audit_command.add_arguments(audit)
    audit.set_defaults(command=_audit)

    build = commands.add_parser(
        "build", help="write CSS, scripts, tokens, types and contracts; or a whole site as files"
    )
    build.add_argument("--out", type=Path, help="folder to write; build/dist unless given")
    what = build.add_mutually_exclusive_group()
    what.add_argument(
        "--site",
        metavar="APP",
        help="module and name of a WSGI or ASGI application (app:app), to write its pages as files "
        "and to say what needs a server; build/site unless --out is given",
    )
    _add_pack(what)
    build.set_defaults(command=_build)

    gallery = commands.add_parser("gallery", help="write the living style guide")
    gallery.add_argument("--out", type=Path, default=Path("build/gallery"))
    gallery.add_argument("--serve", action="store_true", help="serve it when it is built")
    gallery.add_argument("--port", type=int, default=8000)
    _add_pack(gallery)
    gallery.set_defaults(command=_gallery)

    theme = commands.add_parser("theme", help="make a city's look")
    making = theme.add_subparsers(required=True, metavar="action")
    begin = making.add_parser("new", help="derive a whole theme from one colour")
    begin.add_argument("name", help="the city, in small letters: rantakyla")
    begin.add_argument("--color", required=True, help="the city's colour: '#0050bb'")
    begin.add_argument(
        "--accent",
        help="a second colour: for the line along the edge, and where the first can't be",
    )
    begin.add_argument(
        "--edge", help="the city's edge: arch, peak, pulse, step, straight, tide, wave"
    )
    begin.add_argument("--corners", help="square, soft or round")
    begin.add_argument("--density", help="air between fields and groups: dense, even or airy")
    begin.add_argument("--weight", help="headings, labels and buttons: light, medium or heavy")
    begin.add_argument("--force", action="store_true", help="write over the theme that is there")
    begin.set_defaults(command=_theme_new)
    show = making.add_parser("show", help="show whole pages that wear a theme")
    show.add_argument("theme", help="a name, or your own ….tokens.json")
    show.add_argument("--out", type=Path, help="folder to write; build/<theme> unless given")
    show.add_argument("--partial", action="store_true", help="take half a theme")
    show.add_argument("--face", help="a face that ships, such as inter; your system's unless given")
    show.add_argument("--port", type=int, default=8000)
    show.set_defaults(command=_theme_show)

    tokens = commands.add_parser("tokens", help="look at the tokens")
    actions = tokens.add_subparsers(required=True, metavar="action")
    check = actions.add_parser(
        "check", help="fail if a pair is broken, a theme half, a token unused"
    )
    check.add_argument("--theme", help="one theme only: a name, or your own ….tokens.json")
    check.add_argument("--partial", action="store_true", help="take half a theme")
    check.add_argument("--pairs", action="store_true", help="print every contrast pair")
    check.set_defaults(command=_tokens_check)
    uses = actions.add_parser("uses", help="list what a token moves: each file, line and property")
    uses.add_argument("token", help="its path, such as space.5 or font.size.body")
    uses.set_defaults(command=_tokens_uses)
    css = actions.add_parser("css", help="print the style sheet of a theme of your own")
    css.add_argument("theme", help="a name, or your own ….tokens.json")
    css.add_argument("--partial", action="store_true", help="take half a theme")
    css.add_argument("--assets-url", default="/citydesign", help="where the assets are served")
    css.set_defaults(command=_tokens_css)

    messages = commands.add_parser(
        "messages", help="write the file of a further language, or check it"
    )
    messages.add_argument("language", help="its tag: uk, ar, pt-PT")
    messages.add_argument(
        "file",
        type=Path,
        nargs="?",
        help="messages/<language>.toml unless given; what is in it stays",
    )
    messages.add_argument("--check", action="store_true", help="only list what is wrong or missing")
    _add_pack(messages)
    messages.set_defaults(command=_messages)

    journey = commands.add_parser("journey", help="look at a form of several pages")
    looking = journey.add_subparsers(required=True, metavar="action")
    faults = looking.add_parser(
        "check", help="fail if a page is never reached, a way ends dead, a text is missing"
    )
    faults.add_argument("file", type=Path, help="the journey, in TOML")
    faults.set_defaults(command=_journey_check)
    draw = looking.add_parser("draw", help="draw it as SVG, and print it in words")
    draw.add_argument("file", type=Path, help="the journey, in TOML")
    draw.add_argument("--language", help="tag of the titles' language; the first unless given")
    draw.add_argument("--out", type=Path, help="the picture; FILE with .svg unless given")
    draw.set_defaults(command=_journey_draw)
    for action in (faults, draw):
        action.add_argument(
            "--messages", type=Path, action="append", default=[], metavar="TOML",
            help="words of a further language, as given to install; else they are English",
        )  # fmt: skip

    tree = commands.add_parser("navigation", help="look at the tree of a site's pages")
    looks = tree.add_subparsers(required=True, metavar="action")
    look = looks.add_parser(
        "check",
        help="find dead ends, doubled or missing names and addresses, levels too deep, long names",
    )
    look.add_argument("file", type=Path, help="the tree, as TOML")
    look.set_defaults(command=_navigation_check)

    new = commands.add_parser("new", help="begin a component: citydesign new booking/queue-number")
    new.add_argument("path", metavar="group/name")
    new.set_defaults(command=_new)

    contracts = commands.add_parser("contracts", help="check every contract and print them")
    contracts.add_argument("--json", action="store_true", help="print citydesign.json")
    _add_pack(contracts)
    contracts.set_defaults(command=_contracts)

    conformance = commands.add_parser("conformance", help="write the conformance report")
    conformance.add_argument("result", type=Path, nargs="?", help="build/audit.json unless given")
    conformance.add_argument(
        "--format", choices=("markdown", "openacr", "earl"), default="markdown"
    )
    conformance.add_argument("--baseline", type=Path, help="accepted faults, as TOML")
    conformance.add_argument("--evaluations", type=Path, help="results of protocols, as TOML")
    conformance.add_argument("--author", default="citydesign", help="who answers for the report")
    conformance.add_argument("--email", help="where to ask; OpenACR requires it")
    conformance.set_defaults(command=_conformance)

    statement = commands.add_parser("statement", help="draft an accessibility statement")
    statement.add_argument("result", type=Path, help="what an audit of the service wrote as JSON")
    statement.add_argument("--answers", type=Path, required=True, help="answers, as TOML")
    statement.add_argument("--lang", choices=LOCALES, default="fi")
    statement.add_argument("--baseline", type=Path, help="accepted faults with their days, as TOML")
    statement.add_argument("--format", choices=("page", "html", "markdown"), default="page")
    statement.add_argument("--assets-url", default="/citydesign", help="where assets are served")
    statement.set_defaults(command=_statement)
    return parser


def _add_pack(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--pack", metavar="PACK", help="an installed pack, or a folder of components of your own"
    )


def _audit(arguments: argparse.Namespace) -> int:
    try:
        return audit_command.run(arguments)
    except MissingExtra as error:
        # 1 would mean faults.
        print(f"citydesign: {error}", file=sys.stderr)
        return 2


def _build(arguments: argparse.Namespace) -> int:
    from citydesign import assets, export
    from citydesign.paths import BUILD, IN_CHECKOUT

    if arguments.site:
        return _build_site(arguments)
    if arguments.pack:
        return _build_pack(arguments)
    if arguments.out is None and not IN_CHECKOUT:
        raise BuildError("an installed package is built already; name a folder with --out")
    out: Path = arguments.out or BUILD / "dist"
    files = write_dist(out)
    if IN_CHECKOUT:
        (Path(assets.__file__).parent / "ui.pyi").write_text(export.stub(), "utf-8")
    return _say(files, out)


def _build_site(arguments: argparse.Namespace) -> int:
    """Write an application's pages as files, and say what files can't do."""
    from citydesign import static_site
    from citydesign.paths import BUILD

    out: Path = arguments.out or BUILD / "site"
    with _importable():
        site = static_site.write(static_site.find(arguments.site), out)
    print(f"{out}: {len(site.pages)} pages and {site.files} other files")
    for what, pages in site.left_out.items():
        where = ", ".join(pages) if len(pages) < 10 else f"{len(pages)} pages"
        print(f"left out, because it needs a server: {what}: {where}")
    for address, target in site.forwarded.items():
        print(f"{address}: leads everybody to {target}")
    for name, value in site.headers.items():
        print(f"your web server must send: {name}: {value}")
    return 0


def _build_pack(arguments: argparse.Namespace) -> int:
    """Write what a wheel of the pack would bring, and its types beside its sources."""
    from citydesign import assets, pack_files, packs

    pack = packs.find(arguments.pack)
    out: Path = arguments.out or packs.build_folder(pack) / "dist"
    with tempfile.TemporaryDirectory() as temporary, whole_folder(out, assets.MANIFEST) as draft:
        made = Path(temporary)
        pack_files.write(pack, made)
        shutil.copytree(made / "dist", draft, dirs_exist_ok=True)
        files = _sizes(draft)
        if not pack.shipped:
            shutil.copyfile(made / "ui.pyi", pack.folder / "ui.pyi")
    return _say(files, out)


def _say(files: list[tuple[str, int]], out: Path) -> int:
    for name, size in files:
        print(f"{size / 1000:8.1f} kB  {name}")
    print(f"written to {out}")
    return 0


def write_dist(out: Path) -> list[tuple[str, int]]:
    """Write everything that ships beside the code, all of it or nothing.

    Returns:
        The files and their sizes in bytes.

    Raises:
        CityDesignError: A component, token or style is wrong.
        OSError: The folder can't be written.
    """
    from citydesign import assets, export

    with whole_folder(out, assets.MANIFEST) as draft:
        assets.build(draft)
        contracts = json.dumps(export.contracts(), ensure_ascii=False, indent=1)
        (draft / "citydesign.json").write_text(contracts, "utf-8")
        return _sizes(draft)


def _sizes(folder: Path) -> list[tuple[str, int]]:
    files = [p for p in folder.rglob("*") if p.is_file()]
    return sorted((str(p.relative_to(folder)), p.stat().st_size) for p in files)


def _gallery(arguments: argparse.Namespace) -> int:
    from citydesign import local_server, packs

    with extra("audit", "the gallery"):
        from citydesign import gallery
    site = gallery.build(
        arguments.out,
        progress=lambda text: print(text, flush=True),
        library=packs.library_with(arguments.pack),
    )
    if arguments.serve:
        local_server.serve(site, arguments.port)
    return 0


def _theme_new(arguments: argparse.Namespace) -> int:
    from citydesign import derivation, themes

    folder = Path("tokens", "themes")
    theme = derivation.derive(
        arguments.name,
        arguments.color,
        arguments.accent,
        arguments.edge,
        corners=arguments.corners,
        density=arguments.density,
        weight=arguments.weight,
    )
    file = themes.write(theme.text(), theme.name, folder, force=arguments.force)
    print(theme.report())
    print(f"\nLeft as in the default look: {', '.join(themes.same(str(file)))}.")
    print(f"{file} is written. See it: citydesign theme show {theme.name}")
    return 0


def _theme_show(arguments: argparse.Namespace) -> int:
    from citydesign import local_server, preview

    theme = _theme_named(arguments.theme)
    name = Path(theme).name.removesuffix(".tokens.json")
    out = arguments.out or Path("build", name)
    preview.write(theme, out, face=arguments.face, partial=arguments.partial)
    local_server.serve(out, arguments.port)
    return 0


def _theme_named(name: str) -> str:
    """A theme of the current project, before one of ours."""
    from citydesign import tokens

    own, ours = tokens.themes(Path("tokens")), tokens.themes()
    if name in own:
        return str(Path("tokens", "themes", f"{name}.tokens.json"))
    if name not in ours and not name.endswith(".tokens.json"):
        known = dict.fromkeys([*own, *ours])
        raise CityDesignError(
            f"no theme {name!r} in tokens/themes or among ours{nearest(name, known)}"
        )
    return name


def _tokens_check(arguments: argparse.Namespace) -> int:
    from citydesign import contrast, themes, tokens, usage

    wrong = 0
    own = [_theme_named(arguments.theme)] if arguments.theme else [None, *tokens.themes()]
    for theme in own:
        pairs = contrast.check(theme)
        broken = [pair for pair in pairs if not pair.passes]
        wrong += len(broken)
        print(f"{theme or 'default'}: {len(pairs)} pairs, {len(broken)} broken")
        if theme and (left := themes.left(theme)):
            excused = arguments.partial or tokens.theme_of(theme).partial
            wrong += 0 if excused else len(left)
            print(f"  {'part of' if excused else 'half'} a theme; still the default look's colour:")
            print("".join(f"    {path}\n" for path in left), end="")
        for pair in pairs if arguments.pairs else broken:
            print(f"  {pair}")
            if not pair.passes:
                print(f"    broken; {contrast.advice(pair, pairs)}")
        for fault in themes.too_bold(theme) if theme else ():
            wrong += 1
            print(f"  {fault}")
    if not arguments.theme:
        for fault in usage.faults():
            wrong += 1
            print(fault)
    if wrong:
        print(f"citydesign: {wrong} faults in the tokens", file=sys.stderr)
    return 1 if wrong else 0


def _tokens_uses(arguments: argparse.Namespace) -> int:
    from citydesign import usage

    for line in usage.uses(arguments.token):
        print(line)
    return 0


def _tokens_css(arguments: argparse.Namespace) -> int:
    from citydesign import assets

    theme = _theme_named(arguments.theme)
    print(assets.theme_css(theme, arguments.assets_url, partial=arguments.partial), end="")
    return 0


def _messages(arguments: argparse.Namespace) -> int:
    from citydesign import packs, translation

    tag = translation.language(arguments.language)
    library = packs.library_with(arguments.pack)
    file: Path = arguments.file or Path("messages", f"{tag}.toml")
    if arguments.check:
        findings = translation.check(tag, file, library)
        for finding in findings:
            kind = "warning: " if finding.warning else ""
            print(f"{file}:{finding.line}: {kind}{finding.text}")
        wrong = sum(not finding.warning for finding in findings)
    else:
        wrong = 0
        added = translation.write(tag, file, library)
        print(f"{file}: {added} texts added" if added else f"{file}: nothing to add")
    done, texts = translation.written(file, tag, library)
    print(f"{translation.name(tag)}: {done} of {texts} texts are written")
    if wrong:
        print(f"citydesign: {file}: {wrong} faults", file=sys.stderr)
    return 1 if wrong else 0


def _navigation_check(arguments: argparse.Namespace) -> int:
    from citydesign.navigation import check_file

    file: Path = arguments.file
    pages, faults = check_file(file)
    for fault in faults:
        print(fault)
    print(f"{file}: {pages} pages, {len(faults)} faults")
    return 1 if faults else 0


def _journey_check(arguments: argparse.Namespace) -> int:
    from citydesign.forms.core.journey import Page
    from citydesign.forms.journey import all_faults, read_journey

    file: Path = arguments.file
    journey = read_journey(file)
    with _importable_forms(), _speaking(arguments.messages):
        faults = all_faults(journey)
    for fault in faults:
        print(fault)
    pages = sum(isinstance(part, Page) for part in journey.pages)
    print(f"{file}: {pages} pages, {len(faults)} faults")
    return 1 if faults else 0


def _journey_draw(arguments: argparse.Namespace) -> int:
    from citydesign.forms.core.journey import drawing
    from citydesign.forms.journey import read_journey
    from citydesign.forms.words import spoken
    from citydesign.locale import use_locale

    journey = read_journey(arguments.file)
    language = arguments.language or journey.languages[0]
    if language not in journey.languages:
        raise CityDesignError(f"--language {language}: known: {', '.join(journey.languages)}")
    with _speaking(arguments.messages), use_locale(language):
        steps = drawing.steps(journey, language, spoken("check"), spoken("sent"))
    out: Path = arguments.out or arguments.file.with_suffix(".svg")
    out.write_text(drawing.svg(journey.text(journey.title, language), steps), "utf-8")
    print(drawing.words(steps), end="")
    print(f"{out} is written")
    return 0


@contextmanager
def _speaking(files: Iterable[Path]) -> Iterator[None]:
    """Speak further languages, as an application does; what has no words speaks English."""
    from jinja2 import Environment

    from citydesign import toml_file
    from citydesign.environment import install
    from citydesign.host import using

    speaking = Environment(autoescape=True)
    words = {tag: said for file in files for tag, said in toml_file.read(file).items()}
    install(speaking, strict=False, messages=words)
    with using(speaking):
        yield


@contextmanager
def _importable_forms() -> Iterator[None]:
    """Let modules beside the caller be found, and set Django up where the caller names settings."""
    with _importable():
        if "DJANGO_SETTINGS_MODULE" in os.environ:
            with extra("django", "forms of Django"):
                import django
            django.setup()
        yield


@contextmanager
def _importable() -> Iterator[None]:
    """Let modules beside the caller be found."""
    sys.path.insert(0, str(Path.cwd()))
    try:
        yield
    finally:
        sys.path.remove(str(Path.cwd()))


def _new(arguments: argparse.Namespace) -> int:
    from citydesign import scaffold

    folder = scaffold.new(arguments.path, Path.cwd())
    print(f"{folder} is written; it passes every test. Begin with {folder.name}.html")
    return 0


def _contracts(arguments: argparse.Namespace) -> int:
    from citydesign import export, packs

    library = packs.library_with(arguments.pack)
    data = export.contracts(library, library.packs[0] if library.packs else None)
    if arguments.json:
        print(json.dumps(data, ensure_ascii=False, indent=1))
        return 0
    for component in data["components"]:
        names = ", ".join(p["name"] for p in component["parameters"])
        print(f"{component['group']}/{component['name']} ({component['status']}): {names}")
    return 0


def _conformance(arguments: argparse.Namespace) -> int:
    from citydesign.audit.verdict import known, report
    from citydesign.paths import BUILD

    with extra("audit", "what the checks cover"):
        from citydesign.claims import acr, evaluation
        from citydesign.claims.conformance import conformance

    if arguments.format == "openacr" and not arguments.email:
        raise CityDesignError("OpenACR requires an address to ask: give it with --email")
    path = arguments.result or BUILD / "audit.json"
    result = report.read(path) if arguments.result or path.exists() else None
    accepted = known.read(arguments.baseline) if arguments.baseline else ()
    found = conformance(result, accepted, evaluation.read(arguments.evaluations))
    if arguments.format == "openacr":
        text = acr.openacr.openacr(found, author=arguments.author, email=arguments.email)
    elif arguments.format == "earl":
        text = acr.earl.earl(found)
    else:
        text = acr.markdown.markdown(found)
    print(text, end="")
    return 0


def _statement(arguments: argparse.Namespace) -> int:
    from citydesign.audit.verdict import known, report
    from citydesign.claims.answers import read

    with extra("audit", "a statement about an audit"):
        from citydesign.claims import statement
    accepted = known.read(arguments.baseline) if arguments.baseline else ()
    found = statement.statement(
        report.read(arguments.result), read(arguments.answers), arguments.lang, accepted
    )
    if arguments.format == "page":
        text = statement.page(found, arguments.assets_url)
    else:
        text = statement.html(found) if arguments.format == "html" else statement.markdown(found)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
