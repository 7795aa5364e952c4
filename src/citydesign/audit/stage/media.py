"""Under which circumstances a page is drawn: its window's size, its media, its forced states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citydesign.audit.pages.setting import Setting
    from citydesign.audit.stage.window import Window

__all__ = ["HEIGHT", "Media"]

HEIGHT = 800

# No person changes the scheme in the middle of a look: what that sets off is over at once.
ARRIVED = """() => document.getAnimations()
  .filter(animation => animation instanceof CSSTransition).forEach(one => one.finish())"""

# A script of somebody else may follow the scheme, some frames later. A window in which nothing
# is drawn has no frames.
FOLLOWED = """() => Promise.race([
  new Promise(done => setTimeout(done, 200)),
  (async () => { for (let n = 0; n < 4; n += 1) await new Promise(requestAnimationFrame); })(),
])"""

# Every rule that asks for the pointer is taken to ask for its absence, where it is on one of the
# elements. Neither weight nor order of the rules changes. False where a sheet can't be read.
POINTED = """elements => {
  const posed = `:not(:hover):where(${elements})`, changed = [];
  const visit = (rules) => {
    for (const rule of rules) {
      const text = rule.selectorText;
      if (text?.includes(":hover")) {
        changed.push([rule, text]);
        rule.selectorText = text.replace(/(?<!\\\\):hover(?![\\w-])/g, posed);
      }
      visit(rule.cssRules ?? rule.styleSheet?.cssRules ?? []);
    }
  };
  const roots = [document, ...cityAudit.all("*").map(e => e.shadowRoot).filter(Boolean)];
  cityAudit.unpose = () => { for (const [rule, text] of changed) rule.selectorText = text; };
  try {
    for (const root of roots)
      for (const sheet of [...root.styleSheets, ...root.adoptedStyleSheets]) visit(sheet.cssRules);
  } catch {
    cityAudit.unpose();
    return false;
  }
  return true;
}"""
UNPOINTED = "() => cityAudit.unpose()"

FONTS = {"standard": 16, "fixed": 13}


class Media:
    """What is emulated in a window; what is so already is not said again."""

    def __init__(self, window: Window) -> None:
        self._window = window
        # The page of which the rest is known.
        self._page: object = None
        self._size: tuple[int, int] | None = None
        self._worn: dict[str, Any] | None = None
        # The document as the browser's tools know it.
        self._root: int | None = None
        self._reduced = True

    def begin(self, *, motion: bool) -> None:
        """Prepare for another document; ``motion`` leaves transitions and animations running."""
        self._root = None
        self._reduced = not motion

    def forget(self) -> None:
        """Set everything again: somebody else may have changed it."""
        self._size = self._worn = None

    def _check_page(self) -> None:
        page = self._window.page
        if self._page is not page:
            self._page = page
            self.forget()

    def resize(self, width: int, height: int = HEIGHT) -> None:
        """Set the viewport, in CSS pixels."""
        self._check_page()
        if self._size == (width, height):
            return
        self._size = width, height
        self._window.cdp.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )

    def dress(
        self,
        setting: Setting,
        *,
        medium: str = "",
        reduced: bool | None = None,
        followed: bool = False,
    ) -> None:
        """Emulate scheme, contrast, forced colours, motion and medium, without a reload.

        Args:
            setting: What to emulate.
            medium: ``print``, or the screen unless given.
            reduced: Whether less motion is asked for; as `begin` was told unless given.
            followed: Wait for scripts that may follow.
        """
        self._check_page()
        if reduced is not None:
            self._reduced = reduced
        features = {
            "prefers-color-scheme": setting.scheme,
            "prefers-contrast": {"more": "more", "forced": "custom"}.get(
                setting.contrast, "no-preference"
            ),
            "forced-colors": "active" if setting.contrast == "forced" else "none",
            "prefers-reduced-motion": "reduce" if self._reduced else "no-preference",
        }
        wear = {
            "media": medium,
            "features": [{"name": name, "value": value} for name, value in features.items()],
        }
        if self._worn != wear:
            self._worn = wear
            self._window.cdp.send("Emulation.setEmulatedMedia", wear)
            if followed:
                self._window.js(FOLLOWED)
            self._window.js(ARRIVED)

    @contextmanager
    def enlarged(self, times: int) -> Iterator[None]:
        """The reader's text so many times as large, for a ``with`` block."""
        cdp = self._window.cdp
        larger = {name: times * size for name, size in FONTS.items()}
        cdp.send("Page.setFontSizes", {"fontSizes": larger})
        try:
            yield
        finally:
            cdp.send("Page.setFontSizes", {"fontSizes": FONTS})

    @contextmanager
    def pointed(self, selectors: Sequence[str]) -> Iterator[None]:
        """Elements drawn as if under the pointer, all at once, for a ``with`` block."""
        # To force the state costs a call for each element, to change the rules one for all.
        if not self._window.js(POINTED, ", ".join(selectors)):
            with self.posing(selectors, ["hover"]):
                yield
            return
        try:
            yield
        finally:
            self._window.js(UNPOINTED)

    @contextmanager
    def posing(self, selectors: Sequence[str], states: Sequence[str]) -> Iterator[None]:
        """Elements drawn as if hovered or focused, all at once, for a ``with`` block."""
        cdp = self._window.cdp
        cdp.send("CSS.enable")
        if self._root is None:
            self._root = cdp.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        try:
            found = cdp.send(
                "DOM.querySelectorAll", {"nodeId": self._root, "selector": ", ".join(selectors)}
            )
            for node in found["nodeIds"]:
                cdp.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": [*states]})
            yield
        finally:
            cdp.send("CSS.disable")
