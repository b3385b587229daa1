# SPDX-License-Identifier: Apache-2.0
"""After the close: the encrypted tally, shuffles, partial decryptions and the result of a record."""

from typing import Any

from isonomia.groups import Element, EmbeddingError, Group
from isonomia.groups.parameters import ED25519
from isonomia.protocol.messages import Ciphertext, Owned, QuestionNH, Shuffle, SizedEncryptedTally
from isonomia.protocol.public import results
from isonomia.protocol.public.decoding import Decoder, Undecodable
from isonomia.protocol.public.decryptions import check_partial_decryption
from isonomia.protocol.public.findings import Failure, Findings
from isonomia.protocol.public.nesting import flat, mapped
from isonomia.protocol.public.shuffles import check_shuffle
from isonomia.protocol.public.tally import merged, nh_ciphertexts, written
from isonomia.protocol.public.trustees import Pedersen, Trustee
from isonomia.record import payloads, strict
from isonomia.verify.ballots import BallotBox
from isonomia.verify.chain import Chain, Link
from isonomia.verify.setup import Setup


class Tallying:
    """Takes the events after EndBallots one by one."""

    def __init__(self, setup: Setup, chain: Chain, box: BallotBox) -> None:
        self.result: list[Any] | None = None
        self.fingerprint: str | None = None
        self.notes: list[str] = []
        self.pending: list[Failure] = []
        """Failures of threshold decryptions that would be set aside if others of the group were there."""
        self.shufflers: list[int] = []
        self._setup = setup
        self._chain = chain
        self._box = box
        self.encrypted: list[Any] | None = None
        """The encrypted tally of elements, with its shuffles so far."""
        self.shuffled: list[list[Ciphertext]] | None = None
        """The ciphertexts that the next shuffle takes."""
        self.factors: dict[int, list[Any]] = {}
        """The valid decryption factors of each owner."""
        self._doubtful: dict[int, Findings] = {}
        self.decryptors: list[int] = []
        self._result_where: str | None = None
        self._mixed = any(isinstance(question, QuestionNH) for question in setup.election.questions)

    # --- encrypted tally ---------------------------------------------------------------------

    def encrypted_tally(self, link: Link, *, known: bool = False) -> None:
        """An EncryptedTally event: compare with the tally of the ballots.

        ``known``: an earlier run has done so. It is not done again where that saves reading all ballots'
        ciphertexts: what is shuffled is put in order with them.
        """
        chain, box = self._chain, self._box
        sized = self._payload(link, SizedEncryptedTally)
        if sized is None:
            return
        total_weight = chain.reading(payloads.read_count, sized.total_weight, f"{link.where}, $.total_weight")
        counted = (box.counted, box.counted_weight)
        if box.complete:
            chain.findings.require(
                "tally.envelope",
                (sized.num_tallied, total_weight) == counted,
                link.where,
                f"says {sized.num_tallied} ballots of total weight {total_weight}; "
                f"the last ballots are {counted[0]} of weight {counted[1]}",
            )
        taken = chain.take(sized.encrypted_tally, f"{link.where}, $.encrypted_tally")
        if taken is None:
            self._use_computed()
            return
        self.fingerprint = sized.encrypted_tally
        place = f"encrypted tally {sized.encrypted_tally}"
        published = chain.reading(self._setup.shapes.encrypted_tally, taken[0], place)
        if known and published is not None and not self._mixed:
            self._use_published(list(published), place)
        elif box.complete:
            self._use_computed()
            if published is not None:
                self._compare(list(published), place)
        elif published is not None:
            self._use_published(list(published), place)

    def _use_computed(self) -> None:
        if self._box.complete:
            self.encrypted = self._box.encrypted()
            self.shuffled = nh_ciphertexts(self._setup.election, written(self._setup.election.group, self.encrypted))

    def _use_published(self, published: list[Any], place: str) -> None:
        """When it is known to be right, or a ballot could not be read, a failure by itself: go on where it can."""
        decoder = Decoder(self._setup.election.group, Findings(), "ballot")
        try:
            self.encrypted = [mapped(list(part), lambda c: decoder.pairs([c], [place])[0]) for part in published]
        except Undecodable:
            return
        self.shuffled = nh_ciphertexts(self._setup.election, published)

    def _compare(self, published: list[Any], place: str) -> None:
        assert self.encrypted is not None  # the ballots are complete
        computed = written(self._setup.election.group, self.encrypted)
        for number, (own, theirs) in enumerate(zip(computed, published, strict=True)):
            where = f"{place}, question {number}"
            same_shape = mapped(own, lambda _: 0) == mapped(theirs, lambda _: 0)
            why = "the number of ciphertexts is not the one of the ballots"
            if not self._chain.findings.require("tally.ciphertexts", same_shape, where, why):
                continue
            if isinstance(self._setup.election.questions[number], QuestionNH):
                own = self._adopt_order(number, own, theirs)
            for i, (mine, other) in enumerate(zip(flat(own), flat(theirs), strict=True)):
                self._chain.findings.require(
                    "tally.ciphertexts",
                    mine == other,
                    f"{where}, ciphertext {i}",
                    "is not the one that the last ballots give",
                )

    def _adopt_order(self, number: int, own: list[Ciphertext], theirs: list[Ciphertext]) -> list[Ciphertext]:
        """Go on with the published order of what will be shuffled, where releases differ in it (Ed25519).

        If it is not the same ciphertexts in another order, ours stays.
        """
        same = sorted(own, key=repr) == sorted(theirs, key=repr)
        if own == theirs or not same or self._setup.election.group.name != ED25519:
            return own
        assert self.encrypted is not None  # the ballots are complete
        pairs = dict(zip(own, self.encrypted[number], strict=True))
        self.encrypted[number] = [pairs[ciphertext] for ciphertext in theirs]
        self.shuffled = nh_ciphertexts(self._setup.election, written(self._setup.election.group, self.encrypted))
        self.notes.append(f"question {number}: the encrypted tally is in another order than ours (Ed25519)")
        return theirs

    # --- shuffles ----------------------------------------------------------------------------

    def shuffle(self, link: Link) -> None:
        """A Shuffle event."""
        taken = self._owned(link, "shuffle", self.shufflers)
        if taken is None:
            return
        _, content, where = taken
        shuffle = self._chain.reading(strict.decode, content, Shuffle, where)
        if shuffle is None or self.encrypted is None or self.shuffled is None:
            return
        election = self._setup.election
        after = check_shuffle(election, self.shuffled, shuffle, self._chain.findings, where)
        if after is not None:
            self.shuffled = shuffle.ciphertexts
            self.encrypted = merged(election, self.encrypted, after)

    def end_shuffles(self, link: Link) -> None:
        """An EndShuffles event."""
        done, trustees = len(self.shufflers), len(self._setup.trustees)
        why = "no trustee has shuffled: everybody could see who voted how once it is decrypted"
        needed = self._box.counted > 0
        self._chain.findings.require("shuffle.owner", done > 0 or not needed, link.where, why)
        if done < trustees:
            self.notes.append(f"{done} shuffles by {trustees} trustees")

    # --- partial decryptions -----------------------------------------------------------------

    def partial_decryption(self, link: Link) -> None:
        """A PartialDecryption event."""
        taken = self._owned(link, "decryption", self.decryptors)
        if taken is None:
            return
        trustee, content, where = taken
        decryption = self._chain.reading(self._setup.shapes.partial_decryption, content, where)
        if decryption is None or self.encrypted is None or trustee is None:
            return
        findings = Findings()
        factors = check_partial_decryption(
            self._setup.election, self.encrypted, trustee.public_key, decryption, findings, where
        )
        only_proofs = all(failure.check == "decryption.proof" for failure in findings.failures)
        if factors is not None and not findings.failures:
            self._chain.findings.merge(findings)
            self.factors[trustee.owner] = factors
        elif only_proofs and isinstance(self._setup.kinds[trustee.item], Pedersen):
            self._doubtful[trustee.owner] = findings
        else:
            self._chain.findings.merge(findings)

    def _owned(self, link: Link, check: str, owners: list[int]) -> tuple[Trustee | None, bytes, str] | None:
        """Who an owned payload is by, its content, its place; None if there is none."""
        owned = self._payload(link, Owned)
        if owned is None:
            return None
        trustee = next((t for t in self._setup.trustees if t.owner == owned.owner), None)
        why = f"there is no trustee {owned.owner}"
        self._chain.findings.require(f"{check}.owner", trustee is not None, link.where, why)
        why = f"trustee {owned.owner} has done this already"
        self._chain.findings.require(f"{check}.owner", owned.owner not in owners, link.where, why)
        owners.append(owned.owner)
        taken = self._chain.take(owned.payload, f"{link.where}, $.payload")
        if taken is None:
            return None
        return trustee, taken[0], f"{link.where}, trustee {owned.owner}, {check} {owned.payload}"

    # --- result ------------------------------------------------------------------------------

    def publish(self, link: Link) -> None:
        """A Result event."""
        self._result_where = link.where
        taken = self._chain.take(link.payload, link.where)
        if taken is None:
            return
        where = f"result {link.payload}"
        published = self._chain.reading(self._setup.shapes.result, taken[0], where)
        if published is None:
            return
        self.result = [_sorted(q, part) for q, part in zip(self._setup.election.questions, published, strict=True)]
        if self.encrypted is None:
            self._chain.findings.fail("result.decryptions", where, "cannot be recomputed: there is no tally")
            return
        try:
            decrypted = results.plaintexts(
                self._setup.election, self._setup.kinds, self._setup.trustees, self.encrypted, self.factors
            )
        except results.MissingDecryptions as error:
            self._chain.findings.fail("result.decryptions", where, str(error))
            return
        self._chain.findings.checked["result.decryptions"] += 1
        for number, (question, own, theirs) in enumerate(
            zip(self._setup.election.questions, decrypted, published, strict=True)
        ):
            self._compare_result(question, own, theirs, f"{where}, question {number}")

    def _compare_result(self, question: Any, decrypted: Any, published: Any, where: str) -> None:
        findings, group = self._chain.findings, self._setup.election.group
        if isinstance(question, QuestionNH):
            count = len(question.answers)
            mine = [group.to_ints(element, count) for element in decrypted]
            self._note_strange_answers(where, decrypted, mine)
            same = len(mine) == len(published)
            if not findings.require("result.shape", same, where, "has another number of answers"):
                return
            for i, (own, theirs) in enumerate(zip(mine, published, strict=True)):
                findings.require("result.value", own == theirs, f"{where}, ballot {i}", f"says {theirs}, is {own}")
            return
        same = mapped(decrypted, lambda _: 0) == mapped(published, lambda _: 0)
        if not findings.require("result.shape", same, where, "has another number of counts"):
            return
        bound = self._box.counted_weight if self._box.complete else group.q - 1
        values = flat(published)
        expected = group.products([[(group.g, value)] for value in values])
        for i, (element, value, power) in enumerate(zip(flat(decrypted), values, expected, strict=True)):
            why = f"says {value}, which is not what the partial decryptions give"
            findings.require("result.value", 0 <= value <= bound and element == power, f"{where}, count {i}", why)

    def _note_strange_answers(self, where: str, decrypted: list[Element], answers: list[list[int]]) -> None:
        """Elements that no honest voter encrypts decode to numbers all the same.

        Decryption proofs of version 1 hash neither the ciphertext nor the factor, so the trustee who
        decrypts last can move a decrypted element, but not to one that embeds an answer: if every
        element does, nobody has moved any.
        """
        strange = [i for i, own in enumerate(decrypted) if not _embeds(self._setup.election.group, own, answers[i])]
        if strange:
            self.notes.append(
                f"{where}: {len(strange)} of {len(decrypted)} decrypted elements embed no answer (ballots "
                f"{', '.join(map(str, strange[:10]))}{'…' if len(strange) > 10 else ''}): either these voters "
                "encrypted none, or the trustee who decrypted last has changed them"
            )

    # --- helpers -----------------------------------------------------------------------------

    def finish(self) -> None:
        """No more events: decide about the decryptions whose proofs were wrong."""
        for item, kind in enumerate(self._setup.kinds):
            members = [t for t in self._setup.trustees if t.item == item]
            valid = sum(t.owner in self.factors for t in members)
            enough = isinstance(kind, Pedersen) and valid >= kind.parameters.threshold
            for trustee in members:
                findings = self._doubtful.get(trustee.owner)
                if findings is None:
                    continue
                if enough:
                    self.notes.append(
                        f"the partial decryption of trustee {trustee.owner} is wrong and was set aside: "
                        f"{valid} valid ones of her group suffice"
                    )
                else:
                    self._chain.findings.merge(findings)
                    self.pending += findings.failures

    @property
    def decryptions(self) -> int:
        """Valid partial decryptions."""
        return len(self.factors)

    def _payload(self, link: Link, type_: Any) -> Any:
        taken = self._chain.take(link.payload, link.where)
        if taken is None:
            return None
        return self._chain.reading(strict.decode, taken[0], type_, f"{link.where}, payload {link.payload}")


def _sorted(question: Any, part: Any) -> Any:
    """Answers to a ranking carry no order: the shuffles see to that."""
    return sorted(part) if isinstance(question, QuestionNH) else part


def _embeds(group: Group, element: Element, answer: list[int]) -> bool:
    """Whether the element is the one that embeds its integers."""
    try:
        return group.of_ints(answer) == element
    except EmbeddingError:
        return False
