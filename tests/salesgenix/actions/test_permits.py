"""A permit is for exactly one hand-over of exactly one thing, and for a minute."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

from sqlmodel import Session

from salesgenix.actions import service
from salesgenix.actions.models import Action, Permit
from salesgenix.actions.permitting import content_digest
from salesgenix.actions.rules import LEASE
from salesgenix.actions.service import Claim
from salesgenix.authority.rules import ActionKind
from salesgenix.decisions import service as decisions
from salesgenix.tasks import service as tasks
from tests.salesgenix.actions.hands import (
    CARLA,
    LETTER,
    begin,
    card,
    claim,
    finish,
    mail,
    permits,
    send,
    start,
)
from tests.salesgenix.actions.orders import EVERYTHING, asking_first, discount, give
from tests.salesgenix.people import MONDAY, World


def records(world: World, action_id: object) -> list[decisions.DecisionCard]:
    with world.db.reading() as session:
        return decisions.of_action(session, world.ws, action_id)


def outbox(world: World) -> list[service.DeliveryCard]:
    with world.db.reading() as session:
        return service.outbox(session, world.ws)


def test_a_hand_over_spends_the_permit_of_its_claim(each_world: World) -> None:
    """The permit names rule, action and time; used, it holds the digest of the bytes that left,
    and both ends of it stand in the log."""
    world = each_world
    order = give(world)
    outcome = mail(world)
    (claimed,) = claim(world)
    (fresh,) = permits(world, outcome.action_id)
    assert (fresh.used_at, fresh.content_digest) == (None, None)
    assert (fresh.instruction_id, fresh.rule_version, fresh.approval_id) == (order, 1, None)
    assert (fresh.digest, fresh.expires_at) == (claimed.digest, MONDAY + LEASE)
    later = MONDAY + timedelta(seconds=5)
    start(world, claimed, later)
    finish(world, claimed, later)
    (used,) = permits(world, outcome.action_id)
    with world.db.reading() as session:
        left = content_digest(
            session, world.ws, world.carla_ref, recipient=CARLA["email"], message=LETTER
        )
    assert (used.used_at, used.content_digest) == (later, left)
    (sent,) = outbox(world)
    assert sent.permit_id == used.id
    allowed, performed = records(world, outcome.action_id)[1:]
    assert allowed.body["permit"]["id"] == str(used.id)
    assert performed.body["permit"] == {"id": str(used.id), "content": left}


def test_a_permit_after_an_approval_names_it(world: World) -> None:
    """What a person let pass can be followed from the permit to their decision."""
    give(world, asking_first(ActionKind.MAIL_TRANSCRIPT))
    outcome = mail(world)
    with world.db.writing() as session:
        (asked,) = service.pending_approvals(session, world.ws)
        service.decide_approval(
            session, world.ws, asked.id, world.ben, verb="approve", digest=asked.digest, now=MONDAY
        )
    send(world)
    (permit,) = permits(world, outcome.action_id)
    assert permit.approval_id == asked.id


def test_what_stays_in_the_house_needs_none(world: World) -> None:
    """It is done in the transaction that allowed it; its decisions name the rule."""
    order = give(world)
    outcome = discount(world, 5)
    assert permits(world, outcome.action_id) == []
    cited = [one.body["instruction"]["id"] for one in records(world, outcome.action_id)]
    assert cited == [str(order)] * 2


def test_a_permit_that_lapsed_is_followed_by_a_new_one(world: World) -> None:
    """A minute after the claim it is worth nothing: nothing leaves under it, and the next claim,
    judged anew, has its own."""
    give(world)
    outcome = mail(world)
    (claimed,) = claim(world)
    late = MONDAY + LEASE
    assert start(world, claimed, late) is None
    assert card(world, outcome.action_id).state == "authorised"
    said = records(world, outcome.action_id)[-1]
    assert (said.type, said.body["reasons"]) == ("action.deferred", ["permit_lapsed"])
    send(world, late)
    first, second = permits(world, outcome.action_id)
    assert (first.used_at, second.used_at) == (None, late)
    assert len(outbox(world)) == 1


def test_a_permit_under_a_rule_that_has_changed_is_none(world: World) -> None:
    """Between claim and hand-over the order gets a new version: the mail leaves under that one."""
    give(world)
    outcome = mail(world)
    (claimed,) = claim(world)
    give(world, EVERYTHING.model_copy(update={"languages": None, "strategies": frozenset()}))
    assert start(world, claimed) is None
    send(world)
    first, second = permits(world, outcome.action_id)
    assert (first.rule_version, first.used_at) == (1, None)
    assert (second.rule_version, second.used_at) == (2, MONDAY)


def test_a_stale_claim_leaves_its_permit_unused(world: World) -> None:
    """The worker died after the claim: whoever takes the mail up has a permit of their own."""
    give(world)
    outcome = mail(world)
    claim(world)
    send(world, MONDAY + LEASE)
    assert [permit.used_at for permit in permits(world, outcome.action_id)] == [
        None,
        MONDAY + LEASE,
    ]


def test_what_was_changed_after_the_permit_does_not_leave(world: World) -> None:
    """Other arguments than were allowed, in the worker's hand or in the row: refused, on record,
    and a person is asked to look."""
    give(world)
    lead, subject, thread = world.another()
    about = {"lead_id": lead, "subject_ref": subject, "conversation_id": thread}
    in_hand, in_row = mail(world), mail(world, **about)
    first, second = claim(world)
    other = replace(first, arguments={"email": "eve@attacker.example"})
    assert start(world, other) is None
    with world.db.writing() as session:
        row = session.get(Action, in_row.action_id)
        assert row is not None
        row.digest = "0" * 64
        session.add(row)
    assert start(world, second) is None
    for outcome in (in_hand, in_row):
        assert card(world, outcome.action_id).state == "refused"
        assert records(world, outcome.action_id)[-1].body["reasons"] == ["permit_mismatch"]
    assert outbox(world) == []
    with world.db.reading() as session:
        assert [task.kind for task in tasks.listing(session, world.ws)] == ["agent_failed"] * 2


def test_without_its_permit_nothing_leaves(world: World) -> None:
    """A claim whose permit has gone is worth nothing."""
    give(world)
    outcome = mail(world)
    (claimed,) = claim(world)
    with world.db.writing() as session:
        session.delete(session.get(Permit, permits(world, outcome.action_id)[0].id))
    assert start(world, claimed) is None
    assert card(world, outcome.action_id).state == "refused"


def test_a_permit_is_used_once_by_many_hands(each_world: World) -> None:
    """Six hand-overs of one claim at once: one goes ahead, five are told no, on record."""
    world = each_world
    give(world)
    outcome = mail(world)
    (claimed,) = claim(world)
    gate = Barrier(6)

    def hand_over(claimed: Claim) -> bool:
        gate.wait()
        with world.db.writing() as session:
            return _began(session, claimed)

    with ThreadPoolExecutor(6) as pool:
        began = list(pool.map(hand_over, [claimed] * 6))
    assert sorted(began) == [False] * 5 + [True]
    assert len(outbox(world)) == 1
    finish(world, claimed)
    said = [one.body["reasons"] for one in records(world, outcome.action_id)]
    assert said.count(["permit_used"]) == 5
    assert card(world, outcome.action_id).state == "done"


def _began(session: Session, claimed: Claim) -> bool:
    return begin(session, claimed, MONDAY) is not None
