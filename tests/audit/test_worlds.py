"""The page's own scripts can't change what the checks see, and strict pages are judged too."""

from dataclasses import replace

import psutil
import pytest

from citydesign.audit.oracles import ORACLES, by_name
from citydesign.audit.oracles.oracle import Fault, Oracle
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fees</title>{head}
<style>.pale {{ color: #bbb }} .bare:focus {{ outline: none }}</style></head>
<body><main><h1>Fees</h1><p class="pale">What a place costs.</p><img src="x.png"><input name="q">
<button class="bare"></button><p lang="fi">This is what a place in day care costs for you.</p>
<div style="width: 60rem">Wide</div><div onclick="go()">Open</div></main>{script}</body></html>"""

#: What a page may put in the place of the browser's own tools, by accident or to look sound.
HOSTILE = {
    "finds nothing": """
      const none = [];
      Document.prototype.querySelectorAll = Element.prototype.querySelectorAll = () => none;
      Array.from = () => none;
      Document.prototype.createTreeWalker = () => ({ nextNode: () => null });""",
    "shows nothing": """
      window.getComputedStyle = () => ({ display: "none" });
      Element.prototype.getBoundingClientRect = () => new DOMRect();
      Element.prototype.checkVisibility = () => false;""",
    "says nothing": """
      JSON.stringify = () => "[]"; JSON.parse = () => []; Array.prototype.map = () => [];
      Map.prototype.get = () => undefined; Object.entries = () => [];""",
    "has its own audit": "window.cityAudit = { all: () => [], ask: () => [] }; window.axe = {};",
    "has tools of another time": """
      Array.prototype.toJSON = () => "array"; Object.prototype.fault = 1;
      Element.prototype.remove = () => {}; window.CSS = undefined; window.Map = undefined;""",
}
STRICT = """<meta http-equiv="Content-Security-Policy"
  content="require-trusted-types-for 'script'; trusted-types 'none'">"""


def _told(audit, head="", script=""):
    html = PAGE.format(head=head, script=f"<script>{script}</script>" if script else "")
    page = Subject("page", "fees", lambda setting: html, policy="")
    found = audit.inspect(
        page,
        [oracle for oracle in ORACLES if not oracle.ours and oracle.id != "announcements"],
        lambda oracle, _: [Setting(width=320)],
    )
    return {
        (f.oracle_id, f.criterion, f.selector, f.saw)
        for f in found.distinct
        # A script between the tags is a fault of its own.
        if "inline" not in f.saw
    }


@pytest.fixture(scope="module")
def plain(audit):
    told = _told(audit)
    assert {"axe", "contrast", "keyboard", "names", "reflow", "targets", "language"} <= {
        oracle for oracle, *_ in told
    }
    return told


@pytest.mark.parametrize("how", HOSTILE)
def test_a_page_that_takes_the_browsers_tools_away_looks_no_better(audit, plain, how):
    assert _told(audit, script=HOSTILE[how]) == plain


def test_a_page_of_trusted_types_is_judged_like_any_other(audit, plain):
    assert _told(audit, head=STRICT) == plain


def test_nothing_of_the_checks_is_in_the_page_but_what_hears_its_listeners(audit):
    html = PAGE.format(head="", script="")
    page = replace(Subject("page", "fees", lambda setting: html), policy="")

    def names(stage):
        stage.open(page, Setting())
        stage.need_axe()
        kept = stage.js("() => [typeof cityAuditAxe, typeof axe]")
        return kept, stage.window.page_js(
            "() => ['axe', 'cityAudit', 'cityAuditAxe'].map(n => typeof window[n])"
        )

    assert audit.run(names) == (["function", "object"], ["undefined", "object", "undefined"])


def test_the_browser_is_started_without_what_playwright_switches_off_and_one_thing_more(audit):
    switch = "--disable-features="
    asked = psutil.Process(audit.browser.process).cmdline()
    its, ours = (
        set(one.removeprefix(switch).split(",")) for one in asked if one.startswith(switch)
    )
    assert its
    assert ours == its | {"RenderDocument"}


#: What a form has of its own, of one word, and two of which a loop could be made.
OF_A_FORM = """action after animate append assignedSlot attributes autocapitalize autocomplete before blur
  children click closest contains dataset dir elements encoding focus hidden id inert lang length
  matches method name nonce normalize parentElement part popover prefix prepend pseudo rel remove
  reset role scroll slot spellcheck style submit target title translate when"""


def test_a_field_may_be_called_as_anything_that_a_form_has(audit):
    fields = """<form><fieldset name="{first}"><legend>Who</legend><p><button></button></p></fieldset>
      <label>Name <input name="{second}"></label></form>"""
    names = OF_A_FORM.split()
    pairs = list(zip(names, names[1:] + names[:1], strict=True))
    as_a_form, otherwise = (
        _of_form(audit, "".join(fields.format(first=one, second=two) for one, two in given))
        for given in (pairs[::6], [("family", "given")] * len(pairs[::6]))
    )
    assert as_a_form == otherwise
    assert any(oracle == "names" for oracle, *_ in otherwise)
    hidden = "<form>Words<input type=hidden name={}></form>"
    every = _of_form(audit, "".join(map(hidden.format, names)))
    # axe itself is misled by some of them.
    ours = {found for found in every if found[0] != "axe"}
    others = _of_form(audit, hidden.format("family") * len(names))
    assert ours == {found for found in others if found[0] != "axe"}


def _of_form(audit, fields):
    html = PAGE.format(head="", script=fields)
    page = Subject("page", "form", lambda setting: html, policy="")
    found = audit.inspect(page, ORACLES, lambda oracle, _: [Setting(width=320)])
    return {(f.oracle_id, f.selector, f.saw) for f in found.distinct}


SCRIPTED = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fees</title></head>
<body><main><h1>Fees</h1>{body}</main><script>{script}</script></body></html>"""


def scripted(name, script, body="<p><button>Send</button></p>"):
    html = SCRIPTED.format(body=body, script=script)
    return Subject("page", name, lambda setting: html, policy="")


@pytest.mark.browser
def test_a_page_with_scripts_is_loaded_at_each_width(audit):
    page = scripted(
        "wide", "if (innerWidth > 600) document.querySelector('button').textContent = '';"
    )
    widths = [Setting(width=320), Setting(width=1280)]
    found = audit.inspect(page, [by_name("names")], lambda *_: widths).findings
    assert {f.setting.width for f in found} == {1280}


@pytest.mark.browser
def test_after_a_check_that_broke_down_the_next_sees_the_page(audit):
    def broken(stage):
        return stage.js("() => nothing.there")

    def looks(stage):
        return [Fault("4.1.2", "html", stage.js("() => document.body.innerText"), "mend")]

    first, second = (
        Oracle(name, name, "faults", ("plain",), judge)
        for name, judge in (("a-broken", broken), ("looks", looks))
    )
    found = audit.inspect(scripted("broken", ""), [first, second]).findings
    assert [f.criterion for f in found] == ["check", "4.1.2"]
    assert "our own check a-broken broke down" in found[0].saw
    assert "Fees" in found[1].saw


@pytest.mark.browser
def test_what_broke_on_one_page_is_not_told_of_the_next(audit):
    pages = [scripted("broken", "undefinedThing();"), scripted("sound", "let a = 1;")]

    def errors(page):
        found = audit.inspect(page, [by_name("policy")], lambda *_: [Setting()]).findings
        return [f.saw for f in found if f.saw.startswith("script error")]

    broken, sound = map(errors, pages)
    assert broken
    assert not sound
