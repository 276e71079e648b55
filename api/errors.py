"""One table from the house's error families to HTTP, as problem documents (RFC 9457).

A problem names the field and the rule, never the value that was sent, and carries the request's id.
"""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from salesgenix.kit.errors import SalesgenixError

PROBLEM = "application/problem+json"

STATUS_OF_FAMILY = {
    "invalid": 422,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "limit_exceeded": 429,
    "unavailable": 503,
    "error": 500,
}
STATUS_OF_CODE = {
    "message.too_long": 413,
    "body.too_large": 413,
    "visitor.unknown": 401,
    "visitor.expired": 401,
    "sign_in.needed": 401,
    "sign_in.refused": 401,
    "session.unknown": 401,
    "streams.full": 503,
    "export.expired": 410,
    "export.broken": 500,
    "export.gone": 410,
}
OUR_NAMES = re.compile(r"[a-z0-9_.\[\]-]{1,40}", re.IGNORECASE)
SHOWN_FACTS = frozenset({"limit", "retry_after", "field", "allowed", "held_by", "due_on", "state"})


def problem(
    status: int, code: str, detail: str, *, request_id: str = "", **extra: Any
) -> JSONResponse:
    """A problem document; ``retry_after`` among the extras becomes the header too."""
    body = {
        "type": f"urn:salesgenix:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": request_id,
        **extra,
    }
    headers = {"Cache-Control": "no-store"}
    if "retry_after" in extra:
        headers["Retry-After"] = str(extra["retry_after"])
    return JSONResponse(body, status, headers=headers, media_type=PROBLEM)


def status_of(error: SalesgenixError) -> int:
    return STATUS_OF_CODE.get(error.code, STATUS_OF_FAMILY[error.family])


def problem_of(error: SalesgenixError, request_id: str) -> JSONResponse:
    facts = {name: value for name, value in error.facts.items() if name in SHOWN_FACTS}
    return problem(status_of(error), error.code, error.message, request_id=request_id, **facts)


def install_errors(app: FastAPI) -> None:
    app.add_exception_handler(SalesgenixError, _on_house_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)


def request_id_of(request: Request) -> str:
    return str(request.scope.get("request_id", ""))


async def _on_house_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, SalesgenixError)
    return problem_of(error, request_id_of(request))


async def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [
        {"field": _place(found["loc"], found["type"]), "problem": found["msg"]}
        for found in error.errors()
    ]
    return problem(
        422,
        "request.invalid",
        "The request does not have the expected shape.",
        request_id=request_id_of(request),
        errors=errors,
    )


def _place(parts: Sequence[int | str], kind: str) -> str:
    """The field's name. A name that the client made up is its own words, which are not repeated."""
    shown = [str(part) if OUR_NAMES.fullmatch(str(part)) else "…" for part in parts]
    if kind == "extra_forbidden":
        shown[-1] = "…"
    return ".".join(shown)


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = HTTPStatus(error.status_code).phrase
    code = f"http.{words.lower().replace(' ', '_').replace('-', '_')}"
    response = problem(error.status_code, code, f"{words}.", request_id=request_id_of(request))
    response.headers.update(error.headers or {})
    return response
