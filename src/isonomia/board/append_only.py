# SPDX-License-Identifier: Apache-2.0
"""Rows that are written once: the first of two locks on the door; the second are triggers in the database."""

from typing import Any, NoReturn, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class AppendOnlyError(Exception):
    """Somebody tried to change or remove what was published."""


def _refuse(what: str) -> NoReturn:
    raise AppendOnlyError(f"{what}: rows of the board are written once")


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Reads and creates; everything else is refused."""

    def update(self, **kwargs: Any) -> NoReturn:
        _refuse("update")

    def delete(self) -> NoReturn:
        _refuse("delete")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse("bulk_update")

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse("update_or_create")


class AppendOnly(models.Model):
    """Base of the tables of the board."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a row that is there already raises AppendOnlyError."""
        if not self._state.adding:
            _refuse("save")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse("delete")
