# SPDX-License-Identifier: Apache-2.0
"""Who is asking: roles, and what a session knows of them.

A session holds keys of rows; and for some minutes what a login, or an authenticator that is set up, waits for.
"""

from datetime import UTC, datetime
from enum import StrEnum
from time import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest

from isonomia.server import second_factor
from isonomia.server.models import Account, Election, Party, Voter

PARTIES = "parties"
VOTERS = "voters"
AWAITED = "second-factor"
AWAITED_AGE = 300
"""Seconds between the password and the code."""
VOTER_AGE = 3600
"""Seconds that a voter who has logged in has at least to cast."""


class Role(StrEnum):
    """What somebody is in an election; ANYBODY, SIGNED_IN and ACCOUNT are without one.

    SIGNED_IN is who has an account, also while she has no second factor and the operator asks for one.
    """

    ANYBODY = "anybody"
    SIGNED_IN = "signed-in"
    ACCOUNT = "account"
    ADMINISTRATOR = "administrator"
    AUTHORITY = "authority"
    TRUSTEE = "trustee"
    VOTER = "voter"


def signed_in(request: HttpRequest) -> Account | None:
    """Who is logged in with an account."""
    return request.user if isinstance(request.user, Account) and request.user.is_authenticated else None


def account_of(request: HttpRequest) -> Account | None:
    """Who is logged in with an account, and may use it: with a second factor, where the operator asks for one."""
    account = signed_in(request)
    if account is not None and settings.REQUIRE_TOTP and not second_factor.is_on(account):
        return None
    return account


def await_code(request: HttpRequest, account: Account) -> None:
    """The password was right, and a code is asked for: until it comes, the session is nobody's."""
    if signed_in(request) is not None:
        logout(request)
    request.session.cycle_key()
    request.session[AWAITED] = [account.pk, account.get_session_auth_hash(), int(time()) + AWAITED_AGE]


def awaited(request: HttpRequest) -> Account | None:
    """Whose code is asked for; None if it is nobody's, the time is over, or the password is another one by now."""
    key, known, until = request.session.get(AWAITED, (None, "", 0))
    account = Account.objects.filter(pk=key, is_active=True).first() if time() < until else None
    return account if account is not None and account.get_session_auth_hash() == known else None


def administrator_of(request: HttpRequest, election: Election) -> Account | None:
    """The account, if it administers the election."""
    account = account_of(request)
    if account is None or not election.administrators.filter(pk=account.pk).exists():
        return None
    return account


def party_of(request: HttpRequest, election: Election, role: str) -> Party | None:
    """The authority or a trustee whose link was opened in this session."""
    return Party.objects.filter(election=election, role=role, pk__in=request.session.get(PARTIES, [])).first()


def voter_of(request: HttpRequest, election: Election) -> Voter | None:
    """The voter who has logged in to this election."""
    known = request.session.get(VOTERS, {}).get(election.uuid)
    return Voter.objects.filter(election=election, pk=known).first() if known else None


def remember_party(request: HttpRequest, party: Party) -> None:
    """The link was opened. The session gets a new key, so that one that was planted before is worth nothing."""
    request.session.cycle_key()
    request.session[PARTIES] = sorted({*request.session.get(PARTIES, []), party.pk})


def remember_voter(request: HttpRequest, voter: Voter) -> None:
    """The voter has logged in."""
    request.session.cycle_key()
    expire_soon(request)
    request.session[VOTERS] = {**request.session.get(VOTERS, {}), voter.election_id: str(voter.pk)}


def expire_soon(request: HttpRequest) -> None:
    """A voter's session ends on a full hour, when she has had an hour at least: its row does not tell when she came."""
    age = VOTER_AGE if signed_in(request) is None else settings.SESSION_COOKIE_AGE
    hours = int(time() + age) // 3600 + 1
    request.session.set_expiry(datetime.fromtimestamp(hours * 3600, UTC))


def forget_voter(request: HttpRequest, election: Election) -> None:
    """The voter is done; a session that knows nothing else is removed, so that its row tells nothing."""
    voters = {**request.session.get(VOTERS, {})}
    voters.pop(election.uuid, None)
    if not voters and not request.session.get(PARTIES) and signed_in(request) is None:
        request.session.flush()
        return
    request.session[VOTERS] = voters
