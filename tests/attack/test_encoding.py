# SPDX-License-Identifier: Apache-2.0
"""Ballots that two honest readers could understand differently; each is signed by its voter as it stands."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from isonomia.groups.parameters import BELENIOS_2048, ED25519_P, ED25519_Q

from .scene import changed_by_its_voter, voted


def with_torsion(text: str) -> str:
    """The point plus (0, -1), which has order 2: (-x, -y)."""
    sign, y = int(text, 16) >> 255, int(text, 16) & (1 << 255) - 1
    return f"{(sign ^ 1) << 255 | (ED25519_P - y):064x}"


def negated(text: str) -> str:
    """An element of BELENIOS-2048 times -1, which has order 2."""
    return str(BELENIOS_2048.p - int(text))


def of_alpha(change: Callable[[str], str]) -> Callable[[Any], None]:
    def apply(ballot: Any) -> None:
        ciphertext = ballot["answers"][0]["choices"][0]
        ciphertext["alpha"] = change(ciphertext["alpha"])

    return apply


def of_response(change: Callable[[str], str]) -> Callable[[Any], None]:
    def apply(ballot: Any) -> None:
        proof = ballot["answers"][0]["individual_proofs"][0][0]
        proof["response"] = change(proof["response"])

    return apply


ELEMENTS = {
    "torsion": ("Ed25519", with_torsion),
    "upper case": ("Ed25519", str.upper),
    "a digit more": ("Ed25519", lambda text: "0" + text),
    "off the curve": ("Ed25519", lambda _: f"{2:064x}"),
    "identity, marked negative": ("Ed25519", lambda _: f"{1 << 255 | 1:064x}"),
    "identity, not reduced": ("Ed25519", lambda _: f"{ED25519_P + 1:064x}"),
    "empty": ("Ed25519", lambda _: ""),
    "wide digits": ("Ed25519", lambda text: "０" + text[1:]),
    "order 2": ("BELENIOS-2048", negated),
    "zero": ("BELENIOS-2048", lambda _: "0"),
    "p": ("BELENIOS-2048", lambda _: str(BELENIOS_2048.p)),
    "not reduced": ("BELENIOS-2048", lambda text: str(int(text) + BELENIOS_2048.p)),
    "leading zero": ("BELENIOS-2048", lambda text: "0" + text),
    "plus sign": ("BELENIOS-2048", lambda text: "+" + text),
    "a space": ("BELENIOS-2048", lambda text: text + " "),
    "hexadecimal": ("BELENIOS-2048", lambda text: hex(int(text))),
    "underscore": ("BELENIOS-2048", lambda text: text[0] + "_" + text[1:]),
}


@pytest.mark.parametrize("backend", ["kernel", "reference"])
@pytest.mark.parametrize("name", ELEMENTS)
def test_element(name: str, backend: str) -> None:
    group, change = ELEMENTS[name]
    founded = voted(group=group)
    changed_by_its_voter(founded, 0, of_alpha(change))
    assert founded.holding.record.failing(backend) == {"ballot.elements"}


@pytest.mark.parametrize(("group", "change"), [("Ed25519", with_torsion), ("BELENIOS-2048", negated)])
def test_two_elements_whose_torsion_cancels(group: str, change: Callable[[str], str]) -> None:
    """A check of their product alone would find nothing; each time the batch must draw anew."""

    def both(ballot: Any) -> None:
        for ciphertext in ballot["answers"][0]["choices"]:
            ciphertext["alpha"] = change(ciphertext["alpha"])

    founded = voted(group=group)
    changed_by_its_voter(founded, 0, both)
    assert all(founded.holding.record.failing() == {"ballot.elements"} for _ in range(20))


SCALARS = {
    "q more": lambda text: str(int(text) + ED25519_Q),
    "q less": lambda text: str(int(text) - ED25519_Q),
    "leading zero": lambda text: "0" + text,
    "plus sign": lambda text: "+" + text,
    "hexadecimal": lambda text: hex(int(text)),
    "underscore": lambda text: text[:3] + "_" + text[3:],
    "wide digits": lambda text: text.translate({ord("0") + i: chr(0xFF10 + i) for i in range(10)}),
    "a space": lambda text: " " + text,
    "empty": lambda _: "",
    "a thousand digits": lambda text: "9" * 1000,
}


@pytest.mark.parametrize("backend", ["kernel", "reference"])
@pytest.mark.parametrize("name", SCALARS)
def test_scalar(name: str, backend: str) -> None:
    """The specification says 0 to q-1, in decimal: any other text would be a second form of one ballot."""
    founded = voted()
    changed_by_its_voter(founded, 0, of_response(SCALARS[name]))
    assert founded.holding.record.failing(backend) == {"ballot.scalars"}


PROOF = rb'"challenge":"(\d+)","response":"(\d+)"'
FORMS: dict[str, tuple[bytes, bytes, str]] = {
    "space": (rb",", rb", ", "ballot.canonical json.compact"),
    "newline at the end": (rb"$", rb"\n", "ballot.canonical json.compact"),
    "escaped letter": (rb'"alpha"', rb'"\\u0061lpha"', "ballot.canonical"),
    "escaped slash": (rb"/", rb"\\/", "ballot.canonical"),
    "other order": (PROOF, rb'"response":"\2","challenge":"\1"', "ballot.canonical"),
    "doubled key": (PROOF, rb'"challenge":"0",\g<0>', "json.keys"),
    "doubled key, escaped": (PROOF, rb'"ch\\u0061llenge":"0",\g<0>', "json.keys"),
    "doubled credential": (rb'"credential"', rb'"credential":"0",\g<0>', "json.keys"),
    "unknown key": (PROOF, rb'\g<0>,"x":1', "json.keys"),
    "unknown key outside": (rb"}$", rb',"x":1}', "json.keys"),
    "missing key": (PROOF, rb'"challenge":"\1"', "json.keys"),
    "key in capitals": (rb'"alpha"', rb'"Alpha"', "json.keys"),
    "number for a scalar": (PROOF, rb'"challenge":\1,"response":"\2"', "json.syntax"),
    "null": (PROOF, rb'"challenge":null,"response":"\2"', "json.syntax"),
    "byte order mark": (rb"^", b"\xef\xbb\xbf", "json.syntax"),
    "cut": (rb"}$", rb"", "json.syntax"),
    "two values": (rb"$", rb"{}", "json.syntax"),
    "not UTF-8": (rb'"alpha"', b'"alph\xe1"', "json.syntax"),
    "half a surrogate pair": (rb'"credential":"', rb"\g<0>\\ud800", "json.syntax"),
}


@pytest.mark.parametrize("name", FORMS)
def test_form(name: str) -> None:
    """The ballot is right but for how it is written."""
    pattern, written, guilty = FORMS[name]
    record = voted().holding.record
    event = next(event for event in record.of("Ballot") if re.search(pattern, event.content))
    event.content = re.sub(pattern, written, event.content, count=1)
    assert record.failing() == set(guilty.split())
