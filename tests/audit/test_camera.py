"""A browser that has no frame to give yet is asked again; any other refusal is passed on."""

import base64

import pytest
from playwright.sync_api import Error

from citydesign.audit.stage import camera

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
