"""The component that shows each kind of field, and a field's values as its parameters."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from citydesign.errors import UsageError
from citydesign.forms.core.fields import Choice, Field, Kind

Parameters = dict[str, Any]


def asked(field: Field) -> Parameters:
    """What every component is given: name, label, id, hint, error, and whether it is optional."""
    asked: Parameters = {"name": field.name, "label": field.label, "id": field.id}
    if field.hint:
        asked["hint"] = field.hint
    if field.errors:
        asked["error"] = field.errors[0]
    if not field.required:
        asked["optional"] = True
    return asked


def _text_input(field: Field) -> tuple[str, Parameters]:
    parameters = {**asked(field), "value": field.value}
    if field.kind is not Kind.TEXT:
        parameters["type"] = field.kind.value
    if limit := field.limits.get("max_characters"):
        parameters["maxlength"] = limit
    return "text-input", parameters


def _number_input(field: Field) -> tuple[str, Parameters]:
    parameters = {**asked(field), "value": field.value}
    if field.kind is Kind.DECIMAL:
        parameters |= {"decimals": True, "width": "10"}
    for name, limit in (("min", "least"), ("max", "most")):
        if (number := field.limits.get(limit)) is not None:
            parameters[name] = number if isinstance(number, int) else float(number)
    return "number-input", parameters


def _phone_input(field: Field) -> tuple[str, Parameters]:
    # Whose number it is, the form alone knows.
    parameters = {**asked(field), "value": field.value, "autocomplete": None}
    if limit := field.limits.get("max_characters"):
        parameters["attrs"] = {"maxlength": str(limit)}
    return "phone-input", parameters


def _password_input(field: Field) -> tuple[str, Parameters]:
    """A password never comes back to the page; whether it is a new one, the form alone knows."""
    return "password-input", {**asked(field), "autocomplete": None}


def _textarea(field: Field) -> tuple[str, Parameters]:
    parameters = {**asked(field), "value": field.value}
    if limit := field.limits.get("max_characters"):
        parameters["max_characters"] = limit
    return "textarea", parameters


def _date_picker(field: Field) -> tuple[str, Parameters]:
    value = {"value": field.value} if isinstance(field.value, str) else {"date": field.value}
    limits = {"min": field.limits.get("least"), "max": field.limits.get("most")}
    return "date-picker", {**asked(field), **value, **limits}


def _date_input(field: Field) -> tuple[str, Parameters]:
    parameters = {**asked(field), "value": field.value}
    if field.wrong:
        parameters["wrong"] = list(field.wrong)
    return "date-input", parameters


def _time_input(field: Field) -> tuple[str, Parameters]:
    value = {"value": field.value} if isinstance(field.value, str) else {"time": field.value}
    return "time-input", {**asked(field), **value}


def _checkbox(field: Field) -> tuple[str, Parameters]:
    box: Parameters = {"value": "y", "label": field.label}
    if field.attrs.get("disabled"):
        box["disabled"] = True
    value = ["y"] if field.value else []
    return "checkboxes", {**asked(field), "label": None, "items": [box], "value": value}


def _checkboxes(field: Field) -> tuple[str, Parameters]:
    items = [_item(choice, field) for choice in field.choices]
    return "checkboxes", {**asked(field), "items": items, "value": _known(field, field.value)}


def _radios(field: Field) -> tuple[str, Parameters]:
    items = [_item(choice, field) for choice in field.choices]
    return "radios", {
        **asked(field),
        "items": items,
        "value": next(iter(_known(field, [field.value])), None),
    }


def _known(field: Field, sent: Iterable[str]) -> list[str]:
    """What of this is among the choices: anything can be sent, also by a form nobody judged."""
    known = {choice.value for choice in field.choices}
    return [one for one in sent if one in known]


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
    value = next(iter(_known(field, [field.value])), "")
    parameters = {**asked(field), "items": items, "value": value}
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
    parameters = {**asked(field), **field.limits}
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
    parameters = {**asked(field), "value": "y", "checked": bool(field.value)}
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
    return {**asked(field), "value": field.value if field.value in _GRADES else None}


def _currency_input(field: Field) -> Parameters:
    return _without(_number_input(field)[1], "decimals", "width")


def _range_input(field: Field) -> Parameters:
    return _without(_number_input(field)[1], "width")


def _code_input(field: Field) -> Parameters:
    parameters = asked(field)
    if limit := field.limits.get("max_characters"):
        parameters["digits"] = limit
    return parameters


def _without(parameters: Parameters, *names: str) -> Parameters:
    return {name: value for name, value in parameters.items() if name not in names}


#: The component and the parameters of a field of each kind.
SHOWN: Mapping[Kind, Callable[[Field], tuple[str, Parameters]]] = {
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
USUAL: Mapping[Kind, str] = {
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
