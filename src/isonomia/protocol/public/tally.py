# SPDX-License-Identifier: Apache-2.0
"""The encrypted tally of the ballots that count (section "Encrypted tally")."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from typing import Any

from isonomia.groups import Element, Group
from isonomia.protocol.messages import Ciphertext, QuestionNH
from isonomia.protocol.public.ballots import Choices
from isonomia.protocol.public.decoding import Pair
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.nesting import flat, mapped
from isonomia.protocol.public.order import order
from isonomia.protocol.public.questions import shape

TOGETHER = 256
"""Ballots whose ciphertexts are multiplied together."""


class Tally:
    """Accumulates ballots one by one; a later ballot of the same credential replaces the earlier.

    Homomorphic and Lists questions keep one ciphertext a choice; non-homomorphic ones keep every
    ballot's ciphertext, which the encrypted tally lists sorted by alpha, then beta.
    """

    def __init__(self, election: Election, executor: Executor | None = None) -> None:
        """``executor``: who multiplies, beside whoever adds ballots."""
        self.group = election.group
        self.questions = election.questions
        one = Pair(self.group.identity, self.group.identity)
        self._sums = [_filled(question, one) for question in election.questions]
        self._changes: list[list[tuple[list[Pair], int]]] = [[] for _ in election.questions]
        self._products: deque[tuple[int, Future[list[Pair]]]] = deque()
        self._executor = executor
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
                self._changes[i].append((flat(own), weight))
                if len(self._changes[i]) >= TOGETHER:
                    self._multiply(i)
            elif weight < 0:
                del self._lists[i][credential]
            else:
                self._lists[i][credential] = own

    def _multiply(self, question: int) -> None:
        """Begin to multiply what has come together, and take in what is done."""
        changes, self._changes[question] = self._changes[question], []
        if self._executor is None:
            self._include(question, _product(self.group, changes))
        else:
            self._products.append((question, self._executor.submit(_product, self.group, changes)))
        while self._products and self._products[0][1].done():
            self._include_first()

    def _include_first(self) -> None:
        question, product = self._products.popleft()
        self._include(question, product.result())

    def _include(self, question: int, product: list[Pair]) -> None:
        own = iter(product)
        self._sums[question] = mapped(self._sums[question], lambda pair: _times(pair, next(own)))

    def finish(self) -> None:
        """Wait for the executor, which is not used any more: it may be gone when the tally is asked for."""
        self._executor = None
        while self._products:
            self._include_first()

    def encrypted(self) -> list[Any]:
        """encrypted_tally: for each question its ciphertexts, of elements."""
        self.finish()
        for i, changes in enumerate(self._changes):
            if changes:
                self._multiply(i)
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


def _times(left: Pair, right: Pair) -> Pair:
    return Pair(left.alpha * right.alpha, left.beta * right.beta)


def _product(group: Group, changes: Sequence[tuple[list[Pair], int]]) -> list[Pair]:
    """For each place the product of the ciphertexts that stand there, each to the power of its weight."""
    weights = [weight for _, weight in changes]
    rows = [
        list(zip(part, weights, strict=True))
        for place in zip(*(pairs for pairs, _ in changes), strict=True)
        for part in zip(*place, strict=True)
    ]
    products = group.products(rows)
    return [Pair(*pair) for pair in zip(products[::2], products[1::2], strict=True)]


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
