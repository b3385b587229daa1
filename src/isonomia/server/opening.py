# SPDX-License-Identifier: Apache-2.0
"""Voting opens when the draft says so; if something is missing then, administrators are told, and it is tried again.

It is tried every minute until the announced end: what was missing may come at any time, and from anybody.
"""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from isonomia.parties.errors import PartyError
from isonomia.present.letter_words import written_time
from isonomia.protocol.public.findings import CheckFailed
from isonomia.record.errors import RecordError
from isonomia.record.terms import Schedule
from isonomia.server import checklist, drafts, elections, jobs
from isonomia.server.mail import send
from isonomia.server.models import Account, Election, Job
from isonomia.server.texts import texts_of

AGAIN: Final = timedelta(minutes=1)
SCHEDULE: Final = "the schedule"
"""Who opens and closes, in the log."""


def plan(election: Election) -> None:
    """Have the worker open the voting when the draft says so, unless it was put away.

    Within the transaction that changes the draft.
    """
    waiting = checklist.opening_job(election)
    opens = _moment(election, "opens")
    if opens is None or election.archived:
        waiting.delete()
    elif opens > timezone.now():
        jobs.enqueue("open", election, due=opens, once=checklist.opening_name(election))
    elif checklist.missed_opening(election) is None:  # one that was missed goes on being tried
        waiting.filter(due__gt=timezone.now(), attempts=0).delete()


def _moment(election: Election, name: str) -> datetime | None:
    schedule = drafts.read(election).schedule or Schedule()
    text: str | None = getattr(schedule, name)
    return drafts.moment(text) if text else None


def _is_over(election: Election) -> bool:
    try:
        closes = _moment(election, "closes")
    except PartyError:  # which the checklist names
        return False
    return closes is not None and closes <= timezone.now()


@jobs.handler("open", lane="clock")
def _open_on_time(job: Job) -> None:
    election = job.election
    if election is None or election.archived or elections.state_of(election) != "draft":
        return
    opens = _moment(election, "opens")
    if opens is None or opens > timezone.now():  # the draft was changed meanwhile
        return
    try:
        elections.open_voting(election, SCHEDULE, drafts.version(election))  # if it was changed by now: tried again
    except elections.NotReady as error:
        _missed(job, opens, [own.code for own in error.missing], [own.message for own in error.missing])
    except (PartyError, CheckFailed, RecordError) as error:
        _missed(job, opens, [type(error).__name__], [str(error)])


def _missed(job: Job, opens: datetime, codes: list[str], why: list[str]) -> None:
    """Tell it once, and try again while there is time; what was told stands in the job."""
    assert job.election is not None  # its caller has looked
    with transaction.atomic():
        own = elections.locked(job.election)
        if own.archived or elections.state_of(own) != "draft" or _moment(own, "opens") != opens:
            return  # somebody was faster
        over, missed = _is_over(own), opens.isoformat()
        if over or job.arguments.get("missed") != missed:
            elections.log(own, SCHEDULE, "opening-over" if over else "not-opened", missing=codes)
            for account in own.administrators.all():
                told = {"account": account.pk, "opens": missed, "why": why, "over": over}
                jobs.enqueue("not-opened", own, told, once=f"not-opened:{own.uuid}:{account.pk}")
        if not over:
            name = checklist.opening_name(own)
            jobs.enqueue("open", own, {"missed": missed}, due=timezone.now() + AGAIN, once=name)


@jobs.handler("not-opened", lane="mails")
def _tell(job: Job) -> None:
    """That it did not open, why, and what happens now."""
    told, account = job.arguments, Account.objects.filter(pk=job.arguments["account"]).first()
    if job.election is None or account is None or elections.state_of(job.election) != "draft":
        return
    values = {
        "election": texts_of(job.election, None).name,
        "opens": written_time(datetime.fromisoformat(told["opens"])),
        "why": "\n".join(f"- {own}" for own in told["why"]),
        "address": f"{settings.ORIGIN}/elections/{job.election_id}/manage",
    }
    body = "The voting of %(election)s should have opened at %(opens)s. It did not. What is missing:\n\n%(why)s\n\n"
    if told["over"]:  # in English, as the pages of administrators are
        body += "The time at which it should end is over, too: it is not tried any more. Set other times: %(address)s\n"
    else:
        body += (
            "It is tried again every minute, until the end that the draft says: voting opens by itself once nothing is"
            " missing. If it shall not, take the opening time out of the draft, or set another one: %(address)s\n"
        )
    send(account.email, f"Voting did not open: {values['election']}", body % values)
