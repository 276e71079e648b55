"""Prunes decision records that are older than their workspace keeps them."""

from typing import TYPE_CHECKING

import structlog

from salesgenix.accounts import service as accounts
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import kept_since

if TYPE_CHECKING:
    from worker.keeping import Keeping

LOG = structlog.get_logger()


def prune_what_is_too_old(keeping: "Keeping") -> int:
    """In the first round of each UTC day, and of each process."""
    now = keeping.clock.now()
    if keeping.done_on.get(__name__) == now.date():
        return 0
    count = 0
    with keeping.db.reading() as session:
        workspaces = accounts.workspaces(session)
        due = {
            card.id: before
            for card in workspaces
            if checkpoints.prunable(
                session,
                card.id,
                before=(before := kept_since(now, months=card.profile.decision_retention_months)),
            )
        }
    for workspace_id, before in due.items():
        with keeping.db.writing() as session:
            size = checkpoints.prune(session, workspace_id, before=before, now=now)
        LOG.info("decisions.pruned", workspace=str(workspace_id), size=size)
        count += 1
    keeping.done_on[__name__] = now.date()
    return count
