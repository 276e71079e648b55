"""All queries on mailboxes, their mails and the faults of addresses."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from salesgenix.actions.models import Action
from salesgenix.actions.rules import State as ActionState
from salesgenix.authority.rules import ActionKind
from salesgenix.mailboxes.models import AddressFault, Mailbox, MailMessage
from salesgenix.mailboxes.rules import READ, MailKind


def mailbox(session: Session, workspace_id: UUID) -> Mailbox | None:
    return session.exec(
        select(Mailbox)
        .where(Mailbox.workspace_id == workspace_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def to_read(session: Session) -> Sequence[UUID]:
    """The workspaces whose mailbox is read."""
    return session.exec(
        select(Mailbox.workspace_id)
        .where(col(Mailbox.state).in_(sorted(READ)), col(Mailbox.imap_host).is_not(None))
        .order_by(col(Mailbox.workspace_id))
    ).all()


def by_message_id(
    session: Session, workspace_id: UUID, id_blind: bytes, *, direction: str | None = None
) -> MailMessage | None:
    """The mail with that Message-ID; where both sides used one, ours."""
    query = select(MailMessage).where(
        MailMessage.workspace_id == workspace_id, MailMessage.id_blind == id_blind
    )
    if direction is not None:
        query = query.where(MailMessage.direction == direction)
    return session.exec(query.order_by(col(MailMessage.direction).desc()).limit(1)).one_or_none()


def of_action(session: Session, workspace_id: UUID, action_id: UUID) -> MailMessage | None:
    return session.exec(
        select(MailMessage).where(
            MailMessage.workspace_id == workspace_id,
            MailMessage.action_id == action_id,
            MailMessage.direction == "out",
        )
    ).one_or_none()


def by_unsubscription(session: Session, digest: bytes) -> MailMessage | None:
    return session.exec(
        select(MailMessage).where(MailMessage.unsubscribe_digest == digest)
    ).one_or_none()


def row(session: Session, workspace_id: UUID, mail_id: UUID) -> MailMessage | None:
    return session.exec(
        select(MailMessage).where(
            MailMessage.workspace_id == workspace_id, MailMessage.id == mail_id
        )
    ).one_or_none()


def heard(
    session: Session, workspace_id: UUID, conversation_id: UUID, *, limit: int
) -> Sequence[MailMessage]:
    """What people wrote in a conversation by mail, newest first."""
    return session.exec(
        select(MailMessage)
        .where(
            MailMessage.workspace_id == workspace_id,
            MailMessage.conversation_id == conversation_id,
            MailMessage.direction == "in",
            MailMessage.kind == MailKind.MESSAGE,
        )
        .order_by(col(MailMessage.at).desc(), col(MailMessage.id).desc())
        .limit(limit)
    ).all()


def of_conversation(
    session: Session, workspace_id: UUID, conversation_id: UUID
) -> Sequence[MailMessage]:
    """Both ways, oldest first."""
    return session.exec(
        select(MailMessage)
        .where(
            MailMessage.workspace_id == workspace_id,
            MailMessage.conversation_id == conversation_id,
        )
        .order_by(col(MailMessage.at), col(MailMessage.id))
    ).all()


def automatic_replies(
    session: Session, workspace_id: UUID, conversation_id: UUID, *, since: datetime
) -> int:
    """How many answers of the agent have left by mail, or hold a place."""
    counted = [
        ActionState.AWAITING_APPROVAL,
        ActionState.AUTHORISED,
        ActionState.CLAIMED,
        ActionState.DONE,
        ActionState.IN_DOUBT,
    ]
    return session.exec(
        select(func.count(col(Action.id))).where(
            Action.workspace_id == workspace_id,
            Action.conversation_id == conversation_id,
            Action.kind == ActionKind.MAIL_REPLY,
            col(Action.turn_id).is_not(None),
            col(Action.state).in_(counted),
            col(Action.created_at) >= since,
        )
    ).one()


def fault(session: Session, workspace_id: UUID, action_id: UUID, code: str) -> AddressFault | None:
    return session.exec(
        select(AddressFault).where(
            AddressFault.workspace_id == workspace_id,
            AddressFault.action_id == action_id,
            AddressFault.code == code,
        )
    ).one_or_none()


def faults(
    session: Session, workspace_id: UUID, address_blind: bytes, *, since: datetime
) -> Sequence[AddressFault]:
    return session.exec(
        select(AddressFault)
        .where(
            AddressFault.workspace_id == workspace_id,
            AddressFault.address_blind == address_blind,
            col(AddressFault.at) >= since,
        )
        .order_by(col(AddressFault.at))
    ).all()


def sent_to(
    session: Session, workspace_id: UUID, address_blind: bytes
) -> Sequence[tuple[UUID | None, datetime]]:
    """Action and time of what a server has taken for that address."""
    return session.exec(
        select(MailMessage.action_id, MailMessage.at)
        .join(
            Action,
            (col(Action.id) == MailMessage.action_id)
            & (col(Action.workspace_id) == MailMessage.workspace_id),
        )
        .where(
            MailMessage.workspace_id == workspace_id,
            Action.workspace_id == workspace_id,
            MailMessage.address_blind == address_blind,
            MailMessage.direction == "out",
            Action.state == ActionState.DONE,
        )
        .order_by(col(MailMessage.at))
    ).all()
