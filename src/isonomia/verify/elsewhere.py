# SPDX-License-Identifier: Apache-2.0
"""Ballots whose proofs somebody else has checked: what the tally needs of them is read here.

Whoever has checked says which ballots are right. Of these only the credential and the ciphertexts are read,
every ciphertext again as an element of the group. All others, and any that cannot be read so, are checked
here in full: a failure in a report is always one that this run has seen.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import msgspec

from isonomia.groups import ElementError
from isonomia.protocol.messages import Ciphertext, QuestionH, QuestionNH
from isonomia.protocol.public.ballots import Choices
from isonomia.protocol.public.decoding import Pair
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.nesting import flat, mapped
from isonomia.protocol.public.questions import Question, shape
from isonomia.record.payloads import Shapes
from isonomia.verify.ballots import Checked, Taken, check_chunk


class _Answer(msgspec.Struct):
    choices: msgspec.Raw


class _Ballot(msgspec.Struct):
    credential: str
    answers: list[_Answer]


_BALLOT: Final = msgspec.json.Decoder(_Ballot)
_H: Final[msgspec.json.Decoder[Any]] = msgspec.json.Decoder(list[Ciphertext])
_NH: Final[msgspec.json.Decoder[Any]] = msgspec.json.Decoder(Ciphertext)
_L: Final[msgspec.json.Decoder[Any]] = msgspec.json.Decoder(list[list[Ciphertext]])


class _Unlike(Exception):
    """A ballot that is said to be right cannot be: its choices are not nested as its questions ask."""


def read_chunk(
    election: Election,
    shapes: Shapes,
    chunk: Sequence[Taken],
    right: Sequence[bool],
    counted: Mapping[str, int] = MappingProxyType({}),
) -> list[Checked]:
    """As :func:`isonomia.verify.ballots.check_chunk`; ``counted`` is what checks elsewhere have looked at."""
    good = [taken for taken, own in zip(chunk, right, strict=True) if own]
    try:
        read = _read(election, good)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ElementError, _Unlike):
        return check_chunk(election, shapes, chunk)
    if read:
        read[0].findings.checked.update(counted)
    others = check_chunk(election, shapes, [taken for taken, own in zip(chunk, right, strict=True) if not own])
    both = {True: iter(read), False: iter(others)}
    return [next(both[own]) for own in right]


def _read(election: Election, chunk: Sequence[Taken]) -> list[Checked]:
    """Raises what decoders and groups raise, and _Unlike."""
    ballots = [_BALLOT.decode(taken.content) for taken in chunk]
    nested = [_ciphertexts(election.questions, ballot) for ballot in ballots]
    texts = [text for own in nested for part in own for c in flat(part) for text in (c.alpha, c.beta)]
    elements = iter(election.group.elements(texts))
    choices: list[Choices] = [
        tuple(mapped(part, lambda _: Pair(next(elements), next(elements))) for part in own) for own in nested
    ]
    return [
        Checked(taken, Findings(), ballot.credential, own)
        for taken, ballot, own in zip(chunk, ballots, choices, strict=True)
    ]


def _ciphertexts(questions: Sequence[Question], ballot: _Ballot) -> list[Any]:
    if len(ballot.answers) != len(questions):
        raise _Unlike
    return [_choices(question, answer) for question, answer in zip(questions, ballot.answers, strict=True)]


def _choices(question: Question, answer: _Answer) -> Any:
    if isinstance(question, QuestionNH):
        return _NH.decode(answer.choices)
    choices = (_H if isinstance(question, QuestionH) else _L).decode(answer.choices)
    sizes = len(choices) if isinstance(question, QuestionH) else [len(part) for part in choices]
    if sizes != shape(question):
        raise _Unlike
    return choices
