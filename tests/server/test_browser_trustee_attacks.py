# SPDX-License-Identifier: Apache-2.0
"""A trustee at her page, and a server that lies: about the record, and about whose turn it is.

The election is set up through the pages; the votes are made here, so that the test can write every record that a
server could which holds the credential authority's codes as well. The page must stop, and name the check.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from os import urandom
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from isonomia.groups import group
from isonomia.protocol.challenges import fingerprint
from isonomia.protocol.messages import Ballot, Ciphertext, encode
from isonomia.protocol.public.tally import written
from isonomia.protocol.secret.credentials import generate, public_credential, secret_exponent
from isonomia.protocol.secret.shuffles import make_shuffle
from isonomia.protocol.secret.trustees import public_key
from support.forge import Event, Record, altered, load
from support.holding import Holding, sign
from support.server.pages import PASSPHRASE, People, begin_draft, chromium, make_credentials, saved, sign_up
from support.server.running import Server
from support.server.steps import invite, open_voting, save_draft, write_question

__all__ = ["chromium"]  # a fixture

VOTES = {"ann": [[1, 0], [1, 2, 3]], "bob": [[0, 1], [2, 1, 3]], "cleo": [[0, 1], [3, 2, 1]]}


class Scene:
    """An election that is open, its trustee at her page, and everything that a hostile server could know."""

    def __init__(self, chromium: Any, server: Server, folder: Path) -> None:
        self.people = People(chromium, server)
        admin = self.people.page()
        sign_up(admin, "Adam")
        begin_draft(admin, "A house meeting")
        admin.locator("#administrators li").first.wait_for()  # the page is complete, its buttons work
        write_question(admin, 0, "Shall we paint?", "Yes\nNo")
        write_question(admin, 1, "Which first?", "Hall\nStairs\nRoof", "rank")
        address = save_draft(admin)
        invite(admin, folder)
        self.private, _ = make_credentials(self.people.page(), server, folder)
        self.page = self.people.page()
        self.key = self._make_key(server, folder)
        self.url = self.page.url
        admin.reload()
        open_voting(admin)
        with urlopen(f"{address}/record.bel", timeout=10) as answer:  # noqa: S310
            self.opened = answer.read()
        self.page.reload()
        self.page.get_by_text("Your key is in the election").wait_for()
        self.remembered = self.page.evaluate("JSON.stringify(localStorage)")
        self.sent: list[tuple[str, bytes]] = []
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _make_key(self, server: Server, folder: Path) -> Path:
        page = self.page
        page.goto(server.mail("tina@example.org", r"(/join#\w+)"))
        page.fill("#phrase", PASSPHRASE)
        page.fill("#again", PASSPHRASE)
        page.get_by_role("button", name="Make my key").click()
        path = saved(page, "Save the key file", folder)
        page.set_input_files("#back", path)
        page.get_by_role("button", name="Check it").click()
        page.get_by_text("Your key is here").wait_for()
        return path

    # --- what the server says ------------------------------------------------------------------------------------

    def holding(self, record: Record | None = None) -> Holding:
        """The election as it was opened, to go on from; the trustee's private key is not there, nor needed."""
        return Holding(record or load(self.opened), lambda _: defaultdict(lambda: 1))

    def honest(self, *logins: str) -> Holding:
        """Votes of these, and nothing else yet."""
        own = self.holding()
        for login in logins or tuple(VOTES):
            own.cast(self.private[login], VOTES[login])
        return own

    def decrypting(self, own: Holding) -> Record:
        """From the close to the decryption."""
        own.close()
        own.tally()
        own.shuffles(1)
        return own.record

    def say(self, state: str, record: Record, **task: bool) -> None:
        """What the server answers from now on; what the page hands in is kept here."""
        said = {"state": state, "shuffled": state == "decrypting", "decrypted": False, **task}

        def of_task(route: Any) -> None:
            route.fulfill(json=json.loads(route.fetch().text()) | said)

        def of_hand_in(route: Any) -> None:
            self.sent.append((route.request.url.rsplit("/", 1)[1], route.request.post_data_buffer))
            route.fulfill(json={"event": ""})

        content = record.write()
        self.page.unroute_all()
        self.page.route("**/task", of_task)
        self.page.route("**/record.bel", lambda route: route.fulfill(body=content, content_type="application/x-tar"))
        self.page.route("**/decryption", of_hand_in)
        self.page.route("**/shuffle", of_hand_in)
        self.page.reload()

    def forget(self, *names: str) -> None:
        """As in another browser of hers, without what this one has seen."""
        for name in names:
            self.page.evaluate("name => localStorage.removeItem(name + location.pathname.split('/')[2])", name)

    # --- what she sees -------------------------------------------------------------------------------------------

    def refused(self, message: str, *details: str) -> None:
        """The page stops, says why, and hands in nothing; there is nothing to type a passphrase into."""
        self.page.locator("#trouble-place .trouble").wait_for()
        shown = self.page.inner_text("#trouble-place")
        for text in (message, *details):
            assert text in shown, shown
        assert not self.page.locator("#step-decrypt").is_visible()
        assert self.sent == []

    def decrypt(self) -> None:
        self.page.locator("#step-decrypt").wait_for()
        self.page.set_input_files("#file", self.key)
        self.page.fill("#open-phrase", PASSPHRASE)
        if self.page.locator("#elsewhere").is_visible():
            self.page.check("#elsewhere-known")
        self.page.locator("#do-decrypt").click()


@pytest.fixture(scope="module")
def stage(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("attacks")
    server = Server(folder / "data")
    yield Scene(chromium, server, folder)
    assert server.stop() == 0


@pytest.fixture
def scene(stage: Scene) -> Scene:
    """The trustee as she was when the voting had opened: her browser knows her key and the empty record."""
    stage.page.unroute_all()
    stage.page.goto("/check")  # a page that remembers nothing
    restore = "text => { localStorage.clear(); Object.assign(localStorage, JSON.parse(text)); }"
    stage.page.evaluate(restore, stage.remembered)
    stage.page.goto(stage.url)
    stage.page.get_by_text("Your key is in the election").wait_for()  # what it sees is remembered by now
    stage.sent.clear()
    stage.asked.clear()
    stage.people.complaints.clear()
    return stage


def test_an_honest_server(scene: Scene) -> None:
    """Without a lie she sees who is counted, and decrypts what the ballots give: what follows is not always refused."""
    own = scene.honest("ann", "bob", "cleo", "ann")  # Ann voted twice
    record = scene.decrypting(own)
    scene.say("decrypting", record)
    scene.page.locator("#step-decrypt").wait_for()
    shown = scene.page.inner_text("#step-decrypt .done")
    assert "in this tally: 3" in shown
    assert "by a later one: 4" in shown
    assert "on the roll: 3" in shown
    assert scene.page.inner_text("#tally") == fingerprint(encode(written(own.group, own.encrypted)))
    setup = record.events[0].contents
    texts = scene.page.locator("#step-decrypt details .tracker").all_text_contents()
    assert texts == [fingerprint(setup[0]), fingerprint(setup[2]), fingerprint(setup[1])]
    assert scene.page.locator("#few").is_visible()  # fewer than five
    scene.decrypt()
    scene.page.locator("#step-working").wait_for(state="hidden")
    [(_, decryption)] = scene.sent
    record.events.append(Event("PartialDecryption", [decryption], {"owner": 1}))
    report = record.verify()
    assert list(report.failures) == []
    assert report.counts["partial_decryptions"] == 1
    assert not any(url.endswith("/tally") for url in scene.asked)
    assert scene.people.complaints == []


def test_an_honest_server_asks_for_a_shuffle(scene: Scene) -> None:
    own = scene.honest()
    own.close()
    own.tally()
    scene.say("shuffling", own.record, shuffled=False)
    scene.page.locator("#do-shuffle").click()
    scene.page.locator("#step-working").wait_for(state="hidden")
    scene.page.locator("#step-shuffle").wait_for()
    [(_, shuffle)] = scene.sent
    own.record.events.append(Event("Shuffle", [shuffle], {"owner": 1}))
    assert list(own.record.verify().failures) == []


def test_a_tally_that_is_one_ballot(scene: Scene) -> None:
    """What the server announces as the tally is Ann's ballot: who decrypts it reads her vote."""
    record = scene.decrypting(scene.honest())
    [event] = record.of("EncryptedTally")
    ballot = json.loads(record.of("Ballot")[0].content)
    choices = [answer["choices"] for answer in ballot["answers"]]

    def hers(parts: Any) -> None:
        parts[0] = choices[0]

    event.content = altered(event.content, hers)
    scene.say("decrypting", record)
    scene.refused("the published tally is not the one of the ballots", "tally.ciphertexts", "question 0, ciphertext 0")


def test_a_tally_that_is_one_ballot_to_shuffle(scene: Scene) -> None:
    """The same with rankings: Ann's, three times, is to be shuffled."""
    own = scene.honest()
    own.close()
    [event] = [own.tally()]

    def hers(parts: Any) -> None:
        parts[1] = [parts[1][0]] * 3

    event.content = altered(event.content, hers)
    scene.say("shuffling", own.record, shuffled=False)
    scene.page.locator("#do-shuffle").click()
    scene.refused("the published tally is not the one of the ballots", "tally.ciphertexts", "question 1")


def test_a_ballot_that_was_withheld(scene: Scene) -> None:
    """Nobody has voted, says the record; its tally has a ranking all the same: Ann's, whose ballot the server kept."""
    hers = json.loads(scene.honest("ann").record.of("Ballot")[0].content)["answers"][1]["choices"]
    own = scene.holding()
    own.close()
    [event] = [own.tally()]

    def put(parts: Any) -> None:
        assert parts[1] == []
        parts[1] = [hers]

    event.content = altered(event.content, put)
    own.record.events.append(Event("EndShuffles"))
    scene.say("decrypting", own.record)
    scene.refused("the published tally is not the one of the ballots", "tally.ciphertexts", "question 1")


def test_shuffles_that_her_browser_did_not_make(scene: Scene) -> None:
    """A server that asks no trustee and shuffles by itself knows whose ranking is whose: she is asked, and must say."""
    scene.say("decrypting", scene.decrypting(scene.honest()))
    scene.page.locator("#step-decrypt").wait_for()
    assert "No shuffle that was made in this browser" in scene.page.inner_text("#elsewhere")
    scene.page.set_input_files("#file", scene.key)
    scene.page.fill("#open-phrase", PASSPHRASE)
    scene.page.locator("#do-decrypt").click()  # she has not said that she knows
    assert scene.page.locator("#elsewhere-known:invalid").count() == 1
    assert scene.sent == []


def test_a_ballot_by_nobody_on_the_roll(scene: Scene) -> None:
    own = scene.honest()
    stranger = generate(urandom)
    exponent = secret_exponent(own.group, own.election.uuid, stranger)
    own.cast(stranger, [[1, 0], [1, 2, 3]])
    own.roll[str(public_credential(own.group, exponent))] = 1
    scene.say("decrypting", scene.decrypting(own))
    scene.refused("is no voter's", "ballot.credential", "is not on the roll")


def test_a_copied_ballot(scene: Scene) -> None:
    """Ann's ciphertexts and proofs in a ballot of Bob's, signed with his credential: the result would tell her vote."""
    own = scene.honest("bob", "cleo")
    hers = own.shapes.ballot(scene.honest("ann").record.of("Ballot")[0].content, "hers")
    record = scene.decrypting(own)
    event = record.of("Ballot")[0]
    his = own.shapes.ballot(event.content, "his")
    copy = Ballot(his.election_uuid, his.election_hash, his.credential, hers.answers, his.signature)
    event.content = encode(sign(own.group, copy, own.exponent(scene.private["bob"]), urandom))
    scene.say("decrypting", record)
    scene.refused("a ballot in the record is not right", "ballot.individual-proof", "event 1", "question 0, choice 0")


def test_a_dropped_ballot_in_a_rewritten_chain(scene: Scene) -> None:
    """Every check of the record holds: that it is another one, her browser remembers."""
    scene.say("open", scene.honest().record)
    scene.page.get_by_text("Your key is in the election").wait_for()
    record = scene.decrypting(scene.honest("ann", "cleo"))
    assert list(record.verify().failures) == []
    scene.say("decrypting", record)
    scene.refused("not the record that your browser has seen", "history.since", "event 3")


def test_a_record_that_is_shorter(scene: Scene) -> None:
    scene.say("open", scene.honest().record)
    scene.page.get_by_text("Your key is in the election").wait_for()
    scene.say("open", scene.honest("ann").record)
    scene.refused("not the record that your browser has seen", "history.since")


def test_one_voter_in_the_tally(scene: Scene) -> None:
    """A server that drops all ballots but Ann's before anybody looks: nothing is wrong, but for the number."""
    scene.say("decrypting", scene.decrypting(scene.honest("ann")))
    scene.page.locator("#step-decrypt").wait_for()
    assert "in this tally: 1" in scene.page.inner_text("#step-decrypt .done")
    assert "ONE voter's ballot" in scene.page.inner_text("#one-voter")
    scene.decrypt()  # she has not said that she knows
    assert scene.page.locator("#one-known:invalid").count() == 1
    assert scene.sent == []


def hostile(scene: Scene) -> Record:
    """Another trustee in place of her, and all that follows from it."""
    record = load(scene.opened)
    setup, own = record.events[0], group("Ed25519")
    made = public_key(own, own.secret(7), urandom)
    key = made.public_key

    def replaced(election: Any) -> None:
        election["public_key"] = key

    setup.contents[0] = altered(setup.contents[0], replaced)
    setup.contents[1] = b'[["Single",' + encode(made) + b"]]"
    return record


def test_another_trustee_of_another_election(scene: Scene) -> None:
    record = hostile(scene)
    own = scene.holding(record)
    for login, votes in VOTES.items():
        own.cast(scene.private[login], votes)
    record = scene.decrypting(own)
    assert list(record.verify().failures) == []
    scene.forget("isonomia record ")  # the record is not checked against an earlier one, but against her key
    scene.say("decrypting", record)
    scene.refused("This key is not the one of a trustee")


def test_another_election_than_before(scene: Scene) -> None:
    record = scene.decrypting(scene.holding(hostile(scene)))
    scene.say("decrypting", record)
    scene.refused("not the record that your browser has seen before", "history.since", "event 0")


def test_other_trustees_of_her_election(scene: Scene) -> None:
    """The election is hers, the trustees beside it are not."""
    record = load(scene.opened)
    record.events[0].contents[1] = hostile(scene).events[0].contents[1]
    scene.forget("isonomia record ")
    scene.say("decrypting", record)
    scene.refused("fails a check", "setup.public-key")


def test_a_shuffle_of_other_ciphertexts(scene: Scene) -> None:
    """Rightly proved, but of three copies of Ann's ranking: decrypting it tells her vote."""
    own = scene.honest()
    own.close()
    own.tally()
    [before] = own.before_shuffle()
    copies: list[Ciphertext] = [before[0]] * 3
    shuffle = make_shuffle(own.election, [copies], urandom)
    own.record.events += [Event("Shuffle", [encode(shuffle)], {"owner": 1}), Event("EndShuffles")]
    scene.say("decrypting", own.record)
    scene.refused("a shuffle in the record is not right", "shuffle.proof", "trustee 1")


def test_a_shuffle_in_her_name(scene: Scene) -> None:
    """She shuffles; the server sets hers aside and shuffles itself, so that it knows who gave which ranking."""
    own = scene.honest()
    own.close()
    own.tally()
    scene.say("shuffling", own.record, shuffled=False)
    scene.page.locator("#do-shuffle").click()
    scene.page.locator("#step-working").wait_for(state="hidden")
    scene.page.locator("#step-shuffle").wait_for()
    [(_, hers)] = scene.sent
    scene.sent.clear()
    honest = [Event("Shuffle", [hers], {"owner": 1}), Event("EndShuffles")]
    scene.say("decrypting", Record(own.record.timestamp, own.record.events + honest))
    scene.page.locator("#step-decrypt").wait_for()
    scene.forget("isonomia record ")  # that the record has changed, too, is another check
    own.shuffles(1)
    assert list(own.record.verify().failures) == []
    scene.say("decrypting", own.record)
    scene.refused("the shuffle that stands in your name", "trustee 1")


def test_a_second_record_after_the_first(scene: Scene) -> None:
    """Her decryption of the first is lost on its way; then she is asked to decrypt a tally without Ann's ballot."""
    scene.say("decrypting", scene.decrypting(scene.honest()))
    scene.page.route("**/decryption", lambda route: route.abort())
    scene.decrypt()
    scene.page.get_by_text("The server did not answer").wait_for()
    second = scene.decrypting(scene.honest("bob", "cleo"))
    scene.say("decrypting", second)
    scene.refused("not the record that your browser has seen", "history.since")
    scene.forget("isonomia record ")  # what she has decrypted is remembered for itself
    scene.say("decrypting", second)
    scene.decrypt()
    scene.page.get_by_text("Do not decrypt a second one").wait_for()
    assert scene.sent == []


def test_a_record_that_takes_long(scene: Scene) -> None:
    """From two minutes on she is told, and the command line is recommended; she can go on all the same."""
    one_processor = "Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => 1 })"
    scene.page.add_init_script(one_processor)  # of this page from now on: the last test
    record = load(scene.opened)

    def long(election: Any) -> None:
        election["description"] = "x" * 20_500_000  # as large as many ballots, and read faster

    record.events[0].contents[0] = altered(record.events[0].contents[0], long)
    own = scene.holding(record)
    for login, votes in VOTES.items():
        own.cast(scene.private[login], votes)
    record = scene.decrypting(own)
    scene.forget("isonomia record ")
    scene.say("decrypting", record)
    scene.page.locator("#step-many").wait_for(timeout=60_000)
    assert scene.page.inner_text("#step-many [data-part=ballots]") == "3"
    assert scene.page.inner_text("#step-many [data-part=minutes]") == "3"  # 123 s: 20.5 MB at 6 s
    assert scene.page.locator("#by-file").is_visible()
    scene.page.locator("#check-many").click()
    scene.page.locator("#step-decrypt").wait_for(timeout=60_000)
    assert "in this tally: 3" in scene.page.inner_text("#step-decrypt .done")
