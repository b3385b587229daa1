# SPDX-License-Identifier: Apache-2.0
"""``quickcount design`` and ``quickcount estimate``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from isonomia.cli.claim_table import open_table
from isonomia.cli.failure import CliError
from isonomia.cli.files import refuse_existing, write_new
from isonomia.cli.output import emit
from isonomia.law.fitting import Rounded
from isonomia.present.text import safe

if TYPE_CHECKING:
    from isonomia.claims.tables.table import Table


def _strata(table: "Table") -> list[str]:
    """The stratum of each station; its region where there are no strata."""
    own = table.stratum if any(table.stratum) else table.region
    return [str(name) for name in own]


def design_sample(
    frame: Path, mapping: Path | None, margin: float, response: float, seed: str | None, out: Path | None
) -> None:
    """Prints the size, writes the sample."""
    if out is not None:
        refuse_existing(out)
        if seed is None:
            raise CliError("usage", "--out needs --seed", "draw a text in public, after FRAME is fixed")
    table = open_table(frame, mapping)

    import numpy as np

    from isonomia.claims.quickcount.estimate import half_width, sample_size
    from isonomia.claims.quickcount.sample import allocate, draw

    names, stratum, sizes = np.unique(_strata(table), return_inverse=True, return_counts=True)
    needed = [
        sample_size(votes, table.valid, stratum, sizes, margin, response=response)
        for votes in table.candidates.values()
    ]
    known = [one for one in needed if one is not None]
    if len(known) < len(needed):
        why = f"not all {len(table.row):,} stations together give {100 * margin:g} points at this response"
        raise CliError("margin", f"{frame}: {why}", "take a wider margin")
    size = max(known)
    allocation = allocate(sizes, size)
    widths = {
        name: half_width(votes, table.valid, stratum, sizes, size, response=response)
        for name, votes in table.candidates.items()
    }
    data: dict[str, Any] = {
        "frame_sha256": table.sha256,
        "stations": len(table.row),
        "strata": {str(name): int(count) for name, count in zip(names, allocation, strict=True)},
        "sample": size,
        "half_widths_percent": {name: round(100 * width, 4) for name, width in widths.items()},
    }
    lines = [
        f"{size:,} of {len(table.row):,} stations in {len(names)} strata.",
        *(safe(f"  {name}: ± {100 * width:.2f} points") for name, width in widths.items()),
        "If this election is like that one, and who does not answer is like who does.",
    ]
    if out is not None and seed is not None:
        chosen = draw(stratum, table.row, allocation, seed)
        rows = [f"{table.row[at]},{_quoted(str(names[stratum[at]]))}\n" for at in chosen]
        write_new(out, ("row,stratum\n" + "".join(rows)).encode())
    emit(data, lines)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n') else text


def estimate_shares(sample: Path, frame: Path, mapping: Path | None, claimed: tuple[str, ...]) -> None:
    """Prints shares; exits with 1 if a claim is outside."""
    claims = _claims(claimed)
    whole, part = open_table(frame, mapping), open_table(sample, mapping)

    import numpy as np

    from isonomia.claims.quickcount.estimate import estimate

    names, sizes = np.unique(_strata(whole), return_counts=True)
    index = {str(name): number for number, name in enumerate(names)}
    for row, name in zip(part.row, _strata(part), strict=True):
        if name not in index:
            raise CliError("stratum", f"{sample}, row {row}: the frame has no stratum {name[:60]!r}", "mend the name")
    stratum = np.array([index[name] for name in _strata(part)])
    if (over := np.bincount(stratum, minlength=len(sizes)) > sizes).any():
        raise CliError("stratum", f"{sample}: {names[over][0]} has more stations than in the frame", "is one twice?")
    if unknown := claims.keys() - part.candidates.keys():
        raise CliError("usage", f"--claimed: {min(unknown)!r} is no candidate", f"say {', '.join(part.candidates)}")
    if not part.valid.sum():
        raise CliError("no-votes", f"{sample}: there are no votes in it", "is it the right file?")
    if len(part.row) < min(2, len(whole.row)):
        why = "one station answered, which says nothing of how much stations differ"
        raise CliError("few", f"{sample}: {why}", "count at least two, better ten in each stratum")
    shares = {name: estimate(votes, part.valid, stratum, sizes) for name, votes in part.candidates.items()}
    inside = {
        name: shares[name].low <= claim.highest and claim.lowest <= shares[name].high for name, claim in claims.items()
    }
    data = {
        "stations": len(part.row),
        "of": len(whole.row),
        "left_out": len(part.left_out),
        "shares_percent": {
            name: {"share": 100 * own.share, "low": 100 * own.low, "high": 100 * own.high}
            for name, own in shares.items()
        },
        "claimed_inside": inside,
    }
    lines = [f"{len(part.row):,} of {len(whole.row):,} stations; {len(part.left_out):,} rows were left out."]
    for name, own in shares.items():
        told = (
            ""
            if name not in inside
            else f"; claimed {float(claims[name].percent):g}: " + ("inside" if inside[name] else "OUTSIDE")
        )
        line = f"  {name}: {100 * own.share:.2f} % ({100 * own.low:.2f} to {100 * own.high:.2f}){told}"
        lines.append(safe(line))
    lines.append("Intervals of 95 %, if the stations were drawn at random and silence was too.")
    emit(data, lines)
    if not all(inside.values()):
        click.get_current_context().exit(1)


def _claims(claimed: tuple[str, ...]) -> dict[str, Rounded]:
    found = {}
    for text in claimed:
        name, sign, percent = text.rpartition("=")
        if not sign or name in found:
            raise CliError("usage", f"--claimed: {text[:60]!r} is not NAME=PERCENT, each name once", "as Ada=80.1")
        found[name] = Rounded.of(percent)
    return found
