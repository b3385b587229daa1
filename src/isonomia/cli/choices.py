# SPDX-License-Identifier: Apache-2.0
"""From the choices of a command line to the numbers that a ballot encrypts. Errors never repeat the choices."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from isonomia.cli.failure import CliError
from isonomia.protocol.messages import QuestionH, QuestionL, QuestionNH
from isonomia.protocol.public.questions import Question, allows_blank

_INDEX = re.compile("[0-9]{1,6}", re.ASCII)
_PAIR = re.compile(r"([0-9]{1,6})\.([0-9]{1,6})", re.ASCII)
HINT = "`isonomia show` lists questions and answers; they count from 0"


class Given(NamedTuple):
    """The options as they were written."""

    choose: Sequence[str]
    blank: Sequence[str]
    rank: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.choose or self.blank or self.rank)


def empty(question: Question) -> Any:
    """Numbers that choose nothing; for a ranking none, for every answer needs one."""
    if isinstance(question, QuestionNH):
        return []
    if isinstance(question, QuestionL):
        return [[0] * len(names) for names in question.answers]
    return [0] * (len(question.answers) + allows_blank(question))


def from_options(questions: Sequence[Question], given: Given) -> list[Any]:
    """For each question its numbers. Raises CliError and click.UsageError."""
    votes = [empty(question) for question in questions]
    for option in given.choose:
        number, answer = _split(questions, option, "--choose")
        mark(questions[number], number, votes[number], answer)
    for option in given.blank:
        number = _question(questions, option, "--blank")
        mark_blank(questions[number], number, votes[number])
    for option in given.rank:
        number, answer = _split(questions, option, "--rank")
        if votes[number]:
            raise CliError("invalid-vote", f"question {number}: takes no numbers, or has them already", HINT)
        votes[number] = ranks(questions[number], number, answer)
    for number, (question, vote) in enumerate(zip(questions, votes, strict=True)):
        if isinstance(question, QuestionNH) and not vote:
            raise CliError("invalid-vote", f"question {number}: every answer needs a number", f"use --rank {number}=…")
    return votes


def checked(questions: Sequence[Question], votes: list[Any]) -> list[Any]:
    """Votes of a file: the lists that they should be, whatever is in them. Raises CliError."""
    if len(votes) != len(questions):
        raise CliError("invalid-vote", f"{len(votes)} answers are given to {len(questions)} questions", HINT)
    for number, (question, vote) in enumerate(zip(questions, votes, strict=True)):
        rows = [vote]
        if isinstance(question, QuestionL):
            rows = vote if isinstance(vote, list) else [vote]
        numbers = [n for row in rows for n in (row if isinstance(row, list) else [None])]
        if not all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
            each = " for each list" if isinstance(question, QuestionL) else ""
            raise CliError("invalid-vote", f"question {number}: a list of numbers{each} is wanted", HINT)
    return votes


def mark(question: Question, number: int, vote: Any, answer: str) -> None:
    """Choose an answer, given by its number or text. Raises CliError."""
    if isinstance(question, QuestionNH):
        raise CliError("invalid-vote", f"question {number}: its answers get numbers", f"use --rank {number}=1,2,…")
    if isinstance(question, QuestionL):
        i, j = _candidate(question, number, answer)
        vote[i][0] = vote[i][j] = 1
        return
    vote[_find(question.answers, answer, f"question {number}: the answer") + allows_blank(question)] = 1


def mark_blank(question: Question, number: int, vote: Any) -> None:
    """Vote blank. Raises CliError."""
    if not isinstance(question, QuestionH) or not allows_blank(question):
        raise CliError("invalid-vote", f"question {number}: a blank vote is not allowed", HINT)
    vote[0] = 1


def ranks(question: Question, number: int, text: str) -> list[int]:
    """Numbers for the answers of a ranking. Raises CliError."""
    if not isinstance(question, QuestionNH):
        raise CliError("invalid-vote", f"question {number}: takes no numbers", f"use --choose {number}=ANSWER")
    parts = [part.strip() for part in text.split(",")]
    if not all(_INDEX.fullmatch(part) for part in parts):
        raise CliError("invalid-vote", f"question {number}: numbers with commas between are wanted", HINT)
    if len(parts) != len(question.answers):
        why = f"question {number}: {len(parts)} numbers are given to {len(question.answers)} answers"
        raise CliError("invalid-vote", why, HINT)
    return [int(part) for part in parts]


def _split(questions: Sequence[Question], option: str, name: str) -> tuple[int, str]:
    """The question's number and what stands behind the equals sign (texts may have such signs, too)."""
    if "=" not in option:
        raise click.UsageError(f"{name} is written QUESTION=ANSWER")
    places = [i for i, c in enumerate(option) if c == "="]
    for place in places:
        if _known(questions, option[:place]) is not None:
            return _question(questions, option[:place], name), option[place + 1 :]
    raise CliError("invalid-vote", f"{name}: there is no such question", HINT)


def _known(questions: Sequence[Question], text: str) -> str | None:
    texts = [question.question for question in questions]
    return text if text in texts or (_INDEX.fullmatch(text) and int(text) < len(texts)) else None


def _question(questions: Sequence[Question], text: str, name: str) -> int:
    return _find([question.question for question in questions], text, f"{name}: the question")


def _find(texts: Sequence[str], wanted: str, what: str) -> int:
    """The place of a text, or the number that it is. Raises CliError."""
    exact = [i for i, text in enumerate(texts) if text == wanted]
    index = int(wanted) if _INDEX.fullmatch(wanted) and int(wanted) < len(texts) else None
    found = {*exact, *([] if index is None else [index])}
    if len(found) == 1:
        return found.pop()
    if found:
        raise CliError("invalid-vote", f"{what} is not unique: a number and a text are the same", "use --votes")
    raise CliError("invalid-vote", f"{what} is not there", HINT)


def _candidate(question: QuestionL, number: int, answer: str) -> tuple[int, int]:
    if match := _PAIR.fullmatch(answer):
        i, j = int(match[1]), int(match[2])
        if i < len(question.answers) and 1 <= j < len(question.answers[i]):
            return i, j
    found = [(i, j) for i, names in enumerate(question.answers) for j, name in enumerate(names) if j and name == answer]
    if len(found) == 1:
        return found[0]
    why = "is not unique" if found else "is not there"
    raise CliError("invalid-vote", f"question {number}: the candidate {why}", f"write LIST.CANDIDATE; {HINT}")
