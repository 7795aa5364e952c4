"""The menus of a request, as components take them."""

import re
from typing import get_type_hints

import pytest
from jinja2 import Environment

import citydesign
from citydesign import CityDesignError, ui, use_locale
from citydesign.contracts import all_components
from citydesign.identity import Person
from citydesign.navigation import Menus, Page, Tree, records

AINO = Person("1", "Aino Virtanen", {"staff"})

TREE = Tree(
    Page(
        {"fi": "Etusivu", "sv": "Startsida", "en": "Home"},
        "/{language}/",
        [
            Page(
                {"fi": "Perheet", "sv": "Familjer", "en": "Families"},
                {"fi": "/fi/perheet", "sv": "/sv/familjer", "en": "/en/families"},
                [
                    Page(
                        {"fi": "Varhaiskasvatus", "sv": "Småbarnspedagogik"},
                        {"fi": "/fi/perheet/varhaiskasvatus", "sv": "/sv/familjer/daghem"},
                        [
                            Page({"fi": "Maksut"}, {"fi": "/fi/perheet/varhaiskasvatus/maksut"}),
                            Page("Haku", "/fi/perheet/varhaiskasvatus/haku", languages=["fi"]),
                            Page("Päivä", "/fi/perheet/varhaiskasvatus/paiva", roles={"staff"}),
                        ],
                        service=True,
                    ),
                    Page({"fi": "Neuvola", "sv": "Rådgivning"}, "/{language}/neuvola"),
                ],
                menus=["main", "footer"],
            ),
            Page("Empty", "/{language}/empty", menus=["footer"]),
            Page({"fi": "Tietosuoja", "sv": "Dataskydd"}, "https://a.example/x", menus=["legal"]),
            Page({"fi": "Saavutettavuus"}, {"fi": "/fi/saavutettavuus"}, menus=["accessibility"]),
            Page("Palaute", "/{language}/palaute", menus=["feedback", "legal"]),
            Page(
                {"fi": "Kirjaudu", "sv": "Logga in"}, "/login", menus=["account"], signed_in=False
            ),
            Page("Oma", "/mine", menus=["account"], signed_in=True),
        ],
    ),
    ["fi", "sv", "en"],
    site="https://www.rantakyla.fi/",
)
FEES = "/fi/perheet/varhaiskasvatus/maksut"


def texts(links):
    return [(link["text"], link.get("current")) for link in links]


def test_the_header_has_the_sections_and_marks_where_one_is():
    menus = Menus(TREE, FEES)
    assert menus.main == [{"text": "Perheet", "url": "/fi/perheet", "current": "section"}]
    assert texts(Menus(TREE, "/sv/familjer").main) == [("Familjer", "page")]
    assert texts(Menus(TREE, "/sv").main) == [("Familjer", None)]
    assert texts(Menus(TREE, "/fi/perheet/unknown").main) == [("Perheet", "section")]


def test_a_service_has_a_navigation_of_its_own():
    menus = Menus(TREE, FEES)
    assert (menus.service, menus.service_url) == ("Varhaiskasvatus", "/fi/perheet/varhaiskasvatus")
    assert texts(menus.service_links) == [("Maksut", "page"), ("Haku", None)]
    assert texts(Menus(TREE, FEES, person=AINO).service_links)[2:] == [("Päivä", None)]
    outside = Menus(TREE, "/fi/neuvola")
    assert (outside.service, outside.service_url, outside.service_links) == (None, None, [])


def test_a_section_has_its_name_where_it_has_one_in_the_language():
    menus = Menus(TREE, FEES)
    assert (menus.section, menus.section_url) == ("Varhaiskasvatus", "/fi/perheet/varhaiskasvatus")
    clinic = Menus(TREE, "/sv/neuvola", root="/city")
    assert (clinic.section, clinic.section_url) == ("Familjer", "/city/sv/familjer")
    front = Menus(TREE, "/fi/")
    assert (front.section, front.section_url) == ("Etusivu", "/fi/")
    tree = Tree(
        Page("Home", "/{language}/", [
            Page("Only fi", "/a", [Page("Both", "/{language}/a/b")], languages=["fi"]),
        ]),
        ["fi", "sv"],
    )  # fmt: skip
    lacking = Menus(tree, "/sv/a/b")
    assert (lacking.section, lacking.section_url) == (None, None)


def test_a_page_is_shown_among_those_beside_it():
    assert texts(Menus(TREE, FEES).sub_navigation) == [("Maksut", "page"), ("Haku", None)]
    assert Menus(TREE, "/fi/").sub_navigation == []
    assert Menus(TREE, "/fi/perheet/unknown").sub_navigation == []
    # The footer has it, no menu among pages does.
    assert Menus(TREE, "/fi/palaute").sub_navigation == []


def test_breadcrumbs_lead_up_and_end_at_the_page():
    assert Menus(TREE, FEES).breadcrumbs == [
        {"text": "Etusivu", "url": "/fi/"},
        {"text": "Perheet", "url": "/fi/perheet"},
        {"text": "Varhaiskasvatus", "url": "/fi/perheet/varhaiskasvatus"},
        {"text": "Maksut"},
    ]
    assert Menus(TREE, "/fi/").breadcrumbs == []
    unknown = Menus(TREE, "/sv/familjer/daghem/kvitto/7").breadcrumbs
    assert [item["text"] for item in unknown] == ["Startsida", "Familjer", "Småbarnspedagogik"]
    assert all("url" in item for item in unknown)


def test_breadcrumbs_leave_out_what_the_language_lacks():
    tree = Tree(
        Page("Home", "/{language}/", [
            Page("Only fi", "/a", [Page("Both", "/{language}/a/b")], languages=["fi"]),
        ]),
        ["fi", "sv"],
    )  # fmt: skip
    assert Menus(tree, "/sv/a/b").breadcrumbs == [{"text": "Home", "url": "/sv/"}, {"text": "Both"}]


def test_the_parts_of_a_section_lead_to_each_other():
    fees, search = Menus(TREE, FEES), Menus(TREE, "/fi/perheet/varhaiskasvatus/haku")
    assert (fees.previous, fees.next) == (
        None,
        {"text": "Haku", "url": "/fi/perheet/varhaiskasvatus/haku"},
    )
    assert (search.previous["text"], search.next) == ("Maksut", None)
    assert Menus(TREE, "/fi/perheet/varhaiskasvatus/haku", person=AINO).next["text"] == "Päivä"


def test_each_language_leads_to_the_page_or_to_the_nearest_above():
    menus = Menus(TREE, f"{FEES}?year=2027&a=1")
    assert menus.languages == [
        {"language": "fi", "url": f"{FEES}?year=2027&a=1"},
        {"language": "sv", "url": "/sv/familjer/daghem"},
        {"language": "en", "url": "/en/families"},
    ]
    families = Menus(TREE, "/fi/perheet?a=1").languages
    assert [link["url"] for link in families] == [
        "/fi/perheet?a=1",
        "/sv/familjer?a=1",
        "/en/families?a=1",
    ]
    unknown = Menus(TREE, "/sv/familjer/kvitto/7?a=1").languages
    assert [link["url"] for link in unknown] == [
        "/fi/perheet",
        "/sv/familjer/kvitto/7?a=1",
        "/en/families",
    ]
    assert Menus(Tree(Page("Home", "/")), "/").languages == []


def test_an_address_with_a_query_of_its_own_keeps_only_that():
    tree = Tree(Page("Home", "/{language}/?a=1"), ["fi", "sv"])
    links = Menus(tree, "/fi/?a=1").languages
    assert [link["url"] for link in links] == ["/fi/?a=1", "/sv/?a=1"]


def test_a_page_without_a_translation_says_so():
    assert Menus(TREE, FEES).untranslated == (
        '<p lang="sv">Den här sidan finns inte på svenska. Närmaste sida på svenska: '
        '<a href="/sv/familjer/daghem" hreflang="sv">Småbarnspedagogik</a></p>\n'
        '<p lang="en">This page is not available in English. The nearest page in English: '
        '<a href="/en/families" hreflang="en">Families</a></p>\n'
    )
    assert Menus(TREE, "/fi/perheet").untranslated == ""
    assert Menus(TREE, "/fi/perheet/unknown").untranslated == ""


def test_a_language_without_words_gets_no_english_in_its_name():
    tree = Tree(
        Page("<Home>", "/{language}/", [Page("A", "/a", languages=["fi"])]), ["fi", "et", "sv"]
    )
    assert re.findall(r'lang="(\w+)">', Menus(tree, "/a").untranslated) == ["sv", "sv"]
    assert "&lt;Home&gt;" in Menus(tree, "/a").untranslated


def test_search_engines_get_whole_addresses():
    menus = Menus(TREE, "/fi/p%65rheet/?a=1")
    assert menus.canonical == "https://www.rantakyla.fi/fi/perheet"
    assert menus.alternates == [
        {"language": "fi", "url": "https://www.rantakyla.fi/fi/perheet"},
        {"language": "sv", "url": "https://www.rantakyla.fi/sv/familjer"},
        {"language": "en", "url": "https://www.rantakyla.fi/en/families"},
    ]
    fees = Menus(TREE, FEES)
    assert fees.canonical == f"https://www.rantakyla.fi{FEES}"
    assert fees.alternates == []
    unknown = Menus(TREE, "/fi/perheet/unknown")
    assert (unknown.canonical, unknown.alternates) == (None, [])
    without_site = Menus(Tree(Page("Home", "/{language}/"), ["fi", "sv"]), "/fi/")
    assert (without_site.canonical, without_site.alternates) == (None, [])


def test_one_address_for_all_languages_has_no_alternates():
    tree = Tree(Page("Home", "/hämeenkatu?a=ä"), ["fi", "sv"], site="https://a.example/city")
    menus = Menus(tree, "/h%C3%A4meenkatu?a=%C3%A4", language="sv")
    assert menus.canonical == "https://a.example/city/h%C3%A4meenkatu?a=%C3%A4"
    assert menus.alternates == []
    assert menus.place.language == "sv"


def test_the_footer_takes_its_columns_and_its_last_row():
    menus = Menus(TREE, "/fi/")
    assert menus.footer_groups == [
        {
            "heading": "Perheet",
            "links": [
                {"text": "Varhaiskasvatus", "url": "/fi/perheet/varhaiskasvatus"},
                {"text": "Neuvola", "url": "/fi/neuvola"},
            ],
        }
    ]
    assert menus.legal == [
        {"text": "Tietosuoja", "url": "https://a.example/x"},
        {"text": "Palaute", "url": "/fi/palaute"},
    ]
    assert (menus.accessibility_url, menus.feedback_url) == ("/fi/saavutettavuus", "/fi/palaute")
    swedish = Menus(TREE, "/sv/")
    assert (swedish.accessibility_url, swedish.feedback_url) == (
        "/fi/saavutettavuus",
        "/sv/palaute",
    )


def test_a_site_without_an_accessibility_statement_hears_of_it():
    menus = Menus(Tree(Page("Home", "/")), "/")
    assert menus.feedback_url is None
    with pytest.raises(CityDesignError, match="the tree has no accessibility statement"):
        _ = menus.accessibility_url


def test_the_account_is_a_sign_in_or_the_persons_own():
    assert Menus(TREE, "/sv/").account == {"text": "Logga in", "url": "/login"}
    assert Menus(TREE, "/sv/", person=AINO).account == {"text": "Aino Virtanen", "url": "/mine"}
    assert Menus(TREE, "/en/").account is None


def test_a_menu_of_columns_has_two_levels():
    (families,) = Menus(TREE, FEES).mega_menu
    assert texts([families]) == [("Perheet", "section")]
    assert texts(families["links"]) == [("Varhaiskasvatus", "section"), ("Neuvola", None)]
    assert [link["links"] for link in families["links"]] == [[], []]


def test_the_navigation_beside_a_page_is_open_along_the_way():
    outside = Menus(TREE, "/fi/neuvola").side_navigation
    assert texts(outside) == [("Varhaiskasvatus", None), ("Neuvola", "page")]
    assert [branch["links"] for branch in outside] == [[], []]
    in_service = Menus(TREE, FEES).side_navigation
    assert texts(in_service) == [("Maksut", "page"), ("Haku", None)]
    assert texts(Menus(TREE, "/fi/").side_navigation) == [("Perheet", None)]
    deep = Tree(
        Page(
            "Home",
            "/",
            [Page("A", "/a", [Page("B", "/a/b", [Page("C", "/a/b/c")]), Page("D", "/d")])],
        )
    )
    (b, d) = Menus(deep, "/a/b/c").side_navigation
    assert texts([b, *b["links"], d]) == [("B", "section"), ("C", "page"), ("D", None)]


def test_contents_are_the_pages_below():
    assert [link["text"] for link in Menus(TREE, "/fi/perheet").contents] == [
        "Varhaiskasvatus",
        "Neuvola",
    ]
    assert Menus(TREE, FEES).contents == []


def test_the_map_of_the_site_has_all_levels():
    (families,) = Menus(TREE, "/fi/", person=AINO).site_map
    service, clinic = families["links"]
    assert texts(service["links"]) == [("Maksut", None), ("Haku", None), ("Päivä", None)]
    assert clinic["links"] == []


def test_an_index_has_each_letter_of_the_language():
    with use_locale("fi"):
        index = Menus(TREE, "/fi/").a_z_index
    assert [entry["letter"] for entry in index] == [*"ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"]
    named = {entry["letter"]: [link["text"] for link in entry["links"]] for entry in index}
    assert (named["P"], named["A"]) == (["Palaute", "Perheet"], [])
    tree = Tree(Page("Home", "/", [Page("7 days", "/7")]))
    last = Menus(tree, "/").a_z_index[-1]
    assert last == {
        "letter": "Numbers and other characters",
        "links": [{"text": "7 days", "url": "/7"}],
    }


def test_an_address_without_a_page_suggests_where_to_go():
    assert Menus(TREE, "/fi/perheet/gone").suggestions == [
        {"text": "Perheet", "url": "/fi/perheet"}, {"text": "Etusivu", "url": "/fi/"},
    ]  # fmt: skip
    assert Menus(TREE, "/fi/gone").suggestions == [{"text": "Etusivu", "url": "/fi/"}]


def test_the_language_of_the_application_counts_where_addresses_have_none():
    tree = Tree(Page({"fi": "Etusivu", "sv": "Startsida"}, "/"), ["fi", "sv"])
    for tag, text in (("sv", "Startsida"), ("sv-FI", "Startsida"), ("en", "Etusivu")):
        with use_locale(tag):
            assert Menus(tree, "/").suggestions[0]["text"] == text


PAGE = """
{% from "citydesign/all.html" import breadcrumbs, error_page, footer, header, language_switch, page, pagination, service_navigation %}
{% set top = header("Rantakylä", links=menus.main, service=menus.service, service_url=menus.service_url,
    account=menus.account, languages=menus.languages) %}
{% set bottom = footer("Rantakylä", menus.accessibility_url, feedback_url=menus.feedback_url,
    groups=menus.footer_groups, legal=menus.legal, languages=menus.languages) %}
{% call page("Maksut", header=top ~ service_navigation(menus.service_links), navigation=breadcrumbs(menus.breadcrumbs),
    footer=bottom, canonical=menus.canonical, alternates=menus.alternates) %}
{{ menus.untranslated }}
{{ pagination(previous=menus.previous, next=menus.next) }}
{{ language_switch(menus.languages, label="Kieli") }}
{{ error_page(404, links=menus.suggestions) }}
{% endcall %}
"""


@pytest.mark.parametrize("person", [None, AINO])
@pytest.mark.parametrize("path", [FEES, "/fi/perheet/varhaiskasvatus/haku", "/city" + FEES])
def test_components_take_what_the_menus_give(path, person):
    env = Environment(autoescape=True)
    citydesign.install(env, locale="fi", strict=True)
    root = "/city" if path.startswith("/city") else ""
    html = env.from_string(PAGE).render(menus=Menus(TREE, path, root=root, person=person))
    assert (
        f'<link rel="canonical" href="https://www.rantakyla.fi{path.removeprefix("/city")}">'
        in html
    )
    assert f'href="{root}/fi/perheet/varhaiskasvatus"' in html
    assert ("Aino Virtanen" in html) == (person is not None)
    assert ("paiva" in html) == (person is not None)


@pytest.mark.parametrize(
    ("record", "component", "name"),
    [
        ("Link", "pagination", "Link"),
        ("NavigationLink", "header", "NavigationLink"),
        ("Breadcrumb", "breadcrumbs", "Breadcrumb"),
        ("LanguageLink", "language-switch", "LanguageLink"),
        ("LanguageLink", "page", "PageAlternate"),
        ("FooterGroup", "footer", "FooterGroup"),
        ("NavigationBranch", "side-navigation", "NavigationBranch"),
        ("NavigationLink", "sub-navigation", "NavigationLink"),
    ],
)
def test_a_record_has_only_what_the_contract_of_its_component_names(record, component, name):
    (contract,) = (each for each in all_components() if each.name == component)
    (shape,) = (each for each in contract.records if each.name == name)
    known = {field.name for field in shape.fields}
    assert set(get_type_hints(getattr(records, record))) <= known


def test_the_whole_menu_can_be_called_from_python_too():
    menus = Menus(TREE, FEES)
    assert "Varhaiskasvatus" in ui.breadcrumbs(menus.breadcrumbs)
