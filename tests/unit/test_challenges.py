# SPDX-License-Identifier: Apache-2.0
"""What is hashed, against the strings that the specification writes out."""

from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest

from isonomia.protocol import challenges
from isonomia.protocol.messages import Ciphertext

S, C = "S|of", Ciphertext("alpha", "beta")


def number(text: str) -> int:
    """SHA-256 as a 256-bit big-endian number."""
    return int(sha256(text.encode()).hexdigest(), 16)


WRITTEN = {
    "pok": (("G", "X", "A"), "pok|G|X|A"),
    "sigmsg": (("M", "A"), "sigmsg|M|A"),
    "iprove": ((S, C, ["A0", "B0", "A1", "B1"]), "prove|S|of|alpha,beta|A0,B0,A1,B1"),
    "bproof0": ((S, ["A0", "B0", "AS", "BS"]), "bproof0|S|of|A0,B0,AS,BS"),
    "bproof1": ((S, ["A0", "B0", "A1", "B1"]), "bproof1|S|of|A0,B0,A1,B1"),
    "lproof": ((S, ["A0", "B0", "A1", "B1"]), "lproof|S|of|A0,B0,A1,B1"),
    "nonzero": ((S, ["A0", "A1", "A2"]), "nonzero|S|of|A0,A1,A2"),
    "raweg": ((S, "y", C, "A"), "raweg|S|of|y,alpha,beta|A"),
    "signature": (("H", "A"), "sig|H|A"),
    "decrypt": (("phi", "X", ["A", "B"]), "decrypt|phi|X|A,B"),
    "derive_key": (("sk", "seed"), "sk|seed"),
}
"""Function, its arguments, the text of section "Messages" that it hashes."""


@pytest.mark.parametrize("name", WRITTEN)
def test_challenge(name: str) -> None:
    arguments, text = WRITTEN[name]
    assert getattr(challenges, name)(*arguments) == number(text)


def changes(arguments: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Each argument in turn replaced by another one, and each item of a list."""
    found = []
    for i, argument in enumerate(arguments):
        others: list[Any] = [argument + "'"] if isinstance(argument, str) else []
        if isinstance(argument, Ciphertext):
            others = [Ciphertext("alpha'", "beta"), Ciphertext("alpha", "beta'")]
        if isinstance(argument, list):
            others = [[*argument[:j], "other", *argument[j + 1 :]] for j in range(len(argument))]
        found += [(*arguments[:i], other, *arguments[i + 1 :]) for other in others]
    return found


@pytest.mark.parametrize("name", WRITTEN)
def test_every_argument_is_bound(name: str) -> None:
    """A statement that its challenge does not depend on could be chosen after it (weak Fiat-Shamir)."""
    arguments, _ = WRITTEN[name]
    function = getattr(challenges, name)
    outcomes = [function(*changed) for changed in [arguments, *changes(arguments)]]
    assert len(set(outcomes)) == len(outcomes)


def test_contexts_of_answers() -> None:
    """S_0, and S with the ciphertexts of the whole answer."""
    assert challenges.ballot_context("phi", "credential") == "phi|credential"
    ciphertexts = [C, Ciphertext("a2", "b2")]
    assert challenges.answer_context("phi|credential", ciphertexts) == "phi|credential|alpha,beta,a2,b2"


def test_fingerprint_is_base64_without_padding() -> None:
    """32 bytes make 43 characters and one sign of padding, which is left out."""
    expected = b64encode(sha256(b"{}").digest()).decode()
    assert expected.endswith("=")
    assert challenges.fingerprint(b"{}") == expected[:-1]


def test_credential_is_derived_from_both_halves() -> None:
    halves = [sha256(f"derive_credential|uuid|{i}|c-r-e-d".encode()).hexdigest() for i in (0, 1)]
    assert challenges.derive_credential("uuid", "c-r-e-d") == int(halves[0] + halves[1], 16)


def test_symmetric_key_is_the_hash_itself() -> None:
    assert challenges.symmetric("key", "g^s") == sha256(b"key|g^s").digest()


def test_signed_certificates() -> None:
    assert challenges.certs_sig(b'{"certs":[]}') == 'certs_sig|{"certs":[]}'


# --- shuffles (tables "gen-nizkp-challenges", "gen-nizkp-challenge", "serialize-array") ---------------

STATEMENT = "a1,b1,a2,b2,a1',b1',a2',b2',c1,c2,"


def test_statement_of_a_shuffle() -> None:
    before = [Ciphertext("a1", "b1"), Ciphertext("a2", "b2")]
    after = [Ciphertext("a1'", "b1'"), Ciphertext("a2'", "b2'")]
    assert challenges.shuffle_statement(before, after, ["c1", "c2"]) == STATEMENT


def test_challenges_of_a_shuffle() -> None:
    """u_i is the hash of two hexadecimal hashes written one behind the other; i counts from 0."""
    prefix = sha256(f"shuffle-challenges|phi|{STATEMENT}".encode()).hexdigest()
    expected = [number(prefix + sha256(index.encode()).hexdigest()) for index in ("0", "1", "2")]
    assert challenges.shuffle_challenges("phi", STATEMENT, 3) == expected


def test_challenge_of_a_shuffle() -> None:
    commitment = ("t1", "t2", "t3", ("t41", "t42"), ["h1", "h2"])
    found = challenges.shuffle_challenge("phi", commitment, STATEMENT, ["d1", "d2"], "pk")
    assert found == number(f"shuffle-challenge|phi|t1,t2,t3,t41,t42,h1,h2,{STATEMENT}d1,d2,pk")
