"""What the validity of HTML says on either side of each of its rules, in full."""

import pytest

from citydesign.audit.oracles.validity.judge import judge_html

ADDRESS = "http://citydesign.test/page/fees"
PAGE = "<!doctype html><html lang=en><head><title>Fees</title></head><body>{}</body></html>"
VOID = {"embed", "hr", "input"}

PHRASING = (
    "abbr b bdi bdo button cite code em h1 h2 h3 h4 h5 h6 i label output pre small span strong sub "
    "sup time"
)
FLOW = (
    "address article aside blockquote dd details dialog div dl dt fieldset figure footer form h1 h2 "
    "h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section table ul"
)
CONTROLS = "details embed iframe input label select textarea"
REFERENCES = (
    "aria-activedescendant aria-controls aria-describedby aria-details aria-errormessage "
    "aria-flowto aria-labelledby aria-owns commandfor form popovertarget"
)


def _element(tag, attributes="id=a"):
    return f"<{tag} {attributes}>" + ("" if tag in VOID else f"</{tag}>")


def _told(body):
    return [
        f"{fault.criterion} {fault.selector}" for fault in judge_html(PAGE.format(body), ADDRESS)
    ]


@pytest.mark.parametrize("tag", PHRASING.split())
def test_what_takes_text_only_holds_no_block(tag):
    assert _told(f"<{tag}>{_element('div')}</{tag}>") == ["best #a"]
    assert _told(f"<{tag}>{_element('city-box')}</{tag}>") == []
    assert _told(f"<{tag}><city-box>{_element('div')}</city-box></{tag}>") == ["best #a"]


@pytest.mark.parametrize("tag", FLOW.split())
def test_a_block_is_in_no_line(tag):
    assert set(_told(f"<span>{_element(tag)}</span>")) == {"best #a"}


@pytest.mark.parametrize("tag", CONTROLS.split())
def test_no_control_is_in_another(tag):
    for outer in ("<a href=/x>{}</a>", "<button>{}</button>", "<a href=/x><b>{}</b></a>"):
        assert "4.1.2 #a" in _told(outer.format(_element(tag)))
    assert "4.1.2 #a" not in _told(_element(tag))


@pytest.mark.parametrize("attribute", REFERENCES.split())
def test_a_reference_leads_somewhere(attribute):
    element = "<button id=a {}></button><i id=b></i>"
    assert _told(element.format(f"{attribute}=b")) == []
    assert _told(element.format(f"{attribute}=c")) == ["1.3.1 #a"]
    assert _told(element.format(f"{attribute}=''")) == ["1.3.1 #a"]
    twice = element.format(f"{attribute}=b") + "<i id=b></i>"
    assert _told(twice) == ["4.1.2 #b"]


CASES = {
    "nothing is wrong": ("<p>Fees</p>", []),
    "a button in a link": ("<a href=/x><button id=a></button></a>", ["4.1.2 #a"]),
    "a link in a button": ("<button><a href=/x id=a>A</a></button>", ["4.1.2 #a"]),
    "a place to link to in a button": ("<button><a id=a>A</a></button>", []),
    "what is hidden is no control": ("<a href=/x><input type=hidden></a>", []),
    "a label in a label": ("<label><b><label id=a></label></b></label>", ["best #a"]),
    "a field in a label": ("<label><input><select></select></label>", []),
    "a box in a list": ("<ul><div id=a></div></ul>", ["best #a"]),
    "a box in a numbered list": ("<ol><div id=a></div></ol>", ["best #a"]),
    "what a list may hold": ("<ul><li><script></script><template></template></ul>", []),
    "what a bare list may hold": ("<ul><script></script><template></template><li></ul>", []),
    "what a numbered list may hold": ("<ol><script></script><template></template><li></ol>", []),
    "what a list of terms may hold": (
        "<dl><dt>A</dt><dd>B</dd><div><dt>C</dt></div><script></script><template></template></dl>",
        [],
    ),
    "a paragraph in a list of terms": ("<dl><p id=a></p></dl>", ["best #a"]),
    "what a choice may hold": (
        "<select><button>A</button><option>A<optgroup label=B><option>C</optgroup><hr><script></script></select>",
        [],
    ),
    "an item of no list": ("<div><li id=a></li></div>", ["best #a"]),
    "an item of a menu": ("<menu><li id=a></li></menu>", []),
    "an item in a part of its own": (
        "<ul><city-box id=b><li id=a></li></city-box></ul>",
        ["best #b"],
    ),
    "a legend comes first": ("<fieldset><legend>A</legend><p>B</p></fieldset>", []),
    "a legend after a comment": ("<fieldset><!-- A --><legend>A</legend></fieldset>", []),
    "a legend comes second": ("<fieldset><p>B</p><legend id=a>A</legend></fieldset>", ["best #a"]),
    "a legend of no group": ("<div><legend id=a>A</legend></div>", ["best #a"]),
    "two legends": (
        "<fieldset><legend>A</legend><legend id=a>A</legend></fieldset>",
        # Each is a legend in a group that begins with one.
        [],
    ),
    "a summary comes first": ("<details><summary>A</summary><p>B</p></details>", []),
    "a summary comes second": (
        "<details><p>B</p><summary id=a>A</summary></details>",
        ["best #a"],
    ),
    "a summary of nothing": ("<div><summary id=a>A</summary></div>", ["best #a"]),
    "a caption comes first": ("<table><caption>A</caption><tr><td></table>", []),
    "a caption comes second": (
        "<table><tr><td>A</td></tr><caption id=a>A</caption></table>",
        ["best #a"],
    ),
    "an id twice": ("<i id=a></i><i id=a></i>", ["best #a"]),
    "an id three times is told once": ("<i id=a></i><i id=a></i><i id=a></i>", ["best #a"]),
    "an id twice that something else refers to": (
        "<i id=a></i><i id=a></i><i id=b></i><p aria-describedby='b'></p>",
        ["best #a"],
    ),
    "an id twice that something refers to among others": (
        "<i id=a></i><i id=a></i><i id=b></i><p aria-describedby='b a'></p>",
        ["4.1.2 #a"],
    ),
    "an empty id": ("<i id=''></i>", ["best html"]),
    "an id of two words": ("<i id='a b'></i>", ["best html"]),
    "an id with a space at its end": ("<i id='a '></i>", ["best html"]),
    "a label for nothing": ("<label for=b id=a></label>", ["1.3.1 #a"]),
    "a label for an id of two words": (
        "<label for='b c' id=a></label><i id=b></i><i id=c></i>",
        ["1.3.1 #a"],
    ),
    "a label for an empty id": ("<label for='' id=a></label>", ["1.3.1 #a"]),
    "an output of nothing": ("<output for=b id=a></output>", ["1.3.1 #a"]),
    "an output of several fields": (
        "<output for='b c' id=a></output><i id=b></i><i id=c></i><output for='b d' id=e></output>",
        ["1.3.1 #e"],
    ),
    "a word of no meaning here": ("<b for=b></b><b list=b></b><b headers=b></b>", []),
    "suggestions that are not there": ("<input list=b id=a>", ["1.3.1 #a"]),
    "suggestions of an id of two words": (
        "<input list='b c' id=a><i id=b></i><i id=c></i>",
        ["1.3.1 #a"],
    ),
    "a form of an id of two words": (
        "<input form='b c' id=a><i id=b></i><i id=c></i>",
        ["1.3.1 #a"],
    ),
    "several descriptions": ("<p aria-describedby='b c' id=a></p><i id=b></i><i id=c></i>", []),
    "one of several descriptions is not there": (
        "<p aria-describedby='b c' id=a></p><i id=b></i>",
        ["1.3.1 #a"],
    ),
    "headers that are not there": (
        "<table><tr><td headers=b id=a></td><th headers=b id=c></th></tr></table>",
        ["1.3.1 #a", "1.3.1 #c"],
    ),
    "what is closed may be made later": (
        "<button aria-expanded=false aria-controls=b></button>"
        "<button aria-expanded=false aria-owns=b></button><input role=combobox aria-controls=b>",
        [],
    ),
    "what is open is there": (
        "<button aria-expanded=true aria-controls=b id=a></button>"
        "<input role=combobox aria-expanded=true aria-controls=b id=c>"
        "<button role=switch aria-controls=b id=d></button>",
        ["1.3.1 #a", "1.3.1 #c", "1.3.1 #d"],
    ),
    "what is closed is described now": (
        "<button aria-expanded=false aria-describedby=b id=a></button>",
        ["1.3.1 #a"],
    ),
    "a link to nothing": ("<a href=#b id=a>A</a>", ["best #a"]),
    "a link to a text in nothing": ("<a href='#b:~:text=fees' id=a>A</a>", ["best #a"]),
    "an area to nothing": (
        "<map name=m><area href=#b id=a alt=A></map>",
        ["best #a"],
    ),
    "links to what is there": (
        "<a href=#b>A</a><a href=#c>A</a><a href=#>A</a><a href=#top>A</a><a href=#d%20%C3%A4>A</a>"
        "<a href=#Top>A</a><a href='#:~:text=fees'>A</a><a href='#b:~:text=fees'>A</a>"
        "<i id=b></i><a name=c></a><a name='d ä'></a>",
        [],
    ),
    "only a link is known by its name": ("<a href=#b id=a>A</a><input name=b>", ["best #a"]),
    "links to nothing on this page by its address": (
        "<a href=http://citydesign.test/page/fees#b id=a>A</a><a href=/page/fees#b id=c>A</a>",
        ["best #a", "best #c"],
    ),
    "links to other pages": (
        "<a href=/other#b>A</a><a href=page/fees#b>A</a><a href=http://city.example/page/fees#b>A</a><a href=/x>A</a>",
        [],
    ),
    "what has an address and is no link": ("<b href=#b>A</b>", []),
    "a tag left open": ("<p><b>A</p>", ["best html"]),
    "a class tells which one it is": ("<span><div class='x y'></div></span>", ["best div.x"]),
    "its kind tells which one it is": ("<span><div></div></span>", ["best div"]),
}


@pytest.mark.parametrize(("body", "faults"), CASES.values(), ids=CASES)
def test_what_is_told_of_a_page(body, faults):
    assert _told(body) == faults


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<label><div>a</div></label>", ["best div: <div> inside <label>, which takes text only"]),
        ("<h1><nav>a</nav></h1>", ["best nav: <nav> inside <h1>, which takes text only"]),
        ("<b><city-a><table></table></city-a></b>", ["best table: <table> inside <b>"]),
        ("<button><select></select></button>",
         ["4.1.2 select: <select> inside <button>: a control in a control"]),
        ("<a href='/'><span><iframe></iframe></span></a>", ["4.1.2 iframe: <iframe> inside <a>"]),
        ("<label>a<label>b</label></label>", ["best label: <label> inside <label>"]),
        ("<ul><p>a</p></ul>", ["best p: <p> as a child of <ul>"]),
        ("<ol><a>a</a></ol>", ["best a: <a> as a child of <ol>"]),
        ("<dl><p>a</p></dl>", ["best p: <p> as a child of <dl>"]),
        ("<div><li>a</li></div>", ["best li: <li> outside a list, in <div>"]),
        ("<fieldset><p>a</p><legend>b</legend></fieldset>",
         ["best legend: <legend> that is not first in a <fieldset>"]),
        ("<div><legend>b</legend></div>", ["best legend: <legend> that is not first"]),
        ("<details><p>a</p><summary>b</summary></details>", ["best summary: <summary> that is"]),
        ("<p id=a>a</p><p id=a>b</p>", ['best #a: id "a" is there 2 times']),
        ("<p id=a>a</p><p id=a>b</p><input aria-labelledby='b a'><i id=b>b</i>",
         ['4.1.2 #a: id "a" is there 2 times']),
        ("<p id=''>a</p>", ['best html: id "" is empty or holds a space']),
        ("<p id='a b'>a</p>", ['best html: id "a b" is empty or holds a space']),
        ("<label for=a>a</label>", ['1.3.1 label: for="a" points to nothing']),
        ("<i id=b>b</i><input class='c d' aria-describedby='b a'>",
         ['1.3.1 input.c: aria-describedby="b a" points to nothing']),
        ("<input id=c aria-describedby=''>", ['1.3.1 #c: aria-describedby="" points to nothing']),
        ("<button aria-controls=a aria-expanded=true>a</button>", ['1.3.1 button: aria-controls="a"']),
        ("<button aria-controls=a>a</button>", ['1.3.1 button: aria-controls="a" points']),
        ("<button aria-describedby=a aria-expanded=false>a</button>", ["1.3.1 button: aria-desc"]),
        ("<input list=a>", ['1.3.1 input: list="a" points to nothing']),
        ("<table><tr><td headers=a>b</td></tr></table>", ['1.3.1 td: headers="a" points']),
        ("<a href='#b'>a</a>", ['best a: link to "#b" leads nowhere on this page']),
        ("<a href='http://citydesign.test/page/fees#b'>a</a>", ['best a: link to "http://citydesign.test/page/fees#b" leads']),
        ("<a href='/page/fees#b'>a</a>", ['best a: link to "/page/fees#b" leads nowhere']),
        ("<p>a<i>b</p>", ["best html: parse error"]),
        ("<select><p>a</p></select>", [f"best html: parse error unexpected-{end}-tag-in-select" for end in ("start", "end")]),
    ],
)  # fmt: skip
def test_each_rule_tells_what_breaks_it_and_where(body, words):
    found = [f"{f.criterion} {f.selector}: {f.saw}" for f in judge_html(PAGE.format(body), ADDRESS)]
    assert len(found) == len(words), found
    for one, start in zip(found, words, strict=True):
        assert one.startswith(start)


def test_an_error_is_told_with_its_line():
    html = PAGE.format("\n\n  <p></b>Fees</p>\n")
    (fault,) = judge_html(html)
    assert "on line 3" in fault.saw
    assert fault.html == "<p></b>Fees</p>"
    long = PAGE.format(f"\n<p></b>{'Fees ' * 99}</p>")
    assert len(next(judge_html(long)).html) == 240


def test_where_it_is_misplaced_is_told_with_its_tag():
    (fault,) = judge_html(PAGE.format("<span><div id=a title=b></div></span>"))
    assert fault.html == '<div id="a" title="b">'
