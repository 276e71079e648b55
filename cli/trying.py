"""Plays prospects in processes of their own, so that whoever is served meanwhile notices nothing.

Each opens the same installation, makes its own copies of the workspace, and is gone with the run.
"""

import multiprocessing
import os
import signal
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.pool import Pool
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING
from uuid import UUID

import anyio
import structlog

from cli.installation import DEMO_FILE, open_installation
from salesgenix.kit.errors import SalesgenixError, Unavailable
from salesgenix.kit.logging import configure_logging
from salesgenix.kit.settings import Settings
from salesgenix.simulations.files import Prospect, prospect_files, read_prospects
from salesgenix.simulations.rules import Run
from salesgenix.simulations.service import Job
from worker.simulations import Pairs, Stopped, Tell

if TYPE_CHECKING:
    from agent.simulating.trying import Trial

LOG = structlog.get_logger()
SHIPPED = DEMO_FILE.parent / "prospects"
OWN_PROSPECTS = "prospects"  # in the data folder; where there are none, those that ship
MOST_PROCESSES = 4
LOOK_SECONDS = 0.5
SIGN_SECONDS = 30.0  # between signs of life: shorter than the lease
PATIENCE_SECONDS = 300.0  # for the next prospect, on a machine that has much else to do
NICENESS = 5


@dataclass(frozen=True, slots=True)
class Apart:
    """The player that ``worker.simulations`` is given where the agent runs for real."""

    settings: Settings

    def __call__(self, job: Job, tell: Tell, stopping: Event) -> Pairs:
        place = prospects_in(self.settings)
        total = len(prospect_files(place))
        tell(0, total)
        count = max(1, min(MOST_PROCESSES, os.cpu_count() or 1, total))
        apart = multiprocessing.get_context("spawn")
        with tempfile.TemporaryDirectory(prefix="salesgenix-trial-") as folder:
            pool = apart.Pool(count, _begin, (self.settings, job, place, folder))
            with pool:  # ends them all, whatever happens
                pairs = _collected(pool, total, tell, stopping)
                pool.close()
                pool.join()
        return sorted(pairs, key=lambda pair: pair[1].prospect)


def prospects_in(settings: Settings) -> Path:
    own = settings.data_dir / OWN_PROSPECTS
    return own if own.is_dir() else SHIPPED


def _collected(pool: Pool, total: int, tell: Tell, stopping: Event) -> list[tuple[Run | None, Run]]:
    """As they come. ``Unavailable`` when one of the processes has died: what it played is lost."""
    coming = pool.imap_unordered(_play, range(total))
    found: list[tuple[Run | None, Run]] = []
    began = signed = monotonic()
    while len(found) < total:
        if stopping.is_set():
            raise Stopped
        with suppress(multiprocessing.TimeoutError):
            pair = coming.next(LOOK_SECONDS)
            if isinstance(pair, str):
                raise Unavailable(pair, "A process could not begin.")
            found.append(pair)
            began, signed = monotonic(), 0.0
        if monotonic() - began > PATIENCE_SECONDS:
            raise Unavailable("simulation.stalled", "No prospect has come to an end for long.")
        if monotonic() - signed > SIGN_SECONDS:
            tell(len(found), total)
            signed = monotonic()
    return found


class _Player:
    """What one process holds while it plays."""

    trial: "Trial | None" = None
    prospects: tuple[Prospect, ...] = ()
    failure = ""


def _begin(settings: Settings, job: Job, place: Path, folder: str) -> None:
    """An error here would have the pool begin anew for ever: it is kept, and told by each task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_die_with_the_parent, daemon=True).start()
    os.nice(NICENESS)
    configure_logging(level="ERROR")
    tempfile.tempdir = folder
    try:
        _Player.prospects = tuple(read_prospects([place]))
        _Player.trial = _trial(settings, job, begins=_Player.prospects)
    except SalesgenixError as error:
        _Player.failure = error.code
    except Exception:  # a process is an edge: the run has failed, and the owner is told
        LOG.exception("simulation.broke")
        _Player.failure = "simulation.fault"


def _trial(settings: Settings, job: Job, *, begins: tuple[Prospect, ...]) -> "Trial":
    from agent.simulating.trying import Trial  # noqa: PLC0415 LangChain takes seconds to import
    from cli.simulating import mind_of, work_in_copy  # noqa: PLC0415 the same

    house = open_installation(settings, follows_journal=False)
    mind = mind_of(house, "embedded")
    now = min(one.begins for one in begins)
    workspace_id: UUID = job.workspace_id
    trial = Trial(mind, workspace_id, job.tried, now=now, work=work_in_copy)
    Finalize(None, trial.close, exitpriority=10)
    return trial


def _play(place: int) -> tuple[Run | None, Run] | str:
    if _Player.trial is None:
        return _Player.failure
    return anyio.run(_Player.trial.play, _Player.prospects[place])


def _die_with_the_parent() -> None:
    """A parent that was killed can end nobody any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
