# SPDX-License-Identifier: Apache-2.0
"""A trustee's steps: her key, and what she does with it once she has checked the whole record."""

import re
from typing import Any, NamedTuple

from isonomia.groups import Element, Group, SecretScalar
from isonomia.parties.contributions import require_turn
from isonomia.parties.errors import PartyError
from isonomia.protocol.messages import PartialDecryption, Shuffle, TrusteePublicKey
from isonomia.protocol.public.trustees import Trustee
from isonomia.protocol.secret.decryptions import make_partial_decryption
from isonomia.protocol.secret.randomness import draw
from isonomia.protocol.secret.shuffles import make_shuffle
from isonomia.protocol.secret.trustees import public_key
from isonomia.protocol.tokens import Random
from isonomia.verify import Examined
from isonomia.verify.setup import Setup

KEY_KIND = "trustee-key"
"""Kind of sealed key file: the private key in decimal; public: group, public_key."""

_DECIMAL = re.compile(b'"?(0|[1-9][0-9]{0,700})"?', re.ASCII)


class NewKey(NamedTuple):
    """A single trustee's fresh key."""

    private: SecretScalar
    public: TrusteePublicKey


def new_key(group: Group, random: Random) -> NewKey:
    """A key pair with its proof."""
    private = draw(group, random)
    return NewKey(private, public_key(group, private, random))


def read_private_key(group: Group, secret: bytes) -> SecretScalar:
    """A private key in decimal, with or without quotes (as other tools write it). Raises PartyError."""
    match = _DECIMAL.fullmatch(secret.strip())
    value = int(match[1]) if match else group.q
    if not 0 < value < group.q:
        raise PartyError(f"the file holds no private key of the group {group.name}")
    return group.secret(value)


def own_public_key(group: Group, private: SecretScalar) -> Element:
    """g to the private key."""
    return group.secret_products([[(group.g, private)]])[0]


def find(setup: Setup, public: Element) -> Trustee:
    """Which trustee of an election has this key. Raises PartyError."""
    for trustee in setup.trustees:
        if trustee.public_key == public:
            return trustee
    raise PartyError(
        f"this key belongs to no trustee of the election {setup.election.uuid}",
        "take the key file that was made for this election",
    )


def shuffle(examined: Examined, owner: int, random: Random) -> Shuffle:
    """Shuffle what the last shuffle gave, in a record that was examined. Raises PartyError."""
    setup, tallying = examined.setup, examined.tallying
    if examined.state != "shuffling" or setup is None or tallying is None or tallying.shuffled is None:
        raise PartyError(f"the record is in state {examined.state!r}: there is nothing to shuffle")
    require_turn(setup, owner, tallying.shufflers, "shuffled")
    return make_shuffle(setup.election, tallying.shuffled, random)


def decrypt(examined: Examined, private: SecretScalar, random: Random) -> tuple[int, PartialDecryption[Any, Any]]:
    """Owner and partial decryption, in a record that was examined. Raises PartyError."""
    setup, tallying = examined.setup, examined.tallying
    if examined.state != "decrypting" or setup is None or tallying is None or tallying.encrypted is None:
        hint = (
            "ends of shuffles are said with `isonomia election end-shuffles`" if examined.state == "shuffling" else ""
        )
        raise PartyError(f"the record is in state {examined.state!r}: there is nothing to decrypt", hint)
    trustee = find(setup, own_public_key(setup.election.group, private))
    require_turn(setup, trustee.owner, tallying.decryptors, "decrypted")
    return trustee.owner, make_partial_decryption(setup.election, tallying.encrypted, private, random)
