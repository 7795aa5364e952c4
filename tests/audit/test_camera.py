"""Pictures: which part of the page they show, and what happens where the browser refuses one."""

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import Error

from citydesign.audit.stage import camera
from citydesign.audit.stage.camera import Box

REFUSED = "CDPSession.send: Protocol error (Page.captureScreenshot): "


class Refusing:
    """A window whose browser refuses some pictures before it draws one."""

    def __init__(self, times, why=f"{REFUSED}Unable to capture screenshot"):
        self.cdp, self.asked, self._times, self._why = self, [], times, why

    def send(self, method, options):
        self.asked.append(method)
        if len(self.asked) <= self._times:
            raise Error(self._why)
        return {"data": base64.b64encode(b"picture").decode()}


@pytest.fixture(autouse=True)
def pauses(monkeypatch):
    passed = []
    monkeypatch.setattr(camera.time, "sleep", passed.append)
    return passed


def test_a_picture_refused_while_no_frame_is_ready_is_asked_for_again(pauses):
    window = Refusing(times=3)
    assert camera.capture(window, {}) == b"picture"
    assert window.asked == ["Page.captureScreenshot"] * 4
    assert pauses == sorted(pauses)


def test_a_browser_that_never_draws_ends_with_its_own_words(pauses):
    window = Refusing(times=100)
    with pytest.raises(Error, match="Unable to capture screenshot"):
        camera.capture(window, {})
    assert len(window.asked) == len(pauses) + 1


def test_another_refusal_is_passed_on_at_once(pauses):
    window = Refusing(times=1, why=f"{REFUSED}Target closed")
    with pytest.raises(Error, match="Target closed"):
        camera.capture(window, {})
    assert not pauses


class Drawing:
    """A window that draws each pixel in the colour of its place, and the media around it."""

    def __init__(self, wanted=3000, used=2000):
        self.cdp, self.sizes, self.clips, self._extent = self, [], [], [wanted, used]

    def js(self, expression):
        return self._extent

    def resize(self, width, height=None):
        self.sizes.append((width, height))

    def send(self, method, options):
        clip = options["clip"]
        self.clips.append([clip[side] for side in ("x", "y", "width", "height")])
        x, y, width, height = map(int, self.clips[-1])
        image = Image.new("RGB", (width, height))
        image.putdata([(x + at, y + down, 7) for down in range(height) for at in range(width)])
        out = io.BytesIO()
        image.save(out, "PNG")
        return {"data": base64.b64encode(out.getvalue()).decode()}


def test_each_part_of_a_picture_is_what_stands_there():
    window = Drawing()
    picture = camera.Camera(window, window).picture([Box(4.7, 10.6, 20, 31), Box(9, 40, 30.2, 50)])
    assert window.clips == [[4, 10, 26, 40]]
    assert picture.part(Box(5.9, 12, 8, 15)).tolist() == [
        [[x, y, 7] for x in range(5, 8)] for y in range(12, 15)
    ]
    picture = camera.Camera(window, window).picture([Box(-5, 10.6, 20, 31)])
    assert window.clips[-1] == [0, 10, 20, 21]
    picture = camera.Camera(window, window).picture([Box(-5, -5, 20, 31)])
    assert picture.part(Box(-9, -9, 2, -3)).shape == (1, 2, 3)
    assert picture.part(Box(-9, 12, 2, 14)).shape == (2, 2, 3)
    assert picture.part(Box(-9, 12, -3, 14)).shape == (2, 1, 3)


@pytest.mark.parametrize(
    ("extent", "high", "drawn"),
    [((300, 200), 800, 232), ((3000, 2000), 3000, 2032), ((1500, 1490), 1500, 1500),
     ((20000, 100), camera.TALLEST, 132)],
)  # fmt: skip
def test_a_whole_page_is_as_high_as_it_is_and_drawn_as_far_as_anything_is_on_it(
    extent, high, drawn
):
    window = Drawing(*extent)
    eye = camera.Camera(window, window)
    with eye.whole(320), eye.whole(1280):
        assert window.sizes == [(320, high)]
        eye.picture([Box(0, drawn - 4, 400, drawn + 90)])
        assert window.clips == [[0, drawn - 4, 320, 4]]
    assert window.sizes == [(320, high), (320, None)]
    assert eye.height == extent[0]
    eye.picture([Box(0, 0, 400, 1)])
    assert window.clips[-1] == [0, 0, 400, 1]


def test_a_page_that_breaks_down_while_it_is_drawn_whole_is_as_low_as_before():
    window = Drawing()
    eye = camera.Camera(window, window)
    with pytest.raises(ZeroDivisionError), eye.whole(320):
        _ = 1 / 0
    assert window.sizes[-1] == (320, None)
    with eye.whole(1280):
        assert window.sizes[-1] == (1280, 3000)


def test_boxes_grow_meet_and_lie_within_each_other():
    one, two = Box(0, 10, 20, 40), Box(15, 30, 50, 45)
    assert (one.width, one.height) == (20, 30)
    assert one.grown(2) == Box(-2, 8, 22, 42)
    assert one.within(two) == two.within(one) == Box(15, 30, 20, 40)
    assert Box.around([two, one]) == Box(0, 10, 50, 45)
    assert one.meets(two)
    for beside in (Box(20, 10, 30, 40), Box(0, 40, 5, 50)):
        assert one.meets(beside)
        assert beside.meets(one)
    for apart in (Box(21, 10, 30, 40), Box(0, 41, 5, 50)):
        assert not one.meets(apart)
        assert not apart.meets(one)
