"""What strict mode refuses, over every contract: wrong values never pass silently."""

import ast
import asyncio
import math
import re
from html.parser import HTMLParser

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup
from tests.everything import EVERYTHING, RANTAKYLA
from tests.given import CHECKED, at, everything, places

from citydesign import UsageError, install
from citydesign.contracts import all_components
from citydesign.rules import names_in, shows_nothing

STRICT, LENIENT = Environment(autoescape=True), Environment(autoescape=True)
install(STRICT, components=[RANTAKYLA])
install(LENIENT, strict=False, components=[RANTAKYLA])

COMPONENTS = all_components(EVERYTHING)
components = pytest.mark.parametrize("component", COMPONENTS, ids=lambda c: c.id)


def each(component):
    """Each parameter and field with its path."""
    return places(component.parameters, {r.name: r for r in component.records})


def having(holds):
    """The components with a parameter or field of which something holds."""
    found = [c for c in COMPONENTS if any(holds(one) for _, one in each(c))]
    assert found
    return pytest.mark.parametrize("component", found, ids=lambda c: c.id)


def ids(one):
    return "Id" in names_in(one.type)


def languages(one):
    return "Language" in names_in(one.type)


def texts(one):
    return re.fullmatch(r"list\[str( \| Markup)?\]", one.type)


def choices(one):
    return one.type.startswith("Literal['")


def markup(one):
    return "Markup" in one.type


def render(env, component, given):
    template = env.get_template(component.imported_from)
    return str(getattr(template.module, component.macro)(**given))


def refusal(component, given):
    """The error of a call; None where it passes."""
    try:
        render(STRICT, component, given)
    except UsageError as error:
        return str(error)
    return None


def refuses(component, path, value):
    """Require one line that names the component, the place of the value and the caller's line."""
    error = refusal(component, at(component, path, value))
    assert error, (path, value)
    names = "".join(rf"{n}\b.*" for n in path if n[0].islower())
    assert re.match(rf"{re.escape(__file__)}:\d+: {component.macro}: {names}", error), error
    assert "\n" not in error


def passes(component, path, value):
    error = refusal(component, at(component, path, value))
    assert error is None, error


@components
def test_a_call_with_all_that_goes_together_passes(component):
    for parameter in component.parameters:
        given = everything(component, wanted=parameter.name)
        assert parameter.name in given or parameter.name in CHECKED
        assert refusal(component, given) is None


@components
def test_each_value_that_is_given_by_place_and_by_name_is_refused(component):
    names = component.parameter_names
    macro = getattr(STRICT.get_template(component.imported_from).module, component.macro)
    for given in range(1, len(names) + 1):
        for name in {names[0], names[given - 1]}:
            wanted = rf"^{re.escape(__file__)}:\d+: {component.macro}: {name} is given twice"
            with pytest.raises(UsageError, match=wanted):
                macro(*["x"] * given, **{name: "x"})


@components
def test_what_is_called_an_id_has_the_type_of_ids(component):
    for path, one in each(component):
        if re.search(r"(^|_)id$", one.name) or one.name in ("target", "return_focus"):
            assert "Id" in names_in(one.type), path
        if "Id" in names_in(one.type):
            assert "str" not in names_in(one.type), path


@components
def test_what_is_called_a_language_has_the_type_of_language_tags(component):
    for path, one in each(component):
        if one.name in ("language", "lang", "locale", "hreflang"):
            assert "Language" in names_in(one.type), path


def numeric(one):
    """True for a parameter that is a number, and for none that only holds some."""
    members = {part.strip() for part in re.sub(r"\w+\[.*\]", "", one.type).split("|")}
    return bool(members & {"int", "float"})


@components
def test_each_number_has_a_least_one(component):
    for path, one in each(component):
        if numeric(one):
            assert one.least != "", path


@having(ids)
@pytest.mark.parametrize("value", ["", " ", "a b", "a\n", "\u00a0", "a\u200bb"])
def test_no_id_is_empty_or_holds_a_space(component, value):
    for path, one in each(component):
        if ids(one):
            refuses(component, path, value)


@having(languages)
@pytest.mark.parametrize("value", ["", "Finnish", "not a tag", "fi_FI", "*"])
def test_no_name_of_a_language_passes_for_its_tag(component, value):
    for path, one in each(component):
        if languages(one):
            refuses(component, path, value)
            passes(component, path, "sv-FI")


@components
def test_one_language_is_given_once_whatever_its_case(component):
    for parameter in component.parameters:
        if parameter.unique == "language":
            one, two = ({"language": tag, "url": "/x"} for tag in ("fi", "FI"))
            refuses(component, (parameter.name,), [one, two])
            passes(component, (parameter.name,), [one, {**two, "language": "sv"}])


@components
def test_what_is_told_apart_by_case_elsewhere_still_is(component):
    for parameter in component.parameters:
        if parameter.unique == "value" and "Day" not in parameter.type:
            one, two = ({"value": value, "label": "L"} for value in "xX")
            passes(component, (parameter.name,), [one, two])


NO_NUMBERS = (math.nan, math.inf, -math.inf)


@components
def test_no_number_is_out_of_its_range(component):
    for path, one in each(component):
        if numeric(one):
            low = one.least if isinstance(one.least, int) else 1
            wrong = [low - 1, low - 10**30]
            if one.most != "":
                wrong += [10**6, 30 if one.name == "decimals" else 10**9]
            for value in wrong:
                refuses(component, path, value)
        if names_in(one.type) & {"int", "float"} and "dict[" not in one.type:
            for value in NO_NUMBERS:
                given = [[value]] if "list[list[" in one.type else value
                refuses(component, path, given)


UNSEEN = (" ", "\t\n", "\u2800", "\u3164", "\uffa0", "\u115f", "\u200b\u2060\ufeff", "\u034f\ufe0f")
#: Words that are always shown, or spoken as the name of something.
WORDS = re.compile(r"(.*_)?(label|heading|text|title|caption|summary|opener|hint|error|message)")


@components
def test_words_that_show_nothing_are_refused(component):
    for path, one in each(component):
        if not WORDS.fullmatch(one.name) or not names_in(one.type) & {"str", "Markup"}:
            continue
        assert one.nonempty, path
        for value in UNSEEN:
            refuses(component, path, value)
            if "Markup" in one.type:
                refuses(component, path, Markup("<b>{}</b>").format(value))


@having(texts)
@pytest.mark.parametrize("blank", ["", *UNSEEN])
def test_no_item_of_a_list_of_texts_shows_nothing(component, blank):
    for path, one in each(component):
        if texts(one):
            call = at(component, path, [blank])
            # Beside an error, what was sent is given back as it came.
            call.pop("error", None)
            assert f": {component.macro}: {one.name}" in refusal(component, call)
            if "Markup" in one.type:
                refuses(component, path, ["x", Markup("<b>{}</b>").format(blank)])
                passes(component, path, ["x", Markup("<b>y</b>")])


@pytest.mark.parametrize(
    "text", ["a", "\u00e5", "va\u00adrat", "\u2801", "1", "\U0001f68c\ufe0f", Markup("<svg></svg>")]
)
def test_what_shows_something_is_no_empty_text(text):
    assert not shows_nothing(text)


@components
def test_only_the_last_item_may_leave_out_what_the_others_need(component):
    for parameter in component.parameters:
        if parameter.last:
            (whole,) = everything(component)[parameter.name]
            less = {name: v for name, v in whole.items() if name != parameter.last}
            for wrong in (
                [less, whole],
                [whole, less, less],
                [{**whole, parameter.last: None}] * 2,
            ):
                refuses(component, (parameter.name,), wrong)
            for right in ([whole, less], [whole, whole], [less]):
                passes(component, (parameter.name,), right)


@components
def test_an_address_for_many_pages_says_where_the_number_goes(component):
    for path, one in each(component):
        if one.contains:
            for url in ("/x", "?page=page", "/%7Bpage%7D", "/{pages}"):
                refuses(component, path, url)
            passes(component, path, f"/x?p={one.contains}&q=1")


@components
def test_no_address_is_empty_or_of_a_site_that_it_does_not_name(component):
    for path, one in each(component):
        if names_in(one.type) & {"Url", "LocalUrl"}:
            for url in ("", " ", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/e"):
                refuses(component, path, url)
                if url.strip():
                    html = render(LENIENT, component, at(component, path, url))
                    assert "evil.example" not in html, path


@components
def test_a_form_is_sent_to_this_site_alone(component):
    for path, one in each(component):
        if "LocalUrl" in names_in(one.type):
            for url in ("https://evil.example/", "mailto:evil@evil.example"):
                refuses(component, path, url)
                html = render(LENIENT, component, at(component, path, url))
                assert not re.search(r'action="[^"]*evil', html), path


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example", "mailto:a@evil.example"]
)
def test_a_language_elsewhere_gets_nothing_of_what_was_typed(url):
    (switch,) = (c for c in COMPONENTS if c.name == "language-switch")
    items = [{"language": "fi", "url": "/fi"}, {"language": "sv", "url": url}]
    error = refusal(switch, {"items": items, "form_id": "f"})
    assert "language_switch: items[1].url" in error
    html = render(LENIENT, switch, {"items": items, "form_id": "f"})
    assert not re.search(r'formaction="[^"]*evil', html)
    # What is no address at all leads nowhere on this page.
    assert html.count("formaction") == 1 + html.count('formaction="#unsafe"')
    if not url.startswith("//"):
        # Without a form it is a link like any other.
        assert f'href="{url}"' in render(STRICT, switch, {"items": items})


class Nested(HTMLParser):
    """Finds what is pressed inside of what is pressed."""

    def __init__(self, html):
        super().__init__()
        self.open, self.found = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in ("a", "button", "summary"):
            self.found += [(outer, tag) for outer in self.open]
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            self.open.remove(tag)


@having(markup)
@pytest.mark.parametrize("tag", ["a href='/zebra'", "button", "summary"])
def test_no_link_is_inside_another(component, tag):
    name = tag.split()[0]
    words = Markup(f"<{tag}>zebra</{name}>")
    for path, one in each(component):
        if markup(one):
            given = at(component, path, [words] if one.type.startswith("list[") else words)
            if refusal(component, given) is None:
                html = render(STRICT, component, given)
                assert not Nested(html).found, path


#: What may say nothing, and why.
SILENT = {
    ("button", "disabled"): "work in progress can't be used either",
    ("button", "type"): "a button that can't be used sends nothing",
    ("page", "scheme"): "what the reader chose in the display settings wins",
    ("pagination", "label"): "one page has no row to name",
    ("prose", "heading_level"): "a text without headings has none to change",
    ("select", "placeholder"): "an answer that was chosen before takes its place",
    ("text-input", "wrong"): "an error says it too",
}


def another(one):
    """Another value of a parameter than its default."""
    default = one.default
    if "bool" in names_in(one.type):
        return default != "True"
    if one.type.startswith("Literal"):
        choices = re.findall(r"'([\w-]+)'|(\d)", one.type)
        values = [text or int(number) for text, number in choices]
        return next(v for v in values if repr(v) != default)
    return None


@components
def test_what_is_given_is_shown_or_refused(component):
    """With the required ones alone, and beside each other optional parameter."""
    required = {p.name for p in component.parameters if p.required}
    full = {p.name: everything(component, wanted=p.name) for p in component.parameters}
    mark, silent = "zebra", {}
    for one in component.parameters:
        words = names_in(one.type) & {"str", "Markup"}
        given = another(one) if not words else mark
        if (
            one.required
            or given is None
            or one.name in ("theme", "groups", "value", "autocomplete")
        ):
            continue
        if not re.match(r"(str|Markup|bool|Literal)", one.type):
            continue
        for beside in [None, *(p.name for p in component.parameters if not p.required)]:
            if beside == one.name or beside in ("theme", "groups", "attrs"):
                continue
            source = full[one.name]
            base = {n: v for n, v in source.items() if n in required}
            if beside:
                base |= {beside: full[beside][beside]}
            call = {**base, one.name: given}
            if component.call_block and "content" not in base and one.name != "content":
                base["content"] = call["content"] = "body"
            if refusal(component, call) is not None or refusal(component, base) is not None:
                continue
            shown = render(STRICT, component, call)
            if shown == render(STRICT, component, base):
                silent.setdefault((component.name, one.name), beside)
    assert silent.keys() == {one for one in SILENT if one[0] == component.name}, silent


@components
def test_to_give_a_default_is_to_leave_it_out(component):
    """Views pass `error=error` and the like on every page, whether there is one or not."""
    least = {p.name: everything(component)[p.name] for p in component.parameters if p.required}
    defaults = {p.name: ast.literal_eval(p.default) for p in component.parameters if not p.required}
    assert render(STRICT, component, least | defaults) == render(STRICT, component, least)


@components
def test_a_value_that_is_none_of_the_choices_is_refused_until_there_is_an_error(component):
    for one in component.parameters:
        if not one.among:
            continue
        wrong = ["zebra"] if "list" in names_in(one.type) else "zebra"
        given = at(component, (one.name,), wrong)
        error = given.pop("error", None)
        told = f"{component.macro}: {one.name}.*'zebra', which none of "
        assert re.search(told, refusal(component, given) or "")
        if error:
            for none in (None, ""):
                assert re.search(told, refusal(component, {**given, "error": none}) or ""), none
            assert refusal(component, {**given, "error": error}) is None


@components
def test_content_is_given_once(component):
    if not component.call_block:
        return
    call = ", ".join(f"{p.name}=v['{p.name}']" for p in component.parameters if p.required)
    source = (
        f"{{% from '{component.imported_from}' import {component.macro} %}}\n"
        f"{{% call {component.macro}({call}{', ' if call else ''}content=content) %}}block"
        "{% endcall %}"
    )
    values = {"v": everything(component), "content": "parameter"}
    with pytest.raises(UsageError, match=rf":2: {component.macro}: content is given and a call"):
        STRICT.from_string(source).render(**values)
    for empty in ("", " \n"):
        assert "block" in STRICT.from_string(source).render(**{**values, "content": empty})
    html = LENIENT.from_string(source).render(**values)
    assert "block" in html
    assert "parameter" not in html


HOSTILE = ("", " ", None, -1, 0, 10**9, math.nan, True, [], ["x"], {}, {"x": 1}, object(), b"x")


@components
def test_an_error_names_the_component_that_was_called(component):
    for path, one in each(component):
        for value in HOSTILE:
            error = refusal(component, at(component, path, value))
            if error and one.name not in ("theme", "groups"):
                assert re.match(rf"{re.escape(__file__)}:\d+: {component.macro}: \w", error), error
                assert ": its " not in error, error


@having(choices)
@pytest.mark.parametrize("value", [None, 5, 2.5, ["x"], object()])
def test_what_is_no_text_gets_no_nearest_word(component, value):
    for path, one in each(component):
        if choices(one):
            error = refusal(component, at(component, path, value))
            assert error is None or "did you mean" not in error
            assert error or value is None


@components
def test_the_text_of_a_number_is_said_to_be_a_text(component):
    for path, one in each(component):
        if one.type.startswith("Literal[2"):
            error = refusal(component, at(component, path, "2"))
            assert error.endswith(f"{one.name} is the text '2'; write the number 2")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            "tabs([{'id': 'a', 'text': 'A', 'content': ''}, {'id': 'a', 'text': 'B', 'content': ''}])",
            "tabs: items has two items with the id 'a'",
        ),
        (
            "tabs([{'id': 'a', 'text': 'A', 'content': ''}, "
            "{'id': 'a-tab', 'text': 'B', 'content': ''}])",
            "tabs: 2 elements would have the id 'a-tab'; give each its own",
        ),
        (
            "summary_list([{'label': 'A', 'id': 'a', 'actions': [{'text': 'C', 'url': '/'}]}] * 2)",
            "summary_list: 2 elements would have the id 'a'",
        ),
        (
            "summary_list([{'label': 'A', 'id': 'x', 'actions': [{'text': 'C', 'url': '/'}]}], id='x')",
            "summary_list: 2 elements would have the id 'x'",
        ),
        (
            "fieldset('Who', text_input('a', 'A') ~ text_input('a', 'B'))",
            "fieldset: 2 elements would have the id 'a'",
        ),
        (
            "table('T', [{'label': 'A', 'sort': 'ascending'}, {'label': 'B', 'sort': 'descending'}], [])",
            "table: columns has 2 items with sort; give it to one",
        ),
        (
            "header('C', links=[{'text': 'A', 'url': '/', 'current': 'page'}] * 2)",
            "header: links has 2 items with current; give it to one",
        ),
        (
            "summary_list([{'label': 'A', 'id': 'a'}])",
            "summary_list: items[0].id needs actions, without which nothing of it is shown; "
            "give actions too, or leave id out",
        ),
        (
            "summary_list([{'label': 'A'}], actions=[{'text': 'C', 'url': '/'}])",
            "summary_list: actions needs heading",
        ),
        (
            "dialog('Open', 'Heading', 'x', close_text=' ')",
            "dialog: close_text is empty",
        ),
        ("pagination(1, 5)", "pagination: total needs url"),
        (
            "pagination(6, 5, '/{page}')",
            "pagination: current is 6; write 5 or less, because total is 5",
        ),
        (
            "tag('x', status=None)",
            "tag: status is None; known: neutral, info, success, warning, error",
        ),
        (
            "text_input('a', 'A', width=10)",
            "text_input: width is int 10; write the text '10'",
        ),
    ],
)
def test_a_wrong_call_is_one_clear_line(call, says):
    names = "tabs, summary_list, fieldset, text_input, table, header, dialog, pagination, tag"
    text = f"{{% from 'citydesign/all.html' import {names} %}}\n\n{{{{ {call} }}}}"
    env = Environment(loader=DictLoader({"a.html": text}), autoescape=True)
    install(env)
    with pytest.raises(UsageError) as caught:
        env.get_template("a.html").render()
    assert str(caught.value).startswith(f"a.html:3: {says}")


@pytest.mark.parametrize("autoescape", [True, False])
@pytest.mark.parametrize("file", ["all", "button"])
@pytest.mark.parametrize(
    "written", ["button", "'x' ~ button", "button|upper", "'%s'|format(button)", "city.button"]
)
@pytest.mark.filterwarnings("ignore::citydesign.errors.AutoescapeWarning")
def test_a_component_that_is_written_and_not_called_is_refused(file, autoescape, written):
    source = (
        f"{{% from 'citydesign/{file}.html' import button %}}"
        f"{{% import 'citydesign/{file}.html' as city %}}\n{{{{ {written} }}}}"
    )
    env = Environment(loader=DictLoader({"a.html": source}), autoescape=autoescape)
    install(env)
    with pytest.raises(UsageError, match=r"^a\.html:2: button is written without a call; write b"):
        env.get_template("a.html").render()
    install(env, strict=False)
    assert "0x" not in env.get_template("a.html").render()


@pytest.mark.parametrize(
    ("file", "says"), [("all", "no component"), ("button", "'citydesign/button.html' has no macro")]
)
def test_a_misspelt_component_is_refused_where_it_is_only_written(file, says):
    source = f"{{% from 'citydesign/{file}.html' import buton %}}\n{{{{ buton }}}}"
    env = Environment(loader=DictLoader({"a.html": source}), autoescape=True)
    install(env)
    with pytest.raises(UsageError, match=rf"^a\.html:2: {says} 'buton'; did you mean 'button'"):
        env.get_template("a.html").render()
    asked = f"{{% import 'citydesign/{file}.html' as city %}}{{{{ city.buton is defined }}}}"
    assert env.from_string(asked).render() == "False"


def test_no_page_of_results_may_be_the_first():
    (pagination,) = (c for c in COMPONENTS if c.name == "pagination")
    assert refusal(pagination, {"current": 1, "total": 0, "url": "/{page}", "results": 0}) is None


def test_ids_in_texts_comments_and_templates_are_none():
    (fieldset,) = (c for c in COMPONENTS if c.name == "fieldset")
    for twice in (
        "<template><p id='a'></p></template>",
        "<!-- <p id='a'> -->",
        "<p>id='a' id='a'</p>",
    ):
        html = Markup("<p id='a'></p>" + twice)
        assert refusal(fieldset, {"label": "A", "content": html}) is None
    for twice in ("<p id=a>", '<p ID="a">', "<p class='b' id='a'>"):
        html = Markup("<p id='a'></p>" + twice)
        assert "2 elements would have the id 'a'" in refusal(
            fieldset, {"label": "A", "content": html}
        )


def test_doubled_ids_are_found_in_async_templates_too():
    env = Environment(autoescape=True, enable_async=True)
    install(env)
    text = (
        "{% from 'citydesign/tabs.html' import tabs %}\n"
        "{{ tabs([{'id': i, 'text': i, 'content': ''} for i in ids]) }}"
    ).replace("[{'id': i, 'text': i, 'content': ''} for i in ids]", "items")
    items = [{"id": i, "text": i, "content": ""} for i in ("a", "a-tab")]
    with pytest.raises(UsageError, match=r":2: tabs: 2 elements would have the id 'a-tab'"):
        asyncio.run(env.from_string(text).render_async(items=items))


@pytest.mark.parametrize(("decimals", "value"), [(30, 1.5), (-1, 1.5), (2, 1e30), (10, 10**40)])
def test_a_resident_sees_a_number_whatever_was_asked(decimals, value):
    (table,) = (c for c in COMPONENTS if c.name == "table")
    columns = [{"label": "A"}, {"label": "B", "decimals": decimals}]
    assert "<td" in render(
        LENIENT, table, {"caption": "T", "columns": columns, "rows": [["a", value]]}
    )
