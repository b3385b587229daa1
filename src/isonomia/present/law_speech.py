# SPDX-License-Identifier: Apache-2.0
"""What the words of a law's steps share: a sentence with a table under it, and who says it in which language."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from isonomia.law.law import Law
from isonomia.law.steps import Number, Table
from isonomia.present.catalogue import Words
from isonomia.present.law_terms import base_number
from isonomia.present.numbers import listed, number, percent, short_percent


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: a name, a number, and what is to be said of it."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One or two sentences, a table if there is one, and the articles that they rest on."""

    text: str
    rows: tuple[Row, ...] = ()
    cites: tuple[str, ...] = ()
    heading: bool = False
    """Whether a part begins here."""


@dataclass(slots=True)
class Speaker:
    """Says numbers and names in one language, of one law's votes."""

    words: Words
    law: Law
    base: tuple[str, int] | None = None
    """What 100 % is in the round that is told: a base of ``law_terms`` and its number."""

    @property
    def ranked(self) -> bool:
        """Whether votes are those of stages of one count."""
        return self.law.ranking is not None

    def number(self, value: Number) -> str:
        return number(value, self.words)

    def percent(self, part: Number, whole: Number) -> str:
        """Empty where there is no whole."""
        return percent(Fraction(part) / Fraction(whole), self.words) if whole else ""

    def whole(self) -> str:
        """``100% is 824 voters who took part``; empty without a base."""
        if self.base is None:
            return ""
        named, count = self.base
        whole = short_percent(Fraction(1), self.words)
        return self.words.gettext("{whole} is {number}", whole=whole, number=base_number(named, count, self.words))

    def name(self, candidate: str) -> str:
        """As on the ballot; the answers of a question are said in the reader's language."""
        if self.law.question is not None:
            answers = {"yes": self.words.gettext("yes"), "no": self.words.gettext("no")}
            return answers.get(candidate, candidate)
        return candidate

    def names(self, candidates: Iterable[str]) -> str:
        return listed([self.name(candidate) for candidate in candidates], self.words)

    def numbered(self, votes: Table) -> str:
        """``A (318) and B (225)``."""
        return listed([f"{self.name(name)} ({self.number(own)})" for name, own in votes], self.words)

    def rows(self, votes: Table) -> tuple[Row, ...]:
        """Each with its share of the base, if there is one."""
        whole = self.base[1] if self.base is not None else 0
        return tuple(Row(self.name(name), self.number(own), self.percent(own, whole)) for name, own in votes)
