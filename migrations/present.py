"""The tables as they are to be, and whether a database has them: asked without loading Alembic."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from sqlalchemy import MetaData, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import SQLModel

import salesgenix
from salesgenix.db import make_engine

VERSIONS = Path(__file__).parent / "versions"


def tables() -> MetaData:
    """The metadata with the tables of every noun in it."""
    for noun in iter_modules(salesgenix.__path__, "salesgenix."):
        if noun.ispkg and find_spec(f"{noun.name}.models") is not None:
            import_module(f"{noun.name}.models")
    return SQLModel.metadata


def is_current(database_url: str) -> bool:
    """Whether the newest revision has been reached. One that cannot be asked has not."""
    newest = max(path.name for path in VERSIONS.glob("[0-9]*.py")).partition("_")[0]
    engine = make_engine(database_url)
    try:
        with engine.connect() as connection:
            reached = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
            return list(reached) == [newest]
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()
