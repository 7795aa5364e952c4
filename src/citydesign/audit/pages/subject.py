"""What is on the stage: one page, how its states are reached, and its circumstances."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from citydesign.audit.pages.setting import Setting

__all__ = ["ORIGIN", "POLICY", "Step", "Subject"]

#: Where pages are that are nowhere else.
ORIGIN = "http://citydesign.test"
POLICY = "default-src 'self'"


@dataclass(frozen=True)
class Step:
    """One real event: ``click``, ``focus`` (a selector), ``press`` (a key) or ``type`` (text)."""

    verb: str
    target: str


@dataclass(frozen=True)
class Subject:
    """Something to be looked at: an example, a page of a city, or a fixture.

    ``html`` gives the page for a setting. With ``url`` the page comes from the network instead.
    ``policy`` is the Content-Security-Policy it is served with. ``states`` holds the steps that
    reach each declared state, ``widths`` the only width at which some are there. ``source`` gives
    the words that the page's author wrote, apart from the words built into macros, in a locale.
    ``path`` is where the page is; ``component/example`` unless given. ``packs`` holds the
    folders whose files are served below ``assets_url`` and their names. ``folder`` is that of the
    component. ``parts`` are subjects that it shows together: a fault seen there counts once it
    is found on one of them alone. ``apart`` says that such a page of it is looked at too.
    """

    component: str
    example: str
    html: Callable[[Setting], str] | None = None
    url: str = ""
    states: Mapping[str, Sequence[Step]] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)
    locales: tuple[str, ...] = ("en",)
    themes: tuple[str, ...] = ("",)
    assets: Path | None = None
    assets_url: str = "/citydesign"
    policy: str = POLICY
    source: Callable[[str], str] | None = None
    path: str = ""
    packs: Mapping[str, Path] = field(default_factory=dict)
    folder: Path | None = None
    parts: tuple[Subject, ...] = ()
    apart: bool = False

    @property
    def address(self) -> str:
        """The URL of the page."""
        return self.url or f"{ORIGIN}/{quote(self.path or f'{self.component}/{self.example}')}"

    @property
    def foreign(self) -> bool:
        """Whether it is a page of a city, of whose scripts nothing is known."""
        return bool(self.url) or not self.policy
