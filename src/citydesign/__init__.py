"""Open City Design System: forms, booking and navigation that every city can reuse.

`install(env)` brings the components into a Jinja environment; `ui` has them as Python calls.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from citydesign.environment import install
from citydesign.errors import CityDesignError, ContractError, TokenError, UsageError
from citydesign.host import using
from citydesign.locale import use_locale

# The builder of style sheets is imported when a host first asks for an asset.
if TYPE_CHECKING:
    from citydesign.assets import asset_url, assets_path, csp, integrity

__all__ = [
    "CityDesignError",
    "ContractError",
    "TokenError",
    "UsageError",
    "asset_url",
    "assets_path",
    "csp",
    "install",
    "integrity",
    "use_locale",
    "using",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'citydesign' has no attribute {name!r}")
    return getattr(import_module("citydesign.assets"), name)
