"""Addresses found in a register: a port, what a search shows, and a fake for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread
from typing import Any, Protocol

#: Name under which the buttons of every address send what to do.
ACTION = "address-action"
#: The parts of an address, as their fields are named.
PARTS = ("street", "more", "postal-code", "town", "country")


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a register.

    Attributes:
        id: Its id there.
        street: Street, number, stairs and flat.
        postal_code: Five digits in Finland.
        town: Where its post goes.
        country: Region code (ISO 3166) in lower case, such as `fi`.
    """

    id: str
    street: str
    postal_code: str
    town: str
    country: str = "fi"

    def __str__(self) -> str:
        return f"{self.street}, {self.postal_code} {self.town}"


class AddressLookup(Protocol):
    """Finds addresses in a register."""

    def find(self, text: str, most: int) -> Sequence[Address]:
        """Give the addresses that a text is the beginning of, the likely ones first.

        Args:
            text: What was typed, neither empty nor with space around it.
            most: So many are enough.

        Raises:
            OSError: The register can't be asked now.
        """


class FakeLookup:
    """Knows the addresses that it is given, for your tests.

    Attributes:
        available: Set it to False, and nothing can be found.
    """

    def __init__(self, addresses: Sequence[Address]):
        self.available = True
        self._addresses = addresses

    def find(self, text: str, most: int) -> Sequence[Address]:
        """Give the addresses whose line begins with the text.

        Raises:
            OSError: It is not available.
        """
        if not self.available:
            raise ConnectionRefusedError("the pretended register is switched off")
        text = text.casefold()
        return [one for one in self._addresses if str(one).casefold().startswith(text)][:most]


def written(name: str, sent: Mapping[str, Any]) -> dict[str, str]:
    """Give what was written into the fields of an address, by part; files are left out."""
    parts = {part: sent.get(f"{name}-{part}", "") for part in PARTS}
    return {part: text for part, text in parts.items() if isinstance(text, str) and text}


def searched(
    name: str,
    sent: Mapping[str, Any],
    lookup: AddressLookup,
    most: int = 10,
    seconds: float = 2.0,
) -> dict[str, Any] | None:
    """Do what a search for an address asks for, and give the parameters of `address_input`.

    None if the form was sent to be judged: by another button, or by Enter with a street written.

    Args:
        name: Name of the address.
        sent: What was sent.
        lookup: The register.
        most: Most addresses to show.
        seconds: How long the register may take; after that, its search is not working.
    """
    action = sent.get(ACTION)
    typed = sent.get(f"{name}-search")
    text = typed.strip() if isinstance(typed, str) else ""
    value = written(name, sent)
    chosen = None
    if isinstance(action, str) and action.startswith(f"use {name} "):
        chosen = action.removeprefix(f"use {name} ")
    elif action != f"find {name}" and (action or not text or "street" in value):
        return None
    shown: dict[str, Any] = {"value": value, "search": True, "search_value": text}
    if not text:
        return {**shown, "result": "none"}
    found = _within(lookup, text, most + 1, seconds)
    if found is None:
        return {**shown, "result": "unavailable"}
    for one in found:
        if one.id == chosen:
            filled = {"street": one.street, "postal-code": one.postal_code, "town": one.town}
            # What no register knows stays: a door, a person in whose care letters go.
            filled = {**value, **filled, "country": one.country}
            return {**shown, "value": filled, "result": "used"}
    result = "many" if len(found) > most else "found" if found else "none"
    items = [{"value": one.id, "label": str(one)} for one in found[:most]]
    return {**shown, "result": result, "found": items}


def _within(
    lookup: AddressLookup, text: str, most: int, seconds: float
) -> Sequence[Address] | None:
    """What was found in time; None if nothing can be."""
    answers: Queue[Sequence[Address] | Exception] = Queue()

    def ask() -> None:
        try:
            answers.put(lookup.find(text, most))
        except Exception as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        return None
    if isinstance(answer, OSError):
        return None
    if isinstance(answer, Exception):
        raise answer
    return answer
