"""A log that cannot be written: the database itself refuses every new decision."""

from sqlalchemy import text

from salesgenix.db import Database

BREAK = {
    "sqlite": (
        "CREATE TRIGGER full BEFORE INSERT ON decision BEGIN SELECT RAISE(ABORT, 'full'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION full_log() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'full'; END $$",
        'CREATE TRIGGER "full" BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION full_log()',
    ),
}
MEND = {
    "sqlite": ("DROP TRIGGER full",),
    "postgresql": ('DROP TRIGGER "full" ON decision', "DROP FUNCTION full_log()"),
}


def break_log(db: Database) -> None:
    _run(db, BREAK)


def mend_log(db: Database) -> None:
    _run(db, MEND)


def _run(db: Database, statements: dict[str, tuple[str, ...]]) -> None:
    with db.engine.begin() as connection:
        for statement in statements[db.engine.dialect.name]:
            connection.execute(text(statement))
