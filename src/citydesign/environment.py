"""`install`: the one call that brings the components into a host's Jinja environment."""

import os
from collections import ChainMap
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
)
from jinja2.filters import FILTERS
from jinja2.nativetypes import NativeEnvironment
from jinja2.tests import TESTS

from citydesign import assets, marks, tokens
from citydesign.attributes import attributes, classes, described_by, html_id
from citydesign.compiler import (
    PREFIX,
    ComponentCode,
    ComponentMacro,
    StrictCode,
    escape_text,
    item_of,
)
from citydesign.errors import CityDesignError, nearest
from citydesign.icons import icon
from citydesign.locale import Language, Messages
from citydesign.navigation.pagination import window
from citydesign.paths import COMPONENTS, component_folders

#: The template that hands on every macro: `{% from "citydesign/all.html" import page, button %}`.
ALL = "citydesign/all.html"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a host wants its components; see `install`."""

    strict: bool = True
    locale: str | Callable[[], str] = "en"
    assets_url: str | Callable[[str], str] = "/citydesign"
    theme: str | None = None
    messages: Messages | None = None
    mark_source: bool = False
    integrity: Callable[[str], str] | None = None
    #: Where the components are.
    root: Path = COMPONENTS


class Installed:
    """What `install` leaves in a host's environment, as `env.citydesign`."""

    def __init__(self, settings: Settings):
        self.settings = settings

    @cached_property
    def language(self) -> Language:
        """The host's words and formats, in the locale of the moment."""
        return Language(self.settings.locale, self.settings.messages)

    @cached_property
    def calls(self) -> Environment:
        """The environment of the typed calls: never async, whatever the host's own is."""
        env = Environment(undefined=StrictUndefined, autoescape=True)
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
    integrity: Callable[[str], str] | None = None,
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
        integrity: Gives the subresource integrity of an asset by its name without hash, where what
            you serve differs from our files; an empty text for none.

    Raises:
        CityDesignError: The environment is no Jinja environment, or a `NativeEnvironment`; or the
            theme is unknown. Nothing has changed then.
    """
    if not isinstance(env, Environment):
        raise CityDesignError(
            f"install takes a jinja2.Environment, not {type(env).__name__} {env!r}; Flask, Django "
            "and Starlette have an install of their own"
        )
    if isinstance(env, NativeEnvironment):
        raise CityDesignError("a NativeEnvironment gives Python values, not pages; use Environment")
    if theme is not None:
        assets.check_theme(theme)
    if mark_source is None:
        mark_source = bool(os.environ.get("CITYDESIGN_MARK_SOURCE"))
    settings = Settings(
        strict, locale, assets_url, theme, messages, strict and mark_source, integrity
    )
    loader = env.loader.host if isinstance(env.loader, ComponentLoader) else env.loader
    env.loader = ComponentLoader(loader, env, settings)
    if env.cache is not None:
        env.cache.clear()
    # Not by `extend`, which keeps what is there.
    env.citydesign = Installed(settings)  # type: ignore[attr-defined]


class ComponentLoader(BaseLoader):
    """Gives the templates whose names begin with `citydesign/`, and the host's for all others."""

    def __init__(self, host: BaseLoader | None, env: Environment, settings: Settings):
        self.host = host
        self._root = settings.root
        self._mode = f"citydesign-{_version()}-{'strict' if settings.strict else 'fast'}"
        self._globals = _globals(settings)
        self._overlay = _overlay(env, self, settings)

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """Load a template, compiled in the overlay if it is one of ours."""
        if not name.startswith(PREFIX):
            if self.host is None:
                raise TemplateNotFound(name)
            return self.host.load(environment, name, globals)
        source, filename, uptodate = self.get_source(environment, name)
        code = self._compile(source, name, filename, environment.bytecode_cache)
        return self._overlay.template_class.from_code(
            self._overlay,
            code,
            # The host's globals stay visible: Jinja keeps an imported module only if it knows
            # all globals of the template that imports it.
            ChainMap(self._globals, globals if globals is not None else {}),
            uptodate,
        )

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Give source, file name and whether it is unchanged."""
        if not template.startswith(PREFIX):
            if self.host is None:
                raise TemplateNotFound(template)
            return self.host.get_source(environment, template)
        if template == ALL:
            return self._all_source(), None, None
        path = self._path(template)
        try:
            source, changed = path.read_text("utf-8"), path.stat().st_mtime_ns
        except OSError:
            raise TemplateNotFound(template) from None
        return source, str(path), lambda: path.exists() and path.stat().st_mtime_ns == changed

    def list_templates(self) -> list[str]:
        """Name every template, ours and the host's."""
        ours = [f"{PREFIX}{name}.html" for name in component_folders(self._root)]
        return sorted([ALL, *ours, *(self.host.list_templates() if self.host else ())])

    def _path(self, name: str) -> Path:
        rest = name.removeprefix(PREFIX)
        if rest.startswith("shared/"):
            path = self._root / rest
            if ".." in path.parts:
                raise TemplateNotFound(name)
            return path
        known = {f"{one}.html": folder for one, folder in component_folders(self._root).items()}
        if rest not in known:
            raise TemplateNotFound(name, f"no template {name!r}{nearest(rest, known)}")
        return known[rest] / rest

    def _all_source(self) -> str:
        # Jinja doesn't export what a template imported; what it sets, it does.
        names = {one: one.replace("-", "_") for one in component_folders(self._root)}
        return "".join(
            f'{{% from "{PREFIX}{name}.html" import {macro} as _{macro} %}}\n'
            f"{{% set {macro} = _{macro} %}}\n"
            for name, macro in names.items()
        )

    def _compile(
        self, source: str, name: str, filename: str | None, cache: BytecodeCache | None
    ) -> CodeType:
        if cache is None:
            return self._overlay.compile(source, name, filename)
        # Jinja keys bytecode by name and source alone: without the mode, a strict and a fast host
        # that share a cache would run each other's code.
        mode = f"{self._mode}{'-async' if self._overlay.is_async else ''}"
        bucket = cache.get_bucket(self._overlay, f"{name}#{mode}", filename, source)
        if bucket.code is None:
            bucket.code = self._overlay.compile(source, name, filename)
            cache.set_bucket(bucket)
        return bucket.code


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
    )
    overlay.loader = loader
    overlay.extensions = {}
    overlay.extend(
        citydesign_macro=marks.macro if settings.mark_source else ComponentMacro,
        citydesign_escape=escape_text,
        citydesign_item=item_of(overlay),
    )
    overlay.filters = dict(FILTERS)
    overlay.tests = dict(TESTS)
    overlay.code_generator_class = StrictCode if settings.strict else ComponentCode
    return overlay


def _globals(settings: Settings) -> dict[str, Any]:
    language = Language(settings.locale, settings.messages)

    def asset_url(name: str) -> str:
        return assets.asset_url(name, settings.assets_url)

    return {
        "t": language.text,
        "plurals": language.plurals,
        "format_date": language.date,
        "format_time": language.time,
        "date_parts": language.date_parts,
        "format_number": language.number,
        "language_name": language.name_of,
        "locale": lambda: language.locale,
        "direction": lambda: language.direction,
        "attributes": attributes,
        "classes": classes,
        "described_by": described_by,
        "html_id": html_id,
        "icon": icon,
        "asset_url": asset_url,
        "integrity": settings.integrity or assets.integrity,
        "page_window": window,
        "theme_colors": theme_colors,
        "default_theme": settings.theme,
    }


@cache
def theme_colors(theme: str | None, scheme: str | None) -> dict[str, str]:
    """The header's colour by scheme, for the browser's own frame (`<meta name="theme-color">`).

    Args:
        theme: A city theme; None for the default look.
        scheme: The one scheme of the page; None if the reader's system chooses.
    """
    token = tokens.load(theme)["color.brand.header"]
    return {mode: token.css(mode) for mode in ([scheme] if scheme else ["light", "dark"])}


def _version() -> str:
    try:
        return version("citydesign")
    except PackageNotFoundError:
        return "checkout"
