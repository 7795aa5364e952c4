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
            select; `OTHERS` lists those of each kind.
        more: Further parameters of the component; they win over what the field says.

    Raises:
        UsageError: No component shows such a field, or none shows all of it.
    """
    asked_by = component or _USUAL.get(field.kind)
    if content and asked_by not in ("radios", "checkboxes"):
        raise UsageError(f"{field.name!r}: only radios and checkboxes take content")
    if component and component != _USUAL.get(field.kind):
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
    name, parameters = _SHOWN[field.kind](field)
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
        _add_attributes(name, parameters, field.attrs)
    return _component(name)(**{**parameters, **more})


def _as_another(
    field: Field, name: str, content: Mapping[str, Markup] | None, more: Parameters
) -> Markup:
    name = name.replace("_", "-")
    made = OTHERS.get(field.kind, {}).get(name)
    if made is None:
        known = ", ".join(filter(None, [_USUAL.get(field.kind), *OTHERS.get(field.kind, {})]))
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


def _combobox(field: Field) -> Parameters:
    if field.kind is Kind.CHECKBOXES:
        return {**_checkboxes(field)[1], "multiple": True}
    _, parameters = _select(field)
    parameters.pop("placeholder", None)
    return parameters


def _segmented_control(field: Field) -> Parameters:
    if not field.value or field.errors:
        raise UsageError(
            f"{field.name!r}: a segmented-control shows what holds now and can't be wrong; give "
            "the form a value, or leave component out"
        )
    parameters = _radios(field)[1]
    parameters.pop("optional", None)
    return parameters


def _switch(field: Field) -> Parameters:
    parameters = {**_asked(field), "value": "y", "checked": bool(field.value)}
    # Off is an answer.
    parameters.pop("optional", None)
    return parameters


def _consent(field: Field) -> Parameters:
    parameters = _switch(field)
    if hint := parameters.pop("hint", None):
        # What is agreed to is more than help.
        parameters["content"] = hint
    return parameters


_GRADES = ("1", "2", "3", "4", "5")


def _rating(field: Field) -> Parameters:
    if field.choices and tuple(one.value for one in field.choices) != _GRADES:
        raise UsageError(f"{field.name!r}: the choices of a rating are 1, 2, 3, 4, 5; name those")
    return {**_asked(field), "value": field.value if field.value in _GRADES else None}


def _currency_input(field: Field) -> Parameters:
    return _without(_number_input(field)[1], "decimals", "width")


def _range_input(field: Field) -> Parameters:
    parameters = _without(_number_input(field)[1], "width")
    return parameters if isinstance(parameters["value"], str) else {**parameters, "value": ""}


def _code_input(field: Field) -> Parameters:
    parameters = _asked(field)
    if limit := field.limits.get("max_characters"):
        parameters["digits"] = limit
    return parameters


def _without(parameters: Parameters, *names: str) -> Parameters:
    return {name: value for name, value in parameters.items() if name not in names}


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
#: The component that shows each kind unless another is named.
_USUAL: Mapping[Kind, str] = {
    **dict.fromkeys((Kind.TEXT, Kind.EMAIL, Kind.URL), "text-input"),
    **dict.fromkeys((Kind.INTEGER, Kind.DECIMAL), "number-input"),
    **dict.fromkeys((Kind.CHECKBOX, Kind.CHECKBOXES), "checkboxes"),
    **dict.fromkeys((Kind.FILE, Kind.FILES), "file-upload"),
    Kind.TEL: "phone-input",
    Kind.PASSWORD: "password-input",
    Kind.TEXTAREA: "textarea",
    Kind.DATE: "date-picker",
    Kind.DATE_PARTS: "date-input",
    Kind.TIME: "time-input",
    Kind.RADIOS: "radios",
    Kind.SELECT: "select",
}
#: The further components that ask for the same, by kind.
OTHERS: Mapping[Kind, Mapping[str, Callable[[Field], Parameters]]] = {
    Kind.TEXT: {"code-input": _code_input},
    Kind.TEXTAREA: {"text-editor": lambda field: _textarea(field)[1]},
    Kind.INTEGER: {
        "currency-input": _currency_input,
        "range-input": _range_input,
        "rating": _rating,
    },
    Kind.DECIMAL: {"currency-input": _currency_input},
    Kind.CHECKBOX: {"switch": _switch, "consent": _consent},
    Kind.CHECKBOXES: {"combobox": _combobox},
    Kind.RADIOS: {
        "select": lambda field: _select(field)[1],
        "combobox": _combobox,
        "segmented-control": _segmented_control,
        "rating": _rating,
    },
    Kind.SELECT: {
        "radios": lambda field: _radios(field)[1],
        "combobox": _combobox,
        "segmented-control": _segmented_control,
    },
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
    "text-editor": {"rows"},
    "currency-input": {"readonly"},
    "switch": {"disabled"},
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
