"""Languages: which is chosen, and that `lang` names the one whose words are shown."""

import datetime as dt
import re

import pytest
from jinja2 import Environment

from citydesign import install, ui, use_locale
from citydesign.errors import CityDesignError
from citydesign.host import using
from citydesign.locale import Language
from citydesign.tags import canonical, match


@pytest.mark.parametrize(
    ("offered", "asked", "found"),
    [
        (["fi", "sv", "en"], "sv-FI,sv;q=0.9,fi;q=0.8", "sv"),
        (["fi", "sv", "en"], "SV-fi", "sv"),
        (["fi", "SV", "en"], "sv", "SV"),
        (["fi", "sv", "en"], "sv;q=0,en;q=0.5", "en"),
        (["fi", "sv", "en"], "en;q=0.3,fi;q=0.4", "fi"),
        (["fi", "sv", "en"], "en;q=1.000 , fi; q=0.9", "en"),
        (["fi", "sv-FI", "en-GB"], "sv,fi;q=0.5", "sv-FI"),
        (["fi", "sv-FI", "en-GB"], "en-US,en;q=0.9", "en-GB"),
        (["fi", "en-GB"], "en-US", "en-GB"),
        (["fi", "sv", "en"], "en_US", "en"),
        (["fi", "sv", "en"], "fi_FI.UTF-8", "fi"),
        (["zh", "zh-Hant"], "zh-TW,zh;q=0.9", "zh-Hant"),
        (["zh-Hans"], "zh-TW", None),
        (["fi", "nb"], "no,nn;q=0.9", "nb"),
        (["fi", "nb"], "nn", "nb"),
        (["fi", "no"], "nb-NO", "no"),
        (["he"], "iw", "he"),
        (["sr-Latn"], "sh", "sr-Latn"),
        (["fi", "se", "en"], "se-FI", "se"),
        (["fi", "sv"], "se", None),
        (["sv", "en"], "sv;q=0,*", "en"),
        (["fi", "sv", "en"], "*", "fi"),
        (["de"], "de-DE-u-co-phonebk", "de"),
        (["fi", "sv", "en"], ";;;q=x,,", None),
        (["fi", "sv", "en"], "fi;q=2,sv;q=-1", None),
        (["fi", "sv", "en"], "<script>,\x00,ääkkönen", None),
        (["fi", "sv", "en"], "", None),
        (["fi", "sv"], ["et", "sv"], "sv"),
        (["fi", "sv"], [], None),
    ],
)
def test_the_best_language_offered_is_found(offered, asked, found):
    assert match(asked, offered) == found


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("FI", "fi"),
        ("fi_FI", "fi-FI"),
        ("fi_FI.UTF-8", "fi-FI"),
        ("ca_ES@valencia", "ca-ES"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("de-de-u-co-phonebk", "de-DE-u-co-phonebk"),
        ("sl-rozaj-biske", "sl-rozaj-biske"),
    ],
)
def test_a_tag_is_written_as_it_is_recommended(tag, written):
    assert canonical(tag) == written


@pytest.mark.parametrize("tag", ["", "C", "not a tag", "*", "fi-", 'fi" onload="x', None, 3])
def test_what_is_no_tag_is_refused(tag):
    with pytest.raises(CityDesignError, match="no language tag"):
        canonical(tag)
    with pytest.raises(CityDesignError, match="no language tag"), use_locale(tag):
        pass


def _env(**options):
    env = Environment(autoescape=True)
    install(env, **options)
    return env


@pytest.mark.parametrize("locale", ["xx", "et", "not a tag", "", None, 3])
def test_a_host_that_sets_a_language_without_words_hears_of_it(locale):
    for given in (locale, lambda: locale):
        with pytest.raises(CityDesignError, match=r"known: en, fi, sv"):
            env = _env(locale=given)
            with using(env):
                ui.page("T")


def test_a_language_without_words_is_refused_where_it_is_used():
    with pytest.raises(CityDesignError, match="no words in 'et'; known: en, fi, sv"):
        with use_locale("et"):
            ui.page("T")


@pytest.mark.parametrize(
    ("locale", "lang"),
    [("FI", "fi"), ("fi_FI.UTF-8", "fi-FI"), ("sv-AX", "sv-AX"), ("en_US", "en-US"), ("xx", "en")],
)
def test_lang_names_the_language_of_the_words(locale, lang):
    with using(_env(locale=locale, strict=False)):
        page = str(ui.page("T"))
        word = Language(locale, strict=False).text("skip_link.text")
    assert re.search(r'<html lang="([^"]*)"', page)[1] == lang
    assert word in page
    assert word == Language(lang).text("skip_link.text")


def test_words_of_a_hosts_own_language_are_found_by_any_spelling_of_it():
    words = {"nb": {"shared.or": "eller da"}}
    for tag in ("nb", "no", "NB_no", "nn"):
        assert Language(tag, words).text("shared.or") == "eller da"
    assert Language("no", words).locale == "nb"


@pytest.mark.parametrize(
    ("tag", "time", "date", "short"),
    [
        ("fi", "9.15", "24. maaliskuuta 2027", "24.3.2027"),
        ("sv", "9.15", "24 mars 2027", "24.3.2027"),
        ("sv-FI", "9.15", "24 mars 2027", "24.3.2027"),
        ("sv-AX", "9.15", "24 mars 2027", "24.3.2027"),
        ("sv-SE", "09:15", "24 mars 2027", "2027-03-24"),
        ("en", "09:15", "24 March 2027", "24/03/2027"),
    ],
)
def test_times_and_dates_are_written_as_in_finland(tag, time, date, short):
    language = Language(tag)
    assert language.time("09:15") == time
    assert language.date(dt.date(2027, 3, 24)) == date
    assert language.date(dt.date(2027, 3, 24), "short") == short


def test_the_address_chooses_the_language_and_else_the_browser():
    flask = pytest.importorskip("flask")
    import citydesign.flask

    app = flask.Flask(__name__)
    languages = citydesign.flask.Languages(app, ["fi", "sv-FI", "en-GB"])
    app.add_url_rule("/", "front", lambda: languages())
    for header, found in [("sv,fi;q=0.5", "sv-FI"), ("EN-us", "en-GB"), ("xx;q=?", "fi")]:
        got = app.test_client().get("/", headers={"Accept-Language": header})
        assert got.text == found
    for wrong in ([], "fi", ["fi", "not a tag"]):
        with pytest.raises(CityDesignError, match="tag"):
            citydesign.flask.Languages(flask.Flask(__name__), wrong)


def test_an_unknown_language_is_logged_once_where_pages_must_go_on(caplog):
    language = Language("xx", strict=False)
    assert [language.locale for _ in range(3)] == ["en"] * 3
    assert caplog.text.count("no words in 'xx'") == 1
