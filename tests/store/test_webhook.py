"""Handing over to another service: it gets all of it, and nobody else is reached by its name."""

from __future__ import annotations

import base64
import hmac
import ipaddress
import logging
import socket
import ssl
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("cryptography")

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from citydesign.store import DropFolder, NotSent, Webhook
from citydesign.store.network import allows
from citydesign.store.webhook import resolve

SECRET = b"w" * 32
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
SOON = timedelta(seconds=5)
BODY = b'{"answers": "Salla Salainen"}'


class Service:
    """Another service, on this machine; `got` is what reached it."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.status, self.location = 200, ""
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                service.got.append((self.path, headers, body))
                self.send_response(service.status)
                if service.location:
                    self.send_header("Location", service.location)
                self.end_headers()

            do_GET = do_POST  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def certificate(folder: Path, name: str) -> Path:
    """A certificate for a name that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    yield made
    made.end()


def hook(service: Any, path: str = "/in?from=city", **more: Any) -> Webhook:
    """A webhook to a name that leads to this machine, which the city calls its own."""
    given = {
        "own_networks": ["127.0.0.0/8"],
        "resolve": lambda host, port: ["127.0.0.1"],
        "clock": lambda: NOW,
        "limit": SOON,
        **more,
    }
    return Webhook(f"http://desk.city.example:{service.port}{path}", SECRET, **given)


def test_the_other_service_can_tell_that_it_is_from_the_city_and_new(service: Service) -> None:
    hook(service).send("ABCDE-12345", BODY)
    ((path, headers, body),) = service.got
    assert (path, body) == ("/in?from=city", BODY)
    assert headers["host"] == f"desk.city.example:{service.port}"
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"] == "citydesign"
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    signed = f"ABCDE-12345.{headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.digest(SECRET, signed, "sha256")).decode()
    assert headers["webhook-signature"] == f"v1,{right}"
    assert headers["webhook-id"] == "ABCDE-12345"


@pytest.mark.parametrize("status", [200, 202, 204, 299])
def test_it_is_sent_when_the_service_says_so(service: Service, status: int) -> None:
    service.status = status
    hook(service).send("A", BODY)


@pytest.mark.parametrize("status", [300, 301, 302, 307, 308, 399, 400, 404, 500, 503])
def test_else_it_is_not_and_nobody_is_sent_elsewhere(service: Service, status: int) -> None:
    other = Service()
    service.status, service.location = status, f"http://127.0.0.1:{other.port}/stolen"
    why = rf"it answered {status}" + ("; redirects are not followed" if status < 400 else "")
    with pytest.raises(NotSent, match=rf"^webhook desk\.city\.example: {why}$"):
        hook(service).send("A", BODY)
    assert len(service.got) == 1
    assert other.got == []
    other.end()


INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::",
    "2002:a00:1::1", "2001:db8::1", "2001::1", "100::1",
]  # fmt: skip
OUTSIDE = ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]


@pytest.mark.parametrize("address", INSIDE)
def test_no_name_leads_into_the_network_of_the_city(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("it was connected to")

    monkeypatch.setattr(socket, "create_connection", never)
    for found in ([address], ["93.184.216.34", address]):
        made = Webhook("https://evil.example/", SECRET, resolve=lambda host, port, f=found: f)
        with pytest.raises(NotSent, match="is not of the public internet; if it is yours"):
            made.send("A", BODY)


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_public_internet_is_reached(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[Any] = []

    def connect(to: Any, left: float) -> None:
        reached.append(to)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    made = Webhook("https://good.example/", SECRET, resolve=lambda host, port: [address])
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        made.send("A", BODY)
    assert reached == [(address, 443)]


@given(st.ip_addresses())
def test_no_address_that_python_calls_private_is_allowed(address: Any) -> None:
    if allows(str(address)):
        assert (
            address.is_global
            or getattr(address, "ipv4_mapped", None)
            or address in (ipaddress.ip_network("64:ff9b::/96"))
        )
        assert not (address.is_private or address.is_loopback) or getattr(
            address, "ipv4_mapped", None
        )
    if address.version == 4:
        assert allows(str(address)) == allows(f"::ffff:{address}")


def test_a_name_that_leads_elsewhere_the_second_time_is_not_asked_twice(service: Service) -> None:
    answers = iter([["127.0.0.1"], ["203.0.113.9"]])
    hook(service, resolve=lambda host, port: next(answers)).send("A", BODY)
    assert len(service.got) == 1
    assert next(answers) == ["203.0.113.9"]


def test_without_encryption_nothing_leaves_the_networks_of_the_city(service: Service) -> None:
    made = hook(service, own_networks=["10.0.0.0/8"], resolve=lambda host, port: ["1.1.1.1"])
    with pytest.raises(NotSent, match=r"1\.1\.1\.1 is outside your own_networks"):
        made.send("A", BODY)


def test_a_service_is_who_its_certificate_says(tmp_path: Path) -> None:
    file = certificate(tmp_path, "desk.city.example")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    trusting = ssl.create_default_context(cafile=str(file))
    service = Service(server)

    def made(host: str, context: ssl.SSLContext | None) -> Webhook:
        return Webhook(
            f"https://{host}:{service.port}/in",
            SECRET,
            own_networks=["127.0.0.0/8"],
            context=context,
            limit=SOON,
            resolve=lambda host, port: ["127.0.0.1"],
        )

    made("desk.city.example", trusting).send("A", BODY)
    assert len(service.got) == 1
    for host, context in (("other.city.example", trusting), ("desk.city.example", None)):
        with pytest.raises(NotSent, match="its certificate is not valid"):
            made(host, context).send("A", BODY)
    assert len(service.got) == 1, "nothing was said before that was known"
    service.end()


class Slow:
    """A service that takes the connection, and drips."""

    def __init__(self, drip: bytes) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.ended = self.socket.getsockname()[1], threading.Event()

        def serve() -> None:
            connection, _ = self.socket.accept()
            with self.socket, connection:
                while not self.ended.wait(0.05):
                    try:
                        connection.sendall(drip)
                    except OSError:
                        return

        threading.Thread(target=serve, daemon=True).start()


@pytest.mark.parametrize(
    ("scheme", "drip"), [("http", b""), ("http", b"H"), ("https", b""), ("https", b"\x16")]
)
def test_a_service_that_drips_holds_up_nobody(scheme: str, drip: bytes) -> None:
    slow = Slow(drip)
    made = Webhook(
        f"{scheme}://desk.city.example:{slow.port}/",
        SECRET,
        own_networks=["127.0.0.0/8"],
        limit=timedelta(seconds=0.3),
        resolve=lambda host, port: ["127.0.0.1"],
    )
    # What drips may be no answer at all, or too long in coming; either way it ends.
    with pytest.raises(NotSent):
        made.send("A", BODY)
    slow.ended.set()


def test_a_name_server_that_is_silent_holds_up_nobody() -> None:
    done = threading.Event()
    made = Webhook(
        "https://desk.city.example/",
        SECRET,
        limit=timedelta(seconds=0.2),
        resolve=lambda host, port: [str(done.wait(60))],
    )
    with pytest.raises(NotSent, match=r"^webhook desk\.city\.example: no answer within 0\.2 s$"):
        made.send("A", BODY)
    done.set()


def test_a_name_that_leads_nowhere_says_so(service: Service) -> None:
    def gone(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    for leads in (gone, lambda host, port: []):
        with pytest.raises(NotSent, match=r"^webhook desk\.city\.example: its name leads nowhere$"):
            hook(service, resolve=leads).send("A", BODY)


def test_the_system_is_asked_where_a_name_leads_and_each_address_is_tried_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def known(host: str, port: int, **more: Any) -> list[Any]:
        assert (host, port) == ("desk.city.example", 443)
        each = [("2606:4700::1", port, 0, 0), ("1.1.1.1", port), ("2606:4700::1", port, 0, 0)]
        return [(0, more["type"], 0, "", one) for one in each]

    monkeypatch.setattr(socket, "getaddrinfo", known)
    assert resolve("desk.city.example", 443) == ["2606:4700::1", "1.1.1.1"]


@pytest.mark.parametrize(("scheme", "port"), [("http", 80), ("https", 443)])
def test_a_service_at_its_usual_port_is_called_by_its_name_alone(
    scheme: str, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[Any] = []
    ours, theirs = socket.socketpair()

    def connect(to: Any, left: float) -> socket.socket:
        reached.append(to)
        return ours

    class Trusting:
        def wrap_socket(self, raw: socket.socket, **more: Any) -> socket.socket:
            assert more["server_hostname"] == "desk.city.example"
            return raw

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(socket.socket, "do_handshake", lambda self: None, raising=False)
    theirs.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
    made = Webhook(
        f"{scheme}://desk.city.example",
        SECRET,
        own_networks=["127.0.0.0/8"],
        context=Trusting(),  # type: ignore[arg-type]
        resolve=lambda host, port: ["127.0.0.1"],
    )
    made.send("A", BODY)
    asked = theirs.recv(10_000)
    theirs.close()
    assert reached == [("127.0.0.1", port)]
    assert asked.startswith(b"POST / HTTP/1.1\r\nHost: desk.city.example\r\n")


def test_the_next_address_is_tried_where_the_first_is_out_of_order(service: Service) -> None:
    hook(service, resolve=lambda host, port: ["127.0.0.99", "127.0.0.1"]).send("A", BODY)
    assert len(service.got) == 1


def test_each_try_is_a_line_without_what_was_sent(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="citydesign"):
        hook(service).send("ABC", BODY)
        service.status = 500
        with pytest.raises(NotSent):
            hook(service, "/in?token=secret").send("ABC", BODY)
    assert {one.name for one in caplog.records} == {"citydesign"}
    assert [one.getMessage() for one in caplog.records] == [
        "webhook desk.city.example: message ABC was sent",
        "webhook desk.city.example: it answered 500: message ABC was not sent",
    ]


@pytest.mark.parametrize(
    ("url", "more", "text"),
    [
        ("ftp://city.example/", {}, "needs a whole address"),
        ("city.example", {}, "needs a whole address"),
        ("https://", {}, "needs a whole address"),
        ("http://city.example/", {}, "needs https"),
        ("https://me:word@city.example/", {}, "no user, password or #"),
        ("https://city.example/#x", {}, "no user, password or #"),
        ("https://city.example/å", {}, "encode them"),
        ("https://city.example/a b", {}, "encode them"),
        ("https://city.example/", {"limit": timedelta(0)}, "limit of a Webhook"),
        ("https://city.example/", {"own_networks": ["10.0.0.1/8"]}, "host bits set"),
    ],
)
def test_what_can_not_work_is_refused_at_the_start(url: str, more: Any, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Webhook(url, SECRET, **more)
    for secret in (b"short", "x" * 32):
        with pytest.raises(ValueError, match="fewer than 24 bytes"):
            Webhook("https://city.example/", secret)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="fewer than 24 bytes"):
        Webhook("https://city.example/", b"w" * 23)
    Webhook("https://city.example/", b"w" * 24, limit=timedelta(microseconds=1))


def test_a_file_is_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    folder = DropFolder(tmp_path / "out" / "forms")
    folder.write("ABC-1.json", BODY)
    folder.write("ABC-1.json", BODY)
    (file,) = (tmp_path / "out" / "forms").iterdir()
    assert file.read_bytes() == BODY
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "name", ["", "../a.json", "a/b.json", ".a.json", "a.json\n", "a", "å.json"]
)
def test_no_name_leaves_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="is no name of a file here"):
        DropFolder(tmp_path / "out").write(name, BODY)
    assert list((tmp_path / "out").iterdir()) == []


def test_nothing_stays_of_a_file_that_could_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    folder = DropFolder(tmp_path)
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        folder.write("A.json", BODY)
    assert list(tmp_path.iterdir()) == []
