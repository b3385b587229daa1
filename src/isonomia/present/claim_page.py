# SPDX-License-Identifier: Apache-2.0
"""What every report about a claim has: its head, its figures, what was examined, and how to make it again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isonomia.present.catalogue import Words
from isonomia.present.hypertext import Html, inline, page, table, tag, together
from isonomia.present.numbers import number
from isonomia.present.plot import Picture

if TYPE_CHECKING:
    from isonomia.claims.tables.table import LeftOut, Table


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read: its name without folders, and the SHA-256 of its bytes."""

    name: str
    sha256: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """How to make the report again: a command line, and of each program its version."""

    command: str
    versions: tuple[tuple[str, str], ...]
    more: tuple[str, ...] = ()
    """Commands that check what was found."""


def whole_page(title: str, lead: Sequence[Html], sections: Sequence[Html], words: Words) -> str:
    """A report as an HTML document."""
    head = tag("header", tag("h1", title), *lead)
    made = words.gettext("Made by isonomia, free software: everybody can run it again and must find the same.")
    return page(title, words.language, head, tag("main", *sections), tag("footer", tag("p", made, class_="soft")))


def section(name: str, title: str, *content: str) -> Html:
    """A part of the page with a heading."""
    return tag("section", tag("h2", title, id=name), *content, aria_labelledby=name)


def paragraphs(*texts: str) -> Html:
    return together(tag("p", text) for text in texts)


def listed(items: Iterable[str]) -> Html:
    return tag("ul", *(tag("li", item) for item in items))


def shown(picture: Picture, words: Words) -> Html:
    """A figure, what it says, and its numbers for those who do not see it."""
    numbers = table(picture.title, picture.head, picture.rows, numbers=range(1, len(picture.head)))
    return tag(
        "figure",
        inline(picture.svg),
        tag("figcaption", picture.caption),
        tag("details", tag("summary", words.gettext("The numbers of this figure")), numbers),
        id=f"figure-{picture.name}",
    )


def inputs(files: Sequence[Input], words: Words) -> Html:
    """Every file with its hash."""
    head = (words.gettext("File"), words.gettext("What it is"), "SHA-256")
    return table(words.gettext("Files"), head, [(own.name, own.what, tag("code", own.sha256)) for own in files])


_FEW = 10


def left_out(rows: "Sequence[LeftOut]", words: Words) -> Html:
    """Rows that are not in the table: how many for which reason, and which are the first."""
    if not rows:
        return tag("p", words.gettext("No row was left out."))
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for own in rows:
        groups[own.column, _reason(own.why, words)].append(own.row)
    count = words.ngettext("{n} row was left out.", "{n} rows were left out.", len(rows), n=number(len(rows), words))
    head = (words.gettext("Column"), words.gettext("Reason"), words.gettext("Rows"), words.gettext("Which"))
    body = [(column, why, number(len(own), words), first_of(own, words)) for (column, why), own in groups.items()]
    return together((tag("p", count), table(words.gettext("Rows left out"), head, body, numbers=(2,))))


def first_of(rows: Sequence[int], words: Words) -> str:
    """The first few numbers of rows."""
    text = ", ".join(str(row) for row in rows[:_FEW])
    if len(rows) > _FEW:
        return words.gettext("{rows} and {n} more", rows=text, n=number(len(rows) - _FEW, words))
    return text


def _reason(why: str, words: Words) -> str:
    if why.endswith("is empty"):
        return words.gettext("the cell is empty")
    if why.startswith("is left out"):
        return words.gettext("the mapping file leaves the row out")
    if why.startswith("is "):
        return words.gettext("the row is the sum of others")
    if why.startswith("stands below"):
        return words.gettext("the row stands below the table")
    if why.endswith("is negative"):
        return words.gettext("the number is negative")
    return words.gettext("it is no whole number")


def _meaning(words: Words) -> dict[str, str]:
    """What a column tells, by its role."""
    return {
        "region": words.gettext("region"),
        "district": words.gettext("district"),
        "station": words.gettext("polling station"),
        "stratum": words.gettext("stratum of the sample"),
        "registered": words.gettext("registered voters"),
        "issued": words.gettext("ballots issued"),
        "cast": words.gettext("ballots cast"),
        "valid": words.gettext("valid ballots"),
        "blank": words.gettext("blank ballots"),
        "invalid": words.gettext("invalid ballots"),
        "candidate": words.gettext("votes for a candidate"),
        "other": words.gettext("nothing that is used"),
    }


def columns(own: "Table", words: Words) -> Iterator[Html]:
    """What each column was taken for, and the sums."""
    meaning = _meaning(words)
    by = {
        "mapping": words.gettext("as the mapping file tells"),
        "heading": words.gettext("by its heading"),
        "arithmetic": words.gettext("because the columns add up"),
        "rest": words.gettext("by elimination: look twice"),
    }
    head = (words.gettext("Heading"), words.gettext("Taken for"), words.gettext("How"), words.gettext("Sum"))
    sums = {name: number(int(counts.sum()), words) for name, counts in own.candidates.items()}
    rows = [
        (
            guess.heading,
            meaning[guess.role],
            by[guess.why] if guess.role != "other" else "–",
            sums.get(guess.heading, ""),
        )
        for guess in own.guesses
    ]
    yield table(words.gettext("Columns"), head, rows, numbers=(3,))
    totals = [(meaning[role], number(int(counts.sum()), words)) for role, counts in own.totals.items()]
    if totals:
        yield table(words.gettext("Totals"), (words.gettext("What"), words.gettext("Sum")), totals, numbers=(1,))
    if own.notes:
        yield tag("h3", words.gettext("Notes of the reading"))
        yield tag("ul", *(tag("li", note) for note in own.notes), lang="en")


def again(own: Again, words: Words) -> Html:
    """The section with the command."""
    told = ", ".join(f"{name} {version}" for name, version in own.versions)
    return section(
        "again",
        words.gettext("How to make this report again"),
        tag("p", words.gettext("In the folder of the files:")),
        tag("pre", tag("code", own.command)),
        tag(
            "p",
            words.gettext(
                "The same files, choices and versions give the same report, byte by byte. It was made with {versions}.",
                versions=told,
            ),
        ),
    )
