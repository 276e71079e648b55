"""The dates of data requests: warned of, answered when done, emptied after their end."""

from functools import partial
from typing import TYPE_CHECKING

from salesgenix.accounts import service as accounts
from salesgenix.rights import children, due

if TYPE_CHECKING:
    from worker.keeping import Keeping


def look_after_requests(keeping: "Keeping") -> int:
    """One short transaction for each sweep of a workspace where something is due."""
    url, now, count = keeping.settings.effective_public_url, keeping.clock.now(), 0
    with keeping.db.reading() as session:
        found = [
            card.id
            for card in accounts.workspaces(session)
            if due.is_anything_due(session, card.id, now=now)
        ]
    sweeps = (
        children.purge_due,
        partial(due.follow_up, public_url=url),
        partial(due.escalate, public_url=url),
        due.empty_closed,
    )
    for workspace_id in found:
        for sweep in sweeps:
            with keeping.db.writing() as session:
                count += sweep(session, workspace_id, now=now)
    return count
