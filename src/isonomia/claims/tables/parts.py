# SPDX-License-Identifier: Apache-2.0
"""Several columns whose headings tell one total: to be added up, or is one right? Sums decide, or a person."""

from collections.abc import Iterator
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from isonomia.claims.errors import ClaimsError
from isonomia.claims.tables.candidates import candidates
from isonomia.claims.tables.columns import NEARLY_ALL, Columns, Guess, headings_of
from isonomia.claims.tables.headings import TOTALS, Role

Counts = NDArray[np.int64]
Choice = dict[Role, list[str]]

_ROWS = 1000
_MOST = 2000
"""Choices that are compared."""


def choose(columns: Columns, found: dict[str, Guess], runs: list[list[str]], notes: list[str]) -> None:
    """Takes columns out of ``found`` that are not parts of a total, and says so. Raises ClaimsError if nothing
    tells: with the lines of a mapping to choose from."""
    told = {role: headings_of(found, role) for role in TOTALS}
    open_ = {role: own for role, own in told.items() if len(own) > 1 and found[own[0]].why != "mapping"}
    if not open_:
        return
    options = {role: _options(columns, own) for role, own in open_.items()}
    if np.prod([len(own) for own in options.values()]) > _MOST:
        _ask(columns, options)
    fitting = [one for one in _choices(told, options) if _fits(columns, one)]
    exact = [one for one in fitting if _adds_up(columns, one)]
    fitting = exact or fitting
    if len(fitting) > 1:
        fitting = _have_candidates(columns, found, fitting, runs) or fitting
    if len(fitting) > 1 and len({str(one[Role.CAST]) for one in fitting}) == 1:
        fitting = [one for one in fitting if _all_put_in(columns, one)] or fitting
    left = {role: [own for own in options[role] if any(one[role] == own for one in fitting)] for role in options}
    if any(len(own) != 1 for own in left.values()):
        _ask(columns, {role: own or options[role] for role, own in left.items() if len(own) != 1})
    for role, (own,) in left.items():
        out = [one for one in open_[role] if one not in own]
        if out:
            names, taken = (", ".join(map(repr, some)) for some in (out, own))
            notes.append(f"{role.value}: the sums fit {taken}; left aside, though the headings are alike: {names}")
        found |= {one: Guess(one, Role.OTHER, "arithmetic") for one in out}


def _options(columns: Columns, headings: list[str]) -> list[list[str]]:
    """All added up, and each alone; one that is the sum of all others (a total beside its parts) or the same number
    twice leaves one choice. Those with the same numbers as one before are no other choice."""
    numbers = {one: columns.sample([one], _ROWS) for one in headings}
    total = columns.sample(headings, _ROWS)
    for one, values in numbers.items():
        if _same(total - values, values) and values.any():
            return [[one]]
    options = [headings]
    for one, values in numbers.items():
        if not any(_same(columns.sample(other, _ROWS), values) for other in options):
            options.append([one])
    return options


def _same(one: Counts, other: Counts) -> bool:
    return bool((one == other).mean() >= NEARLY_ALL)


def _choices(told: Choice, options: dict[Role, list[list[str]]]) -> Iterator[Choice]:
    for own in product(*options.values()):
        yield told | dict(zip(options, own, strict=True))


def _fits(columns: Columns, choice: Choice) -> bool:
    """No more valid votes than ballots cast, than ballots issued, than voters, in nearly all rows."""
    chain = [choice[role] for role in (Role.VALID, Role.CAST, Role.ISSUED, Role.REGISTERED) if choice[role]]
    numbers = [columns.sample(own, _ROWS) for own in chain]
    return all((less <= more).mean() >= NEARLY_ALL for less, more in pairwise(numbers))


def doubts(columns: Columns, found: dict[str, Guess]) -> Iterator[str]:
    """What is to be looked at: in most rows a part is more than the whole that it is of."""
    chain = [role for role in (Role.VALID, Role.CAST, Role.ISSUED, Role.REGISTERED) if headings_of(found, role)]
    for part, whole in pairwise(chain):
        less, more = (columns.sample(headings_of(found, role), _ROWS) for role in (part, whole))
        if (share := float((less > more).mean())) > 0.5:
            yield f"in {100 * share:.0f} % of the rows {part.value} is above {whole.value}: are the columns right?"


def _adds_up(columns: Columns, choice: Choice) -> bool:
    """Whether valid and invalid ballots are those cast: with blank ones, or these being among the invalid."""
    if not all(choice[role] for role in (Role.VALID, Role.CAST)) or not (choice[Role.INVALID] or choice[Role.BLANK]):
        return False
    cast, without = columns.sample(choice[Role.CAST], _ROWS), choice[Role.VALID] + choice[Role.INVALID]
    return any(_same(columns.sample(own, _ROWS), cast) for own in (without, without + choice[Role.BLANK]))


def _have_candidates(
    columns: Columns, found: dict[str, Guess], choices: list[Choice], runs: list[list[str]]
) -> list[Choice]:
    """Those whose votes are some columns added up."""
    groups: dict[str, list[Choice]] = {}
    for one in choices:
        votes = str([one[role] for role in (Role.VALID, Role.CAST, Role.INVALID, Role.BLANK)])
        groups.setdefault(votes, []).append(one)
    return [one for own in groups.values() if _has_candidates(columns, found, own[0], runs) for one in own]


def _has_candidates(columns: Columns, found: dict[str, Guess], choice: Choice, runs: list[list[str]]) -> bool:
    own = {one: guess for one, guess in found.items() if guess.role not in TOTALS or one in choice[guess.role]}
    return candidates(columns, own, runs).why == "arithmetic"


def _all_put_in(columns: Columns, choice: Choice) -> bool:
    """Whether in most stations all ballots that were issued were cast: nearly all voters put theirs in."""
    issued, cast = (columns.sample(choice[role], _ROWS) for role in (Role.ISSUED, Role.CAST))
    return bool(choice[Role.ISSUED]) and bool((issued == cast).mean() > 0.5)


def _ask(columns: Columns, options: dict[Role, list[list[str]]]) -> None:
    role, own = next(iter(options.items()))
    lines = [f"{role.value} = {_toml(one)}" for one in own]
    names = ", ".join(dict.fromkeys(repr(one) for headings in own for one in headings))
    where = f"{columns.grid.name}, row {columns.grid.header_row}"
    why = f"several columns look like {role.value}: {names}; the sums do not tell whether to add them up"
    raise ClaimsError(where, why, f"write one line in a mapping file (--mapping FILE): {' or '.join(lines)}")


def _toml(headings: list[str]) -> str:
    quoted = ['"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"' for one in headings]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"
