# SPDX-License-Identifier: Apache-2.0
"""The rounds of a monitor: look, compare with what is kept, keep what is new, check it.

What was seen once must be seen always. Three things are kept apart: the source was not seen (a network),
the record is not valid (a check says why), and history changed (the alarm; both versions are kept).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from msgspec.structs import replace

from isonomia import __version__
from isonomia.cli import state_file
from isonomia.cli.diff import parting_json
from isonomia.cli.failure import CliError
from isonomia.cli.monitor_mirror import Mirror, keep_evidence, window
from isonomia.cli.monitor_source import Look, NoRanges, Source, Unseen
from isonomia.record.archive import open_archive
from isonomia.record.errors import RecordError
from isonomia.verify import Report, State, examine, state_after
from isonomia.verify.history import compare, event_after, event_at, whole_events
from isonomia.verify.state import Watch, prefix_hash

Status = Literal["ok", "waiting", "invalid", "unreachable", "alarm"]

EXIT: Final[dict[Status, int]] = {"ok": 0, "waiting": 0, "invalid": 1, "unreachable": 2, "alarm": 3}
EVERY: Final = 20
"""Rounds after which the whole of a remote record is compared again."""
DELAYS: Final = (1.0, 3.0, 9.0)
"""Seconds before the source is looked at again in one round."""

_CHUNK: Final = 1 << 18


@dataclass
class Round:
    """What one round found."""

    time: str
    status: Status = "ok"
    added: Counter[str] = field(default_factory=Counter)
    """Events by type that are new in the mirror."""
    length: int = 0
    """Of the mirror."""
    height: int | None = None
    """The last event that was verified, and its hash."""
    event: str | None = None
    report: Report | None = None
    unseen_since: str | None = None
    """When the source was last seen, if it was not seen in this round; "" if never."""
    why: str | None = None
    whole: bool = False
    """Whether every byte was compared."""
    waiting: int = 0
    """Bytes behind the last event of the source."""
    alarm: dict[str, Any] | None = None
    notes: list[str] = field(default_factory=list)


class _Changed(Exception):
    """The source shows other bytes than are kept, or fewer."""


class Monitor:
    """One source, its mirror and its state."""

    def __init__(
        self,
        source: Source,
        mirror: Mirror,
        state_path: Path,
        *,
        now: Callable[[], str],
        sleep: Callable[[float], None],
        backend: str = "kernel",
        workers: int | None = None,
    ) -> None:
        """Raises CliError if the mirror is not what the state says of it; OSError and StateError."""
        self._source, self._mirror, self._state_path = source, mirror, state_path
        self._now, self._sleep = now, sleep
        self._backend, self._workers = backend, workers
        self._state = state_file.load(state_path) if state_path.exists() else None
        self._seen = self._state.monitor.seen if self._state and self._state.monitor else ""
        self._since_whole = self._state.monitor.round if self._state and self._state.monitor else 0
        self._verified: tuple[int, Report] | None = None
        self._require_mirror()

    def _require_mirror(self) -> None:
        """The mirror begins with what was verified; one that is lost is fetched again, and compared then."""
        state = self._state
        if state is None or not self._mirror.length:
            return
        if prefix_hash(self._mirror.file, state.length) != state.prefix:
            raise CliError(
                "mirror-changed",
                f"{self._mirror.path}: not the record that {self._state_path} was written for",
                "one of the two was exchanged or damaged; keep both, and begin anew with other names",
            )

    def round(self, *, full: bool = False) -> Round:
        """Look at the source once, with a few repetitions if it cannot be seen. Raises CliError and OSError."""
        found = Round(self._now())
        try:
            self._look(found, full)
        except Unseen as error:
            found.status, found.why, found.unseen_since = "unreachable", error.why, self._seen
        else:
            self._seen = found.time
        if found.status != "alarm":
            self._check(found)
        self._remember(found)
        found.length = self._mirror.length
        if self._state is not None:
            found.height, found.event = self._state.height, self._state.event
        return found

    # --- looking ---------------------------------------------------------------------------------

    def _look(self, found: Round, full: bool) -> None:
        """Until the source was seen to its end, or history changed. Raises Unseen."""
        full = full or self._source.whole or self._state is None or self._since_whole + 1 >= EVERY
        for delay in (*DELAYS, None):
            try:
                broken = self._look_once(found, full)
            except Unseen as error:
                if delay is None or not error.passing:
                    raise
                broken = error.why
            if broken is None:
                return
            if delay is None:
                raise Unseen(broken)
            self._sleep(delay)

    def _look_once(self, found: Round, full: bool) -> str | None:
        """Compare, and keep what is new; says why there may be more to see. Raises Unseen."""
        start = 0 if full and not found.whole else self._mirror.last_start
        try:
            with self._source.look(start) as look:
                return self._take(found, look)
        except NoRanges:
            found.notes.append("the server does not give the part that was asked for: the whole was fetched")
        except _Changed:
            if found.alarm is not None:
                return None
            found.notes.append("the part that was asked for differs from what is kept: the whole was fetched")
        with self._source.look(0) as look:
            try:
                return self._take(found, look)
            except _Changed:
                return None

    def _take(self, found: Round, look: Look) -> str | None:
        """Raises _Changed, with the alarm given if the whole was looked at, and Unseen."""
        mirror = self._mirror
        kept = mirror.length - look.offset
        same = _same(window(mirror.file, look.offset, mirror.length), look.file, min(kept, look.length))
        if look.offset == 0 and (not kept or not same or not look.length):
            _require_record(look)
        if same and look.length < max(kept, self._least()):
            if (why := look.broken or look.unsure) is not None:
                raise Unseen(why)
            same = False
        if same and not mirror.length and self._state is not None:
            same = prefix_hash(look.file, self._state.length) == self._state.prefix
        if not same:
            if look.offset == 0:
                self._alarm(found, look)
            raise _Changed
        found.whole = found.whole or look.offset == 0
        new = whole_events(window(look.file, kept, look.length))
        if new.length:
            mirror.append(look.file, kept, kept + new.length)
            found.added += new.events
        found.waiting = look.length - kept - new.length
        if new.problem is not None and look.broken is None:
            found.status, found.why = "invalid", f"{new.problem.why} [{new.problem.check}], behind the last event"
        return look.broken

    def _least(self) -> int:
        """Bytes of a whole that were seen before, though the mirror was lost."""
        return self._state.length if self._state is not None and not self._mirror.length else 0

    def _alarm(self, found: Round, look: Look) -> None:
        """Where the two versions part; both are kept."""
        found.status = "alarm"
        seen = window(look.file, 0, look.length)
        alarm: dict[str, Any] = {
            "time": found.time,
            "source": self._source.name,
            **_difference(self._mirror, self._state, seen),
            "answer": look.about,
        }
        folder = keep_evidence(self._mirror, seen, look.length, alarm)
        found.alarm = {**alarm, "evidence": None if folder is None else str(folder)}
        found.alarm.pop("answer")

    # --- checking --------------------------------------------------------------------------------

    def _check(self, found: Round) -> None:
        """Verify what the last valid state does not cover."""
        length = self._mirror.length
        if not length:
            found.status = "waiting" if found.status == "ok" else found.status
            return
        if self._verified is None or self._verified[0] != length:
            self._verified = length, self._verify(found, length)
        found.report = self._verified[1]
        if not found.report.valid:
            found.status = "invalid"

    def _verify(self, found: Round, length: int) -> Report:
        since = self._state
        if since is not None and since.release != __version__:
            found.notes.append(f"the state is by isonomia {since.release[:20]!a}: everything is checked again")
            since = None
        examined = examine(self._mirror.file, backend=self._backend, workers=self._workers, since=since)
        if examined.report.valid:
            self._state = state_after(examined.report, examined.last, length, self._mirror.file)
        return examined.report

    def _remember(self, found: Round) -> None:
        if found.unseen_since is None:
            self._since_whole = 0 if found.whole else self._since_whole + 1
        if self._state is None:
            return
        self._state = replace(self._state, monitor=Watch(self._since_whole, self._seen))
        state_file.save(self._state_path, self._state)


def _same(held: BinaryIO, seen: BinaryIO, length: int) -> bool:
    held.seek(0)
    seen.seek(0)
    while length > 0:
        size = min(length, _CHUNK)
        if held.read(size) != seen.read(size):
            return False
        length -= size
    return True


def _require_record(look: Look) -> None:
    """Raises Unseen if something else is there: the page of a hotel's network is no change of history."""
    if not look.length:
        raise Unseen(look.broken or "what is there is empty")
    try:
        open_archive(window(look.file, 0, look.length))
    except RecordError as error:
        raise Unseen(f"what is there is not a record of version 1: {error.why}") from None


def _difference(mirror: Mirror, state: State | None, seen: BinaryIO) -> dict[str, Any]:
    """What changed: the height, the hash that was held of its event, and the one that is there now."""
    if not mirror.length:  # it was lost; the state remembers one event
        assert state is not None  # or there would be nothing to differ from
        now = event_at(seen, state.height)
        return {"kind": "rewritten", "height": state.height, "held": state.event, "seen": now, "parting": None}
    length = seen.seek(0, 2)
    if length < mirror.length and _same(mirror.file, seen, length):
        height, held = event_after(mirror.file, length)
        return {"kind": "shortened", "height": height, "held": held, "seen": None, "parting": None}
    parting = compare(open_archive(mirror.file), open_archive(seen)).parting
    assert parting is not None  # neither is the beginning of the other
    return {
        "kind": "rewritten",
        "height": parting.height,
        "held": parting.old.event,
        "seen": parting.new.event,
        "parting": parting_json(parting),
    }
