# SPDX-License-Identifier: Apache-2.0
"""The words of each language: gettext catalogues, read as they are written (``locale/LANGUAGE/LC_MESSAGES/*.po``).

The identifier of a message is its English text with named places: ``words.gettext("{name} goes on", name=...)``.
There are no compiled files to build or to forget; reading takes some milliseconds, and none for English.
"""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

LANGUAGES = ("en", "be", "ru", "fr")


class Words:
    """Messages in one language. What is filled in is text; numbers are written by :mod:`isonomia.present.numbers`."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self._translations = translations

    def gettext(self, message: str, /, **values: str) -> str:
        """A message with its places filled."""
        return _filled(self._translations.gettext(message), values)

    def pgettext(self, context: str, message: str, /, **values: str) -> str:
        """A message that is translated otherwise in another context (a case, a gender)."""
        return _filled(self._translations.pgettext(context, message), values)

    def ngettext(self, one: str, many: str, number: int, /, **values: str) -> str:
        """A message in the form that goes with a number."""
        return _filled(self._translations.ngettext(one, many, number), values)


def _filled(message: str, values: Mapping[str, str]) -> str:
    """The message with its values. A full stop after "Jr." is not doubled."""
    text = message.format(**values)
    return text[:-1] if text.endswith("..") and not text.endswith("...") else text


@cache
def words(language: str, domain: str = "isonomia") -> Words:
    """The messages of one of LANGUAGES. Raises KeyError for others."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return Words(language, NullTranslations() if language == "en" else _translations(language, domain))


def _translations(language: str, domain: str) -> GNUTranslations:
    from polib import pofile  # here, so that English needs it not

    path = files("isonomia.present") / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    return GNUTranslations(BytesIO(pofile(path.read_text(encoding="utf-8")).to_binary()))
