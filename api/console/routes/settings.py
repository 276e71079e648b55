"""Settings: the workspace, the team, the widget's snippet, and the reader's own preferences."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.console.visit import PageRoute, Visiting
from salesgenix.accounts import service as accounts

router = APIRouter(prefix="/console", include_in_schema=False, route_class=PageRoute)


@router.get("/settings")
def show_settings(visit: Visiting) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        team = accounts.members(session, who.workspace_id)
        sites = accounts.sites(session, who.workspace_id)
    base = who.house.settings.effective_public_url.rstrip("/")
    colour = visit.workspace.profile.brand_colour
    snippets = [
        (
            site,
            (
                f'<script async src="{base}/widget/v1/loader.js" data-site="{site.key}"'
                f' data-colour="{colour}"></script>'
            ),
        )
        for site in sites
    ]
    return visit.page("pages/settings.html", "settings", team=team, snippets=snippets)


@router.get("/_kit")
def show_kit(visit: Visiting) -> HTMLResponse:
    """Every part of the console on one page, for whoever draws and for the accessibility test."""
    return visit.page("pages/kit.html", "kit")
