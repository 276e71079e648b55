"""The console as one router: its pages in order, and a page for every address there is not."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.console.routes import (
    approvals,
    calendar,
    calendars,
    channels,
    decisions,
    door,
    exports,
    guarding,
    inbox,
    instructions,
    instructions_drafting,
    knowledge,
    leads,
    outbox,
    privacy,
    requests,
    settings,
    simulations,
)
from api.console.visit import PageRoute, problem_page

MISSING = "There is no such page. It may have moved, or the address may be cut short."


def console_router() -> APIRouter:
    router = APIRouter()
    for part in (
        door,
        inbox,
        approvals,
        leads,
        calendar,
        outbox,
        decisions,
        exports,
        instructions_drafting,
        instructions,
        knowledge,
        simulations,
        guarding,
        privacy,
        requests,
        calendars,
        channels,
        settings,
    ):
        router.include_router(part.router)
    missing = APIRouter(prefix="/console", include_in_schema=False, route_class=PageRoute)
    missing.add_api_route("/{path:path}", _missing, methods=["GET", "POST"])
    router.include_router(missing)
    return router


def _missing(request: Request) -> Response:
    return problem_page(request, 404, MISSING)
