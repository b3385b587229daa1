# SPDX-License-Identifier: Apache-2.0
"""The report of contradictions: every certificate with its documents, its inequality, and how others check it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isonomia.claims.certificate import Certificate, Contradiction, Finding, Term
from isonomia.claims.documents import TURNOUT
from isonomia.claims.notes import Note
from isonomia.claims.percentages import is_above_the_whole, is_of_a_limit
from isonomia.present import bars
from isonomia.present.bars import Bar, Chart
from isonomia.present.catalogue import Words
from isonomia.present.claim_notes import note_lines
from isonomia.present.claim_page import Again, Input, again, inputs, listed, paragraphs, section, shown, whole_page
from isonomia.present.hypertext import Html, table, tag
from isonomia.present.numbers import listed as listing
from isonomia.present.numbers import number
from isonomia.present.plot import Picture

MOST = 100
"""Certificates that are told one by one, those of the most wrong votes first; all are in the file of ``--out``."""
MOST_DOCUMENTS = 60
_DRAWN = 4
"""Contradictions in the figure: as many as are large on a page."""


@dataclass(frozen=True, slots=True)
class Held:
    """What was held against each other, and what was found. ``script``: the SHA-256 of the program that re-checks."""

    files: tuple[Input, ...]
    documents: int
    found: Sequence[Finding]
    notes: Sequence[Note]
    strongest: bool
    script: str
    again: Again

    def certificate(self, finding: Finding) -> Certificate:
        return finding.strongest if self.strongest else finding.shortest


def pictures(held: Held, words: Words) -> list[Picture]:
    """Both sides of the contradictions with the most wrong votes, as bars; none if there is nothing to compare."""
    found = [held.certificate(one) for one in held.found]
    drawn = [one for one in found if one.left and one.right and one.percentage is None][:_DRAWN]
    if not drawn:
        return []
    title = words.gettext("Numbers that cannot be true at once")
    subtitle = words.ngettext(
        "{n} contradiction in {documents} documents; here are those of the most votes.",
        "{n} contradictions in {documents} documents; here are those of the most votes.",
        len(held.found),
        n=number(len(held.found), words),
        documents=number(held.documents, words),
    )
    charts = [_chart(one, words) for one in drawn]
    caption = words.gettext(
        "The upper number of each pair must not be above the lower one. Which is wrong, it does not say."
    )
    rows = tuple(
        (kind(one, words), _unit(one), number(one.sum(one.left), words), number(one.sum(one.right), words),
         number(one.wrong, words))
        for one in drawn
    )  # fmt: skip
    head = (
        *(words.gettext("Contradiction"), words.gettext("Unit"), words.gettext("this")),
        *(words.gettext("is above that"), words.gettext("wrong votes at least")),
    )
    source = words.gettext("Data: {names}. Figure: isonomia.", names=_names(held, words))
    svg = bars.draw(charts, title, subtitle, caption, words.language, name="contradictions-", source=source)
    return [Picture("contradictions", title, svg, caption, head, rows)]


def _names(held: Held, words: Words) -> str:
    few = [f"{file.name} (SHA-256 {file.sha256[:16]}…)" for file in held.files[:3]]
    return listing(few, words) + (", …" if len(held.files) > len(few) else "")


def _chart(own: Certificate, words: Words) -> Chart:
    left, right = own.sum(own.left), own.sum(own.right)
    wrong = words.ngettext("at least {n} vote wrong", "at least {n} votes wrong", own.wrong, n=number(own.wrong, words))
    pair = (
        Bar(_side(own, own.left, words), left, number(left, words), wrong),
        Bar(_side(own, own.right, words), right, number(right, words)),
    )
    return Chart(kind(own, words), words.gettext("Unit: {unit}", unit=_unit(own)), pair, max(left, 1), in_full=True)


def _side(own: Certificate, terms: Sequence[Term], words: Words) -> str:
    names = " + ".join(dict.fromkeys(term.quantity for term in terms))
    places = {term.document for term in terms}
    if len(places) == 1:
        document = own.documents[terms[0].document]
        return f"{names} ({_document_kind(document.kind.value, words)})"
    return words.ngettext(
        "{names} in {n} document", "{names} in {n} documents", len(places), names=names, n=number(len(places), words)
    )


def _unit(own: Certificate) -> str:
    term = next(iter((*own.right, *own.left)), None) or own.percentage
    return own.documents[term.document if term is not None else 0].unit


def report(held: Held, drawn: Sequence[Picture], words: Words) -> str:
    """The HTML document."""
    title = words.gettext("Contradictions between documents")
    count = words.ngettext(
        "{n} contradiction in {documents} documents.",
        "{n} contradictions in {documents} documents.",
        len(held.found),
        n=number(len(held.found), words),
        documents=number(held.documents, words),
    )
    lead = (
        tag("p", tag("strong", count), " ", _meaning(held, words), class_="words"),
        tag(
            "p",
            words.gettext(
                "This is arithmetic: no model, no assumption about how people vote. Each finding is a certificate: the "
                "documents it needs, one inequality that cannot be, and how many votes at least are wrongly told."
            ),
        ),
    )
    sections = [
        *([section("table", words.gettext("All contradictions"), _overview(held, words))] if held.found else []),
        *([section("figure", words.gettext("At a glance"), *(shown(one, words) for one in drawn))] if drawn else []),
        *([section("certificates", words.gettext("Certificates"), *_certificates(held, words))] if held.found else []),
        *([section("notes", words.gettext("Names to look at"), *_notes(held, words))] if held.notes else []),
        section("limits", words.gettext("What this can show, and what it cannot"), _limits(words)),
        section("examined", words.gettext("What was examined"), inputs(held.files, words)),
        section("check", words.gettext("Checking a certificate without isonomia"), *_check(held, words)),
        again(held.again, words),
    ]
    return whole_page(title, lead, sections, words)


def _meaning(held: Held, words: Words) -> str:
    if held.found:
        return words.gettext("At least one of the documents of each is wrong; the arithmetic does not say which.")
    return words.gettext("That nothing contradicts proves no honesty: documents can agree and be false.")


def kind(own: Certificate, words: Words) -> str:
    """What cannot be, as a title."""
    return {
        Contradiction.PROVEN_ABOVE_COUNT: words.gettext("More votes are proven than were counted"),
        Contradiction.SUM_ABOVE_TOTAL: words.gettext("Parts have more votes than the whole"),
        Contradiction.MORE_THAN_POSSIBLE: words.gettext("More than there can be"),
        Contradiction.DOES_NOT_ADD_UP: words.gettext("Columns do not add up"),
        Contradiction.WENT_DOWN: words.gettext("A later total is below an earlier one"),
        Contradiction.TWO_COUNTS: words.gettext("Two official counts of one unit"),
        Contradiction.IMPOSSIBLE_PERCENTAGE: words.gettext("A percentage that no whole number of votes gives"),
    }[own.kind]


def inequality(own: Certificate, words: Words) -> str:
    """What cannot be, with its numbers."""
    if own.percentage is not None:
        return _percentage(own, words)
    left, right = (
        f"{_side(own, side, words)}: {number(own.sum(side), words)}" for side in (own.left, own.right)
    )  # fmt: skip
    return words.gettext("{left} > {right}", left=left, right=right)


def _percentage(own: Certificate, words: Words) -> str:
    assert own.percentage is not None
    document, name = own.documents[own.percentage.document], own.percentage.quantity
    if name == "*":
        return words.gettext("All candidates' percentages together are not the whole.")
    told = words.gettext("turnout") if name == TURNOUT else name
    percent, whole = document.percents[name], number(own.sum(own.right), words)
    if is_above_the_whole(own):
        return words.gettext("{name}: {percent} % is more than the whole.", name=told, percent=percent)
    if is_of_a_limit(own):
        return words.gettext(
            "{name}: {percent} % is not any number of {whole} or fewer ({limit}), rounded to the nearest.",
            name=told, percent=percent, whole=whole, limit=own.right[0].quantity,
        )  # fmt: skip
    if own.left:
        return words.gettext(
            "{name}: {percent} % is not {votes} of {whole}, rounded to the nearest.",
            name=told, percent=percent, votes=number(own.sum(own.left), words), whole=whole,
        )  # fmt: skip
    return words.gettext(
        "{name}: {percent} % is not any number of {whole}, rounded to the nearest.",
        name=told, percent=percent, whole=whole,
    )  # fmt: skip


def _overview(held: Held, words: Words) -> Html:
    rows = []
    for place, finding in enumerate(held.found[:MOST], 1):
        own = held.certificate(finding)
        wrong = (number(own.wrong, words), number(finding.strongest.wrong, words))
        rows.append((number(place, words), kind(own, words), _unit(own), inequality(own, words), *wrong))
    head = (
        *("#", words.gettext("Contradiction"), words.gettext("Unit"), words.gettext("What cannot be")),
        *(words.gettext("Wrong votes at least"), words.gettext("with all documents")),
    )
    caption = words.gettext(
        "Contradictions by wrong votes: {shown} of {n}",
        shown=number(len(rows), words),
        n=number(len(held.found), words),
    )
    return table(caption, head, rows, numbers=(0, 4, 5))


def _certificates(held: Held, words: Words) -> Iterator[Html]:
    for place, finding in enumerate(held.found[:MOST], 1):
        own = held.certificate(finding)
        yield tag(
            "section",
            tag("h3", f"{number(place, words)}. {kind(own, words)}: {_unit(own)}", id=f"certificate-{place}"),
            tag("p", inequality(own, words)),
            tag("p", tag("strong", _wrong(own, words))),
            _documents(own, place, words),
            aria_labelledby=f"certificate-{place}",
        )
    if len(held.found) > MOST:
        rest = len(held.found) - MOST
        yield tag(
            "p",
            words.ngettext(
                "{n} certificate more is in the file of --out, and with --json.",
                "{n} certificates more are in the file of --out, and with --json.",
                rest,
                n=number(rest, words),
            ),
        )


def _wrong(own: Certificate, words: Words) -> str:
    return words.ngettext(
        "At least {n} vote is wrongly told in these documents.",
        "At least {n} votes are wrongly told in these documents.",
        own.wrong,
        n=number(own.wrong, words),
    )


def _documents(own: Certificate, place: int, words: Words) -> Html:
    used: dict[int, list[str]] = {}
    percentage = [] if own.percentage is None else [own.percentage]
    for term in (*own.left, *own.right, *percentage):
        used.setdefault(term.document, []).append(term.quantity)
    rows = []
    for index, document in enumerate(own.documents[:MOST_DOCUMENTS]):
        said = [
            f"{name} {number(document.numbers[name], words)}"
            for name in used.get(index, ())
            if name in document.numbers
        ]
        said += [f"{name} {document.percents[name]} %" for name in used.get(index, ()) if name in document.percents]
        if not said and document.within is not None:
            said.append(words.gettext("is within {set}", set=document.within))
        rows.append(
            (_document_kind(document.kind.value, words), document.unit, "; ".join(said), document.place.file,
             str(document.place.row), tag("code", document.place.sha256))
        )  # fmt: skip
    head = (
        *(words.gettext("Document"), words.gettext("Unit"), words.gettext("What it says")),
        *(words.gettext("File"), words.gettext("Row"), "SHA-256"),
    )
    caption = words.gettext(
        "Documents of certificate {number}: {shown} of {n}",
        number=number(place, words),
        shown=number(len(rows), words),
        n=number(len(own.documents), words),
    )
    return table(caption, head, rows, numbers=(4,))


def _document_kind(name: str, words: Words) -> str:
    return {
        "protocol": words.gettext("protocol of a station"),
        "total": words.gettext("official total"),
        "interim": words.gettext("interim total"),
        "proven": words.gettext("proven votes"),
        "set": words.gettext("which set it is in"),
    }[name]


def _notes(held: Held, words: Words) -> Iterator[Html]:
    yield paragraphs(
        words.gettext(
            "Numbers are compared where the names are the same, sign by sign. These may be one name written in two "
            "ways, or numbers for which nothing was there to compare them with."
        )
    )
    yield listed(tuple(note_lines(held.notes, words)))


def _limits(words: Words) -> Html:
    return listed(
        (
            words.gettext(
                "It shows that the documents cannot all be true. It does not show which is false, nor who did it."
            ),
            words.gettext(
                "It takes for granted that the documents are what they are said to be: publish where each is from."
            ),
            words.gettext(
                "It takes for granted that voters added on election day are in the column of registered voters."
            ),
            words.gettext("It takes for granted that percentages are rounded to the nearest, halves either way."),
            words.gettext("It cannot see fraud in documents that agree. No contradiction is no proof of honesty."),
        )
    )


def _check(held: Held, words: Words) -> Iterator[Html]:
    yield paragraphs(
        words.gettext(
            "The program below needs Python alone. It believes nothing of a certificate: it finds documents by their "
            "hash, reads the numbers from them, and works out the wrong votes anew."
        )
    )
    yield tag("pre", tag("code", "\n".join(held.again.more)))
    yield tag("p", words.gettext("SHA-256 of recheck.py:"), " ", tag("code", held.script))
