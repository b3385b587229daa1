# SPDX-License-Identifier: Apache-2.0
"""Strict JSON: what two honest readers could understand differently is refused.

msgspec checks the types; it takes the last of doubled keys without a word, so the standard library's
parser reads the same bytes too, with hooks, and refuses doubled keys and every number that is not an
integer. Unknown keys are refused if the Struct says ``forbid_unknown_fields=True``.

What msgspec writes again as the very same bytes needs no second parser, if its type leaves nothing unread:
its writer doubles no key, and all of the bytes are its own.

Integers are not bounded here: the Struct says so.
"""

import json
from collections.abc import Hashable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final, NoReturn, TypeVar, cast

import msgspec

from isonomia.record import checks
from isonomia.record.errors import RecordError, printable

T = TypeVar("T")

MAX_DEPTH: Final = 32
"""Objects and arrays inside one another; the deepest in the peers' records is 7."""

_STEP: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_CHUNK: Final = 1 << 16
_NOT_BRACKETS: Final = bytes(b for b in range(256) if b not in _STEP)


class _Fault(Exception):
    """A doubled key, or a number that is no integer or has another text: somewhere in this text."""


class _Marker:
    """Stands in the parsed tree where the fault is, so that its place can be told."""

    def __init__(self, check: str, why: str) -> None:
        self.check = check
        self.why = why


def _object_or_fault(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Fault
    return members


def _object_or_marker(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Marker:
    members: dict[str, Any] = {}
    for key, value in pairs:
        if key in members:
            return _Marker(checks.JSON_KEYS, f'the key "{printable(key)}" stands twice in one object')
        members[key] = value
    return members


def _no_number(_text: str) -> NoReturn:
    raise _Fault


def _number_marker(text: str) -> _Marker:
    return _Marker(checks.JSON_SYNTAX, f"{printable(text, 30)} is not an integer")


def _unread(text: str) -> int:
    """Integers need no conversion here: msgspec reads them (and Python refuses very long ones)."""
    if text == "-0":
        raise _Fault
    return 0


def _unread_or_marker(text: str) -> int | _Marker:
    return _Marker(checks.JSON_SYNTAX, "-0 is another way to write 0") if text == "-0" else 0


_FAST: Final = json.JSONDecoder(
    object_pairs_hook=_object_or_fault, parse_float=_no_number, parse_constant=_no_number, parse_int=_unread
)
_SLOW: Final = json.JSONDecoder(
    object_pairs_hook=_object_or_marker,
    parse_float=_number_marker,
    parse_constant=_number_marker,
    parse_int=_unread_or_marker,
)


@lru_cache(maxsize=256)  # one for each shape of an election: a server sees many
def _decoder(type_: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(type_)


@lru_cache(maxsize=256)
def _reads_all(type_: Any) -> bool:
    """Whether a value of the type holds everything that was read, and no number but integers."""
    from msgspec import inspect

    def closed(node: inspect.Type, *around: type) -> bool:
        match node:
            case inspect.StrType() | inspect.IntType() | inspect.BoolType():
                return True
            case inspect.ListType(item_type=item):
                return closed(item, *around)
            case inspect.TupleType(item_types=parts) | inspect.UnionType(types=parts):
                return all(closed(part, *around) for part in parts)
            case inspect.StructType(cls=own, fields=fields, forbid_unknown_fields=True) if own not in around:
                return all(closed(field.type, own, *around) for field in fields)
        return False  # Raw, Any, dict, float, a Struct in itself, and whatever else there may be

    return closed(inspect.type_info(type_))


def depth(content: bytes) -> int:
    """How deep objects and arrays are nested in JSON; an upper bound where it is not JSON."""
    if b"\\" in content:
        content = content.replace(b"\\\\", b"").replace(b'\\"', b"")
    brackets = []
    inside_string = 0
    for at in range(0, len(content), _CHUNK):
        parts = content[at : at + _CHUNK].split(b'"')
        brackets.append(b"".join(parts[inside_string::2]).translate(None, _NOT_BRACKETS))
        inside_string ^= (len(parts) - 1) & 1
    return max(accumulate(map(_STEP.__getitem__, b"".join(brackets))), default=0)


def has_spaces(content: bytes) -> bool:
    """Whether whitespace stands between tokens of JSON, or around it: the specification wants none."""
    if not any(space in content for space in (b" ", b"\n", b"\t", b"\r")):
        return False
    if b"\\" in content:
        content = content.replace(b"\\\\", b"").replace(b'\\"', b"")
    outside_strings = b'""'.join(content.split(b'"')[::2])
    return len(outside_strings.split()) != 1 or outside_strings != outside_strings.strip()


def _lone_surrogate(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def _faults(tree: Any, path: str) -> Iterator[tuple[str, str, str]]:
    """Place, why and check of every marker and of every lone surrogate in a parsed tree."""
    match tree:
        case _Marker():
            yield path, tree.why, tree.check
        case str() if _lone_surrogate(tree):
            yield path, "the string has one half of a surrogate pair", checks.JSON_SYNTAX
        case dict():
            for key, value in tree.items():
                if _lone_surrogate(key):
                    yield path, "a key has one half of a surrogate pair", checks.JSON_SYNTAX
                yield from _faults(value, f"{path}.{printable(key)}")
        case list():
            for i, value in enumerate(tree):
                yield from _faults(value, f"{path}[{i}]")


def _check_syntax(content: bytes, where: str) -> None:
    """Raise RecordError unless the content is one JSON value that every reader reads alike."""

    def fail(place: str, why: str, check: str = checks.JSON_SYNTAX) -> NoReturn:
        raise RecordError(f"{where}, {place}", why, check)

    if content.startswith(b"\xef\xbb\xbf"):
        fail("byte 0", "a byte order mark stands before the JSON")
    try:
        text = content.decode()
    except UnicodeDecodeError as e:
        fail(f"byte {e.start}", "the bytes are not UTF-8")
    if (found := depth(content)) > MAX_DEPTH:
        fail("$", f"nested {found} deep, {MAX_DEPTH} is the most")
    try:
        try:
            _FAST.decode(text)
            faults: Iterator[tuple[str, str, str]] = iter(())
            if "\\u" in text:
                faults = _faults(_SLOW.decode(text), "$")
        except _Fault:
            faults = _faults(_SLOW.decode(text), "$")
    except json.JSONDecodeError as e:
        fail(f"byte {len(text[: e.pos].encode())}", f"not JSON: {e.msg}")
    for place, why, check in faults:
        fail(place, why, check)


def decode(content: bytes, type_: type[T], where: str) -> T:
    """As :func:`read`, where it does not matter how the value is written."""
    return read(content, type_, where)[0]


def read(content: bytes, type_: type[T], where: str) -> tuple[T, bool]:
    """The JSON of ``content`` as a ``type_``.

    ``where`` names the content in messages ("entry 7 at byte 4096"); the place inside is added as a JSON path
    (``$.answers[0].choices[1].alpha``), or as a byte where the bytes are no JSON.
    Raises RecordError, whatever the bytes, with check ``json.keys`` for doubled, unknown and missing keys
    and ``json.syntax`` for everything else. The other thing that it gives is whether the bytes are those that
    msgspec writes: compact, with the keys in the order of the Struct.
    """
    kind = cast(Hashable, type_)
    decoder = _decoder(kind)
    if _reads_all(kind):
        try:
            value: T = decoder.decode(content)
            if msgspec.json.encode(value) == content:
                return value, True
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            pass  # what is wrong is told below
    _check_syntax(content, where)
    try:
        value = decoder.decode(content)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as e:
        why, _, place = str(e).rpartition(" - at `")
        if not why:
            why, place = str(e), "$"
        keys = why.startswith(("Object missing", "Object contains unknown"))
        check = checks.JSON_KEYS if keys else checks.JSON_SYNTAX
        raise RecordError(f"{where}, {printable(place.rstrip('`'))}", printable(why), check) from None
    return value, msgspec.json.encode(value) == content
