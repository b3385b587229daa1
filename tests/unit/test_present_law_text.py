# SPDX-License-Identifier: Apache-2.0
"""Judgements in words: every step, rule and enum member is said, with its articles, numbers exact, in each language."""

from collections.abc import Iterator
from fractions import Fraction
from importlib.resources import files
from typing import Any, get_args

import msgspec
import pytest

from isonomia.law import steps
from isonomia.law.apply import apply
from isonomia.law.ballots import Grades, Profile, Scores
from isonomia.law.case import Facts
from isonomia.law.counts import Base, Counts
from isonomia.law.decisions import Unbroken
from isonomia.law.judgement import (
    Cited,
    EitherWay,
    InvalidRankings,
    Judgement,
    Left,
    LegalStep,
    MovedUp,
    NobodyStands,
    NoFurtherRound,
    OneCandidate,
    RegionsFor,
    TurnoutCondition,
    TurnoutNotAsked,
    Verdict,
    VotesInvalid,
)
from isonomia.law.law import Certainty, Law, Ranking, RankingMethod, SingleVote, Text, TieRule
from isonomia.law.methods.majority_judgment import Middle, majority_judgment
from isonomia.law.methods.open_list import open_list
from isonomia.law.methods.star import star
from isonomia.law.question import Regional
from isonomia.law.reading import read_law
from isonomia.law.steps import Purpose, Reason, Tie
from isonomia.present.catalogue import LANGUAGES, words
from isonomia.present.law_lines import MOST_ROWS, lines
from isonomia.present.law_outline import certainty, outline
from isonomia.present.law_speech import Row, Said, Speaker
from isonomia.present.law_terms import base_number, base_of, proportion, reason, tie, tie_rule
from isonomia.present.law_text import SAYING, SAYING_TOGETHER, finding, headline, told

FILES = files("isonomia.law") / "files"
IDS = sorted(entry.name.removesuffix(".toml") for entry in FILES.iterdir() if entry.name.endswith(".toml"))


def law(name: str) -> Law:
    return read_law((FILES / f"{name}.toml").read_bytes(), name)


def text_of(said: list[Said]) -> str:
    return "\n".join(f"{each.text} " + " ".join(f"{r.name} {r.value} {r.note}" for r in each.rows) for each in said)


def in_english(judgement: Judgement, under: Law) -> str:
    return text_of(told(judgement, under, words("en")) + finding(judgement, under, words("en")))


FIRST = Counts.of(
    {"Ada": 420, "Blaise": 380, "Emmy": 20}, against_all=30, invalid=10, participants=860, registered=1000
)


def test_every_kind_of_step_has_words() -> None:
    kinds = {*get_args(steps.Step), *get_args(LegalStep)}
    assert kinds == {*SAYING, *SAYING_TOGETHER}
    assert not {*SAYING} & {*SAYING_TOGETHER}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_vocabulary_is_there(language: str) -> None:
    speaking = words(language)
    said = [reason(each, "N", speaking) for each in Reason]
    said += [tie(each, "N", speaking) for each in Purpose] + [tie_rule(each, speaking) for each in TieRule]
    for base in [*Base, "valid ballots", "continuing ballots"]:
        said += [base_of(base, speaking), base_number(base, 2, speaking)]
    model = law("by-president")
    said += [certainty(msgspec.structs.replace(model, certainty=each), speaking) for each in Certainty]
    for each in SingleVote:
        said.append(SAYING[OneCandidate](OneCandidate("N", each), Speaker(speaking, model)).text)
    for verdict in Verdict:
        if verdict is not Verdict.NEXT_ROUND:
            said.append(headline(Judgement("x", verdict, (), elected=("N",)), model, speaking))
    assert all(text.strip() for text in said)
    assert len(set(said)) == len(said)


def test_bases_of_the_methods_are_known() -> None:
    """Methods write what a majority is of as text; each of these has to have words."""
    written = {"valid ballots", "continuing ballots", *Base}
    source = "".join(
        path.read_text() for path in (files("isonomia.law") / "methods").iterdir() if path.name.endswith(".py")
    )
    assert 'Needed("valid ballots"' in source
    assert 'Needed("continuing ballots"' in source
    assert source.count('Needed("') == 2
    assert all(base_of(base, words("en")) for base in written)


def test_the_arithmetic_is_said() -> None:
    """More than half of 860 is 431; 431 - 420 = 11; 860 of 1000 are 86 %, and more than half of 1000 is 501."""
    text = in_english(apply(law("by-president"), [FIRST]), law("by-president"))
    for part in (
        "Turnout: 860 of 1,000 registered voters, 86.00%.",
        "which is 501 or more. The condition is met.",
        "100% is 860 voters who took part",
        "Ada 420 48.84%",
        "Of 860 that is 431 votes or more.",
        "The most votes: Ada, 420. That is 11 votes short.",
        "these go on: Ada (420) and Blaise (380).",
        "Nobody is elected yet. Second round between Ada and Blaise, within 2 weeks.",
    ):
        assert part in text, part


def test_one_vote_short_is_in_the_singular() -> None:
    counts = Counts.of({"Ada": 430, "Blaise": 430, "Emmy": 0}, participants=860, registered=1000)
    assert "That is 1 vote short." in in_english(apply(law("by-president"), [counts]), law("by-president"))


@pytest.mark.parametrize(
    ("language", "short", "needed"),
    [
        ("be", "Не хапае 11 галасоў.", "Ад 860 гэта не менш за 431 голас."),
        ("ru", "Не хватает 11 голосов.", "От 860 это не менее 431 голоса."),
        ("fr", "Il en manque 11.", "sur 860, cela fait au moins 431 voix."),
    ],
)
def test_numbers_decline(language: str, short: str, needed: str) -> None:
    """431 ends in 1 and takes the singular in Belarusian and Russian; 11 does not."""
    text = text_of(told(apply(law("by-president"), [FIRST]), law("by-president"), words(language)))
    assert short in text
    assert needed in text


def test_what_the_verdicts_say() -> None:
    under = law("by-president")
    low = Counts.of({"Ada": 1, "Blaise": 0}, participants=500, registered=1000)
    won = Counts.of({"Ada": 431, "Blaise": 2}, participants=860, registered=1000)
    nobody = Counts.of({"Ada": 300, "Blaise": 300}, participants=860, registered=1000)
    found = [
        [each.text for each in finding(apply(under, [counts]), under, words("en"))] for counts in (low, won, nobody)
    ]
    again = "The election is held again, within 3 months. Candidates are then nominated anew."
    assert found == [["The election is not valid.", again], ["Elected: Ada."], ["Nobody is elected.", again]]


def test_an_open_tie_says_what_it_hangs_on() -> None:
    under = law("by-president")
    counts = Counts.of({"Ada": 300, "Blaise": 200, "Emmy": 200}, participants=860, registered=1000)
    text = text_of(finding(apply(under, [counts]), under, words("en")))
    assert "Equal votes decide, and the outcome is open." in text
    assert "Equal votes for who goes on: Blaise and Emmy." in text
    assert "The law does not say how they are told apart." in text
    lot = law("lk-president")
    profile = Profile.of(["A", "B"], [(1, ["A"]), (1, ["B"])])
    assert "By law: lots are drawn." in text_of(finding(apply(lot, [profile]), lot, words("en")))
    drawn = apply(lot, [profile], Facts(lot=("B", "A")))
    assert "B 1 place in the draw" in in_english(drawn, lot)


def test_a_question_is_answered_in_the_readers_language() -> None:
    under = law("referendum-double-majority")
    assert under.question is not None
    assert under.question.regions is not None
    parts = {name: Counts.of({"yes": 3, "no": 4}) for name in under.question.regions.weights}
    judgement = apply(under, [Regional.of(parts)])
    text = text_of(told(judgement, under, words("fr")))
    assert "oui 78" in text  # 26 cantons with 3 each
    assert "Il manque 14 voix" in text  # more than half of 182 is 92
    assert headline(judgement, under, words("fr")) == "La proposition n’est pas adoptée."


def judged_rankings() -> Iterator[tuple[Law, Judgement]]:
    """Every ranking method on ballots with a cycle, equals, surpluses and a candidate whom nobody ranks."""
    lines = [(7, ["A", "B", "C"]), (6, ["B", "C", "A"]), (5, ["C", "A", "B"]), (1, ["D", "A"]), (1, ["E"]), (2, ["A"])]
    profile = Profile.of("ABCDEF", lines)
    base = law("ie-president")
    for name in RankingMethod:
        single = name in (RankingMethod.CONTINGENT, RankingMethod.INSTANT_RUNOFF)
        rule = Ranking(cites=("Const. 12",), method=name, seats=1 if single else 2)
        under = msgspec.structs.replace(base, ranking=rule)
        yield under, apply(under, [profile])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_method_is_told_to_the_end(language: str) -> None:
    met = set()
    for under, judgement in judged_rankings():
        said = told(judgement, under, words(language))
        met |= {type(each.step) for each in judgement.steps}
        text = text_of(said)
        assert all(name in text for name in "ABCDE")
        assert "{" not in text
    assert {steps.Transfer, steps.Iteration, steps.Pairwise, steps.StrongestPath, steps.Locked, steps.Points} <= met


ALONE = [
    steps.Unfilled(2),
    steps.NotLocked("A", "B", 3, 2, ("B", "C", "A")),
    steps.EarlierStage(Purpose.TRANSFER, 2, (("A", 3), ("B", Fraction(5, 2))), ("A",)),
    steps.Tied(Tie(Purpose.LOCK, ("A", "B", "C"), 1, (("A", "B"), ("B", "C"))), ("B", "C")),
    steps.ToldApart(
        Tie(Purpose.SEAT, ("A", "B")), "older candidate", (("A", "1970-01-31"), ("B", "1980-01-31")), ("A",), ()
    ),
    steps.ToldApart(Tie(Purpose.SEAT, ("A", "B")), "lot", (("A", 2), ("B", 1)), ("B",), ()),
    steps.FullQuotas("A", 7, 2, Fraction(1, 3)),
    steps.RemainderSeat("A", Fraction(1, 3)),
    InvalidRankings(2, 1),
    EitherWay(Tie(Purpose.ADVANCE, ("A", "B")), ("A",)),
    Left("A", 2, frozen=True, died=True),
    Left("B", 2),
    MovedUp("A", 3),
    NobodyStands(),
    NoFurtherRound(2, 2),
    RegionsFor(Fraction(23, 2), Fraction(23), Fraction(1, 2), False, False),
    TurnoutCondition(5, 10, Fraction(1, 2), True, 5, True),
    TurnoutNotAsked(),
    VotesInvalid("A", 3),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", ALONE, ids=lambda step: type(step).__name__)
def test_rarer_steps_have_their_words(step: Any, language: str) -> None:
    under = law("by-president")
    (said,) = told(Judgement("x", Verdict.NOBODY, (Cited(step, ("EC 79",)),)), under, words(language))
    assert said.cites == ("EC 79",)
    text = text_of([said])
    assert "{" not in text
    named = [value for value in msgspec.to_builtins(step, enc_hook=str).values() if value in ("A", "B")]
    assert all(name in text for name in named)


def test_methods_that_no_law_file_uses_yet() -> None:
    """Grades, scores, open lists: their steps are said, too."""
    ballots = Grades.of(
        "AB",
        ["good", "fair", "poor"],
        [(2, {"A": "good", "B": "fair"}), (1, {"A": "poor", "B": "good"}), (1, {"A": "poor", "B": "poor"})],
    )
    outcomes = [
        majority_judgment(ballots, middle=Middle.WORSE, ties=Unbroken()),
        star(Scores.of("AB", [(2, {"A": 5, "B": 1}), (1, {"A": 0, "B": 5})]), ties=Unbroken()),
        open_list(Counts.of({"A": 3, "B": 9}), seats=1, ties=Unbroken(), needed=5),
    ]
    for outcome in outcomes:
        for language in LANGUAGES:
            cited = tuple(Cited(step) for step in outcome.steps)
            text = text_of(told(Judgement("x", Verdict.ELECTED, cited), law("by-president"), words(language)))
            assert "A" in text
            assert "{" not in text


def cites_in(rule: Any) -> set[str]:
    """Every citation of a law file, wherever it stands."""
    if isinstance(rule, dict):
        return set(rule.get("cites", ())).union(*(cites_in(own) for own in rule.values()))
    return set().union(*(cites_in(own) for own in rule)) if isinstance(rule, list | tuple) else set()


@pytest.mark.parametrize("name", IDS)
def test_the_outline_of_a_law_leaves_no_rule_out(name: str) -> None:
    under = law(name)
    for language in LANGUAGES:
        said = outline(under, words(language))
        assert {cite for each in said for cite in each.cites} == cites_in(msgspec.to_builtins(under))
        assert "{" not in text_of(said)
        assert all(source.title in text_of(said) for source in under.sources)


def test_half_and_two_thirds_are_said_as_people_say_them() -> None:
    english, french = words("en"), words("fr")
    assert proportion(Fraction(1, 2), False, english) == "more than half"
    assert proportion(Fraction(2, 3), True, english) == "at least two thirds"
    assert proportion(Fraction(1, 20), True, english) == "at least 5%"
    assert proportion(Fraction(3, 7), False, english) == "more than 3/7"
    assert proportion(Fraction(1, 3), False, french) == "plus du tiers"


def test_a_name_in_a_language_that_nobody_translated_is_english() -> None:
    own = msgspec.structs.replace(law("by-president"), title=Text(en="Board"))
    assert outline(own, words("be"))[0].text == "Board"


def test_long_tables_show_their_beginning_and_end() -> None:
    rows = tuple(Row(f"Seat {n}", str(n)) for n in range(1, 101))
    shown = [line.plain for line in lines([Said("Seats:", rows)], words("en"), 80)]
    assert len(shown) == 1 + MOST_ROWS + 1
    assert "Seat 1 " in shown[1]
    assert "… 60 lines more …" in shown[1 + MOST_ROWS // 2]
    assert "Seat 100" in shown[-1]


def test_lines_fit_the_terminal_and_hold_nothing_that_moves_a_cursor() -> None:
    name = "Ада\x1b[2J\u202e" + "ж" * 60
    counts = Counts.of({name: 3, "B": 2}, participants=6, registered=10)
    under = law("by-president")
    shown = lines(told(apply(under, [counts]), under, words("be")), words("be"), 80)
    text = "\n".join(line.plain for line in shown)
    assert not set(text) & set("\x1b\u202e")
    for line in lines(outline(under, words("en")), words("en"), 80):
        assert all(len(part) <= 80 for part in line.plain.split("\n"))
