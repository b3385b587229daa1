# SPDX-License-Identifier: Apache-2.0
"""Records at which a careless verifier stumbles: no exception but the typed ones, no honest one refused."""

import json

import pytest

from isonomia.protocol.messages import encode
from support.founding import RANKING, REFERENDUM, found


def test_coefficients_that_are_not_there() -> None:
    """Attack: a threshold group whose coefexps are empty lists. Culprit: trustees.shape."""
    record = found("Ed25519", [REFERENDUM], trustees=((2, 3),)).holding.record
    trustees = json.loads(record.events[0].contents[1])
    for signed in trustees[0][1]["coefexps"]:
        signed["message"] = '{"coefexps":[]}'
    record.events[0].contents[1] = encode(trustees)
    assert "trustees.shape" in record.failing()


def test_revote_with_a_credential_that_is_no_element() -> None:
    """Attack: a roll entry that is no element, and two ballots that claim it. Culprit: roll.elements."""
    founded = found("Ed25519", [REFERENDUM])
    founded.holding.cast(founded.credentials[0], [[1, 0]])
    founded.holding.cast(founded.credentials[0], [[0, 1]])
    record = founded.holding.record
    roll = json.loads(record.events[0].contents[2])
    cast = json.loads(record.of("Ballot")[0].content)["credential"]
    record.events[0].contents[2] = encode(["no element" if entry == cast else entry for entry in roll])
    for event in record.of("Ballot"):
        ballot = json.loads(event.content)
        event.contents[-1] = encode(ballot | {"credential": "no element"})
    assert "roll.elements" in record.failing()


@pytest.mark.parametrize(("group", "questions"), [("RFC-3526-2048", 10), ("Ed25519", 30)])
@pytest.mark.parametrize("ballots", [0, 1])
def test_many_rankings_and_few_ballots_are_not_too_large(group: str, questions: int, ballots: int) -> None:
    """Honest: what each ranking adds to a shuffle does not depend on the ballots."""
    founded = found(group, [RANKING] * questions)
    for credential in founded.credentials[:ballots]:
        founded.holding.cast(credential, [[1, 2, 3]] * questions)
    founded.holding.close()
    founded.holding.tally()
    if ballots:
        founded.holding.shuffles(1)
    assert founded.holding.record.failing() == set()
