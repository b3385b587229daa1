# SPDX-License-Identifier: Apache-2.0
"""The administrator's steps: she holds no secret, and every step can be checked from the record."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import msgspec

from isonomia.groups import Group
from isonomia.parties.errors import PartyError
from isonomia.parties.growing import GrowingRecord
from isonomia.protocol import messages
from isonomia.protocol.messages import (
    UNSET,
    Election,
    QuestionGeneric,
    QuestionNH,
    Result,
    SetupData,
    SizedEncryptedTally,
    encode,
    written_count,
)
from isonomia.protocol.public import elections, results
from isonomia.protocol.public.ballots import tracker
from isonomia.protocol.public.credentials import read_roll
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.nesting import mapped
from isonomia.protocol.public.questions import Question, check_question
from isonomia.protocol.public.tally import written
from isonomia.protocol.public.trustee_checks import check_trustees
from isonomia.protocol.public.trustees import Kind, Single, joint_key
from isonomia.protocol.tokens import Random, base58_token
from isonomia.record import payloads, strict, terms
from isonomia.verify import Examined
from isonomia.verify.acceptance import check_alone

UUID_LENGTH = 14


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """An election that is not open yet, as the administrator keeps it. The description names the terms."""

    uuid: str
    group: str
    name: str
    description: str
    questions: list[msgspec.Raw]
    administrator: str | None = None
    credential_authority: str | None = None


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """name, description and questions, as other tools' templates write them."""

    name: str
    questions: list[msgspec.Raw]
    description: str = ""
    administrator: str | None = None
    credential_authority: str | None = None


def draft(
    template: Template, group: Group, random: Random, own: terms.Terms | None = None, uuid: str | None = None
) -> tuple[Draft, bytes]:
    """A draft with a fresh uuid, and its canonical terms. Raises PartyError and RecordError."""
    uuid = uuid or base58_token(UUID_LENGTH, random)
    questions = read_questions(template.questions)
    findings = Findings()
    findings.require("setup.questions", bool(questions), "the template", "there are no questions")
    for number, question in enumerate(questions):
        check_question(question, group, findings, f"question {number}")
    findings.raise_if_failed()
    own = own or terms.Terms(
        version=terms.VERSION,
        uuid=uuid,
        texts={"en": terms.Texts(template.name, template.description, [question_texts(q) for q in questions])},
    )
    content = terms.canonical(msgspec.structs.replace(own, uuid=uuid))
    return Draft(
        uuid=uuid,
        group=group.name,
        name=template.name,
        description=terms.with_terms(template.description, content),
        questions=template.questions,
        administrator=template.administrator,
        credential_authority=template.credential_authority,
    ), content


def read_questions(raw: Sequence[msgspec.Raw]) -> list[Question]:
    """Questions of a template or draft. Raises RecordError."""
    return [payloads.read_question(one, f"$.questions[{number}]") for number, one in enumerate(raw)]


def question_texts(question: Question) -> list[str]:
    """What voters read of a question: itself and its answers, as the terms list them."""
    answers: list[Any] = list(question.answers)
    flat = [text for item in answers for text in (item if isinstance(item, list) else [item])]
    return [question.question, *flat]


def open_election(own: Draft, group: Group, kinds: Sequence[Kind], credentials: bytes) -> list[bytes]:
    """The payloads of the Setup event. Raises CheckFailed if keys, roll or questions are not right."""
    findings = Findings()
    check_trustees(group, kinds, findings, "trustees")
    entries = payloads.read_credentials(credentials, "public credentials")
    roll = read_roll(group, entries, findings, "public credentials")
    findings.require("roll.elements", bool(roll), "public credentials", "there is no voter")
    findings.raise_if_failed()
    questions = read_questions(own.questions)
    weighted = any(weight != 1 for weight in roll.values())
    if weighted and any(isinstance(question, QuestionNH) for question in questions):
        raise PartyError(
            "rankings and grades cannot be weighted: every weight must be 1",
            "put such questions into an election of their own",
        )
    election = encode(
        Election(
            version=messages.VERSION,
            description=own.description,
            name=own.name,
            group=group.name,
            public_key=str(joint_key(group, kinds)),
            questions=[_written(raw, q) for raw, q in zip(own.questions, questions, strict=True)],
            uuid=own.uuid,
            administrator=own.administrator or UNSET,
            credential_authority=own.credential_authority or UNSET,
        )
    )
    message, read = payloads.read_election(election, "election")
    elections.check_election(elections.Election.read(message, read, election, group), findings, "election")
    findings.raise_if_failed()
    trustees = encode_trustees(kinds)
    canonical = encode(entries)
    hashes = [sha256(content).hexdigest() for content in (election, trustees, canonical)]
    return [election, trustees, canonical, encode(SetupData(*hashes))]


def _written(raw: msgspec.Raw, question: Question) -> msgspec.Raw:
    """A question as the specification orders its fields; nested if it is not homomorphic, or says more."""
    plain = json.loads(bytes(raw))
    if "type" not in plain:
        return msgspec.Raw(encode(question))
    compact = json.dumps(plain["extra"], ensure_ascii=False, separators=(",", ":")) if "extra" in plain else None
    extra = UNSET if compact is None else msgspec.Raw(compact.encode())
    return msgspec.Raw(encode(QuestionGeneric(plain["type"], msgspec.Raw(encode(question)), extra)))


def encode_trustees(kinds: Sequence[Kind]) -> bytes:
    """The trustees structure."""
    return encode(
        [("Single", kind.key) if isinstance(kind, Single) else ("Pedersen", kind.parameters) for kind in kinds]
    )


def accept(record: GrowingRecord, content: bytes) -> str:
    """Append a ballot to an open record, if it is right; gives its tracker.

    Raises CheckFailed, PartyError if voting has ended or the ballot is there already, and AppendError.
    """
    setup = record.require_setup()
    if list(record.events) != ["Setup"]:
        raise PartyError(f"{record.name}: voting has ended, the ballot comes too late")
    check_alone(setup, content).raise_if_failed()
    ballot_hash = sha256(content).hexdigest()
    if record.holds_ballot(ballot_hash):
        raise PartyError(f"{record.name}: this very ballot has been accepted before", "to vote again, make a new one")
    record.append("Ballot", [content])
    return tracker(content)


def close(record: GrowingRecord) -> str:
    """End the voting."""
    if list(record.events) != ["Setup"]:
        raise PartyError(f"{record.name}: voting has ended already")
    return record.append("EndBallots")


def publish_tally(record: GrowingRecord, examined: Examined) -> str:
    """Publish the encrypted tally of a record that was just examined."""
    if list(record.events) != ["Setup", "EndBallots"] or examined.box is None:
        state = "is still open: close it first" if list(record.events) == ["Setup"] else "has its tally already"
        raise PartyError(f"{record.name}: the election {state}")
    tally = examined.box.tally
    content = encode(written(tally.group, tally.encrypted()))
    sized = SizedEncryptedTally(tally.num_tallied, written_count(tally.total_weight), sha256(content).hexdigest())
    return record.append("EncryptedTally", [content, encode(sized)])


def end_shuffles(record: GrowingRecord) -> str:
    """Say that no more shuffles come; decryption may begin."""
    if "Shuffle" not in record.events or "EndShuffles" in record.events:
        raise PartyError(f"{record.name}: there is no shuffle to end", "let a trustee shuffle first")
    return record.append("EndShuffles")


def compute_result(examined: Examined) -> list[Any]:
    """The result of a record that was examined. Raises PartyError as long as decryptions are missing."""
    setup, tallying, box = examined.setup, examined.tallying, examined.box
    if examined.state != "decrypting" or setup is None or tallying is None or box is None:
        raise PartyError(f"the record is in state {examined.state!r}: there is nothing to decrypt yet")
    assert tallying.encrypted is not None  # the record is valid and has its tally
    try:
        decrypted = results.plaintexts(
            setup.election, setup.kinds, setup.trustees, tallying.encrypted, tallying.factors
        )
    except results.MissingDecryptions as error:
        raise PartyError(str(error), "let these trustees decrypt") from None
    return results.decode(setup.election, decrypted, box.counted_weight)


def publish_result(record: GrowingRecord, examined: Examined) -> list[Any]:
    """Compute the result and publish it; gives it."""
    result = compute_result(examined)
    assert examined.setup is not None  # compute_result has looked
    shaped = tuple(
        part if isinstance(question, QuestionNH) else mapped(part, written_count)
        for question, part in zip(examined.setup.election.questions, result, strict=True)
    )
    record.append("Result", [encode(Result(shaped))])
    return result


def read_draft(content: bytes, where: str) -> Draft:
    """A draft file. Raises RecordError."""
    return strict.decode(content, Draft, where)


def read_template(content: bytes, where: str) -> Template:
    """A template file. Raises RecordError."""
    return strict.decode(content, Template, where)
