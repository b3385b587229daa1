# SPDX-License-Identifier: Apache-2.0
"""``vectors/protocol``, which booth/tests reads too: made with nothing of isonomia in it."""

import importlib.util
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from isonomia.groups import ElementError, group
from isonomia.protocol import challenges
from isonomia.protocol.messages import Ciphertext
from isonomia.protocol.secret.credentials import CredentialError, secret_exponent
from support.samples import VECTORS

FOLDER = VECTORS / "protocol"


def cases(name: str) -> list[dict[str, Any]]:
    return json.loads((FOLDER / f"{name}.json").read_text())


def named(case: dict[str, Any]) -> str:
    return f"{case.get('group', '')} {case['what']}"


@pytest.mark.parametrize("backend", ["kernel", "reference"])
@pytest.mark.parametrize("case", cases("elements"), ids=named)
def test_element(case: dict[str, Any], backend: str) -> None:
    own = group(case["group"], backend)
    if case["accepted"]:
        assert str(own.element(case["text"])) == case["text"]
    else:
        with pytest.raises(ElementError):
            own.element(case["text"])


@pytest.mark.parametrize("case", cases("credentials"), ids=named)
def test_credential(case: dict[str, Any]) -> None:
    arguments = (group("Ed25519"), case["uuid"], case["credential"], case["salts"])
    if case["exponent"] is not None:
        assert str(secret_exponent(*arguments).reveal()) == case["exponent"]
    else:
        with pytest.raises(CredentialError):
            secret_exponent(*arguments)


@pytest.mark.parametrize("case", cases("challenges"), ids=lambda case: case["function"])
def test_challenge(case: dict[str, Any]) -> None:
    own = [Ciphertext(**argument) if isinstance(argument, dict) else argument for argument in case["arguments"]]
    expected = int.from_bytes(sha256(case["text"].encode()).digest(), "big")
    assert getattr(challenges, case["function"])(*own) == expected


def test_they_are_what_the_generator_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("generate_protocol_vectors", FOLDER / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    (tmp_path / "groups.json").write_bytes((FOLDER / "groups.json").read_bytes())
    monkeypatch.setattr(generator, "FOLDER", tmp_path)
    generator.main()
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name
