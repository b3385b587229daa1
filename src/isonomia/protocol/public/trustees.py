# SPDX-License-Identifier: Apache-2.0
"""Checks of the trustees structure (sections "Verification keys", "Threshold parameters", "Trustees")."""

from collections.abc import Sequence
from dataclasses import dataclass

from isonomia.groups import Element, Group
from isonomia.protocol import challenges
from isonomia.protocol.messages import (
    UNSET,
    CertKeys,
    Certs,
    Proof,
    SignedMsg,
    ThresholdParameters,
    TrusteePublicKey,
    encode,
)
from isonomia.protocol.public.commitments import Commitments
from isonomia.protocol.public.decoding import Decoder, Undecodable
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.schnorr import check_schnorr

MOST_TRUSTEES = 1000


@dataclass(frozen=True)
class Single:
    """A mandatory trustee."""

    key: TrusteePublicKey


@dataclass(frozen=True)
class Pedersen:
    """Trustees of whom a threshold suffices, with the messages inside the signed messages."""

    parameters: ThresholdParameters
    cert_keys: tuple[CertKeys, ...]
    coefexps: tuple[list[str], ...]

    @property
    def size(self) -> int:
        return len(self.cert_keys)


Kind = Single | Pedersen


@dataclass(frozen=True)
class Trustee:
    """One who makes partial decryptions; ``owner`` counts from 1 through the whole structure."""

    owner: int
    item: int
    """Which item of the structure she belongs to."""
    index: int
    """Her place in a threshold group, from 1; 1 for a single one."""
    public_key: Element


def verification_keys(kinds: Sequence[Kind]) -> list[tuple[int, int, TrusteePublicKey]]:
    """(item, index within it from 1, key) of every trustee, in the order of owners."""
    keys = []
    for item, kind in enumerate(kinds):
        own = [kind.key] if isinstance(kind, Single) else kind.parameters.verification_keys
        keys += [(item, index, key) for index, key in enumerate(own, start=1)]
    return keys


def read_trustees(group: Group, kinds: Sequence[Kind]) -> list[Trustee]:
    """Every trustee with her key. Raises ElementError."""
    return [
        Trustee(owner, item, index, group.element(key.public_key))
        for owner, (item, index, key) in enumerate(verification_keys(kinds), start=1)
    ]


def joint_key(group: Group, kinds: Sequence[Kind]) -> Element:
    """The election's public key, y: the product of the sub-keys. Raises ElementError."""
    key = group.identity
    for kind in kinds:
        texts = [kind.key.public_key] if isinstance(kind, Single) else [c[0] for c in kind.coefexps]
        for text in texts:
            key = key * group.element(text)
    return key


def check_trustees(group: Group, kinds: Sequence[Kind], findings: Findings, where: str) -> None:
    """Every key is proved, every threshold group made its key as the specification says."""
    findings.require("trustees.shape", bool(kinds), where, "there are no trustees")
    first: dict[str, tuple[int, int]] = {}
    for owner, (item, _, key) in enumerate(verification_keys(kinds), start=1):
        kind, (earlier, of_item) = kinds[item], first.setdefault(key.public_key, (owner, item))
        # where one suffices, polynomials are constants: all of the group have one key
        shared = isinstance(kind, Pedersen) and kind.parameters.threshold == 1 and of_item == item
        why = f"has the public key of trustee {earlier}: one of them may not know the private key"
        findings.require("trustees.public-key", earlier == owner or shared, f"{where}, trustee {owner}", why)
    for item, kind in enumerate(kinds):
        place = f"{where}, item {item}"
        try:
            if isinstance(kind, Single):
                check_public_key(group, kind.key, findings, place)
            else:
                _check_pedersen(group, kind, findings, place)
        except Undecodable:
            pass  # what could not be read is noted


def check_public_key(group: Group, key: TrusteePublicKey, findings: Findings, where: str) -> Element:
    """The trustee knows her private key. Raises Undecodable."""
    decoder = Decoder(group, findings, "trustees")
    element = decoder.element(key.public_key, f"{where}, public_key")
    commitments = Commitments(group)
    findings.require(
        "trustees.public-key", element != group.identity, where, "the trustee's public key is the identity"
    )
    check_schnorr(
        commitments,
        [(group.g, element)],
        decoder.proof(key.pok, f"{where}, pok"),
        lambda texts: challenges.pok(group.name, key.public_key, texts[0]),
        findings,
        "trustees.pok",
        where,
        "the proof of knowing the private key is wrong",
    )
    commitments.run()
    return element


def check_signature(
    group: Group,
    verification: Element,
    message: str,
    signature: Proof,
    findings: Findings,
    check: str,
    where: str,
) -> None:
    """A signature of the trustees' own infrastructure (section "Signing"). Raises Undecodable."""
    commitments = Commitments(group)
    check_schnorr(
        commitments,
        [(group.g, verification)],
        Decoder(group, findings, "trustees").proof(signature, f"{where}, signature"),
        lambda texts: challenges.sigmsg(message, texts[0]),
        findings,
        check,
        where,
        "the signature is not by the trustee's verification key",
    )
    commitments.run()


def check_certificate(
    group: Group,
    certificate: SignedMsg,
    keys: CertKeys,
    expected: tuple[int, int, int],
    findings: Findings,
    where: str,
) -> Element:
    """A certificate is signed by its own key and for this place: (size, threshold, index).

    Gives the verification key. Raises Undecodable.
    """
    decoder = Decoder(group, findings, "trustees")
    verification = decoder.element(keys.verification, f"{where}, verification")
    encryption = decoder.element(keys.encryption, f"{where}, encryption")
    usable = group.identity not in (verification, encryption)
    findings.require("trustees.certificate", usable, where, "a key of the certificate is the identity")
    if keys.context is not UNSET:
        c = keys.context
        findings.require(
            "trustees.context",
            (c.group, c.size, c.threshold, c.index) == (group.name, *expected),
            where,
            f"the certificate is for trustee {c.index} of {c.size}, threshold {c.threshold}, group "
            f"{c.group[:40]!r}; it stands as {expected[2]} of {expected[0]}, threshold {expected[1]}",
        )
    check_signature(
        group,
        verification,
        certificate.message,
        certificate.signature,
        findings,
        "trustees.certificate",
        where,
    )
    return verification


def _check_pedersen(group: Group, pedersen: Pedersen, findings: Findings, where: str) -> None:
    parameters, size = pedersen.parameters, pedersen.size
    sound = (
        1 <= parameters.threshold <= size <= MOST_TRUSTEES
        and len(parameters.coefexps) == len(parameters.verification_keys) == size
        and all(len(texts) == parameters.threshold for texts in pedersen.coefexps)
        and (parameters.signatures is UNSET or len(parameters.signatures) == size)
    )
    why = f"threshold {parameters.threshold} and the lengths of the lists do not fit {size} trustees"
    if not findings.require("trustees.shape", sound, where, why):
        raise Undecodable
    verification = [
        check_certificate(
            group,
            parameters.certs[i],
            pedersen.cert_keys[i],
            (size, parameters.threshold, i + 1),
            findings,
            f"{where}, certificate {i + 1}",
        )
        for i in range(size)
    ]
    distinct = len(set(verification)) == size
    findings.require("trustees.certificate", distinct, where, "two certificates have the same verification key")
    matrix = [check_coefexps(group, parameters, pedersen, verification[i], i, findings, where) for i in range(size)]
    for index, key in enumerate(parameters.verification_keys, start=1):
        place = f"{where}, trustee {index}"
        public_key = check_public_key(group, key, findings, place)
        findings.require(
            "trustees.verification-key",
            public_key == share_key(group, matrix, index),
            place,
            "the public key is not the one that the polynomials give",
        )
        if key.signature is not UNSET:
            check_signature(
                group,
                verification[index - 1],
                key.public_key,
                key.signature,
                findings,
                "trustees.verification-key",
                place,
            )


def check_coefexps(
    group: Group,
    parameters: ThresholdParameters,
    pedersen: Pedersen,
    verification: Element,
    i: int,
    findings: Findings,
    where: str,
) -> list[Element]:
    """The exponentiated coefficients of trustee i (from 0), signed by her. Raises Undecodable."""
    place = f"{where}, coefexps {i + 1}"
    signed, texts = parameters.coefexps[i], pedersen.coefexps[i]
    check_signature(group, verification, signed.message, signed.signature, findings, "trustees.coefexps", place)
    if parameters.signatures is not UNSET:
        message = challenges.certs_sig(encode(Certs(parameters.certs, texts)))
        check_signature(
            group,
            verification,
            message,
            parameters.signatures[i],
            findings,
            "trustees.signatures",
            f"{where}, trustee {i + 1}",
        )
    places = [f"{place}, {k}" for k in range(len(texts))]
    return Decoder(group, findings, "trustees").elements(texts, places)


def share_key(group: Group, coefexps: Sequence[Sequence[Element]], index: int) -> Element:
    """The public key of trustee ``index`` (from 1): the product of A_ik to the index^k."""
    row = [(element, index**k) for texts in coefexps for k, element in enumerate(texts)]
    return group.products([row])[0]
