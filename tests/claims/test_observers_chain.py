# SPDX-License-Identifier: Apache-2.0
"""Attacks on an observer's file: each is caught by the check that is there for it, at its place."""

import json
from collections.abc import Callable
from hashlib import sha256

import pytest

from claims.observing import Book
from isonomia.claims.observers.observation import Kind, Observation
from isonomia.parties.errors import PartyError
from isonomia.parties.observer import Observer
from isonomia.record.errors import RecordError
from isonomia.record.observations import LONGEST, MOST_LINES, MOST_PROBLEMS, Entry, signed_line, signed_part
from isonomia.verify.observations import check_observations


@pytest.fixture
def book() -> Book:
    made = Book("ada").add("12", Kind.PROTOCOL, "one", Ada=250, valid=410)
    return made.add("13", Ada=9).add("12", Kind.CORRECTION, replaces=1, Ada=251).add("14", Kind.PHOTOS, "two")


def failures(content: bytes, head: str | None = None) -> list[tuple[str, str]]:
    found = check_observations("x", content, head)
    return [(one.check, one.where) for one in found.problems]


def changed(book: Book, number: int, old: bytes, new: bytes) -> bytes:
    lines = book.lines
    assert lines[number].count(old) == 1
    lines[number] = lines[number].replace(old, new)
    return b"".join(lines)


def test_honest_file_is_right(book: Book) -> None:
    found = check_observations("x", book.content)
    assert (found.problems, found.torn) == ((), None)
    assert found.whole is not None
    assert [own.station for own in found.whole.observations] == ["12", "13", "12", "14"]
    assert found.whole.head == sha256(book.lines[-1].rstrip(b"\n")).hexdigest()


def test_altered_figure_breaks_its_signature_and_the_chain_behind_it(book: Book) -> None:
    content = changed(book, 2, b'"Ada":9', b'"Ada":8')
    assert failures(content) == [("observer.signature", "x, entry 2"), ("observer.previous", "x, entry 3")]


def test_altered_last_entry_breaks_its_signature(book: Book) -> None:
    content = changed(book, 4, b'"day":"2025-01-26"', b'"day":"2025-01-27"')
    assert failures(content) == [("observer.signature", "x, entry 4")]


def test_dropped_entry_is_seen_at_the_next(book: Book) -> None:
    lines = book.lines
    found = failures(b"".join(lines[:2] + lines[3:]))
    assert found[:2] == [("observer.number", "x, entry 2"), ("observer.previous", "x, entry 2")]
    assert ("observer.signature", "x, entry 2") not in found


def test_doubled_and_exchanged_entries_are_seen(book: Book) -> None:
    zero, one, two, *rest = book.lines
    doubled = failures(b"".join([zero, one, two, two, *rest]))
    assert doubled[:2] == [("observer.number", "x, entry 3"), ("observer.previous", "x, entry 3")]
    exchanged = failures(b"".join([zero, two, one, *rest]))
    assert exchanged[0] == ("observer.number", "x, entry 1")


def test_entry_of_another_observer_is_not_hers(book: Book) -> None:
    """The number fits, and even the hash before it, for the forger has signed it for this place."""
    forger = Observer(bytes(32))
    line = forged(forger, book, number=5, previous=book.chain().head)
    assert failures(book.content + line) == [("observer.signature", "x, entry 5")]


def test_entry_from_her_file_of_another_election_does_not_fit(book: Book) -> None:
    """One key for two elections: the first entries are of the same number, and both signatures are hers."""
    other = Book("ada", "by-2020").add("12", Ada=99)
    assert failures(book.lines[0] + other.lines[1]) == [("observer.previous", "x, entry 1")]


def test_header_of_another_election_breaks_signature_and_chain(book: Book) -> None:
    content = changed(book, 0, b"by-2025", b"by-2024")
    assert failures(content) == [("observer.signature", "x, the header"), ("observer.previous", "x, entry 1")]


def test_file_put_under_another_key_fails_in_every_line(book: Book) -> None:
    mine, other = book.observer.public_key.encode(), Observer(bytes(32)).public_key.encode()
    found = failures(changed(book, 0, mine, other))
    assert {where for check, where in found if check == "observer.signature"} == {
        "x, the header", "x, entry 1", "x, entry 2", "x, entry 3", "x, entry 4",
    }  # fmt: skip


def test_signature_of_a_header_is_none_of_an_entry(book: Book) -> None:
    """What is signed begins with what it is."""
    assert signed_part(book.lines[0], "header") != signed_part(book.lines[0], "entry")
    assert signed_part(book.lines[0], "header").startswith(b"isonomia-observer-1 header\n{")


def test_truncation_is_seen_only_with_a_head_that_was_noted(book: Book) -> None:
    head = book.chain().head
    shorter = b"".join(book.lines[:-1])
    assert failures(shorter) == []  # what the documents say: a file alone cannot tell
    assert failures(shorter, head) == [("observer.head", "x")]
    assert failures(book.add("13", Ada=1).content, head) == []  # an older head is still in it


@pytest.mark.parametrize("cut", [1, 2, 60, 200])
def test_torn_last_line_is_named_with_what_is_whole(book: Book, cut: int) -> None:
    found = check_observations("x", book.content[:-cut])
    assert found.problems == ()
    assert found.torn is not None
    assert (found.torn.check, found.torn.where) == ("observer.tail", "x, after entry 3")
    assert found.torn.whole_length == len(b"".join(book.lines[:-1]))
    assert found.whole is not None
    assert len(found.whole.observations) == 3


def test_file_of_line_feeds_is_not_read_to_its_end(book: Book) -> None:
    found = check_observations("x", book.content + b"\n" * 5000)
    assert found.chain is None
    assert len(found.problems) == MOST_PROBLEMS == 100
    *some, last = found.problems
    assert {one.check for one in some} == {"observer.line"}
    assert some[0].where.startswith("x, entry 5")
    assert (last.check, last.where.partition(",")[0]) == ("observer.limit", "x")
    assert "was not read" in last.why


def test_as_many_failures_as_are_told_are_told_without_a_limit(book: Book) -> None:
    found = failures(book.content + b"\n" * MOST_PROBLEMS)
    assert [check for check, _ in found] == ["observer.line"] * MOST_PROBLEMS
    more = failures(book.content + b"\n" * (MOST_PROBLEMS + 1))
    assert [check for check, _ in more] == ["observer.line"] * (MOST_PROBLEMS - 1) + ["observer.limit"]


def test_noted_head_is_not_called_missing_where_not_all_was_read(book: Book) -> None:
    """It may stand behind the place where reading ended."""
    found = failures(book.content + b"\n" * 5000, "0" * 64)
    assert "observer.head" not in [check for check, _ in found]


def test_file_of_too_many_lines_is_not_read_at_all(book: Book) -> None:
    lines = len(book.lines)
    assert failures(book.content + b"\n" * (MOST_LINES + 1 - lines)) == [("observer.limit", "x")]
    assert failures(book.content + b"\n" * (MOST_LINES - lines))[0][0] == "observer.line"


def test_nothing_and_half_a_header() -> None:
    for content in (b"", b'{"format"'):
        found = check_observations("x", content)
        assert found.chain is None
        assert found.torn is not None
        assert found.torn.where == "x, the header"


UNREADABLE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an unknown key": (lambda line: line.replace(b'"day"', b'"name":"Eva","day"'), "unknown field"),
    "a doubled key": (lambda line: line.replace(b'"day"', b'"number":1,"day"'), "twice"),
    "a missing key": (lambda line: line.replace(b'"day":"2025-01-26",', b""), "missing"),
    "a time of day": (lambda line: line.replace(b"2025-01-26", b"2025-01-26T21:07"), "regex"),
    "no day": (lambda line: line.replace(b"2025-01-26", b"2025-13-26"), "regex"),
    "a negative count": (lambda line: line.replace(b":250", b":-250"), ">= 0"),
    "a count with a fraction": (lambda line: line.replace(b":250", b":250.0"), "not an integer"),
    "a count as text": (lambda line: line.replace(b":250", b':"250"'), "Expected `int`"),
    "too large a count": (lambda line: line.replace(b":250", b":1000000000"), "<= 999999999"),
    "spaces": (lambda line: line.replace(b'"day":', b'"day": '), "one way"),
    "another order": (lambda line: line.replace(b'"number":1,', b"").replace(b"{", b'{"number":1,', 1)
                      .replace(b',"kind":"protocol"', b"").replace(b'{"number"', b'{"kind":"protocol","number"'),
                      "one way"),
    "an escape that is not needed": (lambda line: line.replace(b'"12"', b'"\\u0031\\u0032"'), "one way"),
    "a name of two lines": (lambda line: line.replace(b'"12"', b'"1\\n2"'), "not a name"),
    "a name with a space behind it": (lambda line: line.replace(b'"12"', b'"12 "'), "not a name"),
    "no name": (lambda line: line.replace(b'"12"', b'""'), "not a name"),
    "a name of an essay": (lambda line: line.replace(b'"12"', b'"' + b"x" * 101 + b'"'), "not a name"),
    "another kind": (lambda line: line.replace(b'"protocol"', b'"note"'), "Invalid enum"),
    "a photo's name": (lambda line: line.replace(b'"photos":["', b'"photos":["IMG_1.jpg","'), "regex"),
    "upper case": (lambda line: line.replace(b'"previous":"', b'"previous":"A', 1), "regex"),
    "no JSON": (lambda line: line[1:], "not JSON"),
    "no UTF-8": (lambda line: line.replace(b'"12"', b'"\xff"'), "UTF-8"),
    "too long a line": (lambda line: line.replace(b'"12"', b'"' + b"x" * LONGEST + b'"'), "bytes"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE, ids=lambda name: name.replace(" ", "-"))
def test_line_that_is_not_of_the_format_is_named(book: Book, name: str) -> None:
    change, why = UNREADABLE[name]
    lines = book.lines
    assert change(lines[1]) != lines[1]
    found = check_observations("x", b"".join([lines[0], change(lines[1]), *lines[2:]])).problems
    assert (found[0].check, found[0].where.partition(", $")[0].partition(", byte")[0]) == (
        "observer.line",
        "x, entry 1",
    )
    assert why in found[0].why
    assert ("observer.previous", "x, entry 2") in [(one.check, one.where) for one in found]


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        (b'"version":1', b'"version":2', "observer.header"),
        (b"isonomia-observer", b"isonomia-diary", "observer.header"),
        (b"by-2025", b"By 2025", "observer.line"),
        (b'"version":1', b'"version":1,"name":"Eva"', "observer.line"),
    ],
)
def test_header_that_is_none_is_named(book: Book, old: bytes, new: bytes, check: str) -> None:
    found = check_observations("x", changed(book, 0, old, new))
    assert found.chain is None
    assert (found.problems[0].check, found.problems[0].where.split(", $")[0]) == (check, "x, the header")


def forged(observer: Observer, book: Book, **members: object) -> bytes:
    """A line of a signer who does not ask whether it makes sense."""
    told: dict[str, object] = {
        "number": 5, "previous": book.chain().head, "day": "2025-01-26", "kind": Kind.PROTOCOL, "station": "12",
        "replaces": None, "figures": {"Ada": 1}, "photos": [], "signature": "0" * 128,
    }  # fmt: skip
    entry = Entry(**(told | members))  # type: ignore[arg-type]
    signature = observer._key.sign(signed_part(signed_line(entry, "0" * 128), "entry")).hex()
    return signed_line(entry, signature) + b"\n"


SENSELESS: list[tuple[str, dict[str, object]]] = [
    ("a protocol has no figures", {"figures": {}}),
    ("replaces no other", {"replaces": 1}),
    ("figures, or no photos", {"kind": Kind.PHOTOS, "figures": {}}),
    ("figures, or no photos", {"kind": Kind.PHOTOS, "photos": ["0" * 64]}),
    ("has figures or photos", {"kind": Kind.WITHDRAWAL, "replaces": 2, "station": "13"}),
    ("a photo is there twice", {"photos": ["0" * 64, "0" * 64]}),
    ("which earlier entry", {"kind": Kind.CORRECTION}),
    ("which earlier entry", {"kind": Kind.CORRECTION, "replaces": 5}),
    ("which earlier entry", {"kind": Kind.WITHDRAWAL, "figures": {}, "replaces": 99}),
    ("replaced by entry 3 already", {"kind": Kind.CORRECTION, "replaces": 1}),
    ("about another station", {"kind": Kind.CORRECTION, "replaces": 2}),
    ("cannot replace", {"kind": Kind.CORRECTION, "replaces": 4, "station": "14"}),
]


@pytest.mark.parametrize(("why", "members"), SENSELESS)
def test_signed_nonsense_is_named(book: Book, why: str, members: dict[str, object]) -> None:
    (found,) = check_observations("x", book.content + forged(book.observer, book, **members)).problems
    assert (found.check, found.where) == ("observer.meaning", "x, entry 5")
    assert why in found.why


@pytest.mark.parametrize(("why", "members"), SENSELESS)
def test_observer_does_not_sign_nonsense(book: Book, why: str, members: dict[str, object]) -> None:
    told = {"number": 5, "day": "2025-01-26", "kind": Kind.PROTOCOL, "station": "12", "figures": {"Ada": 1}} | members
    told["photos"] = tuple(told.get("photos", ()))  # type: ignore[arg-type]
    with pytest.raises(PartyError, match=why):
        book.observer.line(Observation(**told), book.chain())  # type: ignore[arg-type]


def test_observer_does_not_sign_what_could_not_be_read(book: Book) -> None:
    with pytest.raises(RecordError, match="not a name"):
        book.observer.line(Observation(5, "2025-01-26", Kind.PROTOCOL, "1\n2", None, {"Ada": 1}), book.chain())
    with pytest.raises(RecordError, match="regex"):
        book.observer.line(Observation(5, "26.1.2025", Kind.PROTOCOL, "12", None, {"Ada": 1}), book.chain())


def test_observer_does_not_go_on_in_anothers_file(book: Book) -> None:
    with pytest.raises(PartyError, match="another key"):
        Observer(bytes(32)).line(Observation(5, "2025-01-26", Kind.PROTOCOL, "12", None, {"Ada": 1}), book.chain())


def test_secret_is_in_no_text(book: Book) -> None:
    secret = sha256(b"ada").digest()
    for text in (repr(book.observer), str(vars(book.observer)), book.content.decode()):
        assert secret.hex() not in text
    assert set(json.loads(book.lines[1])) == {
        "number", "previous", "day", "kind", "station", "replaces", "figures", "photos", "signature",
    }  # fmt: skip
