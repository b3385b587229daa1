# SPDX-License-Identifier: Apache-2.0
"""What anybody may see of an election, once it is open."""

from typing import Annotated, Any

import msgspec
from django.http import HttpResponse

from isonomia.board.ledger import Ledger, NoRecord, reading
from isonomia.protocol.challenges import fingerprint
from isonomia.protocol.messages import Message, QuestionNH, encode
from isonomia.server import drafts, elections, schedule, turnout
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import Call, Parameter, endpoint
from isonomia.server.api.errors import refuse
from isonomia.server.caching import ASK_AGAIN
from isonomia.server.texts import schedule_of

ELECTION = "/api/elections/{uuid}"


class Extended(Message, frozen=True):
    """An extension of the voting (RFC 3339), and its reason."""

    decided: str
    before: str
    closes: str
    reason: str


class Status(Message, frozen=True, kw_only=True):
    """Phase, counts, fingerprints."""

    uuid: str
    group: str
    name: str
    state: elections.Seen
    """By the server's clock: ``waiting`` before the promised opening, ``closed`` from the announced end on."""
    opens: str | None
    """When the terms promise that it begins; no ballot is accepted before."""
    closes: str | None
    """When it ends, extensions included; no ballot is accepted from then on."""
    extensions: list[Extended]
    contact: str
    turnout: dict[str, int]
    ballots: int
    fingerprints: dict[str, str]
    last_event: str


class TurnoutHour(Message, frozen=True):
    """An hour in which ballots were accepted: how many, and of how many voters who had not voted before."""

    start: str
    ballots: int
    voters: int


class Turnout(Message, frozen=True, kw_only=True):
    """How many voters there are and have voted, from when (RFC 3339), and in which hours."""

    registered: int
    voted: int
    began: str
    hours: list[TurnoutHour]


class _Shuffled(msgspec.Struct):
    ciphertexts: list[msgspec.Raw]


class Trackers(Message, frozen=True):
    """Trackers of accepted ballots in their order, from the ``start``-th on; and how many there are."""

    start: int
    total: int
    trackers: list[str]


def _opened(call: Call[None]) -> Ledger:
    """The record. A draft is nobody's business: it is not there."""
    try:
        return reading(call.election.uuid)
    except NoRecord:
        refuse("no-election")


@endpoint("GET", ELECTION, Role.ANYBODY, answer=Status, kept=ASK_AGAIN)
def status(call: Call[None]) -> Status:
    """Where the election is."""
    own = call.election
    ledger, promised = _opened(call), schedule_of(own)
    setup, draft = ledger.require_setup(), drafts.read(own)
    return Status(
        uuid=own.uuid,
        group=own.group,
        name=setup.election.message.name,
        state=elections.seen_state(own),
        opens=(promised.opens or None) if promised else None,
        closes=own.closes.isoformat() if own.closes else None,
        extensions=[Extended(*own) for own in schedule.extensions(own)],
        contact=draft.contact,
        turnout=elections.turnout(own),
        ballots=ledger.ballots,
        fingerprints={**setup.fingerprints, "terms": fingerprint(bytes(own.terms or b""))},
        last_event=ledger.last.hash,
    )


_START = Parameter(
    "start", "query", "How many trackers to pass over; 0 without it", Annotated[int, msgspec.Meta(ge=0, lt=10**9)]
)


@endpoint("GET", ELECTION + "/trackers", Role.ANYBODY, answer=Trackers, parameters=(_START,), kept=ASK_AGAIN)
def trackers(call: Call[None]) -> Trackers:
    """A thousand trackers from ``?start=`` on."""
    ledger = _opened(call)
    text = call.request.GET.get("start", "0")
    start = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return Trackers(start, ledger.ballots, ledger.trackers(start, 1000))


@endpoint("GET", ELECTION + "/turnout", Role.ANYBODY, answer=Turnout, kept="public, max-age=15")
def over_time(call: Call[None]) -> Turnout:
    """Turnout by the hour, in UTC; hours without a ballot are left out. It may be kept for some seconds."""
    own = call.election
    _opened(call)
    counts = elections.turnout(own)
    return Turnout(
        registered=counts["registered"],
        voted=counts["voted"],
        began=turnout.times(own).began.isoformat(timespec="seconds"),
        hours=[TurnoutHour(hour.start.isoformat(), hour.ballots, hour.voters) for hour in turnout.hours(own)],
    )


@endpoint("GET", ELECTION + "/tally", Role.ANYBODY, answer=list[Any], kept=ASK_AGAIN, errors=("wrong-phase",))
def tally(call: Call[None]) -> HttpResponse:
    """The encrypted tally with the ciphertexts of the last shuffle in their places: what trustees decrypt."""
    ledger = _opened(call)
    content = ledger.payload_of_last("EncryptedTally")
    if content is None:
        refuse("wrong-phase", "the encrypted tally is not published yet")
    parts = msgspec.json.decode(content, type=list[msgspec.Raw])
    shuffled = ledger.payload_of_last("Shuffle")
    if shuffled is not None:
        after = iter(msgspec.json.decode(shuffled, type=_Shuffled).ciphertexts)
        questions = ledger.require_setup().election.questions
        parts = [next(after) if isinstance(q, QuestionNH) else own for q, own in zip(questions, parts, strict=True)]
    return HttpResponse(encode(parts), content_type="application/json")


@endpoint("GET", ELECTION + "/spoiled", Role.ANYBODY, answer=list[str], kept=ASK_AGAIN)
def spoiled(call: Call[None]) -> list[str]:
    """Trackers of ballots that were challenged, sorted: none of them is ever accepted."""
    return _opened(call).spoiled()
