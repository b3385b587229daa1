# SPDX-License-Identifier: Apache-2.0
"""From texts of messages to elements and scalars, strictly; failures are noted with their place."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from isonomia.groups import Element, ElementError, Group
from isonomia.protocol.messages import Ciphertext, Proof
from isonomia.protocol.public.findings import Findings

_NATURAL = re.compile(r"0|[1-9][0-9]*", re.ASCII)


class Pair(NamedTuple):
    """An ElGamal ciphertext of elements."""

    alpha: Element
    beta: Element


class Scalars(NamedTuple):
    """A proof of numbers."""

    challenge: int
    response: int


class Undecodable(Exception):
    """A part of an object could not be read; its failures are noted, the object is checked no further."""


class Decoder:
    """Reads the texts of one object. Failures of elements and scalars go to one check each."""

    def __init__(
        self, group: Group, findings: Findings, check: str, known: Mapping[str, Element] | None = None
    ) -> None:
        self.group = group
        self.findings = findings
        self._known: Mapping[str, Element] = known or {}
        self.element_check = f"{check}.elements"
        self.scalar_check = f"{check}.scalars"

    def elements(self, texts: list[str], places: Iterable[str]) -> list[Element]:
        """All elements. Raises Undecodable once every wrong one is noted."""
        self.findings.checked[self.element_check] += len(texts)
        try:
            return list(map(self._known.__getitem__, texts))
        except KeyError:
            pass
        try:
            return self.group.elements(texts)
        except ElementError:
            self._name_the_guilty(texts, places)
            raise Undecodable from None

    def _name_the_guilty(self, texts: list[str], places: Iterable[str]) -> None:
        for text, place in zip(texts, places, strict=True):
            try:
                self.group.element(text)
            except ElementError as error:
                self.findings.checked[self.element_check] -= 1
                self.findings.fail(self.element_check, place, str(error))

    def element(self, text: str, place: str) -> Element:
        return self.elements([text], [place])[0]

    def pairs(self, ciphertexts: list[Ciphertext], places: list[str]) -> list[Pair]:
        texts = [text for c in ciphertexts for text in (c.alpha, c.beta)]
        both = (f"{place}, {part}" for place in places for part in ("alpha", "beta"))
        flat = self.elements(texts, both)
        return [Pair(*pair) for pair in zip(flat[::2], flat[1::2], strict=True)]

    def scalars(self, texts: Iterable[tuple[str, str]]) -> list[int]:
        """Numbers in 0..q-1 from (text, place). Raises Undecodable once every wrong one is noted."""
        told = list(texts)
        numbers = [text for text, _ in told]
        self._require_scalars(numbers, (place for _, place in told))
        return list(map(int, numbers))

    def _require_scalars(self, texts: list[str], places: Iterable[str]) -> None:
        if self.group.are_scalars(texts):
            self.findings.checked[self.scalar_check] += len(texts)
            return
        for text, place in zip(texts, places, strict=True):
            natural = len(text) <= len(str(self.group.q)) and _NATURAL.fullmatch(text)
            why = "not reduced modulo q" if natural else "not a decimal number without leading zeros"
            self.findings.require(self.scalar_check, self.group.are_scalars([text]), place, why)
        raise Undecodable

    def proofs(self, proofs: list[Proof], places: Iterable[str]) -> list[Scalars]:
        """Proofs with numbers in them. Raises Undecodable as ``scalars`` does."""
        flat = self.scalars(zip(_numbers(proofs), _number_places(places), strict=True))
        return [Scalars(*pair) for pair in zip(flat[::2], flat[1::2], strict=True)]

    def require_proofs(self, proofs: list[Proof], places: Iterable[str]) -> None:
        """That the numbers of the proofs can be read. Raises Undecodable as ``scalars`` does."""
        self._require_scalars(_numbers(proofs), _number_places(places))

    def proof(self, proof: Proof, place: str) -> Scalars:
        return self.proofs([proof], [place])[0]


def _numbers(proofs: list[Proof]) -> list[str]:
    return [text for proof in proofs for text in (proof.challenge, proof.response)]


def _number_places(places: Iterable[str]) -> Iterator[str]:
    return (f"{place}, {part}" for place in places for part in ("challenge", "response"))
