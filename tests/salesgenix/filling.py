"""Rows about a person in every table there is, each value different from every other."""

import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Table
from sqlmodel import Session, SQLModel

from migrations import tables
from salesgenix.db import write_sealed
from salesgenix.kit.register import SEALED, about_people

Words = Callable[[], str]
_numbers = itertools.count(1_000)


# What must be of a closed list, since cards are made of it.
CLOSED = {"stage": "new", "field": "need", "role": "rep", "kind": "observed", "hours": {}}


def classes() -> dict[str, Any]:
    return {
        str(mapper.class_.__tablename__): mapper.class_ for mapper in SQLModel._sa_registry.mappers
    }


@dataclass
class Person:
    """``rows`` is what was written, and ``said`` the texts that were sealed, by table."""

    workspace_id: UUID
    subject_ref: UUID = field(default_factory=uuid.uuid4)
    rows: dict[str, Any] = field(default_factory=dict)
    said: dict[tuple[str, str], str] = field(default_factory=dict)


def is_of_team(name: str) -> bool:
    return name in {
        "member", "sign_in", "busy_time", "travel", "calendar_account", "calendar_source",
    }  # fmt: skip


def tables_of(*, team: bool = False) -> list[Table]:
    """Those that hold a prospect's rows, or a member's; parents first."""
    found = reversed(about_people(tables()))
    return [table for table in found if is_of_team(table.name) is team]


def fill(
    session: Session, person: Person, words: Words, *, colleague: "Person | None" = None
) -> Person:
    """One row in each table that may hold something of a prospect (with the ``colleague`` who
    deals with them), or of a member when there is none.
    """
    team = colleague is None
    for table in tables_of(team=team):
        row = classes()[table.name](**dict(_plain(table, person, colleague)))
        for name in [column.name for column in table.columns]:
            if name.endswith(SEALED):
                text = words()
                person.said[table.name, name] = text
                write_sealed(session, row, **{name.removesuffix(SEALED): text})
        session.add(row)
        session.flush()
        person.rows[table.name] = row
    return person


def _plain(table: Table, person: Person, colleague: Person | None) -> Iterator[tuple[str, Any]]:
    for column in table.columns:
        if not column.name.endswith(SEALED):
            yield column.name, _value(table, column, person, colleague)


def _value(table: Table, column: Column[Any], person: Person, colleague: Person | None) -> Any:
    name = column.name
    if name == "workspace_id":
        return person.workspace_id
    if name == "about_ref" or (name == "subject_ref" and table.name != "data_request"):
        return person.subject_ref
    if name == "action_id" and table.name == "open_intent":
        return person.rows["action"].id
    for key in column.foreign_keys:
        owner = person.rows.get(key.column.table.name)
        if owner is None and colleague is not None:
            owner = colleague.rows.get(key.column.table.name)
        return owner.id if owner is not None else None
    return CLOSED.get(name) if name in CLOSED else _unique(column)


def _unique(column: Column[Any]) -> Any:
    number = next(_numbers)
    if isinstance(column.type, JSON):
        return [f"code_{number}"]
    made: dict[type, Any] = {
        datetime: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
        date: date(2027, 1, 1) + timedelta(days=number),
        bool: True,
        int: number,
        bytes: uuid.uuid4().bytes,
        str: f"{column.name}_{number}",
        UUID: uuid.uuid4(),
    }
    plain = getattr(column.type, "impl_instance", column.type)  # below a type of our own
    return made[plain.python_type]
