# SPDX-License-Identifier: Apache-2.0
"""What an observer does: begin, record, correct, withdraw, check, repair."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import file_digest, sha256
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import click

from isonomia.claims.observers.form import MOST, check_against, figure_name, is_name, plain, read_filled, read_form
from isonomia.claims.observers.observation import Chain, Kind, Observation
from isonomia.cli.failure import CliError
from isonomia.cli.files import read_small, refuse_existing
from isonomia.cli.keys import write_key
from isonomia.cli.observe_file import append, held, key_path, open_observer, require_whole, without_time, write
from isonomia.cli.output import emit
from isonomia.cli.progress import Working
from isonomia.cli.secret_input import passphrase
from isonomia.parties.keyfile import write_private
from isonomia.parties.observer import KEY_KIND, Observer, new_secret
from isonomia.present import claim_observers as present
from isonomia.present.catalogue import words
from isonomia.record.errors import RecordError
from isonomia.verify.observations import Checked, check_observations

_HINT = "the guide is docs/claims/observers.md"


@dataclass(frozen=True)
class Asked:
    """What is to be recorded, as it was given."""

    station: str | None
    figures: tuple[str, ...]
    photos: tuple[Path, ...]
    filled: Path | None
    form: Path | None
    day: str | None


class Said(NamedTuple):
    """``where``: of a filled form, the row."""

    station: str
    figures: dict[str, int]
    photos: tuple[str, ...]
    where: str = "what is recorded"


def begin_file(file: Path, election: str, key: Path | None, passphrase_file: Path | None, language: str) -> None:
    """A new key and a file with its header: both or none."""
    sealed = key_path(file, key)
    refuse_existing(file, sealed)
    secret = new_secret(os.urandom)
    observer = Observer(secret)
    header = _begun(observer, election)
    phrase = passphrase(passphrase_file, str(sealed), new=True)
    write_key(sealed, KEY_KIND, {"election": election, "public_key": observer.public_key}, secret, phrase)
    try:
        write_private(file, header)
    except BaseException:
        sealed.unlink(missing_ok=True)
        raise
    for path in (file, sealed):
        without_time(path)
    chain = require_whole(file, check_observations(str(file), header))
    data = {"file": str(file), "key": str(sealed), "election": election, "public_key": observer.public_key}
    emit(data | {"head": chain.head}, present.begun(str(file), str(sealed), chain, words(language)))


def _begun(observer: Observer, election: str) -> bytes:
    try:
        return observer.header(election)
    except RecordError:
        hint = "small letters, digits, points and hyphens, at most 64: take it from the collector, as it is"
        raise CliError("usage", f"--election: {election[:80]!r} is no label of an election", hint) from None


def record_protocols(file: Path, asked: Asked, key: Path | None, passphrase_file: Path | None, language: str) -> None:
    """One entry for each station."""
    if (asked.station is None) == (asked.filled is None):
        raise click.UsageError("give --station or --csv, one of them")
    if asked.filled is not None and (asked.figures or asked.photos):
        raise click.UsageError("--csv has the figures of many stations; record photos with --station")
    if asked.station is not None and not (asked.figures or asked.photos):
        raise click.UsageError("there is nothing to record: give --figure or --photo")
    given = list(_of_file(asked.filled) if asked.filled is not None else _of_options(asked))
    said = [own for own in given if own.figures or own.photos]
    blank = [own.station for own in given if not (own.figures or own.photos)]
    if not said:
        raise CliError("nothing", f"{asked.filled}: no row has figures", "fill the form in first")
    _check_form(asked, said)
    day = _day(asked.day)

    def following(chain: Chain) -> Iterator[Observation]:
        for number, own in enumerate(said, len(chain.links)):
            kind = Kind.PROTOCOL if own.figures else Kind.PHOTOS
            yield Observation(number, day, kind, own.station, None, own.figures, own.photos)

    _append(file, key, passphrase_file, following, language, blank)


def correct_entry(
    file: Path, entry: int, asked: Asked, key: Path | None, passphrase_file: Path | None, language: str
) -> None:
    """Other figures for the same station."""
    if not asked.figures:
        raise click.UsageError("give all figures of the station again, with --figure")
    station = _entry(file, entry).station
    (said,) = _of_options(replace(asked, station=station))
    _check_form(asked, [said])
    day = _day(asked.day)

    def following(chain: Chain) -> Iterator[Observation]:
        yield Observation(len(chain.links), day, Kind.CORRECTION, station, entry, said.figures, said.photos)

    _append(file, key, passphrase_file, following, language)


def withdraw_entry(
    file: Path, entry: int, day: str | None, key: Path | None, passphrase_file: Path | None, language: str
) -> None:
    """An entry that does not stand."""
    station, told = _entry(file, entry).station, _day(day)

    def following(chain: Chain) -> Iterator[Observation]:
        yield Observation(len(chain.links), told, Kind.WITHDRAWAL, station, entry)

    _append(file, key, passphrase_file, following, language)


def check_files(files: tuple[Path, ...], head: str | None, language: str) -> None:
    """Exits with 1 if anything is wrong."""
    if head is not None and len(files) > 1:
        raise click.UsageError("--head is of one file")
    head = None if head is None else "".join(head.split()).lower()
    if head is not None and not re.fullmatch("[0-9a-f]{64}", head):
        raise CliError("usage", "--head: is not 64 of 0-9 and a-f", "compare it with what was noted")
    with Working("Checking observers' files"):
        checked = [check_observations(str(path), read_small(path), head) for path in files]
    right = not any(own.problems or own.torn for own in checked)
    lines = [line for path, own in zip(files, checked, strict=True) for line in _lines(path, own, language)]
    emit({"right": right, "files": [as_json(str(path), own) for path, own in zip(files, checked, strict=True)]}, lines)
    if not right:
        click.get_current_context().exit(1)


def _lines(path: Path, own: Checked, language: str) -> Iterator[Any]:
    return present.checked(str(path), own.chain, [*own.problems, *([own.torn] if own.torn else [])], words(language))


def as_json(name: str, own: Checked) -> dict[str, Any]:
    """A file in one object, with what is wrong with it."""
    wrong = [*own.problems, *([own.torn] if own.torn else [])]
    data: dict[str, Any] = {"file": name, "right": not wrong}
    if (chain := own.chain) is not None:
        data |= {"sha256": chain.sha256, "election": chain.election, "public_key": chain.observer, "head": chain.head}
        data["entries"] = [_entry_json(one) for one in chain.observations]
    return data | {"failures": [{"check": one.check, "where": one.where, "why": one.why} for one in wrong]}


def _entry_json(own: Observation) -> dict[str, Any]:
    told = {"number": own.number, "day": own.day, "kind": own.kind.value, "station": own.station}
    return told | {"replaces": own.replaces, "figures": dict(own.figures), "photos": list(own.photos)}


def repair_file(path: Path, language: str) -> None:
    """Cut a torn line off, and keep it; or, if only its line feed is missing, end it."""
    kept = None
    with held(path) as (file, content):
        checked = check_observations(str(path), content)
        if checked.torn is None or checked.problems or checked.chain is None:
            require_whole(path, replace(checked, torn=None))
            emit({"file": str(path), "repaired": False, "kept": None}, present.repaired(None, 0, words(language)))
            return
        if not check_observations(str(path), content + b"\n").problems:
            write(file, b"\n")  # reading has come to the end
        else:
            kept = next(own for n in count(1) if not (own := path.with_name(f"{path.name}.torn-{n}")).exists())
            write_private(kept, content[checked.torn.whole_length :])
            file.truncate(checked.torn.whole_length)
            os.fsync(file.fileno())
    for changed in (path, *([kept] if kept else [])):
        without_time(changed)
    chain = require_whole(path, check_observations(str(path), read_small(path)))
    data = {"file": str(path), "repaired": True, "kept": str(kept) if kept else None, "head": chain.head}
    told = present.repaired(str(kept) if kept else "", len(chain.observations), words(language))
    emit(data | {"entries": len(chain.observations)}, told)


def _append(
    file: Path,
    key: Path | None,
    passphrase_file: Path | None,
    following: Callable[[Chain], Iterator[Observation]],
    language: str,
    blank: Sequence[str] = (),
) -> None:
    """``blank``: stations of a form that were not filled in."""
    require_whole(file, check_observations(str(file), read_small(file)))  # before the passphrase is asked for
    observer = open_observer(key_path(file, key), passphrase_file)
    before = 0

    def lines(chain: Chain) -> bytes:
        nonlocal before
        before, added = len(chain.observations), b""
        for own in following(chain):
            line = observer.line(own, chain)
            link = sha256(line[:-1]).hexdigest()
            chain = replace(chain, links=(*chain.links, link), observations=(*chain.observations, own))
            added += line
        return added

    chain = append(file, lines)
    new = chain.observations[before:]
    data = {"file": str(file), "recorded": [_entry_json(own) for own in new], "blank": list(blank), "head": chain.head}
    emit(data, present.recorded(new, len(blank), chain, words(language)))


def _entry(file: Path, number: int) -> Observation:
    chain = require_whole(file, check_observations(str(file), read_small(file)))
    if number > len(chain.observations):
        raise CliError("not-found", f"{file}: there is no entry {number}", "`isonomia observe check` shows the entries")
    return chain.observations[number - 1]


def _of_options(asked: Asked) -> Iterator[Said]:
    station = plain(asked.station or "")
    if not is_name(station):
        raise CliError("usage", "--station: is no name of a station in one line", _HINT)
    figures: dict[str, int] = {}
    for text in asked.figures:
        name, equals, number = text.rpartition("=")
        if not equals:
            raise CliError("usage", f"--figure: {text[:40]!r} is not NAME=N", "as --figure Ada=250")
        try:
            name = figure_name(name)
        except ValueError as error:
            raise CliError("usage", f"--figure: {error}", _HINT) from None
        if name in figures:
            raise CliError("usage", f"--figure: {name!r} is there twice", "give each figure once")
        if not (number.isascii() and number.isdigit() and len(number) <= len(str(MOST))):
            why = f"--figure {name}: {number[:40]!r} is not a whole number from 0 to {MOST}, in digits alone"
            raise CliError("usage", why, "without spaces, points and commas")
        figures[name] = int(number)
    yield Said(station, figures, tuple(_hashed(asked.photos)))


def _hashed(photos: tuple[Path, ...]) -> Iterator[str]:
    """The SHA-256 of each photo, which is read in parts and kept nowhere."""
    seen: set[str] = set()
    with Working("Hashing photos") as working:
        for number, path in enumerate(photos):
            working.update(number, len(photos))
            with path.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
                if not file.tell():
                    raise CliError("empty", f"{path}: the photo is empty", "is it the right file?")
            if digest in seen:
                raise CliError("same-photo", f"{path}: this photo is given twice", "give each once")
            seen.add(digest)
            yield digest


def _of_file(path: Path) -> Iterator[Said]:
    for own, figures in read_filled(path.name, read_small(path)):
        yield Said(plain(own.unit), figures, (), str(own.place))


def _check_form(asked: Asked, said: list[Said]) -> None:
    if asked.form is None:
        return
    form = read_form(asked.form.name, read_small(asked.form))
    for own in said:
        check_against(form, own.station, own.figures, own.where)


def _day(given: str | None) -> str:
    if given is None:
        return date.today().isoformat()
    try:
        if len(given) != 10:
            raise ValueError
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise CliError("usage", f"--day: {given[:40]!r} is not a day as 2020-08-09", "no time of day") from None
