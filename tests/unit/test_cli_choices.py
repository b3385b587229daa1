# SPDX-License-Identifier: Apache-2.0
"""Choices as voters write them, and the numbers that a ballot encrypts."""

from typing import Any

import pytest
from click import UsageError

from isonomia.cli.choices import Given, checked, from_options
from isonomia.cli.failure import CliError
from isonomia.cli.interactive import spoken
from isonomia.protocol.messages import QuestionH, QuestionL, QuestionNH
from isonomia.protocol.public.questions import Question

QUESTIONS: list[Question] = [
    QuestionH(answers=["Yes", "No"], blank=True, min=1, max=1, question="Adopt?"),
    QuestionH(answers=["a=b", "x", "1"], min=0, max=2, question="E = mc²"),
    QuestionNH(answers=["A", "B", "C"], question="Rank"),
    QuestionL(answers=[["L1", "a", "b"], ["L2", "a", "c"]], question="Lists"),
]
NOTHING: list[Any] = [[0, 0, 0], [0, 0, 0], [], [[0, 0, 0], [0, 0, 0]]]


def given(choose: tuple[str, ...] = (), blank: tuple[str, ...] = (), rank: tuple[str, ...] = ("2=1,2,3",)) -> list[Any]:
    return from_options(QUESTIONS, Given(choose, blank, rank))


@pytest.mark.parametrize(
    ("choose", "question", "numbers"),
    [
        (("0=0",), 0, [0, 1, 0]),
        (("0=No",), 0, [0, 0, 1]),
        (("Adopt?=Yes",), 0, [0, 1, 0]),
        (("1=a=b",), 1, [1, 0, 0]),
        (("E = mc²=a=b", "1=2"), 1, [1, 0, 1]),
        (("1=0", "1=0"), 1, [1, 0, 0]),
        (("3=0.1",), 3, [[1, 1, 0], [0, 0, 0]]),
        (("3=b", "3=0.1"), 3, [[1, 1, 1], [0, 0, 0]]),
        (("3=c",), 3, [[0, 0, 0], [1, 0, 1]]),
    ],
)
def test_choose(choose: tuple[str, ...], question: int, numbers: Any) -> None:
    votes = given(choose)
    assert votes[question] == numbers
    assert [v for i, v in enumerate(votes) if i not in (question, 2)] == [
        v for i, v in enumerate(NOTHING) if i not in (question, 2)
    ]


def test_blank_and_ranks() -> None:
    assert given(blank=("Adopt?",))[0] == [1, 0, 0]
    assert given(rank=("Rank=0, 255,7",))[2] == [0, 255, 7]


@pytest.mark.parametrize(
    ("choose", "blank", "rank"),
    [
        (("1=1",), (), ("2=1,2,3",)),  # the number 1 and the text "1"
        (("3=a",), (), ("2=1,2,3",)),  # in both lists
        (("3=0.0",), (), ("2=1,2,3",)),  # a list is no candidate
        (("3=9.1",), (), ("2=1,2,3",)),
        (("2=0",), (), ("2=1,2,3",)),
        (("9=0",), (), ("2=1,2,3",)),
        (("0=٠",), (), ("2=1,2,3",)),  # a digit, but none of ours
        ((), ("1",), ("2=1,2,3",)),
        ((), ("2",), ("2=1,2,3",)),
        ((), (), ("2=1,2",)),
        ((), (), ("2=1,2,-3",)),
        ((), (), ("0=1,2",)),
        ((), (), ("2=1,2,3", "2=3,2,1")),
        ((), (), ()),
    ],
)
def test_refused(choose: tuple[str, ...], blank: tuple[str, ...], rank: tuple[str, ...]) -> None:
    with pytest.raises(CliError) as raised:
        given(choose, blank, rank)
    assert raised.value.code == "invalid-vote"
    assert raised.value.hint


def test_without_an_equals_sign() -> None:
    with pytest.raises(UsageError):
        given(("0",))


@pytest.mark.parametrize(
    "votes",
    [[], [[0]], [1, 2, 3, 4], [[0, 1, 0], [0, 0, True], [1, 2, 3], NOTHING[3]], [[0, 1, 0], None, [1], [[0]]]],
)
def test_a_file_of_something_else(votes: list[Any]) -> None:
    with pytest.raises(CliError):
        checked(QUESTIONS, votes)


def test_spoken() -> None:
    votes = given(("0=No", "1=x", "3=b"))
    assert [spoken(q, v) for q, v in zip(QUESTIONS, votes, strict=True)] == ["No", "x", "A: 1, B: 2, C: 3", "L1, b"]
    assert spoken(QUESTIONS[0], [1, 0, 0]) == "(blank)"
    assert spoken(QUESTIONS[1], [0, 0, 0]) == "(nothing)"
