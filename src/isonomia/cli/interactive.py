# SPDX-License-Identifier: Apache-2.0
"""Asks a voter question by question, on a terminal."""

from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console

from isonomia.cli.choices import empty, mark, mark_blank, ranks
from isonomia.cli.failure import CliError
from isonomia.present.summary import question_lines
from isonomia.present.text import safe
from isonomia.protocol.messages import QuestionH, QuestionL, QuestionNH
from isonomia.protocol.public.questions import Question, allows_blank


def ask(questions: Sequence[Question]) -> list[Any]:
    """For each question its numbers. Raises CliError if the voter does not confirm."""
    votes = [_ask_one(number, question) for number, question in enumerate(questions)]
    click.echo("\nYour vote:", err=True)
    for question, vote in zip(questions, votes, strict=True):
        click.echo(f"  {safe(question.question)}: {spoken(question, vote)}", err=True)
    if not click.confirm("Encrypt this?", err=True):
        raise CliError("not-confirmed", "nothing is cast", "run the command again to choose anew")
    return votes


def _ask_one(number: int, question: Question) -> Any:
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    console.print()
    for line in question_lines(number, question):
        console.print(line)
    while True:
        text = click.prompt(_prompt(question), default="", show_default=False, err=True)
        try:
            return _read(number, question, text.strip())
        except CliError as error:
            click.echo(f"  {error.message}", err=True)


def _prompt(question: Question) -> str:
    if isinstance(question, QuestionNH):
        return "The number of each answer, in order, with commas"
    if isinstance(question, QuestionL):
        return "LIST.CANDIDATE, with commas"
    return "Numbers of your answers, with commas" + (", or blank" if allows_blank(question) else "")


def _read(number: int, question: Question, text: str) -> Any:
    """Raises CliError."""
    if isinstance(question, QuestionNH):
        return ranks(question, number, text)
    vote = empty(question)
    if text.lower() == "blank":
        mark_blank(question, number, vote)
        return vote
    for part in filter(None, (part.strip() for part in text.split(","))):
        mark(question, number, vote, part)
    _check(number, question, vote)
    return vote


def _check(number: int, question: Question, vote: Any) -> None:
    if isinstance(question, QuestionH) and not question.min <= sum(vote) <= question.max:
        why = f"question {number}: {sum(vote)} answers chosen, {question.min} to {question.max} may be"
        raise CliError("invalid-vote", why, "")
    if isinstance(question, QuestionL) and sum(row[0] for row in vote) != 1:
        raise CliError("invalid-vote", f"question {number}: choose candidates of one list", "")


def spoken(question: Question, vote: Any) -> str:
    """What was chosen, in words."""
    if isinstance(question, QuestionNH):
        return ", ".join(f"{safe(a)}: {n}" for a, n in zip(question.answers, vote, strict=True))
    if isinstance(question, QuestionL):
        names = [n for row, own in zip(vote, question.answers, strict=True) for n, v in zip(own, row, strict=True) if v]
        return ", ".join(map(safe, names))
    answers = ["(blank)"] * allows_blank(question) + list(question.answers)
    return ", ".join(safe(a) for a, v in zip(answers, vote, strict=True) if v) or "(nothing)"
