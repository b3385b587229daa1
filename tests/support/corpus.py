# SPDX-License-Identifier: Apache-2.0
"""The corpus of broken records in ``vectors/broken``."""

import json
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from isonomia.groups import UnknownGroup
from isonomia.record.errors import NotARecord, UnknownVersion
from isonomia.verify import Report
from isonomia.verify.terms import with_terms
from isonomia.verify.verifier import examine

FOLDER = Path(__file__).parents[2] / "vectors" / "broken"
UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Vector:
    """One record, and what its manifest says of it."""

    file: str
    what: str
    must_fail: str | None
    also: tuple[str, ...]
    strict: bool
    section: str
    group: str
    kind: str
    trustees: str
    stage: str
    terms: str | None = None
    """The file of terms that goes along."""

    @property
    def name(self) -> str:
        return self.file.removesuffix(".bel")

    @property
    def guilty(self) -> set[str]:
        """Every check that fails."""
        return {self.must_fail, *self.also} if self.must_fail else set()

    def read(self) -> bytes:
        return (FOLDER / self.file).read_bytes()

    def report(self, backend: str = "kernel") -> Report | None:
        """What our verifier says; None if it says that it cannot read such a thing."""
        try:
            examined = examine(BytesIO(self.read()), backend=backend, workers=1)
        except (NotARecord, UnknownVersion, UnknownGroup):
            return None
        if self.terms is None:
            return examined.report
        return with_terms(examined, (FOLDER / self.terms).read_bytes(), self.terms)


@cache
def corpus() -> tuple[Vector, ...]:
    """All records, honest ones too, in the order of the manifest."""
    records = json.loads((FOLDER / "manifest.json").read_text())["records"]
    return tuple(Vector(**entry | {"also": tuple(entry["also"])}) for entry in records)
