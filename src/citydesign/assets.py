"""The files that a host serves: hashed styles, scripts, images and faces, and their manifest."""

import base64
import hashlib
import json
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypedDict

from citydesign import styles, tokens
from citydesign.errors import BuildError, CityDesignError, nearest
from citydesign.folders import whole_folder
from citydesign.library import LIBRARY, OURS, Library, Pack
from citydesign.paths import COMPONENTS, TOKENS
from citydesign.scripts import scripts

MANIFEST = "manifest.json"

_URL = re.compile(r"url\(\s*[\"']?([^)\"']+?)[\"']?\s*\)")


class Entry(TypedDict):
    """A file in the manifest: its hashed name, and its digest for `integrity`."""

    file: str
    integrity: str


def asset_url(
    name: str,
    base: str | Callable[[str], str] = "/citydesign",
    library: Library = LIBRARY,
) -> str:
    """URL of an asset.

    Args:
        name: Its name without hash: `citydesign.css`, `forms.css`, `citydesign-tampere.css`,
            `face-inter.css`, `citydesign.js`, `button.js`, `icon-check.svg`; of a pack,
            `rantakyla/navigation.css`.
        base: URL path under which you serve `assets_path()`, and those of packs below it and their
            names; or a callable that gives the URL of one of these files.
        library: The components there are.

    Raises:
        CityDesignError: There is no such asset, or it could not be built.
    """
    file = file_name(name, library)
    return f"{base.rstrip('/')}/{file}" if isinstance(base, str) else base(file)


def file_name(name: str, library: Library = LIBRARY) -> str:
    """Name of an asset's file below where assets are served, with the hash of its content.

    Raises:
        CityDesignError: There is no such asset, or it could not be built.
    """
    pack, _, _ = name.rpartition("/")
    file = _entry(name, library)["file"]
    return f"{pack}/{file}" if pack else file


def integrity(name: str, library: Library = LIBRARY) -> str:
    """Subresource integrity (SRI) of an asset, for the `integrity` attribute.

    Raises:
        CityDesignError: There is no such asset, or it could not be built.
    """
    return _entry(name, library)["integrity"]


def digest(data: bytes) -> str:
    """Subresource integrity of bytes, as written in the `integrity` attribute."""
    return f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"


def located(file: str, library: Library = LIBRARY) -> tuple[Path, str]:
    """Where a file that is served is: the folder, and its name in there.

    Args:
        file: Its path below where assets are served: `citydesign-0a1b2c3d4e.css`,
            `rantakyla/navigation-0a1b2c3d4e.css`.
        library: The components there are.

    Raises:
        CityDesignError: The files could not be built.
    """
    pack, file = _apart(file, library)
    return folder_of(pack), file


def _apart(name: str, library: Library) -> tuple[Pack, str]:
    first, slash, rest = name.partition("/")
    for pack in library.packs if slash else ():
        if pack.name == first:
            return pack, rest
    # Where another folder replaces ours, its pages wear our own files.
    return OURS, name


def cache_control(file: str, library: Library = LIBRARY) -> str:
    """`Cache-Control` of a file that is served, by its path as `located` takes it.

    A year for a file whose name holds the hash of its content; five minutes for all others, which
    are then asked for again by their `ETag`.
    """
    pack, file = _apart(file, library)
    if any(entry["file"] == file for entry in _manifest(pack).values()):
        return "public, max-age=31536000, immutable"
    return "public, max-age=300, must-revalidate"


def checked_prefix(url_prefix: str) -> str:
    """Give a URL path without its last slash.

    Raises:
        CityDesignError: It does not begin with a slash, or is nothing else.
    """
    path = url_prefix.rstrip("/") if isinstance(url_prefix, str) else ""
    if not path.startswith("/"):
        wanted = path or "citydesign"
        raise CityDesignError(f'url_prefix is {url_prefix!r}; write "/{wanted}"')
    return path


def assets_path(pack: str | os.PathLike[str] | None = None) -> Path:
    """Folder to serve. A wheel brings it; a checkout builds it once for each state of its sources.

    Args:
        pack: An installed pack, or a folder of your own components. Serve it below where you serve
            ours and its name: `/citydesign/rantakyla`.

    Raises:
        CityDesignError: There is no such pack, the sources are broken, libsass is missing, or the
            folder can't be written.
    """
    if pack is None:
        return folder_of(OURS)
    from citydesign import packs

    return folder_of(packs.find(pack))


@cache
def folder_of(pack: Pack) -> Path:
    """Folder with the files of a pack that are served.

    Raises:
        CityDesignError: The sources are broken, libsass is missing, or the folder can't be written.
    """
    if pack.shipped:
        return pack.build
    folder = pack.build / "assets" / _fingerprint(pack)
    if not (folder / MANIFEST).exists():
        build(folder) if pack == OURS else build_pack(folder, pack)
    return folder


def csp() -> dict[str, list[str]]:
    """Content-Security-Policy that every component works under, by directive."""
    return {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }


def check_theme(theme: str) -> None:
    """Refuse an unknown theme.

    Raises:
        CityDesignError: Names the themes there are.
    """
    names = tokens.themes()
    if theme not in names:
        raise CityDesignError(f"no theme {theme!r}{nearest(str(theme), names)}")


def faces(folder: Path = TOKENS) -> list[str]:
    """Names of the faces that ship."""
    return sorted(path.stem for path in (folder / "faces").glob("*.woff2"))


def check_face(face: str) -> None:
    """Refuse an unknown face.

    Raises:
        CityDesignError: Names the nearest face.
    """
    names = faces()
    if face not in names:
        raise CityDesignError(
            f"no face {face!r}{nearest(str(face), names)}; "
            "a theme names a city's own in font.family"
        )


def theme_css(theme: str, base: str = "/citydesign", *, partial: bool = False) -> str:
    """Compile what a theme changes, for a style sheet of your own that is linked after ours.

    Args:
        theme: Name of a theme, or the path of your own `….tokens.json`.
        base: URL path under which you serve `assets_path()`; the city's edge is taken from there.
        partial: Take a theme that says only some of the tokens that carry the city's colour.

    Raises:
        CityDesignError: The theme is unknown, wrong or breaks a pair; or libsass is missing.
    """
    files = {
        name: Entry(file=asset_url(name, base), integrity=entry["integrity"])
        for name, entry in _manifest(OURS).items()
    }
    return _with_hashes(styles.compiled(styles.overlay(theme, partial=partial)), files) + "\n"


def build(out: Path, components: Path = COMPONENTS, folder: Path = TOKENS) -> dict[str, Entry]:
    """Write all assets, whole or not at all.

    Args:
        out: Folder to write. One that an earlier build wrote is replaced.
        components: Where the components are.
        folder: Where the tokens are.

    Returns:
        The manifest: by name, the hashed file and its integrity.

    Raises:
        CityDesignError: A source is broken, libsass is missing, or `out` can't be written or holds
            something else. Nothing has been written then.
    """
    return _written(out, *_contents(components, folder))


def build_pack(out: Path, pack: Pack) -> dict[str, Entry]:
    """Write the assets of a pack, whole or not at all; as `build`, and with the same errors.

    There are a sheet for each of its groups and one of all, and likewise its scripts.
    """
    made = _Made()
    images = _images(pack.folder)
    shared = _images(OURS.folder)
    sheets = styles.of_pack(pack)
    css = {name: styles.compiled(sheet) for name, sheet in sheets.items()}
    # What it draws of ours goes with it: the hash of our own file is that of one version.
    drawn = {name for text in css.values() for name in _URL.findall(text)}
    for name, image in {**shared, **images}.items():
        if name in images or name in drawn:
            made.add(name, image.read_bytes())
    for name, text in css.items():
        made.add(f"{name}.css", (_with_hashes(text, made.manifest) + "\n").encode())
    made.add_scripts(scripts(pack.folder), f"{pack.name}.js")
    return _written(out, made.files, made.manifest)


def _written(out: Path, files: dict[str, bytes], manifest: dict[str, Entry]) -> dict[str, Entry]:
    files[MANIFEST] = (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()
    try:
        _replace(out, files)
    except OSError as error:
        raise BuildError(f"{error.filename or out}: can't be written: {error.strerror}") from None
    return manifest


def _contents(components: Path, folder: Path) -> tuple[dict[str, bytes], dict[str, Entry]]:
    made = _Made()
    for name, image in _images(components).items():
        made.add(name, image.read_bytes())
    for face in faces(folder):
        made.add(f"{face}.woff2", (folder / "faces" / f"{face}.woff2").read_bytes())
        made.files[f"{face}.OFL.txt"] = (folder / "faces" / f"{face}.OFL.txt").read_bytes()
    themes = tokens.themes(folder)
    sheets = {
        "citydesign.css": styles.bundle(components, folder),
        **{f"{n}.css": sheet for n, sheet in styles.by_folder(components, folder).items()},
        "display.css": styles.display(components, folder),
        **{f"face-{face}.css": styles.face(face, folder) for face in faces(folder)},
        **{f"citydesign-{theme}.css": styles.overlay(theme, folder) for theme in themes},
    }
    for name, sheet in sheets.items():
        made.add(name, (_with_hashes(styles.compiled(sheet), made.manifest) + "\n").encode())
    for theme in (None, *themes):
        made.files[f"tokens/{theme or 'default'}.scss"] = tokens.scss(theme, folder).encode()
        for mode in tokens.MODES:
            text = tokens.document(theme, mode, folder)
            made.files[f"tokens/{theme or 'default'}.{mode}.tokens.json"] = text.encode()
    made.add_scripts(scripts(components), "citydesign.js")
    return made.files, made.manifest


class _Made:
    """Files to be written, and their manifest."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.manifest: dict[str, Entry] = {}

    def add(self, name: str, data: bytes) -> None:
        stem, _, suffix = name.rpartition(".")
        file = f"{stem}-{hashlib.sha256(data).hexdigest()[:10]}.{suffix}"
        self.files[file] = data
        self.manifest[name] = Entry(file=file, integrity=digest(data))

    def add_scripts(self, scripts: dict[str, str], whole: str) -> None:
        for name, text in scripts.items():
            self.add(name, text.encode())
        # One module, so that strict mode holds everywhere. Not every script ends like a statement.
        if scripts:
            self.add(whole, ";".join(scripts.values()).encode())


def _images(components: Path) -> dict[str, Path]:
    shared = components / "shared"
    return {
        **{f"icon-{p.name}": p for p in sorted((shared / "icons").glob("*.svg"))},
        **{f"edge-{p.name}": p for p in sorted((shared / "edges").glob("*.svg"))},
        **{p.name: p for p in sorted(components.glob("*/*/*.svg")) if shared not in p.parents},
    }


def _with_hashes(css: str, manifest: dict[str, Entry]) -> str:
    def hashed(match: re.Match[str]) -> str:
        name = match[1]
        if name not in manifest:
            raise BuildError(
                f"url({name}) in the styles names no image or face{nearest(name, manifest)}"
            )
        return f"url({manifest[name]['file']})"

    return _URL.sub(hashed, css)


def _replace(out: Path, files: dict[str, bytes]) -> None:
    with whole_folder(out, MANIFEST) as draft:
        for name, data in files.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _fingerprint(pack: Pack) -> str:
    digest = hashlib.sha256()
    here = Path(__file__).parent
    code = [here / f"{name}.py" for name in ("assets", "scripts", "styles", "tokens", "values")]
    folders = {OURS.folder, pack.folder}
    found = [p for end in ("scss", "js", "svg") for top in folders for p in top.rglob(f"*.{end}")]
    for path in sorted(
        [*code, *found, *TOKENS.rglob("*.tokens.json"), *(TOKENS / "faces").iterdir()]
    ):
        digest.update(f"{path}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@cache
def _manifest(pack: Pack) -> dict[str, Entry]:
    folder = folder_of(pack)
    try:
        manifest: dict[str, Entry] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except OSError:
        raise BuildError(
            f"{folder}: no built styles; reinstall {pack.name} or run citydesign build"
        ) from None
    return manifest


def _entry(name: str, library: Library) -> Entry:
    pack, rest = _apart(name, library)
    manifest = _manifest(pack)
    if rest not in manifest:
        raise CityDesignError(f"no asset {name!r}{nearest(rest, manifest)}")
    return manifest[rest]
