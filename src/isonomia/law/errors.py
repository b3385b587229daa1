# SPDX-License-Identifier: Apache-2.0
"""What cannot be counted. Nothing is guessed or mended: the error names the place."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """What is wrong with a ballot, or with a number that was handed in."""

    UNKNOWN_CANDIDATE = "unknown candidate"
    DUPLICATE_CANDIDATE = "candidate named twice"
    EMPTY_NAME = "candidate without a name"
    NOT_A_COUNT = "count is not a whole number"
    NEGATIVE = "negative number"
    NOT_A_RANKING = "not a ranking"
    EMPTY_PLACE = "place without a candidate"
    NOT_A_RANK = "rank is not a whole number from 1"
    GAP = "a rank is left out"
    TIED = "equal ranks, which this method does not take"
    NOT_A_SCORE = "score is not a whole number"
    OUT_OF_RANGE = "score outside the scale"
    UNKNOWN_GRADE = "unknown grade"
    MISSING = "a candidate without score or grade"
    NOT_GIVEN = "number that the rule needs is not given"
    TOO_MANY = "more than there can be"
    NOT_IN_LAW = "the law knows no such vote"
    NOT_STANDING = "does not stand in this round"
    NO_VOTES_FOR = "stands in this round, and has no number"
    OTHER_CANDIDATES = "not the candidates of the first region"
    UNKNOWN_CONDITION = "no condition of the law"
    NOT_A_DATE = "not a date, as 1970-01-31"
    UNKNOWN_REGION = "unknown region"
    OPTIONS = "a question is answered with yes or no"


class LawError(ValueError):
    """What was handed in cannot be counted."""


class CandidatesError(LawError):
    """The list of candidates (parties, grades) itself is wrong."""

    def __init__(self, problem: Problem, name: object = None) -> None:
        super().__init__(f"candidates: {problem}" + (f": {name!r}" if name is not None else ""))
        self.problem = problem
        self.name = name


class BallotError(LawError):
    """A line of ballots is wrong; ``ballot`` is its number in what was handed in, from 1."""

    def __init__(self, ballot: int, problem: Problem, what: object = None) -> None:
        super().__init__(f"ballot {ballot}: {problem}" + (f": {what!r}" if what is not None else ""))
        self.ballot = ballot
        self.problem = problem
        self.what = what


class CountsError(LawError):
    """A count is wrong, or one that the rule needs is not there; ``field`` names it."""

    def __init__(self, field: str, problem: Problem, what: object = None) -> None:
        super().__init__(f"{field}: {problem}" + (f": {what!r}" if what is not None else ""))
        self.field = field
        self.problem = problem
        self.what = what


class SettingError(LawError):
    """A parameter of a method makes no sense: no seats, a share above one."""


class DrawError(LawError):
    """A public draw that cannot be: an order that does not name everybody once, a text that nobody committed to."""


class HeldError(LawError):
    """The votes that were handed in do not go together, or not with the law: a round after the last one, a tie that
    had to be broken first, a case about which the law file says nothing."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong in a law file, and where. ``line`` counts from 1; 0 if it is the file as a whole."""

    line: int
    key: str
    why: str


class LawFileError(LawError):
    """A law file that cannot be read, or contradicts itself."""

    def __init__(self, where: str, problems: Sequence[FileProblem]) -> None:
        super().__init__("\n".join(f"{where}:{each.line}: {each.key or 'file'}: {each.why}" for each in problems))
        self.where = where
        self.problems = tuple(problems)


class ClaimError(LawError):
    """An announced result that cannot be judged: percentages that no counts can have, or too little is told."""
