"""What HTML a browser repairs in silence, rule by rule, without a browser."""

import pytest

from citydesign.audit.oracles.validity.judge import judge_html

PAGE = """<!doctype html><html lang="en"><head><title>Fees</title></head><body>{}</body></html>"""


def told(body, address=""):
    return [f"{f.criterion} {f.selector}: {f.saw}" for f in judge_html(PAGE.format(body), address)]


@pytest.mark.parametrize(
    "body",
    [
        "<p>A <b>b</b></p><ul><li>a</li><script></script></ul><menu><li>b</li></menu>",
        "<dl><div><dt>a</dt><dd>b</dd></div></dl>",
        "<select><button>a</button><optgroup label=a><option>b</option></optgroup><hr></select>",
        "<fieldset><legend>a</legend><p>b</p></fieldset><details><summary>a</summary>b</details>",
        "<table><caption>a</caption><tr><td>b</td></tr></table>",
        "<a href='/'><div>a</div></a><button><input type=hidden></button>",
        "<label>a <input></label><label for=b>b</label><input id=b>",
        "<input id=a aria-describedby='b c'><p id=b>b</p><p id=c>c</p>",
        "<p for=nothing list=nothing headers=nothing>a</p>",
        "<button aria-controls=nothing aria-expanded=false>a</button>",
        "<input role=combobox aria-controls=nothing>",
        "<a href='#'>a</a><a href='#top'>b</a><a href='#c%C3%A4'>c</a><p id=cä>c</p>",
        "<a href='#old'>a</a><a name=old>b</a><a href='/other#d'>d</a>",
        "<table><tr><th id=a>a</th></tr><tr><td headers=a>b</td></tr></table>",
    ],
)
def test_html_as_the_standard_allows_it_is_not_accused(body):
    assert told(body) == []


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
        ("<a href='http://a.test/fees#b'>a</a>", ['best a: link to "http://a.test/fees#b" leads']),
        ("<a href='fees#b'>a</a>", ['best a: link to "fees#b" leads nowhere']),
        ("<p>a<i>b</p>", ["best html: parse error"]),
        ("<select><p>a</p></select>", [f"best html: parse error unexpected-{end}-tag-in-select" for end in ("start", "end")]),
    ],
)  # fmt: skip
def test_each_rule_tells_what_breaks_it_and_where(body, words):
    found = told(body, "http://a.test/fees")
    assert len(found) == len(words), found
    for one, start in zip(found, words, strict=True):
        assert one.startswith(start)


def test_a_parse_error_names_its_line():
    html = PAGE.format("\n<p>a</p>\n<p class=a class=b>Fees</p>\n")
    (one,) = judge_html(html)
    assert one.saw.endswith("on line 3")
    assert one.html == "<p class=a class=b>Fees</p>"
