# SPDX-License-Identifier: Apache-2.0
"""Mails, in the language of who reads them. The jobs hold keys of rows; what is secret is made when it is sent."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from isonomia.server import jobs
from isonomia.server.models import Election, Job, Voter
from isonomia.server.sealing import seal, unseal
from isonomia.server.texts import texts_of


def send(to: str, subject: str, body: str) -> None:
    """One mail in plain text. Raises what the mail server's client raises; the job is then tried again."""
    EmailMessage(" ".join(subject.split()), body, None, [to]).send()


@jobs.handler("code", lane="codes")
def send_code(job: Job) -> None:
    """A voter's login code: made now, so that it stands in no table but as a hash."""
    from isonomia.server.tokens import CODE_LIFE, new_code

    voter = Voter.objects.select_related("election").get(pk=job.arguments["voter"])
    name = texts_of(voter.election, voter.language).name
    with translation.override(voter.language):
        minutes = int(CODE_LIFE.total_seconds() // 60)
        subject = _("Your code for %(election)s") % {"election": name}
        body = _(
            "Your code is %(code)s\n\nEnter it on the page where you vote, within %(minutes)d minutes: %(address)s\n"
            "If you did not ask for it, somebody else has typed your login; nothing was done in your name.\n"
        ) % {"code": new_code(voter), "minutes": minutes, "address": settings.ORIGIN}
        send(voter.email, subject, body)


def sealed_receipt(voter: Voter, tracker: str) -> dict[str, str]:
    """The job's arguments: while it waits, the table does not tell whose ballot it is."""
    return {"sealed": seal("receipt", f"{voter.pk} {tracker}")}


@jobs.handler("receipt", lane="mails")
def send_receipt(job: Job) -> None:
    """That a ballot was accepted, and its tracker."""
    own = job.arguments
    if "sealed" in own:
        key, tracker = unseal("receipt", own["sealed"]).split(" ")
    else:  # put down before receipts were sealed
        key, tracker = own["voter"], own["tracker"]
    voter = Voter.objects.select_related("election").get(pk=key)
    with translation.override(voter.language):
        values = {
            "election": texts_of(voter.election, voter.language).name,
            "tracker": tracker,
            "address": status_address(voter.election),
        }
        subject = _("Your ballot in %(election)s was accepted") % values
        body = (
            _(
                "Your ballot was accepted. Its tracker is\n\n%(tracker)s\n\nAnybody can find it in the list of ballots:"
                " %(address)s\nIt says nothing of how you voted. If you vote again, only your last ballot counts.\n"
            )
            % values
        )
        send(voter.email, subject, body)


@jobs.handler("invitation", lane="mails")
def send_invitation(job: Job) -> None:
    """A link for the authority or a trustee; its token is made now, and the one before is worth nothing any more."""
    from isonomia.server.models import Party
    from isonomia.server.tokens import link, new_token

    party = Party.objects.select_related("election").filter(pk=job.arguments["party"]).first()
    if party is None:  # somebody else is invited in her place
        return
    token, party.token_hash = new_token()
    party.save(update_fields=["token_hash"])
    with translation.override(party.language):
        values: dict[str, Any] = {"election": texts_of(party.election, party.language).name, "link": link(token)}
        if party.role == Party.AUTHORITY:
            role = _("You are asked to make the credentials of the voters of %(election)s.") % values
        else:
            role = _("You are asked to be a trustee of %(election)s.") % values
        body = role + "\n\n" + _("Open this link, and keep it to yourself:\n%(link)s\n") % values
        send(party.email, _("Invitation: %(election)s") % values, body)


def status_address(election: Election) -> str:
    """The public page of an election."""
    return f"{settings.ORIGIN}/elections/{election.uuid}"
