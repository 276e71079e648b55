"""The steps of a worker, one by one, as the tests of what leaves take them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from salesgenix.actions import service
from salesgenix.actions.models import Permit
from salesgenix.actions.service import Claim
from salesgenix.authority.rules import ActionKind
from tests.salesgenix.actions.orders import propose
from tests.salesgenix.people import MONDAY, World

CARLA = {"email": "carla@customer.example"}
LETTER = b"Subject: Hi\r\n\r\nHello"


def mail(world: World, **more: object) -> service.Outcome:
    return propose(world, ActionKind.MAIL_TRANSCRIPT, CARLA, **more)


def claim(world: World, now: datetime = MONDAY, *, limit: int = 20) -> list[Claim]:
    with world.db.writing() as session:
        return service.claim_due(session, now, limit=limit)


def begin(session: Session, claimed: Claim, now: datetime) -> service.DeliveryCard | None:
    return service.start_delivery(
        session,
        claimed,
        carrier="captured",
        recipient=claimed.arguments["email"],
        message=LETTER,
        message_ref=f"<{claimed.action_id}@northwind.example>",
        now=now,
    )


def start(world: World, claimed: Claim, now: datetime = MONDAY) -> service.DeliveryCard | None:
    with world.db.writing() as session:
        return begin(session, claimed, now)


def finish(world: World, claimed: Claim, now: datetime = MONDAY) -> None:
    with world.db.writing() as session:
        service.finish(session, claimed, now=now)


def send(world: World, now: datetime = MONDAY) -> list[Claim]:
    """Everything that is due, to its end."""
    claims = claim(world, now)
    for claimed in claims:
        if start(world, claimed, now) is not None:
            finish(world, claimed, now)
    return claims


def permits(world: World, action_id: UUID) -> list[Permit]:
    with world.db.reading() as session:
        query = select(Permit).where(Permit.workspace_id == world.ws, Permit.action_id == action_id)
        return sorted(session.exec(query).all(), key=lambda permit: permit.attempt)


def card(world: World, action_id: UUID) -> service.ActionCard:
    with world.db.reading() as session:
        return service.card(session, world.ws, action_id)
