"""Applications on a real server, and what every page of theirs must be on a phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from citydesign.audit.stage.axe_core import axe_source


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        pass


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The origin of a WSGI application on a port of its own, for a ``with`` block."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def usable_on_a_phone(page: Any) -> None:
    """No fault that axe knows, and nothing wider than 320 px."""
    page.evaluate(axe_source())
    found = page.evaluate("axe.run()")["violations"]
    faults = [(one["id"], one["nodes"][0]["html"]) for one in found]
    assert not faults, faults
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
