"""`citydesign new`: a component folder that already passes every derived test."""

import re
import shutil
import tempfile
from pathlib import Path

from citydesign.contracts import load
from citydesign.errors import CityDesignError, nearest
from citydesign.paths import COMPONENTS

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def new(path: str, root: Path = COMPONENTS) -> Path:
    """Write a new component folder.

    Args:
        path: Group and name, such as `booking/queue-number`.
        root: The `components` folder.

    Returns:
        The folder.

    Raises:
        CityDesignError: The name is no kebab-case name, the group is unknown, or the component
            exists.
    """
    group, _, name = path.strip("/").partition("/")
    groups = sorted(p.name for p in root.iterdir() if p.is_dir() and p.name != "shared")
    if not _NAME.fullmatch(name):
        raise CityDesignError(f"{path!r}: write group/name in kebab-case: booking/queue-number")
    if group not in groups:
        raise CityDesignError(f"{path!r}: no group {group!r}{nearest(group, groups)}")
    if taken := next(root.glob(f"*/{name}"), None):
        raise CityDesignError(f"{taken} exists; choose another name")
    folder = root / group / name
    title = name.replace("-", " ").capitalize()
    values = {"@name@": name, "@macro@": name.replace("-", "_"), "@title@": title}
    with tempfile.TemporaryDirectory(dir=root.parent, prefix=".new-") as temporary:
        draft = Path(temporary) / group / name
        for file, text in _FILES.items():
            for mark, value in values.items():
                file, text = file.replace(mark, value), text.replace(mark, value)
            target = draft / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        load(draft)
        shutil.move(draft, folder)
    return folder


_FILES = {
    "@name@.html": """\
{#
title = "@title@"
status = "draft"
since = "next"
summary = "Say in one sentence what this is for."
uses = ["attrs"]

[parameters]
title = { type = "str | Markup", text = "What the resident reads first.", nonempty = true }
content = { type = "str | Markup", text = "What follows, unless a call block gives it." }
#}
{% macro @macro@(
    title,
    content="",
    attrs=None,
    caller=None
) %}
<div class="city-@name@{{ html_classes(attrs) }}"{{ html_attributes(attrs) }}>
<p class="city-@name@__title">{{ title }}</p>
{{ caller() if caller else content }}
</div>
{% endmacro %}
""",
    "@name@.scss": """\
.city-@name@ {
  padding: var(--city-space-4);
  border: var(--city-border-width-thin) solid var(--city-color-border-default);
  border-radius: var(--city-radius-surface);
  background: var(--city-color-surface-raised);
  color: var(--city-color-text-default);
}

.city-@name@__title {
  margin: 0;
  font-weight: var(--city-font-weight-strong);
}
""",
    "@name@.md": """\
Say what situation this is for, and what it does for the resident.

## When to use it

Say when you would choose it.

## When to use something else

Name the better component for the nearest other situation.

## How it behaves

Say what it does by keyboard, without scripts, and in each state.

## Accessibility

Name the WCAG criteria at stake, how they are met, and what you must do yourself.
""",
    "examples/default.html": """\
{# Says what comes next #}
{% from "citydesign/@name@.html" import @macro@ %}

{{ @macro@("Your turn is near", content="Come to desk 4.", attrs={"data-desk": "4"}) }}
""",
    "examples/fi.toml": """\
"Your turn is near" = "Vuorosi on pian"
"Come to desk 4." = "Tule tiskille 4."
""",
    "examples/sv.toml": """\
"Your turn is near" = "Det är snart din tur"
"Come to desk 4." = "Kom till disk 4."
""",
}
