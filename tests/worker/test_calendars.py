"""Meetings in members' own calendars: on a real Radicale, through the one exit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.error import HTTPError
from uuid import UUID

import pytest

from integrations.calendar.clients import client_for
from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.actions.meetings import call_off
from salesgenix.actions.service import Outcome, Proposed
from salesgenix.appointments import service as appointments
from salesgenix.authority.rules import ActionKind
from salesgenix.calendars import service as calendars
from salesgenix.calendars.ports import CalendarError, Trouble
from salesgenix.calendars.rules import AccountState
from salesgenix.erasures import service as erasures
from salesgenix.kit.settings import CalendarSettings
from tests.integrations.calendar.dav_server import Radicale, serving
from tests.worker.post import Post
from worker.calendars import CalendarReading
from worker.entering import CalendarExit
from worker.forgetting import stores_of
from worker.handing import Handing


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with serving(tmp_path_factory.mktemp("radicale")) as server:
        yield server


class Team:
    """The demo company; Ben has connected a calendar of his own."""

    def __init__(self, post: Post, radicale: Radicale) -> None:
        self.post, self.radicale = post, radicale
        self.url = radicale.calendar()
        self.db, self.ws = post.house.db, post.ws
        with self.db.reading() as session:
            team = {one.name.split()[0]: one for one in accounts.members(session, self.ws)}
        self.ben, self.ines = team["Ben"], team["Inés"]
        self.clients: Any = partial(client_for, settings=CalendarSettings())

    @property
    def now(self) -> datetime:
        return self.post.clock.now()

    @property
    def reading(self) -> CalendarReading:
        return CalendarReading(self.db, self.post.clock, self.clients)

    def connect(self, password: str = "secret-ben") -> None:
        with self.db.writing() as session:
            calendars.connect(
                session,
                self.ws,
                calendars.Owner(self.ben.id, self.ben.subject_ref, self.ben.email),
                address=self.url,
                account="ben",
                secret=password,
                now=self.now,
            )
        self.reading.run()

    @property
    def account(self) -> calendars.AccountCard:
        with self.db.reading() as session:
            (card,) = calendars.listing(session, self.ws)
        return card

    def settle(self) -> None:
        way = CalendarExit(self.db, self.post.clock, self.clients, "https://sales.example")
        self.post.rounds(calendars=way).settle()

    def propose(self, kind: ActionKind, key: str, **arguments: Any) -> Outcome:
        thread = self.post.thread
        with self.db.writing() as session:
            return actions.propose(
                session,
                self.ws,
                Proposed(
                    kind=kind,
                    arguments=arguments,
                    conversation_id=thread.id,
                    lead_id=thread.lead_id,
                    subject_ref=thread.subject_ref,
                    idempotency_key=key,
                ),
                now=self.now,
            )

    def slots(self, member_id: Any = None) -> list[appointments.SlotCard]:
        with self.db.reading() as session:
            return appointments.free_slots(
                session, self.ws, [], "Europe/Berlin", now=self.now, member_id=member_id
            )

    def book(self, slot: appointments.SlotCard, key: str = "book") -> Outcome:
        return self.propose(
            ActionKind.APPOINTMENT_BOOK,
            key,
            member_id=str(slot.member_id),
            starts_at=slot.starts_at.isoformat(),
            zone="Europe/Berlin",
            name="Carla Moreno",
            email="carla@lumen.example",
        )

    def event(self, booked: Outcome) -> str:
        assert booked.result is not None
        name = booked.result["appointment_id"].replace("-", "")
        return self.radicale.raw("GET", f"{self.url}{name}.ics").decode()

    def put(self, uid: str, start: datetime, hours: int = 1) -> None:
        times = f"DTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDURATION:PT{hours}H\r\n"
        body = (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nBEGIN:VEVENT\r\n"
            f"UID:{uid}\r\nDTSTAMP:20260101T000000Z\r\n{times}END:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        self.radicale.raw("PUT", f"{self.url}{uid}.ics", body.encode())


@pytest.fixture
def team(post: Post, radicale: Radicale) -> Team:
    return Team(post, radicale)


def test_a_meeting_is_written_moved_and_taken_out(team: Team) -> None:
    """Booked: one event with the person's name, in UTC. Moved: the same event at the new time.
    Cancelled: it is gone. Each is an action of its own with its order or the floor.
    """
    team.connect()
    first, second = team.slots(team.ben.id)[:2]
    booked = team.book(first)
    assert booked.result is not None
    assert booked.result["follows"]["calendar.write"] == "authorised"
    team.settle()
    body = team.event(booked)
    assert f"DTSTART:{first.starts_at:%Y%m%dT%H%M%SZ}" in body
    assert "Carla Moreno" in body
    assert "ATTENDEE" not in body
    place = {"appointment_id": booked.result["appointment_id"], "zone": "Europe/Berlin"}
    team.propose(
        ActionKind.APPOINTMENT_MOVE,
        "move",
        member_id=str(team.ben.id),
        starts_at=second.starts_at.isoformat(),
        **place,
    )
    team.settle()
    assert f"DTSTART:{second.starts_at:%Y%m%dT%H%M%SZ}" in team.event(booked)
    team.propose(
        ActionKind.APPOINTMENT_CANCEL, "cancel", appointment_id=booked.result["appointment_id"]
    )
    team.settle()
    with pytest.raises(HTTPError):
        team.event(booked)


def test_what_its_guest_calls_off_leaves_the_calendar(team: Team) -> None:
    """Without an order and without a mail: the event goes with the meeting."""
    team.connect()
    booked = team.book(team.slots(team.ben.id)[0])
    team.settle()
    assert booked.result is not None
    mails = [one.carrier for one in team.post.outbox()].count("captured")
    assert mails == 1
    with team.db.writing() as session:
        gone = UUID(booked.result["appointment_id"])
        call_off(session, team.ws, gone, tells=False, now=team.now)
    team.settle()
    with pytest.raises(HTTPError):
        team.event(booked)
    assert [one.carrier for one in team.post.outbox()].count("captured") == mails


def test_an_erased_person_leaves_the_calendar(team: Team) -> None:
    """The event goes before the row that says where it lies; a calendar that does not answer holds
    the erasure up by name, and once it answers the erasure ends and nothing is left there.
    """
    team.connect()
    booked = team.book(team.slots(team.ben.id)[0])
    team.settle()
    thread, clock = team.post.thread, team.post.clock
    with team.db.writing() as session:
        calendars.keep_secret(session, team.ws, team.account.id, "not his", now=team.now)
        ordered = erasures.order(
            session, team.ws, thread.subject_ref, cause="minor", instruction_id=None, now=team.now
        )
    stores = stores_of(team.post.house.settings, team.db, clock)
    held_up = erasures.run(team.db, ordered.id, stores, clock)
    assert held_up.failures == [{"store": "connected_calendars", "code": "calendar.needs_reauth"}]
    assert "Carla Moreno" in team.event(booked)
    with team.db.writing() as session:
        calendars.keep_secret(session, team.ws, team.account.id, "secret-ben", now=team.now)
    assert erasures.run(team.db, ordered.id, stores, clock).is_done
    with pytest.raises(HTTPError):
        team.event(booked)


def test_what_a_colleague_takes_over_changes_calendars(team: Team) -> None:
    """A meeting that goes to somebody else leaves the first one's calendar."""
    team.connect()
    booked = team.book(team.slots(team.ben.id)[0])
    team.settle()
    assert booked.result is not None
    other = team.slots(team.ines.id)[0]
    team.propose(
        ActionKind.APPOINTMENT_MOVE,
        "move",
        appointment_id=booked.result["appointment_id"],
        member_id=str(team.ines.id),
        starts_at=other.starts_at.isoformat(),
        zone="Europe/Berlin",
    )
    team.settle()
    with pytest.raises(HTTPError):
        team.event(booked)


def test_a_lost_claim_is_done_again_and_makes_one_event(team: Team) -> None:
    """The process died after the server had taken it: nobody is in doubt, there is one event."""
    team.connect()
    booked = team.book(team.slots(team.ben.id)[0])

    class Dies(CalendarExit):
        def prepare(self, session: Any, claim: Any, *, now: datetime) -> Handing:
            handing = super().prepare(session, claim, now=now)

            async def carry() -> None:
                await handing.carry()
                raise KeyboardInterrupt

            return replace(handing, carry=carry)

    dying = Dies(team.db, team.post.clock, team.clients, "https://sales.example")
    with pytest.raises(KeyboardInterrupt):
        team.post.rounds(calendars=dying).settle()
    body = team.event(booked)
    team.post.later(minutes=3)
    team.settle()
    assert team.event(booked) == body
    tries = [one.state for one in team.post.outbox() if one.carrier == "caldav"]
    assert tries == ["failed", "sent"]


def test_busy_in_the_members_calendar_is_not_offered(team: Team) -> None:
    """A time that is taken there is gone here; our own meeting is not counted twice."""
    wanted = team.slots(team.ben.id)[0]
    team.put("dentist", wanted.starts_at)
    team.connect()
    assert wanted.starts_at not in [one.starts_at for one in team.slots(team.ben.id)]
    booked = team.book(team.slots(team.ben.id)[0])
    team.settle()
    team.post.later(minutes=3)
    team.reading.run()
    with team.db.reading() as session:
        week = team.now + timedelta(days=14)
        busy = appointments.busy_times(session, team.ws, team.now, week)
    assert booked.result is not None
    starts = datetime.fromisoformat(booked.result["starts_at"])
    assert starts not in [span.start for _, span in busy]
    assert wanted.starts_at in [span.start for _, span in busy]


def test_what_came_between_offer_and_booking_is_seen(team: Team) -> None:
    """Asked again before a time is taken: the booking fails with other times in the same answer."""
    team.connect()
    wanted = team.slots(team.ben.id)[0]
    team.put("suddenly", wanted.starts_at)
    team.post.later(minutes=1)
    team.reading.refresh(team.ws)
    failed = team.book(wanted)
    assert failed.state == "failed"
    assert failed.result is not None
    assert failed.result["alternatives"]


@pytest.mark.parametrize("how", ["password", "down", "old"])
def test_what_does_not_answer_is_never_free(team: Team, how: str) -> None:
    """A changed password, a server that is down, a reading too long ago: Ben is neither offered nor
    booked, and his colleague is.
    """
    team.connect()
    wanted = team.slots(team.ben.id)[0]
    if how == "old":
        team.post.later(minutes=20)
    else:
        trouble = {"password": Trouble.NEEDS_REAUTH, "down": Trouble.UNREACHABLE}[how]

        class Silent:
            kind = "caldav"

            async def read(self, *_: Any, **__: Any) -> None:
                raise CalendarError(trouble, f"calendar.{trouble}")

        team.clients = lambda *_: Silent()
        team.post.later(minutes=3)
        team.reading.run()
        assert team.account.state == trouble
    assert team.slots(team.ben.id) == []
    assert {one.member_id for one in team.slots()} == {team.ines.id}
    refused = team.book(wanted)
    assert (refused.state, refused.result and refused.result["error"]) == ("failed", "slot.taken")


def test_a_wrong_password_is_known_at_once(team: Team) -> None:
    """And once it is right everything goes on, with the meetings that are missing brought in."""
    booked = team.book(team.slots(team.ben.id)[0])
    team.connect("wrong")
    assert (team.account.state, team.account.error_code) == (
        AccountState.NEEDS_REAUTH,
        "calendar.needs_reauth",
    )
    team.connect()
    assert team.account.state is AccountState.CONNECTED
    team.settle()
    assert "Carla" in team.event(booked)


def test_disconnected_means_forgotten(team: Team) -> None:
    """Neither its password nor its times remain, and Ben is offered by his hours again."""
    wanted = team.slots(team.ben.id)[0]
    team.put("dentist", wanted.starts_at)
    team.connect()
    with team.db.writing() as session:
        for source_id in calendars.disconnect(session, team.ws, team.account.id):
            appointments.replace_busy(
                session, team.ws, team.ben.id, source=f"calendar:{source_id}", spans=[]
            )
    with team.db.reading() as session:
        assert calendars.listing(session, team.ws) == []
    assert wanted.starts_at in [one.starts_at for one in team.slots(team.ben.id)]


def test_the_kill_switch_holds_calendar_entries_too(team: Team) -> None:
    """While everything is paused nothing is written; afterwards it is."""
    team.connect()
    booked = team.book(team.slots(team.ben.id)[0])
    team.post.pause()
    team.settle()
    with pytest.raises(HTTPError):
        team.event(booked)
    team.post.resume()
    team.settle()
    assert "Carla" in team.event(booked)
