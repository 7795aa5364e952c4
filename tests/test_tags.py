"""Languages: which is chosen, and that `lang` names the one whose words are shown."""

import datetime as dt
import re

import pytest
from jinja2 import DictLoader, Environment

from citydesign import install, ui, use_locale
from citydesign.errors import CityDesignError, IncompleteLanguageWarning, UsageError
from citydesign.host import using
from citydesign.locale import Language
from citydesign.tags import canonical, choose, match, pick


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


def _page(**options):
    env = Environment(autoescape=True)
    install(env, **options)
    with using(env):
        return str(ui.page("T"))


@pytest.mark.parametrize("locale", ["xx", "et", "ar", "not a tag", "", None, 3])
def test_a_host_that_sets_a_language_without_words_hears_of_it(locale):
    for given in (locale, lambda: locale):
        with pytest.raises(CityDesignError, match=r"known: en, fi, sv"):
            _page(locale=given)


@pytest.mark.parametrize("nested", [False, True])
def test_a_language_without_words_names_the_line_of_the_host(nested):
    call = "{{ page('Library card') }}"
    if nested:
        call = "{% call page('Library card') %}{{ text_input('a', 'b') }}{% endcall %}"
    files = {"card.html": "\n{% from 'citydesign/all.html' import page, text_input %}\n" + call}
    env = Environment(autoescape=True, loader=DictLoader(files))
    install(env, locale=lambda: "uk")
    with pytest.raises(UsageError, match=r"^card\.html:3: locale: there are no words in 'uk'"):
        env.get_template("card.html").render()


def test_a_language_without_words_is_refused_where_it_is_used():
    told = "no words in 'et'; known: en, fi, sv"
    with use_locale("et"), pytest.raises(CityDesignError, match=told):
        ui.page("T")


@pytest.mark.parametrize(
    ("locale", "lang"),
    [("FI", "fi"), ("fi_FI.UTF-8", "fi-FI"), ("sv-AX", "sv-AX"), ("en_US", "en-US"), ("xx", "en")],
)
def test_lang_names_the_language_of_the_words(locale, lang):
    page = _page(locale=locale, strict=False)
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
        ("en", "9:15", "24 March 2027", "24/03/2027"),
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
    for wrong in ([], "fi", ["fi", "not a tag"], ["fi", "fi"], ["fi", "FI"], ["fi_FI", "fi-FI"]):
        with pytest.raises(CityDesignError, match="tag"):
            citydesign.flask.Languages(flask.Flask(__name__), wrong)


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "fi"),
        ("fi;q=0", "sv"),
        ("FI;q=0.000", "sv"),
        ("fi;q=0, sv;q=0", "en"),
        ("fi;q=0,sv;q=0,en;q=0", "fi"),
        ("fi;q=0,et", "sv"),
        ("fi;q=0,en", "en"),
        ("fi-FI;q=0", "fi"),
        ("*;q=0", "fi"),
        ("*,fi;q=0", "sv"),
        ("xx;q=?", "fi"),
    ],
)
def test_a_language_that_the_browser_refuses_is_the_last_to_be_chosen(header, chosen):
    assert choose(header, ["fi", "sv", "en"]) == chosen


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("/EN/times/a%20b?x=%C3%A4&x=2&_method=POST", "/en/times/a%20b?x=%C3%A4&x=2&_method=POST"),
        ("/ZH-hANT/times/2", "/zh-Hant/times/2"),
        ("/Fi/", "/fi/"),
        ("/EN/prices/?x=%C3%A4", "/en/prices/?x=%C3%A4"),
    ],
)
@pytest.mark.parametrize("below", ["", "/services"])
def test_a_tag_in_other_letters_leads_to_the_address_that_is_used(asked, sent, below):
    flask = pytest.importorskip("flask")
    import citydesign.flask

    app = flask.Flask(__name__)
    languages = citydesign.flask.Languages(app, ["fi", "en", "zh-Hant"])
    app.add_url_rule("/<language:language>/", "front", lambda: languages())
    app.add_url_rule("/en/prices/", "prices", lambda: languages(), defaults={"language": "en"})
    app.add_url_rule(
        "/<language:language>/times/<day>",
        "times",
        lambda day: languages(),
        methods=["GET", "POST"],
    )
    client = app.test_client()
    answer = client.get(asked, environ_overrides={"SCRIPT_NAME": below})
    assert answer.headers["Location"].removeprefix("http://localhost") == (f"{below}{sent}")
    assert answer.status_code == 308
    assert client.post("/EN/times/2").status_code == 308
    assert client.post("/en/times/2").text == "en"
    for none in ("/xx/", "/e/", "/en-GB/", "/ENG/"):
        assert client.get(none).status_code == 404


@pytest.mark.parametrize("below", ["", "/services"])
def test_in_starlette_a_tag_in_other_letters_leads_to_the_address_that_is_used(below):
    pytest.importorskip("starlette")
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Mount, Route
    from starlette.testclient import TestClient

    import citydesign.starlette

    async def shown(request):
        return PlainTextResponse(request.url.path)

    part = Mount("/zh-Hant/times", routes=[Route("/{day}", shown, methods=["GET", "POST"])])
    app = Starlette(routes=[part, Route("/fi/", shown), Route("/EN/own/", shown)])
    citydesign.starlette.protect(app)
    citydesign.starlette.languages(app, ["fi", "en", "zh-Hant"])
    mounted = Starlette(routes=[Mount("/services", app)])
    client = TestClient(mounted if below else app, follow_redirects=False)
    for asked, sent in [
        ("/ZH-hANT/times/a%20b?x=%C3%A4&x=2", "/zh-Hant/times/a%20b?x=%C3%A4&x=2"),
        ("/Fi/", "/fi/"),
        ("/FI//elsewhere.example/", "/fi//elsewhere.example/"),
    ]:
        for method in ("GET", "POST"):
            answer = client.request(method, below + asked)
            assert (answer.status_code, answer.text) == (308, "")
            assert answer.headers["Location"] == below + sent
            assert answer.headers["Cache-Control"] == "no-store", "an address may be a link"
            assert answer.headers["Content-Length"] == "0"
    assert client.post(f"{below}/zh-Hant/times/2").text == f"{below}/zh-Hant/times/2"
    assert client.get(f"{below}/EN/own/").status_code == 200, "a page that is there"
    for none in ("/xx/", "/e/", "/en-GB/", "/ENG/", "/fi/none", "//FI/", "/"):
        assert client.get(below + none).status_code == 404
    with pytest.raises(CityDesignError, match="languages takes a Starlette"):
        citydesign.starlette.languages(object(), ["fi"])


def test_an_unknown_language_is_logged_once_where_pages_must_go_on(caplog):
    language = Language("xx", strict=False)
    assert [language.locale for _ in range(3)] == ["en"] * 3
    assert caplog.text.count("no words in 'xx'") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"shared.optionl": "x"}, r"\['uk'\]\['shared.optionl'\]: .*did you mean.*shared.optional"),
        ({"time_slots.fre": "x"}, "no built-in text has this key"),
        ({"sharde.optional": "x"}, "did you mean 'shared.optional'"),
        ({"shared.optional": 3}, "3 is neither a text nor a table"),
        ({"shared.optional": {"other": 3}}, "neither a text nor a table"),
        ({"date_input.example": "x"}, r"has the placeholders none; .* \{date\}"),
        ({"date_input.example": "{day}"}, r"placeholders \{day\}; .* \{date\}"),
        (
            {"time_slots.free": {"one": "{count}", "other": "{count}"}},
            "lacks the plural form 'few'",
        ),
        ({"shared.or": {"one": "a", "few": "b", "many": "c", "other": "d", "two": "e"}}, "'two'"),
        ("x", "give a text for each key"),
    ],
)
def test_a_hosts_words_must_fit_ours(words, told):
    with pytest.raises(CityDesignError, match=told):
        _page(messages={"uk": words})


def test_a_host_may_have_texts_of_its_own():
    words = {"shared.optional": "необов'язково", "own.text": "{name} чекає"}
    with pytest.warns(
        IncompleteLanguageWarning, match=r"lacks shared.error_prefix, .* more: a page"
    ):
        _page(locale="fi", messages={"uk": words})
    assert Language("uk", {"uk": words}).text("own.text", name="Аїно") == "Аїно чекає"


def test_what_a_host_says_by_language_is_chosen_as_languages_are():
    city = {"fi": "Rantakylän kaupunki", "sv": "Strandby stad"}
    assert pick(city, "sv-FI") == "Strandby stad"
    assert pick(city, "SV") == "Strandby stad"
    assert pick(city, "en") == "Rantakylän kaupunki", "the first where none fits"
    assert pick("City of Rantakylä", "sv") == "City of Rantakylä"
    with pytest.raises(CityDesignError, match="empty"):
        pick({}, "sv")
