import pytest

from guardrails import Guard


@pytest.fixture(scope="session")
def guard() -> Guard:
    """The real one: Presidio, spaCy and all; loaded once."""
    return Guard.load()
