"""`install` in any environment a host may have."""

import asyncio
import itertools
import re
import shutil
import threading

import pytest
from jinja2 import (
    DictLoader,
    Environment,
    FileSystemBytecodeCache,
    ModuleLoader,
    StrictUndefined,
    TemplateNotFound,
    select_autoescape,
)
from jinja2.nativetypes import NativeEnvironment
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from citydesign import UsageError, examples, install, ui, use_locale, using
from citydesign.contracts import all_components
from citydesign.environment import ComponentLoader
from citydesign.errors import AutoescapeWarning, CityDesignError, IncompleteLanguageWarning
from citydesign.library import Library
from citydesign.paths import COMPONENTS

IMPORT = "{% from 'citydesign/text-input.html' import text_input %}"
COMPOSED = (
    IMPORT
    + "{% from 'citydesign/all.html' import page %}"
    + "{% call page('T<i>', footer=text_input('q', 'A<b>')) %}"
    + "{{ text_input('name', label, error='<x>', attrs={'class': 'mine'}) }}{% endcall %}"
)
#: What a host without autoescape states that it knows.
unescaped = pytest.mark.filterwarnings("ignore::citydesign.errors.AutoescapeWarning")
ESCAPING = [True, False, select_autoescape(["html"])]


@unescaped
@pytest.mark.parametrize("autoescape", ESCAPING, ids=["on", "off", "by name"])
@pytest.mark.parametrize("kind", [Environment, SandboxedEnvironment])
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("strict", [False, True])
def test_text_is_escaped_once_whatever_the_host_set(autoescape, kind, asynchronous, strict):
    env = kind(autoescape=autoescape, undefined=StrictUndefined, enable_async=asynchronous)
    install(env, strict=strict)
    template = env.from_string(COMPOSED)
    html = (
        asyncio.run(template.render_async(label="L<u>"))
        if asynchronous
        else template.render(label="L<u>")
    )
    for text in ("T&lt;i&gt;", "A&lt;b&gt;", "L&lt;u&gt;", "&lt;x&gt;"):
        assert text in html
    assert "&amp;lt;" not in html
    assert html.count("<input") == 2
    assert "&lt;input" not in html


def test_markup_passes():
    env = Environment(autoescape=True)
    install(env)
    html = env.from_string(IMPORT + "{{ text_input('a', label) }}").render(label=Markup("<b>B</b>"))
    assert "<b>B</b></label>" in html


def test_a_host_with_its_own_delimiters_filters_and_globals_changes_nothing():
    plain = Environment(autoescape=True)
    odd = Environment(
        autoescape=True,
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        line_statement_prefix="<",
        finalize=lambda value: "?",
    )
    odd.filters["escape"] = odd.filters["e"] = lambda value: "broken"
    odd.globals["t"] = odd.globals["html_attributes"] = "the host's own"
    install(plain)
    install(odd)
    macro = "{% from 'citydesign/text-input.html' import text_input %}{% set x = text_input(1|string, 'B') %}"
    expected = plain.from_string(macro).make_module().x
    changed = macro.replace("{%", "[%").replace("%}", "%]")
    assert odd.from_string(changed).make_module().x == expected
    assert isinstance(expected, Markup)


@unescaped
def test_the_hosts_own_templates_are_untouched():
    env = Environment(loader=DictLoader({"a.html": "{{ '<b>' }}"}), autoescape=False)
    install(env)
    install(env)
    assert env.get_template("a.html").render() == "<b>"
    assert isinstance(env.loader, ComponentLoader)
    assert isinstance(env.loader.host, DictLoader)
    assert (
        env.loader.get_source(env, "a.html")[0]
        == DictLoader.get_source(env.loader.host, env, "a.html")[0]
    )
    with pytest.raises(TemplateNotFound):
        env.get_template("b.html")


def test_every_template_that_a_page_may_import_is_listed(tmp_path):
    folder = tmp_path / "navigation" / "tram-alert"
    folder.mkdir(parents=True)
    env = Environment(autoescape=True, loader=DictLoader({"a.html": ""}))
    install(env, strict=False, components=[tmp_path])
    named = {c.imported_from for c in all_components()}
    collections = {"citydesign/all.html", "own/all.html"}
    assert env.list_templates() == sorted({*named, *collections, "a.html", "own/tram-alert.html"})
    for name in collections | named | {"a.html"}:
        assert env.get_template(name).name == name
    empty = Environment(autoescape=True)
    install(empty)
    assert empty.list_templates() == sorted({*named, "citydesign/all.html"})


def test_an_unknown_template_names_the_nearest():
    env = Environment(autoescape=True)
    install(env)
    with pytest.raises(TemplateNotFound, match=r"did you mean 'citydesign/text-input\.html'"):
        env.get_template("citydesign/text-inputs.html")


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (
            "{% from 'citydesign/button.html' import buton %}\n{{ buton('a') }}",
            2,
            "'citydesign/button.html' has no macro 'buton'; did you mean 'button'?",
        ),
        (
            "{% import 'citydesign/button.html' as city %}\n\n{{ city.buton('a') }}",
            3,
            "'citydesign/button.html' has no macro 'buton'; did you mean 'button'?",
        ),
        (
            "{% from 'citydesign/button.html' import text_input %}{{ text_input('a', 'b') }}",
            1,
            "'citydesign/button.html' has no macro 'text_input'; "
            "import it from 'citydesign/text-input.html'",
        ),
        (
            "{% from 'citydesign/all.html' import buton %}\n{{ buton('a') }}",
            2,
            "no component 'buton'; did you mean 'button'?",
        ),
    ],
)
def test_a_misspelt_macro_names_the_nearest(text, line, says, strict, asynchronous):
    env = Environment(
        loader=DictLoader({"a.html": text}), autoescape=True, enable_async=asynchronous
    )
    install(env, strict=strict)
    with pytest.raises(UsageError, match=f"^{re.escape(f'a.html:{line}: {says}')}$"):
        env.get_template("a.html").render()


@pytest.mark.parametrize("host", [None, DictLoader({})])
@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("citydesign/buton.html", "citydesign/button.html"),
        ("citydesgn/button.html", "citydesign/button.html"),
        ("citydesign/al.html", "citydesign/all.html"),
    ],
)
def test_a_misspelt_template_names_the_nearest_and_the_line(name, meant, host):
    env = Environment(loader=host, autoescape=True)
    install(env)
    page = env.from_string(f"\n{{% from '{name}' import button %}}")
    with pytest.raises(
        TemplateNotFound, match=f"<template>:2: no template '{name}'; did you mean '{meant}'"
    ):
        page.render()


@pytest.mark.parametrize("name", ["form.html", "pages/button.html"])
def test_of_a_missing_template_of_the_host_we_say_nothing(name):
    env = Environment(loader=DictLoader({}), autoescape=True)
    install(env)
    with pytest.raises(TemplateNotFound, match=f"^{name}$"):
        env.get_template(name)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("text_input('a')", "text_input: label is missing"),
        ("text_input('a', 'b', width='7')", r"width is '7'; known: full, 2, 3"),
        ("text_input('a', 'b', type='emial')", "type is 'emial'; did you mean 'email'"),
        ("text_input('a', 'b', hint=3)", r"hint must be str \| Markup \| None, not int 3"),
        (
            "text_input('a', 'b', errorMesage='x')",
            "no parameter 'errorMesage'; did you mean 'error'",
        ),
        ("text_input('a', 'b', hint=nowhere)", "hint is given an undefined value"),
        ("text_input('a', 'b', attrs={'id': 'x'})", r"attrs\['id'\] is a parameter: write id="),
        ("text_input('a', 'b', attrs={'onclick': 'x'})", r"attrs\['onclick'\] is inline code"),
        (
            "text_input('a', 'b', attrs={'aria-invalid': 'x'})",
            "would break the component's own links",
        ),
        ("text_input('a', 'b', attrs={'a b': 'x'})", "is no attribute name"),
        ("text_input('a', 'b', caller='x')", "has no parameter 'caller'"),
        ("text_input('a', '\u200b')", "label is empty"),
        ("text_input('a', ' \u2060\u00ad\ufeff\t')", "label is empty"),
    ],
)
def test_a_wrong_call_says_what_where_and_what_was_meant(call, message, tmp_path):
    env = Environment(
        loader=DictLoader({"form.html": f"{IMPORT}\n\n{{{{ {call} }}}}"}), autoescape=True
    )
    install(env)
    with pytest.raises(UsageError, match=message) as caught:
        env.get_template("form.html").render()
    assert str(caught.value).startswith("form.html:3: text_input: ")


@pytest.mark.parametrize(
    ("component", "call", "message"),
    [
        ("page", "page('a', theme='helsinky')", "no theme 'helsinky'; did you mean 'helsinki'"),
        ("page", "page('a', groups=['fooms'])", "no group 'fooms'; did you mean 'forms'"),
        ("page", "page('a', caller='x')", "page: has no parameter 'caller'"),
        (
            "header",
            "header('a', '/', languages=[{'language': 'fi', 'url': '/'}] * 2)",
            "languages has two items with the language 'fi'",
        ),
        (
            "footer",
            "footer('a', '/', languages=[{'language': 'fi', 'url': '/'}] * 2)",
            "languages has two items with the language 'fi'",
        ),
        ("date-input", "date_input('a', 'b', value=' ')", "value is ' ', which is no ISO date"),
    ],
)
def test_a_wrong_value_names_the_line_of_the_host(component, call, message):
    macro = component.replace("-", "_")
    text = f"{{% from 'citydesign/{component}.html' import {macro} %}}\n\n{{{{ {call} }}}}"
    env = Environment(loader=DictLoader({"a.html": text}), autoescape=True)
    install(env)
    with pytest.raises(UsageError, match=re.escape(message)) as caught:
        env.get_template("a.html").render()
    assert str(caught.value).startswith("a.html:3: ")


@pytest.mark.parametrize("strict", [False, True])
def test_an_empty_form_hands_back_an_empty_date(strict):
    env = Environment(autoescape=True)
    install(env, strict=strict)
    call = "{% from 'citydesign/date-input.html' import date_input %}{{ date_input('a', 'b'"
    html = env.from_string(call + ", value='', example='') }}").render()
    assert html == env.from_string(call + ") }}").render()


def test_a_word_with_an_invisible_character_in_it_is_no_empty_label():
    env = Environment(autoescape=True)
    install(env)
    html = env.from_string(IMPORT + "{{ text_input('a', 'va\u00adrat\u200bulla') }}").render()
    assert "va\u00adrat\u200bulla" in html


def test_a_call_block_is_refused_where_none_is_taken():
    env = Environment(autoescape=True)
    install(env)
    with pytest.raises(UsageError, match="takes no call block"):
        env.from_string(IMPORT + "{% call text_input('a', 'b') %}x{% endcall %}").render()


def test_without_strict_nothing_is_checked_at_run_time():
    env = Environment(autoescape=True)
    install(env, strict=False)
    html = env.from_string(IMPORT + "{{ text_input('a', 'b', width='7') }}").render()
    assert "<input" in html
    with pytest.raises(
        TypeError,
        match=r"^<template>:1: text_input: has no parameter 'errror'; did you mean 'error'",
    ):
        env.from_string(IMPORT + "{{ text_input('a', 'b', errror='7') }}").render()


def test_without_strict_a_refused_call_of_python_names_its_line_too():
    env = Environment(autoescape=True)
    install(env, strict=False)
    with using(env):
        for wrong in ({"errror": "7"}, {"label": "twice"}):
            with pytest.raises(UsageError, match=rf"^{re.escape(__file__)}:\d+: text_input: "):
                ui.text_input("a", "b", **wrong)


def test_strict_and_fast_hosts_may_share_a_bytecode_cache(tmp_path):
    call = IMPORT + "{{ text_input('a', 'b', width='7') }}"
    for strict in (False, True, False, True):
        env = Environment(autoescape=True, bytecode_cache=FileSystemBytecodeCache(str(tmp_path)))
        install(env, strict=strict)
        if strict:
            with pytest.raises(UsageError):
                env.from_string(call).render()
        else:
            assert "<input" in env.from_string(call).render()


def test_sync_and_async_hosts_may_share_a_bytecode_cache(tmp_path):
    for asynchronous in (False, True, False, True):
        env = Environment(
            autoescape=True,
            enable_async=asynchronous,
            bytecode_cache=FileSystemBytecodeCache(str(tmp_path)),
        )
        install(env)
        template = env.from_string(COMPOSED)
        html = (
            asyncio.run(template.render_async(label="A"))
            if asynchronous
            else template.render(label="A")
        )
        assert "<input" in html


def test_a_sandboxed_host_never_runs_what_was_compiled_for_another(tmp_path):
    held = []
    for kind in (Environment, SandboxedEnvironment, Environment, SandboxedEnvironment):
        env = kind(autoescape=True, bytecode_cache=FileSystemBytecodeCache(str(tmp_path)))
        install(env)
        assert "<input" in env.from_string(COMPOSED).render(label="A")
        held.append(len(list(tmp_path.iterdir())))
    assert held == [held[0], 2 * held[0], 2 * held[0], 2 * held[0]]


def test_hostile_attribute_names_and_values_stay_inert_without_strict():
    env = Environment(autoescape=True)
    install(env, strict=False)
    html = env.from_string(IMPORT + "{{ text_input('a', 'b', attrs=attrs) }}").render(
        attrs={"data-x": '"><script>', "onclick": "x", "a b": "y", "style": "z", "hidden": True}
    )
    assert 'data-x="&#34;&gt;&lt;script&gt;" hidden>' in html
    assert "onclick" not in html
    assert "style" not in html


def test_a_native_environment_is_refused():
    with pytest.raises(CityDesignError, match="NativeEnvironment"):
        install(NativeEnvironment())


def test_the_locale_comes_from_the_request():
    asked = itertools.cycle(["fi", "sv", "en"])
    env = Environment(autoescape=True)
    install(env, locale=lambda: next(asked))
    template = env.from_string(IMPORT + "{{ text_input('a', 'b', optional=True) }}")
    pages = [template.render() for _ in range(3)]
    for page, word in zip(pages, ["vapaaehtoinen", "frivilligt", "optional"], strict=True):
        assert f"({word})" in page


def _languages_seen(render):
    """Render in two languages, interleaved, and give what each saw."""
    seen = {"fi": set(), "sv": set()}
    barrier = threading.Barrier(2)

    def work(tag):
        for _ in range(100):
            with use_locale(tag):
                barrier.wait()
                seen[tag].add(render())

    threads = [threading.Thread(target=work, args=(tag,)) for tag in seen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def test_languages_do_not_mix_in_threads():
    env = Environment(autoescape=True)
    install(env)
    template = env.from_string(IMPORT + "{{ text_input('a', 'b', optional=True) }}")
    seen = _languages_seen(template.render)
    assert all(len(pages) == 1 for pages in seen.values())
    assert "vapaaehtoinen" in seen["fi"].pop()
    assert "frivilligt" in seen["sv"].pop()


def test_languages_do_not_mix_in_async_tasks():
    env = Environment(autoescape=True, enable_async=True)
    install(env)
    template = env.from_string(
        IMPORT + "{{ pause() or '' }}{{ text_input('a', 'b', optional=True) }}"
    )

    async def pause():
        await asyncio.sleep(0)

    async def work(tag):
        with use_locale(tag):
            return [await template.render_async(pause=pause) for _ in range(50)]

    async def both():
        return await asyncio.gather(work("fi"), work("sv"))

    finnish, swedish = asyncio.run(both())
    assert all("vapaaehtoinen" in page for page in finnish)
    assert all("frivilligt" in page for page in swedish)


def test_a_city_may_bring_a_language_of_its_own():
    env = Environment(autoescape=True)
    with pytest.warns(IncompleteLanguageWarning):
        install(env, locale="so", messages={"so": {"shared.optional": "ikhtiyaari"}})
    html = env.from_string(IMPORT + "{{ text_input('a', 'b', optional=True) }}").render()
    assert "(ikhtiyaari)" in html


def test_a_cached_import_stays_cached():
    env = Environment(
        loader=DictLoader({"a.html": IMPORT + "{{ text_input('a', 'b') }}"}), autoescape=True
    )
    install(env)
    env.get_template("a.html").render()
    module = env.get_template("citydesign/text-input.html")._module
    assert module is not None
    env.get_template("a.html").render()
    assert env.get_template("citydesign/text-input.html")._module is module


def test_a_host_without_autoescape_is_warned_once_where_it_installs():
    env = Environment()
    with pytest.warns(AutoescapeWarning, match="autoescape off") as caught:
        install(env)
    env.from_string(IMPORT + "{{ text_input('a', 'b') }}").render()
    assert [one.filename for one in caught] == [__file__]


@pytest.mark.parametrize("autoescape", [True, select_autoescape(["html"])])
def test_a_host_that_escapes_is_not_warned(autoescape):
    install(Environment(autoescape=autoescape))


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("card.jinja", select_autoescape()),
        ("card.html.j2", select_autoescape(["html"])),
        ("card.html", lambda name: False),
    ],
)
def test_a_page_that_the_rule_of_escaping_leaves_out_is_warned_of_by_its_line(name, rule):
    page = "\n" + IMPORT + "{{ text_input('a', 'b') }}{{ '<b>' }}"
    env = Environment(loader=DictLoader({name: page}), autoescape=rule)
    install(env)
    with pytest.warns(AutoescapeWarning, match=f"leaves '{name}' out") as caught:
        template = env.get_template(name)
    assert "<b>" in template.render()
    assert [(one.filename, one.lineno) for one in caught] == [(name, 2)]
    env.get_template(name)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("card.html", IMPORT),
        ("mail.txt", "From citydesign/all.html: {{ name }}"),
        ("card.jinja", "{% autoescape true %}" + IMPORT + "{{ '<b>' }}{% endautoescape %}"),
    ],
)
def test_what_is_escaped_or_no_page_of_ours_warns_of_nothing(name, page):
    env = Environment(loader=DictLoader({name: page}), autoescape=select_autoescape())
    install(env)
    env.get_template(name)


def test_compiled_pages_and_pages_in_production_are_not_read_again(tmp_path):
    pages = DictLoader({"card.jinja": IMPORT})
    Environment(loader=pages).compile_templates(tmp_path, zip=None)
    for loader, strict in ((ModuleLoader(tmp_path), True), (pages, False)):
        env = Environment(loader=loader, autoescape=select_autoescape())
        install(env, strict=strict)
        env.get_template("card.jinja")


def test_an_example_may_be_rendered_from_other_sources(tmp_path):
    root = tmp_path / "components"
    shutil.copytree(COMPONENTS, root)
    for file, old, new in (
        ("shared/parts.html", '<label class="city-label', '<label class="other-part city-label'),
        (
            "forms/text-input/text-input.html",
            '<input class="city-control',
            '<input class="other city-control',
        ),
        ("page/page/page.html", "<main", '<main data-other="yes"'),
    ):
        text = (root / file).read_text("utf-8")
        assert old in text, file
        (root / file).write_text(text.replace(old, new), "utf-8")
    example = next(e for e in examples.all_examples() if e.id == "text-input/default")
    sound = examples.page(example)
    other = examples.page(example, library=Library.of(root))
    for mark in ("other-part city-label", "other city-control", 'data-other="yes"'):
        assert mark in other
        assert mark not in sound
    assert examples.page(example) == sound


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"url_schemes": "webcal"}, r"url_schemes: write a tuple, \('webcal',\)"),
        ({"messages": "sv"}, "messages: give words by language"),
        ({"assets_url": None}, "assets_url: give a URL path"),
        ({"strict": "no"}, "strict: give True or False, not 'no'"),
        ({"strict": None}, "strict: give True or False, not None"),
        ({"strict": 0}, "strict: give True or False, not 0"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_one_clear_line(settings, message):
    with pytest.raises(CityDesignError, match=message):
        install(Environment(autoescape=True), **settings)


@pytest.mark.parametrize("attrs", [["x"], "x=y", 3])
def test_attributes_that_are_no_dict_never_break_a_resident_s_page(attrs):
    env = Environment(autoescape=True)
    install(env, strict=False)
    html = env.from_string(IMPORT + "{{ text_input('a', 'B', attrs=attrs) }}").render(attrs=attrs)
    assert '<input class="city-control" id="a"' in html
