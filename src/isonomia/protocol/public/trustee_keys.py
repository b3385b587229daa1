# SPDX-License-Identifier: Apache-2.0
"""Checks of a trustee's public key and signatures (sections "Verification keys", "Signing")."""

from isonomia.groups import Element, Group
from isonomia.protocol import challenges
from isonomia.protocol.messages import Proof, TrusteePublicKey
from isonomia.protocol.public.commitments import Commitments
from isonomia.protocol.public.decoding import Decoder
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.schnorr import check_schnorr


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
