import pytest

from guardrails import Guard


@pytest.fixture(scope="session")
def guard() -> Guard:
    """The real one: Presidio, the tagger of names and all; loaded once."""
    return Guard.load()
