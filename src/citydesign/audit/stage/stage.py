"""Where a subject is while oracles look at it: a window, its media, a camera, its scripts."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Step, Subject
from citydesign.audit.stage.camera import Camera
from citydesign.audit.stage.media import Media
from citydesign.audit.stage.script import script
from citydesign.audit.stage.traffic import Traffic
from citydesign.audit.stage.window import Window

__all__ = ["Stage"]

# axe asks its copies in the frames, also in those of another site.
AXE_IN_FRAMES = """
;axe.configure({ allowedOrigins: ["<unsafe_all_origins>"] });0"""
# A window that has it at hand runs it where it is needed; else half a megabyte is sent each time.
AXE_AT_HAND = "globalThis.cityAuditAxe = () => { AXE };"
RUN_AXE = "() => Boolean(globalThis.cityAuditAxe && (cityAuditAxe(), true))"

# Where scripts are switched off, only what is not waited for comes.
TOLD = "told => told instanceof Promise ? told.then(JSON.stringify) : JSON.stringify(told)"

DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Stage(ABC):
    """A page with one subject on it in one setting.

    ``untouched`` tells that nothing was pressed, typed or moved since the state was reached,
    ``plain`` that the page runs no script of its own, ``presses`` that keys may be sent to it also
    by oracles that otherwise only look. ``html`` is the document as the server sent it, empty
    where that is not known; ``traffic`` what the page asked for.

    Args:
        window: The page.
        axe: The text of axe-core.
    """

    presses = True

    def __init__(self, window: Window, axe: str) -> None:
        self.window = window
        self.media = Media(window)
        self.camera = Camera(window, self.media)
        self.traffic = Traffic()
        self.subject = Subject("", "")
        self.setting = Setting()
        self.html = ""
        self.untouched = self.plain = False
        #: Which inspection this is: what was seen in another one counts for nothing.
        self.turn = 0
        #: Whether the page's scripts run.
        self.scripts = True
        self._axe = axe + AXE_IN_FRAMES
        self._has_axe = False
        self._computed = True

    @abstractmethod
    def open(
        self, subject: Subject, setting: Setting, *, scripts: bool = True, motion: bool = False
    ) -> None:
        """Load a subject in a setting and reach its state by real events.

        Args:
            subject: What to look at.
            setting: Under which circumstances.
            scripts: False switches scripts off, as a resident or a broken network would.
            motion: True leaves transitions and animations running; else they end at once.

        Raises:
            StateError: when a step of the state can't be done.
            PageError: when the page of a URL is not the one asked for.
        """

    @abstractmethod
    def act(self, steps: Sequence[Step]) -> None:
        """Do steps as a person would.

        Raises:
            StateError: when one can't be done.
        """

    @abstractmethod
    def restored(self) -> bool:
        """Take back focus, scrolling and fragment; tell whether the page is as it was opened."""

    def close(self) -> None:
        """Give the page back."""
        self.window.close()

    def begin_document(self) -> None:
        """Ask the document that is there now what it can do; the last one is gone."""
        self._has_axe = False
        self._computed = self.js("() => 'computedName' in Element.prototype")

    # Asking

    @property
    def computed(self) -> bool:
        """Whether the browser itself computes names and roles."""
        return self._computed

    def js(self, expression: str, argument: Any = None) -> Any:
        """Evaluate an expression or call a function in the page."""
        return self.window.js(expression, argument)

    def ask(self, name: str, argument: Any = None, *, among: bool = False) -> Any:
        """Call a script of the audit: a function of ``cityAudit`` and an argument.

        Args:
            name: Its path below ``citydesign/audit``.
            argument: What JSON can say.
            among: Among the page's own scripts, whose work it has to see.
        """
        if not self._computed:
            self.need_axe()
        ask = self.window.page_js if among else self.js
        # As one text, in which no value is lost or looked at again on its way.
        answer = ask(f"argument => ({TOLD})(({script(name)})(cityAudit, argument))", argument)
        return None if answer is None else json.loads(answer)

    def need_axe(self) -> None:
        """Put axe into the window and its frames, where it isn't yet."""
        from playwright.sync_api import Error

        if not self._has_axe:
            if not self.js(RUN_AXE):
                self.window.run(self._axe)
            self._has_axe = True
        for frame in self.window.page.frames[1:]:
            # A frame that went away meanwhile has nothing to be judged.
            with suppress(Error):
                if not frame.evaluate("() => 'axe' in window"):
                    frame.evaluate(self._axe)

    @contextmanager
    def named(self) -> Iterator[None]:
        """Names and roles at hand for a ``with`` block.

        Else Chromium builds its accessibility tree for each one that is asked for. To keep that
        tree all the time costs a third of everything that is done to a page.
        """
        if not self._computed:
            yield
            return
        self.window.cdp.send("Accessibility.enable")
        # The tree is built once somebody asks for it, and kept from then on.
        self.window.cdp.send("Accessibility.getRootAXNode")
        # Where something is thrown, the page is given back.
        yield
        self.window.cdp.send("Accessibility.disable")

    # Drawing

    def dress(self, setting: Setting, *, medium: str = "", reduced: bool | None = None) -> None:
        """Emulate the circumstances of a setting, without a reload; see `Media.dress`."""
        self.setting = setting
        # Where scripts are switched off, nothing that is waited for in the page ever comes.
        followed = self.traffic.arrived and self.scripts and self.subject.foreign
        self.media.dress(setting, medium=medium, reduced=reduced, followed=followed)

    def whole(self) -> AbstractContextManager[None]:
        """The page at its full height for a ``with`` block, so that nothing has to be scrolled."""
        return self.camera.whole(self.setting.width)

    def settle(self) -> None:
        """Wait until two frames have been drawn."""
        self.js(DRAWN)

    # Touching

    def blur(self) -> None:
        """Take the focus away from whatever has it."""
        if self.js(
            "() => { const at = cityAudit.focused(); at?.blur(); return at !== document.body }"
        ):
            self.untouched = False

    def press(self, key: str) -> None:
        """Press a real key."""
        self.untouched = False
        self.window.press(key)
