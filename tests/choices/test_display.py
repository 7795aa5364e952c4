"""How a site looks, as residents choose it: what is kept, and what nobody can smuggle in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citydesign import ui, use_locale
from citydesign.choices import DisplayChoice
from citydesign.choices.core.display import OFFERED, chosen, read, written
from citydesign.choices.display import COOKIE
from citydesign.contracts import component
from citydesign.errors import CityDesignError
from citydesign.exchange import Page, Redirect, Request, Sent

CHOICES = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in OFFERED.items()}
)
DARK = {"scheme": "dark", "size": "200"}


def get(choice, cookies=(), **query):
    return choice.answer(Request("/display/", query=query, cookies=dict(cookies)))


def post(choice, genuine=True, **form):
    lists = {name: [value] for name, value in form.items()}
    return choice.answer(Request("/display/", form=Sent(lists), genuine=genuine))


@given(CHOICES)
def test_what_is_kept_is_what_was_chosen(choice):
    assert read(written(choice)) == choice


@given(st.text())
def test_what_anybody_writes_into_the_cookie_is_a_choice_or_nothing(text):
    assert all(value in OFFERED[name] for name, value in read(text).items())


@given(st.dictionaries(st.sampled_from([*OFFERED, "x"]), st.text()))
def test_what_anybody_sends_is_a_choice_or_nothing(form):
    assert all(value in OFFERED[name] for name, value in chosen(form).items())


def test_every_choice_is_one_that_a_page_takes():
    """The logic and the record of the contract offer the same."""
    (record,) = component("display-settings").records
    for name, values in OFFERED.items():
        for value in values:
            assert f'data-{name}="{value}"' in str(ui.page("T", content="C", display={name: value}))
            assert f'name="{name}" value="{value}"' in str(ui.display_settings("/d/")).replace(
                'type="radio" ', ""
            )
    assert [field.name for field in record.fields] == [*OFFERED]


def test_a_choice_is_kept_and_shown_again():
    choice = DisplayChoice()
    answer = post(choice, display="save", contrast="", back="/library/?q=a b", **DARK)
    assert isinstance(answer, Redirect)
    assert answer.location == "/display/?saved=1&back=%2Flibrary%2F%3Fq%3Da%2520b"
    (cookie,) = answer.cookies
    assert choice.chosen({cookie.name: cookie.value}) == DARK
    page = get(choice, {cookie.name: cookie.value}, saved="1")
    assert page.title == "Your settings are saved – Display settings"
    assert page.content.count(" checked") == 5
    assert 'value="200" checked' in page.content


def test_the_way_back_is_kept_and_never_leads_to_another_site():
    choice = DisplayChoice()
    answer = post(choice, display="save", back="/library/?q=ab&n=1", **DARK)
    assert answer.location == "/display/?saved=1&back=%2Flibrary%2F%3Fq%3Dab%26n%3D1"
    assert (
        'href="/library/?q=ab&amp;n=1"' in get(choice, saved="1", back="/library/?q=ab&n=1").content
    )
    for away in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"):
        assert "evil" not in post(choice, display="save", back=away, **DARK).location
        assert "evil" not in get(choice, saved="1", back=away).content


@pytest.mark.parametrize("form", [{"display": "reset", **DARK}, {"display": "save", "scheme": "x"}])
def test_whoever_chooses_nothing_keeps_no_cookie(form):
    (cookie,) = post(DisplayChoice(), **form).cookies
    assert (cookie.name, cookie.value, cookie.lasting) == (COOKIE, "", 0)


def test_a_form_of_another_site_or_of_nobody_changes_nothing():
    for answer in (
        post(DisplayChoice(), genuine=False, display="save", **DARK),
        post(DisplayChoice(), display="explode", **DARK),
        post(DisplayChoice()),
    ):
        assert answer == Redirect("/display/")


def test_what_a_site_does_not_offer_is_neither_asked_nor_kept_nor_worn():
    choice = DisplayChoice(["contrast", "size"])
    assert 'name="scheme"' not in get(choice).content
    (cookie,) = post(choice, display="save", **DARK).cookies
    assert cookie.value == "size.200"
    assert choice.chosen({COOKIE: written(DARK)}) == {"size": "200"}


def test_a_setting_that_is_not_there_is_refused():
    with pytest.raises(CityDesignError, match="no setting 'textsize'; did you mean 'size'"):
        DisplayChoice(["textsize"])
    with pytest.raises(CityDesignError, match="give some of scheme, contrast"):
        DisplayChoice([])


def test_another_address_below_the_page_is_not_found():
    assert DisplayChoice().answer(Request("/display/", "other")).status == 404


def test_the_page_speaks_the_language_of_the_request():
    with use_locale("sv"):
        page = get(DisplayChoice())
    assert isinstance(page, Page)
    assert page.title == "Visningsinställningar"
