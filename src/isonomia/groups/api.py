# SPDX-License-Identifier: Apache-2.0
"""The interface that every backend of a group implements (specification, section "Groups").

Two kinds of exponent never mix. A public exponent is an ``int`` and is used in variable time
(:meth:`Group.power`, :meth:`Group.products`). A secret exponent is a :class:`SecretScalar`, is used
in constant time by the kernel (:meth:`Group.secret_products`), and becomes an ``int`` only by
:meth:`SecretScalar.reveal`, which a reader can search for.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Embedding(NamedTuple):
    """How vectors of small integers become elements (specification, ``of_ints``)."""

    bits_per_int: int
    padding: int
    capacity: int
    """The longest vector that fits."""


class ProofTexts(Protocol):
    """One branch of a proof: numbers in 0..q-1 as :meth:`Group.are_scalars` wants them."""

    @property
    def challenge(self) -> str: ...
    @property
    def response(self) -> str: ...


class Element(Protocol):
    """An element of the prime-order group: immutable, hashable, multiplicative notation."""

    def __str__(self) -> str:
        """The serialization (``to_string``): decimal, or 64 lower-case hexadecimal digits."""
        ...

    def __mul__(self, other: "Element", /) -> "Element": ...
    def __truediv__(self, other: "Element", /) -> "Element": ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...


class Claim(NamedTuple):
    """That one of several ciphertexts encrypts the value given with it, and the proof of that."""

    prefix: str
    """What is hashed first."""
    statement: Sequence[Element]
    """What is hashed next: their texts, separated by commas, and a ``|``; nothing if there are none."""
    ciphertexts: Sequence[tuple[Element, Element]]
    """Alpha and beta of each branch."""
    values: Sequence[int]
    """What each may encrypt."""
    proofs: Sequence[ProofTexts]
    """Of each branch."""


class SecretScalar(Protocol):
    """A secret integer modulo q; ``repr`` and ``str`` hide it, it cannot be compared or hashed."""

    def __add__(self, other: "SecretScalar | int", /) -> "SecretScalar": ...
    def __radd__(self, other: int, /) -> "SecretScalar": ...
    def __sub__(self, other: "SecretScalar | int", /) -> "SecretScalar": ...
    def __rsub__(self, other: int, /) -> "SecretScalar": ...
    def __mul__(self, other: "SecretScalar | int", /) -> "SecretScalar": ...
    def __rmul__(self, other: int, /) -> "SecretScalar": ...
    def __neg__(self) -> "SecretScalar": ...

    def reveal(self) -> int:
        """The value, in 0..q-1: for what is published, and for key files."""
        ...


class Group(Protocol):
    """A cyclic group of prime order q."""

    @property
    def name(self) -> str:
        """The string that stands for the group in the election object and in hashes."""
        ...

    @property
    def backend(self) -> str:
        """``"kernel"`` or ``"reference"``."""
        ...

    @property
    def q(self) -> int: ...

    @property
    def g(self) -> Element: ...

    @property
    def identity(self) -> Element: ...

    @property
    def embedding(self) -> Embedding | None: ...

    @property
    def random_size(self) -> int:
        """Bytes that :meth:`scalar` needs: those of q and 16 more."""
        ...

    def element(self, text: str) -> Element:
        """Read one element (``of_string``) and check that it is in the subgroup.

        Strict: only the text that ``str`` would give back is accepted. The identity is accepted.
        Raises :class:`~isonomia.groups.errors.ElementError` and says why.
        """
        ...

    def elements(self, texts: Sequence[str]) -> list[Element]:
        """Read many. Raises as :meth:`element` does for the first that is wrong.

        The kernel checks membership of long lists (400 and more) by random subsets, drawn from the
        operating system once the elements are fixed: it accepts a wrong one with probability 2^-128.
        """
        ...

    def texts(self, elements: Sequence[Element]) -> list[str]:
        """``[str(e) for e in elements]``, in one go."""
        ...

    def prepare(self, element: Element) -> Element:
        """The same element, with a precomputed table: for one that is raised to many powers."""
        ...

    def power(self, base: Element, exponent: int) -> Element:
        """``base ** (exponent mod q)``. Variable time: public data only."""
        ...

    def products(self, rows: Sequence[Sequence[tuple[Element, int]]]) -> list[Element]:
        """For each row the product of ``base ** (exponent mod q)``; an empty row gives the identity.

        Variable time: public data only. The kernel lets other threads run meanwhile.
        """
        ...

    def are_scalars(self, texts: Sequence[str]) -> bool:
        """Whether each is a number in 0..q-1, decimal, without sign or leading zeros."""
        ...

    def disjunctions(self, y: Element, claims: Sequence[Claim]) -> list[bool]:
        """For each claim whether its proof is right (section "Proofs of interval membership").

        A branch of alpha, beta, a value v and a proof of challenge c and response r has the commitments
        ``A = g^r alpha^c`` and ``B = y^r (beta / g^v)^c``. The challenges must add up, modulo q, to the
        SHA-256 (big-endian) of prefix, statement and ``A_0,B_0,A_1,B_1,…``. Variable time: public data only;
        the kernel lets other threads run meanwhile.
        Raises ValueError for a number that :meth:`are_scalars` would refuse, and unless there are as many
        ciphertexts as values and proofs.
        """
        ...

    def scalar(self, random: bytes) -> SecretScalar:
        """``random_size`` bytes (little-endian) reduced modulo q. Raises ValueError for another length."""
        ...

    def secret(self, value: int) -> SecretScalar:
        """A known value in 0..q-1, held as a secret. Raises ValueError out of range."""
        ...

    def secret_products(self, rows: Sequence[Sequence[tuple[Element, SecretScalar]]]) -> list[Element]:
        """As :meth:`products`, in constant time. The bases and the shape of the rows are public."""
        ...

    def of_ints(self, values: Sequence[int]) -> Element:
        """Embed small integers. Raises EmbeddingError if the group cannot, or they do not fit.

        Not constant time: the search for an element takes as long as it takes.
        """
        ...

    def to_ints(self, element: Element, count: int) -> list[int]:
        """The ``count`` integers embedded in an element; defined for every element (the rest is cut off)."""
        ...

    def generator(self, index: int) -> Element:
        """The pure part of GetGenerator: independent generators; index -1 is the secondary one."""
        ...

    def discrete_logarithms(self, elements: Sequence[Element], bound: int) -> list[int]:
        """For each element the x in 0..bound with ``g ** x == element``.

        Raises LogarithmError with the position of the first that has none, and ValueError for a
        negative bound or one above 2^62.
        """
        ...
