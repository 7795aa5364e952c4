"""The keyboard tables: every row is pressed in Chromium, and each test is shown to be able to fail."""

import re
import time
from html.parser import HTMLParser

import pytest
from tests.everything import EVERYTHING

from citydesign import assets
from citydesign.audit.pages.subject import ORIGIN
from citydesign.audit.stage.server import Server, Site
from citydesign.contracts import all_components, component, load
from citydesign.errors import ContractError
from citydesign.examples import all_examples, examples_of, fragment, page
from citydesign.export import contracts
from citydesign.locale import PSEUDO

EXAMPLES = {(one.component.id, one.name): one for one in all_examples(EVERYTHING)}
PACKS = {pack.name: assets.folder_of(pack) for pack in EVERYTHING.packs}
FORM = '<form method="post" action="/sent">{}<button class="city-button">Send</button></form>'
IN_SIGHT = "s => [...document.querySelectorAll(s)].some(e => e.checkVisibility())"
HAS_FOCUS = "s => document.activeElement.matches(s)"
DEAF = """() => { window.deaf = true; for (const type of ["keydown", "keypress", "keyup"])
  addEventListener(type, e => { if (deaf) { e.preventDefault(); e.stopImmediatePropagation(); } },
    true); }"""
EAGER = """() => addEventListener("keydown", e =>
  e.target.closest("form")?.submit(), true)"""


class Keys:
    """A browser in which the rows of keyboard tables are tried."""

    def __init__(self, browser):
        self.browser = browser
        self.windows = {}
        self.server = Server()
        self.opened = 0

    def window(self, scripts):
        if scripts not in self.windows:
            context = self.browser.new_context(java_script_enabled=scripts)
            self.windows[scripts] = context.new_page()
            self.server.attach(self.windows[scripts])
        return self.windows[scripts]

    @property
    def asked(self):
        """Method and path of each document to which the page would have led."""
        return [(method, url.removeprefix(ORIGIN)) for method, url in self.server.left]

    def press(
        self, one, row, key, *, locale="en", scripts=True, spoil="", deaf=False, change=None,
        patience=2.0
    ):  # fmt: skip
        """Press one key of a row; give what was wrong, or nothing.

        ``change`` is done to the HTML, ``spoil`` is a script run before the key. ``deaf`` presses
        it first while the page hears no key, when nothing of what the row tells may come.
        """
        example = EXAMPLES[one.id, row.example]
        html = page(example, locale=locale, library=EVERYTHING)
        if row.sends is not None:
            html = re.sub(
                r"(<main\b[^>]*>)(.*)</main>",
                lambda m: f"{m[1]}{FORM.format(m[2])}</main>",
                html,
                flags=re.DOTALL,
            )
        if change:
            changed = change(html)
            assert changed != html, "the mutant changes nothing"
            html = changed
        window = self.window(scripts)
        self.server.begin()
        # At an address of its own, nothing is left of the page before.
        self.opened += 1
        start = f"/start-{self.opened}"
        self.server.site = Site({start: html}.get, assets.assets_path(), packs=PACKS)
        window.set_viewport_size({"width": row.at, "height": 800})
        window.goto(ORIGIN + start)
        for state in example.states:
            if state.name == row.state:
                for action, target in state.steps:
                    # Without scripts nothing comes into sight that isn't yet.
                    if action == "click" and not (scripts or window.evaluate(IN_SIGHT, target)):
                        return f"{target} is out of sight"
                    act = {
                        "click": window.click,
                        "focus": window.focus,
                        "type": window.keyboard.type,
                    }
                    act.get(action, window.keyboard.press)(target)
        if row.focus:
            window.evaluate(
                "s => document.querySelector(s)?.focus({ focusVisible: true })", row.focus
            )
            if not window.evaluate(HAS_FOCUS, row.focus):
                return f"{row.focus} takes no focus"
        if row.lands and not (row.shows or row.hides) and window.evaluate(HAS_FOCUS, row.lands):
            return f"{row.lands} has the focus before"
        if row.shows and window.evaluate(IN_SIGHT, row.shows):
            return f"{row.shows} is in sight before"
        if row.hides and not window.evaluate(IN_SIGHT, row.hides):
            return f"{row.hides} is out of sight before"
        wanted = {
            "does not take the focus": lambda: (
                not row.lands or window.evaluate(HAS_FOCUS, row.lands)
            ),
            "does not come into sight": lambda: (
                not row.shows or window.evaluate(IN_SIGHT, row.shows)
            ),
            "stays in sight": lambda: not row.hides or not window.evaluate(IN_SIGHT, row.hides),
            "is not asked for": lambda: (
                not row.leads or any(u.endswith(row.leads) for _, u in self.asked)
            ),
            "the form is not sent": lambda: not row.sends or ("POST", "/sent") in self.asked,
        }
        if deaf:
            window.evaluate(DEAF)
            window.keyboard.press(key)
            self.turn(window, scripts)
            if all(there() for there in wanted.values()):
                return "a page that hears no key does it too"
            window.evaluate("() => { deaf = false; }")
        if spoil:
            window.evaluate(spoil)
        window.keyboard.press(key)
        end = time.monotonic() + patience
        while missing := [text for text, there in wanted.items() if not there()]:
            if time.monotonic() > end:
                return ", ".join(missing)
            window.wait_for_timeout(10)
        if row.sends is False:
            self.turn(window, scripts)
            if self.asked:
                return "the form is sent"
        return ""

    def turn(self, window, scripts):
        """Let the page do what it was about to do: its own request comes after that."""
        if scripts:
            window.evaluate(
                "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
                ".then(() => fetch('/turn'))"
            )
        for _ in range(20):
            window.evaluate("1")

    def close(self):
        for window in self.windows.values():
            window.context.close()


@pytest.fixture(scope="module")
def keys(chromium):
    keys = Keys(chromium)
    yield keys
    keys.close()


ROWS = [(one, row) for one in all_components(EVERYTHING) for row in one.keyboard]


def named(chosen):
    ids = [f"{one.id}-{one.keyboard.index(row) + 1}" for one, row in chosen]
    return pytest.mark.parametrize(("one", "row"), chosen, ids=ids)


@named(ROWS)
def test_a_key_does_what_the_table_says_and_nothing_else_does_it(keys, one, row):
    # Of what isn't to come, a page that hears nothing tells nothing.
    deaf = row.sends is not False
    for key in row.keys:
        assert keys.press(one, row, key, deaf=deaf) == "", f"{key}: {row.text}"


@named([(one, row) for one, row in ROWS if one.script and not row.scripts])
def test_a_key_does_it_without_the_script_too(keys, one, row):
    for key in row.keys:
        assert keys.press(one, row, key, scripts=False) == "", f"{key}: {row.text}"


@named([(one, row) for one, row in ROWS if row.scripts])
def test_a_row_that_needs_a_script_fails_without_it(keys, one, row):
    assert one.script, "the component has no script"
    assert keys.press(one, row, row.keys[0], scripts=False, patience=0.2)


@named([(one, row) for one, row in ROWS if row.keys_rtl or "Arrow" in "".join(row.keys)])
def test_arrows_follow_the_direction_of_the_page(keys, one, row):
    for key in row.keys_rtl or row.keys:
        assert keys.press(one, row, key, locale=PSEUDO) == "", f"{key}: {row.text}"


@named([(one, row) for one, row in ROWS if row.sends is False])
def test_each_row_notices_a_page_that_is_too_eager(keys, one, row):
    for key in row.keys:
        assert keys.press(one, row, key, spoil=EAGER, patience=0.1), f"{key}: {row.text}"


@pytest.mark.parametrize("one", all_components(EVERYTHING), ids=lambda c: c.id)
def test_what_takes_the_focus_has_a_keyboard_table(one):
    found = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            given = dict(attrs)
            link = tag == "a" and "href" in given
            field = tag in {"button", "input", "select", "textarea", "summary"}
            if (link or field or "tabindex" in given) and given.get("type") != "hidden":
                found.add(tag)

    for example in examples_of(one):
        Reader().feed(str(fragment(example, library=EVERYTHING)))
    assert bool(found) == bool(one.keyboard), f"{one.template}: {found or 'nothing'} takes focus"


MUTANTS = [
    ("a button that is a div", "button", 0, r"<(/?)button\b", r"<\1div tabindex=0"),
    ("a disabled button that sends", "button", 3, r'type="button"', 'type="submit"'),
    ("a link without an address", "button", 1, r'href="/times"', 'tabindex="0"'),
    ("radios that don't know each other", "radios", 1, r'(id="place-2" name=")', r"\1other-"),
    ("a further question that is always there", "radios", 4, r"city-choice__content", "content"),
    ("boxes that act as radios", "checkboxes", 2, r'type="checkbox"', 'type="radio" name="x"'),
    ("an exclusive box like any other", "checkboxes", 4, r" data-exclusive", ""),
    ("a part of a date that is skipped", "date-input", 0, r'id="start-month"', r'\g<0> tabindex="-1"'),
    ("an error that leads to no field", "error-summary", 1, r'href="#email"', 'href="#mail"'),
    ("a stop before the first error", "error-summary", 0, r"<h2", '<h2 tabindex="0"'),
    ("a textarea that is an input", "textarea", 0, r"<textarea([^>]*)>\s*</textarea>", r"<input\1>"),
    ("a focus that is lost", "notification", 0, r'id="events"', 'id="elsewhere"'),
    ("a time that was taken can be chosen", "time-slots", 3, r'id="clinic-3"', r'disabled \g<0>'),
    ("links hidden by no style", "breadcrumbs", 1, r"city-breadcrumbs--collapse", ""),
    ("a number that is no link", "pagination", 1, r'href="[^"]*page=1"', ""),
    ("no skip link", "skip-link", 0, r'<a class="city-skip-link"[^>]*>', '<a tabindex="-1">'),
    ("a content that takes no focus", "page", 1, r'id="main" tabindex="-1"', 'id="content"'),
    ("a menu that is open before", "header", 0, r"<details", "<details open"),
    ("a menu that is no button", "header", 0, r"<(/?)summary", r"<\1b"),
    ("times that are no group", "time-slots", 1, r'id="time-6" name="time"', 'id="time-6" name="x"'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "number", "pattern", "into"),
    [m[1:] for m in MUTANTS],
    ids=[m[0] for m in MUTANTS],
)
def test_a_broken_component_is_noticed(keys, name, number, pattern, into):
    one = component(name)
    row = one.keyboard[number]
    found = keys.press(
        one, row, row.keys[0], change=lambda html: re.sub(pattern, into, html), patience=0.3
    )
    assert found


HEADER = """title = "Queue number"
status = "draft"
since = "0.1"
summary = "Where you are in the queue."
[parameters]
"""
ROW = """[[keyboard]]
keys = ["Enter"]
text = "Goes on."
example = "default"
lands = "a"
"""


def folder(tmp_path, row, example="{# Waits #}\n"):
    place = tmp_path / "booking" / "queue-number"
    (place / "examples").mkdir(parents=True)
    (place / "examples" / "default.html").write_text(example, "utf-8")
    macro = "{% macro queue_number() %}{% endmacro %}"
    (place / "queue-number.html").write_text(f"{{#\n{HEADER}{row}#}}\n{macro}", "utf-8")
    return place


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("keys", "key", "keyboard 1: unknown key 'key'; did you mean 'keys'"),
        ('["Enter"]', '["Entr"]', "unknown key 'Entr'; did you mean 'Enter'"),
        ('["Enter"]', '"Enter"', r'write keys = \["Enter", "Space"\]'),
        ('keys = ["Enter"]\n', "", "needs keys"),
        ("Goes on.", " ", 'write text = "..."'),
        ('lands = "a"', "", "say what happens by one of lands, shows, hides, leads, sends"),
        ('lands = "a"', "sends = 1", "sends is true or false"),
        ('lands = "a"', 'lands = "a"\nat = "320"', "at is a width in CSS pixels"),
        ('"default"', '"defualt"', "no example 'defualt'; did you mean 'default'"),
        ("[[keyboard]]", "[keyboard]", r"write each row of the keyboard under \[\[keyboard\]\]"),
    ],
)
def test_a_broken_row_is_named_in_one_line(tmp_path, old, new, message):
    assert old in ROW
    with pytest.raises(ContractError, match=message) as caught:
        load(folder(tmp_path, ROW.replace(old, new)))
    assert "queue-number.html" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_row_names_a_state_that_the_example_declares(tmp_path):
    one = load(
        folder(tmp_path, ROW + 'state = "opne"\n', "{# Waits #}\n{# state open: click a #}\n")
    )
    with pytest.raises(ContractError, match="no state 'opne'; did you mean 'open'"):
        examples_of(one)


def test_the_tables_stand_in_the_contracts_for_tools():
    radios = next(c for c in contracts()["components"] if c["name"] == "radios")
    assert radios["keyboard"][1] == {
        "keys": ["ArrowDown", "ArrowRight"],
        "text": "Chooses the next one; after the last comes the first.",
        "example": "default",
        "focus": "#place",
        "lands": "#place-2:checked",
        "keys_rtl": ["ArrowDown", "ArrowLeft"],
    }
