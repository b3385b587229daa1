# SPDX-License-Identifier: Apache-2.0
"""The booth is bundled and started once for all tests."""

from collections.abc import Iterator

import pytest

from support.booth import Booth, running


@pytest.fixture(scope="session")
def booth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booth]:
    with running(tmp_path_factory.mktemp("booth")) as own:
        yield own
