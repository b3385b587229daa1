# SPDX-License-Identifier: Apache-2.0
"""What the OpenAPI document says of the public files (:mod:`isonomia.server.api.files`): all that a mirror needs."""

from typing import Any, Final

Json = dict[str, Any]

UUID: Final[Json] = {
    "name": "uuid",
    "in": "path",
    "required": True,
    "description": "The election",
    "schema": {"type": "string", "pattern": "^[1-9A-HJ-NP-Za-km-z]{14}$"},
}
_STRING: Final[Json] = {"type": "string"}
IF_NONE_MATCH: Final[Json] = {
    "name": "If-None-Match",
    "in": "header",
    "description": "ETags of what the sender has, with commas, or `*`",
    "schema": _STRING,
}
KEPT: Final[Json] = {
    "ETag": {"description": "Another one whenever the answer is another one", "schema": _STRING},
    "Cache-Control": {"description": "How it may be kept", "schema": _STRING},
}
_PARTS: Final[dict[str, tuple[str, Json]]] = {
    "election.json": ("The election as the record has it: questions and public key", {"type": "object"}),
    "trustees.json": ("Public keys of the trustees, with their proofs", {"type": "array"}),
    "public_credentials.json": ("The roll: public credentials, with weights where there are some", {"type": "array"}),
    "terms.json": ("What voters were promised: texts, law, schedule. Its hash is in the election", {"type": "object"}),
}
_TEXT: Final[Json] = {"text/plain": {"schema": {"type": "string"}}}


def paths() -> Json:
    """The paths of ``record.bel`` and of its parts."""
    found: Json = {"/elections/{uuid}/record.bel": {"get": _record("get"), "head": _record("head")}}
    for name, (about, schema) in _PARTS.items():
        found["/elections/{uuid}/" + name] = {"get": _part(name, about, schema)}
    return found


def _part(name: str, about: str, schema: Json) -> Json:
    return {
        **_about(f"files_{name.removesuffix('.json')}", about),
        "parameters": [UUID, IF_NONE_MATCH],
        "responses": {
            "200": {
                "description": f"{about}. It never changes",
                "headers": KEPT,
                "content": {"application/json": {"schema": schema}},
            },
            "304": {"description": "It is what the sender has already", "headers": KEPT},
            "404": _missing(),
        },
    }


def _record(method: str) -> Json:
    asked = [{"name": name, "in": "header", "description": about, "schema": _STRING} for name, about in _ASKED.items()]
    given = {**KEPT, **{name: _header(about) for name, about in _GIVEN.items()}}
    content: Json = {} if method == "head" else {"content": {"application/x-tar": {}}}
    length = {"Content-Range": _header("`bytes */LENGTH`")}
    part = {**given, "Content-Range": _header("`bytes FIRST-LAST/LENGTH`")}
    return {
        **_about(f"files_record_{method}", "The public record: whole events only; what was given once never changes"),
        "parameters": [UUID, *asked, IF_NONE_MATCH],
        "responses": {
            "200": {"description": "All of it", "headers": given, **content},
            "206": {"description": "The range", "headers": part, **content},
            "304": {"description": "It has not grown", "headers": KEPT},
            "404": _missing(),
            "416": {"description": "Nothing of the range is there (yet)", "headers": length},
        },
    }


_ASKED: Final = {
    "Range": "One range of bytes, as `bytes=4096-`; several ranges, and other units, are passed over",
    "If-Range": "The ETag of which the range is asked for; the whole comes if it is another one by now",
}
_GIVEN: Final = {
    "Accept-Ranges": "`bytes`",
    "Content-Length": "Bytes that follow",
}


def _header(about: str) -> Json:
    return {"description": about, "schema": _STRING}


def _about(name: str, about: str) -> Json:
    return {"operationId": name, "tags": ["files"], "summary": about, "x-roles": ["anybody"], "security": [{}]}


def _missing() -> Json:
    return {"description": "There is no such election, or its voting has not been opened", "content": _TEXT}
