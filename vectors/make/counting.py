# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)
"""After the close: tallies of other ballots, shuffles that change votes, wrong decryptions, false results."""

from collections.abc import Callable
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from isonomia.protocol import challenges
from isonomia.protocol.messages import Ciphertext, PartialDecryption, Shuffle, encode
from isonomia.protocol.public.decoding import Pair
from isonomia.protocol.secret import shuffles
from isonomia.protocol.secret.decryptions import make_partial_decryption
from isonomia.protocol.secret.schnorr import prove_schnorr
from support.forge import Event
from vectors.make.cases import Built, case
from vectors.make.dealer import Dealer, opened, voted
from vectors.make.torsion import is_even, until, with_t

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"

# --- the encrypted tally and its envelope ----------------------------------------------------------------

ENVELOPE, CIPHERTEXTS = "tally.envelope", "tally.ciphertexts"
FOLLOW = "decryption.proof result.decryptions"


def enveloped(*kinds: str, revote: bool = False, **options: Any):
    """The envelope alone lies; everything after it is right."""
    numbers = {key: options.pop(key) for key in ("num_tallied", "total_weight") if key in options}

    def build(seed: int) -> Built:
        dealer = voted(seed, *kinds, **options)
        if revote:
            dealer.cast(dealer.credentials[0], [[0, 1]])
        dealer.tallied()
        dealer.last("EncryptedTally").envelope |= numbers
        return dealer

    return build


case(
    "envelope-number",
    "The tally is said to be of one ballot more than there are: a false turnout.",
    ENVELOPE,
    enveloped("one", num_tallied=3),
)
case(
    "envelope-number-less",
    "The tally is said to be of one ballot less.",
    ENVELOPE,
    enveloped("one", num_tallied=1, group_name=B),
)
case(
    "envelope-weight", "The total weight is said to be one more than it is.", ENVELOPE, enveloped("one", total_weight=3)
)
case(
    "envelope-counts-revotes",
    "The tally is said to be of all ballots, replaced ones too.",
    ENVELOPE,
    enveloped("one", revote=True, num_tallied=3),
)
case(
    "envelope-weight-of-voters",
    "The total weight is said to be the number of voters.",
    ENVELOPE,
    enveloped("one", weights=[3, 5], total_weight=2),
)
case(
    "envelope-weight-of-roll",
    "The total weight is said to be that of the roll; one voter has not voted.",
    ENVELOPE,
    lambda seed: _one_voter(seed),
)
case("envelope-negative", "The total weight is negative.", ENVELOPE, enveloped("one", total_weight=-2))
case(
    "envelope-ranking",
    "The tally of rankings is said to be of one ballot more.",
    ENVELOPE,
    enveloped("ranking", num_tallied=3, total_weight=3),
)
case(
    "envelope-weight-in-words",
    "The total weight is a text that is no number.",
    "json.syntax",
    enveloped("one", total_weight="two"),
    ENVELOPE,
)
case(
    "envelope-weight-hexadecimal",
    "The total weight is written 0x2.",
    "json.syntax",
    enveloped("one", total_weight="0x2"),
    ENVELOPE,
    strict=True,
)


def _one_voter(seed: int) -> Built:
    dealer = opened(seed, "one", weights=[3, 5]).vote(1).tallied()
    dealer.last("EncryptedTally").envelope |= {"total_weight": 8}
    return dealer


def counted(
    choose: Callable[[Dealer], Any],
    *kinds: str,
    prepare: Callable[[Dealer], Any] = lambda _: None,
    until_close: bool = False,
    weights_used: Callable[[Dealer], dict[str, int]] = lambda _: {},
    numbers: dict[str, int] | None = None,
    **options: Any,
):
    """The tally of other ballots, decrypted to its result as if it were right."""

    def build(seed: int) -> Built:
        dealer = voted(seed, *kinds, **options)
        prepare(dealer)
        dealer.close()
        event = dealer.tally([dealer.read(event) for event in choose(dealer)], weights_used(dealer))
        event.envelope |= numbers or {}
        if not until_close:
            dealer.shuffles(*dealer.keys)
            dealer.decrypt(*dealer.keys)
            dealer.publish()
        return dealer

    return build


def all_but_one(dealer: Dealer) -> Any:
    return dealer.record.of("Ballot")[1:]


for group_name in (E, B):
    case(
        f"tally-without-a-ballot-{group_name.lower()}",
        "A ballot stands on the board and is not in the tally; the numbers say that it is.",
        CIPHERTEXTS,
        counted(
            all_but_one, "one", until_close=True, numbers={"num_tallied": 2, "total_weight": 2}, group_name=group_name
        ),
    )
case(
    "tally-without-a-ballot-to-the-result",
    "A ballot stands on the board and is not in the tally, which is decrypted to a result; the numbers are those of the ballots that were counted.",
    CIPHERTEXTS,
    counted(all_but_one, "one"),
    f"{ENVELOPE} {FOLLOW}",
)
case(
    "tally-of-replaced-ballot",
    "A voter's replaced ballot is counted, not her last: the vote that she was forced to cast.",
    CIPHERTEXTS,
    counted(
        lambda d: d.record.of("Ballot")[:2],
        "one",
        prepare=lambda d: d.cast(d.credentials[0], [[0, 1]]),
        until_close=True,
    ),
)
case(
    "tally-of-replaced-ballot-to-the-result",
    "A voter's replaced ballot is counted, not her last, and decrypted to a result.",
    CIPHERTEXTS,
    counted(lambda d: d.record.of("Ballot")[:2], "one", prepare=lambda d: d.cast(d.credentials[0], [[0, 1]])),
    FOLLOW,
)
case(
    "tally-without-weights",
    "Every ballot is counted once, whatever its weight.",
    CIPHERTEXTS,
    counted(
        lambda d: d.record.of("Ballot"),
        "one",
        weights=[3, 5],
        weights_used=lambda d: dict.fromkeys(d.roll, 1),
        numbers={"total_weight": 8},
        until_close=True,
    ),
)
case(
    "tally-weights-exchanged",
    "Two voters are counted with each other's weight.",
    CIPHERTEXTS,
    counted(
        lambda d: d.record.of("Ballot"),
        "one",
        weights=[3, 5],
        weights_used=lambda d: dict(zip(d.roll, reversed(d.roll.values()), strict=True)),
        until_close=True,
    ),
)


def stuffed(seed: int) -> Built:
    """Both ballots of one voter are in the tally."""
    dealer = voted(seed)
    dealer.cast(dealer.credentials[0], [[0, 1]])
    dealer.closed()
    g, first = dealer.group, dealer.read(dealer.record.of("Ballot")[0]).answers[0].choices
    own = [
        Pair(p.alpha * g.element(c.alpha), p.beta * g.element(c.beta))
        for p, c in zip(dealer.encrypted[0], first, strict=True)
    ]
    dealer.record.events.pop()
    dealer.encrypted = [own]
    dealer.publish_tally(2, 2)
    return dealer


case(
    "tally-of-both-ballots", "Both ballots of one voter are counted; the numbers say that one is.", CIPHERTEXTS, stuffed
)


def published(change: Callable[[Dealer, list[Any]], Any], *kinds: str, **options: Any):
    """The tally's JSON changed."""
    return lambda seed: (d := voted(seed, *(kinds or ("one",)), **options).closed()).change(
        "EncryptedTally", lambda tally: change(d, tally)
    )


case(
    "tally-candidates-change-places",
    "The sums of two answers changed places.",
    CIPHERTEXTS,
    published(lambda _, t: t[0].reverse()),
)
case(
    "tally-blank-changes-places",
    "The sum of blank votes and that of an answer changed places.",
    CIPHERTEXTS,
    published(lambda _, t: t[0].insert(1, t[0].pop(0)), "blank"),
)
case(
    "tally-questions-change-places",
    "The tallies of two questions of one shape changed places.",
    CIPHERTEXTS,
    published(lambda _, t: t.reverse(), "one", "any"),
)
case("tally-choice-missing", "The sum of the last answer is missing.", CIPHERTEXTS, published(lambda _, t: t[0].pop()))
case(
    "tally-of-nothing-added",
    "A ciphertext of 0, honestly encrypted, was multiplied into a sum: nobody can recompute it, and the next one will be of 1.",
    CIPHERTEXTS,
    published(
        lambda d, t: t[0][0].update(
            alpha=str(d.group.element(t[0][0]["alpha"]) * d.group.g),
            beta=str(d.group.element(t[0][0]["beta"]) * d.election.y),
        )
    ),
)
case(
    "tally-upper-case",
    "An element of the tally is written in capitals.",
    CIPHERTEXTS,
    published(lambda _, t: t[0][0].update(alpha=t[0][0]["alpha"].upper())),
    strict=True,
)
case(
    "tally-lists-row",
    "A candidate's sum stands in the other list's row.",
    CIPHERTEXTS,
    published(lambda _, t: t[0][1].append(t[0][0].pop()), "lists"),
)
case(
    "tally-ranking-replaced",
    "A ranking is another voter's a second time.",
    CIPHERTEXTS,
    published(lambda _, t: t[0].__setitem__(0, t[0][1]), "ranking"),
)
case(
    "tally-ranking-missing",
    "A ranking is missing.",
    CIPHERTEXTS,
    published(lambda _, t: t[0].pop(), "ranking", group_name=R),
)
case(
    "tally-ranking-of-the-authority",
    "A ranking is one that the server encrypted.",
    CIPHERTEXTS,
    published(
        lambda d, t: t[0].__setitem__(
            0, to_builtins(Ciphertext(str(d.group.g), str(d.election.y * d.group.of_ints([1, 2, 3]))))
        ),
        "ranking",
    ),
)
case(
    "tally-ranking-order",
    "In a 2048-bit group, where all releases sort them, rankings stand in another order: that of the ballots may tell whose they are.",
    CIPHERTEXTS,
    published(lambda _, t: t[0].reverse(), "ranking", group_name=R),
    strict=True,
)
case(
    "tally-question-missing",
    "The tally of the second question is missing.",
    "json.syntax",
    published(lambda _, t: t.pop(), "one", "any"),
)

# --- shuffles ------------------------------------------------------------------------------------------

OWNER, SHAPE, PROOF = "shuffle.owner", "shuffle.shape", "shuffle.proof"


def rankings(seed: int, group_name: str = E, kinds: tuple[str, ...] = ("ranking",), trustees: Any = (1, 1)) -> Dealer:
    """The rankings of two voters, to be shuffled by two trustees."""
    return voted(seed, *kinds, group_name=group_name, trustees=trustees).closed()


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


def shuffled(change: Callable[[Dealer, Any], Any], group_name: str = E):
    """The first trustee's shuffle changes votes; the second's is honest, and all is decrypted."""

    def build(seed: int) -> Built:
        dealer = rankings(seed, group_name)
        dealer.shuffle(proved(dealer, lambda made: change(dealer, made)))
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
        shuffled(hers, group_name),
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
        dealer = rankings(seed, group_name)
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
case(
    "shuffle-response-s4-2048",
    "The response s4 of a shuffle's proof is one more than it should be, in a 2048-bit group.",
    PROOF,
    with_response(3, R),
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
    dealer = rankings(seed)
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
    dealer = rankings(seed)
    right = dealer.election
    dealer.election = type(right)(right.message, right.questions, right.group, right.y, "A" * 43)
    made = shuffles.make_shuffle(dealer.election, dealer.before_shuffle(), dealer.random)
    dealer.election = right
    dealer.shuffle(made)
    return dealer


case("shuffle-for-another-election", "A shuffle was proved for another election.", PROOF, another_election)


def second_question(seed: int) -> Built:
    """Two rankings are asked: the shuffle of the second is not proved."""
    dealer = rankings(seed, kinds=("ranking", "ranking"))
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
        dealer = rankings(seed)
        for owner in owners:
            dealer.shuffle(owner=owner)
        return to_the_end(dealer)

    return build


case("shuffle-by-nobody", "A shuffle is by trustee 3 of two.", OWNER, with_owners(1, 3), strict=True)
case("shuffle-by-zero", "A shuffle is by trustee 0.", OWNER, with_owners(0, 1), strict=True)
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
    with_owners(),
)
case("shuffle-none-2048", "Nobody shuffled, in a 2048-bit group.", OWNER, lambda seed: to_the_end(rankings(seed, R)))


def parts(change: Callable[[Any], Any]):
    """A shuffle's JSON, with something missing or too much."""

    def build(seed: int) -> Built:
        dealer = rankings(seed)
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
    dealer.shuffle(owner=2)
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
    dealer = rankings(seed, group_name)
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
        dealer = rankings(seed, group_name)
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
    "A chained response of a shuffle's proof is q more than it should be, in a 2048-bit group.",
    "shuffle.scalars",
    responses(lambda own, q: own[4].__setitem__(0, str(int(own[4][0]) + q)), R),
)
case(
    "shuffle-response-leading-zero",
    "A response of a shuffle's proof has a leading zero.",
    "shuffle.scalars",
    responses(lambda own, _: own[5].__setitem__(1, "0" + own[5][1])),
    strict=True,
)
case(
    "shuffle-unknown-key",
    "A shuffle says something that nobody specified: the permutation, for who knows where to look.",
    "json.keys",
    lambda seed: (d := rankings(seed)).shuffle() and d.change("Shuffle", lambda v: v.update(note="2,0,1")),
    strict=True,
)

# --- partial decryptions ---------------------------------------------------------------------------------

DECRYPTION, MISSING = "decryption.proof", "result.decryptions"


def to_decrypt(seed: int, *kinds: str, trustees: Any = (1, 1), **options: Any) -> Dealer:
    cast = 2 if "ranking" in kinds or "any" in kinds else 1  # nothing of theirs is wrong
    return voted(seed, *(kinds or ("one",)), trustees=trustees, cast=cast, **options).shuffled()


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


def stolen(seed: int, group_name: str, publish: bool, trustees: Any = (1, 1)) -> Built:
    """One answer's factor over g, another's times g: a vote goes from one to the other."""
    dealer = to_decrypt(seed, "any", trustees=trustees, group_name=group_name)
    g = dealer.group
    owners = list(dealer.keys)[:2]

    def move(own: list[str]) -> list[str]:
        return [str(g.element(own[0]) / g.g), str(g.element(own[1]) * g.g)]

    dealer.decrypt(owners[0])
    lying(dealer, owners[1], move)
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
    "One of two threshold decryptions, both needed, is wrong.",
    DECRYPTION,
    lambda seed: _threshold_wrong(seed),
)


def _threshold_wrong(seed: int) -> Built:
    dealer = to_decrypt(seed, trustees=((2, 3),))
    dealer.decrypt(1)
    lying(dealer, 3, lambda own: own[::-1])
    return dealer


def mixed_wrong(seed: int) -> Built:
    """The single trustee is wrong; the threshold group has one to spare, which does not make up for her."""
    dealer = to_decrypt(seed, trustees=(1, (2, 3)))
    lying(dealer, 1, lambda own: own[::-1])
    dealer.decrypt(2, 3, 4)
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
    dealer = to_decrypt(seed, "ranking")
    dealer.decrypt(1)
    lying(dealer, 2, lambda own: own[::-1])
    return dealer


def decryption(change: Callable[[Any, Dealer], Any], *kinds: str, trustees: Any = (1, 1), **options: Any):
    """The first decryption's JSON changed; no result."""

    def build(seed: int) -> Built:
        dealer = to_decrypt(seed, *kinds, trustees=trustees, **options)
        dealer.decrypt(*list(dealer.keys)[:2])
        return dealer.change("PartialDecryption", lambda value: change(value, dealer))

    return build


def first_proof(value: Any) -> Any:
    return value["decryption_proofs"][0][0]


case(
    "decryption-response",
    "The response of a decryption's proof is one more than it should be.",
    DECRYPTION,
    decryption(lambda v, d: first_proof(v).update(response=str((int(first_proof(v)["response"]) + 1) % d.group.q))),
)
case(
    "decryption-challenge",
    "The challenge of a decryption's proof is one more than it should be.",
    DECRYPTION,
    decryption(
        lambda v, d: first_proof(v).update(challenge=str((int(first_proof(v)["challenge"]) + 1) % d.group.q)),
        group_name=B,
    ),
)
case(
    "decryption-proofs-zero",
    "A decryption's proofs are zeros.",
    DECRYPTION,
    decryption(lambda v, _: v.update(decryption_proofs=[[{"challenge": "0", "response": "0"}] * 2])),
)
case(
    "decryption-proofs-change-places",
    "The proofs of two factors changed places.",
    DECRYPTION,
    decryption(lambda v, _: v["decryption_proofs"][0].reverse()),
)


def other_key(seed: int) -> Built:
    """Rightly made and proved, with a key that is none of the trustees'."""
    dealer = to_decrypt(seed)
    right = dealer.keys[2]
    dealer.keys[2] = dealer.group.secret(12345)
    dealer.decrypt(1, 2)
    dealer.keys[2] = right
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
    dealer = to_decrypt(seed)
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
    dealer.decrypt(2)
    return dealer


case("decryption-for-another-election", "A decryption was proved for another election.", DECRYPTION, elsewhere)


def half_proved(seed: int) -> Built:
    """The proof is of knowing the key alone: the second equation does not hold."""
    dealer = to_decrypt(seed)
    dealer.decrypt(1)
    g, key, election = dealer.group, dealer.keys[2], dealer.election
    public = str(dealer.trustees[1].public_key)
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
    dealer.record.events.append(Event("PartialDecryption", [content], {"owner": 2}))
    return dealer


case(
    "decryption-factors-of-nothing",
    "Factors are alpha to the 7; the proofs are of the trustee's own key.",
    DECRYPTION,
    half_proved,
)

for label, owner, words in (
    ("nobody", 3, "A decryption is by trustee 3 of two."),
    ("zero", 0, "A decryption is by trustee 0."),
    ("negative", -1, "A decryption is by trustee -1."),
):
    case(
        f"decryption-by-{label}",
        words,
        "decryption.owner",
        lambda seed, o=owner: (
            (d := to_decrypt(seed)).decrypt(1, 2) or d.record.of("PartialDecryption")[1].envelope.update(owner=o) or d
        ),
    )


def twice(seed: int) -> Built:
    """Both right; peers take the last."""
    dealer = to_decrypt(seed)
    dealer.decrypt(1, 1, 2)
    dealer.publish()
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
)
case(
    "decryption-factor-too-many",
    "A decryption has a factor too many.",
    DSHAPE,
    decryption(
        lambda v, _: (
            v["decryption_factors"][0].append(v["decryption_factors"][0][0]),
            v["decryption_proofs"][0].append(first_proof(v)),
        )
    ),
)
case(
    "decryption-proof-missing",
    "The last factor has no proof.",
    DSHAPE,
    decryption(lambda v, _: v["decryption_proofs"][0].pop()),
)
case(
    "decryption-empty",
    "A decryption in a threshold group has nothing in it.",
    DSHAPE,
    decryption(lambda v, _: v.update(decryption_factors=[[]], decryption_proofs=[[]]), trustees=((2, 3),)),
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
)
case(
    "decryption-question-missing",
    "The second question is not decrypted.",
    "json.syntax",
    decryption(lambda v, _: (v["decryption_factors"].pop(), v["decryption_proofs"].pop()), "one", "any"),
)


def decryption_order_2(seed: int, group_name: str, kind: str) -> Built:
    """A factor times T, with an even challenge; of a ranking, it would decode to another."""
    dealer = to_decrypt(seed, kind, group_name=group_name)
    dealer.decrypt(1)
    g, election, key = dealer.group, dealer.election, dealer.keys[2]
    public = str(dealer.trustees[1].public_key)
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
    dealer.record.events.append(Event("PartialDecryption", [content], {"owner": 2}))
    return dealer


for group_name, kind in ((E, "one"), (B, "one"), (R, "ranking"), (E, "ranking")):
    case(
        f"decryption-order-2-{kind}-{group_name.lower()}",
        "A factor is times an element of order 2, with a proof drawn so that it holds.",
        "decryption.elements",
        lambda seed, g=group_name, k=kind: decryption_order_2(seed, g, k),
    )
case(
    "decryption-zero",
    "A factor is zero.",
    "decryption.elements",
    decryption(lambda v, _: v["decryption_factors"][0].__setitem__(0, "0"), group_name=B),
)
for group_name in (E, B):
    case(
        f"decryption-plus-q-{group_name.lower()}",
        "The response of a decryption's proof is q more than it should be.",
        "decryption.scalars",
        decryption(
            lambda v, d: first_proof(v).update(response=str(int(first_proof(v)["response"]) + d.group.q)),
            group_name=group_name,
        ),
    )
case(
    "decryption-leading-zero",
    "The challenge of a decryption's proof has a leading zero.",
    "decryption.scalars",
    decryption(lambda v, _: first_proof(v).update(challenge="0" + first_proof(v)["challenge"]), trustees=((2, 3),)),
    strict=True,
)
case(
    "decryption-unknown-key",
    "A decryption says something that nobody specified.",
    "json.keys",
    decryption(lambda v, _: v.update(note="")),
    strict=True,
)

# --- results -------------------------------------------------------------------------------------------


def undecrypted(structure: Any, *owners: int):
    """A right result that fewer decryptions are published for than it needs."""

    def build(seed: int) -> Built:
        dealer = voted(seed, trustees=structure).tallied()
        dealer.record.events = [
            event
            for event in dealer.record.events
            if event.type != "PartialDecryption" or event.envelope["owner"] in owners
        ]
        return dealer

    return build


case("result-no-decryption", "The result is published without any decryption.", MISSING, undecrypted((1,)))
case("result-single-missing", "One of two single trustees has not decrypted.", MISSING, undecrypted((1, 1), 1))
case(
    "result-threshold-missing",
    "One of three threshold trustees decrypted, two are needed.",
    MISSING,
    undecrypted(((2, 3),), 3),
)
case(
    "result-mixed-single-missing",
    "All of the threshold group decrypted, the single trustee did not.",
    MISSING,
    undecrypted((1, (2, 3)), 2, 3, 4),
)
case(
    "result-mixed-threshold-missing",
    "The single trustee and one of the threshold group decrypted, two of these are needed.",
    MISSING,
    undecrypted((1, (2, 3)), 1, 4),
)

VALUE, RSHAPE = "result.value", "result.shape"


def announced(change: Callable[[list[Any]], Any], *kinds: str, **options: Any):
    return lambda seed: (
        voted(seed, *(kinds or ("one",)), **options).tallied().change("Result", lambda value: change(value["result"]))
    )


for group_name in (E, B):
    case(
        f"result-one-more-{group_name.lower()}",
        "The winner is announced with a vote more than she has.",
        VALUE,
        announced(lambda r: r[0].__setitem__(0, 2), group_name=group_name),
    )
case(
    "result-change-places",
    "Two answers' counts changed places.",
    VALUE,
    announced(lambda r: r[0].reverse(), "any", voters=3),
)
case("result-negative", "A count is said to be -1.", VALUE, announced(lambda r: r[0].__setitem__(1, -1)))
case("result-blank", "Blank votes are announced as an answer's.", VALUE, announced(lambda r: r[0].reverse(), "blank"))
case(
    "result-without-weights",
    "Ballots are announced for votes: the weights are left out.",
    VALUE,
    announced(lambda r: r.__setitem__(0, [1, 1]), weights=[3, 5]),
)
case(
    "result-threshold",
    "A threshold group's result is announced with a vote more.",
    VALUE,
    announced(lambda r: r[0].__setitem__(1, 2), trustees=((2, 3),)),
)
case(
    "result-large",
    "A count is announced as a large number in a string.",
    VALUE,
    announced(lambda r: r[0].__setitem__(0, "1" + "0" * 29)),
)
case(
    "result-lists",
    "A list's candidates are announced with each other's votes.",
    VALUE,
    announced(lambda r: r[0][0].insert(0, r[0][0].pop()), "lists"),
)
case("result-ranking", "A ranking is announced in reverse.", VALUE, announced(lambda r: r[0][0].reverse(), "ranking"))
case(
    "result-ranking-order",
    "Rankings are announced in another order than that of the last shuffle.",
    VALUE,
    announced(lambda r: r[0].reverse(), "ranking", group_name=R),
    strict=True,
)
case(
    "result-second-question",
    "The second question's result is the first one's.",
    VALUE,
    announced(lambda r: r.__setitem__(1, r[0]), "one", "any"),
)


def over_the_top(seed: int) -> Built:
    """-1 votes: the count modulo q is a right logarithm and no number of votes."""
    dealer = voted(seed, "any").tallied()
    return dealer.change("Result", lambda value: value["result"][0].__setitem__(0, -(dealer.group.q - 1)))


case("result-minus-q", "A count is announced as q - 1 less: right modulo q.", VALUE, over_the_top)
case(
    "result-plus-q",
    "A count is announced as q more: right modulo q, as releases before 2.3 accept.",
    "json.syntax",
    lambda seed: (d := voted(seed).tallied()).change(
        "Result", lambda v: v["result"][0].__setitem__(0, str(1 + d.group.q))
    ),
)
case("result-count-missing", "The last answer has no count.", RSHAPE, announced(lambda r: r[0].pop()))
case(
    "result-count-too-many",
    "There is a count for an answer that there is not.",
    RSHAPE,
    announced(lambda r: r[0].append(0)),
)
case(
    "result-blank-missing",
    "Blank votes are not announced.",
    RSHAPE,
    announced(lambda r: r[0].pop(0), "blank", voters=3),
)
case(
    "result-ranking-missing", "A ranking is left out of the result.", RSHAPE, announced(lambda r: r[0].pop(), "ranking")
)
case(
    "result-lists-row",
    "A candidate's count stands in the other list's row.",
    RSHAPE,
    announced(lambda r: r[0][1].append(r[0][0].pop()), "lists"),
)
case(
    "result-question-missing",
    "The second question has no result.",
    "json.syntax",
    announced(lambda r: r.pop(), "one", "any"),
)
case(
    "result-count-in-words",
    "A count is a text that is no number.",
    "json.syntax",
    announced(lambda r: r[0].__setitem__(0, "one")),
)
case(
    "result-count-leading-zero",
    "A count is written as the text 01.",
    "json.syntax",
    announced(lambda r: r[0].__setitem__(0, "01")),
    strict=True,
)
