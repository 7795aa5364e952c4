"""What live regions say while a person types and while nobody does anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from citydesign.audit.oracles.oracle import Fault, Oracle

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]

TYPED = "a b c d e f "  # counted by letters or by words
MOST = 5  # fields to type into
QUIET = 2200  # milliseconds in which a clock of seconds would speak twice
PAUSE = 1000  # milliseconds after which a person is thought to have paused
AFTER = 1600  # milliseconds in which a patient counter has spoken

NEEDED = """() => cityAudit.all(cityAudit.live + ', progress').length > 0"""
FIELDS = """() => cityAudit.all(
    'textarea, input:not([type]), input[type=text], input[type=search], input[type=email], '
    + 'input[type=tel], input[type=url], input[type=number], input[type=password]')
  .filter(e => cityAudit.shown(e) && cityAudit.enabled(e) && !e.readOnly
    && e.getRootNode() === document)
  .map(cityAudit.selector)"""
# Boxes that a press on another one ticked or unticked; radios do so by nature.
BOXES = """() => Object.fromEntries(
  cityAudit.all('input[type=checkbox], [role=checkbox], [role=switch]')
    .map(e => [cityAudit.selector(e), String(e.checked ?? e.ariaChecked)]))"""
OWN = """query => {
  const hit = document.querySelector(query);
  return hit ? cityAudit.selector(hit.closest("label")?.control ?? hit) : "";
}"""
NOW = "() => performance.now()"
TAKE = "() => cityAudit.log.announcements.splice(0)"


def _judge(stage: Stage) -> Iterator[Fault]:
    if stage.setting.state != "rest":
        yield from _on_the_way(stage)
    if not stage.js(NEEDED):
        return
    stage.untouched = False
    stage.js("() => cityAudit.watchLive()")
    began = stage.js(NOW)
    stage.window.page.wait_for_timeout(QUIET)
    alone = stage.js(TAKE)
    yield from _always(alone)
    # On a busy machine the wait is longer; what counts is the page's own clock.
    spoken = [said for said in alone if not said.get("unheard") and said["at"] <= began + QUIET]
    if len(spoken) > 1:
        yield Fault(
            "4.1.3", spoken[-1]["selector"],
            f"it speaks by itself: {len(spoken)} times in {QUIET / 1000:.0f} s "
            f'("{spoken[-1]["text"][:60]}")',
            "Announce a clock rarely: once a minute, and at the last minute.",
        )  # fmt: skip
    stage.js(TAKE)
    later = []
    for field in stage.js(FIELDS)[:MOST]:
        stage.window.page.focus(field)
        began = stage.js(NOW)
        stage.window.page.keyboard.type(TYPED, delay=25)
        took = stage.js(NOW) - began
        said = stage.js(TAKE)
        later += said
        heard = [one for one in said if not one.get("unheard")]
        # Where typing was held up, what was said waited for a pause of a second and got it.
        pauses = int(took / PAUSE)
        if len(heard) > 3 + pauses:
            yield Fault(
                "4.1.3", heard[0]["selector"],
                f"{len(heard)} announcements for {len(TYPED)} keys in {field}",
                "Wait until the person pauses (a second), then say it once.",
            )  # fmt: skip
    stage.window.page.wait_for_timeout(AFTER)
    yield from _always(later + stage.js(TAKE))


def _on_the_way(stage: Stage) -> Iterator[Fault]:
    """What is announced while the steps of a state are done, on a page that has just opened."""
    subject, setting = stage.subject, stage.setting
    steps = subject.states[setting.state]
    if not (stage.js(NEEDED) or stage.js(BOXES)):
        return
    stage.open(subject, setting.but(state="rest"))
    stage.untouched = False
    stage.js("() => cityAudit.watchLive()")
    before = stage.js(BOXES)
    stage.act(steps)
    stage.window.page.wait_for_timeout(AFTER)
    said = stage.js(TAKE)
    yield from _always(said)
    heard = [one for one in said if not one.get("unheard")]
    if len(heard) > 3:
        yield Fault(
            "4.1.3", heard[-1]["selector"],
            f"{len(heard)} announcements on the way to `{setting.state}`",
            "Say what happened once, when it is over.",
        )  # fmt: skip
    after = stage.js(BOXES)
    own = {stage.js(OWN, step.target) for step in steps if step.verb == "click"}
    silent = [s for s, was in before.items() if after.get(s, was) != was and s not in own]
    if silent and not heard:
        yield Fault(
            "4.1.3", silent[0], "it was changed by a press on something else, without a word",
            "Say in a status region what was changed.",
        )  # fmt: skip


def _always(said: list[dict[str, Any]]) -> Iterator[Fault]:
    for one in said:
        if one.get("unheard"):
            yield Fault("4.1.3", one["selector"],
                        f'"{one["text"][:60]}" went into a live region that is not displayed',
                        "Keep the live region rendered, visually hidden.")  # fmt: skip
        elif one.get("inserted"):
            yield Fault("4.1.3", one["selector"],
                        f'a live region came with its text "{one["text"][:60]}": many readers '
                        "stay silent",
                        "Have the empty region there first, then fill it.")  # fmt: skip
    texts = Counter(one["text"] for one in said if not one.get("unheard"))
    for text, times in texts.items():
        if times > 1:
            selector = next(one["selector"] for one in said if one["text"] == text)
            yield Fault("4.1.3", selector, f'"{text[:60]}" was announced {times} times',
                        "Say each thing once, in one region.")  # fmt: skip


ORACLE = Oracle(
    "announcements", "Live-region log",
    "chatty counters and clocks, things said twice or where nobody hears them",
    ("state",), _judge, disturbs=True,
)  # fmt: skip
