# SPDX-License-Identifier: Apache-2.0
"""Records made by belenios-tool 2.0 and 3.0: verified, decrypted anew, and voted in."""

import io
from typing import Any

import pytest

from isonomia.protocol.messages import QuestionL, QuestionNH
from isonomia.protocol.public.ballots import check_ballot
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.questions import Question
from isonomia.protocol.secret.credentials import public_credential
from isonomia.verify import verify
from support.forge import Record
from support.holding import Holding
from support.samples import NAMES, Sample, sample

STAGES = {"president-open-ed25519": "open", "president-closed-ed25519": "closed"}
"""All others are tallied, as their README says."""


@pytest.fixture(params=NAMES)
def given(request: pytest.FixtureRequest) -> Sample:
    return sample(request.param)


def held(given: Sample, record: Record | None = None) -> Holding:
    """The election with its secrets, to go on from a record of it."""
    return Holding(record or given.record(), given.private_keys)


def choice(question: Question) -> list[Any]:
    """Some vote that the question allows."""
    if isinstance(question, QuestionNH):
        return list(range(len(question.answers)))
    if isinstance(question, QuestionL):
        first, *others = question.answers
        return [[1, 1, *[0] * (len(first) - 2)], *([0] * len(names) for names in others)]
    chosen = max(question.min, 1)
    return [0] * (question.blank is True) + [1] * chosen + [0] * (len(question.answers) - chosen)


@pytest.mark.parametrize("backend", ["kernel", "reference"])
def test_verifies_with_the_result_that_its_maker_expects(given: Sample, backend: str) -> None:
    with given.path.open("rb") as file:
        report = verify(file, backend=backend)
    assert report.failures == []
    assert report.valid
    assert report.backend == backend
    assert (report.uuid, report.group) == (given.uuid, given.expected["group"])
    stage = STAGES.get(given.folder.name, "tallied")
    assert report.stage == stage
    assert report.result == (given.expected["result"] if stage == "tallied" else None)
    assert (report.counts["ballots"], report.counts["counted"]) == (
        given.expected["ballots"],
        given.expected["counted"],
    )


def test_forge_writes_back_what_it_took_apart(given: Sample) -> None:
    """The other attack tests stand on this: what they do not change is as the other tool wrote it."""
    assert given.record().write() == given.path.read_bytes()


def test_tallied_and_decrypted_anew_from_its_ballots(given: Sample) -> None:
    """With the keys in ``secrets/``, and our own shuffles, from the ballots alone."""
    record = given.record()
    record.events = [event for event in record.events if event.type in ("Setup", "Ballot")]
    holding = held(given, record)
    result = holding.finish()
    questions = zip(holding.election.questions, result, strict=True)
    unordered = [sorted(part) if isinstance(q, QuestionNH) else part for q, part in questions]
    assert unordered == given.expected["result"]
    report = holding.record.verify()
    assert (report.stage, report.failures) == ("tallied", [])
    assert report.result == given.expected["result"]


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"president-open-ed25519"}))
def test_our_tally_is_the_published_one_byte_for_byte(name: str) -> None:
    """Order of a ranking's ciphertexts included: its hash is what the trustees refer to."""
    published = sample(name).record().of("EncryptedTally")[0]
    ours = held(sample(name), sample(name).record().until("EndBallots")).tally()
    assert ours.content == published.content
    assert ours.envelope == published.envelope


def test_any_three_of_four_threshold_trustees_suffice() -> None:
    given = sample("threshold-belenios2048")
    members = [trustee.owner for trustee in held(given).trustees if trustee.item == 1]
    assert len(members) == 4
    for absent in members:
        holding = held(given, given.record().until("EndBallots"))
        present = [trustee.owner for trustee in holding.trustees if trustee.owner != absent]
        assert holding.finish(decryptors=present) == given.expected["result"]


def test_every_private_credential_is_on_the_roll(given: Sample) -> None:
    """One for each voter and none left over, for 15 and 22 characters alike."""
    holding = held(given)
    public = {
        str(public_credential(holding.group, holding.exponent(private))) for private in given.credentials().values()
    }
    assert public == set(holding.roll)


def test_new_ballot_is_accepted(given: Sample) -> None:
    holding = held(given)
    credential = next(iter(given.credentials().values()))
    event = holding.cast(credential, [choice(question) for question in holding.election.questions])
    ballot = holding.shapes.ballot(event.content, "our ballot")
    findings = Findings()
    assert check_ballot(holding.election, ballot, findings, "our ballot") is not None
    assert findings.failures == []
    assert findings.checked["ballot.signature"] == 1
    assert ballot.credential in holding.roll


def test_new_ballot_replaces_the_voters_earlier_one() -> None:
    """In the open record: the later ballot is the one that is counted."""
    given = sample("president-open-ed25519")
    holding = held(given)
    by_public = {
        str(public_credential(holding.group, holding.exponent(private))): private
        for private in given.credentials().values()
    }
    earlier = holding.shapes.ballot(holding.record.of("Ballot")[0].content, "ballot")
    holding.cast(by_public[earlier.credential], [[0, 0, 0, 1, 0, 0]])  # nobody had chosen the fourth
    before, after = given.expected["result"][0], holding.finish()[0]
    assert holding.record.failing() == set()
    assert (before[3], after[3], sum(after)) == (0, 1, sum(before))


def test_prefix_of_a_record_is_a_valid_older_record() -> None:
    """Cut between two events: only a comparison of records can tell (DESIGN.md, "Verification")."""
    whole = sample("president-ed25519").record()
    for event_type in ("Ballot", "EndBallots", "EncryptedTally", "PartialDecryption", "Result"):
        content = whole.until(event_type).write()
        assert verify(io.BytesIO(content), workers=1).failures == []
