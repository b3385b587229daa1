# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI document, made of the list of endpoints: it cannot say anything else than the server does."""

from functools import cache
from inspect import getdoc
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from isonomia import __version__
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import ENDPOINTS, Endpoint
from isonomia.server.api.errors import ERRORS, ErrorAnswer

_COMMON = ("malformed", "too-large", "csrf", "internal")


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1."""
    types = [ErrorAnswer, *(t for own in ENDPOINTS for t in (own.body, own.answer) if t not in (None, bytes))]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    schema_of = {repr(t): schema for t, schema in zip(types, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for own in ENDPOINTS:
        paths.setdefault(own.path, {})[own.method.lower()] = _operation(own, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "isonomia",
            "version": __version__,
            "description": "Elections held on this server. Errors have codes that do not change: "
            + "; ".join(f"`{code}` ({status}): {meaning}" for code, (status, meaning) in ERRORS.items()),
        },
        "paths": paths,
        "components": {"schemas": components},
    }


def _operation(own: Endpoint, schema_of: dict[str, Any]) -> dict[str, Any]:
    changing = own.method != "GET"
    codes = {*own.errors, *(_COMMON if changing else ("internal",))}
    codes |= {"login-required", "forbidden"} if Role.ANYBODY not in own.roles else set()
    codes |= {"second-factor-required"} if {Role.ACCOUNT, Role.ADMINISTRATOR} & {*own.roles} else set()
    codes |= {"no-election"} if "{uuid}" in own.path else set()
    operation: dict[str, Any] = {
        "operationId": own.function.__name__,
        "summary": (getdoc(own.function) or "").split("\n")[0],
        "x-roles": [str(role) for role in own.roles],
        "responses": {"200": {"description": "Done", "content": _content(own.answer, schema_of)}},
    }
    for code in sorted(codes):
        status = str(ERRORS[code][0])
        answer = operation["responses"].setdefault(
            status, {"description": "", "content": _content(ErrorAnswer, schema_of)}
        )
        answer["description"] = ", ".join(filter(None, [answer["description"], code]))
    parameters = []
    if "{uuid}" in own.path:
        parameters.append({"name": "uuid", "in": "path", "required": True, "schema": {"type": "string"}})
    if changing:
        parameters.append({"name": "X-CSRFToken", "in": "header", "required": True, "schema": {"type": "string"}})
    if parameters:
        operation["parameters"] = parameters
    if own.body is not None:
        operation["requestBody"] = {"required": True, "content": _content(own.body, schema_of)}
    return operation


def _content(type_: Any, schema_of: dict[str, Any]) -> dict[str, Any]:
    if type_ is bytes:
        return {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {"application/json": {"schema": {} if type_ is None else schema_of[repr(type_)]}}


@require_safe
def serve(_: HttpRequest) -> HttpResponse:
    """``/api/openapi.json``."""
    content = msgspec.json.encode(document())
    return HttpResponse(content, content_type="application/json", headers={"Cache-Control": "public, max-age=300"})
