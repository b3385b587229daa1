# SPDX-License-Identifier: Apache-2.0
"""What shares are of: laws and commissions differ, and a percentage of one thing is none of another."""

from enum import StrEnum

from isonomia.claims.errors import ClaimsError
from isonomia.claims.quickcount.sample import Counts
from isonomia.claims.tables.headings import Role
from isonomia.claims.tables.table import Table


class Base(StrEnum):
    """VALID: the votes for all candidates. CAST: ballots, with invalid ones. REGISTERED: voters on the list."""

    VALID = "valid"
    CAST = "cast"
    REGISTERED = "registered"


WORDS = {Base.VALID: "valid votes", Base.CAST: "ballots cast", Base.REGISTERED: "registered voters"}


def tells_cast(table: Table) -> bool:
    """Whether the ballots cast are told, or follow: valid and invalid ones."""
    return Role.CAST in table.totals or Role.INVALID in table.totals


def base_of(table: Table, base: Base) -> Counts:
    """The number of each station that shares are of. Raises ClaimsError if the table does not tell it."""
    if base is Base.VALID:
        return table.valid
    if base is Base.REGISTERED and Role.REGISTERED in table.totals:
        return table.totals[Role.REGISTERED]
    if base is Base.REGISTERED or not tells_cast(table):
        hint = "add it, or say which column it is with --mapping (docs/claims/tables.md)"
        raise ClaimsError(table.name, f"there is no column of {WORDS[base]}, which --base {base} needs", hint)
    return table.cast


def refuse_short(table: Table) -> None:
    """Raises ClaimsError with the first station that has fewer ballots cast than votes: a 0 for what was not told, or
    a slip."""
    short = table.cast < table.valid
    if short.any():
        at = int(short.argmax())
        why = f"there are fewer ballots cast ({table.cast[at]:,}) than votes for candidates ({table.valid[at]:,})"
        raise ClaimsError(f"{table.name}, row {table.row[at]}", why, "mend the number, or leave the row out")
