"""What is special about the code block: nothing of the code is changed or out of reach."""

import html5lib

from citydesign import ui

CODE = 'if a < b:\n\tprint("<b>")  # two  spaces\n'


def test_the_code_is_shown_as_it_is_written():
    tree = html5lib.parse(str(ui.code_block(CODE)), namespaceHTMLElements=False)
    assert "".join(tree.find(".//code").itertext()) == CODE


def test_a_long_line_scrolls_in_its_box_and_is_broken_on_paper(open_example):
    page = open_example("code-block/real-size", viewport={"width": 320, "height": 800})
    code = page.locator("#answer")
    wider = "e => e.scrollWidth > e.clientWidth"
    assert code.evaluate(wider)
    assert code.evaluate("e => { e.scrollLeft = 40; return e.scrollLeft }") == 40
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.emulate_media(media="print")
    assert not code.evaluate(wider)


def test_the_box_has_the_name_of_its_caption_or_says_what_it_is():
    for given, name in (({"caption": "All stops"}, "code-caption"), ({}, None)):
        html = str(ui.code_block(CODE, **given))
        box = html5lib.parse(html, namespaceHTMLElements=False).find(".//pre")
        assert box.get("aria-labelledby") == name
        assert box.get("aria-label") == (None if name else "Code")
