"""Network addresses as those who count them need them, and who stands before us."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def network(address: str) -> str:
    """The address, or for IPv6 the network a household has (64 bits): one household has as many addresses as it likes."""
    found = _read(address)
    if found is None:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{found}/64", strict=False).network_address)
    return str(found)


def networks(text: str) -> tuple[Network, ...]:
    """Networks written one after the other (`10.0.0.0/8 ::1`). Raises ValueError."""
    return tuple(ipaddress.ip_network(word) for word in text.replace(",", " ").split())


def origin(remote: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """Whose request it is: who connected; or, when that is one of our own proxies, the last in `X-Forwarded-For` that is none. What stands further left
    anybody may have written."""
    here = _read(remote)
    if here is None or not _among(here, trusted):
        return remote
    for word in reversed(forwarded.split(",")):
        found = _read(word.strip())
        if found is None:
            return remote
        if not _among(found, trusted):
            return str(found)
    return remote


def among(remote: str, trusted: Sequence[Network]) -> bool:
    """Whether who connected is one of our own proxies."""
    found = _read(remote)
    return found is not None and _among(found, trusted)


def _read(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found


def _among(found: ipaddress.IPv4Address | ipaddress.IPv6Address, trusted: Sequence[Network]) -> bool:
    return any(found in one for one in trusted)
