"""A person decides on exactly what they saw, once, and the agent never does it for them."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from salesgenix.accounts import service as accounts
from salesgenix.actions import basis, repository, service
from salesgenix.actions.rules import Verb, digest_of, shown_digest
from salesgenix.actions.service import ApprovalCard, Outcome
from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import State as MeetingState
from salesgenix.authority.rules import ActionKind, Limits
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import EventKind
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import Conflict, Forbidden, Invalid, NotFound
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
from tests.salesgenix.people import MONDAY, World, settle
from tools.catalog import CATALOG


def pending(world: World) -> ApprovalCard:
    with world.db.reading() as session:
        (found,) = service.pending_approvals(session, world.ws)
        return found


def key_of(world: World) -> bytes:
    return world.db.keyring.person(world.ws, world.carla_ref)


def decide(world: World, card: ApprovalCard, verb: Verb = Verb.APPROVE, **more) -> Outcome:
    given = {"digest": card.digest, "now": MONDAY, "member_id": world.ben} | more
    member_id: UUID = given.pop("member_id")
    with world.db.writing() as session:
        return service.decide_approval(session, world.ws, card.id, member_id, verb=verb, **given)


def decided_events(world: World) -> list[dict]:
    with world.db.reading() as session:
        log = conversations.history(session, world.ws, world.thread)
    return [event.payload for event in log if event.kind is EventKind.APPROVAL_DECIDED]


def test_what_is_shown_is_bound_to_a_digest(world: World) -> None:
    """The card names kind and arguments; its digest is over both and over what it is asked on."""
    give(world)
    discount(world, 20)
    card = pending(world)
    assert card.action.summary == "Offer a discount of 20 %"
    digest = digest_of("discount.offer", {"percent": 20}, key_of(world))
    assert card.action.digest == digest
    with world.db.reading() as session:
        row = repository.approval(session, world.ws, card.id)
        assert set(basis.kept(session, row)) >= {"order", "order_ref", "policy", "sale"}
    assert card.digest == shown_digest(digest, row.basis_digest, key_of(world)) != digest


def test_an_approved_discount_is_done_and_answered(each_world: World) -> None:
    """The approval performs it, tells the conversation and owes the prospect an answer."""
    world = each_world
    give(world)
    asked = discount(world, 20)
    outcome = decide(world, pending(world))
    assert (outcome.state, outcome.result) == ("done", {"percent": 20})
    (told,) = decided_events(world)
    assert (told["outcome"], told["arguments"]) == ("approved", {"percent": 20})
    with world.db.reading() as session:
        assert types_of(session, world, asked.action_id) == [
            "approval.requested",
            "approval.granted",
            "action.performed",
        ]
        (owed,) = turns.waiting(session, now=MONDAY + timedelta(minutes=1))
    with world.db.writing() as session:
        assert turns.claim(session, owed, now=MONDAY).trigger == "approval"


def test_a_double_click_does_it_once(each_world: World) -> None:
    """The second click of the same person gets the first one's outcome; nothing happens twice."""
    world = each_world
    give(world, asking_first(ActionKind.APPOINTMENT_BOOK))
    book(world)
    card = pending(world)
    first, second = decide(world, card), decide(world, card)
    assert (first.state, first.result) == (second.state, second.result)
    assert len(decided_events(world)) == 1
    with world.db.reading() as session:
        (meeting,) = appointments.of_conversation(session, world.ws, world.thread)
    assert meeting.state is MeetingState.CONFIRMED


def test_the_first_decision_wins(each_world: World) -> None:
    """Bea approved; Ben's rejection comes too late and is told so, and the other way round."""
    world = each_world
    give(world)
    discount(world, 20)
    card = pending(world)
    decide(world, card, member_id=world.bea)
    with pytest.raises(Conflict) as late:
        decide(world, card, Verb.REJECT)
    assert (late.value.code, late.value.facts["state"]) == ("approval.decided", "approved")


def test_a_viewer_and_a_stranger_decide_nothing(world: World) -> None:
    """Only owner, admin and rep decide; a member of another workspace does not exist here."""
    give(world)
    discount(world, 20)
    card = pending(world)
    with pytest.raises(Forbidden):
        decide(world, card, member_id=world.vic)
    stranger = settle(world.db)
    with pytest.raises(NotFound):
        decide(world, card, member_id=stranger.ana)
    with stranger.db.writing() as session, pytest.raises(NotFound):
        service.decide_approval(
            session,
            stranger.ws,
            card.id,
            stranger.ana,
            verb=Verb.APPROVE,
            digest=card.digest,
            now=MONDAY,
        )
    assert pending(world).state == "pending"


def test_what_was_not_shown_is_not_approved(world: World) -> None:
    """Another digest is refused as stale; the approval stays open for a second look."""
    give(world)
    discount(world, 20)
    card = pending(world)
    with pytest.raises(Conflict) as stale:
        decide(
            world, replace(card, digest=digest_of("discount.offer", {"percent": 12}, key_of(world)))
        )
    assert stale.value.code == "approval.stale"
    assert decide(world, card).state == "done"


def test_nobody_decides_after_its_time(each_world: World) -> None:
    """After a day it is over: refused when approved, and swept with word to the conversation."""
    world = each_world
    give(world, asking_first(ActionKind.APPOINTMENT_BOOK))
    asked = book(world)
    card = pending(world)
    late = MONDAY + timedelta(hours=24)
    with pytest.raises(Conflict) as over:
        decide(world, card, now=late)
    assert over.value.code == "approval.expired"
    with world.db.writing() as session:
        assert service.expire_approvals(session, late) == 1
        assert service.expire_approvals(session, late) == 0
    with world.db.reading() as session:
        assert service.card(session, world.ws, asked.action_id).state == "expired"
        assert appointments.of_conversation(session, world.ws, world.thread) == []
    assert [told["reason"] for told in decided_events(world)] == ["expired"]


def test_a_rejection_always_wins_and_frees_the_time(each_world: World) -> None:
    """Also with an old digest, after its time and while paused a person may still say no."""
    world = each_world
    give(world, asking_first(ActionKind.APPOINTMENT_BOOK))
    asked = book(world)
    card = pending(world)
    with world.db.writing() as session:
        accounts.pause(session, world.ws, "holiday", world.ana, now=MONDAY)
    late = MONDAY + timedelta(hours=30)
    outcome = decide(world, card, Verb.REJECT, digest="", reason="Not now", now=late)
    assert (outcome.state, outcome.action_id) == ("denied", asked.action_id)
    (told,) = decided_events(world)
    assert (told["outcome"], told["reason"]) == ("rejected", "Not now")
    with world.db.reading() as session:
        assert appointments.of_conversation(session, world.ws, world.thread) == []


def test_an_edit_does_what_was_edited(world: World) -> None:
    """Ben makes 20 into 15: exactly 15 is done, under a new digest, with both on record."""
    give(world)
    asked = discount(world, 20)
    card = pending(world)
    outcome = decide(world, card, Verb.EDIT, edited_arguments={"percent": 15})
    assert outcome.result == {"percent": 15}
    with world.db.reading() as session:
        done = service.card(session, world.ws, asked.action_id)
    assert done.digest == digest_of("discount.offer", {"percent": 15}, key_of(world)) != card.digest
    assert [told["outcome"] for told in decided_events(world)] == ["edited"]


@pytest.mark.parametrize("edited", [None, {}, {"percent": 0}, {"percent": "all"}])
def test_a_broken_edit_changes_nothing(world: World, edited: dict | None) -> None:
    """Arguments that are not of the kind are refused and the approval stays as it was."""
    give(world)
    discount(world, 20)
    card = pending(world)
    with pytest.raises(Invalid):
        decide(world, card, Verb.EDIT, edited_arguments=edited)
    assert pending(world) == card


def test_an_edited_time_replaces_the_kept_one(world: World) -> None:
    """The booking is moved to another slot before it is approved: the first one is free again."""
    give(world, asking_first(ActionKind.APPOINTMENT_BOOK))
    book(world)
    later = NINE + timedelta(hours=5)
    decide(world, pending(world), Verb.EDIT, edited_arguments=slot(world, at=later))
    with world.db.reading() as session:
        (meeting,) = appointments.of_conversation(session, world.ws, world.thread)
    assert (meeting.state, meeting.starts_at) == (MeetingState.CONFIRMED, later)


def test_an_approval_does_not_outlive_the_order(world: World) -> None:
    """The order was changed to never meanwhile: approved or not, it does not happen."""
    give(world)
    discount(world, 20)
    card = pending(world)
    give(world, EVERYTHING.model_copy(update={"limits": Limits(discount_ceiling_percent=10)}))
    outcome = decide(world, card)
    assert (outcome.state, outcome.verdict.reasons) == ("denied", ("above_ceiling",))
    assert [told["outcome"] for told in decided_events(world)] == ["denied"]


def test_a_revoked_order_takes_its_approvals_along(world: World) -> None:
    """After the revocation an approval finds no instruction any more."""
    order = give(world)
    discount(world, 20)
    card = pending(world)
    with world.db.writing() as session:
        instructions.revoke(session, world.ws, order, by=world.ana, now=MONDAY)
    assert decide(world, card).verdict.reasons == ("instruction_revoked",)


def test_a_pause_keeps_an_approval_waiting(world: World) -> None:
    """While paused approving is refused but not used up; after the pause it counts."""
    give(world)
    discount(world, 20)
    card = pending(world)
    with world.db.writing() as session:
        accounts.pause(session, world.ws, "holiday", world.ana, now=MONDAY)
    with pytest.raises(Conflict) as paused:
        decide(world, card)
    assert paused.value.code == "workspace.paused"
    with world.db.writing() as session:
        accounts.resume(session, world.ws, now=MONDAY)
    assert decide(world, card).state == "done"


def test_a_person_in_control_still_approves(world: World) -> None:
    """Ben has taken over and approves what waits: his word counts, and no turn is owed."""
    give(world)
    discount(world, 20)
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
    assert decide(world, pending(world)).state == "done"
    with world.db.reading() as session:
        assert turns.waiting(session, now=MONDAY + timedelta(minutes=1)) == []


def test_an_approved_mail_waits_for_the_worker(world: World) -> None:
    """What leaves the house is not sent by the click but claimed by the worker, as approved."""
    give(world, asking_first(ActionKind.MAIL_TRANSCRIPT))
    asked = propose(world, ActionKind.MAIL_TRANSCRIPT, {"email": "carla@customer.example"})
    with world.db.writing() as session:
        assert service.claim_due(session, MONDAY) == []
    assert decide(world, pending(world)).state == "authorised"
    with world.db.writing() as session:
        (claim,) = service.claim_due(session, MONDAY)
        approval = service.approval_of(session, world.ws, claim.action_id)
    assert (claim.action_id, claim.digest) == (asked.action_id, approval.action.digest)


def test_an_answer_goes_to_the_agent_and_allows_nothing(each_world: World) -> None:
    """Ben says what to do instead: the action is over, the agent is owed a turn with his words."""
    world = each_world
    give(world, asking_first(ActionKind.APPOINTMENT_BOOK))
    asked = book(world)
    card = pending(world)
    with pytest.raises(Invalid):
        decide(world, card, Verb.ANSWER)
    outcome = decide(world, card, Verb.ANSWER, digest="", reason="Offer Thursday instead")
    assert (outcome.state, outcome.verdict.reasons) == ("denied", ("answered",))
    (told,) = decided_events(world)
    assert (told["outcome"], told["reason"]) == ("answered", "Offer Thursday instead")
    with world.db.reading() as session:
        after = service.approval(session, world.ws, card.id)
        assert (after.state, after.reason) == ("answered", "Offer Thursday instead")
        assert appointments.of_conversation(session, world.ws, world.thread) == []
        assert types_of(session, world, asked.action_id)[-1] == "approval.answered"
        (owed,) = turns.waiting(session, now=MONDAY + timedelta(minutes=1))
    with world.db.writing() as session:
        assert turns.claim(session, owed, now=MONDAY).trigger == "approval"
    with pytest.raises(Conflict) as late:
        decide(world, card, Verb.APPROVE)
    assert late.value.code == "approval.decided"


@pytest.mark.parametrize("verb", list(Verb))
def test_nobody_but_a_person_of_the_team_decides(world: World, verb: Verb) -> None:
    """No tool of the agent decides, nor does who has left, a lead, a subject or the workspace."""
    assert not [name for name in CATALOG if "approv" in name or "decide" in name]
    give(world)
    discount(world, 20)
    card = pending(world)
    with world.db.writing() as session:
        accounts.deactivate_member(session, world.ws, world.bea, now=MONDAY)
    more = {"reason": "Yes", "edited_arguments": {"percent": 15}}
    for nobody in (world.bea, world.vic, world.carla, world.carla_ref, world.ws, world.thread):
        with pytest.raises((Forbidden, NotFound)):
            decide(world, card, verb, member_id=nobody, **more)
    assert pending(world) == card
