"""What each oracle says about small pages on either side of each of its lines, in full."""

import tomllib
from pathlib import Path

import pytest

from citydesign.audit.oracles import ORACLES, by_name
from citydesign.audit.oracles.announcements import judge as announcements
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Step, Subject

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).with_name("cases")
PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Fees</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font: 1rem/1.5 sans-serif }} {style}</style></head>
<body><main><h1>Fees</h1>{body}</main>{script}</body></html>"""
INLINE = "default-src 'self' 'unsafe-inline'"
SETTING = {"width", "scheme", "contrast", "locale"}
KEYS = {"says", "faults", "body", "style", "script", "lang", "html", "foreign", "policy"} | SETTING
# What is done on the page before it is judged; what its author wrote, and all of it in English.
KEYS |= {"steps", "words", "english"}
# These pages say at once what they say, and typing is no slower for a busy machine.
HASTE = {"QUIET": 1000, "AFTER": 1000, "PAUSE": 10**9}


def _cases(oracle):
    file = FOLDER / f"{oracle}.toml"
    return tomllib.loads(file.read_text("utf-8"))["case"] if file.exists() else []


CASES = [(oracle.id, case) for oracle in ORACLES for case in _cases(oracle.id)]


def _page(case):
    # In a block: the window of the case before may be there still, with its names.
    script = f"<script>{{ {case['script']} }}</script>" if "script" in case else ""
    page = case.get("html") or PAGE.format(
        lang=case.get("lang", "en"), style=case.get("style", ""), body=case["body"], script=script
    )
    setting = Setting(**{key: case[key] for key in SETTING & set(case)})
    states = {"done": [Step(*step) for step in case.get("steps", [])]}
    if case.get("steps"):
        setting = setting.but(state="done")
    subject = Subject(
        "page", "fees",
        lambda setting: case["english"] if "english" in case and setting.locale == "en" else page,
        policy="" if case.get("foreign") else case.get("policy", INLINE), states=states,
        source=(lambda locale: case["words"]) if "words" in case else None,
    )  # fmt: skip
    return subject, setting


@pytest.mark.parametrize(
    ("oracle", "case"), CASES, ids=[f"{oracle}: {case['says']}" for oracle, case in CASES]
)
def test_an_oracle_says_exactly_what_is_wrong(audit, monkeypatch, oracle, case):
    for name, value in HASTE.items():
        monkeypatch.setattr(announcements, name, value)
    assert set(case) <= KEYS, "a case says what nobody reads"
    subject, setting = _page(case)
    found = audit.inspect(subject, [by_name(oracle)], lambda *_: [setting]).findings
    told = sorted(f"{'person ' if f.person else ''}{f.criterion} {f.selector}" for f in found)
    assert told == sorted(case["faults"]), "\n".join(str(f) for f in found)
