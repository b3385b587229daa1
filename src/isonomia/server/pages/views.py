# SPDX-License-Identifier: Apache-2.0
"""The views of the pages. Who may do something is decided by the API; pages say who should see what."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from isonomia.board.ledger import reading
from isonomia.groups import NAMES
from isonomia.protocol.challenges import fingerprint
from isonomia.record import terms
from isonomia.server import drafts, elections
from isonomia.server.api import access
from isonomia.server.models import Election, Party


def _texts(election: Election) -> terms.Texts:
    """Name, description and questions in the language of the reader, or the main one of the election."""
    draft = drafts.read(election)
    found = draft.texts.get((get_language() or "en")[:2])
    return found if found is not None else terms.Texts(draft.name, draft.description)


def _page(request: HttpRequest, template: str, election: Election | None = None, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {"account": access.account_of(request), **more}
    if election is not None:
        context |= {"election": election, "texts": _texts(election), "state": elections.state_of(election)}
    response = render(request, f"server/{template}.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@ensure_csrf_cookie
def home(request: HttpRequest) -> HttpResponse:
    """Sign in or up; one's elections."""
    account = access.account_of(request)
    own = account.elections.order_by("uuid") if account else ()
    listed = [(e.uuid, drafts.read(e).name, elections.state_of(e)) for e in own]
    return _page(request, "home", elections=listed, groups=NAMES)


@require_safe
def status(request: HttpRequest, uuid: str) -> HttpResponse:
    """The public page of an election: phase, counts, fingerprints, trackers, result."""
    election = get_object_or_404(Election, uuid=uuid)
    if elections.state_of(election) == "draft":
        raise Http404
    ledger = reading(uuid)
    setup = ledger.require_setup()
    shown = {**setup.fingerprints, "terms": fingerprint(bytes(election.terms or b"")), "last_event": ledger.last.hash}
    return _page(
        request,
        "status",
        election,
        turnout=elections.turnout(election),
        ballots=ledger.ballots,
        fingerprints=shown,
        trackers=ledger.trackers(0, 1000),
        spoiled=ledger.spoiled(),
        trustees=election.parties.filter(role=Party.TRUSTEE),
        result=elections.result_lines(election),
        draft=drafts.read(election),
    )


@require_safe
@ensure_csrf_cookie
def vote(request: HttpRequest, uuid: str) -> HttpResponse:
    """The booth."""
    election = get_object_or_404(Election, uuid=uuid)
    if elections.state_of(election) == "draft":
        raise Http404
    return _page(request, "vote", election)


@require_safe
@ensure_csrf_cookie
def manage(request: HttpRequest, uuid: str) -> HttpResponse:
    """The administrator's page of an election."""
    election = get_object_or_404(Election, uuid=uuid)
    if access.administrator_of(request, election) is None:
        raise Http404
    return _page(request, "manage", election, languages=drafts.LANGUAGES)


@require_safe
@ensure_csrf_cookie
def join(request: HttpRequest) -> HttpResponse:
    """Where invitations lead: the token is in the fragment, which the server does not see."""
    return _page(request, "join")


@require_safe
@ensure_csrf_cookie
def party(request: HttpRequest, uuid: str, role: str) -> HttpResponse:
    """The page of the authority, or of a trustee, whose link was opened in this browser."""
    election = get_object_or_404(Election, uuid=uuid)
    found = access.party_of(request, election, role)
    if found is None:
        return _page(request, "no-link")
    return _page(request, role, election, party=found)
