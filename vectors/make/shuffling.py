# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)
"""Shuffles that change votes, or that nobody made."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from isonomia.protocol.messages import Ciphertext, Shuffle, encode
from isonomia.protocol.public.decoding import Pair
from isonomia.protocol.secret import shuffles
from support.forge import Event
from vectors.make.cases import Built, case
from vectors.make.dealer import Dealer, voted
from vectors.make.torsion import until, with_t

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"

OWNER, SHAPE, PROOF = "shuffle.owner", "shuffle.shape", "shuffle.proof"


def rankings(
    seed: int, group_name: str = E, kinds: tuple[str, ...] = ("ranking",), trustees: Any = (1,), cast: int = 2
) -> Dealer:
    """The rankings of two voters, to be shuffled."""
    return voted(seed, *kinds, group_name=group_name, trustees=trustees, cast=cast).closed()


def to_the_end(dealer: Dealer) -> Dealer:
    dealer.event("EndShuffles").decrypt(*dealer.keys)
    dealer.publish()
    return dealer


def proved(dealer: Dealer, change: Callable[[Any], Any]) -> Shuffle:
    """A shuffle that its maker changes, and proves with what she knows."""
    before = dealer.before_shuffle()[0]
    pairs = [Pair(*dealer.group.elements([c.alpha, c.beta])) for c in before]
    made = change(shuffles.gen_shuffle(dealer.group, dealer.election.y, pairs, dealer.random))
    after = [Ciphertext(*dealer.group.texts(pair)) for pair in made.pairs]
    return Shuffle([after], [shuffles.gen_shuffle_proof(dealer.election, before, after, made, dealer.random)])


def shuffled(change: Callable[[Dealer, Any], Any], group_name: str = E, *, to_the_result: bool = False):
    """The first trustee's shuffle changes votes; where it goes on, the second's is honest, and all is decrypted."""

    def build(seed: int) -> Built:
        dealer = rankings(
            seed, group_name, trustees=(1, 1) if to_the_result else (1,), cast=2 if group_name == E else 1
        )
        dealer.shuffle(proved(dealer, lambda made: change(dealer, made)))
        if not to_the_result:
            return dealer
        dealer.shuffle(owner=2)
        return to_the_end(dealer)

    return build


def hers(dealer: Dealer, made: Any) -> Any:
    own = Pair(dealer.group.g, dealer.election.y * dealer.group.of_ints([3, 2, 1]))
    return made._replace(pairs=[own, *made.pairs[1:]])


for group_name in (E, R):
    case(
        f"shuffle-replaced-{group_name.lower()}",
        "The one who shuffles put a ranking of her own in the place of a voter's.",
        PROOF,
        shuffled(hers, group_name, to_the_result=group_name == E),
    )


def doubled(_: Dealer, made: Any) -> Any:
    first, _second, *rest = made.permutation
    return made._replace(pairs=[made.pairs[0], made.pairs[0], *made.pairs[2:]], permutation=[first, first, *rest])


case(
    "shuffle-doubled",
    "One ranking is there twice, another not at all; its maker committed to no permutation.",
    PROOF,
    shuffled(doubled),
)


def moved(half: str) -> Callable[[Dealer, Any], Any]:
    def change(dealer: Dealer, made: Any) -> Any:
        first, second, *rest = made.pairs
        g = dealer.group.g
        return made._replace(
            pairs=[
                first._replace(**{half: getattr(first, half) * g}),
                second._replace(**{half: getattr(second, half) / g}),
                *rest,
            ]
        )

    return change


case("shuffle-alphas-moved", "Two alphas were changed so that their product stays.", PROOF, shuffled(moved("alpha")))
case("shuffle-betas-moved", "Two betas were changed so that their product stays.", PROOF, shuffled(moved("beta")))

RESPONSES = ("s1", "s2", "s3", "s4", "s-hat", "s-prime")


def with_response(number: int, group_name: str):
    def build(seed: int) -> Built:
        dealer = rankings(seed, group_name, cast=1)
        event = dealer.shuffle()

        def more(value: Any) -> None:
            responses = value["proofs"][0][1]
            own = responses[number]
            if isinstance(own, list):
                own[-1] = str((int(own[-1]) + 1) % dealer.group.q)
            else:
                responses[number] = str((int(own) + 1) % dealer.group.q)

        dealer.change("Shuffle", more)
        assert event is dealer.last("Shuffle")
        return dealer

    return build


for number, label in enumerate(RESPONSES):
    case(
        f"shuffle-response-{label}",
        f"The response {label} of a shuffle's proof is one more than it should be.",
        PROOF,
        with_response(number, E),
    )


def other_proof(seed: int) -> Built:
    dealer = rankings(seed)
    one, another = (shuffles.make_shuffle(dealer.election, dealer.before_shuffle(), dealer.random) for _ in "12")
    dealer.shuffle(replace(one, proofs=another.proofs))
    return dealer


case(
    "shuffle-proof-of-another", "A shuffle bears the proof of another shuffle of the same rankings.", PROOF, other_proof
)


def passed_over(seed: int) -> Built:
    """The second shuffle is of what was before the first: she alone knows the order."""
    dealer = rankings(seed, trustees=(1, 1))
    before = dealer.encrypted
    dealer.shuffle()
    dealer.encrypted = before
    dealer.shuffle(owner=2)
    return dealer


case(
    "shuffle-of-the-tally-again",
    "The second shuffle is of the tally and not of the first shuffle: who made it knows every ranking's place.",
    PROOF,
    passed_over,
)


def another_election(seed: int) -> Built:
    """Proved for another election's hash."""
    dealer = rankings(seed, cast=1)
    right = dealer.election
    dealer.election = type(right)(right.message, right.questions, right.group, right.y, "A" * 43)
    made = shuffles.make_shuffle(dealer.election, dealer.before_shuffle(), dealer.random)
    dealer.election = right
    dealer.shuffle(made)
    return dealer


case("shuffle-for-another-election", "A shuffle was proved for another election.", PROOF, another_election)


def second_question(seed: int) -> Built:
    """Two rankings are asked: the shuffle of the second is not proved."""
    dealer = rankings(seed, kinds=("ranking", "ranking"), cast=1)
    made = shuffles.make_shuffle(dealer.election, dealer.before_shuffle(), dealer.random)
    dealer.shuffle(replace(made, proofs=[made.proofs[0], made.proofs[0]]))
    return dealer


case(
    "shuffle-of-second-question",
    "Of two shuffled questions the second bears the first one's proof.",
    PROOF,
    second_question,
)


def with_owners(*owners: int):
    def build(seed: int) -> Built:
        dealer = rankings(seed, trustees=(1, 1), cast=1)
        for owner in owners:
            dealer.shuffle(owner=owner)
        return dealer.event("EndShuffles")

    return build


case("shuffle-by-nobody", "A shuffle is by trustee 3 of two.", OWNER, with_owners(3), strict=True)
case(
    "shuffle-twice-by-one",
    "One trustee shuffled twice: one person stands for two.",
    OWNER,
    with_owners(1, 1),
    strict=True,
)
case(
    "shuffle-none",
    "Nobody shuffled: rankings are decrypted in the order of the tally, and everybody can see whose is whose.",
    OWNER,
    lambda seed: to_the_end(rankings(seed)),
)
case(
    "shuffle-none-2048",
    "Nobody shuffled, in a 2048-bit group.",
    OWNER,
    lambda seed: rankings(seed, R, cast=1).event("EndShuffles"),
)


def parts(change: Callable[[Any], Any]):
    """A shuffle's JSON, with something missing or too much."""

    def build(seed: int) -> Built:
        dealer = rankings(seed, cast=1)
        dealer.shuffle()
        return dealer.change("Shuffle", change)

    return build


SHAPES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "ciphertext-missing": ("A ranking is missing after a shuffle.", lambda v: v["ciphertexts"][0].pop()),
    "ciphertext-added": (
        "A ranking was added by a shuffle.",
        lambda v: v["ciphertexts"][0].append(v["ciphertexts"][0][0]),
    ),
    "question-missing": ("A shuffle is of no question.", lambda v: (v["ciphertexts"].pop(), v["proofs"].pop())),
    "proof-missing": ("A shuffle has no proof.", lambda v: v["proofs"].pop()),
    "proof-added": ("A shuffle has a proof too many: unread room.", lambda v: v["proofs"].append(v["proofs"][0])),
    "s-prime-missing": ("A shuffle's proof has a response too few.", lambda v: v["proofs"][0][1][5].pop()),
    "s-hat-missing": ("A shuffle's proof has a chained response too few.", lambda v: v["proofs"][0][1][4].pop()),
    "commitment-missing": ("A shuffle's proof has a chained commitment too few.", lambda v: v["proofs"][0][0][4].pop()),
    "permutation-missing": ("A shuffle's proof commits to a permutation of fewer.", lambda v: v["proofs"][0][2].pop()),
    "chain-missing": ("A shuffle's chain of commitments is too short.", lambda v: v["proofs"][0][3].pop()),
}
for label, (words, change) in SHAPES.items():
    case(f"shuffle-{label}", words, SHAPE, parts(change))


def ranking_left_out(seed: int) -> Built:
    """One ranking is left out, the rest shuffled and proved, decrypted and published."""
    dealer = rankings(seed)
    all_of_them = dealer.encrypted
    dealer.encrypted = [all_of_them[0][1:]]
    dealer.shuffle()
    return to_the_end(dealer)


case(
    "shuffle-left-out-to-the-result",
    "A shuffle leaves a ranking out and is proved for the rest; all that follows is made for it.",
    SHAPE,
    ranking_left_out,
    "decryption.shape result.decryptions",
)


def shuffle_order_2(seed: int, group_name: str, half: str) -> Built:
    """One half of a ciphertext times T, with s' drawn even, so that every equation holds."""
    dealer = rankings(seed, group_name, cast=1)
    g, before = dealer.group, dealer.before_shuffle()[0]
    pairs = [Pair(*g.elements([c.alpha, c.beta])) for c in before]
    made = shuffles.gen_shuffle(g, dealer.election.y, pairs, dealer.random)
    after = [Ciphertext(*g.texts(pair)) for pair in made.pairs]
    after[0] = replace(after[0], **{half: with_t(g, getattr(after[0], half))})
    proof = until(
        lambda: shuffles.gen_shuffle_proof(dealer.election, before, after, made, dealer.random),
        lambda proof: int(proof.response[5][0]) % 2 == 0,
    )
    dealer.record.events.append(Event("Shuffle", [encode(Shuffle([after], [proof]))], {"owner": 1}))
    return dealer


for group_name in (E, R):
    for half in ("alpha", "beta") if group_name == E else ("alpha",):
        case(
            f"shuffle-{half}-order-2-{group_name.lower()}",
            f"{half} of a shuffled ranking is times an element of order 2, with a proof drawn so that it holds: a mark that later shuffles do not wash off.",
            "shuffle.elements",
            lambda seed, g=group_name, h=half: shuffle_order_2(seed, g, h),
        )
case(
    "shuffle-commitment-off-the-curve",
    "A commitment of a shuffle's proof is no point of the curve.",
    "shuffle.elements",
    parts(lambda v: v["proofs"][0][2].__setitem__(0, f"{2:064x}")),
)


def responses(change: Callable[[list[Any], int], Any], group_name: str = E):
    def build(seed: int) -> Built:
        dealer = rankings(seed, group_name, cast=1)
        dealer.shuffle()
        dealer.change("Shuffle", lambda value: change(value["proofs"][0][1], dealer.group.q))
        return dealer

    return build


case(
    "shuffle-response-plus-q",
    "A response of a shuffle's proof is q more than it should be: a second text of one proof.",
    "shuffle.scalars",
    responses(lambda own, q: own.__setitem__(0, str(int(own[0]) + q))),
)
case(
    "shuffle-chained-response-plus-q",
    "A chained response of a shuffle's proof is q more than it should be.",
    "shuffle.scalars",
    responses(lambda own, q: own[4].__setitem__(0, str(int(own[4][0]) + q))),
)
case(
    "shuffle-response-leading-zero",
    "A response of a shuffle's proof has a leading zero.",
    "shuffle.scalars",
    responses(lambda own, _: own[5].__setitem__(0, "0" + own[5][0])),
    strict=True,
)
case(
    "shuffle-unknown-key",
    "A shuffle says something that nobody specified: the permutation, for who knows where to look.",
    "json.keys",
    lambda seed: (d := rankings(seed, cast=1)).shuffle() and d.change("Shuffle", lambda v: v.update(note="2,0,1")),
    strict=True,
)


def short_second(seed: int) -> Built:
    """The proof of the second question's shuffle has a response too few; the first one's is whole."""
    dealer = rankings(seed, kinds=("ranking", "ranking"), cast=1)
    dealer.shuffle()
    return dealer.change("Shuffle", lambda value: value["proofs"][1][1][5].pop())


case(
    "shuffle-second-question-short",
    "Of two shuffled questions the second's proof has a response too few.",
    SHAPE,
    short_second,
)


def only_one(seed: int) -> Built:
    """One voter of two has voted."""
    return voted(seed, "ranking").closed().event("EndShuffles")


case("shuffle-none-of-one", "Nobody encrypted anew the only ranking that there is.", OWNER, only_one, strict=True)


def questions_exchanged(seed: int) -> Built:
    """Each question's rankings rightly shuffled, and put in the other's place."""
    dealer = rankings(seed, kinds=("ranking", "ranking"), cast=1)
    made = shuffles.make_shuffle(dealer.election, dealer.before_shuffle(), dealer.random)
    dealer.shuffle(replace(made, ciphertexts=made.ciphertexts[::-1], proofs=made.proofs[::-1]))
    return dealer


case(
    "shuffle-questions-change-places",
    "The shuffled rankings of two questions stand in each other's place, with their proofs.",
    PROOF,
    questions_exchanged,
)


def of_nothing(seed: int) -> Built:
    """The ciphertext stays what it is; with the randomness 0 that can be proved."""
    dealer = rankings(seed, cast=1)
    before = dealer.before_shuffle()[0]
    pairs = [Pair(*dealer.group.elements([c.alpha, c.beta])) for c in before]
    zero = [dealer.group.secret(0)] * len(pairs)
    made = shuffles.gen_shuffle(dealer.group, dealer.election.y, pairs, dealer.random)
    made = made._replace(pairs=pairs, permutation=list(range(len(pairs))), randomness=zero)
    proof = shuffles.gen_shuffle_proof(dealer.election, before, before, made, dealer.random)
    dealer.shuffle(Shuffle([before], [proof]))
    return dealer


case(
    "shuffle-of-nothing",
    "The only shuffle leaves the ranking as it is: all will see whose it is.",
    "shuffle.fresh",
    of_nothing,
    strict=True,
)
