# SPDX-License-Identifier: Apache-2.0
"""Exact numbers as each language writes them. What is shortened says so; nothing passes through a float."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from isonomia.present.catalogue import Words

Number = int | Fraction


class _Style(NamedTuple):
    group: str
    """Between groups of three digits."""
    least: int
    """Digits from which numbers are grouped: where a space does it, four digits stay together."""
    point: str
    percent: str


_SPACE, _NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
_STYLES = {
    "en": _Style(",", 4, ".", "%"),
    "be": _Style(_SPACE, 5, ",", f"{_SPACE}%"),
    "ru": _Style(_SPACE, 5, ",", f"{_SPACE}%"),
    "fr": _Style(_NARROW, 4, ",", f"{_SPACE}%"),
}
"""Signs from CLDR; that four digits stay together in Belarusian and Russian is a rule of their typesetting."""

_EXACT_DIGITS = 9
"""After the point; numbers that need more are cut, with dots: the methods' own fixed points have nine at most."""
_CUT_DIGITS = 4
_MOST_PERCENT_DIGITS = 12


def number(value: Number, words: Words) -> str:
    """``1,234``, ``1,234.56789``; what does not end is cut and says so: ``11,522.3333…``."""
    style = _STYLES[words.language]
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    whole, rest = divmod(abs(Fraction(value)), 1)
    digits = _decimals(rest)
    if digits is None:
        scaled = (rest * 10**_CUT_DIGITS).__floor__()
        return f"{sign}{_grouped(whole, style)}{style.point}{scaled:0{_CUT_DIGITS}}…"
    if not digits:
        return f"{sign}{_grouped(whole, style)}"
    return f"{sign}{_grouped(whole, style)}{style.point}{digits}"


def shortened(value: Number, words: Words, digits: int = 2) -> str:
    """Cut towards zero after so many digits, without a sign that it is: for pictures that say so themselves."""
    cut = Fraction((abs(Fraction(value)) * 10**digits).__floor__(), 10**digits)
    return number(cut if value >= 0 else -cut, words)


def rounded(value: float, words: Words, digits: int = 2) -> str:
    """A number of statistics, which is no exact one: to the nearest, with all of so many digits written."""
    style = _STYLES[words.language]
    text = f"{abs(value):.{digits}f}"
    whole, _, rest = text.partition(".")
    sign = "\N{MINUS SIGN}" if value < 0 and text.strip("0.") else ""
    return f"{sign}{_grouped(int(whole), style)}{style.point + rest if rest else ''}"


def _grouped(whole: int, style: _Style) -> str:
    return f"{whole:,}".replace(",", style.group) if len(str(whole)) >= style.least else str(whole)


def _decimals(rest: Fraction) -> str | None:
    """The digits after the point of a number below one; None if they do not end soon."""
    scaled = rest * 10**_EXACT_DIGITS
    if scaled.denominator != 1:
        return None
    return f"{scaled.numerator:0{_EXACT_DIGITS}}".rstrip("0")


def percent(share: Fraction, words: Words, digits: int = 2) -> str:
    """Rounded half up, but never to a whole percentage that the share is not: 49.999 % is not 50.00 %."""
    style = _STYLES[words.language]
    while True:
        scaled = (share * 100 * 10**digits + Fraction(1, 2)).__floor__()
        whole, rest = divmod(scaled, 10**digits)
        if rest or whole == share * 100 or digits >= _MOST_PERCENT_DIGITS:
            break
        digits += 1
    return f"{_grouped(whole, style)}{style.point}{rest:0{digits}}{style.percent}"


def short_percent(share: Fraction, words: Words) -> str:
    """A share that a law writes: ``5%``, ``12.5%``; ``3/7`` where that would not be exact."""
    style = _STYLES[words.language]
    digits = _decimals((share * 100) % 1)
    if digits is None:
        return f"{share.numerator}/{share.denominator}"
    return f"{share * 100 // 1}{style.point + digits if digits else ''}{style.percent}"


def listed(names: Sequence[str], words: Words) -> str:
    """``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return words.gettext("{several} and {last}", several=", ".join(names[:-1]), last=names[-1])
