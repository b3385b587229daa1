#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Bring the catalogues of messages up to date with the code: `make messages`, after a string was added or changed.

New messages come without a translation, and a test names them; those that nothing says any more are taken out.
"""

from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir

SOURCE = Path(__file__).parents[1] / "src" / "isonomia"
LOCALES = SOURCE / "present" / "locale"
SPEAKING = ("cli", "present")
"""Packages whose messages are in the catalogue ``isonomia``."""

Key = tuple[str | None, str]


def messages() -> dict[Key, str | None]:
    """Every message that the code asks for, by context and English text, with the English plural if it has one."""
    found: dict[Key, str | None] = {}
    for package in SPEAKING:
        for _, _, message, _, context in extract_from_dir(SOURCE / package):
            one, many = message if isinstance(message, tuple) else (message, None)
            found[context, one] = many
    return found


def update(path: Path) -> None:
    """Write a catalogue anew, with the messages of the code in their order and its own translations of them."""
    catalogue = polib.pofile(str(path), wrapwidth=110)
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    forms = 3 if "nplurals=3" in catalogue.metadata["Plural-Forms"] else 2
    catalogue[:] = []
    for (context, one), many in messages().items():
        plural = {"msgid_plural": many, "msgstr_plural": dict.fromkeys(range(forms), "")} if many else {}
        flags = ["python-brace-format"] if "{" in one else []
        entry = known.get((context, one)) or polib.POEntry(msgctxt=context, msgid=one, flags=flags, **plural)
        catalogue.append(entry)
    catalogue.save(str(path))


if __name__ == "__main__":
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/isonomia.po")):
        update(path)
        print(path.relative_to(SOURCE))
