# SPDX-License-Identifier: Apache-2.0
"""How a page is looked at: axe-core (WCAG 2.2 AA) in light and dark, at three widths.

``ISONOMIA_SCREENSHOTS=DIR`` keeps a picture of every page that is looked at.
"""

import os
from pathlib import Path

import pytest

AXE = Path(__file__).parents[3] / "booth" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SIZES = ((360, 740), (768, 1000), (1280, 900))


def require_axe() -> None:
    """Skips, or fails where ISONOMIA_REQUIRE_PEERS=1, without axe-core."""
    if not AXE.exists():
        (pytest.fail if os.environ.get("ISONOMIA_REQUIRE_PEERS") == "1" else pytest.skip)("axe-core is not installed")


def looked_at(page, name: str) -> None:  # type: ignore[no-untyped-def]
    """No violation in light or dark, and nothing to scroll sideways at any width."""
    page.wait_for_load_state()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name}: {wide} pixels of {width}"
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if folder := os.environ.get("ISONOMIA_SCREENSHOTS"):
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
            if width == SIZES[0][0]:
                found = page.evaluate("rules => axe.run(document, {runOnly: rules})", list(RULES))
                assert found["passes"], "axe looked at nothing"
                told = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]]
                assert told == [], f"{name}, {scheme}"
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    page.emulate_media(color_scheme="light")
