"""APScheduler as the clock: it only ticks. What is due lies in rows, so a missed or doubled tick
does no harm.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from worker.rounds import Rounds

LOG = structlog.get_logger()
SECONDS_BETWEEN_ROUNDS = 1.0


@contextmanager
def ticking(
    rounds: Rounds, *, seconds: float = SECONDS_BETWEEN_ROUNDS
) -> Iterator[Callable[[], None]]:
    """Makes rounds until the block ends, which waits for what is under way.

    Deliveries, turns, keeping and simulations tick apart: a model that takes its time holds up no
    mail. Yields what stops the ticking early without waiting.
    """
    scheduler = BackgroundScheduler(timezone="UTC")
    jobs: tuple[tuple[str, Callable[[], int]], ...] = (
        ("deliveries", rounds.settle),
        ("turns", rounds.think),
        ("mailboxes", rounds.collect),
        ("keeping", rounds.keep),
        ("simulations", rounds.simulate),
    )
    if rounds.leader is not None:  # beside the work: a long export does not let the lead lapse
        jobs = (("leading", rounds.leader.beat), *jobs)
        rounds.leader.beat()
    for job, work in jobs:
        scheduler.add_job(
            _go,
            "interval",
            seconds=seconds,
            args=[job, work],
            id=job,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=60,
        )
    over = Event()
    drains = []
    if rounds.draining is not None:
        drains.append(Thread(target=rounds.draining.loop, args=(over,), name="outbox"))
    for thread in drains:
        thread.start()
    scheduler.start()
    try:
        yield scheduler.pause
    finally:
        over.set()
        rounds.stop()
        scheduler.shutdown(wait=True)
        for thread in drains:
            thread.join()
        if rounds.leader is not None:
            rounds.leader.resign()


def _go(job: str, work: Callable[[], int]) -> None:
    try:
        work()
    except Exception:  # a round is a job: the next one tries again
        LOG.exception("worker.round_failed", job=job)
