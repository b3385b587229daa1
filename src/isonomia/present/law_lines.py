# SPDX-License-Identifier: Apache-2.0
"""What is said of a law or a judgement, as lines for a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from isonomia.present.catalogue import Words
from isonomia.present.law_speech import Row, Said
from isonomia.present.numbers import number
from isonomia.present.text import hanging, heading, padded, safe, width_of

MOST_ROWS = 40
"""Of a table; of a longer one the beginning and the end are shown, where a count is decided. ``--json`` has all."""
_WIDEST_NAME = 48


def lines(said: Sequence[Said], words: Words, width: int | None) -> Iterator[Text]:
    """Each sentence, wrapped, with its articles in brackets; tables under it."""
    for place, each in enumerate(said):
        if each.heading:
            if place:
                yield Text()
            yield heading(safe(each.text))
        else:
            cited = f" [{'; '.join(map(safe, each.cites))}]" if each.cites else ""
            yield hanging("", safe(each.text, 2000) + cited, width)
        yield from _table(each.rows, words, width)


def _table(rows: Sequence[Row], words: Words, width: int | None) -> Iterator[Text]:
    """Names in a column; numbers, and shares of a whole, to the right of theirs. What is no number is wrapped."""
    names = min(_widest(row.name for row in rows), _WIDEST_NAME)
    numbers = all(row.value[:1].isdigit() for row in rows)
    values = _widest(row.value for row in rows)
    notes = _widest(row.note for row in rows) if all(row.note.endswith("%") for row in rows) else 0
    shown = [Row(padded(safe(row.name), names), safe(row.value), safe(row.note)) for row in rows]
    made = [
        Text(f"    {name}  {_right(value, values)}  {_right(note, notes)}".rstrip())
        if numbers
        else hanging(f"    {name}  ", f"{value} {note}".strip(), width)
        for name, value, note in ((row.name, row.value, row.note) for row in shown)
    ]
    yield from _shortened(made, words)


def _shortened(lines: list[Text], words: Words) -> list[Text]:
    if len(lines) <= MOST_ROWS:
        return lines
    half = MOST_ROWS // 2
    left_out = len(lines) - 2 * half
    more = words.ngettext("… {n} line more …", "… {n} lines more …", left_out, n=number(left_out, words))
    return [*lines[:half], Text(f"    {more}"), *lines[-half:]]


def _widest(texts: Iterable[str]) -> int:
    return max((width_of(safe(text)) for text in texts), default=0)


def _right(text: str, width: int) -> str:
    return " " * (width - width_of(text)) + text
