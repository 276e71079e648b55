"""The workspace whose owner gives orders: Maya, Ben, Inés and Ana, in Berlin, on a Monday."""

from datetime import date
from uuid import UUID

import pytest

from salesgenix.drafts.rules import Facts
from salesgenix.drafts.terms import WAYS

NAMES = {1: "Maya Lindt", 2: "Ben Okafor", 3: "Inés Duarte", 4: "Ana Brandt"}
SHORT = {str(UUID(int=n)): name.split()[0].replace("é", "e") for n, name in NAMES.items()}


@pytest.fixture(scope="session")
def facts() -> Facts:
    return Facts(
        members={UUID(int=n): name for n, name in NAMES.items()},
        today=date(2026, 11, 30),
        zone="Europe/Berlin",
        strategies=WAYS,
    )
