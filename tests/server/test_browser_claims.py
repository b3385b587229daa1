# SPDX-License-Identifier: Apache-2.0
"""A table of results through the pages: uploaded, examined, and the report read; or told why it cannot be."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.server.looking import AXE, looked_at, require_axe
from support.server.pages import People, chromium
from support.server.running import Server
from support.server.tables import table

__all__ = ["chromium"]  # fixture
pytest.importorskip("polars")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path / "data", settings={"ISONOMIA_CLAIMS": "1"})
    yield started
    assert started.stop() == 0


def upload(page: Any, name: str, content: bytes) -> None:
    page.goto("/claims")
    page.set_input_files("#table", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Examine it").click()
    page.wait_for_url("**/claims/*")


def test_table_is_sent_and_its_report_is_read(chromium: Any, server: Server) -> None:
    require_axe()
    people = People(chromium, server)
    page = people.page()
    page.context.add_init_script(path=str(AXE))
    page.goto("/claims")
    page.get_by_text("If it is not understood right").click()
    looked_at(page, "claims")
    upload(page, "results.csv", table())
    page.get_by_text("The report is there.").wait_for(timeout=120_000)
    looked_at(page, "claim-done")
    page.get_by_role("link", name="Read it").click()
    page.wait_for_url("**/report.html")
    assert "Blaise" in page.inner_text("body")
    assert "an anomaly is not a proof" in page.inner_text("body").lower()
    assert people.complaints == []
    assert people.foreign == []


def test_table_that_cannot_be_read_is_told(chromium: Any, server: Server) -> None:
    require_axe()
    page = People(chromium, server).page()
    page.context.add_init_script(path=str(AXE))
    upload(page, "results.csv", b"a,b\n")
    page.get_by_text("The table could not be examined.").wait_for(timeout=120_000)
    assert "there is no row under the headings: is it the right file?\n" in page.inner_text("main")
    looked_at(page, "claim-failed")
    page.get_by_role("link", name="Try again").click()
    page.locator("#upload").wait_for()
