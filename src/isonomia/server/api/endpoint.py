# SPDX-License-Identifier: Apache-2.0
"""From functions to addresses: each endpoint says who may call it, what it takes and gives, and how it fails.

The list of endpoints is what the addresses, the OpenAPI document and the test of roles are made of. Bodies are
read by the one strict reader of JSON (:mod:`isonomia.record.strict`).
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar, cast

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.defaults import page_not_found

from isonomia.record import strict
from isonomia.server import caching, proxies
from isonomia.server.api import access
from isonomia.server.api.access import Role
from isonomia.server.api.errors import ApiError, ErrorAnswer, refuse, translated
from isonomia.server.models import Account, Election, Party, Voter

Method = Literal["GET", "POST", "PUT", "DELETE"]
B = TypeVar("B")

SMALL: Final = 1 << 16
"""Bytes of an ordinary body."""

_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""The escape, and not the letters behind a backslash that is one itself."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Call(Generic[B]):
    """A request whose sender's role was checked."""

    request: HttpRequest
    role: Role
    body: B
    maybe_election: Election | None = None
    maybe_account: Account | None = None
    maybe_party: Party | None = None
    maybe_voter: Voter | None = None

    @property
    def election(self) -> Election:
        """The election in the address."""
        assert self.maybe_election is not None  # the address has one
        return self.maybe_election

    @property
    def account(self) -> Account:
        """Who calls as SIGNED_IN, ACCOUNT or ADMINISTRATOR."""
        assert self.maybe_account is not None  # by role
        return self.maybe_account

    @property
    def party(self) -> Party:
        """Who calls as AUTHORITY or TRUSTEE."""
        assert self.maybe_party is not None  # by role
        return self.maybe_party

    @property
    def voter(self) -> Voter:
        """Who calls as VOTER."""
        assert self.maybe_voter is not None  # by role
        return self.maybe_voter

    @property
    def sender(self) -> str:
        """Where the request comes from, for limits only."""
        return proxies.sender(self.request.META, settings.TRUSTED_PROXIES)

    @property
    def actor(self) -> str:
        """Who it is, for the log. A voter has no name there."""
        if self.role in (Role.SIGNED_IN, Role.ACCOUNT, Role.ADMINISTRATOR):
            return self.account.email
        if self.role == Role.TRUSTEE:
            return f"trustee {self.party.number}"
        return str(self.role)


@dataclass(frozen=True)
class Parameter:
    """What a call may have in its query or its headers, for the OpenAPI document; the function reads it itself."""

    name: str
    place: Literal["query", "header"]
    description: str
    type_: Any = str


IF_MATCH: Final = Parameter(
    "If-Match", "header", "The version of the draft that was seen, as GET …/management and PUT …/draft give it"
)


@dataclass(frozen=True)
class Endpoint:
    """One method of one address."""

    method: Method
    path: str
    roles: tuple[Role, ...]
    body: Any
    """A type for JSON, ``bytes`` for bytes as they are, or None."""
    most: int
    """Bytes of the body."""
    needed: Callable[[Election], int] | None
    """A lower bound, if this election needs less."""
    answer: Any
    errors: tuple[str, ...]
    before: Callable[[HttpRequest], None] | None
    """Refuses, by raising ApiError, before the body is read."""
    parameters: tuple[Parameter, ...]
    takes: str
    """The content type of a body of bytes; it is not compared with what a sender says."""
    gives: str
    """The content type of an answer."""
    kept: str
    """How an answer that is the same for everybody may be kept (:mod:`isonomia.server.caching`); empty: not at all."""
    function: Callable[[Call[Any]], Any]


ENDPOINTS: list[Endpoint] = []

F = TypeVar("F", bound=Callable[[Call[Any]], Any])


def endpoint(
    method: Method,
    path: str,
    *roles: Role,
    body: Any = None,
    most: int = SMALL,
    needed: Callable[[Election], int] | None = None,
    answer: Any = None,
    errors: tuple[str, ...] = (),
    before: Callable[[HttpRequest], None] | None = None,
    parameters: tuple[Parameter, ...] = (),
    takes: str = "application/json",
    gives: str = "application/json",
    kept: str = "",
) -> Callable[[F], F]:
    """Make a function an endpoint. The first of ``roles`` that the sender has is the one she calls in."""

    def add(function: F) -> F:
        own = Endpoint(
            method, path, roles, body, most, needed, answer, errors, before, parameters, takes, gives, kept, function
        )  # fmt: skip
        ENDPOINTS.append(own)
        return function

    return add


def respond(request: HttpRequest, endpoints: dict[str, Endpoint], uuid: str | None = None) -> HttpResponse:
    """The view of one address: the endpoint of the method is called, what it raises becomes an error."""
    own = endpoints.get("GET" if request.method == "HEAD" else request.method or "")
    if own is None:
        allowed = sorted({*endpoints, *({"HEAD"} if "GET" in endpoints else ())})
        return refused("method", Allow=", ".join(allowed))
    answer = _answer(request, own, uuid)
    if request.method == "HEAD":
        if answer.status_code != 304:
            answer.headers["Content-Length"] = str(len(answer.content))
        answer.content = b""
    return answer


def _answer(request: HttpRequest, own: Endpoint, uuid: str | None) -> HttpResponse:
    try:
        call = _admit(request, own, uuid)
        answer = _json(own.function(call))
        return caching.kept(request, answer, own.kept) if own.kept else answer
    except Exception as error:
        known = translated(error)
        if known is None:
            _LOG.error("%s in %s %s", type(error).__name__, request.method, own.path, exc_info=_quiet(error))
            known = ApiError("internal")
        return _json(ErrorAnswer(known.body), known.status)


def _admit(request: HttpRequest, own: Endpoint, uuid: str | None) -> Call[Any]:
    """The call of somebody who may. Raises ApiError."""
    election = None if uuid is None else Election.objects.filter(uuid=uuid).first()
    if uuid is not None and election is None:
        refuse("no-election")
    for role in own.roles:
        found = _as(request, role, election)
        if found is not None:
            if own.before is not None:
                own.before(request)
            return Call(request, role, _read(request, own, election), election, **found)
    account = access.account_of(request)
    if account is None and access.signed_in(request) is not None:
        refuse("second-factor-required")
    refuse("forbidden" if account is not None or request.session.get(access.PARTIES) else "login-required")


def _as(request: HttpRequest, role: Role, election: Election | None) -> dict[str, Any] | None:
    """What a call in this role knows of its sender; None if she has it not."""
    if role == Role.ANYBODY:
        return {}
    if role == Role.SIGNED_IN:
        account = access.signed_in(request)
        return None if account is None else {"maybe_account": account}
    if role == Role.ACCOUNT:
        account = access.account_of(request)
        return None if account is None else {"maybe_account": account}
    assert election is not None  # all other roles are roles in an election
    if role == Role.ADMINISTRATOR:
        account = access.administrator_of(request, election)
        return None if account is None else {"maybe_account": account}
    if role == Role.VOTER:
        voter = access.voter_of(request, election)
        return None if voter is None else {"maybe_voter": voter}
    party = access.party_of(request, election, role)
    return None if party is None else {"maybe_party": party}


def _read(request: HttpRequest, own: Endpoint, election: Election | None) -> Any:
    if own.body is None:
        return None
    most = own.most
    if own.needed is not None and election is not None:
        most = min(most, own.needed(election))
    if request.headers.get("Transfer-Encoding"):
        refuse("length-required")
    length = request.headers.get("Content-Length") or "0"
    if not (length.isascii() and length.isdigit()):
        refuse("malformed", "Content-Length is no number")
    if len(length) > 18 or int(length) > most:
        refuse("too-large", f"{most} bytes are the most")
    content = request.read(most + 1)
    if len(content) > most:
        refuse("too-large", f"{most} bytes are the most")
    return content if own.body is bytes else read_json(content, own.body, "the body")


def read_json(content: bytes, type_: type[B], where: str) -> B:
    """What was sent, by the strict reader. Raises RecordError, and ApiError for U+0000: no text of ours has it.

    PostgreSQL stores no such character, and JSON can write it only as an escape.
    """
    if b"\\u0000" in content and _NUL.search(content):
        refuse("malformed", f"{where}: a text has the character U+0000")
    return strict.decode(content, type_, where)


def _json(answer: Any, status: int = 200) -> HttpResponse:
    if isinstance(answer, HttpResponseBase):
        return cast(HttpResponse, answer)
    content = msgspec.json.encode(answer if answer is not None else {})
    return HttpResponse(content, status=status, content_type="application/json", headers={"Cache-Control": "no-store"})


def is_call(request: HttpRequest) -> bool:
    """Whether a program asks, which reads errors as JSON."""
    return request.path == "/api" or request.path.startswith("/api/")


def refused(code: str, **headers: str) -> HttpResponse:
    """An error, where no endpoint is called."""
    error = ApiError(code)
    answer = _json(ErrorAnswer(error.body), error.status)
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def _quiet(error: BaseException) -> BaseException:
    """The error with its traceback and without its values, which may be a voter's."""
    return RuntimeError(type(error).__name__).with_traceback(error.__traceback__)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form or a call without the token."""
    if is_call(request):
        return refused("csrf")
    return render(request, "server/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """An address that there is not."""
    return refused("not-found") if is_call(request) else page_not_found(request, exception)
