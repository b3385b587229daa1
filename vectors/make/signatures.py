# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)
"""Signatures, credentials, revotes, and ballots that have two texts."""

import json

from msgspec.structs import replace

from isonomia.protocol import challenges
from isonomia.protocol.messages import encode
from isonomia.protocol.secret import homomorphic
from isonomia.protocol.secret.credentials import secret_exponent
from isonomia.protocol.secret.schnorr import prove_schnorr
from support.forge import Event
from support.holding import sign
from vectors.make.cases import Built, case
from vectors.make.dealer import VOTES, opened, voted
from vectors.make.numbers import signature

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"
INDIVIDUAL, OVERALL, BLANK = "ballot.individual-proof", "ballot.overall-proof", "ballot.blank-proof"
LIST, NONZERO, ENCRYPTION = "ballot.list-proof", "ballot.nonzero-proof", "ballot.encryption-proof"

# --- signatures, credentials, revotes -------------------------------------------------------------------

SIGNATURE, SIGNED, CREDENTIAL, ELECTION, UNIQUE = (
    "ballot.signature",
    "ballot.signed-hash",
    "ballot.credential",
    "ballot.election",
    "ballot.unique",
)


def forged(seed: int, group_name: str) -> Built:
    """A vote in another's name: made for her credential, signed by the one who has his own only."""
    dealer = opened(seed, "plain", group_name=group_name).vote(1)
    victim = dealer.read(dealer.record.of("Ballot")[0])
    answer = homomorphic.make_answer(
        dealer.group, dealer.election.y, dealer.election.questions[0], [0], dealer.context(0), dealer.random
    )
    ballot = sign(
        dealer.group, replace(victim, answers=(answer,)), dealer.exponent(dealer.credentials[1]), dealer.random
    )
    dealer.record.events.append(Event("Ballot", [encode(ballot)]))
    return dealer


for group_name in (E, B):
    case(
        f"signature-by-another-{group_name.lower()}",
        "A voter's choice is replaced by a ballot that another credential signed.",
        SIGNATURE,
        lambda seed, g=group_name: forged(seed, g),
    )
case(
    "signature-zeros",
    "A ballot's signature is zeros.",
    SIGNATURE,
    signature(lambda proof, _: proof.update(challenge="0", response="0")),
)
case(
    "signature-response",
    "The response of a signature is one more than it should be.",
    SIGNATURE,
    signature(lambda proof, q: proof.update(response=str((int(proof["response"]) + 1) % q))),
)
case(
    "signature-lists",
    "A ballot of lists is signed by another credential.",
    SIGNATURE,
    lambda seed: _other_signer(seed, "lists"),
)
case(
    "signature-ranking",
    "A ranking is signed by another credential.",
    SIGNATURE,
    lambda seed: _other_signer(seed, "ranking"),
)


def _other_signer(seed: int, kind: str) -> Built:
    dealer = voted(seed, kind)
    event = dealer.record.of("Ballot")[0]
    event.content = encode(
        sign(dealer.group, dealer.read(event), dealer.exponent(dealer.credentials[1]), dealer.random)
    )
    return dealer


def earlier_signature(seed: int) -> Built:
    dealer = voted(seed)
    dealer.cast(dealer.credentials[0], [[0]])
    first, second = dealer.record.of("Ballot")[0], dealer.record.of("Ballot")[-1]
    second.content = encode(replace(dealer.read(second), signature=dealer.read(first).signature))
    return dealer


case(
    "signed-hash-of-another-ballot",
    "A ballot bears the signature of an earlier ballot of the same voter, hash and all: the board pairs them as it likes.",
    SIGNED,
    earlier_signature,
)


def other_hash(seed: int) -> Built:
    """Signed, by the right voter: a hash that is not of this ballot."""
    dealer = voted(seed)
    event = dealer.record.of("Ballot")[0]
    ballot = dealer.read(event)
    digest = challenges.fingerprint(b"another ballot")
    proof = prove_schnorr(
        dealer.group,
        [dealer.group.g],
        dealer.exponent(dealer.credentials[0]),
        lambda texts: challenges.signature(digest, texts[0]),
        dealer.random,
    )
    event.content = encode(replace(ballot, signature=replace(ballot.signature, hash=digest, proof=proof)))
    return dealer


case(
    "signed-hash-of-nothing",
    "A voter signed a hash that is not of her ballot: whatever she voted can be put in its place.",
    SIGNED,
    other_hash,
)
case(
    "signed-hash-padded",
    "The signed hash is written with its padding.",
    SIGNED,
    lambda seed: _padded(seed),
    strict=True,
)


def _padded(seed: int) -> Built:
    dealer = voted(seed)
    event = dealer.record.of("Ballot")[0]
    ballot = dealer.read(event)
    digest = ballot.signature.hash + "="
    proof = prove_schnorr(
        dealer.group,
        [dealer.group.g],
        dealer.exponent(dealer.credentials[0]),
        lambda texts: challenges.signature(digest, texts[0]),
        dealer.random,
    )
    event.content = encode(replace(ballot, signature=replace(ballot.signature, hash=digest, proof=proof)))
    return dealer


def stranger(seed: int, group_name: str, kind: str = "plain", counted: bool = False) -> Built:
    dealer = voted(seed, kind, group_name=group_name)
    private = "11111-111111-11111-111111"
    assert secret_exponent(dealer.group, dealer.election.uuid, private) is not None
    dealer.cast(private, [VOTES[kind][0]])
    if counted:
        return dealer.tallied()
    late = dealer.record.events.pop()
    return dealer.closed().insert(2, late) if group_name == E else dealer.insert(2, late)


for group_name in (E, B):
    case(
        f"credential-not-on-roll-{group_name.lower()}",
        "Somebody who has no vote cast a right ballot; the tally leaves it out.",
        CREDENTIAL,
        lambda seed, g=group_name: stranger(seed, g),
    )
case(
    "credential-not-on-roll-counted",
    "Somebody who has no vote cast a right ballot, and it is counted.",
    CREDENTIAL,
    lambda seed: stranger(seed, E, counted=True),
    "tally.envelope tally.ciphertexts decryption.proof result.decryptions",
)
case(
    "credential-not-on-roll-ranking",
    "Somebody who has no vote handed in a ranking; the tally leaves it out.",
    CREDENTIAL,
    lambda seed: stranger(seed, E, "ranking"),
)


def elsewhere(seed: int, **members: str) -> Built:
    return voted(seed).resigned(0, lambda ballot: ballot.update(members))


case(
    "election-uuid",
    "A ballot says another uuid, and is right for this election otherwise: two boards can take it.",
    ELECTION,
    lambda seed: elsewhere(seed, election_uuid="1" * 14),
)
case(
    "election-hash",
    "A ballot says another election's hash, and is right for this election otherwise.",
    ELECTION,
    lambda seed: elsewhere(seed, election_hash="A" * 43),
)


def first_round(seed: int) -> Built:
    """Everything of the first round in the second: the same uuid, keys and roll, another hash."""
    dealer = voted(seed)
    dealer.said(name="Second round")
    return dealer


case(
    "election-first-round",
    "The ballots of the first round stand in the second, which has the same uuid, key and roll.",
    ELECTION,
    first_round,
    f"{INDIVIDUAL} {OVERALL}",
)


def replayed(publish: bool):
    """Her first ballot is accepted again after she changed her mind, and the tally counts it."""

    def build(seed: int) -> Built:
        dealer = voted(seed)
        first = dealer.record.of("Ballot")[0]
        dealer.cast(dealer.credentials[0], [[0]])
        dealer.record.events.append(Event("Ballot", first.contents, publish=publish))
        return dealer

    return build


case(
    "revote-replayed",
    "A voter's first ballot, which she has replaced, is accepted again: it would count.",
    UNIQUE,
    replayed(False),
    "chain.payload",
)
case(
    "revote-replayed-with-data",
    "A voter's first ballot, which she has replaced, is accepted again, with its data in the record twice: it would count.",
    UNIQUE,
    replayed(True),
    "archive.names chain.payload",
)

# --- one ballot, several texts ---------------------------------------------------------------------------

CANONICAL = "ballot.canonical"


def text(old: bytes, new: bytes, kind: str = "plain", signed: bool = True):
    """A piece of a ballot written otherwise, and signed as it is written."""

    def build(seed: int) -> Built:
        dealer = voted(seed, kind)
        assert old in dealer.record.of("Ballot")[0].content
        honest = dealer.read(dealer.record.of("Ballot")[0])
        dealer.resigned_bytes(0, lambda content: content.replace(old, new, 1))
        if signed:
            return dealer
        event = dealer.record.of("Ballot")[0]
        event.content = encode(honest).replace(old, new, 1)
        return dealer

    return build


case(
    "canonical-escape",
    "A key is written with an escape; the voter's signature is of the plain text: anybody can give her ballot another tracker.",
    CANONICAL,
    text(b'"alpha"', b'"\\u0061lpha"', signed=False),
)
case(
    "canonical-order",
    "Two members of an answer changed places; the voter's signature is of the usual order.",
    CANONICAL,
    lambda seed: _reordered(seed),
)
case(
    "canonical-spaces",
    "A ballot is not compact; the voter's signature is of the compact text.",
    CANONICAL,
    text(b'"answers":', b'"answers": ', signed=False),
    "json.compact",
)
case(
    "canonical-signature-order",
    "The members of the signature changed places.",
    CANONICAL,
    lambda seed: _signature_first(seed),
)


def _reordered(seed: int) -> Built:
    dealer = voted(seed)
    event = dealer.record.of("Ballot")[0]
    ballot = json.loads(event.content)
    ballot["answers"][0] = dict(reversed(ballot["answers"][0].items()))
    event.content = encode(ballot)
    return dealer


def _signature_first(seed: int) -> Built:
    dealer = voted(seed)
    event = dealer.record.of("Ballot")[0]
    ballot = json.loads(event.content)
    ballot["signature"] = dict(reversed(ballot["signature"].items()))
    event.content = encode(ballot)
    return dealer


def replaced_invalid(seed: int) -> Built:
    """Only the last ballot of each voter counts; all that were accepted must be right."""
    dealer = voted(seed).change("Ballot", lambda b: b["signature"]["proof"].update(response="0"))
    return dealer.vote(1)


case(
    "revote-of-wrong-ballot",
    "A ballot with a wrong signature was accepted, and its voter has replaced it: it does not count, and shows that the board does not check.",
    SIGNATURE,
    replaced_invalid,
)
case(
    "signature-2048",
    "In the other 2048-bit group: the challenge of a signature is one more than it should be.",
    SIGNATURE,
    signature(lambda proof, q: proof.update(challenge=str((int(proof["challenge"]) + 1) % q)), group_name=R),
)
