# SPDX-License-Identifier: Apache-2.0
"""Letters with credentials as PDF, one page a voter, by WeasyPrint and segno (the extra ``isonomia[reports]``).

The same letter as the page of the credential authority prints. Whatever text it is made of stays text, and nothing
is fetched while it is drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any, NamedTuple

from isonomia.present.catalogue import LANGUAGES, words
from isonomia.present.letter_words import letter_words
from isonomia.present.text import safe

AT_ONCE = 20
"""Letters that are drawn together; between them progress is told."""
_QUIET = 4
"""Empty modules around a QR code (ISO/IEC 18004)."""
_STYLE = """
@page { size: A4; margin: 22mm 22mm 15mm }
body { font: 11pt/1.45 "Noto Sans", "DejaVu Sans", sans-serif; margin: 0 }
article { break-after: page }
article:last-child { break-after: auto }
h1 { font-size: 16pt; line-height: 1.25; margin: 0 0 2mm; overflow-wrap: anywhere }
dl { margin: 6mm 0 }
dt { color: #444; font-size: 10pt; margin-top: 3mm }
dd { margin: 0; overflow-wrap: anywhere }
.credential { font: bold 15pt "Noto Sans Mono", "DejaVu Sans Mono", monospace }
figure { margin: 5mm 0; break-inside: avoid }
svg { display: block; width: 44mm; height: 44mm; margin-left: -4.5mm }
figcaption { width: 90mm }
ol { padding-left: 7mm }
"""


class LettersMissing(Exception):
    """What makes PDF is not installed."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.hint = hint


class TooLong(Exception):
    """A letter does not fit on its page; says which, by its number from 1."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(f"one of the letters {first} to {last} does not fit on a page")


class Letter(NamedTuple):
    """What differs from voter to voter. ``language``: one of LANGUAGES, or the election's main one is taken."""

    login: str
    credential: str
    language: str


@dataclass(frozen=True)
class Occasion:
    """What is the same in all letters; times are texts, empty ones are left out."""

    titles: Mapping[str, str]
    """The name of the election by language; has ``language``."""
    language: str
    address: str
    """Of the page where one votes, without a fragment."""
    opens: str = ""
    closes: str = ""
    contact: str = ""


def document(letters: Sequence[Letter], occasion: Occasion) -> str:
    """The letters as HTML."""
    body = "".join(_article(own, occasion) for own in letters)
    title = _text(occasion.titles[occasion.language])
    language = escape(occasion.language)
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="{language}"><head>{head}</head><body>{body}</body></html>'


def _text(text: str) -> str:
    return escape(safe(text, 1000))


def _article(letter: Letter, occasion: Occasion) -> str:
    known = letter.language in LANGUAGES
    language = letter.language if known else occasion.language if occasion.language in LANGUAGES else "en"
    said = {name: escape(text) for name, text in letter_words(words(language)).items()}
    title = occasion.titles.get(language) or occasion.titles[occasion.language]
    facts = [
        ("login", letter.login),
        ("credential", letter.credential),
        ("address", occasion.address),
        ("opens", occasion.opens),
        ("closes", occasion.closes),
    ]
    rows = "".join(f'<dt>{said[name]}</dt><dd class="{name}">{_text(own)}</dd>' for name, own in facts if own)
    steps = "".join(f"<li>{said[name]}</li>" for name in ("step-open", "step-type", "step-cast"))
    code = qr(f"{occasion.address}#{letter.credential}", said["code"])
    contact = f"<p>{said['ask']}: {_text(occasion.contact)}</p>" if occasion.contact else ""
    return (
        f'<article lang="{language}"><h1>{_text(title)}</h1><p>{said["for"]}</p><dl>{rows}</dl>'
        f"<figure>{code}<figcaption>{said['scan']}</figcaption></figure><ol>{steps}</ol>"
        f"<p><strong>{said['secret']}</strong> {said['again']}</p>{contact}</article>"
    )


def qr(text: str, label: str = "") -> str:
    """A QR code (error correction M) as an SVG element. Raises LettersMissing."""
    try:
        import segno
    except ImportError:
        raise _missing("segno") from None
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=_QUIET)]
    drawn = "".join(_runs(row, y) for y, row in enumerate(rows))
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" aria-label="{label}"'
        f' shape-rendering="crispEdges"><path d="{drawn}"/></svg>'
    )


def _runs(row: Sequence[int], y: int) -> str:
    """The dark modules of a row, those beside each other as one rectangle."""
    drawn, x = "", 0
    for dark, same in groupby(row, bool):
        wide = len(list(same))
        drawn += f"M{x} {y}h{wide}v1h-{wide}z" if dark else ""
        x += wide
    return drawn


def pdf(letters: Sequence[Letter], occasion: Occasion, progress: Callable[[int, int], None]) -> bytes:
    """All letters as one PDF. ``progress`` is told how many are drawn, of how many.

    Raises LettersMissing, and TooLong rather than give a voter two pages or half a letter.
    """
    try:
        from weasyprint import HTML  # type: ignore[import-untyped, unused-ignore]
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        raise _missing("weasyprint") from None
    except OSError:  # of its own, with a page of text: a library of the system is not there
        why = "PDF needs the system's library Pango, which is not installed"
        raise LettersMissing(why, "Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0") from None
    nothing = URLFetcher(allowed_protocols=(), fail_on_errors=True)  # whatever asks for something ends the drawing
    parts: list[Any] = []
    for start in range(0, len(letters), AT_ONCE):
        some = letters[start : start + AT_ONCE]
        drawn = HTML(string=document(some, occasion), url_fetcher=nothing).render()
        if len(drawn.pages) != len(some):
            raise TooLong(start + 1, start + len(some))
        parts.append(drawn)
        progress(start + len(some), len(letters))
    return bytes(parts[0].copy([page for part in parts for page in part.pages]).write_pdf())


def _missing(name: str) -> LettersMissing:
    return LettersMissing(f"letters need the library {name}, which is not installed", "pip install 'isonomia[reports]'")
