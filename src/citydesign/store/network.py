"""Which addresses of the internet a server may be sent to by a name that others control."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: What is given to hosts of IPv6 (RFC 4291), and IPv4 behind a translator (RFC 6052).
_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def networks(given: Iterable[str]) -> tuple[Network, ...]:
    """Read networks, such as `10.20.0.0/16` and `fd00:1::/32`.

    Raises:
        ValueError: One is none; says which.
    """
    return tuple(ipaddress.ip_network(one) for one in given)


def allows(address: str, own: Collection[Network] = ()) -> bool:
    """Say whether an address is one of the public internet, or of the networks named.

    What holds an IPv4 address (mapped, 6to4, NAT64) is judged by that too.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    return is_own(address, own) or _is_public(found)


def is_own(address: str, own: Collection[Network]) -> bool:
    """Say whether an address is in one of the networks named."""
    found: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in one for one in own if one.version == found.version)


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return _is_public(address.ipv4_mapped)
        if address in _NAT64:
            return _is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        inside = address.sixtofour
        return address in _UNICAST and address.is_global and (not inside or _is_public(inside))
    return address.is_global and not address.is_multicast and not address.is_reserved
