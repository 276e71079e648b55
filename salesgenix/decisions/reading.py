"""Reading the log: for people with its reasons, for machines byte by byte.

A module of its own beside ``service`` to keep that file a page long.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.db import place_of, read_sealed
from salesgenix.decisions import repository
from salesgenix.decisions.models import Decision
from salesgenix.decisions.rules import genesis, parse
from salesgenix.decisions.sentences import FALLBACK, explain
from salesgenix.kit.errors import NotFound
from salesgenix.kit.merkle import HASH_BYTES, extend


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A record as people read it: ``body`` is the parsed record, ``words`` its plain sentence."""

    id: UUID
    seq: int
    at: datetime
    type: str
    outcome: str
    body: dict[str, Any]
    words: str
    leaf: str
    conversation_ref: UUID | None
    subject_ref: UUID | None
    action_id: UUID | None
    turn_id: UUID | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A record as it was hashed."""

    seq: int
    id: UUID
    at: datetime
    record: bytes
    subject_ref: UUID | None


@dataclass(frozen=True, slots=True)
class PayloadRow:
    """What a record refers to, as it lies there; ``place`` is bound into the seal."""

    id: UUID
    decision_id: UUID
    part: str
    sealed: bytes | None
    place: str
    subject_ref: UUID


@dataclass(frozen=True, slots=True)
class HeadCard:
    """The log's end. ``size`` counts from the beginning, pruned records too; ``leaf`` and
    ``pruned_leaf`` are hexadecimal. ``frontier`` is that of ``kit.merkle``.
    """

    size: int
    leaf: str
    frontier: tuple[bytes, ...]
    pruned: int
    pruned_frontier: tuple[bytes, ...]
    pruned_leaf: str
    key_epoch: int


def head(session: Session, workspace_id: UUID) -> HeadCard:
    row = repository.head(session, workspace_id)
    if row is None:
        return HeadCard(0, genesis(workspace_id), (), 0, (), "", 1)
    return _head_card(session, row)


def lock_head(session: Session, workspace_id: UUID) -> HeadCard:
    """The log's end; nothing is appended by anyone else until this transaction ends."""
    return _head_card(session, repository.locked_head(session, workspace_id))


def _head_card(session: Session, row: Any) -> HeadCard:
    return HeadCard(
        size=row.seq,
        leaf=row.leaf,
        frontier=frontier_of(session, row),
        pruned=row.pruned,
        pruned_frontier=_cut(row.pruned_frontier),
        pruned_leaf=row.pruned_leaf,
        key_epoch=row.key_epoch,
    )


def frontier_of(session: Session, row: Any) -> tuple[bytes, ...]:
    """The kept frontier; of a log that was begun before one was kept, it is built once."""
    if len(row.frontier) == HASH_BYTES * row.seq.bit_count():
        return _cut(row.frontier)
    size, frontier = row.pruned, list(_cut(row.pruned_frontier))
    for leaf in leaves(session, row.workspace_id):
        frontier = extend(frontier, size, leaf)
        size += 1
    return tuple(frontier)


def _cut(hashes: bytes) -> tuple[bytes, ...]:
    return tuple(hashes[start : start + HASH_BYTES] for start in range(0, len(hashes), HASH_BYTES))


def leaves(session: Session, workspace_id: UUID, *, after: int = 0) -> Iterator[bytes]:
    """The leaf hashes of the kept records after ``after``, in order."""
    for _, leaf in repository.leaves(session, workspace_id, after=after):
        yield bytes.fromhex(leaf)


def rows(
    session: Session,
    workspace_id: UUID,
    *,
    upto: int,
    subject_ref: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[DecisionRow]:
    """Records up to ``upto`` in order, of one person or of ``since <= at < until``."""
    for row in repository.in_order(
        session, workspace_id, upto=upto, subject_ref=subject_ref, since=since, until=until
    ):
        yield DecisionRow(row.seq, row.id, row.at, row.record, row.subject_ref)


def payload_rows(
    session: Session, workspace_id: UUID, decision_ids: Sequence[UUID]
) -> list[PayloadRow]:
    """What is still there of these records' payloads, sealed."""
    return [
        PayloadRow(
            id=row.id,
            decision_id=row.decision_id,
            part=row.part,
            sealed=row.content_sealed,
            place=place_of(row, "content"),
            subject_ref=row.subject_ref,
        )
        for row in repository.payloads_of(session, workspace_id, decision_ids)
    ]


def forget_payloads(session: Session, workspace_id: UUID, subject_ref: UUID) -> list[UUID]:
    """Deletes a person's payloads and returns their ids, which a record then has to list
    (``erasure.executed``, ``retention.purged``): what is missing without one is tampering.
    """
    return repository.forget_payloads(session, workspace_id, subject_ref)


def open_intents(session: Session, before: datetime) -> list[tuple[UUID, UUID]]:
    """Workspace and action of each intent recorded by then whose effect is not, oldest first."""
    return repository.intents_before(session, before)


def listing(
    session: Session,
    workspace_id: UUID,
    *,
    conversation_ref: UUID | None = None,
    subject_ref: UUID | None = None,
    type_: str | None = None,
    types: Collection[str] = (),
    outcomes: Collection[str] = (),
    automation: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 50,
    language: str = FALLBACK,
) -> list[DecisionCard]:
    """Newest first; page on with ``before`` = the last seq seen. ``since <= at < until``;
    ``types`` or one ``type_``. The sentences are in ``language``.
    """
    found = repository.newest_first(
        session,
        workspace_id,
        conversation_ref=conversation_ref,
        subject_ref=subject_ref,
        types=types if type_ is None else (type_,),
        outcomes=outcomes,
        automation=automation,
        since=since,
        until=until,
        before=before,
        limit=limit,
    )
    return [_card(row, language) for row in found]


def of_turn(
    session: Session, workspace_id: UUID, turn_id: UUID, *, language: str = FALLBACK
) -> list[DecisionCard]:
    """Why a reply is what it is: everything decided in its turn, in order."""
    return [_card(row, language) for row in repository.of_turn(session, workspace_id, turn_id)]


def of_action(
    session: Session, workspace_id: UUID, action_id: UUID, *, language: str = FALLBACK
) -> list[DecisionCard]:
    """Everything decided about one action, in order."""
    return [_card(row, language) for row in repository.of_action(session, workspace_id, action_id)]


def card(
    session: Session, workspace_id: UUID, seq: int, *, language: str = FALLBACK
) -> DecisionCard:
    return _card(_existing(session, workspace_id, seq), language)


def raw(session: Session, workspace_id: UUID, seq: int) -> bytes:
    """The record's own bytes, as they were hashed."""
    return _existing(session, workspace_id, seq).record


def _existing(session: Session, workspace_id: UUID, seq: int) -> Decision:
    row = repository.by_seq(session, workspace_id, seq)
    if row is None:
        raise NotFound("decision.unknown", "There is no such decision.")
    return row


def payloads(session: Session, workspace_id: UUID, decision_id: UUID) -> dict[str, str | None]:
    """Part → text; ``None`` where the person has been erased. Callers check the reader's role."""
    found = repository.payloads_of(session, workspace_id, [decision_id])
    return {row.part: read_sealed(session, row, "content") for row in found}


def export_lines(
    session: Session, workspace_id: UUID, *, subject_ref: UUID | None = None
) -> Iterator[bytes]:
    """JSON Lines: each record's own bytes, unchanged, so that anyone can hash them again."""
    for row in repository.in_order(session, workspace_id, subject_ref=subject_ref):
        yield row.record + b"\n"


def _card(row: Decision, language: str) -> DecisionCard:
    body = parse(row.record)
    return DecisionCard(
        id=row.id,
        seq=row.seq,
        at=row.at,
        type=row.type,
        outcome=row.outcome,
        body=body,
        words=explain(body, language),
        leaf=row.leaf,
        conversation_ref=row.conversation_ref,
        subject_ref=row.subject_ref,
        action_id=row.action_id,
        turn_id=row.turn_id,
    )
