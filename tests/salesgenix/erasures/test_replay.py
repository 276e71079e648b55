"""A database put back from a backup forgets nothing that protects somebody."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url
from sqlmodel import Session, SQLModel

from salesgenix.db import locked_mark
from salesgenix.decisions import service as decisions
from salesgenix.erasures import replay, service
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import Unavailable
from salesgenix.leads import service as leads
from salesgenix.privacy import service as privacy
from tests.salesgenix.erasures.conftest import Planted
from tests.salesgenix.erasures.planting import House, open_house, opened, order, sound
from tests.salesgenix.people import MONDAY, World

LATER = MONDAY + timedelta(hours=1)

# What no engine has a part in.
ON_ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def back_up(house: House) -> Callable[[], None]:
    """Copies the database as it is now, with the keys; what puts both copies back."""
    house.close()
    keys = house.folder / "keys.db"
    shutil.copy(keys, house.folder.parent / "keys.copy")
    if house.url.startswith("sqlite"):
        file, copy = house.folder / "salesgenix.db", house.folder.parent / "copy.db"
        shutil.copy(file, copy)

        def put_back() -> None:
            house.close()
            for ending in ("-wal", "-shm"):
                Path(f"{file}{ending}").unlink(missing_ok=True)
            shutil.copy(copy, file)
            shutil.copy(house.folder.parent / "keys.copy", keys)
            house.reopen()

        house.reopen()
        return put_back
    url = make_url(house.url)
    name = url.database
    admin = url.set(drivername="postgresql", database="postgres").render_as_string(
        hide_password=False
    )

    def copy_database(source: str, target: str) -> None:
        house.close()
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {target} TEMPLATE {source}")

    def put_back_database() -> None:
        copy_database(f"{name}_copy", str(name))
        shutil.copy(house.folder.parent / "keys.copy", keys)
        house.reopen()

    copy_database(str(name), f"{name}_copy")
    house.reopen()
    return put_back_database


def follow(house: House) -> replay.Replayed:
    return replay.follow(house.db, house.stores, house.clock)


def an_order(session: Session, world: World, key: str) -> instructions.InstructionCard:
    cards = instructions.listing(session, world.ws, now=LATER)
    return next(card for card in cards if card.key == key)


def test_a_restored_copy_follows_the_journal(planted: Planted) -> None:
    """A is erased, B is suppressed, M is revoked; an older copy knows none of it, and after the
    start it knows all of it, with the key store put back too.
    """
    house, world = planted.house, planted.world
    _, other, _ = planted.neighbour
    follow(house)
    put_back = back_up(house)
    assert service.run(house.db, order(house, world), house.stores, house.clock).is_done
    with house.db.writing() as session:
        privacy.suppress(
            session, world.ws, other, ["b@b-mail.example"], reason="opt_out", now=LATER
        )
        standing = an_order(session, world, "standing").id
        instructions.revoke(session, world.ws, standing, by=world.ana, now=LATER)

    put_back()
    with house.db.reading() as session:  # the copy is what it was
        assert leads.card(session, world.ws, world.carla).name == "Zenobia Quillfeather"
    assert "Zenobia Quillfeather" in opened(house, world, world.carla_ref)

    replayed = follow(house)

    assert replayed.followed[world.ws] == {"erasure": 1, "suppression": 2, "revocation": 1}
    with house.db.reading() as session:
        assert leads.card_of_subject(session, world.ws, world.carla_ref) is None
        erasure = service.of_subject(session, world.ws, world.carla_ref)
        assert erasure is not None and erasure.is_done and erasure.cause == "restore"
        assert privacy.is_suppressed(session, world.ws, subject_ref=other)
        assert privacy.is_suppressed(session, world.ws, email="b@b-mail.example")
        assert an_order(session, world, "standing").revoked_at is not None
        types = [card.type for card in decisions.listing(session, world.ws, limit=200)]
        assert types.count("restore.replayed") == 4
    assert house.keys.get(world.ws, f"person:{world.carla_ref}") == b""
    assert house.hits() == []
    assert sound(house, world)
    assert follow(house).count == 0


@ON_ONE_ENGINE
def test_a_stop_that_was_lifted_stays_lifted(planted: Planted) -> None:
    """The journal is followed in its order: what was set and lifted again is lifted."""
    house, world = planted.house, planted.world
    follow(house)
    put_back = back_up(house)
    with house.db.writing() as session:
        privacy.suppress(session, world.ws, world.carla_ref, reason="opt_out", now=LATER)
    with house.db.writing() as session:
        privacy.lift(session, world.ws, world.carla_ref, now=LATER)
    put_back()
    follow(house)
    with house.db.reading() as session:
        assert not privacy.is_suppressed(session, world.ws, subject_ref=world.carla_ref)


@ON_ONE_ENGINE
def test_a_journal_that_knows_less_is_refused(planted: Planted) -> None:
    """Missing, shortened or another's: nothing is served until a person has said so."""
    house, world = planted.house, planted.world
    follow(house)
    with house.db.writing() as session:
        privacy.suppress(session, world.ws, world.carla_ref, reason="opt_out", now=LATER)
    path = house.journal.path
    whole = path.read_bytes()
    for broken in (None, whole.splitlines(keepends=True)[0], whole.replace(b"email", b"phone")):
        path.unlink()
        if broken is not None:
            path.write_bytes(broken)
        with pytest.raises(Unavailable, match="accept-journal"):
            follow(house)
        path.write_bytes(whole)
    path.unlink()
    end = replay.accept(house.db, house.clock)
    assert end.position >= 1
    assert follow(house).count == 0
    with house.db.reading() as session:
        newest = decisions.listing(session, world.ws)[0]
        assert (newest.type, newest.outcome) == ("restore.replayed", "accepted")
    assert {line.kind for line in house.journal.read()} == {"suppression"}


def test_an_empty_database_follows_without_a_word(planted: Planted) -> None:
    """Nobody the journal knows is there: it has nothing to do, and moves its mark to the end."""
    house, world = planted.house, planted.world
    follow(house)
    with house.db.writing() as session:
        privacy.suppress(session, world.ws, world.carla_ref, reason="opt_out", now=LATER)
    order(house, world)
    lines = house.journal.path.read_bytes()
    empty = open_house(house.folder, f"sqlite:///{house.folder / 'empty.db'}")
    SQLModel.metadata.create_all(empty.db.engine)
    assert follow(empty).count == 0
    with empty.db.writing() as session:
        assert locked_mark(session) == house.journal.end()
    empty.close()
    assert house.journal.path.read_bytes() == lines


@ON_ONE_ENGINE
def test_what_is_rolled_back_leaves_no_line(planted: Planted) -> None:
    """The journal learns of a transaction when it is about to be committed, not before."""
    house, world = planted.house, planted.world
    follow(house)
    with pytest.raises(ValueError, match="no"), house.db.writing() as session:
        privacy.suppress(session, world.ws, world.carla_ref, reason="opt_out", now=LATER)
        raise ValueError("no")
    assert list(house.journal.read()) == []


def test_a_crash_between_journal_and_commit_protects(planted: Planted) -> None:
    """A line without its transaction is followed at the next start: too much, never too little."""
    house, world = planted.house, planted.world
    follow(house)
    with house.db.reading() as session:
        mark = house.db.keyring.blind(world.ws, "subject", str(world.carla_ref)).hex()
    facts = {"mark": mark, "kind": "subject", "reason": "opt_out"}
    house.journal.append("suppression", world.ws, facts)
    assert follow(house).count == 1
    with house.db.writing() as session:
        assert privacy.is_suppressed(session, world.ws, subject_ref=world.carla_ref)
        mark_now = locked_mark(session)
        assert mark_now is not None and mark_now.position == 1
