"""An ASGI application, asked in this process as one that speaks WSGI."""

import asyncio
import inspect
import logging
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from citydesign.errors import BuildError

_LOG = logging.getLogger(__name__)
#: What WSGI itself puts into a request; all else is the caller's own.
_OF_WSGI = ("wsgi.", "REQUEST_", "SCRIPT_", "PATH_", "QUERY_", "SERVER_", "HTTP_")
_ASGI = {"version": "3.0", "spec_version": "2.4"}

_Message = Mapping[str, Any]


def is_asgi(application: object) -> bool:
    """Whether an application speaks ASGI 3: Starlette, FastAPI, Django's `asgi.py`."""
    return inspect.iscoroutinefunction(application) or inspect.iscoroutinefunction(
        getattr(application, "__call__", None)  # noqa: B004 - to see whether it is a coroutine
    )


class Asgi:
    """Starts an application, answers GET requests as WSGI (PEP 3333) has them, and stops it.

    Inside `with`, an instance is a WSGI application. What the caller adds to a request's `environ`
    is in the `scope` of the application, the same objects.

    Args:
        application: As ASGI 3 has it. It is started and stopped by the lifespan protocol, if it
            knows that.
    """

    def __init__(self, application: Callable[..., Any]):
        self._application = application
        self._state: dict[str, Any] = {}
        self._runner = asyncio.Runner()
        self._commands: asyncio.Queue[_Message] = asyncio.Queue()
        self._answers: asyncio.Queue[_Message] = asyncio.Queue()
        self._life: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        """Start the application.

        Raises:
            BuildError: It says that it can't start.
        """
        self._runner.__enter__()
        try:
            self._runner.run(self._start())
        except BaseException:
            self._runner.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if self._life and not self._life.done():
                self._runner.run(self._told("lifespan.shutdown"))
        finally:
            self._runner.close()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        """Answer a request; what the application fails to answer has the status 500."""
        path = environ["PATH_INFO"].encode("latin-1")
        scope = {
            **{key: value for key, value in environ.items() if not key.startswith(_OF_WSGI)},
            "type": "http",
            "asgi": _ASGI,
            "http_version": "1.1",
            "method": environ["REQUEST_METHOD"],
            "scheme": environ["wsgi.url_scheme"],
            "path": path.decode("utf-8", "replace"),
            "raw_path": quote(path).encode(),
            "query_string": environ["QUERY_STRING"].encode("latin-1"),
            "root_path": "",
            "headers": [(b"host", environ["HTTP_HOST"].encode())],
            "client": ("127.0.0.1", 0),
            "server": (environ["SERVER_NAME"], int(environ["SERVER_PORT"])),
            "state": dict(self._state),
        }
        status, headers, body = self._runner.run(self._asked(scope))
        start(f"{status} -", headers)
        return [body]

    async def _asked(self, scope: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        begun: list[_Message] = []
        body = bytearray()
        messages: list[_Message] = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> _Message:
            if messages:
                return messages.pop()
            # The browser waits for as long as it takes: only the end of the answer ends this.
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: _Message) -> None:
            if message["type"] == "http.response.start":
                begun.append(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        try:
            await self._application(scope, receive, send)
        except Exception:
            # As a server does: it tells its log, and the browser that something failed.
            _LOG.exception("%s could not be answered", scope["path"])
        if not begun:
            return 500, [], b""
        headers = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in begun[0]["headers"]]
        return begun[0]["status"], headers, bytes(body)

    async def _start(self) -> None:
        scope = {"type": "lifespan", "asgi": _ASGI, "state": self._state}
        self._life = asyncio.ensure_future(
            self._application(scope, self._commands.get, self._answers.put)
        )
        # Who says that it can't start raises as well, and has said why.
        self._life.add_done_callback(lambda life: life.cancelled() or life.exception())
        answer = await self._told("lifespan.startup")
        if answer and answer["type"] == "lifespan.startup.failed":
            said = str(answer.get("message", "")).strip().splitlines()[-1:]
            raise BuildError(" ".join(["the application can't start:", *said]))

    async def _told(self, command: str) -> _Message | None:
        """Give a command of the lifespan, and its answer; None if there is no lifespan."""
        assert self._life is not None, "it is started"
        await self._commands.put({"type": command})
        answer = asyncio.ensure_future(self._answers.get())
        await asyncio.wait({answer, self._life}, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        answer.cancel()
        # What it raises instead of an answer means only that (ASGI, lifespan).
        self._life.exception()
        return None
