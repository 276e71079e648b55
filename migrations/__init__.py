"""The tables' history: ``upgrade`` brings any database to the present."""

from migrations.schema import tables, upgrade

__all__ = ["tables", "upgrade"]
