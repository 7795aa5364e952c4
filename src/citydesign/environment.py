"""`install`: the one call that brings the components into a host's Jinja environment."""

import os
import re
import warnings
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from functools import cache, cached_property, partial
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
)
from jinja2.bccache import Bucket
from jinja2.filters import FILTERS
from jinja2.nativetypes import NativeEnvironment
from jinja2.tests import TESTS
from markupsafe import Markup

from citydesign.attributes import attributes, classes, described_by, html_id, text_of
from citydesign.built import fingerprint
from citydesign.collection import Collection, CollectionTemplate, ComponentTemplate
from citydesign.errors import (
    AutoescapeWarning,
    CityDesignError,
    IncompleteLanguageWarning,
    LanguageError,
)
from citydesign.guards import HostGuards
from citydesign.icons import icon
from citydesign.internals import Macro
from citydesign.library import LIBRARY, Library
from citydesign.locale import LOCALES, Language, Messages, catalogue, check_messages, lacking
from citydesign.names import ALL, SHARED
from citydesign.navigation.core.pagination import page_window
from citydesign.page_assets import page_assets
from citydesign.runtime import AsyncMacro, ComponentMacro, item_of, line_of_template, with_place
from citydesign.urls import SCHEMES, is_local, schemes

if TYPE_CHECKING:
    from citydesign.plots import Plot, Variant

# What only some hosts and pages need is imported where they need it, because the first page of a
# process waits for each import: style sheets, tokens, marks, untrusted HTML, the checks of strict
# mode, and what a bytecode cache does without, the compiler and contracts.


class Settings(NamedTuple):
    """How a host wants its components; see `install`."""

    strict: bool = True
    locale: str | Callable[[], str] = "en"
    assets_url: str | Callable[[str], str] = "/citydesign"
    theme: str | None = None
    messages: Messages | None = None
    mark_source: bool = False
    url_schemes: frozenset[str] = SCHEMES
    integrity: Callable[[str], str] | None = None
    face: str | None = None
    #: The components there are.
    library: Library = LIBRARY


class Installed:
    """What `install` leaves in a host's environment, as `env.citydesign`."""

    def __init__(self, settings: Settings):
        self.settings = settings

    @cached_property
    def language(self) -> Language:
        """The host's words and formats, in the locale of the moment."""
        settings = self.settings
        return Language(settings.locale, settings.messages, settings.strict, settings.library)

    @cached_property
    def calls(self) -> Environment:
        """The environment of the typed calls: never async, whatever the host's own is."""
        # In production no file changes, so none is looked at again.
        reload = self.settings.strict
        env = Environment(undefined=StrictUndefined, autoescape=True, auto_reload=reload)
        env.loader = ComponentLoader(None, env, self.settings)
        return env


def install(
    env: Environment,
    *,
    strict: bool = True,
    locale: str | Callable[[], str] = "en",
    assets_url: str | Callable[[str], str] = "/citydesign",
    theme: str | None = None,
    messages: Messages | None = None,
    mark_source: bool | None = None,
    url_schemes: Iterable[str] = (),
    integrity: Callable[[str], str] | None = None,
    face: str | None = None,
    components: Iterable[str | os.PathLike[str]] = (),
    packs: Iterable[str] = (),
) -> None:
    """Make `{% from "citydesign/text-input.html" import text_input %}` work in `env`.

    The components live in an overlay of the environment that has its own delimiters, filters and
    escaping, so that nothing the host sets can break them. The settings belong to `env` alone.
    Installing again replaces them, also for typed calls.

    Args:
        env: Any Jinja environment, sync, async or sandboxed.
        strict: Check every call against its contract. Pass your debug flag: without it the checks
            are not compiled in.
        locale: A BCP 47 tag, or a callable that gives the locale of the request being answered.
        assets_url: URL path under which you serve `citydesign.assets_path()`, or a callable that
            gives the URL of one of its files, such as `citydesign-0a1b2c3d4e.css`.
        theme: Name of a city theme, such as `tampere`; None for the default look.
        messages: Further languages, or other words for built-in ones.
        mark_source: Write the file and line of each call into its root element, so that the audit
            can name them. Only where calls are checked (`strict`). None asks the environment
            variable `CITYDESIGN_MARK_SOURCE`.
        url_schemes: Schemes of addresses that you allow beside `http`, `https`, `mailto`, `tel`
            and `sms`, such as `webcal`. Any other address is refused where calls are checked, and
            else written as `#unsafe`.
        integrity: Gives the subresource integrity of an asset by its name without hash, where what
            you serve differs from our files; an empty text for none.
        face: Name of a face that ships, `inter`; None for the reader's system face. A theme that
            names a face of its own wins over it.
        components: Folders of components of your own. Their macros come from `own/<name>.html`, or
            from another name that the folder's `pack.toml` says.
        packs: Names of installed packs to use, such as `rantakyla`, whose macros come from
            `rantakyla/<name>.html`. No pack is used unless you name it.

    Raises:
        CityDesignError: The environment is no Jinja environment, or a `NativeEnvironment`; the
            `strict` is no bool; the theme or the face is unknown; a scheme is no scheme or runs
            code; the locale has no words in strict mode; a message does not fit the built-in one;
            or a folder or pack is not there, has a name that is taken, or breaks a contract.
            Nothing has changed then.

    Warns:
        AutoescapeWarning: The environment has autoescape off. In strict mode, where it is a rule by
            name, each page that uses components and is left out by it warns when it is read.
        IncompleteLanguageWarning: In strict mode, a language of `messages` lacks some texts. A page
            that needs one of them is an error.
    """
    if not isinstance(env, Environment):
        raise CityDesignError(
            f"install takes a jinja2.Environment, not {type(env).__name__} {env!r}; Flask, Django "
            "and Starlette have an install of their own"
        )
    if isinstance(env, NativeEnvironment):
        raise CityDesignError("a NativeEnvironment gives Python values, not pages; use Environment")
    if not isinstance(strict, bool):
        raise CityDesignError(f"strict: give True or False, not {strict!r}")
    if not isinstance(locale, str) and not callable(locale):
        raise LanguageError(
            f"locale: {locale!r} is no language tag or callable; known: {', '.join(LOCALES)}"
        )
    if not isinstance(assets_url, str) and not callable(assets_url):
        raise CityDesignError(
            f"assets_url: give a URL path such as '/citydesign', or a callable, not {assets_url!r}"
        )
    if theme is not None:
        from citydesign import assets

        assets.check_theme(theme)
    if face is not None:
        from citydesign import assets

        assets.check_face(face)
    library = _library(components, packs, strict)
    if messages is not None:
        check_messages(messages, library)
        if strict:
            _warn_of_lacking(messages, library)
    if mark_source is None:
        mark_source = bool(os.environ.get("CITYDESIGN_MARK_SOURCE"))
    settings = Settings(
        strict,
        locale,
        assets_url,
        theme,
        messages,
        strict and mark_source,
        SCHEMES | schemes(url_schemes),
        integrity,
        face,
        library,
    )
    if env.autoescape is False:
        warnings.warn(
            "this environment has autoescape off: the components escape what they are given, but "
            "your own templates escape nothing; pass autoescape=True",
            AutoescapeWarning,
            stacklevel=2,
        )
    loader = env.loader.host if isinstance(env.loader, ComponentLoader) else env.loader
    env.loader = ComponentLoader(loader, env, settings)
    # Not by `extend`, which keeps what is there.
    env.citydesign = Installed(settings)  # type: ignore[attr-defined]


def _warn_of_lacking(messages: Messages, library: Library) -> None:
    for tag, keys in lacking(messages, library).items():
        more = f" and {len(keys) - 10} more" if len(keys) > 10 else ""
        built_in = keys[0] in catalogue(library)
        advice = f"; add them with: citydesign messages {tag}" if built_in else ""
        warnings.warn(
            f"messages[{tag!r}] lacks {', '.join(keys[:10])}{more}: a page that needs one of them "
            f"is an error{advice}",
            IncompleteLanguageWarning,
            stacklevel=3,
        )


def _library(
    components: Iterable[str | os.PathLike[str]], packs: Iterable[str], strict: bool
) -> Library:
    if not components and not packs:
        return LIBRARY
    from citydesign import packs as outside
    from citydesign.contracts import components_of

    library = outside.library(components, packs)
    for pack in library.packs if strict else ():
        # What is wrong in them is seen at start, and not by the first resident.
        outside.check(pack)
        components_of(pack, library)
    return library


def _how_to_use(pack: str) -> str | None:
    """Say how a host names components that exist outside ours."""
    from citydesign import packs

    if pack == packs.OWN:
        return "name the folder of your components by install(components=[...])"
    return f"use the pack by install(packs=[{pack!r}])" if pack in packs.names() else None


class ComponentLoader(BaseLoader):
    """Gives the templates of `citydesign/` and of each pack, and the host's for all others."""

    def __init__(self, host: BaseLoader | None, env: Environment, settings: Settings):
        self.host = host
        self._library = settings.library
        self._strict = settings.strict
        language = Installed(settings).language
        self._overlay = _overlay(env, self, settings)
        self._overlay.extend(
            citydesign_globals=_globals(settings, language),
            citydesign_language=language,
            citydesign_signatures={},
        )

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """Load a template, compiled in the overlay if it is one of ours."""
        if not self._has(name):
            if self.host is None:
                raise self._unknown(name)
            try:
                found = self.host.load(environment, name, globals)
            except TemplateNotFound as error:
                if error.name != name:
                    raise
                raise self._unknown(name) from None
            if self._strict and callable(environment.autoescape):
                self._warn_of_unescaped(environment, name)
            return found
        source, filename, uptodate = self.get_source(environment, name)
        if _is_collection(name):
            return self._collection(name)
        code = self._compile(source, name, filename, environment.bytecode_cache)
        return ComponentTemplate.from_code(
            self._overlay,
            code,
            # Jinja keeps an imported module only if it knows all globals of the template that
            # imports it. Our own are names of the compiled module.
            globals if globals is not None else {},
            uptodate,
        )

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Give source, file name and whether it is unchanged."""
        if not self._has(template):
            if self.host is None:
                raise TemplateNotFound(template)
            return self.host.get_source(environment, template)
        if _is_collection(template):
            return "", None, None
        path = self._path(template)
        try:
            source, changed = path.read_text("utf-8"), path.stat().st_mtime_ns
        except OSError:
            raise TemplateNotFound(template) from None
        return source, str(path), lambda: path.exists() and path.stat().st_mtime_ns == changed

    def list_templates(self) -> list[str]:
        """Name every template, ours and the host's."""
        ours = [self._library.template(name) for name in self._library.folders]
        collections = [f"{pack}/{ALL}" for pack in self._library.by_name]
        return sorted([*collections, *ours, *(self.host.list_templates() if self.host else ())])

    def _has(self, name: str) -> bool:
        return name.partition("/")[0] in self._library.by_name and "/" in name

    def _warn_of_unescaped(self, environment: Environment, name: str) -> None:
        """Warn of a page that uses components, and whose name the host's rule doesn't escape."""
        if environment.autoescape(name):  # type: ignore[operator]
            return
        try:
            source, filename, _ = self.host.get_source(environment, name)  # type: ignore[union-attr]
        except (TemplateNotFound, RuntimeError):
            # A loader of compiled templates has no sources.
            return
        packs = "|".join(map(re.escape, self._library.by_name))
        used = re.search(rf"""\b(?:from|import)\s+["'](?:{packs})/""", source)
        if used and not re.search(r"\bautoescape\s+true\b", source):
            warnings.warn_explicit(
                f"the autoescape of this environment leaves {name!r} out: the components escape "
                "what they are given, but the template itself escapes nothing; rename it so that "
                "it ends in .html, or pass autoescape=True",
                AutoescapeWarning,
                filename or name,
                source.count("\n", 0, used.start()) + 1,
            )

    def _collection(self, name: str) -> Template:
        pack = self._library.by_name[name.partition("/")[0]]
        macros = {
            component.rpartition("/")[2].replace("-", "_"): self._library.template(component)
            for component in self._library.folders
            if self._library.pack_of(component) == pack
        }
        return CollectionTemplate.of(name, Collection(self._overlay, macros), self._overlay)

    def _path(self, name: str) -> Path:
        if name.startswith(SHARED):
            path = self._library.base.folder / name.partition("/")[2]
            if ".." in path.parts:
                raise TemplateNotFound(name)
            return path
        component = self._library.component_of(name)
        if component is None:
            raise self._unknown(name)
        return self._library.folders[component] / name.rpartition("/")[2]

    def _unknown(self, name: str) -> TemplateNotFound:
        """Say which template was meant, and where in strict mode; a host's says nothing."""
        from difflib import get_close_matches

        ours = [*self._library.by_name]
        pack = name.partition("/")[0]
        if "/" in name and get_close_matches(pack, ours, 1, 0.8):
            from citydesign.contracts import all_components, meant

            known = {self._library.template(c.id): c for c in all_components(self._library)}
            hint = f"no template {name!r}{meant(name, known, *(f'{one}/{ALL}' for one in ours))}"
        elif self._strict and "/" in name and (use := _how_to_use(pack)):
            hint = f"no template {name!r}: {use}"
        else:
            return TemplateNotFound(name)
        if self._strict:
            from citydesign.checks import where

            hint = f"{where()}: {hint}"
        return TemplateNotFound(name, hint)

    def _compile(
        self, source: str, name: str, filename: str | None, cache: BytecodeCache | None
    ) -> CodeType:
        # Jinja keys bytecode by name and source alone. Without the mode, a strict and a fast host
        # that share a cache would run each other's code; without the shared parts, the shared
        # contracts and the compiler, code would outlive what was compiled into it.
        overlay = self._overlay
        mode: tuple[object, ...] = (self._strict, overlay.is_async, overlay.sandboxed)
        if cache is None:
            cache = _COMPILED
        else:
            mode = (*mode, _compiler(self._library))
        shared = sorted(set(re.findall(rf"{SHARED}[\w.-]+", source)))
        try:
            if cache is _COMPILED:
                # The first page of a process waits for this, so the parts aren't read again.
                parts = "".join(str(self._path(one).stat().st_mtime_ns) for one in shared)
            else:
                parts = "".join(self.get_source(overlay, one)[0] for one in shared)
        except (OSError, TemplateNotFound):
            # The compiler names the line that asks for it.
            return self._code(source, name, filename)
        bucket = cache.get_bucket(overlay, f"{name}#{mode}", filename, source + parts)
        if bucket.code is None:
            bucket.code = self._code(source, name, filename)
            cache.set_bucket(bucket)
        return bucket.code

    def _code(self, source: str, name: str, filename: str | None) -> CodeType:
        from citydesign.compiler import ComponentCode, StrictCode

        self._overlay.code_generator_class = StrictCode if self._strict else ComponentCode
        return self._overlay.compile(source, name, filename)


class _InProcess(BytecodeCache):
    """Code by its key, so that the second environment of a process compiles nothing again."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled from the same sources."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the newest code of a template."""
        assert bucket.code is not None
        self._codes[bucket.key] = bucket.checksum, bucket.code


_COMPILED = _InProcess()


def _is_collection(name: str) -> bool:
    return name.partition("/")[2] == ALL


def _overlay(env: Environment, loader: BaseLoader, settings: Settings) -> Environment:
    overlay = env.overlay(
        block_start_string="{%",
        block_end_string="%}",
        variable_start_string="{{",
        variable_end_string="}}",
        comment_start_string="{#",
        comment_end_string="#}",
        line_statement_prefix=None,
        line_comment_prefix=None,
        trim_blocks=True,
        lstrip_blocks=True,
        newline_sequence="\n",
        keep_trailing_newline=False,
        autoescape=True,
        finalize=None,
        optimized=False,
    )
    overlay.loader = loader
    overlay.extensions = {}
    overlay.extend(
        citydesign_macro=_macro(settings, is_async=env.is_async),
        citydesign_item=item_of(overlay),
        citydesign_undefined=StrictUndefined if settings.strict else env.undefined,
        citydesign_library=settings.library,
        citydesign_guards=partial(
            HostGuards, schemes=settings.url_schemes, library=settings.library
        ),
    )
    overlay.filters = dict(FILTERS)
    overlay.tests = dict(TESTS)
    return overlay


def _macro(settings: Settings, *, is_async: bool) -> Callable[..., ComponentMacro]:
    """Give what makes the macros of a template; those that hosts call name their component."""
    schemes, library = settings.url_schemes, settings.library
    if not settings.strict:
        lenient = AsyncMacro if is_async else ComponentMacro

        def make(made: Macro, entry: Callable[..., Any] | None, component: str | None) -> Any:
            if component is None:
                return ComponentMacro(made, entry)

            def judge(given: Sequence[Any], named: Mapping[str, Any]) -> None:
                from citydesign import macros

                macros.Judge(component, schemes, library)(given, named)

            return lenient(made, entry, judge)

        return make
    from citydesign import macros

    public: type[macros.StrictMacro] = macros.StrictMacro
    if settings.mark_source:
        from citydesign import marks

        public = marks.MarkedMacro

    def make_strict(made: Macro, entry: Callable[..., Any] | None, component: str | None) -> Any:
        if component is None:
            return ComponentMacro(made, entry)
        return public(made, entry, macros.Judge(component, schemes, library))

    return make_strict


#: Functions that get what the host wrote, so that the line to change is the host's.
_OF_HOST = frozenset({"asset_integrity", "asset_url", "chart_plot", "page_assets", "theme_colors"})


def _globals(settings: Settings, language: Language) -> dict[str, Any]:
    def asset_url(name: str) -> str:
        from citydesign import assets

        return assets.asset_url(name, settings.assets_url, settings.library)

    def asset_integrity(name: str) -> str:
        from citydesign import assets

        if settings.integrity:
            return settings.integrity(name)
        return assets.integrity(name, settings.library)

    def chart_plot(
        variant: "Variant", rows: Sequence[str], series: Sequence[Mapping[str, Any]]
    ) -> "Plot":
        from citydesign import plots

        return plots.chart_plot(variant, rows, series)

    def clean_html(html: str, heading_level: int, id_prefix: str, table: str) -> Markup:
        from citydesign import untrusted_html

        return untrusted_html.clean_html(
            html, heading_level, id_prefix, table, settings.url_schemes
        )

    functions: dict[str, Any] = {
        "t": language.text,
        "plurals": language.plurals,
        "format_date": language.date,
        "format_time": language.time,
        "date_parts": language.date_parts,
        "calendar_month": language.month,
        "calendar_names": language.calendar,
        "format_number": language.number,
        "language_name": language.name_of,
        "current_locale": lambda: language.locale,
        "text_direction": lambda: language.direction,
        "html_attributes": partial(attributes, schemes=settings.url_schemes),
        "html_classes": classes,
        "aria_described_by": described_by,
        "html_id": html_id,
        "chart_plot": chart_plot,
        "clean_html": clean_html,
        "icon_svg": partial(icon, library=settings.library),
        "is_local_url": is_local,
        "asset_url": asset_url,
        "asset_integrity": asset_integrity,
        "page_assets": partial(page_assets, library=settings.library),
        "page_window": page_window,
        "text_of": text_of,
        "theme_colors": theme_colors,
    }
    if settings.strict:
        from citydesign.checks import where

        for name, function in functions.items():
            place = where if name in _OF_HOST else line_of_template
            functions[name] = with_place(function, place, where)
    return {**functions, "default_theme": settings.theme, "default_face": settings.face}


@cache
def theme_colors(theme: str | None, scheme: str | None) -> dict[str, str]:
    """The header's colour by scheme, for the browser's own frame (`<meta name="theme-color">`).

    Args:
        theme: A city theme; None for the default look.
        scheme: The one scheme of the page; None if the reader's system chooses.
    """
    from citydesign import tokens

    token = tokens.load(theme)["color.brand.header"]
    return {mode: token.css(mode) for mode in ([scheme] if scheme else ["light", "dark"])}


@cache
def _compiler(library: Library) -> str:
    """Tell apart what turns a template into code: modules by when they were written, which is soon
    asked, and what all contracts share by its content."""
    files = (Path(__file__).with_name(f"{name}.py") for name in _COMPILING)
    shared = library.base.folder / "shared" / "contracts.toml"
    stamps = "-".join(str(file.stat().st_mtime_ns) for file in files)
    return f"{stamps}-{fingerprint([shared])}"


#: The modules that decide what is written into compiled templates, guards among it.
_COMPILING = ("compiler", "contracts", "guards", "names", "parts", "runtime", "types")
