"""The people everybody knows by name, written into a database."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from salesgenix.accounts.models import Member, Workspace
from salesgenix.conversations.models import Conversation
from salesgenix.db import Database, write_sealed
from salesgenix.leads.models import Lead

MONDAY = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
WEEK = {
    day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")
}
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
            lead = Lead(workspace_id=self.ws, source="widget", created_at=MONDAY, touched_at=MONDAY)
            session.add(lead)
            session.flush()
            thread = Conversation(
                workspace_id=self.ws,
                lead_id=lead.id,
                subject_ref=lead.subject_ref,
                channel="widget",
                created_at=MONDAY,
                last_event_at=MONDAY,
            )
            session.add(thread)
            session.flush()
            return lead.id, lead.subject_ref, thread.id


def settle(db: Database, profile: dict[str, object] | None = None) -> World:
    with db.writing() as session:
        workspace = Workspace(
            slug=f"ws-{next(_numbers)}",
            name="Northwind",
            profile={
                "company": "Northwind",
                "zone": "Europe/Berlin",
                "languages": ["en"],
                "meeting": {"minutes": 30, "notice_minutes": 120, "horizon_days": 30},
                **(profile or {}),
            },
            created_at=MONDAY,
        )
        session.add(workspace)
        session.flush()
        ids = {}
        for name, role in (("Ana", "owner"), ("Ben", "rep"), ("Bea", "rep"), ("Vic", "viewer")):
            email = f"{name.lower()}@northwind.example"
            member = Member(
                workspace_id=workspace.id,
                role=role,
                zone="Europe/Berlin",
                hours=WEEK,
                takes_meetings=role == "rep",
                email_blind=db.keyring.blind(workspace.id, "email", email),
                created_at=MONDAY,
            )
            write_sealed(session, member, name=name, email=email)
            session.add(member)
            session.flush()
            ids[name] = member.id
        lead = Lead(
            workspace_id=workspace.id,
            source="widget",
            email_blind=db.keyring.blind(workspace.id, "email", "carla@customer.example"),
            created_at=MONDAY,
            touched_at=MONDAY,
        )
        write_sealed(session, lead, name="Carla Ruiz", email="carla@customer.example")
        session.add(lead)
        session.flush()
        thread = Conversation(
            workspace_id=workspace.id,
            lead_id=lead.id,
            subject_ref=lead.subject_ref,
            channel="widget",
            created_at=MONDAY,
            last_event_at=MONDAY,
        )
        session.add(thread)
        session.flush()
        return World(
            db=db,
            ws=workspace.id,
            ana=ids["Ana"],
            ben=ids["Ben"],
            bea=ids["Bea"],
            vic=ids["Vic"],
            carla=lead.id,
            carla_ref=lead.subject_ref,
            thread=thread.id,
        )
