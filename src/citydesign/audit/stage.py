"""The browser page on which a subject stands while oracles look at it."""

from __future__ import annotations

import base64
import io
import mimetypes
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import numpy as np
from PIL import Image

from citydesign.audit.finding import Setting

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from playwright.sync_api import Page, Request, Response, Route

    from citydesign.audit.browser import Chromium

    Pixels = NDArray[np.uint8]

__all__ = [
    "ORIGIN",
    "POLICY",
    "Box",
    "PageError",
    "Picture",
    "Stage",
    "StateError",
    "Step",
    "Subject",
    "script",
]

ORIGIN = "http://citydesign.test"
POLICY = "default-src 'self'"
HEIGHT = 800
# A little less than the largest picture that Chromium draws.
TALLEST = 16000
PATIENCE = 20000  # milliseconds in which a page must have loaded
RECYCLE_AFTER = 400
MARGIN = 16

HASHED = re.compile(r"-[0-9a-f]{10}\.\w+$")
# What needs a window of its own: custom elements, and frames, to which axe listens in it.
CUSTOM_ELEMENT = re.compile(r"<(?:[a-z][a-z0-9]*-|iframe\b)")

# document.open takes the document's listeners and sheets away, and leaves the window as it is.
WRITE = """([html, path]) => {
  history.replaceState(null, "", path);
  document.adoptedStyleSheets = [];
  document.open();
  cityAudit.begin();
  const loaded = new Promise(done => addEventListener("load", done, { once: true }));
  document.write(html);
  document.close();
  return loaded.then(() => scrollTo(0, 0));
}"""

# axe asks its copies in the frames, also in those of another site.
AXE_IN_FRAMES = """
;axe.configure({ allowedOrigins: ["<unsafe_all_origins>"] });0"""

# One visible password field: a form for logging in; a change of password has more.
LOGIN = """() => [...document.querySelectorAll("input[type=password]")]
  .filter(e => e.checkVisibility({ visibilityProperty: true })).length === 1"""

# No person changes the scheme in the middle of a look: what that sets off is over at once.
ARRIVED = """() => document.getAnimations()
  .filter(animation => animation instanceof CSSTransition).forEach(one => one.finish())"""

# A script of somebody else may follow the scheme, some frames later. A window in which nothing
# is drawn has no frames.
FOLLOWED = """() => Promise.race([
  new Promise(done => setTimeout(done, 200)),
  (async () => { for (let n = 0; n < 4; n += 1) await new Promise(requestAnimationFrame); })(),
])"""

# How high the page is, and how far down anything stands on it.
EXTENT = """() => {
  const boxes = [...document.body.querySelectorAll("*")].map(e => e.getBoundingClientRect());
  const bottoms = boxes.filter(b => b.width && b.height).map(b => b.bottom + scrollY);
  return [Math.ceil(document.documentElement.scrollHeight), Math.ceil(Math.max(1, ...bottoms))];
}"""


class PageError(RuntimeError):
    """A page did not arrive: an error of the server, or another page in its place."""


class StateError(RuntimeError):
    """A declared step could not be done."""


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
    ``path`` is where the page stands; ``component/example`` unless given.
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

    @property
    def address(self) -> str:
        """The URL under which the page stands."""
        return self.url or f"{ORIGIN}/{self.path or f'{self.component}/{self.example}'}"

    @property
    def foreign(self) -> bool:
        """Whether it is a page of a city, of whose scripts nothing is known."""
        return bool(self.url) or not self.policy


@dataclass(frozen=True)
class Box:
    """A rectangle of the page, in CSS pixels from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height."""
        return self.bottom - self.top

    def grown(self, by: float) -> Box:
        """The same box with a margin on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    @classmethod
    def around(cls, boxes: Sequence[Box]) -> Box:
        """The smallest box around others."""
        return cls(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )


@dataclass(frozen=True)
class Picture:
    """Pixels of a part of the page."""

    pixels: Pixels
    clip: Box

    def part(self, clip: Box) -> Pixels:
        """What a screenshot of a smaller part shows."""
        left, top = max(0, int(self.clip.left)), max(0, int(self.clip.top))
        return self.pixels[
            max(0, int(clip.top)) - top : max(1, int(clip.bottom)) - top,
            max(0, int(clip.left)) - left : max(1, int(clip.right)) - left,
        ]


@cache
def script(name: str) -> str:
    """The text of a script of the audit, by its path below ``citydesign/audit``."""
    return (files("citydesign.audit") / name).read_text("utf-8")


class Stage:
    """A page in a browser, with one subject on it in one setting.

    ``untouched`` tells that nothing was pressed, typed or moved since the state was reached,
    ``plain`` that the page runs no script of its own, ``presses`` that keys may be sent to it also
    by oracles that otherwise only look.
    """

    presses = True

    def __init__(
        self, chromium: Chromium, axe: str, storage_state: str | Path | None = None
    ) -> None:
        self._chromium = chromium
        self._storage_state = storage_state
        self._arrived = self._asked = False
        # Where the page went by itself while it loaded.
        self._led_to = ""
        # Whether the page at hand is a city's own, and not one that stands here alone.
        self._city = False
        self._axe = axe
        self._opened = 0
        self._page: Page | None = None
        self._scripts = True
        self._has_axe = False
        self._computed = True
        # The policy of a window that may be written into.
        self._writable: str | None = None
        self._drawn = 0
        self._size: tuple[int, int] | None = None
        self._worn: dict[str, Any] | None = None
        # The document as the browser's tools know it.
        self._root: int | None = None
        # Whether the pointer stands where a click left it.
        self._pointed = False
        self.untouched = False
        self.plain = False
        self._reduced = True
        self.subject = Subject("", "")
        self.setting = Setting()
        # Of the highest page that was drawn as a whole.
        self.height = 0
        self.requests: list[tuple[str, int]] = []
        self.errors: list[str] = []
        self._lost: set[str] = set()
        # Addresses to which the page at hand would have led.
        self.left: list[str] = []

    # The page itself

    @property
    def page(self) -> Page:
        """The Playwright page."""
        if self._page is None or self._page.is_closed():
            self._start()
        assert self._page is not None
        return self._page

    def _start(self) -> None:
        self._scripts, self._has_axe, self._writable = True, False, None
        self._size = self._worn = None
        self._pointed = False
        context = self._chromium.context(service_workers="block", storage_state=self._storage_state)
        context.set_default_timeout(5000)
        context.set_default_navigation_timeout(PATIENCE)
        context.add_init_script(script("probe.js"))
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("requestfailed", self._lose)
        # Who dismisses the question before leaving a page stays on it.
        page.on("dialog", lambda d: d.accept() if d.type == "beforeunload" else d.dismiss())
        self._page = page
        self._cdp = context.new_cdp_session(page)
        self._cdp.send("DOM.enable")
        self._opened = 0
        if self._city:
            page.route("**/*", self._look_only)
        else:
            # Playwright's own routes switch the cache off, and each load would fetch all files.
            frames = self._cdp.send("Page.getFrameTree")
            self._main_frame = frames["frameTree"]["frame"]["id"]
            self._cdp.on("Fetch.requestPaused", self._answer)
            self._cdp.send("Fetch.enable")

    def _recycle(self) -> None:
        from playwright.sync_api import Error

        if self._page is not None:
            # A browser that was killed can't be asked to close anything.
            with suppress(Error):
                self._page.context.close()
        self._page = None

    def close(self) -> None:
        """Give the page back."""
        self._recycle()

    @property
    def missed(self) -> set[str]:
        """URLs of files of somebody else's page that may be there, but not for us."""
        if not self.subject.foreign:
            return set()
        return self._lost | {url for url, status in self.requests if status == 404}

    def _lose(self, request: Request) -> None:
        # What the page itself or its policy gave up is no loss of ours.
        if not re.search("ABORTED|BLOCKED_BY|csp", request.failure or ""):
            self._lost.add(request.url)

    def _look_only(self, route: Route) -> None:
        """Let a city's own page be looked at, never used: nothing is sent, nothing left.

        The first document is the page that was asked for. Any other is one that a script or a
        refresh leads to, and must not be judged in its place.
        """
        request = route.request
        document = request.is_navigation_request() and request.frame == self.page.main_frame
        if document and self._asked and not self._arrived:
            self._led_to = request.url
        if request.method not in {"GET", "HEAD"} or (document and self._asked):
            if document and self._arrived:
                self.left.append(request.url)
            # Once it is there, another failure would put the browser's error page in its place.
            route.abort("aborted" if self._arrived else "failed")
        else:
            route.continue_()
        self._asked = self._asked or document

    def _answer(self, event: dict[str, Any]) -> None:
        """Serve what stands nowhere else: the page under its address, and its assets."""
        url, method = event["request"]["url"], event["request"]["method"]
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc}"
        page = f"{address}{parts.path}" == self.subject.address and not parts.query
        # A form that sends to its own page would load it anew.
        page = page and not (self._arrived and event["frameId"] == self._main_frame
                             and event["resourceType"] == "Document")  # fmt: skip
        # The tools of the browser read it once more.
        if page and method == "GET" and event["resourceType"] in {"Document", "Other"}:
            policy = {"content-security-policy": self.subject.policy}
            kind = "text/html; charset=utf-8"
            self._fulfil(event, 200, self.html.encode(), {"content-type": kind, **policy})
            return
        if event["resourceType"] == "Document" and event["frameId"] == self._main_frame:
            self.left.append(url)
            self._fulfil(event, 204)
            return
        if parts.path == "/favicon.ico":  # The browser asks for it, not the page.
            self._fulfil(event, 204)
            return
        file = self._asset(unquote(parts.path)) if address == ORIGIN else None
        self.requests.append((url, 0 if address != ORIGIN else 200 if file else 404))
        if file:
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            # A file whose name holds its hash never changes.
            keep = "max-age=86400, immutable" if HASHED.search(file.name) else "no-store"
            headers = {"content-type": kind, "cache-control": keep}
            self._fulfil(event, 200, file.read_bytes(), headers)
        elif address == ORIGIN:
            self._fulfil(event, 404)
        elif self.subject.policy:
            reason = {"requestId": event["requestId"], "errorReason": "BlockedByClient"}
            self._reply("Fetch.failRequest", reason)
        else:  # Without its foreign style sheets, a page without a policy would not be itself.
            self._reply("Fetch.continueRequest", {"requestId": event["requestId"]})

    def _fulfil(
        self,
        event: dict[str, Any],
        status: int,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        answer = {
            "requestId": event["requestId"],
            "responseCode": status,
            "responseHeaders": [{"name": k, "value": v} for k, v in (headers or {}).items()],
            "body": base64.b64encode(body).decode(),
        }
        self._reply("Fetch.fulfillRequest", answer)

    def _reply(self, method: str, answer: Mapping[str, Any]) -> None:
        from playwright.sync_api import Error

        try:
            self._cdp.send(method, dict(answer))
        except Error as error:
            # A page that was left meanwhile no longer waits for its files.
            if "Invalid InterceptionId" not in str(error):
                raise

    def _asset(self, path: str) -> Path | None:
        root, prefix = self.subject.assets, self.subject.assets_url.rstrip("/") + "/"
        if root is None or not path.startswith(prefix):
            return None
        file = (root / path.removeprefix(prefix)).resolve()
        return file if file.is_file() and file.is_relative_to(root.resolve()) else None

    # Setting the scene

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
        self._opened += 1
        if self._opened > RECYCLE_AFTER or self._city != bool(subject.url):
            self._recycle()
            self._city = bool(subject.url)
        self.subject, self.setting = subject, setting
        self.html = subject.html(setting) if subject.html else ""
        self.requests, self.errors, self.left, self._lost = [], [], [], set()
        page = self.page
        if self._pointed:
            # Else something of the next page would be drawn as hovered.
            page.mouse.move(-10, -10)
            self._pointed = False
        self._root = None
        self._reduced = not motion
        self.resize(setting.width)
        self.dress(setting)
        # A page that runs nothing may be written into the window that is there: five times
        # quicker than to navigate. Custom elements get a window of their own.
        # A page of somebody else may run modules, which a window runs once only.
        ours = bool(self.html and subject.policy)
        self.plain = ours and not CUSTOM_ELEMENT.search(self.html)
        if self.plain and scripts and self._writable == subject.policy:
            self.js(WRITE, [self.html, urlsplit(subject.address).path])
        else:
            if scripts != self._scripts:
                self._cdp.send("Emulation.setScriptExecutionDisabled", {"value": not scripts})
                self._scripts = scripts
            self._has_axe = self._arrived = self._asked = False
            self._led_to = ""
            response = self._go(subject)
            self._arrived = True
            if subject.url:
                self._check_arrival(response)
            if not scripts:
                page.evaluate(script("probe.js"))
            self._computed = self.js("() => 'computedName' in Element.prototype")
            self._writable = subject.policy if self.plain and scripts else None
        if setting.state != "rest":
            self.act(subject.states[setting.state])
        self.js("() => cityAudit.mark()")
        self.untouched = scripts

    def restored(self) -> bool:
        """Take back focus, scrolling and fragment; tell whether the page is as it was opened.

        What a script remembers can't be seen, but what it showed can.
        """
        self.untouched = self._scripts and bool(self.js("() => cityAudit.back()"))
        return self.untouched

    def _go(self, subject: Subject) -> Response | None:
        """Navigate; what keeps a foreign page from arriving is said in one line."""
        from playwright.sync_api import Error, TimeoutError

        try:
            return self.page.goto(subject.address, wait_until="load")
        except Error as error:
            if not subject.url or not self._chromium.alive:
                raise
            self._recycle()
            why = str(error).splitlines()[0].removeprefix("Page.goto: ").partition(" at http")[0]
            if isinstance(error, TimeoutError):
                why = f"did not finish loading in {PATIENCE // 1000} s"
            elif "Download is starting" in why or "ERR_ABORTED" in why:
                why = "is a download, not a page"
            raise PageError(f"{subject.url}: {why}") from error

    def _check_arrival(self, response: Response | None) -> None:
        """Refuse to call an error page, a file or a login wall the page that was asked for."""
        from playwright.sync_api import Error

        url = self.subject.url
        if response is None or not response.ok:
            raise PageError(f"{url} answered {response.status if response else '-'}")
        wanted, got = urlsplit(url), urlsplit(self.page.url)
        moved = (wanted.netloc, wanted.path.rstrip("/")) != (got.netloc, got.path.rstrip("/"))
        if moved or self._led_to:
            there = self._led_to or self.page.url
            raise PageError(
                f"{url} led to {there}: name that address, or log in if it is a login wall"
            )
        kind = response.headers.get("content-type", "").partition(";")[0].strip()
        if kind not in {"text/html", "application/xhtml+xml", ""}:
            raise PageError(f"{url} is {kind}, not a page")
        if self._storage_state and self.js(LOGIN):
            raise PageError(f"{url} asks for a password: save the login anew")
        charset = response.headers.get("content-type", "").partition("charset=")[2] or "utf-8"
        with suppress(Error, LookupError):
            self.html = response.body().decode(charset.strip("\"' "), "replace")

    def act(self, steps: Sequence[Step]) -> None:
        """Do steps as a person would."""
        from playwright.sync_api import Error

        self.untouched = False
        for step in steps:
            try:
                if step.verb == "click":
                    self._pointed = True
                    self.page.click(step.target, timeout=2000)
                elif step.verb == "focus":
                    self.page.focus(step.target, timeout=2000)
                elif step.verb == "press":
                    self.page.keyboard.press(step.target)
                elif step.verb == "type":
                    self.page.keyboard.type(step.target)
                else:
                    raise StateError(f"unknown step `{step.verb}`")
            except Error as error:
                reason = str(error).splitlines()[0]
                raise StateError(f"`{step.verb} {step.target}`: {reason}") from error
        self.settle()

    def settle(self) -> None:
        """Wait until two frames have been drawn."""
        self.js(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def resize(self, width: int, height: int = HEIGHT) -> None:
        """Set the viewport, in CSS pixels."""
        _ = self.page
        if self._size == (width, height):
            return
        self._size = width, height
        self._cdp.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )

    def dress(self, setting: Setting, *, medium: str = "", reduced: bool | None = None) -> None:
        """Emulate scheme, contrast, forced colours, motion and medium, without a reload."""
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
        self.setting = setting
        wear = {
            "media": medium,
            "features": [{"name": name, "value": value} for name, value in features.items()],
        }
        _ = self.page
        if self._worn != wear:
            self._worn = wear
            self._cdp.send("Emulation.setEmulatedMedia", wear)
            if self._arrived and self._scripts and self.subject.foreign:
                self.js(FOLLOWED)
            self.js(ARRIVED)

    @property
    def cdp(self) -> Any:
        """The DevTools session of the page."""
        _ = self.page
        return self._cdp

    # Asking

    def js(self, expression: str, argument: Any = None) -> Any:
        """Evaluate an expression or call a function in the page."""
        return self.page.evaluate(expression, argument)

    def ask(self, name: str, argument: Any = None) -> Any:
        """Call a script of the audit: a function of ``cityAudit`` and an argument."""
        if not self._computed:
            self.need_axe()
        return self.js(f"argument => ({script(name)})(window.cityAudit, argument)", argument)

    def need_axe(self) -> None:
        """Put axe into the window and its frames, where it isn't yet."""
        from playwright.sync_api import Error

        if not self._has_axe:
            self.js(self._axe + AXE_IN_FRAMES)
            self._has_axe = True
        for frame in self.page.frames[1:]:
            # A frame that went away meanwhile has nothing to be judged.
            with suppress(Error):
                if not frame.evaluate("() => 'axe' in window"):
                    frame.evaluate(self._axe + AXE_IN_FRAMES)

    # Looking

    def _fit(self) -> None:
        """Make the viewport as high as the page, so that nothing has to be scrolled."""
        wanted, used = self.js(EXTENT)
        self.height = max(self.height, wanted)
        self.resize(self.setting.width, max(HEIGHT, min(TALLEST, wanted)))
        self._drawn = min(max(HEIGHT, min(TALLEST, wanted)), used + 2 * MARGIN)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """The page at its full height for the length of a ``with`` block."""
        if self._drawn:
            yield
            return
        self._fit()
        try:
            yield
        finally:
            self._drawn = 0
            self.resize(self.setting.width)

    def shot(self, clip: Box | None = None) -> Pixels:
        """A picture, or a part of it, as rows of RGB pixels.

        Within `whole` it ends where the page's content ends.
        """
        options: dict[str, Any] = {"format": "png", "optimizeForSpeed": True}
        if clip is None and self._drawn:
            clip = Box(0, 0, self.setting.width, self._drawn)
        if clip is not None:
            options["clip"] = {
                "x": max(0.0, float(int(clip.left))),
                "y": max(0.0, float(int(clip.top))),
                "width": max(1.0, float(int(clip.right) - max(0, int(clip.left)))),
                "height": max(1.0, float(int(clip.bottom) - max(0, int(clip.top)))),
                "scale": 1,
            }
        data = base64.b64decode(self.cdp.send("Page.captureScreenshot", options)["data"])
        return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))

    def picture(self, boxes: Sequence[Box]) -> Picture:
        """A picture of the part of the page in which some boxes stand."""
        clip = Box.around(boxes)
        return Picture(self.shot(clip), clip)

    @contextmanager
    def posing(self, selectors: Sequence[str], states: Sequence[str]) -> Iterator[None]:
        """Elements drawn as if hovered or focused, all at once, for a ``with`` block."""
        cdp = self.cdp
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

    def blur(self) -> None:
        """Take the focus away from whatever has it."""
        if self.js(
            "() => { const at = cityAudit.focused(); at?.blur(); return at !== document.body }"
        ):
            self.untouched = False

    def press(self, key: str) -> None:
        """Press a real key."""
        self.untouched = False
        self.page.keyboard.press(key)
