# SPDX-License-Identifier: Apache-2.0
"""What is published: stations, figures, hashes, one-time pseudonyms; nothing else.

A file of documents that ``isonomia claim contradictions`` takes. Each text in it is a name of the form, a digit or
a hash that is made here: no observer's words, file names or times can get into it.
"""

import csv
from collections.abc import Callable
from io import StringIO

from isonomia.claims.observers.form import Form
from isonomia.claims.observers.merging import Merged, Row

Pseudonym = Callable[[str, str], str]
"""Of an observer's public key and a station."""
Shown = Callable[[str, str], str]
"""What is published instead of a photo's SHA-256, at a station."""


def publication(merged: Merged, form: Form, pseudonym: Pseudonym, shown: Shown) -> bytes:
    """The file: CSV, a row for each version of a station's protocol, then what contains the sets."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["kind", "unit", "within", "complete", *form.figures, "source"])
    for row in merged.rows:
        writer.writerow(_cells(row, form, pseudonym, shown))
    for unit, within in form.sets:
        writer.writerow(["set", unit, within, "", *("" for _ in form.figures), ""])
    return buffer.getvalue().encode()


def _cells(row: Row, form: Form, pseudonym: Pseudonym, shown: Shown) -> list[str]:
    station, figures = form.stations[row.station], dict(row.figures)
    complete = station.complete and all(name in figures for name in form.candidates)
    numbers = [str(figures[name]) if name in figures else "" for name in form.figures]
    observers = "+".join(sorted(pseudonym(own, row.station) for own in row.observers))
    photos = "+".join(sorted(shown(own, row.station) for own in row.photos))
    source = f"observers={observers}" + (f" photos={photos}" if photos else "")
    return ["protocol", station.name, station.within or "", "yes" if complete else "", *numbers, source]
