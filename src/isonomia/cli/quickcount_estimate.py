# SPDX-License-Identifier: Apache-2.0
"""``quickcount estimate``."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isinf
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from isonomia.cli.failure import CliError
from isonomia.cli.files import read_small
from isonomia.cli.output import emit
from isonomia.cli.quickcount_tables import open_stations, table_data, table_lines
from isonomia.law.fitting import Rounded
from isonomia.present.text import safe

if TYPE_CHECKING:
    from isonomia.claims.quickcount.base import Base
    from isonomia.claims.quickcount.estimate import Share
    from isonomia.claims.quickcount.sample import Counts
    from isonomia.claims.quickcount.stations import Stations
    from isonomia.claims.tables.table import Table


class Asked(NamedTuple):
    """The options. ``base``: None for the default."""

    frame: Path
    mapping: Path | None
    drawn: Path | None
    base: str | None
    claimed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The observations that count: ``votes`` and ``stratum`` of each, an index into ``names`` and ``sizes``.
    ``silent``: rows of the frame that were drawn and are not among them; None if it is not known what was drawn."""

    table: "Table"
    kept: "Counts"
    stratum: "Counts"
    names: list[str]
    sizes: "Counts"
    silent: list[int] | None
    notes: list[str]

    def shares(self, base: "Base") -> dict[str, "Share"]:
        """Of each candidate. Raises ClaimsError if the table does not tell the base, or cannot."""
        from isonomia.claims.quickcount.base import Base, base_of, refuse_short
        from isonomia.claims.quickcount.estimate import estimate

        if base is Base.CAST:
            refuse_short(self.table)
        total = base_of(self.table, base)[self.kept]
        if not total.sum():
            raise CliError("no-votes", f"{self.table.name}: there are no votes in it", "is it the right file?")
        votes = self.table.candidates
        return {name: estimate(own[self.kept], total, self.stratum, self.sizes) for name, own in votes.items()}

    def joined(self) -> dict[str, int]:
        """The strata that are taken as one, and how many of their stations answered."""
        import numpy as np

        from isonomia.claims.quickcount.estimate import joining

        taken, together = np.bincount(self.stratum, minlength=len(self.sizes)), joining(self.stratum, self.sizes)
        return {self.names[at]: int(taken[at]) for at in np.flatnonzero(together)}


def estimate_shares(sample: Path, asked: Asked) -> None:
    """Prints shares; exits with 1 if a claim is outside."""
    claims = _claims(asked.claimed)
    whole, part = open_stations(asked.frame, asked.mapping), open_stations(sample, asked.mapping)

    from isonomia.claims.quickcount.base import Base

    base = Base(asked.base or Base.VALID)
    _refuse_unfinished(part, base)
    if unknown := claims.keys() - part.table.candidates.keys():
        known = ", ".join(part.table.candidates)
        raise CliError("usage", f"--claimed: {min(unknown)!r} is no candidate", f"say {known}")
    answers = _answers(part, whole, asked.drawn)
    if len(answers.kept) < min(2, len(whole.table.row)):
        why = "one station answered, which says nothing of how much stations differ"
        raise CliError("few", f"{sample}: {why}", "count at least two, better ten in each stratum")
    shares = answers.shares(base)
    inside = {
        name: shares[name].low <= claim.highest and claim.lowest <= shares[name].high for name, claim in claims.items()
    }
    other, told = _other_base(answers, asked.base)
    notes = [*answers.notes, *_alike(shares), *told]
    data = {
        "base": base.value,
        "stations": len(answers.kept),
        "of": len(whole.table.row),
        "left_out": len(part.table.left_out),
        "shares_percent": _data(shares),
        **({"shares_of_cast_percent": _data(other)} if other else {}),
        "claimed_inside": inside,
        "joined_strata": answers.joined(),
        "silent_rows": answers.silent,
        "notes": notes,
        "sample": table_data(part.table),
        "frame": table_data(whole.table),
    }
    results = [_line(name, own, claims.get(name), inside.get(name)) for name, own in shares.items()]
    emit(data, [*table_lines(whole.table), *table_lines(part.table), *_lines(answers, base, results, notes)])
    if not all(inside.values()):
        click.get_current_context().exit(1)


def _lines(answers: Answers, base: "Base", results: list[str], notes: list[str]) -> Iterator[str]:
    from isonomia.claims.quickcount.base import WORDS

    yield f"{len(answers.kept):,} of {int(answers.sizes.sum()):,} stations. Shares of {WORDS[base]}:"
    yield from results
    if joined := answers.joined():
        told = ", ".join(f"{name or 'without a name'} ({count:,} answered)" for name, count in joined.items())
        text = f"Too few stations answered in some strata; these are taken as one, as if they were alike: {told}."
        yield safe(text, 2000)
    yield from (safe(f"Note: {note}", 2000) for note in notes)
    yield "Intervals of 95 %, if the stations were drawn at random and silence was too."


def _answers(part: "Stations", whole: "Stations", drawn: Path | None) -> Answers:
    """Each observation by its station of the frame, once. Raises ClaimsError and CliError."""
    import numpy as np

    from isonomia.claims.quickcount.linking import drawn_stations, link, once, refuse_undrawn

    names, index, sizes = np.unique(whole.strata, return_inverse=True, return_counts=True)
    chosen = None if drawn is None else drawn_stations(drawn.name, read_small(drawn), whole)
    linked = link(part, whole)
    if linked is None:
        if drawn is not None:
            raise CliError("no-link", f"{part.table.name}: nothing says which stations these are", _LINK)
        kept, notes = once(part, _keys(part))
        stratum = _by_name(part, names.tolist())[kept]
        if (over := np.bincount(stratum, minlength=len(sizes)) > sizes).any():
            why = f"{part.table.name}: {names[over][0]} has more stations than in the frame"
            raise CliError("stratum", why, "is one twice?")
        notes.append(
            f"nothing links these stations with the frame: are they in it, were they drawn, is one twice? {_LINK}"
        )
        return Answers(part.table, kept, stratum, names.tolist(), sizes, None, notes)
    silent = None
    if chosen is not None:
        refuse_undrawn(part, linked, chosen)
        silent = sorted(int(whole.table.row[at]) for at in chosen - set(linked.tolist()))
    kept, notes = once(part, linked.tolist())
    if silent is None:
        notes.append("whether these stations were drawn was not checked: give the drawn sample with --drawn")
    else:
        notes.append(f"{len(chosen or ()):,} stations were drawn; {len(silent):,} of them did not answer")
    return Answers(part.table, kept, index[linked[kept]], names.tolist(), sizes, silent, notes)


_LINK = "add a column row with the row in the frame, as quickcount design writes it, or the names that the frame has"


def _keys(part: "Stations") -> list[object]:
    """What tells stations apart if the frame knows none of them: their names if there are any."""
    from isonomia.claims.tables.headings import Role

    there = range(len(part.table.row))
    return [part.name(at) for at in there] if Role.STATION in part.names else [*there]


def _by_name(part: "Stations", names: list[str]) -> "Counts":
    """The index of the stratum that each observation tells."""
    import numpy as np

    index = {name: number for number, name in enumerate(names)}
    for row, name in zip(part.table.row, part.strata, strict=True):
        if name not in index:
            where = f"{part.table.name}, row {row}"
            raise CliError("stratum", f"{where}: the frame has no stratum {name[:60]!r}", "mend the name")
    return np.array([index[name] for name in part.strata], dtype=np.int64)


def _refuse_unfinished(part: "Stations", base: "Base") -> None:
    """An answer is not dropped because the number that shares are of is missing."""
    roles = {own.heading: own.role.value for own in part.table.guesses}
    for own in part.unfinished:
        if roles[own.column] == base.value and base.value != "valid":
            where = f"{part.table.name}, row {own.row}, column {own.column[:70]!r}"
            why = f"{own.why}, and --base {base} needs it"
            raise CliError("base", f"{where}: {why}", "fill it in, or leave the row out")


def _other_base(answers: Answers, asked: str | None) -> tuple[dict[str, "Share"], list[str]]:
    """If nobody said what shares are of, and there are ballots that are no votes for candidates: the shares of all
    ballots, and the note that says so."""
    from isonomia.claims.errors import ClaimsError
    from isonomia.claims.quickcount.base import Base, tells_cast

    table, kept = answers.table, answers.kept
    cast, valid = int(table.cast[kept].sum()), int(table.valid[kept].sum())
    if asked is not None or not tells_cast(table) or cast == valid:
        return {}, []
    note = f"these are shares of {valid:,} valid votes; ballots cast are {cast:,}"
    try:
        other = answers.shares(Base.CAST)
    except ClaimsError as error:
        return {}, [f"{note}, but {error}"]
    told = ", ".join(f"{name} {100 * own.share:.2f} %" for name, own in other.items())
    hint = "if the official percentages are of those who took part, compare with --base cast"
    return other, [f"{note}: {hint} ({told})"]


def _alike(shares: dict[str, "Share"]) -> list[str]:
    names = ", ".join(name for name, own in shares.items() if own.alike)
    return [f"all stations show the same share of {names}, so nothing tells how far off it is"] if names else []


def _line(name: str, own: "Share", claim: Rounded | None, inside: bool | None) -> str:
    told = "" if claim is None else f"; claimed {float(claim.percent):g}: {'inside' if inside else 'OUTSIDE'}"
    return safe(f"  {name}: {100 * own.share:.2f} % ({100 * own.low:.2f} to {100 * own.high:.2f}){told}")


def _data(shares: dict[str, "Share"]) -> dict[str, Any]:
    return {
        name: {
            "share": 100 * own.share,
            "low": 100 * own.low,
            "high": 100 * own.high,
            "standard_error": 100 * own.error,
            "degrees_of_freedom": None if isinf(own.freedom) else round(own.freedom, 2),
        }
        for name, own in shares.items()
    }


def _claims(claimed: tuple[str, ...]) -> dict[str, Rounded]:
    found = {}
    for text in claimed:
        name, sign, percent = text.rpartition("=")
        if not sign or name in found:
            raise CliError("usage", f"--claimed: {text[:60]!r} is not NAME=PERCENT, each name once", "as Ada=80.1")
        found[name] = Rounded.of(percent)
    return found
