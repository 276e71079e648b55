"""What a checkpoint says: the size and root of a workspace's decision tree, under its origin."""

from base64 import b64encode
from enum import StrEnum
from uuid import UUID


class Cause(StrEnum):
    """Why a checkpoint was signed when it was."""

    RECORDS = "records"
    MINUTE = "minute"
    DAY = "day"
    EXPORT = "export"
    ROTATION = "rotation"
    PRUNING = "pruning"


def origin_of(workspace_id: UUID) -> str:
    """The log's name for ever, whatever address it is served from; also the signing key's name."""
    return f"salesgenix/log/{workspace_id}"


def checkpoint_text(workspace_id: UUID, size: int, root: bytes) -> str:
    return f"{origin_of(workspace_id)}\n{size}\n{b64encode(root).decode()}\n"


def endorsement_text(epoch: int, public: bytes) -> bytes:
    """What the key before signs when the key of ``epoch`` takes over."""
    return f"salesgenix-key/1\n{epoch}\n{b64encode(public).decode()}\n".encode()
