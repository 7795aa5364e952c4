"""What is wrong with a tree before anybody has lost their way in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citydesign.navigation.core.address import is_path
from citydesign.navigation.core.page import Page, visible
from citydesign.navigation.core.rights import Needs, need_of
from citydesign.navigation.core.tree import address_key, no_language

#: Levels below the front page. Deeper pages are found by few, and a phone can't show the way.
MOST_LEVELS = 4
#: Characters of a name: two lines and a half in a menu of 320 px.
MOST_IN_A_NAME = 60
#: Letters in a row without a place to break: what a menu of 320 px holds in one line, at 19 px and
#: in bold (276 px; Finnish and Swedish names in Inter take 10.1 to 10.7 px a letter).
MOST_IN_A_WORD = 25


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, in one line."""

    page: Page
    text: str

    def __str__(self) -> str:
        """File and line if they are known, the page, what is wrong and what to do."""
        return f"{self.page}: {self.text}"


def faults(front: Page, languages: Sequence[str]) -> Iterator[Fault]:
    """Find dead ends, doubled names and addresses, and names that are missing or too long.

    Args:
        front: The front page, with all others below it.
        languages: BCP 47 tags of the site's languages.
    """
    addresses: dict[str, Page] = {}
    waiting: list[tuple[Page, Page | None, int, Needs]] = [(front, None, 0, ())]
    while waiting:
        page, parent, level, above = waiting.pop()
        needs = (*above, *need_of(page))
        texts = [
            *_missing(page, languages),
            *_doubled_addresses(page, addresses, languages),
            *_long(page, languages),
            *_dead_ends(page, parent, needs, languages),
        ]
        if level == MOST_LEVELS + 1:
            texts.append(f"{level} levels below the front page; move it up to {MOST_LEVELS}")
        yield from (Fault(page, text) for text in texts)
        yield from _doubled_names(page, languages)
        waiting.extend((child, page, level + 1, needs) for child in reversed(page.pages))


def _missing(page: Page, languages: Sequence[str]) -> Iterator[str]:
    if stray := page.stray(languages):
        yield no_language(stray, languages)
    for language in languages:
        if lacking := page.lacks(language):
            others = [tag for tag in languages if page.in_language(tag)]
            yield (
                f"no {' and no '.join(lacking)} in {language!r}; write it, or say "
                f"languages = {others} if the page does not exist in that language"
            )


def _doubled_addresses(
    page: Page, addresses: dict[str, Page], languages: Sequence[str]
) -> Iterator[str]:
    for url in dict.fromkeys(entry.url for tag in languages if (entry := page.in_language(tag))):
        if is_path(url) and "#" not in url:
            other = addresses.setdefault(address_key(url), page)
            if other is not page:
                yield f"{url} is the address of {other} too; give each its own"


def _doubled_names(page: Page, languages: Sequence[str]) -> Iterator[Fault]:
    """Two pages of one list that nobody can tell apart."""
    for language in languages:
        names: dict[str, Page] = {}
        for child in page.pages:
            if child.menus and (entry := child.in_language(language)):
                name = visible(entry.text)
                other = names.setdefault(name.casefold(), child)
                if other is not child:
                    text = f"{name!r} ({language}) is the name of {other} beside it too"
                    yield Fault(child, f"{text}; say what differs")


def _long(page: Page, languages: Sequence[str]) -> Iterator[str]:
    for language in languages:
        if entry := page.in_language(language):
            name = visible(entry.text)
            if len(name) > MOST_IN_A_NAME:
                yield (
                    f"{name!r} ({language}) has {len(name)} characters; a phone has room for "
                    f"{MOST_IN_A_NAME}"
                )
            for word in entry.text.replace("-", "\xad").replace("/", "\xad").split():
                longest = max(map(len, word.split("\xad")))
                if longest > MOST_IN_A_WORD:
                    yield (
                        f"{visible(word)!r} ({language}) has {longest} letters in a row, a phone "
                        f"has room for {MOST_IN_A_WORD}; write a soft hyphen (\\u00AD) where it "
                        "may break"
                    )


def _dead_ends(
    page: Page, parent: Page | None, needs: Needs, languages: Sequence[str]
) -> Iterator[str]:
    """Where no menu leads on, or none leads to the page."""
    spoken = [language for language in languages if page.in_language(language)]
    if parent and page.menus:
        for language in spoken:
            if not parent.in_language(language):
                yield (
                    f"no menu leads to it in {language!r}, because {parent} does not exist in that "
                    "language; translate that page, or move this one up"
                )
    if len({need.signed_in for need in needs}) > 1:
        yield (
            "nobody sees it: one page on the way is only for whoever is signed in, another only "
            "for whoever is not; change signed_in or roles"
        )
    if "footer" in page.menus or page.service:
        listed = [child for child in page.pages if "main" in child.menus]
        what = "a service has" if page.service else "a column of the footer has"
        for language in spoken:
            if not any(child.in_language(language) for child in listed):
                yield (
                    f"{what} no pages below it in {language!r}; add one, or take out "
                    f"{'service' if page.service else 'footer'}"
                )
