# SPDX-License-Identifier: Apache-2.0
"""Tokens of links and codes of mails: only their hashes are kept."""

import os
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from isonomia.protocol.tokens import base58_token, below
from isonomia.server.models import LoginCode, Party, Voter

CODE_DIGITS = 8
CODE_LIFE = timedelta(minutes=15)
CODE_TRIES = 5


def new_token() -> tuple[str, str]:
    """A link's token of 128 bits, and its hash."""
    token = base58_token(22, os.urandom)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """SHA-256 is enough for a token that nobody can guess."""
    return sha256(token.encode()).hexdigest()


def link(token: str) -> str:
    """The invitation: the token stands in the fragment, which browsers do not send, so no log has it."""
    return f"{settings.ORIGIN}/join#{token}"


def party_of(token: str) -> Party | None:
    """Whose link it is."""
    return Party.objects.filter(token_hash=hash_of(token)).first()


def new_code(voter: Voter) -> str:
    """A code to mail; the one before it is worth nothing any more."""
    code = str(below(10**CODE_DIGITS, os.urandom)).zfill(CODE_DIGITS)
    LoginCode.objects.update_or_create(
        voter=voter,
        defaults={
            "code_hash": _code_hash(voter, code),
            "expires": timezone.now() + CODE_LIFE,
            "tries_left": CODE_TRIES,
        },
    )
    return code


def use_code(voter: Voter, code: str) -> bool:
    """Whether it is the code that was mailed last: once, and only a few tries. Within a transaction."""
    found = LoginCode.objects.select_for_update().filter(voter=voter).first()
    if found is None:
        return False
    right = compare_digest(found.code_hash, _code_hash(voter, code)) and found.expires > timezone.now()
    found.tries_left -= 1
    if right or found.tries_left <= 0 or found.expires <= timezone.now():
        found.delete()
    else:
        found.save(update_fields=["tries_left"])
    return right


def _code_hash(voter: Voter, code: str) -> str:
    """Keyed, for there are few codes: who reads the table cannot try them all."""
    return salted_hmac("isonomia login code", f"{voter.pk}\n{code}", algorithm="sha256").hexdigest()
