# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)
"""Ballots: invalid votes proved as well as they can be, ballots of others, and several texts of one ballot."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest.mock import patch

from msgspec.structs import replace

from isonomia.groups import Group
from isonomia.groups.parameters import ED25519_P, RFC_3526_2048
from isonomia.protocol import challenges
from isonomia.protocol.messages import UNSET, AnswerH, AnswerNH, Ciphertext, NonzeroProof, Proof, QuestionH, encode
from isonomia.protocol.public.questions import allows_blank
from isonomia.protocol.secret import homomorphic, lists
from isonomia.protocol.secret.credentials import secret_exponent
from isonomia.protocol.secret.disjunction import Claim, prove_disjunction
from isonomia.protocol.secret.encryption import Encrypted
from isonomia.protocol.secret.randomness import draw
from isonomia.protocol.secret.schnorr import prove_schnorr
from support.forge import Event
from support.holding import sign
from vectors.make.cases import Built, case
from vectors.make.dealer import VOTES, Dealer, opened, unchecked, voted
from vectors.make.torsion import even_disjunction, even_schnorr, is_even, until, with_t

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"
INDIVIDUAL, OVERALL, BLANK = "ballot.individual-proof", "ballot.overall-proof", "ballot.blank-proof"
LIST, NONZERO, ENCRYPTION = "ballot.list-proof", "ballot.nonzero-proof", "ballot.encryption-proof"

# --- invalid votes, counted as if they were valid ------------------------------------------------------


def invalid(kind: str, vote: Any, **options: Any):
    """The first voter's booth is patched; everybody after her is honest or does not look."""

    def build(seed: int) -> Built:
        dealer = opened(seed, kind, **options)
        with unchecked():
            dealer.cast(dealer.credentials[0], [vote])
        dealer.cast(dealer.credentials[1], [VOTES[kind][1]])
        return dealer.tallied()

    return build


for group_name in (E, B, R):
    case(
        f"ballot-two-votes-{group_name.lower()}",
        "A voter gives two votes to one answer; their number is allowed, so only the proof that each choice is 0 or 1 tells.",
        INDIVIDUAL,
        invalid("any", [2, 0], group_name=group_name),
    )
case(
    "ballot-vote-against",
    "A voter takes a vote from an answer; the number of her choices is allowed.",
    INDIVIDUAL,
    invalid("any", [1, -1]),
)
case(
    "ballot-two-that-make-one",
    "A voter gives 2 votes to one answer and -1 to the other: their sum is 1, as asked.",
    INDIVIDUAL,
    invalid("one", [2, -1]),
)
for group_name in (E, B):
    case(
        f"ballot-both-{group_name.lower()}",
        "A voter chooses both answers where one is asked.",
        OVERALL,
        invalid("one", [1, 1], group_name=group_name),
    )
case("ballot-none", "A voter chooses nothing where one answer is asked.", OVERALL, invalid("one", [0, 0]))
case(
    "ballot-three-of-two",
    "A voter chooses three where two are the most, in a question that allows blank votes.",
    OVERALL,
    invalid("blank", [0, 1, 1, 1]),
)
case(
    "ballot-neither-blank-nor-enough",
    "A voter chooses nothing, and does not say blank.",
    OVERALL,
    invalid("blank", [0, 0, 0, 0]),
)
case(
    "ballot-blank-and-choice", "A voter is counted as blank and for a candidate.", BLANK, invalid("blank", [1, 1, 0, 0])
)
case(
    "ballot-list-of-another",
    "A voter chooses a candidate outside the list that she chose.",
    LIST,
    invalid("lists", [[1, 1, 0], [0, 1]]),
)
case("ballot-two-lists", "A voter chooses two lists.", OVERALL, invalid("lists", [[1, 1, 0], [1, 1]]))
case(
    "ballot-no-list", "A voter chooses candidates and no list.", OVERALL, invalid("lists", [[0, 0, 0], [0, 0]]), NONZERO
)
case(
    "ballot-list-without-candidates",
    "A voter chooses a list and none of its candidates; the proof that she chose one is right but for its commitment, which is the identity.",
    NONZERO,
    invalid("lists", [[1, 0, 0], [0, 0]]),
)
case(
    "ballot-list-without-candidates-2048",
    "In a 2048-bit group, a voter chooses a list and none of its candidates; only the commitment of a proof, which is the identity, tells.",
    NONZERO,
    invalid("lists", [[1, 0, 0], [0, 0]], group_name=B),
)
case(
    "ballot-list-candidate-twice",
    "A voter gives a candidate of her list two votes.",
    INDIVIDUAL,
    invalid("lists", [[1, 2, 0], [0, 0]]),
)
case(
    "ballot-weighted-two-votes",
    "A voter gives one answer two votes where another has weight 3: no count looks too large.",
    INDIVIDUAL,
    invalid("any", [2, 0], weights=[1, 3]),
)

# --- proofs that are not of this ballot ---------------------------------------------------------------


def copied(kind: str, **options: Any):
    """Voter 1 signs the ciphertexts and proofs of voter 0, to learn her vote from the count."""

    def build(seed: int) -> Built:
        dealer = voted(seed, kind, voters=3, **options)
        theirs = dealer.read(dealer.record.of("Ballot")[0]).answers[0]
        return dealer.answered(1, theirs).tallied()

    return build


case(
    "ballot-copied-one",
    "A voter copied another's ciphertexts and proofs, to learn her vote from the count.",
    INDIVIDUAL,
    copied("one"),
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
    dealer = voted(seed, "ranking", voters=3)
    g, theirs = dealer.group, dealer.read(dealer.record.of("Ballot")[0]).answers[0]
    r = draw(g, dealer.random)
    alpha, beta = g.elements([theirs.choices.alpha, theirs.choices.beta])
    own = Ciphertext(str(alpha * g.power(g.g, r.reveal())), str(beta * g.power(dealer.election.y, r.reveal())))
    y, context = str(dealer.election.y), dealer.context(1)
    proof = prove_schnorr(g, [g.g], r, lambda texts: challenges.raweg(context, y, own, texts[0]), dealer.random)
    return dealer.answered(1, AnswerNH(own, proof)).tallied()


case(
    "ballot-reencrypted-ranking",
    "A voter copied another's ranking and encrypted it anew, so that it does not look copied.",
    ENCRYPTION,
    reencrypted,
)


def changed(kind: str, path: tuple[Any, ...], **options: Any):
    """One response of one proof is one more; the voter signs it."""

    def build(seed: int) -> Built:
        dealer = voted(seed, kind, cast=1, **options)

        def apply(ballot: Any) -> None:
            part = ballot["answers"][0]
            for key in path[:-1]:
                part = part[key]
            part[path[-1]] = str((int(part[path[-1]]) + 1) % dealer.group.q)

        return dealer.resigned(0, apply)

    return build


PROOFS: dict[str, tuple[str, tuple[Any, ...], str, str]] = {
    "first-branch": ("one", ("individual_proofs", 0, 0, "response"), INDIVIDUAL, "the first branch of a 0/1 proof"),
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
    changed("one", ("individual_proofs", 1, 0, "response"), group_name=B),
)
case(
    "proof-encryption-2048",
    "One number is one more than it should be: the proof of a ranking in a 2048-bit group.",
    ENCRYPTION,
    changed("ranking", ("proof", "challenge"), group_name=R),
)


def weak(seed: int, answer: Callable[[Dealer, str], Any], kind: str = "any") -> Built:
    dealer = voted(seed, kind, cast=1)
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

# --- shape -------------------------------------------------------------------------------------------

SHAPE = "ballot.shape"


def shaped(kind: str, change: Callable[[Any], Any], **options: Any):
    def build(seed: int) -> Built:
        dealer = voted(seed, kind, cast=1, **options).resigned(0, lambda ballot: change(ballot["answers"][0]))
        return dealer

    return build


def wide(seed: int) -> Built:
    """Both answers where one is asked, rightly proved to be 0, 1 or 2: a branch too many."""
    dealer = voted(seed, "one", cast=1)
    g, question = dealer.group, dealer.election.questions[0]
    more = replace(question, min=0, max=2)
    answer = homomorphic.make_answer(g, dealer.election.y, more, [1, 1], dealer.context(0), dealer.random)
    return dealer.answered(0, answer).tallied()


def without_blank(seed: int) -> Built:
    dealer = voted(seed, "blank", cast=1)
    question: Any = replace(dealer.election.questions[0], blank=UNSET)
    answer = homomorphic.make_answer(
        dealer.group, dealer.election.y, question, [1, 0, 0], dealer.context(0), dealer.random
    )
    return dealer.answered(0, answer)


case(
    "shape-overall-too-wide",
    "A voter chose both answers where one is asked, and proves truly that her choices are 0, 1 or 2.",
    SHAPE,
    wide,
)
case(
    "shape-no-blank-proof",
    "An answer has no blank proof, and a ciphertext too few, where blank votes are allowed: peers accept it, and then nobody can tally.",
    SHAPE,
    without_blank,
)
case(
    "shape-blank-proof-empty",
    "An answer has an empty blank proof where blank votes are not allowed.",
    SHAPE,
    shaped("one", lambda a: a.update(blank_proof=[])),
    strict=True,
)
case(
    "shape-blank-proof-too-many",
    "An answer has a blank proof where blank votes are not allowed: unread room in a ballot.",
    SHAPE,
    shaped("one", lambda a: a.update(blank_proof=[a["overall_proof"][0]] * 2)),
    strict=True,
)
case(
    "shape-individual-proof-missing",
    "A choice has no 0/1 proof.",
    SHAPE,
    shaped("one", lambda a: a["individual_proofs"].pop()),
)
case(
    "shape-individual-branch-missing",
    "A 0/1 proof has one branch.",
    SHAPE,
    shaped("one", lambda a: a["individual_proofs"][0].pop()),
)
case(
    "shape-choice-too-many",
    "An answer has a choice too many, with its proof: it is counted for nobody, or for the next question.",
    SHAPE,
    shaped(
        "one",
        lambda a: (a["choices"].append(a["choices"][0]), a["individual_proofs"].append(a["individual_proofs"][0])),
    ),
)
case(
    "shape-choice-missing",
    "An answer has a choice too few.",
    SHAPE,
    shaped("one", lambda a: (a["choices"].pop(), a["individual_proofs"].pop())),
)
case(
    "shape-no-choices",
    "An answer has nothing in it.",
    SHAPE,
    shaped("one", lambda a: a.update(choices=[], individual_proofs=[], overall_proof=[])),
)
case(
    "shape-overall-missing",
    "An answer has no proof of the number of choices.",
    SHAPE,
    shaped("one", lambda a: a.update(overall_proof=[])),
)
case(
    "shape-list-proof-too-many",
    "A list has a third proof, which peers do not look at: unread room in a ballot.",
    SHAPE,
    shaped("lists", lambda a: a["list_proofs"][0].append(a["list_proofs"][0][0])),
    strict=True,
)
case(
    "shape-list-proofs-missing", "The last list has no proof.", SHAPE, shaped("lists", lambda a: a["list_proofs"].pop())
)
case(
    "shape-list-candidate-moved",
    "A candidate stands in the other list's row.",
    SHAPE,
    shaped(
        "lists",
        lambda a: (
            a["choices"][1].append(a["choices"][0].pop()),
            a["individual_proofs"][1].append(a["individual_proofs"][0].pop()),
        ),
    ),
)
case(
    "shape-nonzero-response-missing",
    "The proof that a candidate is chosen has one response.",
    SHAPE,
    shaped("lists", lambda a: a["nonzero_proof"]["response"].pop()),
)
case("shape-question-missing", "A ballot answers one of two questions.", "json.syntax", lambda seed: _removed(seed))


def _removed(seed: int) -> Built:
    dealer = voted(seed, "one", "any")
    event = dealer.record.of("Ballot")[0]
    ballot = dealer.read(event)
    event.content = encode(
        sign(
            dealer.group,
            replace(ballot, answers=ballot.answers[:1]),
            dealer.exponent(dealer.credentials[0]),
            dealer.random,
        )
    )
    return dealer


# --- elements ----------------------------------------------------------------------------------------

ELEMENTS = "ballot.elements"


def total_text(g: Group, texts: list[str], shift: bool) -> str:
    product = g.identity
    for element in g.elements(texts):
        product = product * element
    return with_t(g, str(product)) if shift else str(product)


def disguised(
    dealer: Dealer,
    vote: list[int],
    as_written: Callable[[int, Ciphertext], Ciphertext],
    shifts: tuple[bool, bool],
    randomness: Any = None,
) -> AnswerH:
    """An answer whose ciphertexts are written otherwise, with even challenges, each text hashed as it stands.

    ``shifts``: whether T is in the product of what is written, for alpha and for beta.
    """
    g, y, question, random = dealer.group, dealer.election.y, dealer.election.questions[0], dealer.random
    assert isinstance(question, QuestionH)
    assert not allows_blank(question)
    context = dealer.context(0)
    encrypted = homomorphic.encrypt(g, y, vote, random)
    if randomness is not None:
        pairs = [
            Ciphertext(str(g.power(g.g, r)), str(g.power(y, r) * g.power(g.g, m)))
            for r, m in zip(randomness, vote, strict=True)
        ]
        encrypted = Encrypted(pairs, [g.secret(r) for r in randomness], encrypted.plaintexts)
    written = [as_written(i, c) for i, c in enumerate(encrypted.ciphertexts)]
    individual = [
        even_disjunction(
            g,
            y,
            [
                Claim(encrypted.randomness[i], encrypted.plaintexts[i], bit, g.secret(int(bit == vote[i])))
                for bit in (0, 1)
            ],
            partial(challenges.iprove, context, own),
            random,
        )
        for i, own in enumerate(written)
    ]
    r, m = encrypted.total(g)
    claims = [Claim(r, m, n, g.secret(int(n == sum(vote)))) for n in range(question.min, question.max + 1)]
    total = Ciphertext(
        total_text(g, [c.alpha for c in encrypted.ciphertexts], shifts[0]),
        total_text(g, [c.beta for c in encrypted.ciphertexts], shifts[1]),
    )
    whole = challenges.answer_context(context, written)
    overall = even_disjunction(g, y, claims, partial(challenges.iprove, whole, total), random)
    return AnswerH(written, individual, overall, UNSET)


def outside(part: str, both: bool, group_name: str):
    """One alpha or beta times T, or two whose product is of the group; every proof holds for who does not check."""

    def build(seed: int) -> Built:
        dealer = voted(seed, "any", group_name=group_name, cast=1)
        g = dealer.group

        def as_written(i: int, own: Ciphertext) -> Ciphertext:
            return replace(own, **{part: with_t(g, getattr(own, part))}) if i == 0 or both else own

        shifts = (part == "alpha" and not both, part == "beta" and not both)
        return dealer.answered(0, disguised(dealer, [1, 0], as_written, shifts))

    return build


for group_name in (E, B, R):
    for part in ("alpha", "beta"):
        case(
            f"element-{part}-order-2-{group_name.lower()}",
            f"{part} of a choice is times an element of order 2, with proofs drawn so that they hold: a mark that decryption carries to the end.",
            ELEMENTS,
            outside(part, False, group_name),
        )
    case(
        f"element-two-of-order-2-{group_name.lower()}",
        "Two alphas are times an element of order 2, so that a check of their product sees nothing.",
        ELEMENTS,
        outside("alpha", True, group_name),
    )


def rewritten(change: Callable[[str], str], group_name: str = E):
    """alpha in another text, hashed as it stands."""

    def build(seed: int) -> Built:
        dealer = voted(seed, "any", group_name=group_name, cast=1)
        return dealer.answered(
            0,
            disguised(
                dealer, [1, 0], lambda i, own: replace(own, alpha=change(own.alpha)) if i == 0 else own, (False, False)
            ),
        )

    return build


def of_identity(text: str):
    """alpha is the identity (its randomness is 0: the vote is in the clear), in another text."""

    def build(seed: int) -> Built:
        dealer = voted(seed, "any", cast=1)
        random = draw(dealer.group, dealer.random).reveal()
        return dealer.answered(
            0,
            disguised(
                dealer, [1, 0], lambda i, own: replace(own, alpha=text) if i == 0 else own, (False, False), [0, random]
            ),
        )

    return build


case(
    "element-upper-case",
    "An element is written in capitals: one ballot, two trackers.",
    ELEMENTS,
    rewritten(str.upper),
    strict=True,
)
case(
    "element-leading-zero",
    "An element is written with a leading zero.",
    ELEMENTS,
    rewritten(lambda text: "0" + text, B),
    strict=True,
)
case(
    "element-hexadecimal",
    "An element is written in hexadecimal where decimals are specified.",
    ELEMENTS,
    rewritten(lambda text: hex(int(text)), R),
    strict=True,
)
case(
    "element-underscore",
    "An element is written with an underscore, as some parsers allow.",
    ELEMENTS,
    rewritten(lambda text: text[:3] + "_" + text[3:], B),
    strict=True,
)
case("element-plus-p", "An element is not reduced: p more than it should be.", ELEMENTS, lambda seed: _plus_p(seed))
case(
    "element-identity-not-reduced",
    "The identity is written with y = p + 1: one element, two texts.",
    ELEMENTS,
    of_identity(f"{ED25519_P + 1:064x}"),
    strict=True,
)
case(
    "element-identity-negative",
    "The identity is written with the sign of a negative zero.",
    ELEMENTS,
    of_identity(f"{1 << 255 | 1:064x}"),
    strict=True,
)


def _plus_p(seed: int) -> Built:
    return rewritten(lambda text: str(int(text) + RFC_3526_2048.p), R)(seed)


def simple(kind: str, group_name: str, change: Callable[[Any], Any]):
    def build(seed: int) -> Built:
        return voted(seed, kind, group_name=group_name, cast=1).resigned(0, lambda ballot: change(ballot["answers"][0]))

    return build


case(
    "element-off-the-curve",
    "A choice is no point of the curve.",
    ELEMENTS,
    simple("one", E, lambda a: a["choices"][0].update(alpha=f"{2:064x}")),
)
case(
    "element-zero",
    "A choice is zero.",
    ELEMENTS,
    simple("one", B, lambda a: a["choices"][0].update(alpha="0", beta="0")),
)


def ranking_order_2(seed: int, group_name: str, part: str) -> Built:
    """The encryption proof with an even challenge does not see T in alpha; it never sees it in beta."""
    dealer = voted(seed, "ranking", group_name=group_name, cast=1)
    g, y = dealer.group, dealer.election.y
    r = draw(g, dealer.random)
    honest = Ciphertext(str(g.power(g.g, r.reveal())), str(g.power(y, r.reveal()) * g.of_ints([1, 2, 3])))
    own = replace(honest, **{part: with_t(g, getattr(honest, part))})
    context = dealer.context(0)
    proof = even_schnorr(g, r, lambda texts: challenges.raweg(context, str(y), own, texts[0]), dealer.random)
    return dealer.answered(0, AnswerNH(own, proof))


for group_name in (E, R):
    for part in ("alpha", "beta"):
        case(
            f"element-ranking-{part}-order-2-{group_name.lower()}",
            f"{part} of a ranking is times an element of order 2: a mark that shuffles carry to the end, and that tells whose it is.",
            ELEMENTS,
            lambda seed, g=group_name, p=part: ranking_order_2(seed, g, p),
        )


def nonzero_order_2(seed: int) -> Built:
    """The commitment of the last proof times T: with an even challenge it holds (peers do not check it)."""
    dealer = voted(seed, "lists", cast=1)
    g, y, question, vote, context = (
        dealer.group,
        dealer.election.y,
        dealer.election.questions[0],
        VOTES["lists"][0],
        dealer.context(0),
    )
    rows: list[Any] = []

    def noting(*args: Any) -> Any:
        rows.append(homomorphic.encrypt(*args))
        return rows[-1]

    with patch.object(lists, "encrypt", noting):
        answer = lists.make_answer(g, y, question, vote, context, dealer.random)
    whole = challenges.answer_context(context, [c for row in answer.choices for c in row])
    proof = until(lambda: shifted_nonzero(dealer, rows, whole), is_even)
    return dealer.answered(0, replace(answer, nonzero_proof=proof))


def shifted_nonzero(dealer: Dealer, rows: list[Any], context: str) -> NonzeroProof:
    g, y = dealer.group, dealer.election.y
    summed = homomorphic.total_ciphertext(g, [c for row in rows for c in row.ciphertexts[1:]])
    alpha, beta = g.elements([summed.alpha, summed.beta])
    r = sum(row.total(g, start=1)[0].reveal() for row in rows) % g.q
    s, w1, w2 = (draw(g, dealer.random).reveal() for _ in range(3))
    commitment = with_t(g, str(g.power(beta, s) * g.power(y, -s * r)))
    texts = g.texts([g.power(alpha, w1) * g.power(g.g, w2), g.power(beta, w1) * g.power(y, w2)])
    c = challenges.nonzero(context, [commitment, *texts]) % g.q
    return NonzeroProof(commitment, str(c), [str((w1 - s * c) % g.q), str((w2 + s * r * c) % g.q)])


case(
    "element-nonzero-commitment-order-2",
    "The commitment of the proof that a candidate is chosen is times an element of order 2 (peers do not check it).",
    ELEMENTS,
    nonzero_order_2,
    strict=True,
)


def credential_text(seed: int) -> Built:
    """Her credential in capitals, on the ballot only."""
    dealer = voted(seed)
    return dealer.resigned(0, lambda ballot: ballot.update(credential=ballot["credential"].upper()))


case(
    "element-credential-upper-case",
    "A ballot's credential is in capitals: who looks it up without care counts her twice.",
    ELEMENTS,
    credential_text,
    f"ballot.credential {INDIVIDUAL} {OVERALL}",
)

# --- numbers -----------------------------------------------------------------------------------------

SCALARS = "ballot.scalars"


def number(kind: str, path: tuple[Any, ...], change: Callable[[str, int], str], **options: Any):
    """One number of one proof in another text."""

    def build(seed: int) -> Built:
        dealer = voted(seed, kind, cast=1, **options)

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
for group_name in (B, R):
    case(
        f"number-plus-q-{group_name.lower()}",
        "A number is q more than it should be, in a 2048-bit group.",
        SCALARS,
        number("one", ("individual_proofs", 0, 0, "response"), plus_q, group_name=group_name),
    )
case(
    "number-negative",
    "A number is q less than it should be.",
    SCALARS,
    number("one", ("overall_proof", 0, "response"), lambda t, q: str(int(t) - q)),
)
case(
    "number-leading-zero",
    "A number has a leading zero.",
    SCALARS,
    number("one", ("overall_proof", 0, "response"), lambda t, _: "0" + t),
    strict=True,
)
case(
    "number-hexadecimal",
    "A number is written in hexadecimal.",
    SCALARS,
    number("one", ("overall_proof", 0, "response"), lambda t, _: hex(int(t))),
    strict=True,
)
case(
    "number-with-space",
    "A number is written with a space before it.",
    SCALARS,
    number("one", ("overall_proof", 0, "response"), lambda t, _: " " + t),
    strict=True,
)
case(
    "number-wide-digits",
    "A number is written in full-width digits.",
    SCALARS,
    number("one", ("overall_proof", 0, "response"), lambda t, _: "".join(chr(0xFF10 + int(d)) for d in t)),
    strict=True,
)


def signature(change: Callable[[Any, int], None], **options: Any):
    """The signature is not signed: anybody can write it otherwise."""
    return lambda seed: (d := voted(seed, cast=1, **options)).change(
        "Ballot", lambda b: change(b["signature"]["proof"], d.group.q)
    )


def response_plus_q(proof: Any, q: int) -> None:
    proof["response"] = str(int(proof["response"]) + q)


for group_name in (E, R):
    case(
        f"number-signature-plus-q-{group_name.lower()}",
        "The response of a signature is q more than it should be: anybody can give a voter's ballot another tracker.",
        SCALARS,
        signature(response_plus_q, group_name=group_name),
    )

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
    dealer = opened(seed, "one", group_name=group_name).vote(1)
    victim = dealer.read(dealer.record.of("Ballot")[0])
    answer = homomorphic.make_answer(
        dealer.group, dealer.election.y, dealer.election.questions[0], [0, 1], dealer.context(0), dealer.random
    )
    ballot = sign(
        dealer.group, replace(victim, answers=(answer,)), dealer.exponent(dealer.credentials[1]), dealer.random
    )
    dealer.record.events.append(Event("Ballot", [encode(ballot)]))
    return dealer.tallied()


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
    dealer = voted(seed, kind, cast=1)
    event = dealer.record.of("Ballot")[0]
    event.content = encode(
        sign(dealer.group, dealer.read(event), dealer.exponent(dealer.credentials[1]), dealer.random)
    )
    return dealer


def earlier_signature(seed: int) -> Built:
    dealer = voted(seed)
    dealer.cast(dealer.credentials[0], [[0, 1]])
    first, second = dealer.record.of("Ballot")[0], dealer.record.of("Ballot")[-1]
    second.content = encode(replace(dealer.read(second), signature=dealer.read(first).signature))
    return dealer.tallied()


case(
    "signed-hash-of-another-ballot",
    "A ballot bears the signature of an earlier ballot of the same voter, hash and all: the board pairs them as it likes.",
    SIGNED,
    earlier_signature,
)


def other_hash(seed: int) -> Built:
    """Signed, by the right voter: a hash that is not of this ballot."""
    dealer = voted(seed, cast=1)
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
    dealer = voted(seed, cast=1)
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


def stranger(seed: int, group_name: str, kind: str = "one", counted: bool = False) -> Built:
    dealer = voted(seed, kind, group_name=group_name)
    private = "11111-111111-11111-111111"
    assert secret_exponent(dealer.group, dealer.election.uuid, private) is not None
    if counted:
        dealer.cast(private, [VOTES[kind][0]])
        return dealer.tallied()
    dealer.cast(private, [VOTES[kind][0]])
    late = dealer.record.events.pop()
    dealer.tallied()
    return dealer.insert(2, late)


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
    dealer = voted(seed, cast=1)
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
        dealer.cast(dealer.credentials[0], [[0, 1]])
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


def text(old: bytes, new: bytes, kind: str = "one", signed: bool = True):
    """A piece of a ballot written otherwise, and signed as it is written."""

    def build(seed: int) -> Built:
        dealer = voted(seed, kind, cast=1)
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
    dealer = voted(seed, cast=1)
    event = dealer.record.of("Ballot")[0]
    ballot = json.loads(event.content)
    ballot["answers"][0] = dict(reversed(ballot["answers"][0].items()))
    event.content = encode(ballot)
    return dealer


def _signature_first(seed: int) -> Built:
    dealer = voted(seed, cast=1)
    event = dealer.record.of("Ballot")[0]
    ballot = json.loads(event.content)
    ballot["signature"] = dict(reversed(ballot["signature"].items()))
    event.content = encode(ballot)
    return dealer
