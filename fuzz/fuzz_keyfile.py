# SPDX-License-Identifier: Apache-2.0
"""Sealed key files. scrypt is left out: what it costs is bounded by ``_check_parameters``, which runs."""

from random import Random

import atheris
from harness import fuzz, mutate_json

with atheris.instrument_imports(include=["isonomia"]):
    from isonomia.parties import keyfile

PASSPHRASE, SECRET = "fuzzing", "no-message-may-show-this"  # of the corpus
keyfile._derive = lambda passphrase, salt, parameters: keyfile.normalized(passphrase).ljust(32, b"-")


def target(data: bytes) -> None:
    label, opened = None, None
    try:
        label = keyfile.read_label(data)
        opened = keyfile.unseal(data, PASSPHRASE, insecure_test_parameters=True)
    except keyfile.KeyFileError as error:
        assert SECRET not in str(error)  # noqa: PT017
    if opened is not None and label is not None:
        assert (label.kind, label.public) == (opened.kind, opened.public)


def mutator(data: bytes, size: int, random: Random) -> bytes:
    return mutate_json(data, random)


if __name__ == "__main__":
    fuzz(target, multiple=300, mutator=mutator)
