# SPDX-License-Identifier: Apache-2.0
"""Checks of threshold trustees (sections "Certificates", "Polynomials", "Threshold parameters")."""

from collections.abc import Sequence

from isonomia.groups import Element, Group
from isonomia.protocol import challenges
from isonomia.protocol.messages import UNSET, CertKeys, Certs, SignedMsg, ThresholdParameters, encode
from isonomia.protocol.public.decoding import Decoder, Undecodable
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.trustee_keys import check_public_key, check_signature
from isonomia.protocol.public.trustees import MOST_TRUSTEES, Pedersen


def check_pedersen(group: Group, pedersen: Pedersen, findings: Findings, where: str) -> None:
    """Certificates, coefficients, signatures and keys of a threshold group. Raises Undecodable."""
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
    _check_release(pedersen, findings, where)
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
    joint = joint_coefexps(group, matrix)
    why = f"the last coefficients cancel out: fewer than {parameters.threshold} trustees can decrypt"
    findings.require("trustees.shape", joint[-1] != group.identity, where, why)
    why = "the keys of the group cancel out: it holds no part of the election's private key"
    findings.require("trustees.public-key", joint[0] != group.identity, where, why)
    for index, key in enumerate(parameters.verification_keys, start=1):
        place = f"{where}, trustee {index}"
        public_key = check_public_key(group, key, findings, place)
        findings.require(
            "trustees.verification-key",
            public_key == share_key(group, joint, index),
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


def _check_release(pedersen: Pedersen, findings: Findings, where: str) -> None:
    """What is optional comes together, as one release or another writes it.

    2.0 to 2.5: neither context nor signatures; 2.5.1: both; 3.0 and later: every key signed as well.
    Anything between would let a dishonest trustee leave out what convicts her.
    """
    contexts = {keys.context is not UNSET for keys in pedersen.cert_keys}
    signed = {key.signature is not UNSET for key in pedersen.parameters.verification_keys}
    parts = (contexts, {pedersen.parameters.signatures is not UNSET}, signed)
    old, middle, new = [{False}] * 3, [{True}, {True}, {False}], [{True}] * 3
    why = "contexts, signatures of certificates and signatures of keys are not those of any release"
    findings.require("trustees.shape", list(parts) in (old, middle, new), where, why)


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


def joint_coefexps(group: Group, matrix: Sequence[Sequence[Element]]) -> list[Element]:
    """The exponentiated coefficients of the sum of all polynomials: products of A_ik over i."""
    return group.products([[(element, 1) for element in column] for column in zip(*matrix, strict=True)])


def share_key(group: Group, coefexps: Sequence[Element], index: int) -> Element:
    """g to the value at ``index`` of a polynomial: the product of A_k to the index^k."""
    row = [(element, pow(index, k, group.q)) for k, element in enumerate(coefexps)]
    return group.products([row])[0]
