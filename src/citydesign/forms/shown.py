"""Fields shown as components, whatever library they are from."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup

from citydesign import calls
from citydesign.checks import where
from citydesign.errors import UsageError
from citydesign.forms.attributes import add_attributes
from citydesign.forms.components import OTHERS, SHOWN, USUAL, Parameters, asked
from citydesign.forms.core import lists
from citydesign.forms.core.fields import Failure, Field, Kind, first_control
from citydesign.library import OURS


def show(
    field: Field,
    content: Mapping[str, Markup] | None = None,
    *,
    component: str | None = None,
    **more: Any,
) -> Markup:
    """Show a field as the component of its kind.

    Args:
        field: The field.
        content: What is asked further when a choice is made, by the choice's value.
        component: Another component that asks for the same, such as `combobox` instead of a
            select; `components.OTHERS` lists those of each kind.
        more: Further parameters of the component; they win over what the field says.

    Raises:
        UsageError: No component shows such a field, or none shows all of it.
    """
    asked_by = component or USUAL.get(field.kind)
    if content and asked_by not in ("radios", "checkboxes"):
        raise UsageError(f"{field.name!r}: only radios and checkboxes take content")
    if component and component != USUAL.get(field.kind):
        return _as_another(field, component, content, more)
    match field.kind:
        case Kind.HIDDEN:
            if more:
                raise UsageError(f"{field.name!r}: a hidden field takes no {', '.join(more)}")
            return _hidden(field)
        case Kind.SUBMIT:
            given = {"name": field.name, "value": field.value, "attrs": field.attrs or None}
            return _component("button")(**{"text": field.label, **given, **more})
        case Kind.GROUP:
            return _group(field, more)
        case Kind.LIST:
            return _list(field, more)
        case Kind.OTHER:
            raise UsageError(f"{field.name!r}: no component shows it; use field_wrapper")
    if field.kind is Kind.FILES and "max_files" not in {**field.limits, **more}:
        raise UsageError(f"{field.name!r}: say how many files you take: field(..., max_files=5)")
    name, parameters = SHOWN[field.kind](field)
    html = _complete(field, name, parameters, content, more)
    return Markup().join(map(show, field.fields)) + html if field.fields else html


def _complete(
    field: Field,
    name: str,
    parameters: Parameters,
    content: Mapping[str, Markup] | None,
    more: Parameters,
) -> Markup:
    if content:
        for item in parameters["items"]:
            if item["value"] in content:
                item["content"] = content[item["value"]]
    if field.attrs:
        add_attributes(name, parameters, field.attrs)
    return _component(name)(**{**parameters, **more})


def _as_another(
    field: Field, name: str, content: Mapping[str, Markup] | None, more: Parameters
) -> Markup:
    name = name.replace("_", "-")
    made = OTHERS.get(field.kind, {}).get(name)
    if made is None:
        known = ", ".join(filter(None, [USUAL.get(field.kind), *OTHERS.get(field.kind, {})]))
        advice = f"write one of {known}" if known else "leave component out"
        raise UsageError(
            f"{field.name!r}: {name} can't show a field of kind {field.kind}; {advice}"
        )
    return _complete(field, name, made(field), content, more)


def summary(failures: Iterable[Failure]) -> list[dict[str, str]]:
    """Give the items of an error summary."""
    return [
        {"text": one.text, "url": f"#{one.control}"} if one.control else {"text": one.text}
        for one in failures
    ]


def refusal(
    form: type, field: str, what: str, advice: str | None, known: Iterable[str]
) -> UsageError:
    """Say that no component shows a field, and what to write instead.

    Args:
        form: The class of the form.
        field: Name of the field.
        what: What it is: `ColorField with ColorInput`.
        advice: What to write instead, where that is known.
        known: Names of the classes that are shown.
    """
    try:
        place = f"{inspect.getsourcefile(form)}:{inspect.getsourcelines(form)[1]}: "
    except (OSError, TypeError):
        # Made by a function, or at a prompt.
        place = ""
    advice = advice or f"one of {', '.join(sorted(known))}, or show it inside field_wrapper"
    return UsageError(f"{place}{form.__name__}.{field}: no component shows {what}; write {advice}")


def something_else(given: object, wanted: str) -> UsageError:
    """Say that what a page gave is not what it is asked for.

    Args:
        given: What it gave. Of a misspelt name that is nothing, or the sign of a template for it.
        wanted: What it is asked for: `a field of a form, such as form.email`.
    """
    nothing = (
        given is None or isinstance(given, Undefined) or (isinstance(given, str) and not given)
    )
    what = "nothing has that name" if nothing else f"{given!r} is something else"
    return UsageError(f"{where()}: {what}; give {wanted}")


@cache
def _component(name: str) -> Callable[..., Markup]:
    return calls.call(OURS.name, name)


def _hidden(field: Field) -> Markup:
    return Markup('<input id="{}" name="{}" type="hidden" value="{}">').format(
        field.id, field.name, field.value
    )


def _group(field: Field, more: Parameters) -> Markup:
    parameters = asked(field)
    del parameters["name"]
    attrs = dict(field.attrs)
    if first_control(field) == field.id:
        # Where it holds no control, the error summary leads to the group itself.
        attrs["tabindex"] = "-1"
    parameters["attrs"] = attrs or None
    content = Markup().join(show(one) for one in field.fields)
    return _component("fieldset")(**{**parameters, "content": content, **more})


def _list(field: Field, more: Parameters) -> Markup:
    limits = field.limits
    parameters = asked(field)
    # What may be left out, the button to remove it says.
    parameters.pop("optional", None)
    attrs = dict(field.attrs)
    if first_control(field) == field.id:
        # Where it has no entry, the error summary leads to the list itself.
        attrs["tabindex"] = "-1"
    # Any other entry has its numbered name as its own label.
    inline = all(entry.kind is not Kind.GROUP for entry in field.fields)
    parameters |= {
        "items": [_entry(field, one, inline) for one in field.fields],
        "min": limits.get("least", 0),
        "max": limits.get("most"),
        "action_name": lists.ACTION,
        "changed": limits.get("changed"),
        "inline": inline,
        "attrs": attrs or None,
    }
    return _component("add-another")(**{**parameters, **more})


def _entry(whole: Field, entry: Field, inline: bool) -> Parameters:
    item: Parameters = {
        "value": entry.name.removeprefix(f"{whole.name}-"),
        "label": entry.label,
    }
    if inline:
        return {**item, "content": show(entry)}
    if entry.hint:
        item["hint"] = entry.hint
    if entry.errors:
        item["error"] = entry.errors[0]
    fields = list(entry.fields)
    if all(one.kind in _SILENT for one in fields):
        # So that it is still there when nothing in it is chosen.
        fields.append(Field(Kind.HIDDEN, entry.name, "", f"{entry.id}-entry"))
    return {**item, "content": Markup().join(map(show, fields))}


#: What sends nothing while nothing is chosen.
_SILENT = {Kind.CHECKBOX, Kind.CHECKBOXES, Kind.RADIOS, Kind.FILE, Kind.FILES}
