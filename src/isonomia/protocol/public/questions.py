# SPDX-License-Identifier: Apache-2.0
"""The three kinds of questions, and the shape of what belongs to each (section "Questions")."""

from typing import Any

from isonomia.groups import Group
from isonomia.protocol.messages import UNSET, QuestionH, QuestionL, QuestionNH
from isonomia.protocol.public.findings import Findings

Question = QuestionH | QuestionNH | QuestionL

HOMOMORPHIC = "Homomorphic"
NON_HOMOMORPHIC = "NonHomomorphic"
LISTS = "Lists"
"""``type`` of a nested question; homomorphic ones are nested only where they say something ``extra``."""

CHECK = "setup.questions"


def allows_blank(question: QuestionH) -> bool:
    """Whether a first ciphertext says "blank"."""
    return question.blank is not UNSET and bool(question.blank)


def shape(question: QuestionH | QuestionL) -> Any:
    """How the choices of a question are nested: a number of ciphertexts, or a list of numbers."""
    if isinstance(question, QuestionL):
        return [len(names) for names in question.answers]
    return len(question.answers) + allows_blank(question)


def check_question(question: Question, group: Group, findings: Findings, where: str) -> None:
    """The question can be answered, and the group can carry it."""
    findings.require(CHECK, bool(question.answers), where, "has no answers to choose from")
    if isinstance(question, QuestionH):
        possible = 0 <= question.min <= question.max <= len(question.answers)
        why = f"min {question.min} and max {question.max} do not fit {len(question.answers)} answers"
        findings.require(CHECK, possible, where, why)
    elif isinstance(question, QuestionNH):
        capacity = group.embedding.capacity if group.embedding else 0
        why = f"{group.name} carries at most {capacity} integers, the question has {len(question.answers)}"
        findings.require(CHECK, len(question.answers) <= capacity, where, why)
    else:
        possible = all(len(names) >= 2 for names in question.answers)
        findings.require(CHECK, possible, where, "a list has no name or no candidate")
