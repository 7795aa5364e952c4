"""What a resident has answered so far: values that no journey changes by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from citydesign.forms.core.journey.condition import Sent
from citydesign.forms.core.journey.page import Group
from citydesign.forms.core.journey.typed import Typed, fixed


@dataclass(frozen=True, slots=True)
class Kept:
    """Answers, by the key of the place where they were given: `guardian`, `children/2/diet`.

    Attributes:
        answers: What was sent and could be taken.
        drafts: What was typed and is no answer yet: it had errors, or was left for another page.
        entries: The numbers of each group's entries, in their order, where there are other than the
            group begins with.
        highest: The highest number that each group has given: none is given twice.
    """

    answers: Typed = field(default_factory=lambda: Typed({}))
    drafts: Typed = field(default_factory=lambda: Typed({}))
    entries: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    highest: Mapping[str, int] = field(default_factory=dict)

    def answered(self, key: str, sent: Sent) -> Kept:
        """Keep an answer, in the place of an older one and of what was only typed."""
        answers, drafts = self.answers.having(key, sent), self.drafts.without([key])
        return replace(self, answers=answers, drafts=drafts)

    def drafted(self, key: str, sent: Sent) -> Kept:
        """Keep what was typed. Until it is sent without errors, the place is not answered."""
        if fixed(sent) == self.answers.get(key):
            return replace(self, drafts=self.drafts.without([key]))
        return self.left(key, sent)

    def left(self, key: str, sent: Sent) -> Kept:
        """Keep what was typed, as no answer even where it is the same as one."""
        return replace(self, drafts=self.drafts.having(key, sent))

    def numbers(self, group: Group) -> tuple[int, ...]:
        """Give the numbers of a group's entries, in their order."""
        return self.entries.get(group.name, tuple(range(1, group.least + 1)))

    def added(self, group: Group) -> tuple[Kept, int]:
        """Add an entry to a group; gives its number too."""
        numbers = self.numbers(group)
        number = max(self.highest.get(group.name, 0), *numbers, 0) + 1
        changed = replace(
            self,
            entries={**self.entries, group.name: (*numbers, number)},
            highest={**self.highest, group.name: number},
            # Whether these are all is to be asked again.
            answers=self.answers.without([group.name]),
        )
        return changed, number

    def removed(self, group: Group, number: int) -> Kept:
        """Remove an entry with all that was answered about it; nothing of it stays."""
        numbers = self.numbers(group)
        begin = f"{group.name}/{number}/"
        gone = [key for key in (*self.answers, *self.drafts) if key.startswith(begin)]
        return replace(
            self,
            entries={**self.entries, group.name: tuple(one for one in numbers if one != number)},
            highest={**self.highest, group.name: max(self.highest.get(group.name, 0), *numbers, 0)},
            answers=self.answers.without([group.name, *gone]),
            drafts=self.drafts.without(gone),
        )

    def typed(self, key: str) -> Sent | None:
        """Give what a page shows: what was typed last, whether it was taken or not."""
        return self.drafts.get(key, self.answers.get(key))

    def version(self, key: str) -> str:
        """Give what is another text whenever something else is kept for a place."""
        text = json.dumps([key, self.typed(key), self.entries.get(key)], sort_keys=True)
        return blake2b(text.encode(), digest_size=9).hexdigest()

    def written(self) -> str:
        """Write all of it as ASCII text, which any database keeps as it is.

        The first line has the entries; each other one a page, as an answer or a draft.
        """
        whole = {name: getattr(self, name) for name in _OF_GROUPS if getattr(self, name)}
        lines = [json.dumps(whole, separators=(",", ":"))]
        for name in _OF_PAGES:
            texts = getattr(self, name).texts
            lines += [f"{name} {key} {text}" for key, text in texts.items()]
        return "\n".join(lines)


_OF_GROUPS, _OF_PAGES = ("entries", "highest"), ("answers", "drafts")


def read(text: str) -> Kept:
    """Read what `Kept.written` wrote, also before each page had a line of its own."""
    first, *lines = text.split("\n")
    given: Mapping[str, Any] = json.loads(first)
    pages = {name: dict(Typed.of(given.get(name, {})).texts) for name in _OF_PAGES}
    for line in lines:
        name, key, sent = line.split(" ", 2)
        pages[name][key] = sent
    return Kept(
        Typed(pages["answers"]),
        Typed(pages["drafts"]),
        {name: tuple(numbers) for name, numbers in given.get("entries", {}).items()},
        given.get("highest", {}),
    )
