# SPDX-License-Identifier: Apache-2.0
"""Real results that are beside the project and not in it; tests that need them say when they are not there."""

from pathlib import Path

import pytest

DATA = Path(__file__).parents[3] / "shared" / "data"


def real(name: str) -> bytes:
    """The bytes of a file of shared/data, or the test is skipped."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"needs {name} in shared/data, beside the project: public results that are not part of it")
    return path.read_bytes()
