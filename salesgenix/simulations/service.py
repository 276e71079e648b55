"""Runs of invented prospects: begun by a member, played off the request path, kept with a report.

One run of a workspace at a time. Whoever plays it holds a lease; a run whose lease is over has
failed and says so. What was tried and what the prospects were told are sealed under a key of the
workspace: replies name colleagues.
"""

import base64
import gzip
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.authority.rules import Rule
from salesgenix.db import Wakeup, announce, keyring_of, place_at, read_sealed, write_sealed
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry, Outcome
from salesgenix.kit.crypto import seal, unseal
from salesgenix.kit.errors import Conflict, NotFound
from salesgenix.simulations import repository
from salesgenix.simulations.models import SimulationRun
from salesgenix.simulations.reporting import Report, Summary
from salesgenix.simulations.trying import Kind, Tried, meaning_of

LEASE = timedelta(minutes=2)
INTERRUPTED = "simulation.interrupted"
RUNS_LOOKED_AT = 20  # of one order: an older one no longer says anything about it


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCard:
    """``done`` of ``total`` prospects; no total yet while it waits."""

    id: UUID
    workspace_id: UUID
    kind: Kind
    target: str | None
    state: State
    done: int
    total: int
    failure: str | None
    summary: Summary | None
    started_by: UUID | None
    started_at: datetime
    ended_at: datetime | None

    @property
    def is_live(self) -> bool:
        return self.state in {State.QUEUED, State.RUNNING}


@dataclass(frozen=True, slots=True)
class Job:
    run_id: UUID
    workspace_id: UUID
    tried: Tried


def start(
    session: Session, workspace_id: UUID, tried: Tried, *, by: UUID, now: datetime
) -> RunCard:
    """Asks for a run. The caller has seen to it that ``by`` may order.

    ``Conflict`` (``simulation.under_way``) while another run of the workspace has not ended.
    """
    repository.lock(session, workspace_id)
    if repository.live(session, workspace_id) is not None:
        raise Conflict(
            "simulation.under_way",
            "Another run has not ended yet. One runs at a time: wait for it.",
        )
    row = SimulationRun(
        workspace_id=workspace_id,
        kind=tried.kind,
        target=tried.target,
        started_by=by,
        started_at=now,
    )
    write_sealed(session, row, change=tried.model_dump_json())
    session.add(row)
    session.flush()
    _record(session, row, DecisionType.SIMULATION_STARTED, Outcome.DONE, by=by, now=now, facts={})
    return _card(row)


def card(session: Session, workspace_id: UUID, run_id: UUID) -> RunCard:
    return _card(_existing(session, workspace_id, run_id))


def listing(session: Session, workspace_id: UUID, *, limit: int = 30) -> list[RunCard]:
    """Newest first."""
    return [_card(row) for row in repository.newest_first(session, workspace_id, limit=limit)]


def tried_in(session: Session, workspace_id: UUID, run_id: UUID) -> Tried:
    return _tried(session, _existing(session, workspace_id, run_id))


def prospects_of(session: Session, workspace_id: UUID, run_id: UUID) -> list[dict[str, Any]]:
    """What each prospect met, as ``reporting`` tells it; nothing before the run is done."""
    row = _existing(session, workspace_id, run_id)
    if not row.report:
        return []
    sealed = base64.b64decode(row.report["prospects"])
    packed = unseal(_key(session, workspace_id), sealed, place=_place(row.id))
    told: list[dict[str, Any]] = json.loads(gzip.decompress(packed))
    return told


def latest_of(session: Session, workspace_id: UUID, key: str, rule: Rule) -> RunCard | None:
    """The newest run of this very meaning under the key, ended or not."""
    meaning = meaning_of(key, rule)
    rows = repository.of_target(session, workspace_id, key, limit=RUNS_LOOKED_AT)
    found = (row for row in rows if _tried(session, row).meaning == meaning)
    return next((_card(row) for row in found), None)


def require_no_regression(session: Session, workspace_id: UUID, key: str, rule: Rule) -> None:
    """``Conflict`` (``draft.regression``) when the newest finished run of this very meaning broke
    what must hold whatever is ordered.
    """
    meaning = meaning_of(key, rule)
    for row in repository.of_target(session, workspace_id, key, limit=RUNS_LOOKED_AT):
        if row.state == State.DONE and _tried(session, row).meaning == meaning:
            _refuse_a_regression(row)
            return


def _refuse_a_regression(row: SimulationRun) -> None:
    summary = _card(row).summary
    if summary is None or not summary.regressions:
        return
    count = len(summary.regressions)
    raise Conflict(
        "draft.regression",
        f"Tried on {summary.prospects} prospects, this broke what must always hold for {count} of "
        f"them ({', '.join(summary.regressions)}). It cannot be published as it is.",
        run=str(row.id),
    )


def take_up(session: Session, *, now: datetime) -> Job | None:
    """The oldest run that waits, taken for ``LEASE``; ``None`` when there is none."""
    row = repository.oldest_waiting(session)
    if row is None or not _move(session, row, State.QUEUED, **_held(State.RUNNING, now)):
        return None
    return Job(row.id, row.workspace_id, _tried(session, row))


def has_work(session: Session, *, now: datetime) -> bool:
    return repository.oldest_waiting(session) is not None or bool(repository.lost(session, now))


def fail_lost(session: Session, *, now: datetime) -> int:
    """Runs whose player died have failed; how many those were."""
    rows = repository.lost(session, now)
    for row in rows:
        _fail(session, row, INTERRUPTED, now=now)
    return len(rows)


def progress(session: Session, job: Job, *, done: int, total: int, now: datetime) -> None:
    """``Conflict`` (``simulation.lost``) when the run is not the caller's any more."""
    row = _existing(session, job.workspace_id, job.run_id)
    if not _move(session, row, State.RUNNING, done=done, total=total, lease_until=now + LEASE):
        raise Conflict("simulation.lost", "This run has ended.")


def finish(session: Session, job: Job, report: Report, *, now: datetime) -> RunCard:
    row = _existing(session, job.workspace_id, job.run_id)
    packed = gzip.compress(json.dumps(report.prospects, ensure_ascii=False).encode(), mtime=0)
    sealed = seal(_key(session, row.workspace_id), packed, place=_place(row.id))
    summary = report.summary
    kept = {"summary": asdict(summary), "prospects": base64.b64encode(sealed).decode()}
    count = summary.prospects
    ended = {"report": kept, "done": count, "total": count, "lease_until": None, "ended_at": now}
    if not _move(session, row, State.RUNNING, state=State.DONE, **ended):
        raise Conflict("simulation.lost", "This run has ended.")
    facts = {
        "changed": summary.changed,
        "worse": summary.worse,
        "regressions": len(summary.regressions),
    }
    _record(
        session, row, DecisionType.SIMULATION_ENDED, Outcome.DONE, by=None, now=now, facts=facts
    )
    return card(session, job.workspace_id, job.run_id)


def fail(session: Session, job: Job, code: str, *, now: datetime) -> None:
    _fail(session, _existing(session, job.workspace_id, job.run_id), code, now=now)


def put_back(session: Session, job: Job) -> None:
    """The player is told to stop: the run begins anew with the next one."""
    row = _existing(session, job.workspace_id, job.run_id)
    _move(session, row, State.RUNNING, state=State.QUEUED, done=0, lease_until=None)


def _held(state: State, now: datetime) -> dict[str, Any]:
    return {"state": state, "done": 0, "lease_until": now + LEASE}


def _fail(session: Session, row: SimulationRun, code: str, *, now: datetime) -> None:
    ended = {"failure": code, "lease_until": None, "ended_at": now}
    if _move(session, row, State.RUNNING, state=State.FAILED, **ended):
        facts = {"code": code}
        _record(
            session,
            row,
            DecisionType.SIMULATION_ENDED,
            Outcome.FAILED,
            by=None,
            now=now,
            facts=facts,
        )


def _move(session: Session, row: SimulationRun, at: State, **values: Any) -> bool:
    return repository.move(session, row.workspace_id, row.id, at=at, values=values)


def _record(
    session: Session,
    row: SimulationRun,
    kind: DecisionType,
    outcome: Outcome,
    /,
    *,
    by: UUID | None,
    now: datetime,
    facts: dict[str, Any],
) -> None:
    entry = Entry(
        type=kind,
        outcome=outcome,
        automation=Automation.HUMAN_MADE if by else Automation.AUTO,
        actor=by,
        facts={"simulation": row.id, "tried": row.kind, **facts},
    )
    decisions.record(session, row.workspace_id, entry, now=now)
    announce(session, Wakeup(row.workspace_id, "feed", row.id))


def _existing(session: Session, workspace_id: UUID, run_id: UUID) -> SimulationRun:
    row = repository.get(session, workspace_id, run_id)
    if row is None:
        raise NotFound("simulation.unknown", "There is no such run.")
    return row


def _tried(session: Session, row: SimulationRun) -> Tried:
    return Tried.model_validate_json(read_sealed(session, row, "change") or "{}")


def _key(session: Session, workspace_id: UUID) -> bytes:
    return keyring_of(session).workspace(workspace_id, "texts")


def _place(run_id: UUID) -> str:
    return place_at("simulation_run", "report", run_id)


def _card(row: SimulationRun) -> RunCard:
    return RunCard(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=Kind(row.kind),
        target=row.target,
        state=State(row.state),
        done=row.done,
        total=row.total,
        failure=row.failure,
        summary=_summary(row.report),
        started_by=row.started_by,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def _summary(report: dict[str, Any] | None) -> Summary | None:
    if not report:
        return None
    told: dict[str, Any] = report["summary"]
    names: Sequence[str] = told["regressions"]
    return Summary(**{**told, "regressions": tuple(names)})
