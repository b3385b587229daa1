# SPDX-License-Identifier: Apache-2.0
"""Letters as HTML and PDF: texts stay texts, nothing is fetched, nobody gets two pages, and what is missing is said."""

import builtins
import sys
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from typing import Any

import pytest

from isonomia.present import letters
from isonomia.present.letter_words import written_time
from isonomia.present.letters import Letter, LettersMissing, Occasion, TooLong, document, pdf

HOSTILE = "</title></style><script>x</script><img src='file:///etc/passwd'>\x00\x1b\u202e&amp;"
ANN = Letter("ann", "12345-123456-12345-123456", "en")
OCCASION = Occasion({"en": "Chair"}, "en", "https://vote.example.org/elections/X/vote")


class Reader(HTMLParser):
    """Somebody else's parser."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "style", "data")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_no_text_becomes_an_element() -> None:
    plain = Reader(document([ANN], OCCASION))
    occasion = Occasion({"en": HOSTILE}, "en", "https://x/", HOSTILE, HOSTILE, HOSTILE)
    hostile = Reader(document([Letter(HOSTILE, "12345-123456-12345-123456", HOSTILE)], occasion))
    assert hostile.tags == plain.tags
    assert plain.addresses == hostile.addresses == []
    assert hostile.words.count("<script>x</script>") == 6  # title of the page and the letter, login, times, contact
    assert not {"\x00", "\x1b", "\u202e"} & set(hostile.words)


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://127.0.0.1:9/", "data:image/png;base64,AAAA", "x.png"]
)
def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Even if an element slipped in that asks for a file or an address: there is no PDF then."""
    urls = pytest.importorskip("weasyprint.urls")
    opened: list[object] = []
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *own, **_: opened.append(own))
    monkeypatch.setattr(letters, "document", lambda *_: f"<base href='http://127.0.0.1:9/'><img src='{address}'>")
    with pytest.raises(urls.FatalURLFetchingError):
        pdf([ANN], OCCASION, lambda *_: None)
    assert opened == []


def test_a_letter_that_needs_two_pages_is_refused() -> None:
    pytest.importorskip("weasyprint")
    occasion = Occasion({"en": "Chair"}, "en", "https://x/", contact="office " * 140)
    assert pdf([ANN], occasion, lambda *_: None)
    with pytest.raises(TooLong, match="1 to 2"):
        pdf(
            [ANN, Letter("ann " * 500, ANN.credential, "en")],
            Occasion({"en": "x " * 500}, "en", "https://x/", contact="y " * 500),
            lambda *_: None,
        )


def test_progress_is_told() -> None:
    pytest.importorskip("weasyprint")
    told: list[tuple[int, int]] = []
    pdf([ANN] * 45, OCCASION, lambda done, total: told.append((done, total)))
    assert told == [(20, 45), (40, 45), (45, 45)]


@pytest.mark.parametrize(
    ("name", "error", "hint"),
    [
        ("weasyprint", ImportError, "isonomia[reports]"),
        ("segno", ImportError, "isonomia[reports]"),
        ("weasyprint", OSError, "libpango"),
    ],
)
def test_what_is_not_installed_is_said(
    monkeypatch: pytest.MonkeyPatch, name: str, error: type[Exception], hint: str
) -> None:
    """WeasyPrint raises OSError where the system has no Pango."""
    real = builtins.__import__

    def importing(wanted: str, *more: Any) -> Any:
        if wanted.partition(".")[0] == name:
            raise error(f"no {name}")
        return real(wanted, *more)

    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(LettersMissing) as missing:
        pdf([ANN], OCCASION, lambda *_: None)
    assert hint in missing.value.hint


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        (UTC, "2026-11-22 18:00 (UTC)"),
        (timezone(timedelta(hours=3)), "2026-11-22 18:00 (UTC+03:00)"),
        (timezone(-timedelta(hours=3, minutes=30)), "2026-11-22 18:00 (UTC-03:30)"),
    ],
)
def test_times_say_their_zone(zone: timezone, told: str) -> None:
    assert written_time(datetime(2026, 11, 22, 18, tzinfo=zone)) == told
