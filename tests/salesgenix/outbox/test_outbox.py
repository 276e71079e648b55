"""Work that is owed: once, in order, shared out, fenced, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.db import Database
from salesgenix.kit.clock import SettableClock
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.errors import NotFound, Unavailable
from salesgenix.kit.ids import new_id
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.outbox import service as outbox
from salesgenix.outbox.rules import LEASE, MAX_ATTEMPTS, Kind, State, wait_after
from salesgenix.outbox.service import Item
from worker.outbox import Draining

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
READ = Kind.CALENDAR_READ


class Yard:
    def __init__(self, url: str) -> None:
        self.db = Database(url, Keyring(SqlKeyStore("sqlite://"), bytes(range(32))))
        self.clock = SettableClock()
        self.clock.set(NOW)
        with self.db.writing() as session:
            self.ws, self.other = (
                accounts.open_workspace(session, name, name, Profile(company=name), now=NOW).id
                for name in ("orchard", "lumen")
            )
        self.seen: list[str] = []

    def owe(self, key: str, *, ws: UUID | None = None, thread: UUID | None = None, **late) -> bool:
        with self.db.writing() as session:
            at = self.clock.now() + timedelta(**late)
            return outbox.owe(
                session,
                ws or self.ws,
                READ,
                key,
                facts={"name": key},
                thread=thread,
                available_at=at,
                now=self.clock.now(),
            )

    def claim(self, limit: int = 50) -> list[Item]:
        with self.db.writing() as session:
            return outbox.claim(session, self.clock.now(), limit=limit)

    def finish(self, *items: Item) -> int:
        with self.db.writing() as session:
            return outbox.finish(session, items, now=self.clock.now())

    def later(self, **step: float) -> None:
        self.clock.set(self.clock.now() + timedelta(**step))

    def draining(self, hand=None) -> Draining:
        def note(item: Item) -> None:
            self.seen.append(item.facts["name"])

        return Draining(db=self.db, clock=self.clock, hands={READ: hand or note})


@pytest.fixture
def yard(database_url: str):
    yard = Yard(database_url)
    yield yard
    yard.db.close()


def names(items: list[Item]) -> list[str]:
    return [item.facts["name"] for item in items]


def test_the_same_work_is_owed_once(yard: Yard) -> None:
    """However often it is asked for, also after it was done: a clock that fires twice does no harm;
    another workspace's key is another.
    """
    assert (yard.owe("a"), yard.owe("a"), yard.owe("a", ws=yard.other)) == (True, False, True)
    assert yard.draining().run() == 2
    assert not yard.owe("a")
    assert yard.draining().run() == 0


def test_what_is_not_due_waits(yard: Yard) -> None:
    """Delays lie in the row, and no process has to remember them."""
    yard.owe("later", minutes=10)
    assert yard.claim() == []
    yard.later(minutes=10)
    assert names(yard.claim()) == ["later"]


def test_a_thread_is_done_in_order_one_at_a_time(yard: Yard) -> None:
    """The second is nobody's while the first is under way; what was given up blocks nobody."""
    thread = new_id()
    for name in ("first", "second", "third"):
        yard.owe(name, thread=thread)
        yard.later(seconds=1)
    (first,) = yard.claim()
    assert first.facts["name"] == "first"
    assert yard.claim() == []
    yard.finish(first)
    (second,) = yard.claim()
    with yard.db.writing() as session:
        dead = Item(**{**vars_of(second), "attempts": MAX_ATTEMPTS})
        assert outbox.fail(session, dead, code="x", luck=0, now=NOW) is State.DEAD
    assert names(yard.claim()) == ["third"]


def vars_of(item: Item) -> dict:
    return {name: getattr(item, name) for name in Item.__dataclass_fields__}


def test_no_workspace_crowds_out_another(yard: Yard) -> None:
    """One with five hundred rows and one with three: the three are in the first batch."""
    for number in range(500):
        yard.owe(f"many-{number}")
    for number in range(3):
        yard.owe(f"few-{number}", ws=yard.other)
    batch = yard.claim(50)
    assert sum(name.startswith("few") for name in names(batch)) == 3
    assert len(batch) >= 25


def test_a_paused_workspace_keeps_its_work(yard: Yard) -> None:
    """Nothing of it is claimed; what was claimed before goes back; afterwards it is done."""
    yard.owe("a")
    yard.owe("b")
    owner = new_id()
    with yard.db.writing() as session:
        accounts.pause(session, yard.ws, "holiday", owner, now=NOW)
    assert yard.claim() == []
    with yard.db.writing() as session:
        accounts.resume(session, yard.ws, now=NOW)

    def pause_first(item: Item) -> None:
        yard.seen.append(item.facts["name"])
        if len(yard.seen) == 1:
            with yard.db.writing() as session:
                accounts.pause(session, yard.ws, "stop", owner, now=NOW)

    draining = replace(yard.draining(pause_first), stands=-1.0)
    draining.run()
    assert len(yard.seen) == 1
    with yard.db.writing() as session:
        accounts.resume(session, yard.ws, now=NOW)
    draining.run()
    assert sorted(yard.seen) == ["a", "b"]


def test_whoever_comes_back_too_late_changes_nothing(yard: Yard) -> None:
    """The lease ran out and another has it: the first can neither end it nor fail it."""
    yard.owe("a")
    (mine,) = yard.claim()
    yard.later(seconds=LEASE.total_seconds() + 1)
    with yard.db.writing() as session:
        assert outbox.sweep(session, yard.clock.now()) == 1
    (theirs,) = yard.claim()
    assert yard.finish(mine) == 0
    with yard.db.writing() as session:
        assert outbox.fail(session, mine, code="late", luck=0, now=NOW) is None
    assert yard.finish(theirs) == 1


def test_failures_wait_longer_and_longer_then_a_person_looks(yard: Yard) -> None:
    """Each wait is spread; after the last it is a dead letter, which a person has tried again."""
    yard.owe("a")

    def hand(item: Item) -> None:
        raise Unavailable("calendar.down", "It is down.")

    broken = yard.draining(hand)
    tries = 0
    while broken.run() or tries < MAX_ATTEMPTS:
        tries += 1
        yard.later(hours=2)
        if tries > 2 * MAX_ATTEMPTS:
            break
    with yard.db.reading() as session:
        (letter,) = outbox.dead_letters(session, yard.ws)
    assert (letter.error_code, letter.attempts) == ("calendar.down", MAX_ATTEMPTS)
    with yard.db.writing() as session:
        outbox.revive(session, yard.ws, letter.id, now=yard.clock.now())
    assert yard.draining().run() == 1
    with pytest.raises(NotFound), yard.db.writing() as session:
        outbox.revive(session, yard.ws, letter.id, now=yard.clock.now())
    waits = [wait_after(number, 0.0) for number in range(1, MAX_ATTEMPTS)]
    assert waits == sorted(waits)
    assert wait_after(3, 0.9) > wait_after(3, 0.1)


def test_one_pieces_fault_is_not_the_others(yard: Yard) -> None:
    """The rest of the batch is done and ended."""
    for name in ("a", "bad", "c"):
        yard.owe(name)

    def hand(item: Item) -> None:
        if item.facts["name"] == "bad":
            raise ZeroDivisionError
        yard.seen.append(item.facts["name"])

    assert yard.draining(hand).run() == 3
    assert sorted(yard.seen) == ["a", "c"]


def test_ten_at_once_do_everything_once(yard: Yard) -> None:
    """Ten threads drain two hundred rows, some of them in order: none done twice, none lost."""
    thread = new_id()
    for number in range(200):
        yard.owe(f"{number}", thread=thread if number % 20 == 0 else None)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _: yard.draining().run(), range(10)))
    yard.draining().run()
    assert sorted(yard.seen, key=int) == [str(number) for number in range(200)]
    assert [n for n in yard.seen if int(n) % 20 == 0] == [str(n) for n in range(0, 200, 20)]


def test_what_is_long_over_goes(yard: Yard) -> None:
    """Rows of work that was done do not pile up."""
    yard.owe("a")
    yard.draining().run()
    yard.later(days=2)
    with yard.db.writing() as session:
        assert outbox.sweep(session, yard.clock.now()) == 1
    assert yard.owe("a")
