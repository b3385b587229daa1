# SPDX-License-Identifier: Apache-2.0
"""Elections in two rounds under the law of Belarus, held in a folder with the parties' own steps."""

import os
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from isonomia.groups import group
from isonomia.parties import (
    administrator,
    contributions,
    credential_authority,
    record_file,
    second_round,
    trustee,
    voter,
)
from isonomia.parties.administrator import Draft, Template
from isonomia.protocol.messages import QuestionH, encode
from isonomia.protocol.public.trustees import Single
from isonomia.record.terms import VERSION, Law, Terms, Texts, read_terms
from isonomia.verify import Examined, examine
from isonomia.verify.previous import File

GROUP = group("Ed25519")
LAW = File((files("isonomia.law") / "files" / "by-president.toml").read_bytes(), "by-president.toml")
NAMES = ("Ada", "Blaise", "Emmy")
CHOICES = (0, 0, 0, 1, 1, 2, 3)
"""What seven of eight voters choose: 3 Ada, 2 Blaise, 1 Emmy, 1 against all: no majority of the 7 who took part."""
VOTERS = 8


class Held(NamedTuple):
    """A round that was held."""

    path: Path
    terms: bytes
    codes: dict[str, str]

    def examined(self) -> Examined:
        with open(self.path, "rb") as file:
            return examine(file)

    def read_terms(self) -> Terms:
        return read_terms(self.terms, "terms")


def first(folder: Path, choices: Sequence[int] = CHOICES, **law: Any) -> Held:
    """A first round with its result; ``law`` says more of the law in its terms."""
    question = QuestionH(answers=[*NAMES, "Against all"], min=1, max=1, question="Who?")
    named = Law("by-president.toml", sha256(LAW.content).hexdigest(), 0, len(NAMES), **law)
    texts = {"en": Texts("President", "", [["Who?", *NAMES, "Against all"]])}
    terms = Terms(version=VERSION, uuid="", texts=texts, law=named)
    template = Template(name="President", questions=[msgspec.Raw(encode(question))])
    made, content = administrator.draft(template, GROUP, os.urandom, terms)
    people = [credential_authority.Voter(f"v{i}@example.org", f"v{i}", 1) for i in range(VOTERS)]
    issued = credential_authority.issue(GROUP, made.uuid, people, os.urandom)
    return hold(folder, made, content, issued, choices)


def second(
    folder: Path, before: Held, withdrawn: Sequence[str] = ()
) -> tuple[Draft, bytes, credential_authority.Issued]:
    """The draft of a second round, its terms and its roll, all as they should be."""
    examined = before.examined()
    assert examined.setup is not None
    made, terms, _ = second_round.draft(
        examined, before.read_terms(), LAW, GROUP, os.urandom, names={}, withdrawn=list(withdrawn), lot=[]
    )
    return made, terms, credential_authority.derive(GROUP, examined.setup, made.uuid, before.codes)


def hold(folder: Path, made: Draft, terms: bytes, issued: credential_authority.Issued, choices: Sequence[int]) -> Held:
    """From a draft to the result; the voters of the roll's first logins choose."""
    key = trustee.new_key(GROUP, os.urandom)
    setup = administrator.open_election(made, GROUP, [Single(key.public)], issued.public)
    path = folder / f"{made.uuid}.bel"
    record_file.create(path, 1795344240, setup)
    (folder / f"{made.uuid}.terms.json").write_bytes(terms)
    with record_file.open_record(path, group) as record:
        election = record.require_setup()
        answers = len(election.election.questions[0].answers)
        for login, choice in zip(issued.private, choices, strict=False):
            ballot = [int(i == choice) for i in range(answers)]
            administrator.accept(record, voter.vote(election, issued.private[login], [ballot], os.urandom).content)
        administrator.close(record)
        administrator.publish_tally(record, record.examine("kernel"))
        owner, decryption = trustee.decrypt(record.examine("kernel"), key.private, os.urandom)
        contributions.append_owned(record, "PartialDecryption", owner, encode(decryption))
        administrator.publish_result(record, record.examine("kernel"))
    return Held(path, terms, issued.private)
