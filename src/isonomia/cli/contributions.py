# SPDX-License-Identifier: Apache-2.0
"""What trustees hand in: a file of two lines, as the peers' tool prints it: the object, then its owner and hash."""

from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple

from isonomia.cli.failure import CliError
from isonomia.cli.files import read_small, write_new
from isonomia.parties import trustee
from isonomia.parties.administrator import append_owned
from isonomia.parties.record_file import RecordFile
from isonomia.protocol.messages import Owned, Shuffle, encode
from isonomia.record import strict
from isonomia.verify import Examined

Kind = Literal["Shuffle", "PartialDecryption"]


class Contribution(NamedTuple):
    """A shuffle or a partial decryption, as bytes."""

    kind: Kind
    owner: int
    payload: bytes

    @property
    def name(self) -> str:
        return "shuffle" if self.kind == "Shuffle" else "partial decryption"


def write_contribution(path: Path, made: Contribution) -> None:
    """For a commission that works elsewhere."""
    owned = Owned(made.owner, sha256(made.payload).hexdigest())
    write_new(path, made.payload + b"\n" + encode(owned) + b"\n")


def read_contribution(path: Path) -> Contribution:
    """Raises CliError and RecordError."""
    lines = read_small(path).splitlines()
    if len(lines) != 2:
        raise CliError(
            "bad-content",
            f"{path}: {len(lines)} lines, where the object and its owner should stand in two",
            "take the file that `trustee shuffle --out` or `trustee decrypt --out` wrote",
        )
    owned = strict.decode(lines[1], Owned, f"{path}, line 2")
    keys = strict.decode(lines[0], dict[str, Any], f"{path}, line 1")
    if sha256(lines[0]).hexdigest() != owned.payload:
        raise CliError("bad-content", f"{path}: line 1 is not what line 2 names by its hash", "get it again")
    kind: Kind = "Shuffle" if "ciphertexts" in keys else "PartialDecryption"
    return Contribution(kind, owned.owner, lines[0])


def check(examined: Examined, made: Contribution, where: str) -> None:
    """Check it against a record that was just examined. Raises PartyError, CheckFailed and RecordError."""
    if made.kind == "Shuffle":
        trustee.check_own_shuffle(examined, made.owner, strict.decode(made.payload, Shuffle, where), where)
        return
    assert examined.setup is not None  # it was examined, and is valid
    decryption = examined.setup.shapes.partial_decryption(made.payload, where)
    trustee.check_own_decryption(examined, made.owner, decryption, where)


def append(record: RecordFile, examined: Examined, made: Contribution, where: str) -> str:
    """Check and append it; gives the event's hash. Raises as :func:`check` does, and AppendError."""
    check(examined, made, where)
    return append_owned(record, made.kind, made.owner, made.payload)
