# SPDX-License-Identifier: Apache-2.0
"""Elections in which the booth (TypeScript) does the secret work, before the eyes of both verifiers.

Nothing is expected of the booth but what ``isonomia verify`` and Debian's ``belenios-tool`` 2.0 (on the groups that
it knows) expect of anybody, and the result that the votes give in the clear.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from isonomia.groups import group
from isonomia.protocol.messages import Election, Shuffle, TrusteePublicKey, encode
from isonomia.protocol.public.ballots import tracker
from isonomia.protocol.public.decryptions import check_partial_decryption
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.nesting import zipped
from isonomia.protocol.public.questions import LISTS as LISTS_TYPE
from isonomia.protocol.public.questions import NON_HOMOMORPHIC
from isonomia.protocol.public.tally import written
from isonomia.record import strict
from support.booth import Booth
from support.forge import Event, Record
from support.founding import BOARD, LISTS, RANKING, REFERENDUM, TIMESTAMP
from support.holding import Holding
from support.peer import complaint, required_tool
from support.peer import written as written_to

ED, B, R = "Ed25519", "BELENIOS-2048", "RFC-3526-2048"
UUID = "boothTest11111"
SPECIAL: dict[str, Any] = {
    "answers": ['"quoted" \\ / é Ж \u2028', "\x00\x1f\x7f\n\t", "", "𝔘"],
    "min": 0,
    "max": 4,
    "question": "Characters",
}


class Case(NamedTuple):
    """An election, and how each voter votes."""

    group: str
    questions: list[dict[str, Any]]
    votes: list[list[Any]]
    weights: list[int] | None = None

    def result(self) -> list[Any]:
        """In the clear: weighted sums; for a ranking the answers in order."""
        weights = self.weights or [1] * len(self.votes)
        parts = zip(self.questions, zip(*self.votes, strict=True), strict=True)
        return [sorted(own) if q.get("type") == NON_HOMOMORPHIC else _sums(own, weights) for q, own in parts]


def _sums(votes: Any, weights: list[int]) -> Any:
    if isinstance(votes[0], list):
        return [_sums(column, weights) for column in zip(*votes, strict=True)]
    return sum(w * v for w, v in zip(weights, votes, strict=True))


CASES = {
    "one of two": Case(ED, [REFERENDUM], [[[1, 0]], [[0, 1]], [[1, 0]]]),
    "blank and weights": Case(ED, [BOARD, REFERENDUM], [[[1, 0, 0, 0], [0, 1]], [[0, 1, 1, 0], [1, 0]]], [3, 700_000]),
    "all kinds": Case(
        ED,
        [LISTS, RANKING, BOARD],
        [[[[1, 0, 1], [0, 0]], [255, 0, 7], [0, 0, 1, 0]], [[[0, 0, 0], [1, 1]], [1, 2, 3], [1, 0, 0, 0]]],
    ),
    "finite field, lists": Case(B, [LISTS], [[[[1, 1, 1], [0, 0]]], [[[0, 0, 0], [1, 1]]]]),
    "finite field, rankings and lists": Case(
        R, [RANKING, LISTS], [[[0, 0, 0], [[0, 0, 0], [1, 1]]], [[9, 9, 1], [[1, 1, 0], [0, 0]]]]
    ),
    "characters": Case(B, [SPECIAL], [[[0, 0, 0, 0]], [[1, 1, 1, 1]], [[1, 0, 0, 1]]]),
    "finite field, blank and weights": Case(B, [BOARD], [[[1, 0, 0, 0]], [[0, 1, 0, 1]]], [7_000_000_000, 2]),
    "finite field, rankings": Case(R, [REFERENDUM, RANKING], [[[1, 0], [3, 2, 1]], [[0, 1], [255, 0, 7]]]),
}


@pytest.mark.parametrize("name", CASES)
def test_an_election_made_by_the_booth(booth: Booth, tmp_path: Path, name: str) -> None:
    """Credentials, both trustees' keys, ballots, shuffles, decryptions."""
    case = CASES[name]
    election = Held(booth, case)
    election.vote()
    election.holding.close()
    election.holding.tally()
    election.shuffle_and_decrypt()
    election.holding.publish()
    record = election.holding.record
    report = record.verify()
    assert report.failures == []
    assert (report.valid, report.stage) == (True, "tallied")
    assert [
        sorted(part) if q.get("type") == NON_HOMOMORPHIC else part
        for q, part in zip(case.questions, report.result, strict=True)
    ] == case.result()
    known = case.group != ED and all(question.get("type") != LISTS_TYPE for question in case.questions)
    if known:
        assert complaint(required_tool(), "verify", "--dir", written_to(record, tmp_path / "peer")) is None


@pytest.mark.parametrize("name", CASES)
def test_an_opening_is_what_docs_say(booth: Booth, name: str) -> None:
    """docs/ballot-opening.md, computed here from the ballot and the opening alone."""
    case = CASES[name]
    election = Held(booth, case)
    g, y = election.holding.group, election.holding.election.y
    [(_, credential), *_] = election.private.items()
    made = booth("vote", election=election.election.decode(), credential=credential, votes=case.votes[0])
    opening, ballot = json.loads(made["opening"]), json.loads(made["ballot"])
    assert opening["tracker"] == made["tracker"] == tracker(made["ballot"].encode())
    assert (opening["format"], opening["version"], opening["election_uuid"]) == ("isonomia-opening", 1, UUID)
    assert opening["votes"] == case.votes[0]

    def encrypted(r: str, plaintext: Any) -> dict[str, str]:
        return {"alpha": str(g.power(g.g, int(r))), "beta": str(g.power(y, int(r)) * plaintext)}

    for question, vote, randomness, answer in zip(
        case.questions, opening["votes"], opening["randomness"], ballot["answers"], strict=True
    ):
        if question.get("type") == NON_HOMOMORPHIC:
            assert answer["choices"] == encrypted(randomness, g.of_ints(vote))
        else:
            ones = zipped(randomness, vote, lambda r, m: encrypted(r, g.power(g.g, m)))
            assert answer["choices"] == ones


class Held:
    """An election whose credentials and keys come from the booth; Python keeps the record."""

    def __init__(self, booth: Booth, case: Case) -> None:
        self.booth, self.case = booth, case
        voters = [{"login": f"voter {i}"} for i in range(len(case.votes))]
        if case.weights:
            voters = [{**own, "weight": weight} for own, weight in zip(voters, case.weights, strict=True)]
        issued = booth("issueCredentials", group=case.group, uuid=UUID, voters=voters)
        self.private = dict(issued["privateCredentials"])
        own = group(case.group)
        self.keys = [booth("newTrusteeKey", group=case.group) for _ in range(2)]
        public = [strict.decode(key["publicKey"].encode(), TrusteePublicKey, "key") for key in self.keys]
        y = own.element(public[0].public_key) * own.element(public[1].public_key)
        message = Election(
            version=1,
            description="for tests",
            name="Test",
            group=case.group,
            public_key=str(y),
            questions=list(case.questions),  # type: ignore[arg-type]
            uuid=UUID,
        )
        self.election, self.trustees = encode(message), encode([("Single", key) for key in public])
        contents = [self.election, self.trustees, issued["publicCredentials"].encode()]
        privates = {key["key"]: int(key["privateKey"]) for key in self.keys}
        self.holding = Holding(Record(TIMESTAMP, [Event("Setup", contents)]), lambda _: privates)

    def vote(self) -> None:
        """Every voter, the last one twice."""
        voters = list(zip(self.private.values(), self.case.votes, strict=True))
        for credential, votes in [(voters[-1][0], voters[0][1]), *voters]:
            made = self.booth("vote", election=self.election.decode(), credential=credential, votes=votes)
            self.holding.record.events.append(Event("Ballot", [made["ballot"].encode()]))

    def shuffle_and_decrypt(self) -> None:
        holding, text = self.holding, self.election.decode()
        if holding.before_shuffle():
            for owner in (1, 2):
                before = encode(holding.before_shuffle()).decode()
                made = self.booth("shuffle", election=text, ciphertexts=before)["shuffle"].encode()
                holding.take_shuffle(strict.decode(made, Shuffle, "shuffle"))
                holding.record.events.append(Event("Shuffle", [made], {"owner": owner}))
            holding.record.events.append(Event("EndShuffles"))
        for key in self.keys:
            owner = self.booth("findTrustee", election=text, trustees=self.trustees.decode(), key=key["key"])["owner"]
            tally = encode(written(holding.group, holding.encrypted)).decode()
            made = self.booth("decrypt", election=text, tally=tally, privateKey=key["privateKey"])
            content, findings = made["decryption"].encode(), Findings()
            decryption = holding.shapes.partial_decryption(content, "decryption")
            public = holding.trustees[owner - 1].public_key
            factors = check_partial_decryption(
                holding.election, holding.encrypted, public, decryption, findings, "decryption"
            )
            findings.raise_if_failed()
            assert factors is not None
            holding.factors[owner] = factors
            holding.record.events.append(Event("PartialDecryption", [content], {"owner": owner}))
