# SPDX-License-Identifier: Apache-2.0
"""Merging observers' files: what stands, who is counted, and that nothing depends on the order of files."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.observing import BLANK, ELECTION, FORM, Book, photo
from isonomia.claims.errors import ClaimsError
from isonomia.claims.observers.form import check_against, read_filled, read_form
from isonomia.claims.observers.merging import Fork, LeftOut, Merged, Reason, SharedPhoto, TakenBack, merge
from isonomia.claims.observers.observation import Chain, Kind
from isonomia.claims.observers.publication import publication
from isonomia.parties.collector import Veil


def merged(*books: Book) -> Merged:
    """The first is a.jsonl, and so on."""
    return merge(
        [book.chain(f"{letter}.jsonl") for letter, book in zip("abcdefgh", books, strict=False)], ELECTION, FORM
    )


def told(own: Merged) -> list[tuple[str, dict[str, int], int]]:
    """Station, figures, how many pseudonyms."""
    return [(row.station, dict(row.figures), len(row.observers)) for row in own.rows]


def test_two_who_agree_are_one_row_of_two() -> None:
    own = merged(Book("ada").add("12", valid=3, Ada=2), Book("eva").add("12", Ada=2, valid=3))
    assert told(own) == [("12", {"valid": 3, "Ada": 2}, 2)]
    assert own.left_out == ()


def test_two_who_differ_are_two_rows() -> None:
    own = merged(Book("ada").add("12", Ada=2), Book("eva").add("12", Ada=3))
    assert told(own) == [("12", {"Ada": 2}, 1), ("12", {"Ada": 3}, 1)]
    assert own.several == ["12"]


def test_who_recorded_fewer_columns_contradicts_nobody() -> None:
    own = merged(Book("ada").add("12", Ada=2), Book("eva").add("12", Ada=2, Blaise=1))
    assert (len(own.rows), own.several) == (2, [])


def test_who_says_it_twice_is_counted_once() -> None:
    own = merged(Book("ada").add("12", Ada=2).add("12", Ada=2), Book("eva").add("12", Ada=2))
    assert told(own) == [("12", {"Ada": 2}, 2)]
    assert own.left_out == (LeftOut("a.jsonl", 2, Reason.DOUBLE, "1"),)


def test_two_protocols_that_one_observer_saw_are_both_there() -> None:
    own = merged(Book("ada").add("12", Ada=2).add("12", Ada=1))
    assert told(own) == [("12", {"Ada": 1}, 1), ("12", {"Ada": 2}, 1)]


def test_correction_takes_the_place_of_what_it_corrects_and_keeps_its_photos() -> None:
    book = Book("ada").add("12", Kind.PROTOCOL, "one", Ada=2).add("12", Kind.CORRECTION, "two", replaces=1, Ada=20)
    own = merged(book.add("12", Kind.CORRECTION, replaces=2, Ada=21))
    assert told(own) == [("12", {"Ada": 21}, 1)]
    assert own.rows[0].photos == {photo("one"), photo("two")}
    assert [(one.entry, one.reason, one.by) for one in own.left_out] == [
        (1, Reason.CORRECTED, "2"), (2, Reason.CORRECTED, "3"),
    ]  # fmt: skip


def test_withdrawn_entries_do_not_stand() -> None:
    book = Book("ada").add("12", Ada=2).add("12", Kind.CORRECTION, replaces=1, Ada=3)
    book.add("12", Kind.WITHDRAWAL, replaces=2).add("13", Kind.PHOTOS, "one").add("13", Kind.WITHDRAWAL, replaces=4)
    own = merged(book)
    assert own.rows == ()
    assert [(one.entry, one.reason) for one in own.left_out] == [
        (1, Reason.CORRECTED), (2, Reason.WITHDRAWN), (4, Reason.WITHDRAWN),
    ]  # fmt: skip


def test_photos_alone_are_a_row_without_figures() -> None:
    own = merged(Book("ada").add("12", Kind.PHOTOS, "one").add("12", Ada=1))
    assert told(own) == [("12", {}, 1), ("12", {"Ada": 1}, 1)]
    assert own.several == []


def test_other_elections_are_left_out_and_named() -> None:
    own = merged(Book("ada", "by-2020").add("12", Ada=2), Book("ada").add("12", Ada=3))
    assert told(own) == [("12", {"Ada": 3}, 1)]
    assert own.left_out == (LeftOut("a.jsonl", None, Reason.OTHER_ELECTION, "by-2020"),)


def test_older_and_equal_copies_count_once() -> None:
    old = Book("ada").add("12", Ada=2)
    new = old.copy().add("13", Ada=1)
    own = merged(old, new, new.copy())
    assert told(own) == [("12", {"Ada": 2}, 1), ("13", {"Ada": 1}, 1)]
    assert own.left_out == (
        LeftOut("a.jsonl", None, Reason.OLDER_COPY, "b.jsonl"),
        LeftOut("c.jsonl", None, Reason.SAME_FILE, "b.jsonl"),
    )


def test_one_key_with_two_histories_is_named_and_neither_is_hidden() -> None:
    """Who took her key cannot withdraw what a copy with other entries behind it says."""
    book = Book("ada").add("12", Ada=2)
    robbed = book.copy().add("12", Kind.WITHDRAWAL, replaces=1)
    book.add("13", Ada=1)
    own = merged(book, robbed)
    assert told(own) == [("12", {"Ada": 2}, 1), ("13", {"Ada": 1}, 1)]
    (fork,) = own.forks
    assert {fork.one, fork.other} == {"a.jsonl", "b.jsonl"}
    assert fork == Fork(fork.one, fork.other, 2)


def test_withdrawal_by_who_has_key_and_file_is_named_beside_the_older_copy() -> None:
    """The attack: a.jsonl is what the collector has, b.jsonl the same and a withdrawal signed with the stolen key."""
    book = Book("ada").add("12", Ada=2).add("13", Ada=1)
    robbed = book.copy().add("12", Kind.WITHDRAWAL, replaces=1)
    own = merged(book, robbed)
    assert told(own) == [("13", {"Ada": 1}, 1)]
    assert own.taken_back == (TakenBack("a.jsonl", 1, "12", "b.jsonl", 3),)
    assert own.forks == ()


def test_correction_by_who_has_key_and_file_is_named_beside_the_older_copy() -> None:
    book = Book("ada").add("12", Ada=2).add("13", Ada=1)
    robbed = book.copy().add("14", Ada=7).add("13", Kind.CORRECTION, replaces=2, Ada=100)
    own = merged(book, robbed)
    assert told(own) == [("12", {"Ada": 2}, 1), ("13", {"Ada": 100}, 1), ("14", {"Ada": 7}, 1)]
    assert own.taken_back == (TakenBack("a.jsonl", 2, "13", "b.jsonl", 4),)


def test_what_an_older_copy_itself_replaced_is_not_taken_back() -> None:
    book = Book("ada").add("12", Ada=2).add("12", Kind.CORRECTION, replaces=1, Ada=3)
    own = merged(book, book.copy().add("13", Ada=1).add("13", Kind.WITHDRAWAL, replaces=3))
    assert told(own) == [("12", {"Ada": 3}, 1)]
    assert own.taken_back == ()


def test_of_many_older_copies_the_longest_in_which_it_stood_is_named_once() -> None:
    """c corrects what stood in a and b; d withdraws what stood in c; e is d, and f is b, once more."""
    one = Book("ada").add("12", Ada=2)
    two = one.copy().add("13", Ada=1)
    three = two.copy().add("12", Kind.CORRECTION, replaces=1, Ada=3)
    four = three.copy().add("12", Kind.WITHDRAWAL, replaces=3)
    own = merged(one, two, three, four, four.copy(), two.copy())
    assert told(own) == [("13", {"Ada": 1}, 1)]
    assert own.taken_back == (TakenBack("b.jsonl", 1, "12", "d.jsonl", 3), TakenBack("c.jsonl", 3, "12", "d.jsonl", 4))


def test_each_of_two_histories_that_takes_an_entry_back_is_named() -> None:
    book = Book("ada").add("12", Ada=2)
    one = book.copy().add("12", Kind.WITHDRAWAL, replaces=1)
    other = book.copy().add("12", Kind.WITHDRAWAL, replaces=1, day="2025-01-27")
    own = merged(book, one, other)
    assert own.rows == ()
    assert {(one.file, one.entry, one.by) for one in own.taken_back} == {
        ("a.jsonl", 1, "b.jsonl"), ("a.jsonl", 1, "c.jsonl"),
    }  # fmt: skip


def test_another_history_takes_nothing_back_of_a_copy_that_it_does_not_go_on_from() -> None:
    """a and b (which goes on from a) part from c before c's withdrawal: a fork, and what c withdraws stands in b."""
    book = Book("ada").add("12", Ada=2)
    one = book.copy().add("13", Ada=1)
    other = book.copy().add("14", Ada=1).add("12", Kind.WITHDRAWAL, replaces=1)
    own = merged(one, one.copy().add("13", Ada=5), other)
    assert ("12", {"Ada": 2}, 1) in told(own)
    assert len(own.forks) == 1
    assert own.taken_back == ()


def test_names_that_the_form_has_not_are_left_out_whole_and_named() -> None:
    book = Book("ada").add("Anna Ivanova, Lenin street 1", Ada=2).add("13", Ada=1, Anna=3).add("14", Ada=5)
    own = merged(book)
    assert told(own) == [("14", {"Ada": 5}, 1)]
    assert own.left_out == (
        LeftOut("a.jsonl", 1, Reason.UNKNOWN_STATION, "Anna Ivanova, Lenin street 1"),
        LeftOut("a.jsonl", 2, Reason.UNKNOWN_FIGURE, "Anna"),
    )


def test_one_photo_of_many_pseudonyms_is_told() -> None:
    """An infiltrator's many keys: they count as pseudonyms, but what they share is said."""
    books = [Book(f"sock {n}").add("12", Kind.PROTOCOL, "one", Ada=999) for n in range(5)]
    own = merged(*books, Book("ada").add("12", Kind.PROTOCOL, "mine", Ada=2))
    assert told(own) == [("12", {"Ada": 2}, 1), ("12", {"Ada": 999}, 5)]
    assert own.shared == (SharedPhoto(photo("one"), 5),)


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["12", "13", "nowhere"]), st.integers(0, 2), st.sampled_from(["", "p", "q"]), st.booleans()
    ),
    max_size=4,
)


def books(entries: list[list[tuple[str, int, str, bool]]]) -> list[Chain]:
    """An observer each; some correct their last protocol; of each also the file as it was before each entry."""
    made = []
    for who, own in enumerate(entries):
        book = Book(str(who))
        for station, votes, seen, corrects in own:
            made.append(book.chain(f"{who}-{len(book.lines)}"))
            book.add(station, Kind.PROTOCOL, *([seen] if seen else []), Ada=votes)
            if corrects:
                made.append(book.chain(f"{who}-{len(book.lines)}"))
                book.add(station, Kind.CORRECTION, replaces=len(book.lines) - 1, Ada=votes + 1)
        made.append(book.chain(f"{who}-whole"))
    return made


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(ENTRIES, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_order_and_repetition_of_files_change_nothing(
    entries: list[list[tuple[str, int, str, bool]]], random: Random
) -> None:
    chains = books(entries)
    first = merge(chains, ELECTION, FORM)
    shuffled = chains * 2
    random.shuffle(shuffled)
    assert said(shuffled) == said(chains)
    assert merge(shuffled, ELECTION, FORM).taken_back == first.taken_back
    assert merge(sorted(chains, key=lambda _: random.random()), ELECTION, FORM) == first
    half = len(chains) // 2
    assert said([*chains[half:], *chains[:half]]) == said(chains)  # two collections, either first


def said(chains: Sequence[Chain]) -> bytes:
    """What would be published, with a key that is always the same."""
    veil = Veil(bytes(32))
    return publication(merge(chains, ELECTION, FORM), FORM, veil.pseudonym, veil.sealed)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(ENTRIES, min_size=1, max_size=4))
def test_every_entry_is_in_a_row_or_named(entries: list[list[tuple[str, int, str, bool]]]) -> None:
    chains = books(entries)
    own = merge(chains, ELECTION, FORM)
    files_left_out = {one.file for one in own.left_out if one.entry is None}
    named = {(one.file, one.entry) for one in own.left_out}
    for chain in chains:
        if chain.file in files_left_out:
            continue
        for entry in chain.observations:
            there = any(
                row.station == entry.station and dict(row.figures) == entry.figures and chain.observer in row.observers
                for row in own.rows
            )
            assert there or (chain.file, entry.number) in named


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(ENTRIES, min_size=1, max_size=4))
def test_each_correction_behind_a_copy_is_told_with_that_copy(entries: list[list[tuple[str, int, str, bool]]]) -> None:
    """A copy was made before each entry, and is called by the entry's number."""
    chains = books(entries)
    expected = set()
    for chain in chains:
        who, _, which = chain.file.partition("-")
        for own in chain.observations:
            if which == "whole" and own.replaces is not None:
                expected.add(TakenBack(f"{who}-{own.number}", own.replaces, own.station, chain.file, own.number))
    named = merge(chains, ELECTION, FORM).taken_back
    assert set(named) == expected
    assert len(named) == len(expected)


BAD_FORMS = {
    BLANK.replace("13,Minsk,yes,,", "13,Minsk,yes,,7"): "form.csv, row 3, column 'cast': a blank form has no numbers",
    BLANK.replace("protocol,13", "protocol,12"): "form.csv, row 3, column 'unit': the station '12' is there twice",
    BLANK.replace("protocol,13", "total,13"): "form.csv, row 3, column 'kind': 'total' is neither protocol nor set",
    BLANK.replace("Blaise", "source"): "form.csv, row 1, column 'source': is of no use in a form",
    BLANK.replace("Blaise", "Ada"): "form.csv, row 1: the column 'Ada' is there twice",
    BLANK.replace("Blaise", "Ada %"): "form.csv, row 1, column 'Ada %': 'Ada %' is no name of a figure",
    BLANK.replace("Ada", "\u00e9").replace("Blaise", "e\u0301"): "form.csv, row 1: the column '\u00e9' is there twice",
    "kind,unit\nprotocol,12\n": "form.csv, row 1: no column is a figure",
    "kind,unit,Ada\nset,12,\n": "form.csv: there is no station in it",
    '{"documents": [{"kind": "protocol", "unit": "1"}]}': "form.csv: is JSON; a form is CSV",
}


@pytest.mark.parametrize("content", BAD_FORMS, ids=lambda content: BAD_FORMS[content][:60])
def test_bad_form_is_named_with_its_place(content: str) -> None:
    with pytest.raises(ClaimsError) as caught:
        read_form("form.csv", content.encode())
    assert BAD_FORMS[content] in str(caught.value)


BAD_FILLED: dict[str | bytes, str] = {
    "kind,unit,Ada\nprotocol,1,1 200\n": "f.csv, row 2, column 'Ada': '1 200' is not a whole number",
    'kind,unit,Ada\nprotocol,1,"1,200"\n': "f.csv, row 2, column 'Ada': '1,200' is not a whole number",
    "kind,unit,Ada\nprotocol,1,12.0\n": "f.csv, row 2, column 'Ada': '12.0' is not a whole number",
    "kind,unit,Ada\nprotocol,1,-3\n": "f.csv, row 2, column 'Ada': '-3' is not a whole number",
    "kind,unit,Ada\nprotocol,1,1000000000\n": "f.csv, row 2, column 'Ada': 1000000000 is more than",
    "kind,unit,Ada,source\nprotocol,1,3,by Eva\n": "f.csv, row 1, column 'source': is not recorded",
    "kind,unit,Ada,time\nprotocol,1,3,2025-01-26T20:01\n": "f.csv, row 1, column 'time': is not recorded",
    "kind,unit,Ada,Ada\nprotocol,1,3,4\n": "f.csv, row 1: the column 'Ada' is there twice",
    "kind,unit,Ada\ntotal,1,3\n": "f.csv, row 2, column 'kind': 'total' is neither protocol nor set",
    "unit,Ada\n1,3\n": "f.csv, row 1: there is no column 'kind'",
    "kind,unit,Минск\nprotocol,1,3\n".encode("cp1251"): "f.csv: byte 10 is not UTF-8",
    "kind,unit,Ada\nprotocol,1,3\n".encode("utf-16"): "f.csv: byte 0 is not UTF-8",
}


@pytest.mark.parametrize("content", BAD_FILLED, ids=lambda content: BAD_FILLED[content][:60])
def test_bad_filled_form_is_named_with_file_row_and_column(content: str | bytes) -> None:
    with pytest.raises(ClaimsError) as caught:
        list(read_filled("f.csv", content.encode() if isinstance(content, str) else content))
    assert BAD_FILLED[content] in str(caught.value)


def test_names_are_held_against_the_form() -> None:
    with pytest.raises(ClaimsError, match=r"f\.csv, column 'unit': form\.csv has no station '15'"):
        check_against(FORM, "15", {}, "f.csv")
    with pytest.raises(ClaimsError, match=r"column 'Adda': form\.csv has no such column"):
        check_against(FORM, "12", {"Adda": 1}, "f.csv")
