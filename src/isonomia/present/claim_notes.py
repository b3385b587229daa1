# SPDX-License-Identifier: Apache-2.0
"""Notes on contradictions in words: a few lines, however many names there are."""

from collections.abc import Iterator, Sequence

from isonomia.claims.notes import About, Note
from isonomia.present.catalogue import Words
from isonomia.present.numbers import listed, number

_FEW = 5
"""Names in a line, and lines about names that are alike; of the others their number."""


def note_lines(notes: Sequence[Note], words: Words) -> Iterator[str]:
    """A sentence for each note, and one for those that are alike and not told."""
    alike = [note for note in notes if note.about in (About.CAPITALS, About.SPELLING)]
    for note in alike[:_FEW]:
        yield _alike(note, words)
    if rest := max(0, len(alike) - _FEW):
        yield words.ngettext(
            "{n} group of names more differs only in capitals, spaces, hyphens or other signs.",
            "{n} groups of names more differ only in capitals, spaces, hyphens or other signs.",
            rest,
            n=number(rest, words),
        )
    for note in notes:
        if note.about is About.NO_TOTAL:
            yield words.ngettext(
                "The set {names} is told to contain units, and no total of it is given.",
                "The sets {names} are told to contain units, and no totals of them are given.",
                len(note.names),
                names=_names(note.names, words),
            )
        elif note.about is About.ONE_DOCUMENT:
            yield words.ngettext(
                "The candidate {names} is named in one document only.",
                "The candidates {names} are named in one document only, each.",
                len(note.names),
                names=_names(note.names, words),
            )


def _alike(note: Note, words: Words) -> str:
    names = _names(note.names, words)
    if note.about is About.CAPITALS:
        return words.gettext("{names} differ only in capitals: are they one?", names=names)
    return words.gettext("{names} differ only in spaces, hyphens, other signs or capitals: are they one?", names=names)


def _names(names: Sequence[str], words: Words) -> str:
    few = [f"'{name}'" for name in names[:_FEW]]
    if rest := max(0, len(names) - _FEW):
        few.append(words.ngettext("{n} more", "{n} more", rest, n=number(rest, words)))
    return listed(few, words)
