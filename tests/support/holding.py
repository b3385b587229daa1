# SPDX-License-Identifier: Apache-2.0
"""Holds an election in memory, event by event, with everybody's secrets in one place.

It goes on from any record: an empty one that :mod:`support.founding` made, or one of somebody else's software.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from isonomia.groups import Element, Group, SecretScalar, group
from isonomia.protocol import challenges
from isonomia.protocol.messages import (
    Ballot,
    Ciphertext,
    Result,
    Shuffle,
    Signature,
    encode,
    written_count,
)
from isonomia.protocol.public import results
from isonomia.protocol.public.ballots import check_ballot
from isonomia.protocol.public.credentials import read_roll
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.shuffles import check_shuffle
from isonomia.protocol.public.tally import Tally, mapped, merged, nh_ciphertexts, written
from isonomia.protocol.public.trustees import read_trustees
from isonomia.protocol.secret.ballots import make_ballot
from isonomia.protocol.secret.credentials import secret_exponent
from isonomia.protocol.secret.decryptions import make_partial_decryption
from isonomia.protocol.secret.schnorr import prove_schnorr
from isonomia.protocol.secret.shuffles import make_shuffle
from isonomia.record import payloads
from isonomia.record.payloads import Shapes
from support.forge import Event, Record


class Holding:
    """An election on its way; every step appends an event to ``record``."""

    def __init__(
        self, record: Record, private_keys: Callable[[Group], dict[str, int]], seed: int = 1, backend: str = "kernel"
    ) -> None:
        """``private_keys`` gives every trustee's private key by her public key."""
        self.record = record
        self.random = Random(seed).randbytes
        setup = record.events[0].contents
        message, questions = payloads.read_election(setup[0], "election")
        self.group: Group = group(message.group, backend, allow_secrets=backend == "reference")
        self.election = Election.read(message, questions, setup[0], self.group)
        self.kinds = payloads.read_trustees(setup[1], "trustees")
        self.trustees = read_trustees(self.group, self.kinds)
        keys = private_keys(self.group)
        self.keys = {t.owner: self.group.secret(keys[str(t.public_key)]) for t in self.trustees}
        findings = Findings()
        self.roll = read_roll(self.group, payloads.read_credentials(setup[2], "roll"), findings, "roll")
        findings.raise_if_failed()
        self.shapes = Shapes(questions)
        self.encrypted: list[Any] = []
        self.total_weight = 0
        self.factors: dict[int, list[Element]] = {}

    def exponent(self, credential: str) -> SecretScalar:
        """The secret exponent of a private credential."""
        return secret_exponent(self.group, self.election.uuid, credential)

    def cast(self, credential: str, votes: Sequence[Any]) -> Event:
        ballot = make_ballot(self.election, self.exponent(credential), votes, self.random)
        return self._append(Event("Ballot", [encode(ballot)]))

    def close(self) -> None:
        self._append(Event("EndBallots"))

    def tally(self) -> Event:
        """The encrypted tally of the last ballot of each credential."""
        last: dict[str, Ballot[Any]] = {}
        for event in self.record.of("Ballot"):
            ballot = self.shapes.ballot(event.content, "ballot")
            last[ballot.credential] = ballot
        tally, findings = Tally(self.election), Findings()
        for credential, ballot in last.items():
            choices = check_ballot(self.election, ballot, findings, "ballot")
            assert choices is not None
            tally.add(credential, choices, self.roll[credential])
        findings.raise_if_failed()
        self.encrypted, self.total_weight = tally.encrypted(), tally.total_weight
        envelope = {"num_tallied": tally.num_tallied, "total_weight": written_count(tally.total_weight)}
        content = encode(written(self.group, self.encrypted))
        return self._append(Event("EncryptedTally", [content], envelope))

    def shuffles(self, *owners: int) -> None:
        """A shuffle by each, and the end of shuffles; nothing if there is nothing to shuffle."""
        if not nh_ciphertexts(self.election, self.encrypted):
            return
        for owner in owners:
            shuffle = make_shuffle(self.election, self.before_shuffle(), self.random)
            self.take_shuffle(shuffle)
            self._append(Event("Shuffle", [encode(shuffle)], {"owner": owner}))
        self._append(Event("EndShuffles"))

    def before_shuffle(self) -> list[list[Ciphertext]]:
        """What the next shuffle takes."""
        return nh_ciphertexts(self.election, written(self.group, self.encrypted))

    def take_shuffle(self, shuffle: Shuffle) -> None:
        findings = Findings()
        after = check_shuffle(self.election, self.before_shuffle(), shuffle, findings, "shuffle")
        findings.raise_if_failed()
        assert after is not None
        self.encrypted = merged(self.election, self.encrypted, after)

    def decrypt(self, *owners: int) -> None:
        """A partial decryption by each."""
        for owner in owners:
            decryption = make_partial_decryption(self.election, self.encrypted, self.keys[owner], self.random)
            texts = [text for part in decryption.decryption_factors for text in _flat(part)]
            self.factors[owner] = self.group.elements(texts)
            self._append(Event("PartialDecryption", [encode(decryption)], {"owner": owner}))

    def result(self) -> list[Any]:
        """The result that the factors so far give."""
        decrypted = results.plaintexts(self.election, self.kinds, self.trustees, self.encrypted, self.factors)
        return results.decode(self.election, decrypted, self.total_weight)

    def publish(self) -> list[Any]:
        result = self.result()
        numbers = mapped(result, written_count)
        self._append(Event("Result", [encode(Result(numbers))]))
        return result

    def finish(self, shufflers: Sequence[int] = (1, 2), decryptors: Sequence[int] | None = None) -> list[Any]:
        """From the close to the result."""
        self.close()
        self.tally()
        self.shuffles(*shufflers)
        self.decrypt(*(decryptors if decryptors is not None else self.keys))
        return self.publish()

    def _append(self, event: Event) -> Event:
        self.record.events.append(event)
        return event


def sign(group: Group, ballot: Ballot[Any], exponent: SecretScalar, random: Any) -> Ballot[Any]:
    """The ballot as it stands, signed (again) by a voter."""
    digest = challenges.fingerprint(encode(ballot.unsigned()))
    proof = prove_schnorr(group, [group.g], exponent, lambda texts: challenges.signature(digest, texts[0]), random)
    return Ballot(
        ballot.election_uuid, ballot.election_hash, ballot.credential, ballot.answers, Signature(digest, proof)
    )


def _flat(nested: Any) -> list[str]:
    return [leaf for part in nested for leaf in _flat(part)] if isinstance(nested, list) else [nested]
