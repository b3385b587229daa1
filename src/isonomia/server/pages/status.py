# SPDX-License-Identifier: Apache-2.0
"""What the public page of an election shows: phases, counts, fingerprints, ballots, the result."""

from typing import Any, Final, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from isonomia import __version__
from isonomia.board.ledger import Ledger, reading
from isonomia.present.letter_words import written_time
from isonomia.protocol.challenges import fingerprint
from isonomia.protocol.messages import QuestionNH
from isonomia.record.terms import read_terms
from isonomia.server import caching, drafts, elections, schedule, turnout
from isonomia.server.casting import Refused, ballot_hash_of
from isonomia.server.models import Election, Party
from isonomia.server.pages import assets, chart, outcome
from isonomia.server.texts import schedule_of

PAGE: Final = 1000
"""Trackers on a page."""

PHASES: Final[dict[str, str | Promise]] = {
    "waiting": _("Voting has not begun yet."),
    "open": _("Voting is open."),
    "closed": _("Voting has ended. The encrypted tally is being made."),
    "shuffling": _("Trustees are shuffling."),
    "decrypting": _("Trustees are decrypting."),
    "tallied": _("The result is published."),
}
FINGERPRINTS: Final[dict[str, str | Promise]] = {
    "election": _("Election: questions and public key"),
    "trustees": _("Keys of the trustees"),
    "credentials": _("List of public credentials"),
    "terms": _("Terms: texts, law, schedule"),
}
STEPS: Final[dict[str, str | Promise]] = {
    "open": _("Voting"),
    "closed": _("Encrypted tally"),
    "shuffling": _("Shuffling"),
    "decrypting": _("Decryption"),
    "tallied": _("Result"),
}


def phase(state: str) -> str | Promise:
    """The word for a phase."""
    return _("Opened, voting has not begun") if state == "waiting" else STEPS.get(state, _("Draft"))


class Found(NamedTuple):
    """Where the ballot of a tracker is: ``accepted`` with its ``place``, ``challenged``, ``unknown`` or ``wrong``."""

    tracker: str
    what: str
    place: int = 0
    start: int = 0
    """Where the page of the list begins that has it."""


def find(ledger: Ledger, tracker: str) -> Found:
    """Look for a tracker that somebody typed."""
    tracker = "".join(tracker.split())
    try:
        place = ledger.place_of_ballot(ballot_hash_of(tracker))
    except Refused:
        return Found(tracker, "wrong")
    if place is not None:
        return Found(tracker, "accepted", place, (place - 1) // PAGE * PAGE)
    return Found(tracker, "challenged" if ledger.is_spoiled(tracker) else "unknown")


def phases(ledger: Ledger, state: str) -> list[tuple[str | Promise, str]]:
    """Every phase of this election with ``done``, ``now`` or ``later``."""
    shuffles = any(isinstance(question, QuestionNH) for question in ledger.require_setup().election.questions)
    names = [name for name in STEPS if name != "shuffling" or shuffles]
    at = len(names) if state == "tallied" else -1 if state == "waiting" else names.index(state)
    return [(STEPS[name], "done" if i < at else "now" if i == at else "later") for i, name in enumerate(names)]


def _closing(election: Election) -> tuple[str, str] | None:
    """When the voting closes, and what the terms promised if that was another time; None if nobody said when."""
    if election.closes is None:
        return None
    schedule = read_terms(bytes(election.terms or b""), "the terms").schedule
    promised = drafts.moment(schedule.closes) if schedule and schedule.closes else election.closes
    written = [one.astimezone(promised.tzinfo).isoformat(" ", "minutes") for one in (election.closes, promised)]
    return written[0], "" if written[0] == written[1] else written[1]


def _told(election: Election, state: str) -> str:
    if state != "waiting":
        return str(PHASES[state])
    promised = schedule_of(election)
    begins = {"time": _in_zone(promised.opens, election) if promised and promised.opens else ""}
    return f"{PHASES[state]} " + gettext("It begins at: %(time)s") % begins


def _in_zone(text: str, election: Election) -> str:
    """A time as the page writes it, in the time zone of the terms."""
    return written_time(drafts.moment(text).astimezone(turnout.zone_of(election)))


def _extensions(election: Election) -> list[schedule.Extended]:
    return [
        own._replace(**{name: _in_zone(getattr(own, name), election) for name in ("decided", "before", "closes")})
        for own in schedule.extensions(election)
    ]


def tag(election: Election, state: str, asked: str) -> str:
    """Changes with all that the page shows of the election. ``asked`` is who is shown what: language, place, form.

    It costs some look-ups, where the page costs the record. While voting is open, the chart goes on by the hour.
    """
    ledger, now = reading(election.uuid), timezone.now()
    facts = (
        election.uuid,
        state,
        ledger.last.hash,
        len(ledger.spoiled()),
        election.closes,
        election.log.filter(action__in=("extend", "close")).count(),
        f"{now:%F %H}" if state == "open" else "",
    )
    return "W/" + caching.tag_of(__version__, assets.words(), assets.booth()["booth_fingerprint"], repr(facts), asked)


def context(election: Election, state: str, language: str, asked: str | None, start: int) -> dict[str, Any]:
    """Everything that the template shows. ``asked`` is a tracker, ``start`` where the list of trackers begins."""
    ledger = reading(election.uuid)
    setup, total = ledger.require_setup(), ledger.ballots
    times = turnout.times(election)
    start = min(start, max(0, total - 1)) // PAGE * PAGE
    shown = {**setup.fingerprints, "terms": fingerprint(bytes(election.terms or b""))}
    return {
        "told": _told(election, state),
        "phases": phases(ledger, state),
        "turnout": elections.turnout(election),
        "ballots": total,
        "fingerprints": [(FINGERPRINTS.get(name, name), value) for name, value in shown.items()],
        "last_event": ledger.last.hash,
        **assets.booth(),
        "trackers": ledger.trackers(start, PAGE),
        "start": start,
        "first": start + 1,
        "last": min(start + PAGE, total),
        "before": start - PAGE,
        "after": start + PAGE if start + PAGE < total else 0,
        "found": None if asked is None else find(ledger, asked),
        "spoiled": ledger.spoiled(),
        "trustees": election.parties.filter(role=Party.TRUSTEE).order_by("number"),
        "result": outcome.parts(election, language),
        "lawful": outcome.lawful(election, language),
        "closes": _closing(election),
        "extensions": _extensions(election),
        "began": written_time(times.began),
        "ended": "" if state in ("open", "waiting") else written_time(times.ended),
        "chart": chart.of(election, language),
        "address": f"{settings.ORIGIN}{reverse('status', args=[election.uuid])}",
        "made": written_time(timezone.now().astimezone(times.began.tzinfo)),
        "draft": drafts.read(election),
    }
