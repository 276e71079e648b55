"""The Calendar: what is in the way, what guests answered, and who came."""

from datetime import timedelta

import pytest
from sqlmodel import select

from salesgenix.appointments import service as appointments
from salesgenix.appointments.models import Appointment
from salesgenix.calendars import service as calendars
from salesgenix.calendars.service import Owner
from salesgenix.decisions import service as decisions
from tests.api import scene
from tests.api.office import Office


def meeting(office: Office) -> Appointment:
    with office.db.reading() as session:
        found = session.exec(select(Appointment)).one()
        session.expunge(found)
        return found


@pytest.fixture
def page(office):
    """The address of the week of the one meeting."""
    scene.booked(office)
    return f"/console/calendar?day={meeting(office).starts_at.date()}"


def test_what_stands_in_the_way_of_a_meeting_is_said(office, visit, page):
    """Something else that the same member has then; a colleague's is none."""
    ana, found = visit(office.ana), meeting(office)
    span = [(found.starts_at, found.starts_at + timedelta(minutes=10))]
    for member, is_said in ((office.ana, False), (office.ben, True)):
        with office.db.writing() as session:
            appointments.replace_busy(session, office.ws, member.id, source="own", spans=span)
        assert ("Something else then" in ana.get(page).text) is is_said


def test_what_the_guest_answered_is_shown(office, visit, page):
    """An answer to how the meeting stands; one to an earlier state says nothing."""
    for sequence, is_said in ((1, False), (0, True)):
        with office.db.writing() as session:
            row = session.exec(select(Appointment)).one()
            row.reply, row.reply_sequence = "tentative", sequence
            session.add(row)
        assert (">Maybe<" in visit(office.ana).get(page).text) is is_said


def test_whose_calendar_is_silent_is_said(office, visit, page):
    """No time of theirs is offered, and the page says so to everybody."""
    assert "is offered" not in visit(office.ana).get(page).text
    with office.db.writing() as session:
        calendars.connect(
            session,
            office.ws,
            Owner(office.ben.id, office.ben.subject_ref, office.ben.email),
            address="http://127.0.0.1:9/",
            account="ben",
            secret="not his",
            now=office.now,
        )
    assert "No time of Ben Ortiz is offered" in visit(office.ana).get(page).text


def test_a_person_says_who_came_afterwards(office, visit, page):
    """Not before it has begun; then, and it can be taken back; in the log as that person's word;
    a viewer cannot.
    """
    ben, found = visit(office.ben), meeting(office)
    place = f"/console/calendar/{found.id}/attendance"
    assert "Did not come" not in ben.get(page).text
    early = ben.form(place, attendance="no_show", day=str(found.starts_at.date()))
    assert early.status_code == 409
    office.house.clock.set(found.ends_at)
    ben = visit(office.ben)  # two days later they have to sign in again
    assert "Did not come" in ben.get(page).text
    for attendance in ("no_show", "no_show", "came", ""):
        ben.form(place, attendance=attendance, day=str(found.starts_at.date()))
        assert (meeting(office).attendance or "") == attendance
    assert visit(office.vic).form(place, attendance="came", day="2026-01-01").status_code == 403
    with office.db.reading() as session:
        log = decisions.listing(session, office.ws, type_="appointment.attended")
    assert [one.body["facts"].get("attendance") for one in reversed(log)] == [
        "no_show",
        "came",
        None,
    ]
    assert {one.body["automation"] for one in log} == {"human_made"}
