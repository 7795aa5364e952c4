"""`{% citydesign "text_input" name="email" label="Email" %}` in Django's own templates."""

from typing import Any

from django import template
from markupsafe import Markup

from citydesign import host
from citydesign.attributes import plain
from citydesign.calls import call
from citydesign.checks import called_at, where
from citydesign.contracts import all_components, meant
from citydesign.contracts import component as contract_of
from citydesign.rules import names_in

register = template.Library()


@register.simple_tag(name="citydesign")
def component(component_name: str, /, **parameters: Any) -> Markup:
    """Render a component by the name of its macro; a pack's by both: `rantakyla/stop_board`.

    Raises:
        TemplateSyntaxError: There is no such component.
        UsageError: The call breaks the component's contract.
    """
    return _call(component_name, parameters)


@register.simple_block_tag(name="citydesign_call", end_name="endcitydesign_call")
def component_with_content(content: str, component_name: str, /, **parameters: Any) -> Markup:
    """Render a component whose content is between the tags."""
    return _call(component_name, {**parameters, "content": Markup(content)})


@register.simple_tag(name="citydesign_field")
def field_as_component(bound: Any, **parameters: Any) -> Markup:
    """Show a bound field, or a formset, as its component: `{% citydesign_field form.name %}`.

    Raises:
        UsageError: No component shows such a field.
    """
    from citydesign.forms.django import field

    return field(bound, **parameters)


@register.simple_tag(name="citydesign_errors")
def errors_of(*forms: Any) -> list[dict[str, str]]:
    """Give the items of an error summary: `{% citydesign_errors form as errors %}`."""
    from citydesign.forms.django import summary

    return summary(*forms)


class _Placed(template.Node):
    """A tag that says where it is, so that errors name the template's own line."""

    def __init__(self, tag: template.Node):
        self._tag = tag
        self.nodelist = getattr(tag, "nodelist", template.NodeList())

    def render(self, context: template.Context) -> Any:
        """Render the tag."""
        with called_at(f"{self.origin.name}:{self.token.lineno}"):
            return self._tag.render(context)


def _placed(name: str) -> None:
    read = register.tags[name]

    def parse(parser: Any, token: Any) -> template.Node:
        try:
            tag = read(parser, token)
            if name == "citydesign_errors" and tag.target_var is None:
                raise template.TemplateSyntaxError(
                    "the items are for a summary: write {% citydesign_errors form as errors %}"
                )
            return _Placed(tag)
        except template.TemplateSyntaxError as error:
            # What a tag inside this one does wrong has its own token.
            if hasattr(error, "token"):
                raise
            place = f"{parser.origin.name}:{token.lineno}"
            raise template.TemplateSyntaxError(f"{place}: {error}") from None

    register.tags[name] = parse


_placed("citydesign")
_placed("citydesign_call")
_placed("citydesign_field")
_placed("citydesign_errors")


def _call(name: str, parameters: dict[str, Any]) -> Markup:
    library = host.current().settings.library
    known = [folder.replace("-", "_") for folder in library.folders]
    if not name:
        raise template.TemplateSyntaxError(
            f'{where()}: write the name of the component in quotes, such as "text_input"'
        )
    if name not in known:
        hint = meant(name, {one.id.replace("-", "_"): one for one in all_components(library)})
        raise template.TemplateSyntaxError(f"{where()}: no component {name!r}{hint}")
    # Django marks each literal of a template as safe; where only text is allowed it is just text.
    contract = contract_of(name, library)
    for parameter in contract.parameters:
        value = parameters.get(parameter.name)
        if isinstance(value, str) and "Markup" not in names_in(parameter.type):
            parameters[parameter.name] = plain(value)
    return call(contract.pack.name, contract.name)(**parameters)
