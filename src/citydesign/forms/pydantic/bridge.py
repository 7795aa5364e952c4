"""Fields of a model as components."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from citydesign.exchange import Sent
from citydesign.extras import extra
from citydesign.forms import shown
from citydesign.forms.bound import Bound
from citydesign.forms.core.fields import Field, failures
from citydesign.forms.pydantic.form import Form
from citydesign.host import follows_template

with extra("pydantic", "forms of pydantic"):
    from pydantic import BaseModel


@follows_template
def field(bound: Field, content: Mapping[str, Markup] | None = None, **more: Any) -> Markup:
    """Show a field of a form as the component of its kind.

    Args:
        bound: A field: `form["name"]`, in a template `form.name`.
        content: What is asked further when an item is chosen, by the item's value.
        more: Further parameters of the component. `component` names another one that asks for the
            same, such as `combobox` instead of a select (`components.OTHERS`).

    Raises:
        UsageError: It is no field of a form, as where its name is misspelt; no component shows all
            of it.
    """
    if not isinstance(bound, Field):
        raise shown.something_else(bound, "a field of a form, such as form['email']")
    return shown.show(bound, content, **more)


def bound(model: type[BaseModel], sent: Sent | None = None, judge: bool = False) -> Bound:
    """Bind a model to what was sent.

    Args:
        model: The model.
        sent: What was sent; None for an empty form.
        judge: Whether to say what is wrong with it.

    Raises:
        UsageError: No component shows one of its fields.
    """
    made = Form(model, sent)
    if not judge:
        made._errors.clear()
    fields = tuple(made)
    return Bound(fields, Markup("\n").join(map(shown.show, fields)), summary(made) if judge else [])


@follows_template
def summary(form: Form[Any]) -> list[dict[str, str]]:
    """Give the items of an error summary: what is wrong with the whole form, then with each field.

    Each field comes once, with its first error, and leads to its first control (WCAG 3.3.1); what
    no control of its own can fix leads to the first control of the form.

    Raises:
        UsageError: It is no form.
    """
    if not isinstance(form, Form):
        raise shown.something_else(form, "a form")
    return shown.summary(failures(form, form.errors))
