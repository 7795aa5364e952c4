"""How many times may be held at once: a port, so that a city can ask its own limiter.

A hold costs nothing and needs no name, so a script with fresh sessions could hold every time of an
office. The store counts what is held now, in the transaction that would hold one more, and asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OpenHolds:
    """What is held at this moment by who asks for one more, that one not counted.

    ``by_person``: holds of the person. ``by_origin``: holds that were asked for from the same
    address; 0 when the host does not say where a request comes from.
    """

    by_person: int
    by_origin: int


class Rate(Protocol):
    """Says whether one more time may be held. Asked inside a transaction: answer at once."""

    def allows(self, held: OpenHolds) -> bool:
        """May one more be held?"""


@dataclass(frozen=True, slots=True)
class HoldLimit:
    """The rate unless another is given: so many holds at once.

    ``per_person``: one for each service that somebody books in several windows.
    ``per_origin``: for an address that a household, a library or a whole school shares.
    """

    per_person: int = 3
    per_origin: int = 10

    def allows(self, held: OpenHolds) -> bool:
        """May one more be held?"""
        return held.by_person < self.per_person and held.by_origin < self.per_origin


def network(address: str) -> str:
    """The part of an IP address that one household has: of IPv6 the first 64 bits.

    Give it to `Secret.pseudonym`, and that to `Store.hold` as ``origin``. What is no IP address
    stays as it is.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((int(found), 64), strict=False))
    return str(found)
