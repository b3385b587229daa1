# SPDX-License-Identifier: Apache-2.0
"""The threshold ceremony over the API, with honest trustees and with others.

A refused message leaves the ceremony as it was: every attack looks at that too.
"""

import dataclasses
import subprocess
import zipfile
from io import BytesIO
from os import urandom
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from isonomia.groups import group
from isonomia.parties import ceremony
from isonomia.parties.ceremony_public import Certified, Terms
from isonomia.parties.errors import PartyError
from isonomia.parties.trustee import new_key
from isonomia.protocol.messages import UNSET, encode
from isonomia.protocol.secret import pki
from isonomia.server.models import Job
from isonomia.verify import verify
from support import peer
from support.server.running import COMMAND
from support.server.site import Answer, Browser, Site
from support.server.threshold import Member, ThresholdWalk
from support.server.walk import QUESTION

RANKING = {"type": "NonHomomorphic", "value": {"question": "In which order?", "answers": ["A", "B", "C"]}}


def checks_of(answer: Answer) -> set[str]:
    """The checks that refused it."""
    assert answer.code == "check-failed", answer.content
    return {failure["check"] for failure in answer.json["error"]["failures"]}


def hold_with(site: Site, group_name: str, *shufflers: int) -> ThresholdWalk:
    """A whole election: trustees 1 and 3 decrypt, trustee 2 keeps away."""
    walk = ThresholdWalk(site, group_name, questions=(QUESTION, RANKING), logins=("ann", "bob"))
    walk.open()
    walk.vote("ann", [1, 0], [1, 2, 3])
    walk.vote("bob", [1, 0], [2, 1, 3])
    walk.close()
    for index in shufflers:
        assert walk.members[index - 1].shuffle().status == 200
    walk.admin.do("POST", walk.address + "/end-shuffles")
    for index in (1, 3):
        assert walk.members[index - 1].decrypt().status == 200
        walk.site.work()
    return walk


def test_two_of_three_trustees_suffice(site: Site) -> None:
    walk = hold_with(site, "Ed25519", 1, 2)
    report = verify(BytesIO(walk.download()))
    assert (list(report.failures), report.stage) == ([], "tallied")
    assert report.result is not None
    assert (report.result[0], sorted(report.result[1])) == ([2, 0], [[1, 2, 3], [2, 1, 3]])  # as they voted
    tasks = [member.browser.do("GET", walk.address + "/task") for member in walk.members]
    assert [(task["shuffled"], task["decrypted"]) for task in tasks] == [(True, True), (True, False), (False, True)]


def test_belenios_tool_accepts_a_threshold_record_of_this_server(site: Site, tmp_path: Path) -> None:
    """Debian's belenios-tool 2.0 reads past what is newer than it in the trustees, and checks the rest."""
    walk = hold_with(site, "RFC-3526-2048", 1, 2)
    content = walk.download()
    assert list(verify(BytesIO(content)).failures) == []
    folder = tmp_path / "peer"
    folder.mkdir()
    (folder / f"{walk.uuid}.bel").write_bytes(content)
    assert peer.complaint(peer.required_tool(), "verify", "--dir", folder) is None


def test_voting_cannot_be_opened_before_the_ceremony_is_over(site: Site) -> None:
    walk = ThresholdWalk(site).until("voutput")
    walk.make_credentials()
    for member in walk.members[:2]:
        assert member.post("voutput", member.voutput()).status == 200
    assert walk.admin.call("POST", walk.address + "/open").code == "not-ready"
    last = walk.members[2]
    assert last.post("voutput", last.voutput()).status == 200
    assert walk.admin.call("POST", walk.address + "/open").status == 200


@pytest.mark.parametrize("threshold", [0, 4, -1])
def test_impossible_threshold(site: Site, threshold: int) -> None:
    walk = ThresholdWalk(site)
    walk.threshold = threshold
    people = [{"name": "T", "email": walk.person(f"trustee{i}")} for i in (1, 2, 3)]
    answer = walk.admin.call("PUT", walk.address + "/trustees", {"trustees": people, "threshold": threshold})
    assert answer.code == "refused"
    assert not walk.admin.do("GET", walk.address + "/management")["parties"]


# --- attacks -------------------------------------------------------------------------------------


def refused(member: Member, kind: str, message: Any) -> Answer:
    """Hand in what must be refused, and must leave no trace."""
    before = member.said()
    answer = member.post(kind, message)
    assert answer.status >= 400
    assert member.said() == before
    return answer


def test_certificate_of_another_trustee_is_not_for_this_place(site: Site) -> None:
    walk = ThresholdWalk(site).until("certificate")
    ann, bob = walk.members[:2]
    assert checks_of(refused(bob, "certificate", ann.certificate())) == {"trustees.context"}


@pytest.mark.parametrize(("size", "threshold"), [(3, 1), (4, 2)])
def test_certificate_for_other_terms(site: Site, size: int, threshold: int) -> None:
    walk = ThresholdWalk(site).until("certificate")
    ann = walk.members[0]
    made = ceremony.make_certificate(Terms(walk.group, size, threshold), 1, ann.seed, urandom)
    assert checks_of(refused(ann, "certificate", made)) == {"trustees.context"}


def test_certificate_of_another_group(site: Site) -> None:
    walk = ThresholdWalk(site).until("certificate")
    ann = walk.members[0]
    made = ceremony.make_certificate(Terms(group("RFC-3526-2048"), 3, 2), 1, ann.seed, urandom)
    assert checks_of(refused(ann, "certificate", made)) == {"trustees.elements"}


def test_two_certificates_of_one_seed(site: Site) -> None:
    """One person in two places would be one trustee less than all believe."""
    walk = ThresholdWalk(site).until("certificate")
    ann, bob, cleo = walk.members
    cleo.seed = ann.seed
    for member in (ann, bob):
        assert member.post("certificate", member.certificate()).status == 200
    assert checks_of(refused(cleo, "certificate", cleo.certificate())) == {"trustees.certificate"}


def test_certificate_with_another_s_signature(site: Site) -> None:
    walk = ThresholdWalk(site).until("certificate")
    ann, bob = walk.members[:2]
    forged = replace(ann.certificate(), signature=bob.certificate().signature)
    assert checks_of(refused(ann, "certificate", forged)) == {"trustees.certificate"}


def test_polynomial_of_another_trustee(site: Site) -> None:
    walk = ThresholdWalk(site).until("polynomial")
    ann, bob = walk.members[:2]
    made = ann.polynomial()
    assert checks_of(refused(bob, "polynomial", made)) == {"trustees.coefexps", "trustees.signatures"}


def test_polynomial_made_for_the_certificates_of_an_earlier_ceremony(site: Site) -> None:
    """A replay: everybody keeps her seed, and so her keys, but certificates are signed anew."""
    walk = ThresholdWalk(site).until("polynomial")
    seeds = [member.seed for member in walk.members]
    earlier = walk.members[0].polynomial()
    walk.invite_trustees()
    for member, seed in zip(walk.members, seeds, strict=True):
        member.seed = seed
        assert member.post("certificate", member.certificate()).status == 200
    assert checks_of(refused(walk.members[0], "polynomial", earlier)) == {"trustees.signatures"}


def test_polynomial_of_too_low_a_degree(site: Site) -> None:
    walk = ThresholdWalk(site).until("polynomial")
    ann = walk.members[0]
    own = ann.certified()
    lower = with_threshold(own, 1)
    made = ceremony.make_polynomial(lower, 1, ann.seed, urandom)
    assert checks_of(refused(ann, "polynomial", made)) == {"trustees.shape"}


def with_threshold(certified: Certified, threshold: int) -> Certified:
    return dataclasses.replace(certified, terms=certified.terms._replace(threshold=threshold))


def test_unsigned_polynomial(site: Site) -> None:
    walk = ThresholdWalk(site).until("polynomial")
    ann = walk.members[0]
    made = replace(ann.polynomial(), signature=UNSET)
    assert checks_of(refused(ann, "polynomial", made)) == {"trustees.signatures"}


def test_public_key_of_another_trustee(site: Site) -> None:
    walk = ThresholdWalk(site).until("voutput")
    ann, bob = walk.members[:2]
    assert checks_of(refused(bob, "voutput", ann.voutput())) == {"trustees.verification-key"}


def test_public_key_that_the_polynomials_do_not_give(site: Site) -> None:
    """A key of her own, proved and signed by her: nobody else could make the result without her."""

    walk = ThresholdWalk(site).until("voutput")
    ann = walk.members[0]
    honest, key = ann.voutput(), new_key(walk.group, urandom).public
    signing = pki.derive_keys(walk.group, ann.seed).signing
    signed = replace(key, signature=pki.signature(walk.group, signing, key.public_key, urandom))
    answer = refused(ann, "voutput", replace(honest, public_key=signed))
    assert checks_of(answer) == {"trustees.verification-key"}


def test_unsigned_public_key(site: Site) -> None:
    walk = ThresholdWalk(site).until("voutput")
    ann = walk.members[0]
    honest = ann.voutput()
    bare = replace(honest, public_key=replace(honest.public_key, signature=UNSET))
    assert checks_of(refused(ann, "voutput", bare)) == {"trustees.verification-key"}


def test_wrong_share_is_found_by_its_recipient_alone(site: Site) -> None:
    """The server cannot read shares: what was exchanged under way is the recipient's to find."""
    walk = ThresholdWalk(site).until("polynomial")
    ann, bob, cleo = walk.members
    honest, other = ann.polynomial(), ann.polynomial()
    wrong = replace(honest, secrets=[honest.secrets[0], other.secrets[1], honest.secrets[2]])
    assert ann.post("polynomial", wrong).status == 200
    for member in (bob, cleo):
        assert member.post("polynomial", member.polynomial()).status == 200
    with pytest.raises(PartyError, match="share of trustee 1 for trustee 2 does not fit"):
        bob.voutput()
    cleo.voutput()


@pytest.mark.parametrize(("kind", "before"), [("polynomial", "certificate"), ("voutput", "polynomial")])
def test_out_of_order(site: Site, kind: str, before: str) -> None:
    elsewhere = ThresholdWalk(site, admin="other@example.org").until(kind)
    made = getattr(elsewhere.members[0], kind)()
    walk = ThresholdWalk(site).until(before)
    ann = walk.members[0]
    assert ann.post(before, getattr(ann, before)()).status == 200
    answer = refused(ann, kind, made)
    assert answer.code == "not-your-turn"
    assert f"only after every trustee's {before}" in answer.json["error"]["message"]


@pytest.mark.parametrize("kind", ["certificate", "polynomial", "voutput"])
def test_nothing_is_said_twice(site: Site, kind: str) -> None:
    walk = ThresholdWalk(site).until(kind)
    ann = walk.members[0]
    first = getattr(ann, kind)()
    assert ann.post(kind, first).status == 200
    for message in (first, getattr(ann, kind)()):
        answer = refused(ann, kind, message)
        assert answer.code == "done-already"
        assert f"your {kind} is here already" in answer.json["error"]["message"]


def test_link_of_another_election_is_worth_nothing(site: Site) -> None:
    walk = ThresholdWalk(site).until("certificate")
    other = ThresholdWalk(site, admin="other@example.org").until("certificate")
    ann = walk.members[0]
    body = encode(ann.certificate())
    assert ann.browser.call("POST", other.address + "/certificate", body).code == "forbidden"
    assert Browser().call("GET", other.address + "/ceremony").code == "login-required"
    assert other.members[0].said()["certificates"] == [None, None, None]


def test_messages_of_another_election_do_not_fit(site: Site) -> None:
    """Certificates name no election: what binds a ceremony together are signatures over all its certificates."""
    walk = ThresholdWalk(site).until("polynomial")
    other = ThresholdWalk(site, admin="other@example.org").until("polynomial")
    theirs = other.members[0].polynomial()
    found = checks_of(refused(walk.members[0], "polynomial", theirs))
    assert found == {"trustees.coefexps", "trustees.signatures"}


def test_single_key_is_no_part_of_a_ceremony(site: Site) -> None:

    walk = ThresholdWalk(site).until("certificate")
    assert refused(walk.members[0], "key", new_key(walk.group, urandom).public).code == "trustees-changed"


def test_nothing_comes_once_the_voting_is_open(site: Site) -> None:
    walk = ThresholdWalk(site)
    walk.open()
    ann = walk.members[0]
    answer = refused(ann, "certificate", ann.certificate())
    assert "nothing of the election can be changed" in answer.json["error"]["message"]


def test_trustees_who_are_invited_anew_begin_anew(site: Site) -> None:
    walk = ThresholdWalk(site).until("voutput")
    before = walk.members[0]
    walk.invite_trustees()
    assert before.post("voutput", {}).code == "forbidden"
    assert walk.members[0].said()["certificates"] == [None, None, None]


def test_invitation_of_one_who_was_replaced_before_it_was_sent_is_no_trouble(site: Site) -> None:
    walk = ThresholdWalk(site)
    walk.invite()  # invites one trustee, and then three in her place, before any mail is sent
    site.work()
    assert not Job.objects.filter(kind="invitation").exists()
    assert site.mails(walk.person("tina")) == []
    assert len(site.mails(walk.person("trustee1"))) == 1


# --- by the command line -------------------------------------------------------------------------


def test_a_trustee_takes_part_with_the_command_line(site: Site, tmp_path: Path) -> None:
    """She gets the ceremony as files, calls `trustee join` in each round, and hands in the file that it has made."""
    walk = ThresholdWalk(site).until("certificate")
    (tmp_path / "phrase").write_text("seven grey geese go home\n")
    ann, bob, cleo = walk.members
    for kind in ("certificate", "polynomial", "voutput"):
        for member in (bob, cleo):
            assert member.post(kind, getattr(member, kind)()).status == 200
        content = ann.browser.get(walk.address + "/ceremony.zip").content
        zipfile.ZipFile(BytesIO(content)).extractall(tmp_path)
        options = {"key": tmp_path / "ann.key", "passphrase-file": tmp_path / "phrase", "index": 1}
        named = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        command = [*COMMAND, "trustee", "join", str(tmp_path / "ceremony"), *named]
        joined = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert joined.returncode == 0, joined.stderr
        made = (tmp_path / "ceremony" / f"{kind}-1.json").read_bytes()
        assert ann.browser.call("POST", f"{walk.address}/{kind}", made).status == 200
    walk.make_credentials()
    assert walk.admin.call("POST", walk.address + "/open").status == 200
