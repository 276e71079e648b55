"""Any order of holds, bookings, moves, cancellations and passing time keeps the calendar whole."""

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlmodel import select

from salesgenix.appointments import service
from salesgenix.appointments.models import Bucket
from salesgenix.appointments.rules import BLOCKING, PROVISIONAL, State, buckets
from salesgenix.appointments.rules import Span as Time
from salesgenix.db import Database
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.errors import Conflict
from salesgenix.kit.keystore import SqlKeyStore
from tests.blank import make_blank
from tests.salesgenix.people import MONDAY, World, settle

NINE = MONDAY + timedelta(days=1)
BUFFER = timedelta(minutes=10)
PEOPLE = st.integers(0, 2)
STARTS = st.integers(0, 10).map(lambda step: NINE + step * timedelta(minutes=15))
HOSTS = st.sampled_from(["ben", "bea"])


class Calendar(RuleBasedStateMachine):
    """Three prospects, two members, quarter-hour starts on one morning: they often collide."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        folder = Path(self.folder.name)
        make_blank(folder / "b.db")
        self.store = SqlKeyStore(f"sqlite:///{folder / 'keys.db'}")
        db = Database(f"sqlite:///{folder / 'b.db'}", Keyring(self.store, bytes(range(32))))
        self.world: World = settle(db, meeting={"minutes": 30, "buffer_minutes": 10})
        self.now = MONDAY
        self.guests = [
            service.Guest(lead_id=lead, subject_ref=subject, conversation_id=thread, zone="UTC")
            for lead, subject, thread in (self.world.another() for _ in range(3))
        ]

    def attempt(self, wish) -> None:
        """The wish, or nothing of it."""
        try:
            with self.world.db.writing() as session:
                wish(session)
        except Conflict:
            return

    def mine(self, person: int, states) -> list[service.AppointmentCard]:
        thread = self.guests[person].conversation_id
        with self.world.db.reading() as session:
            found = service.of_conversation(session, self.world.ws, thread)
        return [card for card in found if card.state in states]

    @rule(person=PEOPLE, host=HOSTS, at=STARTS)
    def hold(self, person: int, host: str, at) -> None:
        self.attempt(
            lambda session: service.hold(
                session,
                self.world.ws,
                self.guests[person],
                member_id=getattr(self.world, host),
                starts_at=at,
                now=self.now,
            )
        )

    @rule(person=PEOPLE, host=HOSTS, at=STARTS)
    def book(self, person: int, host: str, at) -> None:
        self.attempt(
            lambda session: service.book(
                session,
                self.world.ws,
                self.guests[person],
                member_id=getattr(self.world, host),
                starts_at=at,
                now=self.now,
            )
        )

    @rule(person=PEOPLE)
    def confirm(self, person: int) -> None:
        for card in self.mine(person, PROVISIONAL):
            self.attempt(
                lambda session, card=card: service.confirm(
                    session, self.world.ws, card.id, now=self.now
                )
            )

    @rule(person=PEOPLE, host=HOSTS, at=STARTS)
    def move(self, person: int, host: str, at) -> None:
        for card in self.mine(person, {State.CONFIRMED})[:1]:
            self.attempt(
                lambda session, card=card: service.move(
                    session,
                    self.world.ws,
                    card.id,
                    starts_at=at,
                    member_id=getattr(self.world, host),
                    now=self.now,
                )
            )

    @rule(person=PEOPLE)
    def cancel(self, person: int) -> None:
        for card in self.mine(person, BLOCKING)[:1]:
            self.attempt(
                lambda session, card=card: service.cancel(
                    session, self.world.ws, card.id, now=self.now
                )
            )

    @rule(minutes=st.sampled_from([1, 4, 6]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        self.attempt(lambda session: service.release_expired(session, self.now))

    @invariant()
    def the_pieces_are_exactly_those_of_the_meetings(self) -> None:
        """No overlap, buffers kept, nothing taken by what is gone, one hold per conversation."""
        with self.world.db.reading() as session:
            cards = service.week(session, self.world.ws, MONDAY, NINE + timedelta(days=1))
            rows = session.exec(select(Bucket)).all()
        pieces = {
            (card.member_id, piece): card.id
            for card in cards
            for piece in buckets(Time(card.starts_at, card.ends_at), BUFFER)
        }
        assert {(row.member_id, row.starts_at): row.appointment_id for row in rows} == pieces
        assert len(pieces) == 8 * len(cards)
        holds = [card.conversation_id for card in cards if card.state is State.HELD]
        assert len(holds) == len(set(holds))

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.db.close()
            self.store.close()
            self.folder.cleanup()


TestCalendar = Calendar.TestCase
TestCalendar.settings = settings(
    max_examples=6,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
