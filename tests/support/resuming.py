# SPDX-License-Identifier: Apache-2.0
"""Verifies a record twice: in full, and going on from the state of an older part of it."""

import io

from isonomia.record.archive import BLOCK, Entry, open_archive
from isonomia.verify import Examined, Report, State, examine, state_after
from isonomia.verify.checks import SINCE


def ends(content: bytes) -> list[int]:
    """Where the entry of each event ends: the record could have been cut there."""
    entries = [entry for entry in open_archive(io.BytesIO(content)) if isinstance(entry, Entry)]
    return [e.offset + -(-e.size // BLOCK) * BLOCK for e in entries if e.kind == "event"]


def run(content: bytes, backend: str = "kernel", since: State | None = None) -> Examined:
    return examine(io.BytesIO(content), backend=backend, workers=1, since=since)


def state_at(content: bytes, end: int, backend: str = "kernel") -> State | None:
    """What a verification of the older part says, if that part is valid."""
    examined = run(content[:end], backend)
    if not examined.report.valid:
        return None
    return state_after(examined.report, examined.last, end, io.BytesIO(content))


def last_state(content: bytes, backend: str = "kernel") -> State | None:
    """The state at the latest event up to which a record is valid, if it begins validly (found by halving)."""
    low, states = 0, [*ends(content)]
    found, high = None, len(states)
    while low < high:
        middle = (low + high) // 2
        state = state_at(content, states[middle], backend)
        if state is None:
            high = middle
        else:
            found, low = state, middle + 1
    return found


def require_same(full: Report, resumed: Report) -> None:
    """The two reports say the same of the record."""
    for name in ("valid", "stage", "uuid", "name", "group", "backend", "fingerprints", "counts", "result", "failures"):
        assert getattr(resumed, name) == getattr(full, name), name
    assert resumed.notes[:-1] == full.notes or set(full.notes) < set(resumed.notes)
    assert [check.id for check in resumed.checks] == [*(check.id for check in full.checks), SINCE]
