# SPDX-License-Identifier: Apache-2.0
"""From a record's result to the votes that a law is applied to."""

from collections.abc import Sequence
from typing import Any

from isonomia.law.ballots import Profile
from isonomia.law.counts import Counts
from isonomia.law.errors import HeldError
from isonomia.protocol.messages import QuestionL, QuestionNH
from isonomia.protocol.public.questions import Question
from isonomia.record.terms import Law
from isonomia.verify.verifier import Examined


def votes_of(examined: Examined, law: Law) -> Counts | Profile:
    """The votes on the question that the terms' ``law`` decides, each ballot with its weight.

    Who chose nobody is blank. In a ranking 1 is best and 0 is not ranked, as in the counting methods of the
    Belenios tools; a ballot that is no ranking is invalid, and takes nothing away from the others. Those who took
    part are the voters with a ballot, the registered are the roll.

    Raises HeldError if the record has no result, or the question none that a law can be applied to.
    """
    if examined.report.result is None or examined.setup is None or not examined.report.valid:
        raise HeldError("the record has no valid result")
    participants, registered = (examined.report.counts[key] for key in ("counted_weight", "registered_weight"))
    return votes_in(examined.setup.election.questions, examined.report.result, law, participants, registered)


def votes_in(
    questions: Sequence[Question], result: Sequence[Any], law: Law, cast: int, registered: int
) -> Counts | Profile:
    """As :func:`votes_of`, of a result that was checked before; ``cast`` and ``registered`` are sums of weights."""
    if not 0 <= law.question < len(questions):
        raise HeldError(f"there is no question {law.question}: the election has {len(questions)}, counted from 0")
    question, part = questions[law.question], result[law.question]
    if isinstance(question, QuestionNH):
        return _rankings(question, part, law)
    if isinstance(question, QuestionL):
        names, numbers = [own[0] for own in question.answers], [own[0] for own in part]
    elif question.max == 1:
        names, numbers = question.answers, part[len(part) - len(question.answers) :]
    else:
        raise HeldError(f"question {law.question}: voters may choose several answers; the law is for one vote each")
    against = law.against_all
    if against is not None and not 0 <= against < len(names):
        raise HeldError(f"there is no answer {against} to be the one against all: there are {len(names)}, from 0")
    return _counts(names, numbers, against, cast, registered)


def _counts(names: Sequence[str], numbers: Sequence[int], against: int | None, cast: int, registered: int) -> Counts:
    if len(set(names)) < len(names):
        raise HeldError("two answers have the same name: votes for them cannot be told apart")
    votes = dict(zip(names, numbers, strict=True))
    against_all = votes.pop(names[against]) if against is not None else 0
    blank = cast - sum(numbers)
    return Counts.of(votes, against_all=against_all, blank=blank, participants=cast, registered=registered)


def _rankings(question: QuestionNH, part: Sequence[Sequence[int]], law: Law) -> Profile:
    if law.against_all is not None:
        raise HeldError("the terms name an answer against all, but voters rank the answers")
    return Profile.of_cast(question.answers, part)
