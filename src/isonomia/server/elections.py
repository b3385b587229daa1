# SPDX-License-Identifier: Apache-2.0
"""The steps of an election on the server, from the opening to the result: each in one transaction, and logged.

Nothing here knows of HTTP: the API, the worker and tests call the same functions.
"""

from contextlib import suppress
from time import time
from typing import Any, BinaryIO, Final, Literal, cast

from django.db import transaction
from django.utils import timezone

from isonomia.board.ledger import Ledger, NoRecord, create, reading, writing
from isonomia.board.locks import hold
from isonomia.board.models import Board
from isonomia.board.published import path_of, publish
from isonomia.parties import administrator, contributions
from isonomia.parties.contributions import Contribution
from isonomia.parties.errors import PartyError, WrongPhase
from isonomia.server import checklist, drafts, jobs
from isonomia.server.models import Election, Job, LogEntry, Party
from isonomia.server.roll_counts import turnout as turnout
from isonomia.server.texts import schedule_of
from isonomia.verify import Examined, examine
from isonomia.verify.phases import Phase, phase

State = Literal["draft"] | Phase
Seen = State | Literal["waiting"]


def state_of(election: Election) -> State:
    """Where the election is, as its record tells."""
    try:
        ledger = reading(election.uuid)
    except NoRecord:
        return "draft"
    return phase(ledger.events, ledger.require_setup())


def by_the_clock(election: Election, state: State) -> Seen:
    """What voters can do in this state: none vote before the promised opening (``waiting``), or from the end on.

    The server's clock alone decides. ``closed`` is said from the announced end on, extensions included: the worker
    may write it into the record a little later, and accepts nothing in between.
    """
    if state != "open":
        return state
    now, promised = timezone.now(), schedule_of(election)
    if promised is not None and promised.opens and now < drafts.moment(promised.opens):
        return "waiting"
    return "closed" if election.closes is not None and election.closes <= now else "open"


def seen_state(election: Election) -> Seen:
    """Where the election is for everybody who is not its administrator."""
    return by_the_clock(election, state_of(election))


def require_draft(election: Election) -> None:
    """Raises WrongPhase once the voting was opened; until the end of the transaction, nobody opens it."""
    hold(election.uuid)
    if Board.objects.filter(uuid=election.uuid).exists():
        raise WrongPhase("the voting was opened: nothing of the election can be changed any more")


def locked(election: Election) -> Election:
    """As it is now; nobody else changes it before the transaction ends. Of two second rounds one is held at a time."""
    hold(election.uuid)  # always before the row: one order of locks
    own = Election.objects.select_for_update().get(pk=election.pk)
    if own.previous_id is not None:
        hold(own.previous_id)
    return own


class DraftMoved(Exception):
    """Somebody else has saved the draft meanwhile; ``who`` and ``when`` as the log says."""

    def __init__(self, who: str, when: str) -> None:
        super().__init__("the draft was saved meanwhile")
        self.who, self.when = who, when


def require_version(election: Election, seen: str | None) -> None:
    """Raises DraftMoved if the draft is not the one that was seen. ``None``: whoever calls does not care."""
    if seen is not None and seen != drafts.version(election):
        entry = election.log.filter(action__in=("draft", "create", "second-round")).last()
        raise DraftMoved(entry.actor if entry else "", entry.time.isoformat(" ", "seconds") if entry else "")


def log(election: Election, actor: str, action: str, **details: Any) -> None:
    """Put down who did what."""
    LogEntry.objects.create(election=election, actor=actor, action=action, details=details)


class NotReady(Exception):
    """Something is missing before the voting can be opened."""

    def __init__(self, missing: list[drafts.Missing]) -> None:
        super().__init__("; ".join(own.message for own in missing))
        self.missing = missing


def open_voting(election: Election, actor: str, seen: str | None = None) -> str:
    """Write the Setup event; gives its hash. ``seen`` is the version of the draft that shall be opened.

    Raises NotReady, DraftMoved, PartyError, CheckFailed and RecordError.
    """
    with transaction.atomic(durable=True):
        election = locked(election)  # it may have been changed a moment ago
        require_draft(election)
        require_version(election, seen)
        if missing := checklist.missing(election):
            raise NotReady(missing)
        own, terms = drafts.prepared(election)
        group = drafts.own_group(election)
        payloads = administrator.open_election(own, group, drafts.trustees(election), drafts.roll(election))
        event = create(election.uuid, int(time()), payloads)
        election.terms = terms
        log(election, actor, "open", event=event)
        schedule = drafts.read(election).schedule
        checklist.opening_job(election).delete()
        if schedule is not None and schedule.closes:
            election.closes = drafts.moment(schedule.closes)
            jobs.enqueue("close", election, due=election.closes, once=f"close:{election.uuid}")
        election.save(update_fields=["terms", "closes"])
    return event


def close_voting(election: Election, actor: str, *, on_time: bool = False) -> bool:
    """End the voting; the worker tallies. With ``on_time``, only if it is time; False: it is not yet.

    Raises PartyError and NoRecord.
    """
    with writing(election.uuid) as ledger:
        closes = Election.objects.get(pk=election.pk).closes  # it may have been extended a moment ago
        if on_time and closes is not None and closes > timezone.now():
            return False
        administrator.close(ledger)
        log(election, actor, "close", ballots=ledger.ballots)
        Job.objects.filter(once=f"close:{election.uuid}").delete()
        jobs.enqueue("tally", election, once=f"tally:{election.uuid}")
    return True


def end_shuffles(election: Election, actor: str) -> None:
    """No more shuffles come. Raises PartyError and NoRecord."""
    with writing(election.uuid) as ledger:
        administrator.end_shuffles(ledger)
        log(election, actor, "end-shuffles")


class RecordWrong(PartyError):
    """The record of the server is not valid, which would be a mistake of ours, or of the disk's."""

    code = "record-wrong"


class RecordMoved(Exception):
    """The record has grown while it was examined."""


def examined_record(uuid: str) -> Examined:
    """The whole public record, checked. Raises RecordWrong."""
    publish(uuid)
    with path_of(uuid).open("rb") as file:
        examined = examine(cast(BinaryIO, file))
    pending = examined.tallying.pending if examined.tallying else []
    failures = [failure for failure in examined.report.failures if failure not in pending]
    if failures:
        raise RecordWrong(f"the record of {uuid} is not valid: {failures[0].where}: {failures[0].why}")
    return examined


def _require_unmoved(ledger: Ledger, examined: Examined) -> None:
    if examined.last is None or ledger.last.hash != examined.last.hash:
        raise RecordMoved


def tally(election: Election) -> None:
    """Check the record and publish the encrypted tally. Raises PartyError and RecordMoved."""
    examined = examined_record(election.uuid)
    with writing(election.uuid) as ledger:
        _require_unmoved(ledger, examined)
        administrator.publish_tally(ledger, examined)
        log(election, "the server", "tally", counted=examined.report.counts["counted"])


_MOST_TRIES: Final = 10
"""So many times the record may move under what a trustee hands in: other trustees do the same at the same time."""


def receive(election: Election, made: Contribution, actor: str) -> str:
    """Check what a trustee hands in, and append it; gives the event's hash.

    If the record has grown meanwhile, all is checked again with what it says now.
    Raises PartyError, CheckFailed, RecordError, and RecordMoved if it does not stand still.
    """
    for _ in range(_MOST_TRIES - 1):
        with suppress(RecordMoved):
            return _receive(election, made, actor)
    return _receive(election, made, actor)


def _receive(election: Election, made: Contribution, actor: str) -> str:
    examined = examined_record(election.uuid)
    contributions.check(examined, made, f"the {made.name} of trustee {made.owner}")
    with writing(election.uuid) as ledger:
        _require_unmoved(ledger, examined)
        event = contributions.append_owned(ledger, made.kind, made.owner, made.payload)
        log(election, actor, made.kind, event=event)
        jobs.enqueue("result", election, once=f"result:{election.uuid}")
    return event


def publish_result(election: Election, actor: str) -> bool:
    """Publish the result if there are decryptions enough. Raises PartyError and RecordMoved."""
    if state_of(election) != "decrypting":
        return False
    examined = examined_record(election.uuid)
    try:
        administrator.compute_result(examined)
    except PartyError:  # decryptions are missing
        return False
    with writing(election.uuid) as ledger:
        _require_unmoved(ledger, examined)
        administrator.publish_result(ledger, examined)
        log(election, actor, "result")
    return True


@jobs.handler("tally")
def _tally(job: Job) -> None:
    if job.election is not None and state_of(job.election) == "closed":
        tally(job.election)


@jobs.handler("result")
def _result(job: Job) -> None:
    if job.election is not None:
        publish_result(job.election, "the server")


def invite(party: Party) -> None:
    """Mail her a new link. Within a transaction."""
    jobs.enqueue("invitation", party.election, {"party": party.pk}, once=f"invitation:{party.pk}")
