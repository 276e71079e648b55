"""What is known of a person when authority asks, and times that no calendar lets be booked."""

from datetime import timedelta

import pytest

from salesgenix.actions import facts, service
from salesgenix.appointments import service as appointments
from salesgenix.authority.rules import ActionKind, Calendar, Rule, Segment
from salesgenix.leads import service as leads
from tests.salesgenix.actions.orders import EVERYTHING, NINE, book, give, propose, slot
from tests.salesgenix.people import MONDAY, World

MEETINGS = frozenset(
    {ActionKind.APPOINTMENT_HOLD, ActionKind.APPOINTMENT_BOOK, ActionKind.SLOTS_OFFER}
)


def known(world: World, zone: str | None = None, **values: str):
    with world.db.writing() as session:
        for field, value in values.items():
            leads.learn(
                session,
                world.ws,
                world.carla,
                field,
                value=value,
                quote=None,
                source="test",
                now=MONDAY,
            )
        return facts.person_of(leads.card(session, world.ws, world.carla), zone)


@pytest.mark.parametrize(
    ("values", "segments"),
    [
        ({"company": "Volksbank"}, {Segment.BANK}),
        ({"industry": "insurance"}, {Segment.INSURER}),
        ({"email": "c@sparkasse-ost.de"}, {Segment.BANK}),
        ({"company": "Acme", "position": "Lawyer"}, None),
        ({"company": "Kunz Bakery", "position": "Lawyer"}, {Segment.FOOD, Segment.LAW}),
        ({"email": "bank@gmail.com"}, None),
    ],
)
def test_the_organisation_is_read_and_not_the_job(world: World, values, segments) -> None:
    """Company, trade and mail domain say what it is; a position alone says nothing of it."""
    found = known(world, **values).segments
    assert found == (frozenset(segments) if segments else None)


def test_where_a_mail_would_go_says_it_too(world: World) -> None:
    """A bank's address is a bank's, though another is known of the person."""
    known(world, company="Kunz Bakery", email="c@kunz.example")
    with world.db.reading() as session:
        card = leads.card(session, world.ws, world.carla)
        found = facts.person_of(card, None, to="c@sparkasse-ost.de")
    assert found is not None
    assert found.segments == {Segment.FOOD, Segment.BANK}


@pytest.mark.parametrize(
    ("said", "size"),
    [("40", 40), ("about 1,200 people", 1200), ("1.200 MA", 1200), ("10-50", None), ("many", None)],
)
def test_a_size_is_one_number(world: World, said: str, size: int | None) -> None:
    """A range is not known to be either of its ends."""
    assert known(world, size=said).size == size


def test_the_country_by_clock_number_or_mail(world: World) -> None:
    """The first that says it; an ending that anybody can have says nothing."""
    assert known(world).country is None
    assert known(world, email="c@acme.io").country is None
    assert known(world, email="c@acme.co.uk").country == "GB"
    assert known(world, phone="+48 22 123 45 67").country == "PL"
    assert known(world, zone="America/Sao_Paulo").country == "BR"


def test_only_times_that_may_be_booked_are_offered(world: World) -> None:
    """With Ben, Tuesdays and Wednesdays, never before ten, one a day: what is offered is what can
    be booked, also as an alternative; anything else is refused.
    """
    calendar = Calendar(
        members=frozenset({world.ben}),
        weekdays=frozenset({"tue", "wed"}),
        start="10:00",
        per_day=1,
    )
    give(world)
    give(world, Rule(actions=MEETINGS, effect="bound", calendar=calendar), key="demos")
    lead, subject, thread = world.another()
    whom = {"lead_id": lead, "subject_ref": subject, "conversation_id": thread}
    at_ten = NINE + timedelta(hours=2)
    assert (
        propose(world, ActionKind.APPOINTMENT_BOOK, slot(world, at=at_ten), **whom).state == "done"
    )
    with world.db.reading() as session:
        fine = facts.fits(
            session, world.ws, lead_id=world.carla, conversation_id=world.thread, now=MONDAY
        )
        offered = appointments.free_slots(
            session,
            world.ws,
            [(MONDAY, MONDAY + timedelta(days=7))],
            "Europe/Berlin",
            now=MONDAY,
            limit=50,
            fits=fine,
        )
    assert offered
    assert {one.member_id for one in offered} == {world.ben}
    assert {one.starts_at.date() for one in offered} == {(NINE + timedelta(days=1)).date()}
    assert min(one.starts_at.hour for one in offered) == 9  # ten in Berlin
    for at, reason in ((NINE, "calendar_not_allowed"), (at_ten, "meeting_limit_reached")):
        wanted = slot(world, at=at + timedelta(minutes=30))
        told = propose(world, ActionKind.APPOINTMENT_BOOK, wanted)
        assert told.verdict.reasons == (reason,)
    with_bea = slot(world, at=at_ten, member=world.bea)
    told = propose(world, ActionKind.APPOINTMENT_HOLD, with_bea)
    assert told.verdict.reasons == ("calendar_not_allowed",)


def test_one_off_is_used_by_the_booking_and_not_by_its_mail(world: World) -> None:
    """The invitation belongs to the meeting: it leaves, and a second meeting does not happen."""
    once = EVERYTHING.model_copy(
        update={"limits": EVERYTHING.limits.model_copy(update={"uses": 1})}
    )
    give(world, once)
    assert book(world).result["follows"] == {"mail.invitation": "authorised"}
    lead, subject, thread = world.another()
    later = slot(world, at=NINE + timedelta(hours=4))
    told = propose(
        world,
        ActionKind.APPOINTMENT_BOOK,
        later,
        lead_id=lead,
        subject_ref=subject,
        conversation_id=thread,
    )
    assert told.verdict.reasons == ("uses_exhausted",)
    with world.db.writing() as session:
        assert service.claim_due(session, MONDAY)
