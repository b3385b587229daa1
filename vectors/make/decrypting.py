# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)

"""Wrong partial decryptions."""

from collections.abc import Callable
from typing import Any

from isonomia.protocol import challenges
from isonomia.protocol.messages import PartialDecryption, encode
from isonomia.protocol.secret.decryptions import make_partial_decryption
from isonomia.protocol.secret.schnorr import prove_schnorr
from support.forge import Event
from vectors.make.cases import Built, case
from vectors.make.dealer import Dealer, voted
from vectors.make.torsion import is_even, until, with_t

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"

DECRYPTION, MISSING = "decryption.proof", "result.decryptions"


def to_decrypt(seed: int, *kinds: str, trustees: Any = (1,), **options: Any) -> Dealer:
    return voted(seed, *(kinds or ("plain",)), trustees=trustees, **options).shuffled()


def lying(dealer: Dealer, owner: int, change: Callable[[Any], Any]) -> None:
    """A decryption whose factors are changed and proved as well as it can be."""
    honest = make_partial_decryption(dealer.election, dealer.encrypted, dealer.keys[owner], dealer.random)
    factors = list(honest.decryption_factors)
    factors[0] = change(list(factors[0]))
    texts = [text for part in factors for text in _flat(part)]
    dealer.factors[owner] = dealer.group.elements(texts)
    content = encode(PartialDecryption(tuple(factors), honest.decryption_proofs))
    dealer.record.events.append(Event("PartialDecryption", [content], {"owner": owner}))


def _flat(nested: Any) -> list[str]:
    return [leaf for part in nested for leaf in _flat(part)] if isinstance(nested, list) else [nested]


def stolen(seed: int, group_name: str, publish: bool, trustees: Any = (1,)) -> Built:
    """One answer's factor over g, another's times g: a vote goes from one to the other."""
    dealer = to_decrypt(seed, "any", trustees=trustees, group_name=group_name, cast=2 if publish else 1)
    g = dealer.group

    def move(own: list[str]) -> list[str]:
        return [str(g.element(own[0]) / g.g), str(g.element(own[1]) * g.g)]

    lying(dealer, 1, move)
    if publish:
        dealer.publish()
    return dealer


for group_name in (E, B):
    case(
        f"decryption-moves-a-vote-{group_name.lower()}",
        "A trustee's factors move a vote from one answer to the other; there is no result yet.",
        DECRYPTION,
        lambda seed, g=group_name: stolen(seed, g, False),
    )
case(
    "decryption-moves-a-vote-to-the-result",
    "A trustee's factors move a vote from one answer to the other, and the result says so.",
    DECRYPTION,
    lambda seed: stolen(seed, E, True),
    MISSING,
)
case(
    "decryption-threshold-just-enough",
    "One of two threshold decryptions, both needed, is wrong; the single trustee's does not stand in for it.",
    DECRYPTION,
    lambda seed: _threshold_wrong(seed),
)


def _threshold_wrong(seed: int) -> Built:
    dealer = to_decrypt(seed, "one", trustees=(1, (2, 2)))
    dealer.decrypt(1, 2)
    lying(dealer, 3, lambda own: own[::-1])
    return dealer


def mixed_wrong(seed: int) -> Built:
    """The single trustee is wrong; the threshold group has one to spare, which does not make up for her."""
    dealer = to_decrypt(seed, "one", trustees=(1, (1, 2)))
    lying(dealer, 1, lambda own: own[::-1])
    dealer.decrypt(2, 3)
    return dealer


case(
    "decryption-single-beside-threshold",
    "The single trustee's factors are wrong; a threshold group beside her has one decryption to spare.",
    DECRYPTION,
    mixed_wrong,
)
case(
    "decryption-lists",
    "A trustee's factors for two candidates of a list changed places.",
    DECRYPTION,
    lambda seed: _lists_wrong(to_decrypt(seed, "lists", trustees=(1,))),
)


def _lists_wrong(dealer: Dealer) -> Dealer:
    lying(dealer, 1, lambda own: [own[0][::-1], *own[1:]])
    return dealer


case(
    "decryption-ranking",
    "A trustee's factors for two rankings changed places.",
    DECRYPTION,
    lambda seed: _ranking_wrong(seed),
)


def _ranking_wrong(seed: int) -> Built:
    dealer = to_decrypt(seed, "ranking", cast=2)
    lying(dealer, 1, lambda own: own[::-1])
    return dealer


def decryption(
    change: Callable[[Any, Dealer], Any],
    *kinds: str,
    trustees: Any = (1,),
    publish: bool = True,
    **options: Any,
):
    """The first decryption's JSON changed; nobody has voted, which makes no difference to it.

    The result is the right one, for peers look at decryptions only with it.
    """

    def build(seed: int) -> Built:
        dealer = to_decrypt(seed, *kinds, trustees=trustees, **({"cast": 0} | options))
        dealer.decrypt(*list(dealer.keys)[:2])
        if publish:
            dealer.publish()
        return dealer.change("PartialDecryption", lambda value: change(value, dealer))

    return build


def first_proof(value: Any) -> Any:
    return value["decryption_proofs"][0][0]


case(
    "decryption-response",
    "The response of a decryption's proof is one more than it should be.",
    DECRYPTION,
    decryption(lambda v, d: first_proof(v).update(response=str((int(first_proof(v)["response"]) + 1) % d.group.q))),
    MISSING,
)
case(
    "decryption-proofs-zero",
    "A decryption's proofs are zeros.",
    DECRYPTION,
    decryption(lambda v, _: v.update(decryption_proofs=[[{"challenge": "0", "response": "0"}]])),
    MISSING,
)
case(
    "decryption-proofs-change-places",
    "The proofs of two factors changed places.",
    DECRYPTION,
    decryption(lambda v, _: v["decryption_proofs"][0].reverse(), "one", cast=1),
    MISSING,
)


def other_key(seed: int) -> Built:
    """Rightly made and proved, with a key that is none of the trustees'."""
    dealer = to_decrypt(seed)
    right = dealer.keys[1]
    dealer.keys[1] = dealer.group.secret(12345)
    dealer.decrypt(1)
    dealer.keys[1] = right
    return dealer


case(
    "decryption-with-another-key",
    "A decryption is made, and proved, with a key that is not the trustee's.",
    DECRYPTION,
    other_key,
)
case(
    "decryption-under-another-number",
    "Two trustees' decryptions stand under each other's number.",
    DECRYPTION,
    lambda seed: _numbers(seed),
)


def _numbers(seed: int) -> Built:
    dealer = to_decrypt(seed, trustees=(1, 1))
    dealer.decrypt(1, 2)
    for event in dealer.record.of("PartialDecryption"):
        event.envelope["owner"] = 3 - event.envelope["owner"]
    return dealer


def elsewhere(seed: int) -> Built:
    """The proofs hash another election."""
    dealer = to_decrypt(seed)
    right = dealer.election
    dealer.election = type(right)(right.message, right.questions, right.group, right.y, "A" * 43)
    dealer.decrypt(1)
    dealer.election = right
    return dealer


case("decryption-for-another-election", "A decryption was proved for another election.", DECRYPTION, elsewhere)


def half_proved(seed: int) -> Built:
    """The proof is of knowing the key alone: the second equation does not hold."""
    dealer = to_decrypt(seed)
    g, key, election = dealer.group, dealer.keys[1], dealer.election
    public = str(dealer.trustees[0].public_key)
    alphas = [pair.alpha for pair in dealer.encrypted[0]]
    factors = [str(g.power(alpha, 7)) for alpha in alphas]
    proofs = []
    for alpha in alphas:
        proofs.append(
            prove_schnorr(
                g,
                [g.g, alpha],
                key,
                lambda texts: challenges.decrypt(election.fingerprint, public, texts),
                dealer.random,
            )
        )
    content = encode(PartialDecryption((factors,), (proofs,)))
    dealer.record.events.append(Event("PartialDecryption", [content], {"owner": 1}))
    return dealer


case(
    "decryption-factors-of-nothing",
    "Factors are alpha to the 7; the proofs are of the trustee's own key.",
    DECRYPTION,
    half_proved,
)

for label, owner, words in (
    ("nobody", 2, "A decryption is by trustee 2 of one."),
    ("zero", 0, "A decryption is by trustee 0."),
):
    case(
        f"decryption-by-{label}",
        words,
        "decryption.owner",
        lambda seed, o=owner: (
            (d := to_decrypt(seed, cast=0)).decrypt(1)
            or d.record.of("PartialDecryption")[0].envelope.update(owner=o)
            or d
        ),
    )


def twice(seed: int) -> Built:
    """Both right; peers take the last."""
    dealer = to_decrypt(seed, cast=0)
    dealer.decrypt(1, 1)
    return dealer


case(
    "decryption-twice-by-one",
    "One trustee decrypts twice: which one counts depends on the reader.",
    "decryption.owner",
    twice,
    strict=True,
)
DSHAPE = "decryption.shape"
case(
    "decryption-factor-missing",
    "A decryption has no factor for the last answer.",
    DSHAPE,
    decryption(lambda v, _: (v["decryption_factors"][0].pop(), v["decryption_proofs"][0].pop())),
    MISSING,
)
case(
    "decryption-proof-missing",
    "The last factor has no proof.",
    DSHAPE,
    decryption(lambda v, _: v["decryption_proofs"][0].pop()),
    MISSING,
)
case(
    "decryption-empty",
    "A decryption in a threshold group has nothing in it.",
    DSHAPE,
    decryption(
        lambda v, _: v.update(decryption_factors=[[]], decryption_proofs=[[]]), trustees=((2, 3),), publish=False
    ),
)
case(
    "decryption-lists-row",
    "A factor stands in the other list's row.",
    DSHAPE,
    decryption(
        lambda v, _: [
            part[0][1].append(part[0][0].pop()) for part in (v["decryption_factors"], v["decryption_proofs"])
        ],
        "lists",
    ),
    MISSING,
)
case(
    "decryption-question-missing",
    "The second question is not decrypted.",
    "json.syntax",
    decryption(lambda v, _: (v["decryption_factors"].pop(), v["decryption_proofs"].pop()), "plain", "any"),
    MISSING,
)


def decryption_order_2(seed: int, group_name: str, kind: str) -> Built:
    """A factor times T, with an even challenge; of a ranking, it would decode to another."""
    dealer = to_decrypt(seed, kind, group_name=group_name)
    g, election, key = dealer.group, dealer.election, dealer.keys[1]
    public = str(dealer.trustees[0].public_key)
    factors, proofs = [], []
    for number, pair in enumerate(dealer.encrypted[0]):
        factor = str(g.power(pair.alpha, key.reveal()))
        factors.append(with_t(g, factor) if number == 0 else factor)
        proofs.append(
            until(
                lambda pair=pair: prove_schnorr(
                    g,
                    [g.g, pair.alpha],
                    key,
                    lambda texts: challenges.decrypt(election.fingerprint, public, texts),
                    dealer.random,
                ),
                is_even,
            )
        )
    content = encode(PartialDecryption((factors,), (proofs,)))
    dealer.record.events.append(Event("PartialDecryption", [content], {"owner": 1}))
    return dealer


for group_name, kind in ((E, "plain"), (B, "plain"), (E, "ranking")):
    case(
        f"decryption-order-2-{'ranking' if kind == 'ranking' else 'one'}-{group_name.lower()}",
        "A factor is times an element of order 2, with a proof drawn so that it holds.",
        "decryption.elements",
        lambda seed, g=group_name, k=kind: decryption_order_2(seed, g, k),
    )
case(
    "decryption-zero",
    "A factor is zero.",
    "decryption.elements",
    decryption(lambda v, _: v["decryption_factors"][0].__setitem__(0, "0"), group_name=B),
    MISSING,
)
case(
    "decryption-plus-q",
    "The response of a decryption's proof is q more than it should be.",
    "decryption.scalars",
    decryption(
        lambda v, d: first_proof(v).update(response=str(int(first_proof(v)["response"]) + d.group.q)),
    ),
    MISSING,
)
case(
    "decryption-leading-zero",
    "The challenge of a decryption's proof has a leading zero.",
    "decryption.scalars",
    decryption(
        lambda v, _: first_proof(v).update(challenge="0" + first_proof(v)["challenge"]),
        trustees=((2, 3),),
        publish=False,
    ),
    strict=True,
)
case(
    "decryption-unknown-key",
    "A decryption says something that nobody specified.",
    "json.keys",
    decryption(lambda v, _: v.update(note="")),
    MISSING,
    strict=True,
)


def malformed(change: Callable[[Any, Dealer], Any]):
    """A threshold trustee's decryption is no decryption at all; a right one beside it is enough."""

    def build(seed: int) -> Built:
        dealer = to_decrypt(seed, trustees=((1, 2),), cast=0)
        dealer.decrypt(1, 2)
        return dealer.change("PartialDecryption", lambda value: change(value, dealer), number=1)

    return build


case(
    "decryption-spare-plus-q",
    "A threshold decryption that is not needed has a number that is q more than it should be: it is not set aside in silence as a wrong one is.",
    "decryption.scalars",
    malformed(lambda v, d: first_proof(v).update(response=str(int(first_proof(v)["response"]) + d.group.q))),
    strict=True,
)
case(
    "decryption-spare-empty",
    "A threshold decryption that is not needed has nothing in it.",
    DSHAPE,
    malformed(lambda v, _: v.update(decryption_factors=[[]], decryption_proofs=[[]])),
    strict=True,
)
case(
    "decryption-spare-zero",
    "A threshold decryption that is not needed has a factor that is no element.",
    "decryption.elements",
    malformed(lambda v, _: v["decryption_factors"][0].__setitem__(0, "0" * 64)),
    strict=True,
)


def of_the_tally(seed: int) -> Built:
    """Made of the rankings as they stood before the shuffle: everybody sees whose is whose."""
    dealer = voted(seed, "ranking", cast=2).closed()
    before = dealer.encrypted
    dealer.shuffles(1)
    dealer.encrypted = before
    dealer.decrypt(1)
    return dealer


case(
    "decryption-of-the-tally",
    "What is decrypted are the rankings before they were shuffled: everybody sees whose is whose.",
    DECRYPTION,
    of_the_tally,
)
case(
    "decryption-second-question",
    "The factor for the second question is wrong; the first one's is right.",
    DECRYPTION,
    decryption(
        lambda v, _: v["decryption_factors"].__setitem__(1, v["decryption_factors"][0]),
        "plain",
        "plain",
        publish=False,
        cast=1,
    ),
)
case(
    "decryption-response-2048",
    "In the other 2048-bit group: the response of a decryption's proof is one more than it should be.",
    DECRYPTION,
    decryption(
        lambda v, d: first_proof(v).update(response=str((int(first_proof(v)["response"]) + 1) % d.group.q)),
        group_name=R,
        publish=False,
    ),
)
case(
    "decryption-blank",
    "The factors for blank votes and for an answer changed places.",
    DECRYPTION,
    decryption(
        lambda v, _: v["decryption_factors"][0].insert(1, v["decryption_factors"][0].pop(0)),
        "blank",
        publish=False,
        cast=1,
    ),
)
case(
    "decryption-factor-without-proof",
    "There is a proof, and no factor that it is of.",
    DSHAPE,
    decryption(lambda v, _: v["decryption_factors"][0].pop(), publish=False),
)
