"""What is special about running text: what passes of untrusted HTML, and how it is set."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup
from tests.markup import piece

from citydesign import install, ui, using
from citydesign.untrusted_html import DROPPED, PASSES, clean_html
from citydesign.urls import SCHEMES, refused

FRAME = {"class": "city-prose__scroll", "role": "region", "tabindex": "0"}


def clean(html, heading_level=2):
    return str(clean_html(html, heading_level, "text", "Table"))


def body(html):
    return piece(html)


def faults(html):
    """Everything of cleaned HTML, as a browser reads it, that is not in the table."""
    found = []
    for element in list(body(html).iter())[1:]:
        if not isinstance(element.tag, str) or element.tag not in PASSES:
            found.append(element.tag)
            continue
        attributes = dict(element.attrib)
        if element.tag == "div" and "role" in attributes:
            assert attributes.pop("aria-label")
            assert attributes == FRAME
            continue
        if element.tag in {"td", "th"} and attributes.get("class") == "city-prose__end":
            del attributes["class"]
        for name, value in attributes.items():
            allowed = PASSES[element.tag].get(name)
            if name in {"align", "style"} or allowed is None:
                found.append((element.tag, name))
            elif isinstance(allowed, frozenset):
                found += [value] if refused(value, allowed) else []
            elif name == "id":
                found += [] if re.fullmatch(r"text-\S+", value) else [value]
            elif not allowed.fullmatch(value):
                found.append((element.tag, name, value))
    return found


def words(html):
    return " ".join("".join(body(html).itertext()).split())


# What an editor makes

EDITOR = {
    "<p>One<br>two <strong>three</strong> <em>four</em></p>",
    '<ul><li>a<ul><li>b</li></ul></li></ul><ol start="3" type="a"><li value="5">c</li></ol>',
    "<dl><dt>a</dt><dd>b</dd></dl>",
    "<blockquote><p>a</p><cite>b</cite></blockquote>",
    "<pre><code>a &lt; b</code></pre><kbd>c</kbd><samp>d</samp><var>e</var>",
    '<figure><img src="/a.jpg" alt="A hall" width="600" height="400"><figcaption>a</figcaption></figure>',
    '<abbr title="Street parking">SP</abbr><sub>2</sub><sup>3</sup><mark>m</mark><small>s</small>',
    '<details open=""><summary>a</summary><p>b</p></details><hr>',
    '<time datetime="2027-03-24">a</time><del datetime="2027-03-24">b</del><ins>c</ins><s>d</s><u>e</u>',
    '<p lang="ar" dir="rtl"><bdi>a</bdi> <span lang="sv">b</span><wbr><q>c</q></p>',
    '<a href="/a" hreflang="sv">a</a><a href="mailto:a@city.example">b</a><a href="tel:+3583">c</a>',
    "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>",
}


@pytest.mark.parametrize("html", sorted(EDITOR))
def test_what_an_editor_makes_stays_as_it_is(html):
    assert clean(html) == html


def test_a_table_is_framed_and_named_by_its_caption():
    html = clean(
        '<table><caption>Fees "<b>2027</b>" &amp; more</caption><tr><th scope="row" colspan="2">a</table>'
    )
    frame = body(html)[0]
    assert frame.attrib == {**FRAME, "aria-label": 'Fees "2027" & more'}
    assert frame[0].tag == "table"
    assert frame.find(".//th").attrib == {"scope": "row", "colspan": "2"}


def test_each_frame_has_a_name_of_its_own():
    table = "<table><caption>Fees</caption><tr><td>a</table>"
    names = re.findall(r'aria-label="([^"]*)"', clean(table + "<table><tr><td>a</table>" + table))
    assert names == ["Fees", "Table", "Fees 2"]


def test_a_table_without_a_caption_is_named_in_the_language_of_the_page():
    env = Environment(autoescape=True)
    install(env, locale="fi")
    with using(env):
        assert 'aria-label="Taulukko"' in ui.prose(html="<table><tr><td>a</table>")


@pytest.mark.parametrize(
    "cell", ['align="right"', 'style="text-align: right"', 'style="text-align:right;"']
)
def test_numbers_stay_at_the_end_side(cell):
    html = clean(f"<table><tr><td {cell}>1</td><td>b</td></tr></table>")
    assert '<td class="city-prose__end">1</td><td>b</td>' in html


def test_an_alignment_that_says_anything_else_is_gone():
    html = clean('<table><tr><td style="text-align:right;background:url(//x)" align=left>1</table>')
    assert "<td>1</td>" in html


# Headings

LEVELS = {
    "<h1>a</h1>": "2",
    "<h1>a</h1><h2>b</h2><h1>c</h1>": "232",
    "<h2>a</h2><h3>b</h3>": "23",
    "<h1>a</h1><h4>b</h4><h2>c</h2>": "233",
    "<h3>a</h3><h2>b</h2>": "22",
    "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h5>e</h5><h6>f</h6>": "234566",
    "<h1>a<div><h2>b</h2></div>c</h1><h2>d</h2>": "233",
}


@pytest.mark.parametrize(("html", "levels"), LEVELS.items())
def test_the_first_heading_is_below_the_pages_and_no_level_is_skipped(html, levels):
    cleaned = clean(html)
    assert "".join(re.findall(r"<h(\d)", cleaned)) == levels
    assert words(cleaned) == words(html)
    assert len(re.findall(r"<h(\d)", cleaned)) == len(re.findall(r"</h(\d)", cleaned))


@pytest.mark.parametrize("level", [2, 3, 4, 5, 6])
def test_the_level_is_the_callers(level):
    assert clean("<h1>a</h1>", level) == f"<h{level}>a</h{level}>"


@pytest.mark.parametrize(
    "left", ["", " ", "&nbsp;", "<br>", "<strong>\n<br></strong>", '<span lang="fi">&#160;</span>']
)
def test_a_heading_without_words_is_no_heading_and_no_level(left):
    html = clean(f"<h1>{left}</h1><p>Text</p><h3 id='fees'>{left}Fees</h3><h4>{left}</h4>")
    assert [one.tag for one in body(html).iter() if one.tag[0] == "h"] == ["h2"]
    assert 'id="text-fees"' in html
    assert "Text" in html


@pytest.mark.parametrize("alt", ["Tampere", "<h1></h1>", "<h1 "])
def test_a_heading_of_a_picture_stays(alt):
    (heading, text) = body(clean(f"<h1><img src=/crest.svg alt='{alt}'></h1><p>&quot; lang=x</p>"))
    assert heading.find("img").get("alt") == alt
    assert (text.tag, text.text) == ("p", '" lang=x')


def test_a_heading_in_an_attribute_is_no_heading():
    html = clean('<img src="/a" alt="<h1>x</h1><table>"><h1>y</h1>')
    (image, heading) = body(html)
    assert image.get("alt") == "<h1>x</h1><table>"
    assert heading.tag == "h2"


# Addresses and ids


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " \x01JaVa\nScr\tipt:alert(1)",
        "java&#x0A;script&colon;alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "blob:https://city.example/1",
        "file:///etc/passwd",
        "webcal://city.example/a.ics",
    ],
)
def test_a_link_that_leads_astray_is_its_words(url):
    assert clean(f'<a href="{url}">Fees</a>') == "<a>Fees</a>"


def test_a_host_may_allow_a_scheme_for_links_and_not_for_pictures():
    html = '<a href="webcal://city.example/a.ics">a</a><img src="webcal://city.example/a">'
    env = Environment(autoescape=True)
    install(env, url_schemes=["webcal"])
    with using(env):
        shown = ui.prose(html=html)
    assert '<a href="webcal://city.example/a.ics">a</a>' in shown
    assert "<img" not in shown


@pytest.mark.parametrize("src", ["data:image/png;base64,AA==", "mailto:a@b.example", "cid:1", ""])
def test_a_picture_without_an_address_is_gone(src):
    assert clean(f'<p>a<img src="{src}" alt="b">c</p>') == "<p>ac</p>"


def test_a_picture_without_a_description_is_passed_over():
    assert clean('<img src="/a.jpg">') == '<img src="/a.jpg" alt="">'


def test_an_id_cannot_pose_as_one_of_the_page_and_footnotes_still_work():
    html = clean(
        '<a href="#fn1" id="main">1</a><p id="fn1">a</p><form id="x"><input name="body"></form>'
    )
    assert html == '<a href="#text-fn1" id="text-main">1</a><p id="text-fn1">a</p>'


def test_a_link_to_the_top_of_the_page_stays_one():
    assert clean('<a href="#">Up</a>') == '<a href="#">Up</a>'


def test_an_id_that_is_there_twice_is_written_once():
    assert clean('<p id="a">a</p><p id="a">b</p>') == '<p id="text-a">a</p><p>b</p>'


# Hostile input

HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<p onclick=alert(1) style='background:url(//x)' class='city-button' role=button>Text</p>",
    "<svg onload=alert(1)><a href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe><p title='</iframe><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<noembed><img src=x onerror=alert(1)></noembed>",
    "<form action=//x.example><input name=getElementById><button formaction=javascript:alert(1)>Go</button></form>",
    "<object data=javascript:alert(1)><embed src=javascript:alert(1)></object>",
    "<base href=//x.example><meta http-equiv=refresh content='0;url=//x'><link rel=stylesheet href=//x>",
    "<select><style></select><img src=x onerror=alert(1)></style></select>",
    "<details open ontoggle=alert(1)><summary>Text</summary></details>",
    "<a href='/x' target=_blank ping=//x rel=opener download>Text</a>",
    "<p><!--><img src=x onerror=alert(1)>-->Text</p>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><p>Text</p>",
    "<table background=//x><tr><td background=javascript:alert(1)>Text</table>",
    "<city-dialog data-open><city-table>Text</city-table></city-dialog>",
    "<x-y is=x contenteditable slot=a popover autofocus tabindex=1 accesskey=s>Text</x-y>",
    "<p id=\"a' onclick='alert(1)\">Text</p>",
    '<table><caption>"><img src=x onerror=alert(1)></caption></table>',
    "<table><caption>&quot;&gt;&lt;img src=x onerror=alert(1)&gt;</caption></table>",
    "<plaintext><img src=x onerror=alert(1)>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<" * 200,
    "<b>" * 500 + "<table>" * 50,
]


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_is_not_in_the_table_comes_through(html):
    cleaned = clean(html)
    assert faults(cleaned) == []
    assert not {name for name in DROPPED if f"<{name}" in cleaned}


def test_the_judge_of_these_tests_sees_what_is_not_in_the_table():
    for html in (
        "<p class=a>",
        "<script></script>",
        "<a href='javascript:x'>",
        "<p id=main>",
        "<td style='text-align:right'>",
    ):
        assert faults(f"<table><tr>{html}" if "<td" in html else html), html


# An embed has no content: what follows it is text of its own.
@pytest.mark.parametrize("name", sorted(DROPPED - {"embed"}))
def test_what_is_dropped_never_becomes_visible(name):
    cleaned = clean(f"<p>Before</p><{name}>alert(1)<b>x</b></{name}><p>After</p>")
    assert "&lt;" not in cleaned
    assert "alert" not in cleaned
    assert words(cleaned).startswith("Before")


def test_what_is_written_with_signs_stays_readable_text():
    assert (
        clean("<p>1 < 2 &amp; 3 > 2, &lt;b&gt;</p>") == "<p>1 &lt; 2 &amp; 3 &gt; 2, &lt;b&gt;</p>"
    )


NAMES = [*PASSES, *DROPPED, "form", "input", "font", "article", "center", "city-dialog", "mglyph"]
ATTRIBUTES = [
    "href",
    "src",
    "style",
    "onclick",
    "id",
    "class",
    "align",
    "alt",
    "title",
    "srcdoc",
    "lang",
    "xlink:href",
    "start",
]
VALUES = [
    "javascript:alert(1)",
    "data:text/html,x",
    "/a",
    "#b",
    "text-align: right",
    "1",
    '"><script>',
    "</style>",
    "</table>",
    "a b",
    "<h1>",
    "",
]
PIECES = st.one_of(
    st.builds("<{}>".format, st.sampled_from(NAMES)),
    st.builds("</{}>".format, st.sampled_from(NAMES)),
    st.builds(
        "<{} {}={!r}>".format,
        st.sampled_from(NAMES),
        st.sampled_from(ATTRIBUTES),
        st.sampled_from(VALUES),
    ),
    st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "&lt;", "&quot;", "<", ">", '"', "'"]),
    st.text(max_size=8),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_written_only_the_table_comes_through(html):
    cleaned = clean(html)
    assert faults(cleaned) == []
    ids = re.findall(r' id="([^"]*)"', cleaned)
    assert len(ids) == len(set(ids))
    levels = [int(level) for level in re.findall(r"<h(\d)", cleaned)]
    assert all(b <= a + 1 for a, b in zip([1, *levels], levels, strict=False))
    assert not levels or levels[0] == 2


# The macro


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("wrap", [str, Markup])
def test_html_is_cleaned_whatever_it_is_wrapped_in(strict, wrap):
    env = Environment(autoescape=True)
    install(env, strict=strict)
    call = '{% from "citydesign/prose.html" import prose %}{{ prose(html=html) }}'
    shown = env.from_string(call).render(html=wrap("<p>a</p><script>alert(1)</script>"))
    assert "<p>a</p>" in shown
    assert "alert" not in shown


def test_your_own_text_and_an_editors_follow_each_other():
    shown = str(ui.prose("A < B", html="<p>c</p>"))
    assert shown.index("A &lt; B") < shown.index("<p>c</p>")


def test_the_schemes_of_links_are_those_of_every_address():
    assert PASSES["a"]["href"] == SCHEMES


# The look


def test_the_columns_of_a_plain_table_are_apart(open_example):
    page = open_example("prose/elements", viewport={"width": 900, "height": 800})
    gaps = page.locator("table").evaluate(
        """table => [...table.rows].map(row => [...row.cells].slice(1).map((cell, n) => {
          const ends = [row.cells[n], cell].map(one => {
            const range = document.createRange();
            range.selectNodeContents(one);
            return range.getBoundingClientRect();
          });
          return ends[1].left - ends[0].right;
        }))"""
    )
    assert min(min(row) for row in gaps) >= 24


@pytest.mark.parametrize("framed", [True, False])
def test_a_wide_table_is_scrolled_by_keyboard_and_the_page_is_not(open_example, framed):
    page = open_example("prose/editor", viewport={"width": 320, "height": 600})
    page.evaluate(
        "document.querySelector('td').textContent = 'Varhaiskasvatusmaksupäätösasia '.repeat(2)"
    )
    if not framed:
        page.locator(".city-prose__scroll").evaluate("e => e.replaceWith(...e.children)")
    scroller = page.locator(".city-prose__scroll" if framed else "table")
    assert scroller.evaluate("e => e.scrollWidth > e.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    for _ in range(10):
        page.keyboard.press("Tab")
        if scroller.evaluate("e => e === document.activeElement"):
            break
    assert scroller.evaluate("e => e === document.activeElement")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("e => e.scrollLeft > 0", arg=scroller.element_handle())


def test_a_table_stays_a_table_for_a_screen_reader(open_example):
    page = open_example("prose/elements", viewport={"width": 320, "height": 600})
    page.locator(".city-prose__scroll").evaluate("e => e.replaceWith(...e.children)")
    assert page.get_by_role("table").get_by_role("row").count() == 3
    assert page.get_by_role("columnheader").count() == 3


def test_on_paper_links_show_their_addresses_and_details_are_open(open_example):
    page = open_example("prose/default")
    link = page.locator("a[href^=https]")
    content = "e => getComputedStyle(e, '::after').content"
    assert link.evaluate(content) == "none"
    page.emulate_media(media="print")
    assert link.evaluate(content) != "none"
    page = open_example("prose/elements", java_script_enabled=False)
    page.emulate_media(media="print")
    assert page.locator("details > p").bounding_box()["height"] > 10
