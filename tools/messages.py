#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Bring the catalogues of messages up to date with the code: `make messages`, after a string was added or changed.

New messages come without a translation, and a test names them; those that nothing says any more are taken out.
"""

import re
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract, extract_from_dir
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1] / "src" / "isonomia"
CATALOGUES = {"isonomia": ("present", ("cli", "present")), "django": ("server", ("server",))}
"""For each catalogue the package that has it, and those whose messages are in it."""
ENGLISH = ("manage.html",)
"""Templates for administrators alone."""

Key = tuple[str | None, str]


def messages(domain: str) -> dict[Key, str | None]:
    """Every message that the code asks for, by context and English text, with the English plural if it has one."""
    found: dict[Key, str | None] = {}
    for package in CATALOGUES[domain][1]:
        for _, _, message, _, context in extract_from_dir(SOURCE / package):
            one, many = message if isinstance(message, tuple) else (message, None)
            found[context, one] = many
        for path in sorted((SOURCE / package).rglob("templates/**/*.html")):
            if path.name not in ENGLISH:
                found |= of_template(path)
    return found


def of_template(path: Path) -> dict[Key, str | None]:
    """What a template of Django says: its tags, turned into calls as Django's own ``makemessages`` does it."""
    if not settings.configured:
        settings.configure()
    found: dict[Key, str | None] = {}
    calls = re.sub(
        "^[ \t]+", "", templatize(path.read_text()), flags=re.MULTILINE
    )  # for Python, indents have a meaning
    for _, message, _, context in extract("python", BytesIO(calls.encode())):
        one, many = message if isinstance(message, tuple) else (message, None)
        found[context, one] = many
    return found


def update(path: Path, domain: str) -> None:
    """Write a catalogue anew, with the messages of the code in their order and its own translations of them."""
    catalogue = polib.pofile(str(path), wrapwidth=110)
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    forms = 3 if "nplurals=3" in catalogue.metadata["Plural-Forms"] else 2
    catalogue[:] = []
    for (context, one), many in messages(domain).items():
        plural = {"msgid_plural": many, "msgstr_plural": dict.fromkeys(range(forms), "")} if many else {}
        flags = ["python-format"] if "%(" in one else ["python-brace-format"] if "{" in one else []
        entry = known.get((context, one)) or polib.POEntry(msgctxt=context, msgid=one, flags=flags, **plural)
        catalogue.append(entry)
    catalogue.save(str(path))


if __name__ == "__main__":
    for domain, (package, _) in CATALOGUES.items():
        for path in sorted((SOURCE / package / "locale").glob(f"*/LC_MESSAGES/{domain}.po")):
            update(path, domain)
            print(path.relative_to(SOURCE))
