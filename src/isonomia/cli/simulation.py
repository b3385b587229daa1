# SPDX-License-Identifier: Apache-2.0
"""A whole presidential election with simulated voters, every role played through the public API.

Only the voters' choices come from the seed; keys, credentials and nonces come from the operating system.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from isonomia.cli.law_files import LawFile, open_law
from isonomia.groups import Group
from isonomia.groups import group as open_group
from isonomia.parties import (
    administrator,
    ceremony,
    ceremony_public,
    contributions,
    credential_authority,
    record_file,
    trustee,
    voter,
)
from isonomia.protocol.messages import QuestionH, encode
from isonomia.protocol.public.trustees import Pedersen
from isonomia.record.terms import VERSION, Terms, Texts
from isonomia.record.terms import Law as NamedLaw
from isonomia.verify import Examined

CANDIDATES = (
    "Alena Kupala",
    "Ihar Bahdanovich",
    "Nadzeya Kolas",
    "Maksim Bykau",
    "Iryna Alaiza",
    "Against all",
)
AGAINST_ALL = len(CANDIDATES) - 1
LEANINGS = (38, 27, 14, 9, 6, 6)
"""How likely a simulated voter chooses each, in percent."""

PARTIES = ("The government's party", "The opposition", "The independents")
SIZE, THRESHOLD = 3, 2

ABSTAIN, REVOTE = 0.2, 0.1
"""Which part of the voters stays at home; which part of those who vote does so twice."""

QUESTION = QuestionH(answers=list(CANDIDATES), min=1, max=1, question="Who should be president?")
TITLE = "Presidential election (a demonstration)"
TOLD = "Simulated voters, real cryptography."
LAW = "by-president"
"""The law that the terms name, of those that come with isonomia."""


@dataclass
class Simulation:
    """An election under way; the methods are its steps, in order."""

    group: Group
    voters: int
    seed: int
    folder: Path
    counts: list[int] = field(default_factory=lambda: [0] * len(CANDIDATES))
    """The last choice of each simulated voter, counted in the clear."""
    cast: int = 0
    voted: dict[str, bool] = field(default_factory=dict)
    """Everybody on the roll, by login, and whether she voted."""
    law: LawFile = field(default_factory=lambda: open_law(LAW))

    @property
    def named_law(self) -> NamedLaw:
        """The law as the terms name it."""
        return NamedLaw(f"{LAW}.toml", self.law.sha256, against_all=AGAINST_ALL)

    def draft(self) -> None:
        """The administrator draws the election up."""
        template = administrator.Template(name=TITLE, questions=[msgspec.Raw(encode(QUESTION))], description=TOLD)
        own = Terms(
            version=VERSION,
            uuid="",
            texts={"en": Texts(TITLE, TOLD, [administrator.question_texts(QUESTION)])},
            law=self.named_law,
        )
        self._draft, terms = administrator.draft(template, self.group, os.urandom, own)
        self.uuid = self._draft.uuid
        self.folder = self.folder / self.uuid
        self.folder.mkdir(parents=True)
        self.record = self.folder / f"{self.uuid}.bel"
        self.terms = self.folder / f"{self.uuid}.terms.json"
        self.terms.write_bytes(terms)

    def key_ceremony(self) -> None:
        """Three parties make a key together that any two of them can use."""
        terms = ceremony_public.Terms(self.group, SIZE, THRESHOLD)
        seeds = [ceremony.new_seed(os.urandom) for _ in range(SIZE)]
        certificates = [ceremony.make_certificate(terms, i, s, os.urandom) for i, s in enumerate(seeds, 1)]
        certified = ceremony_public.check_certificates(terms, certificates)
        polynomials = [ceremony.make_polynomial(certified, i, s, os.urandom) for i, s in enumerate(seeds, 1)]
        shares = [ceremony.make_voutput(certified, polynomials, i, s, os.urandom) for i, s in enumerate(seeds, 1)]
        self._private = [private for _, private in shares]
        self._pedersen: Pedersen = ceremony_public.threshold_parameters(
            certified, polynomials, [voutput for voutput, _ in shares]
        )

    def issue_credentials(self) -> None:
        """The credential authority makes a private credential for everybody on the list of voters."""
        people = [credential_authority.Voter(f"voter{i}@example.org", f"voter{i}", 1) for i in range(self.voters)]
        self._issued = credential_authority.issue(self.group, self._draft.uuid, people, os.urandom)

    def open(self) -> None:
        """The administrator opens the election: the record begins."""
        setup = administrator.open_election(self._draft, self.group, [self._pedersen], self._issued.public)
        record_file.create(self.record, timestamp=int(time.time()), setup=setup)

    def vote(self) -> Iterator[None]:
        """The voters vote, some twice; yields after each ballot."""
        choices = random.Random(self.seed)  # noqa: S311 (what simulated voters want; no secret)
        people = [credential for credential in self._issued.private.values() if choices.random() >= ABSTAIN]
        again = [credential for credential in people if choices.random() < REVOTE]
        last: dict[str, int] = {}
        turns = people + again
        choices.shuffle(turns)
        with record_file.open_record(self.record, self._groups) as record:
            for credential in turns:
                last[credential] = choices.choices(range(len(CANDIDATES)), LEANINGS)[0]
                ballot = [int(i == last[credential]) for i in range(len(CANDIDATES))]
                made = voter.vote(record.require_setup(), credential, [ballot], os.urandom)
                administrator.accept(record, made.content)
                self.cast += 1
                yield
        for choice in last.values():
            self.counts[choice] += 1
        self.voted = {login: credential in last for login, credential in self._issued.private.items()}

    def close_and_tally(self) -> None:
        """The administrator closes the election and publishes the encrypted tally."""
        with record_file.open_record(self.record, self._groups) as record:
            administrator.close(record)
            administrator.publish_tally(record, self._examine(record))

    def decrypt(self, owner: int) -> None:
        """A trustee checks the whole record and decrypts the tally, not a single ballot."""
        with record_file.open_record(self.record, self._groups) as record:
            found, decryption = trustee.decrypt(self._examine(record), self._private[owner - 1], os.urandom)
            contributions.append_owned(record, "PartialDecryption", found, encode(decryption))

    def publish(self) -> list[int]:
        """Anybody puts the decryptions together; gives the counts."""
        with record_file.open_record(self.record, self._groups) as record:
            result: list[int] = administrator.publish_result(record, self._examine(record))[0]
            return result

    def _examine(self, record: record_file.RecordFile) -> Examined:
        return record.examine(self.group.backend, allow_secrets=True)

    @property
    def _groups(self) -> Callable[[str], Group]:
        return lambda name: open_group(name, self.group.backend, allow_secrets=True)
