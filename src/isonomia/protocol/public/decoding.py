# SPDX-License-Identifier: Apache-2.0
"""From texts of messages to elements and scalars, strictly; failures are noted with their place."""

import re
from collections.abc import Iterable, Mapping
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

    def elements(self, texts: list[str], places: list[str]) -> list[Element]:
        """All elements. Raises Undecodable once every wrong one is noted."""
        self.findings.checked[self.element_check] += len(texts)
        known = [self._known[text] for text in texts if text in self._known]
        if len(known) == len(texts):
            return known
        try:
            return self.group.elements(texts)
        except ElementError:
            self._name_the_guilty(texts, places)
            raise Undecodable from None

    def _name_the_guilty(self, texts: list[str], places: list[str]) -> None:
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
        both = [f"{place}, {part}" for place in places for part in ("alpha", "beta")]
        flat = self.elements(texts, both)
        return [Pair(*pair) for pair in zip(flat[::2], flat[1::2], strict=True)]

    def scalars(self, texts: Iterable[tuple[str, str]]) -> list[int]:
        """Numbers in 0..q-1 from (text, place). Raises Undecodable once every wrong one is noted."""
        q, limit, values, wrong = self.group.q, len(str(self.group.q)), [], False
        for text, place in texts:
            if len(text) > limit or not _NATURAL.fullmatch(text):
                self.findings.fail(self.scalar_check, place, "not a decimal number without leading zeros")
                wrong = True
            elif (value := int(text)) >= q:
                self.findings.fail(self.scalar_check, place, "not reduced modulo q")
                wrong = True
            else:
                self.findings.checked[self.scalar_check] += 1
                values.append(value)
        if wrong:
            raise Undecodable
        return values

    def proofs(self, proofs: list[Proof], places: list[str]) -> list[Scalars]:
        """Proofs with numbers in them. Raises Undecodable as ``scalars`` does."""
        flat = self.scalars(
            item
            for proof, place in zip(proofs, places, strict=True)
            for item in ((proof.challenge, f"{place}, challenge"), (proof.response, f"{place}, response"))
        )
        return [Scalars(*pair) for pair in zip(flat[::2], flat[1::2], strict=True)]

    def proof(self, proof: Proof, place: str) -> Scalars:
        return self.proofs([proof], [place])[0]
