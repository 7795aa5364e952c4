"""Looks for viruses: a port, a client of ClamAV, and a fake for tests."""

import socket
from typing import BinaryIO, Protocol

_PIECE = 65_536


class Scan(Protocol):
    """Looks at the content of a file."""

    def __call__(self, content: BinaryIO) -> str | None:
        """Name what was found; None if nothing was.

        Raises:
            OSError: It can't be looked at now. The file is then refused.
        """


class ClamAV:
    """Asks the ClamAV daemon, by its command `INSTREAM` (clamd(8)).

    Args:
        host: Its host.
        port: Its port.
        timeout: Seconds to wait for each part of the conversation.
    """

    def __init__(self, host: str = "localhost", port: int = 3310, timeout: float = 30.0):
        self._address, self._timeout = (host, port), timeout

    def __call__(self, content: BinaryIO) -> str | None:
        """Name what was found; None if nothing was.

        Raises:
            OSError: The daemon can't be reached, stopped in the middle or answered with an error.
        """
        content.seek(0)
        with socket.create_connection(self._address, self._timeout) as daemon:
            daemon.sendall(b"zINSTREAM\0")
            while piece := content.read(_PIECE):
                daemon.sendall(len(piece).to_bytes(4, "big") + piece)
            daemon.sendall(bytes(4))
            answer = b""
            while not answer.endswith(b"\0"):
                if not (more := daemon.recv(4096)):
                    raise ConnectionError("ClamAV ended the conversation without an answer")
                answer += more
        text = answer.rstrip(b"\0").decode("utf-8", "replace").removeprefix("stream: ")
        if text == "OK":
            return None
        if text.endswith(" FOUND"):
            return text.removesuffix(" FOUND")
        raise OSError(f"ClamAV: {text}")


class FakeScan:
    """Finds what holds a mark, for your tests.

    Attributes:
        MARK: What a file must hold to be found.
        available: Set it to False, and nothing can be looked at.
    """

    MARK = b"citydesign-pretended-virus"

    def __init__(self) -> None:
        self.available = True

    def __call__(self, content: BinaryIO) -> str | None:
        """Name what was found; None if nothing was.

        Raises:
            OSError: It is not available.
        """
        if not self.available:
            raise ConnectionRefusedError("the pretended scanner is switched off")
        content.seek(0)
        # No mark is lost between two pieces.
        before = b""
        while piece := content.read(_PIECE):
            if self.MARK in before + piece:
                return "Pretended"
            before = piece[-len(self.MARK) :]
        return None
