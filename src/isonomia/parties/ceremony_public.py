# SPDX-License-Identifier: Apache-2.0
"""What everybody checks of the key ceremony (section "Messages specific to threshold decryption support").

No secret is needed here: a server or a commission that passes messages on checks them with it.
The trustees' own steps are in :mod:`isonomia.parties.ceremony`. Indexes count from 1.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from isonomia.groups import Element, Group
from isonomia.parties.errors import PartyError
from isonomia.protocol import challenges
from isonomia.protocol.messages import (
    UNSET,
    CertKeys,
    Certs,
    Polynomial,
    Proof,
    SignedMsg,
    ThresholdParameters,
    Vinput,
    Voutput,
    encode,
)
from isonomia.protocol.public.decoding import Decoder, Undecodable
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.pedersen import check_certificate
from isonomia.protocol.public.trustee_checks import check_trustees
from isonomia.protocol.public.trustee_keys import check_signature
from isonomia.protocol.public.trustees import MOST_TRUSTEES, Pedersen
from isonomia.record import payloads


class Terms(NamedTuple):
    """What a ceremony is about."""

    group: Group
    size: int
    threshold: int


@dataclass(frozen=True)
class Certified:
    """The certificates of all trustees, checked."""

    terms: Terms
    certs: tuple[SignedMsg, ...]
    keys: tuple[CertKeys, ...]
    verification: tuple[Element, ...]
    encryption: tuple[Element, ...]


def check_terms(terms: Terms) -> None:
    """Raises PartyError for an impossible threshold."""
    if not 1 <= terms.threshold <= terms.size <= MOST_TRUSTEES:
        raise PartyError(f"the threshold {terms.threshold} of {terms.size} trustees is not possible")


def check_certificates(terms: Terms, certs: Sequence[SignedMsg]) -> Certified:
    """All certificates, each for its place. Raises CheckFailed and RecordError."""
    findings = Findings()
    keys = tuple(payloads.read_cert_keys(cert, f"certificate {i}") for i, cert in enumerate(certs, 1))
    verification = []
    for index, (cert, own) in enumerate(zip(certs, keys, strict=True), 1):
        place = (terms.size, terms.threshold, index)
        try:
            where = f"certificate {index}"
            verification.append(check_certificate(terms.group, cert, own, place, findings, where))
        except Undecodable:
            continue
        why = "does not say for which place it is"
        findings.require("trustees.context", own.context is not UNSET, where, why)
    if len(set(verification)) != terms.size:
        findings.fail("trustees.certificate", "the certificates", f"are not of {terms.size} different trustees")
    findings.raise_if_failed()
    encryption = tuple(terms.group.elements([own.encryption for own in keys]))
    return Certified(terms, tuple(certs), keys, tuple(verification), encryption)


def check_polynomials(certified: Certified, polynomials: Sequence[Polynomial]) -> list[list[Element]]:
    """The exponentiated coefficients of all trustees, signed over these certificates.

    Raises CheckFailed and RecordError.
    """
    terms, findings, matrix = certified.terms, Findings(), []
    if len(polynomials) != terms.size:
        raise PartyError(f"{len(polynomials)} polynomials of {terms.size} trustees are there")
    for index, polynomial in enumerate(polynomials, 1):
        where = f"polynomial {index}"
        texts = payloads.read_coefexps(polynomial.coefexps, where)
        fits = len(texts) == terms.threshold and len(polynomial.secrets) == terms.size
        findings.require("trustees.shape", fits, where, "has too many or too few coefficients or shares")
        signed = polynomial.coefexps
        signed_by(certified, index, signed.message, signed.signature, findings, "trustees.coefexps", where)
        statement = challenges.certs_sig(encode(Certs(list(certified.certs), texts)))
        if findings.require("trustees.signatures", polynomial.signature is not UNSET, where, "is not signed"):
            assert polynomial.signature is not UNSET  # required above
            signed_by(certified, index, statement, polynomial.signature, findings, "trustees.signatures", where)
        try:
            places = [f"{where}, coefexps {k}" for k in range(len(texts))]
            matrix.append(Decoder(terms.group, findings, "trustees").elements(texts, places))
        except Undecodable:
            continue
    findings.raise_if_failed()
    return matrix


def make_vinput(polynomials: Sequence[Polynomial], index: int) -> Vinput:
    """What step 3 of trustee ``index`` takes, as servers route it."""
    return Vinput(
        polynomial=polynomials[index - 1].polynomial,
        secrets=[own.secrets[index - 1] for own in polynomials],
        coefexps=[own.coefexps for own in polynomials],
        signatures=[own.signature for own in polynomials if own.signature is not UNSET],
    )


def signed_by(
    certified: Certified,
    index: int,
    message: str,
    signature: Proof,
    findings: Findings,
    check: str,
    where: str,
) -> None:
    """Check that a message of the ceremony is signed by trustee ``index``."""
    verification = certified.verification[index - 1]
    with suppress(Undecodable):  # noted
        check_signature(certified.terms.group, verification, message, signature, findings, check, where)


def threshold_parameters(
    certified: Certified, polynomials: Sequence[Polynomial], voutputs: Sequence[Voutput]
) -> Pedersen:
    """The structure that the record will hold, checked as a verifier will. Raises CheckFailed."""
    signatures = [own.signature for own in polynomials if own.signature is not UNSET]
    parameters = ThresholdParameters(
        threshold=certified.terms.threshold,
        certs=list(certified.certs),
        coefexps=[own.coefexps for own in polynomials],
        signatures=signatures,
        verification_keys=[own.public_key for own in voutputs],
    )
    pedersen = payloads.pedersen(parameters, "threshold parameters")
    findings = Findings()
    check_trustees(certified.terms.group, [pedersen], findings, "threshold parameters")
    for index, own in enumerate(voutputs, 1):
        signed = own.public_key.signature is not UNSET
        findings.require("trustees.verification-key", signed, f"trustee {index}", "her public key is not signed")
    findings.raise_if_failed()
    return pedersen
