# SPDX-License-Identifier: Apache-2.0
"""How many voters there are, and how many have voted."""

from django.db.models import Count, Sum

from isonomia.server.models import Election


def turnout(election: Election) -> dict[str, int]:
    """How many voters there are and have voted, and their weights."""
    voters = election.voters
    voted = voters.filter(voted=True)
    return {
        "registered": voters.count(),
        "registered_weight": voters.aggregate(total=Sum("weight"))["total"] or 0,
        "voted": voted.count(),
        "voted_weight": voted.aggregate(total=Sum("weight"))["total"] or 0,
    }


def languages(election: Election) -> dict[str, int]:
    """How many voters read each language."""
    return dict(election.voters.order_by().values_list("language").annotate(Count("pk")))


def weights(election: Election) -> dict[int, int]:
    """How many voters have each weight."""
    return dict(election.voters.order_by().values_list("weight").annotate(Count("pk")))
