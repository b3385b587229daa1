# SPDX-License-Identifier: Apache-2.0
"""Whose login somebody has typed: ``ANN`` is ``ann``."""

from isonomia.server.models import Election, Voter
from isonomia.server.models.folding import folded


def voter_of(election: Election, login: str) -> Voter | None:
    """Who has this login, without regard to case.

    A list that was imported before these were refused may have two that differ in nothing else: then it is exact.
    """
    near = list(Voter.objects.filter(election=election, login_folded=folded(login)))
    found = near if len(near) == 1 else [voter for voter in near if voter.login == login]
    return found[0] if found else None
