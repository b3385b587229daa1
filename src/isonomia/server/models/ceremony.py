# SPDX-License-Identifier: Apache-2.0
"""What trustees have published in the key ceremony of a draft. All of it is public, or encrypted for one of them."""

from typing import ClassVar

from django.db import models

from isonomia.server.models.elections import Party


class CeremonyMessage(models.Model):
    """One message of one trustee: written once, as she signed it; gone with her invitation."""

    CERTIFICATE = "certificate"
    POLYNOMIAL = "polynomial"
    VOUTPUT = "voutput"
    KINDS = (CERTIFICATE, POLYNOMIAL, VOUTPUT)

    party = models.ForeignKey(Party, models.CASCADE, related_name="ceremony")
    kind = models.CharField(max_length=11, choices=[(kind, kind) for kind in KINDS])
    content = models.TextField()
    """The message as compact JSON."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["party", "kind"], name="a_message_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.party}"
