"""What Alembic runs: ``migrations.schema`` hands over the connection and the tables."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString

from salesgenix.kit.types import UtcDateTime


def written_out(kind: str, item: Any, autogen_context: AutogenContext) -> str | Literal[False]:
    """Migrations name plain SQL types, so that later changes of our own types cannot alter them."""
    del autogen_context
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["tables"],
    render_as_batch=True,
    render_item=written_out,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
