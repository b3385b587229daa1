# SPDX-License-Identifier: Apache-2.0
"""May somebody stand: the law's conditions as a checklist. The answers are people's; this only keeps count of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from isonomia.law.errors import CountsError, Problem
from isonomia.law.law import Condition, Law


@dataclass(frozen=True, slots=True)
class Checked:
    """The conditions by what was found of them, each with its articles."""

    met: tuple[Condition, ...]
    failed: tuple[Condition, ...]
    unanswered: tuple[Condition, ...]

    @property
    def may_stand(self) -> bool | None:
        """None while an answer is missing and none is "no"."""
        if self.failed:
            return False
        return None if self.unanswered else True


def check_nomination(law: Law, answers: Mapping[str, bool | None]) -> Checked:
    """The checklist with the answers for one person, by the condition's ``id``; None or nothing: not yet answered.

    Raises ``CountsError`` for an answer to what the law does not ask. A law without a checklist asks nothing.
    """
    conditions = law.nomination.conditions if law.nomination else ()
    known = {condition.id for condition in conditions}
    for name in answers:
        if name not in known:
            raise CountsError(name, Problem.UNKNOWN_CONDITION)
    by_answer = {
        answer: tuple(condition for condition in conditions if answers.get(condition.id) is answer)
        for answer in (True, False, None)
    }
    return Checked(by_answer[True], by_answer[False], by_answer[None])
