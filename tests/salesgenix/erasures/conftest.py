"""A house in one folder, on each engine, with the usual people in it and Carla everywhere."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import SQLModel

from tests.salesgenix.erasures.planting import House, open_house, plant
from tests.salesgenix.people import World, settle

ROOM = Path(__file__).parents[3] / "salesgenix"


@dataclass
class Planted:
    house: House
    world: World
    archive: UUID
    neighbour: tuple[UUID, UUID, UUID]


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    for models in ROOM.glob("*/models.py"):
        importlib.import_module(f"salesgenix.{models.parent.name}.models")
    folder = tmp_path / "data"
    url = database_url
    if url.startswith("sqlite"):
        url = f"sqlite:///{folder / 'salesgenix.db'}"
    house = open_house(folder, url)
    SQLModel.metadata.create_all(house.db.engine)
    yield house
    house.close()


@pytest.fixture
def planted(house: House) -> Planted:
    world = settle(house.db)
    neighbour = world.another()
    return Planted(house, world, plant(house, world), neighbour)
