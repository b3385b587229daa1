# SPDX-License-Identifier: Apache-2.0
"""``observe collect``: what can be published, apart from what must not be."""

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

import click

from isonomia.claims.observers.form import Form, read_form
from isonomia.claims.observers.merging import ORDINARY, LeftOut, Merged, Reason, TakenBack, merge
from isonomia.claims.observers.publication import publication
from isonomia.claims.reading import read_documents
from isonomia.cli.failure import CliError
from isonomia.cli.files import read_small, refuse_existing, write_new
from isonomia.cli.observe_file import without_time
from isonomia.cli.output import emit
from isonomia.cli.progress import Working
from isonomia.cli.secret_input import write_json
from isonomia.parties.collector import Veil
from isonomia.parties.keyfile import write_private
from isonomia.present import claim_observers as present
from isonomia.present.catalogue import words
from isonomia.verify.observations import Checked, check_observations

PUBLICATION = Path("publication", "observations.csv")
REPORT = Path("private", "report.json")
PHOTOS = Path("private", "photos.json")
_BY_FILE = (Reason.SAME_FILE, Reason.OLDER_COPY)


def collect_files(
    files: tuple[Path, ...], election: str, form_file: Path, out: Path, plain_hashes: bool, language: str
) -> None:
    """Exits with 1 if something has to be looked into."""
    refuse_existing(out)
    if len(set(files)) < len(files):
        raise CliError("same-file", "a file is named twice", "name each once")
    with Working("Checking and merging observers' files") as working:
        form = read_form(form_file.name, read_small(form_file))
        checked: dict[str, Checked] = {}
        for number, path in enumerate(files):
            working.update(number, len(files))
            checked[str(path)] = check_observations(str(path), read_small(path))
        merged = merge((own.whole for own in checked.values() if own.whole is not None), election, form)
    data = report(checked, merged, form, election)
    if merged.rows:
        _write(out, checked, merged, form, election, plain_hashes)
    data["publication"] = str(out / PUBLICATION) if merged.rows else None
    emit(data, present.collected(data, words(language)))
    if data["look_into"]:
        click.get_current_context().exit(1)


def report(
    checked: Mapping[str, Checked], merged: Merged, form: Form, election: str, *, kept: bool = False
) -> dict[str, Any]:
    """What became of each file and entry. ``kept``: for a file that may be found. Names of files may be people's, and
    so may be what stands in them: then files are called by their SHA-256, and nothing is quoted."""
    called = {name: own.sha256 if kept else name for name, own in checked.items()}
    files = sorted((_file(own, name, called[name], kept) for name, own in checked.items()), key=itemgetter("file"))
    left_out = [_left_out(own, called, kept) for own in merged.left_out]
    taken_back = [_taken_back(own, called, form, kept) for own in merged.taken_back]
    forks = [{"one": called[own.one], "other": called[own.other], "entry": own.entry} for own in merged.forks]
    wrong = any(own.problems or own.torn for own in checked.values())
    strange = [own for own in merged.left_out if own.reason not in ORDINARY]
    observed: dict[str, set[str]] = defaultdict(set)
    for row in merged.rows:
        observed[row.station] |= row.observers
    return {
        "election": election,
        "form": form.sha256,
        "rows": len(merged.rows),
        "stations": {
            "in_form": len(form.stations),
            "observed": len(observed),
            "of_one_pseudonym": sum(len(own) == 1 for own in observed.values()),
            "of_several_versions": merged.several,
        },
        "pseudonyms": len(set().union(*observed.values())),
        "look_into": bool(wrong or strange or taken_back or forks or not merged.rows),
        "files": files,
        "left_out": left_out,
        "taken_back": taken_back,
        "forks": forks,
        "shared_photos": [{"sha256": own.photo, "pseudonyms": own.observers} for own in merged.shared],
    }


def _file(own: Checked, name: str, called: str, kept: bool) -> dict[str, Any]:
    """With the hash of the last line: a receipt for who sent it."""
    failures = []
    for one in [*own.problems, *([own.torn] if own.torn else [])]:
        place = one.where[len(name) :]
        where = {"where": called + (", ".join(place.split(", ")[:2]) if kept else place)}
        failures.append({"check": one.check} | where | ({} if kept else {"why": one.why}))
    data: dict[str, Any] = {"file": called, "used": own.whole is not None, "failures": failures}
    if own.whole is not None:
        data |= {"entries": len(own.whole.observations), "head": own.whole.head}
    return data


def _left_out(own: LeftOut, called: Mapping[str, str], kept: bool) -> dict[str, Any]:
    data = {"file": called[own.file], "entry": own.entry, "reason": own.reason.value}
    by = called[own.by] if own.reason in _BY_FILE else own.by
    return data if kept and own.reason not in ORDINARY else data | {"by": by}


def _taken_back(own: TakenBack, called: Mapping[str, str], form: Form, kept: bool) -> dict[str, Any]:
    data = {"file": called[own.file], "entry": own.entry, "by": called[own.by], "by_entry": own.by_entry}
    return data if kept and own.station not in form.stations else data | {"station": own.station}


def _write(
    out: Path, checked: Mapping[str, Checked], merged: Merged, form: Form, election: str, plain_hashes: bool
) -> None:
    """The folder, whole or not at all."""
    veil = Veil(os.urandom(32))
    shown = (lambda photo, _: f"sha256:{photo}") if plain_hashes else veil.sealed
    content = publication(merged, form, veil.pseudonym, shown)
    read_documents(PUBLICATION.name, content)  # or it would be found out by who wants to use it
    private = report(checked, merged, form, election, kept=True)
    making = Path(tempfile.mkdtemp(dir=out.parent, prefix=".collecting-"))  # mode 0700
    try:
        for path in (PUBLICATION, REPORT):
            (making / path.parent).mkdir(mode=0o700)
        write_new(making / PUBLICATION, content)
        write_private(making / REPORT, write_json(private))
        if not plain_hashes and (opening := list(_opening(merged, veil))):
            write_private(making / PHOTOS, write_json({"photos": opening}))
        for path in (*making.rglob("*"), making):
            without_time(path)
        refuse_existing(out)
        os.rename(making, out)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def _opening(merged: Merged, veil: Veil) -> Iterator[dict[str, str]]:
    """What opens each sealed hash."""
    for station, photo in sorted({(row.station, photo) for row in merged.rows for photo in row.photos}):
        salt, shown = veil.salt(photo, station).hex(), veil.sealed(photo, station)
        yield {"station": station, "sha256": photo, "salt": salt, "published": shown}
