"""What a checkpoint says: the size and root of a workspace's decision tree, under its origin."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

MAX_UNSIGNED = 256
MAX_WAIT = timedelta(seconds=60)


class Cause(StrEnum):
    """Why a checkpoint was signed when it was."""

    RECORDS = "records"
    MINUTE = "minute"
    DAY = "day"
    EXPORT = "export"
    ROTATION = "rotation"
    PRUNING = "pruning"


OF_THE_CLOCK = frozenset({Cause.RECORDS, Cause.MINUTE, Cause.DAY})  # of the worker's own accord


def origin_of(workspace_id: UUID) -> str:
    """The log's name for ever, whatever address it is served from; also the signing key's name."""
    return f"salesgenix/log/{workspace_id}"


def checkpoint_text(workspace_id: UUID, size: int, root: bytes) -> str:
    return f"{origin_of(workspace_id)}\n{size}\n{b64encode(root).decode()}\n"


def endorsement_text(epoch: int, public: bytes) -> bytes:
    """What the key before signs when the key of ``epoch`` takes over."""
    return f"salesgenix-key/1\n{epoch}\n{b64encode(public).decode()}\n".encode()


def due_cause(unsigned: int, *, since: datetime | None, now: datetime) -> Cause | None:
    """Why a log has to be signed now; ``since`` is when its first unsigned record was written."""
    if unsigned <= 0 or since is None:
        return None
    if unsigned >= MAX_UNSIGNED:
        return Cause.RECORDS
    if since.astimezone(UTC).date() < now.astimezone(UTC).date():
        return Cause.DAY
    return Cause.MINUTE if now - since >= MAX_WAIT else None


def kept_since(now: datetime, *, months: int) -> datetime:
    """The UTC midnight ``months`` before today's: older records may be pruned. A day that the
    month does not have is its last.
    """
    today = now.astimezone(UTC).date()
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    first = datetime(year, month + 1, 1, tzinfo=UTC)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(today.day, last.day))
