"""Nothing that a host hands over may run in a resident's browser, whatever the mode."""

import itertools
import logging
import re
from contextlib import suppress

import pytest
from jinja2 import Environment
from markupsafe import Markup, escape
from tests.given import at, places
from tests.markup import document

from citydesign import UsageError, fragments, guards, install
from citydesign.attributes import attributes, fault_of
from citydesign.contracts import all_components
from citydesign.errors import CityDesignError
from citydesign.icons import icon, icon_names
from citydesign.library import LIBRARY
from citydesign.types import Types
from citydesign.urls import SCHEMES, UNSAFE, is_local, refused, scheme_of, schemes, sure

BREAK = (
    "\"'><script>window.ran=1</script><img src=x onerror=window.ran=1></title></textarea></option>"
    "<svg onload=window.ran=1>"
)
#: What is tried in each place: text, the same as Markup, and addresses that run code.
PAYLOADS = {
    "text": BREAK,
    "Markup": Markup(BREAK),
    "tag": "2 onclick=window.ran=1 autofocus onfocus=window.ran=1 x",
    "attribute": Markup('x" onclick="window.ran=1" autofocus onfocus="window.ran=1" y="'),
    "address": "javascript:window.ran=1",
    "address Markup": Markup("javascript:window.ran=1"),
    "address hidden": " \x01JaVa\nScr\tipt:window.ran=1",
    "data": "data:text/html,<script>window.ran=1</script>",
    "vbscript": "VBScript:x",
    "path": "../../../../tests/evil",
}
HOSTILE_ATTRS = {
    **dict.fromkeys(("onclick", "OnClick", "ONFOCUS", "style", "STYLE"), "window.ran=1"),
    **dict.fromkeys(("href", "HREF", "xlink:href", "src", "action"), "javascript:window.ran=1"),
    "formaction": "\x01java\nscript:window.ran=1",
    "srcdoc": "<script>window.ran=1</script>",
    "a onclick": "window.ran=1",
    "x/onclick": "window.ran=1",
    'y"><script>window.ran=1</script': "z",
    "data-x": Markup('"><script>window.ran=1</script>'),
    "class": Markup('"><script>window.ran=1</script>'),
    "aria-describedby": Markup('"><script>window.ran=1</script>'),
}


def environment(strict, **options):
    env = Environment(autoescape=True)
    install(env, strict=strict, **options)
    return env


FAST, STRICT = environment(False), environment(True)


def macro(env, component):
    return getattr(env.get_template(f"citydesign/{component.name}.html").module, component.macro)


def cases(component):
    records = {r.name: r for r in component.records}
    for path, parameter in places(component.parameters, records):
        payloads = dict(PAYLOADS)
        if "Markup" in parameter.type:
            # The host's own HTML passes: that is what Markup says.
            payloads = {k: v for k, v in payloads.items() if not isinstance(v, Markup)}
        if "Attrs" in parameter.type:
            payloads = {f"attrs {n}": {n: v} for n, v in HOSTILE_ATTRS.items()}
            payloads["attrs"] = HOSTILE_ATTRS
        for kind, value in payloads.items():
            yield at(component, path, value), path, kind


_RUNS = re.compile(r"[\x00-\x20]*(javascript|vbscript|data):", re.IGNORECASE)
#: Scripts that a page of ours has.
_OWN = re.compile(r"/citydesign/[\w-]+\.js")


def dangers(html):
    """What a browser would run in a piece of HTML, without a content security policy."""
    found = []
    for element in document(html).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag.rpartition("}")[2] == "script" and not _OWN.fullmatch(
            element.get("src", "").replace("\n", "")
        ):
            found.append("script")
        for name, value in element.attrib.items():
            bare = str(name).rpartition("}")[2].lower()
            if re.match(r"on|srcdoc$|style$", bare):
                found.append(bare)
            if _RUNS.match(re.sub(r"[\t\n\r]", "", value)) and bare in (
                "href", "src", "action", "formaction", "xlink:href",
            ):  # fmt: skip
                found.append(f"{bare}={value}")
    return found


def rendered(env, component, given):
    """What a call gives; nothing where it refuses."""
    try:
        return str(macro(env, component)(**given))
    except Exception:
        # What is of the wrong type may end in any error where nothing is checked.
        return ""


@pytest.mark.parametrize("component", all_components(), ids=lambda c: c.name)
def test_a_text_says_the_same_wherever_it_is_written(component):
    """As a name that is only heard, too: what looks like a tag in a text is a part of it."""
    records = {r.name: r for r in component.records}
    for path, parameter in places(component.parameters, records):
        if {"str", "Markup"} <= set(parameter.type.removesuffix(" | None").split(" | ")):
            text = f"Clubs <7–9 years> & more{parameter.contains or ''}"
            # Some put a paragraph around text of one, and let HTML bring its own.
            plain, markup = (
                re.sub("</?p>", "", rendered(FAST, component, at(component, path, one)))
                for one in (text, escape(text))
            )
            assert plain == markup, path


@pytest.mark.parametrize("component", all_components(), ids=lambda c: c.name)
@pytest.mark.parametrize("mode", ["fast", "strict"])
def test_nothing_runs_whatever_stands_in_any_place(component, mode):
    env = FAST if mode == "fast" else STRICT
    faults, shown = [], 0
    for given, path, kind in cases(component):
        html = rendered(env, component, given)
        shown += bool(html)
        if found := dangers(html):
            faults.append((path, kind, found))
    assert not faults, faults[:5]
    assert shown, "no call gave a page, so nothing was tried"


@pytest.mark.parametrize("component", all_components(), ids=lambda c: c.name)
def test_strict_mode_refuses_with_an_error_of_its_own(component):
    for given, _, _ in cases(component):
        # Anything but an error of ours ends this test with its own traceback.
        with suppress(CityDesignError):
            macro(STRICT, component)(**given)


def test_the_judge_of_these_tests_sees_what_runs():
    for html in (
        "<script>x</script>",
        "<p OnClick=x>",
        "<a href=' java\nscript:x'>",
        "<svg><a xlink:href='javascript:x'>",
        "<iframe srcdoc=x>",
        "<button formaction='DATA:x'>",
    ):
        assert dangers(html), html
    assert not dangers("<a href='/x'>javascript:</a><p title='onclick=1'>")


def test_every_address_that_a_component_writes_is_typed_as_one():
    """Found by rendering: a mark in each place of text, looked for in what a browser would open."""
    for component in all_components():
        records = {r.name: r for r in component.records}
        for path, parameter in places(component.parameters, records):
            if "str" not in parameter.type and "Url" not in parameter.type:
                continue
            given = at(component, path, "zebra:1")
            tree = document(rendered(FAST, component, given))
            for element in tree.iter():
                for name in ("href", "src", "action", "formaction"):
                    assert not element.get(name, "").startswith("zebra:"), (component.name, path)


@pytest.mark.browser
def test_no_browser_runs_anything_of_what_was_handed_over(chromium):
    page = chromium.new_context().new_page()
    try:
        page.set_content("<title>start</title>")
        for component in all_components():
            pieces = [rendered(FAST, component, given) for given, _, _ in cases(component)]
            if component.name == "page":
                pieces = [
                    re.sub(r"<link[^>]*>|<script type=\"module\"[^>]*>", "", p) for p in pieces
                ]
                for piece in pieces:
                    page.set_content(piece)
                    assert page.evaluate("window.ran") is None
                continue
            page.set_content("<!doctype html><title>t</title>" + "\n".join(pieces))
            page.evaluate("""
                document.addEventListener("submit", event => event.preventDefault(), true);
                const seen = new Set();
                for (const one of document.querySelectorAll("a, button, input")) {
                    // A click on a link to a download takes a tenth of a second: each once.
                    const copy = one.cloneNode();
                    copy.removeAttribute("id");
                    const same = copy.outerHTML;
                    if (seen.has(same)) continue;
                    seen.add(same);
                    one.focus();
                    const url = one.getAttribute("href") || "#";
                    if (/^#|^\\W*j\\s*a\\s*v/i.test(url)) one.click();
                }
            """)
            page.wait_for_function("document.readyState !== 'loading'")
            assert page.evaluate("window.ran") is None, component.name
    finally:
        page.context.close()


@pytest.mark.parametrize(
    ("url", "scheme"),
    [
        ("/a", None),
        ("?a:b", None),
        ("#a:b", None),
        ("a/b:c", None),
        ("", None),
        ("//host/x", None),
        ("\\\\host:1", None),
        ("HTTPS://x", "https"),
        ("mailto:a@b.fi", "mailto"),
        ("\x00\x1f javascript:x", "javascript"),
        ("java\tscript\n:\rx", "javascript"),
        ("jAvAsCrIpT:x", "javascript"),
        ("java\x00script:x", None),
        ("&#106;avascript:x", None),
        ("1a:b", None),
        ("web+x.y-z:1", "web+x.y-z"),
        ("\u00a0javascript:x", None),
    ],
)
def test_a_scheme_is_what_a_browser_finds(url, scheme):
    assert scheme_of(url) == scheme
    if scheme:
        assert refused(url) == (None if scheme in ("https", "mailto") else f"{scheme}:")


@pytest.mark.parametrize(
    "url",
    [
        "//evil",
        "///evil",
        "/\\evil",
        "\\\\evil",
        "\\/evil",
        " //e",
        "/\t/e",
        "\n/\r/e",
        "\x00//e",
        "//",
    ],
)
def test_what_a_browser_reads_as_another_site_is_refused(url):
    assert refused(url) == "//"
    assert not is_local(url)


def test_an_address_that_passes_at_once_is_one_that_a_browser_keeps_on_the_page_or_the_web():
    """Every address of up to five signs that mean something to a browser."""
    signs = ("/", "\\", "\t", "\n", "\r", " ", "\x00", ":", "?", "#", ".", "a")
    passed = 0
    for length in range(6):
        for url in map("".join, itertools.product(signs, repeat=length)):
            if sure(url):
                passed += 1
                assert scheme_of(url) is None, url
                assert is_local(url), url
    assert passed > 1000
    for scheme in ("http:", "HTTPS:"):
        assert sure(scheme)
        assert refused(scheme) is None


@pytest.mark.parametrize("url", ["/", "", "/a//b", "a//b", ".//e", "?u=//e", "#//e", "/a\\b"])
def test_a_path_with_slashes_in_it_stays_on_the_site(url):
    assert refused(url) is None
    assert is_local(url)


@pytest.mark.parametrize(
    "url", ["https://a.fi", "HTTP:a", "mailto:a@b.fi", "tel:112", "\thttps://a"]
)
def test_an_address_with_a_scheme_is_none_of_the_site(url):
    assert not is_local(url)


def test_a_host_may_allow_a_scheme_of_its_own():
    call = "{% from 'citydesign/button.html' import button %}{{ button('Add', url='webcal://x') }}"
    for strict in (True, False):
        env = environment(strict, url_schemes=("WebCal:",))
        assert 'href="webcal://x"' in env.from_string(call).render()
    with pytest.raises(UsageError, match="leads to webcal:, which is not allowed; allowed: http"):
        STRICT.from_string(call).render()
    with pytest.raises(CityDesignError, match="no scheme"):
        schemes(["a b"])


@pytest.mark.parametrize("name", ["javascript", "VBScript:", "data", "DATA:"])
def test_no_host_may_allow_a_scheme_that_runs_code(name):
    with pytest.raises(CityDesignError, match="runs code in the page"):
        schemes(["webcal", name])


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "fast"])
@pytest.mark.parametrize("url", ["https://a.fi", "mailto:a@b.fi", "tel:112", "sms:112", "/a"])
def test_a_scheme_of_a_host_is_allowed_beside_those_of_every_host(url, strict):
    env = environment(strict, url_schemes=("webcal",))
    call = (
        f"{{% from 'citydesign/button.html' import button %}}{{{{ button('Add', url='{url}') }}}}"
    )
    assert f'href="{url}"' in env.from_string(call).render()


#: Each way by which an address gets into a page.
WAYS = {
    "parameter": "button('Add', url='%s')",
    "record": "error_summary([{'text': 'Add', 'url': '%s'}])",
    "attribute": "button('Add', attrs={'formaction': '%s'})",
    "own HTML": "prose(html='<p><a href=\"%s\">Add</a></p>')",
}


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "fast"])
@pytest.mark.parametrize("way", WAYS)
def test_what_one_host_allows_is_allowed_on_its_own_pages_only(way, strict):
    """In every way in, and whichever of the two came first."""
    call = WAYS[way] % "webcal:x"
    page = "{% from 'citydesign/all.html' import button, error_summary, prose %}{{ " + call + " }}"
    plain = [environment(strict), environment(strict)]
    host = environment(strict, url_schemes=("webcal",))
    last = environment(strict)
    assert '="webcal:x"' in host.from_string(page).render()
    for other in (*plain, last):
        try:
            shown = other.from_string(page).render()
        except UsageError:
            assert strict
        else:
            assert '="webcal:x"' not in shown
    assert '="webcal:x"' in host.from_string(page).render()


def test_an_unsafe_address_is_written_as_unsafe_and_logged_once(caplog):
    env = environment(False)
    page = env.from_string(
        "{% from 'citydesign/button.html' import button %}{{ button('A', url=url) }}"
    )
    with caplog.at_level(logging.WARNING, "citydesign"):
        for _ in range(3):
            assert f'href="{UNSAFE}"' in page.render(url="javascript:secret")
        page.render(url="matti.meikalainen:1")
        page.render(url="another.person:2")
    lines = [record.getMessage() for record in caplog.records]
    assert lines == [
        "button: url leads to javascript:; #unsafe is written",
        "button: url leads to another scheme; #unsafe is written",
    ]


def test_the_page_numbers_of_an_unsafe_address_are_unsafe_too():
    call = (
        "{% from 'citydesign/pagination.html' import pagination %}"
        "{{ pagination(1, 3, 'javascript:go({page})') }}"
    )
    html = FAST.from_string(call).render()
    assert "javascript" not in html
    assert html.count(f'href="{UNSAFE}"') == 4
    with pytest.raises(UsageError, match="pagination: url leads to javascript:"):
        STRICT.from_string(call).render()


def test_markup_in_a_place_of_text_is_escaped_once():
    call = "{% from 'citydesign/text-input.html' import text_input %}{{ text_input('a', 'B', value=v) }}"
    html = FAST.from_string(call).render(v=Markup('<b>"R&amp;D"'))
    assert 'value="&lt;b&gt;&#34;R&amp;amp;D&#34;"' in html
    # Nothing in it reads differently as text and as HTML.
    assert 'value="plain"' in STRICT.from_string(call).render(v=Markup("plain"))
    with pytest.raises(UsageError, match="value is plain text, and would show the tags of Markup"):
        STRICT.from_string(call).render(v=Markup("<b>"))


class Lazy:
    """Like the lazy strings of Flask-Babel, which give themselves as HTML without escaping."""

    def __init__(self, value):
        self.value = value

    def __str__(self):
        return self.value

    __html__ = __str__

    def casefold(self):
        return self.value.casefold()


@pytest.mark.parametrize("env", [FAST, STRICT], ids=["fast", "strict"])
def test_a_lazy_string_cannot_leave_its_attribute(env):
    call = "{% from 'citydesign/text-input.html' import text_input %}{{ text_input('a', 'B', value=v) }}"
    assert 'value="a&#34; b"' in env.from_string(call).render(v=Lazy('a" b'))


def test_an_icon_is_never_looked_for_on_the_disk(tmp_path):
    (tmp_path / "x.svg").write_text("<svg onload=x></svg>")
    call = "{% from 'citydesign/button.html' import button %}{{ button('A', icon_start=i) }}"
    for name in (f"{tmp_path}/x", "../../x", "../icons/check", "arow-right"):
        assert "<svg" not in FAST.from_string(call).render(i=name)
        with pytest.raises(CityDesignError, match="no icon"):
            icon(name)
        with pytest.raises(UsageError, match="icon_start is"):
            STRICT.from_string(call).render(i=name)
    assert "<svg" in FAST.from_string(call).render(i=icon_names()[0])


@pytest.mark.parametrize(
    "name", ["onclick", "OnClick", "ID", "id", "STYLE", "Class", "For", "srcdoc", "a b", "", "<a"]
)
def test_an_attribute_is_judged_without_regard_to_case(name):
    assert fault_of(name, "x")
    call = "{% from 'citydesign/text-input.html' import text_input %}{{ text_input('a', 'b', attrs=a) }}"
    with pytest.raises(UsageError, match=re.escape(f"attrs[{name!r}]")):
        STRICT.from_string(call).render(a={name: "zebra"})
    assert "zebra" not in FAST.from_string(call).render(a={name: "zebra"})


#: What ties an element to its texts and state, each of which the macros write themselves.
TIES = ("id", "for", "aria-labelledby", "aria-invalid", "aria-errormessage")
#: Where a browser fetches or goes to a value: the attributes of HTML today, and those of old that
#: some reader still follows.
FOLLOWED = [
    "action",
    "archive",
    "background",
    "cite",
    "classid",
    "codebase",
    "data",
    "dynsrc",
    "formaction",
    "href",
    "imagesrcset",
    "longdesc",
    "lowsrc",
    "manifest",
    "ping",
    "poster",
    "profile",
    "src",
    "srcset",
    "usemap",
    "xlink:href",
    "xml:base",
]


@pytest.mark.parametrize("name", TIES)
def test_no_caller_unties_an_element_from_its_texts(name):
    assert fault_of(name, "x") == fault_of(name.upper()) == "would break the component's own links"
    assert not attributes({name: "x", name.upper(): "x"})


@pytest.mark.parametrize("name", FOLLOWED)
@pytest.mark.parametrize("url", ["javascript:x", "//evil.example/x", Markup(" java\nscript:x"), 3])
def test_an_attribute_leads_nowhere_that_an_address_may_not(name, url):
    refused = url != 3
    for one in (name, name.upper()):
        assert bool(fault_of(one, url)) is refused
        assert ("=" in attributes({one: url})) is not refused
        assert fault_of(one, True) is None


@pytest.mark.parametrize(
    "name", ["on-brand", "styles", "data-on", "class", "aria-describedby", "@x"]
)
def test_what_only_looks_like_code_passes(name):
    assert fault_of(name, "x") is None


def test_the_same_attribute_twice_is_refused():
    call = "{% from 'citydesign/text-input.html' import text_input %}{{ text_input('a', 'b', attrs=a) }}"
    twice = {"data-a": "1", "DATA-A": "2"}
    with pytest.raises(UsageError, match="is given twice: 'data-a' is the same attribute"):
        STRICT.from_string(call).render(a=twice)
    assert 'data-a="1"' in FAST.from_string(call).render(a=twice)
    assert "DATA-A" not in FAST.from_string(call).render(a=twice)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("", ' itemscope=""'),
        ("0", ' itemscope="0"'),
        ("false", ' itemscope="false"'),
        (" ", ' itemscope=" "'),
        (True, " itemscope"),
        (False, ""),
        (None, ""),
    ],
)
def test_an_attribute_is_left_out_only_by_false_and_none(value, written):
    """An empty value says something: `itemscope=""` is how HTML writes what is true."""
    assert attributes({"itemscope": value}) == written


@pytest.mark.parametrize("names", [("data-a", "DATA-A"), ("DATA-A", "data-a")])
def test_of_one_attribute_in_two_cases_the_first_is_written(names):
    first, second = names
    assert attributes({first: "1", second: "2"}) == f' {first}="1"'


def _guard(expression, records):
    """What the compiler writes for a parameter of this type."""
    types = Types(records, "x")
    written = types.of(expression, "links").safe
    names = vars(guards) | {"host": guards.HostGuards("x", SCHEMES, LIBRARY)}
    exec("\n".join(types.source()), names)
    return eval(written, names)


def test_what_is_safe_is_handed_on_as_it_is():
    records = {r.name: r for c in all_components() for r in c.records}
    links = [{"text": "a", "url": "/a", "current": "page"}]
    guard = _guard("list[NavigationLink]", records)
    assert guard(links) is links
    changed = guard([*links, {"text": "b", "url": "javascript:b"}])
    assert changed[0] is links[0]
    assert changed[1] == {"text": "b", "url": UNSAFE}


def test_an_object_in_the_place_of_a_record_is_judged_as_one():
    class Link:
        text, url = "a", "javascript:x"

    call = "{% from 'citydesign/pagination.html' import pagination %}{{ pagination(next=link) }}"
    assert "javascript" not in FAST.from_string(call).render(link=Link())


@pytest.mark.parametrize("name", fragments.__all__)
def test_what_stands_between_components_is_html_with_what_was_typed_as_text(name):
    make = getattr(fragments, name)
    html = make(**{BREAK: BREAK}) if name == "hidden" else make(BREAK)
    assert type(html) is Markup
    assert str(escape(BREAK)) in html
    assert not dangers(html)
    assert fragments.lines(html, None, Markup(), html) == Markup("\n").join([html, html])
