"""What a page asks for is answered, sent on or stopped, and written down; nothing is led away."""

import base64
from types import SimpleNamespace

import pytest
from playwright.sync_api import Error

from citydesign.audit.pages.subject import ORIGIN
from citydesign.audit.stage.server import Server, Site
from citydesign.audit.stage.traffic import Traffic, Visit

HASHED = "a-0123456789.css"


class Session:
    """A DevTools session in which a page asks for what a test says, and an answer is kept."""

    def __init__(self, server, refuses=""):
        self.answers, self._refuses = [], refuses
        server.attach(None, self)

    def on(self, event, answer):
        self._answer = answer

    def send(self, method, what=None):
        if method == "Page.getFrameTree":
            return {"frameTree": {"frame": {"id": "main"}}}
        if method.startswith("Fetch.") and what:
            if self._refuses:
                raise Error(self._refuses)
            self.answers.append((method.removeprefix("Fetch."), what))
        return {}

    def ask(self, url, kind="Document", method="GET", frame="main"):
        """Status, headers and text of the answer; the name of the command where it is none."""
        request = {"url": url if "://" in url else ORIGIN + url, "method": method}
        self._answer({"requestId": "1", "request": request, "resourceType": kind, "frameId": frame})
        name, told = self.answers.pop()
        assert told["requestId"] == "1"
        if name != "fulfillRequest":
            return name, told.get("errorReason"), ""
        headers = {one["name"]: one["value"] for one in told["responseHeaders"]}
        return told["responseCode"], headers, base64.b64decode(told["body"]).decode()


@pytest.fixture
def files(tmp_path):
    for name in (
        "site/plain.css",
        f"site/{HASHED}",
        "site/odd.unheard",
        "pack/b.css",
        "secret.css",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.fixture
def server(files):
    pages = {"/fees": "<p>", "/ä b": "<b>"}
    packs = {"pack": files / "pack"}
    return Server(Site(pages.get, files / "site", policy="default-src 'self'", packs=packs))


def test_a_page_comes_with_its_policy_and_nothing_else_takes_its_place(server):
    asks = Session(server).ask
    html = {"content-type": "text/html; charset=utf-8"}
    kept = html | {"content-security-policy": "default-src 'self'"}
    assert asks("/fees") == (200, kept, "<p>")
    assert asks("/%C3%A4%20b")[2] == "<b>"
    assert server.left == []
    away = [("/fees?a=1", "GET"), ("/fees", "POST"), ("/gone", "GET"), ("https://b.test/", "GET")]
    for url, method in away:
        assert asks(url, method=method)[0] == 204
    server.arrived = True
    assert asks("/fees")[0] == 204
    assert [(method, url.removeprefix(ORIGIN)) for method, url in server.left] == [
        *((method, url) for url, method in away), ("GET", "/fees"),
    ]  # fmt: skip
    assert asks("/fees", "Other")[2] == "<p>", "the tools of the browser read it once more"
    assert asks("/fees", frame="inner")[2] == "<p>"
    server.site = Site({"/fees": "<p>"}.get)
    assert asks("/fees", "Other")[1] == html
    assert server.requests == []


@pytest.mark.parametrize(
    ("url", "status", "text"),
    [
        ("/citydesign/plain.css", 200, "site/plain.css"),
        (f"/citydesign/{HASHED}", 200, f"site/{HASHED}"),
        ("/citydesign/pack/b.css", 200, "pack/b.css"),
        ("/citydesign/b.css", 404, ""),
        ("/plain.css", 404, ""),
        ("/citydesign/../secret.css", 404, ""),
        ("/citydesign/%2e%2e/secret.css", 404, ""),
        ("/citydesign/pack/../site/plain.css", 404, ""),
        ("/citydesign/", 404, ""),
    ],
)
def test_a_file_comes_from_its_folder_and_from_no_other(server, url, status, text):
    assert Session(server).ask(url, "Stylesheet")[::2] == (status, text)
    assert server.requests == [(ORIGIN + url, status)]
    assert server.missed == ({ORIGIN + url} if status == 404 else set())
    server.begin()
    assert server.requests == []
    assert server.missed == set()


def test_only_a_file_whose_name_tells_its_content_is_kept_by_the_browser(server):
    asks = Session(server).ask
    told = [
        asks(f"/citydesign/{name}", "Other")[1] for name in ("plain.css", HASHED, "odd.unheard")
    ]
    assert [one["content-type"] for one in told] == ["text/css"] * 2 + ["application/octet-stream"]
    assert ["immutable" in one["cache-control"] for one in told] == [False, True, False]
    assert "max-age" not in told[0]["cache-control"]


def test_another_origin_is_asked_only_by_a_page_that_is_open_to_it(server):
    url = "https://fonts.test/a.css"
    session = Session(server)
    assert session.ask(url, "Stylesheet") == ("failRequest", "BlockedByClient", "")
    server.site = Site(closed=False)
    assert session.ask(url, "Stylesheet") == ("continueRequest", None, "")
    assert server.requests == [(url, 0)] * 2
    assert server.missed == set()


def test_a_picture_that_the_browser_itself_asks_for_is_no_file_of_the_page(server):
    assert Session(server).ask("/favicon.ico", "Image")[0] == 204
    assert server.requests == []


def test_a_page_that_was_left_meanwhile_waits_for_no_answer(server):
    Session(server, "Protocol error: Invalid InterceptionId.")._answer(
        {"requestId": "1", "request": {"url": ORIGIN + "/fees", "method": "GET"},
         "resourceType": "Document", "frameId": "main"}
    )  # fmt: skip
    with pytest.raises(Error, match="Target closed"):
        Session(server, "Target closed").ask("/fees")


@pytest.mark.parametrize(
    ("why", "lost"),
    [
        ("net::ERR_CONNECTION_REFUSED", True),
        ("net::ERR_NAME_NOT_RESOLVED", True),
        (None, True),
        ("net::ERR_ABORTED", False),
        ("net::ERR_BLOCKED_BY_CLIENT", False),
        ("csp", False),
    ],
)
def test_only_what_the_network_did_not_bring_is_missed(why, lost):
    traffic = Traffic()
    traffic.lose(SimpleNamespace(failure=why, url="http://city.test/a.css"))
    assert bool(traffic.missed) == lost
    traffic.begin()
    assert not traffic.missed


class Visited:
    """A page on a visit: what is asked for in it goes on or is stopped."""

    def __init__(self, visit):
        self.main_frame = object()
        visit.attach(self, SimpleNamespace(send=lambda *_: None))

    def route(self, pattern, look):
        self._look = look

    def ask(self, url="/fees", method="GET", document=True, frame=None):
        done = []
        self._look(
            SimpleNamespace(
                request=SimpleNamespace(
                    url=url, method=method, frame=frame or self.main_frame,
                    is_navigation_request=lambda: document,
                ),
                abort=done.append, continue_=lambda: done.append("on"),
            )
        )  # fmt: skip
        return done


def test_a_visitor_reads_one_page_and_what_it_needs_and_sends_nothing():
    visit = Visit()
    page = Visited(visit)
    visit.expect()
    assert page.ask("/a.css", document=False) == ["on"]
    assert page.ask("/fees") == ["on"]
    assert page.ask("/frame", frame=object()) == ["on"]
    assert page.ask("/api", "POST", document=False) == ["failed"]
    assert page.ask("/api", "HEAD", document=False) == ["on"]
    assert visit.led_to == ""
    assert page.ask("/other") == ["failed"]
    assert (visit.led_to, visit.left) == ("/other", [])
    visit.expect()
    assert visit.led_to == ""
    assert page.ask("/fees") == ["on"]
    visit.arrived = True
    assert page.ask("/send", "POST") == ["aborted"]
    assert page.ask("/next") == ["aborted"]
    assert page.ask("/api", "POST", document=False) == ["aborted"]
    assert page.ask("/more.js", document=False) == ["on"]
    assert (visit.led_to, visit.left) == ("", [("POST", "/send"), ("GET", "/next")])
