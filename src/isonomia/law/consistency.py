# SPDX-License-Identifier: Apache-2.0
"""What a law file must not say, although each of its parts is well formed."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import msgspec

from isonomia.law.law import AfterFreezing, Departure, Law, Proportion, Regions, Round, SingleVote, TieRule, Ties

Path = tuple[str | int, ...]
Problems = Iterator[tuple[Path, str]]

WAYS = ("rounds", "ranking", "lists", "question")
PURPOSES_OF = {
    "rounds": {"elect", "advance"},
    "ranking": {"elect", "advance", "exclude", "transfer"},
    "lists": {"seat"},
    "question": set[str](),
}
"""Which ties there can be."""


def contradictions(law: Law) -> list[tuple[Path, str]]:
    """Every contradiction: the path of the key, and why."""
    ways = [way for way in WAYS if getattr(law, way)]
    if len(ways) != 1:
        said = " and ".join(ways) if ways else "none"
        return [((ways[1],) if ways else (), f"exactly one of {', '.join(WAYS)} decides; this file has {said}")]
    (way,) = ways
    return [
        *_sources(law),
        *_proportions(law),
        *_parts(law, way),
        *_rounds(law.rounds),
        *_ties(law.ties, way),
        *_withdrawal(law),
    ]


def _walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every table, value and item with its path."""
    yield path, value
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _walk(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _walk(item, (*path, place))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))


def _sources(law: Law) -> Problems:
    ids = [source.id for source in law.sources]
    for place, own in enumerate(ids):
        if own in ids[:place]:
            yield ("sources", place, "id"), f"{own!r} is another source's id already"
    for path, value in _walk(law):
        if len(path) >= 2 and path[-2] == "cites" and isinstance(value, str):
            source, _, article = value.partition(" ")
            if source not in ids:
                yield path, f"{value!r} cites {source!r}, which is no id of the sources ({', '.join(ids)})"
            elif not article.strip():
                yield path, f"{value!r} does not say which article"


def _proportions(law: Law) -> Problems:
    for path, value in _walk(law):
        if not isinstance(value, Proportion):
            continue
        if (value.more_than is None) == (value.at_least is None):
            yield path, "needs more_than or at_least, and not both"
            continue
        key = "more_than" if value.above else "at_least"
        if value.share > 1 or (value.above and value.share == 1):
            yield (*path, key), "more than there is: nobody can ever have it"
        if not value.above and value.share == 0:
            yield (*path, key), "asks for nothing"


def _parts(law: Law, way: str) -> Problems:
    if way == "ranking" and law.turnout is not None:
        yield ("turnout",), "ranked ballots do not say how many voters are registered"
    if way != "rounds" and law.ballot is not None and law.ballot.against_all:
        yield ("ballot", "against_all"), "only rounds of voting for one candidate have votes against all"
    if way in ("lists", "question") and law.single is not None:
        yield ("single",), f"there are no candidates in a vote about {'lists' if way == 'lists' else 'a question'}"
    if way == "ranking" and law.single is not None and law.single.vote is SingleVote.FOR_OR_AGAINST:
        yield ("single", "vote"), "ranked ballots cannot say for or against"
    if law.turnout is not None and law.turnout.not_in_repeat and law.repeat is None:
        yield ("turnout", "not_in_repeat"), "there is no [repeat]"
    if law.question is not None and law.question.regions is not None:
        yield from _regions(law.question.regions)
    conditions = [condition.id for condition in law.nomination.conditions] if law.nomination else []
    for place, own in enumerate(conditions):
        if own in conditions[:place]:
            yield ("nomination", "conditions", place, "id"), f"{own!r} is another condition's id already"


def _regions(regions: Regions) -> Problems:
    for name, weight in regions.weights.items():
        if Fraction(weight) == 0:
            yield ("question", "regions", "weights", name), "a region without weight"


def _rounds(rounds: Sequence[Round]) -> Problems:
    for place, own in enumerate(rounds):
        path: Path = ("rounds", place)
        last = place == len(rounds) - 1
        if last and own.go_on is not None:
            yield (*path, "go_on"), "no round follows this one"
        if last and own.next_within is not None:
            yield (*path, "next_within"), "no round follows this one"
        if not last and own.go_on is None:
            yield path, "a round follows this one: go_on has to say who stands in it"
        if not last and own.elected == "most votes":
            yield (*path, "elected"), "most votes always elect somebody, and so no round can follow"
        if own.only_if_more_stand and not isinstance(own.go_on, int):
            yield (*path, "only_if_more_stand"), "needs a number in go_on"


def _ties(ties: Ties, way: str) -> Problems:
    for name in ties.__struct_fields__:
        rule = getattr(ties, name)
        if rule is None:
            continue
        if name not in PURPOSES_OF[way]:
            yield ("ties", name), f"there is no such tie in a law with [{way}]"
        for place, own in enumerate(rule.by):
            path: Path = ("ties", name, "by", place)
            if own in rule.by[:place]:
                yield path, f"{own.value!r} stands there already"
            if own in (TieRule.LOT, TieRule.NEW_VOTE) and place < len(rule.by) - 1:
                yield path, f"{own.value!r} has to be the last: nothing is left to ask after it"
            if own is TieRule.NEW_VOTE and (way, name) != ("rounds", "elect"):
                yield path, "a new vote can only be between those tied for election in a round"
            if own is TieRule.EARLIER and (way, name) not in (("ranking", "exclude"), ("ranking", "transfer")):
                yield path, "only a count in stages has earlier ones"
            if own in (TieRule.OLDER, TieRule.DISTRICTS) and way == "lists":
                yield path, f"{own.value!r} is about candidates, not lists"


def _withdrawal(law: Law) -> Problems:
    rule = law.withdrawal
    if rule is None:
        return
    if not law.rounds and not law.ranking:
        yield ("withdrawal",), "there are no candidates here who could leave"
    for key in ("after_freezing", "death_after_freezing"):
        if law.ranking and getattr(rule, key) is AfterFreezing.INVALID:
            yield ("withdrawal", key), "a ranked ballot is not invalid because somebody on it has left"
    for key in ("between_rounds", "death_between_rounds"):
        what = getattr(rule, key)
        if what is not None and len(law.rounds) < 2:
            yield ("withdrawal", key), "there are no two rounds"
        elif what is Departure.NEXT_MOVES_UP and all(not isinstance(own.go_on, int) for own in law.rounds):
            yield ("withdrawal", key), "nobody can move up where all stand again"
