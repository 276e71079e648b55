"""What a person approved is what is carried out; whatever else stands in the row by then is not."""

import json
from uuid import uuid4

import pytest
from sqlmodel import select

from salesgenix.actions import permitting, service
from salesgenix.actions.models import Action, Approval
from salesgenix.actions.rules import ApprovalState, PermitFault, digest_of
from salesgenix.authority.rules import ActionKind, Outcome, Verdict
from salesgenix.db import keyring_of, write_sealed
from tests.salesgenix.actions.orders import asking_first, give, propose
from tests.salesgenix.people import MONDAY, World

MAIL = ActionKind.MAIL_TRANSCRIPT
CARLA, EVIL = {"email": "carla@customer.example"}, {"email": "exfil@evil.example"}


@pytest.fixture
def approved(world: World) -> World:
    """One mail that a person has approved, and that is about to leave."""
    give(world, asking_first(MAIL))
    propose(world, MAIL, CARLA)
    with world.db.writing() as session:
        (asked,) = service.pending_approvals(session, world.ws)
        service.decide_approval(
            session, world.ws, asked.id, world.ben, verb="approve", digest=asked.digest, now=MONDAY
        )
    return world


def claimed(world: World) -> list:
    with world.db.writing() as session:
        return service.claim_due(session, MONDAY)


def test_what_was_approved_leaves(approved: World) -> None:
    """Untouched, it is claimed with what was shown."""
    assert [claim.arguments for claim in claimed(approved)] == [CARLA]


@pytest.mark.parametrize("is_redigested", [False, True])
def test_what_was_put_in_its_place_does_not(approved: World, is_redigested: bool) -> None:  # noqa: FBT001
    """Another recipient under the old digest, or under a digest of its own: nobody approved it."""
    with approved.db.writing() as session:
        row = session.exec(select(Action).where(Action.workspace_id == approved.ws)).one()
        write_sealed(session, row, arguments=json.dumps(EVIL))
        if is_redigested:
            key = keyring_of(session).person(approved.ws, row.subject_ref)
            row.digest = digest_of(row.kind, EVIL, key)
        session.add(row)
    assert claimed(approved) == []


@pytest.mark.parametrize("state", sorted({*ApprovalState} - {"approved", "edited"}))
def test_what_was_not_granted_does_not(approved: World, state: str) -> None:
    """An approval that is pending, rejected or expired lets nothing pass."""
    with approved.db.writing() as session:
        asked = session.exec(select(Approval).where(Approval.workspace_id == approved.ws)).one()
        asked.state = state
        session.add(asked)
    assert claimed(approved) == []


def test_a_permit_is_for_the_order_it_was_issued_under(world: World) -> None:
    """Another order that allows the same, in the same version, has issued no permit for it."""
    order = give(world)
    propose(world, MAIL, CARLA)
    claimed(world)
    with world.db.writing() as session:
        row = session.exec(select(Action).where(Action.workspace_id == world.ws)).one()
        for wanted, is_good in ((uuid4(), False), (order, True)):
            verdict = Verdict(Outcome.ALLOWED, (), wanted, row.rule_version, ())
            spent = permitting.spend(session, row, CARLA, verdict, content="x", now=MONDAY)
            assert (spent == PermitFault.LAPSED) != is_good


def test_a_permit_is_for_what_it_was_issued_for(world: World) -> None:
    """Put in place of it, with a digest of its own, another mail has no permit: a mismatch."""
    order = give(world)
    propose(world, MAIL, CARLA)
    claimed(world)
    with world.db.writing() as session:
        row = session.exec(select(Action).where(Action.workspace_id == world.ws)).one()
        key = keyring_of(session).person(world.ws, row.subject_ref)
        row.digest = digest_of(row.kind, EVIL, key)
        session.add(row)
        session.flush()
        verdict = Verdict(Outcome.ALLOWED, (), order, row.rule_version, ())
        spent = permitting.spend(session, row, EVIL, verdict, content="x", now=MONDAY)
        assert spent == PermitFault.MISMATCH
