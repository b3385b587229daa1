# SPDX-License-Identifier: Apache-2.0
"""What the tests of claims share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from isonomia.claims.certificate import Finding
from isonomia.claims.contradictions import contradictions
from isonomia.claims.reading import read_documents

Find = Callable[[str], list[Finding]]


@pytest.fixture
def find() -> Find:
    """The findings of one CSV file."""
    return lambda text: contradictions(read_documents("all.csv", text.encode()))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
