"""Pages that misbehave: each is one line, and the run goes on."""

import gzip
import multiprocessing
import os
import signal
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import active_children
from multiprocessing.connection import Connection
from types import SimpleNamespace
from typing import ClassVar

import pytest

from citydesign.audit.faces.site import audit
from citydesign.audit.oracles import ORACLES
from citydesign.audit.pages import sitemap
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.pages.targets import Target, TargetError, examples, pages, pages_of
from citydesign.audit.run import looker, watch, workers
from citydesign.audit.run.looker import Looker, Options
from citydesign.audit.stage.window import OwnWindow
from citydesign.audit.verdict.inspection import Inspection
from citydesign.audit.verdict.report import PageResult

HEAD = '<!doctype html><html lang="en"><head><title>Fees</title>'
GOOD = f"{HEAD}</head><body><main><h1>Fees</h1><p>What a place costs.</p></main></body></html>"
SCRIPTS = {
    "/dialogs": "alert('Hello'); confirm('Sure?'); prompt('Name?');"
    " onbeforeunload = event => event.preventDefault();",
    "/asks": "setInterval(() => fetch('/ok'), 50);",
    "/leaves": "location.href = '/ok';",
    "/wanders": "addEventListener('load', () => setTimeout(() => { location.href = '/ok'; }, 1));",
    "/endless-script": "addEventListener('load', () => setTimeout(() => { for (;;); }, 1));",
}
BODIES = {
    "/refresh": '<meta http-equiv="refresh" content="5; url=/ok">',
    "/frames": '<iframe src="/ok" title="Fees"></iframe><iframe src="/gone" title="Gone"></iframe>',
    "/high-on-a-phone": "<style>@media (max-width: 600px) { p { min-height: 17000px } }</style>",
    "/high": '<p style="height: 30000px">High</p><p>Low</p>',
    "/login": '<form><label>Password <input type="password"></label></form>',
    "/no-style": '<link rel="stylesheet" href="http://127.0.0.1:9/a.css">',
    "/gone-style": '<link rel="stylesheet" href="/gone"><img src="/gone" alt="A boat">',
    "/never": '<img src="/stalls" alt="">',
}


class Odd(BaseHTTPRequestHandler):
    """Answers as badly as a server can."""

    def do_GET(self):
        server = self.server
        path = self.path
        if path == "/stalls":
            server.stopped.wait(20)
        elif path in {"/gone", "/forbidden"}:
            self._send(404 if path == "/gone" else 403, "text/html", GOOD)
        elif path == "/moved":
            self._send(302, "text/html", "", {"Location": "/ok"})
        elif path == "/loop":
            self._send(302, "text/html", "", {"Location": "/loop"})
        elif path.startswith("/sl%C3%A4sh") and not path.endswith("/"):
            self._send(301, "text/html", "", {"Location": path + "/"})
        elif path == "/loud":
            self._send(200, 'Text/HTML; Charset="ISO-8859-1"', GOOD.replace("Fees", "K\u00e4se"),
                       code="latin-1")  # fmt: skip
        elif path == "/xhtml":
            page = GOOD.replace("<html ", '<html xmlns="http://www.w3.org/1999/xhtml" ')
            self._send(
                200, "application/xhtml+xml; charset=utf-8", page.replace("doctype", "DOCTYPE")
            )
        elif path == "/form.pdf":
            self._send(200, "application/pdf", "%PDF-1.7")
        elif path == "/data":
            self._send(200, "application/json", "{}")
        elif path == "/download":
            extra = {"Content-Disposition": "attachment; filename=a.html"}
            self._send(200, "text/html", GOOD, extra)
        elif path == "/latin":
            self._send(
                200,
                "text/html; charset=iso-8859-1",
                GOOD.replace("Fees", "K\u00e4se"),
                code="latin-1",
            )
        elif path.startswith("/deadly"):
            if server.lives:
                server.lives -= 1
                server.kill()
            self._send(200, "text/html", GOOD)
        elif path in SCRIPTS:
            page = GOOD.replace("</head>", f"<script>{SCRIPTS[path]}</script></head>")
            if path == "/wanders":
                page = page.replace("</main>", '<img src="/ok"></main>')
            self._send(200, "text/html", page)
        elif path in BODIES:
            self._send(200, "text/html", GOOD.replace("</main>", f"{BODIES[path]}</main>"))
        else:
            self._send(200, "text/html", GOOD)

    def _send(self, status, kind, body, headers=(), code="utf-8"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode(code))

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    server.daemon_threads = False
    server.stopped, server.lives = threading.Event(), 0
    server.handle_error = lambda *arguments: None
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.stopped.set()
    server.shutdown()
    thread.join()
    server.server_close()


def _look(server, *names, **options):
    return audit([f"{server.address}/{name}" for name in names], Options(**options))


def _unchecked(report):
    return {f.example: f.saw for f in report.faults if f.criterion == "check"}


@pytest.mark.browser
def test_what_does_not_arrive_is_named_and_the_next_page_is_checked(server, monkeypatch):
    monkeypatch.setattr(OwnWindow, "patience", 2000)
    names = [
        "never",
        "gone",
        "forbidden",
        "moved",
        "loop",
        "form.pdf",
        "data",
        "download",
        "leaves",
        "ok",
    ]
    report = _look(server, *names, widths=(320,), schemes=("light",))
    told = _unchecked(report)
    assert set(told) == set(names) - {"ok"}
    for name, words in {
        "never": "did not finish loading in 2 s",
        "gone": "answered 404",
        "forbidden": "answered 403",
        "moved": "led to",
        "loop": "ERR_TOO_MANY_REDIRECTS",
        "form.pdf": "not a page",
        "data": "is application/json, not a page",
        "download": "is a download, not a page",
        "leaves": "led to",
    }.items():
        assert words in told[name], told[name]
        assert "\n" not in told[name]
    assert report.pages[-1].checks > 10
    assert report.exit_code == 2


@pytest.mark.browser
def test_a_page_has_arrived_however_its_address_and_kind_are_written(server):
    port = server.server_port
    addresses = [
        f"http://127.0.0.1:{port}/släsh",
        f"http://127.0.0.1:{port}/sl%c3%a4sh/?a=1",
        f"http://LOCALHOST:{port}/./ok",
        f"http://127.0.0.1:{port}/xhtml",
        f"http://staff:secret@127.0.0.1:{port}/loud",
    ]
    report = audit(addresses, Options(widths=(320,), schemes=("light",), level="A"))
    assert not _unchecked(report)
    assert [page.page for page in report.pages][-1] == f"127.0.0.1:{port}/loud"
    assert "secret" not in report.json()


@pytest.mark.browser
def test_what_only_behaves_oddly_is_judged(server):
    names = ["dialogs", "asks", "refresh", "frames", "latin"]
    report = _look(server, *names, widths=(320,), schemes=("light",), level="A")
    assert not _unchecked(report)
    assert all(page.checks > 10 for page in report.pages)
    faults = {fault.example for fault in report.faults}
    assert "refresh" in faults, "axe knows that a page must not reload by itself"
    assert "latin" not in faults


@pytest.mark.browser
def test_no_other_page_is_judged_in_place_of_one_that_leaves(server):
    report = _look(server, "wanders", widths=(320,), schemes=("light",), level="A")
    (page,) = report.pages
    assert not _unchecked(report)
    assert any("image-alt" in fault.saw for fault in page.faults)


def test_between_two_tasks_nobody_waits_for_an_answer(audit):
    """Else the browser would be killed in the middle of what comes much later."""
    audit.run(lambda stage: stage.js("() => 1"))
    assert not audit.watch.waits
    with pytest.raises(ZeroDivisionError):
        audit.run(lambda stage: stage.js("() => 1") / 0)
    assert not audit.watch.waits


class Browser:
    """A browser that works at some share of the time, on a machine without any other clock."""

    def __init__(self, share):
        self.share, self.time, self.killed = share, 0.0, threading.Event()

    def clock(self):
        self.time += 1
        return self.time

    def work(self):
        return self.share * self.time


@pytest.mark.parametrize(
    ("share", "seconds"), [(1.0, 40), (0.1, 400), (0.0, 40), (0.005, 40)], ids=str
)
def test_how_long_an_answer_may_take_is_counted_in_work(share, seconds):
    browser = Browser(share)
    lost = watch.Watch(browser.killed.set, browser.work, 40.0, browser.clock)
    lost._over.wait = lambda _: browser.killed.is_set()
    lost.hear()
    lost.start()
    assert browser.killed.wait(20)
    lost.stop()
    assert seconds <= browser.time <= 1.1 * seconds + 3
    assert lost.fired


@pytest.mark.browser
def test_a_page_that_stops_answering_is_left_behind(server, monkeypatch):
    monkeypatch.setattr(watch, "LONGEST", 12.0)
    report = _look(server, "endless-script", "ok", widths=(320,), schemes=("light",))
    assert "a script that never ends" in " ".join(_unchecked(report).values())
    assert set(_unchecked(report)) == {"endless-script"}
    assert report.pages[-1].checks > 10


@pytest.mark.browser
def test_what_is_too_high_to_be_measured_is_not_called_passed(server):
    report = _look(server, "high", "high-on-a-phone", schemes=("light",))
    assert "px high, and only the first 16000 are measured" in _unchecked(report)["high"]
    (fault,) = [f for f in report.faults if f.example == "high-on-a-phone"]
    assert (fault.criterion, fault.setting.width) == ("check", 320)
    assert fault.oracle_id in {"axe", "contrast", "forced-colours", "keyboard"}


@pytest.mark.browser
def test_a_page_whose_style_did_not_come_is_not_called_passed(server):
    report = _look(server, "no-style", "gone-style", level="best")
    (saw,) = _unchecked(report).values()
    assert (
        saw
        == "not checked: judged without its style sheet http://127.0.0.1:9/a.css, which did not come"
    )
    # What the server itself refuses, no resident gets.
    assert {
        f.saw for f in report.faults if f.example == "gone-style" and f.oracle_id == "policy"
    } == {
        f"its {what} was refused or not found: {server.address}/gone"
        for what in ("style sheet", "image")
    }


@pytest.mark.browser
def test_a_folder_without_its_style_is_not_called_passed(tmp_path):
    style = '<link rel="stylesheet" href="/static/city.css"></head>'
    (tmp_path / "index.html").write_text(GOOD.replace("</head>", style), "utf-8")
    report = audit([str(tmp_path)])
    assert report.exit_code == 2
    assert (
        "its style sheet /static/city.css, which did not come" in _unchecked(report)["index.html"]
    )
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "city.css").write_text("h1 { color: #000 }", "utf-8")
    assert audit([str(tmp_path)]).exit_code == 0


@pytest.mark.browser
def test_a_page_may_be_called_as_its_file_is(tmp_path):
    names = [
        "fees?page=2.html",
        "a%20b.html",
        "50%.html",
        "hinta #1 ä.html",
        "UPPER.HTML",
        "old.HTM",
    ]
    for name in names:
        (tmp_path / name).write_text(GOOD, "utf-8")
    report = audit([str(tmp_path)])
    assert {page.page for page in report.pages} == {f"{tmp_path.name}/{name}" for name in names}
    assert report.exit_code == 0, _unchecked(report)


class Ended:
    """A process whose work is done by a thread."""

    work: ClassVar = []

    def __init__(self, target, args, daemon):
        # As in a process of its own, its end of the pipe is not that of whoever starts it.
        connection, *more = args
        own = Connection(os.dup(connection.fileno()))
        self._thread = threading.Thread(target=Ended.work.pop(0), args=(own, *more), daemon=True)

    def start(self):
        self._thread.start()

    def join(self, seconds):
        self._thread.join(seconds)

    def is_alive(self):
        return self._thread.is_alive()


def test_a_process_that_ends_between_two_pages_takes_no_page_with_it(monkeypatch):
    gone = threading.Event()

    def ends(connection, options):
        connection.send(("begun", {"Chromium": "1"}))
        connection.send(("page", PageResult(connection.recv().page)))
        connection.close()
        gone.set()

    def goes_on(connection, options):
        gone.wait(10)
        connection.send(("begun", {"Chromium": "1"}))
        while (page := connection.recv()) is not None:
            connection.send(("page", PageResult(page.page)))

    monkeypatch.setattr(Ended, "work", [ends, goes_on])
    context = SimpleNamespace(Pipe=multiprocessing.Pipe, Process=Ended)
    monkeypatch.setattr(workers.multiprocessing, "get_context", lambda _: context)
    wanted = [Target("site", f"{number}.html", url="http://city.test/") for number in range(5)]
    results, versions = workers.look(wanted, Options(), 2, lambda result: gone.wait(10))
    assert [result.page for result in results] == [page.page for page in wanted]
    assert not any(result.faults for result in results)
    assert versions


@pytest.mark.browser
def test_a_login_that_has_ended_is_noticed(server, tmp_path):
    login = tmp_path / "login.json"
    login.write_text('{"cookies": [], "origins": []}', "utf-8")
    report = _look(server, "login", storage_state=str(login))
    assert "asks for a password: save the login again" in _unchecked(report)["login"]
    login.write_text("{", "utf-8")
    with pytest.raises(TargetError, match="no login can be read from it"):
        _look(server, "login", storage_state=str(login))


@pytest.mark.browser
@pytest.mark.parametrize("lives", [1, 50])
def test_a_browser_that_is_killed_is_started_again(server, lives):
    addresses = [f"{server.address}/{name}" for name in ("deadly", "ok")]
    with Looker(Options(widths=(320,), schemes=("light",))) as looker:
        server.kill, server.lives = looker._session.browser.kill, lives
        deadly, after = (looker.look(page) for page in pages(addresses))
    server.lives = 0
    missed = [fault for fault in deadly.faults if fault.criterion == "check"]
    assert bool(missed) == (lives > 1), "once is looked at again, always is told"
    assert not after.faults
    assert after.checks > 10


@pytest.mark.browser
def test_processes_that_are_killed_leave_no_page_called_passed(server):
    def kill():
        for child in active_children():
            os.kill(child.pid, signal.SIGKILL)

    server.kill, server.lives = kill, 1
    names = ["deadly?1", "deadly?2", "ok"]
    report = audit([f"{server.address}/{name}" for name in names], Options(), workers=2)
    assert [page.page.rpartition("/")[2] for page in report.pages] == names
    assert report.exit_code == 2
    assert {fault.example for fault in report.unchecked} >= {"deadly?1"}
    assert all(page.checks or page.faults for page in report.pages)


URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
ENTRY = """<url><loc>\n {0} </loc><image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<image:loc>{0}.jpg</image:loc></image:image></url>"""


@pytest.fixture
def sitemaps(tmp_path, httpd):
    folder, address = httpd
    local = "".join(ENTRY.format(f"{address}/{name}") for name in ("a", "b?c=1&amp;d=2", "a"))
    (folder / "plain.xml").write_text(URLSET.format(local), "utf-8")
    (folder / "zipped.xml.gz").write_bytes(gzip.compress(URLSET.format(local).encode()))
    foreign = local + ENTRY.format("https://other.example/x")
    (folder / "foreign.xml").write_text(URLSET.format(foreign), "utf-8")
    both = "".join(
        f"<sitemap><loc>{address}/{n}</loc></sitemap>" for n in ("plain.xml", "zipped.xml.gz")
    )
    (folder / "index.xml").write_text(f"<sitemapindex>{both}</sitemapindex>", "utf-8")
    (folder / "nested.xml").write_text(
        f"<sitemapindex><sitemap><loc>{address}/index.xml</loc></sitemap></sitemapindex>", "utf-8"
    )
    (folder / "empty.xml").write_text(URLSET.format(ENTRY.format(" \n ")), "utf-8")
    (folder / "broken.xml").write_text("<urlset><url>", "utf-8")
    (folder / "torn.xml.gz").write_bytes(gzip.compress(local.encode())[:2] + b"nonsense")
    return folder, address


@pytest.fixture
def httpd(tmp_path):
    from http.server import SimpleHTTPRequestHandler

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("name", ["plain.xml", "zipped.xml.gz", "index.xml", "plain.xml?v=2"])
def test_a_sitemap_of_every_kind_names_each_page_once(sitemaps, name):
    _, address = sitemaps
    found = pages([f"{address}/{name}"])
    assert [page.url for page in found] == [f"{address}/a", f"{address}/b?c=1&d=2"]
    assert not any(page.problem for page in found)


def test_a_page_of_another_site_in_a_sitemap_is_told_and_not_looked_at(sitemaps):
    _, address = sitemaps
    *_, foreign = pages([f"{address}/foreign.xml"])
    assert foreign.problem.startswith("https://other.example/x is on another site")


@pytest.mark.parametrize(
    ("sitemap", "address", "same"),
    [
        ("https://city.example/s.xml", "https://City.Example/a", True),
        ("https://city.example/s.xml", "https://city.example:443/a", True),
        ("http://city.example:80/s.xml", "http://city.example/a", True),
        ("https://city.example/s.xml", "http://city.example/a", True),
        ("https://city.example/s.xml", "https://city.example:80/a", False),
        ("https://city.example/s.xml", "https://www.city.example/a", False),
        ("https://city.example/s.xml", "https://city.example.other.example/a", False),
        ("http://127.0.0.1:8000/s.xml", "http://127.0.0.1:8001/a", False),
    ],
)
def test_a_site_is_the_same_however_its_name_is_written(monkeypatch, sitemap, address, same):
    monkeypatch.setattr("citydesign.audit.pages.targets.locations", lambda _: [address])
    (page,) = pages_of(sitemap)
    assert (not page.problem) == same


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.xml", "lists no page"),
        ("broken.xml", "no sitemap"),
        ("torn.xml.gz", "not zipped as it should be"),
        ("missing.xml", "404"),
        ("nested.xml", "inside another index"),
    ],
)
def test_a_sitemap_that_cannot_be_read_is_said_in_one_line(sitemaps, name, words):
    _, address = sitemaps
    with pytest.raises(ValueError, match=words) as caught:
        list(pages_of(f"{address}/{name}"))
    assert "\n" not in str(caught.value)


def test_what_was_worked_at_one_question_is_not_counted_at_the_next():
    browser = Browser(1.0)
    lost = watch.Watch(browser.killed.set, browser.work, 40.0, browser.clock)
    ticks = iter(range(100))

    def wait(_):
        tick = next(ticks)
        if tick % 30 == 0:
            lost.rest()
            lost.hear()
        return tick == 89

    lost._over.wait = wait
    lost.start()
    lost._thread.join(20)
    assert not lost.fired
    assert browser.time > 50


@pytest.mark.parametrize("ends", [15, 30, 41])
def test_a_process_that_ends_takes_none_of_the_work_with_it(ends):
    browser = Browser(1.0)
    browser.work = lambda: browser.time % ends
    lost = watch.Watch(browser.killed.set, browser.work, 40.0, browser.clock)
    lost._over.wait = lambda _: browser.killed.is_set() or browser.time > 1000
    lost.hear()
    lost.start()
    lost._thread.join(20)
    assert lost.fired
    assert 40 <= browser.time <= 60


def test_a_page_that_works_for_a_while_and_then_waits_for_ever_is_lost():
    browser = Browser(1.0)
    browser.work = lambda: min(browser.time, 20.0)
    lost = watch.Watch(browser.killed.set, browser.work, 40.0, browser.clock)
    lost._over.wait = lambda _: browser.killed.is_set() or browser.time > 1000
    lost.hear()
    lost.start()
    lost._thread.join(20)
    assert lost.fired
    assert browser.time <= 130


class Sessions:
    """Browsers made up for a test, which count how often they begin, and break down as asked."""

    def __init__(self, breaks=(), closes=True):
        self.begun, self.ended, self.asked, self.breaks = [], 0, [], list(breaks)
        self.versions, self._closes = {"Chromium": "143"}, closes

    def __call__(self, *given):
        self.begun.append(given)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.ended += 1
        if not self._closes:
            raise OSError("it can't even be closed")

    def inspect(self, subject, oracles, matrix):
        self.asked.append(({oracle.id for oracle in oracles}, matrix))
        if self.breaks and (error := self.breaks.pop(0)):
            raise error
        return Inspection(subject, judged={oracle.id: [Setting()] for oracle in oracles})


@pytest.mark.parametrize("closes", [True, False])
def test_after_a_browser_that_breaks_down_the_next_page_gets_a_new_one(monkeypatch, closes):
    sessions = Sessions([None, OSError("gone\nfor good"), OSError(), None], closes)
    monkeypatch.setattr(looker, "Session", sessions)
    page = Target("site", "fees.html", url="http://city.test/fees.html")
    looks = Looker(Options(storage_state="login.json", axe="axe.js", pictures=True)).__enter__()
    found = [looks.look(page) for _ in range(4)]
    assert [bool(one.checks) for one in found] == [True, False, False, True]
    told = [one.saw for result in found for one in result.faults]
    assert told == [f"not checked: the check broke down: OSError: {why}" for why in ("gone", "")]
    assert {one.url for one in found} == {page.url}
    assert {one.page for one in found} == {"site/fees.html"}
    assert len(sessions.begun) == 3
    assert sessions.begun[0][:2] == ("axe.js", "login.json")
    assert sessions.ended == 2
    assert looks.versions == {"Chromium": "143"}


def test_what_only_our_examples_promise_is_asked_of_them_alone(monkeypatch):
    sessions = Sessions()
    monkeypatch.setattr(looker, "Session", sessions)
    with Looker(Options(widths=(500,), schemes=("dark",))) as looks:
        looks.look(Target("site", "fees.html", url="http://city.test/fees.html"))
        looks.look(next(one for one in examples(["tag/default"]) if not one.among))
        problem = looks.look(Target("site", "x", url="http://b.test/", problem="of another site"))
    (city, matrix), (ours, _) = sessions.asked
    assert ours == {oracle.id for oracle in ORACLES}
    assert ours - city == {oracle.id for oracle in ORACLES if oracle.ours} != set()
    assert [one.saw for one in problem.faults] == ["not checked: of another site"]
    page = Subject("site", "fees", url="http://city.test/")
    looked = {s for oracle in ORACLES for s in matrix(oracle, page)}
    assert {(s.width, s.scheme) for s in looked} == {(500, "dark")}
    assert (len(sessions.begun), sessions.ended) == (1, 1)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Käse".encode(), "Käse"),
        ("Käse".encode("utf-8-sig"), "Käse"),
        ("Käse – 5 €".encode("windows-1252"), "Käse – 5 €"),
        (b"\x81", "\ufffd"),
    ],
)
def test_a_file_is_read_in_whatever_code_it_was_saved(tmp_path, data, text):
    (tmp_path / "fees.html").write_bytes(data)
    (page,) = pages_of(str(tmp_path / "fees.html"))
    assert page.subject().html(Setting()) == text


@pytest.mark.parametrize(
    ("address", "name", "url"),
    [
        ("https://city.test", "city.test//", "https://city.test"),
        ("http://city.test:81/fees/", "city.test:81/fees", "http://city.test:81/fees/"),
        ("https://city.test/a?b=1&c=2#d", "city.test/a?b=1&c=2", "https://city.test/a?b=1&c=2"),
    ],
)
def test_a_page_of_a_server_is_called_by_its_host_path_and_question(address, name, url):
    (page,) = pages([address, f"{address}#end" if "#" not in address else address])
    assert (page.page, page.url, page.address) == (name, url, url)
    subject = page.subject()
    assert (subject.address, subject.html, subject.locales) == (url, None, ("",))
    assert subject.foreign


def test_a_page_of_a_folder_is_its_html_files_below_it_as_they_are_seen_from_here(
    tmp_path, monkeypatch
):
    for name in ("site/b/old.HTM", "site/a.html", "site/a.css", "site/c.html/x.txt", "x.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("<p>")
    monkeypatch.chdir(tmp_path / "site")
    found = pages([str(tmp_path / "site"), "a.html"])
    assert [page.page for page in found] == ["site/a.html", "site/b/old.HTM"]
    assert [page.address for page in found] == ["a.html", "b/old.HTM"]
    subject = found[1].subject()
    assert (subject.path, subject.assets, subject.assets_url) == (
        "b/old.HTM",
        tmp_path / "site",
        "",
    )
    assert subject.foreign
    assert pages([str(tmp_path / "x.html")])[0].address == (tmp_path / "x.html").as_posix()


def test_a_sitemap_of_a_server_may_name_its_pages_from_itself_on(tmp_path, httpd):
    _, address = httpd
    (tmp_path / "map.xml").write_text(URLSET.format(ENTRY.format("/fees") + ENTRY.format("a")))
    assert [page.url for page in pages([f"{address}/map.xml"])] == [
        f"{address}/fees",
        f"{address}/a",
    ]
    with pytest.raises(TargetError, match=r"map\.xml: /fees is no URL"):
        pages([str(tmp_path / "map.xml")])


@pytest.mark.parametrize("name", ["plain.xml", "zipped.xml.gz"])
def test_a_sitemap_is_read_up_to_the_size_that_it_may_have(sitemaps, monkeypatch, name):
    folder, _ = sitemaps
    size = len((folder / "plain.xml").read_bytes())
    monkeypatch.setattr(sitemap, "LARGEST", size)
    assert len(pages([str(folder / name)])) == 2
    monkeypatch.setattr(sitemap, "LARGEST", size - 1)
    with pytest.raises(sitemap.SitemapError, match="larger than the 50 MB"):
        pages([str(folder / name)])


def _worked(monkeypatch, *work, number=3):
    """What processes find that do this work; each result is handed on as it comes."""
    monkeypatch.setattr(Ended, "work", list(work))
    context = SimpleNamespace(Pipe=multiprocessing.Pipe, Process=Ended)
    monkeypatch.setattr(workers.multiprocessing, "get_context", lambda _: context)
    wanted = [Target("site", f"{one}.html", url="http://city.test/") for one in range(number)]
    told = []
    results, versions = workers.look(wanted, Options(), len(work), told.append)
    assert [result.page for result in results] == [page.page for page in wanted]
    assert sorted(one.page for one in told) == sorted(one.page for one in results)
    return [next((f.saw for f in result.faults), "") for result in results], versions


def _does(*pages, ends):
    """A process that looks at so many pages; then it ends, or says why it can't go on."""

    def work(connection, options):
        connection.send(("begun", {"Chromium": "1"}))
        for _ in pages:
            connection.send(("page", PageResult(connection.recv().page)))
        if ends:
            connection.recv()
            connection.send(("gone", ends))
        connection.close()

    return work


def test_a_process_that_dies_takes_one_page_with_it_and_the_rest_is_told_as_not_checked(
    monkeypatch,
):
    told, versions = _worked(monkeypatch, _does(1, ends="it broke down"))
    assert told == [
        "", "not checked: it broke down",
        "not checked: no process was left to look at it: it broke down",
    ]  # fmt: skip
    assert versions == {"Chromium": "1"}


def test_processes_of_which_none_could_begin_say_why(monkeypatch):
    def never(connection, options):
        connection.send(("gone", "No Chromium found"))
        connection.close()

    with pytest.raises(workers.WorkerError, match="No Chromium found"):
        _worked(monkeypatch, never, never)
    with pytest.raises(workers.WorkerError, match="its process was ended"):
        _worked(monkeypatch, lambda connection, options: connection.close())


class Pipe:
    """The end of a pipe on which a process is given pages."""

    def __init__(self, *given):
        self.sent, self._given = [], list(given)

    def send(self, told):
        self.sent.append(told)

    def recv(self):
        if not self._given:
            raise EOFError
        return self._given.pop(0)


def test_a_process_looks_at_what_it_is_given_until_there_is_nothing_more(monkeypatch):
    class Looks:
        versions: ClassVar = {"Chromium": "1"}
        error, left = None, 0

        def __init__(self, options):
            self.options = options

        def __enter__(self):
            return self

        def __exit__(self, *error):
            Looks.left += 1

        def look(self, page):
            if Looks.error:
                raise Looks.error
            return page, self.options

    monkeypatch.setattr(workers, "Looker", Looks)
    begun = ("begun", {"Chromium": "1"})
    for pipe in (Pipe("a", "b", None, "c"), Pipe("a", "b")):
        workers._serve(pipe, "options")
        assert pipe.sent == [begun, ("page", ("a", "options")), ("page", ("b", "options"))]
    for Looks.error, why in ((OSError("gone"), "gone"), (OSError(), "OSError")):
        pipe = Pipe("a", "b")
        workers._serve(pipe, "options")
        assert pipe.sent == [begun, ("gone", why)]
    assert Looks.left == 4
