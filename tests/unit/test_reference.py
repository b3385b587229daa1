# SPDX-License-Identifier: Apache-2.0
"""The reference in plain Python, against published vectors and formulas written here once more."""

from hashlib import sha256, sha512

import gmpy2
import pytest

from isonomia.groups import EmbeddingError, LogarithmError, SecretRefused, UnknownGroup, group
from isonomia.groups.parameters import BELENIOS_2048, ED25519_P, ED25519_Q, RFC_3526_2048

E = group("Ed25519", "reference")
F = group("BELENIOS-2048", "reference")
R = group("RFC-3526-2048", "reference")
ALL = [E, F, R]

RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    ),
]
"""Section 7.1: seeds and public keys, little-endian."""


def test_tests_run_on_the_reference() -> None:
    assert [g.backend for g in ALL] == ["reference"] * 3
    assert {type(g).__module__.split(".")[2] for g in ALL} == {"reference"}


@pytest.mark.parametrize(("seed", "public"), RFC_8032)
def test_public_keys_of_rfc_8032(seed: str, public: str) -> None:
    digest = bytearray(sha512(bytes.fromhex(seed)).digest()[:32])
    digest[0] &= 248
    digest[31] = digest[31] & 127 | 64
    point = E.power(E.g, int.from_bytes(digest, "little"))
    assert str(point) == bytes.fromhex(public)[::-1].hex()


def affine(text: str) -> tuple[int, int]:
    """The point of a serialization, by the equation of the curve."""
    z, p = int(text, 16), ED25519_P
    y = z & (1 << 255) - 1
    d = -121665 * pow(121666, -1, p)
    square = (y * y - 1) * pow(d * y * y + 1, -1, p) % p
    x = next(x for x in roots(square, p) if x & 1 == z >> 255)
    return x, y


def roots(square: int, p: int) -> list[int]:
    """Both square roots modulo a prime that is 5 modulo 8."""
    x = pow(square, (p + 3) // 8, p)
    if x * x % p != square:
        x = x * pow(2, (p - 1) // 4, p) % p
    assert x * x % p == square
    return [x, p - x]


def added(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    """The addition law of the specification's curve, in affine coordinates."""
    p, d = ED25519_P, -121665 * pow(121666, -1, ED25519_P)
    (x1, y1), (x2, y2) = a, b
    t = d * x1 * x2 * y1 * y2
    return (
        (x1 * y2 + x2 * y1) * pow(1 + t, -1, p) % p,
        (y1 * y2 + x1 * x2) * pow(1 - t, -1, p) % p,
    )


@pytest.mark.parametrize(("a", "b"), [(1, 1), (2, 3), (0, 5), (7, ED25519_Q - 7), (ED25519_Q - 1, ED25519_Q - 1)])
def test_addition_law(a: int, b: int) -> None:
    left, right = E.power(E.g, a), E.power(E.g, b)
    assert affine(str(left * right)) == added(affine(str(left)), affine(str(right)))
    assert left * right / right == left
    assert left * right == E.power(E.g, a + b)


def test_base_point() -> None:
    """y = 4/5 and x even, as the specification says."""
    x, y = affine(str(E.g))
    assert 5 * y % ED25519_P == 4
    assert x % 2 == 0


@pytest.mark.parametrize("g", ALL, ids=lambda g: g.name)
def test_order(g) -> None:  # type: ignore[no-untyped-def]
    assert gmpy2.is_prime(g.q, 40)
    assert g.g != g.identity
    assert g.power(g.g, g.q) == g.identity
    assert g.power(g.g, g.q - 1) * g.g == g.identity
    assert g.power(g.g, -1) == g.identity / g.g


@pytest.mark.parametrize("field", [BELENIOS_2048, RFC_3526_2048], ids=lambda field: field.name)
def test_fields(field) -> None:  # type: ignore[no-untyped-def]
    assert gmpy2.is_prime(field.p, 40)
    assert field.p.bit_length() == 2048
    assert (field.p - 1) % field.q == 0
    assert pow(field.g, field.q, field.p) == 1


def test_prime_of_rfc_3526() -> None:
    """Section 3: 2^2048 - 2^1984 - 1 + 2^64 ([2^1918 pi] + 124476)."""
    with gmpy2.context(precision=2100):
        pi = int(gmpy2.floor(gmpy2.const_pi() * gmpy2.mpz(2) ** 1918))
    assert 2**2048 - 2**1984 - 1 + 2**64 * (pi + 124476) == RFC_3526_2048.p
    assert (RFC_3526_2048.p - 1) // 2 == RFC_3526_2048.q


def test_generators_of_a_field() -> None:
    """GetGenerator of a finite field: a hash to the power of the cofactor."""
    for index in (-1, 0, 1, 1000):
        x = int(sha256(f"ggen|{index}".encode()).hexdigest(), 16)
        assert str(F.generator(index)) == str(pow(x, (BELENIOS_2048.p - 1) // BELENIOS_2048.q, BELENIOS_2048.p))


def test_generators_of_the_curve() -> None:
    """GetGenerator of Ed25519: the first point from a hash on, times 8."""
    for index in (-1, 0, 1):
        z = int(sha256(f"ggen|{index}".encode()).hexdigest(), 16) >> 2
        while True:
            try:
                point = affine(f"{z:064x}")
                break
            except (AssertionError, StopIteration):
                z += 1
        for _ in range(3):
            point = added(point, point)
        assert affine(str(E.generator(index))) == point


def test_embedding() -> None:
    """Bytes in front of the padding: 8 bits in RFC-3526-2048, 14 on the curve."""
    values = [1, 0, 255, 7]
    number = int.from_bytes(bytes(values), "big")
    assert int(str(R.of_ints(values))) >> 8 == number
    assert int(str(E.of_ints(values)), 16) >> 14 == number
    assert R.to_ints(R.of_ints(values), 4) == E.to_ints(E.of_ints(values), 4) == values


def test_embedding_takes_the_first_padding_that_is_of_the_group() -> None:
    candidates = range(5 * 256, 6 * 256)
    first = next(x for x in candidates if pow(x, RFC_3526_2048.q, RFC_3526_2048.p) == 1)
    assert str(R.of_ints([5])) == str(first)


def test_embedding_of_zeros_is_one() -> None:
    """Zero is no element of a field's group: the padding goes on to 1, as releases have it."""
    assert R.of_ints([0, 0]) == R.identity
    assert E.of_ints([0, 0]) == E.identity
    assert R.to_ints(R.identity, 2) == [0, 0]


@pytest.mark.parametrize("values", [[256], [-1], [0] * 256])
def test_what_cannot_be_embedded(values: list[int]) -> None:
    """Releases before 3.1 cut it to 8 bits, or never ended."""
    with pytest.raises(EmbeddingError):
        R.of_ints(values)


def test_no_embedding_in_belenios_2048() -> None:
    with pytest.raises(EmbeddingError):
        F.of_ints([1])


@pytest.mark.parametrize("g", [E, F], ids=lambda g: g.name)
def test_logarithms(g) -> None:  # type: ignore[no-untyped-def]
    powers = [0, 1, 99, 100, 50]
    assert g.discrete_logarithms([g.power(g.g, x) for x in powers], 100) == powers
    with pytest.raises(LogarithmError):
        g.discrete_logarithms([g.power(g.g, 101)], 100)
    with pytest.raises(LogarithmError):
        g.discrete_logarithms([g.power(g.g, -1)], 100)


@pytest.mark.parametrize("g", ALL, ids=lambda g: g.name)
def test_secrets_are_refused(g) -> None:  # type: ignore[no-untyped-def]
    """Plain integers are not constant time."""
    permitted = group(g.name, "reference", allow_secrets=True)
    for refused in (
        lambda: g.secret(1),
        lambda: g.scalar(bytes(g.random_size)),
        lambda: g.secret_products([[(g.g, permitted.secret(1))]]),
    ):
        with pytest.raises(SecretRefused):
            refused()
    assert permitted.secret_products([[(permitted.g, permitted.secret(2))]])[0] == permitted.power(permitted.g, 2)


def test_names_of_groups() -> None:
    with pytest.raises(UnknownGroup, match="ed25519"):
        group("ed25519")
    with pytest.raises(ValueError, match="backend"):
        group("Ed25519", "gmp")
