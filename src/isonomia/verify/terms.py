# SPDX-License-Identifier: Apache-2.0
"""The terms beside a record: checked against its election (``verify --terms``)."""

from dataclasses import replace

from isonomia.protocol.public.findings import Findings
from isonomia.record import terms
from isonomia.record.errors import RecordError
from isonomia.verify.checks import TERMS_TITLES
from isonomia.verify.report import Report, check_reports
from isonomia.verify.verifier import Examined


def with_terms(examined: Examined, content: bytes, where: str) -> Report:
    """The report with the checks of a terms file added to it."""
    findings = Findings()
    read = None
    try:
        read = terms.read_terms(content, where)
        findings.checked[terms.CANONICAL] += 1
    except RecordError as error:
        findings.fail(terms.CANONICAL, error.where, error.why)
    message = examined.setup.election.message if examined.setup else None
    named = terms.named_terms(message.description) if message else None
    why = f"its SHA-256 is {terms.terms_hash(content)}, which is not the last line of the election's description"
    findings.require(terms.HASH, terms.terms_hash(content) == named, where, why)
    if read is not None:
        uuid = message.uuid if message else None
        findings.require(terms.UUID, read.uuid == uuid, where, f"is for {read.uuid[:40]!r}, the election is {uuid}")
    added = check_reports(findings, TERMS_TITLES)
    return replace(examined.report, checks=examined.report.checks + added)
