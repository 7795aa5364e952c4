"""A browser with a cookie jar and without scripts: it follows links and sends forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from tests.test_appointments import parse
from werkzeug.datastructures import FileStorage

from citydesign.exchange import Answer, Page, Redirect, Request, Sent
from citydesign.forms.journey import Flow
from citydesign.forms.journey.pages import FORM_ID
from citydesign.store import send_due


@dataclass
class Reply:
    """What a host answered, with the cookies that it set: name, value, path."""

    status: int
    html: str
    location: str | None = None
    cookies: list[tuple[str, str, str]] = field(default_factory=list)


#: Method, address, form, cookies, headers. In a form, a file is its name and its content.
Send = Callable[[str, str, dict[str, list[Any]], dict[str, str], dict[str, str]], Reply]


def apart(form: dict[str, list[Any]], make: Callable[[str, bytes], Any]) -> Any:
    """The texts of a form, and its files as a host's client takes them."""
    texts = {name: [one for one in given if isinstance(one, str)] for name, given in form.items()}
    files = {
        name: [make(*one) for one in given if not isinstance(one, str)]
        for name, given in form.items()
    }
    return texts, {name: given for name, given in files.items() if given}


#: A page of an open form, by its address.
OPEN = re.compile(r"[0-9a-f]{32}/")


def whole(answer: Page, warns: bool = False) -> str:
    """A page without the layout of a host, which holds what every page must hold.

    Args:
        answer: The page.
        warns: Whether it can be left until its form is closed.
    """
    content = answer.content
    if warns:
        assert content.count("<city-session-timeout") == 1, "nobody is told when the form closes"
    assert content.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]*)"', content)
    assert len(ids) == len(set(ids)), "a label, a link of a summary would lead to the first"
    assert answer.failed == ("<city-error-summary" in content), "its title begins with Error"
    assert answer.status != 422 or answer.failed
    found = FORM_ID if f'id="{FORM_ID}"' in content else None
    assert answer.form_id == found, "a switch of the language sends along what is typed"
    return f"<title>{answer.title}</title>{content}"


def straight(flow: Flow, *roots: str) -> Send:
    """Ask a flow itself, without a host."""

    def send(
        method: str,
        url: str,
        form: dict[str, list[Any]],
        cookies: dict[str, str],
        headers: dict[str, str],
    ) -> Reply:
        sent = apart(form, lambda name, content: FileStorage(BytesIO(content), name))
        parts = urlsplit(url)
        root = next(one for one in roots or ("/apply/",) if parts.path.startswith(one))
        answer: Answer = flow.answer(
            Request(
                root,
                parts.path.removeprefix(root),
                dict(parse_qsl(parts.query, keep_blank_values=True)),
                Sent(*sent) if method == "POST" else None,
                headers.get("Sec-Fetch-Site", "same-origin") == "same-origin",
                cookies,
            )
        )
        set_cookies = [(one.name, one.value, one.path) for one in answer.cookies]
        if isinstance(answer, Redirect):
            return Reply(303, "", answer.location, set_cookies)
        assert isinstance(answer, Page)
        inside = OPEN.match(parts.path.removeprefix(root))
        leads_on = inside and f'"{root}{inside[0]}' in answer.content
        service = getattr(flow, "_service", None)
        timed = service is not None and service.zone is not None
        return Reply(answer.status, whole(answer, bool(leads_on) and timed), None, set_cookies)

    return send


@dataclass
class Browser:
    """A window of a browser; `tab` opens another with the same cookies."""

    send: Send
    url: str = "/apply/"
    jar: dict[str, tuple[str, str]] = field(default_factory=dict)
    reply: Reply = field(default_factory=lambda: Reply(0, ""))

    def tab(self) -> Browser:
        return Browser(self.send, self.url, self.jar, self.reply)

    def elsewhere(self, store: Any) -> Browser:
        """Another device, which has opened the link that was mailed last with the code after it."""
        letters: list[Any] = []
        send_due(store.due, letters.append, store.sent)
        device = Browser(self.send)
        device.ask(f"/apply/resume/{letters[-1].token}")
        device.press()
        send_due(store.due, letters.append, store.sent)
        device.press(code=letters[-1].code)
        return device

    def ask(self, url: str, form: dict[str, list[Any]] | None = None, **headers: str) -> Reply:
        self.url = urljoin(self.url, url).partition("#")[0]
        path = urlsplit(self.url).path
        cookies = {
            name: value
            for name, (value, under) in self.jar.items()
            if path == under or path.startswith(under.rstrip("/") + "/")
        }
        method = "GET" if form is None else "POST"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.reply = self.send(method, self.url, form or {}, cookies, named)
        for name, value, under in self.reply.cookies:
            self.jar[name] = (value, under)
        if self.reply.location is not None:
            assert self.reply.status == 303
            return self.ask(self.reply.location)
        return self.reply

    @property
    def page(self) -> Any:
        """The page without what tells when its form closes."""
        page = parse(self.reply.html)
        for above in list(page.iter()):
            for one in above.findall("city-session-timeout"):
                above.remove(one)
        return page

    def form(self) -> Any:
        """The form of the page; others may lead elsewhere."""
        forms = list(self.page.iter("form"))
        own = [one for one in forms if "city-form-wrapper" in (one.get("class") or "").split()]
        (form,) = own or forms
        return form

    def fill(self, **typed: Any) -> dict[str, list[Any]]:
        """What the form of the page would send, with other answers in it."""
        form = self.form()
        data: dict[str, list[Any]] = {}
        for box in form.iter():
            name = box.get("name")
            if not name or box.tag == "button" or box.get("type") == "file":
                continue
            value = box.get("value") or ""
            if box.tag == "textarea":
                # HTML drops one line end at the beginning.
                value = "".join(box.itertext())
            if box.tag == "select":
                options = list(box.iter("option"))
                chosen = [one for one in options if one.get("selected") is not None] or options
                value = chosen[0].get("value") or ""
            if box.get("type") in ("radio", "checkbox") and box.get("checked") is None:
                continue
            data.setdefault(name, []).append(value)
        for name, given in typed.items():
            name = name.replace("_", "-")
            data[name] = [given] if isinstance(given, str) else list(given)
        return data

    def press(self, action: str | None = None, headers: Any = None, **typed: Any) -> Reply:
        """Send the form of the page by its first button, or by the one with this value."""
        data = self.fill(**typed)
        if action:
            buttons = [one.get("value") for one in parse(self.reply.html).iter("button")]
            assert action in buttons, f"{action} is none of {buttons}"
            data["city-action"] = [action]
        form = self.form()
        to = form.get("action") or ""
        if form.get("method") == "get":
            return self.ask(f"{to}?{urlencode(data, doseq=True)}", **(headers or {}))
        return self.ask(to, data, **(headers or {}))

    def links(self) -> dict[str, str]:
        return {
            " ".join("".join(link.itertext()).split()): link.get("href") or ""
            for link in parse(self.reply.html).iter("a")
        }

    def follow(self, text: str) -> Reply:
        links = self.links()
        for name, url in links.items():
            if text in name and (text == name or text not in links):
                return self.ask(url)
        raise AssertionError(f"no link {text!r} at {self.url}: {list(links)}")

    @property
    def title(self) -> str:
        (title,) = parse(self.reply.html).iter("title")
        return (title.text or "").removesuffix(" – Rantakylä")

    @property
    def at(self) -> str:
        """What follows the id in the address."""
        found = re.search(r"/[0-9a-f]{32}/(.*)$", self.url)
        return found[1] if found else ""


CHILD = {"name": "Äiti <b>", "born_day": "1", "born_month": "5", "born_year": "2024", "diet": "no"}


def begin(browser: Browser) -> None:
    browser.ask(browser.url)
    browser.press()


def to_hours(browser: Browser) -> None:
    begin(browser)
    browser.press(where="here")
    browser.press(**CHILD)
    browser.press()


def to_check(browser: Browser) -> None:
    to_hours(browser)
    browser.press(when=["days"])
    browser.press(name="Aino", email="aino@example.fi", consent="y")
