# SPDX-License-Identifier: Apache-2.0
"""The views of the pages. Who may do something is decided by the API; pages say who should see what."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from isonomia.groups import NAMES
from isonomia.server import caching, drafts, elections, second_factor, second_round
from isonomia.server.api import access
from isonomia.server.checklist import NAMES as LANGUAGE_NAMES
from isonomia.server.models import Election, Party
from isonomia.server.pages import chart, letters, outcome
from isonomia.server.pages import status as status_page
from isonomia.server.pages.rounds import rounds_of
from isonomia.server.texts import texts_of


def _page(request: HttpRequest, template: str, election: Election | None = None, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {"account": SimpleLazyObject(lambda: access.account_of(request))}
    if election is not None:
        context |= {
            "election": election,
            "texts": texts_of(election, get_language()),
            "state": elections.seen_state(election),
        }
    context |= more
    response = render(request, f"server/{template}.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _barred(request: HttpRequest) -> bool:
    """Whether the operator asks for a second factor that the account has not set up yet."""
    return access.account_of(request) is None and access.signed_in(request) is not None


@require_safe
@ensure_csrf_cookie
def home(request: HttpRequest) -> HttpResponse:
    """Sign in or up; one's elections."""
    if _barred(request):
        return redirect("account")
    account = access.account_of(request)
    own = list(account.elections.order_by("uuid")) if account else []
    listed, archived = (
        [(e.uuid, drafts.read(e).name, status_page.phase(elections.seen_state(e))) for e in own if e.archived == away]
        for away in (False, True)
    )
    awaiting = access.awaited(request) is not None
    return _page(request, "home", elections=listed, archived=archived, groups=NAMES, awaiting=awaiting)


@require_safe
@ensure_csrf_cookie
def account(request: HttpRequest) -> HttpResponse:
    """One's account: second factor, password, and what was done with it."""
    own = access.signed_in(request)
    if own is None:
        return redirect("home")
    shown: dict[str, Any] = {
        "own": own,
        "second_factor": second_factor.is_on(own),
        "recovery_codes": own.recovery_codes.count(),
        "events": own.events.all()[:50],
        "barred": _barred(request),
    }
    return _page(request, "account", **shown)


@require_safe
@ensure_csrf_cookie
def reset(request: HttpRequest) -> HttpResponse:
    """Ask for a new password, or set it: the mailed token is in the fragment, which the server does not see."""
    return _page(request, "reset")


def _opened(uuid: str) -> Election:
    """An election that anybody may see. Raises Http404."""
    election = get_object_or_404(Election, uuid=uuid)
    if elections.state_of(election) == "draft":
        raise Http404
    return election


@require_safe
@ensure_csrf_cookie
def status(request: HttpRequest, uuid: str) -> HttpResponse:
    """The public page of an election; ``?tracker=`` looks for a ballot, ``?start=`` turns the pages of the list."""
    election = _opened(uuid)
    text = request.GET.get("start", "0")
    start = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    asked = request.GET.get("tracker")
    language, state, rounds = get_language() or "en", elections.seen_state(election), rounds_of(election)
    secret = request.META["CSRF_COOKIE"]  # of the form for the language; it stands in the page
    tag = status_page.tag(election, state, repr((language, rounds, asked, start, secret)))
    headers = {"ETag": tag, "Cache-Control": caching.PRIVATE}
    if caching.knows(request, tag):
        return HttpResponseNotModified(headers=headers)
    shown = status_page.context(election, state, language, asked, start)
    answer = _page(request, "status", election, rounds=rounds, **shown)
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


@require_safe
def turnout(request: HttpRequest, uuid: str) -> HttpResponse:
    """Turnout over time alone: what the administrator's page looks at again and again."""
    election = _opened(uuid)
    return _page(request, "turnout", election, chart=chart.of(election, get_language() or "en"))


@require_safe
def figure(request: HttpRequest, uuid: str) -> HttpResponse:
    """The lawful outcome as a picture, in the reader's language."""
    drawn = outcome.drawing(_opened(uuid), get_language() or "en")
    if drawn is None:
        raise Http404
    answer = caching.kept(request, HttpResponse(drawn, content_type="image/svg+xml"), caching.ASK_AGAIN)
    patch_vary_headers(answer, ("Cookie",))  # a cookie says the language
    return answer


@require_safe
@ensure_csrf_cookie
def vote(request: HttpRequest, uuid: str) -> HttpResponse:
    """The booth."""
    provider = urlsplit(settings.OIDC.issuer).hostname if settings.OIDC else None
    return _page(request, "vote", _opened(uuid), provider=provider)


@require_safe
@ensure_csrf_cookie
def check(request: HttpRequest) -> HttpResponse:
    """Whether the opening of a challenged ballot is right."""
    return _page(request, "check")


@require_safe
@ensure_csrf_cookie
def manage(request: HttpRequest, uuid: str) -> HttpResponse:
    """The administrator's page of an election."""
    election = get_object_or_404(Election, uuid=uuid)
    if access.administrator_of(request, election) is None:
        if _barred(request):
            return redirect("account")
        raise Http404
    state, language = elections.state_of(election), get_language() or "en"
    more: dict[str, Any] = {"rounds": rounds_of(election, drafts_too=True), "state": state}
    more["phase"] = status_page.phase(elections.by_the_clock(election, state))
    if state == "tallied" and not more["rounds"].following:
        more["asked"] = second_round.asked(election)
    drawn = chart.of(election, language) if state != "draft" else None
    return _page(request, "manage", election, languages=drafts.LANGUAGES, chart=drawn, **more)


@require_safe
@ensure_csrf_cookie
def preview(request: HttpRequest, uuid: str) -> HttpResponse:
    """The booth as voters will see it, from the draft; ``?language=`` says in which of its languages."""
    election = get_object_or_404(Election, uuid=uuid)
    if access.administrator_of(request, election) is None:
        if _barred(request):
            return redirect("account")
        raise Http404
    if elections.state_of(election) != "draft":
        raise Http404
    draft = drafts.read(election)
    known = [code for code in drafts.LANGUAGES if code == draft.language or code in draft.texts]
    asked = request.GET.get("language", "")
    shown = asked if asked in known else draft.language if draft.language in known else "en"
    offered = [(code, LANGUAGE_NAMES[code]) for code in known]
    with override(shown):
        return _page(request, "preview", election, shown=shown, offered=offered)


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
    more = letters.context(election) if role == Party.AUTHORITY else {}
    return _page(request, role, election, party=found, **more)
