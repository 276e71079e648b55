"""Plays the runs that members have begun, one after another, and keeps what came of them.

The playing itself takes most of a minute of two processors: it is passed in, and may stop.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event

import structlog

from salesgenix.db import Database
from salesgenix.kit.clock import Clock
from salesgenix.kit.errors import SalesgenixError
from salesgenix.simulations import service as simulations
from salesgenix.simulations.reporting import report_of
from salesgenix.simulations.rules import Run
from salesgenix.simulations.service import Job

LOG = structlog.get_logger()
Tell = Callable[[int, int], None]  # done, of how many
Pairs = Sequence[tuple[Run | None, Run]]
FAULT = "simulation.fault"


class Stopped(Exception):
    """The player was told to stop before the run had ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulating:
    """``play`` meets every prospect, before and after, and looks at ``stopping`` while it does."""

    db: Database
    clock: Clock
    play: Callable[[Job, Tell, Event], Pairs]
    stopping: Event = field(default_factory=Event)

    def run(self) -> int:
        """One run, if one waits; how many pieces of work that was."""
        with self.db.reading() as session:
            if not simulations.has_work(session, now=self.clock.now()):
                return 0
        with self.db.writing() as session:
            count = simulations.fail_lost(session, now=self.clock.now())
            job = simulations.take_up(session, now=self.clock.now())
        if job is None:
            return count
        self._carry_out(job)
        return count + 1

    def stop(self) -> None:
        self.stopping.set()

    def _carry_out(self, job: Job) -> None:
        try:
            pairs = self.play(job, lambda done, total: self._tell(job, done, total), self.stopping)
            before = [old for old, _ in pairs if old is not None]
            report = report_of(before or None, [new for _, new in pairs])
            with self.db.writing() as session:
                simulations.finish(session, job, report, now=self.clock.now())
        except Stopped:
            with self.db.writing() as session:
                simulations.put_back(session, job)
        except SalesgenixError as error:
            self._fail(job, error.code)
        except Exception:  # a job is an edge: the run has failed, the next one may not
            LOG.exception("simulation.broke", simulation=str(job.run_id))
            self._fail(job, FAULT)
        else:
            LOG.info("simulation.ended", simulation=str(job.run_id), count=len(pairs))

    def _tell(self, job: Job, done: int, total: int) -> None:
        with self.db.writing() as session:
            simulations.progress(session, job, done=done, total=total, now=self.clock.now())

    def _fail(self, job: Job, code: str) -> None:
        LOG.warning("simulation.failed", simulation=str(job.run_id), code=code)
        with self.db.writing() as session:
            simulations.fail(session, job, code, now=self.clock.now())
