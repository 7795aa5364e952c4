"""Sending to another service by HTTP: signed, within a time limit, and only where it should go."""

from __future__ import annotations

import base64
import hmac
import http.client
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from citydesign.errors import CityDesignError
from citydesign.store.instants import utc_now
from citydesign.store.network import allows, is_own, networks

_log = logging.getLogger("citydesign")


class NotSent(CityDesignError):  # noqa: N818 - what is so, not whose fault it is
    """The other service did not take it; says why, without what was sent."""


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Webhook:
    """Posts messages to one address, as Standard Webhooks 1.0 has it.

    `webhook-id` is the same for each try of a message, `webhook-signature` is `v1,` and the
    HMAC-SHA256 of id, `webhook-timestamp` and body with dots between, in base64
    (https://www.standardwebhooks.com). Any status from 200 to 299 says that it was taken; no
    redirect is followed.

    The name of the host is resolved once for each try, and the connection goes to what was judged.
    Addresses that are not of the public internet are refused, so that nobody who controls a name
    reaches what is inside your network.

    Args:
        url: Where to post: https, or http inside `own_networks`.
        secret: At least 24 random bytes that the other service knows too.
        limit: How long one try may take in all.
        own_networks: Networks of your own where the other service may be: `10.20.0.0/16`.
        context: For certificates of your own; what the system trusts unless given.
        resolve: Gives the addresses of a host and port.
        clock: Returns the present instant, aware.

    Raises:
        ValueError: The address, the secret, the limit or a network can't be used.
    """

    def __init__(
        self,
        url: str,
        secret: bytes,
        *,
        limit: timedelta = timedelta(seconds=10),
        own_networks: Collection[str] = (),
        context: ssl.SSLContext | None = None,
        resolve: Callable[[str, int], Sequence[str]] = resolve,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("https", "http") or not parts.hostname:
            raise ValueError("Webhook needs a whole address: https://city.example/forms")
        if not url.isascii() or any(one <= " " for one in url):
            raise ValueError("the address of a Webhook has other letters or spaces; encode them")
        if parts.username is not None or parts.password is not None or parts.fragment:
            raise ValueError("the address of a Webhook has no user, password or #; take them out")
        if parts.scheme == "http" and not own_networks:
            raise ValueError("a Webhook outside your own_networks needs https")
        if not isinstance(secret, bytes) or len(secret) < 24:
            raise ValueError("the secret of a Webhook has fewer than 24 bytes, or is no bytes")
        if limit <= timedelta(0):
            raise ValueError("the limit of a Webhook is above zero")
        self._host, self._encrypted = parts.hostname, parts.scheme == "https"
        self._port = parts.port or (443 if self._encrypted else 80)
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._secret, self._limit = secret, limit.total_seconds()
        self._own = networks(own_networks)
        self._context = context or ssl.create_default_context()
        self._resolve, self._clock = resolve, clock

    def send(self, id: str, content: bytes) -> None:
        """Post one message of JSON. Each try is one line in the log.

        Args:
            id: The same for each try; letters, digits, hyphens and underscores.
            content: JSON in UTF-8.

        Raises:
            NotSent: It was not taken, or nobody knows: send it again.
        """
        try:
            status = self._post(id, content)
            if not 200 <= status < 300:
                redirect = "; redirects are not followed" if 300 <= status < 400 else ""
                raise NotSent(f"webhook {self._host}: it answered {status}{redirect}")
        except NotSent as error:
            _log.warning("%s: message %s was not sent", error, id)
            raise
        _log.info("webhook %s: message %s was sent", self._host, id)

    def _post(self, id: str, content: bytes) -> int:
        end = time.monotonic() + self._limit
        addresses = self._addresses(end)
        made = str(int(self._clock().timestamp()))
        signed = b".".join((id.encode("ascii"), made.encode(), content))
        digest = base64.b64encode(hmac.digest(self._secret, signed, "sha256")).decode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "citydesign",
            "Connection": "close",
            "webhook-id": id,
            "webhook-timestamp": made,
            "webhook-signature": f"v1,{digest}",
        }
        context = self._context if self._encrypted else None
        connection = _Connection(self._host, self._port, addresses, context, end)
        # A time limit of a socket begins again with each byte that drips in.
        watch = threading.Timer(max(0, end - time.monotonic()), connection.cut)
        watch.daemon = True
        watch.start()
        try:
            connection.request("POST", self._target, content, headers)
            return connection.getresponse().status
        except ssl.SSLCertVerificationError as error:
            raise self._failed(f"its certificate is not valid ({error.verify_message})") from None
        except (OSError, http.client.HTTPException) as error:
            if connection.is_cut or time.monotonic() >= end:
                raise self._too_late() from None
            raise self._failed(f"{type(error).__name__}") from None
        finally:
            watch.cancel()
            connection.close()

    def _addresses(self, end: float) -> list[str]:
        """Where the name leads now; the one time that anybody is asked."""
        found: list[str] = []
        wrong: list[OSError] = []

        def ask() -> None:
            try:
                found.extend(self._resolve(self._host, self._port))
            except OSError as error:
                wrong.append(error)

        # The system's own call knows no time limit.
        asking = threading.Thread(target=ask, name="citydesign-resolve", daemon=True)
        asking.start()
        asking.join(max(0, end - time.monotonic()))
        if asking.is_alive():
            raise self._too_late()
        if wrong or not found:
            raise self._failed("its name leads nowhere")
        for address in found:
            if not allows(address, self._own):
                raise self._failed(
                    f"{address} is not of the public internet; if it is yours, name its network: "
                    "own_networks"
                )
            if not self._encrypted and not is_own(address, self._own):
                raise self._failed(f"{address} is outside your own_networks, where it needs https")
        return found

    def _too_late(self) -> NotSent:
        return self._failed(f"no answer within {self._limit:g} s")

    def _failed(self, why: str) -> NotSent:
        return NotSent(f"webhook {self._host}: {why}")


class _Connection(http.client.HTTPConnection):
    """Goes to addresses that were judged, whatever the name leads to by now."""

    def __init__(
        self,
        host: str,
        port: int,
        addresses: Sequence[str],
        context: ssl.SSLContext | None,
        end: float,
    ) -> None:
        super().__init__(host, port)
        self.default_port = 443 if context else 80
        self._addresses, self._context, self._end = addresses, context, end
        self._raw: socket.socket | None = None
        self.is_cut = False

    def connect(self) -> None:
        """Connect to the first address that answers."""
        for number, address in enumerate(self._addresses, 1):
            left = self._end - time.monotonic()
            try:
                if left <= 0:
                    raise TimeoutError
                self._raw = socket.create_connection((address, self.port), left)
                break
            except OSError:
                if number == len(self._addresses):
                    raise
        assert self._raw is not None
        self.sock = self._raw
        if self._context is not None:
            # Known to `cut` before the two have agreed, which may take as long as it likes.
            self.sock = wrapped = self._context.wrap_socket(
                self._raw, server_hostname=self.host, do_handshake_on_connect=False
            )
            if not self.is_cut:
                wrapped.do_handshake()
        if self.is_cut:
            raise TimeoutError

    def cut(self) -> None:
        """End it, whatever it waits for."""
        self.is_cut = True
        if self._raw is not None:
            with suppress(OSError):  # it has ended by itself
                (self.sock or self._raw).shutdown(socket.SHUT_RDWR)
