"""Leads every ordered erasure to its end, also one that a crash or a store outside held up."""

from typing import TYPE_CHECKING

import structlog

from salesgenix.erasures import service as erasures
from worker.forgetting import stores_of

if TYPE_CHECKING:
    from worker.keeping import Keeping

LOG = structlog.get_logger()


def erase_what_is_due(keeping: "Keeping") -> int:
    """One query when nothing is. An erasure that cannot go on waits; the others do not."""
    with keeping.db.reading() as session:
        due = erasures.due(session, now=keeping.clock.now())
    stores = stores_of(keeping.settings, keeping.db, keeping.clock) if due else None
    for erasure_id in due:
        assert stores is not None
        try:
            found = erasures.run(keeping.db, erasure_id, stores, keeping.clock)
        except Exception:  # the next round goes on from the last step that was completed
            LOG.exception("erasure.interrupted", erasure=str(erasure_id))
            continue
        LOG.info("erasure.worked_on", erasure=str(erasure_id), state=str(found.state))
    return len(due)
