# SPDX-License-Identifier: Apache-2.0
"""Private credentials in the formats of all releases, and the roll (interop/test_records.py has real ones)."""

import re
from collections import Counter
from hashlib import pbkdf2_hmac, sha256
from random import Random

import pytest

from isonomia.groups import group
from isonomia.protocol.public.credentials import read_roll
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.secret.credentials import (
    ALPHABET,
    CredentialError,
    base58_token,
    generate,
    public_credential,
    secret_exponent,
)
from isonomia.protocol.tokens import below

G = group("Ed25519")
UUID = "uuid1111111111"
LONG = "zaau6-UgXheU-iUVXy-xQtVnr"
SHORT = "srk-Wgr-feq-MQ6-RkT"  # written by release 2.0, in vectors/records/nh-rfc3526
SALTED = "abc-DEFG-hjk-MNPQ-001"


def exponent(credential: str, salts: list[str] | None = None) -> int:
    return secret_exponent(G, UUID, credential, salts).reveal()


def test_long_credential() -> None:
    """Section "Credentials": two hashes, dashes included."""
    halves = "".join(sha256(f"derive_credential|{UUID}|{i}|{LONG}".encode()).hexdigest() for i in (0, 1))
    assert exponent(LONG) == int(halves, 16) % G.q


def test_short_credential() -> None:
    """Specification of release 2.0: PBKDF2 with the uuid as salt, dashes included."""
    derived = pbkdf2_hmac("sha256", SHORT.encode(), UUID.encode(), 1000, 32)
    assert exponent(SHORT) == int.from_bytes(derived, "big") % G.q


def test_short_credential_without_dashes_is_another_one() -> None:
    plain = SHORT.replace("-", "")
    derived = pbkdf2_hmac("sha256", plain.encode(), UUID.encode(), 1000, 32)
    assert exponent(plain) == int.from_bytes(derived, "big") % G.q
    assert exponent(plain) != exponent(SHORT)


def test_salted_credential() -> None:
    """Specification of release 2.3: the letters alone, and the salt that the number at the end names."""
    derived = pbkdf2_hmac("sha256", b"abcDEFGhjkMNPQ", (UUID + "pepper").encode(), 100_000, 64)
    assert exponent(SALTED, ["salt", "pepper"]) == int.from_bytes(derived, "big") % G.q


def test_salted_credential_needs_its_salt() -> None:
    with pytest.raises(CredentialError, match="list of salts"):
        exponent(SALTED)
    with pytest.raises(CredentialError, match="list of salts"):
        exponent(SALTED, ["only one"])


@pytest.mark.parametrize("place", [i for i, c in enumerate(SHORT) if c != "-"])
def test_one_wrong_character_of_a_short_credential(place: int) -> None:
    """The checksum modulo 53 tells, but for characters whose values differ by 53."""
    right = ALPHABET.index(SHORT[place])
    typed = next(c for i, c in enumerate(ALPHABET) if i != right and abs(i - right) != 53)
    with pytest.raises(CredentialError, match="typing error"):
        exponent(SHORT[:place] + typed + SHORT[place + 1 :])


@pytest.mark.parametrize(
    "text",
    ["", LONG.replace("-", ""), LONG + "\n", " " + LONG, LONG[:-1], LONG.replace("z", "0"), LONG.replace("z", "l"),
     LONG.replace("-", "–"), "ａ" + LONG[1:], SHORT.replace("-", " "), SALTED[:-3] + "１"],
)  # fmt: skip
def test_what_is_no_credential(text: str) -> None:
    """No other text gives an exponent; the message does not repeat what may be a secret."""
    with pytest.raises(CredentialError) as caught:
        exponent(text, ["salt"])
    assert not text or text not in str(caught.value)


def test_new_credentials_have_the_form_of_the_specification() -> None:
    credential = generate(Random(1).randbytes)
    x = f"[{ALPHABET}]"
    assert re.fullmatch(f"{x}{{5}}-{x}{{6}}-{x}{{5}}-{x}{{6}}", credential)
    assert len(ALPHABET) == len(set(ALPHABET)) == 58
    assert not set("0OIl") & set(ALPHABET)


def test_new_short_credentials_pass_their_own_checksum() -> None:
    random = Random(1).randbytes
    for _ in range(100):
        exponent(generate(random, short=True))


def test_tokens_draw_every_character() -> None:
    """58 characters with 116 draws each on average: none is out of reach, none stands out."""
    counts = Counter(base58_token(58 * 116, Random(1).randbytes))
    assert set(counts) == set(ALPHABET)
    assert 60 < min(counts.values()) <= max(counts.values()) < 180


def test_below_takes_sixteen_bytes_more_than_the_bound() -> None:
    """So that the remainder is uniform but for 2^-128."""
    asked = []

    def random(size: int) -> bytes:
        asked.append(size)
        return b"\xff" * size

    assert below(58, random) == (2**136 - 1) % 58
    assert asked == [17]


def test_public_credential_is_a_power_of_g() -> None:
    assert public_credential(G, secret_exponent(G, UUID, LONG)) == G.power(G.g, exponent(LONG))


def test_roll_with_and_without_weights() -> None:
    """Readers of all releases take a mixture; a missing weight is 1, 0 is a weight."""
    a, b, c = (str(G.power(G.g, x)) for x in (2, 3, 4))
    findings = Findings()
    assert read_roll(G, [a, f"{b},0", f"{c},7000000000"], findings, "roll") == {a: 1, b: 0, c: 7_000_000_000}
    assert findings.failures == []
    assert findings.checked["roll.elements"] == 3
