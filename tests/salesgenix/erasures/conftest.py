"""A house in one folder, on each engine, with the usual people in it and Carla everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from tests.blank import make_blank
from tests.salesgenix.erasures.planting import House, open_house, plant
from tests.salesgenix.people import World, settle


@dataclass
class Planted:
    house: House
    world: World
    archive: UUID
    neighbour: tuple[UUID, UUID, UUID]


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    folder = tmp_path / "data"
    url = database_url
    if url.startswith("sqlite"):
        folder.mkdir()
        make_blank(folder / "salesgenix.db")
        url = f"sqlite:///{folder / 'salesgenix.db'}"
    house = open_house(folder, url)
    yield house
    house.close()


@pytest.fixture
def planted(house: House) -> Planted:
    world = settle(house.db)
    neighbour = world.another()
    return Planted(house, world, plant(house, world), neighbour)
