# SPDX-License-Identifier: Apache-2.0
"""The payloads of a record, from bytes to messages of the protocol, strictly.

Every function raises :class:`~isonomia.record.errors.RecordError` for bytes that are not what they should
be, with the place inside. What the messages say is checked elsewhere.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from isonomia.protocol.messages import (
    AnswerH,
    AnswerL,
    AnswerNH,
    Ballot,
    CertKeys,
    Ciphertext,
    Count,
    Election,
    PartialDecryption,
    Proof,
    QuestionGeneric,
    QuestionH,
    QuestionL,
    QuestionNH,
    RawCoefexps,
    Result,
    SignedMsg,
    ThresholdParameters,
    TrusteePublicKey,
)
from isonomia.protocol.public.nesting import mapped
from isonomia.protocol.public.questions import HOMOMORPHIC, LISTS, NON_HOMOMORPHIC, Question
from isonomia.protocol.public.trustees import Kind, Pedersen, Single
from isonomia.record import checks
from isonomia.record.errors import RecordError, printable
from isonomia.record.strict import decode, read

LONGEST_COUNT = 30
_DECIMAL = re.compile(r"0|[1-9][0-9]*", re.ASCII)


def read_election(content: bytes, where: str) -> tuple[Election, tuple[Question, ...]]:
    """The election object and its questions."""
    election = decode(content, Election, where)
    questions = tuple(
        read_question(raw, f"{where}, $.questions[{number}]") for number, raw in enumerate(election.questions)
    )
    return election, questions


def read_question(raw: bytes | msgspec.Raw, where: str) -> Question:
    """One question of any of the three kinds."""
    content = bytes(raw)
    if "type" not in decode(content, dict[str, Any], where):
        return decode(content, QuestionH, where)
    generic = decode(content, QuestionGeneric, where)
    if generic.type == HOMOMORPHIC:
        return decode(bytes(generic.value), QuestionH, f"{where}.value")
    if generic.type == NON_HOMOMORPHIC:
        return decode(bytes(generic.value), QuestionNH, f"{where}.value")
    if generic.type == LISTS:
        return decode(bytes(generic.value), QuestionL, f"{where}.value")
    why = f"the kind of question {printable(generic.type, 40)} is not known"
    raise RecordError(f"{where}.type", why, checks.JSON_SYNTAX)


def read_trustees(content: bytes, where: str) -> list[Kind]:
    """The trustees structure, with the messages that its signed messages carry."""
    kinds: list[Kind] = []
    for number, (kind, raw) in enumerate(decode(content, list[tuple[str, msgspec.Raw]], where)):
        place = f"{where}, $[{number}]"
        if kind == "Single":
            kinds.append(Single(decode(bytes(raw), TrusteePublicKey, place)))
        elif kind == "Pedersen":
            kinds.append(pedersen(decode(bytes(raw), ThresholdParameters, place), place))
        else:
            why = f"the kind of trustee {printable(kind, 40)} is not known"
            raise RecordError(place, why, checks.JSON_SYNTAX)
    return kinds


def pedersen(parameters: ThresholdParameters, where: str) -> Pedersen:
    """Threshold parameters with what their certificates and coefexps say."""
    return Pedersen(
        parameters,
        tuple(read_cert_keys(cert, f"{where}.certs[{i}]") for i, cert in enumerate(parameters.certs)),
        tuple(read_coefexps(own, f"{where}.coefexps[{i}]") for i, own in enumerate(parameters.coefexps)),
    )


def read_cert_keys(signed: SignedMsg, where: str) -> CertKeys:
    """What a certificate says."""
    return decode(_utf8(signed.message, where), CertKeys, f"{where}.message")


def read_coefexps(signed: SignedMsg, where: str) -> list[str]:
    """The exponentiated coefficients in a signed message."""
    return decode(_utf8(signed.message, where), RawCoefexps, f"{where}.message").coefexps


def _utf8(text: str, where: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise RecordError(where, "the message is not Unicode", checks.JSON_SYNTAX) from None


def read_credentials(content: bytes, where: str) -> list[str]:
    """public_credentials."""
    return decode(content, list[str], where)


@dataclass(frozen=True)
class Shapes:
    """The types of what is nested as an election's questions ask, made once for each election."""

    questions: tuple[Question, ...]

    def _tuple(self, h: Any, nh: Any, lists: Any) -> Any:
        by_kind = {QuestionH: h, QuestionNH: nh, QuestionL: lists}
        return tuple.__class_getitem__(tuple(by_kind[type(question)] for question in self.questions) or ((),))

    @cached_property
    def _ballot(self) -> Any:
        return _of(Ballot, self._tuple(AnswerH, AnswerNH, AnswerL))

    def ballot(self, content: bytes, where: str) -> Ballot[Any]:
        """A ballot with an answer of the right kind for each question."""
        return self.written_ballot(content, where)[0]

    def written_ballot(self, content: bytes, where: str) -> tuple[Ballot[Any], bool]:
        """A ballot, and whether it is in the compact form and order of the specification."""
        return read(content, self._ballot, where)

    def encrypted_tally(self, content: bytes, where: str) -> tuple[Any, ...]:
        """The ciphertexts of each question."""
        one = list[Ciphertext]
        return decode(content, self._tuple(one, one, list[one]), where)

    def partial_decryption(self, content: bytes, where: str) -> PartialDecryption[Any, Any]:
        """Factors and proofs of each question."""
        factors = self._tuple(list[str], list[str], list[list[str]])
        proofs = self._tuple(list[Proof], list[Proof], list[list[Proof]])
        return decode(content, _of(PartialDecryption, (factors, proofs)), where)

    def result(self, content: bytes, where: str) -> tuple[Any, ...]:
        """The numbers of each question."""
        numbers = self._tuple(list[Count], list[list[int]], list[list[Count]])
        result = decode(content, _of(Result, numbers), where).result
        return tuple(mapped(part, lambda value: read_count(value, where)) for part in result)


def _of(generic: Any, parameters: Any) -> Any:
    """A generic message of types that are known only now."""
    return generic[parameters]


def read_count(value: Count, where: str) -> int:
    """A number of votes that is written as an integer, or as a decimal string if it is large."""
    if isinstance(value, int):
        return value
    if len(value) > LONGEST_COUNT or not _DECIMAL.fullmatch(value):
        raise RecordError(where, f"{printable(value, 30)} is not a number of votes", checks.JSON_SYNTAX)
    return int(value)
