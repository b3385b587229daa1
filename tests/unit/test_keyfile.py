# SPDX-License-Identifier: Apache-2.0
"""Sealed key files against the vectors, an implementation of their own, hostile files and a failing disk.

The independent implementation here is AES-256-GCM, canonical JSON and (for small n) scrypt in plain Python,
written from FIPS 197, SP 800-38D, RFC 8785 and RFC 7914; for n from 2**17 ``hashlib.scrypt`` stands in.
isonomia itself uses the ``cryptography`` package and ``json``.
"""

import errno
import hashlib
import importlib.util
import json
import os
import re
import stat
import traceback
import unicodedata
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.parties.keyfile import (
    DEFAULT_PARAMETERS,
    KeyFileError,
    Label,
    Opened,
    ScryptParameters,
    WrongPassphrase,
    normalized,
    read_label,
    seal,
    unseal,
    write_private,
)

VECTORS = Path(__file__).parents[2] / "vectors" / "keyfile"
CHEAP = ScryptParameters(n=2, r=8, p=1)
PASSPHRASE = "a passphrase, unmistakable"  # noqa: S105 (not anybody's)
SECRET = b"the secret exponent, unmistakable"


# --- the independent implementation


def salsa20_8(words: list[int]) -> list[int]:
    """RFC 7914, section 3."""
    x = list(words)

    def quarter(a: int, b: int, c: int, d: int) -> None:
        for to, p, q, turn in ((b, a, d, 7), (c, b, a, 9), (d, c, b, 13), (a, d, c, 18)):
            t = x[p] + x[q] & 0xFFFFFFFF
            x[to] ^= (t << turn | t >> 32 - turn) & 0xFFFFFFFF

    for _ in range(4):
        for i in range(4):
            quarter(*(5 * i % 16, (5 * i + 4) % 16, (5 * i + 8) % 16, (5 * i + 12) % 16))
        for i in range(4):
            quarter(*(4 * i + (i + j) % 4 for j in range(4)))
    return [a + b & 0xFFFFFFFF for a, b in zip(x, words, strict=True)]


def block_mix(block: list[int]) -> list[int]:
    """RFC 7914, section 4: 64-byte parts as 16 words."""
    x, out = block[-16:], []
    for i in range(0, len(block), 16):
        x = salsa20_8([a ^ b for a, b in zip(x, block[i : i + 16], strict=True)])
        out.append(x)
    return [word for part in (*out[::2], *out[1::2]) for word in part]


def scrypt(passphrase: bytes, salt: bytes, n: int, r: int, p: int, length: int) -> bytes:
    """RFC 7914, sections 5 and 6."""
    blocks = hashlib.pbkdf2_hmac("sha256", passphrase, salt, 1, 128 * r * p)
    mixed = b""
    for at in range(0, len(blocks), 128 * r):
        part = blocks[at : at + 128 * r]
        x = [int.from_bytes(part[i : i + 4], "little") for i in range(0, len(part), 4)]
        v = []
        for _ in range(n):
            v.append(x)
            x = block_mix(x)
        for _ in range(n):
            x = block_mix([a ^ b for a, b in zip(x, v[x[-16] % n], strict=True)])
        mixed += b"".join(word.to_bytes(4, "little") for word in x)
    return hashlib.pbkdf2_hmac("sha256", passphrase, mixed, 1, length)


def times(a: int, b: int) -> int:
    """Product in the field of AES."""
    product = 0
    while b:
        product ^= a * (b & 1)
        a, b = a << 1 ^ 0x11B * (a >> 7), b >> 1
    return product


def s_box(a: int) -> int:
    inverse = next((b for b in range(256) if times(a, b) == 1), 0)
    return inverse ^ 0x63 ^ sum(1 << i for i in range(8) if sum(inverse >> (i + j) % 8 for j in range(4, 8)) & 1)


S_BOX = [s_box(a) for a in range(256)]


def aes256(key: bytes) -> Any:
    """The block cipher under a key (FIPS 197)."""
    words = [list(key[i : i + 4]) for i in range(0, 32, 4)]
    for i in range(8, 60):
        word = list(words[-1])
        if i % 8 == 0:
            word = [S_BOX[b] for b in (*word[1:], word[0])]
            round_constant = 1
            for _ in range(i // 8 - 1):
                round_constant = times(round_constant, 2)
            word[0] ^= round_constant
        elif i % 8 == 4:
            word = [S_BOX[b] for b in word]
        words.append([a ^ b for a, b in zip(words[i - 8], word, strict=True)])
    keys = [[b for word in words[i : i + 4] for b in word] for i in range(0, 60, 4)]

    def encrypt(block: bytes) -> bytes:
        state = [a ^ b for a, b in zip(block, keys[0], strict=True)]
        for turn in range(1, 15):
            state = [S_BOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
            if turn < 14:
                state = [
                    times(state[i], 2)
                    ^ times(state[i - i % 4 + (i + 1) % 4], 3)
                    ^ state[i - i % 4 + (i + 2) % 4]
                    ^ state[i - i % 4 + (i + 3) % 4]
                    for i in range(16)
                ]
            state = [a ^ b for a, b in zip(state, keys[turn], strict=True)]
        return bytes(state)

    return encrypt


def gcm_open(key: bytes, nonce: bytes, sealed: bytes, data: bytes) -> bytes | None:
    """SP 800-38D for a nonce of 12 bytes; None if the tag is wrong."""
    encrypt = aes256(key)
    ciphertext, tag = sealed[:-16], sealed[-16:]
    h = int.from_bytes(encrypt(bytes(16)), "big")

    def padded(text: bytes) -> bytes:
        return text + bytes(-len(text) % 16)

    hashed = padded(data) + padded(ciphertext) + (len(data) * 8).to_bytes(8, "big")
    hashed += (len(ciphertext) * 8).to_bytes(8, "big")
    y = 0
    for i in range(0, len(hashed), 16):
        x, v, y = y ^ int.from_bytes(hashed[i : i + 16], "big"), h, 0
        for bit in range(127, -1, -1):
            if x >> bit & 1:
                y ^= v
            v = v >> 1 ^ (0xE1 << 120) * (v & 1)
    stream = [encrypt(nonce + i.to_bytes(4, "big")) for i in range(1, 2 + -(-len(ciphertext) // 16))]
    if bytes(a ^ b for a, b in zip(y.to_bytes(16, "big"), stream[0], strict=True)) != tag:
        return None
    return bytes(a ^ b for a, b in zip(ciphertext, b"".join(stream[1:]), strict=False))


def canonical(value: Any) -> str:
    """RFC 8785, for values without fractions."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(k)}:{canonical(value[k])}" for k in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, str):
        short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
        return '"' + "".join(short.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'
    if value is None:
        return "null"
    return str(value).lower()


def test_the_independent_implementation_meets_published_values() -> None:
    assert scrypt(b"", b"", 16, 1, 1, 64).hex() == (  # RFC 7914, section 12
        "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
        "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
    )
    assert aes256(bytes(range(32)))(bytes.fromhex("00112233445566778899aabbccddeeff")).hex() == (
        "8ea2b7ca516745bfeafc49904b496089"  # FIPS 197, C.3
    )
    sealed = bytes.fromhex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")
    assert gcm_open(bytes(32), bytes(12), sealed, b"") == bytes(16)  # test case 14 of the GCM proposal


# --- the vectors


def load(path: Path) -> dict[str, Any]:
    vector: dict[str, Any] = json.loads(path.read_text())
    return vector


def files() -> list[Path]:
    return sorted(VECTORS.glob("*.json"))


@pytest.mark.parametrize("path", files(), ids=lambda p: p.stem)
def test_a_vector(path: Path) -> None:
    vector = load(path)

    def opened() -> Opened:
        insecure = vector["insecure_test_parameters"]
        return unseal(vector["file"].encode(), vector["passphrase"], insecure_test_parameters=insecure)

    if vector["expected"] == "opens":
        secret = bytes.fromhex(vector["secret"])
        assert opened() == Opened(vector["kind"], vector["public"], secret)
        assert read_label(vector["file"].encode()) == Label(vector["kind"], vector["public"])
        return
    with pytest.raises(KeyFileError) as caught:
        opened()
    assert isinstance(caught.value, WrongPassphrase) == (vector["expected"] == "wrong-passphrase")


@pytest.mark.parametrize("path", files(), ids=lambda p: p.stem)
def test_a_vector_says_what_an_independent_implementation_computes(path: Path) -> None:
    vector = load(path)
    if vector["expected"] == "refused":
        return  # nothing to compute
    file = json.loads(vector["file"])
    kdf, ciphertext = file["kdf"], b64decode(file.pop("ciphertext"))
    spaced = re.sub("[\u00a0\u2000-\u200a\u202f\u205f\u3000]", " ", vector["passphrase"])
    passphrase = unicodedata.normalize("NFC", spaced).encode()
    salt = b64decode(kdf["salt"])
    if kdf["n"] <= 64:
        key = scrypt(passphrase, salt, kdf["n"], kdf["r"], kdf["p"], 32)
    else:
        key = hashlib.scrypt(passphrase, salt=salt, n=kdf["n"], r=8, p=kdf["p"], dklen=32, maxmem=2**30)
    clear = canonical(file)
    secret = gcm_open(key, b64decode(file["cipher"]["nonce"]), ciphertext, clear.encode())
    if vector["expected"] == "wrong-passphrase":
        assert secret is None
    else:
        assert (clear, key.hex()) == (vector["associated_data"], vector["key"])
        assert secret is not None
        assert secret.hex() == vector["secret"]


def test_the_committed_vectors_are_what_the_generator_makes() -> None:
    spec = importlib.util.spec_from_file_location("generate", VECTORS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    made = {name: generate.text(vector) for name, vector in generate.vectors().items()}
    assert made == {path.stem: path.read_text() for path in files()}


def test_the_document_shows_the_vector_that_it_names() -> None:
    document = (VECTORS.parents[1] / "docs" / "key-file.md").read_text()
    vector = load(VECTORS / "default.json")
    assert vector["file"].strip() in document
    assert vector["associated_data"] in document
    assert vector["key"] in document


# --- sealing


def sealed(secret: bytes = SECRET, passphrase: str = PASSPHRASE, public: dict[str, Any] | None = None) -> bytes:
    return seal(
        "trustee-key",
        {} if public is None else public,
        secret,
        passphrase,
        os.urandom,
        parameters=CHEAP,
        insecure_test_parameters=True,
    )


def opened(data: bytes, passphrase: str = PASSPHRASE) -> Opened:
    return unseal(data, passphrase, insecure_test_parameters=True)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex("[A-Za-z0-9_.-]{1,64}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.from_regex("[a-z_]{1,9}", fullmatch=True), JSON, max_size=3),
    st.binary(),
    st.text(min_size=1),
)
def test_what_is_sealed_is_opened(public: dict[str, Any], secret: bytes, passphrase: str) -> None:
    try:
        normalized(passphrase)
    except KeyFileError:
        passphrase = PASSPHRASE
    assert opened(sealed(secret, passphrase, public), passphrase) == Opened("trustee-key", public, secret)


def test_sealing_uses_the_default_parameters_and_the_randomness_it_is_given() -> None:
    asked: list[int] = []

    def random(size: int) -> bytes:
        asked.append(size)
        return bytes(range(size))

    file = json.loads(seal("trustee-key", {}, SECRET, PASSPHRASE, random))
    assert asked == [16, 12]
    assert (file["kdf"]["n"], file["kdf"]["r"], file["kdf"]["p"]) == (131072, 8, 1)
    assert ScryptParameters(131072, 8, 1) == DEFAULT_PARAMETERS
    assert b64decode(file["kdf"]["salt"]) == bytes(range(16))


def test_a_source_of_randomness_that_runs_dry_is_noticed() -> None:
    with pytest.raises(ValueError, match="number of bytes"):
        seal("trustee-key", {}, SECRET, PASSPHRASE, lambda size: bytes(size - 1))


@pytest.mark.parametrize(
    "parameters",
    [CHEAP, ScryptParameters(2**16, 8, 1), ScryptParameters(2**17, 1, 1), ScryptParameters(2**20, 8, 2)],
)
def test_nothing_is_sealed_with_parameters_that_would_be_refused(parameters: ScryptParameters) -> None:
    with pytest.raises(KeyFileError, match="scrypt"):
        seal("trustee-key", {}, SECRET, PASSPHRASE, os.urandom, parameters=parameters)


@pytest.mark.parametrize(
    "public",
    [
        {"x": 0.5},
        {"x": 2**53},
        {"x": b""},
        {"x": "\ud800"},
        {"ё": 1},
        {"": 1},
        {1: 1},
        {"x": (1,)},
        {"x": {"y z": 1}},
    ],
)
def test_nothing_is_sealed_that_the_browser_would_read_differently(public: dict[str, Any]) -> None:
    with pytest.raises(KeyFileError, match="public part"):
        sealed(public=public)


def test_a_public_part_nested_too_deep_is_refused() -> None:
    public: dict[str, Any] = {}
    for _ in range(5000):
        public = {"x": public}
    with pytest.raises(KeyFileError, match="deep"):
        sealed(public=public)


@pytest.mark.parametrize("kind", ["", "Trustee", "trustee key", "x" * 33, "ключ", "a\n"])
def test_a_kind_that_is_none_is_refused(kind: str) -> None:
    with pytest.raises(KeyFileError, match="kind"):
        seal(kind, {}, SECRET, PASSPHRASE, os.urandom)


@pytest.mark.parametrize("passphrase", ["", "two\nlines", "tab\t", "nul\0", "half \ud83d"])
def test_a_passphrase_that_is_none_is_refused_before_any_work(passphrase: str) -> None:
    with pytest.raises(KeyFileError, match="passphrase"):
        sealed(passphrase=passphrase)
    with pytest.raises(KeyFileError, match="passphrase") as caught:
        opened(sealed(), passphrase)
    assert not isinstance(caught.value, WrongPassphrase)


def test_the_same_passphrase_typed_on_another_machine_opens() -> None:
    assert normalized("и\u0306 e\u0301\u00a0x") == normalized("\u0439 \u00e9 x") == "й é x".encode()
    assert normalized("ﬁ") != normalized("fi")
    assert normalized(" x ") == b" x "


# --- hostile files


def test_no_part_of_a_file_can_be_changed() -> None:
    data = sealed(public={"group": "Ed25519"}).decode()
    file = json.loads(data)
    for path in ("kind", "public.group", "kdf.salt", "cipher.nonce", "ciphertext"):
        *way, last = path.split(".")
        changed = json.loads(data)
        inner = changed
        for step in way:
            inner = inner[step]
        old = inner[last]
        inner[last] = ("b" if old[0] != "b" else "c") + old[1:]
        assert changed != file
        with pytest.raises(WrongPassphrase):
            opened(json.dumps(changed).encode())


def test_a_doubled_key_does_not_show_another_label() -> None:
    data = sealed().replace(b'"kind":', b'"kind":"credentials","kind":')
    for read in (opened, read_label):
        with pytest.raises(KeyFileError, match="twice"):
            read(data)


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 40))
def test_no_bytes_raise_anything_but_a_key_file_error(noise: bytes, at: int, removed: int) -> None:
    honest = sealed()
    for data in (noise, honest[:at] + noise + honest[at + removed :]):
        try:
            assert opened(data).secret == SECRET
        except KeyFileError:
            continue


def test_a_label_is_read_without_a_passphrase() -> None:
    assert read_label(sealed(public={"a": 1})) == Label("trustee-key", {"a": 1})


# --- secrets stay inside


def test_no_error_and_no_repr_tells_a_secret() -> None:
    good = sealed()
    assert "unmistakable" not in repr(opened(good))
    assert "unmistakable" not in str(opened(good))
    plain = b'{"' + SECRET + b'": 12.5, "' + SECRET + b'": 1}'
    for data, passphrase in (
        (good, PASSPHRASE + "!"),
        (good, PASSPHRASE + "\n"),
        (good[:-20] + b'"}', PASSPHRASE),
        (plain, PASSPHRASE),
        (SECRET, PASSPHRASE),
        (b'"' + SECRET + b'"', PASSPHRASE),
        (b'{"format":"' + SECRET + b'","version":1}', PASSPHRASE),
        (b'{"format":"isonomia-key","version":"' + SECRET + b'"}', PASSPHRASE),
    ):
        with pytest.raises(KeyFileError) as caught:
            opened(data, passphrase)
        told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
        # The source lines that a traceback quotes name things, they have no values.
        assert "unmistakable" not in told


# --- the file on disk


def test_a_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    write_private(path, b"sealed")
    assert path.read_bytes() == b"sealed"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("there", ["file", "dangling link", "directory"])
def test_nothing_is_overwritten(tmp_path: Path, there: str) -> None:
    path = tmp_path / "key.json"
    if there == "file":
        path.write_bytes(b"the only key")
    elif there == "directory":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        write_private(path, b"sealed")
    assert list(tmp_path.iterdir()) == [path]
    if there == "file":
        assert path.read_bytes() == b"the only key"


@pytest.mark.parametrize("function", ["os.fsync", "os.replace"])
def test_a_failing_disk_leaves_no_part_of_a_key_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    def broken(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(function, broken)
    with pytest.raises(OSError, match="No space left"):
        write_private(tmp_path / "key.json", b"sealed")
    assert list(tmp_path.iterdir()) == []
