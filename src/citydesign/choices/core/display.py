"""How a resident wants a site to look, as values and as the text of a cookie."""

from __future__ import annotations

from collections.abc import Mapping

#: What can be chosen: the fields and values of the record `Display` of the components.
OFFERED: Mapping[str, tuple[str, ...]] = {
    "scheme": ("light", "dark"),
    "contrast": ("more",),
    "size": ("125", "150", "200"),
    "spacing": ("wide",),
    "motion": ("none",),
}


def chosen(form: Mapping[str, str]) -> dict[str, str]:
    """Give what was chosen, without what is left to device and browser.

    Args:
        form: As it was sent; anybody may have written it.
    """
    return {name: form[name] for name, values in OFFERED.items() if form.get(name) in values}


def written(choice: Mapping[str, str]) -> str:
    """Give a choice as the value of a cookie; an empty one is empty."""
    return "~".join(f"{name}.{value}" for name, value in choice.items())


def read(text: str) -> dict[str, str]:
    """Read what `written` gave.

    Anybody can write a cookie of their own browser, so what nobody can choose is dropped.

    Args:
        text: The value of the cookie; empty where there is none.
    """
    pairs = (part.partition(".") for part in text.split("~"))
    return chosen({name: value for name, _, value in pairs})
