# SPDX-License-Identifier: Apache-2.0
"""One sealed key file for the command line and the browser; ``docs/key-file.md`` specifies it.

A passphrase, stretched by scrypt, opens AES-256-GCM; what the file says in the clear is authenticated with
it. Sealing and opening do no I/O and draw no randomness: it is passed in. Nothing here judges passphrases,
nor checks that the secret belongs to the public part: who knows the kind computes the one from the other.
"""

import binascii
import json
import os
import re
import tempfile
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from isonomia.record import checks, strict
from isonomia.record.errors import RecordError

FORMAT: Final = "isonomia-key"
VERSION: Final = 1
SALT_SIZE: Final = 16
NONCE_SIZE: Final = 12
TAG_SIZE: Final = 16

_KIND: Final = re.compile("[a-z][a-z0-9-]{0,31}")
_KEY: Final = re.compile("[A-Za-z0-9_.-]{1,64}")
_MAX_INTEGER: Final = 2**53 - 1
_MAX_DEPTH: Final = 16


class KeyFileError(Exception):
    """The file, or what is to be sealed, is not as ``docs/key-file.md`` says. Never tells a secret."""


class WrongPassphrase(KeyFileError):
    """The file does not open: another passphrase sealed it, or it was changed. Which, cannot be told."""

    def __init__(self) -> None:
        super().__init__("the passphrase is wrong, or the file is damaged: which, cannot be told")


class ScryptParameters(msgspec.Struct, frozen=True):
    """Cost of one guess: 128 * n * r bytes of memory, and time in proportion to n * r * p."""

    n: int
    r: int
    p: int


DEFAULT_PARAMETERS: Final = ScryptParameters(n=2**17, r=8, p=1)
"""128 MiB, and a fraction of a second; also the least that a file may ask for."""
MAX_N: Final = 2**20
"""1 GiB: the most that a file may ask for; n * p is bounded by the same number."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened key file. ``repr`` leaves the secret out."""

    kind: str
    public: dict[str, Any]
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Label:
    """What a file says in the clear. Anybody may have written it: only opening the file proves it."""

    kind: str
    public: dict[str, Any]


class _Kdf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Literal["scrypt"]
    n: int
    r: int
    p: int
    salt: str


class _Cipher(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Literal["AES-256-GCM"]
    nonce: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    version: int
    kind: str
    public: dict[str, Any]
    kdf: _Kdf
    cipher: _Cipher
    ciphertext: str


class _Probe(msgspec.Struct, frozen=True):
    format: str
    version: int


def seal(
    kind: str,
    public: dict[str, Any],
    secret: bytes,
    passphrase: str,
    random: Callable[[int], bytes],
    *,
    parameters: ScryptParameters = DEFAULT_PARAMETERS,
    insecure_test_parameters: bool = False,
) -> bytes:
    """A key file of one line.

    ``kind`` is lower-case letters, digits and hyphens. ``public`` is kept in the clear: text, integers below
    2**53, booleans, None, lists and objects. ``random`` gives as many secure random bytes as it is asked for.
    Raises KeyFileError for anything that could not be read back.
    """
    _check_parameters(parameters, insecure_test_parameters)
    salt, nonce = random(SALT_SIZE), random(NONCE_SIZE)
    if (len(salt), len(nonce)) != (SALT_SIZE, NONCE_SIZE):
        raise ValueError("the source of randomness gave another number of bytes than it was asked for")
    kdf = _Kdf("scrypt", parameters.n, parameters.r, parameters.p, _encode64(salt))
    file = _File(FORMAT, VERSION, kind, public, kdf, _Cipher("AES-256-GCM", _encode64(nonce)), "")
    data = _associated_data(file)
    key = _derive(passphrase, salt, parameters)
    ciphertext = AESGCM(key).encrypt(nonce, secret, data)
    sealed = msgspec.structs.replace(file, ciphertext=_encode64(ciphertext))
    return json.dumps(msgspec.to_builtins(sealed), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def unseal(data: bytes, passphrase: str, *, insecure_test_parameters: bool = False) -> Opened:
    """Open a key file.

    Raises WrongPassphrase if it does not open, and KeyFileError before any work if it is no key file, asks
    for too little or too much of scrypt, or the passphrase is none.
    """
    file = _read(data)
    parameters = ScryptParameters(file.kdf.n, file.kdf.r, file.kdf.p)
    _check_parameters(parameters, insecure_test_parameters)
    salt = _decode64("salt", file.kdf.salt, SALT_SIZE, SALT_SIZE)
    nonce = _decode64("nonce", file.cipher.nonce, NONCE_SIZE, NONCE_SIZE)
    ciphertext = _decode64("ciphertext", file.ciphertext, TAG_SIZE)
    clear = _associated_data(file)
    key = _derive(passphrase, salt, parameters)
    try:
        secret = AESGCM(key).decrypt(nonce, ciphertext, clear)
    except InvalidTag:
        raise WrongPassphrase from None
    return Opened(file.kind, file.public, secret)


def read_label(data: bytes) -> Label:
    """Kind and public part of a key file, unproven: to ask for the right passphrase. Raises KeyFileError."""
    file = _read(data)
    _associated_data(file)
    return Label(file.kind, file.public)


def _associated_data(file: _File) -> bytes:
    """The bytes that are authenticated beside the secret: everything but the ciphertext, as canonical JSON.

    That is RFC 8785, restricted to values that Python and JavaScript write alike: UTF-8, no spaces, keys
    sorted. Raises KeyFileError for any other value.
    """
    if not _KIND.fullmatch(file.kind):
        raise KeyFileError("the kind is not lower-case letters, digits and hyphens")
    _check_public(file.public, 1)
    members = msgspec.to_builtins(file)
    del members["ciphertext"]
    return json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def normalized(passphrase: str) -> bytes:
    """The bytes of a passphrase: RFC 8265 (OpaqueString), which is spaces made ASCII, then NFC, in UTF-8.

    Raises KeyFileError if it is empty or has control characters (as the line break of a file has).
    """
    text = "".join(" " if unicodedata.category(c) == "Zs" else c for c in passphrase)
    text = unicodedata.normalize("NFC", text)
    if not text:
        raise KeyFileError("the passphrase is empty")
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        raise KeyFileError("the passphrase has control characters, or is not Unicode text")
    return text.encode()


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read; whole and on disk when this returns.

    Raises FileExistsError, and leaves it alone, if there is one of that name already; OSError if the system
    refuses. There is never a part of a file under that name.
    """
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".sealing-")  # mode 0600
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # the name is ours from here on
        try:
            os.replace(temporary, path)
        except BaseException:
            os.unlink(path)
            raise
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    if hasattr(os, "O_DIRECTORY"):
        directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def _read(data: bytes) -> _File:
    """The parts of a key file.

    Until the format is known to be ours, errors show nothing of the content: it may be a plain key. From
    then on they show names of members, which are in the clear, and no values.
    """
    try:
        probe = msgspec.json.decode(data, type=_Probe)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise KeyFileError("this is not a sealed key file") from None
    if probe.format != FORMAT:
        raise KeyFileError("this is not a sealed key file")
    if probe.version != VERSION:
        raise KeyFileError("this key file is of another version than 1; newer software may read it")
    try:
        return strict.decode(data, _File, "key file")
    except RecordError as e:
        why = e.why if e.check == checks.JSON_KEYS else "not what the format has there"
        raise KeyFileError(f"{e.where}: {why}") from None


def _check_parameters(parameters: ScryptParameters, insecure_test_parameters: bool) -> None:
    """Not too little to protect the secret, not so much that reading a hostile file is an attack."""
    n, r, p = parameters.n, parameters.r, parameters.p
    least = 2 if insecure_test_parameters else DEFAULT_PARAMETERS.n
    if not least <= n <= MAX_N or n & (n - 1):
        raise KeyFileError(f"scrypt's n is not a power of two from {least} to {MAX_N}")
    if r != DEFAULT_PARAMETERS.r:
        raise KeyFileError(f"scrypt's r is not {DEFAULT_PARAMETERS.r}")
    if p < 1 or n * p > MAX_N:
        raise KeyFileError(f"scrypt's p is not from 1 to {MAX_N} / n")


def _derive(passphrase: str, salt: bytes, parameters: ScryptParameters) -> bytes:
    secret = normalized(passphrase)
    scrypt = Scrypt(salt=salt, length=32, n=parameters.n, r=parameters.r, p=parameters.p)
    try:
        return scrypt.derive(secret)
    except MemoryError:
        raise KeyFileError("this machine has not the memory that the key file asks for") from None


def _check_public(value: Any, level: int) -> None:
    if level > _MAX_DEPTH:
        raise KeyFileError("the public part is nested too deep")
    if isinstance(value, dict):
        for key, member in value.items():
            if not isinstance(key, str) or not _KEY.fullmatch(key):
                raise KeyFileError("a key in the public part is not 1 to 64 of A-Z a-z 0-9 _ . -")
            _check_public(member, level + 1)
    elif isinstance(value, list):
        for member in value:
            _check_public(member, level + 1)
    elif isinstance(value, str):
        if any("\ud800" <= c <= "\udfff" for c in value):
            raise KeyFileError("a text in the public part has half a surrogate pair")
    elif value is not None and not isinstance(value, bool) and not _is_safe_integer(value):
        raise KeyFileError("a value in the public part is neither text, nor an integer below 2**53, nor true")


def _is_safe_integer(value: Any) -> bool:
    return isinstance(value, int) and abs(value) <= _MAX_INTEGER


def _encode64(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _decode64(name: str, text: str, least: int, most: int | None = None) -> bytes:
    """Base64 (RFC 4648, section 4) with its padding, in the one way to write it."""
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise KeyFileError(f"the {name} is not base64") from None
    if _encode64(data) != text:
        raise KeyFileError(f"the {name} is not base64 in its only form")
    if len(data) < least or (most is not None and len(data) > most):
        raise KeyFileError(f"the {name} has {len(data)} bytes, not {least}{'' if most else ' or more'}")
    return data
