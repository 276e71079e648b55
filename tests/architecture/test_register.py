"""Nothing is stored that is not in the register: what it is, whose it is, what becomes of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKey, MetaData, String, Table, Uuid, select

from migrations import tables
from salesgenix.db import Database
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.kit.register import (
    SEALED,
    Category,
    OnErasure,
    Purpose,
    Register,
    Retention,
    about_people,
    belongs_to,
    faults,
    held,
    reached,
    registers,
)
from salesgenix.kit.settings import Settings
from salesgenix.kit.stores import STORES
from tests.architecture.personal_data import PAGE, page
from tests.salesgenix.filling import Person, fill, is_of_team
from tests.salesgenix.people import settle


@pytest.fixture
def metadata() -> MetaData:
    """A copy of all tables that a test may spoil."""
    copy = MetaData()
    for table in tables().sorted_tables:
        table.to_metadata(copy)
    return copy


def declared() -> dict[str, Register]:
    tables()
    return registers()


def test_the_register_is_whole() -> None:
    """Every table and column of the present is declared, rightly, and nothing else is."""
    assert faults(tables(), declared()) == []


def test_whoever_adds_a_column_must_say_what_it_holds(metadata: MetaData) -> None:
    """A column nobody declared is found, also when it lies in a table about nobody."""
    metadata.tables["lead"].append_column(Column("shoe_size", String()))
    metadata.tables["passage"].append_column(Column("reviewer", String()))
    assert sorted(faults(metadata, declared())) == [
        "lead.shoe_size: not declared",
        "passage.reviewer: not declared",
    ]


def test_whoever_adds_a_table_must_say_whose_it_is(metadata: MetaData) -> None:
    """A job store, a cache, anything: a table nobody declared is found."""
    Table("apscheduler_jobs", metadata, Column("id", String(), primary_key=True))
    assert faults(metadata, declared()) == ["apscheduler_jobs: not declared"]


def test_what_is_gone_leaves_the_register(metadata: MetaData) -> None:
    """A declaration of what no longer exists is found, too."""
    known = declared()
    metadata.remove(metadata.tables["open_intent"])
    known["task"] = replace(known["task"], columns=held(Category.NONE, "colour"))
    assert set(faults(metadata, known)) >= {
        "open_intent: declared, but there is no such table",
        "task.colour: there is no such column",
    }


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_way_to_a_person_of_any_length_is_found(metadata: MetaData, steps: int) -> None:
    """A table that refers to a table that refers to a lead is about that lead."""
    known, target = declared(), "lead"
    for step in range(steps):
        name = f"layer{step}"
        columns = [
            Column("id", Uuid(), primary_key=True),
            Column("of", Uuid(), ForeignKey(f"{target}.id")),
        ]
        Table(name, metadata, *columns)
        known[name] = _register(path=("of", target) if step < steps - 1 else ())
        object.__setattr__(known[name], "why", "" if step == steps - 1 else "x")
        target = name
    assert "lead" in reached(metadata.tables[target])
    assert faults(metadata, known) == [f"{target}: leads to a person, but has no path"]


def test_a_reference_to_a_person_needs_no_foreign_key_to_be_found(metadata: MetaData) -> None:
    """A column with the person's reference is a way to them, whatever reason is given."""
    Table("cache", metadata, Column("subject_ref", Uuid(), primary_key=True))
    known = declared() | {"cache": _register(path=(), columns=held(Category.NONE, "subject_ref"))}
    assert faults(metadata, known) == ["cache: leads to a person, but has no path"]


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (("owner",), "its path begins at no column of it"),
        (("id",), "id is no reference to a person"),
        (("conversation_id", "lead"), "conversation_id does not lead to lead"),
        (("workspace_id", "workspace"), "workspace leads to nobody"),
    ],
)
def test_a_path_that_leads_nowhere_is_found(path: tuple[str, ...], fault: str) -> None:
    """What is declared is compared with the tables themselves."""
    known = declared()
    known["task"] = replace(known["task"], path=path)
    assert faults(tables(), known) == [f"task: {fault}"]


def test_what_is_personal_is_sealed_or_says_why_not(metadata: MetaData) -> None:
    """Sealed and personal are the same columns, but for those with a reason."""
    known = declared()
    columns = dict(known["task"].columns)
    columns |= held(Category.WORDS, "kind") | held(Category.CIRCUMSTANCE, "note_sealed")
    known["task"] = replace(known["task"], columns=columns)
    assert set(faults(metadata, known)) == {
        "task.kind: personal, in the clear, without a reason",
        "task.note_sealed: sealed, but of no personal category",
    }


def test_every_path_leads_to_the_rows_of_its_person(tmp_path: Path) -> None:
    """On a real database: of two people's rows in every table, each one's and no other."""
    store = SqlKeyStore(f"sqlite:///{tmp_path / 'keys.db'}")
    db = Database(f"sqlite:///{tmp_path / 'b.db'}", Keyring(store, bytes(range(32))))
    tables().create_all(db.engine)
    world = settle(db)
    with db.writing() as session:
        ben = fill(session, Person(world.ws), lambda: "words")
        others = [fill(session, Person(world.ws), lambda: "words", colleague=ben) for _ in range(2)]
        for table in about_people(tables()):
            people = [ben] if is_of_team(table.name) else others
            for person in people:
                found = session.execute(
                    select(table).where(belongs_to(table, world.ws, person.subject_ref))
                ).mappings()
                rows = [dict(row) for row in found]
                kept = person.rows[table.name]
                assert rows == [{key: getattr(kept, key) for key in rows[0]}], table.name
    db.close()
    store.close()


def test_what_refers_goes_before_what_it_refers_to() -> None:
    """The order of erasure: a row is found and deleted while the way to its person still stands."""
    names = [table.name for table in about_people(tables())]
    for table in about_people(tables()):
        path = declared()[table.name].path
        later = {key.column.table.name for key in table.foreign_keys} | set(path[1:])
        for other in later & set(names):
            assert names.index(table.name) < names.index(other), (table.name, other)


def test_what_is_blanked_can_be_blank() -> None:
    """Where a row outlives its person, its sealed columns can be empty."""
    for table in about_people(tables()):
        if declared()[table.name].on_erasure is OnErasure.BLANK:
            sealed = [column for column in table.columns if column.name.endswith(SEALED)]
            assert sealed and all(column.nullable for column in sealed)


def test_every_place_but_the_tables_is_listed_too() -> None:
    """What the settings put on disk beside the database, and what leaves the house, has its row."""
    names = {store.name for store in STORES}
    settings = {name for name in dir(Settings) if name.startswith("effective_")}
    places = {
        "effective_database_url": None,
        "effective_keys_url": "keys",
        "effective_journal": "journal",
        "effective_checkpoint_log": "checkpoint_log",
        "effective_exports_dir": "exports",
        "effective_public_url": None,
    }
    assert settings == set(places)
    assert {name for name in places.values() if name} < names
    assert {"process_log", "mail", "model_provider", "backups", "memory"} < names
    assert all(store.why for store in STORES)


def _register(*, path: tuple[str, ...], columns: dict[str, object] | None = None) -> Register:
    return Register(
        path=path,
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="a test",
        why="x",
        columns=columns or held(Category.NONE, "id") | held(Category.REFERENCE, "of"),
    )


def test_the_page_about_it_is_current() -> None:
    """docs/personal-data.md says what the register says."""
    assert page() == PAGE.read_text()
