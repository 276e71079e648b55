"""One attacker's server and one event loop for all worlds, as a process has them."""

from collections.abc import Iterator

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from agent.brains.registry import make_brain
from tests.agent.model_server import model_server
from tests.journeys.hostile.attacker import Attacker
from tests.journeys.hostile.scene import brain_of


@pytest.fixture(scope="session")
def serving_attacker() -> Iterator[Attacker]:
    with model_server(Attacker()) as server:
        yield server


@pytest.fixture(scope="session")
def portal(serving_attacker: Attacker) -> Iterator[BlockingPortal]:
    with start_blocking_portal() as portal:
        yield portal
        model = make_brain(brain_of(serving_attacker)).chat_model
        portal.call(model.root_async_client.close)  # the connections are shared by all of them
        model.root_client.close()


@pytest.fixture
def attacker(serving_attacker: Attacker) -> Attacker:
    serving_attacker.plan, serving_attacker.issued, serving_attacker.meanwhile = [], [], None
    serving_attacker.bodies.clear()
    return serving_attacker
