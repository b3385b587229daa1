# SPDX-License-Identifier: Apache-2.0
"""Ed25519 as Belenios uses it (specification, section "Ed25519"; formulas from RFC 8032, section 5.1)."""

import re
from collections.abc import Sequence
from hashlib import sha256

from isonomia.groups.api import Claim, Element, Embedding, SecretScalar
from isonomia.groups.errors import ElementError, EmbeddingError
from isonomia.groups.parameters import ED25519, ED25519_P, ED25519_Q, EMBEDDING_ED25519
from isonomia.groups.reference.disjunction import are_scalars, is_right
from isonomia.groups.reference.finite_field import embed, unembed
from isonomia.groups.reference.logarithm import baby_step_giant_step
from isonomia.groups.reference.scalar import Scalars

_P = ED25519_P
_D = -121665 * pow(121666, -1, _P) % _P
_SQRT_MINUS_1 = pow(2, (_P - 1) // 4, _P)
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)

# extended homogeneous coordinates (X, Y, Z, T), x = X/Z, y = Y/Z, x*y = T/Z
_Coordinates = tuple[int, int, int, int]
_IDENTITY: _Coordinates = (0, 1, 1, 0)


def _add(left: _Coordinates, right: _Coordinates) -> _Coordinates:
    x1, y1, z1, t1 = left
    x2, y2, z2, t2 = right
    a = (y1 - x1) * (y2 - x2) % _P
    b = (y1 + x1) * (y2 + x2) % _P
    c = t1 * 2 * _D * t2 % _P
    d = z1 * 2 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _double(point: _Coordinates) -> _Coordinates:
    x, y, z, _ = point
    a, b, c = x * x % _P, y * y % _P, 2 * z * z % _P
    h = a + b
    e = h - (x + y) * (x + y) % _P
    g = a - b
    f = c + g
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _multiply(point: _Coordinates, exponent: int) -> _Coordinates:
    multiples = [_IDENTITY, point]
    for _ in range(14):
        multiples.append(_add(multiples[-1], point))
    result = _IDENTITY
    for shift in range((exponent.bit_length() + 3) // 4 * 4 - 4, -1, -4):
        result = _double(_double(_double(_double(result))))
        digit = exponent >> shift & 15
        if digit:
            result = _add(result, multiples[digit])
    return result


def _same(left: _Coordinates, right: _Coordinates) -> bool:
    return (left[0] * right[2] - right[0] * left[2]) % _P == 0 and (left[1] * right[2] - right[1] * left[2]) % _P == 0


def uncompress(z: int) -> _Coordinates:
    """The point of the whole curve whose compressed form is the 256-bit number z.

    Raises ElementError if y is not reduced, if no point has it, or if x = 0 is marked negative.
    """
    sign, y = z >> 255, z & (1 << 255) - 1
    if y >= _P:
        raise ElementError("y is not reduced modulo p")
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * pow(v, 3, _P) * pow(u * pow(v, 7, _P), (_P - 5) // 8, _P) % _P
    if v * x * x % _P != u:
        x = x * _SQRT_MINUS_1 % _P
    if v * x * x % _P != u:
        raise ElementError("not on the curve")
    if x == 0 and sign:
        raise ElementError("x is zero and marked as negative")
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


def compress(point: _Coordinates) -> int:
    """The 256-bit number that stands for a point: y, and the lowest bit of x in bit 255."""
    inverse = pow(point[2], -1, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (x & 1) << 255 | y


class CurveElement:
    """A point of the prime-order subgroup."""

    __slots__ = ("coordinates",)

    def __init__(self, coordinates: _Coordinates) -> None:
        self.coordinates = coordinates

    def __str__(self) -> str:
        return f"{compress(self.coordinates):064x}"

    def __repr__(self) -> str:
        return f"<element of Ed25519 {str(self)[:12]}…>"

    def __mul__(self, other: Element) -> "CurveElement":
        return CurveElement(_add(self.coordinates, _own(other).coordinates))

    def __truediv__(self, other: Element) -> "CurveElement":
        x, y, z, t = _own(other).coordinates
        return CurveElement(_add(self.coordinates, (-x % _P, y, z, -t % _P)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CurveElement) and _same(self.coordinates, other.coordinates)

    def __hash__(self) -> int:
        return hash(compress(self.coordinates))


def _own(element: Element) -> CurveElement:
    if not isinstance(element, CurveElement):
        raise TypeError("an element of another group or backend")
    return element


class ReferenceEd25519(Scalars):
    """The reference of Ed25519; see :class:`isonomia.groups.api.Group`."""

    backend = "reference"
    name = ED25519
    q = ED25519_Q

    def __init__(self, *, allow_secrets: bool = False) -> None:
        self.allow_secrets = allow_secrets
        self.g = CurveElement(uncompress(4 * pow(5, -1, _P) % _P))
        self.identity = CurveElement(_IDENTITY)
        bits, padding = EMBEDDING_ED25519
        self.embedding: Embedding | None = Embedding(bits, padding, (_P.bit_length() - padding) // bits)

    def element(self, text: str) -> CurveElement:
        if not _HEX.fullmatch(text):
            raise ElementError("not 64 lower-case hexadecimal digits")
        point = uncompress(int(text, 16))
        if not self._is_member(point):
            raise ElementError("not in the subgroup of prime order")
        return CurveElement(point)

    def _is_member(self, point: _Coordinates) -> bool:
        return _same(_multiply(point, self.q), _IDENTITY)

    def elements(self, texts: Sequence[str]) -> list[Element]:
        return [self.element(text) for text in texts]

    def texts(self, elements: Sequence[Element]) -> list[str]:
        return [str(_own(element)) for element in elements]

    def prepare(self, element: Element) -> CurveElement:
        return _own(element)

    def power(self, base: Element, exponent: int) -> CurveElement:
        return CurveElement(_multiply(_own(base).coordinates, exponent % self.q))

    def products(self, rows: Sequence[Sequence[tuple[Element, int]]]) -> list[Element]:
        return [self._product([(base, exponent % self.q) for base, exponent in row]) for row in rows]

    def _product(self, row: Sequence[tuple[Element, int]]) -> CurveElement:
        product = _IDENTITY
        for base, exponent in row:
            product = _add(product, _multiply(_own(base).coordinates, exponent))
        return CurveElement(product)

    def are_scalars(self, texts: Sequence[str]) -> bool:
        return are_scalars(self.q, texts)

    def disjunctions(self, y: Element, claims: Sequence[Claim]) -> list[bool]:
        return [is_right(self, y, claim) for claim in claims]

    def secret_products(self, rows: Sequence[Sequence[tuple[Element, SecretScalar]]]) -> list[Element]:
        self._permit()
        return [self._product([(base, exponent.reveal()) for base, exponent in row]) for row in rows]

    def of_ints(self, values: Sequence[int]) -> CurveElement:
        number, padding = embed(values, self.embedding)
        for candidate in range(number, number + (1 << padding)):
            try:
                point = uncompress(candidate)
            except ElementError:
                continue
            if self._is_member(point):
                return CurveElement(point)
        raise EmbeddingError("no element of the group embeds these integers")

    def to_ints(self, element: Element, count: int) -> list[int]:
        return unembed(compress(_own(element).coordinates), count, self.embedding)

    def generator(self, index: int) -> CurveElement:
        candidate = int.from_bytes(sha256(f"ggen|{index}".encode()).digest(), "big") >> 2
        while True:
            try:
                return CurveElement(_multiply(uncompress(candidate), 8))
            except ElementError:
                candidate += 1

    def discrete_logarithms(self, elements: Sequence[Element], bound: int) -> list[int]:
        return baby_step_giant_step(self, elements, bound)
