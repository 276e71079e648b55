"""The company's mailbox: set up, looked at, switched off. Its secrets are the adapters'."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import looks_like_email, normalise_email
from salesgenix.db import Wakeup, announce, read_sealed, write_sealed
from salesgenix.kit.errors import Invalid, NotFound
from salesgenix.mailboxes import repository
from salesgenix.mailboxes.models import Mailbox
from salesgenix.mailboxes.rules import Access, Secrets, State, state_after


@dataclass(frozen=True, slots=True)
class MailboxCard:
    """Nothing secret is in it; ``has_password``, ``has_key`` say what is kept. Mails from before
    ``since`` are not ours to answer.
    """

    id: UUID
    workspace_id: UUID
    address: str
    access: Access
    state: State
    error_code: str | None
    checked_at: datetime | None
    since: datetime
    has_password: bool
    has_key: bool
    uid_validity: int | None
    last_uid: int

    @property
    def is_on(self) -> bool:
        return self.state is not State.OFF


def configure(
    session: Session,
    workspace_id: UUID,
    address: str,
    access: Access,
    *,
    secrets: Secrets,
    now: datetime,
) -> MailboxCard:
    """Sets the mailbox up, or anew. A secret that is left empty stays as it was, but only while it
    opens the same server: a password is never shown to another.
    """
    address = normalise_email(address)
    if not looks_like_email(address):
        raise Invalid("mailbox.address", "That is not a mail address.", field="address")
    row = repository.mailbox(session, workspace_id)
    kept = Secrets() if row is None else _still_good(row, access, _secrets(session, row))
    told = {name: value for name, value in secrets.model_dump().items() if value}
    whole = Secrets.model_validate(kept.model_dump() | told)
    if not (whole.imap_username and whole.imap_password):
        raise Invalid("mailbox.password", "A user name and a password are needed to read mail.")
    if row is None:
        row = Mailbox(
            workspace_id=workspace_id, address=address, state=State.OFF, created_at=now,
            changed_at=now,
        )  # fmt: skip
    is_another = (row.address, row.imap_host, row.folder) != (
        address,
        access.imap_host,
        access.folder,
    )
    if is_another:
        row.uid_validity, row.last_uid, row.created_at = None, 0, now
    row.address = address
    for name, value in access.model_dump().items():
        setattr(row, name, value)
    row.state, row.error_code, row.checked_at, row.changed_at = State.CONNECTED, None, None, now
    write_sealed(session, row, secret=whole.model_dump_json())
    return _kept(session, row)


def find(session: Session, workspace_id: UUID) -> MailboxCard | None:
    row = repository.mailbox(session, workspace_id)
    return None if row is None else _card(session, row)


def card(session: Session, workspace_id: UUID) -> MailboxCard:
    return _card(session, _existing(session, workspace_id))


def to_read(session: Session) -> list[UUID]:
    """The workspaces whose mailbox the worker reads."""
    return list(repository.to_read(session))


def secrets_of(session: Session, workspace_id: UUID) -> Secrets:
    """For the adapters, which are built in the entrances' composition; nobody else asks."""
    return _secrets(session, _existing(session, workspace_id))


def switch_off(session: Session, workspace_id: UUID, *, now: datetime) -> MailboxCard:
    """Nothing is read any more, and the passwords are forgotten."""
    row = _existing(session, workspace_id)
    row.state, row.error_code, row.changed_at = State.OFF, None, now
    write_sealed(session, row, secret=None)
    return _kept(session, row)


def note_look(
    session: Session, workspace_id: UUID, *, error: str | None, now: datetime
) -> MailboxCard:
    """What a look at the mailbox came to. One that has been switched off meanwhile stays so."""
    row = _existing(session, workspace_id)
    if row.state != State.OFF:
        row.state = State.CONNECTED if error is None else state_after(error)
        row.error_code, row.checked_at = error, now
    return _kept(session, row)


def advance(session: Session, workspace_id: UUID, *, uid_validity: int, uid: int) -> None:
    """All up to ``uid`` has been taken in. A look that comes late takes nothing back."""
    row = repository.mailbox(session, workspace_id)
    if row is None:
        return
    if row.uid_validity != uid_validity:
        row.uid_validity, row.last_uid = uid_validity, 0
    row.last_uid = max(row.last_uid, uid)
    session.add(row)
    session.flush()


def own_addresses(session: Session, workspace_id: UUID) -> frozenset[str]:
    """From which nobody is a prospect: the company's own, and the team's."""
    profile = accounts.profile_of(session, workspace_id).profile
    box = repository.mailbox(session, workspace_id)
    members = accounts.members(session, workspace_id)
    known = [profile.sender_email, *(member.email for member in members)]
    known += [box.address] if box else []
    return frozenset(normalise_email(address) for address in known if address)


def _still_good(row: Mailbox, access: Access, kept: Secrets) -> Secrets:
    gone: dict[str, str] = {}
    if row.imap_host != access.imap_host:
        gone |= {"imap_username": "", "imap_password": ""}
    if row.smtp_host != access.smtp_host:
        gone |= {"smtp_username": "", "smtp_password": ""}
    return kept.model_copy(update=gone)


def _existing(session: Session, workspace_id: UUID) -> Mailbox:
    row = repository.mailbox(session, workspace_id)
    if row is None:
        raise NotFound("mailbox.none", "No mailbox has been set up.")
    return row


def _secrets(session: Session, row: Mailbox) -> Secrets:
    text = read_sealed(session, row, "secret")
    return Secrets() if text is None else Secrets.model_validate_json(text)


def _kept(session: Session, row: Mailbox) -> MailboxCard:
    session.add(row)
    session.flush()
    announce(session, Wakeup(row.workspace_id, "workspace", row.workspace_id))
    return _card(session, row)


def _card(session: Session, row: Mailbox) -> MailboxCard:
    secrets = _secrets(session, row)
    names = Access.model_fields
    return MailboxCard(
        id=row.id,
        workspace_id=row.workspace_id,
        address=row.address,
        access=Access.model_construct(**{name: getattr(row, name) for name in names}),
        state=State(row.state),
        error_code=row.error_code,
        checked_at=row.checked_at,
        since=row.created_at,
        has_password=bool(secrets.imap_password),
        has_key=bool(secrets.dkim_key),
        uid_validity=row.uid_validity,
        last_uid=row.last_uid,
    )
