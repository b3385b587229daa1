# SPDX-License-Identifier: Apache-2.0
"""A key file sealed in the browser opens on the command line, and the other way round (docs/key-file.md)."""

from os import urandom

import pytest

from isonomia.groups import group
from isonomia.parties.keyfile import seal, unseal
from isonomia.parties.trustee import own_public_key, read_private_key
from support.booth import Booth, Refused

TYPED = "пароль à la mode"
TYPED_ELSEWHERE = "пароль\u00a0a\u0300 la\u2003mode"
"""Other spaces, and an accent as a character of its own: one passphrase, as people type it."""


def test_sealed_by_the_booth(booth: Booth) -> None:
    made = booth("newTrusteeKey", group="Ed25519")
    public = {"group": "Ed25519", "public_key": made["key"], "name": "Zoë \u2028 \U0001d518", "n": 2**53 - 1}
    sealed = booth("sealKeyFile", kind="trustee-key", public=public, secret=made["privateKey"], passphrase=TYPED)
    opened = unseal(sealed["file"].encode(), TYPED_ELSEWHERE)
    assert (opened.kind, opened.public) == ("trustee-key", public)
    own = group("Ed25519")
    assert str(own_public_key(own, read_private_key(own, opened.secret))) == made["key"]


def test_sealed_by_the_command_line(booth: Booth) -> None:
    public = {"group": "Ed25519", "nested": [None, True, {"b": 1, "a": -1}]}
    file = seal("trustee-seed", public, b"the seed", TYPED, urandom).decode()
    assert booth("keyFileLabel", file=file) == {"kind": "trustee-seed", "public": public}
    opened = booth("openKeyFile", kind="trustee-seed", file=file, passphrase=TYPED_ELSEWHERE)
    assert opened == {"kind": "trustee-seed", "public": public, "secret": "the seed"}
    with pytest.raises(Refused) as caught:
        booth("openKeyFile", kind="trustee-seed", file=file.replace('"a":-1', '"a":-2'), passphrase=TYPED)
    assert caught.value.code == "keyfile.passphrase"
