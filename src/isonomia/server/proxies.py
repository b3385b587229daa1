# SPDX-License-Identifier: Apache-2.0
"""Who sends a request, where reverse proxies stand in between; for limits only.

A header that a proxy adds can be written by anybody. It is believed only from the addresses that the operator has
named (``ISONOMIA_TRUSTED_PROXIES``), and removed from every other request before anything reads it.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

FORWARDED: Final = "HTTP_X_FORWARDED_FOR"
_PREFIX: Final = 64
"""A household has so much of IPv6: who may send from all of it is one sender."""


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks with commas between them. Raises ValueError with the one that is none."""
    return tuple(ip_network(own.strip()) for own in text.split(",") if own.strip())


def sender(meta: dict[str, Any], trusted: Sequence[Network]) -> str:
    """The right-most address that no trusted proxy has: what stands to its left, the sender may have written.

    An IPv6 address counts as its network of 64 bits. What is no address ends the walk at the proxy that sent it.
    """
    peer = _address(str(meta.get("REMOTE_ADDR", "")))
    if peer is None:
        return ""
    hops = str(meta.get(FORWARDED, "")).split(",") if _within(peer, trusted) else []
    for hop in reversed(hops):
        before = _address(hop)
        if before is None:
            break
        peer = before
        if not _within(peer, trusted):
            break
    return _subject(peer)


def is_trusted(meta: dict[str, Any], trusted: Sequence[Network]) -> bool:
    """Whether the request comes from a trusted proxy, and its headers are the proxy's."""
    peer = _address(str(meta.get("REMOTE_ADDR", "")))
    return peer is not None and _within(peer, trusted)


def _address(text: str) -> Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _within(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)


def _subject(address: Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((int(address) >> (128 - _PREFIX) << (128 - _PREFIX), _PREFIX)))
