# SPDX-License-Identifier: Apache-2.0
"""What a broken record says of itself, and the list of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from vectors.make.dealer import Dealer

UNREADABLE = "unreadable"
"""In the place of a check: no verifier of version 1 knows how to read this at all."""

Built = Dealer | tuple[Dealer, bytes] | tuple[Dealer, bytes, bytes]
"""The election, the record's bytes where they are not what the election would write, and the terms beside it."""


@dataclass(frozen=True)
class Case:
    """One record of the corpus."""

    name: str
    what: str
    """What is wrong, and what it is good for."""
    must_fail: str | None
    """The check that stands in the way; None for an honest record."""
    also: tuple[str, ...]
    """Other checks that cannot but fail."""
    strict: bool
    """Stricter than the specification and honest releases: a peer may accept this record."""
    section: str
    build: Callable[[int], Built]
    """From a seed."""

    @property
    def seed(self) -> int:
        return int.from_bytes(sha256(self.name.encode()).digest()[:6])


CASES: dict[str, Case] = {}

SECTIONS = {
    "archive": "Public data",
    "json": "Conventions",
    "chain": "Public data",
    "setup": "Elections",
    "setup.uuid": "Basic types",
    "setup.questions": "Questions",
    "setup.public-key": "Filling in the trustees structure",
    "trustees": "Threshold parameters",
    "trustees.elements": "Groups",
    "trustees.scalars": "Basic types",
    "trustees.public-key": "Verification keys",
    "trustees.pok": "Verification keys",
    "trustees.certificate": "Certificates",
    "trustees.context": "Certificates",
    "trustees.coefexps": "Polynomials",
    "trustees.signatures": "Polynomials",
    "trustees.verification-key": "Verification keys",
    "roll": "Credentials",
    "roll.distinct": "Election setup",
    "ballot": "Ballots",
    "ballot.shape": "Encrypted answers",
    "ballot.elements": "Groups",
    "ballot.scalars": "Basic types",
    "ballot.signature": "Signatures",
    "ballot.credential": "Vote",
    "ballot.individual-proof": "Proofs of interval membership",
    "ballot.overall-proof": "Homomorphic answers",
    "ballot.blank-proof": "Proofs of possibly-blank votes",
    "ballot.encryption-proof": "Non-homomorphic answers",
    "ballot.list-proof": "Proofs of list constraints",
    "ballot.nonzero-proof": "Proof of encryption of non-zero",
    "tally": "Encrypted tally",
    "shuffle": "Shuffles",
    "shuffle.elements": "Groups",
    "shuffle.scalars": "Basic types",
    "shuffle.proof": "Shuffle algorithms",
    "decryption": "Partial decryptions",
    "decryption.elements": "Groups",
    "decryption.scalars": "Basic types",
    "result": "Election result",
    "terms": "Elections",
    UNREADABLE: "Public data",
}
"""Of the specification, by check, or by the family of checks."""


def case(
    name: str, what: str, must_fail: str | None, build: Callable[[int], Built], also: str = "", *, strict: bool = False
) -> None:
    """Adds one; ``also`` lists identifiers with spaces between them."""
    assert name not in CASES, name
    family = (must_fail or "archive").partition(".")[0]
    section = SECTIONS.get(must_fail or "", "") or SECTIONS[family]
    CASES[name] = Case(name, what, must_fail, tuple(sorted(also.split())), strict, section, build)


def honest(name: str, what: str, build: Callable[[int], Built]) -> None:
    """Adds a control: a verifier that refuses it refuses honest elections."""
    case(f"honest-{name}", what, None, build)
