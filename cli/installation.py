"""One installation on this machine: its folder, its keys, its database, brought up to date."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from cli.sealing import seal_what_lay_open
from migrations import upgrade
from salesgenix.db import Database
from salesgenix.erasures.replay import follow
from salesgenix.kit.checkpoint_log import CheckpointLog
from salesgenix.kit.clock import Clock, SystemClock
from salesgenix.kit.crypto import KEY_BYTES, Keyring
from salesgenix.kit.errors import Invalid, Unavailable
from salesgenix.kit.journal import Journal
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.kit.settings import Settings
from worker.forgetting import stores_of

MASTER_KEY_FILE = "master.key"
DEMO_FILE = Path(__file__).parents[1] / "demo" / "workspace.yaml"
INSTALLATION = UUID(int=0)  # the owner of keys that belong to no workspace
OUR_TABLES = frozenset({"alembic_version", "workspace"})


@dataclass(frozen=True, slots=True)
class Installation:
    settings: Settings
    clock: Clock
    db: Database
    keys: SqlKeyStore

    def close(self) -> None:
        self.db.close()
        self.keys.close()


def open_installation(
    settings: Settings, *, clock: Clock | None = None, follows_journal: bool = True
) -> Installation:
    """Creates what is missing and migrates the rest; a second call changes nothing. A database put
    back from a backup first follows the journal outside it, before anybody is served.

    ``Unavailable`` or ``Invalid``, in words, for a store that is locked, broken, foreign, newer
    than this program or closed to this master key; such a store is left as it was.
    """
    master_key = _configured_key(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        _refuse_a_foreign_database(settings.effective_database_url)
        upgrade(settings.effective_database_url)
        keys = SqlKeyStore(settings.effective_keys_url)
        keyring = Keyring(keys, master_key or _kept_key(settings.data_dir / MASTER_KEY_FILE))
        try:
            keyring.workspace(INSTALLATION, "check")  # made at the first start, opened at others
        except Unavailable:
            keys.close()
            raise
    except (SQLAlchemyError, ImportError) as error:
        raise unusable_database(error) from error
    db = Database(settings.effective_database_url, keyring, Journal(settings.effective_journal))
    db.checkpoint_log = CheckpointLog(settings.effective_checkpoint_log)
    seal_what_lay_open(db)
    house = Installation(settings=settings, clock=clock or SystemClock(), db=db, keys=keys)
    if follows_journal:
        try:
            follow(db, stores_of(settings, db, house.clock), house.clock)
        except BaseException:
            house.close()
            raise
    return house


def unusable_database(error: Exception) -> Unavailable:
    """What the database itself says, on one line: never the statement, never the address."""
    reason = str(error.orig if isinstance(error, DBAPIError) else error).strip().partition("\n")[0]
    return Unavailable("database.unusable", f"The database cannot be used: {reason}.")


def _refuse_a_foreign_database(url: str) -> None:
    engine = create_engine(url)
    try:
        found = set(inspect(engine).get_table_names())
    finally:
        engine.dispose()
    if found and not found >= OUR_TABLES:
        raise Invalid(
            "database.foreign",
            "The database holds tables of another program; nothing was changed. "
            "Name one of our own.",
        )


def _configured_key(settings: Settings) -> bytes | None:
    """The key from the settings, none where one may be kept beside the data (demo, sandbox)."""
    if settings.master_key is None:
        return None
    try:
        key = bytes.fromhex(settings.master_key.get_secret_value().strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Invalid(
            "master_key.malformed", "SALESGENIX_MASTER_KEY must be 64 hexadecimal digits."
        )
    if len(set(key)) < KEY_BYTES // 4:  # 32 random bytes never repeat themselves like that
        raise Invalid(
            "master_key.default",
            "SALESGENIX_MASTER_KEY is a placeholder, not a secret. Make one with: "
            "salesgenix new-key",
        )
    return key


def _kept_key(path: Path) -> bytes:
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_bytes(KEY_BYTES).hex())
    try:
        return bytes.fromhex(path.read_text().strip())
    except ValueError:
        raise Invalid("master_key.malformed", f"{path} does not hold a key.") from None
