"""A member's own calendars: connecting them, what they were found to say, what we wrote there."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from salesgenix.calendars import repository
from salesgenix.calendars.models import CalendarAccount, CalendarEntry, CalendarSource
from salesgenix.calendars.ports import CalendarError, RemoteCalendar, Trouble, Written
from salesgenix.calendars.rules import (
    GRANT_LASTS,
    STANDS,
    AccountState,
    CalendarAccess,
    EntryState,
    Kind,
    is_believed,
    is_due,
)
from salesgenix.db import Wakeup, announce, keyring_of, read_sealed, write_sealed
from salesgenix.kit.errors import Conflict, NotFound
from salesgenix.outbox import service as outbox
from salesgenix.outbox.rules import Kind as Owed

STATE_OF = {
    Trouble.NEEDS_REAUTH: AccountState.NEEDS_REAUTH,
    Trouble.UNREACHABLE: AccountState.UNREACHABLE,
    Trouble.REFUSED: AccountState.UNREACHABLE,
}


@dataclass(frozen=True, slots=True)
class SourceCard:
    id: UUID
    account_id: UUID
    ref: str
    name: str
    reads: bool
    writes: bool
    synced_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountCard:
    """Without what opens it."""

    id: UUID
    workspace_id: UUID
    member_id: UUID
    kind: Kind
    state: AccountState
    error_code: str | None
    address: str
    account: str
    synced_at: datetime | None
    sources: tuple[SourceCard, ...]

    def is_believed(self, now: datetime) -> bool:
        return is_believed(self.state, self.synced_at, now=now)


@dataclass(frozen=True, slots=True)
class Owner:
    """The member whose calendar it is."""

    member_id: UUID
    subject_ref: UUID
    email: str


def connect(
    session: Session,
    workspace_id: UUID,
    owner: Owner,
    *,
    address: str,
    account: str,
    secret: str,
    now: datetime,
) -> AccountCard:
    """A CalDAV account, to be read soon. The same one again gets the new password."""
    row = _same(session, workspace_id, owner, (address, account))
    row = row or _new(workspace_id, owner, Kind.CALDAV, now)
    row.state, row.error_code, row.changed_at = AccountState.PENDING, None, now
    write_sealed(session, row, address=address, account=account, secret=secret)
    return _kept(session, row)


def begin_grant(
    session: Session,
    workspace_id: UUID,
    owner: Owner,
    kind: Kind,
    *,
    state: str,
    verifier: str,
    now: datetime,
) -> AccountCard:
    """The member goes to the vendor (OAuth 2 with PKCE) and has to come back with ``state``."""
    found = [
        one
        for one in repository.accounts(session, workspace_id, owner.member_id)
        if one.kind == kind
    ]
    row = found[0] if found else _new(workspace_id, owner, kind, now)
    row.state_digest, row.grant_until = _digest(state), now + GRANT_LASTS
    write_sealed(session, row, verifier=verifier)
    return _kept(session, row)


def grant(session: Session, state: str, *, now: datetime) -> tuple[AccountCard, str]:
    """The account that waits for this ``state``, and its verifier, once. ``NotFound`` otherwise."""
    row = repository.account_by_grant(session, _digest(state))
    if row is None or row.grant_until is None or row.grant_until < now:
        raise NotFound("calendar.grant_unknown", "This connection was not begun here, or is over.")
    verifier = read_sealed(session, row, "verifier") or ""
    row.state_digest, row.grant_until, row.verifier_sealed = None, None, None
    return _kept(session, row), verifier


def keep_secret(
    session: Session, workspace_id: UUID, account_id: UUID, secret: str, *, now: datetime
) -> None:
    """New tokens: after a grant (then it is read soon), or because the vendor gave others."""
    row = _account(session, workspace_id, account_id)
    write_sealed(session, row, secret=secret)
    if row.state != AccountState.CONNECTED:
        row.state, row.error_code, row.changed_at = AccountState.PENDING, None, now
    _kept(session, row)


def disconnect(session: Session, workspace_id: UUID, account_id: UUID) -> tuple[UUID, ...]:
    """Forgets it with its secrets; the ids of the calendars whose busy times are to go too."""
    _account(session, workspace_id, account_id)
    gone = tuple(one.id for one in repository.sources(session, workspace_id, account_id))
    repository.forget_account(session, workspace_id, account_id)
    announce(session, Wakeup(workspace_id, "workspace", workspace_id))
    return gone


def listing(
    session: Session, workspace_id: UUID, member_id: UUID | None = None
) -> list[AccountCard]:
    rows = repository.accounts(session, workspace_id, member_id)
    return [_card(session, row) for row in rows]


def card(session: Session, workspace_id: UUID, account_id: UUID) -> AccountCard:
    return _card(session, _account(session, workspace_id, account_id))


def access(
    session: Session, workspace_id: UUID, account_id: UUID, *, owner_email: str
) -> CalendarAccess:
    """``Conflict`` (``calendar.not_connected``) where nothing is known that opens it."""
    row = _account(session, workspace_id, account_id)
    secret = read_sealed(session, row, "secret")
    if secret is None:
        raise Conflict("calendar.not_connected", "This calendar is not connected.")
    return CalendarAccess(
        kind=Kind(row.kind),
        address=read_sealed(session, row, "address") or "",
        account=read_sealed(session, row, "account") or "",
        secret=secret,
        owner=owner_email,
    )


def due(session: Session, now: datetime) -> list[AccountCard]:
    """Whose calendars are to be read, in all workspaces: the one read longest ago first."""
    return [
        _card(session, row)
        for row in repository.every_account(session)
        if row.secret_sealed is not None and is_due(row.state, row.synced_at, row.changed_at, now)
    ]


def owe_reading(session: Session, workspace_id: UUID, account_id: UUID, *, now: datetime) -> bool:
    """The account is to be read as soon as somebody has room for it."""
    return outbox.owe(
        session,
        workspace_id,
        Owed.CALENDAR_READ,
        f"{Owed.CALENDAR_READ}:{account_id}:{now:%Y-%m-%dT%H:%M:%S}",
        facts={"account": str(account_id)},
        thread=account_id,
        now=now,
    )


def note_calendars(
    session: Session,
    workspace_id: UUID,
    account_id: UUID,
    found: Sequence[RemoteCalendar],
    *,
    now: datetime,
) -> AccountCard:
    """What the account has. At first all are read, and meetings go into its own default, where the
    member has no other that they go into.
    """
    row = _account(session, workspace_id, account_id)
    known = {one.ref_blind: one for one in repository.sources(session, workspace_id, account_id)}
    takes = repository.written_to(session, workspace_id, row.member_id) is not None
    chosen = next((one for one in found if one.is_writable and one.is_default), None) or next(
        (one for one in found if one.is_writable), None
    )
    present = set()
    for one in found:
        blind = keyring_of(session).blind(workspace_id, "calendar", one.ref)
        present.add(blind)
        source = known.get(blind)
        if source is None:
            source = CalendarSource(
                workspace_id=workspace_id,
                account_id=row.id,
                member_id=row.member_id,
                subject_ref=row.subject_ref,
                ref_blind=blind,
                writes=one is chosen and not takes,
            )
        write_sealed(session, source, ref=one.ref, name=one.name)
        session.add(source)
    for blind, source in known.items():
        if blind not in present:  # it is no more: it neither says anything nor takes anything
            source.reads = source.writes = False
            session.add(source)
    row.changed_at = now
    return _kept(session, row)


def choose(
    session: Session, workspace_id: UUID, source_id: UUID, *, reads: bool, writes: bool
) -> None:
    """Meetings of a member go into one calendar at most: choosing another leaves the first."""
    source = repository.source(session, workspace_id, source_id)
    if source is None:
        raise NotFound("calendar.unknown", "There is no such calendar.")
    if writes:
        before = repository.written_to(session, workspace_id, source.member_id)
        if before is not None and before.id != source.id:
            before.writes = False
            session.add(before)
    source.reads, source.writes = reads, writes
    session.add(source)
    session.flush()
    announce(session, Wakeup(workspace_id, "workspace", workspace_id))


def memory(session: Session, workspace_id: UUID, source_id: UUID) -> str | None:
    source = repository.source(session, workspace_id, source_id)
    return None if source is None else read_sealed(session, source, "memory")


def note_read(
    session: Session,
    workspace_id: UUID,
    account_id: UUID,
    memories: Mapping[UUID, str | None],
    *,
    unread: int,
    now: datetime,
) -> None:
    """All of the account's calendars were read. Events nobody could make out are said."""
    row = _account(session, workspace_id, account_id)
    for source in repository.sources(session, workspace_id, account_id):
        if source.id in memories:
            write_sealed(session, source, memory=memories[source.id])
            source.synced_at = now
            session.add(source)
    was = row.state
    row.state, row.synced_at = AccountState.CONNECTED, now
    row.error_code = "calendar.unread_events" if unread else None
    session.add(row)
    session.flush()
    if was != row.state:
        announce(session, Wakeup(workspace_id, "workspace", workspace_id))


def note_trouble(
    session: Session,
    workspace_id: UUID,
    account_id: UUID,
    error: CalendarError,
    *,
    now: datetime,
) -> bool:
    """It gave no answer. What was read before stays; whether this is news."""
    row = repository.account(session, workspace_id, account_id)
    if row is None:
        return False
    wanted = STATE_OF[error.trouble]
    is_news = row.state != wanted
    row.state, row.error_code, row.changed_at = wanted, error.code, now
    session.add(row)
    session.flush()
    if is_news:
        announce(session, Wakeup(workspace_id, "workspace", workspace_id))
    return is_news


def unsure(
    session: Session, workspace_id: UUID, *, now: datetime, bound: timedelta = STANDS
) -> dict[UUID, AccountState]:
    """The members of whom it is not known when they are free, and why: a calendar that counts does
    not answer, or was read too long ago.
    """
    read = {one.account_id for one in repository.sources(session, workspace_id) if one.reads}
    found: dict[UUID, AccountState] = {}
    for row in repository.accounts(session, workspace_id):
        is_unread = row.id not in read and row.state == AccountState.CONNECTED
        if row.secret_sealed is None or is_unread:
            continue  # never connected, or the member wants none of it to count
        if not is_believed(row.state, row.synced_at, now=now, bound=bound):
            found[row.member_id] = AccountState(row.state)
    return found


def written_to(session: Session, workspace_id: UUID, member_id: UUID) -> UUID | None:
    """The calendar that the member's meetings go into."""
    source = repository.written_to(session, workspace_id, member_id)
    return None if source is None else source.id


def source(session: Session, workspace_id: UUID, source_id: UUID) -> SourceCard:
    row = repository.source(session, workspace_id, source_id)
    if row is None:
        raise Conflict("calendar.outdated", "This calendar is no longer connected.")
    return _source_card(session, row)


def stands_in(session: Session, workspace_id: UUID, appointment_id: UUID) -> dict[UUID, int]:
    """By calendar, the sequence in which the meeting stands there."""
    rows = repository.standing_entries(session, workspace_id, appointment_id)
    return {row.source_id: row.sequence for row in rows}


def note_entry(
    session: Session,
    workspace_id: UUID,
    appointment_id: UUID,
    source_id: UUID,
    /,
    *,
    uid: str,
    sequence: int,
    written: Written | None,
    now: datetime,
) -> None:
    """What lies there now; nothing, for ``written`` of none."""
    row = repository.entry(session, workspace_id, appointment_id, source_id)
    if row is None:
        if written is None:
            return
        row = CalendarEntry(
            workspace_id=workspace_id,
            appointment_id=appointment_id,
            source_id=source_id,
            uid=uid,
            remote_ref=written.ref,
            sequence=sequence,
            state=EntryState.WRITTEN,
            written_at=now,
        )
    if row.sequence > sequence and written is not None:
        return
    row.sequence, row.written_at = sequence, now
    row.state = EntryState.REMOVED if written is None else EntryState.WRITTEN
    row.etag = None if written is None else written.etag
    session.add(row)
    session.flush()


def _same(
    session: Session, workspace_id: UUID, owner: Owner, place: tuple[str, str]
) -> CalendarAccount | None:
    for row in repository.accounts(session, workspace_id, owner.member_id):
        there = (read_sealed(session, row, "address"), read_sealed(session, row, "account"))
        if row.kind == Kind.CALDAV and there == place:
            return row
    return None


def _new(workspace_id: UUID, owner: Owner, kind: Kind, now: datetime) -> CalendarAccount:
    return CalendarAccount(
        workspace_id=workspace_id,
        member_id=owner.member_id,
        subject_ref=owner.subject_ref,
        kind=kind,
        state=AccountState.PENDING,
        created_at=now,
        changed_at=now,
    )


def _kept(session: Session, row: CalendarAccount) -> AccountCard:
    session.add(row)
    session.flush()
    announce(session, Wakeup(row.workspace_id, "workspace", row.workspace_id))
    return _card(session, row)


def _account(session: Session, workspace_id: UUID, account_id: UUID) -> CalendarAccount:
    row = repository.account(session, workspace_id, account_id)
    if row is None:
        raise NotFound("calendar.unknown", "There is no such calendar account.")
    return row


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _card(session: Session, row: CalendarAccount) -> AccountCard:
    return AccountCard(
        id=row.id,
        workspace_id=row.workspace_id,
        member_id=row.member_id,
        kind=Kind(row.kind),
        state=AccountState(row.state),
        error_code=row.error_code,
        address=read_sealed(session, row, "address") or "",
        account=read_sealed(session, row, "account") or "",
        synced_at=row.synced_at,
        sources=tuple(
            _source_card(session, one)
            for one in repository.sources(session, row.workspace_id, row.id)
        ),
    )


def _source_card(session: Session, row: CalendarSource) -> SourceCard:
    return SourceCard(
        id=row.id,
        account_id=row.account_id,
        ref=read_sealed(session, row, "ref") or "",
        name=read_sealed(session, row, "name") or "",
        reads=row.reads,
        writes=row.writes,
        synced_at=row.synced_at,
    )
