"""The quick reader of HTML reads what html5lib reads."""

import html5lib
import pytest
from tests.markup import document, piece

from citydesign.examples import all_examples, page

# Written on elements of a drawing, it is a namespace to one and an attribute to the other.
NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


def told(element):
    """All that a tree holds."""
    tag = "!" if callable(element.tag) else element.tag
    inside = [told(child) for child in element]
    return tag, dict(element.attrib), element.text or "", element.tail or "", inside


@pytest.mark.parametrize("locale", ["en", "fi"])
def test_every_example_is_read_alike(locale):
    seen = 0
    for example in all_examples():
        html = str(page(example, locale=locale)).replace(NAMESPACE, "")
        assert told(document(html)) == told(html5lib.parse(html, namespaceHTMLElements=False))
        seen += 1
    assert seen > 400


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<table><tr><td>x&nbsp;&amp;<b>y",
        "<template><p>a</p></template><!-- b --> c",
        "<a href='?a=1&b=2' hidden>&lt;&quot;</a><script>a<b && c</script>",
        "<svg viewBox='0 0 1 1'><path d=''/></svg><input value='ä\"'>",
    ],
)
def test_a_piece_is_read_alike(html):
    mine, theirs = piece(html), html5lib.parseFragment(html, namespaceHTMLElements=False)
    assert told(mine)[2:] == told(theirs)[2:]
