# SPDX-License-Identifier: Apache-2.0
"""``isonomia trustee shuffle`` and ``decrypt``: each examines the whole record first."""

import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from isonomia.cli.contributions import write_contribution
from isonomia.cli.failure import CliError
from isonomia.cli.files import about, locate, refuse_existing
from isonomia.cli.keys import KEY_KIND, label, open_key, text
from isonomia.cli.options import FILE, backend, opener, record_argument, reference_option
from isonomia.cli.output import emit, json_option, say
from isonomia.cli.phases import NEXT, require
from isonomia.cli.progress import Working
from isonomia.cli.secret_input import passphrase_option
from isonomia.groups import ElementError
from isonomia.parties import trustee as party
from isonomia.parties.contributions import Contribution, append, check
from isonomia.parties.decrypted import remember
from isonomia.parties.record_file import open_record
from isonomia.present.text import counted
from isonomia.protocol.challenges import base64_compact
from isonomia.protocol.messages import encode
from isonomia.protocol.public.tally import written
from isonomia.protocol.public.trustees import Trustee
from isonomia.verify import Examined
from isonomia.verify.phases import Phase, still_needed
from isonomia.verify.setup import Setup

OUT_HELP = "Write it to a file, for `isonomia election receive`, instead of appending it to the record."


@click.command()
@record_argument
@click.option("--key", type=FILE, required=True, help="Your key file; its clear part is enough, no passphrase.")
@click.option("--out", type=FILE, help=OUT_HELP)
@reference_option
@json_option
def shuffle(record: Path, key: Path, out: Path | None, reference: bool) -> None:
    """Check the whole record and shuffle the answers that will be decrypted one by one.

    Nobody can tell afterwards whose answer is whose, as long as one trustee who shuffled keeps silent.

    \b
    Example:
      isonomia trustee shuffle board --key ada.key
    """
    if out is not None:
        refuse_existing(out)
    path = locate(record)
    examined = _examine(path, "shuffling", reference)
    own = _me(_setup(examined), key, label(key, KEY_KIND).public)
    with Working("Shuffling"):
        made = party.shuffle(examined, own.owner, os.urandom)
    contribution = Contribution("Shuffle", own.owner, encode(made))
    _hand_in(path, examined, contribution, out, reference, "shuffling")


@click.command()
@record_argument
@click.option("--key", type=FILE, required=True, help="Your key file.")
@click.option("--out", type=FILE, help=OUT_HELP)
@passphrase_option
@reference_option
@json_option
def decrypt(record: Path, key: Path, out: Path | None, passphrase_file: Path | None, reference: bool) -> None:
    """Check the whole record and make your part of the decryption.

    The fingerprint of what is decrypted comes before the passphrase is asked for: compare it with what the
    other trustees see, and stop if it differs. KEY.decrypted keeps it: your key decrypts one tally of an
    election, and never another.

    \b
    Examples:
      isonomia trustee decrypt board --key ada.key
      isonomia trustee decrypt board --key ada.key --out ada.decryption.json
    """
    if out is not None:
        refuse_existing(out)
    path = locate(record)
    claimed = label(key, KEY_KIND).public
    examined = _examine(path, "decrypting", reference)
    setup = _setup(examined)
    _me(setup, key, claimed)
    seen = _fingerprint(examined)
    counts = examined.report.counts
    say(f"The record is valid: {counted(counts['counted'], 'vote')}. What is decrypted has the fingerprint {seen}")
    opened = open_key(key, passphrase_file, KEY_KIND)
    group = setup.election.group
    private = party.read_private_key(group, opened.secret)
    remember(key, setup.election.uuid, seen)
    with Working("Decrypting"), about(key):
        owner, made = party.decrypt(examined, private, os.urandom)
    contribution = Contribution("PartialDecryption", owner, encode(made))
    _hand_in(path, examined, contribution, out, reference, "decrypting", seen)


def _examine(path: Path, phase: Phase, reference: bool) -> Examined:
    """The whole record, checked, without holding it for writing: a passphrase may take its time."""
    with about(path), open_record(path, opener(reference, secrets=True), write=False) as opened:
        require(opened, phase)
        with Working("Checking the record") as working:
            return opened.examine(backend(reference), working.position, allow_secrets=reference)


def _setup(examined: Examined) -> Setup:
    assert examined.setup is not None  # the record is valid
    return examined.setup


def _me(setup: Setup, key: Path, public: dict[str, Any]) -> Trustee:
    """The trustee that a key file says to be of. Raises CliError and PartyError."""
    group = setup.election.group
    hint = "take the key file that was made for this election"
    if text(key, public, "group") != group.name:
        raise CliError("other-group", f"{key}: the key is of another group than the election ({group.name})", hint)
    try:
        with about(key):
            return party.find(setup, group.element(text(key, public, "public_key")))
    except ElementError as error:
        raise CliError("key-file", f"{key}: its public key is wrong: {error}", hint) from None


def _fingerprint(examined: Examined) -> str:
    """Of the ciphertexts that are decrypted, shuffled where they are."""
    assert examined.setup is not None  # the caller knows the phase
    assert examined.tallying is not None
    assert examined.tallying.encrypted is not None
    content = encode(written(examined.setup.election.group, examined.tallying.encrypted))
    return base64_compact(sha256(content).digest())


def _hand_in(
    path: Path,
    examined: Examined,
    made: Contribution,
    out: Path | None,
    reference: bool,
    phase: Phase,
    seen: str | None = None,
) -> None:
    """Check one's own work as everybody will, then append it, or write it to a file."""
    data: dict[str, Any] = {"trustee": made.owner, "kind": made.kind, "record": str(path)}
    data["out"] = str(out) if out else None
    if seen is not None:
        data["fingerprint"] = seen
    if out is not None:
        with Working("Checking it"):
            check(examined, made, f"the {made.name}")
        write_contribution(out, made)
        lines = [f"The {made.name} of trustee {made.owner} is in {out}; nothing is appended yet."]
        emit(data, [*lines, f"The commission takes it in with: isonomia election receive {path} {out}"])
        return
    with about(path), open_record(path, opener(reference)) as opened:
        require(opened, phase)
        if examined.last is None or opened.tip.parent != examined.last.hash:  # somebody was faster
            with Working("Checking the record again"):
                examined = opened.examine(backend(reference))
        with Working("Checking it"):
            append(opened, examined, made, f"the {made.name}")
    following = f"Next: {NEXT[phase]}."
    if phase == "decrypting" and examined.tallying is not None:
        needed = still_needed(_setup(examined), {*examined.tallying.factors, made.owner})
        data["still_needed"] = needed
        if needed:
            following = f"Still needed: {'; '.join(needed)}."
        else:
            following = "Nobody else is needed. Next: `isonomia election result`."
    emit(data, [f"The {made.name} of trustee {made.owner} is in {path}.", following])
