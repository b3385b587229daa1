# SPDX-License-Identifier: Apache-2.0
"""Shuffles that have too little, too much, or what is not of the group."""

from collections.abc import Callable
from typing import Any

import pytest

from support.forge import altered

from .test_shuffle import closed, publish, shuffle


def without_one(part: list[Any]) -> None:
    part[0].pop()


SHAPES: dict[str, Callable[[Any], Any]] = {
    "ciphertext missing": lambda value: without_one(value["ciphertexts"]),
    "question missing": lambda value: value["ciphertexts"].pop(),
    "proof missing": lambda value: value["proofs"].pop(),
    "proof too many": lambda value: value["proofs"].append(value["proofs"][0]),
    "response missing": lambda value: value["proofs"][0][1][5].pop(),
    "commitment missing": lambda value: value["proofs"][0][0][4].pop(),
    "permutation commitment missing": lambda value: value["proofs"][0][2].pop(),
    "chained challenge missing": lambda value: value["proofs"][0][3].pop(),
}


@pytest.mark.parametrize("name", SHAPES)
def test_parts_that_do_not_fit(name: str) -> None:
    holding, _ = closed()
    event = publish(holding, shuffle(holding))
    event.content = altered(event.content, SHAPES[name])
    assert holding.record.failing() == {"shuffle.shape"}


def test_element_outside_the_group() -> None:
    holding, _ = closed()
    event = publish(holding, shuffle(holding))
    event.content = altered(event.content, lambda value: value["proofs"][0][2].__setitem__(0, f"{2:064x}"))
    assert holding.record.failing() == {"shuffle.elements"}


def test_number_not_reduced() -> None:
    holding, _ = closed()
    event = publish(holding, shuffle(holding))

    def larger(value: Any) -> None:
        responses = value["proofs"][0][1]
        responses[0] = str(int(responses[0]) + holding.group.q)

    event.content = altered(event.content, larger)
    assert holding.record.failing() == {"shuffle.scalars"}
