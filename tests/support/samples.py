# SPDX-License-Identifier: Apache-2.0
"""The records of other people's software in ``vectors/records``, with their secrets."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from isonomia.groups import Group
from isonomia.protocol.messages import EncryptedMsg, SignedMsg, TrusteePublicKey
from isonomia.protocol.secret import pki
from support.forge import Record, load

VECTORS = Path(__file__).parents[2] / "vectors"
RECORDS = VECTORS / "records"
NAMES = sorted(folder.name for folder in RECORDS.iterdir() if folder.is_dir())


@dataclass(frozen=True)
class Sample:
    """One folder."""

    folder: Path

    @property
    def path(self) -> Path:
        return next(self.folder.glob("*.bel"))

    @cached_property
    def expected(self) -> dict[str, Any]:
        """The outcome, computed by its maker from the votes in the clear."""
        return json.loads((self.folder / "expected.json").read_text())

    @property
    def uuid(self) -> str:
        return self.expected["uuid"]

    def record(self) -> Record:
        """Taken apart anew, to be changed at will."""
        return load(self.path)

    def credentials(self) -> dict[str, str]:
        """Each voter's private credential, by login (an object from release 2.1 on, lines before)."""
        text = (self.folder / "secrets" / "private_creds").read_text()
        if text.startswith("{"):
            return json.loads(text)
        pairs = (line.rsplit(" ", 1) for line in text.splitlines())
        return {identity.split(",")[1]: credential for identity, credential in pairs}

    def private_keys(self, group: Group) -> dict[str, int]:
        """Each trustee's private key, by public key."""
        keys = {}
        for path in (self.folder / "secrets").glob("*.privkey"):
            public = msgspec.json.decode(path.with_suffix(".pubkey").read_bytes(), type=TrusteePublicKey)
            keys[public.public_key] = int(json.loads(path.read_text()))
        for path in (self.folder / "secrets").glob("*.dkey"):
            share = _threshold_key(group, path.with_suffix(".key").read_text().strip(), path.read_bytes())
            keys[str(group.power(group.g, share))] = share
        return keys


def _threshold_key(group: Group, seed: str, dkey: bytes) -> int:
    """Her share, from what the others sent her at the end of the ceremony: three messages in one another."""
    own = pki.derive_keys(group, seed)
    encrypted = msgspec.json.decode(dkey, type=EncryptedMsg)
    signed = msgspec.json.decode(pki.decrypt(group, own.decryption, encrypted), type=SignedMsg)
    channel = json.loads(signed.message)
    assert channel["recipient"] == own.encryption
    return int(json.loads(channel["message"])["decryption_key"])


def sample(name: str) -> Sample:
    """By the name of its folder."""
    return Sample(RECORDS / name)
