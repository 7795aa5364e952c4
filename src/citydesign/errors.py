"""The errors that a developer sees. Each is one line: what, where, what to do."""

from collections.abc import Iterable


class CityDesignError(Exception):
    """Anything that a developer or designer has to fix; its text is one line."""


class ContractError(CityDesignError):
    """A component folder breaks its own contract."""


class UsageError(CityDesignError, TypeError):
    """A component is called in a way that its contract refuses."""


class UnknownComponentError(UsageError, AttributeError):
    """`citydesign.ui` has no component of that name."""


class DeprecatedParameter(DeprecationWarning):
    """A call gives a parameter that will be removed; the warning has the call's file and line."""


class AutoescapeWarning(UserWarning):
    """The host prints its own values without escaping them."""


class IncompleteLanguageWarning(UserWarning):
    """A language that the host brings lacks some texts."""


class LanguageError(CityDesignError):
    """The host shows a page in a language that lacks words."""


class TokenError(CityDesignError):
    """A token or theme is wrong."""


class BuildError(CityDesignError):
    """Styles, scripts or assets cannot be built."""


#: More names than anybody reads.
_READABLE = 60


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which known name was probably meant: `"; did you mean 'error'?"`.

    Where none is near, say what there is, if that is not too long to read.
    """
    from difflib import get_close_matches  # Costs more than many a page, and most never need it.

    names = list(known)
    close = get_close_matches(name, names, n=1, cutoff=0.6) or get_close_matches(
        name.lower().replace("-", "_"), names, n=1, cutoff=0.5
    )
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known: {', '.join(names)}" if 0 < len(names) <= _READABLE else ""
