"""A server on this machine with the addresses and answers of a Qmatic Orchestra (v1).

The shape of each answer is that of published recordings; what is free is decided by the core. It
can lose an answer after the work is done, answer nothing, or answer nonsense.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import unquote

from citydesign.booking import Diary, Plan, Refusal, availability, cancel, confirm, hold
from citydesign.booking.core.diary import Booking, State

META = {"start": "", "end": "", "totalResults": 1, "offset": None, "limit": None, "fields": ""}
KEPT = {"notifications": [], "meta": META}


class Orchestra:
    """The system behind the server.

    ``faults``: asked at each request, by method and last part of the way: "" for none, "lost" to do
    the work and say nothing, "down" for an error 500, "nonsense" for what is no JSON.
    """

    def __init__(self, plan: Plan, clock: Callable[[], datetime], names: dict[str, str]) -> None:
        self.plan, self.clock, self.names = plan, clock, names
        self.diary, self.faults = Diary(), {}
        self.asked: list[str] = []
        self._lock = Lock()
        self.faults: dict[str, str] = {}

    def answer(self, method: str, path: str) -> tuple[int, Any]:
        """Answer a request; None for nothing at all."""
        way = [unquote(part) for part in path.strip("/").split("/")]
        self.asked.append(f"{method} {path}")
        with self._lock:
            fault = self.faults.pop(f"{method} {way[-1]}", "")
            if fault == "down":
                return 500, {"msg": "An error occurred."}
            if fault == "nonsense":
                return 200, "<html>"
            found = self._found(method, way)
        return (0, None) if fault == "lost" else found

    def _found(self, method: str, way: list[str]) -> tuple[int, Any]:
        match method, *way:
            case "GET", "services":
                services = [self._service(one.id) for one in self.plan.services]
                return 200, {**KEPT, "serviceList": services}
            case "GET", "services", service, "branches" if service in self.plan.service:
                needs = self.plan.service[service].needs
                branches = [
                    self._branch(one.id)
                    for one in self.plan.offices
                    if all(self.plan.options(one.id, role) for role in needs)
                ]
                return 200, {**KEPT, "branchList": branches}
            case "GET", "branches", branch, "services", service, "dates":
                days = sorted({slot.wall.date() for slot in self._free(branch, service)})
                return 200, {**KEPT, "dates": [f"{day}T00:00:00" for day in days]}
            case "GET", "branches", branch, "services", service, "dates", day, "times":
                times = [
                    f"{slot.wall:%H:%M}"
                    for slot in self._free(branch, service)
                    if str(slot.wall.date()) == day
                ]
                return 200, {**KEPT, "times": times}
            case (
                "POST",
                "branches",
                branch,
                "services",
                service,
                "dates",
                day,
                "times",
                time,
                "reserve",
            ):
                wall = datetime.fromisoformat(f"{day}T{time}")
                start = wall.replace(tzinfo=self.plan.office[branch].tz).astimezone(UTC)
                slot = self.plan.slot(branch, service, start)
                name = f"{len(self.diary) + 1:040x}"
                return self._kept(name, hold(self.plan, self.diary, name, name, [slot], self.now))
            case "POST", "appointments", name, "confirm":
                return self._kept(name, confirm(self.plan, self.diary, name, self.now))
            case "GET", "appointments", name if booking := self._living(name):
                return 200, {**KEPT, "appointment": self._appointment(booking)}
            case "DELETE", "appointments", name if self._living(name):
                self._kept(name, cancel(self.plan, self.diary, name, self.now))
                return 204, None
        return 404, {"msg": "not found"}

    @property
    def now(self) -> datetime:
        return self.clock()

    def _living(self, name: str) -> Booking | None:
        booking = self.diary.get(name)
        return booking if booking and booking.lives(self.now) else None

    def _free(self, branch: str, service: str) -> list[Any]:
        window = (self.now, self.now + timedelta(days=90))
        return list(availability(self.plan, self.diary, window, self.now, service, [branch]))

    def _kept(self, name: str, outcome: Any) -> tuple[int, Any]:
        if isinstance(outcome, Refusal):
            return 400, {"errorMessage": "ERROR_CANNOT_BE_RESERVED", "services": []}
        for event in outcome:
            self.diary.put(event.booking)
        booking = self.diary.get(name)
        assert booking is not None
        return 200, self._appointment(booking)

    def _appointment(self, booking: Booking) -> dict[str, Any]:
        (slot,) = booking.slots
        return {
            "publicId": booking.id,
            "status": 10 if booking.state is State.HELD else 20,
            "title": "Online booking",
            "start": slot.start.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
            "end": slot.end.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
            "services": [self._service(booking.service)],
            "branch": self._branch(booking.office),
            "custom": None,
        }

    def _service(self, name: str) -> dict[str, Any]:
        return {
            "publicId": name,
            "name": self.names[name],
            "duration": self.plan.service[name].duration // timedelta(minutes=1),
            "additionalCustomerDuration": 0,
            "active": True,
            "publicEnabled": True,
            "custom": None,
        }

    def _branch(self, name: str) -> dict[str, Any]:
        return {
            "publicId": name,
            "name": self.names[name],
            "addressLine1": None,
            "addressLine2": "Toinen linja 4",
            "addressCity": "Helsinki",
            "timeZone": self.plan.office[name].zone,
            "fullTimeZone": self.plan.office[name].zone,
            "custom": None,
        }


@contextmanager
def serving(orchestra: Orchestra, login: str) -> Iterator[str]:
    """Serve it on this machine; give its address. ``login``: what the header must say."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Authorization") != login:
                status, body = 401, {"msg": "who are you?"}
            else:
                path = re.sub("^/api/v1", "", self.path)
                status, body = orchestra.answer(self.command, path)
            if not status:
                self.close_connection = True
                return
            text = body if isinstance(body, str) else json.dumps(body) if body else ""
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_DELETE = _do  # noqa: N815 - the names that http.server asks for

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
