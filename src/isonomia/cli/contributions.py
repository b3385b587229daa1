# SPDX-License-Identifier: Apache-2.0
"""What trustees hand in: a file of two lines, as the peers' tool prints it: the object, then its owner and hash."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from isonomia.cli.failure import CliError
from isonomia.cli.files import read_small, write_new
from isonomia.parties.contributions import Contribution, Kind
from isonomia.protocol.messages import Owned, encode
from isonomia.record import strict


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
