"""What may never be kept is nowhere, on either engine: seen from outside."""

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import select
from sqlmodel import SQLModel

from salesgenix.db import Database, read_sealed
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.privacy import service as privacy
from tests.agent.conftest import Thread
from tests.agent.model_server import ModelServer, Step
from tests.salesgenix.conftest import database_url, postgres_url

__all__ = ["database_url", "postgres_url"]

Open = Callable[..., Thread]

# What is said, and what of it gives the value away.
NEVER = (
    ("my card is 5555 5555 5555 4444", "5555555555554444"),
    ("or use 4012.8888.8888.1881 please", "4012888888881881"),
    ("no, ３７８２ ８２２４６３ １０００５", "378282246310005"),
    ("the other one: 6011\u200b1111 1111\u200b 1117", "6011111111111117"),
    ("card number 5105-1051-0510-5100, cvv 737", "5105105105105100"),
    ("IBAN DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ("iban: gb82 west 1234 5698 7654 32", "GB82WEST12345698765432"),
    ("my SSN is 219-09-9998", "219099998"),
    ("CPF 529.982.247-25", "52998224725"),
    ("password: Tr0ub4dor&3xyz", "TR0UB4DOR&3XYZ"),
    ("api key sk_live_51HqXyZabcDEF9876543210", "SK_LIVE_51HQXYZABCDEF9876543210"),
    ("AKIAIOSFODNN7EXAMPLE is the key", "AKIAIOSFODNN7EXAMPLE"),
    ("see https://files.other.example/x?token=9f8e7d6c5b4a39281706", "9F8E7D6C5B4A39281706"),
    ("I was born on 12 March 1984", "12MARCH1984"),
)


@pytest.fixture
def db(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """On each engine."""
    store = SqlKeyStore(f"sqlite:///{tmp_path / 'keys.db'}")
    database = Database(database_url, Keyring(store, bytes(32)))
    yield database
    database.close()
    store.close()


def _plain(text: str) -> str:
    """Without what a spelling adds, so that no obfuscation hides a value from the search."""
    return re.sub(r"[\s.\-\u200b]|\\u200b|\\n", "", text).upper()


def _everything(db: Database) -> str:
    """Every column of every row, and whatever is sealed in it, opened."""
    found: list[str] = []
    for mapper in SQLModel._sa_registry.mappers:
        with db.reading() as session:
            for (row,) in session.execute(select(mapper.class_)):
                names = [column.key for column in mapper.columns]
                found += [str(getattr(row, name)) for name in names]
                sealed = [name for name in names if name.endswith("_sealed")]
                found += [
                    read_sealed(session, row, name.removesuffix("_sealed")) or "" for name in sealed
                ]
    return "\n".join(found)


def test_what_may_never_be_kept_is_nowhere(
    open_thread: Open,
    model: ModelServer,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Cards, codes, accounts, ids, secrets and birth dates in several spellings: in no column, not
    even sealed, in no file, no log at its most talkative, no decision, no request."""
    model.script(Step(text="Thank you, noted."))
    thread = open_thread(is_hosted=True)
    with caplog.at_level(logging.DEBUG), structlog.testing.capture_logs() as lines:
        for said, _ in NEVER:
            thread.hear(said)
        thread.say("I have diabetes, so please be brief")
        thread.say("and what does it cost?")
    places = {
        "rows": _everything(thread.mind.db),
        "files": "".join(
            path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file()
        ),
        "logs": caplog.text + str(lines),
        "requests": "\n".join(model.bodies),
        "decisions": str([card.body for card in thread.decisions()]),
    }
    plain = {name: _plain(text) for name, text in places.items()}
    assert "card ending 4444" in model.bodies[-1]
    assert "CARDENDING4444" in plain["rows"]
    assert [(name, core) for _, core in NEVER for name in plain if core in plain[name]] == []
    assert "diabetes" not in places["requests"] + places["logs"] + places["files"]
    with thread.mind.db.reading() as session:
        items = privacy.load_vault(session, thread.workspace_id, thread.conversation_id)
    assert not any("diabetes" in item.value or "1984" in item.value for item in items)
