# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI document, made of the list of endpoints: it cannot say anything else than the server does."""

from functools import cache
from inspect import getdoc
from typing import Any, Final

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from isonomia import __version__
from isonomia.server import caching
from isonomia.server.api import public_files
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import ENDPOINTS, Endpoint
from isonomia.server.api.errors import ERRORS, ErrorAnswer

Json = dict[str, Any]

ABOUT: Final = (
    "Elections held on this server. Every answer of the API with a status from 400 on is an `ErrorAnswer`; its codes "
    "do not change. Whoever has a session sends its cookie; every method but GET and HEAD also needs the token of "
    "`GET /api/session` as `X-CSRFToken`. HEAD is answered wherever GET is. What is public of an election is not there "
    "(`no-election`) while it is a draft. To mirror an election, "
    "follow `record.bel` by ranges of bytes: it only grows, and whole events only are given away."
)


@cache
def document() -> Json:
    """OpenAPI 3.1."""
    types = [ErrorAnswer, *(t for own in ENDPOINTS for t in _types(own))]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    schema_of = {repr(t): schema for t, schema in zip(types, schemas, strict=True)}
    paths: dict[str, Json] = {}
    for own in ENDPOINTS:
        paths.setdefault(own.path, {})[own.method.lower()] = _operation(own, schema_of)
    cookie = {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "isonomia",
            "version": __version__,
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {**paths, **public_files.paths()},
        "components": {"schemas": components, "securitySchemes": {"session": cookie}},
    }


def _types(own: Endpoint) -> list[Any]:
    return [t for t in (own.body, own.answer, *(one.type_ for one in own.parameters)) if t not in (None, bytes)]


def _operation(own: Endpoint, schema_of: Json) -> Json:
    operation: Json = {
        "operationId": f"{own.function.__module__.rpartition('.')[2]}_{own.function.__name__}",
        "tags": [own.function.__module__.rpartition(".")[2]],
        "summary": (getdoc(own.function) or "").split("\n")[0],
        "description": getdoc(own.function) or "",
        "x-roles": [str(role) for role in own.roles],
        "security": [{}] if Role.ANYBODY in own.roles else [{"session": []}],
        "parameters": _parameters(own, schema_of),
        "responses": _responses(own, schema_of),
    }
    if own.body is not None:
        operation["requestBody"] = {"required": True, "content": _content(own.body, own.takes, schema_of)}
    return operation


def _parameters(own: Endpoint, schema_of: Json) -> list[Json]:
    found: list[Json] = []
    if "{uuid}" in own.path:
        found.append(public_files.UUID)
    if own.method != "GET":
        about = "The token of GET /api/session; the cookie `csrftoken` has it, too"
        found.append(_parameter("X-CSRFToken", "header", about, {"type": "string"}, required=True))
    if own.kept:
        found.append(public_files.IF_NONE_MATCH)
    found += [_parameter(one.name, one.place, one.description, schema_of[repr(one.type_)]) for one in own.parameters]
    return found


def _parameter(name: str, place: str, about: str, schema: Json, *, required: bool = False) -> Json:
    return {"name": name, "in": place, "required": required, "description": about, "schema": schema}


def _responses(own: Endpoint, schema_of: Json) -> Json:
    responses: Json = {"200": {"description": "Done", "content": _content(own.answer, own.gives, schema_of)}}
    if own.kept:
        responses["200"]["headers"] = public_files.KEPT
        responses["304"] = {"description": "It is what the sender has already", "headers": public_files.KEPT}
    by_status: dict[int, list[str]] = {}
    for code in sorted(_codes(own)):
        by_status.setdefault(ERRORS[code][0], []).append(code)
    for status, codes in sorted(by_status.items()):
        responses[str(status)] = {
            "description": "; ".join(f"`{code}`: {ERRORS[code][1]}" for code in codes),
            "content": _content(ErrorAnswer, "application/json", schema_of),
            "x-codes": codes,
        }
    return responses


def _codes(own: Endpoint) -> set[str]:
    """All errors that a call can meet."""
    codes = {*own.errors, "internal"}
    codes |= {"csrf", "form"} if own.method != "GET" else set()
    codes |= {"malformed", "too-large", "length-required"} if own.body is not None else set()
    codes |= {"login-required", "forbidden"} if Role.ANYBODY not in own.roles else set()
    codes |= {"second-factor-required"} if {Role.ACCOUNT, Role.ADMINISTRATOR} & {*own.roles} else set()
    codes |= {"no-election"} if "{uuid}" in own.path else set()
    return codes


def _content(type_: Any, kind: str, schema_of: Json) -> Json:
    if type_ is bytes:  # of no schema: they are taken and given as they are
        return {kind: {}}
    return {kind: {"schema": {"type": "object", "maxProperties": 0} if type_ is None else schema_of[repr(type_)]}}


@csrf_exempt  # it is read only
@require_safe
def serve(request: HttpRequest) -> HttpResponse:
    """``/api/openapi.json``."""
    content = msgspec.json.encode(document())
    return caching.kept(request, HttpResponse(content, content_type="application/json"), "public, max-age=300")
