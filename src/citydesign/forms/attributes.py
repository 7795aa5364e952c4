"""A field's own attributes of HTML, each where its component takes it."""

from collections.abc import Callable, Mapping
from typing import Any

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


def add_attributes(component: str, parameters: dict[str, Any], given: Mapping[str, Any]) -> None:
    """Add a field's own attributes to the parameters of a component, each where it belongs."""
    attrs: dict[str, Any] = dict(parameters.get("attrs") or {})
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
