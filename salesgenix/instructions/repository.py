"""All queries on instructions and the versions of their rules."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from salesgenix.accounts.models import Workspace
from salesgenix.instructions.models import Instruction, RuleVersion


def lock(session: Session, workspace_id: UUID) -> None:
    """Puts whoever changes orders in a row with whoever is about to hand something over: once the
    change is committed nothing leaves under the order as it was.
    """
    session.exec(
        select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True)
    ).one_or_none()


def by_key(session: Session, workspace_id: UUID, key: str) -> Instruction | None:
    """Locked on PostgreSQL, so that two who issue under one key follow one another."""
    return session.exec(
        select(Instruction)
        .where(Instruction.workspace_id == workspace_id, Instruction.key == key)
        .with_for_update()
    ).one_or_none()


def get(session: Session, workspace_id: UUID, instruction_id: UUID) -> Instruction | None:
    return session.exec(
        select(Instruction).where(
            Instruction.workspace_id == workspace_id, Instruction.id == instruction_id
        )
    ).one_or_none()


def instructions(session: Session, workspace_id: UUID) -> Sequence[Instruction]:
    return session.exec(
        select(Instruction)
        .where(Instruction.workspace_id == workspace_id)
        .order_by(col(Instruction.created_at), col(Instruction.id))
    ).all()


def digest_of_version(
    session: Session, workspace_id: UUID, instruction_id: UUID, version: int
) -> str | None:
    query = select(RuleVersion.digest).where(
        RuleVersion.workspace_id == workspace_id,
        RuleVersion.instruction_id == instruction_id,
        RuleVersion.version == version,
    )
    return session.exec(query).one_or_none()


def versions(
    session: Session, workspace_id: UUID, instruction_ids: Sequence[UUID]
) -> Sequence[RuleVersion]:
    """Oldest first."""
    return session.exec(
        select(RuleVersion)
        .where(
            RuleVersion.workspace_id == workspace_id,
            col(RuleVersion.instruction_id).in_(instruction_ids),
        )
        .order_by(col(RuleVersion.version))
    ).all()
