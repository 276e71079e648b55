"""What protects a person: stop marks, requests about their data, the vault, and what we know."""

from collections.abc import Iterable
from contextlib import suppress as suppress_error
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from salesgenix.db import (
    Wakeup,
    announce,
    journal_of,
    keyring_of,
    read_sealed,
    write_sealed,
)
from salesgenix.kit.errors import Conflict
from salesgenix.kit.journal import Kind
from salesgenix.leads import service as leads
from salesgenix.leads.rules import normalise_phone
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import repository
from salesgenix.privacy.models import Suppression, VaultEntry
from salesgenix.privacy.rules import (
    MarkKind,
    SuppressionReason,
    VaultItem,
)


@dataclass(frozen=True, slots=True)
class KnownItem:
    """One thing we hold about a person: what, its value, where it came from and since when."""

    field: str
    value: str
    source: str
    collected_at: datetime


def suppress(
    session: Session,
    workspace_id: UUID,
    subject_ref: UUID,
    emails: Iterable[str] = (),
    *,
    reason: SuppressionReason | str,
    now: datetime,
) -> None:
    """Marks the person, the given addresses and those we hold of them: no contact from now on.

    At once, without anybody's order, and for as long as the person does not lift it. Doing it again
    changes nothing; a mark that was lifted is set again.
    """
    why = SuppressionReason(reason)
    marks = _marks_of_person(session, workspace_id, subject_ref, emails)
    kept = {row.mark: row for row in repository.suppressions(session, workspace_id, list(marks))}
    for mark, kind in marks.items():
        row = kept.get(mark)
        if row is None:
            fresh = Suppression(
                workspace_id=workspace_id, mark=mark, kind=kind, reason=why, created_at=now
            )
            _add_once(session, fresh)
        elif row.lifted_at is not None:
            row.lifted_at, row.reason, row.created_at = None, why, now
            session.add(row)
        else:
            continue
        facts = {"mark": mark.hex(), "kind": str(kind), "reason": str(why)}
        journal_of(session).append(Kind.SUPPRESSION, workspace_id, facts)
    session.flush()
    announce(session, Wakeup(workspace_id, "feed", subject_ref))


def suppress_address(
    session: Session,
    workspace_id: UUID,
    mark: bytes,
    *,
    reason: SuppressionReason | str,
    now: datetime,
) -> None:
    """Marks one address alone, by its index: it cannot be reached, or is to be left in peace. Who
    has another is reached there.
    """
    found = repository.suppressions(session, workspace_id, [mark])
    if found and found[0].lifted_at is None:
        return
    why = SuppressionReason(reason)
    if found:
        found[0].lifted_at, found[0].reason, found[0].created_at = None, why, now
        session.add(found[0])
    else:
        fresh = Suppression(
            workspace_id=workspace_id, mark=mark, kind=MarkKind.EMAIL, reason=why, created_at=now
        )
        _add_once(session, fresh)
    facts = {"mark": mark.hex(), "kind": str(MarkKind.EMAIL), "reason": str(why)}
    journal_of(session).append(Kind.SUPPRESSION, workspace_id, facts)
    session.flush()


def is_suppressed(
    session: Session,
    workspace_id: UUID,
    *,
    subject_ref: UUID | None = None,
    lead: LeadCard | None = None,
    email: str | None = None,
    phone: str | None = None,
) -> bool:
    """Whether any of these must not be contacted, or another lead with the same address. ``lead``
    is the person where the caller has read them already, else ``subject_ref``.
    """
    marks: dict[bytes, MarkKind] = {}
    if lead is not None:
        marks |= _marks_of_lead(session, workspace_id, lead)
    elif subject_ref is not None:
        marks |= _marks_of_person(session, workspace_id, subject_ref, [])
    if email is not None:
        marks[_email_mark(session, workspace_id, email)] = MarkKind.EMAIL
        for other in leads.same_person(session, workspace_id, email):
            marks[_subject_mark(session, workspace_id, other.subject_ref)] = MarkKind.SUBJECT
    if phone is not None:
        marks |= _phone_mark(session, workspace_id, phone)
    rows = repository.suppressions(session, workspace_id, list(marks))
    return any(row.lifted_at is None for row in rows)


def has_stopped(session: Session, workspace_id: UUID, subject_ref: UUID) -> bool:
    """Whether the person themselves is marked, and not only an address of theirs."""
    mark = _subject_mark(session, workspace_id, subject_ref)
    return any(r.lifted_at is None for r in repository.suppressions(session, workspace_id, [mark]))


def lift(session: Session, workspace_id: UUID, subject_ref: UUID, *, now: datetime) -> None:
    """Ends the stop marks of a person, at that person's own word only."""
    marks = _marks_of_person(session, workspace_id, subject_ref, [])
    for row in repository.suppressions(session, workspace_id, list(marks)):
        if row.lifted_at is None:
            row.lifted_at = now
            session.add(row)
            facts = {"mark": row.mark.hex()}
            journal_of(session).append(Kind.SUPPRESSION_LIFTED, workspace_id, facts)
    session.flush()
    announce(session, Wakeup(workspace_id, "feed", subject_ref))


def follow_suppression(
    session: Session,
    workspace_id: UUID,
    mark: bytes,
    kind: str,
    *,
    reason: str,
    is_lifted: bool = False,
    now: datetime,
) -> None:
    """Sets or lifts one mark as the journal says it was, in a database that has forgotten it."""
    found = repository.suppressions(session, workspace_id, [mark])
    row = found[0] if found else None
    if row is None:
        if is_lifted:
            return
        row = Suppression(
            workspace_id=workspace_id,
            mark=mark,
            kind=MarkKind(kind),
            reason=SuppressionReason(reason),
            created_at=now,
        )
    row.lifted_at = (row.lifted_at or now) if is_lifted else None
    session.add(row)
    session.flush()


def marks_in_force(
    session: Session, workspace_id: UUID
) -> list[tuple[bytes, MarkKind, SuppressionReason]]:
    """Every stop mark of the workspace: what a new journal begins with."""
    rows = repository.suppressions_in_force(session, workspace_id)
    return [(row.mark, MarkKind(row.kind), SuppressionReason(row.reason)) for row in rows]


def load_vault(session: Session, workspace_id: UUID, conversation_id: UUID) -> list[VaultItem]:
    """The pseudonyms of a conversation; those of an erased person are left out."""
    return [
        VaultItem(
            token=row.token,
            entity=row.entity,
            value=value,
            owner=row.owner,
            referent=row.referent or "",
            cue=read_sealed(session, row, "cue") or "",
        )
        for row in repository.vault(session, workspace_id, conversation_id)
        if (value := read_sealed(session, row, "value")) is not None
    ]


def keep_vault(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    subject_ref: UUID,
    *,
    items: Iterable[VaultItem],
    now: datetime,
) -> None:
    """Adds new pseudonyms. A token means one value of one person for ever: ``Conflict`` when it
    has another.
    """
    kept = {row.token: row for row in repository.vault(session, workspace_id, conversation_id)}
    for item in items:
        present = kept.get(item.token)
        if present is not None:
            if _meaning(session, present) != (item.value, item.owner, item.referent, item.cue):
                raise Conflict("vault.token", "This pseudonym stands for something else.")
            continue
        row = VaultEntry(
            workspace_id=workspace_id,
            conversation_id=conversation_id,
            subject_ref=subject_ref,
            entity=item.entity,
            token=item.token,
            owner=item.owner,
            referent=item.referent or None,
            created_at=now,
        )
        write_sealed(session, row, value=item.value, cue=item.cue or None)
        session.add(row)
        kept[item.token] = row
    session.flush()


def _meaning(session: Session, row: VaultEntry) -> tuple[str | None, str, str, str]:
    cue = read_sealed(session, row, "cue") or ""
    return read_sealed(session, row, "value"), row.owner, row.referent or "", cue


def correct_vault(
    session: Session, workspace_id: UUID, subject_ref: UUID, *, wrong: Iterable[str], right: str
) -> int:
    """What stood for a wrong value of this person stands for the right one; how often it did.
    Somebody else of the same name keeps it.
    """
    gone, count = {value.casefold() for value in wrong}, 0
    for row in repository.vault_of_subject(session, workspace_id, subject_ref):
        value = read_sealed(session, row, "value")
        is_anothers = row.entity == "PERSON" and row.owner != "prospect"
        if value is not None and value.casefold() in gone and not is_anothers:
            write_sealed(session, row, value=right)
            session.add(row)
            count += 1
    session.flush()
    return count


def what_we_know(session: Session, workspace_id: UUID, subject_ref: UUID) -> list[KnownItem]:
    """Everything held about a person besides the conversation itself, oldest first.

    It answers "what do you know about me?" there and then. What the person asks is only ever told
    for their own ``subject_ref``: another lead with the same address stays out of it, since an
    address typed into a chat proves nothing.
    """
    lead = leads.card_of_subject(session, workspace_id, subject_ref)
    if lead is None:
        return []
    items = [
        KnownItem(fact.field, fact.value, fact.source, fact.collected_at) for fact in lead.facts
    ]
    settled = {"language": lead.language, "time zone": lead.zone}
    items += [
        KnownItem(field, value, lead.source, lead.created_at)
        for field, value in settled.items()
        if value
    ]
    if is_suppressed(session, workspace_id, subject_ref=subject_ref):
        items.append(KnownItem("contact", "stopped", lead.source, lead.touched_at))
    return items


def _add_once(session: Session, mark: Suppression) -> None:
    """A stop must not fail because another one of the same person came in the same instant."""
    with suppress_error(IntegrityError), session.begin_nested():
        session.add(mark)
        session.flush()


def _marks_of_person(
    session: Session, workspace_id: UUID, subject_ref: UUID, emails: Iterable[str]
) -> dict[bytes, MarkKind]:
    marks = {_subject_mark(session, workspace_id, subject_ref): MarkKind.SUBJECT}
    for email in emails:
        marks[_email_mark(session, workspace_id, email)] = MarkKind.EMAIL
    lead = leads.card_of_subject(session, workspace_id, subject_ref)
    return marks if lead is None else marks | _marks_of_lead(session, workspace_id, lead)


def _marks_of_lead(session: Session, workspace_id: UUID, lead: LeadCard) -> dict[bytes, MarkKind]:
    marks = {_subject_mark(session, workspace_id, lead.subject_ref): MarkKind.SUBJECT}
    if lead.email:
        marks[_email_mark(session, workspace_id, lead.email)] = MarkKind.EMAIL
    if lead.phone:
        marks |= _phone_mark(session, workspace_id, lead.phone)
    return marks


def _subject_mark(session: Session, workspace_id: UUID, subject_ref: UUID) -> bytes:
    return keyring_of(session).blind(workspace_id, "subject", str(subject_ref))


def _email_mark(session: Session, workspace_id: UUID, email: str) -> bytes:
    return leads.email_index(session, workspace_id, email)


def _phone_mark(session: Session, workspace_id: UUID, phone: str) -> dict[bytes, MarkKind]:
    e164 = normalise_phone(phone)
    if e164 is None:
        return {}
    return {keyring_of(session).blind(workspace_id, "phone", e164): MarkKind.PHONE}
