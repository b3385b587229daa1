# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)
"""Proofs in ballots that are not of this ballot, or wrong by one."""

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec.structs import replace

from isonomia.protocol import challenges
from isonomia.protocol.messages import UNSET, AnswerH, AnswerNH, Ciphertext, Proof
from isonomia.protocol.secret import homomorphic
from isonomia.protocol.secret.disjunction import Claim, prove_disjunction
from isonomia.protocol.secret.randomness import draw
from isonomia.protocol.secret.schnorr import prove_schnorr
from vectors.make.cases import Built, case
from vectors.make.dealer import Dealer, voted

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"
INDIVIDUAL, OVERALL, BLANK = "ballot.individual-proof", "ballot.overall-proof", "ballot.blank-proof"
LIST, NONZERO, ENCRYPTION = "ballot.list-proof", "ballot.nonzero-proof", "ballot.encryption-proof"


def copied(kind: str, **options: Any):
    """Voter 1 signs the ciphertexts and proofs of voter 0, to learn her vote from the count."""

    def build(seed: int) -> Built:
        dealer = voted(seed, kind, cast=2, **options)
        theirs = dealer.read(dealer.record.of("Ballot")[0]).answers[0]
        return dealer.answered(1, theirs)

    return build


case(
    "ballot-copied-one",
    "A voter copied another's ciphertexts and proofs, to learn her vote from the count.",
    INDIVIDUAL,
    copied("plain"),
    OVERALL,
)
case(
    "ballot-copied-blank",
    "A voter copied another's ciphertexts and proofs, to learn her vote from the count, where blank votes are allowed.",
    INDIVIDUAL,
    copied("blank"),
    f"{OVERALL} {BLANK}",
)
case(
    "ballot-copied-lists",
    "A voter copied another's ciphertexts and proofs in a question of lists, to learn her vote from the count.",
    INDIVIDUAL,
    copied("lists"),
    f"{OVERALL} {LIST} {NONZERO}",
)
case(
    "ballot-copied-ranking",
    "A voter copied another's encrypted ranking with its proof: it will be decrypted twice.",
    ENCRYPTION,
    copied("ranking"),
)


def reencrypted(seed: int) -> Built:
    """The copy is re-encrypted, so that it does not look like one; the proof is of the added randomness."""
    dealer = voted(seed, "ranking", cast=2)
    g, theirs = dealer.group, dealer.read(dealer.record.of("Ballot")[0]).answers[0]
    r = draw(g, dealer.random)
    alpha, beta = g.elements([theirs.choices.alpha, theirs.choices.beta])
    own = Ciphertext(str(alpha * g.power(g.g, r.reveal())), str(beta * g.power(dealer.election.y, r.reveal())))
    y, context = str(dealer.election.y), dealer.context(1)
    proof = prove_schnorr(g, [g.g], r, lambda texts: challenges.raweg(context, y, own, texts[0]), dealer.random)
    return dealer.answered(1, AnswerNH(own, proof))


case(
    "ballot-reencrypted-ranking",
    "A voter copied another's ranking and encrypted it anew, so that it does not look copied.",
    ENCRYPTION,
    reencrypted,
)


def changed(kind: str, path: tuple[Any, ...], **options: Any):
    """One response of one proof is one more; the voter signs it."""

    def build(seed: int) -> Built:
        dealer = voted(seed, kind, **options)

        def apply(ballot: Any) -> None:
            part = ballot["answers"][0]
            for key in path[:-1]:
                part = part[key]
            part[path[-1]] = str((int(part[path[-1]]) + 1) % dealer.group.q)

        return dealer.resigned(0, apply)

    return build


PROOFS: dict[str, tuple[str, tuple[Any, ...], str, str]] = {
    "first-branch": ("plain", ("individual_proofs", 0, 0, "response"), INDIVIDUAL, "the first branch of a 0/1 proof"),
    "second-branch": (
        "one",
        ("individual_proofs", 1, 1, "response"),
        INDIVIDUAL,
        "the second branch of the last 0/1 proof",
    ),
    "challenge": ("any", ("individual_proofs", 0, 1, "challenge"), INDIVIDUAL, "a challenge of a 0/1 proof"),
    "overall": (
        "any",
        ("overall_proof", 2, "response"),
        OVERALL,
        "the last branch of the proof of the number of choices",
    ),
    "overall-challenge": (
        "one",
        ("overall_proof", 0, "challenge"),
        OVERALL,
        "the challenge of the proof of the number of choices",
    ),
    "overall-blank": (
        "blank",
        ("overall_proof", 0, "response"),
        OVERALL,
        "the blank branch of the proof of the number of choices",
    ),
    "blank": ("blank", ("blank_proof", 1, "response"), BLANK, "the proof that a blank vote chooses nothing"),
    "list-individual": (
        "lists",
        ("individual_proofs", 1, 1, 0, "response"),
        INDIVIDUAL,
        "the last 0/1 proof of the last list",
    ),
    "list-overall": ("lists", ("overall_proof", "response"), OVERALL, "the proof that one list is chosen"),
    "list": ("lists", ("list_proofs", 1, 1, "response"), LIST, "the proof of the last list"),
    "nonzero-first": (
        "lists",
        ("nonzero_proof", "response", 0),
        NONZERO,
        "the proof that a candidate is chosen (first response)",
    ),
    "nonzero-second": (
        "lists",
        ("nonzero_proof", "response", 1),
        NONZERO,
        "the proof that a candidate is chosen (second response)",
    ),
    "nonzero-challenge": (
        "lists",
        ("nonzero_proof", "challenge"),
        NONZERO,
        "the proof that a candidate is chosen (challenge)",
    ),
    "encryption": ("ranking", ("proof", "response"), ENCRYPTION, "the proof of knowing an encrypted ranking"),
}
for label, (kind, path, check, words) in PROOFS.items():
    case(f"proof-{label}", f"One number is one more than it should be: {words}.", check, changed(kind, path))
case(
    "proof-individual-2048",
    "One number is one more than it should be: a 0/1 proof in a 2048-bit group.",
    INDIVIDUAL,
    changed("plain", ("individual_proofs", 0, 0, "response"), group_name=B),
)
case(
    "proof-encryption-2048",
    "One number is one more than it should be: the proof of a ranking in a 2048-bit group.",
    ENCRYPTION,
    changed("ranking", ("proof", "challenge"), group_name=R),
)


def weak(seed: int, answer: Callable[[Dealer, str], Any], kind: str = "any") -> Built:
    dealer = voted(seed, kind)
    return dealer.answered(0, answer(dealer, dealer.context(0)))


def made_with(**context_parts: str):
    """An answer made for another election's hash, or another voter's credential."""

    def make(dealer: Dealer, _: str) -> Any:
        election = context_parts.get("election", dealer.election.fingerprint)
        own = dealer.context(1 if "voter" in context_parts else 0).rpartition("|")[2]
        context = challenges.ballot_context(election, own)
        return homomorphic.make_answer(
            dealer.group, dealer.election.y, dealer.election.questions[0], [1, 0], context, dealer.random
        )

    return make


case(
    "proof-for-another-election",
    "All proofs of an answer were made for another election: a ballot is carried from one to the other.",
    INDIVIDUAL,
    lambda seed: weak(seed, made_with(election="A" * 43)),
    OVERALL,
)
case(
    "proof-for-another-voter",
    "All proofs of an answer were made for another voter's credential.",
    INDIVIDUAL,
    lambda seed: weak(seed, made_with(voter="1")),
    OVERALL,
)


def weak_overall(dealer: Dealer, context: str) -> Any:
    """The challenge of the overall proof does not hash all ciphertexts."""
    g, y, question = dealer.group, dealer.election.y, dealer.election.questions[0]
    encrypted = homomorphic.encrypt(g, y, [1, 0], dealer.random)
    individual = [
        homomorphic.prove_bit(g, y, context, encrypted, i, bit, dealer.random) for i, bit in enumerate([1, 0])
    ]
    r, m = encrypted.total(g)
    claims = [Claim(r, m, n, g.secret(int(n == 1))) for n in range(question.min, question.max + 1)]
    challenge = partial(challenges.iprove, context, homomorphic.total_ciphertext(g, encrypted.ciphertexts))
    return AnswerH(encrypted.ciphertexts, individual, prove_disjunction(g, y, claims, challenge, dealer.random), UNSET)


case(
    "proof-overall-without-context",
    "The proof of the number of choices hashes only their product: choices could be moved between answers under it.",
    OVERALL,
    lambda seed: weak(seed, weak_overall),
)


def zeros(dealer: Dealer, _: str) -> Any:
    zero = Proof("0", "0")
    honest = dealer.read(dealer.record.of("Ballot")[0]).answers[0]
    return replace(honest, individual_proofs=[[zero, zero]] * 2, overall_proof=[zero] * 3)


case(
    "proof-zeros",
    "Every proof of an answer is zeros: challenges that sum to zero.",
    INDIVIDUAL,
    lambda seed: weak(seed, zeros),
    OVERALL,
)


def swapped_proofs(dealer: Dealer, _: str) -> Any:
    honest = dealer.read(dealer.record.of("Ballot")[0]).answers[0]
    return replace(honest, individual_proofs=honest.individual_proofs[::-1])


case(
    "proof-change-places",
    "The 0/1 proofs of two choices stand in each other's place.",
    INDIVIDUAL,
    lambda seed: weak(seed, swapped_proofs),
)
case(
    "proof-choices-change-places",
    "Two choices with their 0/1 proofs changed places: the vote is for the other answer, and only the overall proof's context tells.",
    OVERALL,
    lambda seed: weak(
        seed,
        lambda d, _: (
            (a := d.read(d.record.of("Ballot")[0]).answers[0])
            and replace(a, choices=a.choices[::-1], individual_proofs=a.individual_proofs[::-1])
        ),
    ),
)


def second_answer(change: Callable[[Any, int], Any], *kinds: str):
    """The first answer is right; something is wrong in the last."""
    return lambda seed: (d := voted(seed, *kinds)).resigned(0, lambda ballot: change(ballot["answers"][-1], d.group.q))


def one_more(proof: Any, q: int) -> None:
    proof["response"] = str((int(proof["response"]) + 1) % q)


case(
    "proof-second-question",
    "The second answer's 0/1 proof is wrong; the first answer is right.",
    INDIVIDUAL,
    second_answer(lambda a, q: one_more(a["individual_proofs"][0][1], q), "plain", "plain"),
)
case(
    "proof-overall-second-question",
    "The proof of the number of choices is wrong in the second answer, behind a ranking.",
    OVERALL,
    second_answer(lambda a, q: one_more(a["overall_proof"][0], q), "ranking", "plain"),
)
case(
    "proof-encryption-second-question",
    "The second of two rankings is not proved.",
    ENCRYPTION,
    second_answer(lambda a, q: one_more(a["proof"], q), "ranking", "ranking"),
)
case(
    "proof-answers-change-places",
    "The proofs of two rankings of one ballot changed places.",
    ENCRYPTION,
    lambda seed: voted(seed, "ranking", "ranking").resigned(0, lambda ballot: _exchanged(ballot["answers"])),
)


def _exchanged(answers: list[Any]) -> None:
    answers[0]["proof"], answers[1]["proof"] = answers[1]["proof"], answers[0]["proof"]


case(
    "number-second-question",
    "A number in the second answer is q more than it should be.",
    "ballot.scalars",
    second_answer(
        lambda a, q: a["overall_proof"][0].update(challenge=str(int(a["overall_proof"][0]["challenge"]) + q)),
        "ranking",
        "plain",
    ),
)
case(
    "element-second-question",
    "A choice of the second answer is no point of the curve.",
    "ballot.elements",
    second_answer(lambda a, _: a["choices"][0].update(beta=f"{2:064x}"), "ranking", "plain"),
)
case(
    "shape-second-question",
    "The second answer has a choice too few; the first is right.",
    "ballot.shape",
    second_answer(lambda a, _: (a["choices"].pop(), a["individual_proofs"].pop()), "plain", "any"),
)
