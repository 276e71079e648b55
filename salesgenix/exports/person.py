"""All that is held about one person, and what is done with it: read off the register, no list.

{"workspace", "subject_ref", "is_stopped",
 "held": {table: [{column: value}]},           every exportable column of every row of theirs
 "not_given": [{"table", "column", "why"}],    what such rows hold besides
 "processing": [{"table", "categories", "purpose", "basis", "retention", "source",
                 "recipients", "sealed", "on_erasure", "why"}]}
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, func
from sqlmodel import Session, SQLModel, select

from salesgenix.db import read_sealed
from salesgenix.exports.letters import readable
from salesgenix.kit.register import (
    BASES,
    PERIODS,
    SEALED,
    Category,
    Export,
    Register,
    about_people,
    belongs_to,
    registers,
)
from salesgenix.privacy import service as privacy

Mask = Callable[[str], str]  # a text without other people in it; JSON stays JSON
MAILS = frozenset({("delivery", "message_sealed")})

NOT_SHOWN = frozenset({"model"})  # in an event: the same words with pseudonyms, as a model had them


def gather(
    session: Session, workspace_id: UUID, subject_ref: UUID, *, mask: Mask
) -> dict[str, Any]:
    """Everything about one person, as plain JSON. Tables without a row of theirs are left out.

    Where other people are mentioned, ``mask`` takes them out. What an erased person's key sealed
    is missing.
    """
    declared = registers()
    held: dict[str, list[dict[str, Any]]] = {}
    for table in reversed(about_people(SQLModel.metadata)):
        rows = _rows(session, table, workspace_id, subject_ref)
        if rows:
            held[table.name] = [_shown(session, row, declared[table.name], mask) for row in rows]
    return {
        "workspace": str(workspace_id),
        "subject_ref": str(subject_ref),
        "is_stopped": privacy.is_suppressed(session, workspace_id, subject_ref=subject_ref),
        "held": held,
        "not_given": [
            {"table": name, "column": column, "why": said.why}
            for name in held
            for column, said in declared[name].columns.items()
            if said.export is Export.NO
        ],
        "processing": [_activity(name, declared[name]) for name in held],
    }


def counted(session: Session, workspace_id: UUID, subject_ref: UUID) -> dict[str, int]:
    """How many rows about one person each table has, where it has any. No seal is opened."""
    found = {}
    for table in reversed(about_people(SQLModel.metadata)):
        query = select(func.count()).select_from(table)
        rows = session.exec(query.where(belongs_to(table, workspace_id, subject_ref))).one()
        if rows:
            found[table.name] = rows
    return found


def processing(session: Session, workspace_id: UUID) -> list[dict[str, Any]]:
    """The owner's record of processing (GDPR Art. 30): each table that holds something about
    people, and how many rows of this workspace it has.
    """
    declared = registers()
    return [
        _activity(table.name, declared[table.name]) | {"rows": _count(session, table, workspace_id)}
        for table in reversed(about_people(SQLModel.metadata))
    ]


def _rows(session: Session, table: Table, workspace_id: UUID, subject_ref: UUID) -> list[Any]:
    """As objects of the table's class, which know how to open their seals; oldest first."""
    class_ = _class_of(table)
    query = select(class_).where(belongs_to(table, workspace_id, subject_ref))
    return list(session.exec(query.order_by(*table.primary_key.columns)))


def _class_of(table: Table) -> type[SQLModel]:
    mappers = SQLModel._sa_registry.mappers  # noqa: SLF001 the only list of all tables
    (class_,) = (mapper.class_ for mapper in mappers if mapper.local_table is table)
    found: type[SQLModel] = class_
    return found


def _count(session: Session, table: Table, workspace_id: UUID) -> int:
    query = select(func.count()).select_from(table)
    return session.exec(query.where(table.c.workspace_id == workspace_id)).one()


def _shown(session: Session, row: Any, register: Register, mask: Mask) -> dict[str, Any]:
    shown = {}
    for name, column in register.columns.items():
        if column.export is not Export.NO:
            unmasked = column.export is not Export.MASKED
            value = _value(session, row, name, mask=str if unmasked else mask)
            if value is not None:
                shown[name.removesuffix(SEALED)] = value
    return shown


def _value(session: Session, row: Any, name: str, *, mask: Mask) -> Any:
    if not name.endswith(SEALED):
        return _plain(getattr(row, name))
    text = read_sealed(session, row, name.removesuffix(SEALED))
    if text is None:
        return None
    if (row.__tablename__, name) in MAILS and (mail := readable(text)):
        return json.loads(mask(json.dumps(mail)))
    return _opened(mask(text))


def _opened(text: str) -> Any:
    """What was sealed as JSON is shown as such."""
    if text[:1] != "{":
        return text
    try:
        body = json.loads(text)
    except ValueError:
        return text
    return {name: value for name, value in body.items() if name not in NOT_SHOWN}


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            return value


def _activity(name: str, register: Register) -> dict[str, Any]:
    columns = register.columns.items()
    return {
        "table": name,
        "categories": sorted(
            {str(column.category) for _, column in columns} - {str(Category.NONE)}
        ),
        "purpose": str(register.purpose),
        "basis": BASES[register.purpose],
        "retention": PERIODS[register.retention],
        "source": register.source,
        "recipients": [str(recipient) for recipient in register.recipients],
        "sealed": sorted(
            column.removesuffix(SEALED) for column, _ in columns if column.endswith(SEALED)
        ),
        "on_erasure": str(register.on_erasure),
        "why": register.why,
    }
