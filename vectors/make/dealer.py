# SPDX-License-Identifier: Apache-2.0
"""Holds an election in which anybody may cheat: every secret is at hand, and nothing is checked."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Any, Self
from unittest.mock import patch

import msgspec

from isonomia.groups import Element, Group, group
from isonomia.protocol import challenges, messages
from isonomia.protocol.messages import Ballot, Shuffle, encode, written_count
from isonomia.protocol.public.ballots import read_choices
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.shuffles import check_shuffle
from isonomia.protocol.public.tally import Tally, merged, written
from isonomia.protocol.secret import encryption, homomorphic, lists
from isonomia.protocol.secret.credentials import generate, public_credential, secret_exponent
from isonomia.protocol.secret.schnorr import prove_schnorr
from isonomia.protocol.secret.shuffles import make_shuffle
from isonomia.protocol.tokens import base58_token
from support.forge import Event, Record, altered
from support.founding import BOARD, LISTS, RANKING, REFERENDUM, TIMESTAMP, Structure, group_order
from support.holding import Holding, sign
from support.trustees import Made, pedersen, single

ANY: dict[str, Any] = {"answers": ["A", "B"], "min": 0, "max": 2, "question": "Any of two"}

PLAIN: dict[str, Any] = {"answers": ["A"], "min": 0, "max": 1, "question": "A?"}
"""As small as a question can be: for records in which it does not matter."""

QUESTIONS: dict[str, dict[str, Any]] = {
    "plain": PLAIN,
    "one": REFERENDUM,
    "any": ANY,
    "blank": BOARD,
    "ranking": RANKING,
    "lists": LISTS,
}
VOTES: dict[str, list[Any]] = {
    "plain": [[1], [0], [1]],
    "one": [[1, 0], [0, 1], [1, 0]],
    "any": [[1, 1], [0, 1], [0, 0]],
    "blank": [[0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1]],
    "ranking": [[1, 2, 3], [3, 1, 2], [2, 2, 0]],
    "lists": [[[1, 0, 1], [0, 0]], [[0, 0, 0], [1, 1]], [[1, 1, 1], [0, 0]]],
}

ELECTION, TRUSTEES, ROLL = 0, 1, 2


class Dealer(Holding):
    """An election on its way, and its voters' private credentials in the order of the roll."""

    def __init__(self, record: Record, made: Sequence[Made], credentials: list[str], kinds: Sequence[str], seed: int):
        keys = {key: value for item in made for key, value in item.keys.items()}
        super().__init__(record, lambda _: keys, seed)
        self.credentials = credentials
        self.asked = tuple(kinds)

    # --- set-up ----------------------------------------------------------------------------------

    def part(self, number: int, change: Callable[[Any], Any]) -> Self:
        """Change the JSON of the trustees or of the roll: nothing else hashes them."""
        contents = self.record.events[0].contents
        contents[number] = altered(contents[number], change)
        return self

    def rewritten(self, content: bytes) -> Self:
        """Another text of the election; what comes later is made for it."""
        self.record.events[0].contents[ELECTION] = content
        self.election = replace(self.election, fingerprint=challenges.fingerprint(content))
        return self

    def rewritten_piece(self, old: bytes, new: bytes) -> Self:
        """As ``rewritten``, with one piece replaced."""
        content = self.record.events[0].contents[ELECTION]
        assert old in content
        return self.rewritten(content.replace(old, new, 1))

    def said(self, **members: Any) -> Self:
        """Other members of the election object."""
        content = self.record.events[0].contents[ELECTION]
        return self.rewritten(altered(content, lambda election: election.update(members)))

    # --- ballots ---------------------------------------------------------------------------------

    def vote(self, voters: int | None = None) -> Self:
        """Each votes once, as asked."""
        for number, credential in list(enumerate(self.credentials))[:voters]:
            self.cast(credential, [VOTES[kind][number] for kind in self.asked])
        return self

    def read(self, event: Event) -> Ballot[Any]:
        return msgspec.json.decode(event.content, type=type(self)._ballot(self))

    def _ballot(self) -> Any:
        answers = {"ranking": messages.AnswerNH, "lists": messages.AnswerL}
        kinds = tuple(answers.get(kind, messages.AnswerH) for kind in self.asked)
        return messages.Ballot[tuple.__class_getitem__(kinds)]  # type: ignore[misc]

    def resigned(self, number: int, change: Callable[[Any], Any]) -> Self:
        """A voter changes the JSON of her ballot, and signs it again."""
        event = self.record.of("Ballot")[number]
        value = msgspec.json.decode(event.content)
        change(value)
        ballot = msgspec.convert(value, self._ballot())
        event.content = encode(sign(self.group, ballot, self.exponent(self.credentials[number]), self.random))
        return self

    def resigned_bytes(self, number: int, change: Callable[[bytes], bytes]) -> Self:
        """As ``resigned``, for a ballot in any form: what is signed are its own bytes without the signature."""
        event = self.record.of("Ballot")[number]
        content = change(event.content)
        unsigned, _, _ = content.rpartition(b',"signature":')
        digest = challenges.fingerprint(unsigned + b"}")
        exponent = self.exponent(self.credentials[number])
        made = prove_schnorr(
            self.group, [self.group.g], exponent, lambda texts: challenges.signature(digest, texts[0]), self.random
        )
        event.content = unsigned + b',"signature":' + encode(messages.Signature(digest, made)) + b"}"
        return self

    def answered(self, number: int, answer: Any) -> Self:
        """A voter's first answer is replaced, and her ballot signed."""
        return self.resigned(number, lambda value: value["answers"].__setitem__(0, msgspec.to_builtins(answer)))

    def context(self, number: int) -> str:
        """S_0 of a voter."""
        own = str(public_credential(self.group, self.exponent(self.credentials[number])))
        return challenges.ballot_context(self.election.fingerprint, own)

    # --- from the close to the result --------------------------------------------------------------

    def tally(self, counted: Sequence[Ballot[Any]] | None = None, weights: dict[str, int] | None = None) -> Event:
        """Of the last ballots, or of those that are handed in; nothing is checked."""
        last = {ballot.credential: ballot for ballot in counted or map(self.read, self.record.of("Ballot"))}
        tally = Tally(self.election)
        for credential, ballot in last.items():
            weight = (weights or self.roll).get(credential, 1)
            tally.add(credential, read_choices(self.election, ballot), weight)
        self.encrypted, self.total_weight = tally.encrypted(), tally.total_weight
        return self.publish_tally(tally.num_tallied, written_count(tally.total_weight))

    def publish_tally(self, num_tallied: int, total_weight: messages.Count) -> Event:
        envelope = {"num_tallied": num_tallied, "total_weight": total_weight}
        return self._append(Event("EncryptedTally", [encode(written(self.group, self.encrypted))], envelope))

    def shuffle(self, made: Shuffle | None = None, owner: int = 1) -> Event:
        """One shuffle, honest unless handed in."""
        made = made or make_shuffle(self.election, self.before_shuffle(), self.random)
        self.take_shuffle(made)
        return self._append(Event("Shuffle", [encode(made)], {"owner": owner}))

    def take_shuffle(self, shuffle: Shuffle) -> None:
        after = check_shuffle(self.election, self.before_shuffle(), shuffle, Findings(), "shuffle")
        if after is not None:
            self.encrypted = merged(self.election, self.encrypted, after)

    def event(self, type_: str) -> Self:
        """An event without a payload."""
        self._append(Event(type_))
        return self

    def closed(self) -> Self:
        """Until the tally."""
        self.close()
        self.tally()
        return self

    def shuffled(self, *owners: int) -> Self:
        """Until the end of shuffles."""
        self.closed().shuffles(*(owners or self.keys))
        return self

    def decrypted(self, *owners: int) -> Self:
        """Until the decryptions."""
        self.shuffled().decrypt(*(owners or self.keys))
        return self

    def tallied(self) -> Self:
        """Until the result."""
        self.decrypted().publish()
        return self

    def publish_numbers(self, counts: list[Any]) -> Self:
        """A result of one question, not computed."""
        self._append(Event("Result", [encode(messages.Result([counts]))]))
        return self

    def last(self, type_: str) -> Event:
        return self.record.of(type_)[-1]

    def change(self, type_: str, change: Callable[[Any], Any], number: int = 0) -> Self:
        """Change the JSON that an event publishes."""
        event = self.record.of(type_)[number]
        event.content = altered(event.content, change)
        return self

    def refer(self, type_: str, content: bytes) -> Self:
        """An event that has no payload is given one."""
        self.last(type_).contents = [content]
        return self

    def insert(self, position: int, event: Event) -> Self:
        self.record.events.insert(position, event)
        return self

    def without(self, type_: str, number: int = 0) -> Self:
        event = self.record.of(type_)[number]
        self.record.events = [own for own in self.record.events if own is not event]
        return self


def trustees_of(g: Group, structure: Structure, random: Any) -> list[Made]:
    """1 is a single trustee, (t, n) are n of whom t suffice."""
    return [single(g, random) if kind == 1 else pedersen(g, *kind, random) for kind in structure]  # type: ignore[misc]


def opened(
    seed: int,
    *kinds: str,
    group_name: str = "Ed25519",
    trustees: Structure = (1,),
    made: Callable[[Group, Any], list[Made]] | None = None,
    voters: int = 2,
    weights: Sequence[int] | None = None,
    questions: Sequence[dict[str, Any]] | None = None,
    uuid: str | None = None,
    key: Callable[[Group, list[Made]], Element] | None = None,
    **more: Any,
) -> Dealer:
    """An election with nothing but its Setup event."""
    g, random = group(group_name), Random(seed).randbytes  # noqa: S311 (the same bytes each time)
    items = made(g, random) if made else trustees_of(g, trustees, random)
    uuid = base58_token(14, random) if uuid is None else uuid
    product = g.identity
    for item in items:
        product = product * item.product
    election = messages.Election(
        version=1,
        description="A record of the corpus of broken records",
        name="Corpus",
        group=g.name,
        public_key=str(key(g, items) if key else product),
        questions=list([QUESTIONS[kind] for kind in kinds] if questions is None else questions),  # type: ignore[arg-type]
        uuid=uuid,
        **more,
    )
    private = [generate(random) for _ in range(voters)]
    pairs = [(str(public_credential(g, secret_exponent(g, uuid, c))), c) for c in private]
    pairs.sort(key=lambda pair: group_order(pair[0]))
    entries = [p if weights is None else f"{p},{weights[i]}" for i, (p, _) in enumerate(pairs)]
    contents = [encode(election), encode([item.item for item in items]), encode(entries)]
    return Dealer(Record(TIMESTAMP, [Event("Setup", contents)]), items, [c for _, c in pairs], kinds, seed + 1)


def voted(seed: int, *kinds: str, cast: int = 1, **options: Any) -> Dealer:
    """An open election in which so many of the voters have voted: one is enough where votes do not matter."""
    return opened(seed, *(kinds or ("plain",)), **options).vote(cast)


@contextmanager
def unchecked() -> Iterator[None]:
    """The booth's own check of a vote is the voter's to remove; what she encrypts counts modulo q."""

    def encrypt(g: Group, y: Element, values: Sequence[int], random: Any) -> encryption.Encrypted:
        return encryption.encrypt(g, y, [value % g.q for value in values], random)

    with (
        patch.object(homomorphic, "check_vote", lambda *_: None),
        patch.object(lists, "check_vote", lambda *_: None),
        patch.object(homomorphic, "encrypt", encrypt),
        patch.object(lists, "encrypt", encrypt),
    ):
        yield
