# SPDX-License-Identifier: Apache-2.0
"""The reader of the archive: bytes of a .bel file in, entries and problems out.

If nothing is wrong with a file, our writer writes its entries to the same bytes: there is one way to write
a record, and nowhere to hide anything.
"""

import io
from hashlib import sha256
from random import Random

import atheris
from harness import fuzz

with atheris.instrument_imports(include=["isonomia"]):
    from isonomia.record.archive import BLOCK, Entry, Limits, open_archive, whole_length
    from isonomia.record.errors import NotARecord, Problem, UnknownVersion
    from isonomia.record.writer import entry_bytes


def target(data: bytes) -> None:
    whole, _ = whole_length(io.BytesIO(data))
    assert 0 <= whole <= len(data)
    try:
        archive = open_archive(io.BytesIO(data), Limits(data=len(data)))
    except (NotARecord, UnknownVersion):
        return
    items = list(archive)
    problems = [item for item in items if isinstance(item, Problem)]
    assert all(str(problem).isascii() and len(str(problem)) < 1000 for problem in problems)
    position = 0
    for item in items:
        if isinstance(item, Problem):
            continue
        assert item.content == data[item.offset : item.offset + item.size]
        assert item.hash == sha256(item.content).hexdigest()
        if not problems:
            assert position == item.offset - BLOCK
            position = item.offset + -(-item.size // BLOCK) * BLOCK
            if item.kind != "header":
                assert archive.timestamp is not None
                written = entry_bytes(item.kind, item.content, archive.timestamp)[1]
                assert written == data[item.offset - BLOCK : position]
    if not problems:
        assert position == len(data) == whole
        assert isinstance(items[0], Entry)
        assert items[0].kind == "header"


def mutator(data: bytes, size: int, random: Random) -> bytes:
    """Mutated, then names and checksums made right: what stands behind them is reached."""
    changed = bytearray(atheris.Mutate(data, size))
    position = 0
    while position + BLOCK <= len(changed):
        try:
            length = int(changed[position + 124 : position + 135], 8)
        except ValueError:
            break
        start = position + BLOCK
        if position and random.random() < 0.9:
            content = bytes(changed[start : start + length])
            changed[position : position + 64] = sha256(content).hexdigest().encode()
        changed[position + 148 : position + 156] = b" " * 8
        changed[position + 148 : position + 156] = b"%06o\0 " % sum(changed[position:start])
        position = start + -(-length // BLOCK) * BLOCK
    return bytes(changed)


if __name__ == "__main__":
    fuzz(target, multiple=32, mutator=mutator)
