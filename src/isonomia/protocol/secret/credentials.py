# SPDX-License-Identifier: Apache-2.0
"""Private credentials, in every format that releases 2.0 to 3.3 write (section "Credentials").

========  ==============================  ========================================================
releases  form                            secret exponent
========  ==============================  ========================================================
2.0-2.2   XXX-XXX-XXX-XXX-XXX             PBKDF2-HMAC-SHA256, 1,000 iterations, salt: uuid
2.3       XXX-XXXX-XXX-XXXX-NNNN          the same, 100,000 iterations, salt: uuid and the voter's salt
2.4-3.3   XXXXX-XXXXXX-XXXXX-XXXXXX       SHA-256 twice
========  ==============================  ========================================================

Dashes are hashed with the rest in the first and the last (a 15-character credential written without
dashes is another one); in the second the 14 characters alone are, and NNNN counts salts from 0.
"""

import re
from hashlib import pbkdf2_hmac

from isonomia.groups import Element, Group, SecretScalar
from isonomia.protocol import challenges
from isonomia.protocol.tokens import ALPHABET, Random, base58_token

_X = "[1-9A-HJ-NP-Za-km-z]"
_LONG = re.compile(f"{_X}{{5}}-{_X}{{6}}-{_X}{{5}}-{_X}{{6}}", re.ASCII)
_SHORT = re.compile(f"(?:{_X}{{3}}-){{4}}{_X}{{3}}|{_X}{{15}}", re.ASCII)
_SALTED = re.compile(f"({_X}{{3}})-({_X}{{4}})-({_X}{{3}})-({_X}{{4}})-([0-9]{{1,9}})", re.ASCII)


class CredentialError(ValueError):
    """A text is no private credential; says why, without repeating it."""


def _grouped(text: str, *sizes: int) -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(text[start : start + size])
        start += size
    return "-".join(parts)


def generate(random: Random, *, short: bool = False) -> str:
    """A fresh private credential of 22 characters; ``short``: of 15, the last a checksum (2.0 to 2.2)."""
    if not short:
        return _grouped(base58_token(22, random), 5, 6, 5, 6)
    token = base58_token(14, random)
    return _grouped(token + ALPHABET[_checksum(token)], 3, 3, 3, 3, 3)


def _checksum(token: str) -> int:
    number = 0
    for character in token:
        number = number * 58 + ALPHABET.index(character)
    return 53 - number % 53


def secret_exponent(group: Group, uuid: str, credential: str, salts: list[str] | None = None) -> SecretScalar:
    """secret(c) for a private credential in any format.

    ``salts`` is the list that a server of release 2.3 publishes. Raises CredentialError.
    """
    return group.secret(_exponent(uuid, credential, salts) % group.q)


def _exponent(uuid: str, credential: str, salts: list[str] | None) -> int:
    if _LONG.fullmatch(credential):
        return challenges.derive_credential(uuid, credential)
    if _SHORT.fullmatch(credential):
        plain = credential.replace("-", "")
        if ALPHABET.index(plain[14]) != _checksum(plain[:14]):
            raise CredentialError("the credential has a typing error: its checksum is wrong")
        return _pbkdf2(credential, uuid, 1000, 32)
    if match := _SALTED.fullmatch(credential):
        index = int(match[5])
        if salts is None:
            raise CredentialError("a credential of release 2.3 needs the list of salts of its election")
        if index >= len(salts):
            raise CredentialError("the number at the end of the credential is not in the list of salts")
        return _pbkdf2("".join(match.group(1, 2, 3, 4)), uuid + salts[index], 100_000, 64)
    raise CredentialError(
        "not a credential: it has 22 characters as XXXXX-XXXXXX-XXXXX-XXXXXX, 15 as XXX-XXX-XXX-XXX-XXX, "
        "or 14 and a number as XXX-XXXX-XXX-XXXX-N"
    )


def _pbkdf2(password: str, salt: str, iterations: int, size: int) -> int:
    return int.from_bytes(pbkdf2_hmac("sha256", password.encode(), salt.encode(), iterations, size), "big")


def public_credential(group: Group, exponent: SecretScalar) -> Element:
    """public(c) = g^secret(c)."""
    return group.secret_products([[(group.g, exponent)]])[0]
