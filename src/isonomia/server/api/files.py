# SPDX-License-Identifier: Apache-2.0
"""The public files of an election: the record, with ranges, and its parts."""

import re
from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from isonomia.board.ledger import NoRecord, reading
from isonomia.board.models import Board
from isonomia.board.published import path_of, published_length
from isonomia.server import caching
from isonomia.server.models import Election

_RANGE: Final = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII)
_CHUNK: Final = 1 << 16
_SOON: Final = "public, max-age=2, must-revalidate"
_FOREVER: Final = "public, max-age=31536000, immutable"
_PARTS: Final = {"election.json": 0, "trustees.json": 1, "public_credentials.json": 2}
"""Payloads of the Setup event, which never change."""


@csrf_exempt  # nothing is done here: whoever sends something is told that it is read only
@require_safe
def record(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """``record.bel``: whole events only; one range of bytes, as RFC 9110 says."""
    length = published_length(uuid) if Board.objects.filter(uuid=uuid).exists() else 0
    if length == 0:
        return _missing()
    tag = f'"{uuid}-{length}"'
    headers = {"ETag": tag, "Cache-Control": _SOON, "Accept-Ranges": "bytes"}
    if caching.knows(request, tag):
        return HttpResponseNotModified(headers=headers)
    start, end, status = 0, length, 200
    wanted = request.headers.get("Range")
    if wanted and request.headers.get("If-Range", tag) == tag:
        found = _range(wanted, length)
        if found is not None and found[0] >= found[1]:
            return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{length}"})
        if found is not None:
            (start, end), status = found, 206
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{length}"
    headers |= {
        "Content-Length": str(end - start),
        "Content-Disposition": f'attachment; filename="{uuid}.bel"',
        "Content-Type": "application/x-tar",
    }
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(_bytes_of(uuid, start, end), status=status, headers=headers)


def _range(wanted: str, length: int) -> tuple[int, int] | None:
    """The half-open range, empty if nothing of it is there; None if it is no single range, and to be passed over."""
    match = _RANGE.fullmatch(wanted)
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        start, end = max(0, length - int(match[2])), length
    else:
        start, end = int(match[1]), min(length, int(match[2]) + 1) if match[2] else length
        if match[2] and int(match[2]) < start:
            return None
    return start, end


def _bytes_of(uuid: str, start: int, end: int) -> Iterator[bytes]:
    with path_of(uuid).open("rb") as file:
        file.seek(start)
        while start < end and (part := file.read(min(_CHUNK, end - start))):
            start += len(part)
            yield part


@csrf_exempt
@require_safe
def part(request: HttpRequest, uuid: str, name: str) -> HttpResponseBase:
    """A payload of the Setup event, as the record has it, or the terms."""
    try:
        ledger = reading(uuid)
    except NoRecord:
        return _missing()
    if name == "terms.json":
        content = bytes(Election.objects.get(uuid=uuid).terms or b"")
    else:
        content = ledger.setup_payload(_PARTS[name])
    named = f'attachment; filename="{uuid}.{name}"'
    answer = HttpResponse(content, content_type="application/json", headers={"Content-Disposition": named})
    return caching.kept(request, answer, _FOREVER)


def _missing() -> HttpResponse:
    return HttpResponse("There is no such record.\n", status=404, content_type="text/plain")
