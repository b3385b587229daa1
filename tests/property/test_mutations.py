# SPDX-License-Identifier: Apache-2.0
"""Bytes of a valid record changed at random: never another exception, never valid."""

import json
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.groups import UnknownGroup
from isonomia.record.errors import NotARecord, UnknownVersion
from isonomia.verify import verify
from support.forge import load
from support.founding import BOARD, LISTS, RANKING, found

MANY = settings(max_examples=250, deadline=None, derandomize=True)


@cache
def whole() -> bytes:
    """Every kind of question and trustee, and nobody to spare: a wrong partial decryption is not set aside."""
    holding, credentials = found("Ed25519", [BOARD, RANKING, LISTS], voters=2, trustees=(1, (2, 2)))
    for credential in credentials:
        holding.cast(credential, [[0, 1, 0, 1], [1, 2, 3], [[1, 1, 0], [0, 0]]])
    holding.finish(shufflers=(1,))
    return holding.record.write()


def is_refused(content: bytes) -> bool:
    """By an exception that says what it is, or in the report."""
    try:
        return not verify(BytesIO(content), workers=1).valid
    except (NotARecord, UnknownVersion, UnknownGroup):
        return True


def test_untouched_record_is_valid() -> None:
    assert not is_refused(whole())


@MANY
@given(st.data())
def test_one_byte_changed(data: st.DataObject) -> None:
    content = bytearray(whole())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    assert is_refused(bytes(content))


PIECES = st.binary(max_size=3) | st.sampled_from([b'"', b"{}", b"null", b"[", b"9" * 40, bytes(512), b"\\ud800"])


@MANY
@given(st.data())
def test_piece_replaced(data: st.DataObject) -> None:
    """Cut out, put in or overwritten: lengths change too."""
    content = whole()
    at = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(at, min(len(content), at + 600)))
    mutated = content[:at] + data.draw(PIECES) + content[end:]
    assert is_refused(mutated) or mutated == content


@settings(MANY, max_examples=150)
@given(st.data())
def test_content_changed_and_hashed_anew(data: st.DataObject) -> None:
    """Behind the hashes: what the parsers of the payloads see."""
    record = load(whole())
    event = data.draw(st.sampled_from([event for event in record.events if event.contents]))
    number = data.draw(st.integers(0, len(event.contents) - 1))
    content = event.contents[number]
    at = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(at, min(len(content), at + 4)))
    event.contents[number] = content[:at] + data.draw(PIECES) + content[end:]
    changed = event.contents[number] != content
    assert is_refused(record.write()) == changed


LEAVES = st.none() | st.booleans() | st.integers(-2, 2**70) | st.floats(allow_nan=False) | st.text(max_size=3)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2))


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in JSON."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield from paths(part, (*path, key))


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    value[path[0]] = put(value[path[0]], path[1:], new)
    return value


@settings(MANY, max_examples=150)
@given(st.data())
def test_value_of_another_type(data: st.DataObject) -> None:
    """Anything in place of anything. What is written otherwise and means the same ("2" votes) may pass."""
    record = load(whole())
    event = data.draw(st.sampled_from([event for event in record.events if event.contents]))
    number = data.draw(st.integers(0, len(event.contents) - 1))
    value = json.loads(event.contents[number])
    path = data.draw(st.sampled_from(list(paths(value))))
    changed = put(value, path, data.draw(VALUES))
    event.contents[number] = json.dumps(changed, ensure_ascii=False, separators=(",", ":")).encode()
    assert is_refused(record.write()) or meaning(record.write()) == meaning(whole())


def meaning(content: bytes) -> Any:
    report = verify(BytesIO(content), workers=1)
    return report.result, report.counts


@pytest.mark.parametrize("cut", range(0, 40 * 512, 512 * 3))
def test_blocks_missing_at_the_end(cut: int) -> None:
    """Cut between two events it is an older record, and valid; anywhere else it is torn."""
    content = whole()[: len(whole()) - cut]
    report = verify(BytesIO(content), workers=1)
    assert {failure.check for failure in report.failures} <= {"archive.tail", "chain.unreferenced"}
    assert report.stage != "tallied" or cut == 0
