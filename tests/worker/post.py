"""The demo company's post room: mails that may leave, and the worker that carries them out."""

import itertools
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from agent.receiving import open_conversation
from cli.installation import Installation, open_installation
from cli.reading import local_settings
from integrations.email.captured import CapturedMail
from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.actions.ports import DeliveryError, Envelope
from salesgenix.actions.service import ActionCard, Proposed
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.kit.clock import SettableClock
from salesgenix.tasks import service as tasks
from tests.demo import MONDAY, lay_demo
from worker.rounds import Rounds

_keys = itertools.count()


class Carrier:
    """A carrier that does with each envelope what it is told: takes it, or raises."""

    name = "test"

    def __init__(self, *faults: Exception | None) -> None:
        self.faults = list(faults)
        self.taken: list[Envelope] = []

    async def send(self, envelope: Envelope) -> None:
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        self.taken.append(envelope)


def temporary(code: str = "smtp_451") -> DeliveryError:
    return DeliveryError(code, permanent=False)


def permanent(code: str = "smtp_550") -> DeliveryError:
    return DeliveryError(code, permanent=True)


@dataclass
class Post:
    house: Installation
    clock: SettableClock
    ws: UUID
    owner: UUID
    thread: conversations.ConversationCard

    def mail(self, to: str = "carla@lumen.example") -> UUID:
        """A transcript that was allowed to leave."""
        with self.house.db.writing() as session:
            outcome = actions.propose(
                session,
                self.ws,
                Proposed(
                    kind=ActionKind.MAIL_TRANSCRIPT,
                    arguments={"email": to},
                    conversation_id=self.thread.id,
                    lead_id=self.thread.lead_id,
                    subject_ref=self.thread.subject_ref,
                    idempotency_key=f"mail-{next(_keys)}",
                ),
                now=self.clock.now(),
            )
        assert outcome.state == "authorised", outcome
        return outcome.action_id

    def rounds(self, carrier: Any = None, **how: Any) -> Rounds:
        return Rounds(db=self.house.db, clock=self.clock, carrier=carrier or CapturedMail(), **how)

    def action(self, action_id: UUID) -> ActionCard:
        with self.house.db.reading() as session:
            return actions.card(session, self.ws, action_id)

    def outbox(self) -> list[actions.DeliveryCard]:
        with self.house.db.reading() as session:
            return actions.outbox(session, self.ws)

    def tasks(self) -> list[str]:
        with self.house.db.reading() as session:
            return [card.kind for card in tasks.listing(session, self.ws)]

    def later(self, **step: float) -> None:
        self.clock.set(self.clock.now() + timedelta(**step))

    def pause(self) -> None:
        with self.house.db.writing() as session:
            accounts.pause(session, self.ws, "holiday", self.owner, now=self.clock.now())

    def resume(self) -> None:
        with self.house.db.writing() as session:
            accounts.resume(session, self.ws, now=self.clock.now())


def open_post(folder: Path) -> Post:
    clock = SettableClock()
    clock.set(MONDAY)
    lay_demo(folder)
    settings = local_settings("sandbox", folder, host="127.0.0.1", port=8700)
    house = open_installation(settings, clock=clock)
    with house.db.reading() as session:
        (ws,) = (one.id for one in accounts.workspaces(session))
        owner = accounts.owner_of(session, ws)
    thread = open_conversation(
        house.db, ws, channel="widget", now=clock.now(), zone="Europe/Berlin"
    ).conversation
    return Post(house, clock, ws, owner, thread)
