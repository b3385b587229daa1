# SPDX-License-Identifier: Apache-2.0
"""The opening of a challenged ballot, from bytes to numbers, strictly (``docs/ballot-opening.md``)."""

from typing import Annotated, Any, Literal, NamedTuple

import msgspec

from isonomia.protocol.messages import Message, QuestionL, QuestionNH
from isonomia.protocol.public.openings import Opened
from isonomia.protocol.public.questions import Question
from isonomia.record.strict import decode, has_spaces, read

Number = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]
"""Of an answer: what every reader of JSON takes for the same integer."""


class OpeningFile(Message, frozen=True):
    """Everything that the device tells of a ballot."""

    format: Literal["isonomia-opening"]
    version: Literal[1]
    election_uuid: str
    tracker: str
    votes: list[msgspec.Raw]
    randomness: list[msgspec.Raw]


class SavedFile(Message, frozen=True):
    """What a booth saves: the ballot and its opening, each as the text that it is."""

    ballot: str
    opening: str


class Saved(NamedTuple):
    """The bytes of both."""

    ballot: bytes
    opening: bytes


def read_saved(content: bytes, where: str) -> Saved:
    """Both parts of the file that a booth saves. Raises RecordError."""
    saved = decode(content, SavedFile, where)
    return Saved(saved.ballot.encode(), saved.opening.encode())


def is_saved(content: bytes) -> bool:
    """Whether this looks like such a file, right or wrong, and not like a ballot."""
    return content.lstrip()[:1] == b"{" and b'"opening"' in content[: 1 << 24]


def read_opening(content: bytes, where: str) -> tuple[OpeningFile, bool]:
    """The opening, its answers still unread; and whether it is written in its one form. Raises RecordError."""
    opening, ordered = read(content, OpeningFile, where)
    return opening, ordered and not has_spaces(content)


def read_answer(question: Question, opening: OpeningFile, number: int, where: str) -> Opened:
    """What is told of one question, nested as it asks; raises RecordError if it is not.

    ``number`` is below the lengths of ``votes`` and ``randomness``.
    """
    votes: Any = list[list[Number]] if isinstance(question, QuestionL) else list[Number]
    texts: Any = list[list[str]] if isinstance(question, QuestionL) else list[str]
    if isinstance(question, QuestionNH):
        texts = str
    return Opened(
        decode(bytes(opening.votes[number]), votes, f"{where}, votes of question {number}"),
        decode(bytes(opening.randomness[number]), texts, f"{where}, randomness of question {number}"),
    )
