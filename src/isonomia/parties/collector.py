# SPDX-License-Identifier: Apache-2.0
"""A collector: what makes observers' keys into one-time pseudonyms, and seals the hashes of their photos."""

import hmac
from hashlib import sha256

_SIZE = 32
"""Bytes of the key."""


class Veil:
    """For one publication. Its key is drawn for it and kept nowhere: then nobody, the collector included, can work
    out pseudonyms from public keys, and two publications have none in common.

    Everything is HMAC-SHA256 (RFC 2104); texts are told apart by what they begin with.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != _SIZE:
            raise ValueError("the key has another length than 32 bytes")
        self._key = key

    def pseudonym(self, public_key: str, station: str) -> str:
        """32 hexadecimal digits: the same for one observer at one station, others at another station."""
        return self._mac(f"pseudonym {public_key} {station}").hex()[:32]

    def salt(self, photo: str, station: str) -> bytes:
        """32 bytes, which open the seal of this photo's hash at this station and no other."""
        return self._mac(f"photo {photo} {station}")

    def sealed(self, photo: str, station: str) -> str:
        """What is published instead of a photo's SHA-256 (hexadecimal): who finds the photo cannot recognise it, and
        one photo at two stations does not tell that an observer was at both."""
        return "sealed:" + sealed(self.salt(photo, station), photo)

    def _mac(self, text: str) -> bytes:
        return hmac.digest(self._key, text.encode(), "sha256")


def sealed(salt: bytes, photo: str) -> str:
    """The hash of a hash behind a salt, in hexadecimal: whoever has the photo and the salt can repeat it."""
    return sha256(b"isonomia-observer-1 photo\n" + salt + bytes.fromhex(photo)).hexdigest()
