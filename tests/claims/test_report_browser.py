# SPDX-License-Identifier: Apache-2.0
"""Reports in Chromium: axe-core in light and dark, nothing to scroll sideways, no request, no script of a file's text.

``ISONOMIA_SCREENSHOTS=DIR`` keeps a picture of each.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.planted import CLEAN, PLANTED
from claims.reporting import table_of
from isonomia.cli import app

playwright = pytest.importorskip("playwright.sync_api")
pytest.importorskip("matplotlib")

AXE = Path(__file__).parents[2] / "booth" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
ATTACK = "<script>document.title='attacked'</script><img src=x onerror=document.title='attacked'>"


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    path = shutil.which("chromium")
    missing = "chromium is not installed" if path is None else "" if AXE.exists() else "axe-core is not installed"
    if missing:
        (pytest.fail if os.environ.get("ISONOMIA_REQUIRE_PEERS") == "1" else pytest.skip)(missing)
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def looked_at(browser, path: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    """A page that is opened as a file, with every list unfolded."""
    context = browser.new_context(bypass_csp=False)
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert "attacked" not in page.title()
    assert (asked, complaints) == ([path.as_uri()], [])
    measure = "[document.documentElement.scrollWidth, getComputedStyle(document.body.parentElement).backgroundColor]"
    grounds = set()
    page.evaluate(AXE.read_text())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wide, ground = page.evaluate(measure)
            assert wide <= width, f"{name}: {wide} pixels of {width}"
            grounds.add(ground)
            if folder := os.environ.get("ISONOMIA_SCREENSHOTS"):
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
            if width == 360:
                found = page.evaluate("rules => axe.run(document, {runOnly: rules})", list(RULES))
                assert found["passes"], "axe looked at nothing"
                told = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found["violations"]]
                assert told == [], f"{name}, {scheme}"
    assert len(grounds) == 2  # light and dark
    context.close()


def test_reports_are_accessible_and_stand_alone(chromium: object, here: Path) -> None:
    quoted = ATTACK.replace('"', '""')
    Path("t.csv").write_text(table_of(7, 400, ada=f'"{quoted}"'))
    assert app.run(["claim", "forensics", "t.csv", "--simulations", "2", "--report", "f.html", "--json"]) == 0
    text = CLEAN
    for planted in PLANTED:
        text = text.replace(planted.old, planted.new, 1)
    Path("all.csv").write_text(text.replace("Old Town", f'"{quoted}"'))
    assert app.run(["claim", "contradictions", "all.csv", "--report", "c.html", "--json"]) == 1
    for name in ("f", "c"):
        looked_at(chromium, here / f"{name}.html", f"report-{name}")
