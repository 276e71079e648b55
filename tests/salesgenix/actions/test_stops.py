"""Everything that stops: the platform, a person, an order; and what goes on afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.actions import service
from salesgenix.actions.rules import State
from salesgenix.authority.rules import ActionKind, Limits, Notice, Rule
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import Conflict
from salesgenix.leads import service as leads
from tests.salesgenix.actions.orders import (
    EVERYTHING,
    asking_first,
    discount,
    give,
    mailbox,
    propose,
    proposed,
)
from tests.salesgenix.people import MONDAY, World

CARLA = {"email": "carla@customer.example"}
MAIL = ActionKind.MAIL_TRANSCRIPT
LETTER = {
    "email": "carla@customer.example",
    "purpose": Notice.REQUEST_ANSWERED,
    "language": "en",
    "facts": {"kind": "access", "received_on": "2027-03-01", "kept": "none"},
}
SOON = MONDAY + timedelta(minutes=5)


class Stop:
    """One of the switches, and its way back."""

    def __init__(self, world: World, what: str, order) -> None:
        self.world, self.what, self.order = world, what, order

    def on(self, session: Session) -> None:
        world = self.world
        if self.what == "platform":
            accounts.stop_platform(session, now=MONDAY)
        elif self.what == "lead":
            leads.pause(session, world.ws, world.carla, world.ben, now=MONDAY)
        elif self.what == "workspace":
            accounts.pause(session, world.ws, "stop", world.ana, now=MONDAY)
        else:
            instructions.pause(session, world.ws, self.order, by=world.ana, now=MONDAY)

    def off(self, session: Session) -> None:
        world = self.world
        if self.what == "platform":
            accounts.resume_platform(session, now=MONDAY)
        elif self.what == "lead":
            leads.resume(session, world.ws, world.carla, now=MONDAY)
        elif self.what == "workspace":
            accounts.resume(session, world.ws, now=MONDAY)
        else:
            instructions.resume(session, world.ws, self.order, by=world.ana, now=MONDAY)


REASONS = {
    "platform": "platform_stopped",
    "workspace": "paused",
    "lead": "lead_paused",
    "order": "instruction_paused",
}


def claims(world: World, now=MONDAY):
    with world.db.writing() as session:
        return service.claim_due(session, now)


def start(session: Session, claim):
    return service.start_delivery(
        session,
        claim,
        carrier="captured",
        recipient=CARLA["email"],
        message=b"Hello",
        message_ref=f"<{claim.action_id}>",
        now=MONDAY,
    )


def state_of(world: World, action_id) -> tuple[str, list[str]]:
    with world.db.reading() as session:
        card = service.card(session, world.ws, action_id)
    return card.state, list(card.reasons)


@pytest.mark.parametrize("what", REASONS)
def test_nothing_leaves_while_it_is_stopped_and_then_once(each_world: World, what: str) -> None:
    """What was queued waits, also between claim and hand-over; a new wish is refused; afterwards
    each queued mail leaves exactly once.
    """
    world = each_world
    stop = Stop(world, what, give(world))
    queued = [propose(world, MAIL, CARLA).action_id for _ in range(3)]
    with world.db.writing() as session:
        taken = service.claim_due(session, MONDAY, limit=1)
        stop.on(session)
    assert propose(world, MAIL, CARLA).verdict.reasons == (REASONS[what],)
    assert claims(world) == []
    with world.db.writing() as session:
        assert start(session, taken[0]) is None
    assert state_of(world, taken[0].action_id) == (State.AUTHORISED, [REASONS[what]])
    assert claims(world) == []
    with world.db.writing() as session:
        stop.off(session)
    left = []
    while found := claims(world):
        (claim,) = found  # of a conversation one mail at a time
        with world.db.writing() as session:
            assert start(session, claim) is not None
            service.finish(session, claim, now=MONDAY)
        left.append(claim.action_id)
    assert sorted(left) == sorted(queued)


@pytest.mark.parametrize("what", REASONS)
def test_an_approval_waits_for_the_end_of_a_stop(world: World, what: str) -> None:
    """A click meanwhile changes nothing; afterwards it counts."""
    stop = Stop(world, what, give(world, asking_first(ActionKind.DISCOUNT_OFFER)))
    discount(world, 5)
    with world.db.writing() as session:
        (card,) = service.pending_approvals(session, world.ws)
        stop.on(session)

    def approve(session: Session):
        return service.decide_approval(
            session, world.ws, card.id, world.ben, verb="approve", digest=card.digest, now=MONDAY
        )

    with pytest.raises(Conflict), world.db.writing() as session:
        approve(session)
    with world.db.writing() as session:
        stop.off(session)
        assert approve(session).state == State.DONE


def test_what_is_paused_does_not_crowd_out_the_rest(world: World) -> None:
    """Many mails of a paused person and one of another: that one leaves in the first round."""
    give(world)
    for _ in range(21):
        propose(world, MAIL, mailbox())
    lead, subject, thread = world.another()
    other = propose(
        world, MAIL, CARLA, lead_id=lead, subject_ref=subject, conversation_id=thread
    ).action_id
    with world.db.writing() as session:
        leads.pause(session, world.ws, world.carla, world.ben, now=MONDAY)
    assert [claim.action_id for claim in claims(world)] == [other]


def test_a_letter_that_is_owed_waits_for_the_platform(world: World) -> None:
    """Paused workspace and person do not hold it; the operator's stop does, and it is not lost."""
    with world.db.writing() as session:
        accounts.pause(session, world.ws, "stop", world.ana, now=MONDAY)
        leads.pause(session, world.ws, world.carla, world.ben, now=MONDAY)
    first = propose(world, ActionKind.MAIL_NOTICE, LETTER)
    assert [claim.action_id for claim in claims(world)] == [first.action_id]
    with world.db.writing() as session:
        accounts.stop_platform(session, now=MONDAY)
    second = propose(world, ActionKind.MAIL_NOTICE, LETTER)
    assert (second.state, claims(world)) == (State.AUTHORISED, [])
    with world.db.writing() as session:
        assert accounts.resume_platform(session, now=MONDAY)
        assert not accounts.resume_platform(session, now=MONDAY)
    assert [claim.action_id for claim in claims(world)] == [second.action_id]


def test_a_revocation_ends_what_waits_under_the_order(world: World) -> None:
    """Queued mail and the open approval: refused because the order is gone, and the click comes too
    late.
    """
    order = give(world, asking_first(ActionKind.DISCOUNT_OFFER))
    mail, offer = propose(world, MAIL, CARLA).action_id, discount(world, 5).action_id
    with world.db.writing() as session:
        (card,) = service.pending_approvals(session, world.ws)
        instructions.revoke(session, world.ws, order, by=world.ana, now=MONDAY)
        assert service.void_ended(session, MONDAY, world.ws) == 2
        assert service.void_ended(session, MONDAY, world.ws) == 0
        assert service.pending_approvals(session, world.ws) == []
    for action in (mail, offer):
        assert state_of(world, action) == (State.REFUSED, ["instruction_revoked"])
    with pytest.raises(Conflict), world.db.writing() as session:
        service.decide_approval(
            session, world.ws, card.id, world.ben, verb="approve", digest=card.digest, now=MONDAY
        )


def test_what_another_order_allows_goes_on(world: World) -> None:
    """It then stands under that one, and is not asked about again."""
    order = give(world)
    mail = propose(world, MAIL, CARLA).action_id
    other = give(world, key="other")
    with world.db.writing() as session:
        instructions.revoke(session, world.ws, order, by=world.ana, now=MONDAY)
        assert service.void_ended(session, MONDAY) == 0
        assert service.card(session, world.ws, mail).instruction_id == other
    assert [claim.action_id for claim in claims(world)] == [mail]


def test_the_end_of_an_order_ends_what_waits_too(world: World) -> None:
    """An order that runs out leaves nothing behind that could still leave."""
    ending = EVERYTHING.model_copy(update={"not_after": SOON})
    give(world, ending)
    mail = propose(world, MAIL, CARLA).action_id
    with world.db.writing() as session:
        assert service.void_ended(session, MONDAY) == 0
        assert service.void_ended(session, SOON) == 1
    assert state_of(world, mail) == (State.REFUSED, ["instruction_not_valid"])


def test_fifty_of_three_hundred_and_twenty(each_world: World) -> None:
    """An order that may be used fifty times, sixteen workers, 320 wishes: fifty are authorised."""
    world = each_world
    give(world, Rule(actions=frozenset({MAIL}), limits=Limits(uses=50)))
    people = [world.another() for _ in range(16)]

    def work(worker: int) -> int:
        lead, subject, thread = people[worker]
        whom = {"lead_id": lead, "subject_ref": subject, "conversation_id": thread}
        states = []
        for _ in range(4):
            with world.db.writing() as session:
                for _ in range(5):
                    wish = proposed(world, MAIL, mailbox(), **whom)
                    states.append(service.propose(session, world.ws, wish, now=MONDAY).state)
        return states.count(State.AUTHORISED)

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(work, range(16))) == 50


def test_a_use_that_did_not_happen_is_given_back(world: World) -> None:
    """Refused for good or failed: the place is free again; done or in doubt it is taken."""
    give(world, Rule(actions=frozenset({MAIL}), limits=Limits(uses=1)))
    propose(world, MAIL, CARLA)
    assert propose(world, MAIL, CARLA).verdict.reasons == ("uses_exhausted",)
    (claim,) = claims(world)
    with world.db.writing() as session:
        start(session, claim)
        service.fail(session, claim, permanent=True, code="no", now=MONDAY)
    assert propose(world, MAIL, CARLA).state == State.AUTHORISED
    (claim,) = claims(world)
    with world.db.writing() as session:
        start(session, claim)
        service.finish(session, claim, now=MONDAY)
    assert propose(world, MAIL, CARLA).verdict.reasons == ("uses_exhausted",)


def test_uses_with_one_person(world: World) -> None:
    """Once each: Carla's second is refused, another's first is not."""
    give(world, Rule(actions=frozenset({MAIL}), limits=Limits(uses_per_lead=1)))
    assert propose(world, MAIL, CARLA).state == State.AUTHORISED
    assert propose(world, MAIL, CARLA).verdict.reasons == ("lead_uses_exhausted",)
    lead, subject, thread = world.another()
    other = propose(
        world, MAIL, mailbox(), lead_id=lead, subject_ref=subject, conversation_id=thread
    )
    assert other.state == State.AUTHORISED
