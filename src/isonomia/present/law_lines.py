# SPDX-License-Identifier: Apache-2.0
"""What is said of a law or a judgement, as lines for a terminal."""

from collections.abc import Iterator, Sequence

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
    shown: list[Row | str] = list(rows)
    if len(rows) > MOST_ROWS:
        half = MOST_ROWS // 2
        left_out = len(rows) - 2 * half
        more = words.ngettext("… {n} line more …", "… {n} lines more …", left_out, n=number(left_out, words))
        shown = [*rows[:half], more, *rows[-half:]]
    names = min(max((width_of(safe(row.name)) for row in rows), default=0), _WIDEST_NAME)
    numbers = all(row.value[:1].isdigit() for row in rows)
    values = max((width_of(safe(row.value)) for row in rows), default=0) if numbers else 0
    for row in shown:
        if isinstance(row, str):
            yield Text(f"    {row}")
            continue
        name, value = padded(safe(row.name), names), safe(row.value)
        start = f"    {name}  {' ' * (values - width_of(value))}{value}"
        yield (
            Text(f"{start}  {safe(row.note)}".rstrip())
            if numbers
            else hanging(f"    {name}  ", f"{value} {safe(row.note)}".strip(), width)
        )
