"""One key follows another without a gap: each log says so, and the old key vouches for the new."""

from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import Cause, endorsement_text, origin_of
from salesgenix.decisions import service as decisions
from salesgenix.kit.errors import NotFound, Unavailable
from salesgenix.kit.notes import is_signed_by
from tests.salesgenix.people import World, settle


def test_both_keys_sign_the_change(each_world: World, grow, now: datetime) -> None:
    """The old key signs the last head and the new key; the new one what follows."""
    db, ws = each_world.db, each_world.ws
    size = grow(each_world, 5)
    with db.writing() as session:
        made = checkpoints.rotate(session, now=now)
    with db.reading() as session:
        old, new = checkpoints.keys(session)
        after, before = checkpoints.listing(session, ws)
        told = decisions.listing(session, ws, type_="key.rotated")
        assert decisions.head(session, ws).key_epoch == 2
        assert decisions.verify_chain(session, ws).sound
    assert (made, new.epoch) == (new, 2)
    assert (before.size, before.key_epoch, before.cause) == (size, 1, Cause.ROTATION)
    assert (after.size, after.key_epoch) == (size + 1, 2)
    assert is_signed_by(before.note, origin_of(ws), old.public)
    assert is_signed_by(after.note, origin_of(ws), new.public)
    assert not is_signed_by(after.note, origin_of(ws), old.public)
    Ed25519PublicKey.from_public_bytes(old.public).verify(
        new.endorsement, endorsement_text(2, new.public)
    )
    assert [card.body["facts"]["public"] for card in told] == [new.public.hex()]


def test_every_log_learns_of_the_new_key(world: World, grow, now: datetime) -> None:
    """All workspaces' logs name the change, and one that is opened later does so itself."""
    other = settle(world.db)
    grow(world, 1)
    with world.db.writing() as session:
        checkpoints.rotate(session, now=now)
        late = accounts.open_workspace(
            session, "late", "Late", Profile(company="Late"), now=now + timedelta(days=1)
        ).id
        card = checkpoints.sign_head(session, late, Cause.EXPORT, now=now)
    with world.db.reading() as session:
        for ws in (world.ws, other.ws, late):
            assert decisions.head(session, ws).key_epoch == 2
            assert len(decisions.listing(session, ws, type_="key.rotated")) == 1
    assert card.key_epoch == 2


def test_a_key_that_was_never_made_cannot_be_had(world: World) -> None:
    """Only published epochs sign."""
    with world.db.writing() as session, pytest.raises(NotFound):
        checkpoints.signer(session, epoch=7)


def test_a_foreign_key_store_does_not_sign(world: World, grow, now: datetime) -> None:
    """What was published must be what signs: another key store is refused."""
    grow(world, 1)
    with world.db.writing() as session:
        row = checkpoints.signer(session)
    with world.db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE signing_key SET public = X'00'")
    with world.db.writing() as session, pytest.raises(Unavailable):
        checkpoints.sign_head(session, world.ws, Cause.MINUTE, now=now)
    assert row.epoch == 1
