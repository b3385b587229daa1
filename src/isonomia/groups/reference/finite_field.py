# SPDX-License-Identifier: Apache-2.0
"""Subgroups of prime order of the integers modulo p (specification, section "Finite fields")."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import sha256

from isonomia.groups.api import Claim, Element, Embedding, SecretScalar
from isonomia.groups.errors import ElementError, EmbeddingError
from isonomia.groups.parameters import FiniteField
from isonomia.groups.reference.disjunction import are_scalars, is_right
from isonomia.groups.reference.logarithm import baby_step_giant_step
from isonomia.groups.reference.scalar import Scalars

try:
    from gmpy2 import invert, mpz, powmod  # optional: as fast as the OCaml peer with it
except ImportError:
    mpz = int

    def powmod(base: int, exponent: int, modulus: int) -> int:
        return pow(base, exponent, modulus)

    def invert(value: int, modulus: int) -> int:
        return pow(value, -1, modulus)


_DECIMAL = re.compile(r"(?:0|[1-9][0-9]*)", re.ASCII)


class FieldElement:
    """An element of the subgroup: an integer between 1 and p-1."""

    __slots__ = ("group", "value")

    def __init__(self, value: int, group: "ReferenceFiniteField") -> None:
        self.value = value
        self.group = group

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return f"<element of {self.group.name} {str(self)[:12]}…>"

    def __mul__(self, other: Element) -> "FieldElement":
        return FieldElement(self.value * self.group.own(other).value % self.group.p, self.group)

    def __truediv__(self, other: Element) -> "FieldElement":
        inverse = invert(self.group.own(other).value, self.group.p)
        return FieldElement(self.value * inverse % self.group.p, self.group)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FieldElement) and self.value == other.value and self.group == other.group

    def __hash__(self) -> int:
        return hash(int(self.value))


class ReferenceFiniteField(Scalars):
    """The reference of a multiplicative subgroup; see :class:`isonomia.groups.api.Group`."""

    backend = "reference"

    def __init__(
        self, parameters: FiniteField, embedding: tuple[int, int] | None, *, allow_secrets: bool = False
    ) -> None:
        self.name, p, self.q, g = parameters
        self.p = mpz(p)
        self.allow_secrets = allow_secrets
        self.g = FieldElement(mpz(g), self)
        self.identity = FieldElement(mpz(1), self)
        self.embedding: Embedding | None = None
        if embedding is not None:
            bits, padding = embedding
            self.embedding = Embedding(bits, padding, (p.bit_length() - padding) // bits)

    @cached_property
    def _digits(self) -> int:
        return len(str(self.p))

    def own(self, element: Element) -> FieldElement:
        """The element, if it is one of this group; raises TypeError otherwise."""
        if not isinstance(element, FieldElement) or element.group.name != self.name:
            raise TypeError("an element of another group or backend")
        return element

    def element(self, text: str) -> FieldElement:
        if len(text) > self._digits or not _DECIMAL.fullmatch(text):
            raise ElementError("not a decimal number without leading zeros, of at most as many digits as p")
        value = mpz(text)
        if not 1 <= value < self.p:
            raise ElementError("not between 1 and p-1")
        if not self._is_member(value):
            raise ElementError("not in the subgroup of prime order")
        return FieldElement(value, self)

    def _is_member(self, value: int) -> bool:
        return bool(powmod(value, self.q, self.p) == 1)

    def elements(self, texts: Sequence[str]) -> list[Element]:
        return [self.element(text) for text in texts]

    def texts(self, elements: Sequence[Element]) -> list[str]:
        return [str(self.own(element)) for element in elements]

    def prepare(self, element: Element) -> FieldElement:
        return self.own(element)

    def power(self, base: Element, exponent: int) -> FieldElement:
        return FieldElement(powmod(self.own(base).value, exponent % self.q, self.p), self)

    def products(self, rows: Sequence[Sequence[tuple[Element, int]]]) -> list[Element]:
        return [self._product(row) for row in rows]

    def _product(self, row: Iterable[tuple[Element, int]]) -> FieldElement:
        product = mpz(1)
        for base, exponent in row:
            product = product * powmod(self.own(base).value, exponent % self.q, self.p) % self.p
        return FieldElement(product, self)

    def are_scalars(self, texts: Sequence[str]) -> bool:
        return are_scalars(self.q, texts)

    def disjunctions(self, y: Element, claims: Sequence[Claim]) -> list[bool]:
        return [is_right(self, y, claim) for claim in claims]

    def secret_products(self, rows: Sequence[Sequence[tuple[Element, SecretScalar]]]) -> list[Element]:
        self._permit()
        return [self._product((base, exponent.reveal()) for base, exponent in row) for row in rows]

    def of_ints(self, values: Sequence[int]) -> FieldElement:
        number, padding = embed(values, self.embedding)
        for candidate in range(number, number + (1 << padding)):
            if 0 < candidate < self.p and self._is_member(candidate):
                return FieldElement(mpz(candidate), self)
        raise EmbeddingError("no element of the group embeds these integers")

    def to_ints(self, element: Element, count: int) -> list[int]:
        return unembed(int(self.own(element).value), count, self.embedding)

    def generator(self, index: int) -> FieldElement:
        seed = int.from_bytes(sha256(f"ggen|{index}".encode()).digest(), "big")
        return FieldElement(powmod(seed, (self.p - 1) // self.q, self.p), self)

    def discrete_logarithms(self, elements: Sequence[Element], bound: int) -> list[int]:
        return baby_step_giant_step(self, elements, bound)


def embed(values: Sequence[int], embedding: Embedding | None) -> tuple[int, int]:
    """The integers as one number with its padding bits zero, and the padding (``of_ints``).

    Raises EmbeddingError if the group has no embedding, or they do not fit.
    """
    if embedding is None:
        raise EmbeddingError("this group has no embedding: it cannot carry such a question")
    if len(values) > embedding.capacity:
        raise EmbeddingError(f"{len(values)} integers do not fit: at most {embedding.capacity} do")
    number = 0
    for value in values:
        if not 0 <= value < 1 << embedding.bits_per_int:
            raise EmbeddingError(f"not between 0 and {(1 << embedding.bits_per_int) - 1}")
        number = (number << embedding.bits_per_int) + value
    return number << embedding.padding, embedding.padding


def unembed(number: int, count: int, embedding: Embedding | None) -> list[int]:
    """The last ``count`` integers of a number (``to_ints``). Raises EmbeddingError without an embedding."""
    if embedding is None:
        raise EmbeddingError("this group has no embedding: it cannot carry such a question")
    number >>= embedding.padding
    mask = (1 << embedding.bits_per_int) - 1
    return [number >> embedding.bits_per_int * place & mask for place in reversed(range(count))]
