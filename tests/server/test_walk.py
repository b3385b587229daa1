# SPDX-License-Identifier: Apache-2.0
"""The whole election over the HTTP API: the record that comes out is checked by our verifier and by the peers'."""

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from isonomia.parties import credential_authority
from isonomia.verify import verify
from support import peer
from support.server.site import Browser, Site
from support.server.walk import Walk


def test_an_election_from_draft_to_result(site: Site) -> None:
    walk = Walk(site).open()
    made_by_the_authority = credential_authority.roll_fingerprint(walk.issued)
    assert walk.roll["fingerprint"] == made_by_the_authority
    tracker = walk.vote("ann", [1, 0])
    walk.vote("bob", [1, 0])
    walk.vote("cleo", [0, 1])
    receipt = site.mails(walk.person("ann"))[-1]
    assert tracker in receipt.body
    status = Browser().do("GET", walk.address)
    assert (status["state"], status["turnout"]["voted"], status["ballots"]) == ("open", 3, 3)
    walk.close()
    walk.decrypt()
    report = verify(BytesIO(walk.download()))
    assert list(report.failures) == []
    assert report.stage == "tallied"
    assert report.result == [[2, 1]]  # counted in the clear
    assert Browser().do("GET", walk.address)["state"] == "tallied"


def test_last_ballot_counts(site: Site) -> None:
    walk = Walk(site).open()
    first = walk.vote("ann", [1, 0])
    last = walk.vote("ann", [0, 1])
    walk.close()
    walk.decrypt()
    assert verify(BytesIO(walk.download())).result == [[0, 1]]
    assert Browser().do("GET", walk.address + "/trackers")["trackers"] == [first, last]


def test_parts_of_the_record_are_served_as_the_record_has_them(site: Site) -> None:
    walk = Walk(site).open()
    record = walk.download()
    for name in ("election.json", "trustees.json", "public_credentials.json"):
        assert Browser().get(f"/elections/{walk.uuid}/{name}").content in record
    terms = Browser().get(f"/elections/{walk.uuid}/terms.json").content
    description = json.loads(Browser().get(f"/elections/{walk.uuid}/election.json").content)["description"]
    assert description.split("\n")[-1] == sha256(terms).hexdigest()


def test_belenios_tool_accepts_a_record_of_this_server(site: Site, tmp_path: Path) -> None:
    """Debian's belenios-tool 2.0 reads RFC-3526-2048 and BELENIOS-2048 alone."""
    ranking = {"type": "NonHomomorphic", "value": {"question": "In which order?", "answers": ["A", "B", "C"]}}
    question = {"question": "Shall it be so?", "answers": ["Yes", "No"], "min": 1, "max": 1}
    walk = Walk(site, "RFC-3526-2048", (question, ranking), ("ann", "bob")).open()
    walk.vote("ann", [1, 0], [1, 2, 3])
    walk.vote("bob", [0, 1], [2, 1, 3])
    walk.close()
    walk.shuffle()
    walk.decrypt()
    content = walk.download()
    report = verify(BytesIO(content))
    assert (list(report.failures), report.stage) == ([], "tallied")
    assert report.result is not None
    assert (report.result[0], sorted(report.result[1])) == ([1, 1], [[1, 2, 3], [2, 1, 3]])
    folder = tmp_path / "peer"
    folder.mkdir()
    (folder / f"{walk.uuid}.bel").write_bytes(content)
    assert peer.complaint(peer.required_tool(), "verify", "--dir", folder) is None
