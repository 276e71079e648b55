"""One archive that every test begins from, and the house's usual people for real ones."""

import pytest

from tests.salesgenix.conftest import open_database, settled, world
from tests.verifier.builder import Log, a_log

__all__ = ["log", "open_database", "settled", "world"]


@pytest.fixture
def log() -> Log:
    return a_log()
