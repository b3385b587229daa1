# SPDX-License-Identifier: Apache-2.0
"""The board as an application of Django."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """The tables of the board; who may write to them is the server's affair."""

    name = "isonomia.board"
    label = "board"
    default_auto_field = "django.db.models.BigAutoField"
