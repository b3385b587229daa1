# SPDX-License-Identifier: Apache-2.0
"""The kernel against the reference, which is written independently, and against the specification.

Expected values come from the reference, from ``pow``, from RFC 8032 or from the specification.
"""

import copy
import os
import pickle
import random
import subprocess
import sys
from hashlib import sha256, sha512
from typing import NamedTuple

import pytest

from isonomia import _kernel
from isonomia.groups import NAMES, ElementError, EmbeddingError, LogarithmError, group
from isonomia.groups.api import Claim, Element, Group
from isonomia.groups.parameters import BELENIOS_2048, ED25519_P, ED25519_Q, RFC_3526_2048
from isonomia.groups.reference.ed25519 import _add, _multiply, compress, uncompress

FIELDS = {field.name: field for field in (BELENIOS_2048, RFC_3526_2048)}


@pytest.fixture(params=NAMES)
def kernel(request: pytest.FixtureRequest) -> Group:
    chosen = group(request.param, backend="kernel")
    assert chosen.backend == "kernel"
    assert type(chosen).__module__ == "isonomia._kernel"
    return chosen


@pytest.fixture
def reference(kernel: Group) -> Group:
    chosen = group(kernel.name, backend="reference", allow_secrets=True)
    assert chosen.backend == "reference"
    assert type(chosen).__module__ != "isonomia._kernel"
    return chosen


@pytest.fixture
def rng() -> random.Random:
    return random.Random("isonomia kernel")


def exponents(q: int, rng: random.Random) -> list[int]:
    edges = [0, 1, 2, 3, 16, q - 1, q, q + 1, -1, -q, 1 << 64, 1 << 255, -(1 << 5000)]
    return edges + [rng.randrange(q) for _ in range(5)]


def pair(kernel: Group, reference: Group, index: int) -> tuple[Element, Element]:
    """The same element in both, by its text."""
    text = str(reference.generator(index))
    return kernel.element(text), reference.element(text)


# parameters and texts


def test_parameters_are_those_of_the_reference(kernel: Group, reference: Group) -> None:
    assert (kernel.name, kernel.q) == (reference.name, reference.q)
    assert (kernel.embedding, kernel.random_size) == (reference.embedding, reference.random_size)
    assert (str(kernel.g), str(kernel.identity)) == (str(reference.g), str(reference.identity))
    assert kernel.power(kernel.g, kernel.q) == kernel.identity != kernel.g


def test_base_point_of_rfc_8032() -> None:
    # RFC 8032, section 5.1: the base point is 5866...66 as y, x is even
    assert str(group("Ed25519").g) == "66" * 31 + "58"
    # RFC 8032, section 7.1, test 1: the public key of a secret key, bytes in little-endian order
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    clamped = int.from_bytes(sha512(seed).digest()[:32], "little") & ~7 & ~(1 << 255) | 1 << 254
    key = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    assert str(group("Ed25519").power(group("Ed25519").g, clamped)) == key[::-1].hex()


def test_elements_are_read_as_they_are_written(kernel: Group, reference: Group) -> None:
    texts = [str(reference.identity), *(str(reference.generator(index)) for index in range(300))]
    elements = kernel.elements(texts)
    assert kernel.texts(elements) == texts == [str(element) for element in elements]
    computed = [element * kernel.g for element in elements]  # not in reduced coordinates
    expected = [str(reference.element(text) * reference.g) for text in texts[:20]]
    assert kernel.texts(computed)[:20] == expected == [str(element) for element in computed[:20]]
    assert kernel.elements([]) == kernel.texts([]) == []


def test_equality_and_hash(kernel: Group, reference: Group) -> None:
    first, _ = pair(kernel, reference, 1)
    again = first * kernel.g / kernel.g
    assert first == again
    assert hash(first) == hash(again)
    assert first == kernel.prepare(first)
    assert first != kernel.g
    assert first != reference.generator(1)
    assert first != str(first)
    assert len({first, again, kernel.g}) == 2
    assert str(first)[:12] in repr(first)


def test_elements_of_another_group_are_refused() -> None:
    curve, field, other = (group(name) for name in NAMES)
    for stranger in (field.g, other.g, group(NAMES[0], "reference").g, 1, "1", None):
        for attempt in (
            lambda s=stranger: curve.g * s,
            lambda s=stranger: curve.g / s,
            lambda s=stranger: curve.power(s, 1),
            lambda s=stranger: curve.products([[(s, 1)]]),
            lambda s=stranger: curve.texts([s]),
            lambda s=stranger: curve.prepare(s),
            lambda s=stranger: curve.secret_products([[(s, curve.secret(1))]]),
        ):
            with pytest.raises(TypeError):
                attempt()
    for attempt in (
        lambda: field.g * other.g,
        lambda: field.power(other.g, 1),
        lambda: field.secret_products([[(field.g, other.secret(1))]]),
        lambda: field.secret(1) + other.secret(1),
    ):
        with pytest.raises(TypeError):
            attempt()
    assert field.g != other.g


# what is not an element


GOOD = "66" * 31 + "58"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        GOOD[:-1],
        GOOD + "0",
        "0" + GOOD,
        " " + GOOD,
        GOOD + "\n",
        GOOD[:-1] + "G",
        "0x" + GOOD[2:],
        "+" + GOOD[1:],
        "٦" * 64,  # Arabic-Indic digits
        "6" * 62 + "٦",  # 64 bytes in UTF-8
        "\x00" * 64,
        "\ud800" * 64,
        "6" * 1_000_000,
    ],
)
def test_not_hexadecimal(text: str) -> None:
    with pytest.raises(ElementError, match="not 64 lower-case hexadecimal digits"):
        group("Ed25519").element(text)
    with pytest.raises(ElementError, match="not 64 lower-case hexadecimal digits"):
        group("Ed25519").elements([GOOD, text])


def test_upper_case_is_refused() -> None:
    text = next(t for t in (str(group("Ed25519").generator(i)) for i in range(9)) if t != t.upper())
    with pytest.raises(ElementError, match="lower-case"):
        group("Ed25519").element(text.upper())


@pytest.mark.parametrize("excess", [0, 1, 2, 3, 4, 5, 6, 9, 10, 14, 18])
@pytest.mark.parametrize("sign", [0, 1])
def test_y_that_is_not_reduced(excess: int, sign: int) -> None:
    with pytest.raises(ElementError, match="not reduced"):
        group("Ed25519").element(f"{sign << 255 | ED25519_P + excess:064x}")


@pytest.mark.parametrize("y", [1, ED25519_P - 1])
def test_negative_zero(y: int) -> None:
    with pytest.raises(ElementError, match="marked as negative"):
        group("Ed25519").element(f"{1 << 255 | y:064x}")


def small_order_points() -> list[tuple[int, int, int, int]]:
    """The eight points of order 1, 2, 4 and 8, from a point of the curve multiplied by q."""
    for y in range(2, 100):
        try:
            point = _multiply(uncompress(y), ED25519_Q)
        except ElementError:
            continue
        if compress(_multiply(point, 4)) != 1:
            return [_multiply(point, count) for count in range(1, 8)]
    raise AssertionError


def test_points_of_small_order_and_torsion_added_to_good_points() -> None:
    curve = group("Ed25519")
    torsion = small_order_points()
    assert len({compress(point) for point in torsion}) == 7
    good = uncompress(int(GOOD, 16))
    for point in torsion + [_add(good, point) for point in torsion]:
        with pytest.raises(ElementError, match="not in the subgroup"):
            curve.element(f"{compress(point):064x}")
    assert curve.element(f"{1:064x}") == curve.identity


def reading(of: Group, text: str) -> str:
    """The element's text, or what the error says."""
    try:
        return str(of.element(text))
    except ElementError as error:
        return str(error)


def test_every_number_is_read_as_the_reference_reads_it(rng: random.Random) -> None:
    curve, reference = group("Ed25519"), group("Ed25519", "reference")
    numbers = [*range(40), *(rng.getrandbits(256) for _ in range(60))]
    for number in numbers + [ED25519_P - n for n in range(20)]:
        text = f"{number:064x}"
        assert reading(curve, text) == reading(reference, text)


@pytest.mark.parametrize("name", FIELDS)
def test_not_an_element_of_the_field(name: str) -> None:
    field = FIELDS[name]
    p, g = field.p, str(field.g)
    outside = next(x for x in range(2, 100) if pow(x, field.q, p) != 1)
    cases = {
        "not a decimal": ["", "-1", "+1", " 1", "1 ", "1\n", "01", "00", "1_0", "1e3", "0x1", "٣", "²"],
        "not between": ["0", str(p), str(p + 1), str(p + field.g)],
        "not in the subgroup": [str(p - 1), str(outside), str(p - field.g)],
    }
    cases["not a decimal"] += [
        "0" + g,
        "-" + g,
        g + " ",
        "9" * 618,
        "1" * 1_000_000,
        "\x00",
        "1\x00",
        "\ud800",
    ]
    for message, texts in cases.items():
        for text in texts:
            with pytest.raises(ElementError, match=message):
                group(name).element(text)
    assert group(name).element("1") == group(name).identity


def test_the_first_wrong_one_of_many_is_named(kernel: Group) -> None:
    good = str(kernel.g)
    assert kernel.elements([good] * 50) == [kernel.g] * 50
    # y = 0 is a point of order 4, and p - 1 is of order 2
    outside = str(FIELDS[kernel.name].p - 1) if kernel.name in FIELDS else f"{0:064x}"
    with pytest.raises(ElementError, match="not in the subgroup"):
        kernel.elements([good] * 20 + [outside] + [good] * 20 + ["x"])
    with pytest.raises(ElementError, match=r"^not (64|a decimal)"):
        kernel.elements([good] * 20 + ["x"] + [good] * 20 + [outside])
    with pytest.raises(TypeError):
        kernel.elements([good, 1])


def test_strangers_among_very_many(kernel: Group) -> None:
    """Long lists are checked in a batch, whose own error is at most 2^-128."""
    good = kernel.texts(kernel.products([[(kernel.g, exponent)] for exponent in range(1000)]))
    assert kernel.texts(kernel.elements(good)) == good
    if kernel.name in FIELDS:
        p = FIELDS[kernel.name].p
        strangers = [str(p - int(text)) for text in good[:2]]
    else:
        torsion = small_order_points()
        points = [_add(uncompress(int(text, 16)), torsion[place]) for text in good[:2] for place in (0, 3, 6)]
        strangers = [f"{compress(point):064x}" for point in points]
    for stranger in strangers:
        for place in (0, 700, 999):
            # twice: what is wrong with them may cancel in the product of both
            for texts in (
                [*good[:place], stranger, *good[place + 1 :]],
                [stranger, *good[1:place], stranger, *good[place + 1 :]],
                [*good[:place], stranger, *good[place + 1 :], "x"],
            ):
                with pytest.raises(ElementError, match="not in the subgroup"):
                    kernel.elements(texts)
    with pytest.raises(ElementError, match=r"^not "):
        kernel.elements([*good, "x", strangers[0]])


# proofs


def test_scalars_are_read_strictly(kernel: Group, reference: Group, rng: random.Random) -> None:
    """The oracle: ``str`` writes every number below q in exactly one way."""
    q = kernel.q
    right = [0, 1, 9, 10, q - 1, q - 2, 10**18, 10**19 - 1, 10**19, 10**38, 2**64, 2**128, 2**192, rng.randrange(q)]
    texts = [str(number) for number in right]
    wrong = [str(q), str(q + 1), str(2 * q), "9" * len(str(q)), str(10 ** len(str(q))), "9" * 5000]
    wrong += ["", " ", "-1", "-0", "+1", "00", "01", "1 ", " 1", "1_0", "1.0", "1e2", "0x1", "a", "١", "１", "\ud800"]
    wrong += ["0" + texts[-1], texts[-1] + "\n", texts[-1][:-1] + "\0"]
    for group_ in (kernel, reference):
        assert group_.are_scalars([])
        assert group_.are_scalars(texts)
        for text in wrong:
            assert not group_.are_scalars([text]), text
            assert not group_.are_scalars([*texts, text])


class Numbers(NamedTuple):
    challenge: str
    response: str


class Prover(NamedTuple):
    """Makes proofs after the specification (section "Proofs of interval membership"), with the reference."""

    group: Group
    y: Element
    rng: random.Random

    def prove(self, prefix: str, has_statement: bool, values: list[int], true: int) -> Claim:
        """That one of these values is encrypted, each in a ciphertext of its own; the one at ``true`` is."""
        own, q = self.group, self.group.q
        numbers = [(self.rng.randrange(q), self.rng.randrange(q)) for _ in values]
        pairs, commitments = [], []
        w = self.rng.randrange(q)
        for i, (value, (c, r)) in enumerate(zip(values, numbers, strict=True)):
            secret = self.rng.randrange(q)
            encrypted = value if i == true else value + 1
            alpha = own.power(own.g, secret)
            beta = own.power(self.y, secret) * own.power(own.g, encrypted)
            pairs.append((alpha, beta))
            if i == true:
                commitments += [own.power(own.g, w), own.power(self.y, w)]
                known = secret
            else:
                base = beta / own.power(own.g, value)
                commitments += [own.power(own.g, r) * own.power(alpha, c), own.power(self.y, r) * own.power(base, c)]
        statement = list(pairs[0]) if has_statement else []
        middle = f"{statement[0]},{statement[1]}|" if statement else ""
        text = prefix + middle + ",".join(map(str, commitments))
        others = sum(c for i, (c, _) in enumerate(numbers) if i != true)
        c = (int(sha256(text.encode()).hexdigest(), 16) - others) % q
        numbers[true] = c, (w - known * c) % q
        proofs = [Numbers(str(c), str(r)) for c, r in numbers]
        return Claim(prefix, statement, pairs, values, proofs)


def kernel_claim(kernel: Group, claim: Claim) -> Claim:
    """The same claim of elements of the kernel."""

    def own(element: Element) -> Element:
        return kernel.element(str(element))

    ciphertexts = [(own(alpha), own(beta)) for alpha, beta in claim.ciphertexts]
    return claim._replace(statement=[own(element) for element in claim.statement], ciphertexts=ciphertexts)


def test_disjunctions(kernel: Group, reference: Group, rng: random.Random) -> None:
    q = kernel.q
    prover = Prover(reference, reference.generator(5), rng)
    y = kernel.prepare(kernel.element(str(prover.y)))
    right = [
        prover.prove("prove|ab|cd|", True, [0, 1], 0),
        prover.prove("prove|ab|cd|", True, [0, 1], 1),
        prover.prove("prove|ä|", True, [1], 0),
        prover.prove("bproof1|ab|", False, [1, 0, 1, 2, 3], 3),
        prover.prove("", False, [-1, q, q + 7, 1 << 70], 2),
    ]
    claim = right[1]
    (c0, r0), (c1, r1) = ((int(p.challenge), int(p.response)) for p in claim.proofs)
    pair0, pair1 = claim.ciphertexts
    wrong = [
        claim._replace(prefix="prove|ab|ce|"),
        claim._replace(statement=[]),
        claim._replace(statement=claim.statement[::-1]),
        claim._replace(values=[0, 0]),
        claim._replace(values=[1, 1]),
        claim._replace(ciphertexts=[pair1, pair1]),
        claim._replace(ciphertexts=[pair0[::-1], pair1]),
        claim._replace(proofs=claim.proofs[::-1]),
        claim._replace(proofs=[Numbers(str((c0 + 1) % q), str(r0)), Numbers(str((c1 - 1) % q), str(r1))]),
        claim._replace(proofs=[Numbers(str(c0), str((r0 + 1) % q)), claim.proofs[1]]),
        claim._replace(ciphertexts=[], values=[], proofs=[]),
    ]
    claims = [*right, *wrong, *right]
    expected = [True] * len(right) + [False] * len(wrong) + [True] * len(right)
    assert reference.disjunctions(prover.y, claims) == expected
    assert kernel.disjunctions(y, [kernel_claim(kernel, own) for own in claims]) == expected
    assert kernel.disjunctions(kernel.element(str(prover.y)), [kernel_claim(kernel, claim)]) == [True]
    assert kernel.disjunctions(kernel.g, [kernel_claim(kernel, claim)]) == [False]
    assert kernel.disjunctions(y, []) == reference.disjunctions(prover.y, []) == []


def test_claims_that_cannot_be_read(kernel: Group, reference: Group, rng: random.Random) -> None:
    claim = Prover(reference, reference.generator(5), rng).prove("", True, [0, 1], 0)
    numbers = claim.proofs[0]
    other = group("BELENIOS-2048" if kernel.name == "Ed25519" else "Ed25519").g
    for own, y, own_claim in (
        (kernel, kernel.g, kernel_claim(kernel, claim)),
        (reference, reference.g, claim),
    ):
        for text in (str(own.q), "-1", "01", ""):
            for proof in (numbers._replace(challenge=text), numbers._replace(response=text)):
                with pytest.raises(ValueError, match=r"not one of 0\.\.q-1"):
                    own.disjunctions(y, [own_claim._replace(proofs=[proof, claim.proofs[1]])])
        for change in ({"proofs": [numbers]}, {"proofs": [numbers] * 3}, {"values": [0]}, {"ciphertexts": []}):
            with pytest.raises(ValueError, match=r"proofs|argument"):
                own.disjunctions(y, [own_claim._replace(**change)])
        with pytest.raises(TypeError):
            own.disjunctions(y, [own_claim._replace(statement=[other])])


# public arithmetic


def test_powers(kernel: Group, reference: Group, rng: random.Random) -> None:
    plain, same = pair(kernel, reference, 3)
    prepared = kernel.prepare(plain)
    for exponent in exponents(kernel.q, rng):
        expected = str(reference.power(same, exponent))
        assert str(kernel.power(plain, exponent)) == expected
        assert str(kernel.power(prepared, exponent)) == expected
        assert str(kernel.power(kernel.g, exponent)) == str(reference.power(reference.g, exponent))
        assert kernel.power(kernel.identity, exponent) == kernel.identity
    with pytest.raises(TypeError):
        kernel.power(plain, 1.0)
    with pytest.raises(TypeError):
        kernel.power(plain, kernel.secret(1))


@pytest.mark.parametrize("length", [0, 1, 2, 3, 10])
@pytest.mark.parametrize("prepare", [False, True])
def test_products(kernel: Group, reference: Group, rng: random.Random, length: int, prepare: bool) -> None:
    rows, same = [], []
    for _ in range(3):
        indices = [rng.randrange(5) for _ in range(length)]
        powers = [rng.choice(exponents(kernel.q, rng)) for _ in indices]
        pairs = [pair(kernel, reference, index) for index in indices]
        if prepare:
            pairs = [(kernel.prepare(left) if place % 2 else left, right) for place, (left, right) in enumerate(pairs)]
        rows.append([(left, power) for (left, _), power in zip(pairs, powers, strict=True)])
        same.append([(right, power) for (_, right), power in zip(pairs, powers, strict=True)])
    assert kernel.texts(kernel.products(rows)) == reference.texts(reference.products(same))


def test_rows_that_share_bases(kernel: Group, reference: Group, rng: random.Random) -> None:
    """As the commitments of a chunk of ballots: every shape that the kernel computes in a way of its own."""
    plain = [pair(kernel, reference, index) for index in range(12)]
    bases = [
        *plain,
        *((kernel.prepare(left), right) for left, right in plain[:2]),
        (kernel.prepare(plain[2][0]), plain[2][1]),
        (kernel.element(str(plain[3][1])), plain[3][1]),  # equal, and another object
        (plain[4][0] * kernel.g / kernel.g, plain[4][1]),  # not read from a text
        (kernel.identity, reference.identity),
        (kernel.prepare(kernel.identity), reference.identity),
        (kernel.g, reference.g),
    ]
    edges = [0, 1, 2, kernel.q - 1, kernel.q, kernel.q + 1, -1, -kernel.q, 1 << 255, (1 << 256) - 1, -(1 << 3000)]
    edges += [rng.randrange(kernel.q), rng.getrandbits(200)]
    lengths = [0, 1, 2, 3, 2, 3, 4, 5, 9, 33, 0, *(rng.randrange(4) for _ in range(20))]
    rows = [[(rng.choice(bases), rng.choice(edges)) for _ in range(length)] for length in lengths]
    rows += [[(base, exponent)] for base in bases[-8:] for exponent in rng.sample(edges, 4)]
    rows.append([(bases[0], exponent) for exponent in edges])  # one base many times in a row
    found = kernel.products([[(base, exponent) for (base, _), exponent in row] for row in rows])
    expected = reference.products([[(base, exponent) for (_, base), exponent in row] for row in rows])
    assert kernel.texts(found) == reference.texts(expected) == [str(element) for element in found]
    # what was computed can be computed with
    assert kernel.elements(kernel.texts(found)) == found
    assert [str(one * other) for one, other in zip(found[1:], found, strict=False)] == [
        str(one * other) for one, other in zip(expected[1:], expected, strict=False)
    ]
    secret = kernel.secret(5)
    assert kernel.secret_products([[(element, secret)] for element in found[:9]]) == [
        kernel.power(element, 5) for element in found[:9]
    ]


@pytest.mark.parametrize(("length", "bits"), [(70, 2048), (300, 300), (5000, 20)])
def test_long_products(kernel: Group, rng: random.Random, length: int, bits: int) -> None:
    """Longer than any threshold in the kernel; the expected value is one power of g."""
    logarithms = [rng.randrange(1, 1000) for _ in range(50)]
    bases = kernel.products([[(kernel.g, logarithm)] for logarithm in logarithms])
    places = [rng.randrange(50) for _ in range(length)]
    powers = [rng.getrandbits(bits) for _ in places]
    total = sum(logarithms[place] * power for place, power in zip(places, powers, strict=True))
    row = [(bases[place], power) for place, power in zip(places, powers, strict=True)]
    assert kernel.products([row, [], row[:1]]) == [
        kernel.power(kernel.g, total),
        kernel.identity,
        kernel.power(*row[0]),
    ]


def test_multiplication_and_division(kernel: Group, reference: Group) -> None:
    (left, same_left), (right, same_right) = pair(kernel, reference, 1), pair(kernel, reference, 2)
    assert str(left * right) == str(same_left * same_right)
    assert str(left / right) == str(same_left / same_right)
    assert left / left == kernel.identity == kernel.identity / kernel.identity


# secrets


def test_secret_products(kernel: Group, reference: Group, rng: random.Random) -> None:
    plain, same = pair(kernel, reference, 4)
    prepared = kernel.prepare(plain)
    for exponent in exponents(kernel.q, rng):
        secret = kernel.secret(exponent % kernel.q)
        one, many, fixed, nothing = kernel.secret_products(
            [
                [(plain, secret)],
                [(plain, secret), (kernel.g, secret + 1), (kernel.generator(1), -secret), (prepared, secret)],
                [(prepared, secret)],
                [],
            ]
        )
        power = reference.power(same, exponent)
        assert str(one) == str(fixed) == str(power)
        assert nothing == kernel.identity
        row = [(same, 2 * exponent), (reference.g, exponent + 1), (reference.generator(1), -exponent)]
        assert str(many) == str(reference.products([row])[0])
    for wrong in (1, kernel.g, None):
        with pytest.raises(TypeError):
            kernel.secret_products([[(plain, wrong)]])


def test_scalars(kernel: Group, rng: random.Random) -> None:
    q = kernel.q
    values = [0, 1, 2, q - 1, q - 2, q // 2, *(rng.randrange(q) for _ in range(5))]
    for a in values:
        for b in values:
            left, right = kernel.secret(a), kernel.secret(b)
            assert (left + right).reveal() == (left + b).reveal() == (a + right).reveal() == (a + b) % q
            assert (left - right).reveal() == (left - b).reveal() == (a - right).reveal() == (a - b) % q
            assert (left * right).reveal() == (left * b).reveal() == (a * right).reveal() == a * b % q
        assert (-kernel.secret(a)).reveal() == -a % q
    assert (kernel.secret(5) * -(1 << 5000)).reveal() == 5 * -(1 << 5000) % q
    for value in (-1, q, q + 1, 1 << 5000, -(1 << 5000)):
        with pytest.raises(ValueError, match="not between 0 and q-1") as raised:
            kernel.secret(value)
        assert str(value)[:9] not in str(raised.value) or value == -1
    for wrong in (1.0, "1", None, kernel.g):
        for operation in ("__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__"):
            with pytest.raises(TypeError):
                getattr(kernel.secret(1), operation)(wrong)


def test_random_bytes_are_reduced(kernel: Group, rng: random.Random) -> None:
    size = kernel.random_size
    assert size == (kernel.q.bit_length() + 7) // 8 + 16
    for data in (
        bytes(size),
        b"\xff" * size,
        b"\x01" + bytes(size - 1),
        *(rng.randbytes(size) for _ in range(20)),
    ):
        assert kernel.scalar(data).reveal() == int.from_bytes(data, "little") % kernel.q
    for wrong in (b"", bytes(size - 1), bytes(size + 1), bytes(100_000)):
        with pytest.raises(ValueError, match="random bytes are needed"):
            kernel.scalar(wrong)


def test_a_secret_does_not_show(kernel: Group) -> None:
    secret = kernel.secret(12345)
    assert repr(secret) == str(secret) == f"{secret}" == "<secret>"
    for attempt in (
        lambda: secret == secret,
        lambda: secret != 12345,
        lambda: secret < secret,
        lambda: secret in [12345],
        lambda: hash(secret),
        lambda: pickle.dumps(secret),
        lambda: copy.deepcopy(secret),
        lambda: int(secret),
        lambda: bytes(secret),
        lambda: [0][secret],
    ):
        with pytest.raises(TypeError) as raised:
            attempt()
        assert "12345" not in str(raised.value)
    assert not hasattr(secret, "__dict__")


# embedding and generators


def test_embedding(kernel: Group, reference: Group, rng: random.Random) -> None:
    embedding = kernel.embedding
    if embedding is None:
        for attempt in (lambda: kernel.of_ints([1]), lambda: kernel.to_ints(kernel.g, 1)):
            with pytest.raises(EmbeddingError, match="no embedding"):
                attempt()
        return
    longest = embedding.capacity
    vectors = [[], [0], [255], [0, 0, 1], [254] * longest, [0] * longest, list(range(longest))]
    for values in vectors + [[rng.randrange(256) for _ in range(9)] for _ in range(5)]:
        element = kernel.of_ints(values)
        assert str(element) == str(reference.of_ints(values))
        assert kernel.element(str(element)) == element
        assert kernel.to_ints(element, len(values)) == values
    full = [255] * longest  # in the field it is above p, on the curve y has one bit more
    for of in (kernel, reference):
        if kernel.name in FIELDS:
            with pytest.raises(EmbeddingError, match="no element"):
                of.of_ints(full)
        else:
            assert of.to_ints(of.of_ints(full), longest) == full
    for wrong in ([256], [-1], [1 << 100], [0] * (longest + 1), [0] * 10_000):
        with pytest.raises(EmbeddingError):
            kernel.of_ints(wrong)


def test_reading_integers_of_any_element(kernel: Group, reference: Group) -> None:
    if kernel.embedding is None:
        return
    for index in range(5):
        ours, same = pair(kernel, reference, index)
        for count in (0, 1, 5, 29, 30, 31, 32, 33, 254, 255, 256, 300):
            assert kernel.to_ints(ours, count) == reference.to_ints(same, count)
    with pytest.raises(EmbeddingError):
        kernel.to_ints(kernel.g, 1 << 40)
    with pytest.raises((OverflowError, EmbeddingError)):
        kernel.to_ints(kernel.g, -1)


@pytest.mark.parametrize("index", [-1, 0, 1, 2, 9, 10, 1000, 123456789])
def test_generators(kernel: Group, reference: Group, index: int) -> None:
    generator = kernel.generator(index)
    assert str(generator) == str(reference.generator(index))
    assert kernel.element(str(generator)) == generator
    if kernel.name in FIELDS:  # table GetGenerator of the specification, with pow
        p, q = FIELDS[kernel.name][1:3]
        seed = int(sha256(f"ggen|{index}".encode()).hexdigest(), 16)
        assert str(generator) == str(pow(seed, (p - 1) // q, p))


# discrete logarithms


@pytest.mark.parametrize("bound", [0, 1, 2, 3, 7, 100, 255, 256, 257, 10_000])
def test_logarithms(kernel: Group, bound: int, rng: random.Random) -> None:
    values = [*range(bound + 1)] if bound < 300 else [0, 1, bound, *(rng.randrange(bound) for _ in range(50))]
    elements = [kernel.power(kernel.g, value) for value in values]
    assert kernel.discrete_logarithms(elements, bound) == values
    assert kernel.discrete_logarithms([elements[-1]], bound) == values[-1:]
    assert kernel.discrete_logarithms([], bound) == []
    for outside in (bound + 1, bound + 2, -1, -2, kernel.q // 2):
        wrong = kernel.power(kernel.g, outside)
        with pytest.raises(LogarithmError, match=r"element 2 "):
            kernel.discrete_logarithms([kernel.identity, elements[-1], wrong, wrong], bound)


def test_logarithms_of_a_large_bound(kernel: Group) -> None:
    bound = 10**12
    values = [0, 1, 999_999, bound // 2 + 1, bound - 1, bound]
    elements = [kernel.power(kernel.g, value) for value in values]
    assert kernel.discrete_logarithms(elements, bound) == values


def test_bounds_out_of_range(kernel: Group) -> None:
    for bound in (-1, 1 << 63, 1 << 200):
        with pytest.raises(ValueError, match="bound"):
            kernel.discrete_logarithms([kernel.g], bound)


def test_a_forked_process_has_threads_of_its_own() -> None:
    """Servers fork, and so does multiprocessing; a child that waits for its parent's threads hangs."""
    script = """
import os
from isonomia.groups import group
kernel = group("Ed25519")
rows = [[(kernel.g, 5)]] * 1000
expected = kernel.products(rows)
child = os.fork()
if not child:
    os._exit(0 if kernel.products(rows) == expected else 1)
os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60, env=environment)


# parameters that are refused


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"p": RFC_3526_2048.p + 1}, "even"),
        ({"p": RFC_3526_2048.p + 2}, "does not divide"),
        ({"p": RFC_3526_2048.p << 1 | 1}, "2048"),
        ({"p": 1}, "small"),
        ({"p": 0}, "even"),
        ({"p": -7}, "negative"),
        ({"q": 1}, "small"),
        ({"q": 0}, "even"),
        ({"q": RFC_3526_2048.q + 2}, "does not divide"),
        ({"g": 0}, "g is not between"),
        ({"g": 1}, "g is not between"),
        ({"g": RFC_3526_2048.p}, "g is not between"),
        ({"g": RFC_3526_2048.p - 1}, "not of order q"),
        ({"bits_per_int": 0}, "embedding"),
        ({"padding": 1 << 31}, "embedding"),
    ],
)
def test_parameters_that_are_refused(change: dict[str, int], message: str) -> None:
    parameters = {**RFC_3526_2048._asdict(), "bits_per_int": 8, "padding": 8}
    _kernel.FiniteField(**parameters)
    with pytest.raises(ValueError, match=message):
        _kernel.FiniteField(**{**parameters, **change})


def test_a_small_group_exhaustively() -> None:
    """p = 2 * 11 + 1: the squares modulo 23."""
    small = _kernel.FiniteField("small", 23, 11, 4, None, None)
    squares = {x * x % 23 for x in range(1, 23)}
    for x in range(1, 23):
        if x in squares:
            assert [str(small.power(small.element(str(x)), e)) for e in range(11)] == [
                str(pow(x, e, 23)) for e in range(11)
            ]
            secrets = [[(small.element(str(x)), small.secret(e))] for e in range(11)]
            assert small.texts(small.secret_products(secrets)) == [str(pow(x, e, 23)) for e in range(11)]
        else:
            with pytest.raises(ElementError):
                small.element(str(x))
