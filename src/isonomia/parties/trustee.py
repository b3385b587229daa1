# SPDX-License-Identifier: Apache-2.0
"""A trustee's steps: her key, and what she does with it once she has checked the whole record."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from isonomia.groups import Element, Group, SecretScalar
from isonomia.parties.errors import PartyError
from isonomia.protocol.messages import PartialDecryption, Shuffle, TrusteePublicKey
from isonomia.protocol.public.decryptions import check_partial_decryption
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.shuffles import check_shuffle
from isonomia.protocol.public.trustees import Trustee
from isonomia.protocol.secret.decryptions import make_partial_decryption
from isonomia.protocol.secret.randomness import Random, draw
from isonomia.protocol.secret.shuffles import make_shuffle
from isonomia.protocol.secret.trustees import public_key
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
    _owner(setup, owner, tallying.shufflers, "shuffled")
    return make_shuffle(setup.election, tallying.shuffled, random)


def check_own_shuffle(examined: Examined, owner: int, made: Shuffle, where: str) -> None:
    """Check a shuffle against the record before it is appended. Raises CheckFailed and PartyError."""
    setup, tallying = examined.setup, examined.tallying
    if examined.state != "shuffling" or setup is None or tallying is None or tallying.shuffled is None:
        raise PartyError(f"the record is in state {examined.state!r}: no shuffle may come")
    _owner(setup, owner, tallying.shufflers, "shuffled")
    findings = Findings()
    check_shuffle(setup.election, tallying.shuffled, made, findings, where)
    findings.raise_if_failed()


def check_own_decryption(examined: Examined, owner: int, made: PartialDecryption[Any, Any], where: str) -> None:
    """Check a partial decryption against the record before it is appended. Raises CheckFailed and PartyError."""
    setup, tallying = examined.setup, examined.tallying
    if examined.state != "decrypting" or setup is None or tallying is None or tallying.encrypted is None:
        raise PartyError(f"the record is in state {examined.state!r}: no partial decryption may come")
    public = _owner(setup, owner, tallying.decryptors, "decrypted").public_key
    findings = Findings()
    check_partial_decryption(setup.election, tallying.encrypted, public, made, findings, where)
    findings.raise_if_failed()


def _owner(setup: Setup, owner: int, before: Sequence[int], done: str) -> Trustee:
    """The trustee of that number, who has not done this before. Raises PartyError."""
    if not 1 <= owner <= len(setup.trustees):
        raise PartyError(
            f"there is no trustee {owner} in the election {setup.election.uuid}", "is it for this election?"
        )
    if owner in before:
        raise PartyError(f"trustee {owner} has {done} already", "once is enough: nothing is left to do")
    return setup.trustees[owner - 1]


def decrypt(examined: Examined, private: SecretScalar, random: Random) -> tuple[int, PartialDecryption[Any, Any]]:
    """Owner and partial decryption, in a record that was examined. Raises PartyError."""
    setup, tallying = examined.setup, examined.tallying
    if examined.state != "decrypting" or setup is None or tallying is None or tallying.encrypted is None:
        hint = (
            "ends of shuffles are said with `isonomia election end-shuffles`" if examined.state == "shuffling" else ""
        )
        raise PartyError(f"the record is in state {examined.state!r}: there is nothing to decrypt", hint)
    trustee = find(setup, own_public_key(setup.election.group, private))
    _owner(setup, trustee.owner, tallying.decryptors, "decrypted")
    return trustee.owner, make_partial_decryption(setup.election, tallying.encrypted, private, random)
