# SPDX-License-Identifier: Apache-2.0
"""Whether a ballot that somebody hands in may be appended: the verifier's own checks, before there is an event."""

from isonomia.protocol.messages import encode
from isonomia.protocol.public.ballots import check_ballot
from isonomia.protocol.public.findings import Findings
from isonomia.record.errors import RecordError
from isonomia.verify.limits import EntryLimits
from isonomia.verify.setup import Setup


def check_alone(setup: Setup, content: bytes, where: str = "the ballot") -> Findings:
    """Everything that can be checked of a ballot outside of a record, its credential on the roll included."""
    findings = Findings()
    if len(content) > EntryLimits(setup.election).ballot:
        findings.fail("json.syntax", where, f"has {len(content)} bytes: no ballot of this election has as many")
        return findings
    try:
        ballot = setup.shapes.ballot(content, where)
    except RecordError as error:
        findings.fail(error.check, error.where, error.why)
        return findings
    canonical = encode(ballot) == content
    why = "is not written in the compact form and order of the specification"
    findings.require("ballot.canonical", canonical, where, why)
    on_roll = ballot.credential in setup.roll
    findings.require("ballot.credential", on_roll, where, "its credential is not on the roll")
    check_ballot(setup.election, ballot, findings, where)
    return findings
