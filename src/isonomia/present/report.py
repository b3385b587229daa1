# SPDX-License-Identifier: Apache-2.0
"""The report of a verification as lines."""

from rich.text import Text

from isonomia.present.text import hanging, heading, safe, table
from isonomia.verify.report import CheckReport, Report

MOST_FAILURES = 20
"""Failures of one check that are listed one by one; ``--json`` has them all."""

STAGES = {
    "open": "open: voting goes on",
    "closed": "closed: voting has ended, there is no result yet",
    "tallied": "tallied: the result is published",
}

_COUNTS = {
    "registered": "voters on the roll",
    "registered_weight": "their weight",
    "ballots": "ballots accepted",
    "counted": "ballots that count",
    "counted_weight": "their weight",
    "trustees": "trustees",
    "shuffles": "shuffles",
    "partial_decryptions": "valid partial decryptions",
}
_FINGERPRINTS = {
    "election": "election",
    "trustees": "trustees",
    "credentials": "roll",
    "encrypted_tally": "encrypted tally",
    "last_event": "last event",
}


def report_lines(report: Report, width: int | None = None) -> list[Text]:
    """All of a report but the verdict; ``width`` in columns, None: lines of any length."""
    lines = [
        *table(
            [
                ("Election", safe(report.name) if report.name is not None else "cannot be read"),
                ("Identifier", f"{report.uuid or 'unknown'} ({report.group or 'unknown group'})"),
                ("Stage", STAGES[report.stage] if report.uuid is not None else "cannot be told"),
            ],
            indent="",
        ),
        Text(),
        *_part("Counts", [(_COUNTS.get(key, key), str(value)) for key, value in _counts(report).items()]),
        *_part(
            "Fingerprints",
            [(_FINGERPRINTS.get(key, key), value) for key, value in report.fingerprints.items()],
        ),
    ]
    lines += checks_lines(report.checks, width)
    if report.notes:
        lines += [Text(), heading("Notes"), *(hanging("  - ", safe(note), width) for note in report.notes)]
    return lines


def _counts(report: Report) -> dict[str, int]:
    """Weights are told only where they differ from numbers."""
    counts = dict(report.counts)
    for plain, weighted in (("registered", "registered_weight"), ("counted", "counted_weight")):
        if counts.get(plain) == counts.get(weighted):
            counts.pop(weighted, None)
    return counts


def _part(title: str, rows: list[tuple[str, str]]) -> list[Text]:
    return [heading(title), *table(rows), Text()] if rows else []


def checks_lines(checks: tuple[CheckReport, ...], width: int | None = None) -> list[Text]:
    """Every check with the number of its objects, failures under it; those without objects at the end."""
    lines = [heading("Checks (ok or FAILED, how many objects, what)")]
    names = width is None or width >= 120
    for check in checks:
        if check.checked or check.failures:
            lines += _check(check, width, names)
    idle = [check.id for check in checks if not check.checked and not check.failures]
    if idle:
        lines.append(hanging("  nothing to look at: ", ", ".join(idle), width, style="dim"))
    return lines


def _check(check: CheckReport, width: int | None, names: bool) -> list[Text]:
    if check.passed:
        line = hanging(f"  ok     {check.checked:>7}  {check.id + '  ' if names else ''}", check.title, width)
        line.stylize("green", 2, 4)
        return [line]
    shown = [
        hanging("         - ", safe(f"{failure.where}: {failure.why}", 2000), width)
        for failure in check.failures[:MOST_FAILURES]
    ]
    more = len(check.failures) - len(shown)
    if more > 0:
        shown.append(Text(f"         and {more} more; --json lists them all"))
    first = hanging(f"  FAILED {check.checked:>7}  ", f"{check.id}: {check.title}", width)
    first.stylize("bold red", 2, 8)
    return [first, *shown]


def verdict(report: Report) -> Text:
    """The last line."""
    checks = sum(1 for check in report.checks if check.checked)
    if report.valid:
        return Text(f"VALID: {checks} checks passed in {report.seconds:.2f} s, up to the last event", "bold green")
    failed = sum(1 for check in report.checks if not check.passed)
    return Text(
        f"NOT VALID: {failed} checks failed, with {len(report.failures)} failures: do not rely on this record",
        "bold red",
    )
