# SPDX-License-Identifier: Apache-2.0
"""What the commands of ``isonomia law`` do."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from isonomia.cli.failure import CliError
from isonomia.cli.files import refuse_existing, write_new
from isonomia.cli.law_files import LawFile, open_law, shipped
from isonomia.cli.law_input import Asked, Given, facts_of, read_votes
from isonomia.cli.law_votes import Vote, placed
from isonomia.cli.output import emit, width
from isonomia.cli.progress import Working
from isonomia.law.apply import apply
from isonomia.law.judgement import Judgement
from isonomia.law.margin import margin
from isonomia.law.margins import Margin
from isonomia.law.question import Regional
from isonomia.present.catalogue import Words, words
from isonomia.present.law_claim import margin as margin_said
from isonomia.present.law_figure import figure
from isonomia.present.law_lines import lines
from isonomia.present.law_outline import certainty, in_language, outline, sources
from isonomia.present.law_speech import Said
from isonomia.present.law_text import finding, told
from isonomia.present.png import FiguresMissing, png
from isonomia.present.text import safe, table


class Pictures(NamedTuple):
    """Where to write the picture."""

    svg: Path | None
    png: Path | None


def list_laws(language: str) -> None:
    """Each law's id, title, date and certainty."""
    speaking = words(language)
    found = [(name, open_law(name)) for name in shipped()]
    data = {
        "laws": [
            {"id": name, "title": in_language(law.title, speaking), "date": law.date, "certainty": law.certainty.value}
            | {"sha256": digest}
            for name, (law, digest) in found
        ]
    }
    rows = [(name, f"{law.date}  {safe(in_language(law.title, speaking))}") for name, (law, _) in found]
    emit(data, table(rows, indent=""))


def show_law(name: str, language: str) -> None:
    """A law in words."""
    speaking = words(language)
    law, digest = open_law(name)
    said = outline(law, speaking)
    data = {
        "id": law.id,
        "sha256": digest,
        "title": in_language(law.title, speaking),
        "date": law.date,
        "certainty": law.certainty.value,
        "rules": plain_data(law),
        "words": plain_data(said),
    }
    emit(data, [*lines(said, speaking, width()), "", f"SHA-256  {digest}"])


def check_law(name: str) -> None:
    """A law file that can be read and does not contradict itself; otherwise ``open_law`` raises."""
    law, digest = open_law(name)
    emit(
        {"id": law.id, "sha256": digest, "valid": True},
        [f"{safe(name)}: the law {law.id} holds together.", f"SHA-256  {digest}"],
    )


def apply_law(
    name: str,
    counts: Sequence[str],
    totals: Mapping[str, int | None],
    asked: Asked,
    given: Given,
    pictures: Pictures,
    language: str,
    *,
    with_margin: bool,
) -> None:
    """The law's judgement, in words, as data, and as pictures; with its margin, if that is asked for."""
    speaking = words(language)
    refuse_existing(*(path for path in pictures if path is not None))
    opened = open_law(name)
    votes = read_votes(counts, totals, asked, opened)
    if not votes and not given.standing:
        raise CliError("no-votes", "there are no votes", "give COUNTS; or, if none was held, --standing NAME")
    candidates = _candidates(votes) or given.standing
    held, facts = [vote.held for vote in votes], facts_of(given, candidates)
    with placed([vote.place for vote in votes]), Working("Counting"):
        judgement = apply(opened.law, held, facts)
    _draw(pictures, judgement, opened, speaking)
    steps, found = told(judgement, opened.law, speaking), finding(judgement, opened.law, speaking)
    data = judgement_data(judgement, opened, steps, found, speaking)
    if with_margin:
        with Working("Looking for the margin"):
            far = margin(opened.law, held, facts)
        data["margin"] = _margin_data(far)
        found = [*found, *margin_said(far, opened.law, speaking)]
    emit(data, judgement_lines(opened, steps, found, speaking))


def _margin_data(far: Margin) -> dict[str, Any]:
    return {"exact": far.exact, "at_least": far.at_least} | {
        name: None
        if change is None
        else {"ballots": change.ballots, "from": change.source, "to": change.target, "region": change.region}
        | {"verdict": change.judgement.verdict.value, "elected": list(change.judgement.elected)}
        | {"seats": dict(change.judgement.seats)}
        for name, change in (("altered", far.altered), ("removed", far.removed))
    }


def _candidates(votes: Sequence[Vote]) -> tuple[str, ...]:
    if not votes:
        return ()
    held = votes[0].held
    return held.whole.candidates if isinstance(held, Regional) else held.candidates


def _draw(pictures: Pictures, judgement: Judgement, law: LawFile, speaking: Words) -> None:
    if pictures == Pictures(None, None):
        return
    drawn = figure(judgement, law.law, speaking)
    try:
        painted = png(drawn) if pictures.png is not None else b""
    except FiguresMissing as error:
        raise CliError("figures", str(error), error.hint) from None
    if pictures.svg is not None:
        write_new(pictures.svg, drawn.encode())
    if pictures.png is not None:
        write_new(pictures.png, painted)


def judgement_lines(opened: LawFile, steps: list[Said], found: list[Said], speaking: Words) -> list[Any]:
    law = opened.law
    head = [Said(in_language(law.title, speaking), heading=True), Said(certainty(law, speaking))]
    end = Said(speaking.gettext("What follows"), heading=True)
    cited = [cite for each in steps for cite in each.cites]
    return [*lines([*head, *steps, end, *found, sources(law, speaking, cited)], speaking, width())]


def judgement_data(
    judgement: Judgement, opened: LawFile, steps: list[Said], found: list[Said], speaking: Words
) -> dict[str, Any]:
    tie = judgement.tie
    return {
        "law": {"id": judgement.law, "sha256": opened.sha256, "date": opened.law.date},
        "verdict": judgement.verdict.value,
        "elected": list(judgement.elected),
        "seats": dict(judgement.seats),
        "next": plain_data(judgement.next),
        "tie": None if tie is None else {"rule": tie.rule and tie.rule.value, **plain_data(tie.tie)},
        "finding": plain_data(found),
        "steps": [
            {"step": type(each.step).__name__, "cites": list(each.cites), **plain_data(each.step)}
            for each in judgement.steps
        ],
        "language": speaking.language,
        "words": plain_data(steps),
    }


def plain_data(value: Any) -> Any:
    """As JSON has it; exact fractions as text, ``"2842/3"``."""
    return msgspec.to_builtins(value, enc_hook=_exactly)


def _exactly(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(type(value).__name__)
