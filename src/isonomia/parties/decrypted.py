# SPDX-License-Identifier: Apache-2.0
"""What a trustee's key has decrypted: one tally an election, and never another.

Two valid records of one election, one with a ballot less, differ by that ballot: who has both decrypted reads
a vote. So a file beside the key file, ``KEY.decrypted``, keeps the fingerprint of the tally of each election.
It holds no secret; who deletes it takes the protection away.
"""

import os
from pathlib import Path

import msgspec

from isonomia.parties.errors import PartyError
from isonomia.record import strict
from isonomia.record.errors import RecordError

SUFFIX = ".decrypted"


def remember(key: Path, uuid: str, fingerprint: str) -> None:
    """Note that this key decrypts this tally, before it does.

    Raises PartyError if it has decrypted another one of the same election, or the file is damaged; OSError.
    """
    path = key.with_name(key.name + SUFFIX)
    known = _read(path)
    if known.get(uuid, fingerprint) != fingerprint:
        raise PartyError(
            f"{path}: this key has decrypted another tally of election {uuid} ({known[uuid]}); now it is {fingerprint}",
            "do not decrypt a second one: the difference could tell how somebody voted; ask the other trustees",
        )
    if uuid in known:
        return
    content = msgspec.json.encode(known | {uuid: fingerprint}, order="sorted")
    beside = path.with_name(path.name + ".new")
    with open(beside, "wb") as file:
        file.write(content + b"\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def _read(path: Path) -> dict[str, str]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        return strict.decode(content, dict[str, str], str(path))
    except RecordError as error:
        raise PartyError(f"{error}", "mend it from a copy, or find out who changed it") from None
