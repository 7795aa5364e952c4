"""What a resident has answered so far: values that no journey changes by itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from citydesign.forms.core.journey.condition import Sent
from citydesign.forms.core.journey.page import Group


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

    answers: Mapping[str, Sent] = field(default_factory=dict)
    drafts: Mapping[str, Sent] = field(default_factory=dict)
    entries: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    highest: Mapping[str, int] = field(default_factory=dict)

    def answered(self, key: str, sent: Sent) -> Kept:
        """Keep an answer, in the place of an older one and of what was only typed."""
        answers = {**self.answers, key: _fixed(sent)}
        return replace(self, answers=answers, drafts=_without(self.drafts, [key]))

    def drafted(self, key: str, sent: Sent) -> Kept:
        """Keep what was typed. Until it is sent without errors, the place is not answered."""
        fixed = _fixed(sent)
        if fixed == self.answers.get(key):
            return replace(self, drafts=_without(self.drafts, [key]))
        return replace(self, drafts={**self.drafts, key: fixed})

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
            answers=_without(self.answers, [group.name]),
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
            answers=_without(self.answers, [group.name, *gone]),
            drafts=_without(self.drafts, gone),
        )

    def typed(self, key: str) -> Sent | None:
        """Give what a page shows: what was typed last, whether it was taken or not."""
        return self.drafts.get(key, self.answers.get(key))

    def version(self, key: str) -> str:
        """Give what is another text whenever something else is kept for a place."""
        text = json.dumps([key, self.typed(key), self.entries.get(key)], sort_keys=True)
        return blake2b(text.encode(), digest_size=9).hexdigest()

    def written(self) -> str:
        """Write all of it as ASCII text, which any database keeps as it is."""
        whole = {name: getattr(self, name) for name in _NAMES if getattr(self, name)}
        return json.dumps(whole, separators=(",", ":"))


_NAMES = ("answers", "drafts", "entries", "highest")


def read(text: str) -> Kept:
    """Read what `Kept.written` wrote."""
    given: Mapping[str, Any] = json.loads(text)
    pages = {
        name: {key: _fixed(sent) for key, sent in given.get(name, {}).items()}
        for name in ("answers", "drafts")
    }
    entries = {name: tuple(numbers) for name, numbers in given.get("entries", {}).items()}
    return Kept(**pages, entries=entries, highest=given.get("highest", {}))


def _fixed(sent: Sent) -> Sent:
    return {name: tuple(values) for name, values in sent.items()}


def _without(pages: Mapping[str, Sent], keys: Iterable[str]) -> Mapping[str, Sent]:
    gone = set(keys)
    return {key: sent for key, sent in pages.items() if key not in gone}
