# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)
"""Encrypted tallies of other ballots, and envelopes that lie."""

from collections.abc import Callable
from typing import Any

from msgspec import to_builtins

from isonomia.protocol.messages import Ciphertext
from isonomia.protocol.public.decoding import Pair
from vectors.make.cases import Built, case
from vectors.make.dealer import Dealer, opened, voted
from vectors.make.torsion import with_t

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"

ENVELOPE, CIPHERTEXTS = "tally.envelope", "tally.ciphertexts"
FOLLOW = "decryption.proof result.decryptions"


def enveloped(*kinds: str, revote: bool = False, to_the_result: bool = False, **options: Any):
    """The envelope alone lies; everything after it is right."""
    numbers = {key: options.pop(key) for key in ("num_tallied", "total_weight") if key in options}

    def build(seed: int) -> Built:
        dealer = voted(seed, *kinds, **options)
        if revote:
            dealer.cast(dealer.credentials[0], [[0]])
        dealer.closed()
        if to_the_result:
            dealer.shuffles(*dealer.keys)
            dealer.decrypt(*dealer.keys)
            dealer.publish()
        dealer.last("EncryptedTally").envelope |= numbers
        return dealer

    return build


case(
    "envelope-number",
    "The tally is said to be of one ballot more than there are: a false turnout.",
    ENVELOPE,
    enveloped("plain", num_tallied=2, to_the_result=True),
)
case(
    "envelope-number-less",
    "The tally is said to be of one ballot less.",
    ENVELOPE,
    enveloped("plain", num_tallied=0, group_name=B),
)
case(
    "envelope-weight",
    "The total weight is said to be one more than it is.",
    ENVELOPE,
    enveloped("plain", total_weight=2),
)
case(
    "envelope-counts-revotes",
    "The tally is said to be of all ballots, replaced ones too.",
    ENVELOPE,
    enveloped("plain", revote=True, num_tallied=2),
)
case(
    "envelope-weight-of-roll",
    "The total weight is said to be that of the roll; one voter has not voted.",
    ENVELOPE,
    lambda seed: _one_voter(seed),
)
case("envelope-negative", "The total weight is negative.", ENVELOPE, enveloped("plain", total_weight=-1))
case(
    "envelope-ranking",
    "The tally of rankings is said to be of one ballot more.",
    ENVELOPE,
    enveloped("ranking", num_tallied=2, total_weight=2),
)
case(
    "envelope-weight-in-words",
    "The total weight is a text that is no number.",
    "json.syntax",
    enveloped("plain", total_weight="one"),
    ENVELOPE,
)


def _one_voter(seed: int) -> Built:
    dealer = opened(seed, "plain", weights=[3, 5]).vote(1).closed()
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
        dealer = voted(seed, *kinds, cast=2, **options)
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
            all_but_one, "plain", until_close=True, numbers={"num_tallied": 2, "total_weight": 2}, group_name=group_name
        ),
    )
case(
    "tally-without-a-ballot-to-the-result",
    "A ballot stands on the board and is not in the tally, which is decrypted to a result; the numbers are those of the ballots that were counted.",
    CIPHERTEXTS,
    counted(all_but_one, "plain"),
    f"{ENVELOPE} {FOLLOW}",
)
case(
    "tally-of-replaced-ballot",
    "A voter's replaced ballot is counted, not her last: the vote that she was forced to cast.",
    CIPHERTEXTS,
    counted(
        lambda d: d.record.of("Ballot")[:2],
        "plain",
        prepare=lambda d: d.cast(d.credentials[0], [[0]]),
        until_close=True,
    ),
)
case(
    "tally-without-weights",
    "Every ballot is counted once, whatever its weight.",
    CIPHERTEXTS,
    counted(
        lambda d: d.record.of("Ballot"),
        "plain",
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
        "plain",
        weights=[3, 5],
        weights_used=lambda d: dict(zip(d.roll, reversed(d.roll.values()), strict=True)),
        until_close=True,
    ),
)


def stuffed(seed: int) -> Built:
    """Both ballots of one voter are in the tally."""
    dealer = voted(seed)
    dealer.cast(dealer.credentials[0], [[0]])
    dealer.closed()
    g, first = dealer.group, dealer.read(dealer.record.of("Ballot")[0]).answers[0].choices
    own = [
        Pair(p.alpha * g.element(c.alpha), p.beta * g.element(c.beta))
        for p, c in zip(dealer.encrypted[0], first, strict=True)
    ]
    dealer.record.events.pop()
    dealer.encrypted = [own]
    dealer.publish_tally(1, 1)
    return dealer


case(
    "tally-of-both-ballots", "Both ballots of one voter are counted; the numbers say that one is.", CIPHERTEXTS, stuffed
)


def published(change: Callable[[Dealer, list[Any]], Any], *kinds: str, **options: Any):
    """The tally's JSON changed."""
    return lambda seed: (d := voted(seed, *(kinds or ("plain",)), **options).closed()).change(
        "EncryptedTally", lambda tally: change(d, tally)
    )


case(
    "tally-candidates-change-places",
    "The sums of two answers changed places.",
    CIPHERTEXTS,
    published(lambda _, t: t[0].reverse(), "one"),
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
    published(lambda _, t: t[0].__setitem__(0, t[0][1]), "ranking", cast=2),
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
    published(lambda _, t: t[0].reverse(), "ranking", cast=2, group_name=R),
    strict=True,
)
case(
    "tally-question-missing",
    "The tally of the second question is missing.",
    "json.syntax",
    published(lambda _, t: t.pop(), "plain", "any"),
)
case(
    "tally-halves-change-places",
    "alpha and beta of a sum changed places.",
    CIPHERTEXTS,
    published(lambda _, t: t[0].__setitem__(0, {"alpha": t[0][0]["beta"], "beta": t[0][0]["alpha"]})),
)
case(
    "tally-order-2",
    "alpha of a sum is times an element of order 2: what is decrypted is not what was voted.",
    CIPHERTEXTS,
    published(lambda d, t: t[0][0].update(alpha=with_t(d.group, t[0][0]["alpha"]))),
)
case(
    "envelope-no-ballots",
    "Nobody voted, and the tally is said to be of a ballot.",
    ENVELOPE,
    lambda seed: _of_nobody(seed),
)


def _of_nobody(seed: int) -> Built:
    dealer = opened(seed, "plain").closed()
    dealer.last("EncryptedTally").envelope |= {"num_tallied": 1, "total_weight": 1}
    return dealer
