# SPDX-License-Identifier: Apache-2.0
"""Second rounds that do not follow from the first: each test says which check of ``--previous`` must catch it.

The votes are chosen so that article 81 of the Electoral Code of Belarus sends the first two of three on.
"""

from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from isonomia.parties.administrator import Draft
from isonomia.parties.credential_authority import Issued
from isonomia.parties.errors import PartyError
from isonomia.protocol.messages import QuestionH, encode
from isonomia.record.terms import Terms, canonical, read_terms, with_terms
from isonomia.verify import Report, examine
from isonomia.verify.previous import File, First, with_previous
from support import rounds
from support.rounds import LAW, Held

SECOND_CHOICES = (0, 0, 0, 0, 1, 1, 2)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return rounds.first(tmp_path_factory.mktemp("first"))


def judged(before: Held, after: Held, law: File = LAW, content: bytes | None = None) -> Report:
    """The report of ``verify AFTER --previous BEFORE``; ``content``: another first record than the one on the disk."""
    examined = before.examined() if content is None else examine(BytesIO(content))
    own = File(after.terms, "second.terms.json")
    second = after.examined()
    return with_previous(second.report, second, own, First(examined, "first", File(before.terms, "terms"), law))


def failed(report: Report) -> set[str]:
    return {failure.check for failure in report.failures}


def forged(folder: Path, before: Held, change: Callable[[Terms], Terms], answers: list[str] | None = None) -> Held:
    """A second round whose terms (and answers) are altered, and the election with them."""
    made, terms, issued = rounds.second(folder, before)
    content = canonical(change(read_terms(terms, "terms")))
    return rounds.hold(folder, altered(made, content, answers), content, issued, SECOND_CHOICES)


def altered(made: Draft, terms: bytes, answers: list[str] | None) -> Draft:
    questions = made.questions
    if answers is not None:
        old = msgspec.json.decode(questions[0], type=QuestionH)
        questions = [msgspec.Raw(encode(msgspec.structs.replace(old, answers=answers)))]
    return msgspec.structs.replace(made, description=with_terms("", terms), questions=questions)


def replaced(**fields: Any) -> Callable[[Terms], Terms]:
    return lambda terms: msgspec.structs.replace(terms, **fields)


def previous(**fields: Any) -> Callable[[Terms], Terms]:
    return lambda terms: msgspec.structs.replace(terms, previous=msgspec.structs.replace(terms.previous, **fields))


def law(**fields: Any) -> Callable[[Terms], Terms]:
    return lambda terms: msgspec.structs.replace(terms, law=msgspec.structs.replace(terms.law, **fields))


def test_an_honest_second_round_follows(first: Held, tmp_path: Path) -> None:
    made, terms, issued = rounds.second(tmp_path, first)
    report = judged(first, rounds.hold(tmp_path, made, terms, issued, SECOND_CHOICES))
    assert failed(report) == set()
    assert report.result == [[4, 2, 1]]
    assert "the trustees' keys are others than in the previous round" in report.notes


@pytest.mark.parametrize(
    ("change", "answers", "check"),
    [
        (replaced(previous=None), None, "previous.link"),
        (previous(uuid="A" * 14), None, "previous.link"),
        (previous(last_event="0" * 64), None, "previous.link"),
        (law(sha256="0" * 64), None, "previous.law"),
        (lambda terms: terms, ["Ada", "Emmy", "Against all"], "previous.candidates"),
        (lambda terms: terms, ["Ada", "Blaise", "Emmy"], "previous.candidates"),
        (law(against_all=None), None, "previous.candidates"),
        (law(question=1), None, "previous.candidates"),
        (law(against_all=3), None, "previous.candidates"),
        (previous(lot=["x" * 32]), None, "previous.candidates"),
    ],
    ids=[
        "no-previous", "other-election", "other-last-event", "other-law", "third-instead-of-second",
        "third-instead-of-against-all", "nobody-against-all", "no-such-question", "no-such-answer",
        "lot-nobody-committed-to",
    ],
)  # fmt: skip
def test_what_does_not_follow(
    first: Held, tmp_path: Path, change: Callable[[Terms], Terms], answers: list[str] | None, check: str
) -> None:
    assert check in failed(judged(first, forged(tmp_path, first, change, answers)))


def test_where_the_law_file_is_silent_on_who_withdraws_nobody_moves_up(first: Held, tmp_path: Path) -> None:
    """The file of the law of Belarus says nothing of withdrawal between rounds: nothing is guessed."""
    with_one = forged(tmp_path, first, previous(withdrawn=["Blaise"]), ["Ada", "Emmy", "Against all"])
    (failure,) = judged(first, with_one).failures
    assert (failure.check, "Blaise" in failure.why) == ("previous.candidates", True)


def test_voters_are_missing(first: Held, tmp_path: Path) -> None:
    made, terms, issued = rounds.second(tmp_path, first)
    public = encode(msgspec.json.decode(issued.public)[1:])
    short = rounds.hold(tmp_path, made, terms, Issued(public, {}), ())
    assert "previous.roll" in failed(judged(first, short))


def test_voters_weigh_more(first: Held, tmp_path: Path) -> None:
    made, terms, issued = rounds.second(tmp_path, first)
    entries = msgspec.json.decode(issued.public)
    public = encode([f"{entries[0]},2", *entries[1:]])
    heavy = rounds.hold(tmp_path, made, terms, Issued(public, {}), ())
    assert failed(judged(first, heavy)) == {"previous.roll"}


@pytest.fixture(scope="module")
def honest(first: Held, tmp_path_factory: pytest.TempPathFactory) -> Held:
    folder = tmp_path_factory.mktemp("second")
    return rounds.hold(folder, *rounds.second(folder, first), SECOND_CHOICES)


def test_another_law_file(first: Held, honest: Held) -> None:
    france = (files("isonomia.law") / "files" / "fr-president.toml").read_bytes()
    assert "previous.law" in failed(judged(first, honest, File(france, "fr-president.toml")))


def test_a_law_file_that_cannot_be_read(first: Held, honest: Held) -> None:
    assert "previous.law" in failed(judged(first, honest, File(b"format = 2", "law.toml")))


def test_other_terms_of_the_first_round(first: Held, honest: Held) -> None:
    terms = canonical(msgspec.structs.replace(first.read_terms(), schedule=None, texts={}))
    assert failed(judged(first._replace(terms=terms), honest)) == {"previous.terms"}


def test_terms_that_are_none(first: Held, honest: Held) -> None:
    assert failed(judged(first._replace(terms=b"{}"), honest)) == {"previous.terms"}
    assert failed(judged(first, honest._replace(terms=b"{}"))) == {"previous.link"}


def test_the_first_record_without_its_result(first: Held, honest: Held) -> None:
    content = first.path.read_bytes()
    cut = content[: content.rindex(b".event.json") // 512 * 512]
    assert {"previous.record", "previous.link"} <= failed(judged(first, honest, content=cut))


def test_a_first_record_that_is_not_valid(first: Held, honest: Held) -> None:
    content = first.path.read_bytes()
    at = content.index(b'"challenge":"') + 14
    wrong = content[:at] + (b"1" if content[at : at + 1] != b"1" else b"2") + content[at + 1 :]
    assert "previous.record" in failed(judged(first, honest, content=wrong))


def test_another_first_record(honest: Held, tmp_path: Path) -> None:
    other = rounds.first(tmp_path)
    assert {"previous.link"} <= failed(judged(other, honest))


def test_no_second_round_after_a_majority(tmp_path: Path) -> None:
    """Four of seven is more than half: the draft is refused, and a round that is held all the same is found."""
    won = rounds.first(tmp_path, (0, 0, 0, 0, 1, 2, 3))
    with pytest.raises(PartyError, match="no further round: elected"):
        rounds.second(tmp_path, won)


def test_the_law_is_not_met_because_too_few_voted(tmp_path: Path) -> None:
    """Exactly half of eight took part: not more than half, so there is a repeat election, and no second round."""
    few = rounds.first(tmp_path, (0, 1, 2, 3))
    with pytest.raises(PartyError, match="no further round: not valid"):
        rounds.second(tmp_path, few)


def test_who_has_no_code_of_the_first_round_is_named(first: Held) -> None:
    setup = first.examined().setup
    assert setup is not None
    stranger = first.codes | {"v3": "AAAAA-AAAAAA-AAAAA-AAAAAA"}
    with pytest.raises(PartyError, match="not of the first round: 'v3'"):
        rounds.credential_authority.derive(rounds.GROUP, setup, "B" * 14, stranger)
    some = {login: code for login, code in first.codes.items() if login != "v0"}
    with pytest.raises(PartyError, match="codes of 7 voters, the roll of the first round has 8"):
        rounds.credential_authority.derive(rounds.GROUP, setup, "B" * 14, some)


def test_hash_of_the_law_is_of_its_bytes(first: Held) -> None:
    named = first.read_terms().law
    assert named is not None
    assert named.sha256 == sha256(LAW.content).hexdigest()
