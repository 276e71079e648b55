"""A process that is killed in the middle of a step leaves an erasure that another one finishes."""

import subprocess
import sys
from pathlib import Path

import pytest

from salesgenix.erasures import service
from salesgenix.erasures.rules import Step
from tests.salesgenix.erasures.conftest import Planted
from tests.salesgenix.erasures.planting import order, sound

ROOT = Path(__file__).parents[3]
SCRIPT = """
import os, sys
from pathlib import Path
from uuid import UUID
from sqlalchemy import event
from migrations import tables
from salesgenix.erasures import service
from salesgenix.erasures.rules import Step
from tests.salesgenix.erasures.planting import open_house

tables()
folder, url, erasure_id, last = sys.argv[1:]
house = open_house(Path(folder), url)
card = service.advance(house.db, UUID(erasure_id), house.stores, house.clock)
while card.step is not Step(last):
    card = service.advance(house.db, UUID(erasure_id), house.stores, house.clock)
event.listen(house.db.engine, "commit", lambda connection: os._exit(9))
service.advance(house.db, UUID(erasure_id), house.stores, house.clock)
"""


@pytest.mark.parametrize("last", [Step.OUTSIDE, Step.PAYLOADS])
def test_killed_before_the_commit(planted: Planted, last: Step) -> None:
    """Killed while the rows go, and with the key just gone: it is finished."""
    house, world = planted.house, planted.world
    erasure_id = order(house, world)
    arguments = [str(house.folder), house.url, str(erasure_id), str(last)]
    killed = subprocess.run([sys.executable, "-c", SCRIPT, *arguments], cwd=ROOT, check=False)
    assert killed.returncode == 9
    house.reopen()
    with house.db.reading() as session:
        card = service.card(session, world.ws, erasure_id)
    assert (card.step, card.is_done) == (last, False)
    assert sound(house, world)
    done = service.run(house.db, erasure_id, house.stores, house.clock)
    assert done.is_done
    assert done.counts["erased"] == done.counts["planned"]
    assert house.hits() == []
    assert sound(house, world)
