"""The state of a workspace's log: is it whole, and what has been signed of it."""

from dataclasses import dataclass

from sqlmodel import Session

from api.console.visit import Visit
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import origin_of
from salesgenix.checkpoints.service import CheckpointCard
from salesgenix.decisions import service as decisions
from salesgenix.decisions.service import Verification
from salesgenix.kit.notes import verifier_key

WALKED_UNASKED = 3_000  # records; a longer chain is walked when somebody asks


@dataclass(frozen=True, slots=True)
class State:
    """``chain`` is none while nobody has asked to walk a long log."""

    size: int
    chain: Verification | None
    newest: CheckpointCard | None
    keys: tuple[str, ...]  # as verifiers are told them, the first first

    @property
    def unsigned(self) -> int:
        return self.size - (self.newest.size if self.newest else 0)


def state(session: Session, visit: Visit, *, asked: bool) -> State:
    workspace_id = visit.who.workspace_id
    head = decisions.head(session, workspace_id)
    walked = asked or head.size - head.pruned <= WALKED_UNASKED
    origin = origin_of(workspace_id)
    return State(
        size=head.size,
        chain=checkpoints.verify(session, workspace_id) if walked else None,
        newest=checkpoints.latest(session, workspace_id),
        keys=tuple(verifier_key(origin, key.public) for key in checkpoints.keys(session)),
    )
