# SPDX-License-Identifier: Apache-2.0
"""The board: two heads are impossible, nothing is changed or removed, and the public file follows the database."""

import os
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from isonomia.board import fsck, ledger, published
from isonomia.board.append_only import AppendOnlyError
from isonomia.board.models import Board, Event, Payload, Spoiled
from isonomia.board.triggers import TABLES
from isonomia.record.archive import open_archive
from support.server.site import Site
from support.server.walk import Walk


@pytest.fixture
def walk(site: Site) -> Walk:
    """An election with two ballots."""
    walk = Walk(site).open()
    walk.vote("ann", [1, 0])
    walk.vote("bob", [0, 1])
    return walk


def codes(uuid: str) -> list[str]:
    return [trouble.code for trouble in fsck.fsck(uuid).troubles]


@pytest.mark.parametrize(
    "change",
    [
        lambda: Event.objects.update(type="EndBallots"),
        lambda: Event.objects.all().delete(),
        lambda: Event.objects.first().delete(),  # type: ignore[union-attr]
        lambda: Event.objects.first().save(),  # type: ignore[union-attr]
        lambda: Payload.objects.bulk_update(Payload.objects.all(), ["content"]),
        lambda: Board.objects.update_or_create(uuid="x", defaults={"timestamp": 0}),
        lambda: Spoiled.objects.all().delete(),
    ],
)
def test_models_refuse_to_change_the_board(walk: Walk, change: Callable[[], Any]) -> None:
    before = walk.download()
    with pytest.raises(AppendOnlyError):
        change()
    assert walk.download() == before


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {column} = {column}"])
def test_the_database_refuses_to_change_the_board(walk: Walk, table: str, statement: str) -> None:
    with ledger.writing(walk.uuid) as held:
        held.spoil("A" * 43)  # so that no table is empty: triggers are of rows
    column = {"board_board": "timestamp", "board_spoiled": "tracker"}.get(table, "content")
    with pytest.raises(DatabaseError, match="written once"), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column=column))


def test_two_heads_are_impossible(walk: Walk) -> None:
    """What a program with a mistake would write: a second event after the same one."""
    last = ledger.reading(walk.uuid).last
    beside = Event(
        board_id=walk.uuid, parent=last.parent, height=last.height + 1, hash="0" * 64, type="EndBallots",
        content=b"{}", length=last.length + 1024,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match=r"board_event\.parent|one_event_after_another"), transaction.atomic():
        beside.save()


def test_who_does_not_hold_the_record_cannot_append(walk: Walk) -> None:
    with pytest.raises(RuntimeError, match="nobody else"):
        ledger.reading(walk.uuid).append("EndBallots")


def test_what_fails_inside_is_taken_back_whole(walk: Walk) -> None:
    before = walk.download()

    def fail_after_appending() -> None:
        with ledger.writing(walk.uuid) as held:
            held.append("EndBallots")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_appending()
    assert walk.download() == before
    assert codes(walk.uuid) == []


def test_writers_at_once_make_one_chain(walk: Walk) -> None:
    """Twelve threads append; the record is one chain all the same, and the file is the database's."""
    ready, troubles = threading.Barrier(12), []

    def write(number: int) -> None:
        try:
            ready.wait()
            with ledger.writing(walk.uuid) as held:
                held.append("Ballot", [b'{"number":%d}' % number])
        except Exception as error:
            troubles.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    heights = list(Event.objects.filter(board_id=walk.uuid).order_by("height").values_list("height", flat=True))
    assert heights == list(range(15))  # set-up, two ballots, twelve more
    assert codes(walk.uuid) == []


def test_publishing_goes_on_where_it_was_interrupted(walk: Walk) -> None:
    """Killed after the commit, at any byte of the append: nothing, a part of a header, of a content, whole entries."""
    path, whole = walk.site.record(walk.uuid), walk.download()
    before_last = Event.objects.filter(board_id=walk.uuid).order_by("-height")[1].length
    for length in (0, 100, 512, 1024, before_last, before_last + 1, before_last + 512, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert codes(walk.uuid) == ["file-behind"]
        assert published.publish(walk.uuid) == len(whole)
        assert path.read_bytes() == whole


def test_bytes_being_appended_are_not_given_away(walk: Walk) -> None:
    path, whole = walk.site.record(walk.uuid), walk.download()
    before_last = Event.objects.filter(board_id=walk.uuid).order_by("-height")[1].length
    path.write_bytes(whole[:-100])
    assert walk.download() == whole[:before_last]


def test_a_database_that_lost_events_is_not_believed(walk: Walk) -> None:
    """An older copy of the database was put back: the public file is the only evidence, and is not cut."""
    path, whole = walk.site.record(walk.uuid), walk.download()
    with_more = whole + whole[-512 * 4 :]
    path.write_bytes(with_more)
    with pytest.raises(published.FileAhead):
        published.publish(walk.uuid)
    assert path.read_bytes() == with_more
    checked = fsck.fsck(walk.uuid)
    assert [trouble.code for trouble in checked.troubles] == ["file-ahead"]
    with pytest.raises(ValueError, match="lost events"):
        fsck.repair(checked)


def test_fsck_finds_each_changed_byte_of_the_file_and_repairs_it(walk: Walk) -> None:
    path, whole = walk.site.record(walk.uuid), walk.download()
    for at in (0, 600, len(whole) // 2, len(whole) - 1):
        changed = bytearray(whole)
        changed[at] ^= 1
        path.write_bytes(changed)
        checked = fsck.fsck(walk.uuid)
        assert [(t.code, f"at byte {at}" in t.why) for t in checked.troubles] == [("file-differs", True)]
        kept = fsck.repair(checked)
        assert kept is not None
        assert kept.read_bytes() == changed
        assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE board_payload SET content = {content} WHERE id = (SELECT max(id) FROM board_payload)",
        "UPDATE board_event SET content = {content} WHERE height = 1",
        "UPDATE board_event SET type = 'Result' WHERE height = 1",
        "UPDATE board_event SET length = length + 1 WHERE height = 2",
    ],
)
def test_fsck_finds_a_changed_database(walk: Walk, damage: str) -> None:
    """By somebody who may do everything in the database, triggers included."""
    with connection.cursor() as cursor:
        sqlite = connection.vendor == "sqlite"
        for table in TABLES:
            cursor.execute(f"DROP TRIGGER {table}_update" if sqlite else f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(damage.format(content="x'7b7d'" if sqlite else r"'\x7b7d'::bytea"))
    assert "chain" in codes(walk.uuid)
    with pytest.raises(ValueError, match="damaged"):
        fsck.repair(fsck.fsck(walk.uuid))


def test_entries_of_the_record_carry_the_time_of_the_beginning_only(walk: Walk) -> None:
    """Who voted when is nobody's business: neither entries nor rows tell."""
    with walk.site.record(walk.uuid).open("rb") as file:
        archive = open_archive(file)
        times = {int(archive.read_at(entry.offset - 512 + 136, 11), 8) for entry in archive}  # type: ignore[union-attr]
    assert times == {Board.objects.get().timestamp}


def test_the_database_is_the_one_that_was_asked_for(site: Site) -> None:
    """Or tests would believe that they ran on PostgreSQL and ran on SQLite."""
    assert connection.vendor == os.environ.get("ISONOMIA_TEST_DATABASE", "sqlite")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            pragmas = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
        assert pragmas == ["wal", 2]  # 2 is FULL
