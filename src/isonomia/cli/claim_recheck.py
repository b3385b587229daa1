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
import sys
from fractions import Fraction
from typing import Any

Row = dict[str, str]
Term = tuple[Row, str]  # a document, and the name of a number in it

RESERVED = ("kind", "unit", "within", "time", "complete", "base", "source")
FIELDS = ("registered", "received", "issued", "cast", "valid", "blank", "invalid")
CHAIN = ("valid", "cast", "issued", "registered")


def rows(content: bytes) -> dict[int, Row]:
    """{row: {column: text}}: by the line on which it ends (CSV), or by its number (JSON)."""
    text = content.decode("utf-8-sig")
    if text.lstrip()[:1] == "{":
        cells = dict(enumerate(json.loads(text, parse_float=str)["documents"], 1))
        return {row: {heading(k.strip()): str(v).strip() for k, v in own.items()} for row, own in cells.items()}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=text.partition("\n")[0].count))
    lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
    names = [heading(cell.strip()) for cell in lines[0][1]]
    return {row: {k: cell.strip() for k, cell in zip(names, line, strict=False)} for row, line in lines[1:]}


def heading(cell: str) -> str:
    name, percent = " ".join(cell.removesuffix("%").split()), " %" if cell.endswith("%") else ""
    return (name.casefold() if name.casefold() in (*RESERVED, *FIELDS, "turnout") else name) + percent


def need(condition: bool, why: str) -> None:
    if not condition:
        raise ValueError(why)


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
    size = min(len(one.get("time", "")), len(two.get("time", "")))
    return one["time"][:size] < two["time"][:size]


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
    elif kind in ("proven-above-count", "two-counts", "went-down"):
        need(same and len(left) == 1 and first["unit"] == last["unit"], "not one quantity of one unit")
        if kind == "proven-above-count":
            need(first["kind"] == "proven" and last["kind"] in official, "not a proof and a count")
        elif kind == "two-counts":
            need(first["kind"] == last["kind"] and first["kind"] in official and first is not last, "not two counts")
        else:
            kinds = {first["kind"], last["kind"]} <= {"interim", "total"}
            need(kinds and before(first, last) and names[0] not in ("registered", "received"), "not in this order")
    else:
        need(len(documents) == 1 and first["kind"] != "proven", "columns are those of one document")
        parts = {name for name in ("valid", "blank", "invalid") if first.get(name)}
        sums = [(parts, {"cast"})] if {"valid", "invalid"} <= parts else []
        pairs = [({less}, {more}) for place, less in enumerate(CHAIN) for more in CHAIN[place + 1 :]]
        pairs += [({"issued"}, {"received"})] + [(candidates(first), {more}) for more in CHAIN]
        if is_complete(first) and candidates(first, " %") <= candidates(first):
            sums.append(({"valid"}, candidates(first)))
        equal = sums + [(more, less) for less, more in sums if less == parts]
        need((set(names), set(others)) in pairs + equal, "no rule says that these are in this order")
        need(len(set(names)) == len(names) and len(set(others)) == len(others), "a column is there twice")


def wrong_of_percentage(own: Row, name: str, left: list[Term], right: list[Term], documents: list[Row]) -> int:
    """The fewest wrong votes of a percentage that was rounded to the nearest; 0 if it can be."""

    def ends(text: str) -> tuple[Fraction, Fraction]:
        whole, _, digits = text.replace(",", ".").partition(".")
        middle, half = Fraction(int(whole + digits), 10 ** len(digits)), Fraction(1, 2 * 10 ** len(digits))
        return max(Fraction(0), (middle - half) / 100), min(Fraction(1), (middle + half) / 100)

    need(len({each["unit"] for each in documents}) == 1, "the documents are about several units")
    base = "registered" if name == "turnout" else own.get("base")
    total = sum(int(each[key]) for each, key in right)
    need(all(key == base for _, key in right) and len(right) < 2, "not what the percentage is a share of")
    if name == "*":
        shares = candidates(own, " %")
        low, high = (sum(ends(own[key + " %"])[end] for key in shares) for end in (0, 1))
        whole = is_complete(own) and base == "valid" and shares and candidates(own) <= shares
        apart = max(low - 1, 1 - high if whole else 0)
        return max(1, math.ceil(apart * total)) if apart > 0 else 0
    need(len(right) == 1, "nothing that the percentage is a share of")
    low, high = ends(own[name + " %"])
    least, most = math.ceil(low * total), math.floor(high * total)
    if least > most or total == 0:
        return 1
    need(len(left) == 1 and left[0][1] == ("cast" if name == "turnout" else name), "not the votes of the percentage")
    count = int(left[0][0][left[0][1]])
    return max(least - count, count - most, 0)


def recheck(certificate: dict[str, Any], files: dict[str, dict[int, Row]]) -> None:
    documents = []
    for place in certificate["documents"]:
        need(place["sha256"] in files, "no document has the SHA-256 " + place["sha256"])
        own = files[place["sha256"]][place["row"]]
        need(own["kind"].lower() == place["kind"] and own["unit"] == place["unit"], f"row {place['row']} differs")
        documents.append(dict(own, kind=own["kind"].lower()))
    left, right = ([(documents[i], name) for i, name in certificate[side]] for side in ("left", "right"))
    above, below = (sum(int(own[name]) for own, name in side) for side in (left, right))
    need([above, below] == [certificate["left_sum"], certificate["right_sum"]], "the sums are not those told")
    if "percentage" in certificate:
        need(certificate["kind"] == "impossible-percentage", "a percentage is not of this kind")
        number, name = certificate["percentage"]
        wrong = wrong_of_percentage(documents[number], name, left, right, documents)
    else:
        allowed(certificate["kind"], left, right, documents)
        wrong = above - below
    need(wrong > 0, f"there is no contradiction: {above} is not above {below}")
    need(wrong == certificate["wrong_votes_at_least"], f"it proves {wrong} wrong votes")


def main(arguments: list[str]) -> int:
    try:
        with open(arguments[0], encoding="utf-8") as file:
            certificates = json.load(file)["certificates"]
        files = {}
        for name in arguments[1:]:
            with open(name, "rb") as file:
                content = file.read()
            files[hashlib.sha256(content).hexdigest()] = rows(content)
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        print(f"cannot be read: {error!r}; use: recheck.py CERTIFICATES.json DOCUMENT...", file=sys.stderr)
        return 2
    code = 0
    for number, certificate in enumerate(certificates, 1):
        try:
            recheck(certificate, files)
            told = f"confirmed: {certificate['kind']}, at least {certificate['wrong_votes_at_least']} wrong"
        except (ValueError, KeyError, IndexError, TypeError) as error:
            told, code = f"NOT confirmed: {error}", 1
        print(number, told)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
