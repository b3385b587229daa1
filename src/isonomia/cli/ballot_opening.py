# SPDX-License-Identifier: Apache-2.0
"""The opening of a challenged ballot, for ``isonomia ballot verify``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.text import Text

from isonomia.cli.failure import CliError
from isonomia.cli.files import about, read_message, read_small
from isonomia.cli.outline import Outline
from isonomia.present.text import heading, safe
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.openings import choices
from isonomia.record.openings import is_saved, read_saved
from isonomia.verify.opening import check_not_cast, check_opened

ONLY_YOU: Final = (
    "Only you can say whether these are the choices that you had made: if they are not, your device has cheated."
)


@dataclass(frozen=True)
class Given:
    """The files of a command line."""

    ballot: bytes
    opening: bytes | None


@dataclass(frozen=True)
class Told:
    """What an opening turned out to say."""

    findings: Findings
    answers: list[dict[str, Any]] | None
    """For each question its text, its numbers, and the chosen answers; None if the opening is not right."""
    listed: bool | None


def read_given(ballot_file: Path, opening_file: Path | None) -> Given:
    """A ballot, and its opening if there is one. Raises CliError, OSError, RecordError.

    ``ballot_file`` may be the file that a booth saves, which has both; its ballot is then checked against an
    ``opening_file`` that is given too.
    """
    content = read_small(ballot_file).rstrip(b"\r\n")
    opening = None
    if is_saved(content):
        with about(ballot_file):
            content, opening = read_saved(content, str(ballot_file))
    if opening_file is not None:
        opening = read_small(opening_file).rstrip(b"\r\n")
        if is_saved(opening):
            with about(opening_file):
                other, opening = read_saved(opening, str(opening_file))
            if other != content:
                why = f"{opening_file}: holds the opening of another ballot than {ballot_file}"
                raise CliError("another-ballot", why, "give the file alone: it has its ballot in it")
    return Given(content, opening)


def check(outline: Outline, given: Given, own: str, spoiled_file: Path | None) -> Told:
    """All checks of an opening. Raises CliError, OSError, RecordError for the list of challenged ballots."""
    assert given.opening is not None
    listed = None
    if spoiled_file is not None:
        with about(spoiled_file):
            listed = own in read_message(spoiled_file, list[str])
    votes, findings = check_opened(outline.setup, given.ballot, given.opening)
    height = next((entry.height for entry in outline.ballots if entry.tracker == own), None)
    check_not_cast(findings, height, listed)
    return Told(findings, None if votes is None else _answers(outline, votes), listed)


def _answers(outline: Outline, votes: list[Any]) -> list[dict[str, Any]]:
    questions = outline.setup.election.questions
    return [
        {"question": question.question, "vote": vote, "choices": choices(question, vote)}
        for question, vote in zip(questions, votes, strict=True)
    ]


def lines(told: Told) -> list[Text]:
    """What was chosen, in words."""
    if told.answers is None:
        return []
    shown = [heading("What the ballot encrypts")]
    for answer in told.answers:
        shown.append(Text(f"  {safe(answer['question'])}"))
        shown += [Text(f"    - {_said(choice)}") for choice in answer["choices"] or [None]]
    return [*shown, Text(), Text(ONLY_YOU, "bold"), Text()]


def _said(choice: Any) -> str:
    if choice is None:
        return "(nothing chosen)"
    if isinstance(choice, tuple):
        return f"{choice[0]}: {safe(choice[1])}"
    return safe(choice) or "(blank vote)"


def verdict(valid: bool) -> Text:
    """The last line."""
    if valid:
        return Text("RIGHT: the ballot encrypts what its opening tells, and was not accepted", "bold green")
    return Text("WRONG: see what has failed; keep the files, and tell those who hold the election", "bold red")
