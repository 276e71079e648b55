"""Who speaks for the workspace: taking over, handing back, and waiting for a person.

A module of its own beside ``service``, which appends and reads. Control is a fenced lock: each
change raises ``control_epoch`` by a conditional ``UPDATE``, and whatever was thought under an older
number is refused where it would be appended or done.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.conversations import repository
from salesgenix.conversations.appending import (
    ConversationCard,
    NewEvent,
    append,
    card,
    card_of,
    existing,
    history,
)
from salesgenix.conversations.rules import Actor, EventKind, HandoffReason
from salesgenix.db import Wakeup, announce
from salesgenix.kit.errors import Conflict
from salesgenix.turns import service as turns


def take_control(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    member_id: UUID,
    member_name: str,
    expected_epoch: int,
    now: datetime,
    taken_from: tuple[UUID, str] | None = None,
) -> ConversationCard:
    """A person speaks from here on; ``Conflict`` when the caller saw an older state.

    From another person only who names them (``taken_from``, id and name) takes it over, and the log
    says so to both: ``Conflict`` (``control.held``) otherwise.
    """
    row = existing(session, workspace_id, conversation_id)
    holder = row.control_member_id if row.control == "rep" else None
    if holder == member_id and row.control_epoch == expected_epoch:
        return card_of(row)
    named = taken_from[0] if taken_from else None
    if row.control_epoch == expected_epoch and holder is not None and holder != named:
        raise Conflict("control.held", "Someone else has this conversation.")
    told = {"control": "rep", "member": member_name}
    if taken_from is not None and holder == named:
        told["from"] = taken_from[1]
    _change_control(
        session,
        workspace_id,
        conversation_id,
        expected_epoch=expected_epoch,
        values={
            "control": "rep",
            "control_member_id": member_id,
            "wants_person": False,
            "wanted_at": now,
            "told_at": None,
        },
        told=told,
        now=now,
    )
    return card(session, workspace_id, conversation_id)


def hand_back(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    expected_epoch: int,
    now: datetime,
    by: str | None = None,
    summary: dict[str, Any] | None = None,
) -> tuple[ConversationCard, UUID | None]:
    """The agent speaks again. A turn is owed when the prospect's last message has no answer.

    ``summary`` of what the person said stays with the team and goes to the agent.
    """
    told: dict[str, Any] = {"control": "agent"}
    told |= {name: part for name, part in (("by", by), ("summary", summary)) if part}
    _change_control(
        session,
        workspace_id,
        conversation_id,
        expected_epoch=expected_epoch,
        values={
            "control": "agent",
            "control_member_id": None,
            "wants_person": False,
            "wanted_at": None,
            "told_at": None,
        },
        told=told,
        now=now,
    )
    turn_id = owe_answer(session, workspace_id, conversation_id, now=now)
    return card(session, workspace_id, conversation_id), turn_id


def give_up(
    session: Session, workspace_id: UUID, waiting: ConversationCard, *, now: datetime
) -> bool:
    """Whoever took over is gone: the agent speaks again, and the prospect is back in the queue.

    False when somebody was faster.
    """
    if not repository.change_control(
        session,
        workspace_id,
        waiting.id,
        expected_epoch=waiting.control_epoch,
        values={
            "control": "agent",
            "control_member_id": None,
            "wants_person": True,
            "wanted_at": now,
            "told_at": now,
        },
    ):
        return False
    told = {"control": "agent", "reason": HandoffReason.REP_AWAY.value}
    _tell_change(session, workspace_id, waiting.id, told, now=now)
    return True


def release(session: Session, workspace_id: UUID, conversation_id: UUID, *, now: datetime) -> None:
    """Nobody has it any more and nobody waits: whoever writes next is answered by the agent."""
    row = existing(session, workspace_id, conversation_id)
    is_taken = row.control == "rep"
    row.wants_person, row.wanted_at, row.told_at = False, None, None
    row.control, row.control_member_id = "agent", None
    row.control_epoch += 1
    session.add(row)
    session.flush()
    if is_taken:
        _tell_change(session, workspace_id, conversation_id, {"control": "agent"}, now=now)


def want_person(
    session: Session, workspace_id: UUID, conversation_id: UUID, *, reason: str, now: datetime
) -> None:
    """Marks that the prospect waits for a person, visibly for both sides."""
    row = existing(session, workspace_id, conversation_id)
    if row.wants_person or row.control == "rep":
        return
    row.wants_person, row.wanted_at, row.told_at = True, now, None
    session.add(row)
    session.flush()
    append(
        session,
        workspace_id,
        conversation_id,
        NewEvent(kind=EventKind.HANDOFF_REQUESTED, actor=Actor.SYSTEM, payload={"reason": reason}),
        now=now,
    )


def waiting(session: Session) -> list[ConversationCard]:
    """Everybody who waits for a person, in all workspaces: for the worker's round."""
    return [
        card_of(row)
        for workspace_id in repository.workspaces_with_people_waiting(session)
        for row in repository.waiting(session, workspace_id)
    ]


def mark_told(
    session: Session, workspace_id: UUID, waiting: ConversationCard, *, now: datetime
) -> bool:
    """The right to say that they wait in vain, once; false when it was said, or is no longer so."""
    return repository.mark_told(
        session, workspace_id, waiting.id, epoch=waiting.control_epoch, now=now
    )


def is_agents(session: Session, workspace_id: UUID, conversation_id: UUID, *, epoch: int) -> bool:
    """Whether what the agent thought under ``epoch`` may still be said."""
    return repository.is_agents(session, workspace_id, conversation_id, epoch=epoch)


def owe_turn(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    trigger: str,
    seq: int,
    now: datetime,
) -> UUID:
    """The turn that will answer ``seq``, under the control that holds now."""
    row = existing(session, workspace_id, conversation_id)
    return turns.owe(
        session,
        workspace_id,
        conversation_id,
        trigger=trigger,
        seq=seq,
        control_epoch=row.control_epoch,
        now=now,
    )


def owe_answer(
    session: Session, workspace_id: UUID, conversation_id: UUID, *, now: datetime
) -> UUID | None:
    """A turn for the agent that has got control back, when the prospect's last words are open."""
    messages = [
        event
        for event in history(session, workspace_id, conversation_id)
        if event.kind is EventKind.MESSAGE and event.payload.get("answers") != 0
    ]
    if not messages or messages[-1].actor is not Actor.PROSPECT:
        return None
    return owe_turn(
        session,
        workspace_id,
        conversation_id,
        trigger="handback",
        seq=messages[-1].seq,
        now=now,
    )


def _change_control(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    expected_epoch: int,
    values: dict[str, Any],
    told: dict[str, Any],
    now: datetime,
) -> None:
    existing(session, workspace_id, conversation_id)
    if not repository.change_control(
        session, workspace_id, conversation_id, expected_epoch=expected_epoch, values=values
    ):
        current = existing(session, workspace_id, conversation_id)
        raise Conflict(
            "control.changed",
            "Someone else was faster.",
            epoch=current.control_epoch,
            control=current.control,
        )
    _tell_change(session, workspace_id, conversation_id, told, now=now)


def _tell_change(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    told: dict[str, Any],
    *,
    now: datetime,
) -> None:
    """In the log for both sides, and to a turn that runs in this process: it must fall silent."""
    event = NewEvent(kind=EventKind.CONTROL_CHANGED, actor=Actor.SYSTEM, payload=told)
    appended = append(session, workspace_id, conversation_id, event, now=now)
    announce(session, Wakeup(workspace_id, "control", conversation_id, appended.seq))
