"""All queries on actions, approvals and deliveries, and the locks that put writers in a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, func, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from salesgenix.accounts.models import PlatformStop, Workspace
from salesgenix.actions.models import Action, Approval, Delivery, Permit
from salesgenix.actions.rules import ApprovalState, State
from salesgenix.authority.rules import CALENDARS, MAILS, OF_THE_HOUSE
from salesgenix.conversations.models import Conversation, Event
from salesgenix.db import keyring_of
from salesgenix.instructions.models import Instruction, RuleVersion
from salesgenix.leads.models import Lead
from salesgenix.turns.models import Turn

WAITING = (State.AWAITING_APPROVAL, State.AUTHORISED)
COUNTED = (State.AUTHORISED, State.CLAIMED, State.DONE, State.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Whom:
    """A person by what is known of them: either is enough, so that nobody becomes another by
    beginning anew.
    """

    lead_id: UUID | None = None
    address_blind: str | None = None


def lock(session: Session, *places: tuple[UUID, UUID | None]) -> None:
    """Makes one writer at a time per workspace on PostgreSQL (SQLite has one anyway).

    ``places`` are pairs of workspace and conversation, all that the transaction will touch. Limits
    are counted, keys are compared and pauses take hold without a gap; and since everybody takes all
    conversations first, then all workspaces, each in order, no two wait for each other.
    """
    for workspace_id, conversation_id in sorted(places, key=lambda place: str(place[1])):
        if conversation_id is not None:
            _lock_conversation(session, workspace_id, conversation_id)
    for workspace_id in sorted({workspace_id for workspace_id, _ in places}):
        session.exec(
            select(Workspace)
            .where(Workspace.id == workspace_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        ).one_or_none()


def _lock_conversation(session: Session, workspace_id: UUID, conversation_id: UUID) -> None:
    session.exec(
        select(Conversation.id)
        .where(Conversation.workspace_id == workspace_id, Conversation.id == conversation_id)
        .with_for_update(key_share=True)
    ).one_or_none()


def action(session: Session, workspace_id: UUID, action_id: UUID) -> Action | None:
    return session.exec(
        select(Action)
        .where(Action.workspace_id == workspace_id, Action.id == action_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def thread_of(session: Session, workspace_id: UUID, action_id: UUID) -> UUID | None:
    return session.exec(
        select(Action.conversation_id).where(
            Action.workspace_id == workspace_id, Action.id == action_id
        )
    ).one_or_none()


def key_mark(session: Session, workspace_id: UUID, idempotency_key: str) -> str:
    """A keyed index: callers make their keys from what they want done, addresses included.
    Earlier releases kept them as they were.
    """
    return keyring_of(session).blind(workspace_id, "idempotency", idempotency_key).hex()


def by_key(session: Session, workspace_id: UUID, idempotency_key: str) -> Action | None:
    return session.exec(
        select(Action).where(
            Action.workspace_id == workspace_id,
            col(Action.idempotency_key).in_(
                [key_mark(session, workspace_id, idempotency_key), idempotency_key]
            ),
        )
    ).one_or_none()


def of_conversation(
    session: Session, workspace_id: UUID, conversation_id: UUID
) -> Sequence[Action]:
    return session.exec(
        select(Action)
        .where(Action.workspace_id == workspace_id, Action.conversation_id == conversation_id)
        .order_by(col(Action.created_at), col(Action.id))
    ).all()


def of_subject(
    session: Session, workspace_id: UUID, subject_ref: UUID, *, states: Sequence[State]
) -> Sequence[Action]:
    return session.exec(
        select(Action)
        .where(
            Action.workspace_id == workspace_id,
            Action.subject_ref == subject_ref,
            col(Action.state).in_(states),
        )
        .order_by(col(Action.created_at), col(Action.id))
        .execution_options(populate_existing=True)
    ).all()


def newest(
    session: Session, workspace_id: UUID, *, states: Sequence[State], limit: int
) -> Sequence[Action]:
    return session.exec(
        select(Action)
        .where(Action.workspace_id == workspace_id, col(Action.state).in_(states))
        .order_by(col(Action.created_at).desc(), col(Action.id).desc())
        .limit(limit)
    ).all()


@dataclass(frozen=True, slots=True)
class Due:
    """What may leave now. ``goes_by``: mail or calendar; none for what waits for nothing."""

    workspace_id: UUID
    action_id: UUID
    conversation_id: UUID | None
    goes_by: str | None


def due(session: Session, now: datetime, limit: int) -> Sequence[Due]:
    """At most ``limit``; the workspaces take turns.

    What a pause of its workspace, person or order holds is left out, so that it cannot crowd out
    the rest, and so is what follows something of its conversation that is on its way or waits for
    its next try. The letters of the house, which may answer what the law wants answered, wait for
    none of these. The platform's stop holds everything.
    """
    is_stopped = select(PlatformStop.id).where(col(PlatformStop.resumed_at).is_(None)).exists()
    is_running = (
        col(Workspace.paused_at).is_(None)
        & col(Lead.paused_at).is_(None)
        & col(Instruction.paused_at).is_(None)
    )
    of_the_house = col(Action.kind).in_(list(OF_THE_HOUSE))
    turn = func.row_number().over(
        partition_by=col(Action.workspace_id), order_by=(col(Action.due_at), col(Action.id))
    )
    rows = session.exec(
        select(Action.workspace_id, Action.id, Action.conversation_id, Action.kind)
        .join(Workspace, col(Workspace.id) == Action.workspace_id)
        .outerjoin(
            Lead, (col(Lead.id) == Action.lead_id) & (col(Lead.workspace_id) == Action.workspace_id)
        )
        .outerjoin(
            Instruction,
            (col(Instruction.id) == Action.instruction_id)
            & (col(Instruction.workspace_id) == Action.workspace_id),
        )
        .where(
            Action.state == State.AUTHORISED,
            Action.effect == "outbound",
            col(Action.due_at) <= now,
            of_the_house | (is_running & ~_is_behind()),
            ~is_stopped,
        )
        .order_by(turn, col(Action.due_at), col(Action.id))
        .limit(limit)
    ).all()
    return [Due(place, action, thread, _goes_by(kind)) for place, action, thread, kind in rows]


def first_of_each_thread(found: Sequence[Due]) -> list[Due]:
    """In order; what follows another of its conversation waits for the next claim."""
    seen: set[tuple[UUID, str]] = set()
    first = []
    for one in found:
        thread = one.conversation_id and one.goes_by and (one.conversation_id, one.goes_by)
        if thread and thread in seen:
            continue
        if thread:
            seen.add(thread)
        first.append(one)
    return first


def _is_behind() -> ColumnElement[bool]:
    """Whether something earlier of the same conversation, by the same way, is not over."""
    before = aliased(Action)
    calendars = list(CALENDARS)
    same_way = col(before.kind).in_(calendars) == col(Action.kind).in_(calendars)
    is_tried_again = (col(before.state) == State.AUTHORISED) & col(before.error_code).is_not(None)
    return (
        select(before.id)
        .where(
            before.workspace_id == Action.workspace_id,
            before.conversation_id == Action.conversation_id,
            before.effect == "outbound",
            col(before.kind).not_in(list(OF_THE_HOUSE)),
            same_way,
            col(before.id) < col(Action.id),
            (col(before.state) == State.CLAIMED) | is_tried_again,
        )
        .exists()
    )


def _goes_by(kind: str) -> str | None:
    if kind in OF_THE_HOUSE:
        return None
    return "calendar" if kind in CALENDARS else "mail"


def without_order(
    session: Session, now: datetime, *, workspace_id: UUID | None = None
) -> Sequence[tuple[UUID, UUID, UUID | None]]:
    """Workspace, action and conversation of what waits under an order that is withdrawn or over."""
    query = (
        select(Action.workspace_id, Action.id, Action.conversation_id)
        .join(
            Instruction,
            (col(Instruction.id) == Action.instruction_id)
            & (col(Instruction.workspace_id) == Action.workspace_id),
        )
        .join(
            RuleVersion,
            (col(RuleVersion.instruction_id) == Action.instruction_id)
            & (col(RuleVersion.version) == Action.rule_version)
            & (col(RuleVersion.workspace_id) == Action.workspace_id),
        )
        .where(
            col(Action.state).in_(WAITING),
            col(Instruction.revoked_at).is_not(None) | (col(RuleVersion.not_after) <= now),
        )
        .order_by(col(Action.created_at), col(Action.id))
    )
    if workspace_id is not None:
        query = query.where(Action.workspace_id == workspace_id)
    return session.exec(query).all()


def used_since(
    session: Session,
    workspace_id: UUID,
    since: datetime,
    *,
    kinds: Sequence[str],
    but: UUID,
    instruction_id: UUID | None = None,
    whom: Whom | None = None,
) -> int:
    """How many of these kinds have happened since then, or hold a place."""
    query = select(func.count(col(Action.id))).where(
        Action.workspace_id == workspace_id,
        col(Action.kind).in_(kinds),
        col(Action.state).in_(COUNTED),
        col(Action.created_at) >= since,
        Action.id != but,
    )
    if instruction_id is not None:
        query = query.where(Action.instruction_id == instruction_id)
    if whom is not None:
        query = query.where(_is_to(whom))
    return session.exec(query).one()


def stale(session: Session, claimed_before: datetime) -> Sequence[tuple[UUID, UUID, UUID | None]]:
    return session.exec(
        select(Action.workspace_id, Action.id, Action.conversation_id)
        .where(Action.state == State.CLAIMED, col(Action.claimed_at) <= claimed_before)
        .order_by(col(Action.claimed_at), col(Action.id))
    ).all()


def move(
    session: Session, workspace_id: UUID, row: Action, wanted: State, /, **values: Any
) -> bool:
    """Moves the row only from the state and attempt it was read in; whether it did."""
    change = update(Action).where(
        col(Action.workspace_id) == workspace_id,
        col(Action.id) == row.id,
        col(Action.state) == row.state,
        col(Action.attempts) == row.attempts,
    )
    done: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        change.values(state=wanted, **values).execution_options(synchronize_session=False)
    )
    session.refresh(row)
    return done.rowcount == 1


def sent_since(
    session: Session,
    workspace_id: UUID,
    since: datetime,
    *,
    but: UUID | None,
    whom: Whom | None = None,
) -> int:
    """How many mails have left, or hold a place in the limits, since then."""
    query = select(func.count(col(Action.id))).where(
        Action.workspace_id == workspace_id,
        col(Action.kind).in_(list(MAILS - OF_THE_HOUSE)),
        col(Action.state).in_(COUNTED),
        col(Action.created_at) >= since,
    )
    if but is not None:
        query = query.where(Action.id != but)
    if whom is not None:
        query = query.where(_is_to(whom))
    return session.exec(query).one()


def _is_to(whom: Whom) -> ColumnElement[bool]:
    of_lead = col(Action.lead_id) == whom.lead_id
    to_address = col(Action.address_blind) == whom.address_blind
    if whom.address_blind is None:
        return of_lead
    return to_address if whom.lead_id is None else of_lead | to_address


def approval(session: Session, workspace_id: UUID, approval_id: UUID) -> Approval | None:
    return session.exec(
        select(Approval)
        .where(Approval.workspace_id == workspace_id, Approval.id == approval_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def approval_of(session: Session, workspace_id: UUID, action_id: UUID) -> Approval | None:
    return session.exec(
        select(Approval).where(
            Approval.workspace_id == workspace_id, Approval.action_id == action_id
        )
    ).one_or_none()


def pending(session: Session, workspace_id: UUID) -> Sequence[tuple[Approval, Action]]:
    """Oldest first."""
    return session.exec(
        select(Approval, Action)
        .join(Action, col(Action.id) == Approval.action_id)
        .where(
            Approval.workspace_id == workspace_id,
            Action.workspace_id == workspace_id,
            Approval.state == ApprovalState.PENDING,
        )
        .order_by(col(Approval.requested_at), col(Approval.id))
    ).all()


def run_out(session: Session, now: datetime) -> Sequence[tuple[UUID, UUID, UUID | None]]:
    """Workspace, approval and conversation of what nobody decided in time."""
    return session.exec(
        select(Approval.workspace_id, Approval.id, Approval.conversation_id)
        .where(Approval.state == ApprovalState.PENDING, col(Approval.expires_at) <= now)
        .order_by(col(Approval.expires_at), col(Approval.id))
    ).all()


def permit(session: Session, workspace_id: UUID, action_id: UUID, attempt: int) -> Permit | None:
    return session.exec(
        select(Permit)
        .where(
            Permit.workspace_id == workspace_id,
            Permit.action_id == action_id,
            Permit.attempt == attempt,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def permits(session: Session, workspace_id: UUID, action_id: UUID) -> Sequence[Permit]:
    return session.exec(
        select(Permit)
        .where(Permit.workspace_id == workspace_id, Permit.action_id == action_id)
        .order_by(col(Permit.attempt))
    ).all()


def use_permit(
    session: Session,
    workspace_id: UUID,
    row: Action,
    rule: tuple[UUID | None, int | None],
    /,
    *,
    content: str,
    now: datetime,
) -> bool:
    """Marks the permit of this attempt used if it still is good for exactly this; whether it was.

    One statement: of two who try, one finds it used.
    """
    present = select(Action.digest).where(Action.workspace_id == workspace_id, Action.id == row.id)
    change = update(Permit).where(
        col(Permit.workspace_id) == workspace_id,
        col(Permit.action_id) == row.id,
        col(Permit.attempt) == row.attempts,
        col(Permit.used_at).is_(None),
        col(Permit.expires_at) > now,
        col(Permit.digest) == present.scalar_subquery(),
        col(Permit.instruction_id).is_not_distinct_from(rule[0]),
        col(Permit.rule_version).is_not_distinct_from(rule[1]),
    )
    done: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        change.values(used_at=now, content_digest=content).execution_options(
            synchronize_session=False
        )
    )
    return done.rowcount == 1


def deliveries(session: Session, workspace_id: UUID, action_id: UUID) -> Sequence[Delivery]:
    return session.exec(
        select(Delivery)
        .where(Delivery.workspace_id == workspace_id, Delivery.action_id == action_id)
        .order_by(col(Delivery.attempt))
    ).all()


def left(session: Session, workspace_id: UUID, *, since: datetime | None) -> Sequence[Delivery]:
    """What left or may have left, oldest first."""
    query = select(Delivery).where(
        Delivery.workspace_id == workspace_id, col(Delivery.state) != "failed"
    )
    if since is not None:
        query = query.where(col(Delivery.started_at) >= since)
    return session.exec(query.order_by(col(Delivery.started_at), col(Delivery.id))).all()


def spent_on_nothing(
    session: Session, workspace_id: UUID, *, since: datetime | None
) -> Sequence[Permit]:
    """Permits that were used though there is no delivery."""
    query = (
        select(Permit)
        .outerjoin(Delivery, col(Delivery.permit_id) == Permit.id)
        .where(
            Permit.workspace_id == workspace_id,
            col(Permit.used_at).is_not(None),
            col(Delivery.id).is_(None),
        )
    )
    if since is not None:
        query = query.where(col(Permit.issued_at) >= since)
    return session.exec(query.order_by(col(Permit.issued_at), col(Permit.id))).all()


def outbox(session: Session, workspace_id: UUID) -> Sequence[Delivery]:
    return session.exec(
        select(Delivery)
        .where(Delivery.workspace_id == workspace_id)
        .order_by(col(Delivery.started_at), col(Delivery.id))
    ).all()


def epoch_of_turn(session: Session, workspace_id: UUID, turn_id: UUID) -> int | None:
    return session.exec(
        select(Turn.control_epoch).where(Turn.workspace_id == workspace_id, Turn.id == turn_id)
    ).one_or_none()


def last_heard_at(session: Session, workspace_id: UUID, conversation_id: UUID) -> datetime | None:
    """When the prospect last wrote."""
    return session.exec(
        select(Event.at)
        .where(
            Event.workspace_id == workspace_id,
            Event.conversation_id == conversation_id,
            Event.actor == "prospect",
        )
        .order_by(col(Event.seq).desc())
        .limit(1)
    ).one_or_none()
