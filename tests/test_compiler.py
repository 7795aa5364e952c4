"""What the template compiler writes in place, what it leaves to plain Jinja, and what it refuses."""

import asyncio
import logging
import os
import re
import runpy
import shutil
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest
from jinja2 import DictLoader, Environment, FileSystemBytecodeCache, StrictUndefined, nodes
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from citydesign import (
    collection,
    compiler,
    contracts,
    environment,
    install,
    internals,
    names,
    runtime,
    use_locale,
)
from citydesign.contracts import load
from citydesign.environment import ComponentLoader, Settings, _globals
from citydesign.errors import (
    BuildError,
    CityDesignError,
    ContractError,
    LanguageError,
    UsageError,
)
from citydesign.extras import MissingExtra
from citydesign.library import Library, component_folders
from citydesign.locale import LOCALES, Language, _babel_date_order, _date_order
from citydesign.parts import Calls, parts_of
from citydesign.paths import COMPONENTS

PARTS = "{% from 'citydesign/shared/parts.html' import label_part, hint_part, error_part %}\n"
STRICT = pytest.mark.parametrize("strict", [False, True], ids=["fast", "strict"])


def host(files=None, *, kind=Environment, strict=True, messages=None, **options):
    """An environment whose components include these templates, which are in no folder."""
    env = kind(undefined=StrictUndefined, autoescape=True, **options)
    install(env, strict=strict, messages=messages)
    sound = env.loader.get_source

    def get_source(environment, name):
        if files and name in files:
            return files[name], name, None
        return sound(environment, name)

    env.loader.get_source = get_source
    return env


def rendered(body, call="", *, parameters="", head=PARTS, shared=None, **options):
    """Render a macro with this body that is in a template of ours."""
    files = {
        "citydesign/probe.html": f"{head}{{% macro thing({parameters}) %}}\n{body}\n{{% endmacro %}}\n"
    }
    files |= {f"citydesign/shared/{name}": text for name, text in (shared or {}).items()}
    env = host(files, **options)
    text = f"{{% from 'citydesign/probe.html' import thing %}}{{{{ thing({call}) }}}}"
    template = env.from_string(text)
    html = asyncio.run(template.render_async()) if env.is_async else template.render()
    return html.strip()


@STRICT
@pytest.mark.parametrize(
    ("call", "fault"),
    [
        (
            'hint_part(hint, id="a", txet="x")',
            "hint_part has no parameter 'txet'; did you mean 'text'?",
        ),
        ('hint_part(hint, "a", "surplus")', "hint_part takes 2 arguments, 3 are given"),
        ("hint_part(hint)", "hint_part needs 'id', which is not given"),
        ('hint_part(hint, "a", text="b")', "hint_part is given 'text' twice"),
        ('hint_part(hint) ~ ""', "hint_part needs 'id'"),
        ('(hint_part(hint) if hint else "")', "hint_part needs 'id'"),
    ],
)
def test_a_wrong_call_of_a_shared_part_names_file_and_line(call, fault, strict):
    with pytest.raises(ContractError) as caught:
        rendered(f"{{{{ {call} }}}}", "'Help'", parameters="hint", strict=strict)
    assert str(caught.value).startswith("citydesign/probe.html:3: ")
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        "{% set x = hint_part(1) %}",
        "{% for i in [1] %}{% if i %}{{ hint_part(1) }}{% endif %}{% endfor %}",
        "{{ error_part(hint_part(1), 'a') }}",
    ],
)
def test_a_wrong_call_is_found_wherever_it_is(body):
    with pytest.raises(ContractError, match=r"probe\.html:3: hint_part needs 'id'"):
        rendered(body)


def test_a_part_takes_no_call_block_that_it_does_not_use():
    with pytest.raises(ContractError, match="hint_part takes no call block"):
        rendered("{% call hint_part('a', 'b') %}x{% endcall %}")


def test_a_part_that_is_not_there_names_the_nearest():
    head = "{% from 'citydesign/shared/parts.html' import hnt_part %}\n"
    with pytest.raises(
        ContractError, match=r"probe\.html:1: .*no 'hnt_part'; did you mean 'hint_part'"
    ):
        rendered("", head=head)


def test_a_part_is_known_under_the_name_that_it_is_imported_as():
    head = "{% from 'citydesign/shared/parts.html' import hint_part as help %}\n"
    assert 'id="a-hint">H<' in rendered("{{ help('H', 'a') }}", head=head)
    with pytest.raises(ContractError, match="hint_part needs 'id'"):
        rendered("{{ help('H') }}", head=head)


def test_a_part_is_known_through_the_template_that_is_imported():
    head = "{% import 'citydesign/shared/parts.html' as parts %}\n"
    assert 'id="a-hint">H<' in rendered("{{ parts.hint_part('H', 'a') }}", head=head)
    with pytest.raises(ContractError, match="hint_part needs 'id'"):
        rendered("{{ parts.hint_part('H') }}", head=head)
    with pytest.raises(
        ContractError, match=r"probe\.html:3: .*no 'hnt_part'; did you mean 'hint_part'"
    ):
        rendered("{% if false %}{{ parts.hnt_part('H', 'a') }}{% endif %}", head=head)


@STRICT
def test_what_a_component_misspells_is_found_in_its_own_template(strict):
    head = "{% import 'citydesign/button.html' as city %}\n"
    with pytest.raises(UsageError, match=r"probe\.html:3: .*no macro 'buton'; did you"):
        rendered("{{ city.buton('Send') }}", head=head, strict=strict)


@STRICT
@pytest.mark.parametrize(
    "name", ["icon", "classes", "attributes", "locale", "direction", "integrity", "text", "id"]
)
def test_a_parameter_may_have_the_name_of_what_a_part_uses(name, strict):
    html = rendered(
        f"<p>{{{{ {name} }}}}</p>{{{{ error_part('Wrong', 'a') }}}}<p>{{{{ {name} }}}}</p>",
        "'mine'",
        parameters=name,
        strict=strict,
    )
    assert html.count("<p>mine</p>") == 2
    assert 'id="a-error"' in html
    assert "<svg" in html
    assert "Error: </span>Wrong" in html


@pytest.mark.parametrize(
    "body",
    [
        "{% set t = 1 %}",
        "{% for icon_svg in [] %}{% endfor %}",
        "{% with html_id = 1 %}{% endwith %}",
        "{% macro t() %}{% endmacro %}",
        "{% set t %}x{% endset %}",
        "{% from 'citydesign/shared/parts.html' import hint_part as t %}",
    ],
)
def test_no_template_gives_another_meaning_to_what_all_have(body):
    with pytest.raises(ContractError, match=r"probe\.html:3: '\w+' is what the templates of all"):
        rendered(body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "{% macro own(a, b) %}mine{% endmacro %}{% set hint_part = own %}{{ hint_part('x', 'y') }}",
            "mine",
        ),
        ("{% macro hint_part(a) %}mine {{ a }}{% endmacro %}{{ hint_part('x') }}", "mine x"),
        (
            "{% macro own() %}mine{% endmacro %}{% for hint_part in [own] %}{{ hint_part() }}{% endfor %}",
            "mine",
        ),
        (
            "{% macro own() %}mine{% endmacro %}{% with hint_part = own %}{{ hint_part() }}{% endwith %}",
            "mine",
        ),
    ],
)
def test_a_local_name_hides_a_part_as_in_plain_jinja(body, expected):
    assert rendered(body) == expected


def test_a_local_name_hides_imported_parts_as_in_plain_jinja():
    head = "{% import 'citydesign/shared/parts.html' as parts %}\n"
    body = "{% for parts in [{'hint_part': 'mine'.format}] %}{{ parts.hint_part() }}{% endfor %}"
    assert rendered(body, head=head) == "mine"


def test_a_template_that_imports_nothing_has_no_parts():
    macro = "{% macro hint_part(a) %}mine {{ a }}{% endmacro %}"
    assert rendered(macro + "{{ hint_part('x') }}", head="") == "mine x"


@STRICT
def test_arguments_that_only_the_page_knows_are_left_to_jinja(strict):
    html = rendered(
        "{% set v = ['H'] %}{% set k = {'id': 'a'} %}{{ hint_part(*v, **k) }}{{ hint_part(text='G', **k) }}",
        strict=strict,
    )
    assert html.split("\n") == [
        '<div class="city-hint" id="a-hint">H</div>',
        '<div class="city-hint" id="a-hint">G</div>',
    ]
    with pytest.raises(TypeError, match="nothing"):
        rendered("{% set k = {'nothing': 1} %}{{ hint_part('a', 'b', **k) }}", strict=strict)


@STRICT
@pytest.mark.parametrize("kind", [Environment, SandboxedEnvironment])
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{% set v = {'count': 3} %}{{ t('time_slots.free', **v) }}", "3 times free"),
        ("{% set v = ['time_slots.free'] %}{{ t(*v, count=3) }}", "3 times free"),
        ("{% set v = ['b', 'other'] %}{{ {'a': 1}.get(*v) }}", "other"),
        ("{{ {'a': 1}.get('a') }}", "1"),
        ("{% set v = [{'class': 'x'}] %}{{ html_classes(*v) }}", "x"),
        ("{{ html_classes(attrs={'class': 'x'}) }}", "x"),
        ("{{ aria_described_by(None, None, 'a', False) }}", 'aria-describedby="a"'),
        ("[{{ html_attributes(None) }}{{ aria_described_by(None, None) }}]", "[]"),
        ("{{ hint_part('<i>', 'a') ~ '' }}", '<div class="city-hint" id="a-hint">&lt;i&gt;</div>'),
        (
            "{% for x in 'ab' %}{{ hint_part(x, loop.index) }}{% endfor %}",
            '<div class="city-hint" id="1-hint">a</div>\n<div class="city-hint" id="2-hint">b</div>',
        ),
        ("{% for x in 'ab' %}{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}", "a, b"),
        (
            "{% for x in 'ab' %}{{ x }}{{ loop.revindex }}/{{ loop.length }} {% endfor %}",
            "a2/2 b1/2",
        ),
        (
            "{% for x in 'ab' %}{% if loop.nextitem is defined %}{{ loop.nextitem }}{% endif %}{% endfor %}",
            "b",
        ),
        (
            "{% for x in 'ab' %}{% set all = loop %}{% for y in 'c' %}{{ all.revindex0 }}{% endfor %}{% endfor %}",
            "10",
        ),
    ],
)
def test_calls_give_what_they_give_in_plain_jinja(body, expected, kind, asynchronous, strict):
    assert rendered(body, kind=kind, enable_async=asynchronous, strict=strict) == expected


SHARED = {
    "own.html": textwrap.dedent("""\
        {% macro kept(a, b=1) %}{% if a %}{% set seen = a %}{% endif %}[{{ seen or "none" }} {{ b }}]{% endmacro %}
        {% macro looped(items) %}{% for x in items %}{{ loop.index }}{{ x }}{% endfor %}{% endmacro %}
        {% macro nested(a) %}<{{ kept(a) }}>{% endmacro %}
        {% macro wrapped() %}({{ caller() }}){% endmacro %}
        {% macro open(a) %}{{ a }}{{ kwargs|length }}{{ varargs|length }}{% endmacro %}
        {% macro follows(a, b=a) %}{{ a }}{{ b }}{% endmacro %}
        {% macro counted(n) %}{{ n }}{% if n %}{{ counted(n - 1) }}{% endif %}{% endmacro %}
        {% macro shouted(a) %}{{ a|upper }}{% endmacro %}
        {% macro held(a) %}{% set h = namespace(n=0) %}{% set h.n = h.n + a %}{{ h.n }}{% endmacro %}
        {% macro raised(h) %}{% set h.n = h.n + 1 %}{{ h.n }}{% endmacro %}
        {% macro after(items) %}{% for x in items %}{{ loop.index }}{% endfor %}{{ loop }}{% endmacro %}
        {% macro within(items) %}{% for x in loop.cycle(items) %}{{ x }}{% endfor %}{% endmacro %}
        {% macro otherwise(items) %}{% for x in items %}{{ x }}{% else %}{{ loop }}{% endfor %}{% endmacro %}
        """),
}
OWN = "{% from 'citydesign/shared/own.html' import kept, looped, nested, wrapped, open, follows, counted, shouted, held, raised, after, within, otherwise with context %}\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{% set seen = 'host' %}{{ kept('a') }}{{ seen }}", "[a 1]host"),
        ("{% set a = 'host' %}{{ kept(a, b=a) }}{{ a }}", "[host host]host"),
        ("{% set b = 2 %}{{ kept(b) }}", "[2 1]"),
        ("{% for x in 'pq' %}{{ looped([x, x]) }}{{ loop.index }} {% endfor %}", "1p2p1 1q2q2"),
        ("{{ nested('a') }}", "<[a 1]>"),
        ("{% call wrapped() %}x{% endcall %}", "(x)"),
        ("{{ open('a', 1, 2, k=3) }}", "a12"),
        ("{% set a = 'host' %}{{ follows('p') }}", "pp"),
        ("{{ counted(2) }}", "210"),
        ("{{ shouted('a') }}{% if false %}{{ shouted('b') }}{% endif %}", "A"),
        ("{% set h = 'host' %}{{ held(2) }}{{ h }}", "2host"),
        ("{% set p = namespace(n=1) %}{{ raised(p) }}{{ p.n }}", "22"),
        ("{% set h = 'host' %}{% set p = namespace(n=1) %}{{ raised(p) }}{{ h }}", "2host"),
        ("{% set x %}{{ shouted('<') }}{% endset %}{{ x }}", "&lt;"),
    ],
)
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_a_part_means_in_its_place_what_it_means_at_home(body, expected, asynchronous, monkeypatch):
    options = {"head": OWN, "shared": SHARED, "enable_async": asynchronous}
    assert rendered(body, **options) == expected
    monkeypatch.setattr(Calls, "inline", lambda self, found: None)
    assert rendered(body, **options) == expected


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("{% set seen = 'host' %}{{ kept(none) }}", "seen"),
        ("{% for y in 'pq' %}{{ after('a') }}{% endfor %}", "loop"),
        ("{% for y in 'pq' %}{{ within('a') }}{% endfor %}", "loop"),
        ("{% for y in 'pq' %}{{ otherwise([]) }}{% endfor %}", "loop"),
    ],
)
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_a_part_reads_no_variable_of_the_place_that_calls_it(body, name, asynchronous):
    with pytest.raises(jinja2.UndefinedError, match=f"{name}' is undefined"):
        rendered(body, head=OWN, shared=SHARED, enable_async=asynchronous)


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
@pytest.mark.parametrize("deep", ["{{ X }}", "{% if true %}\n{{ X }}{% endif %}"])
def test_what_fails_in_a_part_names_a_line_of_the_file_that_calls_it(times, deep):
    """The part itself is much further down in a file of its own."""
    part = "{% macro dated(day) %}\n<p>\n{{ format_date(day) }}</p>{% endmacro %}"
    shared = {"far.html": "\n" * 40 + part}
    head = "{% from 'citydesign/shared/far.html' import dated %}\n"
    sound = "{{ dated('2027-03-24') }}\n" * (times - 1)
    body = sound + deep.replace("X", "dated('soon')")
    with pytest.raises(UsageError) as caught:
        rendered(body, head=head, shared=shared)
    line = 3 + body.count("\n")
    assert str(caught.value).startswith(f"citydesign/probe.html:{line}: 'soon' is no ISO date")


@STRICT
@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("{% if 1 in items|map(attribute='a') %}x{% endif %}", "map"),
        ("{{ items|select|length }}", "select"),
        ("{% set found = items|rejectattr('a') %}", "rejectattr"),
        ("{{ 'x' if items|selectattr('a') else 'y' }}", "selectattr"),
        ("{% for x in items|reject|sort %}{{ x }}{% endfor %}", "reject"),
        ("{{ items|map('upper')|reverse|list }}", "map"),
    ],
)
@pytest.mark.parametrize("shared", [False, True], ids=["own", "shared"])
def test_a_filter_that_gives_no_list_in_async_hosts_is_refused_with_its_line(
    body, name, shared, strict
):
    options = {"strict": strict}
    if shared:
        options["shared"] = {"far.html": f"{{% macro far(items) %}}\n\n{body}{{% endmacro %}}"}
        options["head"] = "{% from 'citydesign/shared/far.html' import far %}\n"
        body = "{{ far([]) }}"
    place = "shared/far" if shared else "probe"
    wanted = rf"citydesign/{place}\.html:3: in an async host, {name} gives no list; write"
    with pytest.raises(ContractError, match=wanted):
        rendered(body, "[]", parameters="items", **options)


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{{ 'x' if 'A' in items|map('upper')|list }}", "x"),
        ("{% for x in items|map('upper')|reject('eq', 'A') %}{{ x }}{% endfor %}", "B"),
        ("{{ items|map('upper')|join('+') }}{{ items|select|first }}", "A+Ba"),
    ],
)
def test_filters_are_read_alike_in_sync_and_async_hosts(body, expected, asynchronous):
    shown = rendered(body, "['a', 'b']", parameters="items", enable_async=asynchronous)
    assert shown == expected


def test_which_parts_are_written_in_place():
    _, parts = parts_of(SHARED["own.html"], "own.html")
    assert {name for name, part in parts.items() if part.body} == {
        "kept",
        "looped",
        "raised",
        "shouted",
    }
    shared = component_folders()["button"].parents[1] / "shared"
    for path in shared.glob("*.html"):
        _, parts = parts_of(path.read_text("utf-8"), str(path))
        assert parts
        assert all(part.body for part in parts.values()), f"{path}: a part is called at run time"


def test_a_caller_that_is_no_call_block_is_escaped():
    body = "{% macro give() %}<b>{% endmacro %}{% for caller in [mine] %}{{ caller() }}{% endfor %}"
    env = host(
        {"citydesign/probe.html": f"{{% macro thing(mine) %}}{body}{{% endmacro %}}"}, strict=False
    )
    text = "{% from 'citydesign/probe.html' import thing %}{{ thing(mine) }}"
    assert env.from_string(text).render(mine=lambda: "<b>") == "&lt;b&gt;"
    assert env.from_string(text).render(mine=lambda: Markup("<b>")) == "<b>"


# What a text needs


@STRICT
def test_a_text_that_nobody_wrote_is_refused_when_the_template_is_compiled(strict):
    for call in ("t('time_slots.fre')", "plurals('time_slots.fre')"):
        with pytest.raises(
            ContractError, match=r"probe\.html:3: .*did you mean 'time_slots\.free'"
        ):
            rendered(f"{{% if false %}}{{{{ {call} }}}}{{% endif %}}", strict=strict)


@pytest.mark.parametrize(
    ("call", "needed"),
    [
        ("t('time_slots.free')", "count"),
        ("t('pagination.results', first=1, last=2)", "total"),
    ],
)
def test_a_text_without_its_value_is_refused_with_file_and_line(call, needed):
    with pytest.raises(
        ContractError, match=rf"probe\.html:3: t: '[\w.]+' needs {needed}: write {needed}="
    ):
        rendered(f"{{{{ {call} }}}}")
    key = re.search(r"'([\w.]+)'", call)[1]
    values = call.replace(f"'{key}'", "key")
    with pytest.raises(UsageError, match=rf"probe\.html:3: .*{needed}, which is not given"):
        rendered(f"{{% set key = '{key}' %}}{{{{ {values} }}}}")


@pytest.mark.parametrize("count", ["'3'", "none", "[3]"])
def test_a_count_that_is_no_number_is_refused_with_file_and_line(count):
    with pytest.raises(
        UsageError, match=r"probe\.html:3: .*'time_slots\.free' needs count as a number"
    ):
        rendered(f"{{{{ t('time_slots.free', count={count}) }}}}")


def test_in_fast_mode_a_resident_reads_no_name_of_a_value(caplog):
    with caplog.at_level(logging.WARNING, "citydesign"):
        html = rendered(
            "{{ t('pagination.results', first=1) }}|{{ t('time_slots.free') }}", strict=False
        )
    assert "{" not in html
    assert "count" not in html
    assert len(caplog.records) == 2
    assert "'pagination.results' needs last, total" in caplog.text


def test_a_text_of_the_hosts_own_is_checked_too():
    messages = {"en": {"own.text": "{who} waits"}, "fi": {"own.text": "{who} odottaa"}}
    body = "{{ t('own.text', who='Aino') }}"
    assert rendered(body, messages=messages) == "Aino waits"
    with pytest.raises(ContractError, match="needs who"):
        rendered("{{ t('own.text') }}", messages=messages)


def test_a_script_gets_the_name_of_a_value_that_it_fills_in_itself():
    text = rendered("{{ t('checkboxes.removed', labels='{labels}') }}")
    assert text == Language().plurals("checkboxes.removed")["other"]
    assert "{labels}" in text


@pytest.mark.parametrize(
    "call",
    [
        "t()",
        "html_id()",
        "icon_svg('a', 'b')",
        "format_date()",
        "html_classes(attr={})",
        "page_window(1)",
    ],
)
def test_a_call_of_a_function_of_ours_is_checked_when_it_is_compiled(call):
    with pytest.raises(
        ContractError, match=r"probe\.html:3: \w+: (missing|too many|got an unexpected)"
    ):
        rendered(f"{{{{ {call} }}}}")


# Names


def test_the_list_of_reserved_names_is_what_templates_have():
    assert set(_globals(Settings(), Language())) == names.GLOBALS


HEADER = '{#\ntitle = "P"\nstatus = "draft"\nsince = "0.1"\nsummary = "P."\n%s\n#}\n{%% macro %s(%s) %%}x{%% endmacro %%}'


def _component(root, name, parameters="", tables=""):
    folder = root / "forms" / name
    folder.mkdir(parents=True)
    declared = "[parameters]\n" + f'{parameters} = {{ type = "str", text = "n" }}\n' * bool(
        parameters
    )
    macro = name.replace("-", "_")
    (folder / f"{name}.html").write_text(HEADER % (tables + declared, macro, parameters), "utf-8")
    return folder


@pytest.mark.parametrize(
    "name", ["form", "field", "request", "user", "messages", "items", "t", "icon-svg"]
)
def test_no_macro_has_the_name_of_what_pages_have(name, tmp_path):
    with pytest.raises(ContractError, match=r"the macro '\w+' would hide"):
        load(_component(tmp_path, name))


@pytest.mark.parametrize("name", sorted(names.GLOBALS))
def test_no_parameter_or_field_has_the_name_of_a_global(name, tmp_path):
    with pytest.raises(
        ContractError, match=rf"'{name}' is what the templates of all components have"
    ):
        load(_component(tmp_path, "probe", name))
    record = f'[records.Probe]\n{name} = {{ type = "str", text = "n" }}\n'
    with pytest.raises(
        ContractError, match=rf"'{name}' is what the templates of all components have"
    ):
        load(_component(tmp_path, "other", "", record))


@pytest.mark.parametrize("name", ["icon", "attributes", "classes", "locale", "direction"])
def test_a_parameter_may_have_the_words_that_contracts_want(name, tmp_path):
    assert load(_component(tmp_path, "probe", name)).parameter_names == (name,)


# Everything through one import


@STRICT
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize(
    "head",
    [
        "{% from 'citydesign/all.html' import button, page %}",
        "{% import 'citydesign/all.html' as city %}",
    ],
)
def test_a_component_is_compiled_when_it_is_called(head, asynchronous, strict, monkeypatch):
    monkeypatch.setattr(environment, "_COMPILED", environment._InProcess())
    env = host(enable_async=asynchronous, strict=strict)
    compiled = []
    code = env.loader._code
    monkeypatch.setattr(
        env.loader, "_code", lambda s, name, f: compiled.append(name) or code(s, name, f)
    )
    of = "city." if "as city" in head else ""
    template = env.from_string(
        head
        + f"{{{{ {of}button('A') }}}}{{% if more %}}{{% call {of}page('T') %}}x{{% endcall %}}{{% endif %}}"
    )

    def render(**values):
        return (
            asyncio.run(template.render_async(**values))
            if asynchronous
            else template.render(**values)
        )

    assert "city-button" in render(more=False)
    assert compiled == ["citydesign/button.html"]
    assert "<main" in render(more=True)
    assert compiled == [
        "citydesign/button.html",
        "citydesign/page.html",
        "citydesign/skip-link.html",
    ]
    assert render(more=True).count("<main") == 1
    assert len(compiled) == 3


@STRICT
@pytest.mark.parametrize("undefined", [StrictUndefined, jinja2.Undefined])
@pytest.mark.parametrize(
    "text",
    [
        "{% from 'citydesign/all.html' import buton %}\n{{ buton('A') }}",
        "{% import 'citydesign/all.html' as city %}\n{{ city.buton('A') }}",
        "{% import 'citydesign/all.html' as city %}\n{% call city.buton('A') %}x{% endcall %}",
    ],
)
def test_a_misspelt_component_is_named_with_file_and_line(text, undefined, strict):
    env = Environment(loader=DictLoader({"form.html": text}), undefined=undefined, autoescape=True)
    install(env, strict=strict)
    with pytest.raises(
        UsageError, match=r"^form\.html:2: no component 'buton'; did you mean 'button'\?$"
    ):
        env.get_template("form.html").render()


def test_a_host_may_ask_whether_there_is_a_component():
    env = host()
    text = "{% import 'citydesign/all.html' as city %}{{ city.button is defined }} {{ city.buton is defined }}"
    assert env.from_string(text).render() == "True False"
    assert set(dir(env.get_template("citydesign/all.html").module)) == {
        name.replace("-", "_") for name in component_folders()
    }
    assert env.get_template("citydesign/all.html").render() == ""


def test_a_macro_that_was_not_called_yet_tells_its_arguments():
    macro = host().get_template("citydesign/all.html").module.button
    assert macro.name == "button"
    assert macro.arguments[0] == "text"


def test_cached_code_does_not_outlive_the_shared_part_in_it(tmp_path):
    def page(part):
        files = {
            "citydesign/shared/own.html": f"{{% macro p() %}}{part}{{% endmacro %}}",
            "citydesign/probe.html": "{% from 'citydesign/shared/own.html' import p %}{% macro thing() %}{{ p() }}{% endmacro %}",
        }
        env = host(files, bytecode_cache=FileSystemBytecodeCache(str(tmp_path)))
        return env.from_string(
            "{% from 'citydesign/probe.html' import thing %}{{ thing() }}"
        ).render()

    assert [page("one"), page("two"), page("one")] == ["one", "two", "one"]


@pytest.fixture
def city(tmp_path):
    """A folder of components with one of its own, whose note and link are what a test says."""
    root = tmp_path / "components"
    shutil.copytree(COMPONENTS / "shared", root / "shared")
    folder = root / "content" / "probe"
    folder.mkdir(parents=True)

    def write(note="str", extra=""):
        (folder / "probe.html").write_text(
            '{#\ntitle = "Probe"\nstatus = "draft"\nsince = "1"\nsummary = "S."\n\n'
            f'[parameters]\nnote = {{ type = "{note}", text = "T." }}\n'
            'links = { type = "list[Link]", text = "T." }\n#}\n'
            "{% macro probe(note, links=[]) %}<b>{{ note }}</b>"
            "{% for one in links %}<a>{{ one.text }}</a>{% endfor %}"
            f"{extra}{{% endmacro %}}",
            "utf-8",
        )

    def render(*, keep=None, cache=True, **values):
        options = {"bytecode_cache": FileSystemBytecodeCache(str(tmp_path))} if cache else {}
        env = keep or Environment(autoescape=True, **options)
        if not keep:
            settings = Settings(strict=False, library=Library.of(root))
            env.loader = ComponentLoader(None, env, settings)
        call = "{% from 'citydesign/probe.html' import probe %}{{ probe(note, links) }}"
        values = {"note": Markup("<i>"), "links": [], **values}
        return env.from_string(call).render(values), env

    write()
    return SimpleNamespace(write=write, render=render, root=root)


def test_a_type_that_changes_while_a_server_runs_guards_the_next_page(city):
    html, env = city.render()
    assert html == "<b>&lt;i&gt;</b>"
    for note, written in (("str | Markup", "<i>"), ("str", "&lt;i&gt;")):
        city.write(note, extra="!")
        assert city.render(keep=env)[0] == f"<b>{written}</b>!"
        # And nothing of the type before is kept for the next process.
        assert city.render()[0] == f"<b>{written}</b>!"


def test_cached_guards_do_not_outlive_the_shared_record_they_are_made_of(city):
    links = [{"text": Markup("<i>"), "url": "/"}]
    shared = city.root / "shared" / "contracts.toml"
    before = shared.read_text("utf-8")
    words = 'text = "Words of the link.", nonempty = true'
    taken = f'text = {{ type = "str | Markup", {words}, inert = true }}'
    plain = before.replace(taken, f'text = {{ type = "str", {words} }}', 1)
    assert plain != before
    for text, written in ((plain, "&lt;i&gt;"), (before, "<i>"), (plain, "&lt;i&gt;")):
        shared.write_text(text, "utf-8")
        # What is read once in a process is read again in the next one.
        for read in ("shared", "_common", "_known_since"):
            getattr(contracts, read).cache_clear()
        environment._compiler.cache_clear()
        assert city.render(links=links)[0].endswith(f"<a>{written}</a>")


@pytest.mark.parametrize("cache", [False, True], ids=["compiled", "cached"])
def test_a_kept_page_is_guarded_as_a_new_one_is(city, cache):
    links = [{"text": Markup("<i>"), "url": "/"}, {"text": "<u>", "url": "/"}]
    for _ in range(2):
        html, _ = city.render(cache=cache, links=links)
        assert html == "<b>&lt;i&gt;</b><a><i></a><a>&lt;u&gt;</a>"


def test_what_the_host_of_a_page_calls_t_is_nothing_to_a_component():
    env = host({}, strict=False)
    page = (
        "{% from 'citydesign/header.html' import header with context %}{{ header(name, links=l) }}"
    )
    html = env.from_string(page).render(
        name="A", l=[{"text": "a", "url": "/"}], t=lambda key: "theirs", html_classes=lambda a: " x"
    )
    assert "theirs" not in html
    assert "Menu" in html


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("button('a', text='b')", "<template>:1: button: text is given twice"),
        (
            "button('a', txt='b')",
            "<template>:1: button: has no parameter 'txt'; did you mean 'text'",
        ),
        (
            "button(*[1] * 99)",
            r"<template>:1: button: takes \d+ parameters, 99 were given; name them",
        ),
        ("button('a', caller=1)", "caller"),
    ],
)
def test_without_checks_a_call_is_refused_that_plain_jinja_refuses(call, fault):
    env = host({}, strict=False)
    with pytest.raises(TypeError, match=fault):
        env.from_string(
            f"{{% from 'citydesign/all.html' import button %}}{{{{ {call} }}}}"
        ).render()


@pytest.mark.parametrize("name", ["class", "macro", "missing", "name", "entry", "environment"])
@STRICT
def test_a_parameter_may_have_any_name_of_python_and_of_compiled_code(name, strict):
    assert rendered(f"{{{{ {name} }}}}", "'x'", parameters=name, strict=strict) == "x"
    assert rendered(f"{{{{ {name} }}}}", "", parameters=f"{name}='y'", strict=strict) == "y"
    named = f"**{{'{name}': 'z'}}"
    assert rendered(f"{{{{ {name} }}}}", named, parameters=name, strict=strict) == "z"


# What we rely on


@pytest.mark.parametrize(
    ("owner", "name"), [(internals.CodeGenerator, "macro_def"), (internals.Template, "make_module")]
)
def test_a_jinja_that_lacks_something_is_met_by_one_clear_error(owner, name, monkeypatch):
    internals.check()
    monkeypatch.setitem(internals.METHODS, owner, (f"{name}_of_old",))
    with pytest.raises(CityDesignError) as caught:
        internals.check()
    assert str(caught.value) == (
        f"Jinja {jinja2.__version__} lacks {owner.__name__}.{name}_of_old; install jinja2>=3.1.6,<3.3"
    )


@pytest.mark.parametrize(
    ("gone", "says"),
    [("jinja2.idtracking", "does not fit: .*install jinja2>="), ("markupsafe._speedups", "")],
)
def test_what_we_stand_on_is_looked_for_at_import(gone, says, monkeypatch):
    monkeypatch.setitem(sys.modules, gone, None)
    if says:
        with pytest.raises(CityDesignError, match=says):
            runpy.run_path(internals.__file__)
    else:
        # MarkupSafe without its C part escapes all the same.
        assert runpy.run_path(internals.__file__)["escape_str"]("<&") == "&lt;&amp;"


def test_a_markupsafe_that_escapes_otherwise_is_met_by_one_clear_error(monkeypatch):
    monkeypatch.setattr(internals, "escape_str", lambda text: text)
    with pytest.raises(CityDesignError, match="lacks an escape of str in MarkupSafe"):
        internals.check()


def test_every_method_of_jinja_that_we_replace_is_looked_for():
    found = set()
    for module in (collection, compiler, environment):
        for ours in vars(module).values():
            for base, methods in internals.METHODS.items():
                if isinstance(ours, type) and issubclass(ours, base) and ours is not base:
                    # What the manual promises.
                    public = {"environment", "render", "render_async"}
                    public |= {"dump_bytecode", "load_bytecode"}
                    known = {name for name in vars(ours) if callable(getattr(base, name, None))}
                    replaced = {name for name in known - public if not name.startswith("__")}
                    assert replaced <= set(methods), ours
                    found |= replaced
    assert {"macro_body", "visit_Call"} <= found


def test_what_we_stand_on_is_bounded_alike_wherever_it_is_installed():
    root = Path(__file__).parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    listed = (project["project"]["dependencies"], project["build-system"]["requires"])
    for package in ("jinja2", "markupsafe"):
        (bounds,) = {one for lines in listed for one in lines if re.match(rf"{package}\b", one)}
        assert re.fullmatch(rf"{package}>=[\d.]+,<[\d.]+", bounds), bounds
        if package == "jinja2":
            source = Path(internals.__file__).read_text("utf-8")
            assert set(re.findall(r"jinja2>=[\d.,<]+", source)) == {bounds}


def test_nodes_have_the_fields_that_parts_are_copied_by():
    assert nodes.Call.fields == ("node", "args", "kwargs", "dyn_args", "dyn_kwargs")
    assert nodes.With.fields == ("targets", "values", "body")
    assert nodes.FromImport.fields == ("template", "names", "with_context")


def test_a_fast_page_imports_neither_checks_nor_styles():
    code = """
        import sys
        from jinja2 import Environment
        from citydesign import install
        env = Environment(autoescape=True)
        install(env, strict=False)
        env.from_string("{% from 'citydesign/all.html' import text_input %}{{ text_input('a', 'b') }}").render()
        print(*sorted(sys.modules))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    unwanted = {
        "checks",
        "marks",
        "tokens",
        "styles",
        "assets",
        "contrast",
        "examples",
        "untrusted_html",
    }
    assert not {f"citydesign.{name}" for name in unwanted} & loaded
    assert not {"babel", "difflib", "html.parser", "importlib.metadata"} & loaded


@pytest.mark.parametrize(
    ("body", "compiled"),
    [
        ("{{ hint_part(hint, 'a') }}", set()),
        ("{{ hint_part(hint, 'a') }}{{ hint_part(hint, 'b') ~ '!' }}", {"hint_part"}),
        ("{{ hint_part(hint, 'a') }}{% set part = label_part %}", {"label_part"}),
    ],
    ids=["written in place", "called", "handed on"],
)
def test_a_shared_part_is_imported_only_where_it_is_called(body, compiled):
    text = f"{PARTS}{{% macro thing(hint) %}}{body}{{% endmacro %}}"
    overlay = host({"citydesign/probe.html": text}).loader._overlay
    overlay.code_generator_class = compiler.ComponentCode
    code = overlay.compile(text, "citydesign/probe.html", raw=True)
    imported = set(re.findall(r"getattr\(included_template, '(\w+)'", code))
    assert imported == compiled
    assert ("get_template" in code) == bool(compiled)


def test_a_process_with_a_bytecode_cache_reads_neither_contracts_nor_templates(tmp_path):
    code = f"""
        import sys
        from jinja2 import Environment, FileSystemBytecodeCache
        from citydesign import install
        env = Environment(autoescape=True, bytecode_cache=FileSystemBytecodeCache({str(tmp_path)!r}))
        install(env, strict=False)
        page = "{{% from 'citydesign/all.html' import header %}}{{{{ header('a', links=links) }}}}"
        links = [{{"text": "b", "url": "javascript:b", "current": "page"}}]
        html = env.from_string(page).render(links=links)
        assert 'href="#unsafe"' in html and "Menu" in html, html
        print(*sorted(sys.modules))
    """
    # What follows the branches of a process imports modules of its own.
    plain = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)],
            capture_output=True,
            text=True,
            check=True,
            env=plain,
        )
    loaded = set(done.stdout.split())
    unwanted = ("compiler", "contracts", "keyboard", "parts", "types", "checks", "macros")
    assert not {"tomllib", *(f"citydesign.{name}" for name in unwanted)} & loaded


def test_the_order_of_a_date_that_is_known_is_the_one_babel_gives():
    for tag in LOCALES:
        with use_locale(tag):
            assert _date_order(tag) == _babel_date_order(tag)


@pytest.mark.parametrize("wanted", ["skip_lnk", "skip_lnk as skip_link", "skip_link, skip_lnk"])
@STRICT
def test_a_misspelt_import_of_another_component_names_the_nearest(wanted, strict):
    head = f"{{% from 'citydesign/skip-link.html' import {wanted} %}}\n"
    fault = "citydesign/probe.html:1: citydesign/skip-link.html has no 'skip_lnk'"
    with pytest.raises(ContractError, match=f"^{fault}; did you mean 'skip_link'"):
        rendered("x", head=head, strict=strict)


def test_a_component_may_import_another_by_another_name():
    head = "{% from 'citydesign/skip-link.html' import skip_link as jump %}\n"
    assert 'class="city-skip-link"' in rendered("{{ jump() }}", head=head)


@pytest.mark.parametrize(
    "body",
    ["{{ hint_part(**{'txet': 'x'}) }}", "{% set part = hint_part %}\n{{ part(txet='x') }}"],
    ids=["dynamic", "alias"],
)
@STRICT
def test_a_name_that_only_the_running_page_knows_is_refused_with_its_line(body, strict):
    line = 3 + body.count("\n")
    with pytest.raises(UsageError, match=rf"probe.html:{line}: hint_part has no parameter 'txet'"):
        rendered(body, strict=strict)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("{{ format_date('2027-02-31') }}", "'2027-02-31' is no ISO date"),
        ("{{ format_date('soon') }}", "'soon' is no ISO date"),
        ("{{ format_time('25:00') }}", "'25:00' is no ISO time"),
    ],
)
def test_a_date_that_does_not_exist_names_the_line_of_the_component(body, fault):
    with pytest.raises(UsageError, match=f"^citydesign/probe.html:3: {fault}"):
        rendered(body)


def test_what_a_component_imports_otherwise_is_left_to_jinja():
    shared = {
        "odd.html": "{% set greeting = 'Hello' %}{% macro twice() %}1{% endmacro %}"
        "{% macro twice() %}2{% endmacro %}{% macro looped() %}{{ loop }}{% endmacro %}"
    }
    head = "{% from 'citydesign/shared/odd.html' import greeting, twice %}\n"
    assert rendered("{{ greeting }}{{ twice() }}", head=head, shared=shared) == "Hello2"
    head = "{% set file = 'citydesign/shared/odd.html' %}{% from file import greeting %}\n"
    assert rendered("{{ greeting }}", head=head, shared=shared) == "Hello"
    head = "{% import 'citydesign/button.html' as b %}\n"
    assert "<button" in rendered("{{ b.button('Send') }}", head=head)
    assert parts_of(shared["odd.html"], "odd.html")[1]["looped"].body is None


def test_a_component_may_import_what_another_sets():
    head = "{% from 'citydesign/other.html' import word, other %}\n"
    files = {
        "citydesign/other.html": "{% set word = 'Hi' %}{% macro other() %}{{ word }}{% endmacro %}",
        "citydesign/probe.html": head + "{% macro probe() %}{{ word }}{{ other() }}{% endmacro %}",
    }
    page = "{% from 'citydesign/probe.html' import probe %}{{ probe() }}"
    assert host(files).from_string(page).render() == "HiHi"


def test_all_values_that_a_message_lacks_are_named_in_one_order():
    wanted = "needs date, end, start: write date=..., end=..., start=..."
    with pytest.raises(ContractError, match=rf"probe\.html:3: t: 'shared.when_range' {wanted}"):
        rendered("{{ t('shared.when_range') }}")


def test_a_shared_template_that_is_broken_names_its_line():
    with pytest.raises(ContractError, match=r"^odd\.html:2: Unexpected end of template"):
        parts_of("\n{% macro x() %}", "odd.html")


def test_a_component_that_calls_another_wrongly_is_named_with_it():
    head = "{% from 'citydesign/button.html' import button %}\n"
    with pytest.raises(UsageError, match=r"<template>:1: probe: its button text must be str"):
        rendered("{{ button(3) }}", head=head)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("tag('a', 'info', 'x', 'y', 'z')", r"tag: takes \d parameters, 5 were given; name them"),
        ("tag('a', text='b')", "tag: text is given twice: by its place and by its name"),
    ],
)
def test_arguments_by_place_are_counted(call, says):
    page = f"{{% from 'citydesign/tag.html' import tag %}}\n{{{{ {call} }}}}"
    with pytest.raises(UsageError, match=f"<template>:2: {says}"):
        host().from_string(page).render()


@STRICT
def test_a_macro_of_a_component_counts_its_arguments_and_names_the_line(strict):
    head = "{% macro _p(a) %}{{ a }}{% endmacro %}\n"
    body = "{% set part = _p %}{{ part(1, 2) }}"
    with pytest.raises(UsageError, match=r"^citydesign/probe\.html:3: _p takes 1 arguments, 2 are"):
        rendered(body, head=head, strict=strict)
    many = "{% macro _p() %}{{ varargs|join }}{% endmacro %}\n"
    assert rendered(body, head=many, strict=strict) == "12"


def test_an_error_that_names_its_line_already_keeps_it():
    def refuse():
        raise UsageError("a.html:3: button: no")

    with pytest.raises(UsageError, match=r"^a\.html:3: button: no$"):
        runtime.with_place(refuse, lambda: "b.html:1", lambda: "c.py:1")()
    assert runtime.line_of_template() == "<unknown>"


@STRICT
@pytest.mark.parametrize(
    ("imported", "nearest"),
    [
        (
            '{% from "citydesign/shared/part.html" import hint_part %}',
            "citydesign/shared/parts.html",
        ),
        ('{% import "citydesign/shared/part.html" as parts %}', "citydesign/shared/parts.html"),
        ('{% from "citydesign/buton.html" import buton %}', "citydesign/button.html"),
        ('{% from "citydesign/buton.html" import button %}', "citydesign/button.html"),
    ],
    ids=["part", "parts", "component", "macro of another file"],
)
def test_a_template_that_is_not_there_is_named_by_the_line_that_imports_it(
    imported, nearest, strict
):
    text = f"\n{imported}{{% macro probe(a) %}}{{{{ a }}}}{{% endmacro %}}"
    env = host({"citydesign/probe.html": text}, strict=strict)
    with pytest.raises(ContractError) as caught:
        env.get_template("citydesign/probe.html")
    missing = imported.split('"')[1]
    assert str(caught.value) == (
        f"citydesign/probe.html:2: no template {missing!r}; did you mean {nearest!r}?"
    )


def test_a_further_environment_compiles_nothing_again_but_never_another_modes_code(monkeypatch):
    monkeypatch.setattr(environment, "_COMPILED", environment._InProcess())
    compiled = []
    code = environment.ComponentLoader._code
    monkeypatch.setattr(
        environment.ComponentLoader,
        "_code",
        lambda self, s, name, f: compiled.append(s) or code(self, s, name, f),
    )
    for _ in range(2):
        for asynchronous in (False, True):
            for strict in (False, True):
                host(enable_async=asynchronous, strict=strict).get_template(
                    "citydesign/button.html"
                )
    assert len(compiled) == 4
    text = "{% macro probe(a) %}{{ a }}{% endmacro %}"
    for written in (text, text + " ", text):
        shown = host({"citydesign/probe.html": written}).get_template("citydesign/probe.html")
        assert shown.module.probe("x") == "x"
    assert [one for one in compiled if "probe" in one] == [text, text + " ", text]


def test_a_further_environment_sees_a_shared_part_that_was_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "_COMPILED", environment._InProcess())
    part = tmp_path / "own.html"
    path = ComponentLoader._path
    monkeypatch.setattr(
        ComponentLoader,
        "_path",
        lambda self, name: part if name == f"{names.SHARED}own.html" else path(self, name),
    )
    head = "{% from 'citydesign/shared/own.html' import said %}"
    probe = head + "{% macro probe(a) %}{{ said(a) }}{% endmacro %}"
    for number, word in enumerate(("one", "two"), 1):
        text = f"{{% macro said(text) %}}{{{{ text }}}} {word}{{% endmacro %}}"
        part.write_text(text, "utf-8")
        os.utime(part, (number, number))
        files = {"citydesign/probe.html": probe, f"{names.SHARED}own.html": text}
        assert host(files).get_template("citydesign/probe.html").module.probe("x") == f"x {word}"


@STRICT
def test_a_host_template_that_no_file_holds_is_named_as_its_loader_names_it(strict):
    page = "{% from 'citydesign/button.html' import button %}\n{{ button('a', colour='b') }}"
    env = Environment(autoescape=True, loader=DictLoader({"card.html": page}))
    install(env, strict=strict)
    with pytest.raises(UsageError, match=r"^card\.html:2: button"):
        env.get_template("card.html").render()


@STRICT
def test_a_component_may_take_another_from_the_bundle(strict):
    text = (
        "{% from 'citydesign/all.html' import button %}"
        "{% macro probe(a) %}{{ button(a) }}{% endmacro %}"
    )
    env = host({"citydesign/probe.html": text}, strict=strict)
    assert ">Send</" in str(env.get_template("citydesign/probe.html").module.probe("Send"))


def test_kept_code_is_as_new_as_whatever_writes_it():
    """The modules that the compiler is made of, and those that the code it writes rests on."""
    source = Path(compiler.__file__).read_text("utf-8")
    named = set(re.findall(r"from citydesign(?:\.| import )(\w+)", source)) | {"compiler"}
    # They say what is wrong, and where things are: nothing of them is written into a template.
    writing = named - {"errors", "internals", "library", "locale"}
    assert writing == set(environment._COMPILING)
    state = environment._compiler.__wrapped__(Library())
    for name in writing:
        changed = Path(compiler.__file__).with_name(f"{name}.py").stat().st_mtime_ns
        assert str(changed) in state, name


@pytest.mark.parametrize("error", [UsageError, MissingExtra, BuildError, ContractError])
def test_an_error_that_names_its_own_place_gets_no_second_one(error):
    raised = error("styles.scss:3: no such colour")

    def fail():
        raise raised

    with pytest.raises(error) as caught:
        runtime.with_place(fail, lambda: "a.html:1", lambda: "b.html:2")()
    assert caught.value is raised


@pytest.mark.parametrize(
    ("error", "place"), [(CityDesignError, "a.html:1"), (LanguageError, "b.html:2")]
)
def test_an_error_without_a_place_gets_the_line_to_change(error, place):
    def fail():
        raise error("wrong")

    with pytest.raises(UsageError, match=f"^{place}: wrong$"):
        runtime.with_place(fail, lambda: "a.html:1", lambda: "b.html:2")()
