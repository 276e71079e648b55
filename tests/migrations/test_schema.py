"""The history of the tables leads to the models, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from alembic.util import CommandError
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from migrations.schema import check, downgrade, tables, upgrade
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.db import Database, make_engine
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore


def names(database_url: str) -> set[str]:
    engine = make_engine(database_url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def execute(database_url: str, statement: str) -> None:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_a_fresh_database_gets_every_table_and_no_drift(database_url: str) -> None:
    """After the upgrade the database has exactly what the models say; a second one does nothing."""
    upgrade(database_url)
    upgrade(database_url)
    assert names(database_url) == set(tables().tables) | {"alembic_version"}
    check(database_url)


def test_one_step_back_and_forth(database_url: str) -> None:
    """The newest migration can be taken back and done again."""
    upgrade(database_url)
    downgrade(database_url, "-1")
    upgrade(database_url)
    check(database_url)


def test_all_the_way_back(database_url: str) -> None:
    """Nothing but the empty history remains at the base."""
    upgrade(database_url)
    downgrade(database_url, "base")
    assert names(database_url) == {"alembic_version"}


def test_two_processes_that_start_at_once(database_url: str) -> None:
    """The second waits for the first, then finds nothing to do; neither fails."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(upgrade, [database_url] * 2))
    check(database_url)


def test_a_difference_is_found(database_url: str) -> None:
    """The comparison with the models sees a column that no model has."""
    upgrade(database_url)
    execute(database_url, "ALTER TABLE lead ADD COLUMN shoe_size INTEGER")
    with pytest.raises(CommandError, match="shoe_size"):
        check(database_url)


def test_a_failed_upgrade_leaves_nothing_behind(database_url: str) -> None:
    """A table in the way stops the upgrade as a whole; the others are not there either."""
    execute(database_url, "CREATE TABLE visitor (id INTEGER)")
    with pytest.raises(DBAPIError, match="visitor"):
        upgrade(database_url)
    assert names(database_url) == {"visitor"}


def test_an_upgrade_keeps_what_is_there(database_url: str, tmp_path: object) -> None:
    """A workspace written before is read after, by the business's own functions."""
    now = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
    upgrade(database_url)
    store = SqlKeyStore(f"sqlite:///{tmp_path}/keys.db")
    database = Database(database_url, Keyring(store, bytes(32)))
    with database.writing() as session:
        card = accounts.open_workspace(session, "orchard", "O", Profile(company="O"), now=now)
        paused = accounts.pause(session, card.id, "look", None, now=now)
    upgrade(database_url)
    with database.reading() as session:
        assert accounts.profile_of(session, card.id) == paused
    database.close()
    store.close()


@pytest.mark.parametrize("table", tables().sorted_tables, ids=lambda table: table.name)
def test_every_constraint_has_a_name(table: object) -> None:
    """Only what has a name can be dropped by a later migration."""
    unnamed = [part for part in (*table.constraints, *table.indexes) if not part.name]
    assert not unnamed
