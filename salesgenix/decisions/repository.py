"""All queries of the decision log."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, delete, insert, update
from sqlalchemy import select as rows_of
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from salesgenix.decisions.models import Decision, DecisionHead, DecisionPayload, OpenIntent
from salesgenix.decisions.rules import genesis
from salesgenix.kit.prepared import Prepared

PAGE = 500
LEAVES = 5_000  # a page of leaves alone
NAMED = 500  # ids in one query
HEAD: Table = DecisionHead.__table__  # type: ignore[attr-defined]
DECISION: Table = Decision.__table__  # type: ignore[attr-defined]
PAYLOAD: Table = DecisionPayload.__table__  # type: ignore[attr-defined]
INTENT: Table = OpenIntent.__table__  # type: ignore[attr-defined]
# Written once: to build a statement costs more than to run it.
THE_HEAD = rows_of(HEAD).where(HEAD.c.workspace_id == bindparam("of_workspace"))
LOCKED_HEAD = Prepared(THE_HEAD.with_for_update())
MOVED_HEAD = Prepared(
    update(HEAD).where(HEAD.c.workspace_id == bindparam("of_workspace")),
    sets=("seq", "leaf", "frontier"),
)
MORE_DECISIONS, MORE_PAYLOADS = Prepared(insert(DECISION)), Prepared(insert(PAYLOAD))


def head(session: Session, workspace_id: UUID) -> Row[Any] | None:
    """The log's end; none before the first record."""
    return session.execute(THE_HEAD, {"of_workspace": workspace_id}).one_or_none()


def locked_head(session: Session, workspace_id: UUID) -> Any:
    """The log's end, locked until the transaction ends: one writer at a time per workspace."""
    connection, whose = session.connection(), {"of_workspace": workspace_id}
    row = LOCKED_HEAD.first(connection, whose)
    if row is None:
        dialect = session.get_bind().dialect.name
        put = postgresql.insert if dialect == "postgresql" else sqlite.insert
        first = DecisionHead(workspace_id=workspace_id, leaf=genesis(workspace_id)).model_dump()
        connection.execute(put(HEAD).values(**first).on_conflict_do_nothing())
        row = LOCKED_HEAD.first(connection, whose)
    return row


def append(
    session: Session,
    head_values: dict[str, Any],
    decisions: Sequence[dict[str, Any]],
    payloads: Sequence[dict[str, Any]],
    *,
    at: datetime,
) -> None:
    """Writes records of one moment, what hangs beside them, and the log's new end."""
    connection, workspace = session.connection(), {"workspace_id": head_values["of_workspace"]}
    MORE_DECISIONS.put(connection, decisions, workspace | {"at": at})
    if payloads:
        MORE_PAYLOADS.put(connection, payloads, workspace)
    MOVED_HEAD.put(connection, [head_values])


def open_intent(session: Session, workspace_id: UUID, action_id: UUID) -> int | None:
    query = rows_of(INTENT.c.seq).where(
        INTENT.c.workspace_id == workspace_id, INTENT.c.action_id == action_id
    )
    return session.execute(query).scalar_one_or_none()


def keep_intent(
    session: Session, workspace_id: UUID, action_id: UUID, seq: int | None, *, at: datetime
) -> None:
    """Makes ``seq`` the action's open intent, or with none closes it."""
    connection = session.connection()
    connection.execute(
        delete(INTENT).where(INTENT.c.workspace_id == workspace_id, INTENT.c.action_id == action_id)
    )
    if seq is not None:
        values = {"workspace_id": workspace_id, "action_id": action_id, "seq": seq, "at": at}
        connection.execute(insert(INTENT).values(**values))


def last_intent(
    session: Session, workspace_id: UUID, action_id: UUID, outcomes: Collection[str]
) -> int | None:
    """The newest intent about an action, open or not."""
    query = rows_of(DECISION.c.seq).where(
        DECISION.c.workspace_id == workspace_id,
        DECISION.c.action_id == action_id,
        DECISION.c.phase == "intent",
        DECISION.c.outcome.in_(outcomes),
    )
    return session.execute(query.order_by(DECISION.c.seq.desc()).limit(1)).scalar_one_or_none()


def intents_before(session: Session, before: datetime) -> list[tuple[UUID, UUID]]:
    """Workspace and action of what was meant by then and has no effect yet."""
    query = rows_of(INTENT.c.workspace_id, INTENT.c.action_id).where(INTENT.c.at <= before)
    return [(row[0], row[1]) for row in session.execute(query.order_by(INTENT.c.at))]


def leaves(session: Session, workspace_id: UUID, *, after: int) -> Iterator[tuple[int, str]]:
    """Sequence number and leaf of each kept record, in order, a page at a time."""
    while True:
        query = select(Decision.seq, Decision.leaf).where(
            Decision.workspace_id == workspace_id, Decision.seq > after
        )
        page = session.exec(query.order_by(col(Decision.seq)).limit(LEAVES)).all()
        yield from page
        if len(page) < LEAVES:
            return
        after = page[-1][0]


def in_order(
    session: Session,
    workspace_id: UUID,
    *,
    upto: int | None = None,
    subject_ref: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[Decision]:
    """Records in sequence order, a page at a time: memory does not grow with the log."""
    after = 0
    chosen = select(Decision).where(Decision.workspace_id == workspace_id)
    if upto is not None:
        chosen = chosen.where(Decision.seq <= upto)
    if subject_ref is not None:
        chosen = chosen.where(Decision.subject_ref == subject_ref)
    if since is not None:
        chosen = chosen.where(Decision.at >= since)
    if until is not None:
        chosen = chosen.where(Decision.at < until)
    while True:
        query = chosen.where(Decision.seq > after).order_by(col(Decision.seq)).limit(PAGE)
        page = session.exec(query).all()
        for row in page:
            session.expunge(row)
            yield row
        if len(page) < PAGE:
            return
        after = page[-1].seq


def newest_first(
    session: Session,
    workspace_id: UUID,
    *,
    conversation_ref: UUID | None,
    subject_ref: UUID | None,
    types: Collection[str],
    outcomes: Collection[str],
    automation: str | None,
    since: datetime | None,
    until: datetime | None,
    before: int | None,
    limit: int,
) -> list[Decision]:
    query = select(Decision).where(Decision.workspace_id == workspace_id)
    exact = {
        "conversation_ref": conversation_ref,
        "subject_ref": subject_ref,
        "automation": automation,
    }
    query = query.filter_by(**{name: value for name, value in exact.items() if value is not None})
    if types:
        query = query.where(col(Decision.type).in_(types))
    if outcomes:
        query = query.where(col(Decision.outcome).in_(outcomes))
    if since is not None:
        query = query.where(Decision.at >= since)
    if until is not None:
        query = query.where(Decision.at < until)
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
    session: Session, workspace_id: UUID, decision_ids: Sequence[UUID]
) -> list[DecisionPayload]:
    found: list[DecisionPayload] = []
    for start in range(0, len(decision_ids), NAMED):
        query = select(DecisionPayload).where(
            DecisionPayload.workspace_id == workspace_id,
            col(DecisionPayload.decision_id).in_(decision_ids[start : start + NAMED]),
        )
        found += session.exec(query.order_by(col(DecisionPayload.id))).all()
    return found


def forget_payloads(session: Session, workspace_id: UUID, subject_ref: UUID) -> list[UUID]:
    gone = (
        delete(DecisionPayload)
        .where(
            col(DecisionPayload.workspace_id) == workspace_id,
            col(DecisionPayload.subject_ref) == subject_ref,
        )
        .returning(col(DecisionPayload.id))
    )
    return sorted(session.execute(gone).scalars())
