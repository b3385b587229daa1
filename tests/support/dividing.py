# SPDX-License-Identifier: Apache-2.0
"""Verifies a record in parts, and puts them together."""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

from isonomia.verify import Report
from isonomia.verify.merge import merge
from isonomia.verify.parts import Part, examine_part


def part(content: bytes, start: int, end: int) -> Part:
    return examine_part(BytesIO(content), start, end, workers=1)


def parts(content: bytes, *bounds: int) -> list[Part]:
    """Between one bound and the next."""
    return [part(content, start, end) for start, end in pairwise(bounds)]


def merged(content: bytes, made: Sequence[Part]) -> Report:
    return merge(BytesIO(content), made, workers=1).report


def require_same(merged: Report, plain: Report) -> None:
    """The two reports say the same, but that one took the word of others."""
    assert merged.notes[:-1] == plain.notes
    assert "is the word of whoever made" in merged.notes[-1]
    for name in ("valid", "stage", "uuid", "name", "group", "backend", "fingerprints", "counts", "result", "checks"):
        assert getattr(merged, name) == getattr(plain, name), name
