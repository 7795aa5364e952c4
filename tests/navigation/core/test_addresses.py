"""However a browser writes an address, it is the same page."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citydesign.navigation.core import address

PATHS = st.text(alphabet=st.sampled_from("/.%aA7eE2fF~?#ä\udc80 +&=\\\n"), max_size=30)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("/", "/"),
        ("", "/"),
        ("/fi/p%c3%a4iv%C3%A4koti", "/fi/p%C3%A4iv%C3%A4koti"),
        ("/fi/päiväkoti", "/fi/p%C3%A4iv%C3%A4koti"),
        ("/%7efi/%41", "/~fi/A"),
        ("/a/./b/../c", "/a/c"),
        ("/a/%2e%2E/c", "/c"),
        ("/../../a", "/a"),
        ("/a/..", "/"),
        ("/a/b/.", "/a/b/"),
        ("/a%2fb", "/a%2Fb"),
        ("/100%", "/100%25"),
        ("/%zz", "/%25zz"),
        ("/a b", "/a%20b"),
        ("/a\\b", "/a%5Cb"),
        ("/a//b", "/a//b"),
        ("/%E4", "/%E4"),
    ],
)
def test_a_path_is_written_as_rfc_3986_says(given, expected):
    assert address.normalised(given) == expected


@given(PATHS)
def test_writing_a_path_again_changes_nothing(text):
    path, query = address.split(text)
    once = address.normalised(path)
    assert address.normalised(once) == once
    assert once.startswith("/")
    assert once.isascii()
    assert not {".", ".."} & set(once.split("/"))
    query = address.normalised_query(query)
    assert address.normalised_query(query) == query


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=20))
def test_a_letter_and_its_percent_encoding_are_one(text):
    # Of reserved signs RFC 3986 says that their encoding may mean something else.
    text = "".join(sign for sign in text if sign not in "%.!$&'()*+,;=:@/")
    assert address.normalised(f"/{quote(text)}") == address.normalised(f"/{text}")


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("/a?b=1#c", ("/a", "b=1")),
        ("/a#c?b=1", ("/a", "")),
        ("*", ("/*", "")),
        ("?b", ("/", "b")),
    ],
)
def test_what_a_request_asks_for_is_taken_apart(target, parts):
    assert address.split(target) == parts


@pytest.mark.parametrize(
    ("path", "root", "rest"),
    [
        ("/services/fi", "/services", "/fi"),
        ("/services", "/services", "/"),
        ("/services/", "/services", "/"),
        ("/services-a/fi", "/services", "/services-a/fi"),
        ("/fi", "/services", "/fi"),
        ("/fi", "", "/fi"),
    ],
)
def test_where_the_application_is_mounted_makes_no_difference(path, root, rest):
    assert address.without_root(path, root) == rest
