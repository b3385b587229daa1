# SPDX-License-Identifier: Apache-2.0
"""Observers' files in words: for those who record, and for those who collect."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.text import Text

from isonomia.claims.observers.observation import Chain, History, Observation
from isonomia.present.catalogue import Words
from isonomia.present.text import safe
from isonomia.record.errors import Problem

_MOST = 50
"""Things that are told one by one; all are there with --json."""


def begun(file: str, key: str, chain: Chain, words: Words) -> Iterator[str]:
    """After ``observe begin``."""
    yield safe(words.gettext("Your file: {file}. It names nobody; keep it that way.", file=file))
    yield safe(words.gettext("Your key: {file} (sealed; without it the file cannot go on).", file=key))
    yield words.gettext("Your pseudonym in this file: {key}", key=chain.observer)
    yield _head(chain, words)


def recorded(new: Sequence[Observation], blank: int, chain: Chain, words: Words) -> Iterator[str]:
    """After an entry: what it says, to compare with the paper. ``blank``: rows of a form without figures."""
    yield from (_entry(own, words) for own in new)
    if blank:
        yield words.ngettext(
            "{n} station of the form has no figures; nothing was recorded of it.",
            "{n} stations of the form have no figures; nothing was recorded of them.",
            blank,
            n=str(blank),
        )
    yield words.gettext("It is on the disk. Compare it with the paper once more.")
    yield _head(chain, words)


def repaired(kept: str | None, entries: int, words: Words) -> Iterator[str]:
    """After ``observe repair``. ``kept``: None if there was nothing to do, empty if nothing was cut off."""
    if kept is None:
        yield words.gettext("The file is whole; nothing was done.")
        return
    if kept:
        yield safe(words.gettext("The torn line was cut off, and is kept in {file}.", file=kept))
    else:
        yield words.gettext("The last entry was there; only its end of line was missing.")
    yield words.ngettext(
        "The file is whole again: {n} entry. See whether the last one is in it, else record it again.",
        "The file is whole again: {n} entries. See whether the last one is in it, else record it again.",
        entries,
        n=str(entries),
    )


def checked(name: str, chain: Chain | None, wrong: Sequence[Problem], words: Words) -> Iterator[Text | str]:
    """A file: its entries, what is wrong with it, and what a file cannot say."""
    if chain is not None:
        yield safe(words.gettext("{file}: election {election}", file=name, election=chain.election))
        history = History(chain.observations)
        for own in chain.observations:
            by = history.replaced.get(own.number)
            yield _entry(own, words) + (
                words.gettext("; replaced by entry {number}", number=str(by.number)) if by is not None else ""
            )
    if wrong:
        yield from (Text(safe(f"- {one}", 2000), "red") for one in wrong[:_MOST])
        yield from _more(len(wrong), words)
        yield Text(safe(words.gettext("NOT RIGHT: {file}", file=name)), "bold red")
    if chain is not None and not wrong:
        yield Text(safe(words.gettext("RIGHT, every line: {file}", file=name)), "bold green")
        yield _head(chain, words)
        yield words.gettext("Whether entries behind it were taken away, only who noted a later hash can tell (--head).")


def collected(data: Mapping[str, Any], words: Words) -> Iterator[Text | str]:
    """What was merged, and each thing that was not."""
    for file in data["files"]:
        for one in file["failures"][:_MOST]:
            yield Text(safe(f"- {one['where']}: {one['why']} [{one['check']}]", 2000), "red")
        yield from _more(len(file["failures"]), words)
        if not file["used"]:
            text = words.gettext("{file} is left out whole: ask for another copy.", file=file["file"])
            yield Text(safe(text, 2000), "red")
    left_out = data["left_out"]
    yield from (safe(_left_out(one, words), 2000) for one in left_out[:_MOST])
    yield from _more(len(left_out), words)
    for one in data["taken_back"][:_MOST]:
        text = words.gettext(
            "{file}, entry {entry} ({station}): stood in this copy, and entry {number} of {by} takes it back. "
            "Ask the observer if she did: whoever has her key can.",
            file=one["file"], entry=str(one["entry"]), station=one["station"], number=str(one["by_entry"]),
            by=one["by"],
        )  # fmt: skip
        yield Text(safe(text, 2000), "red")
    yield from _more(len(data["taken_back"]), words)
    for fork in data["forks"]:
        text = words.gettext(
            "{one} and {other} are of one observer and differ from entry {entry} on: she, or who has her key, "
            "signed both. What stands in either is published.",
            one=fork["one"], other=fork["other"], entry=str(fork["entry"]),
        )  # fmt: skip
        yield Text(safe(text, 2000), "red")
    for photo in data["shared_photos"][:_MOST]:
        yield words.gettext(
            "{n} pseudonyms give the photo {hash}: it is one photo.", n=str(photo["pseudonyms"]), hash=photo["sha256"]
        )
    yield from _totals(data, words)


def _totals(data: Mapping[str, Any], words: Words) -> Iterator[Text | str]:
    stations = data["stations"]
    yield words.gettext(
        "Rows: {rows}. Stations: {observed} of {all}. Pseudonyms: {observers}; one costs nothing, so how many "
        "persons they are is not known.",
        rows=str(data["rows"]),
        observed=str(stations["observed"]),
        all=str(stations["in_form"]),
        observers=str(data["pseudonyms"]),
    )
    if several := stations["of_several_versions"]:
        names = "; ".join(several[:_MOST])
        yield safe(words.gettext("Several versions, all published, of: {stations}", stations=names), 2000)
        yield from _more(len(several), words)
    if alone := stations["of_one_pseudonym"]:
        yield words.ngettext(
            "{n} station has one observer only: who knows who was there, knows who it is.",
            "{n} stations have one observer only: who knows who was there, knows who it is.",
            alone,
            n=str(alone),
        )
    if data["publication"]:
        yield safe(words.gettext("To publish, this file alone: {file}", file=data["publication"]))
    else:
        yield Text(words.gettext("There is nothing to publish; nothing was written."), "bold red")


def _left_out(one: Mapping[str, Any], words: Words) -> str:
    file, entry, by = one["file"], str(one["entry"]), one["by"]
    match one["reason"]:
        case "other-election":
            return words.gettext("{file} is left out: it is of the election {by}.", file=file, by=by)
        case "same-file":
            return words.gettext("{file} is left out: it is the same as {by}.", file=file, by=by)
        case "older-copy":
            return words.gettext("{file} is left out: {by} has all of it and more.", file=file, by=by)
        case "corrected":
            return words.gettext("{file}, entry {entry}: corrected by entry {by}.", file=file, entry=entry, by=by)
        case "withdrawn":
            return words.gettext("{file}, entry {entry}: withdrawn by entry {by}.", file=file, entry=entry, by=by)
        case "double":
            return words.gettext("{file}, entry {entry}: says the same as entry {by}.", file=file, entry=entry, by=by)
        case "unknown-station":
            return words.gettext(
                "{file}, entry {entry} is left out: the form has no station {by}.", file=file, entry=entry, by=by
            )
        case _:
            return words.gettext(
                "{file}, entry {entry} is left out: the form has no column {by}.", file=file, entry=entry, by=by
            )


def _entry(own: Observation, words: Words) -> str:
    figures = ", ".join(f"{name} {value}" for name, value in own.figures.items())
    photos = words.ngettext("{n} photo", "{n} photos", len(own.photos), n=str(len(own.photos))) if own.photos else ""
    said = "; ".join(part for part in (own.station, figures, photos) if part)
    return safe(
        words.gettext(
            "Entry {number}, {day}, {kind}: {said}",
            number=str(own.number), day=own.day, kind=_kind(own, words), said=said,
        ),
        2000,
    )  # fmt: skip


def _kind(own: Observation, words: Words) -> str:
    match own.kind.value:
        case "protocol":
            return words.gettext("protocol")
        case "correction":
            return words.gettext("correction of entry {number}", number=str(own.replaces))
        case "photos":
            return words.gettext("photos")
        case _:
            return words.gettext("withdrawal of entry {number}", number=str(own.replaces))


def _head(chain: Chain, words: Words) -> str:
    return words.gettext("Hash of the last line, to note and to tell somebody: {hash}", hash=chain.head)


def _more(number: int, words: Words) -> Iterator[str]:
    if number > _MOST:
        yield words.gettext("and {n} more (all with --json)", n=str(number - _MOST))
