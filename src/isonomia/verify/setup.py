# SPDX-License-Identifier: Apache-2.0
"""The Setup event: election, trustees and roll."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from isonomia.groups import ElementError, Group
from isonomia.protocol import messages
from isonomia.protocol.challenges import fingerprint
from isonomia.protocol.messages import UNSET, CredentialsCertificate, QuestionNH, SetupData
from isonomia.protocol.public.credentials import read_roll
from isonomia.protocol.public.elections import Election, check_election
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.order import order
from isonomia.protocol.public.trustee_checks import check_trustees
from isonomia.protocol.public.trustees import Kind, Pedersen, Trustee, joint_key, read_trustees
from isonomia.record import payloads, strict
from isonomia.record.errors import UnknownVersion
from isonomia.record.payloads import Shapes
from isonomia.verify.chain import Chain, Link

OpenGroup = Callable[[str], Group]


@dataclass(frozen=True)
class Setup:
    """What everything after the Setup event is checked against."""

    election: Election
    kinds: list[Kind]
    trustees: list[Trustee]
    roll: dict[str, int]
    shapes: Shapes
    fingerprints: dict[str, str]
    notes: list[str]
    content: bytes
    """The election object as it stands in the record: what a worker elsewhere needs to check ballots."""


def read_setup(chain: Chain, link: Link, open_group: OpenGroup) -> Setup | None:
    """Check the Setup event; None if the rest of the record cannot be checked against it.

    Raises UnknownGroup and UnknownVersion.
    """
    data = _setup_data(chain, link)
    contents = None if data is None else _contents(chain, link, data)
    if data is None or contents is None:
        return None
    certificate = _certificate(chain, data)
    findings = chain.findings
    read = chain.reading(payloads.read_election, contents["election"], "election")
    kinds = chain.reading(payloads.read_trustees, contents["trustees"], "trustees")
    entries = chain.reading(payloads.read_credentials, contents["credentials"], "public credentials")
    if read is None:
        return None
    message, questions = read
    if certificate is not None:
        _check_certificate(certificate, message.uuid, entries or [], contents["credentials"], findings)
    if message.version != messages.VERSION:
        raise UnknownVersion(message.version)
    group = open_group(message.group)
    try:
        election = Election.read(message, questions, contents["election"], group)
    except ElementError as error:
        findings.fail("setup.public-key", "election, $.public_key", str(error))
        return None
    check_election(election, findings, "election")
    roll = _roll(election, entries, findings)
    notes = _notes(chain, message, kinds or []) + _order_note(election, roll)
    if kinds is None:
        return None
    if not check_trustees(group, kinds, findings, "trustees"):
        return None
    trustees = read_trustees(group, kinds)
    key = joint_key(group, kinds)
    why = "is not the product of the trustees' keys"
    findings.require("setup.public-key", key == election.y, "election, $.public_key", why)
    fingerprints = {name: fingerprint(content) for name, content in contents.items()}
    return Setup(election, kinds, trustees, roll, Shapes(questions), fingerprints, notes, contents["election"])


def _setup_data(chain: Chain, link: Link) -> SetupData | None:
    taken = chain.take(link.payload, link.where)
    return None if taken is None else chain.reading(strict.decode, taken[0], SetupData, f"setup data {link.payload}")


def _contents(chain: Chain, link: Link, data: SetupData) -> dict[str, bytes] | None:
    contents = {}
    for name in ("election", "trustees", "credentials"):
        found = chain.take(getattr(data, name), f"setup data {link.payload}, $.{name}")
        if found is not None:
            contents[name] = found[0]
    return contents if len(contents) == 3 else None


def _certificate(chain: Chain, data: SetupData) -> CredentialsCertificate | None:
    if data.credentials_certificate is UNSET:
        return None
    taken = chain.take(data.credentials_certificate, "setup data, $.credentials_certificate")
    where = f"credentials certificate {data.credentials_certificate}"
    return None if taken is None else chain.reading(strict.decode, taken[0], CredentialsCertificate, where)


def _check_certificate(
    certificate: CredentialsCertificate, uuid: str, entries: list[str], credentials: bytes, findings: Findings
) -> None:
    """What the credential authority certified, as far as it concerns the record."""
    for passed, why in (
        (certificate.uuid == uuid, "is for another election"),
        (certificate.voter_list_length == len(entries), "counts other voters than the public credentials"),
        (
            certificate.public_creds_hash == sha256(credentials).hexdigest(),
            "certifies other public credentials than those of the record",
        ),
    ):
        findings.require("roll.certificate", passed, "credentials certificate", why)


def _roll(election: Election, entries: list[str] | None, findings: Findings) -> dict[str, int]:
    if entries is None:
        return {}
    roll = read_roll(election.group, entries, findings, "public credentials")
    if any(isinstance(question, QuestionNH) for question in election.questions):
        for number, weight in enumerate(roll.values()):
            if weight != 1:
                where = f"public credentials, credential {number}"
                findings.fail("roll.weights", where, f"weight {weight} where a question is not homomorphic")
    return roll


def _order_note(election: Election, roll: dict[str, int]) -> list[str]:
    """All releases sort the roll; another order may be the one of the list of voters."""
    try:
        keys = [order(election.group.name, credential) for credential in roll]
    except (ValueError, OverflowError):
        return []  # an entry is wrong, and noted
    if keys == sorted(keys):
        return []
    return ["the public credentials are not sorted: their order may tell who has which"]


def _notes(chain: Chain, message: messages.Election, kinds: list[Any]) -> list[str]:
    notes = []
    if chain.archive.timestamp_is_string:
        notes.append("the header's timestamp is written as a string")
    if message.language is not UNSET:
        notes.append(f"the election object says its language: {message.language[0][:20]!r}")
    for item, kind in enumerate(kinds):
        if not isinstance(kind, Pedersen):
            continue
        parameters = kind.parameters
        if parameters.signatures is UNSET:
            notes.append(f"threshold group {item}: no signatures of the certificates (releases before 2.5.1)")
        if any(keys.context is UNSET for keys in kind.cert_keys):
            notes.append(f"threshold group {item}: certificates without context (releases before 2.5.1)")
        if any(key.signature is UNSET for key in parameters.verification_keys):
            notes.append(f"threshold group {item}: trustee keys without signature (releases before 3.0)")
    return notes
