# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)
"""Events: linked wrongly, out of order, with data that are not theirs."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from isonomia.protocol.messages import Event as Message
from isonomia.protocol.messages import encode
from isonomia.record.writer import entry_bytes
from support.forge import Event
from support.founding import TIMESTAMP
from vectors.make.cases import Built, case
from vectors.make.dealer import Dealer, opened, voted

TWO = {"trustees": (1, 1)}


def whole(seed: int) -> Dealer:
    """Setup, 2 ballots, EndBallots, EncryptedTally, 2 decryptions, Result."""
    return voted(seed, **TWO).tallied()


def linked(type_: str, number: int, alter: Callable[[Message], Message]):
    def build(seed: int) -> Built:
        dealer = whole(seed)
        dealer.record.of(type_)[number].alter = alter
        return dealer

    return build


EVENTS = "chain.events"
case(
    "chain-height",
    "An event counts two heights at once, as if one before it had been taken out.",
    EVENTS,
    linked("Ballot", 1, lambda own: replace(own, height=own.height + 1)),
)
case(
    "chain-height-negative",
    "The first event's height is -1.",
    EVENTS,
    linked("Setup", 0, lambda own: replace(own, height=-1)),
)
case(
    "chain-height-twice",
    "The result has the height of the decryption before it.",
    EVENTS,
    linked("Result", 0, lambda own: replace(own, height=own.height - 1)),
)
case(
    "chain-no-parent",
    "A ballot's event names no parent: what came before it can be exchanged.",
    EVENTS,
    linked("Ballot", 0, lambda own: replace(own, parent=UNSET)),
)
case(
    "chain-other-parent",
    "The close names a parent that is not in the record: other ballots were there.",
    EVENTS,
    linked("EndBallots", 0, lambda own: replace(own, parent="0" * 64)),
)
case(
    "chain-parent-upper-case",
    "A parent's hash is in capitals: one event with two hashes.",
    EVENTS,
    linked("Result", 0, lambda own: replace(own, parent=str(own.parent).upper())),
)
case(
    "chain-first-with-parent",
    "The first event names a parent: an older history was cut off.",
    EVENTS,
    linked("Setup", 0, lambda own: replace(own, parent="0" * 64)),
)


def fork(seed: int) -> Built:
    """The second decryption names the tally as its parent, as the first does."""
    dealer = whole(seed)
    events = dealer.record.events
    first = next(event for event in events if event.type == "PartialDecryption")
    parents: list[Any] = []

    def noting(own: Message) -> Message:
        parents.append(own.parent)
        return own

    first.alter = noting
    dealer.record.of("PartialDecryption")[1].alter = lambda own: replace(own, parent=parents[-1])
    return dealer


case(
    "chain-fork",
    "Two events name one parent: the record is two histories of which everybody may choose one.",
    EVENTS,
    fork,
)


def swapped(seed: int) -> Built:
    blocks = (dealer := whole(seed)).record.blocks()
    return dealer, b"".join([*blocks[:6], *blocks[8:10], *blocks[6:8], *blocks[10:]])


case("chain-ballots-change-places", "Two ballots with their events changed places in the file.", EVENTS, swapped)

ORDER = "chain.order"


def extra(type_: str, position: int):
    return lambda seed: whole(seed).insert(position, Event(type_))


case("order-second-close", "Ballots are ended twice: which close counts?", ORDER, extra("EndBallots", 4), strict=True)
case(
    "order-close-after-result", "Ballots are ended again after the result.", ORDER, extra("EndBallots", 8), strict=True
)
case("order-unknown-event", "An event is of a kind that nobody specified.", ORDER, extra("Comment", 2), strict=True)
case(
    "order-unknown-event-at-end",
    "After the result comes an event of a kind that nobody specified.",
    ORDER,
    extra("Annulled", 8),
    strict=True,
)
case(
    "order-end-of-shuffles",
    "Shuffles are ended in an election that has none.",
    ORDER,
    extra("EndShuffles", 5),
    strict=True,
)


def after(type_: str, following: str):
    """One more event of a type, with its data, behind the last one of another."""

    def build(seed: int) -> Built:
        dealer = whole(seed)
        dealer.cast(dealer.credentials[0], [[0, 1]])
        late = dealer.record.events.pop()
        assert late.type == type_
        position = dealer.record.events.index(dealer.last(following)) + 1
        return dealer.insert(position, late)

    return build


case(
    "order-ballot-after-close",
    "A voter's second ballot is taken after the close and not counted: peers that read ballots backwards miss all earlier ones.",
    ORDER,
    after("Ballot", "EndBallots"),
)
case("order-ballot-after-tally", "A ballot is taken after the tally.", ORDER, after("Ballot", "EncryptedTally"))
case("order-ballot-after-result", "A ballot is taken after the result.", ORDER, after("Ballot", "Result"))


def again(type_: str, content: Callable[[Dealer], bytes] | None = None, envelope: dict[str, Any] | None = None):
    """One more event of a type at the end of the record, with other data."""

    def build(seed: int) -> Built:
        dealer = whole(seed)
        event = dealer.last(type_)
        contents = [content(dealer)] if content else event.contents
        return dealer.insert(len(dealer.record.events), Event(type_, contents, envelope or event.envelope))

    return build


case(
    "order-second-result",
    "A second result is published: which one was announced?",
    ORDER,
    again("Result", lambda _: b'{"result":[[2,0]]}'),
)
case(
    "order-second-tally",
    "A second tally is published after the result: it is of other ballots.",
    ORDER,
    again("EncryptedTally", lambda d: encode([_tally(d)[0][::-1]])),
)
case(
    "order-second-setup",
    "A second set-up is published after the result: another election in the same record.",
    ORDER,
    lambda seed: whole(seed).insert(8, Event("Setup", opened(seed + 7, "one").record.events[0].contents)),
)
case(
    "order-decryption-after-result",
    "A decryption is published after the result.",
    ORDER,
    lambda seed: _late_decryption(seed),
)


def _late_decryption(seed: int) -> Built:
    dealer = voted(seed, trustees=((2, 3),)).decrypted(1, 2)
    dealer.publish()
    dealer.decrypt(3)
    return dealer


def _tally(dealer: Dealer) -> Any:
    return json.loads(dealer.last("EncryptedTally").content)


case(
    "order-no-close",
    "Ballots were never ended: others can be put in while it is decrypted.",
    ORDER,
    lambda seed: whole(seed).without("EndBallots"),
)
case("order-no-events", "There is no event at all.", ORDER, lambda seed: _empty(opened(seed, "one")))
case(
    "order-no-setup",
    "There is no set-up, only ballots of an election that nobody knows.",
    ORDER,
    lambda seed: voted(seed).without("Setup"),
)


def _empty(dealer: Dealer) -> Dealer:
    dealer.record.events.clear()
    return dealer


case(
    "order-no-end-of-shuffles",
    "Shuffles were never ended: somebody can still shuffle what is decrypted.",
    ORDER,
    lambda seed: voted(seed, "ranking").tallied().without("EndShuffles"),
    strict=True,
)


def late_shuffle(seed: int) -> Built:
    dealer = voted(seed, "ranking", trustees=(1, 1)).closed()
    dealer.shuffles(1)
    before = dealer.encrypted
    dealer.shuffle(owner=2)
    dealer.encrypted = before
    dealer.decrypt(1, 2)
    dealer.publish()
    return dealer


case(
    "order-shuffle-after-the-end",
    "A shuffle comes after the end of shuffles and is not decrypted: it looks as if two had shuffled.",
    ORDER,
    late_shuffle,
)
case(
    "order-early-decryption",
    "Decrypted before the close was published: the trustees knew the count while ballots came.",
    ORDER,
    lambda seed: whole(seed).without("EndBallots").insert(6, Event("EndBallots")),
)
case(
    "order-decryption-before-shuffles-end",
    "A trustee decrypts before shuffles are ended.",
    ORDER,
    lambda seed: _early(seed),
)


def _early(seed: int) -> Built:
    dealer = voted(seed, "ranking", trustees=(1, 1)).closed()
    dealer.shuffle()
    dealer.decrypt(1)
    dealer.event("EndShuffles").decrypt(2)
    dealer.publish()
    return dealer


case(
    "order-result-before-close",
    "A result, of the ballots so far, is published while voting goes on.",
    ORDER,
    lambda seed: _running(seed),
)


def _running(seed: int) -> Built:
    dealer = voted(seed)
    dealer.tally()
    dealer.decrypt(1)
    dealer.publish()
    return dealer


PAYLOAD = "chain.payload"


def refers(type_: str, number: int, payload: Callable[[Dealer], Any], scene: Callable[[int], Dealer] = whole):
    def build(seed: int) -> Built:
        dealer = scene(seed)
        value = payload(dealer)
        dealer.record.of(type_)[number].alter = lambda own: replace(own, payload=value)
        return dealer

    return build


def first_ballot(dealer: Dealer) -> str:
    return sha256(dealer.record.of("Ballot")[0].content).hexdigest()


case(
    "payload-of-close",
    "The close refers to a ballot: it could be counted as an event of its own.",
    PAYLOAD,
    refers("EndBallots", 0, first_ballot),
)
case(
    "payload-of-close-missing",
    "The close refers to something that is not in the record.",
    PAYLOAD,
    refers("EndBallots", 0, lambda _: "0" * 64),
)
case(
    "payload-of-ballot-missing",
    "A ballot's event refers to nothing: it was accepted, and nobody can count it.",
    PAYLOAD,
    lambda seed: _unpublished(voted(seed)),
    "ballot.unique",
)
case(
    "payload-of-setup-missing",
    "The set-up refers to a roll that is not in the record.",
    PAYLOAD,
    lambda seed: _without_roll(opened(seed, "one")),
)
case(
    "payload-setup-order",
    "The parts of the set-up stand in another order: room for a hidden message, and peers refuse the file.",
    PAYLOAD,
    lambda seed: (d := whole(seed), b"".join([(b := d.record.blocks())[0], b[2], b[1], *b[3:]])),
)
case(
    "payload-tally-order",
    "The tally stands behind the envelope that refers to it.",
    PAYLOAD,
    lambda seed: (d := whole(seed), b"".join([*(b := d.record.blocks())[:11], b[12], b[11], *b[13:]])),
)
case(
    "payload-event-before-data",
    "The result's event stands before the result.",
    PAYLOAD,
    lambda seed: (d := whole(seed), b"".join([*(b := d.record.blocks())[:-2], b[-1], b[-2]])),
    "chain.unreferenced",
)


def _unpublished(dealer: Dealer) -> Dealer:
    dealer.last("Ballot").publish = False
    return dealer


def _without_roll(dealer: Dealer) -> Built:
    blocks = dealer.record.blocks()
    del blocks[3]
    return dealer, b"".join(blocks)


UNREFERENCED = "chain.unreferenced"


def stray(position: int | None, content: bytes = b'["kept for later"]'):
    def build(seed: int) -> Built:
        blocks = (dealer := whole(seed)).record.blocks()
        blocks.insert(len(blocks) if position is None else position, entry_bytes("data", content, TIMESTAMP)[1])
        return dealer, b"".join(blocks)

    return build


case("unreferenced-at-end", "Data stand behind the last event: a ballot kept for later.", UNREFERENCED, stray(None))
case(
    "unreferenced-in-setup",
    "Data that nothing refers to stand between the parts of the set-up.",
    UNREFERENCED,
    stray(2),
)
case(
    "unreferenced-second-result",
    "Another result stands before the one that is referred to.",
    UNREFERENCED,
    stray(-2, b'{"result":[[2,0]]}'),
)
case(
    "unreferenced-ballot",
    "A ballot stands in the record without an event: its voter finds her tracker in the file, and it is not counted.",
    UNREFERENCED,
    lambda seed: _uncounted(seed),
)


def _uncounted(seed: int) -> Built:
    dealer = opened(seed, "one").vote(1)
    dealer.cast(dealer.credentials[1], [[0, 1]])
    ballot = dealer.record.events.pop().content
    dealer.tallied()
    blocks = dealer.record.blocks()
    blocks.insert(8, entry_bytes("data", ballot, TIMESTAMP)[1])
    return dealer, b"".join(blocks)


case(
    "order-no-tally",
    "There is a result, and no tally that it is of.",
    ORDER,
    lambda seed: whole(seed).without("EncryptedTally"),
    "result.decryptions",
)
case(
    "payload-of-tally-missing",
    "The tally's envelope is there, and the tally is not; the result is right.",
    PAYLOAD,
    lambda seed: _without(whole(seed), 11),
)
case(
    "payload-of-envelope-missing",
    "The tally is there, and the envelope that the event refers to is not.",
    PAYLOAD,
    lambda seed: _without(whole(seed), 12),
    "chain.unreferenced result.decryptions",
)
case(
    "payload-of-decryption-missing",
    "A decryption is announced, and is not in the record.",
    PAYLOAD,
    lambda seed: _without(whole(seed), 14),
    "result.decryptions",
)
case(
    "payload-of-result-missing",
    "The result is announced, and is not in the record.",
    PAYLOAD,
    lambda seed: _without(whole(seed), -2),
)


def _without(dealer: Dealer, block: int) -> Built:
    blocks = dealer.record.blocks()
    del blocks[block]
    return dealer, b"".join(blocks)


case(
    "payload-of-decryption-envelope-missing",
    "A decryption is there, and the envelope that says whose it is is not.",
    PAYLOAD,
    lambda seed: _without(whole(seed), 15),
    "chain.unreferenced result.decryptions",
)
