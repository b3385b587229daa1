# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)
"""Elements in ballots: outside of the group, or in another text."""

from collections.abc import Callable
from functools import partial
from typing import Any
from unittest.mock import patch

from msgspec.structs import replace

from isonomia.groups import Group
from isonomia.groups.parameters import ED25519_P, RFC_3526_2048
from isonomia.protocol import challenges
from isonomia.protocol.messages import UNSET, AnswerH, AnswerNH, Ciphertext, NonzeroProof, QuestionH
from isonomia.protocol.public.questions import allows_blank
from isonomia.protocol.secret import homomorphic, lists
from isonomia.protocol.secret.disjunction import Claim
from isonomia.protocol.secret.encryption import Encrypted
from isonomia.protocol.secret.randomness import draw
from vectors.make.cases import Built, case
from vectors.make.dealer import VOTES, Dealer, voted
from vectors.make.torsion import even_disjunction, even_schnorr, is_even, until, with_t

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"
INDIVIDUAL, OVERALL, BLANK = "ballot.individual-proof", "ballot.overall-proof", "ballot.blank-proof"
LIST, NONZERO, ENCRYPTION = "ballot.list-proof", "ballot.nonzero-proof", "ballot.encryption-proof"

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
        dealer = voted(seed, "any" if both else "plain", group_name=group_name)
        g = dealer.group

        def as_written(i: int, own: Ciphertext) -> Ciphertext:
            return replace(own, **{part: with_t(g, getattr(own, part))}) if i == 0 or both else own

        shifts = (part == "alpha" and not both, part == "beta" and not both)
        return dealer.answered(0, disguised(dealer, [1, 0] if both else [1], as_written, shifts))

    return build


for group_name in (E, B, R):
    for part in ("alpha", "beta") if group_name == E else ("alpha",):
        case(
            f"element-{part}-order-2-{group_name.lower()}",
            f"{part} of a choice is times an element of order 2, with proofs drawn so that they hold: a mark that decryption carries to the end.",
            ELEMENTS,
            outside(part, False, group_name),
        )
    if group_name == R:
        continue  # as in the other 2048-bit group
    case(
        f"element-two-of-order-2-{group_name.lower()}",
        "Two alphas are times an element of order 2, so that a check of their product sees nothing.",
        ELEMENTS,
        outside("alpha", True, group_name),
    )


def rewritten(change: Callable[[str], str], group_name: str = E):
    """alpha in another text, hashed as it stands."""

    def build(seed: int) -> Built:
        dealer = voted(seed, group_name=group_name)
        return dealer.answered(
            0,
            disguised(
                dealer, [1], lambda i, own: replace(own, alpha=change(own.alpha)) if i == 0 else own, (False, False)
            ),
        )

    return build


def of_identity(text: str):
    """alpha is the identity (its randomness is 0: the vote is in the clear), in another text."""

    def build(seed: int) -> Built:
        dealer = voted(seed, "any")
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
    rewritten(lambda text: hex(int(text)), B),
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
        return voted(seed, kind, group_name=group_name).resigned(0, lambda ballot: change(ballot["answers"][0]))

    return build


case(
    "element-off-the-curve",
    "A choice is no point of the curve.",
    ELEMENTS,
    simple("plain", E, lambda a: a["choices"][0].update(alpha=f"{2:064x}")),
)
case(
    "element-zero",
    "A choice is zero.",
    ELEMENTS,
    simple("plain", B, lambda a: a["choices"][0].update(alpha="0", beta="0")),
)


def ranking_order_2(seed: int, group_name: str, part: str) -> Built:
    """The encryption proof with an even challenge does not see T in alpha; it never sees it in beta."""
    dealer = voted(seed, "ranking", group_name=group_name)
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
    dealer = voted(seed, "lists")
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
case(
    "element-blank-off-the-curve",
    "The choice that says blank is no point of the curve.",
    ELEMENTS,
    simple("blank", E, lambda a: a["choices"][0].update(beta=f"{2:064x}")),
)
case(
    "element-lists-off-the-curve",
    "A candidate's choice in the last list is no point of the curve.",
    ELEMENTS,
    simple("lists", E, lambda a: a["choices"][1][1].update(alpha=f"{2:064x}")),
)
case(
    "element-negative",
    "A choice is a negative number.",
    ELEMENTS,
    simple("plain", B, lambda a: a["choices"][0].update(alpha="-" + a["choices"][0]["alpha"])),
)
case(
    "element-too-long",
    "A choice has twice as many digits as any element.",
    ELEMENTS,
    simple("plain", B, lambda a: a["choices"][0].update(beta=a["choices"][0]["beta"] * 2)),
)
case(
    "element-sign",
    "A choice has the other sign: it is another element, for which nothing is proved.",
    INDIVIDUAL,
    simple("plain", E, lambda a: a["choices"][0].update(beta=_negative(a["choices"][0]["beta"]))),
    OVERALL,
)


def _negative(text: str) -> str:
    return f"{int(text, 16) ^ 1 << 255:064x}"
