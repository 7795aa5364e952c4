"""A tree as a file declares it."""

import re
from pathlib import Path

import pytest

from citydesign import CityDesignError
from citydesign.navigation import Page, Tree
from citydesign.navigation.core.declaration import read

SITE = """
languages = ["fi", "sv"]
site = "https://www.rantakyla.fi"

[front]
text = { fi = "Etusivu", sv = "Startsida" }
url = { fi = "/", sv = "/sv/" }

[pages."families/fees"]  # may come before the page above it
text = { fi = "Maksut" }
url = "/perheet/maksut"
languages = ["fi"]

[ pages . families ]
text.fi = "Perheet"
text.sv = "Familjer"
url = { fi = "/perheet", sv = "/sv/familjer" }
menus = ["main", "footer"]
service = true

[pages.'families/own']
text = "Own"
url = "/own"
roles = ["staff"]
signed_in = true
"""


def test_a_file_gives_the_tree_that_it_declares():
    front, languages, site = read(SITE, Path("site.toml"))
    assert (languages, site) == (["fi", "sv"], "https://www.rantakyla.fi")
    (families,) = front.pages
    assert [page.text for page in families.pages] == [{"fi": "Maksut"}, "Own"]
    assert families.menus == {"main", "footer"}
    assert families.service
    assert families.pages[1] == Page(
        "Own", "/own", roles={"staff"}, signed_in=True, where="site.toml:21"
    )
    places = [page.where for page in (front, families, *families.pages)]
    assert places == ["site.toml:5", "site.toml:14", "site.toml:9", "site.toml:21"]
    assert len(Tree(front, languages, site)) == 4


def test_one_language_is_enough():
    front, languages, site = read('[front]\ntext = "Home"\nurl = "/"\n', Path("site.toml"))
    assert (languages, site) == (["en"], None)
    assert front.pages == ()


def test_a_page_that_has_no_table_of_its_own_is_read_too():
    text = (
        'front = { text = "Home", url = "/" }\n[pages]\nfees = { text = "Fees", url = "/fees" }\n'
    )
    text += 'note = { text = """\n[pages."x]\n[pages."\n""", url = "/note" }\n'
    front, _, _ = read(text, Path("site.toml"))
    assert [page.where for page in front.pages] == ["site.toml:1", "site.toml:1"]


HOME = '[front]\ntext = "Home"\nurl = "/"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[front", "site.toml:1: not TOML: "),
        ("", "site.toml:1: there is no front page; write it as [front]"),
        ("[frnt]", "site.toml:1: there is no 'frnt'; did you mean 'front'?"),
        ("front = 1", "site.toml:1: front is 1; make it a table"),
        (f"pages = [1]\n{HOME}", "site.toml:1: pages is [1]; make it a table"),
        (f"site = 'x'\nlanguages = 'fi'\n{HOME}", "site.toml:2: languages is 'fi'; give a list of tags"),
        (f"{HOME}[pages]\nfees = 1\n", "site.toml:1: 1 is no page; make it a table"),
        (f"{HOME}\n[pages.fees]\ntxt = 'Fees'\n", "site.toml:5: a page has no 'txt'; did you mean 'text'?"),
        (f"{HOME}\n[pages.fees]\ntext = 'Fees'\n", "site.toml:5: the page has no url; give it one"),
        (f"{HOME}\n[pages.fees]\nurl = '/fees'\n", "site.toml:5: the page has no text; give it one"),
        (
            f"{HOME}\n[pages.'familie/fees']\n[pages.families]\n",
            "site.toml:5: no page 'familie'; did you mean 'families'?",
        ),
        (f"{HOME}\n[pages.'/fees']\n", "site.toml:5: a part of '/fees' is empty"),
        (f"{HOME}\n[pages.'']\n", "site.toml:1: a part of '' is empty"),
        (f"{HOME}\n[pages.fees]\ntext = ''\nurl = '/fees'\n", "site.toml:5: page '': the text is ''"),
        (f"{HOME}\n[pages.fees]\ntext = 'Fees'\nurl = 'fees'\n", "site.toml:5: page 'Fees': the address"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_line(text, told):
    with pytest.raises(CityDesignError, match=f"^{re.escape(told)}") as error:
        read(text, Path("site.toml"))
    assert "\n" not in str(error.value)
