"""All queries of the decision log."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlmodel import Session, col, select

from salesgenix.decisions.models import Decision, DecisionHead, DecisionPayload
from salesgenix.decisions.rules import genesis

PAGE = 500


def locked_head(session: Session, workspace_id: UUID) -> DecisionHead:
    """The log's end, locked until the transaction ends: one writer at a time per workspace."""
    query = select(DecisionHead).where(DecisionHead.workspace_id == workspace_id)
    locked = query.with_for_update().execution_options(populate_existing=True)
    row = session.exec(locked).one_or_none()
    if row is None:
        row = DecisionHead(workspace_id=workspace_id, seq=0, leaf=genesis(workspace_id))
        session.add(row)
    return row


def head(session: Session, workspace_id: UUID) -> tuple[int, str]:
    row = session.exec(
        select(DecisionHead.seq, DecisionHead.leaf).where(DecisionHead.workspace_id == workspace_id)
    ).one_or_none()
    return (row[0], row[1]) if row else (0, genesis(workspace_id))


def in_order(
    session: Session, workspace_id: UUID, *, subject_ref: UUID | None = None
) -> Iterator[Decision]:
    """Every record in sequence order, a page at a time: memory does not grow with the log."""
    after = 0
    while True:
        query = select(Decision).where(Decision.workspace_id == workspace_id, Decision.seq > after)
        if subject_ref is not None:
            query = query.where(Decision.subject_ref == subject_ref)
        page = session.exec(query.order_by(col(Decision.seq)).limit(PAGE)).all()
        after = page[-1].seq if page else after
        for row in page:
            session.expunge(row)
            yield row
        if len(page) < PAGE:
            return


def newest_first(
    session: Session,
    workspace_id: UUID,
    *,
    conversation_ref: UUID | None,
    type_: str | None,
    outcomes: Collection[str],
    before: int | None,
    limit: int,
) -> list[Decision]:
    query = select(Decision).where(Decision.workspace_id == workspace_id)
    if conversation_ref is not None:
        query = query.where(Decision.conversation_ref == conversation_ref)
    if type_ is not None:
        query = query.where(Decision.type == type_)
    if outcomes:
        query = query.where(col(Decision.outcome).in_(outcomes))
    if before is not None:
        query = query.where(Decision.seq < before)
    return list(session.exec(query.order_by(col(Decision.seq).desc()).limit(limit)).all())


def of_turn(session: Session, workspace_id: UUID, turn_id: UUID) -> list[Decision]:
    query = select(Decision).where(
        Decision.workspace_id == workspace_id, Decision.turn_id == turn_id
    )
    return list(session.exec(query.order_by(col(Decision.seq))).all())


def of_action(session: Session, workspace_id: UUID, action_id: UUID) -> list[Decision]:
    query = select(Decision).where(
        Decision.workspace_id == workspace_id, Decision.action_id == action_id
    )
    return list(session.exec(query.order_by(col(Decision.seq))).all())


def by_seq(session: Session, workspace_id: UUID, seq: int) -> Decision | None:
    return session.exec(
        select(Decision).where(Decision.workspace_id == workspace_id, Decision.seq == seq)
    ).one_or_none()


def payloads_of(
    session: Session, workspace_id: UUID, decision_ids: list[UUID]
) -> list[DecisionPayload]:
    query = select(DecisionPayload).where(
        DecisionPayload.workspace_id == workspace_id,
        col(DecisionPayload.decision_id).in_(decision_ids),
    )
    return list(session.exec(query).all())
