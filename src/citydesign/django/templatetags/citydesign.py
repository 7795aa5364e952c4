"""`{% citydesign "text_input" name="email" label="Email" %}` in Django's own templates."""

from collections.abc import Callable
from typing import Any

from django import template
from markupsafe import Markup

from citydesign import ui
from citydesign.checks import called_at
from citydesign.contracts import all_components
from citydesign.errors import nearest

register = template.Library()


@register.simple_tag(name="citydesign")
def component(component_name: str, /, **parameters: Any) -> Markup:
    """Render a component by the name of its macro.

    Raises:
        TemplateSyntaxError: There is no such component.
        UsageError: The call breaks the component's contract.
    """
    return _call(component_name, parameters)


@register.simple_block_tag(name="citydesign_call", end_name="endcitydesign_call")
def component_with_content(content: str, component_name: str, /, **parameters: Any) -> Markup:
    """Render a component whose content stands between the tags."""
    return _call(component_name, {**parameters, "content": Markup(content)})


def _call(name: str, parameters: dict[str, Any]) -> Markup:
    known = [c.macro for c in all_components()]
    if name not in known:
        raise template.TemplateSyntaxError(f"no component {name!r}{nearest(name, known)}")
    return getattr(ui, name)(**parameters)  # type: ignore[no-any-return]


class _Placed(template.Node):
    """A tag whose errors name the template's file and line."""

    def __init__(self, tag: template.Node):
        self._tag = tag
        # Django looks here for the blocks inside.
        self.nodelist = getattr(tag, "nodelist", template.NodeList())

    def render(self, context: template.Context) -> str:
        with called_at(f"{self.origin.name}:{self.token.lineno}"):
            return str(self._tag.render(context))


def _placed(compile_tag: Callable[..., template.Node]) -> Callable[..., template.Node]:
    return lambda parser, token: _Placed(compile_tag(parser, token))


for _name in ("citydesign", "citydesign_call"):
    register.tags[_name] = _placed(register.tags[_name])
