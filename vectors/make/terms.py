# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)
"""Terms beside a record: another law, another election's, or a file with two readings."""

import json
from collections.abc import Callable
from typing import Any

from isonomia.record import terms
from isonomia.record.terms import Law, Previous, Schedule, Terms, Texts
from vectors.make.cases import Built, case, honest
from vectors.make.dealer import Dealer, opened

CANONICAL, HASH, UUID = terms.CANONICAL, terms.HASH, terms.UUID


def promised(uuid: str, law: str = "aa" * 32) -> Terms:
    """What voters were promised: a law, a schedule, texts in two languages, the round before."""
    return Terms(
        version=terms.VERSION,
        uuid=uuid,
        texts={
            "en": Texts("Corpus", "", [["A?", "A"]]),
            "el": Texts("Δοκιμή", "Ισονομία", [["Α;", "Α"]]),
        },
        law=Law("law.toml", law),
        schedule=Schedule("2026-11-22T08:00:00+02:00", "2026-11-22T20:00:00+02:00"),
        previous=Previous("1" * 14, "bb" * 32),
    )


def bound(dealer: Dealer, content: bytes, described: Callable[[str], str] = lambda digest: digest) -> Built:
    """The election names these terms: its description's last line is their hash, unless it is ``described`` otherwise."""
    dealer.said(description=described(terms.terms_hash(content)))
    return dealer, dealer.record.write(), content


def written(change: Callable[[bytes], bytes]):
    """The file in other bytes, whose hash the election names."""
    return lambda seed: bound(d := opened(seed, "plain"), change(terms.canonical(promised(d.election.uuid))))


def rewritten(change: Callable[[Any], Any]):
    """The same, with its value changed and written canonically."""

    def apply(content: bytes) -> bytes:
        value = json.loads(content)
        change(value)
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    return written(apply)


def described(description: Callable[[str], str]):
    """The election says something else than their hash in its last line."""
    return lambda seed: bound(d := opened(seed, "plain"), terms.canonical(promised(d.election.uuid)), description)


def exchanged(seed: int) -> Built:
    """The election names terms with one law, and another law stands in the file."""
    dealer = opened(seed, "plain")
    dealer.said(description=terms.terms_hash(terms.canonical(promised(dealer.election.uuid))))
    return dealer, dealer.record.write(), terms.canonical(promised(dealer.election.uuid, law="cc" * 32))


honest("terms", "A record with its terms.", written(lambda own: own))
honest(
    "terms-of-little",
    "Terms with nothing in them that need not be; the description says more before their hash.",
    lambda seed: bound(
        d := opened(seed, "plain"),
        terms.canonical(Terms(version=1, uuid=d.election.uuid, texts={})),
        lambda digest: f"Two lines\nof text\n{digest}",
    ),
)

case("terms-another-law", "After voting, another law stands in the terms.", HASH, exchanged)
case("terms-not-named", "The election names no terms: anybody can write some.", HASH, described(lambda _: "No terms."))
case(
    "terms-not-in-the-last-line",
    "The hash of the terms stands in the description, and a line behind it.",
    HASH,
    described(lambda digest: f"{digest}\n(provisional)"),
)
case(
    "terms-line-break-behind",
    "A line break stands behind the hash of the terms: the last line is empty.",
    HASH,
    described(lambda digest: digest + "\n"),
)
case("terms-hash-upper-case", "The hash of the terms is in capitals.", HASH, described(str.upper))
case(
    "terms-of-another-election",
    "The election names the terms of another election.",
    UUID,
    rewritten(lambda value: value.update(uuid="1" * 14)),
)
case("terms-spaces", "The terms are not compact.", CANONICAL, written(lambda own: own.replace(b",", b", ")))
case(
    "terms-line-break", "The terms end with a line break, as editors add.", CANONICAL, written(lambda own: own + b"\n")
)
case(
    "terms-order",
    "The keys of the terms are in another order.",
    CANONICAL,
    written(lambda own: json.dumps(dict(reversed(json.loads(own).items())), separators=(",", ":")).encode()),
)
case(
    "terms-escaped",
    "A letter of the terms is written with an escape.",
    CANONICAL,
    written(lambda own: own.replace("Δ".encode(), b"\\u0394")),
)
case(
    "terms-default-written",
    "The terms say that there is no schedule, which they need not.",
    CANONICAL,
    rewritten(lambda value: value.update(schedule=None)),
)
case("terms-version", "The terms are of version 2.", CANONICAL, rewritten(lambda value: value.update(version=2)))
case(
    "terms-unknown-key",
    "The terms promise something that no program knows of.",
    CANONICAL,
    rewritten(lambda value: value.update(quorum=50)),
)
case(
    "terms-doubled-key",
    "The terms name two laws: readers differ in which one they take.",
    CANONICAL,
    written(lambda own: own.replace(b'"law":', b'"law":{"file":"other.toml","sha256":"00"},"law":')),
)
case("terms-no-json", "The terms are a text for readers only.", CANONICAL, written(lambda _: b"The usual terms apply."))
case("terms-empty", "The file of terms is empty.", CANONICAL, written(lambda _: b""))
case("terms-not-utf-8", "The terms are not UTF-8.", CANONICAL, written(lambda own: own.replace("Δ".encode(), b"\xc4")))
case(
    "terms-deep",
    "The texts of the terms are nested a thousand deep: a careless parser falls.",
    CANONICAL,
    written(lambda own: own.replace(b'"texts":', b'"texts":' + b"[" * 1000 + b"]" * 1000 + b',"texts":')),
)
