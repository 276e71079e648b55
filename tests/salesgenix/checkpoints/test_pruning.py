"""Old records go as a whole prefix; what is left proves as much as before."""

from datetime import UTC, datetime, timedelta

import pytest

from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import Cause, kept_since
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.kit.errors import Invalid
from tests.salesgenix.people import World


def old_log(world: World, grow, now: datetime, *, old: int = 13, young: int = 6) -> int:
    """A log with a past, all of it signed; its size."""
    for at, count in ((now - timedelta(days=900), old), (now - timedelta(days=1), young)):
        grow(world, count, at=at)
    with world.db.writing() as session:
        return checkpoints.sign_head(session, world.ws, Cause.MINUTE, now=now).size


def test_a_pruned_log_keeps_its_root_and_stays_sound(each_world: World, grow, now) -> None:
    """The whole log verifies, every later checkpoint has the root it had, and proofs still hold."""
    db, ws = each_world.db, each_world.ws
    before = kept_since(now, months=24)
    size = old_log(each_world, grow, now)
    with db.writing() as session:
        kept = checkpoints.latest(session, ws)
        whole = checkpoints.tree(session, ws, size)
        cut = checkpoints.prune(session, ws, before=before, now=now)
    with db.reading() as session:
        assert decisions.verify_chain(session, ws).sound
        head = decisions.head(session, ws)
        tree = checkpoints.tree(session, ws, head.size)
        (purged,) = decisions.listing(session, ws, type_="retention.purged")
        newest, older = checkpoints.listing(session, ws)
    assert size - 6 == cut == head.pruned
    assert tree.root(size).hex() == kept.root == older.root
    assert purged.body["facts"] == {"size": cut, "root": whole.root(cut).hex()}
    assert (newest.size, newest.cause) == (head.size, Cause.PRUNING)
    for index in range(cut, size):
        assert tree.inclusion(index, size) == whole.inclusion(index, size)
    with pytest.raises(Invalid):
        tree.inclusion(cut - 1)


def test_pruning_takes_nothing_young_and_nothing_unsigned(world: World, grow, now) -> None:
    """Records that are not old enough stay, and so do old ones that no checkpoint covers."""
    db, ws = world.db, world.ws
    before = kept_since(now, months=24)
    grow(world, 4, at=now - timedelta(days=900))
    with db.writing() as session:
        assert checkpoints.prune(session, ws, before=before, now=now) == 0
        signed = checkpoints.sign_head(session, ws, Cause.MINUTE, now=now, size=2).size
        assert checkpoints.prune(session, ws, before=before, now=now) == signed
        assert checkpoints.prune(session, ws, before=datetime(2000, 1, 1, tzinfo=UTC), now=now) == 0


def test_the_payloads_of_pruned_records_go_with_them(world: World, now: datetime) -> None:
    """What a person said does not outlive the record that refers to it; others' stay."""
    db, ws = world.db, world.ws
    ids = []
    for at in (now - timedelta(days=900), now):
        entry = Entry(
            type=DecisionType.REPLY_SENT,
            outcome="performed",
            subject_ref=world.carla_ref,
            payloads={"message": "Good morning"},
        )
        with db.writing() as session:
            seq = decisions.record(session, ws, entry, now=at)
            ids.append(decisions.card(session, ws, seq).id)
            checkpoints.sign_head(session, ws, Cause.MINUTE, now=now)
    with db.writing() as session:
        checkpoints.prune(session, ws, before=kept_since(now, months=24), now=now)
        kept = decisions.payload_rows(session, ws, ids)
        assert [row.decision_id for row in kept] == ids[1:]
        assert decisions.verify_chain(session, ws).sound


@pytest.mark.parametrize(
    ("today", "months", "since"),
    [
        ("2026-11-23", 24, "2024-11-23"),
        ("2027-08-31", 6, "2027-02-28"),
        ("2028-02-29", 12, "2027-02-28"),
        ("2027-01-15", 6, "2026-07-15"),
    ],
)
def test_the_period_is_counted_in_calendar_months(today: str, months: int, since: str) -> None:
    """A day that the month does not have is its last; the hour does not matter."""
    now = datetime.fromisoformat(f"{today}T17:30:00+00:00")
    assert kept_since(now, months=months) == datetime.fromisoformat(f"{since}T00:00:00+00:00")
