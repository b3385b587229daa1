# SPDX-License-Identifier: Apache-2.0
"""Values that a table holds and a copy of the table must not tell: sealed with the key in the data directory.

Whoever has the database or a backup of it alone reads nothing of them; who has the data directory as well, reads
all. A new session key makes what was sealed before unreadable.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotOpen(Exception):
    """It was sealed with another key, for another purpose, or altered."""


def _fernet(purpose: str) -> Fernet:
    derived = HKDF(SHA256(), 32, None, f"isonomia sealed {purpose}".encode()).derive(settings.SECRET_KEY.encode())
    return Fernet(urlsafe_b64encode(derived))


def seal(purpose: str, text: str) -> str:
    """The text, encrypted and authenticated for one purpose (Fernet: AES-128-CBC, HMAC-SHA-256)."""
    token = _fernet(purpose).encrypt_at_time(text.encode(), 0)  # when it was sealed is nobody's business
    return token.decode()


def unseal(purpose: str, sealed: str) -> str:
    """The text. Raises CannotOpen."""
    try:
        return _fernet(purpose).decrypt(sealed.encode()).decode()
    except (InvalidToken, UnicodeError):
        raise CannotOpen from None
