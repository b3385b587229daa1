# SPDX-License-Identifier: Apache-2.0
"""A result as lines with bars. Percentages are exact and rounded half up in the last step."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rich.text import Text

from isonomia.present.text import counted as numbered
from isonomia.present.text import hanging, heading, padded, safe, width_of
from isonomia.protocol.messages import QuestionH, QuestionL, QuestionNH
from isonomia.protocol.public.questions import Question, allows_blank

_EIGHTHS = " ▏▎▍▌▋▊▉"
_MOST_RANKINGS = 5


def percent(part: int, whole: int) -> str:
    """With one digit after the point; "-" of nothing."""
    if whole <= 0:
        return "-"
    tenths = (Fraction(part, whole) * 1000 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}%"


def bar(part: int, whole: int, width: int, plain: bool = False) -> str:
    """A bar of up to ``width`` columns; ``plain``: of number signs, for terminals without Unicode."""
    if whole <= 0 or part <= 0:
        return ""
    eighths = min((Fraction(part, whole) * width * 8 + Fraction(1, 2)).__floor__(), width * 8)
    full, rest = divmod(eighths, 8)
    if plain:
        return "#" * (full + (rest >= 4))
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def result_lines(
    questions: Sequence[Question], result: Sequence[Any], counted: int, width: int | None, plain: bool = False
) -> list[Text]:
    """The result of every question. ``counted`` is the weight of the ballots that count."""
    lines: list[Text] = []
    columns = min(width or 100, 120)
    for number, (question, part) in enumerate(zip(questions, result, strict=True)):
        lines += [Text(), heading(f"Question {number}: {safe(question.question)}")]
        if isinstance(question, QuestionNH):
            lines += _rankings(question, part, width)
        else:
            lines += _counts(_rows(question, part), counted, columns, plain)
            lines.append(Text(f"   100% is {counted}: all ballots that count, by their weight", style="dim"))
    return lines


def _rows(question: QuestionH | QuestionL, part: Any) -> list[tuple[str, int]]:
    if isinstance(question, QuestionL):
        return [
            ("  " * (place > 0) + safe(name), count)
            for names, counts in zip(question.answers, part, strict=True)
            for place, (name, count) in enumerate(zip(names, counts, strict=True))
        ]
    blank = ["(blank)"] if allows_blank(question) else []
    return list(zip([*blank, *(safe(answer) for answer in question.answers)], part, strict=True))


def _counts(rows: list[tuple[str, int]], counted: int, columns: int, plain: bool) -> list[Text]:
    label = min(max((width_of(name) for name, _ in rows), default=0), columns // 3)
    digits = max((len(str(count)) for _, count in rows), default=1)
    room = max(columns - 3 - label - 2 - digits - 2 - 6 - 2, 5)
    lines = []
    for name, count in rows:
        start = f"   {padded(_cut(name, label), label)}  {count:>{digits}}  {percent(count, counted):>6}  "
        line = Text(start)
        line.append(bar(count, counted, room, plain), style="cyan")
        line.rstrip()
        lines.append(line)
    return lines


def _cut(text: str, width: int) -> str:
    if width_of(text) <= width:
        return text
    while text and width_of(text) > width - 1:
        text = text[:-1]
    return text + "…"


def _rankings(question: QuestionNH, part: list[list[int]], width: int | None) -> list[Text]:
    """How often each vector of numbers was given: what it means is for the law."""
    tallied = Counter(tuple(numbers) for numbers in part)
    lines = [Text(f"   {numbered(len(part), 'answer')}, {len(tallied)} different; the most frequent:")]
    frequent = sorted(tallied.items(), key=lambda item: (-item[1], item[0]))[:_MOST_RANKINGS]
    for numbers, count in frequent:
        given = ", ".join(f"{safe(a)}: {n}" for a, n in zip(question.answers, numbers, strict=True))
        lines.append(hanging(f"   {count:>5} ×  ", given, width))
    if len(tallied) > _MOST_RANKINGS:
        lines.append(Text("           the rest with --json", style="dim"))
    return lines
