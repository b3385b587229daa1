# SPDX-License-Identifier: Apache-2.0
"""A small invented city with true papers, and one planted contradiction of each kind with its arithmetic."""

from typing import NamedTuple

HEADER = "kind,unit,within,time,complete,base,registered,issued,cast,valid,invalid,Ada,Blaise,Ada %,turnout %\n"
CLEAN = HEADER + (
    "protocol,1,Old Town,,yes,valid,500,420,420,410,10,250,160,60.98,84.0\n"
    "protocol,2,Old Town,,yes,valid,400,300,299,290,9,90,200,31.03,\n"
    "protocol,3,Minsk,,yes,valid,300,200,200,200,0,100,100,50,\n"
    "proven,1,,,,,,,,,,240,,,\n"
    "set,Old Town,Minsk,,,,,,,,,,,,\n"
    "interim,Minsk,,2020-08-09T22:00,,,,,400,,,200,180,,\n"
    "interim,Minsk,,2020-08-09T23:30,,,,,700,,,300,350,,\n"
    "total,Minsk,,2020-08-10,yes,valid,1200,920,919,900,19,440,460,48.89,76.6\n"
)
"""250/410 is 60.976 %, 90/290 31.034 %, 440/900 48.889 %, 420/500 84.0 %, 919/1200 76.58 %."""


class Planted(NamedTuple):
    """``old`` becomes ``new`` in CLEAN; then there is one contradiction ``kind``, of ``documents`` documents (in the
    shortest certificate), which proves ``wrong`` votes, and ``most`` with all documents."""

    name: str
    old: str
    new: str
    kind: str
    documents: int
    wrong: int
    most: int


PLANTED = [
    Planted("more voters prove a vote for Ada than were counted", ",240,,,", ",251,,,", "proven-above-count", 2, 1, 1),
    # 250 + 100 > 349: two stations and the total, and that Old Town is in Minsk; all three: 440 - 349
    Planted(
        "Ada has fewer votes in the city than in two stations", "900,19,440,460,48.89", "900,19,349,551,38.78",
        "sum-above-total", 4, 1, 91,
    ),
    Planted(
        "more ballots in the boxes than were issued", "500,420,420", "500,417,420", "more-than-possible", 1, 3, 3
    ),
    Planted("more issued than voters", "300,200,200,200,0", "199,200,200,200,0", "more-than-possible", 1, 1, 1),
    Planted("votes are not the valid ballots", "100,100,50", "100,96,50", "does-not-add-up", 1, 4, 4),
    Planted("valid and invalid are not those cast", "290,9,90", "290,7,90", "does-not-add-up", 1, 2, 2),
    Planted("a later total is smaller", "22:00,,,,,400,,,200", "22:00,,,,,400,,,307", "went-down", 2, 7, 7),
    Planted(
        "a station has two protocols",
        "set,Old", "protocol,2,,,,,,,,,,85,,,\nset,Old", "two-counts", 2, 5, 5,
    ),
    # of 290 votes 31.10 % would be 90.18 to 90.20; the nearest totals are 283, with 88: 7 + 2, and 299, with 93: 9 + 3
    Planted("no number of 290 is 31.1 %", "200,31.03", "200,31.10", "impossible-percentage", 1, 9, 9),
    # 77.6 % of 1200 is 930.6 to 931.8: 931, 12 more than 919
    Planted("the turnout is not its percentage", ",76.6\n", ",77.6\n", "impossible-percentage", 1, 12, 12),
]  # fmt: skip
