# SPDX-License-Identifier: Apache-2.0
"""Whole verifications of records with a few changes, every hash right again.

An input is a list of changes, not a record: which base, and for each change where and what (see ``changes``).
So whatever libFuzzer does to it reaches the checks behind the hashes. Nothing but the typed errors comes out;
a record that is valid after all has the result of its base; verified in two parts it gets the same report.
"""

import io
import json
from typing import Any

import atheris
from harness import ODD, ROOT, at, compact, fuzz, paths

with atheris.instrument_imports(include=["isonomia"]):
    from isonomia.groups import UnknownGroup
    from isonomia.record.errors import NotARecord, UnknownVersion
    from isonomia.verify import Report, verify
    from isonomia.verify.merge import merge
    from isonomia.verify.parts import PartError, examine_part

from support.forge import Event, Record, load

BASES = [path.read_bytes() for path in sorted((ROOT / "bases").glob("*.bel"))]
REPORTS = [verify(io.BytesIO(content), workers=1) for content in BASES]
assert all(report.valid for report in REPORTS)

COUNTED = ("registered", "registered_weight", "counted", "counted_weight", "trustees")
"""Whoever writes all of history anew can leave out a ballot that was replaced, and what is not needed."""

_TYPED = (NotARecord, UnknownVersion, UnknownGroup)


def target(data: bytes) -> None:
    provider = atheris.FuzzedDataProvider(data)
    base = provider.ConsumeIntInRange(0, len(BASES) - 1)
    record = load(BASES[base])
    for _ in range(provider.ConsumeIntInRange(1, 4)):
        change(record, provider)
    content = record.write()
    tail = provider.ConsumeIntInRange(0, 40)
    content = content + provider.ConsumeBytes(600) if tail == 1 else content[: len(content) - 128 * max(0, tail - 30)]
    try:
        report = verify(io.BytesIO(content), workers=1)
    except _TYPED:
        return
    if report.valid and report.result is not None:
        assert report.result == REPORTS[base].result, "another result is valid"
        same = {name: report.counts[name] == REPORTS[base].counts[name] for name in COUNTED}
        assert all(same.values()), same
    if provider.ConsumeIntInRange(0, 7) == 0:
        in_parts(content, report)


def in_parts(content: bytes, report: Report) -> None:
    """The same report from two parts."""
    try:
        parts = [examine_part(io.BytesIO(content), *bounds, workers=1) for bounds in ((0, 2), (2, 1000))]
    except PartError:
        assert not report.counts
        return
    merged = merge(io.BytesIO(content), parts, workers=1).report
    assert (merged.checks, merged.counts, merged.result) == (report.checks, report.counts, report.result)


def change(record: Record, provider: Any) -> None:
    """One change: of an event, or in the content of an object."""
    if not record.events:
        return
    number = provider.ConsumeIntInRange(0, len(record.events) - 1)
    event = record.events[number]
    match provider.ConsumeIntInRange(0, 11):
        case 0:
            del record.events[number]
        case 1:
            record.events.insert(provider.ConsumeIntInRange(0, len(record.events)), record.events.pop(number))
        case 2:
            twin = Event(event.type, event.contents, event.envelope, publish=provider.ConsumeBool())
            record.events.insert(provider.ConsumeIntInRange(0, len(record.events)), twin)
        case 3:
            event.type = provider.PickValueInList(
                ["Setup", "Ballot", "EndBallots", "EncryptedTally", "Shuffle", "EndShuffles", "Result", "", "é"]
            )
        case 4:
            key = provider.PickValueInList(["owner", "num_tallied", "total_weight", "more"])
            event.envelope[key] = provider.PickValueInList([0, 1, 2, 3, -1, 2**70, "1", None, [], 1.5])
        case 5:
            event.publish = not event.publish
        case 6 | 7:
            replace_bytes(event, provider)
        case _:
            replace_value(event, provider)


def replace_bytes(event: Event, provider: Any) -> None:
    if event.contents:
        number = provider.ConsumeIntInRange(0, len(event.contents) - 1)
        content = event.contents[number]
        start = provider.ConsumeIntInRange(0, len(content))
        end = min(len(content), start + provider.ConsumeIntInRange(0, 8))
        event.contents[number] = content[:start] + provider.ConsumeBytes(8) + content[end:]


def replace_value(event: Event, provider: Any) -> None:
    """In JSON: a value by an odd one, by another of the same object, or by a changed text."""
    if not event.contents:
        return
    number = provider.ConsumeIntInRange(0, len(event.contents) - 1)
    try:
        value = json.loads(event.contents[number])
    except (ValueError, RecursionError):
        return
    places = list(paths(value))
    path = places[provider.ConsumeIntInRange(0, len(places) - 1)]
    if not path:
        return
    parent, key = at(value, path[:-1]), path[-1]
    match provider.ConsumeIntInRange(0, 4):
        case 0:
            del parent[key]
        case 1:
            parent[key] = ODD[provider.ConsumeIntInRange(0, len(ODD) - 1)]
        case 2:
            other = places[provider.ConsumeIntInRange(0, len(places) - 1)]
            parent[key] = at(json.loads(event.contents[number]), other)
        case 3 if isinstance(parent, list):
            parent.append(parent[key])
        case _:
            if isinstance(parent[key], str):
                place = provider.ConsumeIntInRange(0, len(parent[key]))
                end = place + provider.ConsumeIntInRange(0, 2)
                parent[key] = parent[key][:place] + provider.ConsumeUnicode(2) + parent[key][end:]
    event.contents[number] = compact(value)


if __name__ == "__main__":
    fuzz(target, multiple=400)
