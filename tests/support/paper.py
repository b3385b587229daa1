# SPDX-License-Identifier: Apache-2.0
"""Reading what was printed, with other people's programs: the text of a PDF (poppler) and its QR codes (zbar)."""

import subprocess
from pathlib import Path

from support.peer import required_tool


def texts(pdf: Path) -> list[str]:
    """The text of each page."""
    told = subprocess.run([required_tool("pdftotext"), "-layout", pdf, "-"], capture_output=True, check=True).stdout
    return told.decode().split("\f")[:-1]


def codes(pdf: Path, folder: Path) -> list[str]:
    """What the QR codes of each page say, as a scanner reads them from a picture of the page."""
    scanner = required_tool("zbarimg")
    folder.mkdir(exist_ok=True)
    subprocess.run([required_tool("pdftoppm"), "-r", "110", "-gray", pdf, folder / "page"], check=True)
    command = [scanner, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"]
    return [
        subprocess.run([*command, page], capture_output=True, check=False).stdout.decode().strip()
        for page in sorted(folder.glob("page*.pgm"))
    ]
