# SPDX-License-Identifier: Apache-2.0
"""Pictures: well-formed whatever the names, true to scale, readable without seeing them, never over their edge."""

import struct
import sys
import types
from fractions import Fraction
from importlib.resources import files
from itertools import pairwise
from xml.etree import ElementTree

import msgspec
import pytest

from isonomia.law.apply import apply
from isonomia.law.ballots import Profile
from isonomia.law.case import Facts
from isonomia.law.counts import Counts
from isonomia.law.law import Law, Ranking, RankingMethod
from isonomia.law.reading import read_law
from isonomia.present import bars
from isonomia.present.bars import Bar, Chart, scale_of
from isonomia.present.catalogue import LANGUAGES, words
from isonomia.present.law_figure import figure
from isonomia.present.png import FiguresMissing, png
from isonomia.present.svg import CHOSEN, FAINT, NEEDED, OTHER, width_of, wrapped

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('&')</script> \"\x00\x1b\ud800\ufffe\u202e"


def law(name: str) -> Law:
    return read_law((files("isonomia.law") / "files" / f"{name}.toml").read_bytes(), name)


def drawn(under: Law, *held: Counts | Profile, facts: Facts | None = None, language: str = "en") -> ElementTree.Element:
    """The picture, read by somebody else's parser."""
    return ElementTree.fromstring(figure(apply(under, held, facts), under, words(language)))  # noqa: S314  # our own


def texts(picture: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


def rects(picture: ElementTree.Element, fill: str) -> list[dict[str, float]]:
    found = [element.attrib for element in picture.iter(f"{SVG}rect") if element.get("fill") == fill]
    return [{key: float(own[key]) for key in ("x", "y", "width", "height")} for own in found]


def counts(votes: dict[str, int], **more: int) -> Counts:
    return Counts.of(votes, **{"participants": 1000, "registered": 1600, **more})


def test_bars_are_as_long_as_their_numbers() -> None:
    """100 % is 1000 who took part; the picture ends at 60 %, since half of them is needed."""
    picture = drawn(law("by-president"), counts({"Ada": 480, "Blaise": 240, "Emmy": 120}))
    (track,) = {own["width"] for own in rects(picture, FAINT)}
    dark, light = rects(picture, CHOSEN), rects(picture, OTHER)
    assert [own["width"] for own in dark] == pytest.approx([track * 0.8, track * 0.4], abs=0.01)
    assert [own["width"] for own in light] == pytest.approx([track * 0.2], abs=0.01)


def test_what_is_needed_is_drawn_and_said() -> None:
    picture = drawn(law("by-president"), counts({"Ada": 480, "Blaise": 240, "Emmy": 120}))
    track = rects(picture, FAINT)[-1]
    lines = [float(line.attrib["x1"]) for line in picture.iter(f"{SVG}line") if line.get("stroke") == NEEDED]
    votes, turnout = track["x"] + track["width"] * 501 / 600, track["x"] + track["width"] * 801 / 1600
    assert lines == pytest.approx([turnout, votes, votes, votes], abs=0.01)
    assert "more than half: 501" in texts(picture)
    assert "needed: 801" in texts(picture)
    assert "100% is 1,000 voters who took part" in texts(picture)


def test_nothing_depends_on_colour() -> None:
    """Who goes on is written beside the number, and what is no candidate is an empty bar."""
    picture = drawn(law("by-president"), counts({"Ada": 480, "Blaise": 240, "Emmy": 120}, against_all=60, invalid=100))
    assert "480 · 48.00% · goes on" in texts(picture)
    assert "120 · 12.00%" in texts(picture)
    empty = [element for element in picture.iter(f"{SVG}rect") if element.get("stroke")]
    assert len(empty) == 3  # turnout, against all, invalid


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_can_be_told_apart_by_their_brightness() -> None:
    assert contrast(CHOSEN, OTHER) >= 3  # WCAG 1.4.11
    picture = drawn(law("by-president"), counts({"Ada": 480, "Blaise": 240}))
    for element in picture.iter(f"{SVG}text"):
        assert contrast(element.attrib["fill"], "#ffffff") >= 4.5  # WCAG 1.4.3


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_does_not_see_it_is_told(language: str) -> None:
    picture = drawn(law("by-president"), counts({"Ada": 501, "Blaise": 240}), language=language)
    assert picture.get("role") == "img"
    assert picture.get("lang") == language
    named = [picture.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert [element.get("id") for element in named if element is not None] == picture.attrib["aria-labelledby"].split()
    assert named[1] is not None
    assert "Ada" in (named[1].text or "")


def test_hostile_names_make_no_markup() -> None:
    under = law("by-president")
    picture = drawn(under, counts({HOSTILE: 300, "B" * 5000: 200, "C": 1}))
    assert not list(picture.iter(f"{SVG}script"))
    shown = "".join(texts(picture))
    assert "<script>alert('&')</script>" in shown
    assert not set(shown) & set("\x00\x1b\ud800\ufffe\u202e")


NAMES = [
    "Канстанцін-Уладзіслаў Багданкевіч-Дунін-Марцінкевіч, вылучаны грамадзянамі, беспартыйны, намеснік дырэктара школы",
    "Ж" * 90,
    "選挙太郎" * 12,
    "Ян",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [2, 12])
def test_no_text_runs_over_the_edge_or_into_a_number(language: str, number: int) -> None:
    names = [f"{NAMES[place % 4]} {place}" for place in range(number)]
    votes = {name: 10**9 - place for place, name in enumerate(names)}
    total = sum(votes.values())
    picture = drawn(law("by-president"), counts(votes, participants=total, registered=total), language=language)
    rows: dict[str, list[tuple[float, float]]] = {}
    for element in picture.iter(f"{SVG}text"):
        bold = element.get("font-weight") == "bold"
        wide = width_of(element.text or "", float(element.attrib["font-size"]), bold=bold)
        x, anchor = float(element.attrib["x"]), element.get("text-anchor", "start")
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        assert left >= 0
        assert left + wide <= bars.WIDTH
        if element.attrib["font-size"] == "14":
            rows.setdefault(element.attrib["y"], []).append((left, left + wide))
    for row in rows.values():
        ordered = sorted(row)
        assert all(one[1] <= other[0] for one, other in pairwise(ordered))


def test_widths_are_not_below_those_of_a_wide_font() -> None:
    """DejaVu Sans is the widest of the fonts that are asked for; the advance widths of its files, in 1/2048."""
    plain = {"a": 1255, "m": 1995, "W": 2025, "i": 569, "0": 1303, "ж": 1845, "Ш": 2190, "ў": 1212, " ": 651, "%": 1946}
    bold = {"a": 1382, "m": 2134, "W": 2259, "i": 702, "0": 1425, "ж": 2038, "Ш": 2530, "ў": 1335, " ": 713, "%": 2052}
    for advance, own in ((plain, False), (bold, True)):
        for character, units in advance.items():
            assert width_of(character, 1, bold=own) >= units / 2048, character


def test_wrapping_keeps_every_word_unless_it_says_so() -> None:
    assert "4\N{NO-BREAK SPACE}000" in wrapped("of 4\N{NO-BREAK SPACE}000", 14, 60, 3)  # a number stays in one piece
    text = "one two three four five six seven eight nine ten"
    assert " ".join(wrapped(text, 14, 120, 10)) == text
    cut = wrapped(text, 14, 120, 2)
    assert len(cut) == 2
    assert cut[-1].endswith("…")
    assert all(width_of(line, 14) <= 120 for line in cut)
    assert "".join(wrapped("x" * 50, 14, 120, 10)) == "x" * 50
    assert wrapped("", 14, 120, 3) == [""]


@pytest.mark.parametrize(
    ("largest", "needed", "scale"),
    [(0, None, Fraction(1, 10)), (9, None, Fraction(1, 10)), (30, None, Fraction(2, 5)), (100, None, Fraction(1)),
     (5, 50, Fraction(3, 5)), (76, 50, Fraction(4, 5)), (77, 50, Fraction(1))],
)  # fmt: skip
def test_scales(largest: int, needed: int | None, scale: Fraction) -> None:
    assert scale_of(Chart("", "", (Bar("A", largest, ""),), 100, (needed, "") if needed else None)) == scale


def test_nothing_of_nothing_can_be_drawn() -> None:
    picture = drawn(law("fr-president"), Counts.of({"Ada": 0, "Blaise": 0}))
    assert rects(picture, OTHER) == []
    assert "Nobody is elected" in "".join(texts(picture))


def test_equals_are_marked() -> None:
    picture = drawn(law("by-president"), counts({"Ada": 300, "Blaise": 200, "Emmy": 200}))
    assert sum("· equal" in text for text in texts(picture)) == 2


def test_seats_and_their_threshold() -> None:
    votes = Counts.of({"A": 600, "B": 351, "C": 49}, participants=1000)
    picture = drawn(law("de-bundestag"), votes)
    assert "threshold: 50" in texts(picture)
    assert "630 seats in all" in texts(picture)
    assert "0 · 0.00%" in texts(picture)


PROFILE = Profile.of("ABCD", [(40, ["A", "B"]), (30, ["B", "C"]), (20, ["C"]), (10, ["D", "C", "A"])])


def ranked(method: RankingMethod, seats: int) -> Law:
    return msgspec.structs.replace(
        law("ie-president"), ranking=Ranking(cites=("Const. 12",), method=method, seats=seats)
    )


def test_stages_of_an_instant_runoff() -> None:
    """By hand: A 40, B 30, C 20, D 10; D's go to C (30); then B and C are equal at 30, and the draw keeps B."""
    under = ranked(RankingMethod.INSTANT_RUNOFF, 1)
    shown = texts(drawn(under, PROFILE, facts=Facts(lot=("B", "C", "A", "D"))))
    assert [text for text in shown if text.startswith("Stage")] == ["Stage 1", "Stage 2", "Stage 3"]
    assert "+10" in shown
    assert "needed: 51" in shown
    assert shown.count("excluded") == 2
    assert shown.count("elected") == 1


def test_stages_of_a_transferable_vote() -> None:
    """Two seats: the quota is 34, A has 6 over it, which go to B at 6/40 = 0.15 each: B has 36."""
    shown = texts(drawn(ranked(RankingMethod.STV_SCOTTISH, 2), PROFILE))
    assert "needed: 34" in shown
    assert {"40", "36", "+6", "\N{MINUS SIGN}6"} <= set(shown)
    assert shown.count("elected") == 2
    meek = texts(drawn(ranked(RankingMethod.STV_MEEK, 2), PROFILE))
    assert meek.count("elected") == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", [RankingMethod.STV_MEEK, RankingMethod.STV_SCOTTISH, RankingMethod.CONTINGENT])
def test_what_stands_in_a_column_stays_in_it(method: RankingMethod, language: str) -> None:
    many = Profile.of(
        "ABCD", [(count * 98_765, list(order)) for count, order in ((4, "AB"), (3, "BC"), (2, "C"), (1, "DCA"))]
    )
    under = ranked(method, 1 if method is RankingMethod.CONTINGENT else 2)
    picture = drawn(under, many, facts=Facts(lot=tuple("BCAD")), language=language)
    lines: dict[str, list[tuple[float, float]]] = {}
    for element in picture.iter(f"{SVG}text"):
        bold = element.get("font-weight") == "bold"
        wide = width_of(element.text or "", float(element.attrib["font-size"]), bold=bold)
        left = float(element.attrib["x"]) - (wide if element.get("text-anchor") == "end" else 0)
        lines.setdefault(element.attrib["y"], []).append((left, left + wide))
        assert left + wide <= float(picture.attrib["width"])
    for line in lines.values():
        assert all(one[1] <= other[0] for one, other in pairwise(sorted(line)))


def test_pairs() -> None:
    """Ballots that rank A above B: 40 and 10; B above A: 30."""
    shown = texts(drawn(ranked(RankingMethod.SCHULZE, 1), PROFILE))
    assert {"50", "30"} <= set(shown)
    assert "1 A" in shown


@pytest.mark.parametrize("method", list(RankingMethod))
def test_every_method_has_a_picture(method: RankingMethod) -> None:
    single = method in (RankingMethod.CONTINGENT, RankingMethod.INSTANT_RUNOFF)
    picture = drawn(ranked(method, 1 if single else 2), PROFILE, facts=Facts(lot=("B", "C", "A", "D")))
    assert len(rects(picture, CHOSEN)) >= 1


def test_png_has_the_size_of_the_picture() -> None:
    svg = figure(apply(law("fr-president"), [Counts.of({"Ада": 3, "B": 2})]), law("fr-president"), words("be"))
    height = int(ElementTree.fromstring(svg).attrib["height"])  # noqa: S314  # our own
    painted = png(svg, zoom=1)
    assert painted.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", painted[16:24]) == (bars.WIDTH, height)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(FiguresMissing, match="resvg_py") as caught:
        png("<svg/>")
    assert "isonomia[figures]" in caught.value.hint


def test_without_fonts_there_is_no_picture_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """resvg leaves out the text that it has no font for; a bar chart without names would say nothing."""
    blind = types.SimpleNamespace(svg_to_bytes=lambda **_: b"blank")
    monkeypatch.setitem(sys.modules, "resvg_py", blind)
    with pytest.raises(FiguresMissing, match="fonts"):
        png("<svg/>")
