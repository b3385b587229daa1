# SPDX-License-Identifier: Apache-2.0
"""Pictures of pages for the guides: ``make screenshots`` sets ISONOMIA_SCREENSHOTS to the folder that they go to."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any

COLOURS = 64
TALLEST = 1100  # pixels: what is further down is cut off


def picture(page: Any, name: str) -> None:
    """``NAME.png``, if pictures are asked for: small, with few colours, as text and lines need no more."""
    folder = os.environ.get("ISONOMIA_SCREENSHOTS")
    if not folder:
        return
    from PIL import Image

    page.wait_for_load_state()
    page.evaluate("document.activeElement?.blur()")
    content = page.screenshot(full_page=True, animations="disabled", caret="hide")
    with Image.open(BytesIO(content)) as image:
        cut = image.convert("RGB").crop((0, 0, image.width, min(image.height, TALLEST)))
        path = Path(folder) / f"{name}.png"
        cut.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
