"""Exports as jobs: asked for, made in one or more attempts, fetched, run out; each step recorded.

The notes in the log name the person in ``facts.subject`` only, so that an export of a person holds
the decisions about them and not the story of its own making.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import Cause
from salesgenix.db import Wakeup, announce, keyring_of
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry, Outcome
from salesgenix.exports import repository
from salesgenix.exports.models import Export
from salesgenix.exports.rules import (
    LEASE,
    LINK_LASTS,
    LIVE,
    MAX_ATTEMPTS,
    Kind,
    State,
    Wanted,
    checked,
    file_name,
    key_name,
    lasts,
)
from salesgenix.exports.sealed import SealedReader
from salesgenix.kit.errors import Conflict, Invalid, NotFound, Unavailable
from salesgenix.kit.ids import new_token
from salesgenix.leads import service as leads


@dataclass(frozen=True, slots=True)
class ExportCard:
    """``size`` is the tree size that it covers, known once it has started; ``length`` in bytes."""

    id: UUID
    workspace_id: UUID
    kind: Kind
    subject_ref: UUID | None
    since: datetime | None
    until: datetime | None
    size: int | None
    language: str
    state: State
    done: int
    total: int
    length: int | None
    sha256: str | None
    signature: str | None
    requested_by: UUID | None
    request_id: UUID | None
    error_code: str | None
    created_at: datetime
    ended_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One attempt at making an export; another one has another number."""

    export_id: UUID
    workspace_id: UUID
    attempt: int
    wanted: Wanted
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What an attempt has made."""

    records: int
    length: int
    sha256: str
    signature: str


@dataclass(frozen=True, slots=True)
class Download:
    """An archive that was found whole. ``reader`` is to be closed by whoever reads it."""

    name: str
    length: int
    reader: SealedReader


def request(
    session: Session,
    workspace_id: UUID,
    wanted: Wanted,
    *,
    by: UUID | None,
    now: datetime,
    request_id: UUID | None = None,
) -> ExportCard:
    """Asks for an export; the worker makes it. ``by``: a member, none by command on the machine.
    ``NotFound`` for a person of whom nothing was ever recorded here.
    """
    wanted = checked(wanted)
    if wanted.subject_ref is not None:
        _require_somebody(session, workspace_id, wanted.subject_ref)
    head = decisions.head(session, workspace_id)
    if wanted.size is not None and not head.pruned <= wanted.size <= head.size:
        raise Invalid("export.size", "The log has no such size, or was pruned beyond it.")
    row = Export(
        workspace_id=workspace_id,
        kind=wanted.kind,
        subject_ref=wanted.subject_ref,
        since=wanted.since,
        until=wanted.until,
        size=wanted.size,
        language=wanted.language,
        requested_by=by,
        request_id=request_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    asked = {"since": wanted.since, "until": wanted.until, "size": wanted.size}
    facts = {"language": wanted.language} | {k: v for k, v in asked.items() if v is not None}
    _record(session, row, DecisionType.EXPORT_REQUESTED, Outcome.DONE, by=by, now=now, facts=facts)
    return _card(row)


def card(session: Session, workspace_id: UUID, export_id: UUID) -> ExportCard:
    return _card(_existing(session, workspace_id, export_id))


def listing(
    session: Session, workspace_id: UUID, *, before: datetime | None = None, limit: int = 50
) -> list[ExportCard]:
    """Newest first; page on with ``before`` = the last ``created_at`` seen."""
    rows = repository.newest_first(session, workspace_id, before=before, limit=limit)
    return [_card(row) for row in rows]


def for_subject(session: Session, workspace_id: UUID, subject_ref: UUID) -> list[ExportCard]:
    """Every export that holds something of this person, or may, and has not ended: their own, and
    those of everybody that have been begun.
    """
    return [
        _card(row)
        for row in repository.that_may_hold(session, workspace_id, subject_ref, tuple(LIVE))
    ]


def of_request(session: Session, workspace_id: UUID, request_id: UUID) -> ExportCard | None:
    """The newest export that answers a data request."""
    row = repository.of_request(session, workspace_id, request_id)
    return None if row is None else _card(row)


def claim(session: Session, workspace_id: UUID, export_id: UUID, *, now: datetime) -> Job | None:
    """Takes the job for ``LEASE`` and fixes what it covers: the head of the log, signed. ``None``
    when somebody else has it. A job that was tried often enough fails instead.
    """
    row = _existing(session, workspace_id, export_id)
    if row.attempts >= MAX_ATTEMPTS and row.state == State.RUNNING:
        _give_up(session, row, row.error_code or "export.interrupted", now=now)
        return None
    if not repository.take(session, workspace_id, export_id, now=now, lease_until=now + LEASE):
        return None
    row = _existing(session, workspace_id, export_id)
    signed = checkpoints.sign_head(session, workspace_id, Cause.EXPORT, now=now, size=row.size)
    row.size = signed.size
    session.add(row)
    session.flush()
    return Job(
        export_id=row.id,
        workspace_id=row.workspace_id,
        attempt=row.attempts,
        wanted=_wanted(row),
        size=signed.size,
    )


def claim_due(session: Session, *, now: datetime) -> Job | None:
    """The oldest job that waits or whose worker has died, taken; ``None`` when there is none."""
    while (row := repository.due(session, now)) is not None:
        job = claim(session, row.workspace_id, row.id, now=now)
        if job is not None:
            return job
        session.flush()
    return None


def progress(session: Session, job: Job, *, done: int, total: int, now: datetime) -> None:
    """``Conflict`` (``export.lost``) when the job is not this attempt's any more."""
    _move(session, job, done=done, total=total, lease_until=now + LEASE)


def finish(session: Session, job: Job, made: Made, *, now: datetime) -> ExportCard:
    """The archive lies there: it can be fetched until it expires."""
    row = _existing(session, job.workspace_id, job.export_id)
    _move(
        session,
        job,
        state=State.DONE,
        done=made.records,
        total=made.records,
        length=made.length,
        sha256=made.sha256,
        signature=made.signature,
        error_code=None,
        lease_until=None,
        ended_at=now,
        expires_at=now + lasts(is_for_a_person=row.request_id is not None),
    )
    facts = {"records": made.records, "sha256": made.sha256, "size": job.size}
    _record(session, row, DecisionType.EXPORT_CREATED, Outcome.DONE, by=None, now=now, facts=facts)
    return card(session, job.workspace_id, job.export_id)


def fail(session: Session, job: Job, code: str, *, permanent: bool, now: datetime) -> ExportCard:
    """Another attempt when the lease of this one is over, or the end of the trying."""
    if permanent or job.attempt >= MAX_ATTEMPTS:
        row = _existing(session, job.workspace_id, job.export_id)
        if (row.state, row.attempts) == (State.RUNNING, job.attempt):
            _give_up(session, row, code, now=now)
    else:
        repository.move(
            session,
            job.workspace_id,
            job.export_id,
            attempt=job.attempt,
            state=State.QUEUED,
            error_code=code,
            lease_until=now + LEASE / 4 * job.attempt,
        )
    return card(session, job.workspace_id, job.export_id)


def link(session: Session, workspace_id: UUID, export_id: UUID, *, now: datetime) -> str:
    """A secret with which a person without an account fetches the archive, for three days from now.

    Only its digest is kept; a new one takes the place of the one before.
    """
    row = _existing(session, workspace_id, export_id)
    if row.state not in LIVE:
        raise Conflict("export.not_live", "This export has ended.", state=row.state)
    token = new_token("sgx")
    row.link_digest = _digest(token)
    if row.state == State.DONE:
        row.expires_at = now + LINK_LASTS
    session.add(row)
    session.flush()
    return token


def card_for_link(session: Session, token: str, *, now: datetime) -> ExportCard:
    """``NotFound`` for a secret that is none; an export that has ended says so when fetched."""
    digest = _digest(token)
    row = repository.by_link(session, digest)
    if row is None or not hmac.compare_digest(row.link_digest or b"", digest):
        raise NotFound("export.unknown", "There is no such export.")
    return _expired_in_time(_card(row), now)


def open_download(
    session: Session, workspace_id: UUID, export_id: UUID, exports_dir: Path, *, now: datetime
) -> Download:
    """The archive, after its file was found whole; ``note_download`` is to follow before any of it
    is handed out. ``Conflict`` while it is being made (``export.not_done``) or when it has run out
    (``export.expired``); ``Unavailable`` (``export.broken``) for a damaged file.
    """
    found = _expired_in_time(card(session, workspace_id, export_id), now)
    if found.state is State.EXPIRED:
        raise _run_out()
    if found.state is not State.DONE or found.length is None:
        raise Conflict("export.not_done", "This export is not made.", state=found.state)
    try:
        key = keyring_of(session).workspace(workspace_id, key_name(export_id))
    except NotFound:
        raise _run_out() from None
    reader = SealedReader(sealed_path(exports_dir, export_id), key, name=str(export_id))
    try:
        _require_whole(reader, found)
    except BaseException:
        reader.close()
        raise
    return Download(_name(session, found), found.length, reader)


def note_download(
    session: Session,
    workspace_id: UUID,
    export_id: UUID,
    *,
    by: UUID | None,
    via: str,
    now: datetime,
) -> None:
    """Records that an archive is fetched. ``via``: ``member``, ``link`` or ``command``."""
    row = _existing(session, workspace_id, export_id)
    facts = {"via": via, "sha256": row.sha256}
    _record(session, row, DecisionType.EXPORT_DOWNLOADED, Outcome.DONE, by=by, now=now, facts=facts)


def destroy(
    session: Session,
    workspace_id: UUID,
    export_id: UUID,
    exports_dir: Path,
    *,
    now: datetime,
    by: UUID | None = None,
    cause: str = "erased",
) -> ExportCard:
    """Ends an export at once: its key, its file, and whatever an attempt has spooled. ``cause`` is
    ``erased``, ``cancelled`` or ``expired``. A second time changes nothing.
    """
    row = _existing(session, workspace_id, export_id)
    keyring_of(session).destroy(workspace_id, f"workspace:{key_name(export_id)}")
    for path in exports_dir.glob(f"{export_id}*"):
        path.unlink(missing_ok=True)
    has_ended = repository.end(
        session,
        workspace_id,
        export_id,
        state=State.EXPIRED,
        error_code=None if cause == "expired" else f"export.{cause}",
        link_digest=None,
        lease_until=None,
        ended_at=row.ended_at or now,
        expires_at=now,
    )
    if has_ended:
        facts = {"cause": cause}
        _record(
            session, row, DecisionType.EXPORT_EXPIRED, Outcome.EXPIRED, by=by, now=now, facts=facts
        )
    return card(session, workspace_id, export_id)


def expire_due(session: Session, exports_dir: Path, *, now: datetime) -> int:
    """Destroys every archive whose time is over; how many those were."""
    rows = repository.run_out(session, now)
    for row in rows:
        destroy(session, row.workspace_id, row.id, exports_dir, now=now, cause="expired")
    return len(rows)


def sealed_path(exports_dir: Path, export_id: UUID) -> Path:
    return exports_dir / f"{export_id}.sealed"


def _require_whole(reader: SealedReader, found: ExportCard) -> None:
    """Reads the file once to its end: nothing of a damaged one is ever handed out."""
    digest, length = hashlib.sha256(), 0
    for chunk in reader.chunks():
        digest.update(chunk)
        length += len(chunk)
    if (digest.hexdigest(), length) != (found.sha256, found.length):
        raise Unavailable("export.broken", "The archive is damaged; ask for the export again.")


def _name(session: Session, found: ExportCard) -> str:
    slug = accounts.profile_of(session, found.workspace_id).slug
    return file_name(found.kind, slug, found.ended_at or found.created_at)


def _expired_in_time(found: ExportCard, now: datetime) -> ExportCard:
    """An export whose time is over is over, whether the worker has come by or not."""
    if found.state is State.DONE and found.expires_at is not None and found.expires_at <= now:
        raise _run_out()
    return found


def _run_out() -> Conflict:
    return Conflict("export.expired", "This export has run out. Ask for it again.")


def _give_up(session: Session, row: Export, code: str, *, now: datetime) -> None:
    repository.end(
        session,
        row.workspace_id,
        row.id,
        state=State.FAILED,
        error_code=code,
        lease_until=None,
        ended_at=now,
    )
    facts = {"code": code, "attempts": row.attempts}
    _record(session, row, DecisionType.EXPORT_FAILED, Outcome.FAILED, by=None, now=now, facts=facts)


def _move(session: Session, job: Job, **values: Any) -> None:
    if not repository.move(session, job.workspace_id, job.export_id, attempt=job.attempt, **values):
        raise Conflict("export.lost", "Another attempt has this export, or it has ended.")


def _record(
    session: Session,
    row: Export,
    kind: DecisionType,
    outcome: Outcome,
    /,
    *,
    by: UUID | None,
    now: datetime,
    facts: dict[str, Any],
) -> None:
    person = {} if row.subject_ref is None else {"subject": row.subject_ref}
    asked = kind in {DecisionType.EXPORT_REQUESTED, DecisionType.EXPORT_DOWNLOADED}
    entry = Entry(
        type=kind,
        outcome=outcome,
        automation=Automation.HUMAN_MADE if asked or by else Automation.AUTO,
        actor=by,
        facts={"export": row.id, "kind": row.kind, **person, **facts},
    )
    decisions.record(session, row.workspace_id, entry, now=now)
    announce(session, Wakeup(row.workspace_id, "feed", row.id))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _require_somebody(session: Session, workspace_id: UUID, subject_ref: UUID) -> None:
    """A prospect, a member, or somebody who was erased: their records are there."""
    if leads.card_of_subject(session, workspace_id, subject_ref) is not None:
        return
    team = accounts.members(session, workspace_id, with_inactive=True)
    if any(member.subject_ref == subject_ref for member in team):
        return
    if not decisions.listing(session, workspace_id, subject_ref=subject_ref, limit=1):
        raise NotFound("person.unknown", "There is nobody of that reference.")


def _existing(session: Session, workspace_id: UUID, export_id: UUID) -> Export:
    row = repository.get(session, workspace_id, export_id)
    if row is None:
        raise NotFound("export.unknown", "There is no such export.")
    return row


def _wanted(row: Export) -> Wanted:
    return Wanted(
        kind=Kind(row.kind),
        subject_ref=row.subject_ref,
        since=row.since,
        until=row.until,
        size=row.size,
        language=row.language,
    )


def _card(row: Export) -> ExportCard:
    return ExportCard(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=Kind(row.kind),
        subject_ref=row.subject_ref,
        since=row.since,
        until=row.until,
        size=row.size,
        language=row.language,
        state=State(row.state),
        done=row.done,
        total=row.total,
        length=row.length,
        sha256=row.sha256,
        signature=row.signature,
        requested_by=row.requested_by,
        request_id=row.request_id,
        error_code=row.error_code,
        created_at=row.created_at,
        ended_at=row.ended_at,
        expires_at=row.expires_at,
    )
