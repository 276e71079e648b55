"""One installation on this machine: its folder, its keys, its database, brought up to date."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from migrations import upgrade
from salesgenix.db import Database
from salesgenix.kit.clock import Clock, SystemClock
from salesgenix.kit.crypto import KEY_BYTES, Keyring
from salesgenix.kit.errors import Invalid
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.kit.settings import Settings

MASTER_KEY_FILE = "master.key"
DEMO_FILE = Path(__file__).parents[1] / "demo" / "workspace.yaml"


@dataclass(frozen=True, slots=True)
class Installation:
    settings: Settings
    clock: Clock
    db: Database

    def close(self) -> None:
        self.db.close()


def open_installation(settings: Settings, *, clock: Clock | None = None) -> Installation:
    """Creates what is missing and migrates the rest; a second call changes nothing."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    upgrade(settings.effective_database_url)
    keyring = Keyring(SqlKeyStore(settings.effective_keys_url), _master_key(settings))
    return Installation(
        settings=settings,
        clock=clock or SystemClock(),
        db=Database(settings.effective_database_url, keyring),
    )


def _master_key(settings: Settings) -> bytes:
    """The configured key; only demo and sandbox may keep one of their own beside the data."""
    if settings.master_key is not None:
        try:
            key = bytes.fromhex(settings.master_key.get_secret_value().strip())
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise Invalid(
                "master_key.malformed", "SALESGENIX_MASTER_KEY must be 64 hexadecimal digits."
            )
        return key
    return _kept_key(settings.data_dir / MASTER_KEY_FILE)


def _kept_key(path: Path) -> bytes:
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_bytes(KEY_BYTES).hex())
    return bytes.fromhex(path.read_text().strip())
