"""One feed for all of a city's sites: what a page shows of it, and when the feed fails."""

import json
import logging
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from citydesign import ui, use_locale
from citydesign.announcements import Announcements, FeedError, over_http, read_feed

NOW = datetime(2027, 3, 24, 8, 0, tzinfo=UTC)
WATER = {
    "level": "emergency",
    "heading": {"fi": "Keitä hanavesi Hervannassa", "en": "Boil tap water in Hervanta"},
    "content": {"fi": "Vesi ei ole juotavaa.", "en": "The water is not fit to drink."},
    "link": {"url": "https://city.example/water", "text": {"fi": "Lue lisää", "en": "Read more"}},
    "begins": "2027-03-24T09:00+02:00",
    "ends": "2027-03-26T09:00+02:00",
    "updated": "2027-03-24T09:15+02:00",
}


def feed(*items):
    return json.dumps(items).encode()


class Source:
    """A port whose answer a test changes."""

    def __init__(self, answer):
        self.answer, self.times = answer, 0

    def __call__(self):
        self.times += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Clock:
    now = NOW

    def __call__(self):
        return self.now


def settled(news):
    """Ask, let the reading in the background end, and ask again."""
    news.items()
    for thread in threading.enumerate():
        if thread.name == "citydesign announcements":
            thread.join(5)
    return [str(item["heading"]) for item in news.items()]


@pytest.fixture
def clock():
    return Clock()


def test_what_is_announced_is_shown_in_the_language_of_the_page(tmp_path, clock):
    news = Announcements(lambda: feed(WATER, {"heading": "Ice"}), tmp_path / "news", clock=clock)
    for tag, said in {
        "fi": ("Keitä hanavesi Hervannassa", "Lue lisää", "klo 9.15"),
        "en": ("Boil tap water in Hervanta", "Read more", "at 9:15"),
        # Better in Finnish than not at all, and read aloud in Finnish.
        "sv": ('<span lang="fi">Keitä hanavesi Hervannassa</span>', "Lue lisää", "kl. 9.15"),
    }.items():
        with use_locale(tag):
            html = ui.site_banner(news.items())
        assert all(text in html for text in said), html
        assert 'href="https://city.example/water"' in html
        assert html.count("city-site-banner__heading") == 2


def test_whoever_writes_into_the_feed_puts_no_html_on_a_page(tmp_path, clock):
    bad = "<script>alert(1)</script>"
    link = {"url": 'https://x.example/"><b>', "text": {"fi": bad}}
    source = Source(feed({"heading": {"fi": bad}, "content": bad, "link": link}))
    html = ui.site_banner(Announcements(source, tmp_path / "news", clock=clock).items())
    assert "<script" not in html
    assert "<b>" not in html
    assert html.count("&lt;script&gt;") == 3


def test_an_announcement_is_shown_while_it_lasts(tmp_path, clock):
    news = Announcements(
        lambda: feed(WATER), tmp_path / "news", every=timedelta(days=9), clock=clock,
        trusted=timedelta(days=9),
    )  # fmt: skip
    for hours, shown in ((-1.1, 0), (-1, 1), (0, 1), (46.9, 1), (47, 0)):
        clock.now = NOW + timedelta(hours=hours)
        assert len(news.items()) == shown, hours


def test_a_feed_that_fails_changes_nothing_until_it_is_too_old(tmp_path, clock, caplog):
    source = Source(feed({"heading": "Ice"}))
    news = Announcements(source, tmp_path / "news", clock=clock)
    assert settled(news) == ["Ice"]
    assert source.times == 1
    for wrong in (FeedError("no answer"), ConnectionError("reset"), b"<html>", feed({"level": "normal"})):  # fmt: skip
        source.answer = wrong
        clock.now += timedelta(minutes=1)
        assert settled(news) == ["Ice"]
    assert source.times == 5
    assert [one.levelno for one in caplog.records] == [logging.WARNING] * 4
    source.answer = feed({"heading": "Thaw"})
    clock.now += timedelta(minutes=1)
    assert settled(news) == ["Thaw"]
    source.answer = FeedError("no answer")
    clock.now += timedelta(days=1, minutes=1)
    assert settled(news) == []


def test_the_last_good_copy_outlives_the_server(tmp_path, caplog):
    kept = tmp_path / "news"
    assert settled(Announcements(Source(feed({"heading": "Ice"})), kept)) == ["Ice"]
    assert [one.name for one in tmp_path.iterdir()] == ["news"]
    (tmp_path / "any").touch()
    assert kept.stat().st_mode == (tmp_path / "any").stat().st_mode, "another server reads it too"
    down = Source(FeedError("no answer"))
    assert settled(Announcements(down, kept)) == ["Ice"]
    assert down.times == 1
    old = time.time() - 90_000
    os.utime(kept, (old, old))
    assert settled(Announcements(down, kept)) == []
    kept.write_bytes(b"{")
    assert settled(Announcements(down, kept)) == []
    assert "can't be read" in caplog.text


def test_a_copy_that_cannot_be_kept_leaves_nothing_behind(tmp_path, caplog):
    (tmp_path / "news" / "in-the-way").mkdir(parents=True)
    assert settled(Announcements(Source(feed({"heading": "Ice"})), tmp_path / "news")) == ["Ice"]
    assert [one.name for one in tmp_path.iterdir()] == ["news"]
    assert "news:" in caplog.text


def test_no_page_waits_while_the_feed_is_slow(tmp_path, clock):
    news = Announcements(Source(feed({"heading": "Ice"})), tmp_path / "news", clock=clock)
    news.items()
    asked, go = threading.Event(), threading.Event()

    def slow():
        asked.set()
        assert go.wait(5)
        return feed({"heading": "Thaw"})

    news._read = slow
    clock.now += timedelta(minutes=1)
    assert [one["heading"] for one in news.items()] == ["Ice"]
    assert asked.wait(5)
    # Asked once, however many pages come meanwhile.
    assert [[one["heading"] for one in news.items()] for _ in range(3)] == [["Ice"]] * 3
    go.set()
    assert settled(news) == ["Thaw"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"{", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"{}", "list of at most 10"),
        (feed(*[{"heading": "x"}] * 11), "list of at most 10"),
        (feed("x"), "announcement 1 must be an object"),
        (feed({"heading": "x"}, {}), "announcement 2: heading is missing"),
        (feed({"heading": {"fi": " "}}), "announcement 1: heading must be a text"),
        (feed({"heading": "x", "level": "high"}), "level is 'high'"),
        (feed({"heading": "x", "link": {"url": "javascript:alert(1)"}}), "link needs a url"),
        (feed({"heading": "x", "link": {"url": "https://x.example"}}), "link.text is missing"),
        (feed({"heading": "x", "ends": "2027-03-24T09:15"}), "with its zone"),
        (feed({"heading": "x", "ends": 5}), "with its zone"),
    ],
)
def test_a_feed_that_cannot_be_read_says_where(given, said):
    with pytest.raises(FeedError, match=said):
        read_feed(given)


@pytest.fixture
def server():
    """A real server: each path answers in its own bad way."""
    go = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/gone":
                return self.send_error(404)
            self.send_response(200)
            self.end_headers()
            try:
                if self.path == "/large":
                    for _ in range(100):
                        self.wfile.write(b" " * 2_000)
                elif self.path == "/drip":
                    while not go.wait(0.05):
                        self.wfile.write(b" ")
                        self.wfile.flush()
                elif self.path == "/silent":
                    go.wait(5)
                else:
                    self.wfile.write(feed({"heading": "Ice"}))
            except OSError:
                # The reader has had enough.
                return None

        def log_message(self, *args):
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    go.set()
    running.shutdown()
    running.server_close()


def test_the_port_reads_a_feed_and_ends_what_is_too_large_or_too_slow(server):
    assert read_feed(over_http(f"{server}/")())[0].heading == {"": "Ice"}
    for path, said in {
        "/gone": "404",
        "/large": "more than 100000 bytes",
        "/drip": "more than 0.3 seconds",
        "/silent": "timed out",
    }.items():
        with pytest.raises(FeedError, match=said):
            over_http(server + path, seconds=0.3)()
    with pytest.raises(FeedError, match=r"timed out|refused"):
        over_http("http://127.0.0.1:9/", seconds=0.3)()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://city.example", "news.json"])
def test_a_feed_of_another_scheme_is_refused(url):
    with pytest.raises(FeedError, match="https or http"):
        over_http(url)
