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

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"

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
