#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Re-check contradictions found by isonomia, with nothing but Python 3.10: recheck.py CERTIFICATES.json DOCUMENT...

It believes nothing of a certificate: documents are found by their SHA-256, numbers are read from them, and that the
inequality cannot be true, and how many wrong votes it proves, is worked out anew.
Exit code: 0 all confirmed, 1 one is not, 2 it could not be read.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import re
import sys
import unicodedata
from fractions import Fraction
from typing import Any

Row = dict[str, str]
Term = tuple[Row, str]  # a document, and the name of a number in it

RESERVED = ("kind", "unit", "within", "time", "complete", "base", "source")
FIELDS = ("registered", "received", "issued", "cast", "valid", "blank", "invalid")
COUNTED = ("protocol", "total", "interim")
ABOVE = {  # what each number is at most
    "valid": ("cast", "issued", "registered", "received"),
    "cast": ("issued", "registered", "received"),
    "issued": ("registered", "received"),
}


def rows(content: bytes) -> dict[int, Row]:
    """{row: {column: text}}: by the line on which it ends (CSV), or by its number (JSON)."""
    text = content.decode("utf-8-sig")
    if text.lstrip()[:1] == "{":
        found = json.loads(text, parse_float=str, object_pairs_hook=once)["documents"]
        need(all(type(v) in (str, int) for own in found for v in own.values()), "neither text nor a whole number")
        return {row: once([(heading(k), plain(str(v))) for k, v in own.items()]) for row, own in enumerate(found, 1)}
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
    names = [heading(cell) for cell in lines[0][1]]
    need(all(len(line) == len(names) for _, line in lines), "a row has more or fewer cells than there are columns")
    return {row: once([*zip(names, map(plain, line), strict=True)]) for row, line in lines[1:]}


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    need(len({key for key, _ in pairs}) == len(pairs), "a column is there twice")
    need("" not in dict(pairs), "a column has no name")
    return dict(pairs)


def plain(cell: str) -> str:
    """Letters composed (NFC): what looks the same is the same."""
    return unicodedata.normalize("NFC", cell).strip()


def heading(cell: str) -> str:
    cell, percent = plain(cell), " %" if plain(cell).endswith("%") else ""
    name = " ".join(cell.removesuffix("%").split())
    return (name.casefold() if name.casefold() in (*RESERVED, *FIELDS, "turnout") else name) + percent


def need(condition: bool, why: str) -> None:
    if not condition:
        raise ValueError(why)


def number(own: Row, name: str) -> int:
    """What a document says of a quantity."""
    text = own.get(name, "")
    need(text.isascii() and text.isdigit() and len(text) <= 15, "a document does not say the number")
    return int(text)


def candidates(own: Row, percent: str = "") -> set[str]:
    """Who has a number in a document, or with " %" a percentage."""
    names = {key.removesuffix(percent) for key in own if own[key] and key.endswith("%") == bool(percent)}
    return names - {*RESERVED, *FIELDS, "turnout"}


def is_complete(own: Row) -> bool:
    return own.get("complete", "").casefold() == "yes"


def ancestors(unit: str, above: dict[str, str]) -> set[str]:
    """The sets that a unit is in."""
    found: set[str] = set()
    while unit in above and above[unit] not in found:
        unit = above[unit]
        found.add(unit)
    return found


def before(one: Row, two: Row) -> bool:
    if one["kind"] == "total" or two["kind"] == "total":
        return one["kind"] == "interim"
    times = [own.get("time", "") for own in (one, two)]
    need(all(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?", time) for time in times), "no two times")
    size = min(map(len, times))
    return times[0][:size] < times[1][:size]


def allowed(kind: str, left: list[Term], right: list[Term], documents: list[Row]) -> None:
    """That these numbers may be held against each other: the rule that each kind of contradiction breaks."""
    on_left, on_right = [own for own, _ in left], [own for own, _ in right]
    names, others = [name for _, name in left], [name for _, name in right]
    first, last = on_left[0], on_right[0]
    same = set(names) == set(others) and len(set(names)) == 1 and len(right) == 1
    official = ("protocol", "total")
    if kind == "sum-above-total":
        need(same and last["kind"] == "total", "a sum is held against one total of the same quantity")
        counts = ("protocol", "total", "proven", *(() if names[0] in ("registered", "received") else ("interim",)))
        need(all(own["kind"] in counts for own in on_left), "the parts are no counts")
        above: dict[str, str] = {}
        for each in documents:
            told = each.get("within") or above.get(each["unit"], "")
            need(not told or above.setdefault(each["unit"], told) == told, "a unit is in two sets")
        units = {own["unit"] for own in on_left}
        need(len(units) == len(on_left), "a unit is there twice")
        need(all(last["unit"] in ancestors(unit, above) for unit in units), "a part is not said to be in the set")
        need(not any(ancestors(unit, above) & units for unit in units), "a part is inside another")
    elif kind == "proven-above-count" and not same:
        need(len(documents) == 2 and first["kind"] == "proven" and last["kind"] in official, "not a proof and a count")
        need(all(own is first for own in on_left) and first["unit"] == last["unit"], "not about one unit")
        need(len(set(names)) == len(names) and set(names) <= candidates(first), "not votes of one proof")
        need(len(right) == 1 and others[0] in ("valid", *ABOVE["valid"]), "not the ballots, or the voters")
    elif kind in ("proven-above-count", "two-counts", "went-down"):
        need(same and len(left) == 1 and first["unit"] == last["unit"], "not one quantity of one unit")
        need(len(documents) == 2 and first is not last, "not two documents")
        if kind == "proven-above-count":
            need(first["kind"] == "proven" and last["kind"] in official, "not a proof and a count")
        elif kind == "two-counts":
            need(first["kind"] == last["kind"] and first["kind"] in official, "not two counts")
        else:
            kinds = {first["kind"], last["kind"]} <= {"interim", "total"}
            need(kinds and before(first, last) and names[0] not in ("registered", "received"), "not in this order")
    else:
        need(kind in ("more-than-possible", "does-not-add-up"), "there is no such kind")
        need(len(documents) == 1 and first["kind"] in COUNTED, "not columns of one count")
        need(len(set(names)) == len(names) and len(set(others)) == len(others), "a column is there twice")
        rules = at_most(first) if kind == "more-than-possible" else adding_up(first)
        need((set(names), set(others)) in rules, "no rule says that these are in this order")


Rules = list[tuple[set[str], set[str]]]  # columns whose sum is at most that of others


def ballots(own: Row) -> tuple[set[str], set[str]]:
    """The valid votes (where they are not told, those of the candidates), and the ballots that are none."""
    return {"valid"} if own.get("valid") else candidates(own), {key for key in ("blank", "invalid") if own.get(key)}


def at_most(own: Row) -> Rules:
    votes, others = ballots(own)
    rules = [({less}, {more}) for less in ("cast", "issued") for more in ABOVE[less]]
    rules += [(votes, {more}) for more in ABOVE["valid"]]
    return rules + [(votes | others, {more}) for more in ABOVE["cast"]]


def adding_up(own: Row) -> Rules:
    votes, others = ballots(own)
    everybody = is_complete(own) and candidates(own) and candidates(own, " %") <= candidates(own)
    rules = [(candidates(own), {"valid"})]
    if others:  # else it is more than possible
        rules.append((votes | others, {"cast"}))
    if everybody:
        rules.append(({"valid"}, candidates(own)))
    if own.get("invalid") and (own.get("valid") or everybody):
        rules.append(({"cast"}, votes | others))
    return rules


def wrong_of_percentage(own: Row, name: str, left: list[Term], right: list[Term], documents: list[Row]) -> int:
    """The fewest wrong votes of a percentage that was rounded to the nearest; 0 if it can be."""
    need(len({each["unit"] for each in documents}) == 1, "the documents are about several units")
    counted = {each["kind"] for each in documents}
    need(own["kind"] in COUNTED, "percentages of what is no count")
    need(name == "*" or bool(own.get(name + " %")), "there is no such percentage")
    need(len(documents) == 1 or counted in ({"protocol"}, {"total"}), "not official documents of one kind")
    need(len(left) < 2 and len(right) < 2, "not one number of votes and one of what they are a share of")
    base = "registered" if name == "turnout" else own.get("base", "")
    need(base in ("", *ABOVE, "registered"), "the percentages are shares of nothing that they can be of")
    total = number(*right[0]) if right else None
    limited = bool(right) and right[0][1] in ABOVE.get(base, ())
    need(not right or limited or right[0][1] == base, "not what the percentage is a share of")
    if name == "*":
        need(not left and not limited, "all percentages together are held against their total alone")
        return wrong_together(own, base, total)
    low, high = ends(own[name + " %"])
    if low > 1:
        need(not left and not limited, "what is above the whole is held against its total alone")
        return max(1, math.ceil(min(low - 1, Fraction(1)) * (total or 0)))
    need(total is not None, "nothing that the percentage is a share of")
    if limited:
        need(not left, "votes are held against what the percentage is a share of")
        return max(0, smallest_total(own[name + " %"]) - (total or 0))
    need(not left or left[0][1] == ("cast" if name == "turnout" else name), "not the votes of the percentage")
    return fewest_changes(low, high, total or 0, number(*left[0]) if left else None)


def ends(text: str) -> tuple[Fraction, Fraction]:
    """The least and the most that was rounded to a percentage, as parts of one."""
    need(re.fullmatch(r"[0-9]{1,15}([.,][0-9]{1,9})?", text, re.ASCII) is not None, "a percentage cannot be read")
    whole, _, digits = text.replace(",", ".").partition(".")
    middle, half = Fraction(int(whole + digits), 10 ** len(digits)), Fraction(1, 2 * 10 ** len(digits))
    return max(Fraction(0), (middle - half) / 100), min(Fraction(1), (middle + half) / 100)


def smallest_total(text: str) -> int:
    """The smallest number that has a whole number as this percentage: what is too small for it, all below are."""
    low, high = ends(text)
    too_small, enough = 0, Fraction(text.replace(",", ".")).denominator * 100  # of so many it is one exactly
    while enough - too_small > 1:
        middle = (enough + too_small) // 2
        nearest = (Fraction(text.replace(",", ".")) / 100).limit_denominator(middle)
        too_small, enough = (too_small, middle) if low <= nearest <= high else (middle, enough)
    return enough


FARTHEST = 100_000  # totals that are tried on each side: with these alone the bound may be less than the true one


def fewest_changes(low: Fraction, high: Fraction, total: int, votes: int | None) -> int:
    """How far the total and the votes are, added, from two that the percentage can be of."""
    found = []
    for way in (0, 1, -1):
        for away in range(1 if way else 0, FARTHEST + 1):
            other = total + way * away
            least, most = math.ceil(low * other), math.floor(high * other)
            if other < 1 or (least <= most and other > 0):
                apart = 0 if votes is None else max(least - votes, votes - most, 0)
                found += [away + apart] if other > 0 else []
                break
            if not way:
                break
        else:
            found.append(FARTHEST + 1)
        if found and not way:  # a change of the total by one changes the votes' share by no more than one
            break
    return min(found)


def wrong_together(own: Row, base: str, total: int | None) -> int:
    """By how many votes all percentages of a document miss the whole, or could with another total; 0 if they do not."""
    shares = [ends(own[key + " %"]) for key in candidates(own, " %")]
    whole = is_complete(own) and base == "valid" and candidates(own) <= candidates(own, " %")
    need(bool(shares) and all(low <= 1 for low, _ in shares), "there are no percentages, or one is above 100")

    def missed(of: int) -> int:
        least, most = sum(math.ceil(low * of) for low, _ in shares), sum(math.floor(high * of) for _, high in shares)
        return max(least - of, of - most if whole else 0, 0)

    never = max(sum(low for low, _ in shares) - 1, 1 - sum(high for _, high in shares) if whole else 0, 0)
    if not total:
        return 1 if never else 0

    def can_be(of: int) -> bool:
        return of > 0 and all(math.ceil(low * of) <= math.floor(high * of) for low, high in shares)

    least, away, part = missed(total), 0, min(Fraction(1), Fraction(never))
    if not never and not can_be(total):
        return 0  # then it is one of them that cannot be
    while away < FARTHEST:
        away += 1
        if away + part * max(0, total - away) > least - 1:  # so much at least is wrong with totals so far away
            return least
        least = min([least] + [away + missed(of) for of in (total - away, total + away) if can_be(of)])
    return min(least, max(1, math.ceil(part * total)))


def part(certificate: Any, name: str, kind: type) -> Any:
    """What a certificate says under a name; True is no number."""
    need(
        type(certificate) is dict and type(certificate.get(name)) is kind,
        f"{name!r} is not there, or not as it must be",
    )
    return certificate[name]


def terms(told: list[Any], documents: list[Row]) -> list[Term]:
    """The numbers that are meant: each a count, of a document of the certificate."""
    for each in told:
        need(type(each) is list and [*map(type, each)] == [int, str], "a number is not [document, column]")
        need(0 <= each[0] < len(documents), "there is no such document")
        need(each[1] not in (*RESERVED, "turnout") and not each[1].endswith("%"), "a column is no count of ballots")
    return [(documents[index], name) for index, name in told]


def document(place: Any, files: dict[str, dict[int, Row]]) -> Row:
    content = files.get(part(place, "sha256", str))
    need(content is not None, "no document has the SHA-256 " + ascii(place["sha256"][:64]))
    own = (content or {}).get(part(place, "row", int))
    need(own is not None, "there is no such row")
    own = dict(own or {}, kind=(own or {}).get("kind", "").casefold())
    need(own["kind"] in (*COUNTED, "proven", "set"), "a document is of no kind")
    same = own["kind"] == part(place, "kind", str) and own.get("unit") == part(place, "unit", str) != ""
    need(same, f"row {place['row']} differs")
    return own


def recheck(certificate: Any, files: dict[str, dict[int, Row]]) -> None:
    places, kind = part(certificate, "documents", list), part(certificate, "kind", str)
    documents = [document(place, files) for place in places]
    need(len({(place["sha256"], place["row"]) for place in places}) == len(places), "a document is there twice")
    left, right = (terms(part(certificate, side, list), documents) for side in ("left", "right"))
    above, below = (sum(number(own, name) for own, name in side) for side in (left, right))
    told = [part(certificate, f"{side}_sum", int) for side in ("left", "right")]
    need([above, below] == told, "the sums are not those told")
    if kind == "impossible-percentage":
        index, name = part(certificate, "percentage", list)
        need(type(index) is int and 0 <= index < len(documents) and type(name) is str, "no percentage of a document")
        used = {id(own) for own, _ in (*left, *right)} | {id(documents[index])}
        need(len(used) == len(documents), "a document is there that says nothing of it")
        wrong = wrong_of_percentage(documents[index], name, left, right, documents)
    else:
        need("percentage" not in certificate, "a percentage is not of this kind")
        need(bool(left and right), "one side of the inequality is empty")
        allowed(kind, left, right, documents)
        wrong = above - below
    need(wrong > 0, f"there is no contradiction: {above} is not above {below}")
    need(wrong == part(certificate, "wrong_votes_at_least", int), f"it proves {wrong} wrong votes")


UNREADABLE = (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, csv.Error)


def main(arguments: list[str]) -> int:
    try:
        with open(arguments[0], encoding="utf-8") as file:
            certificates = part(json.load(file), "certificates", list)
        files = {}
        for name in arguments[1:]:
            with open(name, "rb") as file:
                content = file.read()
            files[hashlib.sha256(content).hexdigest()] = rows(content)
    except UNREADABLE as error:
        print(f"cannot be read: {error!a}; use: recheck.py CERTIFICATES.json DOCUMENT...", file=sys.stderr)
        return 2
    code = 0
    for place, certificate in enumerate(certificates, 1):
        try:
            recheck(certificate, files)
            told = f"confirmed: {certificate['kind']}, at least {certificate['wrong_votes_at_least']} wrong"
        except UNREADABLE as error:
            told, code = f"NOT confirmed: {error}", 1
        print(place, told)
    if not certificates:
        print("There is no certificate in the file: nothing was checked, nothing is confirmed.")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
