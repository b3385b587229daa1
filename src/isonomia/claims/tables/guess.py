# SPDX-License-Identifier: Apache-2.0
"""Which column is what: by what a person told, by heading, and by arithmetic. Says how it came to know."""

from isonomia.claims.errors import ClaimsError
from isonomia.claims.tables.candidates import candidates, sum_of_candidates
from isonomia.claims.tables.columns import Columns, Guess, headings_of
from isonomia.claims.tables.headings import PLACES, TOTALS, Role, may_be_name, role_of
from isonomia.claims.tables.identities import abstentions, totals_by_sum
from isonomia.claims.tables.mapping import Mapping
from isonomia.claims.tables.numbers import looks_numeric
from isonomia.claims.tables.parts import choose, doubts
from isonomia.claims.tables.percents import percentages

_HINT = "tell the columns in a mapping file (--mapping FILE; docs/claims/tables.md)"


def guess_columns(columns: Columns, mapping: Mapping, notes: list[str]) -> list[Guess]:
    """One for each column; ``notes`` gets what was left aside. Raises ClaimsError if there are no candidates to be
    found, or if columns contradict each other."""
    found = _told(columns, mapping)
    told = set(found)
    for one in percentages(columns, [one for one in columns.grid.header if one not in told]):
        found[one] = Guess(one, Role.OTHER, "percentage")
    names = _by_heading(columns, mapping, found)
    choose(columns, found, _runs(columns, found), notes)
    if Role.CANDIDATE not in mapping.columns:
        _find_candidates(columns, found)
    for one, role in names.items():
        if one in found:
            continue
        if role in TOTALS and (others := headings_of(found, role)):
            notes.append(f"{role.value}: {one!r} looks like it beside {others[0]!r}, and was left aside")
        else:
            found[one] = Guess(one, role, "heading")
    if not headings_of(found, Role.CANDIDATE):
        raise _nothing(columns, found)
    if not {Role.VALID, Role.CAST} & mapping.columns.keys():
        totals_by_sum(columns, found, _unused(columns, found))
    _set_abstentions_aside(columns, found)
    notes += [*_aside(found), *doubts(columns, found)]
    return [found.get(heading, Guess(heading, Role.OTHER, "rest")) for heading in columns.grid.header]


def _told(columns: Columns, mapping: Mapping) -> dict[str, Guess]:
    grid, found = columns.grid, {}
    for role, headings in mapping.columns.items():
        for heading in headings:
            if heading not in grid.header:
                raise ClaimsError(f"{grid.name}, row {grid.header_row}", f"there is no column {heading!r}", _HINT)
            found[heading] = Guess(heading, role, "mapping")
    return found


def _by_heading(columns: Columns, mapping: Mapping, found: dict[str, Guess]) -> dict[str, Role]:
    """Adds what headings tell; gives those that may be persons too: the sums have the first word on them."""
    names: dict[str, Role] = {}
    for heading in columns.grid.header:
        role = role_of(heading)
        if heading in found or role is None or role in mapping.columns:  # who tells some of a role tells all
            continue
        numeric = looks_numeric(columns.cells[heading])
        if numeric and may_be_name(heading):
            names[heading] = role
        elif numeric or role not in TOTALS:
            found[heading] = Guess(heading, role, "heading")
    return names


def _find_candidates(columns: Columns, found: dict[str, Guess]) -> None:
    if not headings_of(found, Role.VALID, Role.CAST):
        votes = sum_of_candidates(columns, _free(columns, found), _runs(columns, found))
        found |= {one: Guess(one, Role.VALID, "arithmetic") for one in votes}
    own = candidates(columns, found, _runs(columns, found))
    if own.why == "rest":
        _set_abstentions_aside(columns, found)
        own = candidates(columns, found, _runs(columns, found))
    found |= {heading: Guess(heading, Role.CANDIDATE, own.why) for heading in own.headings}


def _set_abstentions_aside(columns: Columns, found: dict[str, Guess]) -> None:
    """Not before candidates are found that add up: in one station or two they can be as many by chance."""
    for one in abstentions(columns, found, _unused(columns, found)):
        found[one] = Guess(one, Role.OTHER, "abstentions")


def _free(columns: Columns, found: dict[str, Guess]) -> list[str]:
    """Numeric columns that have no role yet."""
    return [one for one in columns.grid.header if one not in found and looks_numeric(columns.cells[one])]


def _unused(columns: Columns, found: dict[str, Guess]) -> list[str]:
    """Those, and what was set aside by its heading alone, as turnout."""
    aside = [one for one, own in found.items() if own.role is Role.OTHER and own.why == "heading"]
    return _free(columns, found) + [one for one in aside if looks_numeric(columns.cells[one])]


def _runs(columns: Columns, found: dict[str, Guess]) -> list[list[str]]:
    """Free columns side by side: percentages stand between candidates, and do not part them."""
    runs: list[list[str]] = [[]]
    free = set(_free(columns, found))
    for heading in columns.grid.header:
        if heading in free:
            runs[-1].append(heading)
        elif runs[-1] and (heading not in found or found[heading].why != "percentage"):
            runs.append([])
    return [run for run in runs if run]


def _aside(found: dict[str, Guess]) -> list[str]:
    words = {"percentage": "percentages and other decimals", "abstentions": "who did not vote"}
    aside = {why: [repr(own.heading) for own in found.values() if own.why == why] for why in words}
    return [f"columns left aside, {words[why]}: {', '.join(own)}" for why, own in aside.items() if own]


def _nothing(columns: Columns, found: dict[str, Guess]) -> ClaimsError:
    """With all that was found so far: the rest is for a person to tell."""
    known: dict[str, list[str]] = {}
    for heading in columns.grid.header:
        own = found.get(heading)
        what = "nothing" if own is None else own.why if own.why == "percentage" else own.role.value
        known.setdefault(what, []).append(repr(heading))
    guessed = "; ".join(f"{what}: {', '.join(own)}" for what, own in known.items())
    where = f"{columns.grid.name}, row {columns.grid.header_row}"
    why = f"no columns look like candidates (guessed so far: {guessed})"
    return ClaimsError(where, why, f'write candidate = ["…", "…"] and what else is wrong: {_HINT}')


def places(guesses: list[Guess]) -> list[str]:
    """The headings that together name a station."""
    return [own.heading for own in guesses if own.role in PLACES and own.role is not Role.STRATUM]
