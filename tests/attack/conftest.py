# SPDX-License-Identifier: Apache-2.0
"""Every broken record is verified a second time, going on from the last event up to which it is valid."""

from typing import Any, BinaryIO

import pytest

from isonomia.verify import Report, verify
from support import forge
from support.resuming import last_state, require_same, run


@pytest.fixture(autouse=True)
def resumed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Heights from which verifications went on."""
    heights: list[int] = []

    def both(file: BinaryIO, *, backend: str = "kernel", **options: Any) -> Report:
        report = verify(file, backend=backend, **options)
        content = file.getvalue()  # type: ignore[attr-defined]
        state = last_state(content, backend)
        if state is not None:
            require_same(report, run(content, backend, state).report)
            heights.append(state.height)
        return report

    monkeypatch.setattr(forge, "verify", both)
    return heights
