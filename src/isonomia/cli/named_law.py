# SPDX-License-Identifier: Apache-2.0
"""The terms beside a record, and the law that they name."""

from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from isonomia.cli.failure import CliError
from isonomia.cli.files import locate, read_small
from isonomia.record.terms import Terms, read_terms
from isonomia.verify.previous import File


def terms_file_of(record: Path, uuid: str, given: Path | None) -> File:
    """The terms of a record, unread: the file given, or ``UUID.terms.json`` beside it. Raises CliError."""
    path = given or locate(record).parent / f"{uuid}.terms.json"
    if not path.exists():
        raise CliError("no-terms", f"{path}: the terms of election {uuid} are not there", "name their file")
    return File(read_small(path), str(path))


def read_terms_of(record: Path, uuid: str, given: Path | None) -> tuple[Terms, File]:
    """The same, read. Raises CliError and RecordError."""
    file = terms_file_of(record, uuid, given)
    return read_terms(file.content, file.where), file


def read_law_of(terms: Terms, where: str, given: Path | None) -> File:
    """The law that terms name: the file given, or the one of that name that comes with isonomia, if it is the same.

    Raises CliError; also if another law is given than the one that voters were promised.
    """
    if terms.law is None:
        raise CliError("no-law", f"{where}: the terms name no law", "the law has to be named before the election opens")
    if given is not None:
        found = File(read_small(given), str(given))
    else:
        shipped = files("isonomia.law") / "files" / Path(terms.law.file).name
        if not shipped.is_file():
            raise CliError("no-law", f"{terms.law.file}: no law of this name comes with isonomia", "give it with --law")
        found = File(shipped.read_bytes(), terms.law.file)
    digest = sha256(found.content).hexdigest()
    if digest != terms.law.sha256:
        raise CliError(
            "other-law",
            f"{found.where}: its SHA-256 is {digest}, the terms promise {terms.law.sha256[:64]!r}",
            "give the very file with --law",
        )
    return found
