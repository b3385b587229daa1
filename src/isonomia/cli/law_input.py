# SPDX-License-Identifier: Apache-2.0
"""What ``law apply`` is given: a law, votes from files, records or typed, and the facts that a law may ask for."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from isonomia.cli.failure import CliError
from isonomia.cli.files import about, locate, read_small, record_stream
from isonomia.cli.law_csv import read_csv
from isonomia.cli.law_files import LawFile
from isonomia.cli.law_json import read_json
from isonomia.cli.law_votes import Place, Vote, typed, whole
from isonomia.cli.options import backend
from isonomia.cli.output import say
from isonomia.cli.progress import Working
from isonomia.law.case import Facts
from isonomia.law.errors import DrawError
from isonomia.law.judgement import Left
from isonomia.law.lot import commitment, draw, seed_of
from isonomia.record.terms import Law as NamedLaw
from isonomia.record.terms import named_terms, read_terms, terms_hash
from isonomia.verify import Examined, examine
from isonomia.verify.lawful import votes_of


class Asked(NamedTuple):
    """The question of a record that the law decides, and the answer that is no candidate but against all."""

    question: int | None
    against: str | None


def read_votes(words: Sequence[str], totals: Mapping[str, int | None], asked: Asked, law: LawFile) -> list[Vote]:
    """The votes held, in their order: each of ``words`` is a file, or all are NAME=NUMBER. Raises CliError."""
    if all("=" in word and not Path(word).exists() for word in words):
        given = any(own is not None for own in totals.values())
        return typed(words, totals) if words or given else []
    for name, own in totals.items():
        if own is not None:
            raise CliError("usage", f"--{name.replace('_', '-')} goes with typed votes", "write it into the file")
    return [vote for word in words for vote in _from_file(Path(word), asked, law)]


def _from_file(path: Path, asked: Asked, law: LawFile) -> list[Vote]:
    if path.is_dir() or path.suffix == ".bel":
        return [_from_record(path, asked, law)]
    if path.suffix not in (".csv", ".json"):
        raise CliError("bad-votes", f"{path}: neither .csv nor .json nor .bel", "name the file for what it holds")
    with about(path), Working("Reading the votes"):
        content = read_small(path)
        if path.suffix == ".json":
            return read_json(content, str(path))
        return read_csv(content.decode("utf-8-sig"), str(path))


def _from_record(path: Path, asked: Asked, law: LawFile) -> Vote:
    """The result of a record, which must be valid."""
    with about(path), record_stream(path) as file, Working("Checking the record") as working:
        examined = examine(file, backend=backend(False), on_progress=working.position)
    if not examined.report.valid:
        raise CliError("not-valid", f"{path}: the record is not valid", "see `isonomia verify`; do not rely on it")
    if examined.report.result is None:
        raise CliError("no-result", f"{path}: the record has no result yet", "see `isonomia show`")
    return Vote(votes_of(examined, _named(path, examined, asked, law)), Place(str(path)))


def _named(path: Path, examined: Examined, asked: Asked, law: LawFile) -> NamedLaw:
    """What the terms beside the record say of the law, with what was asked for instead."""
    assert examined.setup is not None
    message = examined.setup.election.message
    beside = locate(path).parent / f"{message.uuid}.terms.json"
    named = None
    if beside.is_file():
        content = read_small(beside)
        if terms_hash(content) == named_terms(message.description):
            named = read_terms(content, str(beside)).law
    if named is not None and named.sha256 != law.sha256:
        say(f"{beside}: the terms promise another law ({named.file}, SHA-256 {named.sha256}).")
    if asked == Asked(None, None) and named is not None:
        return named
    question = asked.question or 0
    answers: list[Any] = (
        examined.setup.election.questions[question].answers if question < len(message.questions) else []
    )
    if asked.against is not None and asked.against not in answers:
        raise CliError("usage", f"question {question} has no answer {asked.against!r}", "`isonomia show` tells them")
    against = None if asked.against is None else answers.index(asked.against)
    if against is None and law.law.ballot is not None and law.law.ballot.against_all:
        say(f"{path}: no answer is taken to be against all; if one is, --against names it.")
    return NamedLaw(law.law.id, law.sha256, question, against)


class Given(NamedTuple):
    """The options that give facts, as they are typed."""

    lot: tuple[str, ...]
    commitments: tuple[str, ...]
    born: tuple[str, ...]
    districts: tuple[str, ...]
    withdrew: tuple[str, ...]
    died: tuple[str, ...]
    standing: tuple[str, ...]
    exempt: tuple[str, ...]
    seats: int | None
    repeat: bool


def facts_of(given: Given, candidates: Iterable[str]) -> Facts:
    """The facts. Raises CliError."""
    left = [*(_left(own, False) for own in given.withdrew), *(_left(own, True) for own in given.died)]
    return Facts(
        lot=_drawn(given, candidates),
        born=dict(_pair(own, "--born", "NAME=1970-01-31") for own in given.born),
        districts={
            name: whole(number, f"--districts {name}")
            for name, number in (_pair(own, "--districts", "NAME=NUMBER") for own in given.districts)
        },
        left=tuple(left),
        standing=given.standing,
        exempt=frozenset(given.exempt),
        seats=given.seats,
        repeat=given.repeat,
    )


def _pair(text: str, option: str, form: str) -> tuple[str, str]:
    name, sign, value = text.rpartition("=")
    if not sign or not name.strip():
        raise CliError("usage", f"{option} {text!r} is not {form}", "see `isonomia law apply --help`")
    return name.strip(), value.strip()


def _left(text: str, died: bool) -> Left:
    """``NAME=ROUND``, or ``NAME=ROUND:frozen``."""
    option = "--died" if died else "--withdrew"
    name, held = _pair(text, option, "NAME=ROUND or NAME=ROUND:frozen")
    number, colon, frozen = held.partition(":")
    if colon and frozen != "frozen":
        raise CliError("usage", f"{option} {text!r} is not NAME=ROUND or NAME=ROUND:frozen", "mend it")
    return Left(name, whole(number, f"{option} {name}"), bool(colon), died)


def _drawn(given: Given, candidates: Iterable[str]) -> tuple[str, ...]:
    """The order of the draw. Without the commitments, those that belong to the texts are told, to be compared."""
    if not given.lot:
        return ()
    try:
        own = given.commitments or tuple(commitment(text) for text in given.lot)
        if not given.commitments:
            say("The lot is worth what its commitments are. These must have been published before the vote:")
            for each in own:
                say(f"  {each}")
        return draw(seed_of(own, given.lot), candidates)
    except DrawError as error:
        raise CliError("lot", str(error), 'see docs/law.md, "The public lot"') from None
