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


def whole(seed: int) -> Dealer:
    """Setup, EndBallots, EncryptedTally, PartialDecryption, Result: nobody has voted."""
    return opened(seed, "plain").tallied()


def closed(seed: int) -> Dealer:
    """Setup, Ballot, EndBallots."""
    return voted(seed).event("EndBallots")


def linked(type_: str, number: int, alter: Callable[[Message], Message]):
    def build(seed: int) -> Built:
        dealer = closed(seed)
        dealer.record.of(type_)[number].alter = alter
        return dealer

    return build


EVENTS = "chain.events"
case(
    "chain-height",
    "An event counts two heights at once, as if one before it had been taken out.",
    EVENTS,
    linked("Ballot", 0, lambda own: replace(own, height=own.height + 1)),
)
case(
    "chain-height-negative",
    "The first event's height is -1.",
    EVENTS,
    linked("Setup", 0, lambda own: replace(own, height=-1)),
)
case(
    "chain-height-twice",
    "The close has the height of the ballot before it.",
    EVENTS,
    linked("EndBallots", 0, lambda own: replace(own, height=own.height - 1)),
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
    linked("EndBallots", 0, lambda own: replace(own, parent=str(own.parent).upper())),
)
case(
    "chain-first-with-parent",
    "The first event names a parent: an older history was cut off.",
    EVENTS,
    linked("Setup", 0, lambda own: replace(own, parent="0" * 64)),
)


def fork(seed: int) -> Built:
    """The close names the set-up as its parent, as the ballot does."""
    dealer = closed(seed)
    first = dealer.last("Ballot")
    parents: list[Any] = []

    def noting(own: Message) -> Message:
        parents.append(own.parent)
        return own

    first.alter = noting
    dealer.last("EndBallots").alter = lambda own: replace(own, parent=parents[-1])
    return dealer


case(
    "chain-fork",
    "Two events name one parent: the record is two histories of which everybody may choose one.",
    EVENTS,
    fork,
)


def swapped(seed: int) -> Built:
    blocks = (dealer := voted(seed, cast=2)).record.blocks()
    return dealer, b"".join([*blocks[:6], *blocks[8:], *blocks[6:8]])


case("chain-ballots-change-places", "Two ballots with their events changed places in the file.", EVENTS, swapped)

ORDER = "chain.order"


def extra(type_: str, scene: Callable[[int], Dealer] = closed):
    return lambda seed: scene(seed).event(type_)


case("order-second-close", "Ballots are ended twice: which close counts?", ORDER, extra("EndBallots"), strict=True)
case("order-unknown-event", "An event is of a kind that nobody specified.", ORDER, extra("Comment"), strict=True)
case(
    "order-end-of-shuffles",
    "Shuffles are ended in an election that has none.",
    ORDER,
    extra("EndShuffles", lambda seed: opened(seed, "plain").closed()),
    strict=True,
)


def after(type_: str, following: str):
    """One more event of a type, with its data, behind the last one of another."""

    def build(seed: int) -> Built:
        dealer = whole(seed)
        dealer.cast(dealer.credentials[0], [[0]])
        late = dealer.record.events.pop()
        assert late.type == type_
        position = dealer.record.events.index(dealer.last(following)) + 1
        del dealer.record.events[position:]
        return dealer.insert(position, late)

    return build


case(
    "order-ballot-after-close",
    "A voter's ballot is taken after the close and not counted: peers that read ballots backwards miss all earlier ones.",
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
    again("Result", lambda _: b'{"result":[[1]]}'),
)
case(
    "order-second-tally",
    "A second tally is published after the result: it is of other ballots.",
    ORDER,
    again("EncryptedTally", lambda d: encode([[{"alpha": str(d.group.g), "beta": str(d.election.y)}]])),
)
case(
    "order-second-setup",
    "A second set-up is published: another election in the same record.",
    ORDER,
    lambda seed: opened(seed, "plain").insert(1, Event("Setup", opened(seed + 7, "plain").record.events[0].contents)),
)
case(
    "order-decryption-after-result",
    "A decryption is published after the result.",
    ORDER,
    lambda seed: _late_decryption(seed),
)


def _late_decryption(seed: int) -> Built:
    dealer = opened(seed, "plain", trustees=((1, 2),)).decrypted(1)
    dealer.publish()
    dealer.decrypt(2)
    return dealer


def _tally(dealer: Dealer) -> Any:
    return json.loads(dealer.last("EncryptedTally").content)


case(
    "order-no-close",
    "Ballots were never ended: others can be put in while it is decrypted.",
    ORDER,
    lambda seed: whole(seed).without("EndBallots"),
)
case("order-no-events", "There is no event at all.", ORDER, lambda seed: _empty(opened(seed, "plain")))
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
    lambda seed: opened(seed, "ranking").tallied().without("EndShuffles"),
    strict=True,
)


def late_shuffle(seed: int) -> Built:
    dealer = voted(seed, "ranking", trustees=(1, 1)).closed()
    dealer.shuffles(1)
    before = dealer.encrypted
    dealer.shuffle(owner=2)
    dealer.encrypted = before
    return dealer


case(
    "order-shuffle-after-the-end",
    "A shuffle comes after the end of shuffles: it looks as if two had shuffled.",
    ORDER,
    late_shuffle,
)
case(
    "order-early-decryption",
    "Decrypted before the close was published: the trustees knew the count while ballots came.",
    ORDER,
    lambda seed: whole(seed).without("EndBallots").insert(3, Event("EndBallots")),
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
    return dealer.event("EndShuffles")


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
    refers("EndBallots", 0, first_ballot, closed),
)
case(
    "payload-of-close-missing",
    "The close refers to something that is not in the record.",
    PAYLOAD,
    refers("EndBallots", 0, lambda _: "0" * 64, closed),
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
    lambda seed: _without_roll(opened(seed, "plain")),
)
case(
    "payload-setup-order",
    "The parts of the set-up stand in another order: room for a hidden message, and peers refuse the file.",
    PAYLOAD,
    lambda seed: (d := opened(seed, "plain"), b"".join([(b := d.record.blocks())[0], b[2], b[1], *b[3:]])),
)
case(
    "payload-tally-order",
    "The tally stands behind the envelope that refers to it.",
    PAYLOAD,
    lambda seed: (d := whole(seed), b"".join([*(b := d.record.blocks())[:7], b[8], b[7], *b[9:]])),
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


def stray(position: int | None, content: bytes = b'["kept for later"]', scene: Callable[[int], Dealer] = voted):
    def build(seed: int) -> Built:
        blocks = (dealer := scene(seed)).record.blocks()
        blocks.insert(len(blocks) if position is None else position, entry_bytes("data", content, TIMESTAMP)[1])
        return dealer, b"".join(blocks)

    return build


case("unreferenced-at-end", "Data stand behind the last event: a ballot kept for later.", UNREFERENCED, stray(None))
case(
    "unreferenced-in-setup",
    "Data that nothing refers to stand between the parts of the set-up.",
    UNREFERENCED,
    stray(2, scene=lambda seed: opened(seed, "plain")),
)
case(
    "unreferenced-second-result",
    "Another result stands before the one that is referred to.",
    UNREFERENCED,
    stray(-2, b'{"result":[[1]]}', whole),
)
case(
    "unreferenced-ballot",
    "A ballot stands in the record without an event: its voter finds her tracker in the file, and it is not counted.",
    UNREFERENCED,
    lambda seed: _uncounted(seed),
)


def _uncounted(seed: int) -> Built:
    dealer = opened(seed, "plain").vote(1)
    dealer.cast(dealer.credentials[1], [[0]])
    ballot = dealer.record.events.pop().content
    dealer.event("EndBallots")
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
    lambda seed: _without(whole(seed), 7),
)
case(
    "payload-of-envelope-missing",
    "The tally is there, and the envelope that the event refers to is not.",
    PAYLOAD,
    lambda seed: _without(whole(seed), 8),
    "chain.unreferenced result.decryptions",
)
case(
    "payload-of-decryption-missing",
    "A decryption is announced, and is not in the record.",
    PAYLOAD,
    lambda seed: _without(whole(seed), 10),
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
    lambda seed: _without(whole(seed), 11),
    "chain.unreferenced result.decryptions",
)
case(
    "chain-event-left-out",
    "A ballot and its event were cut out of the file, and nothing was written anew.",
    EVENTS,
    lambda seed: (d := voted(seed, cast=2), b"".join([*(b := d.record.blocks())[:6], *b[8:]])),
)
case(
    "chain-height-huge",
    "An event's height does not fit 64 bits: where it wraps round, it is the right one.",
    EVENTS,
    linked("EndBallots", 0, lambda own: replace(own, height=own.height + 2**64)),
)
case(
    "order-lower-case",
    "An event's kind is written in small letters: some readers know it, others do not.",
    ORDER,
    lambda seed: opened(seed, "plain").insert(1, Event("endballots")),
)
case(
    "order-shuffle-of-nothing",
    "An election without rankings is shuffled.",
    ORDER,
    lambda seed: (
        opened(seed, "plain").closed().insert(3, Event("Shuffle", [b'{"ciphertexts":[],"proofs":[]}'], {"owner": 1}))
    ),
    strict=True,
)
case(
    "order-second-end-of-shuffles",
    "Shuffles are ended twice.",
    ORDER,
    lambda seed: opened(seed, "ranking").shuffled().event("EndShuffles"),
    strict=True,
)
case(
    "order-ballot-between-decryptions",
    "A ballot is taken between two decryptions.",
    ORDER,
    lambda seed: _between(seed),
)


def _between(seed: int) -> Built:
    dealer = opened(seed, "plain", trustees=(1, 1)).closed()
    dealer.decrypt(1)
    dealer.cast(dealer.credentials[1], [[0]])
    dealer.decrypt(2)
    return dealer


case(
    "payload-too-early",
    "The second ballot's data stand before the first ballot's event: whose hash was announced when?",
    PAYLOAD,
    lambda seed: (d := voted(seed, cast=2), b"".join([*(b := d.record.blocks())[:7], b[8], b[7], b[9]])),
    "chain.unreferenced ballot.unique",
)
case(
    "payload-is-an-event",
    "A ballot's event refers to the event before it.",
    PAYLOAD,
    lambda seed: _refers_to_event(seed),
    "ballot.unique",
)


def _refers_to_event(seed: int) -> Built:
    dealer = opened(seed, "plain")
    setup = sha256(_content(dealer.record.blocks()[-1])).hexdigest()
    return dealer.insert(1, Event("Ballot", alter=lambda own: replace(own, payload=setup)))


def _content(block: bytes) -> bytes:
    return block[512 : 512 + int(block[124:135], 8)]


case(
    "payload-upper-case",
    "A ballot's event writes the hash of its ballot in capitals.",
    PAYLOAD,
    refers("Ballot", 0, lambda d: first_ballot(d).upper(), voted),
    "chain.unreferenced ballot.unique",
)
case(
    "payload-of-end-of-shuffles",
    "The end of shuffles refers to a shuffle's data: which one is the last?",
    PAYLOAD,
    lambda seed: opened(seed, "ranking").closed().event("EndShuffles").refer("EndShuffles", b'{"owner":2}'),
    "chain.unreferenced",
)
case(
    "payload-of-setup-twice",
    "The set-up names one object as trustees and as roll.",
    PAYLOAD,
    lambda seed: _same_twice(seed),
)


def _same_twice(seed: int) -> Built:
    """The roll is the trustees structure: its entry stands in the record once."""
    dealer = opened(seed, "plain")
    contents = dealer.record.events[0].contents
    contents[2] = contents[1]
    blocks = dealer.record.blocks()
    del blocks[3]
    return dealer, b"".join(blocks)


case(
    "payload-shuffle-order",
    "A shuffle stands behind the envelope that says whose it is.",
    PAYLOAD,
    lambda seed: (
        d := voted(seed, "ranking").shuffled(),
        b"".join([*(b := d.record.blocks())[:12], b[13], b[12], *b[14:]]),
    ),
)
case(
    "payload-of-set-up-missing",
    "The parts of the set-up are there, and what says which is which is not.",
    PAYLOAD,
    lambda seed: _without(opened(seed, "plain"), 4),
    UNREFERENCED,
)
case(
    "payload-of-shuffle-missing",
    "A shuffle is announced, and is not in the record.",
    PAYLOAD,
    lambda seed: _without(_shuffled_once(seed), 12),
)


def _shuffled_once(seed: int) -> Dealer:
    dealer = voted(seed, "ranking").closed()
    dealer.shuffle()
    return dealer
