"""Pages: one Jinja environment, addresses of static files, and the headers of every page."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from agent.shown import Hidden
from api.assets import assets
from api.console import words
from api.console.views.guarding import ENTITIES

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
    jinja.filters["marked"] = marked
    return jinja


def asset(name: str) -> str:
    """The address of one of the console's static files."""
    return assets().url(f"console/{name}")


def render(name: str, context: Mapping[str, Any]) -> str:
    return environment().get_template(name).render(context)


def page(name: str, context: Mapping[str, Any], *, status: int = 200) -> HTMLResponse:
    return HTMLResponse(render(name, context), status, headers=HEADERS)


def marked(text: str, hidden: Iterable[Hidden]) -> Markup:
    """The text with a quiet mark on each value that the model did not read."""
    names = {one.words: ENTITIES[one.entity] for one in hidden}
    if not names:
        return escape(text)
    longest_first = sorted(names, key=lambda words: -len(words))
    pattern = re.compile("|".join(re.escape(words) for words in longest_first))
    parts, at = list[Markup](), 0
    for found in pattern.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(_MARK.format(what=names[found[0]].lower(), words=found[0]))
        at = found.end()
    return Markup("").join([*parts, escape(text[at:])])


_MARK = Markup('<mark class="kept-in" title="Hidden from the model: {what}">{words}</mark>')


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
