"""What stands behind pseudonyms, at rest: who is meant, and what is left when the key is gone."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlmodel import select

from salesgenix.db import Database, read_sealed
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.errors import Conflict
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.privacy import service
from salesgenix.privacy.models import VaultEntry
from salesgenix.privacy.rules import VaultItem
from tests.salesgenix.people import MONDAY, World

BOSS = VaultItem("<<PERSON_1>>", "PERSON", "Ana", "third", "third:1", "boss finance")
SISTER = VaultItem("<<PERSON_2>>", "PERSON", "Ana", "third", "third:2", "sister")
MAIL = VaultItem("<<EMAIL_1>>", "EMAIL", "dora.quill@acme.example", "prospect")


def keep(world: World, *items: VaultItem) -> None:
    with world.db.writing() as session:
        service.keep_vault(
            session, world.ws, world.thread, world.carla_ref, items=items, now=MONDAY
        )


def kept(db: Database, world: World) -> list[VaultItem]:
    with db.reading() as session:
        return service.load_vault(session, world.ws, world.thread)


def test_who_is_meant_is_kept_and_no_clear_column_says_more(each_world: World) -> None:
    """Two people of one name come back as two. In the clear stands a number of a person; by what
    they were told apart is sealed like the name."""
    keep(each_world, BOSS, SISTER, MAIL)
    assert kept(each_world.db, each_world) == [BOSS, SISTER, MAIL]
    with each_world.db.reading() as session:
        rows = session.exec(
            select(VaultEntry).where(VaultEntry.workspace_id == each_world.ws)
        ).all()
    clear = str([row.model_dump() for row in rows])
    assert "third:1" in clear
    assert not any(word in clear for word in ("Ana", "boss", "finance", "sister", "quill"))


@pytest.mark.parametrize(
    "other",
    [
        VaultItem("<<PERSON_1>>", "PERSON", "Ana", "prospect", "third:1", "boss finance"),
        VaultItem("<<PERSON_1>>", "PERSON", "Ana", "third", "third:2", "boss finance"),
        VaultItem("<<PERSON_1>>", "PERSON", "Ana", "third", "third:1", "sister"),
    ],
)
def test_a_token_never_comes_to_mean_somebody_else_of_that_name(
    world: World, other: VaultItem
) -> None:
    """Two messages at once that each made a first Ana: the second has to be read again."""
    keep(world, BOSS)
    with pytest.raises(Conflict, match="something else"):
        keep(world, other)


def test_without_the_persons_key_no_row_can_be_read_in_no_copy(
    each_world: World, tmp_path: Path
) -> None:
    """Destroying one key makes every pseudonym of that person unreadable: in the database, in a
    backup of it that was made before, and in rows that were copied out."""
    keep(each_world, BOSS, SISTER, MAIL)
    copied = _copies(each_world.db, each_world, tmp_path)
    assert all(kept(copy, each_world) == [BOSS, SISTER, MAIL] for copy in copied)
    each_world.db.keyring.destroy_person(each_world.ws, each_world.carla_ref)
    for db in (each_world.db, *copied):
        with _with_the_keys_left(db, tmp_path) as left:
            assert kept(left, each_world) == []
            assert _opened(left, each_world) == [None] * 6
    for copy in copied:
        copy.close()


def _opened(db: Database, world: World) -> list[str | None]:
    with db.reading() as session:
        rows = session.exec(select(VaultEntry).where(VaultEntry.workspace_id == world.ws))
        return [read_sealed(session, row, name) for row in rows for name in ("value", "cue")]


def _copies(db: Database, world: World, folder: Path) -> list[Database]:
    """A backup of the file; the other engine's rows stand for its dump in the database itself."""
    if db.engine.dialect.name != "sqlite":
        return []
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(folder / "business.db", folder / "backup.db")
    return [Database(f"sqlite:///{folder / 'backup.db'}", db.keyring)]


@contextmanager
def _with_the_keys_left(db: Database, folder: Path) -> Iterator[Database]:
    """As a process sees it that starts now, with nothing in memory."""
    store = SqlKeyStore(f"sqlite:///{folder / 'keys.db'}")
    url = db.engine.url.render_as_string(hide_password=False)
    fresh = Database(url, Keyring(store, bytes(range(32))))
    yield fresh
    fresh.close()
    store.close()
