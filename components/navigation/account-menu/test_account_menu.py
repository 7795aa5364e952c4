"""What is special about the account menu."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui
from citydesign.errors import UsageError
from citydesign.identity import Person
from citydesign.navigation import Menus, Page, Tree

ACCOUNTS = [{"label": "Myself", "value": ""}, {"label": "Kukka Oy", "value": "1", "current": True}]
BUTTON = ".city-button-menu__button"


def parse(html):
    return document(html).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_the_button_says_who_is_signed_in_and_for_whom_they_act():
    assert text(parse(ui.account_menu("Aino", links=[])).find(".//summary")) == "Aino"
    menu = parse(ui.account_menu("Aino", accounts=ACCOUNTS, switch_url="/act-for"))
    assert text(menu.find(".//summary")) == "Aino Kukka Oy"
    assert [b.get("aria-current") for b in menu.iter("button")] == [None, "true"]


def test_what_changes_something_is_sent_with_what_the_host_adds_to_it():
    token = Markup('<input type="hidden" name="csrf" value="x">')
    menu = parse(
        ui.account_menu(
            "Aino",
            accounts=ACCOUNTS,
            switch_url="/act-for",
            name="organisation",
            sign_out_url="/out",
            fields=token,
        )
    )
    (form,) = menu.iter("form")
    assert (form.get("method"), form.get("action")) == ("post", "/act-for")
    assert form.find("input").get("value") == "x"
    sent = [(b.get("name"), b.get("value"), b.get("formaction")) for b in form.iter("button")]
    assert sent == [("organisation", "", None), ("organisation", "1", None), (None, None, "/out")]


def test_a_choice_without_an_address_is_refused_and_never_signs_out():
    with pytest.raises(UsageError, match="switch_url"):
        ui.account_menu("Aino", accounts=ACCOUNTS, sign_out_url="/out")


def test_nobody_acts_for_two_at_once():
    with pytest.raises(UsageError, match="current"):
        ui.account_menu(
            "A", accounts=[{**one, "current": True} for one in ACCOUNTS], switch_url="/"
        )


def test_a_header_has_a_sign_in_or_the_menu_of_who_is_signed_in():
    menu = ui.account_menu("Aino", sign_out_url="/out")
    assert "city-account-menu" in ui.header("Tampere", account_menu=menu)
    with pytest.raises(UsageError, match="account"):
        ui.header("Tampere", account={"text": "Sign in", "url": "/in"}, account_menu=menu)


def test_the_tree_gives_the_name_and_the_persons_own_pages():
    pages = [
        Page(
            "Mine", "/mine", [Page("Messages", "/mine/messages")], menus=["account"], signed_in=True
        )
    ]
    person = Person(id="1", name="Aino Virtanen")
    menus = Menus(Tree(Page("Home", "/", pages)), "/mine", person=person)
    menu = parse(ui.account_menu(menus.account["text"], links=menus.contents))
    assert text(menu.find(".//summary")) == "Aino Virtanen"
    assert [a.get("href") for a in menu.iter("a")] == ["/mine/messages"]


def test_where_it_covers_the_page_it_closes_when_the_focus_leaves(open_example):
    page = open_example("account-menu/default", viewport={"width": 1280, "height": 700})
    page.locator(BUTTON).click()
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Tab")
    assert not page.get_by_role("link", name="Messages").is_visible()


def test_without_scripts_it_covers_nothing(open_example):
    page = open_example(
        "account-menu/default", viewport={"width": 1280, "height": 700}, java_script_enabled=False
    )
    page.locator(BUTTON).click()
    header = page.locator(".city-header").bounding_box()
    assert page.get_by_role("button", name="Sign out").is_visible()
    assert page.locator("main").bounding_box()["y"] >= header["y"] + header["height"]


def test_only_the_arrow_turns_over_when_it_opens(open_example):
    page = open_example("account-menu/default")
    page.locator(BUTTON).click()
    turned = page.locator(f"{BUTTON} svg").evaluate_all(
        "icons => icons.map(icon => getComputedStyle(icon).transform)"
    )
    assert turned == ["none", "matrix(1, 0, 0, -1, 0, 0)"]
