# SPDX-License-Identifier: Apache-2.0
"""What a second round is called."""

from isonomia.present.catalogue import LANGUAGES, words
from isonomia.record.terms import Terms


def names(before: Terms) -> dict[str, str]:
    """Its name in each language of the first round's terms that isonomia speaks."""
    return {
        language: words(language).gettext("{election}: second round", election=own.name)
        for language, own in before.texts.items()
        if language in LANGUAGES
    }
