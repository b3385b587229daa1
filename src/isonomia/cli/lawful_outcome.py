# SPDX-License-Identifier: Apache-2.0
"""What follows from a verified result under the law that the election's terms name (``verify --terms``)."""

from pathlib import Path
from typing import Any, NamedTuple

from rich.text import Text

from isonomia.cli.failure import CliError
from isonomia.cli.named_law import read_law_of
from isonomia.law.apply import apply
from isonomia.law.errors import LawError
from isonomia.law.judgement import InvalidRankings, Judgement
from isonomia.law.reading import read_law
from isonomia.present.catalogue import words
from isonomia.present.law_text import finding
from isonomia.present.text import hanging, safe
from isonomia.record.terms import read_terms
from isonomia.verify import Examined
from isonomia.verify.lawful import votes_of


class LawfulOutcome(NamedTuple):
    """A line for people, and the same as data."""

    text: str
    data: dict[str, Any]

    def lines(self, width: int | None) -> list[Text]:
        return [Text(), hanging("Under the law: ", safe(self.text, 2000), width, "bold")]


def lawful_outcome(examined: Examined, content: bytes, where: str, law: Path | None) -> LawfulOutcome | None:
    """What the law says; None if the terms name none, or if there is no valid result.

    A law that is not at hand, or that has to be told more (a lot, a question that is not its own), is said and is no
    error: the record is verified all the same. Raises CliError if another law is given than the one that is named.
    """
    terms = read_terms(content, where)
    named = terms.law
    if named is None or not examined.report.valid or examined.report.result is None:
        return None
    data: dict[str, Any] = {"file": named.file, "sha256": named.sha256}
    if terms.previous is not None:
        return LawfulOutcome("this is a later round; `isonomia law apply LAW FIRST SECOND` judges both.", data)
    try:
        found = read_law_of(terms, where, law)
    except CliError as error:
        if law is not None:
            raise
        return LawfulOutcome(f"{error.message}: {error.hint}.", data)
    try:
        read = read_law(found.content, found.where)
        judgement = apply(read, [votes_of(examined, named)])
    except LawError as error:
        return LawfulOutcome(f"{error}.", data)
    text = " ".join(said.text for said in finding(judgement, read, words("en")))
    data |= {"id": read.id, "verdict": judgement.verdict.value, "elected": list(judgement.elected)}
    if invalid := sum(own.gaps + own.ties for own in _invalid(judgement)):
        text += f" Invalid ballots, which are not counted: {invalid}."
        data["invalid"] = invalid
    data["finding"] = text
    return LawfulOutcome(f"{text} (`isonomia law apply` says why.)", data)


def _invalid(judgement: Judgement) -> list[InvalidRankings]:
    return [own.step for own in judgement.steps if isinstance(own.step, InvalidRankings)]
