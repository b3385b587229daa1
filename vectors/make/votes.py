# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)
"""Invalid votes, proved as well as they can be; some are counted to a result."""

from typing import Any

from vectors.make.cases import Built, case
from vectors.make.dealer import VOTES, opened, unchecked

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"
INDIVIDUAL, OVERALL, BLANK = "ballot.individual-proof", "ballot.overall-proof", "ballot.blank-proof"
LIST, NONZERO, ENCRYPTION = "ballot.list-proof", "ballot.nonzero-proof", "ballot.encryption-proof"


def invalid(kind: str, vote: Any, *, to_the_result: bool = False, **options: Any):
    """The first voter's booth is patched; everybody after her is honest or does not look."""

    def build(seed: int) -> Built:
        dealer = opened(seed, kind, **options)
        with unchecked():
            dealer.cast(dealer.credentials[0], [vote])
        if not to_the_result:
            return dealer
        dealer.cast(dealer.credentials[1], [VOTES[kind][1]])
        return dealer.tallied()

    return build


for group_name in (E, B):
    case(
        f"ballot-two-votes-{group_name.lower()}",
        "A voter gives two votes to one answer; their number is allowed, so only the proof that each choice is 0 or 1 tells.",
        INDIVIDUAL,
        invalid("any", [2, 0], to_the_result=group_name == E, group_name=group_name),
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
case(
    "ballot-both",
    "A voter chooses both answers where one is asked.",
    OVERALL,
    invalid("one", [1, 1]),
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
case(
    "ballot-both-2048",
    "In a 2048-bit group, a voter chooses both answers where one is asked.",
    OVERALL,
    invalid("one", [1, 1], group_name=R),
)
