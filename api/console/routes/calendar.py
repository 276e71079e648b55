"""The calendar: a week of the team, as a grid and as a list."""

from datetime import date, timedelta

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.console.views.waiting import who_waits
from api.console.views.week import week
from api.console.visit import PageRoute, Visiting

router = APIRouter(prefix="/console/calendar", include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_week(visit: Visiting, day: date | None = None) -> HTMLResponse:
    with visit.who.house.db.reading() as session:
        shown = week(session, visit.who, day)
        waiting = who_waits(session, visit.who)
    return visit.page(
        "pages/calendar.html",
        "calendar",
        week=shown,
        waiting=waiting,
        earlier=shown.monday - timedelta(days=7),
        later=shown.monday + timedelta(days=7),
    )
