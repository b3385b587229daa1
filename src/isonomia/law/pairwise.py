# SPDX-License-Identifier: Apache-2.0
"""How many ballots prefer each candidate to each other: what the Condorcet methods count."""

from collections import Counter

from isonomia.law.ballots import Profile
from isonomia.law.steps import Pairwise

Matrix = list[list[int]]


def preferences(profile: Profile) -> Matrix:
    """``[i][j]``: ballots that rank i above j; who is not ranked stands below all who are.

    Ballots are first put together by (candidate, set of those below), the set as bits: with few candidates, most
    ballots agree on one such pair even where they are all different.
    """
    size = len(profile.candidates)
    everybody = (1 << size) - 1
    above: Counter[int] = Counter()  # candidate in the low digits, then the set of those below
    for count, order, sizes, _ in profile.lines:
        left = everybody
        if sizes is None:
            for place in order:
                left &= ~(1 << place)
                above[left * size + place] += count
        else:
            start = 0
            for shared in sizes:
                group = order[start : start + shared]
                start += shared
                for place in group:
                    left &= ~(1 << place)
                for place in group:
                    above[left * size + place] += count
    matrix = [[0] * size for _ in range(size)]
    for key, count in above.items():
        below, place = divmod(key, size)
        row = matrix[place]
        while below:
            lowest = below & -below
            row[lowest.bit_length() - 1] += count
            below ^= lowest
    return matrix


def as_step(profile: Profile, matrix: Matrix) -> Pairwise:
    return Pairwise(profile.candidates, tuple(tuple(row) for row in matrix))
