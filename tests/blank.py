"""Databases with all tables and nothing in them: made once in a process, then copied."""

import importlib
import shutil
import tempfile
from functools import cache
from pathlib import Path

import psycopg
from sqlmodel import SQLModel

from salesgenix.db import make_engine

ROOM = Path(__file__).parents[1] / "salesgenix"


def make_blank(path: Path) -> None:
    """A blank file for SQLite. One that is there already stays as it is."""
    if not path.exists():
        shutil.copyfile(Path(_folder().name) / "blank.db", path)


@cache
def blank_postgres(admin_url: str) -> str:
    """The name of a blank database of this server, to be copied as a template."""
    name = "blank"
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    _make_tables(url_of(admin_url, name))
    return name


def url_of(admin_url: str, name: str) -> str:
    """Of a database on the same server."""
    url = admin_url.replace("postgresql://", "postgresql+psycopg://")
    return url.replace("/postgres?", f"/{name}?")


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """It goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="blank-", ignore_cleanup_errors=True)
    _make_tables(f"sqlite:///{folder.name}/blank.db")
    return folder


def _make_tables(url: str) -> None:
    for models in ROOM.glob("*/models.py"):
        importlib.import_module(f"salesgenix.{models.parent.name}.models")
    engine = make_engine(url)
    SQLModel.metadata.create_all(engine)
    engine.dispose()
