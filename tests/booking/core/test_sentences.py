"""Every refusal has a sentence that says what next."""

import pytest
from jinja2 import Environment

from citydesign import install, use_locale, using
from citydesign.booking.core.outcome import Code
from citydesign.booking.words import heading, sentence
from citydesign.errors import CityDesignError, IncompleteLanguageWarning
from citydesign.locale import catalogue


@pytest.mark.parametrize("code", Code)
def test_every_refusal_has_a_sentence_in_every_language(code: Code) -> None:
    said = {sentence(code, locale) for locale in ("en", "fi", "sv")}
    assert len(said) == 3
    assert all(text.endswith(".") and text.count(".") >= 2 for text in said)


def test_there_is_no_sentence_without_a_refusal() -> None:
    own = {key for key in catalogue() if key.startswith("booking.")}
    assert {key for key in own if not key.startswith("booking.page-")} == {
        f"booking.{kind}{code}" for code in Code for kind in ("", "heading-")
    }


@pytest.mark.parametrize("locale", ["en", "fi", "sv"])
def test_each_refusal_has_a_heading_of_its_own(locale: str) -> None:
    said = {heading(code, locale) for code in Code}
    assert len(said) == len(Code)
    assert not any(text.endswith(".") for text in said)
    assert all(len(text) < 50 for text in said)


def test_a_region_is_understood_and_an_unknown_language_is_english() -> None:
    assert sentence(Code.TAKEN, "sv-FI") == sentence(Code.TAKEN, "sv")
    assert sentence(Code.TAKEN, "fi_FI") == sentence(Code.TAKEN, "fi")
    assert sentence(Code.TAKEN, "uk") == sentence(Code.TAKEN, "en")


def test_a_host_s_own_words_and_further_languages_are_spoken() -> None:
    env = Environment(autoescape=True)
    own = {"uk": {"booking.taken": "Цей час щойно зайняли."}, "fi": {"booking.taken": "Aika meni."}}
    install(env, strict=False, messages=own)
    with using(env):
        assert sentence(Code.TAKEN, "uk-UA") == "Цей час щойно зайняли."
        assert sentence(Code.TAKEN, "fi") == "Aika meni."
        with use_locale("uk"):
            assert sentence(Code.TAKEN) == "Цей час щойно зайняли."
            assert sentence(Code.EXPIRED) == sentence(Code.EXPIRED, "en")
    assert sentence(Code.TAKEN, "uk") == sentence(Code.TAKEN, "en")


def test_a_sentence_that_a_host_s_language_lacks_is_refused_in_strict_mode() -> None:
    env = Environment(autoescape=True)
    with pytest.warns(IncompleteLanguageWarning):
        install(env, messages={"uk": {"booking.taken": "Цей час щойно зайняли."}})
    with using(env), use_locale("uk"):
        assert sentence(Code.TAKEN) == "Цей час щойно зайняли."
        with pytest.raises(CityDesignError, match=r"no text 'booking.expired' in 'uk'"):
            sentence(Code.EXPIRED)
