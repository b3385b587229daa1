# SPDX-License-Identifier: Apache-2.0
"""Tables of results that people have asked to be examined. Nothing here says who they are."""

from django.db import models


class UploadedTable(models.Model):
    """A table, from its upload until it is removed; its files lie in a folder named by ``token_hash``."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    STATES = (WAITING, DONE, FAILED)

    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token in the address of the report."""
    name = models.CharField(max_length=100)
    """The file's name, as far as it is safe to use."""
    options = models.JSONField(default=list)
    """Further arguments of ``isonomia claim forensics``."""
    day = models.DateField()
    """Of the upload, in UTC."""
    state = models.CharField(max_length=7, choices=[(state, state) for state in STATES], default=WAITING)
    trouble = models.CharField(max_length=1000, default="")
    """What was wrong with the table, and what to do about it, for whoever uploaded it."""

    def __str__(self) -> str:
        return f"a table, {self.state}"
