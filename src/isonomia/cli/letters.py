# SPDX-License-Identifier: Apache-2.0
"""``isonomia credentials letters``: a page to print for every voter, on the authority's own machine."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

from isonomia.cli.failure import CliError
from isonomia.cli.files import about, read_small, record_stream, refuse_existing
from isonomia.cli.letter_list import read_list, require_same_voters
from isonomia.cli.options import FILE, open_group, opener, reference_option
from isonomia.cli.outline import read_outline
from isonomia.cli.output import emit, json_option, say
from isonomia.cli.progress import Working
from isonomia.groups import NAMES
from isonomia.parties.keyfile import write_private
from isonomia.present.catalogue import LANGUAGES
from isonomia.present.letter_words import written_time
from isonomia.present.letters import Letter, LettersMissing, Occasion, TooLong, pdf
from isonomia.present.text import safe
from isonomia.protocol.secret.credentials import CredentialError, public_credential, secret_exponent
from isonomia.record.terms import Terms, named_terms, read_terms, terms_hash
from isonomia.verify.setup import Setup

MOST_ADDRESS = 300


@click.command()
@click.argument("credentials", metavar="CREDENTIALS", type=FILE)
@click.option("--address", required=True, help="Of the page where one votes, as https://…/elections/UUID/vote.")
@click.option("--terms", type=FILE, help="The terms: names in each language, and when voting opens and closes.")
@click.option("--record", type=FILE, help="The record: every credential must be on its roll.")
@click.option("--voters", type=FILE, help="The list of voters: whether all of them, and nobody else, get a letter.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Of those whose language is not in CREDENTIALS.")
@click.option("--contact", default="", help="Whom voters ask.")
@click.option("--out", type=FILE, required=True, help="Where to write the PDF. SECRET.")
@reference_option
@json_option
def letters(
    credentials: Path,
    address: str,
    terms: Path | None,
    record: Path | None,
    voters: Path | None,
    language: str | None,
    contact: str,
    out: Path,
    reference: bool,
) -> None:
    """Make a letter for every voter, one page each: login, credential, where and when she votes, a QR code.

    CREDENTIALS is the file that `isonomia credentials generate` made, or the list that the authority's page saved,
    which knows each voter's language. --terms or --record says which election it is. The QR code is the address with
    the credential behind its #, which browsers send to no server. Only you can read the PDF; delete it once it is
    printed.

    \b
    Example:
      isonomia credentials letters codes.json --terms UUID.terms.json \\
        --address https://vote.example.org/elections/UUID/vote --out letters.pdf
    """
    if terms is None and record is None:
        raise click.UsageError("--terms or --record has to say which election it is")
    _check_address(address)
    refuse_existing(out)
    listed = read_list(credentials)
    if voters is not None:
        require_same_voters(listed, voters, credentials)
    content = b"" if terms is None else read_small(terms)
    promised = None if terms is None else read_terms(content, str(terms))
    setup = None if record is None else _setup(record, promised, content, reference)
    uuid = setup.election.uuid if setup is not None else promised.uuid if promised is not None else ""
    _check(listed, credentials, uuid, setup, reference)
    if uuid not in address:
        say(f"Note: the uuid of the election, {uuid}, does not stand in the address.")
    more = 0 if setup is None else len(setup.roll) - len(listed)
    with Working(f"Drawing {len(listed)} letters") as working:
        try:
            printed = pdf(listed, _occasion(address, promised, setup, language, contact), working.update)
        except LettersMissing as error:
            raise CliError("missing-library", str(error), error.hint) from None
        except TooLong as error:
            raise CliError("too-long", str(error), "shorten the election's name, logins or --contact") from None
    write_private(out, printed)
    checked = f"Every credential is on the roll of {record}."
    if setup is None:
        checked = "Whether the election has these credentials was not checked: give --record once it is open."
    data = {"letters": len(listed), "out": str(out), "checked_against_roll": setup is not None, "without_letter": more}
    lines = [f"SECRET: {out} has {len(listed)} letters. Delete it once they are printed.", checked]
    if more:
        lines.append(f"NOTE: the roll has {more} more credentials than {credentials}: they have no letter here.")
    emit(data, lines)


def _check_address(address: str) -> None:
    """Raises CliError."""
    try:
        parts = urlsplit(address)
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    except ValueError:
        parts, local = urlsplit(""), False
    hint = "give the address of the page where one votes, as https://vote.example.org/elections/UUID/vote"
    if not parts.hostname or parts.scheme not in ("https", "http") or len(address) > MOST_ADDRESS:
        raise CliError("bad-address", f"{safe(address, 80)}: this is no address of a page", hint)
    if not address.isascii() or not address.isprintable() or " " in address or "#" in address or parts.username:
        raise CliError("bad-address", f"{safe(address, 80)}: an address has no space, # or password", hint)
    if parts.scheme == "http" and not local:
        raise CliError("bad-address", f"{safe(address, 80)}: browsers encrypt votes on pages with https only", hint)


def _setup(record: Path, promised: Terms | None, content: bytes, reference: bool) -> Setup:
    """The election of a record. Raises CliError if the terms are not its own."""
    with about(record), record_stream(record) as file:
        setup = read_outline(file, opener(reference, secrets=True)).setup
    named = named_terms(setup.election.message.description)
    if promised is not None and (promised.uuid != setup.election.uuid or named != terms_hash(content)):
        raise CliError("other-terms", f"{record}: the terms are not those of this election", "give its own")
    return setup


def _check(listed: Sequence[Letter], path: Path, uuid: str, setup: Setup | None, reference: bool) -> None:
    """Each is a credential and, if the roll is there, on it. Raises CliError, which repeats none of them."""
    group = setup.election.group if setup is not None else open_group(NAMES[0], reference, secrets=True)
    with Working(f"Looking at {len(listed)} credentials") as working:
        for number, own in enumerate(listed, start=1):
            try:
                exponent = secret_exponent(group, uuid, own.credential)
            except CredentialError as error:
                raise CliError("credential", f"{path}: voter {number}: {error}", "get the list again") from None
            if setup is not None and str(public_credential(group, exponent)) not in setup.roll:
                why = f"{path}: the credential of voter {number} is not on the roll of the record"
                raise CliError("other-roll", why, "is it the list of another election? Nothing was written")
            working.update(number, len(listed))


def _occasion(
    address: str, promised: Terms | None, setup: Setup | None, language: str | None, contact: str
) -> Occasion:
    titles = {own: texts.name for own, texts in promised.texts.items()} if promised is not None else {}
    main = language if language in titles or not titles else min(titles, key=lambda own: (own != "en", own))
    if not titles:
        if setup is None:
            raise CliError("bad-content", "the terms have no name of the election", "give its record, too")
        titles = {language or "en": setup.election.message.name}
    schedule = promised.schedule if promised is not None else None
    times = [_time(text) for text in (schedule.opens, schedule.closes)] if schedule is not None else ["", ""]
    return Occasion(titles, main or "en", address, times[0], times[1], contact.strip())


def _time(text: str | None) -> str:
    """As letters write it; what is no time stays as it is."""
    try:
        return written_time(datetime.fromisoformat(text)) if text else ""
    except ValueError:
        return text or ""
