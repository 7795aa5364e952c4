"""How long a page of thirty fields takes through each bridge, beside the same page by hand.

    python -m bench forms

By hand means Jinja that writes the same HTML out of the same bound form of WTForms: labels, hints,
errors and what was typed, looked up in the form while it renders. Fast mode, as in production. All
take turns, and CPU time is counted; the least of each is compared.
"""

import statistics
import time
from typing import Annotated, Literal

import html5lib
import pydantic
import wtforms
from django.conf import settings
from jinja2 import Environment
from starlette.datastructures import FormData
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

if not settings.configured:
    settings.configure(USE_I18N=True, LOGGING_CONFIG=None)

import django

django.setup()

from django import forms  # noqa: E402
from django.utils.datastructures import MultiValueDict  # noqa: E402

from citydesign import install  # noqa: E402
from citydesign.forms import django as dj  # noqa: E402
from citydesign.forms import pydantic as py  # noqa: E402
from citydesign.forms import wtforms as wt  # noqa: E402
from citydesign.forms.core.fields import Kind  # noqa: E402
from citydesign.icons import icon  # noqa: E402
from citydesign.locale import Language  # noqa: E402

ROUNDS, RUNS = 200, 3
#: At most so many times the page written by hand.
LIMIT = 3
#: Six of each kind but for the texts, of which there are twelve: what a long application asks.
KINDS = ("text", "text", "textarea", "radios", "select")
NAMES = [
    f"{kind}_{number}"
    for number in range(6)
    for kind in ("name", "street", "story", "plan", "area")
]
CHOICES = {"a": "Amuri", "b": "Hervanta", "c": "Kaleva", "d": "Tesoma"}
SENT = {name: "" if name.startswith("street") else "b" for name in NAMES}

BY_HAND = """
{%- macro error(f) %}{% if f.errors %}<p class="city-error-message" id="{{ f.id }}-error">{{ icon }}<span class="city-visually-hidden">{{ prefix }} </span>{{ f.errors[0] }}</p>
{% endif %}{% endmacro -%}
{% macro described(f) %}{% if f.description or f.errors %} aria-describedby="{% if f.description %}{{ f.id }}-hint{% endif %}{% if f.description and f.errors %} {% endif %}{% if f.errors %}{{ f.id }}-error{% endif %}"{% endif %}{% if f.errors %} aria-invalid="true"{% endif %}{% endmacro -%}
{% macro above(f) %}<label class="city-label" for="{{ f.id }}">{{ f.label.text }}{% if not f.flags.required %} <span class="city-label__optional">({{ optional }})</span>{% endif %}</label>
{% if f.description %}<div class="city-hint" id="{{ f.id }}-hint">{{ f.description }}</div>
{% endif %}{{ error(f) }}{% endmacro -%}
{% for f in form %}
{% if f.type == "TextAreaField" %}
<div class="city-field city-textarea">
{{ above(f) }}<textarea class="city-control" id="{{ f.id }}" name="{{ f.name }}" rows="5"{{ described(f) }}>
{{ f.data or "" }}</textarea>
</div>
{% elif f.type == "RadioField" %}
<fieldset class="city-field city-radios" id="{{ f.id }}-group" role="radiogroup"{{ described(f) }}>
<legend class="city-label">{{ f.label.text }}{% if not f.flags.required %} <span class="city-label__optional">({{ optional }})</span>{% endif %}</legend>
{% if f.description %}<div class="city-hint" id="{{ f.id }}-hint">{{ f.description }}</div>
{% endif %}{{ error(f) }}
<div class="city-choices">
{% for choice in f.iter_choices() %}
{% set id = f.id if loop.first else f.id ~ "-" ~ loop.index %}
<div class="city-choice">
<input class="city-choice__input" id="{{ id }}" name="{{ f.name }}" type="radio" value="{{ choice.value }}"{% if choice.selected %} checked{% endif %}>
<label class="city-choice__label" for="{{ id }}">{{ choice.label }}</label>
</div>
{% endfor %}
</div>
</fieldset>
{% elif f.type == "SelectField" %}
<div class="city-field city-select">
{{ above(f) }}<div class="city-select__box">
<select class="city-control" id="{{ f.id }}" name="{{ f.name }}"{{ described(f) }}>
{% for choice in f.iter_choices() %}
<option value="{{ choice.value }}"{% if choice.selected %} selected{% endif %}>{{ choice.label }}</option>
{% endfor %}
</select>
{{ chevron }}
</div>
</div>
{% else %}
<div class="city-field city-text-input">
{{ above(f) }}<input class="city-control" id="{{ f.id }}" name="{{ f.name }}" type="text"{% if f.data %} value="{{ f.data }}"{% endif %}{{ described(f) }}>
</div>
{% endif %}
{% endfor %}
"""
OURS = "{% for f in form %}{{ field(f) }}{% endfor %}"


def label(name: str) -> str:
    """What a field asks."""
    return f"Question {name}"


def hint(name: str) -> str | None:
    """Every other question has help."""
    return "Help before answering." if name[-1] in "024" else None


def wtforms_form() -> wtforms.Form:
    """The form in WTForms, sent and judged."""
    choices = [SelectChoice(*one) for one in CHOICES.items()]
    fields: dict[str, object] = {"Meta": type("Meta", (wt.CityMeta,), {})}
    for name in NAMES:
        given = {
            "label": label(name),
            "description": hint(name) or "",
            "validators": [wt.Required()],
        }
        match name.partition("_")[0]:
            case "story":
                fields[name] = wtforms.TextAreaField(**given)
            case "plan":
                fields[name] = wtforms.RadioField(choices=choices, **given)
            case "area":
                fields[name] = wtforms.SelectField(choices=choices, **given)
            case _:
                fields[name] = wtforms.StringField(**given)
    form = type("Application", (wtforms.Form,), fields)(MultiDict(SENT))
    form.validate()
    return form


def django_form() -> forms.Form:
    """The form in Django, sent and judged."""
    fields: dict[str, object] = {}
    for name in NAMES:
        given = {"label": label(name), "help_text": hint(name) or ""}
        match name.partition("_")[0]:
            case "story":
                fields[name] = forms.CharField(widget=forms.Textarea, **given)
            case "plan":
                fields[name] = forms.ChoiceField(
                    widget=forms.RadioSelect, choices=[*CHOICES.items()], **given
                )
            case "area":
                fields[name] = forms.ChoiceField(choices=[*CHOICES.items()], **given)
            case _:
                fields[name] = forms.CharField(**given)
    form = type("Application", (forms.Form,), fields)(
        MultiValueDict({name: [text] for name, text in SENT.items()})
    )
    form.is_valid()
    return form


def pydantic_form() -> py.Form:
    """The form of a model, sent and judged."""
    kinds = {"story": Kind.TEXTAREA, "area": Kind.SELECT}
    fields = {}
    for name in NAMES:
        kind = name.partition("_")[0]
        chosen = kind in ("plan", "area")
        ask = py.Ask(label(name), hint(name), kinds.get(kind), CHOICES if chosen else None)
        fields[name] = Annotated[Literal["a", "b", "c", "d"] if chosen else str, ask]
    model = type("Application", (pydantic.BaseModel,), {"__annotations__": fields})
    return py.Form(model, FormData([*SENT.items()]))


def contenders():
    """Give a function for each way of writing the page."""
    env = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    install(env, strict=False)
    bound, language = wtforms_form(), Language("en")
    hand = env.from_string(BY_HAND)
    names = {
        "icon": icon("error"),
        "chevron": icon("chevron-down"),
        "prefix": language.text("shared.error_prefix"),
        "optional": language.text("shared.optional"),
    }
    yield "written by hand", lambda: hand.render(form=bound, **names)
    ours = env.from_string(OURS)
    for name, form, field in (
        ("WTForms", bound, wt.field),
        ("Django", django_form(), dj.field),
        ("pydantic", pydantic_form(), py.field),
    ):
        yield name, lambda form=form, field=field: ours.render(form=form, field=field)


def tree(html):
    """What a browser makes of a page."""
    return [
        (one.tag, sorted(one.attrib.items()), " ".join((one.text or "").split()))
        for one in html5lib.parse(html, namespaceHTMLElements=False).iter()
    ]


def main() -> None:
    """Print the table."""
    found = dict(contenders())
    trees = {name: tree(render()) for name, render in found.items()}
    for name, one in trees.items():
        assert one == trees["written by hand"], f"the page of {name} differs"
    times = {name: [] for name in found}
    for _ in range(ROUNDS):
        for name, render in found.items():
            start = time.process_time()
            for _ in range(RUNS):
                render()
            times[name].append((time.process_time() - start) / RUNS)
    base = min(times["written by hand"])
    print(f"{'thirty fields':24}{'CPU ms':>8}{'ratio':>8}   median")
    for name, taken in times.items():
        middle = statistics.median(taken) / statistics.median(times["written by hand"])
        print(f"{name:24}{min(taken) * 1000:8.3f}{min(taken) / base:8.2f}   {middle:.2f}")
    for name, taken in times.items():
        ratio = min(taken) / base
        if name != "written by hand":
            within = "within" if ratio <= LIMIT else "ABOVE"
            print(f"{name} is {within} the limit of {LIMIT} times the page written by hand")


if __name__ == "__main__":
    main()
