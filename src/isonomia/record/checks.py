# SPDX-License-Identifier: Apache-2.0
"""The identifiers of the checks that reading a record makes, with one line each."""

from typing import Final

ARCHIVE_TAR: Final = "archive.tar"
ARCHIVE_NAMES: Final = "archive.names"
ARCHIVE_HASHES: Final = "archive.hashes"
ARCHIVE_TAIL: Final = "archive.tail"
ARCHIVE_HEADER: Final = "archive.header"
JSON_SYNTAX: Final = "json.syntax"
JSON_KEYS: Final = "json.keys"
JSON_COMPACT: Final = "json.compact"

TITLES: Final[dict[str, str]] = {
    ARCHIVE_TAR: "Every entry is a plain file of an old-style tar, its unused bytes zero",
    ARCHIVE_NAMES: "Names are BELENIOS, <hash>.data.json and <hash>.event.json, each once",
    ARCHIVE_HASHES: "The SHA-256 of every entry is the hash in its name",
    ARCHIVE_TAIL: "The record ends with its last entry: nothing torn off, nothing after it",
    ARCHIVE_HEADER: "The first entry tells the version and when the election began",
    JSON_SYNTAX: "Every entry is one JSON value in UTF-8, with the types of the specification",
    JSON_KEYS: "Every JSON object has the keys of the specification, each once, and no others",
    JSON_COMPACT: "No entry has whitespace between its parts, and events have their keys in order",
}
