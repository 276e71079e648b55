"""What the house owes without anybody's prompting: signed checkpoints, exports, erasures, dates,
and a look at whether what left had been allowed.

Each job is a module of its own and does one round of what is due; a fault in one does not hold up
the others.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import structlog

from salesgenix.db import Database
from salesgenix.kit.clock import Clock
from salesgenix.kit.settings import Settings
from worker.calendars import owe_readings
from worker.checkpoints import sign_what_is_due
from worker.erasures import erase_what_is_due
from worker.exports import run_exports
from worker.outbox import sweep_outbox
from worker.pages import read_new_pages
from worker.pruning import prune_what_is_too_old
from worker.reconciling import compare_what_left
from worker.reminding import remind_who_comes
from worker.requests import look_after_requests
from worker.waiting import tell_who_waits

LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    db: Database
    clock: Clock
    settings: Settings
    done_on: dict[str, date] = field(default_factory=dict)  # daily jobs of this process
    done_at: dict[str, datetime] = field(default_factory=dict)  # jobs with a pause in between
    read: dict[UUID, int] = field(default_factory=dict)  # by workspace, the pages that were read

    def run(self) -> int:
        """Does everything that is due now; how many pieces of work that was."""
        count = 0
        for job in JOBS:
            try:
                count += job(self)
            except Exception:  # one job's fault is not the others'; the next round tries again
                LOG.exception("keeping.failed", job=job.__module__)
        return count


JOBS: tuple[Callable[[Keeping], int], ...] = (
    erase_what_is_due,
    run_exports,
    prune_what_is_too_old,
    sign_what_is_due,
    look_after_requests,
    compare_what_left,
    owe_readings,
    sweep_outbox,
    tell_who_waits,
    remind_who_comes,
    read_new_pages,
)
