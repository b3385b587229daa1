# SPDX-License-Identifier: Apache-2.0
"""Numbers of votes as releases write them: from 2^30 on as strings (servers allow weights of 10^11 in all)."""

import json

import pytest

from isonomia.record.errors import RecordError
from isonomia.record.payloads import read_count
from support.forge import altered
from support.founding import REFERENDUM, found


def test_large_weights_are_counted() -> None:
    """From 2^30 on releases write a string; 2^30 - 1 is the last number."""
    holding, credentials = found("Ed25519", [REFERENDUM], weights=[2**30 - 1, 1, 0])
    holding.cast(credentials[0], [[1, 0]])
    holding.cast(credentials[1], [[1, 0]])
    holding.finish()
    assert json.loads(holding.record.of("Result")[0].content) == {"result": [[str(2**30), 0]]}
    assert holding.record.of("EncryptedTally")[0].envelope["total_weight"] == str(2**30)
    report = holding.record.verify()
    assert (report.failures, report.result) == ([], [[2**30, 0]])


def test_small_counts_as_strings_are_read_too() -> None:
    holding, credentials = found("Ed25519", [REFERENDUM])
    holding.cast(credentials[0], [[1, 0]])
    holding.finish()
    result = holding.record.of("Result")[0]
    result.content = altered(result.content, lambda value: value.update(result=[["1", "0"]]))
    report = holding.record.verify()
    assert (report.failures, report.result) == ([], [[1, 0]])


@pytest.mark.parametrize("text", ["", "-1", "01", "1e3", "1_0", "１", " 1", "9" * 31])
def test_counts_that_are_no_numbers(text: str) -> None:
    with pytest.raises(RecordError, match="not a number of votes"):
        read_count(text, "here")


@pytest.mark.parametrize(("written", "value"), [(0, 0), ("0", 0), ("7000000000", 7_000_000_000), (2**30, 2**30)])
def test_counts_in_both_forms(written: int | str, value: int) -> None:
    assert read_count(written, "here") == value
