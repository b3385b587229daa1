# SPDX-License-Identifier: Apache-2.0
"""What people read: widths, bars, percentages, and nothing from a record that moves a cursor."""

from dataclasses import replace

import pytest

from isonomia.present.report import MOST_FAILURES, checks_lines, report_lines, verdict
from isonomia.present.result import bar, percent, result_lines
from isonomia.present.text import hanging, safe, width_of
from isonomia.protocol.messages import QuestionH, QuestionL, QuestionNH
from isonomia.protocol.public.findings import Failure
from isonomia.verify import CheckReport, Report

HOSTILE = "name\x1b[2J\u202e\r\n\u2028\x9b"

CHECKS = (
    CheckReport("ballot.signature", "Every ballot is signed by its credential", 12, ()),
    CheckReport("shuffle.proof", "Every shuffle is proved", 0, ()),
    CheckReport("tally.envelope", "The numbers are right", 1, (Failure("tally.envelope", HOSTILE, HOSTILE),)),
)
REPORT = Report(
    stage="tallied",
    uuid="1" * 14,
    name=HOSTILE,
    group="Ed25519",
    backend="kernel",
    fingerprints={"election": "x" * 43},
    counts={"registered": 3, "registered_weight": 9, "counted": 2, "counted_weight": 2},
    result=None,
    notes=("a note " * 30,),
    checks=CHECKS,
)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, "-"),
        (0, 5, "0.0%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 2000, "0.1%"),
        (5, 5, "100.0%"),
        (1, 8, "12.5%"),
    ],
)
def test_percent(part: int, whole: int, text: str) -> None:
    assert percent(part, whole) == text


@pytest.mark.parametrize("plain", [True, False])
def test_bars_stay_in_their_width(plain: bool) -> None:
    lengths = [len(bar(part, 100, 20, plain)) for part in range(101)]
    assert lengths == sorted(lengths)
    assert (lengths[0], lengths[100]) == (0, 20)
    assert len(bar(500, 100, 20, plain)) == 20  # a record that says more votes than voters
    assert bar(1, 0, 20, plain) == ""


def test_what_a_record_says_moves_no_cursor() -> None:
    assert safe(HOSTILE) == "name\\x1b[2J\\u202e\\r\\n\\u2028\\x9b"
    assert safe("Выбары — 選挙") == "Выбары — 選挙"
    assert len(safe("x" * 10_000)) == 501
    for lines in (report_lines(REPORT), report_lines(REPORT, 80)):
        text = "\n".join(line.plain for line in lines)
        assert not set(text) & set("\x1b\u202e\r\u2028\x9b")


@pytest.mark.parametrize("width", [80, 100, 132])
def test_a_report_fits_the_terminal(width: int) -> None:
    calm = replace(REPORT, name="N", checks=CHECKS[:2])
    for line in report_lines(calm, width):
        assert all(width_of(part) <= width for part in line.plain.split("\n"))


def test_failures_are_listed_up_to_a_number_and_the_rest_is_told() -> None:
    failures = tuple(Failure("a.b", f"ballot {i}", "wrong") for i in range(50))
    lines = [line.plain for line in checks_lines((CheckReport("a.b", "T", 50, failures),))]
    assert len(lines) == 1 + 1 + MOST_FAILURES + 1
    assert "FAILED      50  a.b: T" in lines[1]
    assert "30 more" in lines[-1]


def test_verdict() -> None:
    assert "NOT VALID" in verdict(REPORT).plain
    assert verdict(replace(REPORT, checks=CHECKS[:2])).plain.startswith("VALID: 1 checks passed")


def test_results_of_every_kind() -> None:
    questions = [
        QuestionH(answers=["Yes", "選択" * 30], blank=True, min=1, max=1, question="Adopt?"),
        QuestionNH(answers=["A", "B"], question="Rank"),
        QuestionL(answers=[["L1", "a"], ["L2", "b"]], question="Lists"),
    ]
    result = [[1, 2, 10**12], [[1, 2], [1, 2], [0, 9]], [[3, 2], [1, 1]]]
    lines = [line.plain for line in result_lines(questions, result, 10**12, 80)]
    assert all(width_of(part) <= 80 for line in lines for part in line.split("\n"))
    assert any("(blank)" in line for line in lines)
    assert any("2 ×  A: 1, B: 2" in line for line in lines)
    assert any(line.lstrip().startswith("a ") for line in lines)


def test_hanging_indent() -> None:
    wrapped = hanging("  - ", "one two three four five six seven", 30).plain
    assert wrapped == "  - one two three four five\n    six seven"
    assert hanging("  - ", "one two", None).plain == "  - one two"
