# SPDX-License-Identifier: Apache-2.0
"""Trustees who would know the election's key alone, and set-ups that nobody can decrypt."""

from collections.abc import Callable
from random import Random
from typing import Any

import msgspec
import pytest

from isonomia.groups import group
from isonomia.protocol.messages import Proof, TrusteePublicKey, encode
from isonomia.protocol.secret.trustees import public_key
from support.forge import Record, altered
from support.founding import REFERENDUM, found, founded
from support.trustees import single

TRUSTEES = 1


def changed(record: Record, change: Callable[[Any], Any]) -> set[str]:
    """The trustees structure changed in place, and the joint key left as it was."""
    setup = record.events[0]
    setup.contents[TRUSTEES] = altered(setup.contents[TRUSTEES], change)
    return record.failing()


# --- single trustees -------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", ["kernel", "reference"])
@pytest.mark.parametrize("pok", ["copied", "of her own x", "zero"])
def test_rogue_key(pok: str, backend: str) -> None:
    """Last to publish, she divides her g^x by the others' keys: the joint key is g^x, hers alone.

    What she cannot do is prove that she knows the private key of the quotient.
    """
    holding, _ = found("Ed25519", [REFERENDUM], trustees=(1, 1))
    g, random = holding.group, holding.random
    honest = holding.kinds[0].key
    x = g.scalar(random(g.random_size))
    rogue = str(g.secret_products([[(g.g, x)]])[0] / g.element(honest.public_key))
    proofs = {"copied": honest.pok, "of her own x": public_key(g, x, random).pok, "zero": Proof("0", "0")}
    setup = holding.record.events[0]
    trustees = [("Single", honest), ("Single", TrusteePublicKey(pok=proofs[pok], public_key=rogue))]
    setup.contents[TRUSTEES] = encode(trustees)
    hers = str(g.secret_products([[(g.g, x)]])[0])
    setup.content = altered(setup.content, lambda election: election.update(public_key=hers))
    assert holding.record.failing(backend) == {"trustees.pok"}


def test_joint_key_that_is_one_trustees_own() -> None:
    """The trustees are all there, and the ballots would be encrypted for one of them."""
    holding, _ = found("Ed25519", [REFERENDUM], trustees=(1, 1))
    setup = holding.record.events[0]
    own = str(holding.trustees[0].public_key)
    setup.content = altered(setup.content, lambda election: election.update(public_key=own))
    assert holding.record.failing() == {"setup.public-key"}


def test_trustee_left_out() -> None:
    record = found("Ed25519", [REFERENDUM], trustees=(1, 1)).holding.record
    assert changed(record, lambda trustees: trustees.pop()) == {"setup.public-key"}


def test_no_trustees() -> None:
    """The joint key would be the identity: every ballot in the clear."""
    g = group("Ed25519")
    record = founded(g, [REFERENDUM], [], random=Random(1).randbytes).holding.record
    assert record.failing() == {"trustees.shape", "setup.public-key"}


def test_trustee_whose_key_is_the_identity() -> None:
    """She can prove that she knows 0; she adds nothing."""
    holding = found("Ed25519", [REFERENDUM]).holding
    g, random = holding.group, holding.random
    nobody = public_key(g, g.secret(0), random)
    failing = changed(holding.record, lambda trustees: trustees.append(["Single", msgspec.to_builtins(nobody)]))
    assert failing == {"trustees.public-key"}


def test_trustee_who_copies_anothers_key() -> None:
    """The proof of knowledge says no name: copied with the key, it passes, though she knows nothing."""
    g = group("Ed25519")
    honest = single(g, Random(1).randbytes)
    record = founded(g, [REFERENDUM], [honest, honest], random=Random(1).randbytes).holding.record
    assert record.failing() == {"trustees.public-key"}


def test_key_outside_the_group() -> None:
    record = found("Ed25519", [REFERENDUM]).holding.record
    assert changed(record, lambda trustees: trustees[0][1].update(public_key="0" * 64)) == {"trustees.elements"}


def test_proof_not_reduced() -> None:
    record = found("Ed25519", [REFERENDUM]).holding.record
    assert changed(record, lambda trustees: trustees[0][1]["pok"].update(response="9" * 76)) == {"trustees.scalars"}
