# SPDX-License-Identifier: Apache-2.0
"""A record verified in parts: the same report as in one piece, and no part that does not fit."""

import json
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from isonomia.cli.app import run
from isonomia.verify import verify
from isonomia.verify.parts import Part, PartError, read_part
from support.dividing import merged, part, parts, require_same
from support.forge import Event, Record, altered, load
from support.founding import BOARD, LISTS, RANKING, REFERENDUM, found
from support.samples import NAMES, sample


@cache
def voted() -> bytes:
    """Weights; everybody votes, one of them three times, one twice: events 1 to 6 are ballots."""
    holding, credentials = found("Ed25519", [REFERENDUM], weights=[1, 10, 100])
    for voter, yes in ((0, 1), (1, 0), (1, 1), (2, 0), (0, 0), (1, 0)):
        holding.cast(credentials[voter], [[yes, 1 - yes]])
    holding.finish()
    return holding.record.write()


@cache
def mixed() -> bytes:
    """Every kind of question: events 1 to 3 are ballots."""
    holding, credentials = found("Ed25519", [BOARD, RANKING, LISTS], voters=2, trustees=(1, (1, 2)))
    for voter in (0, 1, 0):
        holding.cast(credentials[voter], [[0, 1, 0, 1], [1, 2, 3], [[1, 1, 0], [0, 0]]])
    holding.finish()
    return holding.record.write()


def whole(content: bytes) -> Any:
    return verify(BytesIO(content), workers=1)


@pytest.mark.parametrize("name", NAMES)
def test_parts_say_what_the_whole_says_of_records_of_other_software(name: str) -> None:
    content = sample(name).path.read_bytes()
    require_same(merged(content, parts(content, 0, 3, 10, 1000)), whole(content))


@pytest.mark.parametrize("bounds", [(0, 20), (1, 7), (0, 1, 2, 3, 4, 5, 6, 7), (1, 3, 5, 100)])
def test_bounds_change_nothing(bounds: tuple[int, ...]) -> None:
    """Votes of one voter stand in several parts; the last one counts."""
    require_same(merged(voted(), parts(voted(), *bounds)), whole(voted()))


def test_all_kinds_of_questions() -> None:
    require_same(merged(mixed(), parts(mixed(), 0, 2, 20)), whole(mixed()))


def respond(ballot: Any) -> None:
    ballot["signature"]["proof"]["response"] = "1"


def leave_the_group(ballot: Any) -> None:
    ballot["answers"][0]["choices"][0]["alpha"] = "02" + 62 * "0"


def cut_a_choice(ballot: Any) -> None:
    del ballot["answers"][0]["choices"][0]


def change_the_voter(ballot: Any) -> None:
    ballot["credential"] = "58" + 62 * "6"


def change(*changes: tuple[int, Callable[[Any], None]]) -> Callable[[Record], None]:
    def apply(record: Record) -> None:
        for number, alter in changes:
            record.events[number].content = altered(record.events[number].content, alter)

    return apply


def make_unreadable(record: Record) -> None:
    record.events[2].content = b'{"no":"ballot"}'


def repeat(record: Record) -> None:
    record.events.insert(4, Event("Ballot", record.events[2].contents, publish=False))


def add_after_the_close(record: Record) -> None:
    record.events.insert(8, record.events.pop(2))


def break_the_chain(record: Record) -> None:
    record.events[3].alter = lambda event: msgspec.structs.replace(event, height=2, parent="0" * 64)


DEFECTS = [
    change((1, respond)),
    change((1, respond), (2, leave_the_group), (5, respond)),
    change((3, cut_a_choice)),
    change((6, change_the_voter)),
    make_unreadable,
    repeat,
    add_after_the_close,
    break_the_chain,
]


@pytest.mark.parametrize("defect", DEFECTS)
@pytest.mark.parametrize("make", [voted, mixed])
def test_failures_are_those_of_the_whole(make: Callable[[], bytes], defect: Callable[[Record], None]) -> None:
    record = load(make())
    if make is mixed:
        record.events[4:4] = record.events[1:4]  # as many ballots as in the other
        record.events[4].publish = record.events[5].publish = record.events[6].publish = False
    defect(record)
    content = record.write()
    plain = whole(content)
    assert not plain.valid
    require_same(merged(content, parts(content, 0, 3, 100)), plain)


def test_part_names_its_wrong_ballots_alone() -> None:
    record = load(voted())
    change((2, respond), (5, respond))(record)
    first, second = parts(record.write(), 1, 4, 7)
    assert ([wrong.event for wrong in first.wrong], [wrong.event for wrong in second.wrong]) == ([2], [5])
    assert [check for check, _, _ in first.wrong[0].failures] == ["ballot.signature"]
    assert not first.valid
    assert part(record.write(), 3, 5).valid


def test_part_checks_nothing_outside_of_its_range() -> None:
    assert part(voted(), 2, 4).checked["ballot.signature"] == 2
    assert part(voted(), 7, 100).checked == {}
    assert part(voted(), 7, 100).ballots == 0


@pytest.mark.parametrize(
    ("bounds", "why"),
    [
        (((0, 3), (4, 9)), "no part covers the ballot of event 3"),
        (((0, 4), (3, 9)), "overlap"),
        (((0, 9), (0, 9)), "overlap"),
        (((2, 9),), "no part covers the ballot of event 1"),
        (((0, 6),), "no part covers the ballot of event 6"),
        ((), "no parts"),
    ],
)
def test_parts_cover_every_ballot_once(bounds: tuple[tuple[int, int], ...], why: str) -> None:
    with pytest.raises(PartError, match=why):
        merged(voted(), [part(voted(), *own) for own in bounds])


def test_parts_of_another_record() -> None:
    longer = load(voted()).until("EndBallots").write()
    other = load(mixed()).write()
    with pytest.raises(PartError, match="of a record that ends with event"):
        merged(voted(), parts(longer, 0, 20))
    with pytest.raises(PartError, match="are of election"):
        merged(voted(), parts(other, 0, 20))
    with pytest.raises(PartError, match="two records"):
        merged(voted(), [part(voted(), 0, 3), part(longer, 3, 20)])


def test_part_that_saw_other_ballots() -> None:
    """It names the last event, and other bytes stood before it."""
    made = msgspec.structs.replace(part(voted(), 0, 20), digest="0" * 64)
    with pytest.raises(PartError, match="of other ballots"):
        merged(voted(), [made])


def test_part_that_lies_is_believed_for_proofs_alone() -> None:
    """That is what trusting whoever made it means; the note says it. What cannot be read is not believed."""
    record = load(voted())
    change((1, respond))(record)
    content = record.write()
    lie = msgspec.structs.replace(part(content, 0, 20), wrong=[], valid=True)
    report = merged(content, [lie])
    assert report.valid
    assert "that 6 ballots are right in themselves is the word of whoever made the 1 part reports" in report.notes[-1]
    for defect in (leave_the_group, cut_a_choice, change_the_voter):
        change((1, defect))(record)
        content = record.write()
        lie = msgspec.structs.replace(part(content, 0, 20), wrong=[], valid=True)
        assert not merged(content, [lie]).valid


def test_slander_is_found_out() -> None:
    """A ballot that a part calls wrong is checked again."""
    made = part(voted(), 0, 20)
    record = load(voted())
    change((1, respond))(record)
    wrong = msgspec.structs.replace(part(record.write(), 1, 2).wrong[0], ballot=payload(voted(), 1))
    assert merged(voted(), [msgspec.structs.replace(made, valid=False, wrong=[wrong])]).valid


def payload(content: bytes, number: int) -> str:
    return sha256(load(content).events[number].content).hexdigest()


def written(made: Part) -> bytes:
    return json.dumps(made.as_json()).encode()


def test_part_is_read_back() -> None:
    record = load(voted())
    change((2, respond))(record)
    for made in (part(voted(), 0, 20), part(record.write(), 0, 20)):
        assert read_part(written(made), "the part") == made


@pytest.mark.parametrize(
    "members",
    [
        {"format": "isonomia state"},
        {"version": 2},
        {"version": "1"},
        {"release": "0.0.1"},
        {"range": [3, 1]},
        {"range": [-1, 1]},
        {"range": [1]},
        {"digest": "0"},
        {"last_event": "A" * 64},
        {"ballots": -1},
        {"checked": {"ballot.signature": -1}},
        {"valid": False},
        {"milliseconds": 1.5},
        {"more": 1},
        {"uuid": None},
    ],
)
def test_damaged_part_is_refused(members: dict[str, Any]) -> None:
    value = part(voted(), 0, 20).as_json() | members
    with pytest.raises(PartError):
        read_part(json.dumps(value).encode(), "the part")


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"[" * 100000, b'{"format":"isonomia part"}'])
def test_no_part(content: bytes) -> None:
    with pytest.raises(PartError, match="not a part report"):
        read_part(content, "the part")


def test_doubled_member_is_refused() -> None:
    content = written(part(voted(), 0, 20)).replace(b"{", b'{"valid":true,', 1)
    with pytest.raises(PartError, match="twice"):
        read_part(content, "the part")


def test_set_up_that_cannot_be_read() -> None:
    record = load(voted())
    record.events[0].content = b"no"
    with pytest.raises(PartError, match="set-up"):
        part(record.write(), 0, 9)
    with pytest.raises(PartError, match="set-up"):
        merged(record.write(), parts(voted(), 0, 20))


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By hand, as in docs/large-records.md."""
    record = tmp_path / "a.bel"
    record.write_bytes(voted())
    paths = []
    for bounds in ("0:4", "4:100"):
        assert run(["verify", str(record), "--range", bounds, "--json"]) == 0
        paths.append(tmp_path / bounds)
        paths[-1].write_text(capsys.readouterr().out)
    assert run(["verify", str(record), "--merge", *map(str, paths), "--json"]) == 0
    together = json.loads(capsys.readouterr().out)
    assert run(["verify", str(record), "--json"]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert "whoever made the 2 part reports" in together["notes"].pop()
    assert alone | {"seconds": 0} == together | {"seconds": 0}
    assert run(["verify", str(record), "--merge", *map(str, paths)]) == 0
    assert "whoever made the 2 part reports" in " ".join(capsys.readouterr().out.split())
    assert run(["verify", str(record), "--merge", str(paths[0])]) == 2
    assert "no part covers the ballot of event 4" in capsys.readouterr().err
    assert run(["verify", str(record), "--range", "1:3"]) == 0
    assert "2 ballots" in capsys.readouterr().out


def test_command_line_of_a_wrong_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forged = load(voted())
    change((2, respond))(forged)
    record = tmp_path / "a.bel"
    record.write_bytes(forged.write())
    assert run(["verify", str(record), "--range", "0:9"]) == 1
    out = capsys.readouterr().out
    assert "ballot.signature" in out
    assert "NOT VALID" in out
    assert run(["verify", str(record), "--range", "3:9"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--range", "3"), ("--range", "3:2"), ("--range", "a:b"), ("--range", "-1:4"), ("--merge",), ("part.json",),
        ("--range", "0:3", "--state", "s"), ("--range", "0:3", "--merge", "p"), ("--merge", "p", "--since", "s"),
    ],
)  # fmt: skip
def test_options_that_do_not_fit(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "a.bel", *arguments, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage"
