"""Signs what is due to be signed, and writes it down outside the database.

Nothing here records a decision for a checkpoint: that decision would have to be signed in turn.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import Cause, checkpoint_text, due_cause, origin_of
from salesgenix.checkpoints.service import LogState
from salesgenix.kit.checkpoint_log import CheckpointLog

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
    """Whether the file ends, for this log, with what this database signed last."""
    line = log.newest(origin_of(state.workspace_id))
    if line is None or state.signed_size is None or state.signed_root is None:
        return line is None and state.signed_size is None
    root = bytes.fromhex(state.signed_root)
    return line.note.startswith(checkpoint_text(state.workspace_id, state.signed_size, root))


def _write(keeping: "Keeping", log: CheckpointLog, workspace_id: UUID, *, now: datetime) -> None:
    with keeping.db.reading() as session:
        lines = checkpoints.unwritten(session, workspace_id)
    if not lines:  # it ends with what this database does not know: that is said, and signed
        _sign(keeping, workspace_id, Cause.MINUTE, now=now)
        with keeping.db.reading() as session:
            newest = checkpoints.newest_line(session, workspace_id)
            lines = checkpoints.unwritten(session, workspace_id) or [newest]
    log.append(lines)
