"""The two documents a site loads: the loader (its own page runs it) and the panel (our frame)."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from api.assets import IMMUTABLE, assets
from api.deps import House, HouseOf, in_thread
from api.widget.language import (
    RIGHT_TO_LEFT,
    dictionaries,
    interface_language,
    public_profile,
)
from api.widget.visitors import known_visitor
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile, allows_origin
from salesgenix.accounts.service import SiteCard
from salesgenix.kit.errors import NotFound

LOADER = "widget/loader.js"
LOADER_SECONDS = 300
ANYWHERE = {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}

router = APIRouter(include_in_schema=False)


@router.get("/widget/v1/loader.js")
def loader(request: Request) -> Response:
    """Always the newest: for sites without a checksum on it."""
    headers = {"Cache-Control": f"public, max-age={LOADER_SECONDS}", **ANYWHERE}
    return assets()[LOADER].response(request, headers)


@router.get("/widget/v1/loader.{digest}.js")
def pinned_loader(request: Request, digest: str) -> Response:
    """Exactly this loader or none: for sites that state its checksum."""
    asset = assets()[LOADER]
    if digest != asset.digest:
        raise NotFound("loader.unknown", "This release of the loader is not served here.")
    return asset.response(request, {"Cache-Control": IMMUTABLE, **ANYWHERE})


@router.get("/widget/v1/panel")
async def panel(
    request: Request, house: HouseOf, *, site: str = "", host: str = "", locale: str = ""
) -> Response:
    """The frame's page. Only the site's own origins may frame it; no origins, no frame."""
    card, profile = await in_thread(_site, house, site)
    known = await known_visitor(house, request)
    language = interface_language(locale or None, profile)
    boot: dict[str, Any] = {
        "site": card.key,
        "host": host if allows_origin(card.origins, host) else None,
        "language": language,
        "strings": dictionaries()[language],
        "profile": public_profile(profile, language),
        "has_session": known is not None and known[0].site_key_id == card.id,
    }
    html = _template().render(
        boot=json.dumps(boot, ensure_ascii=True).replace("<", "\\u003c"),
        company=profile.company,
        language=language,
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        style=assets().url("widget/panel.css"),
        script=assets().url("widget/panel.js"),
        modules=[assets().url(f"widget/{name}") for name in MODULES],
    )
    return HTMLResponse(html, headers=_headers(card.origins))


MODULES = ("sse.js", "session.js", "thread.js", "outbox.js", "times.js", "dom.js")


def _headers(origins: list[str]) -> dict[str, str]:
    ancestors = " ".join(origins) or "'none'"
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            "img-src 'self' data:; base-uri 'none'; form-action 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'; "
            f"frame-ancestors {ancestors}"
        ),
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def _site(house: House, key: str) -> tuple[SiteCard, Profile]:
    with house.db.reading() as session:
        card = accounts.site_for_key(session, key)
        return card, accounts.profile_of(session, card.workspace_id).profile


@lru_cache(maxsize=1)
def _template() -> Any:
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("panel.html")
