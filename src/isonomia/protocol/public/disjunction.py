# SPDX-License-Identifier: Apache-2.0
"""Checks of proofs that one of several ciphertexts encrypts a given value.

Interval membership, possibly-blank votes and list constraints (specification, sections "Proofs of
interval membership", "Proofs of possibly-blank votes", "Proofs of list constraints") are all this.
"""

from isonomia.groups import Claim
from isonomia.protocol.public.commitments import Commitments
from isonomia.protocol.public.findings import Findings


def check_disjunction(
    commitments: Commitments, claim: Claim, findings: Findings, check: str, where: str, why: str
) -> None:
    """One branch is true. The numbers of the proofs were read before (``Decoder.require_proofs``)."""
    commitments.add_disjunction(claim, lambda is_right: findings.require(check, is_right, where, why))
