# SPDX-License-Identifier: Apache-2.0
"""Each strictness of the JSON reader by the attack that it stops."""

import json
from contextlib import suppress

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from isonomia.record import checks
from isonomia.record.errors import RecordError
from isonomia.record.strict import MAX_DEPTH, _check_syntax, decode, depth, has_spaces, read


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every structure of the record has."""


class Ciphertext(Strict, frozen=True):
    alpha: str
    beta: str


class Proof(Strict, frozen=True):
    challenge: str
    response: str


class Answer(Strict, frozen=True):
    choices: list[Ciphertext]
    individual_proofs: list[list[Proof]]
    weight: int = 1


class Ballot(Strict, frozen=True):
    credential: str
    answers: list[Answer]


def ballot(choices: int) -> bytes:
    """A ballot of the size of a real one (3.8 kB, compact)."""
    proof = {"challenge": "47" * 38, "response": "9" * 76}
    answer = {
        "choices": [{"alpha": "8e" * 32, "beta": "66" * 32}] * choices,
        "individual_proofs": [[proof, proof]] * choices,
    }
    return json.dumps({"credential": "30" * 32, "answers": [answer]}, separators=(",", ":")).encode()


BALLOT = ballot(7)


def refused(content: bytes, type_: type = Ballot) -> RecordError:
    with pytest.raises(RecordError) as caught:
        decode(content, type_, "entry 7")
    assert caught.value.where.startswith("entry 7, ")
    assert str(caught.value).isprintable()
    return caught.value


def changed(old: bytes, new: bytes) -> bytes:
    assert old in BALLOT
    return BALLOT.replace(old, new, 1)


def test_an_honest_ballot_is_read() -> None:
    value = decode(BALLOT, Ballot, "entry 7")
    assert len(value.answers[0].choices) == 7
    assert value.answers[0].weight == 1


def test_a_doubled_key_shows_two_readers_two_ballots() -> None:
    error = refused(changed(b'"beta":"', b'"beta":"00","beta":"'))
    assert error.check == checks.JSON_KEYS
    assert error.where == "entry 7, $.answers[0].choices[0]"
    assert '"beta"' in error.why


def test_a_key_doubled_by_an_escape_is_doubled() -> None:
    error = refused(changed(b'"credential":', b'"cr\\u0065dential":"x","credential":'))
    assert (error.check, error.where) == (checks.JSON_KEYS, "entry 7, $")


def test_a_doubled_key_is_found_where_the_types_look_away() -> None:
    for hidden in (b'[{"a":1,"a":1}]', b'{"b":{"a":[],"a":[]}}'):
        assert refused(hidden, msgspec.Raw).check == checks.JSON_KEYS
        assert refused(hidden, object).check == checks.JSON_KEYS


def test_an_unknown_key_carries_no_message() -> None:
    error = refused(changed(b'"beta":', b'"note":"I sold it","beta":'))
    assert (error.check, error.where) == (checks.JSON_KEYS, "entry 7, $.answers[0].choices[0]")


def test_a_missing_key_is_told_with_its_place() -> None:
    error = refused(b'{"credential":"x","answers":[{"choices":[{"alpha":"1"}],"individual_proofs":[]}]}')
    assert (error.check, error.where) == (checks.JSON_KEYS, "entry 7, $.answers[0].choices[0]")
    assert "beta" in error.why


@pytest.mark.parametrize(
    "number", [b"1.0", b"1e0", b"1E400", b"true", b'"1"', b"null", b"NaN", b"Infinity", b"-Infinity"]
)
def test_only_an_integer_is_an_integer(number: bytes) -> None:
    error = refused(changed(b'"choices"', b'"weight":' + number + b',"choices"'))
    assert (error.check, error.where) == (checks.JSON_SYNTAX, "entry 7, $.answers[0].weight")


@pytest.mark.parametrize("number", [b"01", b"+1", b"0x1", b"-", b"1_000", "١".encode()])
def test_a_number_that_is_no_json_is_refused(number: bytes) -> None:
    assert refused(b"[" + number + b"]", list[int]).check == checks.JSON_SYNTAX


def test_a_number_of_a_million_digits_is_refused() -> None:
    assert refused(b"[" + b"9" * 10**6 + b"]", list[int]).check == checks.JSON_SYNTAX


def test_a_float_is_refused_where_the_types_would_take_it() -> None:
    assert refused(b'{"a":[0,1.5]}', object).where == "entry 7, $.a[1]"


def test_a_number_where_a_string_is_due_is_refused() -> None:
    error = refused(changed(b'"alpha":"' + b"8e" * 32 + b'"', b'"alpha":8'))
    assert (error.check, error.where) == (checks.JSON_SYNTAX, "entry 7, $.answers[0].choices[0].alpha")


@pytest.mark.parametrize("tail", [b"x", b"{}", b"\0", b",", b"\n{}", b"\xff"])
def test_nothing_follows_the_value(tail: bytes) -> None:
    assert refused(BALLOT + tail).check == checks.JSON_SYNTAX


def test_a_byte_order_mark_is_called_by_its_name() -> None:
    assert "byte order mark" in refused(b"\xef\xbb\xbf" + BALLOT).why


def test_whitespace_is_json() -> None:
    spaced = json.dumps(json.loads(BALLOT), indent=1).encode() + b"\n"
    assert decode(spaced, Ballot, "entry 7") == decode(BALLOT, Ballot, "entry 7")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"\xef\xbb\xbf" + BALLOT,
        BALLOT.decode().encode("utf-16"),
        BALLOT[:-1],
        b"{'a':1}",
        b'{"a":1,}',
        b"[1,]",
        b"// c\n[]",
        b'"a\nb"',
        b'"\\x41"',
        b'"\\u12g4"',
        b'"\\',
        b'"abc',
    ],
)
def test_what_is_not_json_is_told_as_such(content: bytes) -> None:
    error = refused(content)
    assert error.check == checks.JSON_SYNTAX
    assert "byte" in error.where


@pytest.mark.parametrize(
    "text",
    [
        b"\xff",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\\ud800",
        b"\\udfff",
        b"\\udc00\\ud800",
        b"\\uD834x",
    ],
    ids=["ff", "overlong", "surrogate", "too-high", "high", "low", "swapped", "cut"],
)
def test_a_string_that_is_not_unicode_is_refused(text: bytes) -> None:
    assert refused(b'["' + text + b'"]', list[str]).check == checks.JSON_SYNTAX
    assert refused(b'{"' + text + b'":1}', object).check == checks.JSON_SYNTAX


def test_the_place_of_half_a_surrogate_pair_is_told() -> None:
    assert refused(b'{"a":["x","\\ud83d"]}', object).where == "entry 7, $.a[1]"


def test_letters_of_every_language_are_read() -> None:
    assert decode('["Беларусь","\\ud83d\\ude00","\\/"]'.encode(), list[str], "") == ["Беларусь", "😀", "/"]


def test_nesting_has_a_limit_and_never_exhausts_the_stack() -> None:
    deepest = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    decode(deepest, object, "entry 7")
    for content in (
        b"[" + deepest + b"]",
        b"[" * 10**6,
        b'{"a":' * 10**6,
        b'{"a":[' * 50 + b"]}" * 50,
        b"[" * 10**6 + b"]" * 10**6,
    ):
        for type_ in (object, msgspec.Raw, Ballot):
            error = refused(content, type_)
            assert error.check == checks.JSON_SYNTAX
            assert "deep" in error.why


def test_brackets_in_strings_are_not_nesting() -> None:
    for text in ("[" * 100, '\\"[' * 100, "\\\\", '\\\\\\"' + "{" * 99):
        content = f'["{text}"]'.encode()
        assert depth(content) == 1
        assert decode(content, list[str], "") == json.loads(content)


@given(st.lists(st.sampled_from(["[]", '"["', '"]\\""', '"\\\\"', "[[1]]", '{"[":{}}', '"' + "x" * 30000 + '"'])))
def test_depth_is_the_same_wherever_the_text_is_cut_into_pieces(items: list[str]) -> None:
    text = "[" + ",".join(items) + "]"

    def deep(value: object) -> int:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return isinstance(value, dict | list) + max(map(deep, inner), default=0)

    for start in range(0, 70000, 32768):
        assert depth(b" " * start + text.encode()) == deep(json.loads(text))


def test_keys_of_an_attacker_reach_no_terminal() -> None:
    for key in (b"\\u001b[2J", b"\\u202e", b"x" * 10**5, "ё".encode()):
        error = refused(b'{"' + key + b'":1,"' + key + b'":1}')
        assert str(error).isascii()
        assert len(str(error)) < 400
        assert len(str(refused(b'{"' + key + b'":1}'))) < 400


def test_a_recursive_type_is_bounded_as_well() -> None:
    assert "deep" in refused(b'{"next":' * 40 + b"null" + b"}" * 40, Chain).why


class Chain(Strict, frozen=True):
    next: "Chain | None" = None


class Loose(Strict, frozen=True):
    """What is in ``a`` is written again as it was read, whatever it says."""

    a: msgspec.Raw


@pytest.mark.parametrize("type_", [Loose, dict[str, object], dict[str, msgspec.Raw], object])
def test_what_is_written_again_unread_is_read_all_the_same(type_: type) -> None:
    for content in (b'{"a":{"b":1,"b":1}}', b'{"a":1.5}', b'{"a":"\\ud800"}', b'{"a":[1e400]}'):
        refused(content, type_)
    deep = b'{"a":' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}"
    assert "deep" in refused(deep, type_).why


def test_unknown_keys_that_a_type_takes_are_looked_into() -> None:
    class Open(msgspec.Struct):
        a: int = 0

    assert "twice" in refused(b'{"b":1,"b":1}', Open).why


def test_whether_a_value_is_written_compactly_and_in_order() -> None:
    pair = Ciphertext("1", "2")
    assert read(b'{"alpha":"1","beta":"2"}', Ciphertext, "") == (pair, True)
    for other in (
        b'{"beta":"2","alpha":"1"}',
        b'{"alpha":"1","beta":"2"}\n',
        b'{"alpha": "1","beta":"2"}',
        b'{"alph\\u0061":"1","beta":"2"}',
        b'{"alpha":"1","beta":"\\u0032"}',
    ):
        assert read(other, Ciphertext, "") == (pair, False)
    assert read(b'{"a":[ ]}', Loose, "")[1]  # Raw is written as it was read
    assert not read(b'{"a":[]} ', Loose, "")[1]


@given(st.binary(max_size=200))
@example(b"[" * 5000)
@example(b'{"a":NaN,"a":1')
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    for type_ in (Ballot, object, Chain, list[int], str):
        with suppress(RecordError):
            decode(content, type_, "x")


TOKENS = rb"""{ } [ ] , : " \ \u d800 \ud800 1 1.0 -0 e9 null true NaN "alpha" "beta":"1" """
PIECES = st.sampled_from([*TOKENS.split(), b" ", b"\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"[" * 40])


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12), PIECES), min_size=1, max_size=4))
def test_no_mutated_ballot_raises_anything_else_nor_passes_with_two_meanings(
    mutations: list[tuple[int, int, bytes]],
) -> None:
    answer = b'{"choices":[{"alpha":"1","beta":"2"}],"individual_proofs":[[]]}'
    content = b'{"credential":"a\\u0041","answers":[' + answer + b"]}"
    for at, removed, piece in mutations:
        at %= len(content) + 1
        content = content[:at] + piece + content[at + removed :]
    try:
        value = decode(content, Ballot, "x")
    except RecordError:
        return
    _check_syntax(content, "x")  # what was not read twice, for it was written again alike
    first_wins = json.loads(content, object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert msgspec.convert(first_wins, Ballot) == value


@pytest.mark.parametrize(
    ("content", "spaces"),
    [
        (b'{"a b":[1,"\\" "]}', False), (b'" "', False), (b'" \\u0000"', False), (b'"a"\n', True), (b'["a", 1]', True),
        (b' ""', True), (b'["\\\\" ,1]', True), (b"1", False), (b'{"a" :1}', True),
    ],
)  # fmt: skip
def test_spaces_between_parts(content: bytes, spaces: bool) -> None:
    """Spaces in strings are none (a text alone was taken for one: found by fuzzing)."""
    assert has_spaces(content) == spaces
