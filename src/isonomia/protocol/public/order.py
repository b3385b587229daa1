# SPDX-License-Identifier: Apache-2.0
"""The order of elements in lists of public credentials and in encrypted tallies.

The specification is silent; releases sort integers by value, and points of Ed25519 by their RFC 8032
bytes (or, where their arithmetic ran without libsodium, in an order that depends on their internal
coordinates and cannot be recomputed). The order tells nothing about who is who.
"""

from isonomia.groups.parameters import ED25519

_SIZE = 256


def order(group_name: str, serialized: str) -> bytes:
    """A key to sort the serializations of elements by."""
    if group_name == ED25519:
        return bytes.fromhex(serialized)[::-1]
    return int(serialized).to_bytes(_SIZE, "big")
