# SPDX-License-Identifier: Apache-2.0
"""The server as an application of Django."""

from django.apps import AppConfig


class ServerConfig(AppConfig):
    """Accounts, elections on their way to the board, voters, invitations, jobs."""

    name = "isonomia.server"
    label = "server"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever enqueues a job finds its handler."""
        from isonomia.server import administrators, claims, elections, mail, opening, passwords, reminders, schedule  # noqa: F401
