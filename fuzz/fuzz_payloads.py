# SPDX-License-Identifier: Apache-2.0
"""Strict JSON and the decoders of every payload. The first byte chooses the decoder.

What is accepted has one meaning: no doubled keys, no numbers but integers, and written anew and read again
it is the same. Depth and spaces are compared with a slow reader, one character after the other.
"""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import atheris
from harness import fuzz, mutate_json

with atheris.instrument_imports(include=["isonomia"]):
    from isonomia.protocol import messages as m
    from isonomia.record import payloads, strict, terms
    from isonomia.record.errors import RecordError
    from isonomia.verify.parts import PartError, read_part
    from isonomia.verify.state import StateError, read_state

SHAPES = payloads.Shapes(
    (
        m.QuestionH(answers=["a", "b"], blank=True, min=0, max=2, question="h"),
        m.QuestionNH(answers=["a", "b"], question="nh"),
        m.QuestionL(answers=[["l", "a"], ["k", "b"]], question="l"),
    )
)


def typed(type_: Any) -> Callable[[bytes, str], Any]:
    return lambda content, where: strict.decode(content, type_, where)


DECODERS: list[Callable[[bytes, str], Any]] = [
    payloads.read_election,
    payloads.read_question,
    payloads.read_trustees,
    payloads.read_credentials,
    SHAPES.ballot,
    SHAPES.encrypted_tally,
    SHAPES.partial_decryption,
    SHAPES.result,
    terms.read_terms,
    read_state,
    read_part,
    *map(typed, (m.Event, m.SetupData, m.SizedEncryptedTally, m.Owned, m.CredentialsCertificate, m.Shuffle)),
    *map(typed, (m.EncryptedMsg, m.ChannelMsg, m.Polynomial, m.Vinput, m.Voutput, m.SignedMsg, m.Certs)),
    typed(Any),
]


def target(data: bytes) -> None:
    if not data:
        return
    decoder, content = DECODERS[data[0] % len(DECODERS)], data[1:]
    try:
        value = decoder(content, "the input")
    except (RecordError, StateError, PartError) as error:
        assert len(str(error)) < 5000  # noqa: PT017
        return
    plain = json.loads(content, object_pairs_hook=unique, parse_float=refuse, parse_constant=refuse)
    text = content.decode()
    assert strict.depth(content) == deepest(text)
    assert strict.has_spaces(content) == spaced(text)
    if isinstance(value, m.Message) and decoder is not payloads.read_question:
        assert decoder(m.encode(value), "again") == value
        assert json.loads(m.encode(value)).keys() <= plain.keys()


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def refuse(text: str) -> None:
    raise AssertionError(text)


def outside(text: str) -> str:
    """The text without its strings; a quote is left of each."""
    kept, inside, escaped = [], False, False
    for character in text:
        if inside:
            inside = escaped or character != '"'
            escaped = character == "\\" and not escaped
        else:
            kept.append(character)
            inside = character == '"'
    return "".join(kept)


def deepest(text: str) -> int:
    now = most = 0
    for character in outside(text):
        now += (character in "[{") - (character in "]}")
        most = max(most, now)
    return most


def spaced(text: str) -> bool:
    return any(character in " \t\r\n" for character in outside(text))


def mutator(data: bytes, size: int, random: Random) -> bytes:
    return data[:1] + mutate_json(data[1:], random)


if __name__ == "__main__":
    fuzz(target, multiple=300, mutator=mutator)
