# SPDX-License-Identifier: Apache-2.0
"""Secret scalars of the reference: plain integers modulo q, not constant time."""

from typing import NoReturn

from isonomia.groups.api import SecretScalar
from isonomia.groups.errors import SecretRefused


class ReferenceScalar:
    """An integer modulo q that hides itself in ``repr``."""

    __slots__ = ("_q", "_value")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: int, q: int) -> None:
        self._value = value % q
        self._q = q

    def _other(self, other: "SecretScalar | int") -> int:
        if isinstance(other, int):
            return other
        if not isinstance(other, ReferenceScalar) or other._q != self._q:
            raise TypeError("a scalar of another group or backend")
        return other._value

    def __add__(self, other: "SecretScalar | int") -> "ReferenceScalar":
        return ReferenceScalar(self._value + self._other(other), self._q)

    def __sub__(self, other: "SecretScalar | int") -> "ReferenceScalar":
        return ReferenceScalar(self._value - self._other(other), self._q)

    def __rsub__(self, other: int) -> "ReferenceScalar":
        return ReferenceScalar(other - self._value, self._q)

    def __mul__(self, other: "SecretScalar | int") -> "ReferenceScalar":
        return ReferenceScalar(self._value * self._other(other), self._q)

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> "ReferenceScalar":
        return ReferenceScalar(-self._value, self._q)

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError("secret scalars are not compared")

    def __repr__(self) -> str:
        return "<secret>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("secret scalars are not pickled")

    def reveal(self) -> int:
        return self._value


class Scalars:
    """The part of a reference group that makes secret scalars."""

    q: int
    allow_secrets: bool

    @property
    def random_size(self) -> int:
        return (self.q.bit_length() + 7) // 8 + 16

    def scalar(self, random: bytes) -> ReferenceScalar:
        self._permit()
        if len(random) != self.random_size:
            raise ValueError(f"{self.random_size} random bytes are needed, {len(random)} given")
        return ReferenceScalar(int.from_bytes(random, "little"), self.q)

    def secret(self, value: int) -> ReferenceScalar:
        self._permit()
        if not 0 <= value < self.q:
            raise ValueError("the secret is not between 0 and q-1")
        return ReferenceScalar(value, self.q)

    def _permit(self) -> None:
        if not self.allow_secrets:
            raise SecretRefused(
                "the plain-Python groups are not constant time and refuse secrets; "
                "use the kernel, or allow it on purpose (--reference)"
            )
