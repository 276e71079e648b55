"""Workspaces and their members: who they are, how they sign in, and the switch that stops all."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import repository
from salesgenix.accounts.models import (
    Member,
    PlatformStop,
    SignIn,
    SignInFailure,
    SiteKey,
    Workspace,
)
from salesgenix.accounts.rules import (
    FAILURE_WINDOW,
    MAX_FAILURES,
    MAX_PASSWORD_CHARACTERS,
    SIGN_IN_LASTS,
    Profile,
    Role,
    SignInRefused,
    WorkingHours,
    checked_origins,
    checked_password,
    normalise_email,
)
from salesgenix.db import Wakeup, announce, keyring_of, read_sealed, write_sealed
from salesgenix.kit.errors import Conflict, Forbidden, LimitExceeded, NotFound
from salesgenix.kit.ids import new_token
from salesgenix.kit.passwords import hash_password, is_password

INSTALLATION = UUID(
    int=0
)  # whose pepper makes a person's sign-in index, before a workspace is known


@dataclass(frozen=True, slots=True)
class WorkspaceCard:
    id: UUID
    slug: str
    name: str
    profile: Profile
    paused_at: datetime | None
    pause_reason: str | None
    source_digest: str

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None


@dataclass(frozen=True, slots=True)
class MemberCard:
    """``hours`` is ``WorkingHours`` as JSON, on the wall clock of ``zone``."""

    id: UUID
    workspace_id: UUID
    subject_ref: UUID
    name: str
    email: str
    role: Role
    zone: str
    hours: dict[str, list[list[str]]]
    takes_meetings: bool
    weight: int  # their share when meetings are dealt out
    is_active: bool
    has_password: bool


@dataclass(frozen=True, slots=True)
class SiteCard:
    id: UUID
    workspace_id: UUID
    key: str
    origins: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A member to be. Without a password there is no way in but a link given by the house."""

    name: str
    email: str
    role: Role
    zone: str = "UTC"
    hours: WorkingHours | None = None
    takes_meetings: bool = False
    weight: int = 1
    password: str | None = None


def open_workspace(
    session: Session, slug: str, name: str, profile: Profile, *, now: datetime
) -> WorkspaceCard:
    """``Conflict`` (``slug.taken``) when there is one of that slug."""
    if repository.workspace_by_slug(session, slug) is not None:
        raise Conflict("slug.taken", f"There is a workspace {slug!r} already.", slug=slug)
    row = Workspace(slug=slug, name=name, profile=profile.model_dump(mode="json"), created_at=now)
    session.add(row)
    session.flush()
    return _workspace_card(session, row)


def profile_of(session: Session, workspace_id: UUID) -> WorkspaceCard:
    return _workspace_card(session, _workspace(session, workspace_id))


def workspace_of_slug(session: Session, slug: str) -> WorkspaceCard | None:
    row = repository.workspace_by_slug(session, slug)
    return None if row is None else _workspace_card(session, row)


def workspaces(session: Session) -> list[WorkspaceCard]:
    """All of the installation, oldest first: for the worker's rounds and the terminal."""
    return [_workspace_card(session, row) for row in repository.workspaces(session)]


def describe(
    session: Session, workspace_id: UUID, *, name: str, profile: Profile, source_digest: str = ""
) -> WorkspaceCard:
    """Replaces what the workspace says about itself."""
    row = _workspace(session, workspace_id)
    row.name = name
    row.profile = profile.model_dump(mode="json")
    row.source_digest = source_digest
    session.add(row)
    session.flush()
    return _workspace_card(session, row)


def pause(
    session: Session, workspace_id: UUID, reason: str, by: UUID | None, *, now: datetime
) -> WorkspaceCard:
    """Stops the agent in all conversations. Pausing twice keeps the first pause."""
    row = _workspace(session, workspace_id)
    if row.paused_at is None:
        row.paused_at, row.paused_by = now, by
        write_sealed(session, row, pause_reason=reason)
        _keep_and_tell(session, row)
    return _workspace_card(session, row)


def resume(
    session: Session, workspace_id: UUID, by: UUID | None = None, *, now: datetime
) -> WorkspaceCard:
    """Ends a pause. Nothing that was withheld meanwhile is sent by this."""
    del by, now  # who and when stand in the decision log, written by the entrance
    row = _workspace(session, workspace_id)
    if row.paused_at is not None:
        row.paused_at, row.paused_by, row.pause_reason_sealed = None, None, None
        _keep_and_tell(session, row)
    return _workspace_card(session, row)


def stop_platform(session: Session, *, now: datetime) -> bool:
    """The operator's brake, for every workspace: once this is committed nothing is judged allowed
    and nothing is handed over. Stopping twice keeps the first stop; whether it was running.
    """
    repository.lock_workspaces(session)
    if repository.platform_stop(session) is not None:
        return False
    session.add(PlatformStop(stopped_at=now))
    session.flush()
    return True


def resume_platform(session: Session, *, now: datetime) -> bool:
    """What waited goes on, each piece judged again; whether it was stopped."""
    repository.lock_workspaces(session)
    row = repository.platform_stop(session)
    if row is None:
        return False
    row.resumed_at = now
    session.add(row)
    session.flush()
    return True


def is_platform_stopped(session: Session) -> bool:
    return repository.platform_stop(session) is not None


def zones_of_team(session: Session, workspace_id: UUID) -> frozenset[str]:
    return frozenset(repository.zones(session, workspace_id))


def members(
    session: Session, workspace_id: UUID, *, with_inactive: bool = False
) -> list[MemberCard]:
    rows = repository.members(session, workspace_id)
    return [_member_card(session, row) for row in rows if row.is_active or with_inactive]


def member(session: Session, workspace_id: UUID, member_id: UUID) -> MemberCard:
    return _member_card(session, _member(session, workspace_id, member_id))


def owner_of(session: Session, workspace_id: UUID) -> UUID:
    return next(card.id for card in members(session, workspace_id) if card.role is Role.OWNER)


def member_of_email(session: Session, workspace_id: UUID, email: str) -> MemberCard | None:
    """The member with that address, active or not."""
    blind = keyring_of(session).blind(workspace_id, "email", normalise_email(email))
    row = repository.member_by_email(session, workspace_id, blind)
    return None if row is None else _member_card(session, row)


def add_member(
    session: Session, workspace_id: UUID, newcomer: Newcomer, *, now: datetime
) -> MemberCard:
    """``Conflict`` (``member.known``) when the address is a member's; ``Invalid`` password."""
    if member_of_email(session, workspace_id, newcomer.email) is not None:
        raise Conflict("member.known", "The workspace has a member with that address.")
    keyring = keyring_of(session)
    address = normalise_email(newcomer.email)
    row = Member(
        workspace_id=workspace_id,
        role=newcomer.role,
        email_blind=keyring.blind(workspace_id, "email", address),
        sign_in_blind=keyring.blind(INSTALLATION, "email", address),
        created_at=now,
    )
    write_sealed(session, row, email=newcomer.email.strip())
    _fill(session, row, newcomer)
    return _member_card(session, row)


def change_member(
    session: Session, workspace_id: UUID, member_id: UUID, wanted: Newcomer, *, now: datetime
) -> list[str]:
    """Makes the member as wanted (the address stays) and active; returns the fields that changed.

    A password that is not given stays; one that is replaced ends all sessions of the member.
    """
    row = _member(session, workspace_id, member_id)
    before = _member_card(session, row)
    has_new_password = wanted.password is not None and not is_password(
        wanted.password, row.password_hash
    )
    if not has_new_password:
        wanted = Newcomer(**{**_fields(wanted), "password": None})
    row.is_active = True
    _fill(session, row, wanted)
    _refuse_without_owner(session, workspace_id)
    after = _member_card(session, row)
    if has_new_password or (before.is_active and before.role != after.role):
        repository.revoke_sign_ins(session, workspace_id, member_id, now)
    fields = ("name", "role", "zone", "hours", "takes_meetings", "weight", "is_active")
    changed = [name for name in fields if getattr(before, name) != getattr(after, name)]
    return [*changed, "password"] if has_new_password else changed


def deactivate_member(
    session: Session, workspace_id: UUID, member_id: UUID, *, now: datetime
) -> None:
    """The member can no longer sign in and takes no meetings; what they did stays on record."""
    row = _member(session, workspace_id, member_id)
    row.is_active = False
    session.add(row)
    session.flush()
    _refuse_without_owner(session, workspace_id)
    repository.revoke_sign_ins(session, workspace_id, member_id, now)


def sign_in(
    session: Session, email: str, password: str, *, now: datetime
) -> tuple[str, MemberCard]:
    """A session token, shown once, and whose it is.

    ``SignInRefused`` alike, and after like time, for an unknown address and a wrong password;
    ``LimitExceeded`` (``sign_in.too_many``) after 10 failures of the address within 15 minutes,
    the right password included. Call it in ``db.writing()``: the failure is kept though it raises.
    """
    address_blind = keyring_of(session).blind(INSTALLATION, "email", normalise_email(email))
    if repository.count_failures(session, address_blind, now - FAILURE_WINDOW) >= MAX_FAILURES:
        minutes = int(FAILURE_WINDOW.total_seconds() // 60)
        raise LimitExceeded(
            "sign_in.too_many", f"Too many attempts. Try again in {minutes} minutes."
        )
    candidates = repository.members_signing_in_as(session, address_blind)
    password = password[: MAX_PASSWORD_CHARACTERS + 1]
    hashes = [row.password_hash for row in candidates] or [None]
    matches = [is_password(password, kept) for kept in hashes]
    if not any(matches):
        repository.forget_failures(session, before=now - FAILURE_WINDOW)
        session.add(SignInFailure(address_blind=address_blind, at=now))
        raise SignInRefused("sign_in.refused", "The address and the password do not match.")
    repository.forget_failures(session, before=now - FAILURE_WINDOW, address_blind=address_blind)
    row = candidates[matches.index(True)]
    return issue_sign_in(session, row.workspace_id, row.id, now=now), _member_card(session, row)


def issue_sign_in(session: Session, workspace_id: UUID, member_id: UUID, *, now: datetime) -> str:
    """A session token for an active member, without a password: for who holds the machine."""
    row = _member(session, workspace_id, member_id)
    if not row.is_active:
        raise Forbidden("member.inactive", "This member has been deactivated.")
    token = new_token("sgs")
    session.add(
        SignIn(
            workspace_id=workspace_id,
            member_id=member_id,
            token_digest=_digest(token),
            created_at=now,
            expires_at=now + SIGN_IN_LASTS,
        )
    )
    session.flush()
    return token


def member_for_token(session: Session, token: str, *, now: datetime) -> MemberCard:
    """Whose session it is. ``Forbidden`` (``sign_in.needed``) when over, revoked or unknown."""
    row = repository.sign_in_by_token(session, _digest(token))
    if row is not None and row.revoked_at is None and now < row.expires_at:
        found = repository.member(session, row.workspace_id, row.member_id)
        if found is not None and found.is_active:
            return _member_card(session, found)
    raise Forbidden("sign_in.needed", "Sign in first.")


def sign_out(session: Session, token: str, *, now: datetime) -> None:
    """Ends the session; a token that is unknown or over is no error."""
    row = repository.sign_in_by_token(session, _digest(token))
    if row is not None and row.revoked_at is None:
        row.revoked_at = now
        session.add(row)
        session.flush()


def site_for_key(session: Session, key: str) -> SiteCard:
    """``NotFound`` for a key that never was or is revoked."""
    row = repository.site_by_key(session, key)
    if row is None:
        raise NotFound("site_key.unknown", "There is no site with this key.")
    return _site_card(row)


def sites(session: Session, workspace_id: UUID) -> list[SiteCard]:
    return [_site_card(row) for row in repository.sites(session, workspace_id)]


def add_site(
    session: Session,
    workspace_id: UUID,
    origins: Iterable[str],
    *,
    key: str | None = None,
    now: datetime,
) -> SiteCard:
    """A public key for sites at these origins. ``Conflict`` when the key is in use or revoked."""
    key = key or new_token("pk")
    if repository.is_key_used(session, key):
        raise Conflict("site_key.taken", "This site key is in use, or was revoked.")
    row = SiteKey(
        workspace_id=workspace_id, key=key, origins=checked_origins(origins), created_at=now
    )
    session.add(row)
    session.flush()
    return _site_card(row)


def allow_origins(
    session: Session, workspace_id: UUID, site_id: UUID, origins: Iterable[str]
) -> SiteCard:
    """Replaces the origins of a site key. None at all means: the widget shows nowhere."""
    row = _site(session, workspace_id, site_id)
    row.origins = checked_origins(origins)
    session.add(row)
    session.flush()
    return _site_card(row)


def revoke_site(session: Session, workspace_id: UUID, site_id: UUID, *, now: datetime) -> None:
    row = _site(session, workspace_id, site_id)
    row.revoked_at = now
    session.add(row)
    session.flush()


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _workspace(session: Session, workspace_id: UUID) -> Workspace:
    row = repository.workspace(session, workspace_id)
    if row is None:
        raise NotFound("workspace.unknown", "There is no such workspace.")
    return row


def _member(session: Session, workspace_id: UUID, member_id: UUID) -> Member:
    row = repository.member(session, workspace_id, member_id)
    if row is None:
        raise NotFound("member.unknown", "There is no such member.")
    return row


def _refuse_without_owner(session: Session, workspace_id: UUID) -> None:
    rows = repository.members(session, workspace_id)
    if not any(row.is_active and row.role == Role.OWNER for row in rows):
        raise Conflict("owner.last", "A workspace keeps at least one owner.")


def _site(session: Session, workspace_id: UUID, site_id: UUID) -> SiteKey:
    row = repository.site(session, workspace_id, site_id)
    if row is None:
        raise NotFound("site.unknown", "There is no such site.")
    return row


def _keep_and_tell(session: Session, row: Workspace) -> None:
    session.add(row)
    session.flush()
    announce(session, Wakeup(row.id, "feed", row.id))


def _fields(newcomer: Newcomer) -> dict[str, Any]:
    return {name: getattr(newcomer, name) for name in Newcomer.__slots__}


def _fill(session: Session, row: Member, wanted: Newcomer) -> None:
    if wanted.password is not None:
        row.password_hash = hash_password(checked_password(wanted.password))
    if read_sealed(session, row, "name") != wanted.name:
        write_sealed(session, row, name=wanted.name)
    row.role = wanted.role
    row.zone = wanted.zone
    row.hours = wanted.hours.as_json() if wanted.hours is not None else {}
    row.takes_meetings, row.weight = wanted.takes_meetings, wanted.weight
    session.add(row)
    session.flush()


def _workspace_card(session: Session, row: Workspace) -> WorkspaceCard:
    return WorkspaceCard(
        id=row.id,
        slug=row.slug,
        name=row.name,
        profile=Profile.model_validate(row.profile),
        paused_at=row.paused_at,
        pause_reason=read_sealed(session, row, "pause_reason"),
        source_digest=row.source_digest,
    )


def _member_card(session: Session, row: Member) -> MemberCard:
    return MemberCard(
        id=row.id,
        workspace_id=row.workspace_id,
        subject_ref=row.subject_ref,
        name=read_sealed(session, row, "name") or "",
        email=read_sealed(session, row, "email") or "",
        role=Role(row.role),
        zone=row.zone,
        hours=row.hours,
        takes_meetings=row.takes_meetings,
        weight=row.weight,
        is_active=row.is_active,
        has_password=row.password_hash is not None,
    )


def _site_card(row: SiteKey) -> SiteCard:
    return SiteCard(
        id=row.id, workspace_id=row.workspace_id, key=row.key, origins=list(row.origins)
    )
