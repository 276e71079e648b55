from datetime import UTC, datetime

import pytest

from integrations.email.letter import House


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def house() -> House:
    return House(
        company="Orchard Tools",
        agent="Mira",
        site="https://orchard.example",
        sender_email="mira@orchard.example",
        postal_address="Orchard Tools, 1 Elm Road\n00000 Sampletown",
        privacy_url="https://orchard.example/privacy",
    )
