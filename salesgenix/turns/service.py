"""Owing, claiming and ending turns. One turn of a conversation runs at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from salesgenix.db import Wakeup, announce
from salesgenix.kit.errors import Conflict
from salesgenix.turns import repository
from salesgenix.turns.models import Turn

LEASE = timedelta(seconds=90)
ORPHAN_AFTER = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class TurnCard:
    id: UUID
    workspace_id: UUID
    conversation_id: UUID
    trigger: str
    trigger_seq: int
    control_epoch: int
    attempt: int


def owe(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    trigger: str,
    seq: int,
    control_epoch: int,
    now: datetime,
) -> UUID:
    """The turn that will answer ``seq``: one that is still due takes it on, else a new one."""
    row = repository.due_turn(session, workspace_id, conversation_id)
    if row is None:
        row = Turn(
            workspace_id=workspace_id,
            conversation_id=conversation_id,
            trigger=trigger,
            trigger_seq=seq,
            control_epoch=control_epoch,
            created_at=now,
        )
    row.trigger_seq = seq
    row.control_epoch = control_epoch
    session.add(row)
    session.flush()
    announce(session, Wakeup(workspace_id, "turn", row.id))
    return row.id


def claim(session: Session, turn_id: UUID, *, now: datetime) -> TurnCard | None:
    """The right to run this turn, or none: it is done, or another runs in that conversation."""
    row = repository.claim_turn(session, turn_id, now=now, lease_until=now + LEASE)
    if row is None:
        return None
    return TurnCard(
        id=row.id,
        workspace_id=row.workspace_id,
        conversation_id=row.conversation_id,
        trigger=row.trigger,
        trigger_seq=row.trigger_seq,
        control_epoch=row.control_epoch,
        attempt=row.attempts,
    )


def end(session: Session, turn: TurnCard, *, state: str, now: datetime) -> UUID | None:
    """Ends the caller's own claim (``Conflict`` if it was lost) and names the turn to run next."""
    if not repository.end_turn(session, turn.id, attempt=turn.attempt, state=state, now=now):
        raise Conflict("turn.lost", "This turn has been taken over by another worker.")
    following = repository.due_turn(session, turn.workspace_id, turn.conversation_id)
    return following.id if following else None


def waiting(session: Session, *, now: datetime) -> list[UUID]:
    return repository.waiting_turns(session, now=now, due_before=now - ORPHAN_AFTER)
