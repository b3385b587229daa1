# SPDX-License-Identifier: Apache-2.0
"""The encrypted tally of the ballots that count (section "Encrypted tally")."""

from collections.abc import Sequence
from typing import Any

from isonomia.groups import Element, Group
from isonomia.protocol.messages import Ciphertext, QuestionNH
from isonomia.protocol.public.ballots import Choices
from isonomia.protocol.public.decoding import Pair
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.nesting import flat, mapped, zipped
from isonomia.protocol.public.order import order
from isonomia.protocol.public.questions import shape


class Tally:
    """Accumulates ballots one by one; a later ballot of the same credential replaces the earlier.

    Homomorphic and Lists questions keep one ciphertext a choice; non-homomorphic ones keep every
    ballot's ciphertext, which the encrypted tally lists sorted by alpha, then beta.
    """

    def __init__(self, election: Election) -> None:
        self.group = election.group
        self.questions = election.questions
        one = Pair(self.group.identity, self.group.identity)
        self._sums = [_filled(question, one) for question in election.questions]
        self._lists: list[dict[str, Pair]] = [{} for _ in election.questions]
        self.num_tallied = 0
        self.total_weight = 0

    def add(self, credential: str, choices: Choices, weight: int) -> None:
        """Count a ballot. The credential must not be counted yet."""
        self.num_tallied += 1
        self.total_weight += weight
        self._change(credential, choices, weight)

    def remove(self, credential: str, choices: Choices, weight: int) -> None:
        """Take back a ballot that was counted, for the same credential votes again."""
        self.num_tallied -= 1
        self.total_weight -= weight
        self._change(credential, choices, -weight)

    def _change(self, credential: str, choices: Choices, weight: int) -> None:
        for i, (question, own) in enumerate(zip(self.questions, choices, strict=True)):
            if not isinstance(question, QuestionNH):
                self._sums[i] = zipped(self._sums[i], own, lambda a, b: _times(self.group, a, b, weight))
            elif weight < 0:
                del self._lists[i][credential]
            else:
                self._lists[i][credential] = own

    def encrypted(self) -> list[Any]:
        """encrypted_tally: for each question its ciphertexts, of elements."""
        return [
            self._sorted(self._lists[i]) if isinstance(question, QuestionNH) else self._sums[i]
            for i, question in enumerate(self.questions)
        ]

    def _sorted(self, pairs: dict[str, Pair]) -> list[Pair]:
        return sorted(
            pairs.values(), key=lambda pair: [order(self.group.name, text) for text in self.group.texts(pair)]
        )


def _filled(question: Any, pair: Pair) -> Any:
    if isinstance(question, QuestionNH):
        return []
    numbers = shape(question)
    if isinstance(numbers, list):
        return [[pair] * number for number in numbers]
    return [pair] * numbers


def _times(group: Group, left: Pair, right: Pair, weight: int) -> Pair:
    if weight == 1:
        return Pair(left.alpha * right.alpha, left.beta * right.beta)
    if weight == -1:
        return Pair(left.alpha / right.alpha, left.beta / right.beta)
    alpha, beta = group.products([[(right.alpha, weight)], [(right.beta, weight)]])
    return Pair(left.alpha * alpha, left.beta * beta)


def written(group: Group, encrypted: Sequence[Any]) -> list[Any]:
    """The ciphertexts as messages."""
    return [mapped(part, lambda pair: Ciphertext(*group.texts(pair))) for part in encrypted]


def nh_ciphertexts(election: Election, encrypted: Sequence[Any]) -> list[list[Any]]:
    """The ciphertexts that are shuffled (section "Shuffles")."""
    return [
        part for question, part in zip(election.questions, encrypted, strict=True) if isinstance(question, QuestionNH)
    ]


def merged(election: Election, encrypted: Sequence[Any], shuffled: Sequence[list[Any]]) -> list[Any]:
    """The encrypted tally with shuffled ciphertexts put in place."""
    rest = iter(shuffled)
    return [
        next(rest) if isinstance(question, QuestionNH) else part
        for question, part in zip(election.questions, encrypted, strict=True)
    ]


def alphas(encrypted: Sequence[Any]) -> list[Element]:
    """All alpha in order."""
    return [pair.alpha for part in encrypted for pair in flat(part)]
