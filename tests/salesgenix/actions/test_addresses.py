"""What one address gets in a day is bounded, from however many conversations it is named in."""

from datetime import timedelta

import pytest

from salesgenix.actions import repository, service
from salesgenix.actions.repository import Whom
from salesgenix.actions.service import Outcome
from salesgenix.authority.kinds import PER_ADDRESS_PER_DAY
from salesgenix.authority.rules import ActionKind, Limits, Rule
from tests.salesgenix.actions.hands import card, claim
from tests.salesgenix.actions.orders import asking_first, give, propose
from tests.salesgenix.people import MONDAY, World

MAIL = ActionKind.MAIL_TRANSCRIPT
MOST = PER_ADDRESS_PER_DAY[MAIL]
VICTIM = "victim@elsewhere.example"


def ask(world: World, email: str = VICTIM, *, kind: ActionKind = MAIL, **more: object) -> Outcome:
    """A visitor nobody has seen before names the address in a conversation of their own."""
    lead, subject, thread = world.another()
    whom = {"lead_id": lead, "subject_ref": subject, "conversation_id": thread}
    return propose(world, kind, {"email": email}, **(whom | more))


def test_nobody_is_mailed_again_and_again_by_strangers(each_world: World) -> None:
    """Each from a new conversation; the next is refused by a check that says limit and count, what
    has left counts on, another address and the next day are free.
    """
    world = each_world
    give(world)
    assert [ask(world).state for _ in range(MOST)] == ["authorised"] * MOST
    assert len(claim(world)) == MOST
    refused = ask(world)
    assert (refused.state, refused.verdict.reasons) == ("denied", ("address_limit_reached",))
    assert {
        "name": "per_address_per_day",
        "result": "fail",
        "limit": str(MOST),
        "observed": str(MOST),
        "reason": "address_limit_reached",
    } in card(world, refused.action_id).checks
    assert ask(world, "someone@elsewhere.example").state == "authorised"
    assert ask(world, now=MONDAY + timedelta(days=1)).state == "authorised"


@pytest.mark.parametrize(
    "email",
    ["Victim@Elsewhere.example", "victim+shop@elsewhere.example", " victim@elsewhere.example"],
)
def test_the_same_mailbox_written_otherwise_is_the_same(world: World, email: str) -> None:
    """Neither case nor what stands behind a plus makes another person of it."""
    give(world)
    for _ in range(MOST):
        ask(world)
    assert ask(world, email).state == "denied"


def test_no_order_and_no_approval_lifts_it(world: World) -> None:
    """Neither a generous limit of the owner's nor a member's yes."""
    generous = Limits(per_lead_per_day=100, total_per_day=100)
    give(world, asking_first(MAIL).model_copy(update={"limits": generous}))
    asked = [ask(world) for _ in range(MOST + 1)]
    assert {one.state for one in asked} == {"awaiting_approval"}
    with world.db.writing() as session:
        cards = service.pending_approvals(session, world.ws)
    states = []
    for one in cards:
        with world.db.writing() as session:
            outcome = service.decide_approval(
                session, world.ws, one.id, world.ben, verb="approve", digest=one.digest, now=MONDAY
            )
            states.append(outcome.state)
    assert states == ["authorised"] * MOST + ["denied"]
    assert ask(world, member_id=world.ben).state == "denied"


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(per_lead_per_day=1), "lead_limit_reached"),
        (Limits(uses_per_lead=1), "lead_uses_exhausted"),
    ],
)
def test_a_limit_for_one_person_counts_the_address(
    world: World, limits: Limits, reason: str
) -> None:
    """Who begins a new conversation under the same address is the same person to the owner."""
    give(world, Rule(actions=frozenset({MAIL}), limits=limits))
    assert ask(world).state == "authorised"
    assert ask(world).verdict.reasons == (reason,)


def test_mail_of_an_earlier_release_is_still_judged(world: World) -> None:
    """An action that was kept without its address' mark leaves, and holds a place as its lead's."""
    give(world)
    outcome = propose(world, MAIL, {"email": VICTIM})
    with world.db.writing() as session:
        row = repository.action(session, world.ws, outcome.action_id)
        row.address_blind = None
        session.add(row)
    assert [one.action_id for one in claim(world)] == [outcome.action_id]
    with world.db.reading() as session:
        count = repository.sent_since(
            session, world.ws, MONDAY, but=None, whom=Whom(world.carla, "0")
        )
    assert count == 1
