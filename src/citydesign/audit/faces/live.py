"""A page that somebody else's test has brought into a state, judged as it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from citydesign.audit.oracles import ORACLES
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Step, Subject
from citydesign.audit.run.circumstances import SCHEMES, narrowed
from citydesign.audit.run.inspection import inspect
from citydesign.audit.run.matrix import WIDTHS
from citydesign.audit.run.witness import Witness
from citydesign.audit.stage.axe_core import axe_source, newest
from citydesign.audit.stage.script import script
from citydesign.audit.stage.stage import Stage
from citydesign.audit.stage.window import StateError, Window
from citydesign.audit.verdict.finding import Finding
from citydesign.audit.verdict.report import PageResult, versions

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from citydesign.audit.oracles.oracle import Oracle

__all__ = ["LivePageError", "LiveStage", "address", "check_page", "judge"]

STATE = "live"

NAMED = """async argument => {
  axe.setup(document);
  try { return await (SCRIPT)(window.cityAudit, argument); } finally { axe.teardown(); }
}"""
REMEMBER = "() => { window.cityAuditWas = [document.activeElement, scrollX, scrollY]; }"
RETURN = """() => {
  const [focused, x, y] = window.cityAuditWas ?? [];
  if (focused?.isConnected && focused !== document.activeElement) {
    if (focused === document.body) document.activeElement?.blur?.();
    else focused.focus({ preventScroll: true });
  }
  scrollTo(x ?? 0, y ?? 0);
  delete window.cityAuditWas;
}"""


# A page that a test wrote itself has no address, and Chromium draws such a page on black where
# dark colours are asked for. No resident meets it there. True where it was put on white.
PAPER = """() => {
  const root = document.documentElement, body = document.body;
  const bare = element => {
    const { backgroundColor, backgroundImage } = getComputedStyle(element);
    return backgroundColor === "rgba(0, 0, 0, 0)" && backgroundImage === "none";
  };
  if (document.URL !== "about:blank" || !body || !bare(root) || !bare(body)) return false;
  if (getComputedStyle(root).colorScheme !== "normal") return false;
  globalThis.cityAuditPaper = new CSSStyleSheet();
  cityAuditPaper.replaceSync(":root { background: #fff }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, cityAuditPaper];
  return true;
}"""
NO_PAPER = """() => {
  document.adoptedStyleSheets =
    document.adoptedStyleSheets.filter(sheet => sheet !== globalThis.cityAuditPaper);
}"""


class LivePageError(TypeError):
    """Something that is no live page which can be judged."""


class LiveStage(Stage):
    """A stage that never loads: the page is there, and stays as it is.

    Args:
        page: A page of Playwright's synchronous interface, in Chromium.
        axe: The text of axe-core.
    """

    presses = False

    def __init__(self, page: Page, axe: str) -> None:
        super().__init__(Window(page), axe)
        self._paper = False

    def open(
        self, subject: Subject, setting: Setting, *, scripts: bool = True, motion: bool = False
    ) -> None:
        """Put the page into a setting without loading it."""
        self.subject, self.setting, self.html = subject, setting, ""
        self.window.begin_document()
        self.window.run(script("stage/probe.js"))
        self.begin_document()
        self._paper = self.js(PAPER) or self._paper
        self.traffic.arrived = True
        self.media.forget()
        self.media.begin(motion=motion)
        self.media.resize(setting.width)
        self.dress(setting)
        self.untouched = True

    def ask(self, name: str, argument: Any = None, *, among: bool = False) -> Any:
        """Call a script of the audit; axe computes names where the browser doesn't tell them."""
        if self.computed:
            return super().ask(name, argument, among=among)
        self.need_axe()
        return self.js(NAMED.replace("SCRIPT", script(name)), argument)

    def act(self, steps: Sequence[Step]) -> None:
        """Refuse: the page is in the state that its test brought it to."""
        raise StateError("nothing is pressed on the page of a test")

    def blur(self) -> None:
        """Leave the focus where it is: what closes without it belongs to the state."""

    def restored(self) -> bool:
        """Take the page as it is: only the keyboard walk changes it, and that comes last."""
        self.untouched = True
        return True

    def give_back(self) -> None:
        """Undo what was emulated."""
        page = self.window.page
        size = page.viewport_size
        if self._paper:
            self.js(NO_PAPER)
        self.window.cdp.detach()
        # The session took what Playwright itself emulates along with it: say it again.
        if size:
            # The same size again would be passed over.
            page.set_viewport_size({"width": size["width"], "height": size["height"] + 1})
            page.set_viewport_size(size)
        page.emulate_media()


def judge(
    page: Page,
    name: tuple[str, str],
    *,
    widths: Sequence[int] = WIDTHS,
    schemes: Sequence[str] = SCHEMES,
    keyboard: bool = False,
    pictured: Callable[[Finding], bool] = lambda finding: False,
) -> tuple[PageResult, dict[str, str]]:
    """Look at a live page with the oracles that leave it as it is.

    Afterwards size, media, scroll position and focus are what they were.

    Args:
        page: A page of Playwright's synchronous interface, in Chromium.
        name: Group and name that reports call it by.
        widths: Widths to look at, in CSS pixels.
        schemes: Colour schemes to look at.
        keyboard: Also press Tab through the whole page, last of all.
        pictured: Which faults get a picture.

    Returns:
        The result, and the versions of what looked.

    Raises:
        LivePageError: when the page is another thing.
        AxeError: when the copy of axe-core is none.
    """
    check_page(page)
    stage = LiveStage(page, axe_source(str(newest())))
    subject = Subject(*name, url=page.url, locales=("",), states={STATE: []})
    looking = [oracle for oracle in ORACLES if oracle.live]
    walk = [oracle for oracle in ORACLES if keyboard and oracle.walks]
    matrix, witness = _in_state(narrowed(widths, schemes)), Witness(pictured)
    page.evaluate(REMEMBER)
    try:
        found = inspect(stage, subject, looking, matrix, witness)
        if walk:
            walked = inspect(stage, subject, walk, matrix, witness)
            found.findings += walked.findings
            found.judged |= walked.judged
            found.seconds += walked.seconds
        axe = str(stage.js("() => window.axe?.version ?? ''"))
    finally:
        stage.give_back()
        page.evaluate(RETURN)
    found.pictures = witness.pictures
    browser = page.context.browser
    return PageResult.of(found), versions(browser.version if browser else "", axe)


def address(url: str) -> str:
    """The path of a URL, which stays the same on every port of a test server."""
    parts = urlsplit(url)
    return (parts.path.strip("/") or "/") + (f"?{parts.query}" if parts.query else "")


def _in_state(
    matrix: Callable[[Oracle, Subject], Iterable[Setting]],
) -> Callable[[Oracle, Subject], Iterable[Setting]]:
    """The same settings, all in the one state in which the page is."""

    def settings(oracle: Oracle, subject: Subject) -> tuple[Setting, ...]:
        return tuple(dict.fromkeys(s.but(state=STATE) for s in matrix(oracle, subject)))

    return settings


def check_page(page: Any) -> None:
    """Refuse what can't be judged.

    Raises:
        LivePageError: when it is no page of the synchronous interface, or not in Chromium.
    """
    from playwright.sync_api import Page

    if not isinstance(page, Page):
        kind = type(page)
        hint = (
            "; in an async test, audit its address with `citydesign audit`, or write the test "
            "with playwright.sync_api"
            if kind.__module__.startswith("playwright.async_api")
            else ""
        )
        raise LivePageError(
            f"a11y needs a page of playwright.sync_api, not {kind.__module__}.{kind.__name__}{hint}"
        )
    browser = page.context.browser
    if browser is not None and browser.browser_type.name != "chromium":
        raise LivePageError(
            f"a11y needs Chromium: {browser.browser_type.name} can't emulate forced colours and "
            "more contrast"
        )
