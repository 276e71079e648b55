"""Who takes a meeting: by load and share, and on record with what was weighed."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from salesgenix.accounts.models import Member
from salesgenix.appointments import service as appointments
from salesgenix.appointments.models import Appointment
from salesgenix.authority.rules import ActionKind
from salesgenix.decisions import service as decisions
from tests.salesgenix.actions.orders import give, propose
from tests.salesgenix.people import MONDAY, World

DAY = timedelta(days=1)


def offered(world: World, number: int) -> appointments.SlotCard:
    """A time at which everybody is free: each on a day of its own, Tuesday to Friday."""
    begin = MONDAY + (1 + number % 4 + number // 4 * 7) * DAY
    with world.db.reading() as session:
        return appointments.free_slots(
            session, world.ws, [(begin, begin + DAY / 2)], "Europe/Berlin", now=MONDAY, limit=1
        )[0]


def deal(world: World, count: int) -> Counter[UUID]:
    """Books for so many people; how many each member got."""
    for number in range(count):
        lead, subject, thread = world.another()
        slot = offered(world, number)
        wanted = {
            "member_id": str(slot.member_id),
            "starts_at": slot.starts_at.isoformat(),
            "zone": "Europe/Berlin",
        }
        about = {"lead_id": lead, "subject_ref": subject, "conversation_id": thread}
        assert propose(world, ActionKind.APPOINTMENT_BOOK, wanted, **about).state == "done"
    with world.db.reading() as session:
        return Counter(session.exec(select(Appointment.member_id)).all())


def test_meetings_are_dealt_out_evenly(world: World) -> None:
    """Of two with the same share nobody is ever more than one ahead."""
    give(world)
    assert deal(world, 11).most_common() in (
        [(world.ben, 6), (world.bea, 5)],
        [(world.bea, 6), (world.ben, 5)],
    )


@pytest.mark.parametrize("weight", [2, 3])
def test_who_has_a_larger_share_gets_more(world: World, weight: int) -> None:
    """A share of two gets twice as many, one of three thrice."""
    with world.db.writing() as session:
        ben = session.exec(select(Member).where(Member.id == world.ben)).one()
        ben.weight = weight
        session.add(ben)
    give(world)
    counts = deal(world, 12)
    assert abs(counts[world.ben] - weight * counts[world.bea]) <= weight


def test_the_choice_is_on_record_with_what_was_weighed(world: World) -> None:
    """In the meeting and in the log: why this member, and what each who was free had; somebody
    whom the rule would not have named was asked for.
    """
    give(world)
    deal(world, 2)
    lead, subject, thread = world.another()
    slot = offered(world, 2)
    other = {world.ben: world.bea, world.bea: world.ben}[slot.member_id]
    wanted = {
        "member_id": str(other),
        "starts_at": slot.starts_at.isoformat(),
        "zone": "Europe/Berlin",
    }
    about = {"lead_id": lead, "subject_ref": subject, "conversation_id": thread}
    for kind in (ActionKind.APPOINTMENT_HOLD, ActionKind.APPOINTMENT_BOOK):  # on record once
        propose(world, kind, wanted, **about)
    with world.db.reading() as session:
        cards = decisions.listing(session, world.ws, types=["appointment.assigned"], limit=10)
        choices = session.exec(
            select(Appointment.choice).order_by(Appointment.created_at)  # type: ignore[arg-type]
        ).all()
    told = [card.body for card in reversed(cards)]
    assert [one["reasons"] for one in told] == [[choice] for choice in choices]
    assert len(told) == 3
    assert choices[-1] == "asked_for"
    weighed = told[-1]["facts"]
    assert weighed["member"] == str(other)
    assert {one["member"]: one["meetings"] for one in weighed["candidates"]} == {
        str(world.ben): 1,
        str(world.bea): 1,
    }
