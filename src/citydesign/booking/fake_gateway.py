"""A payment service that exists only in memory, with the manners of real ones.

For tests and demonstrations: no money moves. Its page asks nothing and says so; it signs its
notices, tells late, twice or not at all, and can be down.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from threading import Lock
from urllib.parse import urlencode

from citydesign import host, ui
from citydesign.booking.core.fee import Price
from citydesign.booking.core.payment import Payment
from citydesign.booking.gateway import Begun, GatewayDown, Notice, Order
from citydesign.booking.words import spoken
from citydesign.exchange import Answer, Page, Redirect, Request
from citydesign.fragments import lead, lines, title
from citydesign.store.secret import Secret


class FakeGateway:
    """Replaces a payment service.

    Args:
        secret: at least 32 random bytes, which sign its notices.
        url: the address of its page; `answer` answers below it.
        tell: called with each notice and the address that it goes to, before the resident comes
            back; by default it goes nowhere, as when a notice gets lost.
        faults: asked at each call, by its name: True for no answer.
    """

    def __init__(
        self,
        secret: bytes,
        url: str,
        *,
        tell: Callable[[str, Mapping[str, str]], object] = lambda address, sent: None,
        faults: Callable[[str], bool] = lambda call: False,
    ) -> None:
        self._secret, self.url = Secret(secret), url
        self.tell, self.faults = tell, faults
        self._lock = Lock()
        self.orders: dict[str, Order] = {}
        #: What was paid, and what went back, by the payment's id: each once.
        self.paid: dict[str, Price] = {}
        self.refunded: dict[str, Price] = {}
        self.broken_off: set[str] = set()

    # The port

    def begin(self, order: Order) -> Begun:
        """Ask for a payment."""
        self._answer("begin")
        self.orders.setdefault(order.payment, order)
        return Begun(f"{self.url}{order.payment}", f"fake-{order.payment[:8]}")

    def read(self, sent: Mapping[str, str]) -> Notice | None:
        """Read a notice that `sign` made."""
        right = hmac.compare_digest(self._mac(sent), sent.get("signature", "").encode())
        if not right or sent.get("status") not in ("ok", "fail"):
            return None
        if sent["status"] == "fail":
            return Notice(sent["payment"], None)
        return Notice(sent["payment"], Price(int(sent["cents"]), sent["currency"]))

    def look(self, payment: Payment) -> Notice | None:
        """Say what became of a payment."""
        self._answer("look")
        if payment.id in self.paid:
            return Notice(payment.id, self.paid[payment.id])
        return Notice(payment.id, None) if payment.id in self.broken_off else None

    def refund(self, payment: Payment) -> None:
        """Give money back, once."""
        self._answer("refund")
        with self._lock:
            if payment.id in self.paid:
                self.refunded.setdefault(payment.id, self.paid[payment.id])

    # What people do on its page

    def pay(self, payment: str, price: Price | None = None) -> dict[str, str]:
        """Pay; return the notice. ``price``: what is paid instead of what was asked."""
        with self._lock:
            made = self.paid.setdefault(payment, price or self.orders[payment].price)
        return self.sign(payment, "ok", made)

    def break_off(self, payment: str) -> dict[str, str]:
        """Pay nothing; return the notice."""
        self.broken_off.add(payment)
        return self.sign(payment, "fail", self.orders[payment].price)

    def sign(self, payment: str, status: str, price: Price) -> dict[str, str]:
        """Write a notice."""
        sent = {
            "payment": payment,
            "status": status,
            "cents": str(price.cents),
            "currency": price.currency,
        }
        return {**sent, "signature": self._mac(sent).decode()}

    def answer(self, asked: Request) -> Answer:
        """Answer a request for its page: mount it as you mount pages of the site."""
        order = self.orders.get(asked.path.strip("/"))
        if order is None:
            return Page(spoken("neutral"), title(spoken("neutral")), 404)
        act = (asked.form or {}).get("act") if asked.genuine else None
        if act not in ("pay", "break-off"):
            return self._page(asked, order)
        done = self.pay if act == "pay" else self.break_off
        sent = done(order.payment)
        self.tell(order.notice, sent)
        return Redirect(f"{order.back}?{urlencode(sent)}")

    def _page(self, asked: Request, order: Order) -> Page:
        total = host.current().language.money(order.price.cents, order.price.currency)
        buttons = ui.button_group(
            lines(
                ui.button(spoken("pay-link", total=total), name="act", value="pay"),
                ui.button(
                    spoken("fake-break-off"), name="act", value="break-off", variant="secondary"
                ),
            )
        )
        form = ui.form_wrapper(f"{asked.root}{asked.path}", buttons, method="post")
        return Page(order.text, lines(title(order.text), lead(spoken("fake-pay")), form))

    def _mac(self, sent: Mapping[str, str]) -> bytes:
        signed = [f"{name}:{value}" for name, value in sorted(sent.items()) if name != "signature"]
        return self._secret.digest("notice", *signed).hex().encode()

    def _answer(self, call: str) -> None:
        if self.faults(call):
            raise GatewayDown("it does not answer")
