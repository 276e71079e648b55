"""The orders and proposals that the tests of actions share."""

import itertools
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import service
from salesgenix.actions.service import Outcome, Proposed
from salesgenix.appointments import service as appointments
from salesgenix.authority.rules import ActionKind, Approval, Limits, Rule
from salesgenix.decisions import service as decisions
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from tests.salesgenix.people import MONDAY, World

NINE = MONDAY + timedelta(days=1)  # Tuesday 09:00 in Berlin
_keys = itertools.count()

EVERYTHING = Rule(
    actions=frozenset(ActionKind),
    limits=Limits(discount_ceiling_percent=10, above_ceiling="ask"),
    strategies=frozenset({"benefit"}),
)


def mailbox() -> dict[str, str]:
    """An address that nobody else is written to."""
    return {"email": f"person{next(_keys)}@customer.example"}


def give(world: World, rule: Rule = EVERYTHING, *, key: str = "standing") -> UUID:
    """The owner's order; its id."""
    with world.db.writing() as session:
        order = Order(key=key, words=f"Do {key}.", rule=rule, author_member_id=world.ana)
        return instructions.issue(session, world.ws, order, now=MONDAY).id


def asking_first(*kinds: ActionKind) -> Rule:
    return EVERYTHING.model_copy(update={"approval": dict.fromkeys(kinds, Approval.ASK)})


def proposed(
    world: World,
    kind: ActionKind,
    arguments: dict[str, Any] | None = None,
    *,
    key: str | None = None,
    **more: Any,
) -> Proposed:
    whom = {
        "conversation_id": world.thread,
        "lead_id": world.carla,
        "subject_ref": world.carla_ref,
    }
    return Proposed(
        kind=kind,
        arguments=arguments or {},
        idempotency_key=key or f"key-{next(_keys)}",
        **(whom | more),
    )


def propose(world: World, kind: ActionKind, arguments: Any = None, **more: Any) -> Outcome:
    now = more.pop("now", MONDAY)
    with world.db.writing() as session:
        wanted = proposed(world, kind, arguments, **more)
        return service.propose(session, world.ws, wanted, now=now)


def discount(world: World, percent: int, **more: Any) -> Outcome:
    return propose(world, ActionKind.DISCOUNT_OFFER, {"percent": percent}, **more)


def slot(world: World, *, at: Any = NINE, member: UUID | None = None) -> dict[str, Any]:
    member = member or world.ben
    return {
        "slot_id": appointments.slot_id(member, at),
        "member_id": str(member),
        "starts_at": at.isoformat(),
        "zone": "America/Sao_Paulo",
    }


def book(world: World, **more: Any) -> Outcome:
    return propose(world, ActionKind.APPOINTMENT_BOOK, slot(world), **more)


def types_of(session: Session, world: World, action_id: UUID) -> list[str]:

    return [card.type for card in decisions.of_action(session, world.ws, action_id)]
