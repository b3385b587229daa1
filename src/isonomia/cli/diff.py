# SPDX-License-Identifier: Apache-2.0
"""``isonomia diff``."""

import re
from pathlib import Path
from typing import Any

import click

from isonomia.cli.failure import CliError
from isonomia.cli.files import STDIN, about, record_stream
from isonomia.cli.options import FILE
from isonomia.cli.output import emit, json_option, wants_json
from isonomia.cli.progress import Working
from isonomia.present.text import safe
from isonomia.protocol.challenges import base64_compact
from isonomia.record.archive import open_archive
from isonomia.verify.history import AddedEvent, History, Parting, Spot, compare


@click.command(short_help="Does a record go on from an older one? What was added?")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@json_option
@click.pass_context
def diff(ctx: click.Context, old: Path, new: Path) -> None:
    """Does a record go on from an older one, with nothing removed and nothing rewritten? What was added?

    NEW must begin with OLD, byte for byte. OLD and NEW are .bel files, directories that hold one, or one of
    them is - for standard input. The hash of every entry of NEW is checked, its proofs are not: `isonomia
    verify` does that. --json lists the tracker of each ballot that was added.

    \b
    Exit code: 0 NEW goes on from OLD, or is equal; 1 history was changed, or NEW
    is the older one; 2 one of them cannot be read.

    \b
    Examples:
      isonomia diff monday.bel tuesday.bel
      curl -s https://example.org/election.bel | isonomia diff --json monday.bel -
    """
    if old == new == STDIN:
        raise CliError("usage", "only one of the two records can come from standard input", "name the other's file")
    ballots: list[AddedEvent] = []

    def keep(event: AddedEvent) -> None:
        if event.type == "Ballot" and wants_json():
            ballots.append(event)

    with record_stream(old) as old_file, record_stream(new) as new_file, Working("Comparing the records"):
        with about(old):
            before = open_archive(old_file)
        with about(new):
            after = open_archive(new_file)
        with about(old if before.length > after.length else new):
            history = compare(before, after, keep)
    emit(as_json(history, ballots), lines(history))
    if not history.extends:
        ctx.exit(1)


def as_json(history: History, ballots: list[AddedEvent]) -> dict[str, Any]:
    """The object that ``--json`` prints."""
    parting = history.parting
    return {
        "relation": relation(history),
        "length": {"old": history.old_length, "new": history.new_length},
        "common": None if parting else {"events": history.events, "last_event": history.last},
        "added": None
        if parting
        else {
            "events": dict(history.added),
            "first_height": history.first_height,
            "last_height": None if history.first_height is None else history.events + history.added.total() - 1,
            "last_event": history.tip,
            "ballots": [{"height": b.height, "tracker": tracker(b)} for b in ballots],
        },
        "unfinished": history.waiting,
        "parting": parting_json(parting) if parting else None,
    }


def relation(history: History) -> str:
    """In one word."""
    if history.parting is not None:
        return "changed"
    if history.older:
        return "older"
    return "equal" if history.new_length == history.old_length else "extends"


def tracker(ballot: AddedEvent) -> str | None:
    """The smart ballot tracker of a Ballot event; None if its payload is no hash."""
    if ballot.payload is None or not re.fullmatch("[0-9a-f]{64}", ballot.payload, re.ASCII):
        return None
    return base64_compact(bytes.fromhex(ballot.payload))


def parting_json(parting: Parting) -> dict[str, Any]:
    """Where two records part."""
    return {
        "byte": parting.byte,
        "entry": parting.entry,
        "height": parting.height,
        "old": {"entry": parting.old.name, "event": parting.old.event},
        "new": {"entry": parting.new.name, "event": parting.new.event},
        "only_framing": parting.only_framing,
    }


def lines(history: History) -> list[str]:
    """What people read."""
    if history.parting is not None:
        return ["CHANGED: NEW does not begin with OLD.", *parting_lines(history.parting, "OLD", "NEW")]
    shared = f"{history.events} events, up to {history.last}"
    if history.older:
        return [f"OLDER: NEW ends where OLD goes on. Both have {shared}.", *_added(history, "Only OLD has")]
    word = relation(history)
    if word == "equal":
        return [f"EQUAL: the same {history.new_length} bytes, {shared}.", *_unfinished(history)]
    return [
        f"EXTENDS: NEW begins with OLD, byte for byte: {shared}.",
        *_added(history, "Added"),
        "That what was added is right, `isonomia verify` tells.",
    ]


def parting_lines(parting: Parting, old: str, new: str) -> list[str]:
    """Where, and what each of the two has there."""
    head = f"They part at byte {parting.byte}, in entry {parting.entry}, at height {parting.height}."
    more = ["The entries are the same; how they are written in the file is not."] if parting.only_framing else []
    return [head, *_spot(parting.old, old, parting.height), *_spot(parting.new, new, parting.height), *more]


def _spot(spot: Spot, who: str, height: int) -> list[str]:
    there = spot.name or "nothing that can be read"
    event = f"event {height} is {spot.event}" if spot.event else f"there is no event {height}"
    return [f"  {who} has {there};", f"  {' ' * len(who)} {event}."]


def _added(history: History, what: str) -> list[str]:
    counts = ", ".join(f"{number} {safe(kind, 20)}" for kind, number in history.added.items())
    if history.first_height is None:
        return [f"{what}: no whole event.", *_unfinished(history)]
    last = history.events + history.added.total() - 1
    heights = f"height {last}" if last == history.first_height else f"heights {history.first_height} to {last}"
    return [f"{what}: {counts} ({heights}), up to {history.tip}.", *_unfinished(history)]


def _unfinished(history: History) -> list[str]:
    if not history.waiting:
        return []
    return [f"{history.waiting} bytes stand behind the last event: the next one is being written, or was torn off."]
