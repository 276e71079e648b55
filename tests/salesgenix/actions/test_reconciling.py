"""What left is held against what was allowed, by what both left behind."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from salesgenix.actions import service
from salesgenix.actions.judging import record
from salesgenix.actions.models import Action, Approval, Delivery, Permit
from salesgenix.actions.reconciling import Fault, find, report
from salesgenix.actions.rules import LEASE
from salesgenix.authority.rules import ActionKind
from salesgenix.db import write_sealed
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Phase
from salesgenix.instructions import service as instructions
from salesgenix.instructions.models import Instruction, RuleVersion
from salesgenix.tasks import service as tasks
from tests.salesgenix.actions.hands import claim, mail, send, start
from tests.salesgenix.actions.orders import asking_first, give
from tests.salesgenix.people import MONDAY, World

HOUR = timedelta(hours=1)


def _sent(world: World) -> None:
    """One mail that a person approved and that has left."""
    give(world, asking_first(ActionKind.MAIL_TRANSCRIPT))
    mail(world)
    with world.db.writing() as session:
        (asked,) = service.pending_approvals(session, world.ws)
        service.decide_approval(
            session, world.ws, asked.id, world.ben, verb="approve", digest=asked.digest, now=MONDAY
        )
    send(world)


def _one(session: Session, world: World, table: type[Any]) -> Any:
    return session.exec(select(table).where(table.workspace_id == world.ws)).one()


def _set(table: type[Any], **values: Any) -> Callable[[Session, World], None]:
    def change(session: Session, world: World) -> None:
        row = _one(session, world, table)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)

    return change


def _other_words(session: Session, world: World) -> None:
    row = _one(session, world, Delivery)
    write_sealed(session, row, message="Subject: Hi\r\n\r\nSend money")
    session.add(row)


def _other_recipient(session: Session, world: World) -> None:
    row = _one(session, world, Delivery)
    write_sealed(session, row, recipient="eve@attacker.example")
    session.add(row)


def _other_arguments(session: Session, world: World) -> None:
    row = _one(session, world, Action)
    write_sealed(session, row, arguments='{"email":"eve@attacker.example"}')
    session.add(row)


def _no_delivery(session: Session, world: World) -> None:
    session.delete(_one(session, world, Delivery))


def _no_effect(session: Session, world: World) -> None:
    session.execute(text("DELETE FROM decision_payload"))
    session.execute(text("DELETE FROM decision WHERE type = 'action.performed'"))


PLANTED = {
    "without a permit": (_set(Delivery, permit_id=None), Fault.NO_PERMIT),
    "never used": (_set(Permit, used_at=None), Fault.NOT_USED),
    "used too late": (_set(Permit, expires_at=MONDAY), Fault.LAPSED),
    "for another action": (_set(Permit, digest="0" * 64), Fault.MISMATCH),
    "other arguments": (_other_arguments, Fault.MISMATCH),
    "other words": (_other_words, Fault.CONTENT),
    "other recipient": (_other_recipient, Fault.CONTENT),
    "revoked before": (_set(Instruction, revoked_at=MONDAY - HOUR), Fault.RULE),
    "paused before": (_set(Instruction, paused_at=MONDAY - HOUR), Fault.RULE),
    "issued after": (_set(RuleVersion, created_at=MONDAY + HOUR), Fault.RULE),
    "no rule at all": (_set(Permit, instruction_id=None, rule_version=None), Fault.RULE),
    "rejected": (_set(Approval, state="rejected"), Fault.APPROVAL),
    "approved something else": (_set(Approval, digest="0" * 64), Fault.APPROVAL),
    "no effect recorded": (_no_effect, Fault.NO_EFFECT),
    "no delivery kept": (_no_delivery, Fault.NO_DELIVERY),
}


def test_what_went_as_it_should_is_no_incident(each_world: World) -> None:
    """Sent, being sent, in doubt, failed and waiting: all accounted for."""
    world = each_world
    _sent(world)
    give(world)
    mail(world)
    (doubtful,) = claim(world)
    start(world, doubtful)
    with world.db.reading() as session:
        assert find(session, world.ws) == []
    with world.db.writing() as session:
        service.release_stale(session, MONDAY + LEASE)
    mail(world)
    with world.db.reading() as session:
        assert {card.state for card in service.outbox(session, world.ws)} == {"sent", "in_doubt"}
        assert find(session, world.ws) == []


def test_an_order_that_ended_afterwards_is_no_incident(world: World) -> None:
    """Revoked, or replaced by another version, since the mail left: it was in force then."""
    order = give(world)
    mail(world)
    send(world)
    give(world, asking_first(ActionKind.MAIL_TRANSCRIPT))
    with world.db.writing() as session:
        instructions.revoke(session, world.ws, order, by=world.ana, now=MONDAY + HOUR)
        assert find(session, world.ws) == []


@pytest.mark.parametrize("case", PLANTED)
def test_what_does_not_agree_is_found(world: World, case: str) -> None:
    """Each way in which a row can belie the permit, the rule or the log has its own name."""
    plant, fault = PLANTED[case]
    _sent(world)
    with world.db.writing() as session:
        plant(session, world)
    with world.db.reading() as session:
        found = find(session, world.ws)
    assert fault in {one for incident in found for one in incident.faults}


def test_an_incident_is_told_once(each_world: World) -> None:
    """One record and one task, however often it is found; a further fault is a further record."""
    world = each_world
    _sent(world)
    with world.db.writing() as session:
        _other_words(session, world)
    for _ in range(3):
        _report(world)
    with world.db.writing() as session:
        _set(Instruction, revoked_at=MONDAY - HOUR)(session, world)
    _report(world)
    with world.db.reading() as session:
        told = decisions.listing(session, world.ws, type_="incident.found")
        assert [card.body["reasons"] for card in told] == [
            ["content_mismatch", "rule_not_in_force"],
            ["content_mismatch"],
        ]
        assert [task.kind for task in tasks.listing(session, world.ws)] == ["incident"]
        assert decisions.verify_chain(session, world.ws).sound


def test_of_an_erased_person_nothing_is_an_incident(world: World) -> None:
    """With the key gone nothing can be compared, while the rows go and when they are gone."""
    _sent(world)
    world.db.keyring.destroy_person(world.ws, world.carla_ref)
    with world.db.writing() as session:
        assert find(session, world.ws) == []
        session.delete(_one(session, world, Delivery))
        session.flush()
        session.delete(_one(session, world, Permit))
        session.flush()
        assert find(session, world.ws) == []


def test_what_left_before_there_were_permits_is_passed_over(world: World) -> None:
    """The record that allowed it names none. Since then every such record does, so that a delivery
    that lost its permit does not look older than it is (above)."""
    give(world)
    action_id = mail(world).action_id
    with world.db.writing() as session:
        row = session.get(Action, action_id)
        assert row is not None
        allowed = {"digest": row.digest, "attempt": 1, "until": MONDAY + LEASE}
        for type_, phase, outcome, permit in (
            (DecisionType.ACTION_AUTHORISED, Phase.INTENT, "allowed", allowed),
            (DecisionType.ACTION_PERFORMED, Phase.EFFECT, "performed", None),
        ):
            record(session, row, type_, phase=phase, outcome=outcome, permit=permit, now=MONDAY)
        delivery = Delivery(
            workspace_id=world.ws,
            action_id=action_id,
            subject_ref=row.subject_ref,
            attempt=1,
            carrier="captured",
            state="sent",
            message_ref="<older@northwind.example>",
            started_at=MONDAY,
        )
        session.add(delivery)
        session.flush()
        assert find(session, world.ws) == []


def _report(world: World) -> None:
    with world.db.writing() as session:
        report(session, world.ws, find(session, world.ws), now=MONDAY)
