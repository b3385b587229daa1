# SPDX-License-Identifier: Apache-2.0
"""The words of the pages and mails in each language: ``locale/LANGUAGE/LC_MESSAGES/django.po``, as people edit them.

Django reads compiled catalogues only. They are written into the data directory whenever the server starts, so that
none lies beside its source, old, and an installed copy needs no tool of gettext.
"""

import os
from pathlib import Path

from polib import pofile

SOURCE = Path(__file__).parent / "locale"


def compile_into(folder: Path) -> None:
    """Write ``LANGUAGE/LC_MESSAGES/django.mo`` under ``folder``, each at once as a whole. Raises OSError."""
    for path in sorted(SOURCE.glob("*/LC_MESSAGES/django.po")):
        target = folder / path.relative_to(SOURCE).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(pofile(path.read_text(encoding="utf-8")).to_binary())
        unfinished.replace(target)
