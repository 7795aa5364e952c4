"""The journey in a host, walked by following the links and forms of its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urljoin

from tests.booking.core.city import city
from tests.test_appointments import parse

from citydesign.booking import State
from citydesign.booking.fake import FakeProvider
from citydesign.booking.journey import Journey
from citydesign.booking.journey.seal import Seal
from citydesign.booking.provider import Provider
from citydesign.store import Secret

NOW = datetime(2027, 3, 1, 6, tzinfo=UTC)
NAMES = {"passport": "Pässi & <b>", "kallio": "Kallio"}
TEMPLATE = """\
{% from "citydesign/page.html" import page %}
{% call page(title=title ~ " – Rantakylä", error=failed) %}{{ content }}{% endcall %}
"""
#: What each answer says of itself: no copy stays, no other site sees its address.
SAFE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
TYPED = {"name": 'Äiti "Aino" <b>', "email": "aino@example.fi"}


@dataclass
class Reply:
    """What a host answered. ``location``: where it leads, with status 303."""

    status: int
    html: str
    location: str | None = None


#: Method, address, form, headers.
Send = Callable[[str, str, dict[str, str], dict[str, str]], Reply]


class Plain:
    """A provider that can do no more than every provider must."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not hasattr(Provider, name):
            raise AttributeError(name)
        return getattr(self._provider, name)


def journey(*, plain: bool) -> tuple[Journey, FakeProvider]:
    """A journey on a provider that can do what it must, or more."""
    provider = FakeProvider(city(), lambda: NOW, names=NAMES)
    asked = Plain(provider) if plain else provider
    return Journey(asked, b"s" * 32, clock=lambda: NOW), provider


@dataclass
class Visit:
    """One browser at a host, from the page at `root`."""

    send: Send
    root: str
    url: str = ""
    reply: Reply = field(default_factory=lambda: Reply(0, ""))

    def ask(self, url: str, form: dict[str, str] | None = None, **headers: str) -> Reply:
        self.url = urljoin(self.url, url)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        method = "GET" if form is None else "POST"
        self.reply = self.send(method, self.url, form or {}, names)
        if self.reply.location:
            assert self.reply.status == 303
            return self.ask(self.reply.location)
        return self.reply

    def press(self, number: int | None = None, **typed: str) -> Reply:
        """Send the form of the page; `number` chooses a radio, `typed` fills fields and headers."""
        # That for more time opens a tab of its own.
        (form,) = [e for e in parse(self.reply.html).iter("form") if not self.tab(e)]
        data: dict[str, str] = {}
        radios = []
        for box in form.iter("input"):
            name, value = box.get("name") or "", box.get("value") or ""
            if box.get("type") == "radio":
                radios.append((name, value))
                if box.get("checked") is not None:
                    data[name] = value
            else:
                data[name] = TYPED.get(name, value)
        if number is not None:
            data.update([radios[number]])
        path = form.get("action") or ""
        if form.get("method") == "post":
            return self.ask(path, data, **typed)
        return self.ask(f"{path}?{urlencode(data)}")

    def tab(self, form: Any) -> bool:
        return str(form.get("action")).endswith("/time")

    def button(self, text: str, **headers: str) -> Reply:
        """Press the button with a text, in whatever form it is, with what is typed."""
        for form in parse(self.reply.html).iter("form"):
            for button in form.iter("button"):
                if text in "".join(button.itertext()):
                    fields = [
                        (e.get("name") or "", e.get("value") or "") for e in form.iter("input")
                    ]
                    path = button.get("formaction") or form.get("action") or ""
                    return self.ask(path, dict(fields), **headers)
        raise AssertionError(f"no button {text!r} at {self.url}")

    def follow(self, text: str) -> Reply:
        for link in parse(self.reply.html).iter("a"):
            if text in "".join(link.itertext()):
                return self.ask(link.get("href") or "")
        raise AssertionError(f"no link {text!r} at {self.url}")

    def values(self) -> list[str]:
        """The times that can be chosen."""
        boxes = parse(self.reply.html).iter("input")
        return [box.get("value") or "" for box in boxes if box.get("type") == "radio"]

    @property
    def checked(self) -> list[str]:
        """The times that are chosen."""
        boxes = [e for e in parse(self.reply.html).iter("input") if e.get("type") == "radio"]
        return [e.get("value") or "" for e in boxes if e.get("checked") is not None]

    @property
    def title(self) -> str:
        (title,) = parse(self.reply.html).iter("title")
        return (title.text or "").removesuffix(" – Rantakylä")


def walk_held(browser: Callable[[], Send], root: str, provider: FakeProvider) -> None:
    """Hold, choose again, get more time, move, wait, be offered and accept; in two browsers."""
    visit, other = Visit(browser(), root), Visit(browser(), root)
    times = f"{root}?product=passport&place=kallio"
    wait = f"{root}wait?product=passport&place=kallio"
    # A browser without cookies hears why nothing is held for it, as often as it tries.
    refusing = Visit(lambda *asked: browser()(*asked), root)
    refusing.ask(times)
    second = refusing.values()[1]
    for _ in range(2):
        refusing.press(1)
        assert (refusing.reply.status, refusing.title) == (422, "Error: Choose a time")
        assert "your browser sent no cookie" in refusing.reply.html
        assert refusing.checked == [second]
    refusing.ask(wait)
    for _ in range(2):
        refusing.press()
        assert (refusing.reply.status, refusing.title) == (422, "Error: Wait for a time")
        assert "your browser sent no cookie" in refusing.reply.html
        assert 'value="aino@example.fi"' in refusing.reply.html
    refusing.ask(f"{root}wait/leave", {"product": "passport", "place": "kallio"})
    assert "your browser sent no cookie" in refusing.reply.html
    assert not list(provider.diary)
    assert not provider.waiting
    visit.ask(times)
    first = visit.values()[0]
    visit.press(0, Sec_Fetch_Site="cross-site")
    assert (visit.reply.status, visit.title) == (422, "Error: Choose a time")
    assert not list(provider.diary)
    visit.press(0, Sec_Fetch_Site="same-origin")
    assert (visit.reply.status, visit.title) == (200, "Your details")
    (held,) = provider.diary
    # Another browser can't have it, nor see it.
    refusing.ask(visit.url)
    assert (refusing.reply.status, refusing.title) == (
        403,
        "We can't tell whether this time is yours",
    )
    refusing.follow("Book a new time")
    assert refusing.title == "What is it about?"
    other.ask(times)
    assert other.ask(visit.url).status == 404
    other.ask(times)
    assert first not in other.values()
    # Another choice replaces it.
    visit.ask(times)
    assert "We are holding this time for you" in visit.reply.html
    assert first in visit.values()
    visit.press(1)
    assert provider.diary.get(held.id).state is State.CANCELLED  # type: ignore[union-attr]
    page = visit.url
    visit.button("Get more time")
    assert (visit.reply.status, visit.title) == (200, "The time we are holding for you")
    visit.ask(page)
    visit.press()
    assert visit.title == "Your appointment is booked"
    booked = visit.url
    visit.follow("Move the appointment")
    assert visit.title == "Move your appointment"
    visit.follow("Choose a day in a calendar")
    assert visit.title == "Choose a day"
    # What the resident has now counts as free: it is what they would move from. Eyes read the
    # number below the day, screen readers in words.
    visit.follow("1, Monday, today, March 2027, 66 times free")
    assert visit.title == "Move your appointment"
    visit.press(0)
    assert visit.title == "Your appointment has been moved"
    assert "Remove" not in visit.reply.html
    other.ask(wait)
    other.press()
    assert other.title == "You are on the waiting list"
    other.ask(wait)
    visit.follow("Cancel the appointment")
    visit.press()
    assert visit.title == "You no longer have this appointment"
    assert visit.ask(booked).status == 410
    (offer,) = [one for one in provider.diary if one.waiting]
    token = Seal(Secret(b"s" * 32)).token(offer.id)
    other.ask(f"{root}booking/{token}/")
    assert other.title == "A time has become free for you"
    assert "aino@example.fi" in other.reply.html
    other.press()
    assert other.title == "Your appointment is booked"
    assert provider.diary.get(offer.id).state is State.CONFIRMED  # type: ignore[union-attr]
    visit.ask(times)
    visit.press(0)
    visit.button("Release this time")
    assert visit.title == "You have released the time"


def walk(send: Send, root: str, provider: FakeProvider) -> None:
    """Book, lose a time to somebody else, cancel; all by what the pages offer."""
    visit, other = Visit(send, root), Visit(send, root)
    for one in (visit, other):
        one.ask(root)
        assert one.title == "What is it about?"
        assert "Pässi &amp; &lt;b&gt;" in one.reply.html
        one.press()
        assert one.title == "Where?"
        one.press()
        assert one.title == "Choose a time"
        assert "booking-" in one.reply.html, "the sheet of the group is linked"
        one.follow("Choose a day in a calendar")
        assert (one.reply.status, one.title) == (200, "Choose a day")
        assert "booking-" in one.reply.html
        one.follow("2, Tuesday, March 2027, times free")
        assert one.title == "Choose a time"
        assert one.values()[0].startswith("2027-03-02")
        one.press()
        assert (one.reply.status, one.title) == (422, "Error: Choose a time")
        one.press(0)
        assert (one.reply.status, one.title) == (200, "Your details")
    visit.press(Sec_Fetch_Site="cross-site")
    assert (visit.reply.status, visit.title) == (422, "Error: Your details")
    assert not list(provider.diary)
    visit.press(Sec_Fetch_Site="same-origin")
    assert (visit.reply.status, visit.title) == (200, "Your appointment is booked")
    (booking,) = provider.diary
    other.press()
    assert (other.reply.status, other.title) == (422, "Error: Your details")
    assert "&lt;b&gt;" in other.reply.html
    other.press(0)
    assert other.title == "Your appointment is booked"
    assert len(list(provider.diary)) == 2
    receipt = visit.url
    visit.follow("Cancel the appointment")
    assert visit.title == "Do you want to cancel your appointment?"
    visit.press(Origin="https://elsewhere.example")
    assert visit.reply.status == 422
    assert provider.receipt(booking.id) is not None
    visit.press()
    assert (visit.reply.status, visit.title) == (410, "You no longer have this appointment")
    assert provider.receipt(booking.id) is None
    assert visit.ask(receipt).status == 410
    assert visit.ask(f"{root}nowhere/").status == 404
    visit.follow("Book a new time")
    assert visit.title == "What is it about?"
