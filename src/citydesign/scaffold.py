"""`citydesign new`: a component folder that already passes every derived test."""

import re
import shutil
import tempfile
from pathlib import Path

from citydesign import packs
from citydesign.contracts import load
from citydesign.errors import CityDesignError, nearest
from citydesign.library import GROUPS, LIBRARY, OURS, Pack
from citydesign.paths import IN_CHECKOUT

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def new(path: str, here: Path) -> Path:
    """Write a new component folder into the project that you are in.

    Args:
        path: Group and name, such as `booking/queue-number`.
        here: A folder of the project; see `place`.

    Returns:
        The folder.

    Raises:
        CityDesignError: The name is no kebab-case name, the group is unknown, the component exists,
            or the project has no place for components.
    """
    group, _, name = path.strip("/").partition("/")
    if not _NAME.fullmatch(name):
        raise CityDesignError(f"{path!r}: write group/name in kebab-case: booking/queue-number")
    if group not in GROUPS:
        raise CityDesignError(f"{path!r}: no group {group!r}{nearest(group, GROUPS)}")
    pack = place(here)
    if taken := next((p for g in GROUPS if (p := pack.folder / g / name).exists()), None):
        raise CityDesignError(f"{taken} exists; choose another name")
    folder = pack.folder / group / name
    values = {
        "@name@": name,
        "@macro@": name.replace("-", "_"),
        "@title@": name.replace("-", " ").capitalize(),
        "@pack@": pack.name,
        "@block@": f"{pack.prefix}-{name}",
    }
    with tempfile.TemporaryDirectory(dir=pack.folder.parent, prefix=".new-") as temporary:
        draft = Path(temporary) / group / name
        for file, text in _FILES.items():
            for mark, value in values.items():
                file, text = file.replace(mark, value), text.replace(mark, value)
            target = draft / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        load(draft, LIBRARY, pack)
        folder.parent.mkdir(exist_ok=True)
        shutil.move(draft, folder)
    return folder


def place(here: Path) -> Pack:
    """The pack that a new component belongs to, seen from a folder of the project.

    That is the nearest folder, here or above, that holds `pack.toml`, declares a pack in its
    `pyproject.toml`, or has a folder `components`.

    Raises:
        CityDesignError: There is none, or it is that of an installed package.
    """
    for above in (here.absolute(), *here.absolute().parents):
        for folder in _folders(above):
            if {"site-packages", "dist-packages"} & set(folder.parts) or (
                folder == OURS.folder and not IN_CHECKOUT
            ):
                raise CityDesignError(
                    f"{folder} is that of an installed package; go to the folder of your project"
                )
            return OURS if folder.samefile(OURS.folder) else packs.at(folder)
    raise CityDesignError(
        f"{here.absolute()} is in no project with components: make a folder `components` in yours"
    )


def _folders(project: Path) -> list[Path]:
    declared = packs.declared(project).values()
    found = [project] if (project / packs.FILE).is_file() else [*declared, project / "components"]
    return [folder for folder in found if folder.is_dir()]


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
<div class="@block@{{ html_classes(attrs) }}"{{ html_attributes(attrs) }}>
<p class="@block@__title">{{ title }}</p>
{{ caller() if caller else content }}
</div>
{% endmacro %}
""",
    "@name@.scss": """\
.@block@ {
  padding: var(--city-space-4);
  border: var(--city-border-width-thin) solid var(--city-color-border-default);
  border-radius: var(--city-radius-surface);
  background: var(--city-color-surface-raised);
  color: var(--city-color-text-default);
}

.@block@__title {
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
{% from "@pack@/@name@.html" import @macro@ %}

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
