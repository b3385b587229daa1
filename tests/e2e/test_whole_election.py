# SPDX-License-Identifier: Apache-2.0
"""Whole elections, held with nothing but the command line, each party with her own files."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from e2e.commands import Desk

REFERENDUM = {"question": "Adopt?", "answers": ["Yes", "No"], "blank": True, "min": 1, "max": 1}
BOARD = {"question": "Board", "answers": ["Ada", "Blaise", "Emmy"], "min": 0, "max": 2}
RANKING = {"type": "NonHomomorphic", "value": {"question": "Rank", "answers": ["A", "B", "C"]}}
LISTS = {"type": "Lists", "value": {"question": "Assembly", "answers": [["L1", "a", "b"], ["L2", "c"]]}}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def draft(desk: Desk, group: str, questions: list[Any], voters: list[str], *more: str) -> str:
    """Draft and roll in ``vote``; gives the uuid."""
    template = desk.write_json("q.json", {"name": "Выбары", "description": "Two lines\nof it", "questions": questions})
    uuid: str = desk("election", "draft", "--template", template, "--dir", "vote", "--group", group)["uuid"]
    lines = desk.write("voters.txt", "".join(f"{voter}\n" for voter in voters))
    desk("credentials", "generate", "vote", "--voters", lines, "--private", "codes.json", *more)
    return uuid


def ceremony(desk: Desk, group: str, names: str, threshold: int) -> None:
    start = ("--start", "--size", str(len(names)), "--threshold", str(threshold), "--group", group)
    desk.sealed("trustee", "join", "cer", "--key", f"{names[0]}.key", *start)
    for name in names[1:]:
        desk.sealed("trustee", "join", "cer", "--key", f"{name}.key")
    for name in names[::-1]:
        desk.sealed("trustee", "join", "cer", "--key", f"{name}.key")
    done = [desk.sealed("trustee", "join", "cer", "--key", f"{name}.key") for name in names * 2]
    last = done[-len(names) :]
    assert all(one["finished"] for one in last)
    assert len({one["threshold_fingerprint"] for one in last}) == 1


def cast(desk: Desk, login: str, *choices: str) -> str:
    tracker: str = desk("vote", "vote", "--credential-file", "codes.json", "--login", login, *choices)["tracker"]
    return tracker


def verified(desk: Desk, stage: str, *more: str) -> Any:
    report = desk("verify", "vote", *more)
    assert (report["valid"], report["stage"], report["backend"]) == (True, stage, "kernel")
    return report


def peer_accepts(desk: Desk) -> None:
    """Somebody else's tool, on the record alone."""
    tool = shutil.which("belenios-tool")
    if tool is None:
        if os.environ.get("ISONOMIA_REQUIRE_PEERS") == "1":
            pytest.fail("belenios-tool is not installed, and ISONOMIA_REQUIRE_PEERS=1 wants it")
        pytest.skip("belenios-tool is not installed: the record was not checked by another tool")
    alone = desk.path / "alone"
    shutil.rmtree(alone, ignore_errors=True)
    alone.mkdir()
    for record in (desk.path / "vote").glob("*.bel"):
        shutil.copy(record, alone)
    done = subprocess.run(
        [tool, "election", "verify", "--dir", str(alone)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "all checks passed" in done.stderr


def test_ceremony_ranking_and_revotes(desk: Desk) -> None:
    """2 of 3 rival parties and a single trustee; two shuffles, one of them and a decryption made elsewhere."""
    uuid = draft(desk, "Ed25519", [REFERENDUM, RANKING, LISTS], ["ann", "bob", "cid", "dan"])
    desk.sealed("trustee", "new", "--out", "single.key")
    ceremony(desk, "Ed25519", "abc", 2)
    keys = ("--trustee", "single.key.public.json", "--threshold-group", "cer/threshold.json")
    opened = desk("election", "open", "vote", *keys)
    assert opened["uuid"] == uuid
    assert [desk("trustee", "check", "vote", "--key", k)["trustee"] for k in ("single.key", "c.key.share")] == [1, 4]
    assert desk("credentials", "check", "vote", "--public", "vote/public_credentials.json")["same"]
    terms = ("--terms", f"vote/{uuid}.terms.json")
    verified(desk, "open", *terms)

    first = cast(desk, "ann", "--choose", "0=0", "--rank", "1=1,2,3", "--choose", "2=0.1")
    cast(desk, "bob", "--blank", "Adopt?", "--rank", "Rank=3,2,1", "--choose", "2=c")
    again = cast(desk, "ann", "--choose", "0=No", "--rank", "1=0,0,9", "--choose", "2=0.1", "--choose", "2=b")
    votes = desk.write_json("votes.json", [[0, 0, 1], [3, 2, 1], [[1, 0, 1], [0, 0]]])
    made = desk(
        *("vote", "vote", "--credential-file", "codes.json", "--login", "cid", "--votes", votes, "--out", "b.json")
    )
    assert desk("ballot", "verify", "vote", "b.json")["valid"]
    assert desk.run("tracker", "vote", "b.json").code == 1
    assert desk("ballot", "cast", "vote", "b.json")["tracker"] == made["tracker"]
    found = desk("tracker", "vote", first)
    assert (found["found"], found["counts"], found["replaced_by"]["tracker"]) == (True, False, again)
    assert desk("tracker", "vote", "b.json")["counts"]
    assert verified(desk, "open", *terms)["counts"]["counted"] == 3

    assert desk("election", "close", "vote")["ballots"] == 4
    verified(desk, "closed")
    desk("election", "tally", "vote")
    desk("trustee", "shuffle", "vote", "--key", "single.key")
    desk("trustee", "shuffle", "vote", "--key", "b.key.share", "--out", "shuffle.json")
    assert desk("election", "receive", "vote", "shuffle.json")["owner"] == 3
    verified(desk, "closed", *terms)
    desk("election", "end-shuffles", "vote")
    seen = desk.sealed("trustee", "decrypt", "vote", "--key", "c.key.share", "--out", "decryption.json")
    desk("election", "receive", "vote", "decryption.json")
    assert desk.sealed("trustee", "decrypt", "vote", "--key", "single.key")["still_needed"] == ["1 of trustees 2, 3"]
    last = desk.sealed("trustee", "decrypt", "vote", "--key", "a.key.share")
    assert (last["fingerprint"], last["still_needed"]) == (seen["fingerprint"], [])
    kept = json.loads((desk.path / "a.key.share.decrypted").read_text())
    assert list(kept.values()) == [seen["fingerprint"]]  # this key decrypts no other tally of the election
    expected = [[1, 0, 2], [[0, 0, 9], [3, 2, 1], [3, 2, 1]], [[2, 1, 2], [1, 1]]]
    assert desk("election", "result", "vote")["result"] == expected
    report = verified(desk, "tallied", *terms)
    assert report["result"] == expected
    assert desk("verify", "vote", "--reference")["result"] == expected
    assert [check["id"] for check in report["checks"]][-3:] == ["terms.canonical", "terms.hash", "terms.uuid"]
    assert desk("show", "vote")["result"] == expected


@pytest.mark.parametrize("form", [(), ("--short",)])
def test_weights_and_another_tool(desk: Desk, form: tuple[str, ...]) -> None:
    """BELENIOS-2048: belenios-tool checks what we write, at every stage."""
    draft(desk, "BELENIOS-2048", [REFERENDUM, BOARD], ["a@x,ann,5", "b@x,bob,1000000", "c@x,cid"], *form)
    desk.sealed("trustee", "new", "--out", "one.key", "--group", "BELENIOS-2048")
    ceremony(desk, "BELENIOS-2048", "abc", 2)
    desk("election", "open", "vote", "--trustee", "cer/threshold.json", "--trustee", "one.key.public.json")
    peer_accepts(desk)
    cast(desk, "ann", "--choose", "0=Yes", "--choose", "Board=Ada", "--choose", "Board=Emmy")
    cast(desk, "bob", "--choose", "0=1", "--choose", "1=1")
    cast(desk, "bob", "--blank", "0", "--choose", "1=2")
    peer_accepts(desk)
    desk("election", "close", "vote")
    tally = desk("election", "tally", "vote")
    assert (tally["counted"], tally["weight"]) == (2, 1000005)
    peer_accepts(desk)
    for key in ("one.key", "c.key.share", "a.key.share"):
        desk.sealed("trustee", "decrypt", "vote", "--key", key)
    expected = [[1000000, 5, 0], [5, 0, 1000005]]
    assert desk("election", "result", "vote")["result"] == expected
    assert verified(desk, "tallied")["result"] == expected
    peer_accepts(desk)


def test_a_ceremony_goes_on_after_a_crash(desk: Desk) -> None:
    """Whatever was sealed and not yet published is published by the next call; nothing is made twice."""
    ceremony(desk, "Ed25519", "ab", 1)
    threshold = (desk.path / "cer/threshold.json").read_bytes()
    share = (desk.path / "a.key.share").read_bytes()
    (desk.path / "a.key.share").unlink()
    assert desk.sealed("trustee", "join", "cer", "--key", "a.key")["finished"]
    first, second = (Desk.__call__(desk, "trustee", "join", "cer", "--key", f"{n}.key") for n in "ab")
    assert first["threshold_fingerprint"] == second["threshold_fingerprint"]
    assert (desk.path / "cer/threshold.json").read_bytes() == threshold
    assert (desk.path / "a.key.share").read_bytes() != share  # sealed anew, around the same key
    (desk.path / "cer/threshold.json").write_bytes(threshold.replace(b'"threshold":1', b'"threshold":2'))
    ran = desk.run("trustee", "join", "cer", "--key", "a.key", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (2, "refused")
