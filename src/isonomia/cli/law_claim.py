# SPDX-License-Identifier: Apache-2.0
"""``law apply --claimed``: what the law would make of an announced result of which only percentages are known."""

from typing import Any, NamedTuple

from isonomia.cli.failure import CliError
from isonomia.cli.law_commands import judgement_data, judgement_lines, plain_data
from isonomia.cli.law_files import open_law
from isonomia.cli.law_input import Given, facts_of
from isonomia.cli.output import emit, width
from isonomia.law.claimed import Told, judge_claim
from isonomia.law.fitting import Rounded, Size
from isonomia.law.margins import Finding
from isonomia.present.catalogue import words
from isonomia.present.law_claim import claim
from isonomia.present.law_lines import lines
from isonomia.present.law_text import finding, told

AGAINST = "against all"


class Claimed(NamedTuple):
    """The options, as they are typed."""

    percentages: str
    turnout: str | None
    registered: int | None
    participants: int | None
    total: int | None


def claim_law(name: str, claimed: Claimed, given: Given, language: str) -> None:
    """The law's judgement of a claim, or why it cannot be told."""
    speaking, opened = words(language), open_law(name)
    percentages, against = _percentages(claimed.percentages)
    turnout = None if claimed.turnout is None else Rounded.of(claimed.turnout)
    size = Size(claimed.registered, turnout, claimed.participants, claimed.total)
    found = judge_claim(opened.law, percentages, size, against_all=against, facts=facts_of(given, percentages))
    said = claim(found, opened.law, speaking)
    data: dict[str, Any] = {"claim": _data(found)}
    if found.judgement is None:
        data |= {"law": {"id": opened.law.id, "sha256": opened.sha256}, "verdict": "cannot be told"}
        emit(data | {"words": plain_data(said)}, [*lines(said, speaking, width())])
        return
    steps, result = told(found.judgement, opened.law, speaking), finding(found.judgement, opened.law, speaking)
    data |= judgement_data(found.judgement, opened, steps, result, speaking)
    emit(data, judgement_lines(opened, [*said, *steps], result, speaking))


def _percentages(text: str) -> tuple[dict[str, Rounded], Rounded | None]:
    """``80.1,10.1`` or ``Ada=80.1,Blaise=10.1,against all=4.6``: without names they are called 1, 2, ..."""
    found: dict[str, Rounded] = {}
    against = None
    for number, part in enumerate(text.split(","), 1):
        name, sign, percent = part.rpartition("=")
        name = name.strip() if sign else str(number)
        if not name or name in found or (name.casefold() == AGAINST and against is not None):
            raise CliError("usage", f"--claimed: {part.strip()!r}: a name is empty, or there twice", "mend it")
        if name.casefold() == AGAINST:
            against = Rounded.of(percent)
        else:
            found[name] = Rounded.of(percent)
    return found, against


def _data(found: Told) -> dict[str, Any]:
    return {
        "base": found.base.value,
        "told": found.judgement is not None,
        "fits": [
            {"counts": plain_data(fit.counts), "verdict": fit.judgement.verdict.value}
            | {"elected": sorted(Finding.of(fit.judgement).elected)}
            for fit in found.fits
        ],
    }
