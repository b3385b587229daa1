# SPDX-License-Identifier: Apache-2.0
"""Check of a shuffle (section "Shuffle algorithms", CheckShuffleProof)."""

from collections.abc import Sequence
from typing import NamedTuple

from isonomia.groups import Element, Group
from isonomia.protocol import challenges
from isonomia.protocol.messages import Ciphertext, Shuffle, ShuffleProof
from isonomia.protocol.public.decoding import Decoder, Pair, Undecodable
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.findings import Findings


class _Proof(NamedTuple):
    """A shuffle_proof of elements and numbers, letters as in the specification."""

    t1: Element
    t2: Element
    t3: Element
    t41: Element
    t42: Element
    t_hat: list[Element]
    c: list[Element]
    c_hat: list[Element]
    s1: int
    s2: int
    s3: int
    s4: int
    s_hat: list[int]
    s_prime: list[int]


def check_shuffle(
    election: Election,
    before: Sequence[list[Ciphertext]],
    shuffle: Shuffle,
    findings: Findings,
    where: str,
) -> list[list[Pair]] | None:
    """The shuffled ciphertexts encrypt the same as those before, in another order.

    ``before`` are serialized ciphertexts that are known to be of the group, a list for each
    non-homomorphic question. Gives the new ciphertexts, or None if they cannot be read.
    """
    sizes = [len(own) for own in before]
    fits = [len(own) for own in shuffle.ciphertexts] == sizes and all(
        _has_shape(proof, size) for proof, size in zip(shuffle.proofs, sizes, strict=False)
    )
    fits = fits and len(shuffle.proofs) == len(sizes)
    if not findings.require(
        "shuffle.shape",
        fits,
        where,
        "the numbers of ciphertexts or of parts of the proof do not fit the tally",
    ):
        return None
    result, decoder = [], Decoder(election.group, findings, "shuffle")
    for number, own in enumerate(before):
        place = f"{where}, part {number}"
        after = shuffle.ciphertexts[number]
        try:
            pairs = decoder.pairs(after, [f"{place}, ciphertext {i}" for i in range(len(after))])
            result.append(pairs)
            proof = _read(decoder, shuffle.proofs[number], place)
        except Undecodable:
            continue
        _check_fresh(own, after, findings, place)
        flat = election.group.elements([text for c in own for text in (c.alpha, c.beta)])
        old = [Pair(*pair) for pair in zip(flat[::2], flat[1::2], strict=True)]
        passed = _holds(election, shuffle.proofs[number], proof, (own, after), (old, pairs))
        findings.require("shuffle.proof", passed, place, "the proof of the shuffle is wrong")
    return result if len(result) == len(before) else None


def _check_fresh(before: Sequence[Ciphertext], after: Sequence[Ciphertext], findings: Findings, where: str) -> None:
    """Nothing comes out as it went in: whoever sees where a ciphertext stood before sees whose it is."""
    known = {(ciphertext.alpha, ciphertext.beta) for ciphertext in before}
    same = sum((ciphertext.alpha, ciphertext.beta) in known for ciphertext in after)
    findings.require("shuffle.fresh", not same, where, f"{same} of {len(after)} ciphertexts were not encrypted anew")


def _has_shape(proof: ShuffleProof, size: int) -> bool:
    lists = (
        proof.commitment_rand[4],
        proof.response[4],
        proof.response[5],
        proof.commitment_perm,
        proof.chained_challenges,
    )
    return all(len(own) == size for own in lists)


def _read(decoder: Decoder, proof: ShuffleProof, where: str) -> _Proof:
    t1, t2, t3, (t41, t42), t_hat = proof.commitment_rand
    c, c_hat, size = proof.commitment_perm, proof.chained_challenges, len(proof.commitment_perm)
    texts = [t1, t2, t3, t41, t42, *t_hat, *c, *c_hat]
    elements = decoder.elements(texts, [f"{where}, proof, element {i}" for i in range(len(texts))])
    s1, s2, s3, s4, s_hat, s_prime = proof.response
    numbers = [s1, s2, s3, s4, *s_hat, *s_prime]
    values = decoder.scalars((text, f"{where}, proof, number {i}") for i, text in enumerate(numbers))
    lists = elements[5:]
    return _Proof(
        *(elements[0], elements[1], elements[2], elements[3], elements[4]),
        lists[:size],
        lists[size : 2 * size],
        lists[2 * size :],
        *(values[0], values[1], values[2], values[3]),
        values[4 : 4 + size],
        values[4 + size :],
    )


def _holds(
    election: Election,
    message: ShuffleProof,
    p: _Proof,
    texts: tuple[list[Ciphertext], list[Ciphertext]],
    pairs: tuple[list[Pair], list[Pair]],
) -> bool:
    """CheckShuffleProof(π, e, e', pk, φ), steps 5 to 22."""
    group, pk, size = election.group, election.y, len(p.c)
    h, generators = secondary_generator(group), independent_generators(group, size)
    statement = challenges.shuffle_statement(*texts, message.commitment_perm)
    u = [x % group.q for x in challenges.shuffle_challenges(election.fingerprint, statement, size)]
    c = challenges.shuffle_challenge(
        election.fingerprint, message.commitment_rand, statement, message.chained_challenges, str(pk)
    )
    c %= group.q
    before, after = pairs
    product_u = 1
    for own in u:
        product_u = product_u * own % group.q
    chain = [h, *p.c_hat]
    # each row is what the specification calls t', with its products multiplied out
    rows = [
        [*((own, -c) for own in p.c), *((own, c) for own in generators), (group.g, p.s1)],
        [(chain[-1], -c), (h, c * product_u), (group.g, p.s2)],
        [
            *((own, -c * x) for own, x in zip(p.c, u, strict=True)),
            (group.g, p.s3),
            *zip(generators, p.s_prime, strict=True),
        ],
        [
            *((own.beta, -c * x) for own, x in zip(before, u, strict=True)),
            (pk, -p.s4),
            *((own.beta, s) for own, s in zip(after, p.s_prime, strict=True)),
        ],
        [
            *((own.alpha, -c * x) for own, x in zip(before, u, strict=True)),
            (group.g, -p.s4),
            *((own.alpha, s) for own, s in zip(after, p.s_prime, strict=True)),
        ],
        *([(chain[i + 1], -c), (group.g, p.s_hat[i]), (chain[i], p.s_prime[i])] for i in range(size)),
    ]
    return group.products(rows) == [p.t1, p.t2, p.t3, p.t41, p.t42, *p.t_hat]


def secondary_generator(group: Group) -> Element:
    """GetSecondaryGenerator."""
    return group.generator(-1)


def independent_generators(group: Group, count: int) -> list[Element]:
    """GetGenerators; raises ArithmeticError if two generators are the same or trivial."""
    generators = [group.generator(i) for i in range(count)]
    forbidden = {group.identity, group.g, secondary_generator(group)}
    if len(set(generators)) != count or forbidden & set(generators):
        raise ArithmeticError("the independent generators of the group are not independent")
    return generators
