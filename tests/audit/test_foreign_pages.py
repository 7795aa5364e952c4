"""Pages that nobody of us wrote: what is right in another way than ours is not accused."""

import pytest

from citydesign.audit.finding import Setting
from citydesign.audit.oracles import by_number
from citydesign.audit.stage import Subject

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fees</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font: 16px/1.5 sans-serif; max-inline-size: 40rem; overflow-wrap: anywhere }}
a, button, input, select {{ min-block-size: 44px }} {style}</style></head>
<body><main><h1>Fees</h1>{body}</main>{script}</body></html>"""

NUMBERS = {"validity": 2, "names": 3, "roles": 4, "keyboard": 5, "reflow": 8, "targets": 9,
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
