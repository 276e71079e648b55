"""What checkpoints, exports and erasures read from the log, on both engines."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.kit.merkle import Tree, leaf_hash, root_of
from tests.salesgenix.people import MONDAY, World, settle


@pytest.fixture
def full(each_world: World) -> World:
    """Seven records about Carla and two more people, each with a payload, a minute apart."""
    with each_world.db.writing() as session:
        for minute, person in enumerate([each_world.carla_ref, *(uuid4() for _ in range(6))]):
            say(session, each_world.ws, person, at=MONDAY + timedelta(minutes=minute))
    return each_world


def say(session: object, workspace_id: UUID, person: UUID, *, at: datetime) -> int:
    entry = Entry(
        type=DecisionType.TOOL_CALLED,
        outcome="found",
        subject_ref=person,
        payloads={"arguments": "what Carla said"},
    )
    return decisions.record(session, workspace_id, entry, now=at)


def account(world: World, gone: list[UUID]) -> None:
    with world.db.writing() as session:
        entry = Entry(
            type=DecisionType.ERASURE_EXECUTED,
            outcome="performed",
            subject_ref=world.carla_ref,
            facts={"erasure": uuid4(), "payloads": gone},
        )
        decisions.record(session, world.ws, entry, now=MONDAY)


def verdict(world: World) -> decisions.Verification:
    with world.db.reading() as session:
        return decisions.verify_chain(session, world.ws)


def test_the_frontier_is_that_of_the_whole_tree(full: World) -> None:
    """Kept record by record, it is what the tree over all leaves has, at every size."""
    for _ in range(6):
        with full.db.writing() as session:
            head = decisions.head(session, full.ws)
            leaves = list(decisions.leaves(session, full.ws))
            assert list(head.frontier) == Tree(leaves).frontier(head.size)
            assert root_of(head.frontier) == Tree(leaves).root()
            say(session, full.ws, full.carla_ref, at=MONDAY)
    assert verdict(full).root == root_of(head_of(full).frontier).hex()


def head_of(world: World) -> decisions.HeadCard:
    with world.db.reading() as session:
        return decisions.head(session, world.ws)


def test_a_log_from_before_builds_its_frontier_once(full: World) -> None:
    """Where none was kept it is made from the leaves, and kept with the next record."""
    kept = head_of(full).frontier
    with full.db.engine.begin() as connection:
        connection.execute(text("UPDATE decision_head SET frontier = ''"))
    assert head_of(full).frontier == kept
    with full.db.writing() as session:
        say(session, full.ws, full.carla_ref, at=MONDAY)
    assert verdict(full).sound
    with full.db.reading() as session:
        raw = session.execute(text("SELECT frontier FROM decision_head")).scalar_one()
    assert bytes(raw) == b"".join(head_of(full).frontier)


def test_records_are_read_by_their_place_person_and_time(full: World) -> None:
    """Up to a size, of one person, from an instant to before another; the bytes hash to leaves."""
    with full.db.reading() as session:
        five = list(decisions.rows(session, full.ws, upto=5))
        assert [row.seq for row in five] == [1, 2, 3, 4, 5]
        leaves = list(decisions.leaves(session, full.ws))
        assert [leaf_hash(row.record) for row in five] == leaves[:5]
        assert list(decisions.leaves(session, full.ws, after=5)) == leaves[5:]
        (hers,) = decisions.rows(session, full.ws, upto=7, subject_ref=full.carla_ref)
        assert hers.seq == 1
        since, until = MONDAY + timedelta(minutes=2), MONDAY + timedelta(minutes=4)
        within = decisions.rows(session, full.ws, upto=7, since=since, until=until)
        assert [row.seq for row in within] == [3, 4]


def test_a_payload_tells_where_it_lies(full: World) -> None:
    """Sealed bytes, part and the place that is bound into the seal."""
    with full.db.reading() as session:
        row = next(iter(decisions.rows(session, full.ws, upto=1)))
        (kept,) = decisions.payload_rows(session, full.ws, [row.id])
    assert kept.place == f"decision_payload:content:{kept.id}"
    assert (kept.part, kept.subject_ref) == ("arguments", full.carla_ref)
    assert kept.sealed is not None
    assert b"Carla" not in kept.sealed


def test_a_payload_may_be_missing_only_where_a_record_says_so(full: World) -> None:
    """Taken away in silence it is tampering, named at its record; listed by an erasure it is not,
    and another's is still missed.
    """
    with full.db.writing() as session:
        gone = decisions.forget_payloads(session, full.ws, full.carla_ref)
        assert len(gone) == 1
        assert decisions.forget_payloads(session, full.ws, full.carla_ref) == []
    assert (verdict(full).sound, verdict(full).first_bad_seq) == (False, 1)
    account(full, gone)
    assert verdict(full).sound
    with full.db.engine.begin() as connection:
        connection.execute(
            text("DELETE FROM decision_payload WHERE decision_id IN "
                 "(SELECT id FROM decision WHERE seq = 4)")
        )  # fmt: skip
    assert verdict(full).first_bad_seq == 4


def test_an_account_given_in_advance_is_none(full: World) -> None:
    """A list of payloads excuses what was recorded before it, never what comes after."""
    with full.db.writing() as session:
        row = next(iter(decisions.rows(session, full.ws, upto=1)))
        (kept,) = decisions.payload_rows(session, full.ws, [row.id])
    account(full, [kept.id])
    with full.db.writing() as session:
        say(session, full.ws, full.carla_ref, at=MONDAY)
    with full.db.writing() as session:
        decisions.forget_payloads(session, full.ws, full.carla_ref)
    assert verdict(full).first_bad_seq == 9


def test_a_changed_tree_is_found(full: World) -> None:
    """A frontier of the right length that is not the records' is a fault of the head."""
    with full.db.writing() as session:
        wrong = b"\0" * 32 * len(decisions.lock_head(session, full.ws).frontier)
        session.execute(text("UPDATE decision_head SET frontier = :wrong"), {"wrong": wrong})
    assert verdict(full).why == "the head's tree is not that of the records"


def test_a_pruned_log_is_sound_from_where_it_begins(full: World) -> None:
    """With the first four gone and their frontier kept, the rest verifies to the same root, goes
    on, and does not verify against another frontier.
    """
    root = verdict(full).root
    with full.db.writing() as session:
        leaves = list(decisions.leaves(session, full.ws))
        frontier = b"".join(Tree(leaves).frontier(4))
        values = {"leaf": leaves[3].hex(), "frontier": frontier}
        first = "(SELECT id FROM decision WHERE seq <= 4)"
        for statement in (
            f"DELETE FROM decision_payload WHERE decision_id IN {first}",
            "DELETE FROM decision WHERE seq <= 4",
            "UPDATE decision_head SET pruned = 4, pruned_leaf = :leaf, pruned_frontier = :frontier",
        ):
            session.execute(text(statement), values if "SET" in statement else {})
    assert (verdict(full).sound, verdict(full).count, verdict(full).root) == (True, 7, root)
    with full.db.writing() as session:
        assert say(session, full.ws, full.carla_ref, at=MONDAY) == 8
    assert verdict(full).sound
    with full.db.engine.begin() as connection:
        connection.execute(text("UPDATE decision_head SET pruned_frontier = frontier"))
    assert not verdict(full).sound


def test_two_writers_never_share_a_place(
    database_url: str, open_database: Callable[[str], Database]
) -> None:
    """The head is there once, whoever opens the log; both see the other's records."""
    world = settle(open_database(database_url))
    with world.db.writing() as session:
        assert decisions.lock_head(session, world.ws).size == 0
        assert say(session, world.ws, world.carla_ref, at=MONDAY) == 1
        assert decisions.lock_head(session, world.ws).size == 1
    assert head_of(world).size == 1
