# SPDX-License-Identifier: Apache-2.0
"""A server asks a trustee to decrypt twice, with one ballot less: the difference would be a vote."""

from pathlib import Path

import pytest

from isonomia.parties.decrypted import remember
from isonomia.parties.errors import PartyError

UUID = "ABCDEFGHJKLMNP"


def test_another_tally_of_the_same_election_is_refused(tmp_path: Path) -> None:
    """Attack: the same election, a tally without one ballot. Culprit: what is kept beside the key."""
    key = tmp_path / "ada.key"
    remember(key, UUID, "all ballots")
    with pytest.raises(PartyError, match="has decrypted another tally"):
        remember(key, UUID, "one ballot less")
    with pytest.raises(PartyError, match="has decrypted another tally"):
        remember(key, UUID, "one ballot less")  # asking again does not help


def test_the_same_tally_and_other_elections_are_not(tmp_path: Path) -> None:
    key = tmp_path / "ada.key"
    remember(key, UUID, "all ballots")
    remember(key, UUID, "all ballots")
    remember(key, UUID[::-1], "of the second round")
    with pytest.raises(PartyError):
        remember(key, UUID[::-1], "all ballots")


def test_damaged_memory_stops(tmp_path: Path) -> None:
    key = tmp_path / "ada.key"
    (tmp_path / "ada.key.decrypted").write_text('{"a":"b","a":"c"}')
    with pytest.raises(PartyError, match="stands twice"):
        remember(key, UUID, "all ballots")
    assert (tmp_path / "ada.key.decrypted").read_text() == '{"a":"b","a":"c"}'
