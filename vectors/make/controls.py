# SPDX-License-Identifier: Apache-2.0

"""Honest records, of the shapes that the broken ones have and of what older releases write."""

from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from isonomia.groups import Group
from isonomia.protocol.messages import UNSET, encode
from support.founding import TIMESTAMP
from support.trustees import Made
from support.trustees import pedersen as honest_pedersen
from vectors.make.cases import Built, honest
from vectors.make.container import header
from vectors.make.dealer import PLAIN, ROLL, TRUSTEES, opened, voted
from vectors.make.decrypting import lying, to_decrypt

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"

honest(
    "everything",
    "Every kind of question, a single trustee and a threshold group, a revote.",
    lambda seed: _everything(seed),
)
for group_name in (E, B):
    honest(
        f"weights-{group_name.lower()}",
        "A question with a blank vote, weights, 0 among them, and a revote.",
        lambda seed, g=group_name: _weighted(seed, g),
    )
honest(
    "ranking-2048",
    "A ranking in a 2048-bit group.",
    lambda seed: voted(seed, "ranking", group_name=R).tallied(),
)
honest("threshold-2048", "Two of three in a 2048-bit group, of whom the last two decrypt.", lambda seed: _some(seed))
honest("no-ballots", "Nobody voted: nothing needs a shuffle, every count is 0.", lambda seed: _nobody(seed))
honest("open", "Voting goes on.", lambda seed: voted(seed, "blank"))
honest("closed", "Voting has ended, and nothing is tallied yet.", lambda seed: voted(seed).event("EndBallots"))


def _everything(seed: int) -> Built:
    dealer = voted(seed, "one", "ranking", "blank", "lists", trustees=(1, (2, 3)), voters=3)
    dealer.cast(dealer.credentials[0], [[0, 1], [3, 3, 3], [1, 0, 0, 0], [[0, 0, 0], [1, 1]]])
    dealer.shuffled(1, 3)
    dealer.decrypt(1, 4, 2)
    dealer.publish()
    return dealer


def _weighted(seed: int, group_name: str) -> Built:
    dealer = voted(seed, "blank", group_name=group_name, voters=3, weights=[3, 0, 5])
    dealer.cast(dealer.credentials[0], [[0, 0, 0, 1]])
    return dealer.tallied()


def _some(seed: int) -> Built:
    dealer = voted(seed, group_name=B, trustees=((2, 3),)).decrypted(2, 3)
    dealer.publish()
    return dealer


def _nobody(seed: int) -> Built:
    dealer = opened(seed, "ranking", "one").closed()
    dealer.event("EndShuffles").decrypt(1)
    dealer.publish()
    return dealer


# --- what releases write, or wrote ----------------------------------------------------------------------

honest(
    "timestamp-as-number",
    "The timestamp is a number, as the specification says and no release writes.",
    header(b'{"version":1,"timestamp":%d}' % TIMESTAMP),
)


def older(*, contexts: bool, signatures: bool) -> Any:
    """Threshold parameters without what older releases did not have."""

    def make(g: Group, random: Any) -> list[Made]:
        made = honest_pedersen(g, 2, 3, random, said=None if contexts else [UNSET] * 3)
        parameters = made.item[1]
        parameters = replace(
            parameters, verification_keys=[replace(key, signature=UNSET) for key in parameters.verification_keys]
        )
        if not signatures:
            parameters = replace(parameters, signatures=UNSET)
        return [made._replace(item=("Pedersen", parameters))]

    return lambda seed: voted(seed, made=make)


honest(
    "threshold-of-2.5.1",
    "Threshold parameters of release 2.5.1: keys without signature.",
    older(contexts=True, signatures=True),
)
honest(
    "threshold-of-2.0",
    "Threshold parameters of releases 2.0 to 2.5: no contexts and no signatures.",
    older(contexts=False, signatures=False),
)
honest(
    "language",
    "The election says its language, as release 3.3 writes.",
    lambda seed: opened(seed, "plain", language=("fr", "ltr")).vote(1),
)
honest(
    "trustee-name",
    "A trustee's key bears her name, as servers write.",
    lambda seed: voted(seed).part(TRUSTEES, lambda v: v[0][1].update(name="Server")),
)


def certified(seed: int) -> Built:
    dealer = opened(seed, "plain")
    contents = dealer.record.events[0].contents
    contents.append(
        encode(
            {
                "uuid": dealer.election.uuid,
                "voter_list_length": 2,
                "public_creds_hash": sha256(contents[ROLL]).hexdigest(),
                "verification_key": str(dealer.group.g),
                "encryption_key": str(dealer.group.g),
            }
        )
    )
    return dealer.vote(1)


honest(
    "credentials-certificate",
    "The set-up bears a credential authority's certificate, as servers write from release 3.2 on.",
    certified,
)


def wrong_beside_enough(seed: int) -> Built:
    dealer = to_decrypt(seed, "one", trustees=((2, 3),))
    lying(dealer, 1, lambda own: own[::-1])
    del dealer.factors[1]
    dealer.decrypt(2, 3)
    dealer.publish()
    return dealer


honest(
    "wrong-decryption-beside-enough",
    "One threshold trustee's decryption is wrong; two valid ones beside it are enough, and she is named.",
    wrong_beside_enough,
)
honest("large-weights", "Weights of ten digits: counts and the total weight are strings.", lambda seed: _large(seed))


def _large(seed: int) -> Built:
    """Announced without computing logarithms of that size."""
    dealer = voted(seed, "one", weights=[7_000_000_000, 3_000_000_000], cast=2).decrypted()
    counts = ["7000000000", "3000000000"]
    dealer.publish_numbers(counts)
    return dealer


honest(
    "administrator",
    "The election names its administrator and credential authority.",
    lambda seed: opened(seed, "plain", administrator="The commission", credential_authority="The registrar").vote(1),
)
honest(
    "roll-not-sorted",
    "The roll is in another order than releases write.",
    lambda seed: voted(seed).part(ROLL, lambda roll: roll.reverse()),
)
honest(
    "blank-false",
    "A question says that blank votes are not allowed, which it need not.",
    lambda seed: _blank_false(seed),
)


def _blank_false(seed: int) -> Built:
    question = {"answers": ["A", "B"], "blank": False, "min": 1, "max": 1, "question": "?"}
    return opened(seed, "one", questions=[question]).vote(1)


honest(
    "one-suffices",
    "A threshold group of whom one suffices: all have one key, rightly.",
    lambda seed: _one_suffices(seed),
)


def _one_suffices(seed: int) -> Built:
    dealer = voted(seed, trustees=((1, 2),)).decrypted(2)
    dealer.publish()
    return dealer


def other_order(seed: int) -> Built:
    """Releases whose arithmetic ran without libsodium list them in an order of their own."""
    dealer = voted(seed, "ranking", cast=2)
    dealer.close()
    dealer.tally()
    dealer.record.events.pop()
    dealer.encrypted = [list(reversed(dealer.encrypted[0]))]
    dealer.publish_tally(2, 2)
    dealer.shuffles(1)
    dealer.decrypt(1)
    dealer.publish()
    return dealer


honest(
    "ranking-order",
    "On the curve, the encrypted rankings of the tally stand in another order than most releases write.",
    other_order,
)
honest(
    "ranking-and-one",
    "A ranking and a homomorphic question; one of two voters has voted.",
    lambda seed: voted(seed, "ranking", "plain").tallied(),
)
honest(
    "fewer-shuffles",
    "Only the second of two trustees shuffled: how many did is said.",
    lambda seed: voted(seed, "ranking", trustees=(1, 1)).shuffled(2),
)
honest(
    "weight-said",
    "Every voter's weight is 1, and said.",
    lambda seed: voted(seed, weights=[1, 1]),
)
honest(
    "longest-ranking",
    "A ranking of as many answers as an element can carry.",
    lambda seed: opened(
        seed, questions=[{"type": "NonHomomorphic", "value": {"answers": ["A"] * 30, "question": "?"}}]
    ),
)
honest(
    "question-extra",
    "A question says something extra to those who show it, and is nested for that.",
    lambda seed: opened(
        seed, "plain", questions=[{"type": "Homomorphic", "value": PLAIN, "extra": {"order": [0]}}]
    ).vote(1),
)
