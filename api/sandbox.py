"""The sandbox's own addresses: the same product, with a clock that can be set and mail that stays.

They exist only where ``salesgenix serve --sandbox`` runs, which is loopback or nowhere. Owners
use them to try an agent before it meets anyone; tests use them too.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, select
from sqlmodel import SQLModel

from api.deps import House, HouseOf, in_thread
from api.instants import Instant
from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.kit.clock import SettableClock
from salesgenix.kit.errors import Invalid
from salesgenix.workspaces import service as workspaces
from salesgenix.workspaces.service import Declared

MAX_ROUNDS = 100  # of due work after the clock has moved
DRAIN_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What a sandbox has beyond a house.

    ``run_round`` does all due work once and counts it; ``key_rows`` is the store of wrapped keys.
    """

    clock: SettableClock
    workspace_file: Path
    log_file: Path
    run_round: Callable[[], int]
    key_rows: Callable[[], list[dict[str, Any]]]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Reset(_Body):
    """``workspace_file``: a path on this machine; the file the sandbox was started with
    otherwise.
    """

    workspace_file: str | None = None
    now: Instant | None = None


class ClockMove(_Body):
    """Exactly one of the two."""

    now: Instant | None = None
    advance_seconds: Annotated[int, Field(ge=0, le=10 * 366 * 86_400)] | None = None


class Time(BaseModel):
    now: datetime
    work_done: int


class Fresh(BaseModel):
    """Everything needed to begin: where the widget belongs, and how to sign in as each member."""

    workspace_id: UUID
    slug: str
    site_key: str | None
    origins: list[str]
    sign_in: dict[str, str]
    changes: list[str]
    now: datetime


def install_sandbox(app: FastAPI, sandbox: Sandbox) -> None:
    router = APIRouter(prefix="/sandbox/v1", tags=["sandbox"])

    @router.post("/reset")
    async def reset(body: Reset, house: HouseOf) -> Fresh:
        """Forgets everything and applies a workspace file."""
        path = Path(body.workspace_file) if body.workspace_file else sandbox.workspace_file
        declared = await in_thread(workspaces.read_file, path)  # a wrong file changes nothing
        await house.background.drain(DRAIN_SECONDS)
        sandbox.log_file.write_text("")
        if body.now is not None:
            sandbox.clock.set(body.now)
        return await in_thread(_start_over, house, declared)

    @router.get("/clock")
    async def read_clock(house: HouseOf) -> Time:
        return Time(now=house.clock.now(), work_done=0)

    @router.post("/clock")
    async def move_clock(body: ClockMove, house: HouseOf) -> Time:
        """Sets or advances the clock; whatever has become due is done before this answers."""
        if (body.now is None) == (body.advance_seconds is None):
            raise Invalid("clock.unclear", "Send either now or advance_seconds.")
        await house.background.settle()  # a turn under way ends in the time it began in
        if body.now is not None:
            sandbox.clock.set(body.now)
        else:
            step = timedelta(seconds=body.advance_seconds or 0)
            sandbox.clock.set(house.clock.now() + step)
        return Time(work_done=await _work_off(house, sandbox), now=house.clock.now())

    @router.post("/work")
    async def work(house: HouseOf) -> Time:
        """Does what is due now: deliveries, orphaned turns, expiries."""
        return Time(work_done=await _work_off(house, sandbox), now=house.clock.now())

    @router.get("/outbox")
    async def outbox(house: HouseOf) -> list[dict[str, Any]]:
        """Every message that would have left, as its recipient would have got it."""
        return await in_thread(_outbox, house)

    @router.get("/dump")
    async def dump(house: HouseOf) -> dict[str, Any]:
        """All rows as they are stored (sealed bytes in base64), and the log."""
        return await in_thread(_dump, house, sandbox)

    app.include_router(router)


def _start_over(house: House, declared: Declared) -> Fresh:
    now = house.clock.now()
    with house.db.writing() as session:
        for table in reversed(SQLModel.metadata.sorted_tables):
            session.execute(delete(table))
        session.flush()
        applied = workspaces.apply(session, declared, now=now)
        card = accounts.profile_of(session, applied.workspace_id)
        sites = accounts.sites(session, applied.workspace_id)
        tokens = {
            member.email: accounts.issue_sign_in(session, card.id, member.id, now=now)
            for member in accounts.members(session, card.id)
        }
    return Fresh(
        workspace_id=card.id,
        slug=card.slug,
        site_key=sites[0].key if sites else None,
        origins=sites[0].origins if sites else [],
        sign_in=tokens,
        changes=applied.changes,
        now=now,
    )


async def _work_off(house: House, sandbox: Sandbox) -> int:
    """Until nothing is due and no turn runs. How many pieces of work that was."""
    done = 0
    for _ in range(MAX_ROUNDS):
        await house.background.settle()
        count = await in_thread(sandbox.run_round)
        done += count
        if not count and not len(house.background):
            break
    return done


def _outbox(house: House) -> list[dict[str, Any]]:
    with house.db.reading() as session:
        return [
            {
                "workspace": card.slug,
                "recipient": delivery.recipient,
                "message": delivery.message,
                "message_id": delivery.message_ref,
                "state": delivery.state,
                "at": delivery.started_at.isoformat(),
            }
            for card in accounts.workspaces(session)
            for delivery in actions.outbox(session, card.id)
        ]


def _dump(house: House, sandbox: Sandbox) -> dict[str, Any]:
    with house.db.reading() as session:
        tables = {
            table.name: [
                {name: _plain(value) for name, value in row.items()}
                for row in session.execute(select(table)).mappings()
            ]
            for table in SQLModel.metadata.sorted_tables
        }
    tables["keys.wrapped_key"] = [
        {name: _plain(value) for name, value in row.items()} for row in sandbox.key_rows()
    ]
    log = sandbox.log_file.read_text() if sandbox.log_file.exists() else ""
    return {"tables": tables, "log": log.splitlines()}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, bool | int | str | list | dict) or value is None:
        return value
    return str(value)
