"""What is special about the video: captions always, and no other service before consent."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui
from citydesign.errors import UsageError

SOURCES = [{"url": "/a.mp4", "type": "video/mp4"}]
CAPTIONS = [{"url": "/a.fi.vtt", "language": "fi"}, {"url": "/a.sv.vtt", "language": "sv"}]


def parse(**given):
    html = str(ui.video("Sorting", "A bin.", **given))
    return document(html)


def test_a_film_without_captions_is_refused():
    with pytest.raises(UsageError, match="captions"):
        ui.video("Sorting", "A bin.", sources=SOURCES)


def test_captions_are_offered_under_the_name_of_their_language():
    tracks = [*parse(sources=SOURCES, captions=CAPTIONS).iter("track")]
    assert [(t.get("kind"), t.get("srclang"), t.get("label")) for t in tracks] == [
        ("captions", "fi", "Suomi"),
        ("captions", "sv", "Svenska"),
    ]


def test_nothing_plays_or_loads_by_itself():
    film = parse(sources=SOURCES, captions=CAPTIONS).find(".//video")
    assert film.get("preload") == "none"
    assert film.get("aria-labelledby") == "video-name"
    assert film.get("autoplay") is None
    assert film.get("controls") is not None


def test_the_service_is_not_told_which_page_a_resident_came_from():
    (link,) = parse(service="Tube", url="https://tube.example/a").iter("a")
    assert link.get("rel") == "noreferrer"
    assert "".join(link.itertext()).endswith(": Sorting"), "the link says what is watched"


def test_without_consent_no_address_of_the_player_is_in_the_page():
    page = parse(service="YouTube", url="https://youtu.be/418", settings_url="/cookies/")
    assert not [e for e in page.iter() if e.get("src")]
    assert [a.get("href") for a in page.iter("a")] == ["https://youtu.be/418", "/cookies/"]


def test_with_consent_the_player_takes_the_place_of_the_notice():
    player = Markup('<iframe src="https://www.youtube-nocookie.com/e" title="Sorting"></iframe>')
    page = parse(service="YouTube", url="/w", player=player)
    assert page.find(".//iframe").get("title") == "Sorting"
    assert "would set cookies" not in "".join(page.itertext())


def test_a_player_is_as_wide_as_the_film_it_replaces(open_example):
    page = open_example("video/allowed", viewport={"width": 360, "height": 800})
    box = page.locator(".city-video__player > *").bounding_box()
    assert box["width"] / box["height"] == pytest.approx(16 / 9, abs=0.02)
