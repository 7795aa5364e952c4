"""What was typed on each page: kept as text, and read where somebody asks for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from citydesign.forms.core.journey.condition import Sent

#: `json.loads` looks for white space around a text, which ours have not.
_read = json.JSONDecoder().raw_decode


class Typed(Mapping[str, Sent]):
    """What was sent for each page, by the key of its place; nothing changes it.

    A request asks for few of the pages of a long form, so each is a text until then.

    Args:
        texts: What was sent for each, in JSON.
        known: Those that have been read.
    """

    __slots__ = ("_known", "_texts")

    def __init__(self, texts: Mapping[str, str], known: Mapping[str, Sent] | None = None) -> None:
        self._texts = dict(texts)
        self._known = dict(known or {})

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Typed:
        """Give what was sent for each page as one of these."""
        return cls({key: json.dumps(sent, separators=(",", ":")) for key, sent in given.items()})

    def __getitem__(self, key: str) -> Sent:
        """Give what was sent for a page."""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = fixed(_read(self._texts[key])[0])
        return found

    def __iter__(self) -> Iterator[str]:
        """Give the keys, in the order in which they came."""
        return iter(self._texts)

    def __len__(self) -> int:
        """Count the pages."""
        return len(self._texts)

    def __repr__(self) -> str:
        """Name the pages, and nothing of what was typed."""
        return f"Typed({', '.join(self._texts)})"

    @property
    def texts(self) -> Mapping[str, str]:
        """What was sent for each page, in JSON: ASCII without line ends."""
        return self._texts

    def having(self, key: str, sent: Sent) -> Typed:
        """Give the same with what was sent for one page, in the place of what was there."""
        text = json.dumps(sent, separators=(",", ":"))
        return Typed({**self._texts, key: text}, {**self._known, key: fixed(sent)})

    def without(self, keys: Iterable[str]) -> Typed:
        """Give the same without these pages."""
        gone = set(keys)
        if gone.isdisjoint(self._texts):
            return self
        return Typed(
            {key: text for key, text in self._texts.items() if key not in gone},
            {key: sent for key, sent in self._known.items() if key not in gone},
        )


def fixed(sent: Sent) -> Sent:
    """Give what was sent as nobody changes it."""
    return {name: tuple(values) for name, values in sent.items()}
