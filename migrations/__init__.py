"""The tables' history: ``upgrade`` brings any database to the present."""

from migrations.present import is_current, tables

__all__ = ["tables", "upgrade"]


def upgrade(database_url: str) -> None:
    """As ``migrations.schema.upgrade``; a database that is up to date does not pay for Alembic,
    which takes a second to load.
    """
    if not is_current(database_url):
        from migrations import schema  # noqa: PLC0415 see above

        schema.upgrade(database_url)
