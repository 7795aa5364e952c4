"""Components as Python calls: of ours, which `citydesign.ui` hands on, and of packs.

A pack's own module `ui` hands on its calls, and its wheel brings their types beside it:

    from citydesign.calls import Calls

    _calls = Calls("rantakyla")
    __getattr__, __dir__ = _calls.__getattr__, _calls.__dir__
"""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from citydesign import host
from citydesign.errors import UnknownComponentError


class Calls:
    """Gives each component of a pack as a function: `Calls("rantakyla").stop_board(...)`.

    A call follows the application at work, as those of `citydesign.ui` do.

    Args:
        pack: The pack's name; `own` for a folder of components that says none.
    """

    def __init__(self, pack: str):
        self._pack = pack

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        if name.startswith("_"):
            raise AttributeError(name)
        return call(self._pack, name.replace("_", "-"))

    def __dir__(self) -> list[str]:
        ids = host.current().settings.library.folders
        return [one.partition("/")[2].replace("-", "_") for one in ids if self._has(one)]

    def _has(self, component: str) -> bool:
        return component.startswith(f"{self._pack}/")


def call(pack: str, component: str, summary: str = "") -> Callable[..., Markup]:
    """Give a component as a function.

    Args:
        pack: Name of its pack; `citydesign` for one of ours.
        component: Its name.
        summary: What it is for.
    """
    macro = component.replace("-", "_")
    template = f"{pack}/{component}.html"

    @host.follows_template
    def made(*args: Any, **kwargs: Any) -> Markup:
        installed = host.current()
        library = installed.settings.library
        if pack not in library.by_name:
            raise UnknownComponentError(
                f"{pack}.{macro}: the application at work has no pack {pack!r}; give it to "
                "install(packs=...) or install(components=...)"
            )
        if library.component_of(template) is None:
            from citydesign.contracts import all_components, meant

            hint = meant(component, {one.id: one for one in all_components(library)})
            raise UnknownComponentError(f"no component {pack}/{component}{hint}")
        function: Callable[..., Markup] = getattr(
            installed.calls.get_template(template).module, macro
        )
        return function(*args, **kwargs)

    made.__name__ = made.__qualname__ = macro
    made.__doc__ = summary
    return made


def given(records: object) -> Any:
    """Records as a component takes them: types of typed calls are there only once it was built."""
    return records
