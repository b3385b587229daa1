# SPDX-License-Identifier: Apache-2.0
"""Parts of a set that have more votes than the whole set."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from isonomia.claims.certificate import Certificate, Contradiction, Finding, Term
from isonomia.claims.documents import Kind, Statement
from isonomia.claims.parts import Part, Tree


def above_totals(units: Mapping[str, Sequence[Statement]], said: Mapping[str, Statement]) -> Iterator[Finding]:
    """For each final total and each quantity of it, whether parts of the set have more."""
    children: dict[str, list[str]] = defaultdict(list)
    for unit, own in said.items():
        children[own.within or ""].append(unit)
    totals = [own for statements in units.values() for own in statements if own.kind is Kind.TOTAL]
    for name in sorted({name for own in totals for name in own.numbers}):
        tree = Tree(name, units, children)
        for total in totals:
            if name in total.numbers and tree.most.get(total.unit, 0) > total.numbers[name]:
                yield _compared(tree, total, said)


def _compared(tree: Tree, total: Statement, said: Mapping[str, Statement]) -> Finding:
    strongest = sorted(tree.strongest(total.unit), key=lambda part: -part[0])
    added, enough = 0, []
    for part in strongest:
        if added <= total.numbers[tree.name]:
            added += part[0]
            enough.append(part)
    known = _certificate(tree.name, total, enough, said)
    fewest = tree.fewest(total.unit, total.numbers[tree.name], len(known.documents) - 1)
    shortest = known if fewest is None else _certificate(tree.name, total, fewest, said)
    all_parts = _certificate(tree.name, total, strongest, said)
    return Finding(shortest, max(shortest, all_parts, key=lambda own: own.wrong))


def _certificate(name: str, total: Statement, parts: Sequence[Part], said: Mapping[str, Statement]) -> Certificate:
    """With the documents that say that the parts are in the set, where the parts' own do not."""
    documents = [own for _, own in parts] + [total]
    seen = {id(own) for own in documents}
    for _, part in parts:
        unit, at = part.unit, part
        while True:
            own = at if at.within is not None else said[unit]
            if id(own) not in seen:
                seen.add(id(own))
                documents.append(own)
            assert own.within is not None
            if own.within == total.unit:
                break
            unit = own.within
            at = said[unit]
    left = tuple(Term(number, name) for number in range(len(parts)))
    wrong = sum(own.numbers[name] for _, own in parts) - total.numbers[name]
    return Certificate(Contradiction.SUM_ABOVE_TOTAL, tuple(documents), left, (Term(len(parts), name),), wrong)
