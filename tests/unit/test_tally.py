# SPDX-License-Identifier: Apache-2.0
"""The encrypted tally of many ballots; what it must be is computed in the clear.

A "ciphertext" here is two powers of g with known exponents: the tally of a place is the power of the weighted
sum of its exponents.
"""

import random
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import pytest

from isonomia.groups import group
from isonomia.protocol.messages import QuestionH, QuestionL
from isonomia.protocol.public import tally as module
from isonomia.protocol.public.decoding import Pair
from isonomia.protocol.public.tally import Tally

GROUP = group("Ed25519")
QUESTIONS = (
    QuestionH(answers=["a", "b", "c"], min=0, max=3, question="?", blank=True),
    QuestionL(answers=[["A", "a"], ["B", "b", "c"]], question="?"),
)


class Election:
    """As much of an election as a tally looks at."""

    group = GROUP
    questions = QUESTIONS


class Recorder:
    """Adds ballots to a tally, and to sums of exponents."""

    def __init__(self, executor: Executor | None) -> None:
        self.tally = Tally(Election(), executor)  # type: ignore[arg-type]
        self.sums = [[0, 0] for _ in range(4 + 2 + 3)]
        self.rng = random.Random("tally")

    def ballot(self) -> tuple[list[int], Any]:
        exponents = [self.rng.randrange(GROUP.q) for _ in range(18)]
        elements = GROUP.products([[(GROUP.g, exponent)] for exponent in exponents])
        pairs = [Pair(*both) for both in zip(elements[::2], elements[1::2], strict=True)]
        return exponents, (pairs[:4], [pairs[4:6], pairs[6:]])

    def change(self, exponents: list[int], weight: int) -> None:
        for i, exponent in enumerate(exponents):
            self.sums[i // 2][i % 2] += weight * exponent

    def require_equal(self) -> None:
        first, (second, third) = self.tally.encrypted()
        expected = [Pair(*(GROUP.power(GROUP.g, exponent) for exponent in both)) for both in self.sums]
        assert (first, second, third) == (expected[:4], expected[4:6], expected[6:])


@pytest.mark.parametrize("threads", [0, 2])
def test_weights_and_ballots_taken_back(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TOGETHER", 8)
    executor = ThreadPoolExecutor(threads) if threads else None
    record = Recorder(executor)
    weight_of = {}
    for number in range(50):
        exponents, choices = record.ballot()
        weight = weight_of[f"c{number}"] = (1, 1, 3, 10**12, 0)[number % 5]
        record.tally.add(f"c{number}", choices, weight)
        record.change(exponents, weight)
        if number % 3 == 0:
            record.tally.remove(f"c{number}", choices, weight)
            record.change(exponents, -weight)
            del weight_of[f"c{number}"]
    assert (record.tally.num_tallied, record.tally.total_weight) == (len(weight_of), sum(weight_of.values()))
    if executor is not None:
        executor.shutdown()  # who verified goes on with the tally after that
    record.require_equal()
    exponents, choices = record.ballot()
    record.tally.add("late", choices, 2)
    record.change(exponents, 2)
    record.require_equal()


def test_no_ballots() -> None:
    Recorder(None).require_equal()
