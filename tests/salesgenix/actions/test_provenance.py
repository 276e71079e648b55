"""From what happened back to the owner's words: every link is there, and none is guessed."""

import pytest

from salesgenix.actions import provenance, service
from salesgenix.actions.provenance import Edit, Provenance
from salesgenix.authority.rules import ActionKind, Limits
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.instructions import service as instructions
from salesgenix.instructions.history import Change
from salesgenix.instructions.service import Order
from salesgenix.kit.errors import NotFound
from salesgenix.kit.ids import new_id
from tests.salesgenix.actions.hands import mail, permits, send
from tests.salesgenix.actions.orders import EVERYTHING, asking_first, discount, give, propose
from tests.salesgenix.people import MONDAY, World

LESS = EVERYTHING.model_copy(update={"limits": Limits(discount_ceiling_percent=3)})


def of(world: World, action_id: object) -> Provenance:
    with world.db.reading() as session:
        return provenance.of_action(session, world.ws, action_id, now=MONDAY)


def test_it_leads_back_to_the_owners_words(world: World) -> None:
    """The words, the version that was in force then and not the present one, checks, decisions."""
    give(world)
    outcome = discount(world, 5)
    give(world, LESS)
    found = of(world, outcome.action_id)
    assert found.order is not None
    assert found.order.instruction.words == "Do standing."
    assert (found.order.version.version, len(found.order.instruction.versions)) == (1, 2)
    assert "up to 10 %" in found.order.version.plain_words
    assert {"name": "discount", "result": "pass", "limit": "10", "observed": "5"} in found.checks
    assert [card.type for card in found.decisions] == ["action.authorised", "action.performed"]


def test_a_version_says_what_it_changed(world: World) -> None:
    """Against the version before it, and in a first version against the order whose place it took
    with other words; the very first changed nothing.
    """
    give(world)
    assert of(world, discount(world, 2).action_id).order.before is None
    give(world, LESS)
    second = of(world, discount(world, 2).action_id).order
    assert (second.version.version, second.before.version) == (2, 1)
    assert Change("limits/discount_ceiling_percent", 10, 3) in second.changes
    with world.db.writing() as session:
        words = Order(key="standing", words="Ten percent after all.", rule=EVERYTHING)
        instructions.issue(session, world.ws, words, now=MONDAY.replace(hour=9))
    third = of(world, discount(world, 2).action_id).order
    assert (third.version.version, third.before.version) == (1, 2)
    assert Change("limits/discount_ceiling_percent", 3, 10) in third.changes


def test_a_mail_names_its_permit_and_who_let_it_pass(world: World) -> None:
    """Delivery, permit and approval are one chain, and what the person changed is told."""
    give(world, asking_first(ActionKind.MAIL_TRANSCRIPT))
    outcome = mail(world)
    with world.db.writing() as session:
        (asked,) = service.pending_approvals(session, world.ws)
        service.decide_approval(
            session,
            world.ws,
            asked.id,
            world.ben,
            verb="edit",
            digest=asked.digest,
            edited_arguments={"email": "carla@home.example"},
            now=MONDAY,
        )
    send(world)
    found = of(world, outcome.action_id)
    (delivery,), (permit,) = found.deliveries, found.permits
    assert delivery.permit_id == permit.id == permits(world, outcome.action_id)[0].id
    assert permit.approval_id == found.approval.id == asked.id
    assert (found.approval.state, found.approval.decided_by) == ("edited", world.ben)
    assert found.edits == (Edit("email", "carla@customer.example", "carla@home.example"),)


def test_what_no_order_allowed_says_so(world: World) -> None:
    """A refused proposal has no order, nor has what protects the person."""
    refused = discount(world, 5)
    floor = propose(world, ActionKind.CONTACT_SUPPRESS, {"reason": "opt_out"})
    assert of(world, refused.action_id).order is None
    assert of(world, floor.action_id).order is None
    assert of(world, floor.action_id).action.reasons == ("floor",)


def test_a_reply_has_a_provenance_too(world: World) -> None:
    """Through the record of its turn to the order that let the agent speak."""
    order, turn_id = give(world), new_id()
    with world.db.writing() as session:
        entry = Entry(
            type=DecisionType.REPLY_SENT,
            outcome="performed",
            turn_id=turn_id,
            conversation_ref=world.thread,
            subject_ref=world.carla_ref,
            instruction=instructions.cited(session, world.ws, order, 1),
        )
        decisions.record(session, world.ws, entry, now=MONDAY)
    with world.db.reading() as session:
        found = provenance.of_reply(session, world.ws, turn_id, now=MONDAY)
        assert (found.action, found.order.instruction.words) == (None, "Do standing.")
        assert [card.type for card in found.decisions] == ["reply.sent"]
        with pytest.raises(NotFound):
            provenance.of_reply(session, world.ws, new_id(), now=MONDAY)


def test_a_stranger_learns_nothing(world: World) -> None:
    """Another workspace's action is no action."""
    give(world)
    outcome = discount(world, 5)
    with world.db.reading() as session, pytest.raises(NotFound):
        provenance.of_action(session, new_id(), outcome.action_id, now=MONDAY)
