# SPDX-License-Identifier: Apache-2.0
"""Make the vectors of sealed key files: ``python vectors/keyfile/generate.py`` writes them beside itself.

One file is one vector: a key file, a passphrase, and what a reader must say. Salts and nonces come from a
counter, so the same files come out each time. Expected values are not taken from here on trust:
``tests/unit/test_keyfile.py`` computes them again without isonomia and without the library that it uses.
"""

import json
from base64 import b64decode
from collections.abc import Callable
from hashlib import scrypt, sha256
from pathlib import Path
from typing import Any

from isonomia.parties.keyfile import DEFAULT_PARAMETERS, ScryptParameters, normalized, seal

HERE = Path(__file__).parent
CHEAP = ScryptParameters(n=16, r=8, p=1)
PASSPHRASE = "correct horse battery staple"  # noqa: S105 (a vector's)
PUBLIC = {
    "group": "Ed25519",
    "public_key": "9c8f437033111e72a664e3c8e272d6fbcfff158e812d88756ed83a689cad5f85",
}
SECRET = b'"1234567890123456789012345678901234567890"'

Vector = dict[str, Any]
Change = Callable[[dict[str, Any]], None]


def drawn_from(name: str) -> Callable[[int], bytes]:
    """Bytes that look random and are the same each time; for vectors only."""
    count = 0

    def random(size: int) -> bytes:
        nonlocal count
        count += 1
        return sha256(f"{name}|{count}".encode()).digest()[:size]

    return random


def opens(
    comment: str,
    name: str,
    *,
    kind: str = "trustee-key",
    public: dict[str, Any] = PUBLIC,
    secret: bytes = SECRET,
    sealed_with: str = PASSPHRASE,
    opened_with: str = PASSPHRASE,
    parameters: ScryptParameters = CHEAP,
    rewritten: Callable[[dict[str, Any]], str] | None = None,
) -> Vector:
    insecure = parameters.n < DEFAULT_PARAMETERS.n
    text = seal(
        kind,
        public,
        secret,
        sealed_with,
        drawn_from(name),
        parameters=parameters,
        insecure_test_parameters=insecure,
    ).decode()
    file = json.loads(text)
    clear = {name: value for name, value in file.items() if name != "ciphertext"}
    key = scrypt(
        normalized(opened_with),
        salt=b64decode(file["kdf"]["salt"]),
        n=parameters.n,
        r=parameters.r,
        p=parameters.p,
        dklen=32,
        maxmem=2**30,
    )
    return {
        "comment": comment,
        "insecure_test_parameters": insecure,
        "passphrase": opened_with,
        "file": rewritten(file) if rewritten else text,
        "expected": "opens",
        "kind": kind,
        "public": public,
        "secret": secret.hex(),
        "key": key.hex(),
        "associated_data": json.dumps(clear, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    }


def fails(comment: str, name: str, expected: str, change: Change, passphrase: str = PASSPHRASE) -> Vector:
    honest = opens(comment, name)
    file = json.loads(honest["file"])
    change(file)
    return {
        "comment": comment,
        "insecure_test_parameters": True,
        "passphrase": passphrase,
        "file": json.dumps(file, ensure_ascii=False, separators=(",", ":")) + "\n",
        "expected": expected,
    }


def secure(vector: Vector) -> Vector:
    """The same, read as outside of tests."""
    return vector | {"insecure_test_parameters": False}


def put(path: str, value: Any) -> Change:
    """Put a value at a.b.c of the file."""

    def change(file: dict[str, Any]) -> None:
        *way, last = path.split(".")
        for step in way:
            file = file[step]
        file[last] = value

    return change


def unchanged(_file: dict[str, Any]) -> None:
    """The file is honest; the passphrase, or the reader's rules, are what it is about."""


def drop(key: str) -> Change:
    def change(file: dict[str, Any]) -> None:
        del file[key]

    return change


def flip(path: str) -> Change:
    """Another first letter in a base64 text: the first bits change, the form stays right."""

    def change(file: dict[str, Any]) -> None:
        *way, last = path.split(".")
        for step in way:
            file = file[step]
        file[last] = ("B" if file[last][0] == "A" else "A") + file[last][1:]

    return change


def cut(file: dict[str, Any]) -> None:
    """Four characters less at the beginning: three bytes, and still base64."""
    file["ciphertext"] = file["ciphertext"][4:]


def urlsafe(file: dict[str, Any]) -> None:
    file["kdf"]["salt"] = "-_" + file["kdf"]["salt"][2:]


def loose_bits(file: dict[str, Any]) -> None:
    """Bits after the last byte that decoders throw away: a second text for one salt."""
    salt = file["kdf"]["salt"]
    file["kdf"]["salt"] = salt[:-3] + chr(ord(salt[-3]) + 1) + "=="


def rewritten(file: dict[str, Any]) -> str:
    """The same JSON with other spaces, order and escapes."""
    turned = dict(reversed(list(file.items())))
    return json.dumps(turned, indent=2, ensure_ascii=True)


def vectors() -> dict[str, Vector]:
    """All vectors by the name of their file."""
    refused, closed = "refused", "wrong-passphrase"
    made = {
        "default": opens("as sealed in earnest", "default", parameters=DEFAULT_PARAMETERS),
        "costly": opens("n=2^18, p=2", "costly", parameters=ScryptParameters(n=2**18, r=8, p=2)),
        "cheap": opens("small n, for tests: scrypt's other parameters as always", "cheap"),
        "cheap-not-in-tests": secure(fails("small n outside of tests", "cheap-not-in-tests", refused, unchanged)),
        "empty": opens("an empty secret and public part", "empty", secret=b"", public={}),
        "binary": opens("any bytes are a secret", "binary", kind="trustee-seed", secret=bytes(range(256))),
        "other-script": opens(
            "letters beyond ASCII, beyond 16 bits, and characters that JSON escapes",
            "other-script",
            kind="credentials",
            public={
                "Z": "Выбары 😀",
                "a": ['"\\/\b\t\n\f\r\x1f\x7f\u2028', -1, 2**53 - 1, True, None, {}],
                "a_": {"b": [], "B": 0},
            },
        ),
        "decomposed": opens(
            "sealed with composed letters, opened with decomposed ones",
            "decomposed",
            sealed_with="\u0439\u045e \u00e9",
            opened_with="\u0438\u0306\u0443\u0306 e\u0301",
        ),
        "wide-space": opens(
            "a space of another width is a space",
            "wide-space",
            sealed_with="two words",
            opened_with="two\u3000words",
        ),
        "rewritten": opens("other spaces, order, escapes", "rewritten", rewritten=rewritten),
        "full-width": fails(
            "compatibility letters stay distinct", "full-width", closed, unchanged, "\uff43" + PASSPHRASE[1:]
        ),
        "wrong-case": fails("capitals matter", "wrong-case", closed, unchanged, PASSPHRASE.upper()),
        "outer-space": fails("spaces around matter", "outer-space", closed, unchanged, PASSPHRASE + " "),
        "kind-changed": fails("a seed shown as a key", "kind-changed", closed, put("kind", "trustee-seed")),
        "public-changed": fails("another group", "public-changed", closed, put("public.group", "RFC-3526-2048")),
        "public-added": fails("one more word in the clear", "public-added", closed, put("public.note", "x")),
        "n-changed": fails("scrypt twice as costly", "n-changed", closed, put("kdf.n", 32)),
        "salt-changed": fails("salt changed", "salt-changed", closed, flip("kdf.salt")),
        "nonce-changed": fails("nonce changed", "nonce-changed", closed, flip("cipher.nonce")),
        "ciphertext-changed": fails("one bit of the secret", "ciphertext-changed", closed, flip("ciphertext")),
        "ciphertext-cut": fails("three bytes cut off", "ciphertext-cut", closed, cut),
        "no-tag": fails("shorter than a tag", "no-tag", refused, put("ciphertext", "AAAAAAAAAAAAAAAAAAAA")),
        "n-exhausting": fails("2 GiB", "n-exhausting", refused, put("kdf.n", 2**21)),
        "n-huge": fails("more than there is", "n-huge", refused, put("kdf.n", 2**50)),
        "n-no-power": fails("not a power of two", "n-no-power", refused, put("kdf.n", 24)),
        "n-one": fails("no work at all", "n-one", refused, put("kdf.n", 1)),
        "n-just-too-small": secure(fails("2^16", "n-just-too-small", refused, put("kdf.n", 2**16))),
        "r-exhausting": fails("r=2^20", "r-exhausting", refused, put("kdf.r", 2**20)),
        "p-zero": fails("p=0", "p-zero", refused, put("kdf.p", 0)),
        "p-exhausting": fails("hours", "p-exhausting", refused, put("kdf.p", 2**20)),
        "n-negative": fails("negative", "n-negative", refused, put("kdf.n", -16)),
        "n-text": fails("a text for a number", "n-text", refused, put("kdf.n", "16")),
        "other-kdf": fails("another derivation", "other-kdf", refused, put("kdf.name", "pbkdf2")),
        "other-cipher": fails("another cipher", "other-cipher", refused, put("cipher.name", "AES-128-GCM")),
        "salt-short": fails("a salt of 12 bytes", "salt-short", refused, put("kdf.salt", "AAAAAAAAAAAAAAAA")),
        "salt-urlsafe": fails("base64 of another alphabet", "salt-urlsafe", refused, urlsafe),
        "salt-loose-bits": fails("bits that decoders throw away", "salt-loose-bits", refused, loose_bits),
        "nonce-long": fails("16 bytes", "nonce-long", refused, put("cipher.nonce", "AAAAAAAAAAAAAAAAAAAAAA==")),
        "version-2": fails("a version to come", "version-2", refused, put("version", 2)),
        "other-format": fails("another format", "other-format", refused, put("format", "age")),
        "unknown-member": fails("one more member", "unknown-member", refused, put("hint", "my dog")),
        "missing-member": fails("no cipher", "missing-member", refused, drop("cipher")),
        "kind-capital": fails("a kind that is none", "kind-capital", refused, put("kind", "Trustee")),
        "public-list": fails("public part not an object", "public-list", refused, put("public", [])),
        "public-key-name": fails("a name beyond ASCII", "public-key-name", refused, put("public.ключ", 1)),
        "public-fraction": fails("a number that is no integer", "public-fraction", refused, put("public.x", 0.5)),
        "public-large": fails("2^53", "public-large", refused, put("public.x", 2**53)),
        "no-passphrase": fails("none", "no-passphrase", refused, unchanged, ""),
        "control": fails("a line break", "control", refused, unchanged, PASSPHRASE + "\n"),
    }
    plain = {"insecure_test_parameters": False, "passphrase": PASSPHRASE, "expected": refused}
    made["plain-key"] = {"comment": "a plain key of the peers", **plain, "file": '"1234567890"\n'}
    made["no-json"] = {"comment": "a picture, say", **plain, "file": "\u0089PNG"}
    return made


def text(vector: Vector) -> str:
    return json.dumps(vector, ensure_ascii=True, indent=1) + "\n"


if __name__ == "__main__":
    for old in HERE.glob("*.json"):
        old.unlink()
    for name, vector in vectors().items():
        (HERE / f"{name}.json").write_text(text(vector))
