# SPDX-License-Identifier: Apache-2.0
"""Accounts of administrators. Nobody else has one: trustees and authorities are invited, voters are on a roll."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts."""

    def create_account(self, email: str, name: str, password: str) -> "Account":
        """A new account with a hashed password. Raises IntegrityError if the address has one."""
        account = self.model(email=normalized(email), name=name)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=normalized(username or ""))


def normalized(email: str) -> str:
    """One writing of an address."""
    return email.strip().lower()


class Account(AbstractBaseUser):
    """Somebody who can hold elections."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    generation = models.PositiveIntegerField(default=0)
    """Of sessions: counted up, all that are open end."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AccountManager()

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know to go on: it ends with the password, and with the generation."""
        value = f"{self.generation}\n{self.password}"
        return salted_hmac("isonomia session", value, secret=secret, algorithm="sha256").hexdigest()

    def has_perm(self, *_: Any) -> bool:
        """Permissions are roles in elections: nobody has any by account."""
        return False
