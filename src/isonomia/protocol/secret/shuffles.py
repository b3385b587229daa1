# SPDX-License-Identifier: Apache-2.0
"""Makes shuffles and their proofs (section "Shuffle algorithms").

Indexes count from 0; letters are the specification's. The permutation is a secret that indexes lists:
who can watch the memory of the trustee's machine learns it (see the threat model).
"""

from collections.abc import Sequence
from typing import NamedTuple

from isonomia.groups import Element, Group, SecretScalar
from isonomia.protocol import challenges
from isonomia.protocol.messages import Ciphertext, Shuffle, ShuffleProof
from isonomia.protocol.public.decoding import Pair
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.shuffles import independent_generators, secondary_generator
from isonomia.protocol.secret.randomness import draw
from isonomia.protocol.tokens import Random, below


class _Shuffled(NamedTuple):
    pairs: list[Pair]
    randomness: list[SecretScalar]
    permutation: list[int]


def make_shuffle(election: Election, before: Sequence[Sequence[Ciphertext]], random: Random) -> Shuffle:
    """Re-encrypts and permutes the ciphertexts of each non-homomorphic question, with proofs."""
    ciphertexts, proofs = [], []
    for texts in before:
        own = list(texts)
        pairs = _pairs(election.group, own)
        shuffled = gen_shuffle(election.group, election.y, pairs, random)
        after = [Ciphertext(*election.group.texts(pair)) for pair in shuffled.pairs]
        ciphertexts.append(after)
        proofs.append(gen_shuffle_proof(election, own, after, shuffled, random))
    return Shuffle(ciphertexts, proofs)


def _pairs(group: Group, ciphertexts: Sequence[Ciphertext]) -> list[Pair]:
    elements = group.elements([text for c in ciphertexts for text in (c.alpha, c.beta)])
    return [Pair(*pair) for pair in zip(elements[::2], elements[1::2], strict=True)]


def gen_permutation(size: int, random: Random) -> list[int]:
    """GenPermutation."""
    rest = list(range(size))
    permutation = []
    for i in range(size):
        k = i + below(size - i, random)
        permutation.append(rest[k])
        rest[k] = rest[i]
    return permutation


def gen_shuffle(group: Group, y: Element, pairs: Sequence[Pair], random: Random) -> _Shuffled:
    """GenShuffle."""
    permutation = gen_permutation(len(pairs), random)
    randomness = [draw(group, random) for _ in pairs]
    one = group.secret(1)
    elements = group.secret_products(
        [
            [(element, one), (base, r)]
            for pair, r in zip(pairs, randomness, strict=True)
            for element, base in ((pair.alpha, group.g), (pair.beta, y))
        ]
    )
    encrypted = [Pair(*own) for own in zip(elements[::2], elements[1::2], strict=True)]
    return _Shuffled([encrypted[j] for j in permutation], randomness, permutation)


def gen_shuffle_proof(
    election: Election,
    before: list[Ciphertext],
    after: list[Ciphertext],
    shuffled: _Shuffled,
    random: Random,
) -> ShuffleProof:
    """GenShuffleProof(e, e', r', ψ, pk, φ)."""
    group, pk, psi = election.group, election.y, shuffled.permutation
    g, q, size = group.g, group.q, len(before)
    h, generators = secondary_generator(group), independent_generators(group, size)

    def drawn(count: int) -> list[SecretScalar]:
        return [draw(group, random) for _ in range(count)]

    # GenPermutationCommitment
    r = drawn(size)
    c: list[Element] = [group.identity] * size
    for i, element in enumerate(group.secret_products([[(g, r[j])] for j in psi])):
        c[psi[i]] = element * generators[i]
    c_texts = group.texts(c)
    statement = challenges.shuffle_statement(before, after, c_texts)
    u = [x % q for x in challenges.shuffle_challenges(election.fingerprint, statement, size)]
    # which challenge comes where is the permutation: u' is secret
    u_prime = [group.secret(u[j]) for j in psi]
    # GenCommitmentChain
    r_hat = drawn(size)
    c_hat: list[Element] = []
    for i in range(size):
        previous = c_hat[-1] if c_hat else h
        c_hat += group.secret_products([[(g, r_hat[i]), (previous, u_prime[i])]])
    w, w_hat, w_prime = drawn(4), drawn(size), drawn(size)
    chain = [h, *c_hat]
    rows = [
        [(g, w[0])],
        [(g, w[1])],
        [(g, w[2]), *zip(generators, w_prime, strict=True)],
        [(pk, -w[3]), *((pair.beta, x) for pair, x in zip(shuffled.pairs, w_prime, strict=True))],
        [(g, -w[3]), *((pair.alpha, x) for pair, x in zip(shuffled.pairs, w_prime, strict=True))],
        *([(g, w_hat[i]), (chain[i], w_prime[i])] for i in range(size)),
    ]
    t1, t2, t3, t41, t42, *t_hat = group.texts(group.secret_products(rows))
    commitment = (t1, t2, t3, (t41, t42), t_hat)
    chained = group.texts(c_hat)
    challenge = challenges.shuffle_challenge(election.fingerprint, commitment, statement, chained, str(pk))
    challenge %= q
    # responses
    v = [group.secret(1)]
    for x in reversed(u_prime[1:]):
        v.append(v[-1] * x)
    v.reverse()
    zero = group.secret(0)
    s = [
        w[0] + challenge * sum(r, zero),
        w[1] + challenge * sum((a * b for a, b in zip(r_hat, v, strict=False)), zero),
        w[2] + challenge * sum((a * b for a, b in zip(r, u, strict=True)), zero),
        w[3] + challenge * sum((a * b for a, b in zip(shuffled.randomness, u, strict=True)), zero),
    ]
    s_hat = [a + challenge * b for a, b in zip(w_hat, r_hat, strict=True)]
    s_prime = [a + challenge * b for a, b in zip(w_prime, u_prime, strict=True)]

    def revealed(scalars: Sequence[SecretScalar]) -> list[str]:
        return [str(scalar.reveal()) for scalar in scalars]

    s1, s2, s3, s4 = revealed(s)
    return ShuffleProof(commitment, (s1, s2, s3, s4, revealed(s_hat), revealed(s_prime)), c_texts, chained)
