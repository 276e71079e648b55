"""APScheduler as the clock: it only ticks. What is due lies in rows, so a missed or doubled tick
does no harm.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from worker.rounds import Rounds

LOG = structlog.get_logger()
SECONDS_BETWEEN_ROUNDS = 1.0


@contextmanager
def ticking(rounds: Rounds, *, seconds: float = SECONDS_BETWEEN_ROUNDS) -> Iterator[None]:
    """Makes rounds in a thread of its own until the block ends; a round under way is finished."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        _go,
        "interval",
        seconds=seconds,
        args=[rounds],
        id="rounds",
        coalesce=True,
        max_instances=1,
        misfire_grace_time=60,
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)


def _go(rounds: Rounds) -> None:
    try:
        rounds.run()
    except Exception:  # a round is a job: the next one tries again
        LOG.exception("worker.round_failed", job="rounds")
