"""Every refusal has a sentence that says what next."""

import pytest

from citydesign.booking.outcome import Code
from citydesign.booking.words import _messages, sentence


@pytest.mark.parametrize("code", Code)
def test_every_refusal_has_a_sentence_in_every_language(code: Code) -> None:
    said = {sentence(code, locale) for locale in ("en", "fi", "sv")}
    assert len(said) == 3
    assert all(text.endswith(".") and text.count(".") >= 2 for text in said)


def test_there_is_no_sentence_without_a_refusal() -> None:
    assert set(_messages()) == set(Code)


def test_a_region_is_understood_and_an_unknown_language_is_english() -> None:
    assert sentence(Code.TAKEN, "sv-FI") == sentence(Code.TAKEN, "sv")
    assert sentence(Code.TAKEN, "fi_FI") == sentence(Code.TAKEN, "fi")
    assert sentence(Code.TAKEN, "uk") == sentence(Code.TAKEN, "en")
