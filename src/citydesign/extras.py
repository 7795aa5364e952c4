"""What a part needs that is not installed with it, and the line that installs it."""

from collections.abc import Iterator
from contextlib import contextmanager

from citydesign.errors import CityDesignError


class MissingExtra(CityDesignError, ModuleNotFoundError):  # noqa: N818 - as pip would say it
    """A part is used without its extra; `name` is the module that is missing."""


@contextmanager
def extra(name: str, purpose: str) -> Iterator[None]:
    """Import what an extra brings.

    Args:
        name: The extra, as `pyproject.toml` names it: `booking`.
        purpose: What it is needed for: `calendar entries`.

    Raises:
        MissingExtra: A module is not installed; says which, and the line that installs it.
    """
    try:
        yield
    except MissingExtra:
        raise
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"{error.name} is missing; for {purpose}: {install_line(name)}", name=error.name
        ) from None


def install_line(name: str) -> str:
    """Give the line that installs an extra, in quotes that every shell reads alike."""
    return f'pip install "citydesign[{name}]"'
