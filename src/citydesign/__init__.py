"""Open City Design System: forms, booking and navigation that every city can reuse.

`install(env)` brings the components into a Jinja environment; `ui` has them as Python calls.
"""

from citydesign.assets import asset_url, assets_path, csp, integrity
from citydesign.environment import install
from citydesign.errors import CityDesignError, ContractError, TokenError, UsageError
from citydesign.host import using
from citydesign.locale import use_locale

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
