# SPDX-License-Identifier: Apache-2.0
"""Several administrators of one election: invited by a link that works once, for one address, for two weeks."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from isonomia.parties.errors import PartyError
from isonomia.server import elections, jobs
from isonomia.server.mail import send
from isonomia.server.models import Account, AdministratorInvitation, Election, Job
from isonomia.server.models.accounts import normalized
from isonomia.server.texts import texts_of
from isonomia.server.tokens import hash_of, new_token

LIFE: Final = timedelta(days=14)
MARK: Final = "administrator-"
"""What stands before such a token in a link, so that the page that opens it knows what it is."""


def ask(election: Election, email: str, actor: str) -> None:
    """Mail somebody a link; one that she had before is worth nothing any more. Raises PartyError."""
    email = normalized(email)
    with transaction.atomic():
        if election.administrators.filter(email=email).exists():
            raise PartyError(f"{email} administers this election already")
        row, _made = AdministratorInvitation.objects.update_or_create(
            election=election, email=email, defaults={"token_hash": new_token()[1], "expires": timezone.now() + LIFE}
        )
        jobs.enqueue("administrator", election, {"asked": row.pk}, once=f"administrator:{row.pk}")
        elections.log(election, actor, "ask-administrator", email=email)


def accept(account: Account, token: str) -> Election | None:
    """The election that the account administers from now on; None if the link is not for this account."""
    with transaction.atomic():
        asked = AdministratorInvitation.objects.filter(
            token_hash=hash_of(token.removeprefix(MARK)), email=account.email, expires__gt=timezone.now()
        ).first()
        if asked is None:
            return None
        asked.election.administrators.add(account)
        elections.log(asked.election, account.email, "administrator")
        asked.delete()
    return asked.election


def remove(election: Election, email: str, actor: str) -> None:
    """Somebody administers it no longer, or is no longer asked to. Raises PartyError, also for the last one."""
    email = normalized(email)
    with transaction.atomic():
        Election.objects.select_for_update().get(pk=election.pk)  # two who remove one another
        asked = AdministratorInvitation.objects.filter(election=election, email=email)
        account = election.administrators.filter(email=email).first()
        if account is None and not asked.exists():
            raise PartyError(f"{email} is no administrator of this election")
        if account is not None:
            if election.administrators.count() == 1:
                raise PartyError("an election has an administrator", "invite another one first")
            election.administrators.remove(account)
        asked.delete()
        elections.log(election, actor, "remove-administrator", email=email)


@jobs.handler("administrator", lane="mails")
def _send(job: Job) -> None:
    asked = AdministratorInvitation.objects.select_related("election").filter(pk=job.arguments["asked"]).first()
    if asked is None:
        return
    token, asked.token_hash = new_token()
    asked.save(update_fields=["token_hash"])
    values = {
        "election": texts_of(asked.election, None).name,
        "link": f"{settings.ORIGIN}/join#{MARK}{token}",
        "email": asked.email,
        "origin": settings.ORIGIN,
    }
    body = (  # in English, as the pages of administrators are
        "You are asked to administer %(election)s with others. Log in at %(origin)s with the address %(email)s (sign"
        " up, if you have no account), then open this link, in the same browser, within two weeks:\n%(link)s\n"
    )
    send(asked.email, _("Invitation: %(election)s") % values, body % values)
