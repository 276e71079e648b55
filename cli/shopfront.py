"""The demo company's own web page, served from another site than the widget, as at a real customer.

Its content security policy is as strict as a careful customer's: only its own style sheet, only the
widget's loader and frame.
"""

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

SITE = Path(__file__).parents[1] / "demo" / "site"


def build_site(*, widget_origin: str, site_key: str) -> Starlette:
    policy = (
        f"default-src 'none'; script-src {widget_origin}; frame-src {widget_origin}; "
        "style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
    )

    async def page(request: Request) -> Response:
        name = request.path_params.get("name") or "index"
        path = SITE / f"{name}.html"
        if path.parent != SITE or not path.is_file():
            return HTMLResponse("<!doctype html><title>Not found</title>Not found", 404)
        html = path.read_text().replace("{{widget_origin}}", widget_origin)
        return HTMLResponse(
            html.replace("{{site_key}}", site_key),
            headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"},
        )

    return Starlette(
        routes=[
            Route("/", page),
            Route("/{name}.html", page),
            Mount("/", StaticFiles(directory=SITE)),
        ]
    )
