# SPDX-License-Identifier: Apache-2.0
"""All cases together: their bytes, and the manifest that says what each is."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from isonomia.protocol.messages import QuestionH, QuestionL
from isonomia.protocol.public.questions import allows_blank
from isonomia.protocol.public.trustees import Single
from isonomia.verify.checks import TERMS_TITLES, TITLES
from vectors.make import (
    ROOT,
    chain,
    container,
    controls,
    decrypting,
    elements,
    numbers,
    proofs,
    results,
    setup,
    shapes,
    shuffling,
    signatures,
    tallies,
    terms,
    trustees,
    votes,
)
from vectors.make.cases import CASES, Case
from vectors.make.dealer import Dealer

MODULES = (
    container,
    chain,
    setup,
    trustees,
    votes,
    proofs,
    shapes,
    elements,
    numbers,
    signatures,
    tallies,
    shuffling,
    decrypting,
    results,
    terms,
    controls,
)
"""Each adds its cases when it is imported."""

FOLDER = ROOT / "vectors" / "broken"


class Made(NamedTuple):
    """The entry of the manifest, and the files that it tells of, by their names."""

    entry: dict[str, Any]
    files: dict[str, bytes]


@cache
def made(name: str) -> Made:
    """One record, and its terms if it has any."""
    own = CASES[name]
    result = own.build(own.seed)
    dealer, *contents = result if isinstance(result, tuple) else (result, result.record.write())
    names = [f"{name}.bel", f"{name}.terms.json"][: len(contents)]
    return Made(_entry(own, dealer, names), dict(zip(names, contents, strict=True)))


def built() -> Iterator[tuple[str, bytes]]:
    """Every file by its name."""
    for name in sorted(CASES):
        yield from made(name).files.items()


def manifest() -> bytes:
    """``manifest.json``: one line a record."""
    written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    entries = ",\n".join(written(made(name).entry) for name in sorted(CASES))
    return f'{{"version": 1, "specification": "Belenios 3.3.0, version 1", "records": [\n{entries}\n]}}\n'.encode()


PAGE = ROOT / "docs" / "checks.md"
MARKER = "<!-- From here on written by `python -m vectors.make`. -->\n"


def page() -> bytes:
    """``docs/checks.md`` with its list of records for each check."""
    kept, _, _ = PAGE.read_text().partition(MARKER)
    by_check: dict[str, list[str]] = {check: [] for check in (*TITLES, *TERMS_TITLES)}
    for _, own in sorted(CASES.items()):
        if own.must_fail in by_check:
            by_check[str(own.must_fail)].append(own.name)
    lines = [f"- `{check}`: {', '.join(names)}" for check, names in by_check.items()]
    return (kept + MARKER + "\n" + "\n".join(lines) + "\n").encode()


def _entry(own: Case, dealer: Dealer, names: list[str]) -> dict[str, Any]:
    kinds = [_kind(question) for question in dealer.election.questions]
    weighted = any(weight != 1 for weight in dealer.roll.values())
    return {
        "file": names[0],
        **({"terms": names[1]} if len(names) > 1 else {}),
        "what": own.what,
        "must_fail": own.must_fail,
        "also": list(own.also),
        "strict": own.strict,
        "section": own.section,
        "group": dealer.group.name,
        "kind": " + ".join(kinds) + (", weights" if weighted else ""),
        "trustees": _trustees(dealer),
        "stage": _stage(dealer),
    }


def _kind(question: Any) -> str:
    if isinstance(question, QuestionH):
        return "homomorphic, blank" if allows_blank(question) else "homomorphic"
    return "lists" if isinstance(question, QuestionL) else "ranking"


def _trustees(dealer: Dealer) -> str:
    parts = [
        "single" if isinstance(kind, Single) else f"{kind.parameters.threshold} of {kind.size}" for kind in dealer.kinds
    ]
    return " + ".join(parts)


def _stage(dealer: Dealer) -> str:
    types = [event.type for event in dealer.record.events]
    return "tallied" if "Result" in types else "closed" if "EndBallots" in types else "open"
