# SPDX-License-Identifier: Apache-2.0
"""Catalogues: nothing untranslated, nothing unused, the same places in every language, the right plural forms."""

import ast
import re
from collections.abc import Iterator
from fractions import Fraction
from gettext import c2py
from pathlib import Path
from string import Formatter

import polib
import pytest
from babel import Locale
from babel.messages.extract import extract_from_dir
from babel.numbers import format_decimal, format_percent

import isonomia
from isonomia.present import numbers
from isonomia.present.catalogue import LANGUAGES, Words, words

SOURCE = Path(isonomia.__file__).parent
SPEAKING = ("cli", "present")
TRANSLATED = [language for language in LANGUAGES if language != "en"]


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(SOURCE / "present" / "locale" / language / "LC_MESSAGES" / "isonomia.po"))


def extracted() -> set[tuple[str | None, str]]:
    """What Babel finds in the code."""
    found = set()
    for package in SPEAKING:
        for _, _, message, _, context in extract_from_dir(SOURCE / package):
            found.add((context, message[0] if isinstance(message, tuple) else message))
    return found


def calls() -> Iterator[tuple[str, ast.Call]]:
    for package in SPEAKING:
        for path in (SOURCE / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                if asks and node.func.attr in ("gettext", "ngettext", "pgettext") and path.stem != "catalogue":
                    yield f"{path.name}:{node.lineno}", node


def literals(call: ast.Call) -> list[str]:
    assert isinstance(call.func, ast.Attribute)
    number = {"gettext": 1, "ngettext": 2, "pgettext": 2}[call.func.attr]
    return [arg.value for arg in call.args[:number] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_call_says_its_message_where_babel_finds_it() -> None:
    """A message in a variable or within an f-string would be found by nobody, and stay English without a word."""
    asked = set()
    for where, call in calls():
        assert isinstance(call.func, ast.Attribute)
        texts = literals(call)
        assert len(texts) == {"gettext": 1, "ngettext": 2, "pgettext": 2}[call.func.attr], where
        asked.add((texts[0], texts[1]) if call.func.attr == "pgettext" else (None, texts[0]))
    assert asked == extracted()
    assert len(asked) > 200  # or nothing was walked


def test_every_call_fills_the_places_of_its_message() -> None:
    for where, call in calls():
        texts = (
            literals(call)[-1:]
            if isinstance(call.func, ast.Attribute) and call.func.attr == "pgettext"
            else literals(call)
        )
        given = {keyword.arg for keyword in call.keywords}
        assert all(places(text) == given for text in texts), where


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_the_messages_of_the_code_and_no_others(language: str) -> None:
    assert {(entry.msgctxt, entry.msgid) for entry in catalogue(language)} == extracted()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_with_the_same_places(language: str) -> None:
    forms = 2 if language == "fr" else 3
    for entry in catalogue(language):
        assert not entry.fuzzy
        said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        assert len(said) == (forms if entry.msgid_plural else 1), entry.msgid
        for text in said:
            assert text.strip(), entry.msgid
            assert places(text) == places(entry.msgid), entry.msgid


@pytest.mark.parametrize("language", TRANSLATED)
def test_sentences_end_as_they_do_in_english(language: str) -> None:
    for entry in catalogue(language):
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            end = entry.msgid[-1] if entry.msgid[-1] in ".:" else None
            assert (text[-1] if text[-1] in ".:" else None) == end, text


WORD = re.compile(r"[^\W\d_’]+(?:’[^\W\d_]+)*")
LETTERS = {
    "be": re.compile("[ёа-зй-шы-яіў’А-ЗІЙ-ШЫ-ЯЎЁьЬэЭ]+"),
    "ru": re.compile("[а-яё’А-ЯЁ]+"),
}


@pytest.mark.parametrize("language", ["be", "ru"])
def test_letters_are_those_of_the_language(language: str) -> None:
    """A Latin i or c in a Cyrillic word looks right and is not; Belarusian has no и, щ, ъ, Russian no і, ў."""
    for entry in catalogue(language):
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            for word in WORD.findall(re.sub(r"\{[a-z_]+\}", "", text)):
                name = word in ("z", "QR") or (
                    len(word) > 1 and word in WORD.findall(entry.msgid)
                )  # the same everywhere
                assert name or LETTERS[language].fullmatch(word), word


def test_french_spaces_do_not_break() -> None:
    for entry in catalogue("fr"):
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert not re.search(r" [:;?!»]|« |'", text), text


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_forms_are_those_of_cldr(language: str) -> None:
    """For whole numbers; of CLDR's categories, "many" of French begins at a million and has our plural's form."""
    form = c2py(catalogue(language).metadata["Plural-Forms"].partition("plural=")[2].rstrip(";"))
    names = {"fr": ["one", "other"]}.get(language, ["one", "few", "many"])
    for n in [*range(200), 1000, 1001, 1011, 1021, 112, 122, 999_999]:
        category = Locale(language).plural_form(n)
        assert names[form(n)] == category, n


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", [0, 7, 999, 12_345, 2_909_478, 10**12, Fraction(25, 2), Fraction(123_456_789, 1000)])
def test_numbers_are_written_as_in_cldr(language: str, value: int | Fraction) -> None:
    exact = value if isinstance(value, int) else value.numerator / value.denominator
    assert numbers.number(value, words(language)) == format_decimal(exact, "#,##0.#########", locale=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_percentages_are_written_as_in_cldr(language: str) -> None:
    pattern = Locale(language).percent_formats[None].pattern.replace("#,##0", "0.00")
    for share in (Fraction(0), Fraction(1, 8), Fraction(1, 2), Fraction(1)):
        assert numbers.percent(share, words(language)) == format_percent(float(share), pattern, locale=language)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(1, 3), "33.33%"),
        (Fraction(2, 3), "66.67%"),
        (Fraction(1, 2), "50.00%"),
        (Fraction(5_000_001, 10_000_000), "50.00001%"),
        (Fraction(999_999, 2_000_000), "49.99995%"),
        (Fraction(1, 10**9), "0.0000001%"),
        (Fraction(10**9 - 1, 10**9), "99.9999999%"),
        (Fraction(1, 1), "100.00%"),
    ],
)
def test_no_percentage_is_rounded_to_a_whole_one_that_it_is_not(share: Fraction, text: str) -> None:
    """One vote more than half has to look like it."""
    assert numbers.percent(share, words("en")) == text


def test_what_does_not_end_says_so() -> None:
    assert numbers.number(Fraction(34_567, 3), words("en")) == "11,522.3333…"
    assert numbers.number(Fraction(-1, 3), words("fr")) == "\N{MINUS SIGN}0,3333…"
    assert numbers.number(Fraction(1, 10**9), words("en")) == "0.000000001"
    assert numbers.number(1234, words("be")) == "1234"  # four digits stay together
    assert numbers.shortened(Fraction(-12_349, 1000), words("en")) == "\N{MINUS SIGN}12.34"
    assert numbers.short_percent(Fraction(1, 8), words("ru")) == "12,5\N{NO-BREAK SPACE}%"
    assert numbers.short_percent(Fraction(3, 7), words("en")) == "3/7"


def test_lists_of_names() -> None:
    assert [numbers.listed(names, words("fr")) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "", "A", "A et B", "A, B et C",
    ]  # fmt: skip


def test_a_language_that_nobody_speaks_is_refused() -> None:
    with pytest.raises(KeyError):
        words("xx")


def test_names_are_not_read_as_places() -> None:
    """A candidate may be called {names}; what is filled in is not filled again."""
    said: Words = words("be")
    assert said.pgettext("one", "Elected: {names}.", names="{names} {0}") == "Выбраным лічыцца: {names} {0}."


def test_a_full_stop_is_not_doubled() -> None:
    assert words("en").gettext("Excluded: {names}.", names="John Ash Jr.") == "Excluded: John Ash Jr."
