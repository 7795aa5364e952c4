"""What a resident chooses about the site itself, kept in the browser and nowhere else.

`Cookies` asks for consent and says what it allows; `DisplayChoice` keeps how the site looks. No web
framework: `choice_pages` of `citydesign.flask`, `citydesign.django` and `citydesign.starlette`
connects a host.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citydesign.choices.cookies import Cookies
    from citydesign.choices.core.consent import Consent
    from citydesign.choices.display import DisplayChoice
    from citydesign.choices.proofs import FileProofs

__all__ = ["Consent", "Cookies", "DisplayChoice", "FileProofs"]

#: Where each name is. Whoever reads a consent waits for none of the others.
_HOMES = {
    "Consent": "core.consent",
    "Cookies": "cookies",
    "DisplayChoice": "display",
    "FileProofs": "proofs",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
