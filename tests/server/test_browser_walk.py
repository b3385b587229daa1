# SPDX-License-Identifier: Apache-2.0
"""A whole election through the pages alone: every person in a browser context of her own, mails by a mail server.

Three questions, the last one a ranking; three trustees of whom two suffice; six voters and a seventh who is refused.
Once on Ed25519 and SQLite, where the server is not always honest and a trustee works with the command line as well;
once on RFC-3526-2048 and PostgreSQL, whose record Debian's ``belenios-tool`` checks.
"""

import os
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

import pytest

from isonomia.cli.keys import KEY_KIND, label
from isonomia.verify import verify
from support import peer
from support.server.attacks import exchanged_certificate, two_tallies
from support.server.pages import (
    PASSPHRASE,
    Held,
    People,
    begin_draft,
    chromium,
    isonomia,
    make_credentials,
    sign_up,
    until_published,
)
from support.server.pictures import picture
from support.server.postgresql import Postgresql, installed
from support.server.running import Server
from support.server.smtp import Mailbox
from support.server.steps import (
    begin_key,
    checked_back,
    decrypt,
    import_voters,
    invite_authority,
    invite_trustees,
    open_voting,
    press_known,
    save_draft,
    unlock,
    write_question,
)
from support.server.voters import (
    BEFORE,
    VOTES,
    refused,
    vote,
    vote_by_keyboard,
    vote_in_belarusian,
    vote_with_challenge,
)

__all__ = ["chromium"]  # fixture

TRUSTEES = ["Tina", "Uma", "Vera"]
QUESTIONS = (
    ("Shall we paint the staircase?", "Yes\nNo", "choose"),
    ("Which colour?", "Green\nBlue", "choose"),
    ("What shall be done first?", "Hall\nStairs\nRoof", "rank"),
)
PHONE = {"width": 360, "height": 740}
SCREEN = {"width": 800, "height": 900}


class Case(NamedTuple):
    group: str
    postgresql: bool


CASES = {"ed25519-sqlite": Case("Ed25519", False), "rfc3526-postgresql": Case("RFC-3526-2048", True)}


@pytest.fixture(params=CASES.values(), ids=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    own: Case = request.param
    return own


@pytest.fixture
def server(case: Case, tmp_path: Path) -> Iterator[Server]:
    if case.postgresql and not installed():
        (pytest.fail if os.environ.get("ISONOMIA_REQUIRE_PEERS") == "1" else pytest.skip)("PostgreSQL is not installed")
    mailbox = Mailbox()
    database = Postgresql() if case.postgresql else None
    started = Server(tmp_path / "data", mailbox, database.url("postgres") if database else "")
    yield started
    assert started.stop() == 0
    mailbox.stop()
    if database is not None:
        database.stop()


def prepare(admin: Any, group: str, folder: Path) -> str:
    """Sign up, draft, lists of people; gives the address of the election."""
    sign_up(admin, "Adam")
    begin_draft(admin, "House meeting", group)
    for number, (text, answers, kind) in enumerate(QUESTIONS):
        write_question(admin, number, text, answers, kind)
    address = save_draft(admin)
    picture(admin, "administrator-draft")
    picture(admin, "administrator-questions", "#questions")
    import_voters(
        admin, folder, [f"{own},{own}@example.org,,{'be' if own == 'cleo' else 'en'}" for own in [*VOTES, "eve"]]
    )
    invite_authority(admin)
    invite_trustees(admin, TRUSTEES, "2")
    return address


# The trustees' ceremony


def ceremony(trustees: list[Any], server: Server, folders: list[Path], honest: bool) -> tuple[list[Path], list[Path]]:
    """All rounds; one trustee closes her page between two of them. Gives seed files and key files."""
    seeds = []
    for page, name, folder in zip(trustees, TRUSTEES, folders, strict=True):
        begin_key(page, server, name)
        page.locator("#step-back").wait_for()
        picture(page, "trustee-save")
        seeds.append(checked_back(page, folder))
        page.locator("#step-awaited:visible, #step-go-on:visible").wait_for()
    trustees[0].reload()
    shown = set()
    for page in trustees:
        page.locator("#step-go-on").wait_for()
        shown.add(page.inner_text("#compare .tracker"))
    assert len(shown) == 1
    assert len(shown.pop()) == 43
    unlock(trustees[0], seeds[0])
    picture(trustees[0], "trustee-ceremony")
    if not honest:
        exchanged_certificate(trustees[1], seeds[1])
    for page in trustees:
        page.get_by_role("button", name="Go on").click()
    keys = [checked_back(page, folder) for page, folder in zip(trustees, folders, strict=True)]
    for page in trustees:
        page.get_by_text("The key of all trustees is made").wait_for()
    assert len({page.inner_text("#parameters .tracker") for page in trustees}) == 1
    assert len({page.inner_text("#fingerprint") for page in trustees}) == 3
    return seeds, keys


def key_made_again(trustee: Any, address: str, seed: Path, key: Path, folder: Path) -> None:
    """Who has lost the key file makes it again from the file of the first round, with the command line."""
    again, phrase = folder / "again.key", folder / "phrase"
    phrase.write_text(PASSPHRASE + "\n")
    answer = trustee.request.get(address.replace("/elections/", "/api/elections/") + "/ceremony.zip")
    zipfile.ZipFile(BytesIO(answer.body())).extractall(folder)
    how = ("--key", seed, "--share", again, "--passphrase-file", phrase)
    assert isonomia("trustee", "join", folder / "ceremony", *how) == 0
    assert label(again, KEY_KIND).public == label(key, KEY_KIND).public


# Voters


def voting(people: People, server: Server, address: str, private: dict[str, str]) -> tuple[list[str], str, str]:
    """Everybody; gives the trackers of all that was cast, of what was challenged, of what was refused."""
    cast_ = []
    for votes in (BEFORE, None):
        cast_.append(vote(people.page(viewport=SCREEN), server, address, "ann", private["ann"], votes))
    spoiled, own = vote_with_challenge(people.page(viewport=SCREEN), server, address, "bob", private["bob"])
    cast_.append(own)
    cast_.append(vote_in_belarusian(people.page(viewport=PHONE), server, address, "cleo", private["cleo"]))
    cast_.append(vote_by_keyboard(people.page(viewport=SCREEN), server, address, "dan", private["dan"]))
    no = refused(people.page(viewport=SCREEN), server, address, "eve", private["eve"])
    for own, size in (("fay", SCREEN), ("gil", PHONE)):
        cast_.append(vote(people.page(viewport=size), server, address, own, private[own]))
    return cast_, spoiled, no


# After the voting


def shuffle(trustees: list[Any]) -> None:
    """Two at once: what the first one sends is late, so the page shuffles again what the other one has made."""
    late = Held(trustees[0], "**/shuffle")
    trustees[0].locator("#do-shuffle").click()
    late.wait()
    trustees[1].locator("#do-shuffle").click()
    trustees[1].get_by_text("Your part is in the record").wait_for()
    late.release()
    trustees[0].get_by_text("Your part is in the record").wait_for()


def shuffle_by_command_line(trustee: Any, address: str, key: Path, folder: Path) -> None:
    """The key file that the browser has made is the command line's as well; the page takes what that has made."""
    record, made = folder / "shuffling.bel", folder / "shuffle.json"
    record.write_bytes(fetched(f"{address}/record.bel"))
    assert isonomia("trustee", "shuffle", record, "--key", key, "--out", made) == 0
    trustee.get_by_text("I do this step with the command line").click()
    trustee.set_input_files("#made", made)
    trustee.get_by_role("button", name="Hand it in").click()
    trustee.get_by_text("Your part is in the record").wait_for()


def fetched(url: str) -> bytes:
    with urlopen(url, timeout=10) as answer:  # noqa: S310
        content: bytes = answer.read()
    return content


def monitored(url: str, state: Path) -> int:
    """One round of ``isonomia monitor``."""
    return isonomia("monitor", url, "--state", state, "--once")


def check_record(case: Case, address: str, folder: Path) -> None:
    """The result is what was voted, and everybody's verifiers say so."""
    record, terms = folder / "record.bel", folder / "terms.json"
    record.write_bytes(fetched(f"{address}/record.bel"))
    terms.write_bytes(fetched(f"{address}/terms.json"))
    report = verify(BytesIO(record.read_bytes()))
    assert (list(report.failures), report.stage) == ([], "tallied")
    assert report.result is not None
    for number, (_, answers, _) in enumerate(QUESTIONS[:2]):
        chosen = [own[number] for own in VOTES.values()]
        assert report.result[number] == [chosen.count(answer) for answer in answers.split("\n")]
    assert sorted(report.result[2]) == sorted(list(order) for _, _, order in VOTES.values())
    assert isonomia("verify", record, "--terms", terms) == 0
    if case.group != "Ed25519":  # which Debian's version does not know
        alone = folder / "peer"
        alone.mkdir()
        (alone / "election.bel").write_bytes(record.read_bytes())
        assert peer.complaint(peer.required_tool(), "verify", "--dir", alone) is None


def expected(complaint: str) -> bool:
    """What browsers print of the wrong code, of the shuffle that came late, of the request that was cut off."""
    return any(own in complaint for own in ("401 (Unauthorized)", "400 (Bad Request)", "ERR_FAILED"))


def test_whole_election(chromium: Any, server: Server, case: Case, tmp_path: Path) -> None:
    people, ed25519 = People(chromium, server), case.group == "Ed25519"
    admin, authority = people.page(viewport=SCREEN), people.page(viewport=SCREEN)
    trustees = [people.page(viewport=SCREEN) for _ in TRUSTEES]
    address = prepare(admin, case.group, tmp_path)
    authority.goto(server.mail("cora@example.org", r"(/join#\w+)"))
    authority.locator("#step-begin").wait_for()
    picture(authority, "authority-begin")
    private, roll = make_credentials(authority, server, tmp_path)
    picture(authority, "authority-done")
    folders = [tmp_path / name for name in TRUSTEES]
    seeds, keys = ceremony(trustees, server, folders, honest=not ed25519)
    if ed25519:
        key_made_again(trustees[0], address, seeds[0], keys[0], tmp_path)
    admin.reload()
    admin.get_by_text("Nothing: the voting can be opened.").wait_for()
    picture(admin, "administrator-ready")
    picture(admin, "administrator-open", "section:has(#parties)")
    open_voting(admin)
    watched = (f"{address}/record.bel", tmp_path / "watch.json")
    assert monitored(*watched) == 0  # with no ballot yet

    trackers, spoiled, refused_ = voting(people, server, address, private)
    anybody = people.page(viewport=SCREEN)
    anybody.goto(address)
    shown = anybody.inner_text("main")
    assert all(tracker in shown for tracker in (*trackers, spoiled, roll))
    assert refused_ not in shown
    for page in trustees:
        page.get_by_text("Your key is in the election").wait_for()
    admin.reload()
    admin.locator("#turnout", has_text="7 voters, 6 have voted").wait_for()
    picture(admin, "administrator-turnout")
    press_known(admin, "End the voting")

    for page in trustees:
        page.locator("#do-shuffle").wait_for()
    shuffle(trustees)
    if ed25519:
        shuffle_by_command_line(trustees[2], address, keys[2], tmp_path)
    admin.reload()
    press_known(admin, "No more shuffles come")
    admin.get_by_role("button", name="No more shuffles come").wait_for(state="detached")
    for page in (trustees[0], trustees[2]):
        page.locator("#step-decrypt").wait_for()
    assert trustees[0].inner_text("#tally") == trustees[2].inner_text("#tally")
    picture(trustees[0], "trustee-decrypt")
    if ed25519:
        two_tallies(trustees[2], address, keys[2])
    for i in (0, 2):
        decrypt(trustees[i], keys[i], shuffled=i == 0 or ed25519)  # the third one's by the command line, if at all
    for i in (0, 2):
        trustees[i].locator("#step-done:visible, #step-over:visible").wait_for()
    until_published(anybody, address)
    picture(anybody, "observer-result")
    picture(anybody, "observer-ballots", "#ballots")
    check_record(case, address, tmp_path)
    assert monitored(*watched) == 0  # what was added is the tail of what was seen: fetched as a range
    assert server.fsck() == 0
    assert [own for own in people.complaints if not expected(own)] == []
    assert people.foreign == []
