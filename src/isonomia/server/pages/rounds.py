# SPDX-License-Identifier: Apache-2.0
"""Links between a first round and its second one."""

from typing import NamedTuple

from django.utils.translation import get_language

from isonomia.server import elections
from isonomia.server.models import Election
from isonomia.server.texts import texts_of


class Link(NamedTuple):
    """An election, and what it is called in the reader's language."""

    uuid: str
    name: str


class Rounds(NamedTuple):
    """Those beside an election; a draft is shown to its administrators alone."""

    previous: Link | None
    following: list[Link]


def rounds_of(election: Election, *, drafts_too: bool = False) -> Rounds:
    """The round before, and those that were begun from this one; a draft that was archived is none."""
    later = [
        own
        for own in election.following.order_by("uuid")
        if elections.state_of(own) != "draft" or (drafts_too and not own.archived)
    ]
    return Rounds(_link(election.previous) if election.previous else None, [_link(own) for own in later])


def _link(election: Election) -> Link:
    return Link(election.uuid, texts_of(election, get_language()).name)
