"""What is proposed is judged, done at once or put before a person, and recorded either way."""

from datetime import timedelta

import pytest

from salesgenix.accounts import service as accounts
from salesgenix.actions import service
from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import State as MeetingState
from salesgenix.authority.rules import ActionKind, Limits, Rule
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import EventKind
from salesgenix.decisions import service as decisions
from salesgenix.kit.errors import Conflict, Invalid
from salesgenix.leads import service as leads
from salesgenix.leads.rules import Stage
from salesgenix.privacy import service as privacy
from salesgenix.tasks import service as tasks
from salesgenix.turns import service as turns
from tests.salesgenix.actions.orders import (
    EVERYTHING,
    NINE,
    asking_first,
    book,
    discount,
    give,
    propose,
    slot,
    types_of,
)
from tests.salesgenix.people import MONDAY, World

FLOOR = {
    ActionKind.HANDOVER_REQUEST: {"reason": "asked"},
    ActionKind.CONTACT_SUPPRESS: {"reason": "opt_out"},
    ActionKind.DATA_REQUEST_OPEN: {"kind": "access"},
    ActionKind.TASK_OPEN: {"kind": "unanswered_question", "question": "Is there a trial?"},
}
NEEDING_AN_ORDER = {
    ActionKind.REPLY_SEND: {},
    ActionKind.KNOWLEDGE_READ: {},
    ActionKind.SITE_READ: {},
    ActionKind.SLOTS_OFFER: {},
    ActionKind.WAITLIST_JOIN: {"zone": "Europe/Berlin"},
    ActionKind.WAITLIST_LEAVE: {},
    ActionKind.LEAD_LEARN: {"field": "size", "value": "50", "source": "message:1"},
    ActionKind.DISCOUNT_OFFER: {"percent": 1},
    ActionKind.STRATEGY_USE: {"strategy": "benefit"},
    ActionKind.MAIL_TRANSCRIPT: {"email": "carla@customer.example"},
}


def events(world: World) -> list[str]:
    with world.db.reading() as session:
        return [event.kind for event in conversations.history(session, world.ws, world.thread)]


@pytest.mark.parametrize("kind", NEEDING_AN_ORDER)
def test_without_an_order_nothing_happens(world: World, kind: ActionKind) -> None:
    """An empty workspace refuses every kind but the floor, and the refusal is on record."""
    outcome = propose(world, kind, NEEDING_AN_ORDER[kind])
    assert (outcome.state, outcome.verdict.reasons) == ("denied", ("no_instruction",))
    with world.db.reading() as session:
        assert types_of(session, world, outcome.action_id) == ["action.denied"]


@pytest.mark.parametrize("kind", NEEDING_AN_ORDER)
def test_with_an_order_it_happens(world: World, kind: ActionKind) -> None:
    """Every kind can be ordered; what stays in the house is done at once."""
    give(world)
    expected = "authorised" if kind is ActionKind.MAIL_TRANSCRIPT else "done"
    assert propose(world, kind, NEEDING_AN_ORDER[kind]).state == expected


@pytest.mark.parametrize("kind", FLOOR)
def test_the_floor_needs_no_order_and_no_pause_stops_it(world: World, kind: ActionKind) -> None:
    """What protects the person is done without an order, also while everything is paused."""
    with world.db.writing() as session:
        accounts.pause(session, world.ws, "holiday", world.ana, now=MONDAY)
    outcome = propose(world, kind, FLOOR[kind])
    assert (outcome.state, outcome.verdict.reasons) == ("done", ("floor",))


def test_a_pause_stops_everything_else(world: World) -> None:
    """While paused a granted kind is refused; after it, it is not."""
    give(world)
    with world.db.writing() as session:
        accounts.pause(session, world.ws, "holiday", world.ana, now=MONDAY)
    assert discount(world, 5).verdict.reasons == ("paused",)
    with world.db.writing() as session:
        accounts.resume(session, world.ws, now=MONDAY)
    assert discount(world, 5).state == "done"


def test_a_discount_within_the_ceiling_is_given_and_above_it_asked_for(world: World) -> None:
    """Ten percent may be offered; eleven waits for a person."""
    give(world)
    assert (discount(world, 10).state, discount(world, 10).result) == ("done", {"percent": 10})
    eleven = discount(world, 11)
    assert (eleven.state, eleven.verdict.reasons) == ("awaiting_approval", ("above_ceiling",))
    assert EventKind.APPROVAL_REQUESTED in events(world)


def test_a_discount_above_a_hard_ceiling_is_refused(world: World) -> None:
    """Where the owner said never, nobody is even asked."""
    give(world, EVERYTHING.model_copy(update={"limits": Limits(discount_ceiling_percent=10)}))
    assert discount(world, 11).verdict.reasons == ("above_ceiling",)
    with world.db.reading() as session:
        assert service.pending_approvals(session, world.ws) == []


@pytest.mark.parametrize("percent", [0, -5, 101, "ten", 9.5, None])
def test_a_senseless_discount_is_invalid(world: World, percent: object) -> None:
    """Neither a negative, nor a broken, nor a missing percentage reaches a verdict."""
    give(world)
    with pytest.raises(Invalid) as refused:
        propose(world, ActionKind.DISCOUNT_OFFER, {"percent": percent})
    assert refused.value.code == "action.arguments"


def test_the_same_key_is_the_same_action(each_world: World) -> None:
    """Proposed again, it is not done again; the key with other content is a conflict."""
    give(each_world)
    first = discount(each_world, 5, key="turn-1")
    again = discount(each_world, 5, key="turn-1")
    assert (again.action_id, again.state, again.result) == (first.action_id, "done", first.result)
    with pytest.raises(Conflict) as refused:
        discount(each_world, 6, key="turn-1")
    assert refused.value.code == "action.key_reused"


def test_a_booking_invites_and_tells_the_conversation(each_world: World) -> None:
    """One transaction books, appends the event and puts the invitation into the queue."""
    world = each_world
    give(world)
    outcome = book(world)
    assert outcome.state == "done"
    assert outcome.result["follows"] == {"mail.invitation": "authorised"}
    assert outcome.result["label"].startswith("Tue 2 Mar, 05:00")
    assert EventKind.BOOKING_CONFIRMED in events(world)
    with world.db.writing() as session:
        meetings = appointments.of_conversation(session, world.ws, world.thread)
        assert [meeting.state for meeting in meetings] == [MeetingState.CONFIRMED]
        (claim,) = service.claim_due(session, MONDAY)
    assert claim.kind is ActionKind.MAIL_INVITATION
    assert claim.arguments["email"] == "carla@customer.example"
    assert claim.arguments["appointment_id"] == outcome.result["appointment_id"]


def test_a_booking_keeps_the_address_it_was_given(world: World) -> None:
    """Name and mail given with the booking are the lead's from then on."""
    give(world)
    given = slot(world) | {"name": "Carla R. Ruiz", "email": "ruiz@customer.example"}
    propose(world, ActionKind.APPOINTMENT_BOOK, given)
    with world.db.reading() as session:
        lead = leads.card(session, world.ws, world.carla)
    assert (lead.name, lead.email) == ("Carla R. Ruiz", "ruiz@customer.example")


def test_one_conversation_has_one_meeting(world: World) -> None:
    """Nobody fills a calendar from one chat: a second booking fails, a move does not."""
    give(world)
    first = book(world)
    later = NINE + timedelta(hours=4)
    second = propose(world, ActionKind.APPOINTMENT_BOOK, slot(world, at=later))
    assert (second.state, second.result["error"]) == ("failed", "appointment.exists")
    moved = propose(
        world,
        ActionKind.APPOINTMENT_MOVE,
        slot(world, at=later) | {"appointment_id": first.result["appointment_id"]},
    )
    assert (moved.state, moved.result["sequence"]) == ("done", 1)


def test_the_loser_of_a_slot_gets_others_in_the_same_breath(world: World) -> None:
    """A time that is gone fails the action and brings three labelled alternatives."""
    give(world)
    lead, subject, thread = world.another()
    book(world)
    lost = propose(
        world,
        ActionKind.APPOINTMENT_BOOK,
        slot(world),
        lead_id=lead,
        subject_ref=subject,
        conversation_id=thread,
    )
    assert (lost.state, lost.result["error"]) == ("failed", "slot.taken")
    assert len(lost.result["alternatives"]) == 3
    fields = {"id", "starts_at", "ends_at", "member_id", "member", "zone", "label"}
    assert all(set(found) == fields for found in lost.result["alternatives"])


def test_a_cancelled_meeting_is_told_by_mail(world: World) -> None:
    """Cancelling frees the time, tells the conversation and queues the cancellation."""
    give(world)
    booked = book(world)
    given = {"appointment_id": booked.result["appointment_id"]}
    outcome = propose(world, ActionKind.APPOINTMENT_CANCEL, given)
    assert outcome.result["follows"] == {"mail.cancellation": "authorised"}
    assert EventKind.BOOKING_CANCELLED in events(world)


def test_nobody_touches_another_persons_meeting(world: World) -> None:
    """A stranger who names Carla's meeting is told there is none."""
    give(world)
    lead, subject, thread = world.another()
    given = {"appointment_id": book(world).result["appointment_id"]}
    tried = propose(
        world,
        ActionKind.APPOINTMENT_CANCEL,
        given,
        lead_id=lead,
        subject_ref=subject,
        conversation_id=thread,
    )
    assert (tried.state, tried.result) == ("failed", {"error": "appointment.unknown"})


def test_stop_is_stop_in_the_same_transaction(world: World) -> None:
    """After the opt-out no mail is authorised, the sale is over and the log says why."""
    give(world)
    propose(world, ActionKind.CONTACT_SUPPRESS, {"reason": "opt_out", "words": "stop it"})
    refused = propose(world, ActionKind.MAIL_TRANSCRIPT, {"email": "carla@customer.example"})
    assert refused.verdict.reasons == ("suppressed",)
    with world.db.reading() as session:
        assert privacy.is_suppressed(session, world.ws, email="carla@customer.example")
        assert leads.card(session, world.ws, world.carla).stage is Stage.OPTED_OUT
    assert EventKind.CONTACT_SUPPRESSED in events(world)


def test_a_wish_for_a_person_is_seen_by_the_team(world: World) -> None:
    """The hand-over marks the conversation, tells it, and leaves a task."""
    propose(world, ActionKind.HANDOVER_REQUEST, {"reason": "asked"})
    with world.db.reading() as session:
        assert conversations.card(session, world.ws, world.thread).wants_person
        assert [task.kind for task in tasks.listing(session, world.ws)] == ["person_wanted"]
    assert EventKind.HANDOFF_REQUESTED in events(world)


def test_a_data_request_has_its_due_date(world: World) -> None:
    """The request is open, in the log with its date, and a task for the team."""
    outcome = propose(world, ActionKind.DATA_REQUEST_OPEN, {"kind": "access"})
    assert outcome.result["due_on"] == "2027-03-15"
    with world.db.reading() as session:
        assert [task.kind for task in tasks.listing(session, world.ws)] == ["data_request"]


def test_a_frozen_lead_is_sold_nothing(world: World) -> None:
    """To a child only an answer remains: no learning, no discount, no booking."""
    give(world)
    with world.db.writing() as session:
        leads.freeze(session, world.ws, world.carla, now=MONDAY)
    assert propose(world, ActionKind.REPLY_SEND).state == "done"
    assert discount(world, 5).verdict.reasons == ("frozen",)
    assert book(world).verdict.reasons == ("frozen",)


def test_while_a_person_has_control_the_agent_does_nothing(world: World) -> None:
    """After a take-over what the agent still proposes is refused."""
    give(world)
    with world.db.writing() as session:
        conversations.take_control(
            session,
            world.ws,
            world.thread,
            member_id=world.ben,
            member_name="Ben",
            expected_epoch=0,
            now=MONDAY,
        )
    assert discount(world, 5).verdict.reasons == ("rep_in_control",)


def test_a_turn_from_before_a_takeover_does_nothing_after_it(world: World) -> None:
    """Taken over and handed back while it thought: what the old turn proposes is refused."""
    give(world)
    with world.db.writing() as session:
        received = conversations.receive(
            session, world.ws, world.thread, client_id="1", payload={"text": "Hi"}, now=MONDAY
        )
        turns.claim(session, received.turn_id, now=MONDAY)
    assert discount(world, 5, turn_id=received.turn_id).state == "done"
    with world.db.writing() as session:
        conversations.take_control(
            session,
            world.ws,
            world.thread,
            member_id=world.ben,
            member_name="Ben",
            expected_epoch=0,
            now=MONDAY,
        )
        conversations.hand_back(session, world.ws, world.thread, expected_epoch=1, now=MONDAY)
    old = discount(world, 5, turn_id=received.turn_id)
    assert (old.state, old.verdict.reasons) == ("denied", ("control_changed",))


def test_every_step_is_in_the_decision_log_and_the_chain_holds(world: World) -> None:
    """Authorised and performed are two records with the instruction and the checks."""
    instruction = give(world)
    outcome = discount(world, 5)
    with world.db.reading() as session:
        first, second = decisions.of_action(session, world.ws, outcome.action_id)
        assert (first.type, second.type) == ("action.authorised", "action.performed")
        cited = first.body["instruction"]
        assert (cited["id"], cited["version"], len(cited["digest"])) == (str(instruction), 1, 64)
        assert {"name": "discount", "result": "pass", "limit": "10", "observed": "5"} in first.body[
            "checks"
        ]
        assert decisions.verify_chain(session, world.ws).sound


def test_an_order_to_ask_holds_the_time_meanwhile(each_world: World) -> None:
    """A booking that a person has to approve keeps its time from others until then."""
    world = each_world
    give(world, asking_first(ActionKind.APPOINTMENT_BOOK))
    assert book(world).state == "awaiting_approval"
    with world.db.reading() as session:
        (kept,) = appointments.of_conversation(session, world.ws, world.thread)
    assert kept.state is MeetingState.AWAITING_APPROVAL
    lead, subject, thread = world.another()
    lost = propose(
        world,
        ActionKind.APPOINTMENT_BOOK,
        slot(world),
        lead_id=lead,
        subject_ref=subject,
        conversation_id=thread,
    )
    assert lost.result["error"] == "slot.taken"


def test_several_orders_all_bind(world: World) -> None:
    """A second order about the same kind can only make it stricter."""
    give(world)
    strict = Rule(
        actions=frozenset({ActionKind.DISCOUNT_OFFER}),
        limits=Limits(discount_ceiling_percent=4, above_ceiling="ask"),
    )
    give(world, strict, key="strict")
    assert discount(world, 4).state == "done"
    assert discount(world, 5).state == "awaiting_approval"
