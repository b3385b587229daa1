# SPDX-License-Identifier: Apache-2.0
"""What the promised law makes of a published result; that of a second round with the first one's."""

from importlib.resources import files
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from isonomia.board.ledger import reading
from isonomia.law.apply import apply
from isonomia.law.ballots import Profile
from isonomia.law.counts import Counts
from isonomia.law.errors import LawError
from isonomia.law.judgement import Judgement
from isonomia.law.law import Law
from isonomia.law.reading import read_law
from isonomia.record.terms import Terms, read_terms
from isonomia.server import laws
from isonomia.server.models import Election
from isonomia.server.roll_counts import turnout
from isonomia.verify.lawful import votes_in
from isonomia.verify.previous import File, facts_of


class Judged(NamedTuple):
    """A judgement, and the law that it rests on."""

    judgement: Judgement
    law: Law


def terms_of(election: Election) -> Terms:
    """The terms of an election that was opened."""
    return read_terms(bytes(election.terms or b""), "the terms")


def numbers_of(election: Election) -> list[Any] | None:
    """The result as it stands in the record; None before."""
    ledger = reading(election.uuid)
    content = ledger.payload_of_last("Result")
    return None if content is None else list(ledger.require_setup().shapes.result(content, "the result"))


def law_of(promised: Terms) -> File:
    """The law file by its hash: a name alone proves nothing. Raises LawError if it does not come with isonomia."""
    for own in laws.shipped():
        if promised.law is not None and own.sha256 == promised.law.sha256:
            return File((files("isonomia.law") / "files" / own.file).read_bytes(), own.file)
    raise LawError(_("This server does not have the law that was promised: apply it with `isonomia law apply`."))


def held_in(election: Election, promised: Terms) -> Counts | Profile | None:
    """The votes that the law decides; None before the result, or without a law. Raises LawError."""
    result = numbers_of(election)
    if result is None or promised.law is None:
        return None
    numbers = turnout(election)
    questions = reading(election.uuid).require_setup().election.questions
    return votes_in(questions, result, promised.law, numbers["voted_weight"], numbers["registered_weight"])


def judged(election: Election) -> Judged | None:
    """The outcome; None before the result, or if the terms promise no law.

    Raises LawError where the law has to be told more, or is not among those that come with isonomia.
    """
    promised = terms_of(election)
    held = held_in(election, promised)
    if held is None:
        return None
    file = law_of(promised)
    law = read_law(file.content, file.where)
    if promised.previous is None:
        return Judged(apply(law, [held]), law)
    first = election.previous
    before = None if first is None else terms_of(first)
    earlier = None if first is None or before is None else held_in(first, before)
    if before is None or earlier is None:
        raise LawError(_("This is a later round: `isonomia law apply LAW FIRST SECOND` judges both."))
    return Judged(apply(law, [earlier, held], facts_of(earlier, before, promised.previous)), law)
