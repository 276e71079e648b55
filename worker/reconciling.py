"""Compares what left with what was allowed, and puts what does not agree before a person."""

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from salesgenix.accounts import service as accounts
from salesgenix.actions import reconciling

if TYPE_CHECKING:
    from worker.keeping import Keeping

LOG = structlog.get_logger()
EVERY = timedelta(minutes=10)


def compare_what_left(keeping: "Keeping") -> int:
    """In the first round of a process and every ten minutes. It reads without holding up writers,
    and writes only what it found.
    """
    now = keeping.clock.now()
    last = keeping.done_at.get(__name__)
    if last is not None and last <= now < last + EVERY:
        return 0
    count, since = 0, now - reconciling.LOOKED_BACK
    with keeping.db.reading() as session:
        found = {
            card.id: reconciling.find(session, card.id, since=since)
            for card in accounts.workspaces(session)
        }
    for workspace_id, incidents in found.items():
        if incidents:
            with keeping.db.writing() as session:
                fresh = reconciling.report(session, workspace_id, incidents, now=now)
            LOG.error("delivery.unaccounted", workspace=str(workspace_id), count=fresh)
            count += fresh
    keeping.done_at[__name__] = now
    return count
