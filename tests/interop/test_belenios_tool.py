# SPDX-License-Identifier: Apache-2.0
"""Records that we make, before the eyes of ``belenios-tool`` 2.0, which checks every ballot.

It knows the finite fields, homomorphic questions and rankings; Ed25519 and Lists came after it.
"""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from isonomia.protocol.public.trustees import Single
from support.forge import altered
from support.founding import BOARD, RANKING, REFERENDUM, Structure, found
from support.holding import Holding
from support.peer import complaint, required_tool, written

SPECIAL: dict[str, Any] = {
    "answers": ['"quoted" \\ / é Ж \u2028', "\x00\x1f\x7f\n\t", "", "𝔘"],
    "min": 0,
    "max": 4,
    "question": "Characters",
}
"""Every kind of escape that the two writers of JSON could treat differently."""


class Case(NamedTuple):
    """An election, and how each voter votes."""

    group: str
    questions: list[dict[str, Any]]
    votes: list[list[Any]]
    weights: list[int] | None = None
    trustees: Structure = (1,)

    def result(self) -> list[Any]:
        """In the clear: weighted sums; for a ranking the answers in order."""
        weights = self.weights or [1] * len(self.votes)
        result: list[Any] = []
        for question, own in zip(self.questions, zip(*self.votes, strict=True), strict=True):
            columns = zip(*own, strict=True)
            sums = [sum(w * v for w, v in zip(weights, column, strict=True)) for column in columns]
            result.append(sorted(own) if "type" in question else sums)
        return result


B, R = "BELENIOS-2048", "RFC-3526-2048"
CASES = {
    "single": Case(B, [REFERENDUM], [[[1, 0]], [[0, 1]], [[1, 0]]]),
    "blank and weights": Case(
        B,
        [BOARD, REFERENDUM],
        [[[1, 0, 0, 0], [0, 1]], [[0, 1, 1, 0], [1, 0]], [[0, 0, 0, 1], [1, 0]]],
        [3, 0, 700_000],
        (1, 1),
    ),
    "large weights": Case(B, [REFERENDUM], [[[0, 1]], [[1, 0]]], [7_000_000_000, 1]),
    "characters": Case(B, [SPECIAL], [[[0, 0, 0, 0]], [[1, 1, 1, 1]], [[1, 0, 0, 1]]]),
    "threshold": Case(B, [BOARD], [[[0, 1, 0, 0]], [[0, 0, 1, 1]]], None, (1, (2, 3))),
    "threshold groups": Case(R, [REFERENDUM], [[[0, 1]]], [2], ((1, 2), 1, (3, 3))),
    "ranking": Case(R, [RANKING], [[[1, 2, 3]], [[0, 0, 0]], [[255, 0, 7]]], None, (1, 1)),
    "ranking among others": Case(
        R,
        [REFERENDUM, RANKING, BOARD],
        [[[1, 0], [3, 2, 1], [0, 1, 1, 0]], [[0, 1], [2, 2, 2], [1, 0, 0, 0]]],
        None,
        (1, (2, 2)),
    ),
}


@pytest.fixture(scope="module")
def tool() -> str:
    return required_tool()


def fewest(holding: Holding) -> list[int]:
    """The first trustees of each threshold group, as many as are needed."""
    needed = [1 if isinstance(kind, Single) else kind.parameters.threshold for kind in holding.kinds]
    return [trustee.owner for trustee in holding.trustees if trustee.index <= needed[trustee.item]]


@pytest.mark.parametrize("name", CASES)
def test_accepted_at_every_stage(tool: str, tmp_path: Path, name: str) -> None:
    case = CASES[name]
    holding, credentials = found(
        case.group, case.questions, voters=len(case.votes), weights=case.weights, trustees=case.trustees
    )
    stages: list[Path] = []

    def accepted() -> None:
        stages.append(written(holding.record, tmp_path / str(len(stages))))
        assert complaint(tool, "verify", "--dir", stages[-1]) is None
        if len(stages) > 1:
            assert complaint(tool, "verify-diff", "--dir1", stages[-2], "--dir2", stages[-1]) is None

    accepted()
    holding.cast(credentials[0], case.votes[-1])  # who will vote again
    for credential, votes in zip(credentials, case.votes, strict=True):
        holding.cast(credential, votes)
    accepted()
    holding.close()
    holding.tally()
    accepted()
    holding.shuffles(1, 2)
    holding.decrypt(*fewest(holding))
    holding.publish()
    accepted()
    report = holding.record.verify()
    assert report.failures == []
    assert report.result == case.result()


def test_the_peer_does_look_at_ballots(tool: str, tmp_path: Path) -> None:
    """That ``complaint`` tells no from yes: the other tests believe it."""
    holding, credentials = found(B, [REFERENDUM])
    event = holding.cast(credentials[0], [[1, 0]])
    event.content = altered(event.content, lambda ballot: ballot["signature"]["proof"].update(response="1"))
    assert "invalid ballot" in (complaint(tool, "verify", "--dir", written(holding.record, tmp_path / "a")) or "")
