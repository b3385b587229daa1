# SPDX-License-Identifier: Apache-2.0
"""Mails to those who have not voted yet: who that is, is looked up when each mail is sent, and stands in no job."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from isonomia.parties.errors import PartyError
from isonomia.server import elections, jobs
from isonomia.server.mail import send, status_address
from isonomia.server.models import Election, Job, Voter
from isonomia.server.texts import texts_of


def remind(election: Election, actor: str) -> None:
    """Have everybody reminded who has not voted when her turn comes. Raises PartyError."""
    with transaction.atomic():
        if elections.seen_state(election) != "open":
            raise PartyError("voting is not open")
        jobs.enqueue("reminders", election, once=f"reminders:{election.uuid}")
        elections.log(election, actor, "remind")


@jobs.handler("reminders")
def _reminders(job: Job) -> None:
    """One job a voter, for all voters: the table of jobs does not tell who has voted."""
    if job.election is None or elections.seen_state(job.election) != "open":
        return
    with transaction.atomic():
        for key in job.election.voters.values_list("pk", flat=True):
            jobs.enqueue("reminder", job.election, {"voter": str(key)}, once=f"reminder:{key}")


@jobs.handler("reminder", lane="mails")
def _reminder(job: Job) -> None:
    voter = Voter.objects.select_related("election").filter(pk=job.arguments["voter"]).first()
    if voter is None or voter.voted or elections.seen_state(voter.election) != "open":
        return
    with translation.override(voter.language):
        values = {
            "election": texts_of(voter.election, voter.language).name,
            "address": f"{status_address(voter.election)}/vote",
            "login": voter.login,
        }
        body = _("You have not voted yet in %(election)s. Vote here: %(address)s\nYour login is %(login)s.\n") % values
        if voter.election.closes is not None:
            body += _("Voting closes on %(closes)s.\n") % {"closes": f"{voter.election.closes:%Y-%m-%d %H:%M} UTC"}
        send(voter.email, _("Reminder: %(election)s") % values, body)
