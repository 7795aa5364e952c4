"""Fields shown as components, whatever library they are from."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import groupby
from typing import Any

from markupsafe import Markup

from citydesign import calls
from citydesign.errors import UsageError
from citydesign.forms.core import lists
from citydesign.forms.core.fields import Choice, Failure, Field, Kind, first_control
from citydesign.library import OURS

Parameters = dict[str, Any]


def show(field: Field, content: Mapping[str, Markup] | None = None, **more: Any) -> Markup:
    """Show a field as the component of its kind.

    Args:
        field: The field.
        content: What is asked further when a choice is made, by the choice's value.
        more: Further parameters of the component; they win over what the field says.

    Raises:
        UsageError: No component shows such a field, or none shows all of it.
    """
    if content and field.kind not in (Kind.RADIOS, Kind.CHECKBOXES):
        raise UsageError(f"{field.name!r}: only radios and checkboxes take content")
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
    name, parameters = _SHOWN[field.kind](field)
    if content:
        for item in parameters["items"]:
            if item["value"] in content:
                item["content"] = content[item["value"]]
    if field.attrs:
        _add_attributes(name, parameters, field.attrs)
    html = _component(name)(**{**parameters, **more})
    return Markup().join(map(show, field.fields)) + html if field.fields else html


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


@cache
def _component(name: str) -> Callable[..., Markup]:
    return calls.call(OURS.name, name)


def _asked(field: Field) -> Parameters:
    asked: Parameters = {"name": field.name, "label": field.label, "id": field.id}
    if field.hint:
        asked["hint"] = field.hint
    if field.errors:
        asked["error"] = field.errors[0]
    if not field.required:
        asked["optional"] = True
    return asked


def _text_input(field: Field) -> tuple[str, Parameters]:
    parameters = {**_asked(field), "value": field.value}
    if field.kind is not Kind.TEXT:
        parameters["type"] = field.kind.value
    if limit := field.limits.get("max_characters"):
        parameters["maxlength"] = limit
    return "text-input", parameters


def _number_input(field: Field) -> tuple[str, Parameters]:
    parameters = {**_asked(field), "value": field.value}
    if field.kind is Kind.DECIMAL:
        parameters |= {"decimals": True, "width": "10"}
    for name, limit in (("min", "least"), ("max", "most")):
        if (number := field.limits.get(limit)) is not None:
            parameters[name] = number if isinstance(number, int) else float(number)
    return "number-input", parameters


def _phone_input(field: Field) -> tuple[str, Parameters]:
    # Whose number it is, the form alone knows.
    parameters = {**_asked(field), "value": field.value, "autocomplete": None}
    if limit := field.limits.get("max_characters"):
        parameters["attrs"] = {"maxlength": str(limit)}
    return "phone-input", parameters


def _password_input(field: Field) -> tuple[str, Parameters]:
    """A password never comes back to the page; whether it is a new one, the form alone knows."""
    return "password-input", {**_asked(field), "autocomplete": None}


def _textarea(field: Field) -> tuple[str, Parameters]:
    parameters = {**_asked(field), "value": field.value}
    if limit := field.limits.get("max_characters"):
        parameters["max_characters"] = limit
    return "textarea", parameters


def _date_picker(field: Field) -> tuple[str, Parameters]:
    value = {"value": field.value} if isinstance(field.value, str) else {"date": field.value}
    limits = {"min": field.limits.get("least"), "max": field.limits.get("most")}
    return "date-picker", {**_asked(field), **value, **limits}


def _date_input(field: Field) -> tuple[str, Parameters]:
    parameters = {**_asked(field), "value": field.value}
    if field.wrong:
        parameters["wrong"] = list(field.wrong)
    return "date-input", parameters


def _time_input(field: Field) -> tuple[str, Parameters]:
    value = {"value": field.value} if isinstance(field.value, str) else {"time": field.value}
    return "time-input", {**_asked(field), **value}


def _checkbox(field: Field) -> tuple[str, Parameters]:
    box: Parameters = {"value": "y", "label": field.label}
    if field.attrs.get("disabled"):
        box["disabled"] = True
    value = ["y"] if field.value else []
    return "checkboxes", {**_asked(field), "label": None, "items": [box], "value": value}


def _checkboxes(field: Field) -> tuple[str, Parameters]:
    items = [_item(choice, field) for choice in field.choices]
    return "checkboxes", {**_asked(field), "items": items, "value": list(field.value)}


def _radios(field: Field) -> tuple[str, Parameters]:
    items = [_item(choice, field) for choice in field.choices]
    return "radios", {**_asked(field), "items": items, "value": field.value or None}


def _item(choice: Choice, field: Field) -> Parameters:
    if choice.group is not None:
        raise UsageError(
            f"{field.name!r}: {field.kind} have no groups; ask by a select, or by one field a group"
        )
    item: Parameters = {"value": choice.value, "label": choice.label}
    if choice.disabled:
        item["disabled"] = True
    if choice.attrs:
        item["attrs"] = dict(choice.attrs)
    return item


def _select(field: Field) -> tuple[str, Parameters]:
    items: list[Parameters] = []
    parameters = {**_asked(field), "items": items, "value": field.value}
    for label, choices in groupby(field.choices, lambda choice: choice.group):
        options = []
        for choice in choices:
            if choice.attrs:
                raise UsageError(
                    f"{field.name!r}: the choices of a select take no {', '.join(choice.attrs)}"
                )
            if choice.value == "" and label is None:
                # The empty choice is not one of the answers.
                parameters["placeholder"] = choice.label
                continue
            option: Parameters = {"value": choice.value, "label": choice.label}
            if choice.disabled:
                option["disabled"] = True
            options.append(option)
        items.extend(options if label is None else [{"label": label, "options": options}])
    return "select", parameters


def _file_upload(field: Field) -> tuple[str, Parameters]:
    parameters = {**_asked(field), **field.limits}
    if any(file.get("error") == parameters.get("error") for file in field.limits.get("files", ())):
        # What is wrong with a file is shown at the file.
        parameters.pop("error", None)
    return "file-upload", parameters


_SHOWN: Mapping[Kind, Callable[[Field], tuple[str, Parameters]]] = {
    **dict.fromkeys((Kind.TEXT, Kind.EMAIL, Kind.URL), _text_input),
    **dict.fromkeys((Kind.INTEGER, Kind.DECIMAL), _number_input),
    Kind.TEL: _phone_input,
    Kind.PASSWORD: _password_input,
    Kind.TEXTAREA: _textarea,
    Kind.DATE: _date_picker,
    Kind.DATE_PARTS: _date_input,
    Kind.TIME: _time_input,
    Kind.CHECKBOX: _checkbox,
    Kind.CHECKBOXES: _checkboxes,
    Kind.RADIOS: _radios,
    Kind.SELECT: _select,
    Kind.FILE: _file_upload,
    Kind.FILES: _file_upload,
}


def _hidden(field: Field) -> Markup:
    return Markup('<input id="{}" name="{}" type="hidden" value="{}">').format(
        field.id, field.name, field.value
    )


def _group(field: Field, more: Parameters) -> Markup:
    parameters = _asked(field)
    del parameters["name"]
    # A form within a form has no answer of its own.
    parameters.pop("optional", None)
    attrs = dict(field.attrs)
    if first_control(field) == field.id:
        # Where it holds no control, the error summary leads to the group itself.
        attrs["tabindex"] = "-1"
    parameters["attrs"] = attrs or None
    content = Markup().join(show(one) for one in field.fields)
    return _component("fieldset")(**{**parameters, "content": content, **more})


def _list(field: Field, more: Parameters) -> Markup:
    limits = field.limits
    parameters = _asked(field)
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
#: What each component takes by a parameter of its own; everything else goes into `attrs`.
_OWN = {
    "text-input": {
        "autocomplete", "inputmode", "spellcheck", "autocapitalize", "maxlength", "disabled",
        "readonly",
    },
    "number-input": {"autocomplete", "disabled", "readonly"},
    "phone-input": {"autocomplete", "disabled"},
    "password-input": {"autocomplete"},
    "textarea": {"rows", "autocomplete", "spellcheck", "disabled", "readonly"},
    "select": {"autocomplete", "disabled"},
    "date-input": {"autocomplete"},
}  # fmt: skip
#: What each component writes by itself, because its kind settles it; the field's own is left out.
_SETTLED = {
    "number-input": {"inputmode"},
    "time-input": {"inputmode", "autocomplete"},
    "date-picker": {"autocomplete"},
    "password-input": {"autocapitalize", "spellcheck"},
}
#: How a parameter is read where HTML has words for it.
_READ: Mapping[str, Callable[[Any], Any]] = {
    "spellcheck": lambda value: str(value).lower() == "true",
    "maxlength": int,
    "rows": int,
    "disabled": bool,
    "readonly": bool,
}


def _add_attributes(component: str, parameters: Parameters, given: Mapping[str, Any]) -> None:
    attrs: Parameters = dict(parameters.get("attrs") or {})
    for name, value in given.items():
        if name in _OWN.get(component, ()):
            parameters[name] = _READ.get(name, lambda text: text)(value)
        elif name in _SETTLED.get(component, ()):
            continue
        elif not (name == "disabled" and parameters.get("label") is None):
            # A single checkbox is disabled itself, not what is around it.
            attrs[name] = value if isinstance(value, bool) or value is None else str(value)
    if attrs:
        parameters["attrs"] = attrs
