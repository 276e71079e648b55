"""Makes exports that are due, and destroys archives whose time is over."""

from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from salesgenix.db import Database
from salesgenix.exports import service as exports
from salesgenix.exports.making import Report, make
from salesgenix.exports.rules import LIVE
from salesgenix.exports.service import ExportCard, Job
from salesgenix.kit.clock import Clock
from salesgenix.kit.errors import Conflict, LimitExceeded, SalesgenixError

if TYPE_CHECKING:
    from worker.keeping import Keeping

LOG = structlog.get_logger()
PERMANENT = (Conflict, LimitExceeded)  # trying again would end the same way


def run_exports(keeping: "Keeping") -> int:
    """One round: what has run out goes, then one export is made; the next round makes the next."""
    folder = keeping.settings.effective_exports_dir
    with keeping.db.writing() as session:
        count = exports.expire_due(session, folder, now=keeping.clock.now())
    with keeping.db.writing() as session:
        job = exports.claim_due(session, now=keeping.clock.now())
    if job is not None:
        carry_out(keeping.db, keeping.clock, folder, job)
        count += 1
    return count


def carry_out(
    db: Database, clock: Clock, folder: Path, job: Job, *, told: Report | None = None
) -> ExportCard | None:
    """One attempt, from the claim to its end: done, to be tried again, or failed for good. ``None``
    when the job was taken away from it.
    """

    def report(done: int, total: int) -> None:
        with db.writing() as session:
            exports.progress(session, job, done=done, total=total, now=clock.now())
        if told is not None:
            told(done, total)

    try:
        with db.reading() as session:
            made = make(session, job, folder, report=report)
        with db.writing() as session:
            card = exports.finish(session, job, made, now=clock.now())
    except SalesgenixError as error:
        if error.code == "export.lost":
            LOG.warning("export.lost", export=str(job.export_id))
            _tidy(db, job, folder)
            return None
        return _fail(db, clock, job, error.code, permanent=isinstance(error, PERMANENT))
    except Exception:  # a job is an edge: its lease or its next attempt brings it back
        LOG.exception("export.broke", export=str(job.export_id))
        return _fail(db, clock, job, "export.fault", permanent=False)
    LOG.info("export.made", export=str(job.export_id), records=made.records, bytes=made.length)
    return card


def _fail(db: Database, clock: Clock, job: Job, code: str, *, permanent: bool) -> ExportCard:
    LOG.warning("export.failed", export=str(job.export_id), code=code)
    with db.writing() as session:
        return exports.fail(session, job, code, permanent=permanent, now=clock.now())


def _tidy(db: Database, job: Job, folder: Path) -> None:
    """An export that was destroyed while it was made leaves no file; one that another attempt makes
    is that attempt's.
    """
    with db.reading() as session:
        card = exports.card(session, job.workspace_id, job.export_id)
    if card.state not in LIVE:
        exports.sealed_path(folder, job.export_id).unlink(missing_ok=True)
