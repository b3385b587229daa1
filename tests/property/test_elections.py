# SPDX-License-Identifier: Apache-2.0
"""What is encrypted is what is tallied: small elections of every kind, against arithmetic in the clear."""

from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from support.founding import Structure, found

FEW = settings(max_examples=30, deadline=None, derandomize=True)
FEWER = settings(max_examples=4, deadline=None, derandomize=True)

Vote = list[Any]


class Plan(NamedTuple):
    """An election, and what happens in it."""

    questions: list[dict[str, Any]]
    voters: int
    weights: list[int] | None
    trustees: Structure
    cast: list[tuple[int, list[Vote]]]
    """Who votes how, in order; some more than once, some never."""
    absent: int
    """Which of the threshold trustees are not there to decrypt: the first, or the last ones."""

    def result(self) -> list[Any]:
        """In the clear."""
        last = dict(self.cast)
        weights = self.weights or [1] * self.voters
        result: list[Any] = []
        for number, question in enumerate(self.questions):
            votes = [(weights[voter], ballot[number]) for voter, ballot in last.items()]
            if question.get("type") == "NonHomomorphic":
                result.append(sorted(vote for _, vote in votes))
            elif question.get("type") == "Lists":
                shape = question["value"]["answers"]
                result.append(
                    [[sum(w * v[i][j] for w, v in votes) for j in range(len(row))] for i, row in enumerate(shape)]
                )
            else:
                size = len(question["answers"]) + question.get("blank", False)
                result.append([sum(w * v[i] for w, v in votes) for i in range(size)])
        return result


@st.composite
def homomorphic(draw: st.DrawFn) -> tuple[dict[str, Any], st.SearchStrategy[Vote]]:
    size = draw(st.integers(1, 4))
    low = draw(st.integers(0, size))
    high = draw(st.integers(low, size))
    blank = draw(st.booleans())
    question = {"answers": ["?"] * size, "blank": blank, "min": low, "max": high, "question": ""}
    chosen = st.lists(st.integers(0, size - 1), min_size=low, max_size=high, unique=True)
    vote = chosen.map(lambda own: [0] * blank + [int(i in own) for i in range(size)])
    return question, st.one_of(vote, st.just([1] + [0] * size)) if blank else vote


@st.composite
def lists(draw: st.DrawFn) -> tuple[dict[str, Any], st.SearchStrategy[Vote]]:
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    question = {"type": "Lists", "value": {"answers": [["?"] * (1 + size) for size in sizes], "question": ""}}

    def vote(which: int) -> st.SearchStrategy[Vote]:
        own = st.lists(st.integers(0, 1), min_size=sizes[which], max_size=sizes[which]).filter(any)
        return own.map(lambda chosen: [[1, *chosen] if i == which else [0] * (1 + n) for i, n in enumerate(sizes)])

    return question, st.integers(0, len(sizes) - 1).flatmap(vote)


@st.composite
def ranking(draw: st.DrawFn) -> tuple[dict[str, Any], st.SearchStrategy[Vote]]:
    size = draw(st.integers(1, 5))
    question = {"type": "NonHomomorphic", "value": {"answers": ["?"] * size, "question": ""}}
    return question, st.lists(st.integers(0, 255), min_size=size, max_size=size)


THRESHOLDS = st.integers(1, 3).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n)))


@st.composite
def plans(draw: st.DrawFn, *, rankings: bool, most_voters: int = 5) -> Plan:
    kinds = [homomorphic(), lists(), ranking()] if rankings else [homomorphic(), lists()]
    asked = draw(st.lists(st.one_of(kinds), min_size=1, max_size=3))
    voters = draw(st.integers(1, most_voters))
    weighted = not any(question.get("type") == "NonHomomorphic" for question, _ in asked)
    many = st.lists(st.integers(0, 2**20), min_size=voters, max_size=voters)
    ballot = st.tuples(st.integers(0, voters - 1), st.tuples(*(vote for _, vote in asked)).map(list))
    return Plan(
        [question for question, _ in asked],
        voters,
        draw(st.none() | many) if weighted else None,
        draw(st.lists(st.just(1) | THRESHOLDS, min_size=1, max_size=3)),
        draw(st.lists(ballot, max_size=2 * most_voters)),
        draw(st.sampled_from([0, 1, 2])),
    )


def run(plan: Plan, group: str, backend: str) -> None:
    holding, credentials = found(
        group, plan.questions, voters=plan.voters, weights=plan.weights, trustees=plan.trustees, backend=backend
    )
    for voter, votes in plan.cast:
        holding.cast(credentials[voter], votes)
    present = []
    for item, kind in enumerate(plan.trustees):
        members = [t.owner for t in holding.trustees if t.item == item]
        needed = 1 if kind == 1 else kind[0]  # type: ignore[index]
        present += [members[:needed], members[-needed:], members][plan.absent]
    holding.finish(shufflers=[t.owner for t in holding.trustees[:2]], decryptors=present)
    report = holding.record.verify(backend)
    assert report.failures == []
    assert (report.stage, report.backend, report.group) == ("tallied", backend, group)
    assert report.result == plan.result()
    assert report.counts["ballots"] == len(plan.cast)
    assert report.counts["counted"] == len(dict(plan.cast))


@FEW
@given(plans(rankings=True))
def test_ed25519(plan: Plan) -> None:
    run(plan, "Ed25519", "kernel")


@settings(FEW, max_examples=12)
@given(plans(rankings=False))
def test_belenios_2048(plan: Plan) -> None:
    run(plan, "BELENIOS-2048", "kernel")


@FEWER
@given(plans(rankings=True, most_voters=2))
def test_rfc_3526_2048(plan: Plan) -> None:
    run(plan, "RFC-3526-2048", "kernel")


@FEWER
@given(plans(rankings=True, most_voters=2))
def test_ed25519_with_the_reference(plan: Plan) -> None:
    """Made and verified in plain Python alone."""
    run(plan, "Ed25519", "reference")
