"""Pages that nobody of us wrote: what is right in another way than ours is not accused."""

import pytest

from citydesign.audit.finding import Setting
from citydesign.audit.oracles import by_number
from citydesign.audit.stage import Subject

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fees</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font: 1rem/1.5 sans-serif; max-inline-size: 40rem; overflow-wrap: anywhere }}
a, button, input, select {{ min-block-size: 44px }} {style}</style></head>
<body><main><h1>Fees</h1>{body}</main>{script}</body></html>"""

NUMBERS = {"validity": 2, "names": 3, "roles": 4, "keyboard": 5, "handover": 6, "reflow": 8, "targets": 9,
           "contrast": 11}  # fmt: skip


@pytest.fixture
def faults(audit):
    """What one oracle says about a page at one width, as `criterion selector: saw`."""

    def look(oracle, body, style="", script="", width=320):
        script = f"<script>{script}</script>" if script else ""
        page = PAGE.format(body=body, style=style, script=script)
        subject = Subject("page", "fees", lambda setting: page, policy="")
        found = audit.inspect(
            subject, [by_number(NUMBERS[oracle])], lambda oracle, subject: [Setting(width=width)]
        )
        return [f"{f.criterion} {f.selector}: {f.saw}" for f in found.findings]

    return look


LONG = '<p>Read <a href="/">how the fee of a place in day care follows what a family earns</a>.</p>'


@pytest.mark.parametrize("height", [1.2, 1.5, 2.5])
@pytest.mark.parametrize("oracle", ["keyboard", "contrast"])
def test_a_ring_around_a_wrapped_link_needs_nothing_between_its_lines(faults, oracle, height):
    style = f"p {{ line-height: {height} }} a:focus-visible {{ outline: 2px solid #000; %s }}"
    assert not faults(oracle, LONG, style % "outline-offset: 0")
    assert not faults(oracle, LONG, style % "outline-offset: 3px")
    thin = faults(oracle, LONG, style % "outline-width: 1px")
    assert any(fault.startswith("2.4.13") for fault in thin)


LEAVING = """<p><a role="button" href="/other" class="leave">Leave this page</a></p>
<p>What a place costs.</p><p><a href="/">Back</a></p>"""
SPACE = """document.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.matches("[role=button]")) {
    event.preventDefault(); event.target.click();
  } });"""


def test_a_link_that_answers_the_space_bar_may_call_itself_a_button(faults):
    accused = [f for f in faults("roles", LEAVING) if "space bar" in f]
    assert accused
    taught = SPACE + 'document.addEventListener("keydown", (event) => {});'
    assert not faults("roles", LEAVING, script=taught)
    deaf = 'document.addEventListener("keydown", (event) => { if (event.key === "Escape") 0; });'
    assert [f for f in faults("roles", LEAVING, script=deaf) if "space bar" in f] == accused


HIDES = 'document.querySelector(".leave").onclick = () => { document.body.hidden = true; };'


def test_a_link_that_leads_away_need_not_hand_the_focus_over(faults):
    assert not faults("handover", LEAVING, script=HIDES)
    stays = HIDES.replace("() => {", "(event) => { event.preventDefault();")
    assert [f for f in faults("handover", LEAVING, script=stays) if f.startswith("2.4.3")]


def test_a_sign_without_words_need_not_grow(faults):
    sign = '<p><span style="font-size: 30px">{}</span> You may be fined.</p>'
    assert not faults("reflow", sign.format("!"))
    assert [f for f in faults("reflow", sign.format("Warning")) if "its text grows" in f]
