# SPDX-License-Identifier: Apache-2.0
"""What is inside a file: xz and zip are opened, never beyond a size that a table has."""

import lzma
import zipfile
from io import BytesIO

from isonomia.claims.errors import ClaimsError

LARGEST = 1 << 30
"""Bytes of a table, unpacked."""
_XZ = b"\xfd7zXZ\x00"
_ZIP = b"PK\x03\x04"


def unpack(name: str, content: bytes) -> tuple[str, bytes]:
    """The table's own name and bytes. Raises ClaimsError."""
    if content.startswith(_XZ):
        return unpack(name.removesuffix(".xz"), _xz(name, content))
    if content.startswith(_ZIP) and not is_workbook(content):
        return _zip(name, content)
    return name, content


def is_workbook(content: bytes) -> bool:
    """Whether it is XLSX, which is a zip too."""
    if not content.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _xz(name: str, content: bytes) -> bytes:
    try:
        decompressor = lzma.LZMADecompressor(memlimit=1 << 28)
        found = decompressor.decompress(content, max_length=LARGEST)
    except lzma.LZMAError as error:
        raise ClaimsError(name, f"cannot be unpacked: {error}", "get the file again") from None
    if not decompressor.eof:
        why = "is cut off" if len(found) < LARGEST else f"unpacks to over {LARGEST} bytes"
        raise ClaimsError(name, why, "get the file again, or unpack it yourself")
    if decompressor.unused_data:
        raise ClaimsError(name, "has something after its end", "get the file again, or unpack it yourself")
    return found


def _zip(name: str, content: bytes) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = [own for own in archive.infolist() if not own.is_dir() and "__MACOSX" not in own.filename]
            if len(members) != 1:
                names = ", ".join(own.filename for own in members[:5]) or "nothing"
                raise ClaimsError(name, f"there is not one table in it but {names}", "unpack it, and give one file")
            if members[0].file_size > LARGEST:
                raise ClaimsError(name, f"unpacks to over {LARGEST} bytes", "unpack it yourself")
            with archive.open(members[0]) as member:
                return unpack(f"{name}: {members[0].filename}", member.read(LARGEST))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:  # damaged, unknown, with a password
        raise ClaimsError(name, f"cannot be unpacked: {error}", "unpack it yourself") from None
