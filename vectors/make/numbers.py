# SPDX-License-Identifier: Apache-2.0

"""Numbers in ballots, in another text."""

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec.structs import replace

from isonomia.protocol import challenges
from isonomia.protocol.messages import UNSET, AnswerH
from isonomia.protocol.secret import homomorphic
from isonomia.protocol.secret.disjunction import Claim, prove_disjunction
from vectors.make.cases import Built, case
from vectors.make.dealer import voted
from vectors.make.proofs import PROOFS

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"
INDIVIDUAL, OVERALL, BLANK = "ballot.individual-proof", "ballot.overall-proof", "ballot.blank-proof"
LIST, NONZERO, ENCRYPTION = "ballot.list-proof", "ballot.nonzero-proof", "ballot.encryption-proof"

SCALARS = "ballot.scalars"


def number(kind: str, path: tuple[Any, ...], change: Callable[[str, int], str], **options: Any):
    """One number of one proof in another text."""

    def build(seed: int) -> Built:
        dealer = voted(seed, kind, **options)

        def apply(ballot: Any) -> None:
            part = ballot["answers"][0]
            for key in path[:-1]:
                part = part[key]
            part[path[-1]] = change(part[path[-1]], dealer.group.q)

        return dealer.resigned(0, apply)

    return build


def plus_q(text: str, q: int) -> str:
    return str(int(text) + q)


for label, (kind, path, _, words) in PROOFS.items():
    if label in (
        "first-branch",
        "challenge",
        "overall",
        "blank",
        "list-individual",
        "list-overall",
        "list",
        "nonzero-first",
        "nonzero-challenge",
        "encryption",
    ):
        case(
            f"number-{label}-plus-q",
            f"A number is q more than it should be, another text of the same: {words}.",
            SCALARS,
            number(kind, path, plus_q),
        )
case(
    "number-plus-q-2048",
    "A number is q more than it should be, in a 2048-bit group.",
    SCALARS,
    number("plain", ("individual_proofs", 0, 0, "response"), plus_q, group_name=B),
)
case(
    "number-negative",
    "A number is q less than it should be.",
    SCALARS,
    number("plain", ("overall_proof", 0, "response"), lambda t, q: str(int(t) - q)),
)
case(
    "number-leading-zero",
    "A number has a leading zero.",
    SCALARS,
    number("plain", ("overall_proof", 0, "response"), lambda t, _: "0" + t),
    strict=True,
)
case(
    "number-hexadecimal",
    "A number is written in hexadecimal.",
    SCALARS,
    number("plain", ("overall_proof", 0, "response"), lambda t, _: hex(int(t))),
    strict=True,
)
case(
    "number-with-space",
    "A number is written with a space before it.",
    SCALARS,
    number("plain", ("overall_proof", 0, "response"), lambda t, _: " " + t),
    strict=True,
)
case(
    "number-wide-digits",
    "A number is written in full-width digits.",
    SCALARS,
    number("plain", ("overall_proof", 0, "response"), lambda t, _: "".join(chr(0xFF10 + int(d)) for d in t)),
    strict=True,
)


def signature(change: Callable[[Any, int], None], **options: Any):
    """The signature is not signed: anybody can write it otherwise."""
    return lambda seed: (d := voted(seed, **options)).change(
        "Ballot", lambda b: change(b["signature"]["proof"], d.group.q)
    )


def response_plus_q(proof: Any, q: int) -> None:
    proof["response"] = str(int(proof["response"]) + q)


case(
    "number-signature-plus-q",
    "The response of a signature is q more than it should be: anybody can give a voter's ballot another tracker.",
    SCALARS,
    signature(response_plus_q),
)


def exactly_q(seed: int) -> Built:
    """The branch that is not true takes any response: 0, written as q."""
    dealer = voted(seed, "any")
    g, calls = dealer.group, [0]

    def nothing_at_second(size: int) -> bytes:
        calls[0] += 1
        return bytes(size) if calls[0] == 2 else dealer.random(size)

    y, question = dealer.election.y, dealer.election.questions[0]
    encrypted = homomorphic.encrypt(g, y, [1, 0], dealer.random)
    proofs = [
        homomorphic.prove_bit(g, y, dealer.context(0), encrypted, 0, 1, nothing_at_second),
        homomorphic.prove_bit(g, y, dealer.context(0), encrypted, 1, 0, dealer.random),
    ]
    assert proofs[0][0].response == "0"
    proofs[0][0] = replace(proofs[0][0], response=str(g.q))
    r, m = encrypted.total(g)
    claims = [Claim(r, m, n, g.secret(int(n == 1))) for n in range(question.min, question.max + 1)]
    total = homomorphic.total_ciphertext(g, encrypted.ciphertexts)
    context = challenges.answer_context(dealer.context(0), encrypted.ciphertexts)
    overall = prove_disjunction(g, y, claims, partial(challenges.iprove, context, total), dealer.random)
    return dealer.answered(0, AnswerH(encrypted.ciphertexts, proofs, overall, UNSET))


case("number-exactly-q", "A response is q where it should be 0: another text of the same.", SCALARS, exactly_q)
