"""The parts of Jinja and MarkupSafe that no documentation promises, and that we rely on.

All of them are taken from here, so that a release that changes one is met by one clear error when
the package is imported, and not by a wrong page. `pyproject.toml` bounds both packages.
"""

import jinja2
import markupsafe

from citydesign.errors import CityDesignError

try:
    from jinja2.bccache import BytecodeCache
    from jinja2.compiler import CodeGenerator, Frame, MacroRef
    from jinja2.environment import Template, TemplateModule
    from jinja2.idtracking import Symbols
    from jinja2.runtime import Macro, Undefined
except ImportError as error:
    raise CityDesignError(
        f"Jinja {jinja2.__version__} does not fit: {error}; install jinja2>=3.1.6,<3.3"
    ) from None

try:
    from markupsafe._speedups import _escape_inner as escape_str
except ImportError:  # Before MarkupSafe 3, or without its C part.
    from markupsafe import escape as escape_str

__all__ = [
    "BytecodeCache",
    "CodeGenerator",
    "Frame",
    "Macro",
    "MacroRef",
    "Symbols",
    "Template",
    "TemplateModule",
    "Undefined",
    "check",
    "escape_str",
]

#: Methods that we replace or call.
METHODS: dict[type, tuple[str, ...]] = {
    BytecodeCache: ("get_bucket", "set_bucket"),
    CodeGenerator: (
        "_output_child_pre",
        "_output_child_post",
        "blockvisit",
        "enter_frame",
        "macro_body",
        "macro_def",
        "return_buffer_contents",
        "visit",
        "visit_Call",
        "visit_Getattr",
        "visit_Name",
        "visit_Template",
        "write",
        "writeline",
    ),
    Symbols: ("ref",),
    Template: (
        "_get_default_module",
        "_get_default_module_async",
        "from_code",
        "from_module_dict",
        "make_module",
        "make_module_async",
    ),
}
#: What an object has once it is made: the names that its `__init__` writes.
ATTRIBUTES: dict[type, tuple[str, ...]] = {
    CodeGenerator: ("environment", "filename", "name"),
    Frame: ("symbols",),
    Macro: (
        "_environment",
        "_func",
        "arguments",
        "caller",
        "catch_kwargs",
        "catch_varargs",
        "name",
    ),
    MacroRef: ("accesses_caller", "accesses_kwargs", "accesses_varargs", "node"),
    Symbols: ("loads",),
    Undefined: ("_undefined_hint", "_undefined_name"),
}


def check() -> None:
    """Refuse a Jinja that lacks one of them.

    Raises:
        CityDesignError: Names the installed release, what it lacks and what to install.
    """
    lacking = [
        f"{owner.__name__}.{name}"
        for table, has in ((METHODS, hasattr), (ATTRIBUTES, _writes))
        for owner, names in table.items()
        for name in names
        if not has(owner, name)
    ]
    if type(escape_str("<")) not in (str, markupsafe.Markup) or escape_str("<") != "&lt;":
        lacking.append("an escape of str in MarkupSafe")
    if lacking:
        raise CityDesignError(
            f"Jinja {jinja2.__version__} lacks {', '.join(lacking)}; install jinja2>=3.1.6,<3.3"
        )


def _writes(owner: type, name: str) -> bool:
    return name in owner.__init__.__code__.co_names  # type: ignore[misc]


check()
