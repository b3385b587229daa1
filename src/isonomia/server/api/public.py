# SPDX-License-Identifier: Apache-2.0
"""What anybody may see of an election, once it is open."""

import msgspec
from django.http import HttpResponse

from isonomia.board.ledger import reading
from isonomia.protocol.challenges import fingerprint
from isonomia.protocol.messages import Message, QuestionNH, encode
from isonomia.server import drafts, elections
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import Call, endpoint
from isonomia.server.api.errors import refuse

ELECTION = "/api/elections/{uuid}"


class Status(Message, frozen=True, kw_only=True):
    """Phase, counts, fingerprints."""

    uuid: str
    group: str
    name: str
    state: str
    closes: str | None
    contact: str
    turnout: dict[str, int]
    ballots: int
    fingerprints: dict[str, str]
    last_event: str


class _Shuffled(msgspec.Struct):
    ciphertexts: list[msgspec.Raw]


class Trackers(Message, frozen=True):
    """Trackers of accepted ballots in their order, from the ``start``-th on; and how many there are."""

    start: int
    total: int
    trackers: list[str]


@endpoint("GET", ELECTION, Role.ANYBODY, answer=Status, errors=("no-election",))
def status(call: Call[None]) -> Status:
    """Where the election is. A draft is nobody's business: it is not there."""
    own = call.election
    state = elections.state_of(own)
    if state == "draft":
        refuse("no-election")
    ledger = reading(own.uuid)
    setup, draft = ledger.require_setup(), drafts.read(own)
    return Status(
        uuid=own.uuid,
        group=own.group,
        name=setup.election.message.name,
        state=state,
        closes=own.closes.isoformat() if own.closes else None,
        contact=draft.contact,
        turnout=elections.turnout(own),
        ballots=ledger.ballots,
        fingerprints={**setup.fingerprints, "terms": fingerprint(bytes(own.terms or b""))},
        last_event=ledger.last.hash,
    )


@endpoint("GET", ELECTION + "/trackers", Role.ANYBODY, answer=Trackers)
def trackers(call: Call[None]) -> Trackers:
    """A thousand trackers from ``?start=`` on."""
    ledger = reading(call.election.uuid)
    text = call.request.GET.get("start", "0")
    start = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return Trackers(start, ledger.ballots, ledger.trackers(start, 1000))


@endpoint("GET", ELECTION + "/tally", Role.ANYBODY, answer=bytes, errors=("wrong-phase",))
def tally(call: Call[None]) -> HttpResponse:
    """The encrypted tally with the ciphertexts of the last shuffle in their places: what trustees decrypt."""
    ledger = reading(call.election.uuid)
    content = ledger.payload_of_last("EncryptedTally")
    if content is None:
        refuse("wrong-phase", "the encrypted tally is not published yet")
    parts = msgspec.json.decode(content, type=list[msgspec.Raw])
    shuffled = ledger.payload_of_last("Shuffle")
    if shuffled is not None:
        after = iter(msgspec.json.decode(shuffled, type=_Shuffled).ciphertexts)
        questions = ledger.require_setup().election.questions
        parts = [next(after) if isinstance(q, QuestionNH) else own for q, own in zip(questions, parts, strict=True)]
    return HttpResponse(encode(parts), content_type="application/json", headers={"Cache-Control": "no-store"})


@endpoint("GET", ELECTION + "/spoiled", Role.ANYBODY, answer=list[str])
def spoiled(call: Call[None]) -> list[str]:
    """Trackers of ballots that were challenged, sorted: none of them is ever accepted."""
    return reading(call.election.uuid).spoiled()
