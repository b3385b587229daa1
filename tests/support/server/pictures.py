# SPDX-License-Identifier: Apache-2.0
"""Pictures of pages for the guides: ``make screenshots`` sets ISONOMIA_SCREENSHOTS to the folder that they go to."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any

COLOURS = 64
TALLEST = 1100  # pixels: what is further down is cut off


def picture(page: Any, name: str, top: str = "body") -> None:
    """A picture of the page from an element on, if pictures are asked for: with few colours, so that it is small.

    ``NAME.png``, on a phone ``NAME-phone.png``, and ``NAME-be.png`` of a page in Belarusian.
    """
    folder = os.environ.get("ISONOMIA_SCREENSHOTS")
    if not folder:
        return
    from PIL import Image

    language = page.get_attribute("html", "lang")
    phone = page.viewport_size["width"] < 500
    name += ("-phone" if phone else "") + ("" if language == "en" else f"-{language}")
    page.wait_for_load_state()
    page.evaluate("document.activeElement?.blur()")
    content = page.screenshot(full_page=True, animations="disabled", caret="hide")
    with Image.open(BytesIO(content)) as image:
        above = max(0, int(page.locator(top).first.bounding_box()["y"] + page.evaluate("window.scrollY")) - 24)
        below = min(image.height, above + TALLEST)
        cut = image.convert("RGB").crop((0, above if top != "body" else 0, image.width, below))
        path = Path(folder) / f"{name}.png"
        cut.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
