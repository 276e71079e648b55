"""A copy of a workspace's ground that can be acted on and thrown away.

It is a database of its own in a folder of its own, without prospects, mail or decisions. What was
sealed opens with the keys it was sealed with; a key made in the copy lies in memory alone, so that
what was said in it opens nowhere once it is gone, even where a crash left the folder behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlmodel import SQLModel

from salesgenix.db import Database
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from salesgenix.rehearsals import repository
from salesgenix.rehearsals.rules import Asked


@contextmanager
def copy_of(db: Database, workspace_id: UUID, *, now: datetime) -> Iterator[Database]:
    """Nothing done in the copy reaches the original, its keys, its journal or its listeners."""
    with db.reading() as session:
        rows = repository.ground(session, workspace_id, now=now)
    with TemporaryDirectory(prefix="salesgenix-rehearsal-") as folder:
        copy = Database(f"sqlite:///{Path(folder) / 'copy.db'}", db.keyring.in_passing())
        try:
            SQLModel.metadata.create_all(copy.engine)
            with copy.writing() as session:
                repository.lay(session, rows)
                repository.let_loose(session, workspace_id)
            yield copy
        finally:
            copy.close()


def give(copy: Database, asked: Asked, *, now: datetime) -> None:
    """The draft in force in the copy, in place of what stands under its key."""
    if asked.rule is None:
        return
    order = Order(
        key=asked.key,
        words=asked.words,
        rule=asked.rule,
        author_member_id=asked.member_id,
        surface="console",
    )
    with copy.writing() as session:
        instructions.issue(session, asked.workspace_id, order, now=now)
