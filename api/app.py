"""The application: one FastAPI app over one house, streams and static files beside it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api import (
    accounts,
    actions,
    appointments,
    approvals,
    calendars,
    conversations,
    decisions,
    erasures,
    exports,
    instructions,
    knowledge,
    leads,
    ledger,
    mailboxes,
    meetings,
    processing,
    reference,
    requests,
    screening,
    simulations,
    unsubscribe,
)
from api.assets import assets_router
from api.background import DueTurns
from api.cards import CardGate
from api.console.site import console_router
from api.console.stream import MemberStreams
from api.deps import House
from api.edge import Edge
from api.errors import install_errors
from api.privacy import routes as privacy
from api.realtime.bus import LogPoll
from api.realtime.log import FrameLog
from api.realtime.sse import OpenFeed, StreamRoutes, Streams
from api.widget import documents, routes
from api.widget.feed import VisitorStreams
from api.widget.view import visitor_view

GRACE_SECONDS = 10.0


def create_app(house: House, *, beside: AbstractContextManager[object] | None = None) -> FastAPI:
    """Nothing is read from the environment here: all that it needs is in the house.

    ``beside`` is entered while the app serves: the worker's clock, where one process does both.
    """
    app = FastAPI(
        title="Salesgenix",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=_lifespan,
    )
    app.state.house = house
    app.state.beside = beside or nullcontext()
    app.state.streams = Streams(house.hub)
    install_errors(app)
    app.state.visitor_log = FrameLog(house.db, for_prospect=True, view=visitor_view)
    app.include_router(assets_router())
    nouns = (
        accounts,
        actions,
        appointments,
        approvals,
        calendars,
        conversations,
        decisions,
        erasures,
        exports,
        instructions,
        knowledge,
        leads,
        ledger,
        mailboxes,
        processing,
        requests,
        screening,
        simulations,
    )
    for part in (*nouns, documents, routes, reference, privacy, meetings, unsubscribe):
        app.include_router(part.router)
    app.include_router(console_router())
    streams: dict[str, OpenFeed] = {
        "/w/v1/events": VisitorStreams(house, app.state.visitor_log),
        "/console/v1/stream": MemberStreams(house),
    }
    app.add_middleware(GZipMiddleware, minimum_size=1_024, compresslevel=6)
    app.add_middleware(CardGate)
    app.add_middleware(Edge)
    app.add_middleware(StreamRoutes, streams=app.state.streams, routes=streams)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    house: House = app.state.house
    house.hub.bind(asyncio.get_running_loop())
    heard = [house.hub.hear, DueTurns(house.background, house.take_turn).hear]
    house.db.listeners.extend(heard)
    poll = LogPoll(house.db, house.hub, house.clock)
    watching = asyncio.ensure_future(poll.run()) if house.is_apart else None
    try:
        with app.state.beside:
            yield
    finally:
        if watching is not None:
            watching.cancel()
        for listener in heard:
            house.db.listeners.remove(listener)
        house.hub.close()
        await house.background.drain(GRACE_SECONDS)
        if house.rehearsals is not None:
            house.rehearsals.close()
