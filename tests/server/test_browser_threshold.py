# SPDX-License-Identifier: Apache-2.0
"""Three trustees of whom two suffice, in three browser contexts: ceremony, shuffles, decryptions, through the pages.

One of them closes her page between the rounds and goes on with her file. The server is not always honest: it exchanges
a certificate, and shows two records, one after the other; the page must find both. The third shuffle is the command
line's.
"""

import json
import zipfile
from collections import defaultdict
from io import BytesIO
from os import urandom
from pathlib import Path
from urllib.request import urlopen

from isonomia.cli.keys import KEY_KIND, label
from isonomia.groups import group
from isonomia.parties.ceremony import make_certificate, new_seed
from isonomia.parties.ceremony_public import Terms
from isonomia.protocol.messages import encode
from isonomia.verify import verify
from support.forge import load
from support.holding import Holding
from support.server.pages import (
    PASSPHRASE,
    People,
    begin_draft,
    cast,
    chromium,
    isonomia,
    log_in,
    make_credentials,
    saved,
    server,
    sign_up,
    until_published,
)
from support.server.running import Server

__all__ = ["chromium", "server"]  # fixtures

NAMES = ("Tina", "Uma", "Vera")
VOTES = {"ann": ("Yes", "Red", (1, 2, 3)), "bob": ("Yes", "Blue", (2, 1, 3)), "cleo": ("No", "Red", (3, 2, 1))}


def draft(admin) -> str:  # type: ignore[no-untyped-def]
    """Three questions, the last one a ranking; gives the address."""
    sign_up(admin, "Adam")
    begin_draft(admin, "A house meeting")
    admin.locator("fieldset.question").wait_for()  # the draft is loaded
    for _ in range(2):
        admin.get_by_role("button", name="Another question").click()
    texts = (("Shall we paint?", "Yes\nNo"), ("Which colour?", "Red\nBlue"), ("In which order?", "Hall\nStairs\nRoof"))
    for i, (text, answers) in enumerate(texts):
        question = admin.locator("fieldset.question").nth(i)
        question.locator("[data-part=text]").fill(text)
        question.locator("[data-part=answers]").fill(answers)
    question.locator("[data-part=kind]").select_option("rank")
    admin.get_by_role("button", name="Save").click()
    admin.get_by_text("There is no list of voters").wait_for()
    return str(admin.url).removesuffix("/manage")


def invite(admin, folder: Path) -> None:  # type: ignore[no-untyped-def]
    roll = folder / "roll.csv"
    roll.write_text("".join(f"{login},{login}@example.org\n" for login in VOTES))
    admin.set_input_files("#roll", roll)
    admin.get_by_role("button", name="Import").click()
    admin.locator("#voter-count", has_text="3 voters").wait_for()
    admin.fill("#authority-name", "Cora")
    admin.fill("#authority-email", "cora@example.org")
    admin.locator("#authority button").click()
    admin.locator("#parties", has_text="Cora").wait_for()
    admin.fill("#trustee-list", "".join(f"{name}, {name.lower()}@example.org\n" for name in NAMES))
    admin.fill("#threshold", "2")
    admin.locator("#trustees button").click()
    admin.locator("#parties", has_text="Vera").wait_for()


def first_round(trustee, server: Server, name: str, folder: Path) -> Path:  # type: ignore[no-untyped-def]
    """The seed is made, sealed, saved and checked back; gives the file."""
    trustee.goto(server.mail(f"{name.lower()}@example.org", r"(/join#\w+)"))
    trustee.fill("#phrase", PASSPHRASE)
    trustee.fill("#again", PASSPHRASE)
    trustee.get_by_role("button", name="Make my key").click()
    path = checked_back(trustee, folder)
    trustee.locator("#step-awaited:visible, #step-go-on:visible").wait_for()
    return path


def checked_back(trustee, folder: Path) -> Path:  # type: ignore[no-untyped-def]
    folder.mkdir(exist_ok=True)
    trustee.locator("#step-back").wait_for()
    path = saved(trustee, "Save the key file", folder)
    trustee.set_input_files("#back", path)
    trustee.get_by_role("button", name="Check it").click()
    return path


def exchanged_certificate(trustee, seed: Path) -> None:  # type: ignore[no-untyped-def]
    """The attack: a server that wants to read the second trustee's shares passes a certificate of its own as hers.

    Her page shows all a fingerprint that differs from the others', and does not go on: the certificate is not hers.
    """
    terms = Terms(group("Ed25519"), 3, 2)
    own = make_certificate(terms, 2, new_seed(urandom), urandom)
    honest = trustee.inner_text("#compare .tracker")

    def other(route) -> None:  # type: ignore[no-untyped-def]
        said = json.loads(route.fetch().text())
        said["certificates"][1] = encode(own).decode()
        route.fulfill(json=said)

    trustee.route("**/ceremony", other)
    trustee.reload()
    unlock(trustee, seed)
    assert trustee.inner_text("#compare .tracker") != honest
    trustee.get_by_role("button", name="Go on").click()
    trustee.get_by_text("Stop the ceremony").wait_for()
    assert "certificate 2 is not the one of this key" in trustee.inner_text("#trouble-place")
    trustee.unroute_all()
    trustee.reload()
    unlock(trustee, seed)
    assert trustee.inner_text("#compare .tracker") == honest


def unlock(trustee, seed: Path) -> None:  # type: ignore[no-untyped-def]
    """The seed is not on the page any more: the file gives it back."""
    trustee.locator("#step-go-on").wait_for()
    trustee.set_input_files("#seed-file", seed)
    trustee.fill("#seed-phrase", PASSPHRASE)


def ceremony(trustees, server: Server, folder: Path) -> tuple[list[Path], list[Path]]:  # type: ignore[no-untyped-def]
    """All rounds; gives the files of the first round, and the key files."""
    folders = [folder / name for name in NAMES]
    seeds = [
        first_round(page, server, *who) for page, who in zip(trustees, zip(NAMES, folders, strict=True), strict=True)
    ]
    trustees[0].reload()
    shown = set()
    for page in trustees:
        page.locator("#step-go-on").wait_for()
        shown.add(page.inner_text("#compare .tracker"))
    assert len(shown) == 1
    assert len(shown.pop()) == 43
    unlock(trustees[0], seeds[0])
    exchanged_certificate(trustees[1], seeds[1])
    for page in trustees:
        page.get_by_role("button", name="Go on").click()
    keys = [checked_back(page, own) for page, own in zip(trustees, folders, strict=True)]
    for page in trustees:
        page.get_by_text("The key of all trustees is made").wait_for()
    assert len({page.inner_text("#parameters .tracker") for page in trustees}) == 1
    assert len({page.inner_text("#fingerprint") for page in trustees}) == 3
    return seeds, keys


def key_made_again(trustee, address: str, seed: Path, key: Path, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """Who has lost the key file makes it again from the file of the first round, with the command line."""
    again, phrase = folder / "again.key", folder / "phrase"
    phrase.write_text(PASSPHRASE + "\n")
    answer = trustee.request.get(address.replace("/elections/", "/api/elections/") + "/ceremony.zip")
    zipfile.ZipFile(BytesIO(answer.body())).extractall(folder)
    how = ("--key", seed, "--share", again, "--passphrase-file", phrase)
    assert isonomia("trustee", "join", folder / "ceremony", *how) == 0
    assert label(again, KEY_KIND).public == label(key, KEY_KIND).public


def vote(voter, server: Server, address: str, login: str, credential: str) -> None:  # type: ignore[no-untyped-def]
    paint, colour, order = VOTES[login]
    voter.goto(address + "/vote")
    voter.fill("#credential", credential)
    voter.get_by_role("button", name="Go on").click()
    for answer in (paint, colour):
        voter.get_by_label(answer, exact=True).check()
        voter.locator("#question-form button").first.click()
    for i, place in enumerate(order):
        voter.locator("#answers input[type=number]").nth(i).fill(str(place))
    voter.locator("#question-form button").first.click()
    voter.get_by_role("button", name="Encrypt my vote").click()
    voter.locator("#step-tracker").wait_for()
    log_in(voter, server, login)
    cast(voter)


def shuffle_by_command_line(trustee, address: str, key: Path, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """The key file that the browser has made is the command line's as well; the page takes what that has made."""
    record, made = folder / "shuffling.bel", folder / "shuffle.json"
    with urlopen(f"{address}/record.bel", timeout=10) as answer:  # noqa: S310
        record.write_bytes(answer.read())
    assert isonomia("trustee", "shuffle", record, "--key", key, "--out", made) == 0
    trustee.get_by_text("I do this step with the command line").click()
    trustee.set_input_files("#made", made)
    trustee.get_by_role("button", name="Hand it in").click()
    trustee.get_by_text("Your part is in the record").wait_for()


def decrypt(trustee, key: Path) -> None:  # type: ignore[no-untyped-def]
    trustee.locator("#step-decrypt").wait_for()
    trustee.set_input_files("#file", key)
    trustee.fill("#open-phrase", PASSPHRASE)
    trustee.locator("#do-decrypt").click()


def two_tallies(trustee, address: str, key: Path) -> None:  # type: ignore[no-untyped-def]
    """The attack: her decryption of one tally is lost on its way, and she is asked to decrypt another.

    The server has dropped a ballot, and written the record again from there on, shuffles included: every check of it
    holds, but the page has seen the first one.
    """
    sent = []
    trustee.route("**/decryption", lambda route: (sent.append(1), route.abort()))
    decrypt(trustee, key)
    trustee.get_by_text("The server did not answer").wait_for()
    assert len(sent) == 1

    with urlopen(f"{address}/record.bel", timeout=10) as answer:  # noqa: S310
        record = load(answer.read()).until("EndBallots")
    record.events.remove(record.of("Ballot")[0])
    other = Holding(record, lambda _: defaultdict(lambda: 1))
    other.close()
    other.tally()
    other.shuffles(1, 2, 3)
    assert list(record.verify().failures) == []
    content = record.write()
    trustee.route("**/record.bel", lambda route: route.fulfill(body=content, content_type="application/x-tar"))
    trustee.reload()
    trustee.get_by_text("not the record that your browser has seen").wait_for()
    assert "history.since" in trustee.inner_text("#trouble-place")
    assert not trustee.locator("#step-decrypt").is_visible()
    assert len(sent) == 1
    trustee.unroute_all()
    trustee.reload()


def test_two_of_three_trustees_in_the_browser(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    people = People(chromium, server)
    admin, authority = people.page(), people.page()
    trustees = [people.page() for _ in NAMES]
    address = draft(admin)
    invite(admin, tmp_path)
    private, _ = make_credentials(authority, server, tmp_path)
    seeds, keys = ceremony(trustees, server, tmp_path)
    key_made_again(trustees[0], address, seeds[0], keys[0], tmp_path)
    admin.reload()
    admin.get_by_role("button", name="Open the voting").click()
    admin.get_by_role("button", name="End the voting").wait_for()
    for login in VOTES:
        vote(people.page(), server, address, login, private[login])
    for page in trustees:
        page.get_by_text("Your key is in the election").wait_for()
    admin.get_by_role("button", name="End the voting").click()

    for page in trustees[:2]:
        page.locator("#do-shuffle").click()
        page.get_by_text("Your part is in the record").wait_for()
    shuffle_by_command_line(trustees[2], address, keys[2], tmp_path)
    admin.reload()
    admin.get_by_role("button", name="No more shuffles come").click()
    admin.get_by_role("button", name="No more shuffles come").wait_for(state="detached")
    for page in (trustees[0], trustees[2]):
        page.locator("#step-decrypt").wait_for()
    assert trustees[0].inner_text("#tally") == trustees[2].inner_text("#tally")
    two_tallies(trustees[2], address, keys[2])
    for i in (0, 2):
        decrypt(trustees[i], keys[i])
        trustees[i].locator("#step-done:visible, #step-over:visible").wait_for()
    until_published(people.page(), address)

    for name in ("record.bel", "terms.json"):
        with urlopen(f"{address}/{name}", timeout=10) as answer:  # noqa: S310
            (tmp_path / name).write_bytes(answer.read())
    report = verify(BytesIO((tmp_path / "record.bel").read_bytes()))
    assert (list(report.failures), report.stage) == ([], "tallied")
    assert report.result is not None
    assert (report.result[0], report.result[1]) == ([2, 1], [2, 1])  # as they voted
    assert sorted(report.result[2]) == sorted(list(order) for _, _, order in VOTES.values())
    assert isonomia("verify", tmp_path / "record.bel", "--terms", tmp_path / "terms.json") == 0
    assert [text for text in people.complaints if "ERR_FAILED" not in text] == []  # but for the request that was cut
    assert people.foreign == []
