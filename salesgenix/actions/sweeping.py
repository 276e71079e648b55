"""Asking what became of what was meant: an intent without an effect is put before a person.

A module of its own beside ``service``; it goes on where ``doubting`` looks into lost claims.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import repository
from salesgenix.actions.doubting import ask_person, look_into
from salesgenix.actions.judging import record
from salesgenix.actions.models import Action
from salesgenix.actions.rules import INTENT_LASTS, State
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry, Phase
from salesgenix.tasks.rules import TaskKind

LOST = ("effect_not_recorded",)


def sweep_intents(session: Session, now: datetime) -> int:
    """Records as unknown what became of intents older than ``INTENT_LASTS`` without an effect, in
    all workspaces; returns how many. What waits for a person or for its hour is left to wait.
    """
    old = decisions.open_intents(session, now - INTENT_LASTS)
    if not old:
        return 0
    threads = {
        action_id: repository.thread_of(session, workspace_id, action_id)
        for workspace_id, action_id in old
    }
    repository.lock(session, *((workspace_id, threads[one]) for workspace_id, one in old))
    return sum(_ask(session, workspace_id, action_id, now=now) for workspace_id, action_id in old)


def _ask(session: Session, workspace_id: UUID, action_id: UUID, *, now: datetime) -> int:
    row = repository.action(session, workspace_id, action_id)
    if row is None:
        gone = Entry(
            type=DecisionType.ACTION_IN_DOUBT,
            phase=Phase.EFFECT,
            outcome="unknown",
            reasons=LOST,
            action_id=action_id,
        )
        decisions.record(session, workspace_id, gone, now=now)
        return 1
    if row.state == State.CLAIMED:
        return _ask_of_claim(session, row, now=now)
    if row.state == State.AWAITING_APPROVAL or (row.state, row.effect) == (
        State.AUTHORISED,
        "outbound",
    ):
        return 0
    if row.state == State.AUTHORISED:
        repository.move(session, workspace_id, row, State.IN_DOUBT)
    ask_person(session, row, TaskKind.IN_DOUBT, now=now)
    record(
        session,
        row,
        DecisionType.ACTION_IN_DOUBT,
        outcome="unknown",
        phase=Phase.EFFECT,
        reasons=LOST,
        now=now,
    )
    return 1


def _ask_of_claim(session: Session, row: Action, *, now: datetime) -> int:
    """A claim is lost only once it is as old as its intent."""
    if row.claimed_at is not None and row.claimed_at > now - INTENT_LASTS:
        return 0
    lost = [(row.workspace_id, row.id, row.conversation_id)]
    return look_into(session, lost, now=now)
