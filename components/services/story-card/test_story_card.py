"""What is special about the story card."""

from tests.markup import document

from citydesign import ui


def parse(**given):
    return document(ui.story_card("At sea", url="/sea", person="Aino", **given)).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_the_link_is_the_name_of_the_story_in_full():
    (link,) = parse(quote="“Ahoy”").findall(".//a")
    assert (text(link), link.get("href")) == ("At sea", "/sea")


def test_whose_words_they_are_is_said_with_them():
    figure = parse(quote="“Ahoy”", detail="sailor").find(".//figure")
    assert text(figure.find("blockquote")) == "“Ahoy”"
    assert text(figure.find("figcaption")) == "Aino, sailor"


def test_the_person_is_named_once():
    for given in ({"quote": "“Ahoy”"}, {"content": "She went to sea."}, {}):
        assert text(parse(**given)).count("Aino") == 1
