"""A folder of pages as a site on this machine."""

import functools
import http.server
from pathlib import Path
from typing import Any

from citydesign.errors import BuildError


def serve(site: Path, port: int = 8000) -> None:
    """Serve a folder on this machine until it is interrupted.

    Args:
        site: The folder.
        port: 0 for one that is free.

    Raises:
        BuildError: The port is taken, or there is no such port.
    """
    handler = functools.partial(_Handler, directory=str(site))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise BuildError(
            f"port {port}: {error.strerror}; stop what runs there (Ctrl+C in its window) first,"
            f" or name another port, such as --port {port + 1 if port < 65535 else 8001}"
        ) from None
    except OverflowError:
        raise BuildError(f"port {port}: a port is from 0 to 65535, such as --port 8000") from None
    with server:
        print(f"http://localhost:{server.server_port}", flush=True)
        server.serve_forever()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass
