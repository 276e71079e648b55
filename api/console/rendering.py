"""Pages: one Jinja environment, addresses of static files, and the headers of every page."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api.assets import assets
from api.console import words

TEMPLATES = Path(__file__).parent / "templates"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Undefined names are errors, and every value is escaped."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.globals["asset"] = asset
    jinja.globals["words"] = words
    jinja.filters["blocks"] = words.blocks
    jinja.filters["clock"] = words.clock
    jinja.filters["day"] = words.day
    jinja.filters["instant"] = words.instant
    jinja.filters["initials"] = words.initials
    jinja.filters["pretty"] = _pretty
    return jinja


def asset(name: str) -> str:
    """The address of one of the console's static files."""
    return assets().url(f"console/{name}")


def render(name: str, context: Mapping[str, Any]) -> str:
    return environment().get_template(name).render(context)


def page(name: str, context: Mapping[str, Any], *, status: int = 200) -> HTMLResponse:
    return HTMLResponse(render(name, context), status, headers=HEADERS)


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
