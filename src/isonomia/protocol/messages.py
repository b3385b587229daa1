# SPDX-License-Identifier: Apache-2.0
"""Messages of version 1 (specification, section "Messages"): JSON objects with fields in written order.

Group elements and scalars are still texts here: JSON says nothing about them. ``encode`` gives the
compact form that is hashed and signed.
"""

from typing import Any, Generic, TypeVar

import msgspec
from msgspec import UNSET as UNSET
from msgspec import UnsetType as UnsetType

VERSION = 1

A = TypeVar("A")
B = TypeVar("B")
"""What is nested as the questions ask: a tuple with an item for each question."""


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Base of all messages: nothing unknown in them, absent options are not written.

    The garbage collector need not look at them: messages are trees.
    """


Count = int | str
"""A number of votes: releases write what exceeds 2^30 - 1 as a decimal string (``record.payloads.read_count``)."""

LARGEST_JSON_COUNT = 2**30 - 1


def written_count(value: int) -> Count:
    """A number of votes as releases write it."""
    return value if value <= LARGEST_JSON_COUNT else str(value)


def encode(message: Any) -> bytes:
    """Compact JSON, fields in the order of the specification."""
    return msgspec.json.encode(message)


class Proof(Message, frozen=True):
    challenge: str
    response: str


class Ciphertext(Message, frozen=True):
    alpha: str
    beta: str


# --- public data -------------------------------------------------------------------------------


class Header(Message, frozen=True):
    version: int
    timestamp: int | str


class Event(Message, frozen=True, kw_only=True):
    parent: str | UnsetType = UNSET
    height: int
    type: str
    payload: str | UnsetType = UNSET


class SetupData(Message, frozen=True):
    election: str
    trustees: str
    credentials: str
    credentials_certificate: str | UnsetType = UNSET
    """Not in the specification: release 3.2 and later write it for an external credential authority."""


class SizedEncryptedTally(Message, frozen=True):
    num_tallied: int
    total_weight: Count
    encrypted_tally: str


class Owned(Message, frozen=True):
    """``owned_shuffle`` and ``owned_partial_decryption``; owners are numbered from 1."""

    owner: int
    payload: str


class CredentialsCertificate(Message, frozen=True):
    uuid: str
    voter_list_length: int
    public_creds_hash: str
    verification_key: str
    encryption_key: str
    signature: msgspec.Raw | UnsetType = UNSET


# --- election ----------------------------------------------------------------------------------


class QuestionH(Message, frozen=True, kw_only=True):
    answers: list[str]
    blank: bool | UnsetType = UNSET
    min: int
    max: int
    question: str


class QuestionNH(Message, frozen=True):
    answers: list[str]
    question: str


class QuestionL(Message, frozen=True):
    answers: list[list[str]]
    question: str


class QuestionGeneric(Message, frozen=True):
    type: str
    value: msgspec.Raw
    extra: msgspec.Raw | UnsetType = UNSET


class Election(Message, frozen=True):
    version: int
    description: str
    name: str
    group: str
    public_key: str
    questions: list[msgspec.Raw]
    uuid: str
    administrator: str | UnsetType = UNSET
    credential_authority: str | UnsetType = UNSET
    language: tuple[str, str] | UnsetType = UNSET
    """Not in the specification: release 3.3 writes it, a code and "ltr" or "rtl"."""


# --- trustees ----------------------------------------------------------------------------------


class TrusteePublicKey(Message, frozen=True, kw_only=True):
    pok: Proof
    public_key: str
    signature: Proof | UnsetType = UNSET
    name: str | UnsetType = UNSET
    """Not in the specification: servers write the trustee's description."""


class SignedMsg(Message, frozen=True):
    message: str
    signature: Proof


class Context(Message, frozen=True):
    group: str
    size: int
    threshold: int
    index: int


class CertKeys(Message, frozen=True, kw_only=True):
    context: Context | UnsetType = UNSET
    """Absent before release 3.0."""
    verification: str
    encryption: str


class RawCoefexps(Message, frozen=True):
    coefexps: list[str]


class Certs(Message, frozen=True):
    certs: list[SignedMsg]
    coefexps: list[str]


class ThresholdParameters(Message, frozen=True, kw_only=True):
    threshold: int
    certs: list[SignedMsg]
    coefexps: list[SignedMsg]
    signatures: list[Proof] | UnsetType = UNSET
    """Absent from release 2.0 to 2.5.1."""
    verification_keys: list[TrusteePublicKey]


# --- ceremony of threshold trustees --------------------------------------------------------------


class EncryptedMsg(Message, frozen=True, kw_only=True):
    algorithm: str | UnsetType = UNSET
    alpha: str
    beta: str
    data: str


class ChannelMsg(Message, frozen=True):
    recipient: str
    message: str


class Polynomial(Message, frozen=True, kw_only=True):
    polynomial: str
    secrets: list[str]
    coefexps: SignedMsg
    signature: Proof | UnsetType = UNSET


class RawPolynomial(Message, frozen=True):
    polynomial: list[str]


class Secret(Message, frozen=True):
    secret: str


class Vinput(Message, frozen=True):
    polynomial: str
    secrets: list[str]
    coefexps: list[SignedMsg]
    signatures: list[Proof] | UnsetType = UNSET


class Voutput(Message, frozen=True):
    private_key: str
    public_key: TrusteePublicKey


# --- ballots -------------------------------------------------------------------------------------


class AnswerH(Message, frozen=True):
    choices: list[Ciphertext]
    individual_proofs: list[list[Proof]]
    overall_proof: list[Proof]
    blank_proof: list[Proof] | UnsetType = UNSET


class AnswerNH(Message, frozen=True):
    choices: Ciphertext
    proof: Proof


class NonzeroProof(Message, frozen=True):
    commitment: str
    challenge: str
    response: list[str]


class AnswerL(Message, frozen=True):
    choices: list[list[Ciphertext]]
    individual_proofs: list[list[list[Proof]]]
    overall_proof: Proof
    list_proofs: list[list[Proof]]
    nonzero_proof: NonzeroProof


Answer = AnswerH | AnswerNH | AnswerL


class Signature(Message, frozen=True):
    hash: str
    proof: Proof


class UnsignedBallot(Message, Generic[A], frozen=True):
    election_uuid: str
    election_hash: str
    credential: str
    answers: A


class Ballot(Message, Generic[A], frozen=True):
    election_uuid: str
    election_hash: str
    credential: str
    answers: A
    signature: Signature

    def unsigned(self) -> UnsignedBallot[A]:
        """The part that is signed."""
        return UnsignedBallot(self.election_uuid, self.election_hash, self.credential, self.answers)


# --- tally ---------------------------------------------------------------------------------------


class ShuffleProof(Message, frozen=True, array_like=True):
    commitment_rand: tuple[str, str, str, tuple[str, str], list[str]]
    response: tuple[str, str, str, str, list[str], list[str]]
    commitment_perm: list[str]
    chained_challenges: list[str]


class Shuffle(Message, frozen=True):
    ciphertexts: list[list[Ciphertext]]
    proofs: list[ShuffleProof]


class PartialDecryption(Message, Generic[A, B], frozen=True):
    decryption_factors: A
    decryption_proofs: B


class Result(Message, Generic[A], frozen=True):
    result: A
