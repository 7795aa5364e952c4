"""What is special about the feedback effect."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale


def parse(**given):
    return document(ui.feedback_effect("Lamps", "It is dark.", **given)).find("body")


def names(page):
    return ["".join(e.itertext()) for e in page.findall(".//dt")]


@pytest.mark.parametrize(
    ("status", "name"),
    [
        ("received", "What happens now"),
        ("considered", "What happens now"),
        ("decided", "We decided"),
        ("done", "We did"),
        ("impossible", "Why not"),
    ],
)
def test_the_answer_is_named_by_how_far_it_is(status, name):
    assert names(parse(status=status, answer="More lamps.")) == ["You said", name]


def test_each_status_is_said_by_a_word_and_a_sign_of_its_own():
    words = {
        "".join(parse(status=s).find(".//strong").itertext())
        for s in ("received", "considered", "decided", "done", "impossible")
    }
    assert len(words) == 5
    assert "" not in words
    signs = {
        str(ui.feedback_effect("Lamps", "Dark.", status=s))
        .partition("<svg")[2]
        .partition("</svg>")[0]
        for s in ("received", "considered", "decided", "done", "impossible")
    }
    assert len(signs) == 5
    assert "" not in signs


def test_how_many_said_so_is_written_as_the_language_does():
    with use_locale("fi"):
        assert "1\u00a0480 asukasta" in str(ui.feedback_effect("Lamput", "Pimeää.", count=1480))
    assert "1 resident<" in str(ui.feedback_effect("Lamps", "Dark.", count=1))


def test_what_is_not_given_is_not_named():
    assert names(parse()) == ["You said"]


def test_nobody_said_nothing():
    with pytest.raises(UsageError, match="count"):
        parse(count=0)


@pytest.mark.parametrize(("status", "colour"), [("done", "success"), ("impossible", "error")])
def test_what_was_done_looks_good_and_what_could_not_be_done_does_not(status, colour):
    assert f"city-tag--{colour}" in parse(status=status).find(".//strong").get("class")
