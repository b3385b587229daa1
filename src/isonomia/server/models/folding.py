# SPDX-License-Identifier: Apache-2.0
"""Logins as they are compared: capital and small letters are the same, however the letters are composed."""

from typing import Any
from unicodedata import normalize

from django.db import models

LONGEST_LOGIN = 200


def folded(login: str) -> str:
    """The login without regard to case (Unicode, "Default Caseless Matching")."""
    return normalize("NFC", normalize("NFC", login).casefold())


class FoldedLogin(models.CharField):  # type: ignore[type-arg]  # the stubs alone have parameters
    """The row's own login, folded: written whenever the row is, also by ``bulk_create``."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = folded(str(getattr(model_instance, "login")))  # noqa: B009 (of whichever model has it)
        setattr(model_instance, self.attname, value)
        return value
