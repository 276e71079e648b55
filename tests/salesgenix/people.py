"""The people everybody knows by name, written into a database."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile, Role, WorkingHours
from salesgenix.accounts.service import Newcomer
from salesgenix.conversations import service as conversations
from salesgenix.db import Database
from salesgenix.leads import service as leads

MONDAY = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
WEEK = {
    day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")
}
ROLES = {"Ana": Role.OWNER, "Ben": Role.REP, "Bea": Role.REP, "Vic": Role.VIEWER}
_numbers = itertools.count()


@dataclass(frozen=True)
class World:
    """Owner Ana, reps Ben and Bea (who take meetings), viewer Vic, and prospect Carla."""

    db: Database
    ws: UUID
    ana: UUID
    ben: UUID
    bea: UUID
    vic: UUID
    carla: UUID
    carla_ref: UUID
    thread: UUID

    def another(self) -> tuple[UUID, UUID, UUID]:
        """One more prospect: lead, subject and conversation."""
        with self.db.writing() as session:
            return _visitor(session, self.ws)


def _visitor(session: Session, workspace_id: UUID) -> tuple[UUID, UUID, UUID]:
    opened = conversations.open_conversation(session, workspace_id, channel="widget", now=MONDAY)
    thread = opened.conversation
    return thread.lead_id, thread.subject_ref, thread.id


def settle(db: Database, **profile: object) -> World:
    """Opens a workspace with everybody in it. ``profile`` overrides what it says about itself."""
    described = Profile.model_validate(
        {"company": "Northwind", "zone": "Europe/Berlin", "sender_email": "hello@northwind.example"}
        | profile
    )
    with db.writing() as session:
        slug = f"northwind-{next(_numbers)}"
        ws = accounts.open_workspace(session, slug, "Northwind", described, now=MONDAY).id
        ids = {
            name: accounts.add_member(
                session,
                ws,
                Newcomer(
                    name=name,
                    email=f"{name.lower()}@northwind.example",
                    role=role,
                    zone="Europe/Berlin",
                    hours=WorkingHours.model_validate(WEEK),
                    takes_meetings=role is Role.REP,
                ),
                now=MONDAY,
            ).id
            for name, role in ROLES.items()
        }
        lead, subject, thread = _visitor(session, ws)
        for field, value in (("name", "Carla Ruiz"), ("email", "carla@customer.example")):
            leads.learn(
                session, ws, lead, field, value=value, quote=None, source="test", now=MONDAY
            )
    return World(
        db=db,
        ws=ws,
        ana=ids["Ana"],
        ben=ids["Ben"],
        bea=ids["Bea"],
        vic=ids["Vic"],
        carla=lead,
        carla_ref=subject,
        thread=thread,
    )
