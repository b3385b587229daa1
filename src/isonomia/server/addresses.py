# SPDX-License-Identifier: Apache-2.0
"""E-mail addresses, as everybody who takes one in reads them."""

from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

MOST: Final = 254
"""Characters: RFC 5321 lets no longer one through, and no table has room for it."""


def is_address(text: str) -> bool:
    """Whether it is one address that mail can be sent to and the tables can hold."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= MOST and len(text.lower()) <= MOST  # a small letter may be two
