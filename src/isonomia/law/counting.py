# SPDX-License-Identifier: Apache-2.0
"""The counting methods by the names that law files use."""

from collections.abc import Callable

from isonomia.law.ballots import Profile
from isonomia.law.law import ListMethod, RankingMethod
from isonomia.law.methods.borda import borda
from isonomia.law.methods.contingent import contingent
from isonomia.law.methods.dhondt import dhondt
from isonomia.law.methods.droop import largest_remainder_droop
from isonomia.law.methods.hare import largest_remainder_hare
from isonomia.law.methods.instant_runoff import instant_runoff
from isonomia.law.methods.ranked_pairs import ranked_pairs
from isonomia.law.methods.sainte_lague import sainte_lague
from isonomia.law.methods.schulze import schulze
from isonomia.law.methods.stv_belenios import stv_belenios
from isonomia.law.methods.stv_meek import stv_meek
from isonomia.law.methods.stv_scottish import stv_scottish
from isonomia.law.outcome import Outcome

ONE_SEAT: dict[RankingMethod, Callable[..., Outcome]] = {
    RankingMethod.CONTINGENT: contingent,
    RankingMethod.INSTANT_RUNOFF: instant_runoff,
}
"""Called with a profile and ``ties``."""

SEVERAL_SEATS: dict[RankingMethod, Callable[..., Outcome]] = {
    RankingMethod.BORDA: borda,
    RankingMethod.RANKED_PAIRS: ranked_pairs,
    RankingMethod.SCHULZE: schulze,
    RankingMethod.STV_BELENIOS: stv_belenios,
    RankingMethod.STV_MEEK: stv_meek,
    RankingMethod.STV_SCOTTISH: stv_scottish,
}
"""Called with ``seats`` too."""

TAKE_TIES = frozenset({RankingMethod.BORDA, RankingMethod.RANKED_PAIRS, RankingMethod.SCHULZE})
"""On a ballot, equal ranks are what these methods count; to the others they are an error."""

LISTS: dict[ListMethod, Callable[..., Outcome]] = {
    ListMethod.DHONDT: dhondt,
    ListMethod.DROOP: largest_remainder_droop,
    ListMethod.HARE: largest_remainder_hare,
    ListMethod.SAINTE_LAGUE: sainte_lague,
}
"""Called with counts, ``seats``, ``ties`` and ``threshold``."""


def first_preferences(profile: Profile) -> dict[str, int]:
    """How many ballots rank each candidate first, alone."""
    votes = dict.fromkeys(profile.candidates, 0)
    for line in profile.lines:
        if line.sizes is None or line.sizes[0] == 1:
            votes[profile.candidates[line.order[0]]] += line.ballots
    return votes
