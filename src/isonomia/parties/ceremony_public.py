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
from isonomia.protocol.public.pedersen import check_certificate, joint_coefexps, share_key
from isonomia.protocol.public.trustee_checks import check_trustees
from isonomia.protocol.public.trustee_keys import check_public_key, check_signature
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
    keys = tuple(check_place(terms, cert, index, findings) for index, cert in enumerate(certs, 1))
    findings.raise_if_failed()
    verification = terms.group.elements([own.verification for own in keys])
    if len(set(verification)) != terms.size:
        findings.fail("trustees.certificate", "the certificates", f"are not of {terms.size} different trustees")
    findings.raise_if_failed()
    encryption = tuple(terms.group.elements([own.encryption for own in keys]))
    return Certified(terms, tuple(certs), keys, tuple(verification), encryption)


def check_place(terms: Terms, cert: SignedMsg, index: int, findings: Findings) -> CertKeys:
    """One certificate is signed by its own key, for this place. Raises RecordError."""
    where = f"certificate {index}"
    keys = payloads.read_cert_keys(cert, where)
    with suppress(Undecodable):  # noted
        check_certificate(terms.group, cert, keys, (terms.size, terms.threshold, index), findings, where)
    findings.require("trustees.context", keys.context is not UNSET, where, "does not say for which place it is")
    return keys


def check_polynomials(certified: Certified, polynomials: Sequence[Polynomial]) -> list[list[Element]]:
    """The exponentiated coefficients of all trustees, signed over these certificates.

    Raises CheckFailed and RecordError.
    """
    terms, findings = certified.terms, Findings()
    if len(polynomials) != terms.size:
        raise PartyError(f"{len(polynomials)} polynomials of {terms.size} trustees are there")
    matrix = [check_polynomial(certified, own, index, findings) for index, own in enumerate(polynomials, 1)]
    findings.raise_if_failed()
    return matrix


def check_polynomial(certified: Certified, polynomial: Polynomial, index: int, findings: Findings) -> list[Element]:
    """The exponentiated coefficients of one trustee; empty if they cannot be read. Raises RecordError."""
    terms, where = certified.terms, f"polynomial {index}"
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
        return Decoder(terms.group, findings, "trustees").elements(texts, places)
    except Undecodable:  # noted
        return []


def check_voutput(certified: Certified, matrix: Sequence[Sequence[Element]], voutput: Voutput, index: int) -> None:
    """One trustee's public share: proved, signed by her, and what all polynomials give. Raises CheckFailed."""
    group, findings, where = certified.terms.group, Findings(), f"the public key of trustee {index}"
    key, check = voutput.public_key, "trustees.verification-key"
    try:
        expected = share_key(group, joint_coefexps(group, matrix), index)
        follows = check_public_key(group, key, findings, where) == expected
        findings.require(check, follows, where, "is not the one that the polynomials give")
    except Undecodable:
        pass  # noted
    if findings.require(check, key.signature is not UNSET, where, "is not signed"):
        assert key.signature is not UNSET  # required above
        signed_by(certified, index, key.public_key, key.signature, findings, check, where)
    findings.raise_if_failed()


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
