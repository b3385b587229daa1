# SPDX-License-Identifier: Apache-2.0
"""Seats of lists: announced votes in, the announced seats out."""

import pytest
from law_files import shipped

from isonomia.law.apply import apply
from isonomia.law.case import Facts
from isonomia.law.counts import Counts
from isonomia.law.judgement import Judgement, Verdict
from isonomia.law.steps import BelowThreshold


def won(judgement: Judgement) -> dict[str, int]:
    """The lists that have seats."""
    assert judgement.verdict is Verdict.SEATS
    return {name: seats for name, seats in judgement.seats if seats}


BUNDESTAG_2025 = {
    "SPD": 8_149_124,
    "CDU": 11_196_374,
    "GRÜNE": 5_762_380,
    "FDP": 2_148_757,
    "AfD": 10_328_780,
    "CSU": 2_964_028,
    "Die Linke": 4_356_532,
    "FREIE WÄHLER": 769_279,
    "Tierschutzpartei": 482_201,
    "dieBasis": 85_373,
    "Die PARTEI": 242_741,
    "Team Todenhöfer": 24_553,
    "PIRATEN": 13_800,
    "Volt": 355_262,
    "ÖDP": 49_764,
    "SSW": 76_138,
    "Verjüngungsforschung": 303,
    "PdH": 14_294,
    "Bündnis C": 11_768,
    "BP": 12_278,
    "MLPD": 19_551,
    "MENSCHLICHE WELT": 694,
    "PdF": 21_388,
    "SGP": 425,
    "BüSo": 676,
    "BÜNDNIS DEUTSCHLAND": 76_372,
    "BSW": 2_472_947,
    "MERA25": 6_994,
    "WerteUnion": 6_736,
}
"""Second votes: kerg2.csv of the Bundeswahlleiterin, final, 14 March 2025 (in
github.com/tatyanabortnik/bundestagswahl-2025-results-explorer, public/data)."""


def test_bundestag_2025() -> None:
    """Seats: Bundeswahlausschuss, 14 March 2025 (bundestag.de, textarchiv 2025, kw11-bundeswahlausschuss-1056272).
    SSW is the party of a minority."""
    counts = Counts.of(BUNDESTAG_2025, invalid=279_141, participants=49_928_653, registered=60_510_631)
    assert sum(BUNDESTAG_2025.values()) == 49_649_512  # valid second votes, as the file has them
    judgement = apply(shipped("de-bundestag"), [counts], Facts(exempt=frozenset({"SSW"})))
    assert won(judgement) == {"CDU": 164, "AfD": 152, "SPD": 120, "GRÜNE": 85, "Die Linke": 64, "CSU": 44, "SSW": 1}
    below = {name for each in judgement.steps if isinstance(each.step, BelowThreshold) for name, _ in each.step.votes}
    assert {"BSW", "FDP"} <= below  # 4.98 and 4.33 percent


def test_bundestag_2025_without_the_exemption_of_minorities() -> None:
    """The seat of SSW comes from its exemption: 76,138 votes are far below five percent."""
    judgement = apply(shipped("de-bundestag"), [Counts.of(BUNDESTAG_2025)])
    assert "SSW" not in won(judgement)
    assert sum(won(judgement).values()) == 630


def test_tweede_kamer_2021() -> None:
    """Votes: it.wikipedia's article (opened at wikizero.org), in the order of the lists at electoralgeography.com,
    posts/6951. Seats and the quota, 69,485 102/150 votes: the Kiesraad's announcement of 26 March 2021 at
    sittard-geleen.nieuws.nl. The fourteen smallest lists, less than a quota together, are one here."""
    votes = {
        "VVD": 2_279_130,
        "D66": 1_565_861,
        "PVV": 1_124_482,
        "CDA": 990_601,
        "SP": 623_371,
        "PvdA": 597_192,
        "GroenLinks": 537_308,
        "FVD": 523_083,
        "PvdD": 399_750,
        "ChristenUnie": 351_275,
        "Volt": 252_480,
        "JA21": 246_620,
        "SGP": 215_249,
        "DENK": 211_237,
        "50PLUS": 106_702,
        "BBB": 104_319,
        "BIJ1": 87_238,
        "Code Oranje": 40_731,
        "NIDA": 33_834,
        "Splinter": 30_328,
        "Piratenpartij": 22_816,
        "JONG": 15_297,
        "Trots": 13_198,
        "fourteen others": 50_750,
    }
    assert divmod(sum(votes.values()), 150) == (69_485, 102)
    judgement = apply(shipped("nl-tweede-kamer"), [Counts.of(votes)])
    assert won(judgement) == {
        "VVD": 34,
        "D66": 24,
        "PVV": 17,
        "CDA": 15,
        "SP": 9,
        "PvdA": 9,
        "GroenLinks": 8,
        "FVD": 8,
        "PvdD": 6,
        "ChristenUnie": 5,
        "Volt": 3,
        "JA21": 3,
        "SGP": 3,
        "DENK": 3,
        "50PLUS": 1,
        "BBB": 1,
        "BIJ1": 1,
    }


SPAIN_2019 = {
    "Madrid": (
        {
            "PSOE": 957_401,
            "PP": 887_474,
            "VOX": 653_476,
            "PODEMOS-IU": 463_629,
            "Cs": 323_076,
            "MÁS PAÍS-EQUO": 201_389,
            "PACMA": 31_983,
            "RECORTES CERO": 5_129,
            "PUM+J": 4_305,
            "PH": 2_508,
            "PCPE": 2_099,
            "PCTE": 1_895,
        },
        28_783,
        {"PSOE": 10, "PP": 10, "VOX": 7, "PODEMOS-IU": 5, "Cs": 3, "MÁS PAÍS-EQUO": 2},
    ),
    "Barcelona": (
        {
            "PSC": 638_319,
            "ERC": 618_909,
            "ECP": 452_482,
            "JxCAT": 343_931,
            "PP": 225_645,
            "VOX": 184_715,
            "CUP": 179_041,
            "Cs": 174_124,
            "MÁS PAÍS": 41_826,
            "PACMA": 34_752,
            "RECORTES CERO": 4_698,
            "I.Fem": 3_005,
            "PCTC": 1_587,
            "PUM+J": 1_577,
            "PCPC": 1_509,
            "IZQP": 1_178,
        },
        20_457,
        {"PSC": 8, "ERC": 7, "ECP": 5, "JxCAT": 4, "PP": 2, "VOX": 2, "CUP": 2, "Cs": 2},
    ),
    "Teruel": (
        {
            "¡Teruel Existe!": 19_761,
            "PSOE": 18_934,
            "PP": 17_520,
            "VOX": 9_346,
            "PODEMOS-IU": 3_982,
            "Cs": 3_732,
            "PACMA": 212,
            "PCOE": 96,
            "PCPE": 45,
            "PUM+J": 35,
            "UDT": 26,
            "PYLN": 25,
            "AUNACV": 13,
            "RECORTES CERO": 0,
        },
        403,
        {"¡Teruel Existe!": 1, "PSOE": 1, "PP": 1},
    ),
    "La Rioja": (
        {
            "PSOE": 57_485,
            "PP": 56_450,
            "VOX": 18_908,
            "PODEMOS-IU": 16_273,
            "Cs": 11_673,
            "PACMA": 1_096,
            "EB": 425,
            "RECORTES CERO": 307,
            "PUM+J": 297,
            "PCTE": 263,
        },
        1_757,
        {"PSOE": 2, "PP": 2},
    ),
    "Ávila": (
        {
            "PP": 32_527,
            "PSOE": 24_474,
            "VOX": 17_313,
            "Cs": 6_119,
            "PODEMOS-IU": 6_059,
            "XAV": 5_416,
            "PACMA": 432,
            "RECORTES CERO": 105,
            "PUM+J": 102,
            "PCTE": 101,
            "FE": 61,
            "P-LIB": 32,
        },
        755,
        {"PP": 1, "PSOE": 1, "VOX": 1},
    ),
}
"""Votes, blank votes, seats, of 10 November 2019: the files 02201911_TOTA of the Ministry of the Interior
(infoelectoral.interior.gob.es, in github.com/JaimeObregon/infoelectoral)."""


@pytest.mark.parametrize("constituency", SPAIN_2019)
def test_spanish_congress_2019(constituency: str) -> None:
    votes, blank, seats = SPAIN_2019[constituency]
    law, total = shipped("es-congress-constituency"), sum(seats.values())
    assert won(apply(law, [Counts.of(votes, blank=blank)], Facts(seats=total))) == seats


def test_worked_example_of_the_spanish_law() -> None:
    """LOREG, article 163: 480,000 valid votes, eight seats."""
    votes = {"A": 168_000, "B": 104_000, "C": 72_000, "D": 64_000, "E": 40_000, "F": 32_000}
    judgement = apply(shipped("es-congress-constituency"), [Counts.of(votes)], Facts(seats=8))
    assert won(judgement) == {"A": 4, "B": 2, "C": 1, "D": 1}
