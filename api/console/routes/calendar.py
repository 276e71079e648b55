"""The calendar: a week of the team, as a grid and as a list."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from api import appointments as verbs
from api.console.views.waiting import who_waits
from api.console.views.week import week
from api.console.visit import Acting, PageRoute, Visiting, back_to
from salesgenix.appointments.attending import Attendance

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
        reader=visit.who.member.name,
        waiting=waiting,
        earlier=shown.monday - timedelta(days=7),
        later=shown.monday + timedelta(days=7),
    )


@router.post("/{appointment_id}/attendance")
def attend(
    visit: Acting,
    appointment_id: UUID,
    day: Annotated[date, Form()],
    attendance: Annotated[Attendance | None, Form()] = None,
) -> Response:
    """What a person says of who came; nothing takes it back."""
    verbs.attend(visit.who, appointment_id, attendance)
    return back_to(f"/console/calendar?day={day}")
