"""The API's reference as one page: what every address takes and gives, from the schema itself."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.console.rendering import page
from api.console.visit import preferences

router = APIRouter(include_in_schema=False)

METHODS = ("get", "post", "put", "patch", "delete")


@router.get("/docs")
def show_reference(request: Request) -> HTMLResponse:
    schema = request.app.openapi()
    theme, keys = preferences(request)
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in schema["paths"].items():
        for method in METHODS:
            if method in operations:
                shown = _operation(schema, path, method, operations[method])
                groups.setdefault(shown["group"], []).append(shown)
    context = {"groups": groups, "title": schema["info"]["title"], "theme": theme, "keys": keys}
    return page("pages/reference.html", context)


def _operation(
    schema: dict[str, Any], path: str, method: str, operation: dict[str, Any]
) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {})
    sent: dict[str, Any] = next((one["schema"] for one in body.values() if "schema" in one), {})
    return {
        "group": (operation.get("tags") or ["other"])[0],
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "words": operation.get("description", ""),
        "parameters": [
            (one["name"], one["in"], _type(schema, one.get("schema", {})), one.get("required"))
            for one in operation.get("parameters", [])
            if one["in"] != "cookie"
        ],
        "body": _fields(schema, sent),
        "answers": sorted(operation.get("responses", {})),
    }


def _fields(schema: dict[str, Any], shape: dict[str, Any]) -> list[tuple[str, str, bool]]:
    found = _resolved(schema, shape)
    required = set(found.get("required", []))
    return [
        (name, _type(schema, part), name in required)
        for name, part in found.get("properties", {}).items()
    ]


def _resolved(schema: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in shape:
        named: dict[str, Any] = schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
        return named
    return shape


def _type(schema: dict[str, Any], shape: dict[str, Any]) -> str:
    """A field's type in words: ``string``, ``one of rep, agent``, ``list of string``."""
    shape = _resolved(schema, shape)
    if "anyOf" in shape:
        kinds = [_type(schema, one) for one in shape["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in shape or "const" in shape:
        return "one of " + ", ".join(str(one) for one in shape.get("enum", [shape.get("const")]))
    if shape.get("type") == "array":
        return f"list of {_type(schema, shape.get('items', {}))}"
    return str(shape.get("format") or shape.get("type") or "any")
