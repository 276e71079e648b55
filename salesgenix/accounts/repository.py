"""Every query on workspaces, members, their sessions and site keys."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from salesgenix.accounts.models import (
    Member,
    PlatformStop,
    SignIn,
    SignInFailure,
    SiteKey,
    Workspace,
)


def workspace(session: Session, workspace_id: UUID) -> Workspace | None:
    return session.get(Workspace, workspace_id, populate_existing=True)


def workspace_by_slug(session: Session, slug: str) -> Workspace | None:
    return session.exec(select(Workspace).where(Workspace.slug == slug)).first()


def workspaces(session: Session) -> list[Workspace]:
    return list(session.exec(select(Workspace).order_by(col(Workspace.created_at))))


def lock_workspaces(session: Session) -> None:
    """Whoever judges or claims in any of them has come to an end, or waits until we have."""
    query = select(Workspace.id).order_by(col(Workspace.id)).with_for_update(key_share=True)
    session.exec(query).all()


def platform_stop(session: Session) -> PlatformStop | None:
    """The one that holds now."""
    return session.exec(
        select(PlatformStop)
        .where(col(PlatformStop.resumed_at).is_(None))
        .order_by(col(PlatformStop.stopped_at))
        .limit(1)
    ).first()


def zones(session: Session, workspace_id: UUID) -> list[str]:
    """Of everybody in the team."""
    query = select(Member.zone).where(
        Member.workspace_id == workspace_id, col(Member.is_active).is_(True)
    )
    return list(session.exec(query.distinct()))


def member(session: Session, workspace_id: UUID, member_id: UUID) -> Member | None:
    statement = select(Member).where(Member.workspace_id == workspace_id, Member.id == member_id)
    return session.exec(statement).first()


def members(session: Session, workspace_id: UUID) -> list[Member]:
    statement = select(Member).where(Member.workspace_id == workspace_id)
    return list(session.exec(statement.order_by(col(Member.created_at), col(Member.id))))


def member_by_email(session: Session, workspace_id: UUID, email_blind: bytes) -> Member | None:
    statement = select(Member).where(
        Member.workspace_id == workspace_id, Member.email_blind == email_blind
    )
    return session.exec(statement).first()


def members_signing_in_as(session: Session, sign_in_blind: bytes) -> list[Member]:
    statement = select(Member).where(
        Member.sign_in_blind == sign_in_blind, col(Member.is_active).is_(True)
    )
    return list(session.exec(statement.order_by(col(Member.created_at))))


def sign_in_by_token(session: Session, token_digest: bytes) -> SignIn | None:
    return session.exec(select(SignIn).where(SignIn.token_digest == token_digest)).first()


def revoke_sign_ins(session: Session, workspace_id: UUID, member_id: UUID, now: datetime) -> None:
    session.exec(
        update(SignIn)
        .where(
            col(SignIn.workspace_id) == workspace_id,
            col(SignIn.member_id) == member_id,
            col(SignIn.revoked_at).is_(None),
        )
        .values(revoked_at=now)
    )


def count_failures(session: Session, address_blind: bytes, since: datetime) -> int:
    statement = (
        select(func.count())
        .select_from(SignInFailure)
        .where(SignInFailure.address_blind == address_blind, SignInFailure.at > since)
    )
    return session.exec(statement).one()


def forget_failures(
    session: Session, *, before: datetime, address_blind: bytes | None = None
) -> None:
    """Deletes what is too old to count and, when an address is given, all of that address."""
    stale = col(SignInFailure.at) <= before
    if address_blind is not None:
        stale = stale | (col(SignInFailure.address_blind) == address_blind)
    session.exec(delete(SignInFailure).where(stale))


def site_by_key(session: Session, key: str) -> SiteKey | None:
    statement = select(SiteKey).where(SiteKey.key == key, col(SiteKey.revoked_at).is_(None))
    return session.exec(statement).first()


def sites(session: Session, workspace_id: UUID) -> list[SiteKey]:
    statement = select(SiteKey).where(
        SiteKey.workspace_id == workspace_id, col(SiteKey.revoked_at).is_(None)
    )
    return list(session.exec(statement.order_by(col(SiteKey.created_at), col(SiteKey.id))))


def site(session: Session, workspace_id: UUID, site_id: UUID) -> SiteKey | None:
    statement = select(SiteKey).where(
        SiteKey.workspace_id == workspace_id,
        SiteKey.id == site_id,
        col(SiteKey.revoked_at).is_(None),
    )
    return session.exec(statement).first()


def is_key_used(session: Session, key: str) -> bool:
    return session.exec(select(SiteKey.id).where(SiteKey.key == key)).first() is not None
