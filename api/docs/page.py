"""``/docs``: the HTTP API as one page, written from the OpenAPI document; no script, no foreign
host.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.assets import assets

METHODS = ("get", "post", "put", "patch", "delete")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
}
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a member of a JSON object. ``rule`` is its type and limits, in words."""

    name: str
    place: str
    rule: str
    is_required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: str
    path: str
    anchor: str
    title: str
    words: str
    asks: tuple[Field, ...]
    gives: tuple[tuple[str, str, tuple[Field, ...]], ...]  # status, its words, members


def docs_router() -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    def show_docs(request: Request) -> HTMLResponse:
        document = request.app.openapi()
        html = (
            _environment()
            .get_template("docs.html")
            .render(
                title=document["info"]["title"],
                version=document["info"]["version"],
                groups=groups_of(document),
                sheet=assets().url("docs/docs.css"),
            )
        )
        return HTMLResponse(html, headers=HEADERS)

    return router


def groups_of(document: Schema) -> dict[str, list[Endpoint]]:
    """Every endpoint of the document, under its first tag."""
    groups: dict[str, list[Endpoint]] = {}
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                entry = methods[method]
                tag = (entry.get("tags") or ["general"])[0]
                groups.setdefault(tag, []).append(_endpoint(document, path, method, entry))
    return groups


def _endpoint(document: Schema, path: str, method: str, entry: Schema) -> Endpoint:
    asks = [
        Field(
            found["name"],
            found["in"],
            _rule(found.get("schema", {})),
            bool(found.get("required")),
            found.get("description", ""),
        )
        for found in entry.get("parameters", [])
    ]
    for kind, content in entry.get("requestBody", {}).get("content", {}).items():
        place = "body" if kind == "application/json" else kind
        asks += _members(document, content.get("schema", {}), place)
    gives = tuple(
        (
            status,
            answer.get("description") or _phrase(status),
            tuple(_members(document, _content(answer), "answer")),
        )
        for status, answer in entry.get("responses", {}).items()
        if status != "422"  # the same problem document everywhere, described once
    )
    return Endpoint(
        method.upper(),
        path,
        f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
        entry.get("summary", ""),
        entry.get("description", ""),
        tuple(asks),
        gives,
    )


def _content(answer: Schema) -> Schema:
    schema: Schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _members(document: Schema, schema: Schema, place: str) -> Iterator[Field]:
    """The members of an object, or of the objects in a list."""
    shape = _resolved(document, schema)
    if shape.get("type") == "array":
        shape, place = _resolved(document, shape.get("items", {})), f"each in the {place}"
    required = shape.get("required", [])
    for name, member in shape.get("properties", {}).items():
        yield Field(name, place, _rule(member), name in required, member.get("description", ""))


def _resolved(document: Schema, schema: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Any = document
    for step in str(reference).removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def _rule(schema: Schema) -> str:
    """``string, 8 to 64 characters``: what a value must be."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_rule(one) for one in schema[several]))
    if "const" in schema:
        return f"“{schema['const']}”"
    if "enum" in schema:
        return " or ".join(f"“{one}”" for one in schema["enum"])
    kind = str(schema.get("format") or schema.get("type") or "any")
    if kind == "array":
        return f"list of {_rule(schema.get('items', {}))}"
    limits = [
        f"{words} {schema[name]}"
        for name, words in (
            ("minimum", "from"),
            ("maximum", "to"),
            ("minLength", "at least"),
            ("maxLength", "at most"),
        )
        if name in schema
    ]
    unit = " characters" if "minLength" in schema or "maxLength" in schema else ""
    return f"{kind}, {' '.join(limits)}{unit}" if limits else kind


def _phrase(status: str) -> str:
    return HTTPStatus(int(status)).phrase if status.isdigit() else status


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
