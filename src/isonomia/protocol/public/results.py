# SPDX-License-Identifier: Apache-2.0
"""From partial decryptions to plaintexts (section "Election result")."""

from collections.abc import Mapping, Sequence
from typing import Any

from isonomia.groups import Element, Group
from isonomia.protocol.messages import QuestionNH
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.nesting import flat, zipped
from isonomia.protocol.public.trustees import Kind, Single, Trustee

Factors = Mapping[int, list[Element]]
"""The valid factors of each owner, in flat order."""


class MissingDecryptions(ValueError):
    """Not enough valid partial decryptions; says of whom."""


def lagrange(indexes: Sequence[int], index: int, q: int) -> int:
    """The coefficient of one index among those that take part, modulo q."""
    numerator = denominator = 1
    for k in indexes:
        if k != index:
            numerator = numerator * k % q
            denominator = denominator * (k - index) % q
    return numerator * pow(denominator, -1, q) % q


def exponents(group: Group, kinds: Sequence[Kind], trustees: Sequence[Trustee], factors: Factors) -> dict[int, int]:
    """For each owner whose factors are used, the exponent that they get in the synthetic factor.

    Raises MissingDecryptions.
    """
    result = {}
    for item, kind in enumerate(kinds):
        present = [t for t in trustees if t.item == item and t.owner in factors]
        needed = 1 if isinstance(kind, Single) else kind.parameters.threshold
        if len(present) < needed:
            owners = ", ".join(str(t.owner) for t in trustees if t.item == item)
            raise MissingDecryptions(
                f"{len(present)} of {needed} needed partial decryptions are there of trustees {owners}"
            )
        used = [t.index for t in present[:needed]]
        for trustee in present[:needed]:
            result[trustee.owner] = lagrange(used, trustee.index, group.q)
    return result


def plaintexts(
    election: Election,
    kinds: Sequence[Kind],
    trustees: Sequence[Trustee],
    encrypted: Sequence[Any],
    factors: Factors,
) -> list[Any]:
    """The decrypted elements, nested as the encrypted tally is. Raises MissingDecryptions."""
    shares = exponents(election.group, kinds, trustees, factors)
    betas = [pair.beta for part in encrypted for pair in flat(part)]
    rows = [
        [(beta, 1), *((factors[owner][i], -share) for owner, share in shares.items())] for i, beta in enumerate(betas)
    ]
    elements = iter(election.group.products(rows))
    return [zipped(part, part, lambda *_: next(elements)) for part in encrypted]


def decode(election: Election, decrypted: Sequence[Any], bound: int) -> list[Any]:
    """result: the discrete logarithms (at most ``bound``, the total weight) and the embedded integers.

    Raises LogarithmError.
    """
    result: list[Any] = []
    for question, part in zip(election.questions, decrypted, strict=True):
        if isinstance(question, QuestionNH):
            result.append([election.group.to_ints(element, len(question.answers)) for element in part])
        else:
            values = iter(election.group.discrete_logarithms(flat(part), bound))
            result.append(zipped(part, part, lambda *_, values=values: next(values)))
    return result
