"""Signs what is due to be signed, writes it down outside the database, mails it to the owners.

Nothing here records a decision for a checkpoint: that decision would have to be signed in turn.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Role
from salesgenix.actions import service as actions
from salesgenix.actions.rules import NoticeMail
from salesgenix.actions.service import Proposed
from salesgenix.authority.rules import ActionKind, Notice
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import (
    OF_THE_CLOCK,
    Cause,
    checkpoint_text,
    due_cause,
    origin_of,
)
from salesgenix.checkpoints.service import CheckpointCard, LogState
from salesgenix.kit.checkpoint_log import CheckpointLog
from salesgenix.kit.errors import SalesgenixError

if TYPE_CHECKING:
    from worker.keeping import Keeping

LOG = structlog.get_logger()


def sign_what_is_due(keeping: "Keeping") -> int:
    """Costs one query when nothing is. What was signed and is not written outside (a crash, a full
    disk, a file that was taken away) is written now.
    """
    now = keeping.clock.now()
    count = 0
    states = _states(keeping)
    for state in states:
        signed = state.signed_size or 0
        cause = due_cause(state.size - signed, since=state.unsigned_since, now=now)
        if cause is not None:
            _sign(keeping, state.workspace_id, cause, now=now)
            count += 1
    log = keeping.db.checkpoint_log
    if log is None:
        return count
    return count + _write_outside(keeping, log, _states(keeping) if count else states, now=now)


def _states(keeping: "Keeping") -> list[LogState]:
    with keeping.db.reading() as session:
        return checkpoints.states(session)


def _sign(keeping: "Keeping", workspace_id: UUID, cause: Cause, *, now: datetime) -> None:
    with keeping.db.writing() as session:
        card = checkpoints.sign_head(session, workspace_id, cause, now=now)
    LOG.info(
        "checkpoint.signed", workspace=str(workspace_id), size=card.size, reason_code=str(cause)
    )
    if card.cause in OF_THE_CLOCK:
        try:
            _tell_owners(keeping, workspace_id, card, now=now)
        except SalesgenixError as error:  # tomorrow's letter says as much
            LOG.warning("checkpoint.not_mailed", workspace=str(workspace_id), code=error.code)


def _tell_owners(
    keeping: "Keeping", workspace_id: UUID, card: CheckpointCard, *, now: datetime
) -> None:
    """Once a day with new records, from the second day on: the note itself, for each to keep.

    The letter's own records are signed within the day, so it brings about no other.
    """
    with keeping.db.writing() as session:
        if not checkpoints.is_first_of_day(session, workspace_id, card):
            return
        profile = accounts.profile_of(session, workspace_id).profile
        if not profile.sender_email:
            return
        for member in accounts.members(session, workspace_id):
            if member.role is Role.OWNER:
                letter = NoticeMail(
                    email=member.email,
                    purpose=Notice.CHECKPOINT,
                    language=profile.languages[0],
                    facts={"size": str(card.size), "note": card.note},
                )
                wanted = Proposed(
                    kind=ActionKind.MAIL_NOTICE,
                    arguments=letter.model_dump(mode="json"),
                    subject_ref=member.subject_ref,
                    idempotency_key=f"checkpoint:{card.size}:{member.id}",
                )
                actions.propose(session, workspace_id, wanted, now=now)


def _write_outside(
    keeping: "Keeping", log: CheckpointLog, states: list[LogState], *, now: datetime
) -> int:
    count = 0
    try:
        for state in states:
            if not _is_written(log, state):
                _write(keeping, log, state.workspace_id, now=now)
                count += 1
    except OSError:  # the next round tries again, and finds by the file what is missing in it
        if not log.is_failing:
            LOG.exception("checkpoint.log_unwritable")
        log.is_failing = True
        return count
    log.is_failing = False
    return count


def _is_written(log: CheckpointLog, state: LogState) -> bool:
    """Whether the last or the largest that the file holds of this log is what this database signed
    last.
    """
    origin = origin_of(state.workspace_id)
    lines = [line for line in (log.newest(origin), log.largest(origin)) if line is not None]
    if not lines or state.signed_size is None or state.signed_root is None:
        return not lines and state.signed_size is None
    root = bytes.fromhex(state.signed_root)
    text = checkpoint_text(state.workspace_id, state.signed_size, root)
    return any(line.note.startswith(text) for line in lines)


def _write(keeping: "Keeping", log: CheckpointLog, workspace_id: UUID, *, now: datetime) -> None:
    with keeping.db.reading() as session:
        lines = checkpoints.unwritten(session, workspace_id)
    if not lines:  # it ends with what this database does not know: that is said, and signed
        _sign(keeping, workspace_id, Cause.MINUTE, now=now)
        with keeping.db.reading() as session:
            newest = checkpoints.newest_line(session, workspace_id)
            lines = checkpoints.unwritten(session, workspace_id) or [newest]
    log.append(lines)
